"""Problems found in what people wrote: a rule's id and values, never words.

`generator/__main__.py` turns them into sentences (catalogue `check` in `theme/locales`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any, Literal

from generator.frozen import frozen

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in a file something stands."""

    file: str
    """Path relative to the guide's folder, with forward slashes."""
    line: int = 1
    """First line is 1."""
    column: int = 1
    """First column is 1, counted in characters."""


@frozen
class Problem:
    """One thing that a person should look at."""

    place: Place
    rule: str
    """Id of the rule, for example `unknown-field`: the key of its sentence in the catalogue."""
    record: str = ""
    """Id of the record, with the service's id behind a slash; empty outside a record."""
    field: str = ""
    """Name of the field as it is written in the file; empty when no field is meant."""
    values: dict[str, Any] = dataclass_field(default_factory=dict)
    """What fills the placeholders of the sentence: `found`, `example`, `suggestion`…"""
    level: Level = "error"


class DataProblems(Exception):
    """Data that cannot be built: carries every problem found, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems, key=lambda p: (p.place, p.rule)))
        super().__init__(f"{len(self.problems)} problem(s) in the data")

    def __reduce__(self) -> tuple[type[DataProblems], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)  # from a worker, too


class Stop(Exception):
    """A person or a machine must act before the work can go on: a rule and its values, as in `Problem`.

    `code` is the exit code: 1 the data, 2 the call, 3 the machine (disk full, no rights, a lock held).
    """

    def __init__(self, rule: str, code: int = 3, **values: Any) -> None:
        self.rule, self.code, self.values = rule, code, values
        super().__init__(rule)
