"""The languages of a guide: BCP 47 code, name in itself, direction."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Language:
    """A language in which the guide or a service speaks."""

    code: str
    """BCP 47, for example `pl` or `pt-BR`."""
    name: str
    """In itself, as its speakers write it: `polski`, `עברית`."""
    direction: Literal["ltr", "rtl"]


@cache
def language(code: str) -> Language:
    """The language of a BCP 47 code; `ValueError` when CLDR does not know it."""
    return Language(code, *fact(f"language {code}", lambda: _language(code)))


def _language(code: str) -> tuple[str, str]:
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(code, sep="-")
    except UnknownLocaleError as unknown:
        raise ValueError(code) from unknown
    name = locale.get_display_name(locale) or code
    return name[:1].upper() + name[1:], "rtl" if locale.text_direction == "rtl" else "ltr"


@cache
def language_name(code: str, in_language: str) -> str:
    """The name of a language in another one: `language_name("ru", "pl")` is `rosyjski`."""
    return fact(f"name {code} {in_language}", lambda: _language_name(code, in_language))


def _language_name(code: str, in_language: str) -> str:
    from babel import Locale

    return Locale.parse(code, sep="-").get_display_name(Locale.parse(in_language, sep="-")) or code


_facts: dict[str, Any] = {}
_kept: dict[Path, int] = {}
"""The file in which facts are kept, and how many it holds."""


def fact(name: str, find: Callable[[], Any]) -> Any:
    """What CLDR says, as far as JSON can hold it: Babel and its data cost 50 ms, and say the same in every build."""
    if name not in _facts:
        _facts[name] = find()
    return _facts[name]


def remember(file: Path) -> None:
    """Take facts from a file, which must be another one whenever Babel or the words of this code are others."""
    if file in _kept:
        return
    try:
        known = json.loads(file.read_bytes())
    except (OSError, ValueError):
        known = {}
    _kept.clear()
    _kept[file] = len(known) if isinstance(known, dict) else 0
    _facts.update(known if isinstance(known, dict) else {})


def keep() -> None:
    """Write down what has been found since."""
    for file, count in _kept.items():
        if len(_facts) > count:
            file.parent.mkdir(parents=True, exist_ok=True)
            beside = file.with_name(f"{file.name}.new")
            beside.write_text(json.dumps(_facts), encoding="utf-8")
            beside.replace(file)
            _kept[file] = len(_facts)
