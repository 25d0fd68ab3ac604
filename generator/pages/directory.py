"""What is where, in no language: a Guide in, its current services by kind of help, place and people out."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from generator.brief import Brief, Briefs, Facts, ServiceBrief, briefs, current_services
from generator.model import Guide, Organisation, Service
from generator.once import OfGuide


class Entry:
    """A service to which people may be sent today."""

    __slots__ = ("facts", "guide", "key", "places", "serves")

    facts: Facts
    key: str
    """`organisation/service`."""
    places: frozenset[str]
    """Areas in whose lists it stands: where it is or which it serves, and all above them."""
    serves: tuple[str, ...]
    """Areas whose people it takes; empty means everybody."""

    def __init__(self, guide: Guide, facts: Facts, places: frozenset[str], serves: tuple[str, ...]) -> None:
        self.guide, self.facts, self.places, self.serves = guide, facts, places, serves
        self.key = f"{facts.organisation}/{facts.service}"

    @property
    def organisation(self) -> Organisation:
        """Looked up when it is asked for, as is the record: a big guide does not hold all of them at once."""
        return self.guide.organisation[self.facts.organisation]

    @property
    def record(self) -> tuple[Organisation, Service]:
        """The organisation and the service of it that this is."""
        organisation = self.organisation
        return organisation, next(one for one in organisation.services if one.id == self.facts.service)

    @property
    def brief(self) -> tuple[Brief, ServiceBrief]:
        """The same in brief, without reading the record where all are known in brief."""
        organisation = directory(self.guide).brief[self.facts.organisation]
        return organisation, next(one for one in organisation.services if one.id == self.facts.service)


class Directory:
    """The current services of a guide, found by every axis."""

    def __init__(self, guide: Guide, services: Iterable[Facts]) -> None:
        self.guide = guide
        self.country_area = {area.code: area.id for area in guide.areas if area.level == "country"}
        self.brief = Briefs(guide)
        self.entries: dict[str, Entry] = {}
        self.of_help: dict[str, list[Entry]] = {}
        self.of_group: dict[str, list[Entry]] = {}
        self.of_area: dict[str, list[Entry]] = {}
        self.of_help_and_area: dict[tuple[str, str], list[Entry]] = {}
        self.serving: dict[str, list[Entry]] = {}
        """Area to the services that name it as one they serve; those for everybody stand under the empty id."""
        self.help_serving: dict[tuple[str, str], list[Entry]] = {}
        self._reaches: dict[tuple[str, tuple[str, ...], str], tuple[frozenset[str], tuple[str, ...]]] = {}
        for service in services:
            self._add(service)

    def _add(self, service: Facts) -> None:
        places, serves = self._reach(service.area, service.service_area, service.country)
        entry = Entry(self.guide, service, places, serves)
        self.entries[entry.key] = entry
        for help_type in service.help_types:
            self.of_help.setdefault(help_type, []).append(entry)
        for group in service.target_groups:
            self.of_group.setdefault(group, []).append(entry)
        for area in places:
            self.of_area.setdefault(area, []).append(entry)
            for help_type in service.help_types:
                self.of_help_and_area.setdefault((help_type, area), []).append(entry)
        abroad = service.country != self.guide.settings.country
        for area in serves or (() if abroad else ("",)):
            self.serving.setdefault(area, []).append(entry)
            for help_type in service.help_types:
                self.help_serving.setdefault((help_type, area), []).append(entry)

    def _reach(self, area: str, service_area: tuple[str, ...], country: str) -> tuple[frozenset[str], tuple[str, ...]]:
        """In which lists of places a service stands, and whose people it takes: the same for most that stand there."""
        key = (area, service_area, country)
        if key not in self._reaches:
            serves = service_area or ((area,) if area else ())
            whole = self.country_area.get(country)
            if not serves and whole:
                serves = (whole,)
            above = self.guide.areas_above
            self._reaches[key] = frozenset(one for at in (area, *serves) for one in above.get(at, ())), serves
        return self._reaches[key]

    def wider(self, area: str, help_type: str = "") -> dict[str, list[Entry]]:
        """Services for the people of `area` that stand in no list of it, by the wider area that they serve.

        Smallest area first; the key of those for everybody is empty. With `help_type` only that kind of help.
        """
        found: dict[str, list[Entry]] = {}
        seen: set[str] = set()
        for above in (*self.guide.areas_above[area][1:], ""):
            serving = self.help_serving.get((help_type, above), ()) if help_type else self.serving.get(above, ())
            for entry in serving:
                if area not in entry.places and entry.key not in seen:
                    seen.add(entry.key)
                    found.setdefault(above, []).append(entry)
        return found

    def by_phone(self, entry: Entry) -> bool:
        """Whether it helps from anywhere in the guide's country: a line without a place."""
        facts = entry.facts
        return facts.country == self.guide.settings.country and not facts.area and facts.called

    def places(self, entries: Iterable[Entry]) -> set[str]:
        """Areas that services name themselves, where they are or whom they serve, below the size of a region."""
        named = {area for entry in entries for area in (entry.facts.area, *entry.serves) if area}
        return {area for area in named if self.guide.area[area].level not in ("country", "voivodeship")}

    @cached_property
    def of_need(self) -> dict[str, list[Entry]]:
        """Group of kinds of help to its services, each once."""
        found: dict[str, dict[str, Entry]] = {}
        for help_type in self.guide.help_types:
            for entry in self.of_help.get(help_type.id, ()):
                found.setdefault(help_type.group, {})[entry.key] = entry
        return {group: list(entries.values()) for group, entries in found.items()}

    @cached_property
    def helps_in(self) -> dict[str, list[str]]:
        """Area to the kinds of help that there are."""
        found: dict[str, list[str]] = {}
        for help_type, area in self.of_help_and_area:
            found.setdefault(area, []).append(help_type)
        return found

    @cached_property
    def areas_below(self) -> dict[str, list[str]]:
        """Area to the areas that lie directly in it, in the order of the file."""
        found: dict[str, list[str]] = {}
        for area in self.guide.areas:
            found.setdefault(area.parent, []).append(area.id)
        return found

    @property
    def count_of_entries(self) -> int:
        """How many lines A–Z has."""
        return len(self.open_organisations) + len(self.of_help)

    @cached_property
    def open_organisations(self) -> list[Brief]:
        """Organisations that a list may name."""
        return [organisation for organisation in briefs(self.guide) if organisation.status != "closed"]

    def names(self, language: str) -> list[str]:
        """What A–Z lists, in one language."""
        return [organisation.name.in_language(language).words for organisation in self.open_organisations] + [
            self.guide.help_type[help_type].name.in_language(language).words for help_type in self.of_help
        ]


@OfGuide
def directory(guide: Guide) -> Directory:
    """The directory of a guide."""
    return Directory(guide, current_services(guide))


def use(guide: Guide, services: Iterable[Facts]) -> None:
    """Let the directory of a guide be made from what is known of its current services, without reading the records."""
    directory.use(guide, Directory(guide, services))
