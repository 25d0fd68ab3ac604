"""What stands in an edition: a Guide and an `Edition` in; chapters with their services out, in no language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from generator.frozen import frozen
from generator.model import Edition, Guide, HelpGroup, Organisation, Service


@frozen
class Item:
    """A service in an edition."""

    organisation: Organisation
    service: Service

    @property
    def key(self) -> str:
        """`organisation/service`."""
        return f"{self.organisation.id}/{self.service.id}"

    def open(self, today: date) -> bool:
        """Whether people may be sent there."""
        return self.organisation.status in ("active", "unverified") and self.service.current(today)


@frozen
class Chapter:
    """A need and the services that answer it."""

    group: HelpGroup
    places: tuple[tuple[str, tuple[Item, ...]], ...]
    """Id of a place, nearest first, to the services there; the empty id takes what is nowhere."""
    also: tuple[Item, ...]
    """Services that stand in full in an earlier chapter."""

    @property
    def items(self) -> tuple[Item, ...]:
        """All services that stand here in full."""
        return tuple(item for _place, items in self.places for item in items)


@frozen
class Selection:
    """An edition's services."""

    edition: Edition
    chapters: tuple[Chapter, ...]
    urgent: tuple[Item, ...]
    """Those of the page of emergency numbers."""
    left_out: int
    """Services that have neither phone nor address: nobody can reach them from paper."""


def selection(guide: Guide, edition: Edition) -> Selection:
    """The services of an edition as its chapters order them."""
    wanted = [
        item
        for organisation in guide.organisations
        for item in (Item(organisation, service) for service in organisation.services)
        if item.open(guide.today) and _of_kind(edition, item.service)
        if _serves(guide, edition, organisation, item.service)
    ]
    reachable = [item for item in wanted if item.service.phones or item.service.email or item.service.address]
    urgent = _urgent(guide, edition)
    calls = {item.key for item in urgent}
    groups = [guide.help_group[one] for one in edition.chapters]
    groups += [group for group in guide.help_groups if group not in groups]
    by_group: dict[str, list[Item]] = {}
    also: dict[str, list[Item]] = {}
    for item in reachable:
        if _stands_on_page_2(guide, item, calls):
            continue
        own = [guide.help_type[one].group for one in item.service.help_types]
        home = next((group.id for group in groups if group.id in own), own[0]) if edition.chapters else own[0]
        by_group.setdefault(home, []).append(item)
        for group in dict.fromkeys(own):
            if group != home:
                also.setdefault(group, []).append(item)
    chapters = tuple(
        Chapter(group, _by_place(guide, edition, by_group.get(group.id, ())), tuple(also.get(group.id, ())))
        for group in groups
        if group.id in by_group or group.id in also
    )
    return Selection(edition, chapters, urgent, len(wanted) - len(reachable))


def _stands_on_page_2(guide: Guide, item: Item, calls: set[str]) -> bool:
    """Whether the page of emergency numbers says all there is: a number of three digits, or the one in the frame."""
    phones = item.service.phones
    if phones and all(phone.uri == guide.settings.emergency.uri for phone in phones):
        return True
    short = all(phone.kind == "emergency" or len(phone.display) <= 3 for phone in phones)
    return item.key in calls and bool(phones) and short and not item.service.address


def _of_kind(edition: Edition, service: Service) -> bool:
    if not edition.help_types and not edition.target_groups:
        return True
    return bool(set(edition.help_types) & set(service.help_types)) or bool(
        set(edition.target_groups) & set(service.target_groups)
    )


def _serves(guide: Guide, edition: Edition, organisation: Organisation, service: Service) -> bool:
    """Whether people of the edition's places may use it: it is there, or it serves a place in them or around them."""
    if not edition.areas:
        return True
    places = {service.area, *_served(guide, organisation, service)} - {""}
    wanted = set(edition.areas)
    around = {above for area in wanted for above in guide.areas_above[area]}
    return any(place in around or wanted & set(guide.areas_above[place]) for place in places)


def _served(guide: Guide, organisation: Organisation, service: Service) -> tuple[str, ...]:
    if service.service_area or service.area:
        return service.service_area or (service.area,)
    return tuple(area.id for area in guide.areas if area.level == "country" and area.code == organisation.country)


def _urgent(guide: Guide, edition: Edition) -> tuple[Item, ...]:
    """The services of the guide's page of urgent help that people of the edition's places may use."""
    found = []
    for entry in guide.settings.urgent:
        organisation_id, _slash, service_id = entry.service.partition("/")
        organisation = guide.organisation[organisation_id]
        service = next(one for one in organisation.services if one.id == service_id)
        item = Item(organisation, service)
        if item.open(guide.today) and _serves(guide, edition, organisation, service):
            found.append(item)
    return tuple(found)


def _by_place(guide: Guide, edition: Edition, items: Iterable[Item]) -> tuple[tuple[str, tuple[Item, ...]], ...]:
    places: dict[str, list[Item]] = {}
    for item in items:
        served = _served(guide, item.organisation, item.service)
        places.setdefault(item.service.area or (served[0] if served else ""), []).append(item)
    order = {area.id: position for position, area in enumerate(guide.areas)}
    size = {"town": 0, "municipality": 1, "county": 2, "voivodeship": 3, "country": 4}

    def nearness(place: str) -> tuple[int, int, int]:
        area = guide.area.get(place)
        if area is None:
            return (9, 9, 0)
        inside = not edition.areas or bool(set(edition.areas) & set(guide.areas_above[place]))
        abroad = guide.area[guide.areas_above[place][-1]].code not in ("", guide.settings.country)
        return (2 if abroad else 0 if inside else 1, max(2, size[area.level]), order[place])

    return tuple((place, tuple(places[place])) for place in sorted(places, key=nearness))
