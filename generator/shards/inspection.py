"""A built page in; what it links to, the ids it has, and what must not stand on a page of ours out.

It looks at every tag of every page that is published; at those in HTML that many pages share, once.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import NamedTuple
from urllib.parse import unquote

from generator.pages.page import ROOT, SLOT

_TAG = re.compile(r"([a-zA-Z][a-zA-Z0-9-]*)((?:[^\"']|\"[^\"]*\"|'[^']*')*)")
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_TAGS = re.compile(rb"<([^<>]*>?)")
_VALUE = re.compile(rb"=\"([^\"]*)\"")
_PLAIN_SHAPE = re.compile(r"[a-z][a-z0-9]*(?: [a-z][a-z0-9-]*=?)* ?/?")
_PLAIN_LINK = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+)*\.html(?:#[a-z0-9-]+)?")
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_SCRIPT_TEXT = re.compile(rb"(<(script|style)\b[^>]*>).*?(?=</\2\s*>)", re.DOTALL | re.IGNORECASE)
_FORBIDDEN = frozenset({"iframe", "frame", "object", "embed", "applet", "base", "style"})
_WITH_RULES = _FORBIDDEN | {"script", "link", "meta", "action", "poster", "src", "srcdoc", "srcset"}
"""Elements and attributes whose values the rules ask for."""
_SLOT = SLOT.encode()
_SCHEMES = ("http:", "https:", "mailto:", "tel:")
_OUTSIDE = tuple(scheme.encode() for scheme in _SCHEMES)
_DATA_TYPES = ("application/ld+json", "application/json")


@dataclass(slots=True)
class Found:
    """What an inspection of some pages found."""

    problems: list[tuple[str, str, str]] = field(default_factory=list)
    """Page, rule and what was found."""
    anchors: dict[tuple[str, str], str] = field(default_factory=dict)
    """Target and id to the first page that links there: to be looked up when all pages are known."""
    ids: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Page to its ids."""

    def add(self, other: Found) -> None:
        """Take in what another inspection found."""
        self.problems += other.problems
        self.ids |= other.ids
        for target, page in other.anchors.items():
            self.leads(page, target)

    def leads(self, page: str, target: tuple[str, str]) -> None:
        """Note a link into another page. One page that has it is enough: a card's links stand on a dozen of them."""
        before = self.anchors.get(target)
        if before is None or page < before:
            self.anchors[target] = page

    def dead_anchors(self, other: Callable[[str], Iterable[str]] = lambda path: ()) -> Iterable[tuple[str, str, str]]:
        """Links into pages that have no such id, as problems; `other` knows the ids of pages not inspected."""
        for (target, anchor), page in sorted(self.anchors.items()):
            if target not in self.ids:
                self.ids[target] = tuple(other(target))
            if anchor not in self.ids[target]:
                yield page, "dead-anchor", f"{target}#{anchor}"


_ID = re.compile(r"\sid=\"([^\"]*)\"")


def ids_of(page: str) -> frozenset[str]:
    """The ids of a page that was inspected when it was made."""
    return frozenset(html.unescape(one) for one in _ID.findall(page))


class Seen(NamedTuple):
    """What a piece of HTML has that matters."""

    ids: tuple[str, ...]
    needed: frozenset[str]
    """Ids of its own page that it links to."""
    anchors: frozenset[tuple[str, str]]
    """Other pages and ids on them that it links to."""
    problems: tuple[tuple[str, str], ...]
    """Rule and what was found."""


def inspect(
    found: Found,
    path: str,
    content: str,
    known: Container[str],
    base: str,
    around: frozenset[str] = frozenset(),
    root: str = "",
    shared: Iterable[Seen] = (),
) -> None:
    """Inspect a page, or the content of one whose frame was inspected before and has the ids `around`.

    `path` and the paths in `known` are those of the site, languages' prefixes included; `base` is the path of its root
    on the host, with which the addresses on 404.html begin; `root` is the prefix of the page's language. What the page
    shares with others has been looked at before.
    """
    pieces = (look(content, known, base, root, posixpath.dirname(path)), *shared)
    ids = [one for piece in pieces for one in piece.ids]
    own = frozenset(ids)
    problems = [one for piece in pieces for one in piece.problems]
    if len(own) != len(ids) or own & around:
        twice = [one for one, count in Counter(ids).items() if count > 1] + list(own & around)
        problems += [("duplicate-id", one) for one in twice]
    own |= around
    if own:
        found.ids[path] = tuple(own)
    missing = frozenset().union(*[piece.needed for piece in pieces]) - own
    problems += [("dead-anchor", f"#{one}") for one in missing]
    for target in chain.from_iterable([piece.anchors for piece in pieces]):
        found.leads(path, target)
    found.problems += [(path, rule, what) for rule, what in sorted(problems)]


def look(content: str | bytes, known: Container[str], base: str, root: str = "", folder: str | None = None) -> Seen:
    """What a piece of HTML has that matters, in pages of `folder`; without one its links begin at the language's root.

    It goes by lines, since most lines of a page stand on many pages and have nothing that matters; and by bytes, which
    Python cuts five times faster than text in two alphabets.
    """
    text = content.encode() if isinstance(content, str) else content
    if b"<!--" in text or b"<script" in text or b"<style" in text:
        text = _SCRIPT_TEXT.sub(rb"\1", _COMMENT.sub(b"", text))
    lines = text.replace(_SLOT, b"\n").split(b"\n")
    seen = [tags for line in lines if (tags := _lines.get(line) or _line(line)) is not _NOTHING]
    if _GOES_ON in seen:
        seen = [_tags(text)]
    ids = [one for tags in seen for one in tags.ids]
    problems = [one for tags in seen for one in tags.problems]
    links = set(chain.from_iterable([tags.links for tags in seen]))
    needed, anchors = set(), set()
    for target in links:
        if target.startswith(_SCHEMES):
            continue
        from_root = target[:1] == ROOT
        where, anchor = resolved(root[:-1] if from_root else folder or "", target[from_root:], base)
        if where is None or (not where and from_root) or (where and folder is None and not from_root):
            problems.append(("unsafe-link", target))
        elif not where:
            needed.add(anchor)
        elif where not in known:
            problems.append(("dead-link", target))
        elif anchor:
            anchors.add((where, anchor))
    return Seen(tuple(ids), frozenset(needed - {""}), frozenset(anchors), tuple(problems))


class Tags(NamedTuple):
    """What some tags have that matters."""

    ids: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()


_NOTHING = Tags()
_GOES_ON = Tags(problems=(("", ""),))
"""Of a line whose last tag goes on in the next line."""
_REMEMBERED_AT_MOST = 20_000
_lines: dict[bytes, Tags] = {}
_plain: set[bytes] = set()
"""Tags that have nothing that matters, with their closing bracket."""
_shapes: dict[bytes, tuple[int | None, int | None] | None] = {}
"""A tag without its values to where its id and its link stand among these; `None` when other values matter too."""


def _line(line: bytes) -> Tags:
    """What stands in a line: most lines stand on many pages."""
    seen = _GOES_ON if line.rfind(b"<") > line.rfind(b">") else _tags(line)
    if len(_lines) >= _REMEMBERED_AT_MOST:
        _lines.clear()
    _lines[line] = seen
    return seen


def _tags(text: bytes) -> Tags:
    """Every tag of some HTML. No value holds a bare `>`."""
    tags = _TAGS.findall(text)
    new = set(tags) - _plain
    if not new:
        return _NOTHING
    ids: list[str] = []
    links: list[str] = []
    problems: list[tuple[str, str]] = []
    for one in new:
        inside = one.rstrip(b">")
        broken = (inside == one or _SLOT in one) if one[:1].isalpha() else one[:3] == b"!--"
        tag = Tags(problems=(("forbidden-element", f"<{inside.decode()}>"),)) if broken else _tag(inside)
        if tag is not _NOTHING:
            ids += tag.ids * tags.count(one)
            links += tag.links
            problems += tag.problems
        else:
            if len(_plain) >= _REMEMBERED_AT_MOST:
                _plain.clear()
            _plain.add(one)
    return Tags(tuple(ids), tuple(links), tuple(problems)) if ids or links or problems else _NOTHING


def _tag(inside: bytes) -> Tags:
    """What stands between angle brackets.

    Tags that differ from page to page differ in their values. To know of a tag without them which ones matter is five
    times faster than to take each one apart.
    """
    shape = _VALUE.sub(b"=", inside)
    if shape not in _shapes:
        if len(_shapes) >= _REMEMBERED_AT_MOST:
            _shapes.clear()
        _shapes[shape] = _shape(shape.decode())
    where = _shapes[shape]
    if where is None:
        return _taken_apart(inside.decode())
    identity, link = where
    if identity is None and link is None:
        return _NOTHING
    values = _VALUE.findall(inside)
    if identity is None and values[link].startswith(_OUTSIDE):
        return _NOTHING
    return Tags(
        () if identity is None else (html.unescape(values[identity].decode()),),
        () if link is None else (html.unescape(values[link].decode()),),
    )


def _shape(shape: str) -> tuple[int | None, int | None] | None:
    if shape[:1] == "/" and shape[1:].isalnum():
        return None, None
    if not _PLAIN_SHAPE.fullmatch(shape):
        return None
    element, *attributes = shape.rstrip(" /").split(" ")
    names = {name.rstrip("=") for name in attributes}
    valued = [name[:-1] for name in attributes if name[-1] == "="]
    if {element, *names} & _WITH_RULES or any(name.startswith("on") for name in names):
        return None
    if len(names) < len(attributes) or not names & {"id", "href"} <= set(valued):
        return None
    return valued.index("id") if "id" in valued else None, valued.index("href") if "href" in valued else None


@lru_cache(maxsize=8192)
def _taken_apart(inside: str) -> Tags:
    """The same for a tag of which every attribute is to be looked at."""
    match = _TAG.fullmatch(inside)
    if match is None:
        # The end of an element, a declaration; or a tag that is not well formed and may be read in more than one way.
        return Tags(problems=(("forbidden-element", f"<{inside}>"),)) if inside[:1].isalpha() else _NOTHING
    attributes = [
        (one[1].lower(), html.unescape(one[2] or one[3] or one[4] or "")) for one in _ATTRIBUTE.finditer(match[2])
    ]
    ids = tuple(value for name, value in attributes if name == "id" and value)[:1]
    links = tuple(value for name, value in attributes if name in ("href", "src", "action", "poster"))
    problems = tuple((rule, f"<{inside}>") for rule in _forbidden(match[1].lower(), attributes))
    return Tags(ids, links, problems) if ids or links or problems else _NOTHING


@lru_cache(maxsize=65536)
def resolved(folder: str, target: str, base: str) -> tuple[str | None, str]:
    """Path on the site and anchor of a link in a page of `folder`; empty path for the page itself; `None`: outside."""
    if _PLAIN_LINK.fullmatch(target):  # all but a few
        where, _, anchor = target.partition("#")
        return (f"{folder}/{where}" if folder else where), anchor
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
