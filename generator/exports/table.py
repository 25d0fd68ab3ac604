"""A Guide in, one CSV table out: a row a service, in the columns that `guide import` knows.

What people call a column is found again by the import, and ids of lists stand in it as they are, since names may hold
the commas that part them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from babel.numbers import get_decimal_symbol

from generator.edit.columns import columns
from generator.edit.table import guessed, marked
from generator.exports.shown import Shown, is_single, number, seen, shown
from generator.model import Guide, Hours, Organisation, Phone, Source, Text
from generator.strings import strings


def table(guide: Guide, language: str) -> Iterator[bytes]:
    """The file in pieces: what it is, a cell a line, then the heads, then the services."""
    settings = guide.settings
    names = tuple(columns(settings.languages))
    # Excel parts cells by what its country does not need in numbers, and knows UTF-8 by the mark at the beginning.
    comma = get_decimal_symbol(strings(language).locale) == ","
    separator = ";" if comma else ","
    about = (
        "\ufeff" + settings.name.in_language(language).words,
        settings.publisher.name.in_language(language).words,
        f"{settings.edition} ({settings.edition_date.isoformat()})",
        settings.data_licence,
        settings.site_url or settings.repository,
    )
    for words in about:
        yield _line([words, *[""] * (len(names) - 1)], separator)
    yield _line(_heads(names, settings.languages, language), separator)
    for organisation in guide.organisations:
        for one in shown(organisation, guide.today):
            cells = dict(_cells(guide, organisation, one))
            yield _line([cells.get(name, "") for name in names], separator)


def _line(cells: Iterable[str], separator: str) -> bytes:
    written = io.StringIO()
    csv.writer(written, delimiter=separator).writerow([marked(cell) for cell in cells])
    return written.getvalue().encode()


def _heads(names: tuple[str, ...], languages: tuple[str, ...], language: str) -> list[str]:
    """What people call each column, where it is called something and an import finds it by that."""
    table = columns(languages)
    labels = [table[name].label(language) for name in names]
    found = guessed(labels, languages)
    return [
        label if found[label] == name and not label.startswith("Field-") else name
        for name, label in zip(names, labels, strict=True)
    ]


def _cells(guide: Guide, organisation: Organisation, one: Shown) -> Iterator[tuple[str, str]]:
    service, settings = one.service, guide.settings
    single = is_single(organisation)
    yield "id", organisation.id if single else f"{organisation.id}/{service.id}"
    yield from _texts("name", organisation.name)
    if not single:
        yield from _texts("service", service.name)
    if organisation.original_language != settings.languages[0]:
        yield "language", organisation.original_language
    if organisation.country != settings.country:
        yield "country", organisation.country
    yield from _texts("description", organisation.description if single else service.description)
    if one.standing in ("paused", "closed"):
        yield "status", one.standing
    elif one.unsure:
        yield "status", "unverified"
    yield "successor", one.successor
    yield from _texts("notice", one.notice)
    yield "help_types", ", ".join(service.help_types)
    yield "target_groups", ", ".join(service.target_groups)
    yield "area", service.area
    yield from _source(one.source)
    if one.reachable:
        yield from _contact(organisation, one, settings.languages[0])
        yield from _terms(one)


def _texts(name: str, text: Text | None) -> Iterator[tuple[str, str]]:
    for language, words in (text.words if text else {}).items():
        yield f"{name}.{language}", words


def _source(source: Source) -> Iterator[tuple[str, str]]:
    yield "source", source.url
    if source.seen:
        yield "source_date", seen(source)
    if source.verified:
        yield "verified", source.verified.isoformat()
        yield "verified_by", source.verified_by


def _contact(organisation: Organisation, one: Shown, first: str) -> Iterator[tuple[str, str]]:
    service = one.service
    yield "phones", ", ".join(_phone(phone, organisation, first) for phone in service.phones)
    yield "email", service.email
    yield "website", service.website or organisation.website
    if address := service.address:
        yield "address.street", address.street
        yield "address.postcode", address.postcode
        yield "address.city", address.city
        yield from _texts("address.directions", address.directions)


def _phone(phone: Phone, organisation: Organisation, first: str) -> str:
    """As its country writes it, from another one with the country's code, and what it is for in brackets."""
    written = phone.display if phone.country == organisation.country else number(phone.uri)
    if phone.extension:
        return f"{written} ext. {phone.extension}"
    return f"{written} ({phone.label.in_language(first).words})" if phone.label else written


def _terms(one: Shown) -> Iterator[tuple[str, str]]:
    service = one.service
    if service.service_area != (service.area,):
        yield "service_area", ", ".join(service.service_area)
    yield "residents_of", ", ".join(service.residents_of)
    yield "hours", _hours(service.hours)
    if service.season:
        yield "season.from", "{:02d}-{:02d}".format(*service.season.start)
        yield "season.until", "{:02d}-{:02d}".format(*service.season.end)
    for name in ("valid_from", "valid_until"):
        if day := getattr(service, name):
            yield name, day.isoformat()
    yield from _known({name: getattr(service, name) for name in ("holidays", "cost", "referral")})
    for name in ("booking", "conditions", "accessibility", "languages"):
        yield name, ", ".join(getattr(service, name))
    yield "booking_url", service.booking_url
    for name in ("hours_note", "cost_note", "referral_note", "notes"):
        yield from _texts(name, getattr(service, name))
    yield "capacity.places", str(service.places or "")
    yield "capacity.at_most", str(service.places_at_most or "")


def _known(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    return ((name, value) for name, value in values.items() if value != "unknown")


def _hours(hours: Hours) -> str:
    if hours.kind == "always":
        return "Mo-Su 00:00-24:00"  # Excel takes 24/7 for a day in July
    if hours.kind == "by-appointment":
        return "by appointment"
    return hours.expression
