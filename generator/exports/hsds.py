"""A Guide in, one JSON file out: the Human Services Data Specification (HSDS 3.1), organisations with their services.

https://docs.openreferral.org: its names, its lists of values. Several records in one file are wrapped as its API wraps
them, in a `Page`, on which what holds for all of them stands, too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import cache, cached_property
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from generator.exports.shown import Shown, is_single, number, shown
from generator.languages import language_name
from generator.model import Address, Guide, HelpType, Hours, Organisation, Phone, Season, Source, TargetGroup, Text
from generator.strings import catalogue, strings

VERSION = "3.1"
STATUS = {"current": "active", "future": "inactive", "paused": "temporarily closed", "closed": "defunct"}
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY = 1440
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


def namespace(guide: Guide) -> UUID:
    """What all ids of a guide's export begin with: the UUID of its address (RFC 9562, version 5)."""
    return uuid5(NAMESPACE_URL, guide.settings.site_url or guide.settings.repository)


class _Records:
    """The records of HSDS in one language."""

    def __init__(self, guide: Guide, language: str) -> None:
        self.guide, self.language = guide, language
        self.strings = strings(language)
        self.booklet = catalogue(language, "booklet")
        self.namespace = namespace(guide)
        self.help_type = cache(self._help_type)
        self.target_group = cache(self._target_group)
        self.area = cache(self._area)

    def id(self, *names: str) -> str:
        """The same for the same record, whenever and wherever it is exported."""
        return str(uuid5(self.namespace, "/".join(names)))

    def listed(self, kind: str, names: tuple[str, ...]) -> list[str]:
        """What ids of a controlled list mean, where that is said in words."""
        said = [self.booklet.upgettext(kind, name) for name in names]
        return [words for words, name in zip(said, names, strict=True) if words != name]

    def words(self, text: Text | None) -> str:
        """A text in the language of the export, or else in its original one."""
        return text.in_language(self.language).words if text else ""

    def url(self, path: str) -> str:
        """The address of a page of the guide; empty where the guide does not know its own."""
        settings = self.guide.settings
        prefix = "" if self.language == settings.languages[0] else f"{self.language}/"
        return f"{settings.site_url}{prefix}{path}" if settings.site_url else ""

    def page(self) -> Object:
        """What the file is, and the frame of its records."""
        settings = self.guide.settings
        count = len(self.guide.organisations)
        return {
            "made_by": f"guide export: HSDS {VERSION}",
            "name": self.words(settings.name),
            "publisher": _filled(
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
            "taxonomies": [self.taxonomy(name) for name in self.taxonomies],
            "total_items": count,
            "total_pages": 1,
            "page_number": 1,
            "size": count,
            "first_page": True,
            "last_page": True,
            "empty": not count,
        }

    @cached_property
    def taxonomies(self) -> dict[str, str]:
        """The lists of the guide, and what pages call them."""
        _ = self.strings.gettext
        return {"help_types": _("Kinds of help"), "target_groups": _("Groups of people"), "areas": _("Places")}

    def taxonomy(self, name: str) -> Object:
        """One of the guide's lists."""
        words = self.taxonomies[name]
        return {"id": self.id(name), "name": words, "description": words}

    def organization(self, organisation: Organisation) -> Object:
        """An organisation with all that its page shows."""
        name = organisation.id
        closed = organisation.status == "closed"
        services = [self.service(organisation, one) for one in shown(organisation, self.guide.today)]
        names = [service["name"] for service in services]
        address = None if closed else organisation.address
        own = [service.address for service in organisation.services]
        return _filled(
            id=self.id(name),
            name=self.words(organisation.name),
            description=self.words(organisation.description)
            or (self.strings.enumeration(names) if names else self.words(organisation.name)),
            email="" if closed else organisation.email,
            website="" if closed else organisation.website,
            uri=self.url(_path(organisation)),
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
        return _filled(
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
            attributes=list(self.attributes(one, name)),
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
            "schedules": self.schedules(one, name),
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
                _filled(id=self.id(name, "cost"), option=service.cost, amount_description=fees)
                | ({"amount": 0} if service.cost == "free" else {})
            ]
            if service.cost != "unknown"
            else [],
        }

    def urls(self, organisation: Organisation, one: Shown) -> Iterator[tuple[str, str, str]]:
        """Where it stands in the guide, where to go instead, where to book."""
        _ = self.strings.gettext
        path = _path(organisation)
        yield "page", self.words(self.guide.settings.name), self.url(f"{path}#{one.service.id}")
        id, slash, service = one.successor.partition("/")
        if id:
            other = self.guide.organisation[id]
            place = {"place": self.words(other.name)}
            yield (
                "successor",
                _("Go here instead: %(place)s") % place,
                self.url(f"{_path(other)}{slash and '#'}{service}"),
            )
        if one.reachable:
            yield "booking", _("How to book"), one.service.booking_url

    def phone(self, phone: Phone, of: str) -> Object:
        """A number as one dials it from anywhere; the extension is a number there, which loses a leading zero."""
        written = number(phone.uri)
        whole = not phone.extension.startswith("0")
        name = self.id(of, "phone", written, phone.extension)
        return _filled(
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

    def schedules(self, one: Shown, of: str) -> list[Object]:
        """When it is open, in the local time of its place: a fixed distance from UTC would be wrong for half a year."""
        service = one.service
        _ = self.strings.gettext
        holidays = {"open": _("Open on public holidays too."), "closed": _("Closed on public holidays.")}
        sentences = [
            self.words(service.hours_note),
            self.strings.season(service.season) if service.season else "",
            holidays.get(service.holidays, ""),
        ]
        first, last = _dates(service.season, service.valid_from, service.valid_until, self.guide.today)
        rest = {
            "valid_from": first and first.isoformat(),
            "valid_to": last and last.isoformat(),
            "notes": " ".join(filter(None, sentences)),
        }
        times = _times(service.hours)
        if not times:
            said = _("by appointment") if service.hours.kind == "by-appointment" else ""
            only = _filled(description=said, **rest)
            return [{"id": self.id(of, "schedule"), **only}] if only else []
        return [
            _filled(
                id=self.id(of, "schedule", days, opens, closes),
                freq="WEEKLY",
                wkst="MO",
                byday=days,
                opens_at=opens,
                closes_at=closes,
                description=service.hours.expression,
                **rest,
            )
            for days, opens, closes in times
        ]

    def service_area(self, area: str, of: str) -> Object:
        """A place whose people it serves."""
        return _filled(
            id=self.id(of, "service_area", area),
            name=self.words(self.guide.area[area].name),
            uri=self.url(f"area/{area}.html"),
        )

    def location(
        self, organisation: Organisation, address: Address, of: str, accessibility: tuple[str, ...] = ()
    ) -> Object:
        """A place to go to."""
        return _filled(
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

    def attributes(self, one: Shown, of: str) -> Iterator[Object]:
        """The guide's own lists: kinds of help, groups of people and the place as terms, all else as values."""
        service = one.service
        for help_type in service.help_types:
            yield self.attribute(of, "help_type", help_type, self.help_type(help_type))
        for group in service.target_groups:
            yield self.attribute(of, "target_group", group, self.target_group(group))
        if service.area:
            yield self.attribute(of, "area", service.area, self.area(service.area))
        values = [("id", of)]
        if one.unsure:
            values.append(("status", "unverified"))
        if one.reachable:
            values += [("referral", service.referral)] if service.referral != "unknown" else []
            values += [("condition", each) for each in service.conditions]
            values += [("accessibility", each) for each in service.accessibility]
            values += [("booking", each) for each in service.booking]
            values += [(name, str(found)) for name in ("places", "places_at_most") if (found := getattr(service, name))]
        for kind, value in values:
            yield {"id": self.id(of, kind, value), "link_type": kind, "value": value}

    def attribute(self, of: str, kind: str, name: str, term: Object) -> Object:
        """A term of one of the guide's lists that a service bears."""
        return {"id": self.id(of, kind, name), "link_type": kind, "taxonomy_term": term}

    def _help_type(self, name: str) -> Object:
        found = self.guide.help_type[name]
        return self.term("help_types", found, f"help/{found.address_name}.html", self.words(found.description))

    def _target_group(self, name: str) -> Object:
        found = self.guide.target_group[name]
        return self.term("target_groups", found, f"for/{found.address_name}.html")

    def _area(self, name: str) -> Object:
        return self.term("areas", self.guide.area[name], f"area/{name}.html")

    def term(self, taxonomy: str, found: HelpType | TargetGroup | Any, path: str, description: str = "") -> Object:
        """An entry of one of the guide's lists."""
        name = found.name.in_language(self.language)
        return _filled(
            id=self.id(taxonomy, found.id),
            code=found.id,
            name=name.words,
            description=description or name.words,
            taxonomy=self.taxonomies[taxonomy],
            taxonomy_id=self.id(taxonomy),
            language=name.language,
            term_uri=self.url(path),
        )

    def metadata(self, source: Source, of: str) -> list[Object]:
        """Where facts come from, and when a person confirmed them: HSDS knows both as a change of a record."""
        settings = self.guide.settings
        by = self.words(settings.publisher.name)
        changes = [(source.seen or settings.edition_date, "source", source.url)]
        if source.verified:
            changes.append((source.verified, "verified", source.verified_by))
        return [
            {
                "id": self.id(of, "metadata", field),
                "last_action_date": day.isoformat(),
                "last_action_type": field,
                "field_name": field,
                "previous_value": "",
                "replacement_value": value,
                "updated_by": by,
            }
            for day, field, value in changes
        ]


def _path(organisation: Organisation) -> str:
    return f"organisation/{organisation.address_name}.html"


def _filled(**values: Any) -> Object:
    """What is known of these."""
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def _changed(source: Source) -> str:
    """The youngest day that a record states of its facts, in the form that HSDS asks for."""
    days = (source.verified, source.seen if source.seen_precision == "day" else None)
    youngest = max(filter(None, days), default=None)
    return f"{youngest.isoformat()}T00:00:00.000Z" if youngest else ""


def _times(hours: Hours) -> list[tuple[str, str, str]]:
    """Days, opening and closing time; who closes before he opens closes on the next day."""
    if hours.kind == "always":
        return [(",".join(WEEKDAYS), "00:00", "23:59")]  # as the guidance of HSDS says day and night
    days: dict[tuple[str, str], list[str]] = {}
    for span in hours.spans:
        closes = "23:59" if (span.start, span.end) == (0, DAY) else _clock(span.end)
        days.setdefault((_clock(span.start), closes), []).append(WEEKDAYS[span.weekday])
    return [(",".join(names), opens, closes) for (opens, closes), names in days.items()]


def _clock(minutes: int) -> str:
    return f"{minutes % DAY // 60:02d}:{minutes % 60:02d}"


def _dates(
    season: Season | None, first: date | None, last: date | None, today: date
) -> tuple[date | None, date | None]:
    """From when until when the hours hold: in the season that it is, or that comes next."""
    if season is None:
        return first, last
    for year in (today.year - 1, today.year, today.year + 1):
        start = _day(year, *season.start)
        end = _day(year + (season.end < season.start), *season.end)
        if end >= today:
            break
    return max(start, first or start), min(end, last or end)


def _day(year: int, month: int, day: int) -> date:
    return date(year, month, 28) if (month, day) == (2, 29) and year % 4 else date(year, month, day)
