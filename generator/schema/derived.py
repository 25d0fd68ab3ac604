"""What is made from the schema: JSON Schemas for editors, the comment at the head of the data, the table of fields."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from generator.schema.fields import ACCESSIBILITY, CONDITIONS, FILES, GUIDE, ORGANISATION, SERVICE, Field, Record
from generator.schema.kinds import ListOf

MADE_BY = "Made by `guide schema` from generator/schema/fields.py. Do not edit."
DATA = "data/organisations.yaml"
TABLE = "data/FIELDS.md"


def derived_files(root: Path) -> dict[str, str]:
    """Path below `root` to the text that belongs there."""
    files = {f"data/schema/{name}.schema.json": json_schema(name) for name in (*FILES, "guide")}
    files[TABLE] = field_table()
    data = root / DATA
    if data.exists():
        files[DATA] = with_header(data.read_text(encoding="utf-8"))
    return files


def json_schema(name: str) -> str:
    """The JSON Schema (draft 2020-12) of a data file."""
    words = {"type": "string", "maxLength": 4000}
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": MADE_BY,
        "title": f"data/{name}.yaml",
        "$defs": {
            "text": {"type": "object", "minProperties": 1, "additionalProperties": words, "description": "pl, he, en"}
        },
    }
    if name == "guide":
        schema |= GUIDE.schema()
    else:
        lists = FILES[name]
        schema |= {
            "type": "object",
            "properties": {key: {"type": "array", "items": record.schema()} for key, record in lists},
            "required": [key for key, _ in lists],
            "additionalProperties": False,
        }
    return json.dumps(_nullable(schema), ensure_ascii=False, indent=2) + "\n"


def _nullable(schema: Any) -> Any:
    """`verified: null` is a fact: a field that is not required may be empty."""
    if isinstance(schema, list):
        return [_nullable(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result = {key: _nullable(value) for key, value in schema.items()}
    properties, required = result.get("properties"), result.get("required", [])
    if isinstance(properties, dict) and result.get("type") == "object":
        for name, value in properties.items():
            # Editors of the VS Code family show these words instead of a pattern; others pass over them.
            for rule, said in (("pattern", "patternErrorMessage"), ("enum", "errorMessage")):
                if rule in value and "description" in value:
                    value[said] = value["description"]
            if name not in required and isinstance(value, dict):
                described = {"description": value.pop("description")} if "description" in value else {}
                properties[name] = {**described, "anyOf": [value, {"type": "null"}]}
    return result


def with_header(text: str) -> str:
    """The data file with the comment that describes its fields; the comment that stood there is replaced."""
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    return header() + "\n".join(lines[first:])


def header() -> str:
    """The comment at the head of `data/organisations.yaml`."""
    lines = [
        "# yaml-language-server: $schema=schema/organisations.schema.json",
        "# Organizacje i ich usługi, po kolei według id. Pola / Fields / שדות:",
        f"# {MADE_BY}",
        "#",
    ]
    lines += ["# organisation"] + [_comment(field) for field in ORGANISATION.fields if field.name != "services"]
    own = {field.name for field in ORGANISATION.fields}
    lines += ["#", "# services: lista / list; pola jak wyżej, a poza tym / fields as above, and"]
    lines += [_comment(field) for field in SERVICE.fields if field.name not in own]
    lines += ["#", f"# conditions: {', '.join(CONDITIONS)}", f"# accessibility: {', '.join(ACCESSIBILITY)}", ""]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _comment(field: Field) -> str:
    required = " *" if field.required else ""
    return f"#   {field.name}{required}: {field.help['pl']} / {field.help['en']} {field.example}"


def field_table() -> str:
    """Every field of every file, in three languages, as Markdown."""
    parts = ["<!-- " + MADE_BY + " -->", "# Pola danych · שדות הנתונים · Fields of the data", ""]
    parts += ["`*`: wymagane · חובה · required", ""]
    for name, lists in (*FILES.items(), ("guide", (("", GUIDE),))):
        parts += [f"## data/{name}.yaml", ""]
        for key, record in lists:
            if key:
                parts += [f"### {key}", ""]
            parts += _rows(record)
    parts += ["## conditions", "", ", ".join(f"`{name}`" for name in CONDITIONS), ""]
    parts += ["## accessibility", "", ", ".join(f"`{name}`" for name in ACCESSIBILITY), ""]
    return "\n".join(parts)


def _rows(record: Record, prefix: str = "") -> list[str]:
    head = ["| pole · שדה · field | polski | עברית | English | przykład · דוגמה · example |", "|---|---|---|---|---|"]
    rows = head if not prefix else []
    nested: list[str] = []
    for field in record.fields:
        example = field.example.replace("|", "\\|")
        cells = [f"`{prefix}{field.name}`{' *' if field.required else ''}", *field.help.values(), f"`{example}`"]
        rows.append("| " + " | ".join(cells) + " |")
        inner = field.kind.item if isinstance(field.kind, ListOf) else field.kind
        if isinstance(inner, Record) and inner is not SERVICE:
            rows += _rows(inner, f"{prefix}{field.name}.")
        elif inner is SERVICE:
            nested = ["", "### services", "", *_rows(SERVICE)]
    return rows + nested + ([""] if not prefix else [])
