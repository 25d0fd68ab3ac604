"""The lock of crisis numbers, `data/critical.lock`: its file in, the numbers that only code owners change out."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingType
from dataclasses import dataclass

from generator.problems import Place
from generator.source import Document, Mapping, Scalar, Sequence

LOCK = "data/critical.lock"
KINDS = ("emergency-number", "helpline")
"""Kinds of help whose numbers a new lock holds, besides those of the page of urgent help."""

_HEAD = """\
# Numery, od których zależy czyjeś życie. Zmieniają je tylko opiekunowie przewodnika (CODEOWNERS): guide diff --lock
# Numbers that lives depend on. Only code owners change them: guide diff --lock
# מספרים שחיים תלויים בהם. רק האחראים על המדריך משנים אותם: guide diff --lock
"""


@dataclass(frozen=True)
class Lock:
    """What the lock holds."""

    emergency: str
    help_types: tuple[str, ...]
    """All services of these kinds of help are locked, besides those of the page of urgent help."""
    numbers: MappingType[str, tuple[str, ...]]
    """`organisation/service` to its numbers, sorted."""
    places: MappingType[str, Place]
    """Where each of them stands."""


def bare_number(display: str) -> str:
    """A number without what only makes it readable."""
    return re.sub(r"[^\d*+]", "", display)


def lock_of(document: Document) -> Lock | None:
    """The lock that a file holds; `None` when it cannot be read."""
    root = document.root
    if not isinstance(root, Mapping):
        return None
    emergency, kinds, numbers = root.get("emergency"), root.get("help_types"), root.get("numbers")
    pairs = numbers.pairs if isinstance(numbers, Mapping) else {}
    return Lock(
        emergency.text if isinstance(emergency, Scalar) else "",
        _texts(kinds),
        {record: _texts(node) for record, (_, node) in pairs.items()},
        {record: Place(document.file, key.line, key.column) for record, (key, _) in pairs.items()},
    )


def lock_text(emergency: str, help_types: tuple[str, ...], numbers: MappingType[str, tuple[str, ...]]) -> str:
    """The file of a lock."""
    lines = [f'emergency: "{emergency}"', "help_types:" if help_types else "help_types: []"]
    lines += [f"  - {kind}" for kind in help_types]
    lines.append("numbers:" if numbers else "numbers: {}")
    for record, found in sorted(numbers.items()):
        lines += [f"  {record}:", *(f'    - "{number}"' for number in found)] if found else [f"  {record}: []"]
    return _HEAD + "\n".join(lines) + "\n"


def _texts(node: object) -> tuple[str, ...]:
    return tuple(item.text for item in node.items if isinstance(item, Scalar)) if isinstance(node, Sequence) else ()
