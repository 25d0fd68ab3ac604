"""The Jinja environment for booklets: templates of Typst in, in which every value has become a quoted literal.

Typst is a programming language, so that a value which is pasted in would be run. `finalize` sees every value on its way
into the output and there is no filter, mark or setting that goes round it: `safe` marks a text, and it is quoted all
the same. What a template may paste is only what it says itself.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.regex import regex

TEMPLATES = Path(__file__).parents[2] / "theme" / "templates" / "booklet"

_ESCAPED = regex(r'[\\"\x00-\x1f\x7f-\x9f]')


def literal(value: Any) -> str:
    """A value as Typst reads it back: text in quotes, an array, a dictionary; anything else is an error of ours."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + _ESCAPED.sub(lambda found: f"\\u{{{ord(found[0]):x}}}", str(value)) + '"'
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple | list):
        return "(" + "".join(f"{literal(one)}," for one in value) + ")"
    if isinstance(value, dict):
        return "(" + ("".join(f"{literal(key)}:{literal(one)}," for key, one in value.items()) or ":") + ")"
    if is_dataclass(value) and not isinstance(value, type):
        return literal({field.name.replace("_", "-"): getattr(value, field.name) for field in fields(value)})
    raise TypeError(f"a booklet's template was given {type(value).__name__}, which has no literal")


@cache
def environment() -> Environment:
    """The environment of all booklets; undefined names are errors."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        finalize=literal,
        undefined=StrictUndefined,
        autoescape=False,  # `finalize` does it: HTML's rules would harm Typst
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def render(name: str, **values: Any) -> bytes:
    """The Typst source of a template with its values: `booklet`, `sheet`, `card`."""
    return environment().get_template(f"{name}.typ.j2").render(values).encode()
