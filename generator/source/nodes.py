"""What a YAML file says: text, lists and mappings, each with its place in the file."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from generator.frozen import frozen
from generator.problems import Problem

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))


class Scalar(NamedTuple):
    """A value as the person wrote it."""

    text: str
    line: int
    column: int
    plain: bool
    """True when it stood without quotes."""

    @property
    def empty(self) -> bool:
        """Whether nothing, or YAML's word for nothing, stands there."""
        return self.plain and self.text in _NULLS


new_scalar = partial(tuple.__new__, Scalar)
"""Makes one of a tuple: fifty a record made by their class take a sixteenth of the time in which a file is read."""


class Sequence(NamedTuple):
    """A list."""

    items: tuple[Node, ...]
    line: int
    column: int
    flow: bool
    """True when it is written in brackets."""


class Mapping(NamedTuple):
    """Keys and values in the order of the file; no key twice."""

    pairs: dict[str, tuple[Scalar, Node]]
    """Key to its own node and its value."""
    line: int
    column: int
    flow: bool
    """True when it is written in braces."""
    text: str = ""
    """The lines that it was read from, for records (the items of a file's top list): key of caches."""

    def get(self, key: str) -> Node | None:
        """The value of a key; `None` when it is not there."""
        pair = self.pairs.get(key)
        return pair[1] if pair else None


Node = Scalar | Sequence | Mapping


@frozen
class Document:
    """One file, read."""

    file: str
    root: Node | None
    """`None` when the file is empty or could not be read at all."""
    problems: tuple[Problem, ...]
