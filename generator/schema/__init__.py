"""What may stand in the data files, described once, and how a file's nodes become plain values."""

from __future__ import annotations

from typing import Any, NamedTuple

from generator.languages import SPOKEN
from generator.problems import Place, Problem
from generator.schema.fields import (
    ACCESSIBILITY,
    ARTICLE,
    CONDITIONS,
    FILES,
    GUIDE,
    ORGANISATION,
    SERVICE,
    SERVICE_FIELDS,
)
from generator.schema.ids import plain_id
from generator.schema.kinds import Field, Reader, Record, Words
from generator.schema.slips import misnamed
from generator.source import Document, Guess, Mapping, Scalar, Sequence

DEFAULT_LANGUAGES = SPOKEN
"""What a guide speaks whose `guide.yaml` cannot be read."""

__all__ = [
    "ACCESSIBILITY", "ARTICLE", "CONDITIONS", "DEFAULT_LANGUAGES", "FILES", "GUIDE", "ORGANISATION", "SERVICE",
    "SERVICE_FIELDS", "Entry", "Field", "Reader", "Record", "Words", "entries", "misnamed", "plain_id", "single",
]  # fmt: skip


class Entry(NamedTuple):
    """One record as read: its values and where they stand."""

    values: dict[str, Any]
    node: Mapping
    file: str

    def place(self, *path: str | int) -> Place:
        """Where a value stands: `place("services", 0, "area")`; the nearest thing around it when it is not there."""
        node, place = self.node, (self.node.line, self.node.column)
        for step in path:
            if isinstance(step, int):
                found = node.items[step] if isinstance(node, Sequence) and step < len(node.items) else None
            else:
                found = node.get(step) if isinstance(node, Mapping) else None
            if found is None:
                break
            node, place = found, (found.line, found.column)
        return Place(self.file, *place)


def entries(document: Document, file: str, reader: Reader) -> dict[str, list[Entry]]:
    """The records of a data file by the name of their list; problems go to `reader`."""
    lists = dict(FILES[file])
    result: dict[str, list[Entry]] = {name: [] for name in lists}
    root = document.root
    if root is None or (isinstance(root, Scalar) and root.empty):
        if not document.problems:
            reader.problems.append(
                Problem(Place(document.file), "file-empty", values={"example": f"{next(iter(lists))}:"})
            )
        return result
    if not isinstance(root, Mapping):
        reader.problem(root, "file-top", example=f"{next(iter(lists))}:")
        return result
    for name, (key, value) in root.pairs.items():
        record = lists.get(name)
        if record is None:
            known = ", ".join(lists)
            reader.problem(key, "unknown-list", found=name, suggestion=Guess(name, list(lists)), known=known)
        elif isinstance(value, Sequence):
            for item in value.items:
                reader.record, reader.fields = "", []
                if name == "organisations":
                    reader.original, reader.country = _own_language(item, reader)
                values = record.read(item, reader)
                if values is not None and isinstance(item, Mapping):
                    result[name].append(Entry(values, item, document.file))
        elif not (isinstance(value, Scalar) and value.empty):
            reader.fields = [name]
            if isinstance(value, Mapping):
                reader.problem(value, "want-list-got-mapping")
            else:
                reader.problem(value, "want-list-got-text", found=value.text[:60])
    return result


def single(document: Document, record: Record, reader: Reader) -> Entry | None:
    """The one record that a file holds."""
    root = document.root
    if root is None or (isinstance(root, Scalar) and root.empty):
        if not document.problems:
            example = f"{record.fields[0].name}: {record.fields[0].example}"
            reader.problems.append(Problem(Place(document.file), "file-empty", values={"example": example}))
        return None
    values = record.read(root, reader)
    return Entry(values, root, document.file) if values is not None and isinstance(root, Mapping) else None


def _own_language(item: Any, reader: Reader) -> tuple[str, str]:
    """The original language and the country that a record states, or the guide's."""
    language, country = reader.languages[0], reader.guide_country
    if isinstance(item, Mapping):
        own = item.get("language")
        if isinstance(own, Scalar) and own.text in reader.languages:
            language = own.text
        own = item.get("country")
        if isinstance(own, Scalar) and len(own.text) == 2 and own.text.isupper():
            country = own.text
    return language, country
