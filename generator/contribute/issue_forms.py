"""The questions of `generator.edit.form` in; GitHub's issue forms and GitLab's issue templates out.

`guide from-issue` reads what comes back, whichever language the form was in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from generator.edit import form
from generator.edit.columns import Vocabulary
from generator.languages import SPOKEN
from generator.strings import catalogue

MADE_BY = "Made by `guide schema` from generator/schema/fields.py and theme/locales. Do not edit."


def issue_forms(known: Vocabulary) -> dict[str, str]:
    """Path to text of the forms "something is out of date" and "an organisation is missing".

    In each language of the guide that we speak, or in all of ours where it has none of them.
    """
    files: dict[str, str] = {}
    spoken = set(known.languages).intersection(SPOKEN) or SPOKEN
    number = 0
    for language in SPOKEN:
        for name in ("outdated", "missing"):
            number += 1  # of ours, so that a file keeps its name when the guide gets a language
            if language not in spoken:
                continue
            parts = questions(language, name, known)
            files[f".github/ISSUE_TEMPLATE/{number}-{language}-{name}.yml"] = github_form(language, name, parts)
            files[f".gitlab/issue_templates/{number}-{language}-{name}.md"] = gitlab_template(language, name, parts)
    return files


def questions(language: str, name: str, known: Vocabulary) -> list[dict[str, Any]]:
    """The questions of a form, with help that fits a form: who fills one in writes no YAML."""
    words = catalogue(language, "contribute")
    rows = form.fields(language, known, change=name == "outdated")
    for row in rows:
        if row["id"].startswith("address."):
            continue
        key = f"help-{row['id'].split('.')[0]}"
        for each in (key, *([f"{key}-change"] if name == "outdated" else [])):
            own = words.ugettext(each)
            row["help"] = own if own != each else row["help"]
    own_words = {"id": "words", "type": "textarea", "label": words.ugettext("form-words"), "required": False}
    rows.append({**own_words, "help": words.ugettext("form-words-help"), "example": ""})
    return rows


def github_form(language: str, name: str, rows: list[dict[str, Any]]) -> str:
    """An issue form: https://docs.github.com/communities/using-templates-to-encourage-useful-issues-and-pull-requests."""
    words = catalogue(language, "contribute")
    body: list[dict[str, Any]] = [
        {"type": "markdown", "attributes": {"value": words.ugettext(f"form-{name}-intro")}},
        *({"type": row["type"], "id": _id(row["id"]), **_attributes(row)} for row in rows),
        {
            "type": "checkboxes",
            "id": "private",
            "attributes": {
                "label": words.ugettext("form-private"),
                "options": [{"label": words.ugettext("form-private-promise"), "required": True}],
            },
        },
    ]
    whole = {
        "name": words.ugettext(f"form-{name}-name"),
        "description": words.ugettext(f"form-{name}-about"),
        "title": words.ugettext(f"form-{name}-name") + ": ",
        "body": body,
    }
    return f"# {MADE_BY}\n" + "\n".join(yaml_lines(whole)) + "\n"


def _id(name: str) -> str:
    """GitHub allows no dot in an id."""
    return name.replace(".", "_")


def _attributes(row: dict[str, Any]) -> dict[str, Any]:
    attributes: dict[str, Any] = {"label": row["label"], "description": row["help"]}
    if row["type"] == "dropdown":
        attributes["options"] = row["options"]
        if row["multiple"]:
            attributes["multiple"] = True
    elif row["example"].strip("…"):
        attributes["placeholder"] = row["example"]
    return {"attributes": attributes, "validations": {"required": row["required"]}}


def gitlab_template(language: str, name: str, rows: list[dict[str, Any]]) -> str:
    """Headings to write under; what to write stands in comments, which nobody sees afterwards."""
    words = catalogue(language, "contribute")
    parts = [f"<!-- {words.ugettext(f'form-{name}-intro')} {words.ugettext('form-private-promise')} -->", ""]
    for row in rows:
        if row.get("options") and not row["multiple"]:
            said = " · ".join(row["options"])
        else:
            said = f"{row['help']} {row['example'].strip('…')}".strip()
        parts += [f"### {row['label']}{' *' if row['required'] else ''}", "", f"<!-- {said} -->", ""]
        if row.get("options") and row["multiple"]:
            parts += [*(f"- [ ] {option}" for option in row["options"]), ""]
    return "\n".join(parts)


def yaml_lines(value: Any, indent: str = "") -> Iterator[str]:
    """A mapping as YAML in which all text stands in quotes, as JSON has them."""
    for key, held in value.items():
        if isinstance(held, dict):
            yield f"{indent}{key}:"
            yield from yaml_lines(held, indent + "  ")
        elif isinstance(held, list):
            yield f"{indent}{key}:"
            for item in held:
                if isinstance(item, dict):
                    first, *rest = yaml_lines(item, indent + "    ")
                    yield f"{indent}  - {first.strip()}"
                    yield from rest
                else:
                    yield f"{indent}  - {json.dumps(item, ensure_ascii=False)}"
        else:
            yield f"{indent}{key}: {json.dumps(held, ensure_ascii=False)}"
