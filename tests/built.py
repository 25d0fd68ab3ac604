"""Built sites: what the command `guide` is run on, and the pages that come out."""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
TODAY = "2026-11-22"
"""The day on which the tests' site is built."""
LANGUAGES = ("pl", "he", "en")
GUIDE_PARTS = ("data", "content", "theme", "mkdocs.yml")


@dataclass(frozen=True)
class BuiltPage:
    """A page as it was built."""

    file: Path
    path: str
    """Below the language's prefix: `organisation/caritas-bialystok.html`."""
    language: str
    kind: str
    """As in `generator.pages`: home, urgent, help, help-area, organisation…; `404` for the one at the root."""

    @property
    def address(self) -> str:
        """Below the site's root: `he/urgent.html`."""
        return self.path if self.language == LANGUAGES[0] else f"{self.language}/{self.path}"

    @property
    def html(self) -> str:
        """Its source."""
        return self.file.read_text("utf-8")


@dataclass(frozen=True)
class Site:
    """The folder that a build made."""

    folder: Path
    output: str
    """What the build printed."""
    pages: tuple[BuiltPage, ...]
    """All but redirects, sorted by address."""
    redirects: tuple[BuiltPage, ...]

    def of(self, kind: str | None = None, language: str | None = None) -> list[BuiltPage]:
        """The pages of a kind, in a language, or both."""
        return [p for p in self.pages if kind in (None, p.kind) and language in (None, p.language)]

    def page(self, path: str, language: str = LANGUAGES[0]) -> BuiltPage:
        """The page at a path below the language's prefix."""
        return next(page for page in self.pages if (page.path, page.language) == (path, language))

    @functools.cached_property
    def kinds(self) -> list[str]:
        """The kinds of page that there are."""
        return sorted({page.kind for page in self.pages})

    def one_of_each_kind(self) -> list[BuiltPage]:
        """For each kind and language the page with most in it: where most can go wrong."""
        chosen = []
        for language in LANGUAGES:
            for kind in self.kinds:
                if pages := self.of(kind, language):
                    chosen.append(max(pages, key=lambda page: (page.file.stat().st_size, page.path)))
        return chosen


FOLDERS = {"need": "need", "for": "for", "area": "area", "organisation": "organisation", "a-z": "a-z"}
AT_ROOT = {"index": "home", "urgent": "urgent", "a-z": "a-z", "areas": "areas", "groups": "groups", "404": "404"}


def kind_of(path: str) -> str:
    """The kind of a page, by its path: the addresses are a contract."""
    parts = path.removesuffix(".html").split("/")
    if len(parts) == 1:
        return AT_ROOT.get(parts[0], "article")
    if parts[0] == "help":
        return "help" if len(parts) == 2 else "help-area"
    return FOLDERS[parts[0]]


def built_pages(folder: Path) -> tuple[tuple[BuiltPage, ...], tuple[BuiltPage, ...]]:
    """Pages and redirects in a built folder."""
    pages, redirects = [], []
    for file in sorted(folder.rglob("*.html")):
        parts = file.relative_to(folder).parts
        language = parts[0] if parts[0] in LANGUAGES[1:] else LANGUAGES[0]
        path = "/".join(parts[1:] if language != LANGUAGES[0] else parts)
        page = BuiltPage(file, path, language, kind_of(path))
        is_redirect = re.search(r'<meta[^>]+http-equiv="?refresh', page.html, re.IGNORECASE)
        (redirects if is_redirect else pages).append(page)
    return tuple(pages), tuple(redirects)


def copy_of_guide(folder: Path) -> Path:
    """A copy of the repository's own guide, so that a build leaves the work tree alone."""
    folder.mkdir(parents=True, exist_ok=True)
    for part in GUIDE_PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part)
        elif source.exists():
            shutil.copy2(source, folder / part)
    return folder


def guide(*arguments: str | Path, **options) -> subprocess.CompletedProcess[str]:
    """Run the command `guide` and hand back what it printed."""
    return subprocess.run(
        [sys.executable, "-m", "generator", *map(str, arguments)],
        cwd=options.pop("cwd", ROOT),
        env={**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1", **options.pop("env", {})},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        **options,
    )
