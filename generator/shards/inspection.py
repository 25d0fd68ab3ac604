"""A built page in; what it links to, the ids it has, and what must not stand on a page of ours out.

It looks at every tag of every page that is published. Most tags stand on many pages, so what is known of a tag is kept.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

_TAG = re.compile(r"([a-zA-Z][a-zA-Z0-9-]*)((?:[^\"']|\"[^\"]*\"|'[^']*')*)")
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SCRIPT_TEXT = re.compile(r"(<(script|style)\b[^>]*>).*?(?=</\2\s*>)", re.DOTALL | re.IGNORECASE)
_FORBIDDEN = frozenset({"iframe", "frame", "object", "embed", "applet", "base", "style"})
_SCHEMES = ("http:", "https:", "mailto:", "tel:")
_DATA_TYPES = ("application/ld+json", "application/json")


@dataclass(slots=True)
class Found:
    """What an inspection of some pages found."""

    problems: list[tuple[str, str, str]] = field(default_factory=list)
    """Page, rule and what was found."""
    anchors: set[tuple[str, str, str]] = field(default_factory=set)
    """Page, target and id: links into other pages, to be looked up when all pages are known."""
    ids: dict[str, frozenset[str]] = field(default_factory=dict)
    """Page to its ids."""

    def add(self, other: Found) -> None:
        """Take in what another inspection found."""
        self.problems += other.problems
        self.anchors |= other.anchors
        self.ids |= other.ids

    def dead_anchors(
        self, other: Callable[[str], frozenset[str]] = lambda path: frozenset()
    ) -> Iterable[tuple[str, str, str]]:
        """Links into pages that have no such id, as problems; `other` knows the ids of pages not inspected."""
        for page, target, anchor in sorted(self.anchors):
            if target not in self.ids:
                self.ids[target] = other(target)
            if anchor not in self.ids[target]:
                yield page, "dead-anchor", f"{target}#{anchor}"


_ID = re.compile(r"\sid=\"([^\"]*)\"")


def ids_of(page: str) -> frozenset[str]:
    """The ids of a page that was inspected when it was made."""
    return frozenset(html.unescape(one) for one in _ID.findall(page))


def inspect(
    found: Found, path: str, content: str, known: Container[str], base: str, around: frozenset[str] = frozenset()
) -> None:
    """Inspect a page, or the content of one whose frame was inspected before and has the ids `around`.

    `path` and the paths in `known` are those of the site, languages' prefixes included; `base` is the path of its root
    on the host, with which the addresses on 404.html begin.
    """
    if "<!--" in content or "<script" in content or "<style" in content:
        content = _SCRIPT_TEXT.sub(r"\1", _COMMENT.sub("", content))
    ids: list[str] = []
    links: set[str] = set()
    for line in content.split("\n"):
        seen = _lines.get(line)
        if seen is None:
            seen = _line(line)
            if seen is None:  # a tag goes on in the next line
                ids, links = [], set()
                _look_at(content, path, ids, links, found)
                break
        if seen is not _NOTHING:
            ids += seen.ids
            links.update(seen.links)
            found.problems += [(path, rule, what) for rule, what in seen.problems]
    own = frozenset(ids)
    if len(own) != len(ids) or own & around:
        twice = sorted([one for one, count in Counter(ids).items() if count > 1] + list(own & around))
        found.problems += [(path, "duplicate-id", one) for one in twice]
    own |= around
    if own:
        found.ids[path] = own
    folder = posixpath.dirname(path)
    for target in links:
        if target.startswith(_SCHEMES):
            continue
        where, anchor = resolved(folder, target, base)
        if where is None:
            found.problems.append((path, "unsafe-link", target))
        elif not where:
            if anchor and anchor not in own:
                found.problems.append((path, "dead-anchor", target))
        elif where not in known:
            found.problems.append((path, "dead-link", target))
        elif anchor:
            found.anchors.add((path, where, anchor))


class Line(NamedTuple):
    """What a line has that matters: most lines stand on many pages."""

    ids: tuple[str, ...]
    links: tuple[str, ...]
    problems: tuple[tuple[str, str], ...]


_NOTHING = Line((), (), ())
_LINES_AT_MOST = 40_000
_lines: dict[str, Line] = {}


def _line(line: str) -> Line | None:
    """What stands in a line; `None` when it is not whole."""
    if line.rfind("<") > line.rfind(">"):
        return None
    found, ids, links = Found(), [], set()
    _look_at(line, "", ids, links, found)
    seen = Line(tuple(ids), tuple(links), tuple((rule, what) for _, rule, what in found.problems))
    if seen == _NOTHING:
        seen = _NOTHING
    if len(_lines) >= _LINES_AT_MOST:
        _lines.clear()
    _lines[line] = seen
    return seen


def _look_at(content: str, path: str, ids: list[str], links: set[str], found: Found) -> None:
    """Every tag of some HTML."""
    for piece in content.split("<")[1:]:
        inside = piece.partition(">")[0]
        tag = _tag(inside)
        if tag is None:
            continue
        if tag.id:
            ids.append(tag.id)
        links.update(tag.links)
        found.problems += [(path, rule, f"<{inside}>") for rule in tag.rules]


class Tag(NamedTuple):
    """What a tag has that matters."""

    id: str
    links: tuple[str, ...]
    rules: tuple[str, ...]
    """The rules that it breaks."""


@lru_cache(maxsize=8192)
def _tag(inside: str) -> Tag | None:
    """What stands between angle brackets; `None` when it is of no interest. No value holds a bare `>`."""
    match = _TAG.fullmatch(inside)
    if match is None:
        # The end of an element, a declaration; or a tag that is not well formed and may be read in more than one way.
        return None if inside[:1] in "/!?" or not inside[:1].isalpha() else Tag("", (), ("forbidden-element",))
    attributes = [
        (one[1].lower(), html.unescape(one[2] or one[3] or one[4] or "")) for one in _ATTRIBUTE.finditer(match[2])
    ]
    links = tuple(value for name, value in attributes if name in ("href", "src", "action", "poster"))
    rules = tuple(_forbidden(match[1].lower(), attributes))
    identity = next((value for name, value in attributes if name == "id"), "")
    return Tag(identity, links, rules) if identity or links or rules else None


@lru_cache(maxsize=65536)
def resolved(folder: str, target: str, base: str) -> tuple[str | None, str]:
    """Path on the site and anchor of a link in a page of `folder`; empty path for the page itself; `None`: outside."""
    target = target.strip()
    where, _, anchor = target.partition("#")
    where = unquote(where.partition("?")[0])
    anchor = unquote(anchor)
    if ":" in where.partition("/")[0] or where.startswith("//") or "\\" in where:
        return None, anchor
    if not where:
        return "", anchor
    if where.startswith("/"):
        if not where.startswith(base):
            return None, anchor
        where, folder = where[len(base) :], ""
    joined = posixpath.normpath(posixpath.join(folder, where))
    if where.endswith("/") or joined == ".":
        joined = posixpath.normpath(posixpath.join(joined, "index.html"))
    return (None if joined.startswith("../") else joined), anchor


def _forbidden(element: str, pairs: list[tuple[str, str]]) -> Iterable[str]:
    """The rules that a tag breaks: scripts of its own, other hosts' files, frames."""
    attributes = dict(pairs)
    if element in _FORBIDDEN:
        yield "inline-style" if element == "style" else "forbidden-element"
    if element == "script" and "src" not in attributes and attributes.get("type") not in _DATA_TYPES:
        yield "inline-script"
    if element == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
        target = attributes.get("content", "").partition("url=")[2].strip(" '\"")
        if not target or _elsewhere(target):
            yield "forbidden-element"
    for name, value in pairs:
        if name.startswith("on"):
            yield "event-attribute"
        elif name in ("style", "srcdoc"):
            yield "inline-style"
        elif name in ("src", "srcset", "poster") and _elsewhere(value):
            yield "off-site"
    loaded = element == "link" and attributes.get("rel") not in ("canonical", "alternate")
    if loaded and _elsewhere(attributes.get("href", "")):
        yield "off-site"


def _elsewhere(url: str) -> bool:
    return url.startswith("//") or ":" in url.partition("/")[0]
