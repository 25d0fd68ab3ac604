"""A built page in; what it links to, the ids it has, and what must not stand on a page of ours out.

It looks at every page that is published, so the usual page is searched by a few patterns; only one on which something
suspicious was found is cut into its tags.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote

_HREF = re.compile(r"""\s(?:href|src|action|poster)=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_ID = re.compile(r"""\sid=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_SUSPECT = re.compile(
    r"<(?:script|style|iframe|frame|object|embed|applet|base|form|meta|link)\b|\s(?:on[a-z]+|style|srcdoc|srcset)\s*=|\ssrc=",
    re.IGNORECASE,
)
_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)((?:[^\"'>]|\"[^\"]*\"|'[^']*')*)>")
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

    def dead_anchors(self) -> Iterable[tuple[str, str, str]]:
        """Links into pages that have no such id, as problems."""
        for page, target, anchor in sorted(self.anchors):
            if anchor not in self.ids.get(target, ()):
                yield page, "dead-anchor", f"{target}#{anchor}"


def inspect(
    found: Found, path: str, content: str, known: Container[str], base: str, around: frozenset[str] = frozenset()
) -> None:
    """Inspect a page, or the content of one whose frame was inspected before and has the ids `around`.

    `path` and the paths in `known` are those of the site, languages' prefixes included; `base` is the path of its root
    on the host, with which the addresses on 404.html begin.
    """
    ids = [html.unescape("".join(groups)) for groups in _ID.findall(content)]
    own = frozenset(ids)
    if len(own) != len(ids) or own & around:
        twice = sorted([one for one, count in Counter(ids).items() if count > 1] + list(own & around))
        found.problems += [(path, "duplicate-id", one) for one in twice]
    own |= around
    if own:
        found.ids[path] = own
    folder = posixpath.dirname(path)
    for groups in set(_HREF.findall(content)):
        target = "".join(groups)
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
    if _SUSPECT.search(content):
        found.problems += [(path, rule, what) for rule, what in _forbidden(content)]


@lru_cache(maxsize=65536)
def resolved(folder: str, target: str, base: str) -> tuple[str | None, str]:
    """Path on the site and anchor of a link in a page of `folder`; empty path for the page itself; `None`: outside."""
    target = html.unescape(target).strip()
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


def _forbidden(content: str) -> Iterable[tuple[str, str]]:
    """Rule and tag of everything that must not stand on a page: scripts of its own, other hosts' files, frames."""
    content = _SCRIPT_TEXT.sub(r"\1", _COMMENT.sub("", content))
    for tag in _TAG.finditer(content):
        name = tag[1].lower()
        attributes = {
            match[1].lower(): html.unescape(match[2] or match[3] or match[4] or "")
            for match in _ATTRIBUTE.finditer(tag[2])
        }
        if name in _FORBIDDEN:
            yield ("inline-style" if name == "style" else "forbidden-element"), tag[0]
        if name == "script" and "src" not in attributes and attributes.get("type") not in _DATA_TYPES:
            yield "inline-script", tag[0]
        if name == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
            target = attributes.get("content", "").partition("url=")[2].strip(" '\"")
            if not target or _elsewhere(target):
                yield "forbidden-element", tag[0]
        for attribute, value in attributes.items():
            if attribute.startswith("on"):
                yield "event-attribute", tag[0]
            elif attribute in ("style", "srcdoc"):
                yield "inline-style", tag[0]
            elif attribute in ("src", "srcset", "poster") and _elsewhere(value):
                yield "off-site", tag[0]
        if (
            name == "link"
            and attributes.get("rel") in ("stylesheet", "icon", "preload", "manifest")
            and _elsewhere(attributes.get("href", ""))
        ):
            yield "off-site", tag[0]


def _elsewhere(url: str) -> bool:
    return url.startswith("//") or ":" in url.partition("/")[0]
