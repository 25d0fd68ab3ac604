"""How many organisations in, a guide folder out: the made-up records of `gen_orgs.py` in the schema of this project.

    python -m bench.data 3000 FOLDER --generator ../shared/bench/gen_orgs.py

The generator is given, not copied: everybody who measures takes the same records. Nothing in them is real.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[1]
GENERATOR = ROOT.parent / "shared" / "bench" / "gen_orgs.py"
LANGUAGES = ("pl", "he", "en")
DAYS = {"mon": "Mo", "tue": "Tu", "wed": "We", "thu": "Th", "fri": "Fr", "sat": "Sa", "sun": "Su"}
TODAY = "2026-11-22"

GUIDE = """\
name: {pl: "Gdzie znajdę pomoc?", he: "איפה אפשר לקבל עזרה?", en: "Where can I get help?"}
region: {pl: "Polska", he: "פולין", en: "Poland"}
country: PL
time_zone: Europe/Warsaw
languages: [pl, he, en]
edition: "2026.1"
edition_date: "2026-11-22"
publisher: {name: {pl: "Próba", he: "ניסיון", en: "Trial"}, email: biuro@proba.org}
contact: {email: kontakt@proba.org}
repository: https://proba.org/przewodnik
emergency: "112"
"""
PEOPLE = """\
categories:
  - {id: home, name: {pl: Dom, he: "בית", en: Home}}
target_groups:
  - {id: homeless, category: home, name: {pl: Osoby, he: "אנשים", en: People}}
"""
GROUPS = """\
groups:
  - id: help
    name: {pl: Pomoc, he: "עזרה", en: Help}
    need: {pl: pomocy, he: "עזרה", en: Help}
    icon: bed-outline
help_types:
"""
COUNTRY = '  - {id: poland, level: country, code: PL, name: {pl: Polska, he: "פולין", en: Poland}}\n'
PHONE = "85 799 99 99"
"""What the one-record change puts in."""


def generator(path: Path = GENERATOR) -> ModuleType:
    """The module that makes the records."""
    spec = importlib.util.spec_from_file_location("gen_orgs", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"no generator at {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write(folder: Path, count: int, made: ModuleType) -> None:
    """Write the guide of `count` organisations; without articles, since the peers have none."""
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    helps = "".join(f"  - {{id: {one['id']}, group: help, name: {_words(one['name'])}}}\n" for one in made.help_types())
    areas = "".join(
        f"  - {{id: {one['id']}, level: town, parent: poland, name: {{pl: {_quoted(one['name']['pl'])}}}}}\n"
        for one in made.regions()
    )
    (data / "guide.yaml").write_text(GUIDE, "utf-8")
    (data / "help_types.yaml").write_text(GROUPS + helps, "utf-8")
    (data / "target_groups.yaml").write_text(PEOPLE, "utf-8")
    (data / "areas.yaml").write_text(f"areas:\n{COUNTRY}{areas}", "utf-8")
    with (data / "organisations.yaml").open("w", encoding="utf-8") as file:
        file.write("organisations:\n")
        for organisation in made.organisations(count):
            file.writelines(record(organisation))
    for language in LANGUAGES:
        (folder / "content" / language).mkdir(parents=True, exist_ok=True)
    settings = (ROOT / "mkdocs.yml").read_text("utf-8").replace("  custom_dir: theme\n", "")
    (folder / "mkdocs.yml").write_text(settings, "utf-8")


def record(one: Mapping[str, Any]) -> Iterator[str]:
    """The lines of a record."""
    place = one["address"]
    hours = "; ".join(f"{DAYS[day]} {times}" for day, times in one["opening_hours"].items())
    yield f"  - id: {one['id']}\n    name: {_words(one['name'])}\n    description:\n"
    for language, words in one["description"].items():
        yield f"      {language}: {_quoted(words.replace('**', ''))}\n"
    yield f"    website: {_quoted(one['website'])}\n"
    yield f"    phones: [{', '.join(map(_quoted, one['phones']))}]\n    email: {_quoted(one['email'])}\n"
    yield f"    address: {{street: {_quoted(place['street'])}, postcode: {_quoted(place['postcode'])}"
    yield f", city: {_quoted(place['city'])}}}\n"
    yield f"    area: {one['region']}\n    help_types: [{', '.join(one['help_types'])}]\n"
    yield f"    hours: {_quoted(hours)}\n    notes: {_words(one['eligibility'])}\n"
    yield f"    source: {_quoted(one['website'])}\n    verified: {_quoted(min(one['verified'], TODAY))}\n"


def change(folder: Path, number: int = 17) -> None:
    """Change one phone of one record, as an editor would; another number each time, so that it is always news."""
    path = folder / "data" / "organisations.yaml"
    text = path.read_text("utf-8")
    start = text.index("phones: [", text.index(f"  - id: org-{number:06d}\n")) + len("phones: [")
    present = text[start + 1 : text.index('"', start + 1)]
    other = PHONE if present != PHONE else PHONE[:-2] + "98"
    path.write_text(text[: start + 1] + other + text[start + 1 + len(present) :], "utf-8")


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _words(words: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{language}: {_quoted(text)}" for language, text in words.items()) + "}"


def main() -> None:
    """Write a guide folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--generator", type=Path, default=GENERATOR)
    arguments = parser.parse_args()
    write(arguments.folder, arguments.count, generator(arguments.generator))


if __name__ == "__main__":
    main()
