"""Values that hold others: lists, and mappings with named fields."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingType
from functools import cached_property
from typing import Any

from generator.frozen import frozen
from generator.regex import regex
from generator.schema.kinds.plain import LanguageCode, Line, Telephone
from generator.schema.kinds.reading import Kind, Reader
from generator.schema.slips import meant_field, misnamed
from generator.source import Guess, Mapping, Node, Scalar

_HYPHEN = regex(r"-(\S.*?)(?=\s+-|$)")
"""An item of a list that was written without a space, and so is a text; more of them may follow."""


@frozen
class ListOf(Kind):
    """A list of one kind of value."""

    item: Kind
    most: int = 100

    def read(self, node: Node, reader: Reader) -> tuple[Any, ...] | None:
        if isinstance(node, Scalar):
            text = node.text.strip()
            if text.startswith(("–", "—", "•", "*")):
                reader.problem(node, "list-dash", found=text[:40])
            elif match := _HYPHEN.match(text) if node.plain else None:
                reader.problem(node, "space-after-hyphen", found=f"-{match[1]}"[:60], example=f"- {match[1]}"[:60])
            else:
                reader.problem(node, "want-list-got-text", found=text[:60], example=self._as_items(node, text[:60]))
            return None
        if isinstance(node, Mapping):
            reader.problem(node, "want-list-got-mapping")
            return None
        if len(node.items) > self.most:
            reader.problem(node, "list-long", limit=self.most, length=len(node.items))
        values = []
        for item in node.items[: self.most]:
            if isinstance(item, Scalar) and item.empty:
                reader.problem(item, "empty")
                continue
            value = self.item.read(item, reader)
            if value is not None:
                if isinstance(value, str) and value in values:
                    reader.problem(item, "repeated-item", "warning", found=value)
                    continue
                values.append(value)
        return tuple(values)

    def _as_items(self, node: Scalar, text: str) -> str:
        """The text as it would stand in brackets: numbers of phones keep or get their quotes."""
        parts = [part for part in re.split(r"\s*[,;]\s*", text) if part] or [text]
        if node.plain and not isinstance(self.item, Telephone) and not re.search(r"[^\w .-]", "".join(parts)):
            return ", ".join(parts)
        return ", ".join('"' + part.replace("\\", "\\\\").replace('"', '\\"') + '"' for part in parts)

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.item.schema(), "maxItems": self.most}


@frozen
class Phrases(Kind):
    """Lists of phrases by language, also of languages that the site has not."""

    def read(self, node: Node, reader: Reader) -> dict[str, tuple[str, ...]] | None:
        if not isinstance(node, Mapping):
            reader.problem(node, "want-mapping", example='pl: ["…"]')
            return None
        result: dict[str, tuple[str, ...]] = {}
        for code, (key, value) in node.pairs.items():
            if LanguageCode().read(key, reader) is None:
                continue
            phrases = ListOf(Line(limit=120)).read(value, reader)
            if phrases is not None:
                result[code] = phrases
        return result

    def schema(self) -> dict[str, Any]:
        phrases = {"type": "array", "items": {"type": "string", "maxLength": 120}}
        return {"type": "object", "additionalProperties": phrases}


_REGISTERED = Line(r"\d{7,14}", "register", '"0000269579"')


@frozen
class Register(Kind):
    """Numbers in public registers, by the name of the register."""

    names: tuple[str, ...] = ("krs", "nip", "regon", "amuta")

    def read(self, node: Node, reader: Reader) -> dict[str, str] | None:
        if not isinstance(node, Mapping):
            reader.problem(node, "want-mapping", example='krs: "0000269579"')
            return None
        result = {}
        for name, (key, value) in node.pairs.items():
            if name not in self.names:
                suggestion = Guess(name, self.names)
                reader.problem(key, "unknown-field", found=name, suggestion=suggestion, known=", ".join(self.names))
                continue
            number = _REGISTERED.read(value, reader)
            if number is not None:
                result[name] = number
        return result

    def schema(self) -> dict[str, Any]:
        number = {"type": "string", "pattern": f"^{_REGISTERED.pattern}$"}
        properties = dict.fromkeys(self.names, number)
        return {"type": "object", "properties": properties, "additionalProperties": False}


@frozen
class Field:
    """A field of a record: what it is called, what it holds, and what a contributor is told about it."""

    name: str
    kind: Kind
    help: MappingType[str, str]
    """One sentence in Polish, Hebrew and English."""
    example: str
    """As written in YAML."""
    required: bool = False


@frozen
class Record(Kind):
    """A mapping with named fields."""

    name: str
    fields: tuple[Field, ...]
    named: bool = False
    """True when its `id` names it in messages, behind the id of the record around it."""

    def field(self, name: str) -> Field | None:
        """The field of that name."""
        return self._by_name.get(name)

    def read(self, node: Node, reader: Reader) -> dict[str, Any] | None:
        if not isinstance(node, Mapping):
            found = node.text[:60] if isinstance(node, Scalar) else ""
            example = f"{{{self.fields[0].name}: {self.fields[0].example}}}"
            reader.problem(node, "want-mapping", found=found, example=example)
            return None
        outer_record, outer_fields = reader.record, reader.fields
        if self.named:
            own = node.get("id")
            name = own.text if isinstance(own, Scalar) and own.text else "?"
            reader.record = f"{outer_record}/{name}" if outer_record else name
        around = [] if self.named else outer_fields
        by_name = self._by_name
        fields = ", ".join(by_name)  # one text for a hundred thousand slips
        values: dict[str, Any] = {}
        for name, (key, value) in node.pairs.items():
            field = by_name.get(name)
            reader.fields = [*around, name]
            if field is None:
                suggestion = meant_field(name, by_name)
                reader.problem(key, "unknown-field", found=name, suggestion=suggestion, known=fields)
                continue
            if type(value) is Scalar and value.empty:
                if field.required:
                    reader.problem(key, "required", example=f"{field.name}: {field.example}")
                continue
            before = len(reader.problems)
            result = field.kind.read(value, reader)
            if result is not None:
                values[name] = result
            elif field.required and len(reader.problems) == before:  # quotes with nothing between them
                reader.problem(value, "required", example=f"{field.name}: {field.example}")
        for field in self._required:
            if field.name not in node.pairs and not misnamed(node, field.name, by_name):
                reader.fields = [*around, field.name]
                reader.problem(node, "required", example=f"{field.name}: {field.example}")
        reader.record, reader.fields = outer_record, outer_fields
        return values

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        return {field.name: field for field in self.fields}

    @cached_property
    def _required(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.required)

    def schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {
                field.name: {**field.kind.schema(), "description": field.help["pl"]} for field in self.fields
            },
            "required": [field.name for field in self.fields if field.required],
            "additionalProperties": False,
        }
