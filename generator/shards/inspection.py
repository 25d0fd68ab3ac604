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

# Patterns that begin with a literal, and `in`: they cost a tenth of one pattern that looks for all of it at once.
_LINK = re.compile(r'href="([^"]*)"')
_ID = re.compile(r' id="([^"]*)"')
_EVENT = re.compile(r" on[a-z]+=")
_SUSPECT = (
    "<script", "<style", "<iframe", "<frame", "<object", "<embed", "<applet", "<base", "<meta", "<link", "<form",
    "<img", "src=", "srcset=", "srcdoc=", "style=", "action=", "poster=", "\tid=", "\nid=", "/id=",
    "\ton", "\non", "/on",
)  # fmt: skip
"""What calls for a closer look, tag by tag; it may also be mere text."""
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
    found: Found,
    path: str,
    content: str,
    known: Container[str],
    base: str,
    around: frozenset[str] = frozenset(),
    prose: bool = False,
) -> None:
    """Inspect a page, or the content of one whose frame was inspected before and has the ids `around`.

    `path` and the paths in `known` are those of the site, languages' prefixes included; `base` is the path of its root
    on the host, with which the addresses on 404.html begin. With `prose` its text may hold quotes, as Markdown's does;
    ours never does.
    """
    ids, links = _ID.findall(content), _LINK.findall(content)
    if prose or _suspicious(content, len(ids), len(links)):
        ids, links = _tags(found, path, content)
    own = frozenset(ids)
    if len(own) != len(ids) or own & around:
        twice = sorted([one for one, count in Counter(ids).items() if count > 1] + list(own & around))
        found.problems += [(path, "duplicate-id", one) for one in twice]
    own |= around
    if own:
        found.ids[path] = own
    folder = posixpath.dirname(path)
    for target in set(links):
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


def _suspicious(content: str, ids: int, links: int) -> bool:
    """Whether a page may hold more than ids and links in double quotes."""
    return (
        content.count("href=") != links
        or content.count(" id=") != ids
        or any(words in content for words in _SUSPECT)
        or _EVENT.search(content) is not None
    )


def _tags(found: Found, path: str, content: str) -> tuple[list[str], list[str]]:
    """Ids and links, read tag by tag, with everything in the tags that must not be there."""
    ids, links = [], []
    for tag in _TAG.finditer(_SCRIPT_TEXT.sub(r"\1", _COMMENT.sub("", content))):
        attributes = [
            (match[1].lower(), html.unescape(match[2] or match[3] or match[4] or ""))
            for match in _ATTRIBUTE.finditer(tag[2])
        ]
        ids += [value for name, value in attributes if name == "id"]
        links += [value for name, value in attributes if name in ("href", "src", "action", "poster")]
        found.problems += [(path, rule, tag[0]) for rule in _forbidden(tag[1].lower(), dict(attributes))]
    return ids, links


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


def _forbidden(element: str, attributes: dict[str, str]) -> Iterable[str]:
    """The rules that a tag breaks: scripts of its own, other hosts' files, frames."""
    if element in _FORBIDDEN:
        yield "inline-style" if element == "style" else "forbidden-element"
    if element == "script" and "src" not in attributes and attributes.get("type") not in _DATA_TYPES:
        yield "inline-script"
    if element == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
        target = attributes.get("content", "").partition("url=")[2].strip(" '\"")
        if not target or _elsewhere(target):
            yield "forbidden-element"
    for name, value in attributes.items():
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
