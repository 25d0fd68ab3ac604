"""A Guide and its frames in, every file of the site out: pages, articles, assets, sitemap; inspected and published."""

from __future__ import annotations

import hashlib
import html
import os
import re
from array import array
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Set
from contextlib import closing
from dataclasses import replace
from datetime import date
from functools import cache, partial
from itertools import groupby
from pathlib import Path

from generator import output, search, strings, templates, versions
from generator.booklets import manifest
from generator.brief import Facts, briefs, current_services, modified
from generator.build.assets import THEME, as_published, content_files, theme_files
from generator.build.sitemaps import dated, robots, sitemap_files
from generator.frames import Frames
from generator.frozen import frozen
from generator.languages import OWN_LOCALES, words_digest
from generator.load import MEMORY
from generator.load.shelf import Shelf
from generator.model import Article, Guide, Organisation, Printed
from generator.output import Files, Present, Published, Same
from generator.pages import (
    addresses,
    booklets_page,
    dependencies,
    marked,
    organisation_path,
    pages_with,
    render_lists,
    render_organisations,
    use,
)
from generator.pages.article import article_parts
from generator.problems import DataProblems, Place, Problem, Stop
from generator.shards import Row, Shard, Work, buckets, memory, pages_shard, parts
from generator.shards.backends import Backend, Source, Storing
from generator.shards.inspection import Found, ids_of, inspect
from generator.shards.my_list import Entries, MyList, patched
from generator.versions import made_by

PATCH_AT_MOST = 100
"""Changed records up to which only the pages with them are looked at."""
LIVE = frozenset({"list", "counts", "sources"})
"""Parts of articles that say something of records."""
Progress = Callable[[int, int], None]
"""Called with how many pages are made and how many there will be."""
HERE = Backend()
"""Where a build has its pages made unless it is told otherwise."""


def recall_words(root: Path) -> None:
    """Take what earlier builds of the guide in `root` kept of catalogues, of languages and of templates."""
    strings.remember(root / MEMORY / "words")
    versions.remember(root / MEMORY / "words")
    templates.remember(root / MEMORY)


@frozen
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
    shards: Source = HERE,
    booklets: bool = True,
) -> Summary:
    """Make the whole site and let it take the place of `target`, unless something on its pages is not as it must be.

    What the last build has left in the guide's `.build` saves the work whose outcome stands in `target`.
    """
    _refuse_sources(root, target, frames.custom_dir)
    folder = root / manifest.FOLDER
    printed = manifest.manifest(guide, folder) if booklets else ()
    build = _Build(guide, frames, root, progress or (lambda done, of: None), shards, printed)
    name = hashlib.sha256(os.fsencode(target.absolute())).hexdigest()[:16]
    store = memory.Store(root / MEMORY, name)
    published = output.publish(lambda present, storing: build.files(present, storing, store), target)
    build.keep(store, published.identity)
    versions.keep()
    return Summary(build.pages, len(guide.settings.languages), published)


def publish_part(
    guide: Guide, frames: Frames, root: Path, target: Path, which: parts.Part, shards: Source = HERE
) -> Summary:
    """Make a part of the pages and let them take the place of an earlier part in `target`."""
    _refuse_sources(root, target, frames.custom_dir)
    parts.refuse_site(target)
    build = _Build(guide, frames, root, lambda done, of: None, shards, ())
    published = output.publish(lambda present, storing: build.part(which, storing), target)
    return Summary(build.pages, len(guide.settings.languages), published)


def _refuse_sources(root: Path, target: Path, custom_dir: str) -> None:
    """Stop before the site comes to stand among what it is made from, where the next build would read it."""
    place = target.resolve()
    own = [root / name for name in ("data", "content", OWN_LOCALES, custom_dir) if name]
    for folder in (*own, THEME):
        if place.is_relative_to(folder.resolve()):
            raise Stop("out-in-sources", 2, path=str(target), found=folder.name)


class _Build:
    """One build: its files in the order in which they are made."""

    def __init__(
        self,
        guide: Guide,
        frames: Frames,
        root: Path,
        progress: Progress,
        shards: Source,
        printed: tuple[Printed, ...],
    ) -> None:
        strings.speak(guide.words)
        self.guide, self.frames, self.root = guide, frames, root
        self.progress, self.shards = progress, shards
        self.assets = theme_files(root, frames.custom_dir)
        self.pictures = content_files(guide, root)
        self.printed = printed
        self.booklets = {f"booklets/{one.file}": root / manifest.FOLDER / one.file for one in printed}
        self.singles = {*self.assets, *self.pictures, *self.booklets, "404.html", "sitemap.xml", "robots.txt"}
        templates.remember(root / MEMORY)
        alone = replace(guide, organisations=())
        shared = _digest(made_by(), theme_digest(), alone, frames.as_json())
        self.work = Work(guide, frames, frozenset(), made_by=theme_digest, shared=shared)
        self.built = memory.Built(_digest(shared, sorted(self.singles), printed))
        self.last: memory.Last | None = None
        self.search: search.Known = {}
        self.state = ""
        self.pages = self.all_pages = 0
        self.rows: list[Row] = []
        self.found = Found()

    def files(self, present: Present, storing: Storing, store: memory.Store) -> Files:
        """Every file but the manifest; raises when something is wrong with one of them."""
        last = store.last(self.built.shared, present.identity)
        self.state = self._state()
        changed = self._changed(last, present) if last else None
        self.search = store.search(self.work.shared)
        services = store.services(last) if last and changed is not None else None
        if last is not None and changed is not None and services is not None:
            self.last = last
            use(self.guide, map(Facts._make, services))
            return self._patch(present, last, changed)
        return self._whole(present, storing, store.built(self.built.shared, present.identity, last))

    def keep(self, store: memory.Store, identity: str) -> None:
        """Keep what the next build needs to know of this one, which stands in its target."""
        shelf = self.guide.organisations
        if self.last is None:
            store.keep(replace(self.built, identity=identity))
            self.last = memory.Last(self.built.shared, identity, identity, self.all_pages)
            if isinstance(shelf, Shelf):
                store.keep_services(self.last, [tuple(one) for one in current_services(self.guide)])
                self.last.days = array("L", [_day_number(one.modified) for one in briefs(self.guide)])
        if isinstance(shelf, Shelf):
            self.last.records = b"".join(shelf.digests)
            self.last.outlines, self.last.singles = shelf.outline, self.state
        self.last.identity = identity
        store.keep_last(self.last)
        store.keep_search(self.work.shared, self.search)

    def _state(self) -> str:
        """A digest of the files that are published as they are, or nearly: taken before they are read for the site."""
        files = sorted({**self.assets, **self.pictures, **self.booklets}.items())
        return _digest([(path, hashlib.sha256(file.read_bytes()).digest()) for path, file in files])

    def _changed(self, last: memory.Last, present: Present) -> list[int] | None:
        """The records that alone have changed since the last build; `None` when more than a few have, or other things.

        Where no outline has changed there are the same pages with the same addresses, numbers, names and orders.
        """
        shelf = self.guide.organisations
        if not isinstance(shelf, Shelf) or shelf.outline != last.outlines or self.state != last.singles:
            return None
        size = len(shelf.digests[0]) if shelf.digests else 1
        then = (last.records[at : at + size] for at in range(0, len(last.records), size))
        changed = [at for at, (now, before) in enumerate(zip(shelf.digests, then, strict=True)) if now != before]
        if len(changed) > PATCH_AT_MOST or len(present.untouched(present.files)) != len(present.files):
            return None
        return changed

    def _patch(self, present: Present, last: memory.Last, changed: list[int]) -> Files:
        """The files that may say something of the changed records; all others stay without being looked at.

        So a change costs what depends on it, and not what the site is big: addresses, links, orders and counts are
        those of the last build.
        """
        self.work.known = frozenset(present.files)
        self.all_pages = last.pages
        organisations = [self.guide.organisations[at] for at in changed]
        below = pages_with(self.guide, organisations)
        made: dict[str, bytes] = dict(self._search_patch(present, changed)) if changed else {}
        for language in self.guide.settings.languages if changed else ():
            of_language = self.work.in_language(language)
            pages = (*render_lists(of_language, below), *render_organisations(of_language, organisations, below))
            shard = pages_shard(self.work, pages)
            made |= shard.files
            made |= patched(self.work, present, language, organisations, made)
            self._count(shard, {})
            for article in self.guide.articles:
                frame = self.frames.articles.get((language, article.name))
                if frame and not LIVE.isdisjoint(frame.parts):
                    path, data = self._article(article, language)
                    made[path] = data
        made |= self._sitemap_patch(present, last, zip(changed, organisations, strict=True))
        last.stale |= made.keys()
        unchanged = dict.fromkeys(path for path in present.files if path not in made)  # listed in their order
        yield Same(unchanged)
        yield from made.items()
        self._finish(present, unchanged.keys(), present.files)
        self._advance(last.pages - self.pages)

    def _finish(self, present: Present, unchanged: Set[str], before: Container[str], gone: Iterable[str] = ()) -> None:
        """Raise when something is wrong with a page, or with a link of one that stays."""
        self._look_again(present, unchanged, before, gone)
        of_present = cache(lambda path: ids_of(present.read(path)) if path in unchanged else frozenset())
        _stop_at([*self.found.problems, *self.found.dead_anchors(of_present)])

    def _plan(self) -> list[str]:
        """Find out which pages there will be: their paths below each language's prefix."""
        below = [path for paths in addresses(self.guide).values() for path in paths]
        _first, *others = self.guide.settings.languages
        paths = [*below, *(f"{language}/{path}" for language in others for path in below)]
        self.all_pages = len(paths) + 1
        self.work.known = frozenset([*paths, *self.singles])
        return below

    def _whole(self, present: Present, storing: Storing, before: memory.Built) -> Files:
        """Every file, but for pages that depend on what they depended on before."""
        below = self._plan()
        depend_on = {language: dependencies(self.guide, language) for language in self.guide.settings.languages}
        digests = (
            (self.work.prefixed(language, path), digest)
            for language, of_language in depend_on.items()
            for path, digest in of_language.items()
        )
        unchanged = memory.unchanged(before, digests, present.untouched)
        self._leave_out(unchanged, before)
        my_list = MyList(self.work, self.search, present, unchanged)
        self.work.listed = my_list.listed
        yield Same([*unchanged, *my_list.standing])
        todo = buckets(self.guide)
        with closing(self.shards(self.work, todo, storing)) as shards, closing(self._searched(below)) as searched:
            for path, file in sorted({**self.assets, **self.pictures, **self.booklets}.items()):
                yield path, as_published(path, file)
            for language, own in groupby(zip(todo, shards, strict=True), lambda pair: pair[0].language):
                with closing(Entries(self.root / MEMORY)) as entries:
                    for _, shard in own:
                        yield from shard.files
                        entries.add(shard.entries)
                        self._count(shard, depend_on)
                    yield from my_list.files(language, entries)
            self.work.listed = my_list.listed = {}  # no longer needed, and of a big guide much
            yield from self._search_files(searched)
        for language in self.guide.settings.languages:
            booklets = pages_shard(self.work, [booklets_page(self.work.in_language(language), self.printed)])
            for made in (booklets, my_list.page(language)):
                yield from made.files
                self._count(made, depend_on)
            for article in self.guide.articles:
                if language in article.sources:
                    yield self._article(article, language)
        yield "404.html", self.frames.not_found.encode()
        inspect(self.found, "404.html", self.frames.not_found, self.work.known, self.work.base)
        self._advance(1)
        gone = [path for path in before.pages if path not in self.work.known]
        self._finish(present, unchanged, before.pages, gone)
        self.found = Found()  # of a big guide as much as its sitemaps, which come next
        yield from sitemap_files(self.guide, self.rows)
        self.rows.clear()
        yield "robots.txt", robots(self.guide).encode()

    def part(self, which: parts.Part, storing: Storing) -> Files:
        """Every file of a part; links to anchors of other pages are looked up when all parts are there."""
        self._plan()
        todo = which.share(buckets(self.guide))
        with closing(self.shards(self.work, todo, storing)) as shards:
            yield from parts.files(self.work, which, todo, shards, lambda made: self._count(made, {}))
        _stop_at(self.found.problems)

    def _leave_out(self, unchanged: set[str], before: memory.Built) -> None:
        """Take pages over from the last build."""
        first = self.guide.settings.languages[0]
        prefixes = {f"{language}/": language for language in self.guide.settings.languages if language != first}
        below: dict[str, list[str]] = {language: [] for language in self.guide.settings.languages}
        for path in unchanged:
            language = prefixes.get(path[: path.find("/") + 1], first)
            own = path if language == first else path[len(language) + 1 :]
            below[language].append(own)
            made = self.built.pages[path] = before.pages[path]
            self.rows.append(Row(own, language, made.modified, made.indexed))
        self.work.unchanged = {language: frozenset(paths) for language, paths in below.items()}
        self._advance(len(unchanged))

    def _look_again(self, present: Present, unchanged: Set[str], before: Container[str], away: Iterable[str]) -> None:
        """Inspect pages that stay and that may lead to a page or to a part of one that is no more.

        None should: a page depends on what it links to. This holds whatever was overlooked there.
        """
        gone = [path.rpartition("/")[2] for path in away]
        for path, ids in self.found.ids.items():
            if path in before and path not in unchanged:
                name = path.rpartition("/")[2]
                gone += [f"{name}#{one}" for one in ids_of(present.read(path)).difference(ids)]
        if not gone:
            return
        names = re.compile("|".join(re.escape(html.escape(name)) for name in gone))
        for path in unchanged:
            text = present.read(path).decode(errors="replace")
            if names.search(text):
                inspect(self.found, path, text, self.work.known, self.work.base)

    def _sitemap_patch(
        self, present: Present, last: memory.Last, changed: Iterable[tuple[int, Organisation]]
    ) -> dict[str, bytes]:
        """The sitemaps that differ when only the dates of some records have."""
        dates: dict[str, date | None] = {}
        for at, one in changed:
            day = modified(one)
            if _day_number(day) != last.days[at]:
                last.days[at], dates[organisation_path(one)] = _day_number(day), day
        return dated(present, self.guide, dates) if dates else {}

    def _search_patch(self, present: Present, changed: list[int]) -> Iterator[tuple[str, bytes]]:
        """The scripts of the search box that differ when only some records have."""
        for language in self.guide.settings.languages:
            found = search.patch(self.guide, language, changed, self.search)
            if found is None:
                with closing(self._searched(present.files)) as searched:
                    yield from self._search_files(searched)
                return
            yield from found.items()

    def _searched(self, below: Iterable[str]) -> Iterator[Searched]:
        """What the search index makes of each language, beside the pages."""
        backend = self.shards if isinstance(self.shards, Backend) else HERE
        task = partial(_searched, self.guide, frozenset(below), self.search)
        return backend.beside(self.work, task, self.guide.settings.languages)

    def _search_files(self, searched: Iterable[Searched]) -> Iterator[tuple[str, bytes]]:
        """The scripts of the search box; what languages share comes once."""
        found: dict[str, bytes] = {}
        for language, (made, kept) in zip(self.guide.settings.languages, searched, strict=True):
            found |= made
            self.search[language] = kept
        yield from sorted(found.items())

    def _count(self, shard: Shard, depend_on: Mapping[str, Mapping[str, bytes]]) -> None:
        self.rows += shard.rows
        for row, (path, *_) in zip(shard.rows, shard.files, strict=True):
            digest = depend_on.get(row.language, {}).get(row.path)
            if digest:
                self.built.pages[path] = memory.Made(digest, row.modified, row.indexed)
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
        return full, marked(text.encode(), language)


Searched = tuple[dict[str, bytes], search.Kept]
"""The scripts of one language by their paths, and what to keep of them."""


def _searched(guide: Guide, paths: frozenset[str], known: search.Known, language: str) -> Searched:
    """What the search box needs in one language."""
    strings.speak(guide.words)
    kept = {language: known[language]} if language in known else {}
    return search.files(guide, language, paths, kept), kept[language]


def _day_number(day: date | None) -> int:
    return day.toordinal() if day else 0


def _digest(*facts: object) -> str:
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def _stop_at(problems: list[tuple[str, str, str]]) -> None:
    if problems:
        raise DataProblems(Problem(Place(page), rule, values={"found": what}) for page, rule, what in problems)


@cache
def theme_digest() -> str:
    """A digest of the theme's templates and catalogues."""
    return _digest(templates.digest(), words_digest())
