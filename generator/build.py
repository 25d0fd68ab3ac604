"""A Guide and its frames in, every file of the site out: pages, articles, assets, sitemap; inspected and published."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator import output, search
from generator.booklets import manifest
from generator.frames import Frames
from generator.model import Article, Guide, Printed
from generator.output import Published
from generator.pages import addresses, booklets_page
from generator.pages.article import article_parts
from generator.problems import DataProblems, Place, Problem
from generator.shards import Row, Shard, Work, pages_shard, shards
from generator.shards.inspection import Found, inspect

THEME = Path(__file__).parents[1] / "theme"
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".pdf"})
"""What may stand beside articles. No SVG: opened by itself it would run the scripts that someone put in it."""

Progress = Callable[[int, int], None]
"""Called with how many pages are made and how many there will be."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build has made."""

    pages: int
    languages: int
    published: Published


def publish(
    guide: Guide,
    frames: Frames,
    root: Path,
    target: Path,
    progress: Progress | None = None,
    workers: int = 0,
    booklets: bool = True,
) -> Summary:
    """Make the whole site and let it take the place of `target`, unless something on its pages is not as it must be."""
    folder = root / manifest.FOLDER
    printed = manifest.manifest(guide, folder) if booklets else ()
    build = _Build(guide, frames, root, progress or (lambda done, of: None), workers, printed)
    published = output.publish(build.files(), target)
    return Summary(build.pages, len(guide.settings.languages), published)


class _Build:
    """One build: its files in the order in which they are made."""

    def __init__(
        self,
        guide: Guide,
        frames: Frames,
        root: Path,
        progress: Progress,
        workers: int,
        printed: tuple[Printed, ...],
    ) -> None:
        self.guide, self.frames, self.progress, self.workers = guide, frames, progress, workers
        self.assets = assets(root, frames.custom_dir)
        self.pictures = published_content(guide, root)
        self.printed = printed
        self.booklets = {f"booklets/{one.file}": root / manifest.FOLDER / one.file for one in printed}
        below = [path for paths in addresses(guide).values() for path in paths]
        _first, *others = guide.settings.languages
        paths = [*below, *(f"{language}/{path}" for language in others for path in below)]
        self.all_pages = len(paths) + 1
        files = {*self.assets, *self.pictures, *self.booklets, "404.html", "sitemap.xml", "robots.txt"}
        self.work = Work(guide, frames, frozenset([*paths, *files]))
        self.pages = 0
        self.rows: list[Row] = []
        self.found = Found()

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every file but the manifest; raises at the end when something is wrong with one of them."""
        for path, file in sorted({**self.assets, **self.pictures, **self.booklets}.items()):
            yield path, file.read_bytes()
        yield from self._search()
        for shard in shards(self.work, self.workers):
            yield from shard.files
            self._count(shard)
        for language in self.guide.settings.languages:
            made = pages_shard(self.work, [booklets_page(self.work.in_language(language), self.printed)])
            yield from made.files
            self._count(made)
        for article in self.guide.articles:
            for language in article.sources:
                yield self._article(article, language)
        yield "404.html", self.frames.not_found.encode()
        inspect(self.found, "404.html", self.frames.not_found, self.work.known, self.work.base)
        self._advance(1)
        yield "sitemap.xml", sitemap(self.guide, self.rows).encode()
        yield "robots.txt", robots(self.guide).encode()
        problems = [*self.found.problems, *self.found.dead_anchors()]
        if problems:
            raise DataProblems(Problem(Place(page), rule, values={"found": what}) for page, rule, what in problems)

    def _search(self) -> Iterator[tuple[str, bytes]]:
        """The scripts of the search box; what languages share comes once."""
        paths = frozenset(path for paths in addresses(self.guide).values() for path in paths)
        found: dict[str, bytes] = {}
        for language in self.guide.settings.languages:
            found |= search.files(self.guide, language, paths)
        yield from sorted(found.items())

    def _count(self, shard: Shard) -> None:
        self.rows += shard.rows
        self.found.add(shard.found)
        self._advance(len(shard.files))

    def _advance(self, pages: int) -> None:
        self.pages += pages
        self.progress(self.pages, self.all_pages)

    def _article(self, article: Article, language: str) -> tuple[str, bytes]:
        frame = self.frames.articles[language, article.name]
        parts = article_parts(self.work.in_language(language), article, frame.parts)
        path = f"{article.name}.html"
        text = frame.render(title="", description="", path=path, content="", parts=parts)
        full = self.work.prefixed(language, path)
        inspect(self.found, full, text, self.work.known, self.work.base)
        self.rows.append(Row(path, language, None, True))
        self._advance(1)
        return full, text.encode()


def assets(root: Path, custom_dir: str) -> dict[str, Path]:
    """What the theme publishes: path to file. The guide's own theme goes before ours."""
    found: dict[str, Path] = {}
    for theme in (THEME, root / custom_dir) if custom_dir else (THEME,):
        folder = theme / "assets"
        for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if file.is_file() and not file.is_symlink():
                found[f"assets/{file.relative_to(folder).as_posix()}"] = file
    return found


def content_files(root: Path) -> dict[str, Path]:
    """Pictures and documents beside articles: path below `content/` to file."""
    folder = root / "content"
    found, problems = {}, []
    for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
        name = file.relative_to(folder).as_posix()
        if file.is_symlink():
            problems.append(Problem(Place(f"content/{name}"), "symlink"))
        elif file.is_file() and file.suffix != ".md" and not file.name.startswith("."):
            if file.suffix.lower() not in PICTURES:
                values = {"found": file.name, "wanted": ", ".join(sorted(PICTURES))}
                problems.append(Problem(Place(f"content/{name}"), "content-file", values=values))
            found[name] = file
    if problems:
        raise DataProblems(problems)
    return found


def published_content(guide: Guide, root: Path) -> dict[str, Path]:
    """The same by the path on the site: the first language stands at its root."""
    prefix = f"{guide.settings.languages[0]}/"
    return {name.removeprefix(prefix): file for name, file in content_files(root).items()}


def sitemap(guide: Guide, rows: list[Row]) -> str:
    """Every indexed page with its translations; a date only where the record itself states one."""
    settings = guide.settings
    pages: dict[str, dict[str, Row]] = {}
    for row in rows:
        if row.indexed:
            pages.setdefault(row.path, {})[row.language] = row
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for path, by_language in sorted(pages.items()):
        codes = [code for code in settings.languages if code in by_language]
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href="{html.escape(address(guide, code, path))}"/>'
            for code in codes
        )
        links += (
            f'<xhtml:link rel="alternate" hreflang="x-default" href="{html.escape(address(guide, codes[0], path))}"/>'
        )
        for code in codes:
            modified = by_language[code].modified
            date = f"<lastmod>{modified.isoformat()}</lastmod>" if modified else ""
            lines.append(f"<url><loc>{html.escape(address(guide, code, path))}</loc>{date}{links}</url>")
    return "\n".join([*lines, "</urlset>", ""])


def address(guide: Guide, language: str, path: str) -> str:
    """The whole address of a page; that of a home page ends with its folder."""
    prefix = "" if language == guide.settings.languages[0] else f"{language}/"
    return f"{guide.settings.site_url}{prefix}{'' if path == 'index.html' else path}"


def robots(guide: Guide) -> str:
    """What search engines may read: everything."""
    return f"User-agent: *\nAllow: /\nSitemap: {guide.settings.site_url}sitemap.xml\n"
