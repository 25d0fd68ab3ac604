"""The same records for MkDocs as it comes: one Markdown file a record in each language, as an NGO would write it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from babel.dates import get_day_names

from bench.data import DAYS, LANGUAGES, TODAY
from generator.strings import strings

# Records in the navigation, as without `nav`, would make pages of a megabyte: nobody keeps them there.
SETTINGS = """\
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


def write(folder: Path, count: int, made: ModuleType, reconfigure_search: bool) -> None:
    """A folder for plain MkDocs; by `reconfigure_search`, static-i18n looks for what stands twice in the search."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mkdocs.yml").write_text(SETTINGS % str(reconfigure_search).lower(), "utf-8")
    for language in LANGUAGES:
        records = folder / "docs" / language / "organisation"
        records.mkdir(parents=True, exist_ok=True)
        (records.parent / "index.md").write_text("# Guide\n", "utf-8")
        for one in made.organisations(count):
            (records / f"{one['id']}.md").write_text("\n".join(page(one, language)), "utf-8")


def page(one: Mapping[str, Any], language: str) -> Iterator[str]:
    """The lines of a record: the facts of our page, a heading for each kind of them."""
    words = strings(language)
    _ = words.gettext
    place, days = one["address"], get_day_names(locale=language)
    checked = date.fromisoformat(min(one["verified"], TODAY))
    yield f"# {one['name'][language]}\n\n{one['description'][language]}"
    yield f"## {_('Contact')}\n"
    for phone in one["phones"]:
        yield f"- [{phone}](tel:{phone.replace(' ', '')})"
    yield f"- <{one['email']}>\n- <{one['website']}>\n"
    yield f"## {_('Hours')}\n\n| | |\n|---|---|"
    for number, day in enumerate(DAYS):
        yield f"| {days[number]} | {one['opening_hours'].get(day, '–')} |"
    yield f"\n{_('On public holidays: call first.')}\n"
    yield f"## {_('Address')}\n\n{place['street']}, {place['postcode']} {place['city']}\n"
    yield f"## {_('Who it is for')}\n\n{one['eligibility'][language]}\n"
    yield f"## {_('Where these facts come from')}\n"
    yield _("Source: %(source)s.") % {"source": f"<{one['website']}>"}
    yield _("Checked %(date)s") % {"date": words.date(checked)} + ".\n"
    yield f"[{_('Report a mistake')}](mailto:kontakt@proba.org?subject={one['id']})\n"
