"""A Guide in, one JSON file out: the Human Services Data Specification (HSDS 3.1), organisations with their services.

https://docs.openreferral.org: its names, its lists of values. Several records in one file are wrapped as its API wraps
them, in a `Page`, on which what holds for all of them stands, too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from generator.exports.schedules import schedules
from generator.exports.shown import Shown, filled, is_single, number, seen, shown
from generator.exports.terms import Terms
from generator.exports.wording import Wording
from generator.languages import language_name
from generator.model import Address, Guide, Organisation, Phone, Source

VERSION = "3.1"
STATUS = {"current": "active", "future": "inactive", "paused": "temporarily closed", "closed": "defunct"}
DOCUMENTS = ("identity-document", "referral-decision")
"""Conditions that are met by a paper."""

Object = dict[str, Any]


def hsds(guide: Guide, language: str) -> Iterator[bytes]:
    """The file in pieces, an organisation a line; its texts are in `language`, where they are told in it."""
    made = _Records(guide, language)
    head = ",\n".join(f'"{name}": {_json(value)}' for name, value in made.page().items())
    yield f'{{{head},\n"contents": ['.encode()
    between = "\n"
    for organisation in guide.organisations:
        yield (between + _json(made.organization(organisation))).encode()
        between = ",\n"
    yield b"\n]}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


class _Records(Wording):
    """The records of HSDS in one language."""

    @cached_property
    def terms(self) -> Terms:
        """The guide's lists."""
        return Terms(self)

    def page(self) -> Object:
        """What the file is, and the frame of its records."""
        settings = self.guide.settings
        count = len(self.guide.organisations)
        return {
            "made_by": f"guide export: HSDS {VERSION}",
            "name": self.words(settings.name),
            "publisher": filled(
                name=self.words(settings.publisher.name),
                email=settings.publisher.email,
                website=settings.publisher.website,
            ),
            "license": settings.data_licence,
            "edition": settings.edition,
            "edition_date": settings.edition_date.isoformat(),
            "as_of": self.guide.today.isoformat(),
            "language": self.language,
            "time_zone": settings.time_zone,
            "url": self.url("") or settings.repository,
            "id_namespace": str(self.namespace),
            "taxonomies": self.terms.listed(),
            "total_items": count,
            "total_pages": 1,
            "page_number": 1,
            "size": count,
            "first_page": True,
            "last_page": True,
            "empty": not count,
        }

    def organization(self, organisation: Organisation) -> Object:
        """An organisation with all that its page shows."""
        name = organisation.id
        closed = organisation.status == "closed"
        services = [self.service(organisation, one) for one in shown(organisation, self.guide.today)]
        names = [service["name"] for service in services]
        address = None if closed else organisation.address
        own = [service.address for service in organisation.services]
        return filled(
            id=self.id(name),
            name=self.words(organisation.name),
            description=self.words(organisation.description)
            or (self.strings.enumeration(names) if names else self.words(organisation.name)),
            email="" if closed else organisation.email,
            website="" if closed else organisation.website,
            uri=self.organisation_url(organisation),
            locations=[self.location(organisation, address, name)] if address and address not in own else [],
            organization_identifiers=[
                {"id": self.id(name, "identifier", kind), "identifier_type": kind, "identifier": value}
                for kind, value in {"id": name, **organisation.registry}.items()
            ],
            metadata=self.metadata(organisation.source, name),
            services=services,
        )

    def service(self, organisation: Organisation, one: Shown) -> Object:
        """A service; of one that is closed no more than that it is, and where to go instead."""
        service = one.service
        name = f"{organisation.id}/{service.id}"
        described = organisation.description if is_single(organisation) else service.description
        about = [self.words(described), self.words(service.notes) if one.reachable else ""]
        alerts = (*organisation.alerts, *(service.alerts if one.standing == "current" else ()))
        notices = [self.words(alert.text) for alert in alerts if alert.holds(self.guide.today)]
        return filled(
            id=self.id(name),
            name=self.words(service.name),
            description="\n\n".join(filter(None, about)),
            url=service.website if one.reachable else "",
            additional_urls=[
                {"id": self.id(name, "url", kind), "label": label, "url": url}
                for kind, label, url in self.urls(organisation, one)
                if url
            ],
            status=STATUS[one.standing],
            alert="\n\n".join(filter(None, [self.words(one.notice), *notices])),
            assured_date=one.source.verified and one.source.verified.isoformat(),
            last_modified=_changed(one.source),
            attributes=list(self.terms.attributes(one, name)),
            metadata=self.metadata(one.source, name),
            **(self.reached(organisation, one, name) if one.reachable else {}),
        )

    def reached(self, organisation: Organisation, one: Shown, name: str) -> Object:
        """How, where, when and on what terms one is helped."""
        service = one.service
        _ = self.strings.gettext
        conditions = self.listed("condition", service.conditions)
        if service.residents_of:
            found = [self.guide.area[area] for area in service.residents_of]
            areas = [area.genitive.get(self.language) or self.words(area.name) for area in found]
            conditions.append(_("Only for residents of %(areas)s.") % {"areas": self.strings.enumeration(areas)})
        ways = self.listed("booking", service.booking)
        cost = {"paid": _("You pay for this."), "partly": _("You pay a part."), "free": _("free"), "unknown": ""}
        steps = [
            _("You need a referral.") if service.referral == "required" else "",
            self.words(service.referral_note),
            self.strings.enumeration(ways, "or") if ways else "",
        ]
        fees = self.words(service.cost_note) or cost[service.cost]
        place = service.address
        return {
            "email": service.email,
            "phones": [self.phone(phone, name) for phone in service.phones],
            "schedules": schedules(self, service, name),
            "service_areas": [self.service_area(area, name) for area in service.service_area]
            or [{"id": self.id(name, "service_area"), "name": self.strings.country_name(organisation.country)}],
            "service_at_locations": [
                {"id": self.id(name, "at"), "location": self.location(organisation, place, name, service.accessibility)}
            ]
            if place
            else [],
            "languages": [self.spoken(code, name) for code in service.languages],
            "eligibility_description": " ".join(conditions),
            "minimum_age": 18 if "adults" in service.conditions else None,
            "maximum_age": 17 if "under-18" in service.conditions else None,
            "required_documents": [
                {"id": self.id(name, "document", each), "document": said}
                for each in service.conditions
                if each in DOCUMENTS
                for said in self.listed("condition", (each,))
            ],
            "application_process": "\n".join(filter(None, steps)),
            "fees_description": fees,
            "cost_options": [
                filled(id=self.id(name, "cost"), option=service.cost, amount_description=fees)
                | ({"amount": 0} if service.cost == "free" else {})
            ]
            if service.cost != "unknown"
            else [],
        }

    def urls(self, organisation: Organisation, one: Shown) -> Iterator[tuple[str, str, str]]:
        """Where it stands in the guide, where to go instead, where to book."""
        _ = self.strings.gettext
        yield "page", self.words(self.guide.settings.name), self.organisation_url(organisation, one.service.id)
        id, _slash, service = one.successor.partition("/")
        if id:
            other = self.guide.organisation[id]
            place = {"place": self.words(other.name)}
            yield "successor", _("Go here instead: %(place)s") % place, self.organisation_url(other, service)
        if one.reachable:
            yield "booking", _("How to book"), one.service.booking_url

    def phone(self, phone: Phone, of: str) -> Object:
        """A number as one dials it from anywhere; the extension is a number there, which loses a leading zero."""
        written = number(phone.uri)
        whole = not phone.extension.startswith("0")
        name = self.id(of, "phone", written, phone.extension)
        return filled(
            id=name,
            number=written if whole else f"{written};ext={phone.extension}",
            extension=int(phone.extension) if phone.extension and whole else None,
            type="cell" if phone.kind == "mobile" else "voice",
            description="\n".join(
                filter(None, [self.words(phone.label), phone.hours.expression if phone.hours else ""])
            ),
            languages=[self.spoken(code, name) for code in phone.languages],
        )

    def spoken(self, code: str, of: str) -> Object:
        """A language that people speak there."""
        return {"id": self.id(of, "language", code), "name": language_name(code, self.language), "code": code}

    def service_area(self, area: str, of: str) -> Object:
        """A place whose people it serves."""
        return filled(
            id=self.id(of, "service_area", area),
            name=self.words(self.guide.area[area].name),
            uri=self.url(f"area/{area}.html"),
        )

    def location(
        self, organisation: Organisation, address: Address, of: str, accessibility: tuple[str, ...] = ()
    ) -> Object:
        """A place to go to."""
        return filled(
            id=self.id(of, "location"),
            location_type="physical",
            description=self.words(address.directions),
            latitude=address.latitude,
            longitude=address.longitude,
            external_identifier=of,
            external_identifier_type="id",
            addresses=[self.address(organisation, address, of)] if address.street or address.city else [],
            accessibility=[
                {"id": self.id(of, "accessibility", each), "description": said}
                for each in accessibility
                for said in self.listed("accessibility", (each,))
            ],
        )

    def address(self, organisation: Organisation, address: Address, of: str) -> Object:
        """An address; HSDS wants each of its parts, also where we do not know it."""
        areas = [service.area for service in organisation.services if service.address == address]
        above = self.guide.areas_above.get(next(iter(areas), organisation.area), ())
        states = [self.guide.area[area] for area in above if self.guide.area[area].level == "voivodeship"]
        return {
            "id": self.id(of, "address"),
            "address_1": address.street,
            "city": address.city,
            "state_province": self.words(states[0].name) if states else "",
            "postal_code": address.postcode,
            "country": organisation.country,
            "address_type": "physical",
        }

    def metadata(self, source: Source, of: str) -> list[Object]:
        """Where facts come from, and when a person confirmed them: HSDS knows both as a change of a record."""
        settings = self.guide.settings
        by = self.words(settings.publisher.name)
        changes = [(seen(source) or settings.edition_date.isoformat(), "source", source.url)]
        if source.verified:
            changes.append((source.verified.isoformat(), "verified", source.verified_by))
        return [
            {
                "id": self.id(of, "metadata", field),
                "last_action_date": day,
                "last_action_type": field,
                "field_name": field,
                "previous_value": "",
                "replacement_value": value,
                "updated_by": by,
            }
            for day, field, value in changes
        ]


def _changed(source: Source) -> str:
    """The youngest day that a record states of its facts, in the form that HSDS asks for."""
    days = (source.verified, source.seen if source.seen_precision == "day" else None)
    youngest = max(filter(None, days), default=None)
    return f"{youngest.isoformat()}T00:00:00.000Z" if youngest else ""
