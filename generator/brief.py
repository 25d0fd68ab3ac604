"""Organisations in brief: a Guide in; what lists, the search and other pages say of its records out, made once."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from generator.model import Guide, Organisation, Service, Text
from generator.once import OfGuide

Standing = Literal["current", "paused", "closed", "future", "ended"]


class Facts(NamedTuple):
    """What lists need to know of a service without showing it."""

    organisation: str
    service: str
    help_types: tuple[str, ...]
    target_groups: tuple[str, ...]
    area: str
    """Where it is."""
    service_area: tuple[str, ...]
    country: str
    called: bool
    """Whether it has a number."""


class ServiceBrief(NamedTuple):
    """What others say of a service."""

    id: str
    name: Text
    help_types: tuple[str, ...]
    area: str
    facts: Facts | None
    """`None` where nobody may be sent there today."""


class Brief(NamedTuple):
    """What lists, the search and other pages say of an organisation: a tenth of what it takes whole.

    A big guide does not hold all its records at once; without this, each list would read them all again.
    """

    id: str
    address_name: str
    aliases: tuple[str, ...]
    status: str
    name: Text
    original_language: str
    area: str
    digest: bytes
    """Of its record."""
    named: tuple[str, ...]
    """Other organisations that its record names."""
    modified: date | None
    services: tuple[ServiceBrief, ...]

    @property
    def home(self) -> str:
        """Where it is; empty where it has no place."""
        return self.services[0].area or self.area


def brief(organisation: Organisation, today: date) -> Brief:
    """An organisation in brief."""
    named = (organisation.successor, *[service.successor for service in organisation.services])
    open_ = organisation.status in ("active", "unverified")
    return Brief(
        organisation.id,
        organisation.address_name,
        organisation.aliases,
        organisation.status,
        organisation.name,
        organisation.original_language,
        organisation.area,
        bytes.fromhex(organisation.digest),
        tuple([one.partition("/")[0] for one in named if one]),
        modified(organisation),
        tuple(
            [
                ServiceBrief(
                    service.id,
                    service.name,
                    service.help_types,
                    service.area,
                    _facts(organisation, service) if open_ and service.current(today) else None,
                )
                for service in organisation.services
            ]
        ),
    )


def _facts(organisation: Organisation, service: Service) -> Facts:
    return Facts(
        organisation.id,
        service.id,
        service.help_types,
        service.target_groups,
        service.area,
        service.service_area,
        organisation.country,
        bool(service.phones),
    )


def standing(organisation: Organisation, service: Service, today: date) -> Standing:
    """How a service stands on a day, whatever its organisation and its own dates say of it."""
    for status in (organisation.status, service.status):
        if status in ("closed", "paused"):
            return status
    if service.valid_from and today < service.valid_from:
        return "future"
    if service.valid_until and today > service.valid_until:
        return "ended"
    return "current"


def modified(organisation: Organisation) -> date | None:
    """The youngest day that the record itself states."""
    days = []
    for source in (organisation.source, *[service.source for service in organisation.services]):
        if source and source.verified:
            days.append(source.verified)
        if source and source.seen and source.seen_precision == "day":
            days.append(source.seen)
    return max(days, default=None)


@OfGuide
def briefs(guide: Guide) -> list[Brief]:
    """All organisations in brief, in the order of the guide."""
    return [brief(one, guide.today) for one in guide.organisations]


def current_services(guide: Guide) -> list[Facts]:
    """The facts of every service to which people may be sent today, in the order of the records."""
    return [service.facts for one in briefs(guide) for service in one.services if service.facts]


class Briefs(dict[str, Brief]):
    """Organisations in brief by id: all of them where they were made; else each is looked up when it is asked for."""

    def __init__(self, guide: Guide) -> None:
        super().__init__({one.id: one for one in briefs.made(guide) or ()})
        self.guide = guide

    def __missing__(self, id: str) -> Brief:
        found = self[id] = brief(self.guide.organisation[id], self.guide.today)
        return found
