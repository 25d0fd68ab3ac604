"""The schema in; what VS Code shows out, in the guide's language: snippets (type a word, get the lines), tasks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count

from generator.edit.columns import Vocabulary
from generator.languages import SPOKEN
from generator.schema import ORGANISATION, SERVICE, Field
from generator.schema.kinds import (
    Choice,
    Country,
    Email,
    Id,
    Kind,
    LanguageCode,
    ListOf,
    Number,
    Record,
    Reference,
    Register,
    Text,
    Url,
    UrlOrWords,
)
from generator.strings import catalogue

_NEW_ORGANISATION = (
    "id",
    "name",
    "description",
    "help_types",
    "phones",
    "email",
    "website",
    "address",
    "area",
    "hours",
)
_NEW_SERVICE = (
    "id",
    "name",
    "description",
    "help_types",
    "target_groups",
    "phones",
    "address",
    "area",
    "hours",
    "cost",
)
_PREFIXES = {"organisation": ["organizacja", "organisation"], "service": ["usługa", "service"]}


def snippets(known: Vocabulary) -> str:
    """JSON: a new organisation, a new service, and one snippet for each field of them."""
    spoken = next((code for code in known.languages if code in SPOKEN), SPOKEN[0])
    words, labels = catalogue(spoken, "contribute"), catalogue(spoken, "edit")
    fields = {field.name: field for field in (*ORGANISATION.fields, *SERVICE.fields) if field.name != "services"}
    made = {
        "organisation": _snippet(
            _PREFIXES["organisation"],
            words.ugettext("snippet-organisation"),
            _item([fields[name] for name in (*_NEW_ORGANISATION, "source", "verified")], known),
        ),
        "service": _snippet(
            _PREFIXES["service"],
            words.ugettext("snippet-service"),
            _item([fields[name] for name in _NEW_SERVICE], known),
        ),
    }
    for field in fields.values():
        label = labels.ugettext(f"field-{field.name}")
        prefixes = list(dict.fromkeys(([label] if label != f"field-{field.name}" else []) + [field.name]))
        made[field.name] = _snippet(prefixes, field.help[spoken], _lines(field, known, count(1), ""))
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def tasks(polish: str, language: str) -> str:
    """The tasks of this repository, whose labels are Polish, with labels in another language."""
    before, now = catalogue("pl", "contribute"), catalogue(language, "contribute")
    for command in ("check", "serve", "fmt"):
        for name in (f"task-{command}", f"task-{command}-detail"):
            polish = polish.replace(f'"{before.ugettext(name)}"', f'"{now.ugettext(name)}"')
    return polish


def _snippet(prefixes: list[str], description: str, body: Iterator[str]) -> dict[str, object]:
    return {"scope": "yaml", "prefix": prefixes, "description": description, "body": list(body)}


def _item(fields: list[Field], known: Vocabulary) -> Iterator[str]:
    """A record as an item of a list."""
    stops = count(1)
    for number, field in enumerate(fields):
        for line in _lines(field, known, stops, "  "):
            yield f"- {line.strip()}" if number == 0 else line


def _lines(field: Field, known: Vocabulary, stops: Iterator[int], indent: str) -> Iterator[str]:
    kind = field.kind
    if isinstance(kind, Text):
        yield f"{indent}{field.name}:"
        for language in known.languages:
            yield f'{indent}  {language}: "${{{next(stops)}}}"'
    elif isinstance(kind, Record):
        yield f"{indent}{field.name}:"
        for inner in kind.fields:
            yield from _lines(inner, known, stops, indent + "  ")
    elif isinstance(kind, ListOf) and isinstance(kind.item, Record):
        yield f"{indent}{field.name}:"
        for number, inner in enumerate(kind.item.fields):
            for place, line in enumerate(_lines(inner, known, stops, indent + "    ")):
                yield f"{indent}  - {line.strip()}" if number == place == 0 else line
    elif isinstance(kind, ListOf):
        yield f"{indent}{field.name}:"
        yield f"{indent}  - {_value(kind.item, known, next(stops))}"
    elif field.name == "verified":
        yield f"{indent}verified: ${{{next(stops)}:null}}"
    elif isinstance(kind, Register):
        yield f"{indent}{field.name}:"
        yield f'{indent}  ${{{next(stops)}|{",".join(kind.names)}|}}: "${{{next(stops)}}}"'
    else:
        yield f"{indent}{field.name}: {_value(kind, known, next(stops))}"


def _value(kind: Kind, known: Vocabulary, stop: int) -> str:
    """A place to write at: a list to choose from, or nothing yet. A default would end up in the guide unseen."""
    choices = list(known.choices(kind))
    if choices:
        return f"${{{stop}|{','.join(choices)}|}}"
    bare = isinstance(kind, Id | Reference | Choice | Number | Url | UrlOrWords | Email | LanguageCode | Country)
    return f"${{{stop}}}" if bare else f'"${{{stop}}}"'
