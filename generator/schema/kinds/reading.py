"""How a node becomes a value: what kinds of values have in common, and what notes the problems meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

from generator.problems import Place, Problem
from generator.schema.trouble import Trouble
from generator.source import Node, Scalar, Sequence

CURLY_QUOTES = "„“”«»‘’‚″"
"""What a word processor makes of straight quotes."""


@dataclass(slots=True)
class Reader:
    """Collects problems while the nodes of one record become values."""

    file: str
    languages: tuple[str, ...]
    """The languages of the guide."""
    country: str
    original: str
    """The language that a bare text is in."""
    guide_country: str = ""
    """The guide's country, for records that state none."""
    problems: list[Problem] = dataclass_field(default_factory=list)
    record: str = ""
    fields: list[str] = dataclass_field(default_factory=list)

    def of(self, file: str, original: str) -> Reader:
        """The reader of another file of the same guide, whose bare texts are in `original`."""
        return Reader(file, self.languages, self.guide_country, original, self.guide_country)

    def problem(self, node: Node, rule: str, level: str = "error", **values: Any) -> None:
        """Note that something is wrong at `node`."""
        place = Place(self.file, node.line, node.column)
        self.problems.append(Problem(place, rule, self.record, ".".join(self.fields), values, level))

    def trouble(self, node: Node, trouble: Trouble) -> None:
        """Note what a value's parser found, at the very sign when it knows that."""
        if trouble.offset is not None and isinstance(node, Scalar):
            blanks = len(node.text) - len(node.text.lstrip())
            node = node._replace(column=node.column + (not node.plain) + blanks + trouble.offset)
        self.problem(node, trouble.rule, trouble.level, **trouble.values)

    def not_text(self, node: Node) -> None:
        """Note that a list or a mapping stands where a text should."""
        self.problem(node, "want-text-got-list" if isinstance(node, Sequence) else "want-text-got-mapping")


class Kind:
    """What a field may hold. `read` gives the value, or `None` after noting a problem."""

    def read(self, node: Node, reader: Reader) -> Any:
        raise NotImplementedError

    def schema(self) -> dict[str, Any]:
        """JSON Schema (draft 2020-12) for editors."""
        raise NotImplementedError


class Plain(Kind):
    """A kind whose values are one piece of text each."""

    quotes = False
    """Whether it is written in words, to which quotes may belong."""

    def read(self, node: Node, reader: Reader) -> Any:
        """What the text means."""
        if type(node) is not Scalar:
            reader.not_text(node)
            return None
        text = node.text.strip()
        if text[:1] in CURLY_QUOTES and text[1:] and not self.quotes:
            plain = text.strip(f"{CURLY_QUOTES}\"' ")
            reader.problem(node, "curly-quotes", found=text, example=f'"{plain}"')
            return None
        try:
            return self.value(text, node, reader)
        except Trouble as trouble:
            reader.trouble(node, trouble)
            return None

    def value(self, text: str, node: Scalar, reader: Reader) -> Any:
        """What the text of `node` means; raises `Trouble` where it means nothing, and notes mere warnings."""
        raise NotImplementedError
