"""Built sites: what the command `guide` is run on, and the pages that come out."""

from __future__ import annotations

import base64
import functools
import hashlib
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
TODAY = "2026-11-22"
"""The day on which the tests' site is built."""
LANGUAGES = ("pl", "he", "en")
GUIDE_PARTS = ("data", "content", "theme", "mkdocs.yml")


def first_now(first: Any, *later: Any) -> list[Any]:
    """Values of a parameter, or tuples of several: `make test` tries the first alone, an audit the others."""
    rows = [value if isinstance(value, tuple) else (value,) for value in later]
    return [first, *(pytest.param(*row, marks=pytest.mark.audit) for row in rows)]


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

    @functools.cached_property
    def document(self) -> Document:
        """Its source, parsed."""
        return Document(self.html)

    def __str__(self) -> str:
        return self.address


@dataclass(frozen=True)
class Site:
    """The folder that a build made."""

    folder: Path
    summary: str
    """What the build said at its end."""
    remarks: str
    """What it asks to look at, on the error stream."""
    pages: tuple[BuiltPage, ...]
    """All but redirects, sorted by address."""
    redirects: tuple[BuiltPage, ...]

    def of(self, kind: str | None = None, language: str | None = None) -> list[BuiltPage]:
        """The pages of a kind, in a language, or both."""
        return [p for p in self.pages if kind in (None, p.kind) and language in (None, p.language)]

    def page(self, path: str, language: str = LANGUAGES[0]) -> BuiltPage:
        """The page at a path below the language's prefix."""
        return self._by_path[path, language]

    @functools.cached_property
    def _by_path(self) -> dict[tuple[str, str], BuiltPage]:
        return {(page.path, page.language): page for page in self.pages}

    @functools.cached_property
    def kinds(self) -> list[str]:
        """The kinds of page that there are."""
        return sorted({page.kind for page in self.pages})

    def one_of_each_kind(self) -> list[BuiltPage]:
        """For each kind and language the page with most in it, where most can go wrong; and each article once."""
        chosen = []
        for language in LANGUAGES:
            for kind in self.kinds:
                if pages := self.of(kind, language):
                    chosen.append(max(pages, key=lambda page: (page.file.stat().st_size, page.path)))
        articles = sorted({page.path for page in self.of("article")})  # the languages take turns
        turns = [self.page(path, LANGUAGES[i % len(LANGUAGES)]) for i, path in enumerate(articles)]
        return [*chosen, *(page for page in turns if page not in chosen)]

    def each_kind_in_turn(self) -> list[BuiltPage]:
        """As `one_of_each_kind`, but each kind in one language only: the languages take turns."""
        turn = {kind: LANGUAGES[i % len(LANGUAGES)] for i, kind in enumerate(self.kinds)}
        return [page for page in self.one_of_each_kind() if page.language == turn[page.kind] or page.kind == "404"]


FOLDERS = {"need": "need", "for": "for", "area": "area", "organisation": "organisation", "a-z": "a-z"}
AT_ROOT = {
    "index": "home",
    "urgent": "urgent",
    "a-z": "a-z",
    "areas": "areas",
    "groups": "groups",
    "my-list": "my-list",
    "404": "404",
}


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


MEASURE = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[2:]).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(code, used.ru_utime + used.ru_stime, used.ru_maxrss, file=open(sys.argv[1], "w"))
"""


def measured(said: Path, *arguments: str | Path) -> tuple[int, float, float]:
    """Run the command `guide`, which writes to the file `said`: its exit code, CPU seconds and megabytes.

    A small process starts it: a child's high water mark of memory begins with that of the process that forked it,
    and pytest's is high after many tests.
    """
    figures = said.with_name("figures.txt")
    with said.open("wb") as file:
        subprocess.run(
            [sys.executable, "-c", MEASURE, figures, sys.executable, "-m", "generator", *map(str, arguments)],
            cwd=ROOT,
            env={**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1"},
            stdout=file,
            stderr=subprocess.STDOUT,
            check=True,
        )
    code, seconds, most = figures.read_text().split()
    return int(code), float(seconds), int(most) / (2**20 if sys.platform == "darwin" else 1024)


@dataclass
class Element:
    """An element of a page."""

    tag: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    """All text inside it."""
    inside: tuple[str, ...] = ()
    """The tags around it, outermost first."""

    def __getitem__(self, attribute: str) -> str:
        return self.attributes.get(attribute, "")


class Document(HTMLParser):
    """What stands in a page, without a browser."""

    VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        inside = tuple(element.tag for element in self._open)
        element = Element(tag, {name: value or "" for name, value in attrs}, self.getpos()[0], inside=inside)
        self.elements.append(element)
        if tag not in self.VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element that ends at once, as in SVG."""
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        """End an element, and those within it that HTML lets one leave open."""
        while tag in (element.tag for element in self._open):
            if self._open.pop().tag == tag:
                break

    def handle_data(self, data: str) -> None:
        """Add text to all elements around it."""
        for element in self._open:
            element.text += data

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Elements by tag and attributes; `http_equiv` stands for `http-equiv`, `class_` for `class`."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [e for e in self.elements if e.tag == tag and all(e[name] == value for name, value in wanted.items())]

    def one(self, tag: str, **attributes: str) -> Element:
        """The only such element."""
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} elements <{tag}> {attributes}, should be one"
        return found[0]

    def foreign_scripts(self) -> list[Element]:
        """Scripts in the page itself that its policy does not name by their hash; data are none."""
        policy = "".join(one["content"] for one in self.all("meta", http_equiv="Content-Security-Policy"))
        return [
            one
            for one in self.all("script")
            if not one["src"]
            and one["type"] != "application/ld+json"
            and f"'sha256-{base64.b64encode(hashlib.sha256(one.text.encode()).digest()).decode()}'" not in policy
        ]

    @functools.cached_property
    def ids(self) -> set[str]:
        """Where a fragment may lead."""
        return {element["id"] for element in self.elements if element["id"]}
