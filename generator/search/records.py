"""The organisations of a Guide in, blocks of them as one language's search shows them out."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from generator.brief import Brief, ServiceBrief, briefs
from generator.frozen import frozen
from generator.model import Area, Guide, Hours, Organisation, Phone, Service, Text
from generator.once import OfGuide
from generator.regex import regex
from generator.search.vocabulary import name_terms
from generator.stems import stem, tokens

ONE_BLOCK = 500
"""As many organisations as one file holds; a bigger guide has blocks of `BLOCK`."""
BLOCK = 150
DAY = 1440
ABROAD = "9"
"""The rank of services of another country, which come after all of the guide's own."""
_NO_FIGURES = regex(r"\D")


@frozen
class Block:
    """Organisations that stand in one file."""

    columns: tuple[str, ...]
    """One text for each thing that is said of organisations, then of services, a line each: alike, they pack well."""
    other_names: str
    """For each organisation a line with the terms of its names in other languages."""
    words: frozenset[str]
    """The stems of all names."""
    numbers: tuple[str, ...]
    """For each organisation its phones as figures, with spaces between them."""
    first_area: int
    """The place of the first organisation; -1 is none. Blocks follow the order of places."""
    last_area: int

    @property
    def all_numbers(self) -> set[str]:
        """All phones as figures, each once."""
        return {one for line in self.numbers for one in line.split()}


def places_in_order(guide: Guide) -> list[Area]:
    """Areas, each before those that lie in it and these before the next: so a place and its parts are one range."""
    below: dict[str, list[Area]] = {}
    for area in guide.areas:
        below.setdefault(area.parent, []).append(area)
    ordered: list[Area] = []

    def visit(parent: str) -> None:
        for area in below.get(parent, ()):
            ordered.append(area)
            visit(area.id)

    visit("")
    return ordered


def members(guide: Guide) -> list[list[int]]:
    """Which organisations, by their number in the guide, stand in which block: by place; a small guide has one."""
    number = {area.id: index for index, area in enumerate(places_in_order(guide))}
    order = sorted((number.get(_area(one), -1), one.id, at) for at, one in enumerate(briefs(guide)))
    ordered = [at for _, _, at in order]
    size = ONE_BLOCK if len(ordered) <= ONE_BLOCK else BLOCK
    return [ordered[start : start + size] for start in range(0, len(ordered), size)] or [[]]


def answering(guide: Guide, parts: list[list[int]], made: Sequence[Block]) -> frozenset[str]:
    """The kinds of help to whose services the emergency number leads; the blocks tell which records to look at."""
    emergency = guide.settings.emergency
    typed = figures(emergency)
    return frozenset(
        kind
        for part, block in zip(parts, made, strict=True)
        for at, numbers in zip(part, block.numbers, strict=True)
        if typed in numbers.split()
        for service in guide.organisations[at].services
        if any(phone.uri == emergency.uri for phone in service.phones)
        for kind in service.help_types
    )


def blocks(guide: Guide, language: str, parts: list[list[int]], known: Mapping[str, bytes]) -> list[tuple[str, Block]]:
    """The records in blocks, with a digest of what stands in each.

    What is `known`, as pickles, is not made again; it must come from a guide with the same kinds of help, groups and
    places.
    """
    writer = _Writer(guide, language)
    facts, in_brief = _facts(guide), briefs(guide)
    found = []
    for part in parts:
        organisations = [in_brief[at] for at in part]
        key = hashlib.sha256("".join([one.digest.hex() for one in organisations]).encode()).hexdigest()
        if key in known:
            found.append((key, pickle.loads(known[key])))
            continue
        if key not in facts:
            facts[key] = writer.facts([guide.organisations[at] for at in part])
        found.append((key, writer.block(organisations, facts[key])))
    return found


class _Facts(NamedTuple):
    """What a block says the same in every language."""

    columns: list[str]
    numbers: tuple[str, ...]
    first_area: int
    last_area: int


@OfGuide
def _facts(guide: Guide) -> dict[str, _Facts]:
    """Digest of a block's records to its facts, as far as a language has asked for them: empty at first."""
    return {}


def patched(guide: Guide, language: str, block: Block, part: list[int], changed: Collection[int]) -> Block:
    """A block some of whose organisations have other phones or hours, but the same names, places and kinds of help."""
    writer = _Writer(guide, language)
    columns = [column.split("\n") for column in block.columns]
    numbers = list(block.numbers)
    ends = list(accumulate(int(count or 1) for count in columns[3]))
    for place, at in enumerate(part):
        if at not in changed:
            continue
        organisation = guide.organisations[at]
        numbers[place] = _all_figures(organisation)
        for row, service in enumerate(organisation.services, ends[place] - len(organisation.services)):
            values = (*writer.service(organisation, service), *writer.service_facts(organisation, service))
            for column, value in zip(columns[4:], values, strict=True):
                column[row] = value
    return replace(block, columns=tuple(map("\n".join, columns)), numbers=tuple(numbers))


def _area(organisation: Organisation | Brief) -> str:
    return organisation.area or next((service.area for service in organisation.services if service.area), "")


class _Writer:
    """Lines for one language."""

    def __init__(self, guide: Guide, language: str) -> None:
        self.guide, self.language = guide, language
        self.area = {area.id: index for index, area in enumerate(places_in_order(guide))}
        self.help_type = {one.id: index for index, one in enumerate(guide.help_types)}
        self.group = {one.id: index for index, one in enumerate(guide.target_groups)}

    def block(self, organisations: list[Brief], facts: _Facts) -> Block:
        """The block of these organisations."""
        rows: list[tuple[str, ...]] = []
        services: list[tuple[str, ...]] = []
        others: list[str] = []
        names: set[str] = set()
        words: set[str] = set()
        for organisation in organisations:
            row, other, own = self._organisation(organisation)
            rows.append(row)
            others.append(" ".join(sorted(other)))
            names |= own | other
            for service in organisation.services:
                services.append(self.service(organisation, service))
                words.update(name_terms(*self._shown(service.name)))
        words.update([word for word in names if not word.isdigit()])
        columns = (*_columns(rows, 4), *_columns(services, 3), *facts.columns)
        return Block(columns, "\n".join(others), frozenset(words), facts.numbers, facts.first_area, facts.last_area)

    def facts(self, organisations: list[Organisation]) -> _Facts:
        """What the block of these organisations says in no language."""
        services = [self.service_facts(one, service) for one in organisations for service in one.services]
        places = [self.area.get(_area(organisation), -1) for organisation in organisations] or [-1]
        return _Facts(_columns(services, 8), tuple(map(_all_figures, organisations)), places[0], places[-1])

    def _organisation(self, organisation: Brief) -> tuple[tuple[str, ...], set[str], set[str]]:
        """Page, name, its language, how many services unless one; terms of other names; terms of the name shown."""
        name, shown = self._shown(organisation.name)
        own = {*name_terms(name, shown), *_address_terms(organisation.address_name)}
        other = {
            word
            for language, words in organisation.name.words.items()
            if language != shown and (language != "he" or language in (self.language, organisation.original_language))
            for word in name_terms(words, language)
        }
        count = len(organisation.services)
        language = shown if shown != self.language else ""
        row = (organisation.address_name, _flat(name), language, str(count) if count != 1 else "")
        return row, other - own, own

    def _shown(self, name: Text) -> tuple[str, str]:
        """The words that this language shows, and the language that they are in."""
        words = name.words.get(self.language)
        return (words, self.language) if words else (name.words[name.original], name.original)

    def service(self, organisation: Organisation | Brief, service: Service | ServiceBrief) -> tuple[str, str, str]:
        """Anchor, name, its language."""
        if service.id == organisation.id and len(organisation.services) == 1:
            return "", "", ""
        name, shown = self._shown(service.name)
        return service.id, _flat(name), shown if shown != self.language else ""

    def service_facts(self, organisation: Organisation, service: Service) -> tuple[str, ...]:
        """Kinds of help, groups, place, places served, phones, hours, holidays, priority."""
        ours = organisation.country == self.guide.settings.country  # the search tells the time of this country alone
        current = organisation.status in ("active", "unverified") and service.current(self.guide.today)
        return (
            ("" if current else "-") + _numbers(service.help_types, self.help_type),
            _numbers(service.target_groups, self.group),
            _numbers((service.area,), self.area),
            _numbers(_serves(service), self.area),
            "|".join([phone.display for phone in service.phones]),
            _week(service.hours) if ours or service.hours.kind == "always" else "",
            "" if service.hours.kind != "weekly" else {"open": "o", "closed": "c", "unknown": "u"}[service.holidays],
            _rank(service) if ours else ABROAD,
        )


@cache
def _address_terms(name: str) -> tuple[str, ...]:
    """The terms by which an organisation is known from the address of its page."""
    return tuple([stem(word, "pl") for word in tokens(name)])


def _columns(rows: list[tuple[str, ...]], count: int) -> list[str]:
    return ["\n".join([row[index] for row in rows]) for index in range(count)]


def _serves(service: Service) -> tuple[str, ...]:
    return () if service.service_area == ((service.area,) if service.area else ()) else service.service_area


def _numbers(ids: tuple[str, ...], order: dict[str, int]) -> str:
    return ",".join([str(order[one]) for one in ids if one in order])


def _flat(text: str) -> str:
    return " ".join(text.split())


def _all_figures(organisation: Organisation) -> str:
    return " ".join(filter(None, (figures(phone) for service in organisation.services for phone in service.phones)))


def figures(phone: Phone) -> str:
    """A number as one types it at home."""
    return _NO_FIGURES.sub("", phone.uri).removeprefix("48" if phone.uri.startswith("tel:+48") else "")


def _rank(service: Service) -> str:
    return str(service.print_priority) if service.print_priority != 2 else ""


def _week(hours: Hours) -> str:
    """`*` for day and night; otherwise minutes of the week as the clock of a page reads them."""
    if hours.kind == "always":
        return "*"
    return " ".join([f"{one.weekday * DAY + one.start}-{one.weekday * DAY + one.end}" for one in hours.spans])
