"""The text of an issue form in; its answers out. And the table from which the forms themselves are written.

GitHub turns a form into Markdown with a heading for each question; a GitLab template is filled in by hand under the
same headings. Headings are known in all languages of the tools, and by the names of the fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator.edit.columns import (
    ASKED,
    ASKED_FOR_CHANGE,
    ASKED_OF_SERVICE,
    SERVICE,
    Column,
    Vocabulary,
    asked,
    columns,
    folded,
    value,
)
from generator.edit.layout import node_of
from generator.edit.table import guessed
from generator.languages import SPOKEN
from generator.regex import regex
from generator.schema.kinds import ListOf, Text
from generator.source import Mapping, Scalar, Sequence
from generator.strings import catalogue

WHICH = "which"
"""The answer that names the record to change: its id or the address of its page."""
PART_OF = "part-of"
"""The answer that names the organisation that gives a missing service."""
_HEADING = regex(r"^(?:#{1,6} +(.+?)#*|\*\*(.+?):?\*\*:?)\s*$")


def answers(text: str, languages: tuple[str, ...]) -> tuple[dict[str, str], dict[str, str]]:
    """Answer by the name of its column, and what stands under headings that are no column."""
    found: dict[str, str] = {}
    other: dict[str, str] = {}
    which = {folded(catalogue(language, "edit").ugettext("form-which")) for language in SPOKEN} | {"id", "which"}
    part_of = {folded(catalogue(language, "edit").ugettext("form-part-of")) for language in SPOKEN}
    labels = {
        folded(column.label(language)): column.name for column in columns(languages).values() for language in SPOKEN
    }
    for head, words in _sections(text):
        words = re.sub(r"<!--.*?-->", "", words, flags=re.DOTALL).strip()
        if not words or re.fullmatch(r"_[^_\n]+_", words):  # GitHub's "_No response_"
            continue
        name = WHICH if folded(head) in which else PART_OF if folded(head) in part_of else labels.get(folded(head))
        name = name or guessed([head], languages)[head]
        if name == "-" or name in found:
            other[head] = words
        else:
            found[name] = words
    return found, other


def _sections(text: str) -> Iterator[tuple[str, str]]:
    head, lines = "", []
    for line in text.replace("\r\n", "\n").split("\n"):
        match = _HEADING.match(line)
        if match:
            if head:
                yield head, "\n".join(lines)
            head, lines = (match[1] or match[2]).strip(" *:"), []
        else:
            lines.append(line)
    if head:
        yield head, "\n".join(lines)


def changed(node: Mapping, service: str, found: dict[str, str], known: Vocabulary) -> Mapping | None:
    """An organisation with the answers in place of what stood there; `None` when it has no such service.

    Facts of an organisation with one service, when none is named, go to that service: there they stand. The day of a
    confirmation belongs to the source, so it stands where a source is given.
    """
    ids = _service_ids(node)
    if not service and len(ids) == 1:
        service = ids[0]
    day = {
        name: words for name, words in found.items() if name in ("verified", "verified_by") and "source" not in found
    }
    rest = {name: words for name, words in found.items() if name not in day}
    new = confirmed(node, service, rest, known)
    return new if new is None or not day else _with_values(new, day, known)


def confirmed(node: Mapping, service: str, found: dict[str, str], known: Vocabulary) -> Mapping | None:
    """An organisation with the answers in the record that is named: its own, or that of one of its services."""
    services, ids = node.get("services"), _service_ids(node)
    if not service or (not ids and service == _own_id(node)):
        return _with_values(node, found, known)
    if service not in ids:
        return None
    items = list(services.items)
    items[ids.index(service)] = _with_values(items[ids.index(service)], found, known)
    whole = Sequence(tuple(items), services.line, services.column, services.flow)
    return Mapping(node.pairs | {"services": (node.pairs["services"][0], whole)}, node.line, node.column, node.flow)


def numbers_lost(old: Mapping, new: Mapping) -> list[str]:
    """The phones of an organisation that are in the old one alone, unless as many came in their place."""
    before, now = list(_numbers(old)), list(_numbers(new))
    kept = {re.sub(r"\D", "", number) for number in now}
    return [number for number in before if re.sub(r"\D", "", number) not in kept] if len(now) < len(before) else []


def _numbers(node: Mapping) -> Iterator[str]:
    services = node.get("services")
    for one in (node, *(services.items if isinstance(services, Sequence) else ())):
        phones = one.get("phones") if isinstance(one, Mapping) else None
        for item in phones.items if isinstance(phones, Sequence) else ():
            number = item.get("number") if isinstance(item, Mapping) else item
            if isinstance(number, Scalar):
                yield number.text


def _service_ids(node: Mapping) -> list[str]:
    services = node.get("services")
    return [_own_id(item) for item in services.items] if isinstance(services, Sequence) else []


def _own_id(node: Any) -> str:
    own = node.get("id") if isinstance(node, Mapping) else None
    return own.text if isinstance(own, Scalar) else ""


def _with_values(node: Mapping, found: dict[str, str], known: Vocabulary) -> Mapping:
    pairs = dict(node.pairs)
    table = columns(known.languages)
    for name, words in found.items():
        new = value(table[name], words, known) if name in table else None
        if new is None:
            continue
        first, *rest = table[name].path
        if isinstance(table[name].kind, ListOf) and first in pairs:
            new = _with_details(pairs[first][1], new)
        if rest:
            old = pairs[first][1] if first in pairs else node_of({})
            inner = dict(old.pairs) if isinstance(old, Mapping) else {}
            if isinstance(table[name].kind, Text) and isinstance(old, Scalar):
                inner = {known.languages[0]: (Scalar(known.languages[0], 0, 0, True), old)}
            inner[rest[0]] = (Scalar(rest[0], 0, 0, True), node_of(new))
            pairs[first] = (Scalar(first, 0, 0, True), Mapping(inner, 0, 0, False))
        else:
            pairs[first] = (Scalar(first, 0, 0, True), node_of(new))
    return Mapping(pairs, node.line, node.column, node.flow)


def _with_details(old: Any, new: list[Any]) -> list[Any]:
    """A list in which an item keeps its details (label, hours of a phone) when it is still there.

    Details that the answer gives itself stand beside them, or in their place.
    """
    if not isinstance(old, Sequence):
        return new
    kept = {}
    for item in old.items:
        number = item.get("number") if isinstance(item, Mapping) else None
        if isinstance(number, Scalar):
            kept[re.sub(r"\D", "", number.text)] = item
    return [_detailed(kept, each) for each in new]


def _detailed(kept: dict[str, Mapping], each: Any) -> Any:
    number = each["number"] if isinstance(each, dict) else str(each)
    old = kept.get(re.sub(r"\D", "", number))
    if old is None or not isinstance(each, dict):
        return each if old is None else old
    return Mapping(dict(old.pairs) | node_of(each).pairs, 0, 0, False)


CHOICES_LIMIT = 60
"""Of more choices a form shows none: nobody finds theirs among them."""


def fields(language: str, known: Vocabulary, change: bool = False) -> list[dict[str, Any]]:
    """The questions of a form: id, label, help, example, required, and the choices where there are few.

    From this table the issue forms of `.github/` and the templates of `.gitlab/` are written.
    """
    rows: list[dict[str, Any]] = []
    words = catalogue(language, "edit")
    if change:
        which = {"label": words.ugettext("form-which"), "help": words.ugettext("form-which-help")}
        rows.append(
            {"id": WHICH, "type": "input", **which, "example": "caritas-bialystok/ogrzewalnia", "required": True}
        )
    new = (*ASKED[:1], *ASKED_OF_SERVICE[:1], *ASKED[1:])
    for column in asked(known.languages, ASKED_FOR_CHANGE if change else new):
        if column.field.name == SERVICE:
            part_of = {"label": words.ugettext("form-part-of"), "help": words.ugettext("form-part-of-help")}
            rows.append({"id": PART_OF, "type": "input", **part_of, "example": "caritas-bialystok", "required": False})
        item = column.kind.item if isinstance(column.kind, ListOf) else column.kind
        titles = {key: known.title(item, key, language).replace(",", "") for key in known.choices(item)}
        choices = [f"{key} – {title}" if title else key for key, title in titles.items()]
        few = 0 < len(choices) <= CHOICES_LIMIT
        rows.append(
            {
                "id": column.name,
                "type": "dropdown" if few else "textarea" if _long(column) else "input",
                "label": column.label(language),
                "help": column.help(language),
                "example": column.example,
                "required": column.required and not change,
                **({"options": choices, "multiple": isinstance(column.kind, ListOf)} if few else {}),
            }
        )
    return rows


def _long(column: Column) -> bool:
    return isinstance(column.kind, ListOf) or (isinstance(column.kind, Text) and column.kind.limit > 400)
