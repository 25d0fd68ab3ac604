"""What a change is: how dangerous, of which record, and which sentence says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

from generator.model import Text

DANGERS = (
    *("crisis", "outside", "domains", "phones", "addresses", "removals", "ids", "hours", "facts", "words"),
    "additions",
)
"""Groups of changes in the order in which a reviewer should read them."""


@dataclass(frozen=True)
class Change:
    """One thing that is otherwise than before."""

    danger: str
    rule: str
    """Id of its sentence in the catalogue `edit`."""
    record: str = ""
    name: tuple[Text, ...] = ()
    """Names of the organisation and the service."""
    field: str = ""
    values: Mapping[str, Any] = dataclass_field(default_factory=dict)
    owner: bool = False
    """Whether a code owner must act."""


@dataclass(frozen=True)
class Subject:
    """What changes are about."""

    record: str
    name: tuple[Text, ...] = ()
    critical: bool = False
    """Whether only code owners change its numbers."""

    def change(self, danger: str, rule: str, field: str = "", owner: bool = False, **values: Any) -> Change:
        """One change of it."""
        return Change(danger, rule, self.record, self.name, field, values, owner)

    def fact(self, danger: str, field: str, before: Any, after: Any, owner: bool = False) -> Change:
        """A field with another value."""
        return self.change(danger, "fact-changed", field, owner, before=before, after=after)
