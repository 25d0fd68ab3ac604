"""Rules about organisations, services and areas: ids, references, dates, where to go when something has ended."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from generator.checks.draft import (
    Draft,
    by_id,
    entry_problem,
    known_names,
    node_of,
    other_rule,
    rule,
    says_otherwise,
    says_something,
    service_problem,
    services_of,
)
from generator.problems import Place, Problem
from generator.schema import Entry
from generator.source import Guess


@rule
def ids_are_unique(draft: Draft) -> Iterator[Problem]:
    """An id, slug or alias stands for one record of its kind."""
    for entries in (
        draft.help_groups,
        draft.help_types,
        draft.categories,
        draft.target_groups,
        draft.areas,
        draft.organisations,
    ):
        seen: dict[str, Place] = {}
        for entry in entries:
            for field in ("id", "slug"):
                name = entry.values.get(field)
                if not name or (field == "slug" and name == entry.values.get("id")):
                    continue
                if name in seen:
                    first = seen[name]
                    yield entry_problem(entry, field, "repeated-id", found=name, file=first.file, line=first.line)
                seen.setdefault(name, entry.place(field))
    for entry in draft.organisations:
        own: set[str] = set()
        for service in services_of(entry) if "services" in entry.values else ():
            name = service.values.get("id")
            if name in own:
                yield service_problem(service, "id", "repeated-service", found=name)
            own.add(name)


@rule
def ids_are_not_those_of_the_page(draft: Draft) -> Iterator[Problem]:
    """A service's id is an anchor on its page, where `g-` and `i-` begin the ids of the page's own parts."""
    for service in draft.services:
        if service.values.get("id", "").startswith(("g-", "i-")):
            yield service_problem(service, "id", "id-reserved", found=service.values["id"])


@rule
def aliases_are_free(draft: Draft) -> Iterator[Problem]:
    """A former id is nobody's present id or slug, and one record's alone."""
    taken: dict[str, str] = {}
    for entry in draft.organisations:
        for field in ("id", "slug"):
            if entry.values.get(field):
                taken[entry.values[field]] = entry.values.get("id", "?")
    for entry in draft.organisations:
        for alias in entry.values.get("aliases", ()):
            if alias in taken:
                yield entry_problem(entry, "aliases", "alias-taken", found=alias, other=taken[alias])
            taken.setdefault(alias, entry.values.get("id", "?"))


@rule
def records_are_sorted(draft: Draft) -> Iterator[Problem]:
    """Organisations of the one file stand in the order of their ids; of those that do not, only what must move."""
    by_file: dict[str, list[Entry]] = {}
    for entry in draft.organisations:
        if entry.values.get("id"):
            by_file.setdefault(entry.file, []).append(entry)
    for entries in by_file.values():
        names = [entry.values["id"] for entry in entries]
        if names == sorted(names):
            continue
        kept = _longest_order(names)
        in_order = [names[place] for place in kept]
        for place in sorted(set(range(len(names))) - set(kept)):
            later = bisect_right(in_order, names[place])
            if later < len(in_order):
                yield entry_problem(entries[place], "id", "order", "warning", other=in_order[later])
            else:
                yield entry_problem(entries[place], "id", "order-last", "warning", other=in_order[-1])


def _longest_order(names: Sequence[str]) -> list[int]:
    """The places of as many names as can stay where they are, from the first to the last."""
    ends: list[str] = []  # the smallest name with which an order of one, two, three … names can end
    places: list[int] = []
    before: list[int] = []
    for place, name in enumerate(names):
        length = bisect_right(ends, name)
        before.append(places[length - 1] if length else -1)
        ends[length:], places[length:] = [name, *ends[length + 1 :]], [place, *places[length + 1 :]]
    kept, place = [], places[-1]
    while place >= 0:
        kept.append(place)
        place = before[place]
    return kept[::-1]


@rule
def references_exist(draft: Draft) -> Iterator[Problem]:
    """Kinds of help, groups, areas and other records that are named are there."""
    help_types, groups, areas = by_id(draft.help_types), by_id(draft.target_groups), by_id(draft.areas)
    called = known_names(draft.areas)
    lists = (
        ("help_types", help_types, known_names(draft.help_types), "unknown-help-type"),
        ("target_groups", groups, known_names(draft.target_groups), "unknown-target-group"),
        ("service_area", areas, called, "unknown-area"),
        ("residents_of", areas, called, "unknown-area"),
    )
    organisations = by_id(draft.organisations)
    known_services = {service.record for service in draft.services} | set(organisations)
    for service in draft.services:
        for field, known, names, name in lists:
            for index, found in enumerate(service.values.get(field, ())):
                if found not in known:
                    place = service.organisation.place(*service.path, field, index)
                    values = {"found": found, "suggestion": Guess(found, names)}
                    yield Problem(place, name, service.record, field, values)
    for record in draft.records:
        area, successor = record.values.get("area"), record.values.get("successor")
        if area and area not in areas:
            yield service_problem(record, "area", "unknown-area", found=area, suggestion=Guess(area, called))
        if successor and successor not in known_services:
            suggestion = Guess(successor, known_services)
            yield service_problem(record, "successor", "unknown-organisation", found=successor, suggestion=suggestion)
    parents = ((draft.help_types, "group", draft.help_groups), (draft.target_groups, "category", draft.categories))
    for entries, field, parent_entries in parents:
        known = by_id(parent_entries)
        for entry in entries:
            found = entry.values.get(field)
            if found and found not in known:
                yield entry_problem(entry, field, "unknown-group", found=found, suggestion=Guess(found, known))


@other_rule
def areas_form_a_tree(draft: Draft) -> Iterator[Problem]:
    """Every area lies in one that exists, and none in itself."""
    areas = by_id(draft.areas)
    for entry in draft.areas:
        found = entry.values.get("parent")
        if found and found not in areas:
            yield entry_problem(entry, "parent", "unknown-area", found=found, suggestion=Guess(found, areas))
        seen, above = {entry.values.get("id")}, found
        while above in areas:
            if above in seen:
                yield entry_problem(entry, "parent", "area-circle", found=found)
                break
            seen.add(above)
            above = areas[above].values.get("parent")


@rule
def services_say_what_they_do(draft: Draft) -> Iterator[Problem]:
    """Every service names a kind of help, and the fields of a single service stand where they count."""
    from generator.schema import SERVICE_FIELDS

    for service in draft.services:
        told = service.values.get("help_types") or says_something(node_of(service, "help_types"))
        if not told and not says_otherwise(service, "help_types"):
            yield service_problem(service, "help_types", "required", example="help_types: [night-shelter, washing]")
    for entry in draft.organisations:
        if entry.values.get("services"):
            for field in SERVICE_FIELDS:
                if field in entry.values:
                    yield entry_problem(entry, field, "field-of-service")


@rule
def services_can_be_reached(draft: Draft) -> Iterator[Problem]:
    """An active service has a phone, an e-mail, a website or an address."""
    for service in draft.services:
        values, whole = service.values, service.organisation.values
        if values.get("status", whole.get("status", "active")) != "active" or whole.get("status", "active") != "active":
            continue
        fields = ("phones", "email", "website", "address")  # as written: a broken phone is reported as such
        if not any(node_of(service, field) or service.organisation.node.get(field) for field in fields):
            yield service_problem(service, "phones", "no-contact", "warning")


@rule
def addresses_lie_in_an_area(draft: Draft) -> Iterator[Problem]:
    """A place to go to says where it is: without an area it counts as one for the whole country."""
    areas = known_names(draft.areas)
    for service in draft.services:
        values, whole = service.values, service.organisation.values
        if "closed" in (values.get("status"), whole.get("status")):
            continue
        if any(says_something(node_of(service, field)) for field in ("area", "service_area")):
            continue
        address = values.get("address") or whole.get("address")
        if not address or says_something(service.organisation.node.get("area")):
            continue
        path = (*service.path, "address") if values.get("address") else ("address",)
        named = areas.called(address.get("city", ""))
        suggestion = named[0] if len(named) == 1 else ""
        place = service.organisation.place(*path)
        yield Problem(place, "address-without-area", service.record, "area", {"suggestion": suggestion}, "warning")


@rule
def ended_services_say_where_to_go(draft: Draft) -> Iterator[Problem]:
    """A closed record names a successor or says why; dates come in order."""
    for record in draft.records:
        values = record.values
        if values.get("status") == "closed" and not (values.get("successor") or values.get("notice")):
            yield service_problem(record, "status", "closed-without-successor")
        begin, end = values.get("valid_from"), values.get("valid_until")
        if begin and end and end < begin:
            dates = {"found": end.isoformat(), "other": begin.isoformat()}
            yield service_problem(record, "valid_until", "dates-backwards", **dates)
        elif end and end < draft.today:
            yield service_problem(record, "valid_until", "expired", "warning", found=end.isoformat())
        for index, alert in enumerate(values.get("alerts", ())):
            if alert.get("from") and alert.get("until") and alert["until"] < alert["from"]:
                dates = {"found": alert["until"].isoformat(), "other": alert["from"].isoformat()}
                place = record.organisation.place(*record.path, "alerts", index, "until")
                yield Problem(place, "dates-backwards", record.record, "alerts.until", dates)


@rule
def successors_are_others(draft: Draft) -> Iterator[Problem]:
    """A record does not send people to itself or its own services; one that it sends them to has not ended."""
    closed: set[str] | None = None
    for record in draft.records:
        found = record.values.get("successor")
        if not found:
            continue
        if found == record.record or (not record.path and found.startswith(f"{record.record}/")):
            yield service_problem(record, "successor", "successor-itself", found=found)
            continue
        closed = _closed(draft) if closed is None else closed
        if found in closed:
            yield service_problem(record, "successor", "successor-closed", "warning", found=found)


def _closed(draft: Draft) -> set[str]:
    """The organisations and services that have ended."""
    return {
        name
        for service in draft.services
        for name, status in (
            (service.organisation.values.get("id", "?"), ""),
            (service.record, service.values.get("status")),
        )
        if "closed" in (status, service.organisation.values.get("status"))
    }


@rule
def dates_are_not_in_the_future(draft: Draft) -> Iterator[Problem]:
    """Nobody confirmed a fact tomorrow."""
    for record in draft.records:
        verified, (seen, _) = record.values.get("verified"), record.values.get("source_date", (None, ""))
        for field, day in (("verified", verified), ("source_date", seen)):
            if day and day > draft.today:
                dates = {"found": day.isoformat(), "today": draft.today.isoformat()}
                yield service_problem(record, field, "future", **dates)
