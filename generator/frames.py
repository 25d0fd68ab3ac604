"""HTML of a sentinel page in, a frame out: what MkDocs and the theme put around the content of a kind of page.

A sentinel is a page like any other, but with markers for what differs between pages of its kind. MkDocs, Material and
our theme render it once per language; here its HTML is cut at the markers. Each marker is typed by the place where it
stands, and one that stands where its value could not be escaped stops the build.
Pages are then put together by joining strings, which is several times faster than a compiled Jinja template and
leaves no second place where escaping could be forgotten: the pieces between are bytes that MkDocs itself wrote.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import quote

from generator.frozen import frozen
from generator.regex import regex
from generator.source import RESERVED

STEM = RESERVED
"""Begins every marker; nothing that people write may hold it."""

# The characters that every escaping changes are part of the marker: text that was escaped twice, not at all or for
# another place is then no longer found, and the leftover stem stops the build.
TITLE = f"{STEM}-title<&\"'>{STEM}"
DESCRIPTION = f"{STEM}-description<&\"'>{STEM}"
CONTENT = f"<!--{STEM}-content-->"
"""A comment, so that it may stand wherever elements may."""
SEGMENT = f"{STEM}-path-"
PARTS = ("list", "sources", "counts", "publisher")
"""Generated parts that the writer of an article may ask for; `head` stands above every article."""

_SAFE_SEGMENT = regex(r"[A-Za-z0-9][A-Za-z0-9._~-]*")
_TOKEN = regex(
    r"<!--.*?-->"
    r"|<(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)\b(?P<attributes>(?:[^\"'>]|\"[^\"]*\"|'[^']*')*)>"
    r"(?P<inside>.*?)</(?P=raw)\s*>"
    r"|</?[a-zA-Z](?:[^\"'>]|\"[^\"]*\"|'[^']*')*>",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = regex(r"([^\s\"'<>/=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_JSON_TYPE = regex(r"type\s*=\s*[\"']?application/(?:ld\+)?json\b", re.IGNORECASE)
_JSON_STRING = regex(r'"(?:[^"\\]|\\.)*"')
_URL_ATTRIBUTES = frozenset({"href", "src", "action", "formaction", "cite", "poster", "srcset"})
_ALLOWED = {
    "content": ("text",),
    "part": ("text",),
    "html": ("text", "title", "attribute"),
    "json": ("json",),
    "url": ("address",),
    "path": ("text", "title", "attribute", "address", "start of address", "bare attribute", "json"),
}
"""What stands between to the kinds of place where it may stand; a path is made of ASCII words."""


class UnknownPlace(Exception):
    """A marker stands where no value can be put safely: the theme needs a change."""


def escaped(text: str) -> str:
    """Text as it may stand between tags and in a quoted attribute; what MkDocs is given as title and description."""
    return html.escape(text, quote=True)


def json_string(text: str) -> str:
    """Text as a JSON string, quotes included, that may stand in a script element."""
    literal = json.dumps(text, ensure_ascii=False)
    for character in "<>&'\u2028\u2029":
        literal = literal.replace(character, f"\\u{ord(character):04x}")
    return literal


def url_part(text: str) -> str:
    """Text as a part of an address: the subject of a mailto link."""
    return quote(text, safe="")


_FORMS = {"html": escaped, "json": lambda text: json_string(text)[1:-1], "url": url_part}
"""The ways in which a title or a description may be written, by the place where it stands."""
_MARKERS: dict[str, tuple[str, str]] = {
    form(marker): (name, kind)
    for name, marker in (("title", TITLE), ("description", DESCRIPTION))
    for kind, form in _FORMS.items()
}


def part_marker(name: str) -> str:
    """The marker of a generated part, a comment like that of the content."""
    return f"<!--{STEM}-part-{name}-->"


def sentinel_path(pattern: str) -> str:
    """The path of a kind's sentinel, without `.html`: `help/{}/{}` becomes `help/guideslot-path-0/guideslot-path-1`."""
    return pattern.format(*(f"{SEGMENT}{number}" for number in range(pattern.count("{}"))))


@dataclass(frozen=True)
class Frame:
    """What stands around the content of all pages of one kind and language."""

    pattern: str
    """The kind's path without `.html`, with `{}` for each segment that differs."""
    pieces: tuple[str, ...]
    """HTML before, between and behind the slots: one more than there are slots."""
    slots: tuple[str, ...]
    """What goes between: `content`, `part list`, `title html`, `description json`, `path 0`."""

    @cached_property
    def _path(self) -> list[str]:
        return f"{self.pattern}.html".split("/")

    @cached_property
    def _slots(self) -> list[tuple[str, str]]:
        return [slot.partition(" ")[::2] for slot in self.slots]

    @cached_property
    def _needed(self) -> list[tuple[str, str]]:
        """Each slot once."""
        return list(dict.fromkeys(self._slots))

    @cached_property
    def _encoded(self) -> list[bytes]:
        return [piece.encode() for piece in self.pieces]

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The generated parts that an article asks for."""
        return tuple(detail for name, detail in self._needed if name == "part")

    def render(
        self, *, title: str, description: str, path: str, content: str, parts: Mapping[str, str] | None = None
    ) -> str:
        """The whole page. `title` and `description` are plain text, `content` and `parts` are safe HTML.

        `path` must be one of this frame's pattern; it stands in addresses, so its parts are ASCII words.
        """
        values = self._values(title, description, path)
        for slot, detail in self._needed:
            if slot == "content":
                values[slot, detail] = content
            elif slot == "part":
                values[slot, detail] = (parts or {})[detail]
        page = [""] * (len(self.pieces) + len(self.slots))
        page[::2] = self.pieces
        page[1::2] = [values[slot] for slot in self._slots]
        return "".join(page)

    def around(self, content: bytes, *, title: str, description: str, path: str) -> bytes:
        """The whole page as `render` has it, in bytes: most of them are the same on all pages, and encoded once."""
        values = {slot: value.encode() for slot, value in self._values(title, description, path).items()}
        values["content", ""] = content
        page = [b""] * (len(self.pieces) + len(self.slots))
        page[::2] = self._encoded
        page[1::2] = [values[slot] for slot in self._slots]
        return b"".join(page)

    def _values(self, title: str, description: str, path: str) -> dict[tuple[str, str], str]:
        """What goes into the slots for what a page is called and where it stands."""
        segments = self._segments(path)
        values = {}
        for name, detail in self._needed:
            if name == "path":
                values[name, detail] = segments[int(detail)]
            elif name in ("title", "description"):
                values[name, detail] = _FORMS[detail](title if name == "title" else description)
        return values

    def _segments(self, path: str) -> list[str]:
        """What stands for the `{}` of the pattern, each a whole segment of the path."""
        given = path.split("/")
        found = []
        if len(given) != len(self._path):
            raise ValueError(f"{path!r} is not a path of {self.pattern!r}")
        for segment, wanted in zip(given, self._path, strict=True):
            before, slot, behind = wanted.partition("{}")
            if not slot and segment == wanted:
                continue
            if not slot or before or not segment.endswith(behind):
                raise ValueError(f"{path!r} is not a path of {self.pattern!r}")
            segment = segment.removesuffix(behind)
            if not _SAFE_SEGMENT.fullmatch(segment):
                raise ValueError(f"{path!r} has a part that cannot stand in an address")
            found.append(segment)
        return found

    def as_json(self) -> dict[str, Any]:
        """What the cache stores."""
        return {"pattern": self.pattern, "pieces": self.pieces, "slots": self.slots}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Frame:
        """The frame that `as_json` has stored."""
        return cls(stored["pattern"], tuple(stored["pieces"]), tuple(stored["slots"]))


def frame(page: str, pattern: str) -> Frame:
    """The frame of a sentinel's HTML.

    A pattern without `{}` may belong to a page that has its own title and content: an article, whose only markers are
    those of its generated parts, if it has any.
    """
    pieces: list[str] = []
    slots: list[str] = []
    end = 0
    for start, marker, slot in _found(page, pattern.count("{}")):
        _check_place(page, start, marker, slot)
        pieces.append(page[end:start])
        slots.append(slot)
        end = start + len(marker)
    pieces.append(page[end:])
    for piece in pieces:
        leftover = piece.casefold().find(STEM)
        if leftover >= 0:
            raise UnknownPlace(f"the theme changed a marker: …{piece[max(0, leftover - 60) : leftover + 60]}…")
    if any(slots.count(slot) > 1 for slot in slots if slot.partition(" ")[0] in ("content", "part")):
        raise UnknownPlace("the content stands twice on the page")
    return Frame(pattern, tuple(pieces), tuple(slots))


def _found(page: str, segments: int) -> Iterator[tuple[int, str, str]]:
    """Every marker of a page in order: where, as what, and which slot it is."""
    slots = {CONTENT: "content"} | {part_marker(name): f"part {name}" for name in ("head", *PARTS)}
    slots |= {marker: f"{name} {kind}" for marker, (name, kind) in _MARKERS.items()}
    slots |= {f"{SEGMENT}{number}": f"path {number}" for number in range(segments)}
    for match in re.finditer("|".join(re.escape(marker) for marker in sorted(slots, key=len, reverse=True)), page):
        yield match.start(), match.group(), slots[match.group()]


def _check_place(page: str, start: int, marker: str, slot: str) -> None:
    """Raise unless the marker's value, escaped as its slot says, is harmless where the marker stands."""
    place = _place(page, start)
    name, _, detail = slot.partition(" ")
    allowed = _ALLOWED[name if name in _ALLOWED else detail]
    if place not in allowed:
        around = page[max(0, start - 60) : start + len(marker) + 20]
        raise UnknownPlace(f"{slot} cannot stand in a place of kind {place!r}: …{around}…")


def _place(page: str, start: int) -> str:
    """What kind of place an offset of a page is."""
    for token in _TOKEN.finditer(page):
        if token.start() > start:
            break
        if token.end() <= start:
            continue
        text = token.group()
        if text.startswith("<!--"):
            # The content's own marker is a comment; every other comment is no place for anything.
            return "text" if token.start() == start and text.startswith(f"<!--{STEM}-") else "comment"
        raw = (token.group("raw") or "").lower()
        if raw and start >= token.start("inside"):
            return _raw_place(raw, token, start)
        return _attribute_place(text, start - token.start())
    return "text"


def _raw_place(element: str, token: re.Match[str], start: int) -> str:
    if element in ("title", "textarea"):
        return "title"
    if element == "script" and _JSON_TYPE.search(token.group("attributes")):
        inside = start - token.start("inside")
        if any(string.start() < inside < string.end() for string in _JSON_STRING.finditer(token.group("inside"))):
            return "json"
    return element


def _attribute_place(tag: str, offset: int) -> str:
    for attribute in _ATTRIBUTE.finditer(tag):
        if not attribute.start() <= offset < attribute.end():
            continue
        name = attribute.group(1).lower()
        if name.startswith("on") or name in ("style", "srcdoc"):
            return name
        if attribute.group(4) is not None:
            return "bare attribute"
        if name not in _URL_ATTRIBUTES:
            return "attribute"
        value = attribute.start(2) if attribute.group(2) is not None else attribute.start(3)
        # Text at the beginning of an address would choose its scheme.
        return "address" if re.match(r"[a-z]+:|[./]", tag[value:offset]) else "start of address"
    return "tag"


@frozen
class Frames:
    """Everything that MkDocs and the theme give to the pages of a site."""

    kinds: Mapping[tuple[str, str], Frame]
    """Language and kind to the frame of its pages."""
    articles: Mapping[tuple[str, str], Frame] = field(default_factory=dict)
    """Language and name to the frame of an article: all of it but its generated parts."""
    not_found: str = ""
    """The whole page 404.html."""
    custom_dir: str = ""
    """The theme folder that the guide itself has, relative to the guide's folder; its assets are published too."""

    def as_json(self) -> dict[str, Any]:
        """What the cache stores."""
        return {
            "kinds": [[*key, one.as_json()] for key, one in self.kinds.items()],
            "articles": [[*key, one.as_json()] for key, one in self.articles.items()],
            "not_found": self.not_found,
            "custom_dir": self.custom_dir,
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Frames:
        """The frames that `as_json` has stored."""
        return cls(
            {(language, kind): Frame.from_json(one) for language, kind, one in stored["kinds"]},
            {(language, name): Frame.from_json(one) for language, name, one in stored["articles"]},
            stored["not_found"],
            stored["custom_dir"],
        )
