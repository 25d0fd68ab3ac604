"""A built page in; what it links to, the ids it has, and what must not stand on a page of ours out.

It looks at every tag of every page that is published; at those in HTML that many pages share, once.
"""

from __future__ import annotations

import html
import posixpath
import re
from binascii import b2a_base64
from collections import Counter
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import unquote

from generator.pages.page import ROOT, SLOT
from generator.regex import regex

_TAG = regex(r"([a-zA-Z][a-zA-Z0-9-]*)((?:[^\"']|\"[^\"]*\"|'[^']*')*)")
_ATTRIBUTE = regex(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_TAGS = regex(rb"<([^<>/][^<>]*>?)")
"""Ends of elements, half of all, can do no harm whatever they hold."""
_PLAIN_SHAPE = regex(r"[a-z][a-z0-9]*(?: [a-z][a-z0-9-]*(?:=\")?)* ?/?>")
_PLAIN_LINK = regex(r"[a-z0-9-]+(?:/[a-z0-9-]+)*\.html(?:#[a-z0-9-]+)?")
_COMMENT = regex(rb"<!--(?:-?>|.*?--!?>)", re.DOTALL)
"""As browsers read it: `<!-->` has ended already."""
_SCRIPT_TEXT = regex(rb"(<(script|style)\b[^>]*>).*?(?=</\2[\s/>])", re.DOTALL | re.IGNORECASE)
_INLINE = regex(rb"<script>(.*?)</script>", re.DOTALL)
_POLICY = regex(rb'<meta http-equiv="?Content-Security-Policy"?[^>]*>')
_FORBIDDEN = frozenset({"iframe", "frame", "object", "embed", "applet", "base", "style"})
_WITH_RULES = _FORBIDDEN | {"script", "link", "meta", "action", "poster", "src", "srcdoc", "srcset"}
"""Elements and attributes whose values the rules ask for."""
_SLOT = SLOT.encode()
_SYMBOL = b"symbol "
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
    """Page to its ids, but for those of pictograms, to which only the page itself leads."""

    def add(self, other: Found) -> None:
        """Take in what another inspection found."""
        self.problems += other.problems
        self.ids |= other.ids
        for target, page in other.anchors.items():
            self.leads(page, target)

    def page(self, path: str, pieces: Iterable[Seen], around: Seen | None = None) -> None:
        """Put together what was seen in the pieces of a page and, before that, in the frame `around` them."""
        ids, pictures = (list(around.ids), list(around.pictures)) if around else ([], [])
        needed: set[str] = set()
        problems: list[tuple[str, str]] = []
        for piece in pieces:
            if piece is _NOTHING:
                continue
            own, shapes, leads, beyond, wrong = piece
            ids += own
            pictures += shapes
            needed |= leads
            problems += wrong
            for target in beyond:
                self.leads(path, target)
        known = {*ids, *pictures}
        if len(known) != len(ids) + len(pictures):
            problems += [("duplicate-id", one) for one, count in Counter([*ids, *pictures]).items() if count > 1]
        if ids:
            self.ids[path] = tuple(dict.fromkeys(ids))
        problems += [("dead-anchor", f"#{one}") for one in needed.difference(known)]
        if problems:
            self.problems += [(path, rule, what) for rule, what in sorted(set(problems))]

    def leads(self, page: str, target: tuple[str, str]) -> None:
        """Note a link into another page. One page that has it is enough: a card's links stand on a dozen of them."""
        before = self.anchors.get(target)
        if before is None or page < before:
            self.anchors[target] = page

    def settle(self) -> None:
        """Forget the links to ids that were found since: of a big guide nearly all, for a bucket links to its own."""
        self.anchors = {
            (target, anchor): page
            for (target, anchor), page in self.anchors.items()
            if anchor not in self.ids.get(target, ())
        }

    def dead_anchors(self, other: Callable[[str], Iterable[str]] = lambda path: ()) -> Iterable[tuple[str, str, str]]:
        """Links into pages that have no such id, as problems; `other` knows the ids of pages not inspected."""
        for (target, anchor), page in sorted(self.anchors.items()):
            if target not in self.ids:
                self.ids[target] = tuple(other(target))
            if anchor not in self.ids[target]:
                yield page, "dead-anchor", f"{target}#{anchor}"


_ID = regex(rb"id=(?<=\sid=)\"([^\"]*)\"")
"""What every id begins with stands first, and what must stand before it behind: so `re` looks for the former alone."""


def ids_of(page: bytes) -> frozenset[str]:
    """The ids of a page that was inspected when it was made, but for those of pictograms as we write them."""
    found = [one for one in _ID.finditer(page) if not page.endswith(b"<symbol", 0, one.start() - 1)]
    return frozenset(html.unescape(one[1].decode(errors="replace")) for one in found)


class Seen(NamedTuple):
    """What a piece of HTML has that matters."""

    ids: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    """Ids of pictograms in a sprite."""
    needed: frozenset[str] = frozenset()
    """Ids of its own page that it links to."""
    anchors: frozenset[tuple[str, str]] = frozenset()
    """Other pages and ids on them that it links to."""
    problems: tuple[tuple[str, str], ...] = ()
    """Rule and what was found."""


_NOTHING = Seen()


def inspect(
    found: Found, path: str, content: str, known: Container[str], base: str, around: Seen | None = None
) -> None:
    """Inspect a page, or the content of one whose frame was inspected before, where `around` was seen.

    `path` and the paths in `known` are those of the site, languages' prefixes included; `base` is the path of its root
    on the host, with which the addresses on 404.html begin.
    """
    inspector = Inspector(known, base, folder=posixpath.dirname(path))
    found.page(path, [inspector.look(content)], around)


class Inspector:
    """Looks at HTML that stands on pages of one language in one folder, or anywhere below the language's root.

    Nearly all lines of a page stand on other pages of its folder as well, and nearly all tags of the others: those that
    can do no harm it knows from then on. To look at each tag of each page would take longer than to render it.
    """

    def __init__(self, known: Container[str], base: str, root: str = "", folder: str | None = None) -> None:
        """`root` is the prefix of the language; without a folder, links begin at the root of the language."""
        self.known, self.base, self.root, self.folder = known, base, root, folder
        self._lines: dict[bytes, frozenset[str]] = {}
        """Lines that have no id and lead nowhere but to pages that there are; and to which ids of their own page."""
        self._seen: set[bytes] = set()
        """Lines that were looked at before: only the second time does it pay to know one."""
        self._tags: set[bytes] = set()
        """Tags, with their closing bracket, of which the same holds and that lead to no id."""
        self._leading: dict[bytes, str] = {}
        """Tags that do no more than lead to an id of their own page, and that id."""
        self._targets: dict[bytes, Led] = {}
        """Where links lead that stay on the site."""

    def look(self, content: str | bytes) -> Seen:
        """What a piece of HTML has that matters.

        It goes by bytes, which Python cuts five times faster than text in two alphabets. No value of ours holds a bare
        angle bracket, so that what stands between two of them is a tag.
        """
        text = content.encode() if isinstance(content, str) else content
        if b"<!--" in text or b"<script" in text or b"<style" in text:
            text = _SCRIPT_TEXT.sub(rb"\1", _without_named_scripts(_COMMENT.sub(b"", text)))
        needed: set[str] = set()
        new: list[bytes] = []
        of_line = self._lines.get
        for line in text.split(b"\n"):
            leads = of_line(line)
            if leads is None:
                new.append(line)
            elif leads:
                needed |= leads
        if not new:
            return Seen(needed=frozenset(needed)) if needed else _NOTHING
        if any(_goes_on(line) for line in new):
            seen = self._look(text)
        else:
            seen = self._look(b"\n".join(new))
            self._learn(new)
        return seen._replace(needed=seen.needed | needed) if needed else seen

    def _learn(self, lines: list[bytes]) -> None:
        for line in self._seen.intersection(lines):
            seen = self._look(line)
            if not (seen.ids or seen.pictures or seen.anchors or seen.problems):
                self._lines[line] = seen.needed
        self._seen.update(lines)
        for known in (self._lines, self._seen, self._tags, self._leading, self._targets):
            if len(known) > _REMEMBERED_AT_MOST:
                known.clear()

    def _look(self, text: bytes) -> Seen:
        """The same, tag by tag."""
        tags = _TAGS.findall(text)
        ids: list[str] = []
        pictures: list[str] = []
        needed: set[str] = set()
        anchors: set[tuple[str, str]] = set()
        problems: list[tuple[str, str]] = []
        leading = self._leading
        for one in set(tags).difference(self._tags):
            if one in leading:
                needed.add(leading[one])
                continue
            # What differs from page to page are values: to know of a tag without them which ones matter is ten times
            # faster than to take each one apart.
            parts = one.split(b'"')
            identity, link = places = _shape(b'"'.join(parts[::2]))
            if places is _ODD or _SLOT in one:
                tag = _tag(one)
            elif link and not identity and parts[link].startswith(_OUTSIDE):
                continue  # seldom does another page have the same one
            elif link or identity:
                tag = Tag(
                    (html.unescape(parts[identity].decode()),) if identity else (), (parts[link],) if link else ()
                )
            else:
                self._tags.add(one)
                continue
            harmless = not (tag.ids or tag.problems)
            if tag.ids:
                (pictures if one.startswith(_SYMBOL) else ids).extend(tag.ids * tags.count(one))
            problems += tag.problems
            for target in tag.links:
                led = self._targets.get(target) or self._led(target)
                if led.rule:
                    problems.append((led.rule, html.unescape(target.decode())))
                elif led.anchor and led.path:
                    anchors.add((led.path, led.anchor))
                elif led.anchor:
                    needed.add(led.anchor)
                    if harmless and len(tag.links) == 1:
                        leading[one] = led.anchor
                harmless = harmless and not led.rule and not led.anchor
            if harmless:
                self._tags.add(one)
        if not (ids or pictures or needed or anchors or problems):
            return _NOTHING
        return Seen(tuple(ids), tuple(pictures), frozenset(needed), frozenset(anchors), tuple(sorted(problems)))

    def _led(self, quoted: bytes) -> Led:
        """Where a link leads, as it stands in its tag."""
        target = html.unescape(quoted.decode())
        if target.startswith(_SCHEMES):
            return _OUT
        from_root = target[:1] == ROOT
        where, anchor = resolved(self.root[:-1] if from_root else self.folder or "", target[from_root:], self.base)
        if where is None or (not where and from_root) or (where and self.folder is None and not from_root):
            led = Led("unsafe-link")
        elif where and where not in self.known:
            led = Led("dead-link")
        else:
            led = Led("", where, anchor)
        self._targets[quoted] = led
        return led


def _without_named_scripts(text: bytes) -> bytes:
    """A page without the scripts that its policy names by what they are; no other text would run in their place."""

    policy = _POLICY.search(text)

    def unnamed(one: re.Match[bytes]) -> bytes:
        name = b"'sha256-" + b2a_base64(sha256(one[1]).digest(), newline=False) + b"'"
        return b"" if policy and name in policy[0] else one[0]

    return _INLINE.sub(unnamed, text)


def _goes_on(line: bytes) -> bool:
    """Whether the last tag of a line ends in another one."""
    return line.rfind(b"<") > line.rfind(b">")


class Led(NamedTuple):
    """Where a link leads."""

    rule: str
    """The one that it breaks, or nothing."""
    path: str = ""
    """On the site; empty for the page itself, and for what leads out of the site."""
    anchor: str = ""


class Tag(NamedTuple):
    """What a tag has that matters."""

    ids: tuple[str, ...] = ()
    links: tuple[bytes, ...] = ()
    """As they stand in it."""
    problems: tuple[tuple[str, str], ...] = ()
    """Rule and what was found."""


_PLAIN = Tag()
_OUT = Led("")
_REMEMBERED_AT_MOST = 20_000
_ODD = (-1, -1)
"""The shape of a tag of which other values matter than an id and a link, or that is not written as we write them."""


def _tag(one: bytes) -> Tag:
    """What stands behind an opening bracket, with the closing one, if it has any."""
    inside = one.rstrip(b">")
    if (inside == one or _SLOT in one) if one[:1].isalpha() else one[:3] == b"!--":
        return Tag(problems=(("forbidden-element", f"<{inside.decode()}>"),))
    return _taken_apart(inside.decode())


@lru_cache(maxsize=_REMEMBERED_AT_MOST)
def _shape(shape: bytes) -> tuple[int, int]:
    """A tag without its values, `a class=" href=">`, to where its id and its link stand when it is cut at its quotes.

    0 where it has none: a value is never what comes first.
    """
    text = shape.decode()
    if not _PLAIN_SHAPE.fullmatch(text):
        return _ODD
    element, *attributes = text.rstrip(" />").split(" ")
    names = {name.removesuffix('="') for name in attributes}
    valued = [name[:-2] for name in attributes if name[-1] == '"']
    if {element, *names} & _WITH_RULES or any(name.startswith("on") for name in names):
        return _ODD
    if len(names) < len(attributes) or not names & {"id", "href"} <= set(valued):
        return _ODD
    identity, link = (2 * valued.index(name) + 1 if name in valued else 0 for name in ("id", "href"))
    return identity, link


@lru_cache(maxsize=8192)
def _taken_apart(inside: str) -> Tag:
    """The same for a tag of which every attribute is to be looked at."""
    match = _TAG.fullmatch(inside)
    if match is None:
        # A declaration; or a tag that is not well formed and may be read in more than one way.
        return Tag(problems=(("forbidden-element", f"<{inside}>"),)) if inside[:1].isalpha() else _PLAIN
    attributes = [
        (one[1].lower(), html.unescape(one[2] or one[3] or one[4] or "")) for one in _ATTRIBUTE.finditer(match[2])
    ]
    ids = tuple(value for name, value in attributes if name == "id" and value)[:1]
    links = tuple(
        html.escape(value).encode() for name, value in attributes if name in ("href", "src", "action", "poster")
    )
    problems = tuple((rule, f"<{inside}>") for rule in _forbidden(match[1].lower(), attributes))
    return Tag(ids, links, problems) if ids or links or problems else _PLAIN


@lru_cache(maxsize=8192)
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
