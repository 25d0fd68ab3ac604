"""Nodes, their comments and the schema in; the one canonical text of a data file out.

Order of keys is the schema's. Texts, phones, dates and hours stand in double quotes, each on one line; ids, choices,
codes, numbers and addresses of the web stand bare. So a change of one field is a change of one line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping as MappingType
from typing import Any

from generator.edit.remarks import Path, Remark, Remarks
from generator.frozen import frozen
from generator.regex import regex
from generator.schema.fields import ORGANISATION, PHONE, Record
from generator.schema.hours import late_end, opening_times
from generator.schema.kinds import (
    Choice,
    Country,
    Email,
    Id,
    Kind,
    LanguageCode,
    Line,
    ListOf,
    Number,
    OpeningHours,
    Phrases,
    Reference,
    Register,
    Telephone,
    Text,
    TimeZone,
    Url,
    UrlOrWords,
    YesNo,
)
from generator.schema.phones import phone_number
from generator.schema.trouble import Trouble
from generator.source import FORMAT_ALLOWED, HARD_SPACES, Mapping, Node, Scalar, Sequence

_BARE_KINDS = (Id, Reference, Choice, LanguageCode, Country, TimeZone, Url, Email, YesNo, Number)
_BARE = regex(r"[A-Za-z0-9/.][\w./:?&=%~+@;()!$*'#-]*(?<![:])")
_NUMBER_OR_WORD = regex(
    r"[-+.]?[\d_.,:eExXoOa-fA-F+-]+|true|false|yes|no|on|off|y|n|null|~|\.(?:inf|nan)", re.IGNORECASE
)
"""What some reader of YAML 1.1 or 1.2 would take for something else than text."""
_NONE = Remark()


class _Words(Kind):
    """The words of a text in one language."""


_WORDS = _Words()


@frozen
class Style:
    """What the layout of a file depends on besides its records."""

    languages: tuple[str, ...]
    """Languages of the guide, the first is the default one."""
    country: str
    """Country of the guide, for numbers of records that state none."""
    texts_in_one_line: bool = False
    """`{pl: "…", he: "…", en: "…"}` in one line, for lists of places."""


@frozen
class Context:
    """What a value's layout depends on besides itself."""

    style: Style
    remarks: Remarks
    original: str
    """Language of a bare text."""
    country: str

    def within(self, node: Mapping) -> Context:
        """The context inside an organisation, which may have its own language and country."""
        own = {name: value.text for name in ("language", "country") if isinstance(value := node.get(name), Scalar)}
        original = own.get("language", "")
        country = own.get("country", "")
        return Context(
            self.style,
            self.remarks,
            original if original in self.style.languages else self.original,
            country if re.fullmatch("[A-Z]{2}", country) else self.country,
        )

    def remark(self, path: Path) -> Remark:
        """The comments of a value."""
        return self.remarks.get(path, _NONE)


def context(style: Style, remarks: Remarks) -> Context:
    """The context at the top of a file."""
    return Context(style, remarks, style.languages[0], style.country)


def pair_lines(key: str, node: Node, kind: Kind | None, path: Path, indent: int, around: Context) -> list[str]:
    """The lines of `key: value` with its comments."""
    remark = around.remark(path)
    space = " " * indent
    lines = [f"{space}{words}" for _, words in remark.above]
    head = f"{space}{key if re.fullmatch(r'[A-Za-z_][A-Za-z0-9_-]*', key) else quoted(key)}:"
    beside = f" {remark.beside}" if remark.beside else ""
    if isinstance(kind, Text) and isinstance(node, Scalar) and not node.empty and node.text.strip():
        node = Mapping({around.original: (Scalar(around.original, 0, 0, True), node)}, 0, 0, False)
    if isinstance(node, Scalar):
        return lines + scalar_lines(f"{head} ", beside, node, kind, indent, around)
    whole = one_line(node, kind, path, around)
    if whole is not None:
        return [*lines, f"{head} {whole}{beside}"]
    return [*lines, f"{head}{beside}", *collection_lines(node, kind, path, indent + 2, around)]


def collection_lines(
    node: Mapping | Sequence, kind: Kind | None, path: Path, indent: int, around: Context
) -> list[str]:
    """The lines of a mapping or a list in block style, with the comments at its end."""
    lines: list[str] = []
    if isinstance(node, Mapping):
        if kind in (ORGANISATION, PHONE) or isinstance(kind, Telephone):
            around = around.within(node)
        for name, value, its_kind in ordered(node, kind, around):
            lines += pair_lines(name, value, its_kind, (*path, name), indent, around)
    else:
        item_kind = kind.item if isinstance(kind, ListOf) else None
        for index, item in enumerate(node.items):
            lines += item_lines(item, item_kind, (*path, index), indent, around)
    return lines + [f"{' ' * indent}{words}" for _, words in around.remark(path).below]


def item_lines(node: Node, kind: Kind | None, path: Path, indent: int, around: Context) -> list[str]:
    """The lines of one item of a list."""
    remark = around.remark(path)
    space = " " * indent
    lines = [f"{space}{words}".rstrip() for _, words in remark.above]
    beside = f" {remark.beside}" if remark.beside else ""
    if isinstance(node, Scalar):
        return lines + scalar_lines(f"{space}- ", beside, node, kind, indent, around)
    whole = one_line(node, kind, path, around)
    if whole is not None:
        return [*lines, f"{space}- {whole}{beside}"]
    inner = collection_lines(node, kind, path, indent + 2, around)
    first = next(number for number, line in enumerate(inner) if not line.lstrip().startswith("#"))
    above = [f"{space}{line.lstrip()}" for line in inner[:first]]
    if beside:
        above.append(f"{space}{remark.beside}")
    return [*lines, *above, f"{space}- {inner[first][indent + 2 :]}", *inner[first + 1 :]]


def one_line(node: Mapping | Sequence, kind: Kind | None, path: Path, around: Context) -> str | None:
    """The value in brackets, when it is empty or a text of a file whose texts stand in one line."""
    if isinstance(node, Mapping) and not node.pairs:
        return "{}"
    if isinstance(node, Sequence) and not node.items:
        return "[]"
    if not (around.style.texts_in_one_line and isinstance(kind, Text) and isinstance(node, Mapping)):
        return None
    if any(key[: len(path)] == path and len(key) > len(path) for key in around.remarks):
        return None
    parts = []
    for name, value, its_kind in ordered(node, kind, around):
        if (
            not isinstance(value, Scalar)
            or value.empty
            or "\n" in value.text.strip()
            or not re.fullmatch(r"[\w-]+", name)
        ):
            return None
        parts.append(f"{name}: {quoted(written(value, its_kind, around))}")
    return "{" + ", ".join(parts) + "}"


def ordered(node: Mapping, kind: Kind | None, around: Context) -> list[tuple[str, Node, Kind | None]]:
    """The pairs of a mapping in canonical order, each with the kind of its value; unknown ones stay behind."""
    if isinstance(kind, Telephone):
        kind = PHONE
    kinds: MappingType[str, Kind | None]
    if isinstance(kind, Record):
        kinds = {field.name: field.kind for field in kind.fields}
        if kind is PHONE:
            kinds = {**kinds, "number": Telephone()}
    elif isinstance(kind, Text):
        kinds = dict.fromkeys(around.style.languages, _WORDS)
    elif isinstance(kind, Phrases):
        kinds = dict.fromkeys(dict.fromkeys((*around.style.languages, *node.pairs)), ListOf(Line()))
    elif isinstance(kind, Register):
        kinds = dict.fromkeys(kind.names, Line())
    else:
        kinds = {}
    names = [name for name in kinds if name in node.pairs] + [name for name in node.pairs if name not in kinds]
    rest = _WORDS if isinstance(kind, Text) else None
    return [(name, node.pairs[name][1], kinds.get(name, rest)) for name in names]


def scalar_lines(head: str, beside: str, node: Scalar, kind: Kind | None, indent: int, around: Context) -> list[str]:
    """The lines of one value behind `head`: one, but for texts of several lines."""
    if node.empty:
        return [f"{head}null{beside}"]
    text = written(node, kind, around)
    if bare(text, node, kind):
        return [f"{head}{text}{beside}"]
    if kind is _WORDS and "\n" in text and _literal(text):
        return [f"{head}|-{beside}", *(f"{' ' * (indent + 2)}{line}".rstrip() for line in text.split("\n"))]
    return [f"{head}{quoted(text)}{beside}"]


def written(node: Scalar, kind: Kind | None, around: Context) -> str:
    """The canonical words of a value: hours as OSM has them, phones as the country writes them."""
    text = node.text if kind is None else node.text.strip()
    if isinstance(kind, Line | UrlOrWords):
        return " ".join(text.split())
    if isinstance(kind, YesNo):
        truth = {"true": "true", "yes": "true", "tak": "true", "כן": "true"}
        return truth.get(text.lower(), "false" if text.lower() in ("false", "no", "nie", "לא") else text)
    try:
        if isinstance(kind, OpeningHours):
            times = opening_times(text, around.style.languages)
            if late_end(text, around.style.languages):
                return text  # a check asks about it: rewritten, the slip could not be seen any more
            return times.expression or times.kind.replace("-", " ")
        if isinstance(kind, Telephone):
            return phone_number(text, around.country).display
    except Trouble:
        return text
    return text


def bare(text: str, node: Scalar, kind: Kind | None) -> bool:
    """Whether a value stands without quotes: a code, an address of the web, a number."""
    if isinstance(kind, Number):
        return bool(re.fullmatch(r"-?\d+(\.\d+)?", text))
    if isinstance(kind, YesNo):
        return text in ("true", "false")
    if isinstance(kind, UrlOrWords):
        wanted = bool(re.match(r"https?://", text))
    elif isinstance(kind, Line):
        wanted = kind.rule == "icon"
    else:
        wanted = isinstance(kind, _BARE_KINDS) or (kind is None and node.plain)
    return wanted and bool(_BARE.fullmatch(text)) and not _NUMBER_OR_WORD.fullmatch(text)


def quoted(text: str) -> str:
    """The text in double quotes; what cannot be seen is escaped, but for the marks that Hebrew needs."""
    parts = []
    for character in text:
        if character in '"\\':
            parts.append("\\" + character)
        elif character in "\n\t":
            parts.append("\\n" if character == "\n" else "\\t")
        elif character.isprintable() or character in FORMAT_ALLOWED or unicodedata.category(character) == "Zs":
            parts.append(character)
        else:
            parts.append(f"\\u{ord(character):04x}" if ord(character) < 0x10000 else f"\\U{ord(character):08x}")
    return '"' + "".join(parts) + '"'


def _literal(text: str) -> bool:
    """Whether a text of several lines survives as a block."""
    lines = text.split("\n")
    return (
        not text[0].isspace()
        and all(line == line.rstrip() and not line.startswith("\t") for line in lines)
        and not any(character in HARD_SPACES for character in text)
        and all(character.isprintable() or character in FORMAT_ALLOWED or character == "\n" for character in text)
    )


def node_of(value: Any) -> Node:
    """Plain values as nodes: what a form, a table or a question gave."""
    if isinstance(value, Mapping | Sequence | Scalar):
        return value
    if isinstance(value, MappingType):
        pairs = {str(key): (Scalar(str(key), 0, 0, True), node_of(item)) for key, item in value.items()}
        return Mapping(pairs, 0, 0, False)
    if isinstance(value, list | tuple):
        return Sequence(tuple(node_of(item) for item in value), 0, 0, False)
    if value is None:
        return Scalar("null", 0, 0, True)
    if isinstance(value, bool):
        return Scalar("true" if value else "false", 0, 0, True)
    return Scalar(str(value), 0, 0, False)
