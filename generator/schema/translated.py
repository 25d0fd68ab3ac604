"""The lock of translations, `data/translations.lock`: its lines in, which translations are out of date out.

It remembers, for each translation, a hash of the words that it translates and of itself. When the original changes and
the translation does not, the translation is out of date until it changes or is confirmed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from generator import source
from generator.schema.kinds import Words

LOCK = "data/translations.lock"

Lock = dict[tuple[str, str], tuple[str, str]]
"""Key and language to the hashes of the original and of the translation."""
Remembered = Mapping[str, Mapping[tuple[str, ...], Mapping[str, tuple[str, str]]]]
"""The same, sorted for look-ups: `guide`, or file and record; then the rest of the key; then the language."""


def digest(words: str) -> str:
    """A short hash of words, whatever their line breaks."""
    return hashlib.sha256(" ".join(words.split()).encode()).hexdigest()[:10]


def read_lock(root: Path) -> Lock:
    """The lock of a guide; empty when there is none."""
    path, found = root / LOCK, {}
    if source.linked(root, LOCK) or not path.is_file():
        return found
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        parts = line.split()
        if len(parts) == 4 and not line.startswith("#"):
            found[parts[0], parts[1]] = (parts[2], parts[3])
    return found


def remembered(lock: Lock) -> Remembered:
    """The lock by record."""
    found: dict[str, dict[tuple[str, ...], dict[str, tuple[str, str]]]] = {}
    for (key, language), hashes in lock.items():
        names = key.split("/")
        begin = 1 if names[0] == "guide" else 2
        found.setdefault("/".join(names[:begin]), {}).setdefault(tuple(names[begin:]), {})[language] = hashes
    return found


def is_old(known: tuple[str, str] | None, original: str, translation: str) -> bool:
    """Whether a translation stayed as it was while its original changed; both as hashes."""
    return known is not None and known[0] != original and known[1] == translation


def mark_old(values: dict[str, Any], names: tuple[str, ...], lock: Remembered) -> list[str]:
    """Note in the texts of a record which of their translations are old; their keys, with the language.

    `names` begin the keys of the record: `("organisations", "caritas-bialystok")`.
    """
    first, rest = "/".join(names[:2]), names[2:]
    marked = []
    for path, hashes in lock.get(first, {}).items():
        if path[: len(rest)] != rest:
            continue
        for holder, name in _places(values, path[len(rest) :]):
            words = holder[name]
            original = digest(words.by_language[words.original])
            old = tuple(
                language
                for language, known in hashes.items()
                if known[0] != original
                and language in words.by_language
                and is_old(known, original, digest(words.by_language[language]))
            )
            if old:
                holder[name] = words._replace(old=old)
                marked += [f"{'/'.join(path)} {language}" for language in old]
    return marked


def _places(value: Any, path: tuple[str, ...]) -> Iterator[tuple[dict[str, Any], str]]:
    """Where the text of a key stands: the mapping that holds it, and its name there."""
    if not path:
        return
    step, rest = path[0], path[1:]
    if isinstance(value, dict):
        if not rest and isinstance(value.get(step), Words):
            yield value, step
        elif rest and step in value:
            yield from _places(value[step], rest)
        if "services" in value:
            yield from _places(value["services"], path)
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            fields = next((part for part in item if isinstance(part, dict)), {}) if isinstance(item, tuple) else item
            if isinstance(fields, dict) and step in (fields.get("id"), str(number)):
                yield from _places(fields, rest)
