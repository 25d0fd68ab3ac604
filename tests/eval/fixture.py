"""The shared evaluation corpus in, a guide folder out: 300 invented organisations, 32 kinds of help, 24 towns."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "eval" / "search"
"""Where the corpus lies; it is no part of the repository."""
LANGUAGES = ("pl", "he", "en")
KINDS = {"help": "help_types", "town": "towns", "org": "organisations"}
"""What the questions call a page to the file of its records."""

GUIDE = {
    "name": {"pl": "Próba wyszukiwania", "he": "בדיקת חיפוש", "en": "Search trial"},
    "region": {"pl": "Podlaskie", "he": "פודלסיה", "en": "Podlaskie"},
    "country": "PL",
    "time_zone": "Europe/Warsaw",
    "languages": list(LANGUAGES),
    "edition": "2026.1",
    "edition_date": "2026-11-22",
    "publisher": {"name": {"pl": "Próba", "he": "ניסיון", "en": "Trial"}, "email": "biuro@proba.example"},
    "contact": {"email": "kontakt@proba.example"},
    "repository": "https://git.example/proba",
    "emergency": "112",
}


def guide_folder(folder: Path, corpus: Path = SHARED / "fixture") -> Path:
    """Write the corpus as the project's own data files."""
    help_types, towns, organisations = (
        _read(corpus / f"{name}.yaml") for name in ("help_types", "towns", "organisations")
    )
    everything = {"pl": "Pomoc", "he": "עזרה", "en": "Help"}
    _write(folder, "guide", GUIDE)
    _write(
        folder,
        "help_types",
        {
            "groups": [{"id": "help", "name": everything, "need": everything, "icon": "lifebuoy"}],
            "help_types": [
                {
                    "id": one["id"],
                    "group": "help",
                    "name": one["name"],
                    "description": {language: words[0] for language, words in one["description"].items()},
                    "synonyms": {code: words for code, words in one["synonyms"].items() if code in LANGUAGES},
                    "how_people_say_it": {
                        code: words for code, words in one["synonyms"].items() if code not in LANGUAGES
                    },
                }
                for one in help_types
            ],
        },
    )
    _write(folder, "target_groups", {"categories": [{"id": "anyone", "name": everything}], "target_groups": []})
    _write(
        folder,
        "areas",
        {
            "areas": [
                {
                    "id": one["id"],
                    "level": "town",
                    "name": one["name"],
                    "locative": {
                        "pl": f"w {one['locative_pl']}",
                        "he": f"ב{one['name']['he']}",
                        "en": f"in {one['name']['en']}",
                    },
                }
                for one in towns
            ]
        },
    )
    names = {one["id"]: one["name"]["pl"] for one in towns}
    _write(
        folder,
        "organisations",
        {
            "organisations": [
                {
                    "id": one["id"],
                    "name": one["name"],
                    "description": one["desc"],
                    "phones": [one["phone"]],
                    "address": {"street": one["street"], "city": names[one["town"]]},
                    "area": one["town"],
                    "help_types": one["types"],
                    "source": "https://proba.example/",
                    "verified": None,
                }
                for one in sorted(organisations, key=lambda one: one["id"])
            ]
        },
    )
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    (folder / "mkdocs.yml").write_text(settings.replace("  custom_dir: theme\n", ""), "utf-8")
    for language in LANGUAGES:
        (folder / "content" / language).mkdir(parents=True, exist_ok=True)
    return folder


def ids(languages: tuple[str, ...] = LANGUAGES, corpus: Path = SHARED / "fixture") -> dict[str, str]:
    """Path of a page on the site to the key that the questions know it by: `pl/org/latarnia`."""
    found = {}
    folders = {"help": "help", "town": "area", "org": "organisation"}
    for kind, name in KINDS.items():
        for one in _read(corpus / f"{name}.yaml"):
            for language in languages:
                prefix = "" if language == languages[0] else f"{language}/"
                found[f"{prefix}{folders[kind]}/{one['id']}.html"] = f"{language}/{kind}/{one['id']}"
    return found


def records(corpus: Path = SHARED / "fixture") -> list[dict[str, Any]]:
    """The organisations as the corpus has them."""
    return _read(corpus / "organisations.yaml")


def _read(path: Path) -> list[dict[str, Any]]:
    return yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)


def _write(folder: Path, name: str, value: object) -> None:
    (folder / "data").mkdir(parents=True, exist_ok=True)
    # JSON is YAML; null is written as such.
    (folder / "data" / f"{name}.yaml").write_text(json.dumps(value, ensure_ascii=False, indent=1), "utf-8")
