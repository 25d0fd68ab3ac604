"""Small guide folders for tests of the data: two kinds of help, three areas, and what organisations a test writes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from generator.load import load
from generator.model import Guide
from generator.problems import DataProblems, Problem

TODAY = date(2026, 11, 22)

GUIDE = """\
name: {pl: "Gdzie znajdę pomoc?", he: "איפה אפשר לקבל עזרה?", en: "Where can I get help?"}
region: {pl: "Podlaskie", he: "פודלסיה", en: "Podlaskie"}
country: PL
time_zone: Europe/Warsaw
languages: [pl, he, en]
edition: "2026.1"
edition_date: "2026-11-22"
publisher: {name: {pl: "Stowarzyszenie Próba"}, email: biuro@proba.org}
contact: {email: kontakt@proba.org}
repository: https://proba.org/przewodnik
emergency: "112"
"""
HELP_TYPES = """\
groups:
  - id: shelter
    name: {pl: Schronienie, he: "קורת גג", en: Shelter}
    need: {pl: noclegu, he: "מקום לישון", en: Bed}
    icon: bed-outline
help_types:
  - {id: night-shelter, group: shelter, name: {pl: Noclegownie, he: "לינת לילה", en: Night shelters}}
  - id: violence
    group: shelter
    name: {pl: Pomoc dla osób doznających przemocy, he: "סיוע לנפגעות ולנפגעי אלימות", en: Help with violence}
    sensitive: true
    confidential_location: true
    slug: home-matters
    neutral_name: {pl: Sprawy domowe, he: "ענייני בית", en: Home matters}
"""
TARGET_GROUPS = """\
categories:
  - {id: home, name: {pl: Mieszkanie, he: "דיור", en: Home}}
target_groups:
  - {id: homeless, category: home, name: {pl: Osoby w kryzysie bezdomności, he: "דרי רחוב", en: Homeless people}}
"""
AREAS = """\
areas:
  - {id: podlaskie, level: voivodeship, code: "20", name: {pl: podlaskie, he: "פודלסיה", en: Podlaskie}}
  - {id: bialystok, level: town, parent: podlaskie, name: {pl: Białystok, he: "ביאליסטוק", en: Białystok}}
  - {id: hajnowka, level: town, parent: podlaskie, name: {pl: Hajnówka, he: "היינובקה", en: Hajnówka}}
"""
GOOD = """\
organisations:
  - id: dom
    name: {pl: "Dom „Żółta Ćma”"}
    phones: ["85 744 50 27"]
    area: bialystok
    help_types: [night-shelter]
    hours: "24/7"
    source: https://proba.org/dom
    verified: null
"""


def small_guide(folder: Path, organisations: str | bytes = GOOD, **files: str) -> Path:
    """A guide folder with these organisations; `files` replaces others: `help_types="…"`."""
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    texts = {"guide": GUIDE, "help_types": HELP_TYPES, "target_groups": TARGET_GROUPS, "areas": AREAS} | files
    for name, text in texts.items():
        (data / f"{name}.yaml").write_text(text, "utf-8")
    content = organisations if isinstance(organisations, bytes) else organisations.encode()
    (data / "organisations.yaml").write_bytes(content)
    return folder


def problems_of(folder: Path) -> tuple[Problem, ...]:
    """Every problem of a guide folder, errors and warnings."""
    try:
        return load(folder, TODAY)[1]
    except DataProblems as found:
        return found.problems


def loaded(folder: Path) -> Guide:
    """The guide of a folder without errors."""
    return load(folder, TODAY)[0]


def record(lines: str) -> str:
    """Organisations with one record `dom`: the good one's fields, then these lines (indented by four)."""
    body = "\n".join("    " + line for line in lines.strip("\n").split("\n"))
    return (
        'organisations:\n  - id: dom\n    name: {pl: "Dom"}\n    source: https://proba.org\n    area: bialystok\n'
        f"    help_types: [night-shelter]\n{body}\n"
    )
