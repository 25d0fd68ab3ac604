"""Rules about phone numbers, above all those that lives depend on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.checks.draft import (
    Draft,
    ServiceDraft,
    node_of,
    rule,
    says_otherwise,
    says_something,
    service_problem,
    services_of,
    texts_of,
)
from generator.problems import Problem
from generator.schema.lock import KINDS, bare_number
from generator.schema.phones import phones_in
from generator.source import Guess, Sequence


@rule
def phones_are_not_slips(draft: Draft) -> Iterator[Problem]:
    """Among the numbers of one record none differs from its siblings by two digits that changed places."""
    for entry in draft.organisations:
        phones = [(phone[0], service) for service in services_of(entry) for phone in service.values.get("phones", ())]
        numbers = [(phone.uri, service) for phone, service in phones]
        shown = {phone.uri: phone.display for phone, _ in phones}
        if len(numbers) < 3:
            continue
        for uri, service in numbers:
            near = {other for other, _ in numbers if other != uri and _transposed(uri, other)}
            if len(near) > 1 and not any(
                other != uri and _transposed(near_one, other)
                for near_one in near
                for other, _ in numbers
                if other != uri
            ):
                yield service_problem(
                    service, "phones", "sibling-phone", "warning", found=shown[uri], other=shown[min(near)]
                )


def _transposed(one: str, other: str) -> bool:
    """Whether two numbers begin alike and hold, before their last digit, the same digits in another order."""
    return (
        len(one) == len(other)
        and one[:-1] != other[:-1]
        and sorted(one[:-1]) == sorted(other[:-1])
        and sum(a != b for a, b in zip(one[:-1], other[:-1], strict=True)) == 2
    )


@rule
def phones_stand_in_their_field(draft: Draft) -> Iterator[Problem]:
    """A number in a text cannot be called by touch, and no rule, no lock and no comparison of versions sees it."""
    wholes = [
        ServiceDraft(entry.values, entry, (), entry.values.get("id", "?"))
        for entry in draft.organisations
        if entry.values.get("services")
    ]
    for service in (*draft.services, *wholes):
        country = service.organisation.values.get("country", draft.country)
        for field, path, words in texts_of(service):
            texts = words.by_language.values()
            for found in dict.fromkeys(phone for text in texts for _, phone in phones_in(text, country)):
                place = service.organisation.place(*service.path, *path)
                yield Problem(place, "phone-in-text", service.record, field, {"found": found}, "warning")


@rule
def urgent_numbers_answer(draft: Draft) -> Iterator[Problem]:
    """Every entry of the page of urgent help names a service that exists, is active and has a phone."""
    if draft.guide is None:
        return
    found = {service.record: service for service in draft.services}
    for index, urgent in enumerate(draft.guide.values.get("urgent", ())):
        name = urgent.get("service", "")
        service = found.get(name)
        place = draft.guide.place("urgent", index, "service")
        if service is None:
            values = {"found": name, "suggestion": Guess(name, found)}
            yield Problem(place, "unknown-service", "", "urgent.service", values)
            continue
        statuses = {one.get("status", "active") for one in (service.values, service.organisation.values)}
        if not (_phones(service) or _unread_phones(service)) or statuses != {"active"}:
            yield Problem(place, "urgent-without-phone", "", "urgent.service", {"found": name})


def _phones(service: ServiceDraft) -> tuple[tuple[Any, dict[str, Any]], ...]:
    """The phones that readers see: its own, or where it has no e-mail either those of its organisation."""
    values = service.values
    return values.get("phones") or (() if values.get("email") else service.organisation.values.get("phones", ()))


def _unread_phones(service: ServiceDraft) -> bool:
    """Whether numbers stand where readers would see them that could not be read, which is reported as such."""
    if says_otherwise(service, "phones"):
        return True
    node = node_of(service, "phones")
    if node is None and not service.values.get("email"):
        node = service.organisation.node.get("phones")
    return says_something(node) and (not isinstance(node, Sequence) or len(node.items) != len(_phones(service)))


def crisis_numbers(draft: Draft) -> dict[str, tuple[str, ...]]:
    """The numbers that lives depend on, by `organisation/service`: those of the urgent page and of help lines."""
    kinds = set(draft.lock.help_types if draft.lock else KINDS)
    urgent = {entry.get("service") for entry in draft.guide.values.get("urgent", ())} if draft.guide else set()
    found = {}
    for service in draft.services:
        if service.record in urgent or kinds & set(service.values.get("help_types", ())):
            found[service.record] = tuple(sorted(phone[0].display for phone in _phones(service)))
    return {record: numbers for record, numbers in found.items() if numbers}


@rule
def crisis_numbers_are_locked(draft: Draft) -> Iterator[Problem]:
    """The numbers that lives depend on are those of `data/critical.lock`, which only code owners change."""
    lock = draft.lock
    if lock is None or draft.guide is None:
        return
    emergency = draft.guide.values.get("emergency")
    if emergency and bare_number(emergency[0].display) != bare_number(lock.emergency):
        values = {"found": emergency[0].display, "locked": lock.emergency}
        yield Problem(draft.guide.place("emergency"), "crisis-number", "", "emergency", values)
    present = crisis_numbers(draft)
    by_record = {service.record: service for service in draft.services}
    for record, numbers in lock.numbers.items():
        if record not in by_record:
            yield Problem(lock.places[record], "crisis-record", record, "", {"found": record})
        else:
            service = by_record[record]
            if _unread_phones(service):
                continue
            now = tuple(sorted(phone[0].display for phone in _phones(service)))
            if sorted(map(bare_number, now)) != sorted(map(bare_number, numbers)):
                values = {"found": ", ".join(now) or "–", "locked": ", ".join(numbers)}
                yield service_problem(service, "phones", "crisis-number", **values)
    for record, numbers in present.items():
        if record not in lock.numbers:
            yield service_problem(by_record[record], "phones", "crisis-not-locked", "warning", found=", ".join(numbers))
