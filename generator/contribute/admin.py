"""The schema and the guide's words in; a page on which records are edited by form (Decap CMS) out.

Off by default: `guide admin` makes it. Its script comes from npm once, checked against the sum that stands in
`editor/packages.json`, and then from the guide's own host. Only the files that the page needs are taken: installing
decap-cms whole would bring 630 packages that its one script already holds.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from generator import keeping
from generator.edit.columns import Vocabulary
from generator.problems import Stop
from generator.schema import ORGANISATION, SERVICE, Field
from generator.schema.fields import PHONE
from generator.schema.ids import ID_PATTERN
from generator.schema.kinds import (
    Choice,
    Country,
    Day,
    Email,
    Id,
    Kind,
    LanguageCode,
    ListOf,
    MonthDay,
    Number,
    Record,
    Reference,
    Register,
    Telephone,
    Text,
    Url,
    UrlOrWords,
)
from generator.strings import catalogue

EDITOR = Path(__file__).parent / "editor"
PACKAGES = json.loads((EDITOR / "packages.json").read_text("utf-8"))
_BARE = (Id, Reference, Choice, Number, Url, UrlOrWords, Email, LanguageCode, Country)
_PATTERNS = ((Id, ID_PATTERN), (Day, r"^\d{4}(-\d{2}(-\d{2})?)?$"), (MonthDay, r"^\d{2}-\d{2}$"), (Url, "^https?://"))


def pages(
    known: Vocabulary, language: str, backend: dict[str, Any], hosts: tuple[str, ...] = (), one_file: bool = True
) -> dict[str, str]:
    """The files of the editor but those from npm; `one_file`: whether organisations stand in the one file."""
    words = catalogue(language, "contribute")
    page = (EDITOR / "index.html").read_text("utf-8")
    facts = json.dumps(facts_of(known, language), ensure_ascii=False).replace("<", "\\u003c")
    values = {
        "language": language,
        "title": html.escape(words.ugettext("editor-title")),
        "hosts": "".join(f" {host}" for host in hosts),
        "facts": facts,
    }
    config = json.dumps(
        config_of(known, language, backend, one_file), ensure_ascii=False, indent=1
    )  # JSON is YAML, too
    return {
        "index.html": re.sub(r"\{(language|title|hosts|facts)\}", lambda match: values[match[1]], page),
        "config.yml": config + "\n",
        **{name: (EDITOR / name).read_text("utf-8") for name in ("editor.js", "manual.js")},
    }


def facts_of(known: Vocabulary, language: str) -> dict[str, Any]:
    """What `editor.js` must know of the schema: order of fields, which hold texts, which stand without quotes."""
    fields = list(_all_fields(ORGANISATION))
    names = dict.fromkeys(field.name for field in (*ORGANISATION.fields, *SERVICE.fields))
    order = [name for name in names if name not in ("services", "source", "source_date", "verified", "verified_by")]
    kinds = {field.name: field.kind.item if isinstance(field.kind, ListOf) else field.kind for field in fields}
    return {
        "languages": known.languages,
        "locale": language,
        "order": [*order, "services", "source", "source_date", "verified", "verified_by"],
        "texts": sorted({field.name for field in fields if isinstance(field.kind, Text)}),
        "bare": sorted(name for name, kind in kinds.items() if isinstance(kind, _BARE)),
    }


def _all_fields(record: Record):
    for field in record.fields:
        yield field
        inner = field.kind.item if isinstance(field.kind, ListOf) else field.kind
        if isinstance(inner, Record):
            yield from _all_fields(inner)


def config_of(known: Vocabulary, language: str, backend: dict[str, Any], one_file: bool) -> dict[str, Any]:
    """Decap's settings: https://decapcms.org/docs/configuration-options/.

    Decap draws every field of a file at once, shown or not: 36 organisations in one file make 67,000 elements and take
    twelve seconds; one in a file of its own makes 5,300 and takes one. `guide fmt --unfold` makes such files.
    """
    words = catalogue(language, "contribute")
    organisation = [_widget(field, known, language) for field in ORGANISATION.fields]
    listed = {
        "name": "organisations",
        "label": words.ugettext("editor-file"),
        "widget": "list",
        "summary": "{{fields.name." + known.languages[0] + "}} ({{fields.id}})",
        "fields": organisation,
    }
    whole = {"name": "organisations", "label": words.ugettext("editor-file"), "file": "data/organisations.yaml"}
    together = {
        "name": "organisations",
        "label": words.ugettext("editor-file"),
        "format": "guide-file",
        "files": [{**whole, "fields": [listed]}],
    }
    own = backend.get("name") == "proxy"
    return {
        "backend": backend,
        **({} if own else {"publish_mode": "editorial_workflow"}),
        "locale": language,
        "media_folder": "content/assets",
        "show_preview_links": False,
        "editor": {"preview": False},
        "slug": {"encoding": "ascii", "clean_accents": True},
        "collections": [
            *([together] if one_file else []),
            {
                "name": "new",
                "label": words.ugettext("editor-new" if one_file else "editor-file"),
                "label_singular": words.ugettext("editor-new"),
                "folder": "data/organisations",
                "create": True,
                "extension": "yaml",
                "format": "guide-record",
                "identifier_field": "id",
                "slug": "{{fields.id}}",
                "summary": "{{fields.name." + known.languages[0] + "}}",
                "fields": organisation,
            },
        ],
    }


def _widget(field: Field, known: Vocabulary, language: str, inside: bool = False) -> dict[str, Any]:
    """How a field is asked for; `inside` a mapping that may be left out, nothing can be required."""
    label = catalogue(language, "edit").ugettext(f"field-{field.name}")
    label = field.help[language].rstrip(".") if label == f"field-{field.name}" else label[:1].upper() + label[1:]
    required = field.required and not inside
    widget = {"name": field.name, "label": label, "hint": field.help[language], "required": required}
    return widget | _shape(field.kind, known, language, field.help[language])


def _shape(kind: Kind, known: Vocabulary, language: str, hint: str) -> dict[str, Any]:
    """How a kind of value is asked for."""
    if isinstance(kind, Text):
        long = "text" if kind.limit > 300 else "string"
        inner = [{"name": code, "label": code, "widget": long, "required": False} for code in known.languages]
        return {"widget": "object", "collapsed": long == "text", "fields": inner}
    if isinstance(kind, Register):
        inner = [{"name": name, "label": name.upper(), "widget": "string", "required": False} for name in kind.names]
        return {"widget": "object", "collapsed": True, "fields": inner}
    if isinstance(kind, Record):
        inner = [_widget(field, known, language, inside=True) for field in kind.fields]
        return {"widget": "object", "collapsed": True, "fields": inner}
    if isinstance(kind, ListOf) and isinstance(kind.item, Record | Telephone):
        record = PHONE if isinstance(kind.item, Telephone) else kind.item
        inner = [_widget(field, known, language) for field in record.fields]
        return {"widget": "list", "collapsed": True, "fields": inner}
    choices = known.choices(kind.item if isinstance(kind, ListOf) else kind)
    if choices:
        place = known.languages.index(language) if language in known.languages else 0
        named = [
            {"value": key, "label": f"{names[min(place, len(names) - 1)]} ({key})" if names else key}
            for key, names in choices.items()
        ]
        return {"widget": "select", "options": named, "multiple": isinstance(kind, ListOf)}
    if isinstance(kind, ListOf):
        return {"widget": "list"}
    patterns = [pattern for known_kind, pattern in _PATTERNS if type(kind) is known_kind]
    return {"widget": "string", **({"pattern": [patterns[0], hint]} if patterns else {})}


def unpack(folder: Path) -> None:
    """Get the editor's scripts from npm, check their sums, keep what the page needs. Nothing of them is run here."""
    for name, wanted in PACKAGES.items():
        stamp = folder / name / ".version"
        if stamp.exists() and stamp.read_text("utf-8") == wanted["integrity"]:
            continue
        with tempfile.TemporaryDirectory(prefix="guide-editor-") as scratch:
            archive = _packed(name, wanted["version"], Path(scratch))
            sum_ = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
            if sum_ != wanted["integrity"]:
                raise Stop("editor-sum", 3, found=f"{name}@{wanted['version']}")
            with tarfile.open(archive) as packed:
                for member in packed:
                    if member.isfile() and re.fullmatch(wanted["keep"], member.name):
                        target = folder / name / member.name.removeprefix("package/")
                        keeping.write(target, packed.extractfile(member).read())
        keeping.write(stamp, wanted["integrity"])


def _packed(name: str, version: str, folder: Path) -> Path:
    try:
        command = ["npm", "pack", f"{name}@{version}", "--ignore-scripts", "--loglevel=error"]
        subprocess.run(command, cwd=folder, capture_output=True, check=True)
    except (FileNotFoundError, subprocess.CalledProcessError) as trouble:
        raise Stop("editor-npm", 3, found=f"{name}@{version}: {trouble}") from None
    return next(folder.glob("*.tgz"))
