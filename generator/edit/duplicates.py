"""A new organisation and those that a guide has in; those that may be the same out, with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from generator.checks import Draft, services_of
from generator.edit.columns import folded
from generator.schema.phones import phone_number
from generator.schema.trouble import Trouble

ALIKE = 0.85
"""Share of letters that two names have in common, from which on they are alike."""
_EMPTY_WORDS = frozenset("stowarzyszenie fundacja osrodek centrum w im dla the of association foundation".split())


class Likeness(NamedTuple):
    """An organisation that may be the same."""

    id: str
    rule: str
    """`same-phone` or `same-name`: id of the sentence in the catalogue `edit`."""
    found: str


def duplicates(values: dict[str, Any], draft: Draft, country: str) -> Iterator[Likeness]:
    """The organisations of the guide that share a phone with a new one, or a town and a similar name."""
    own_numbers = numbers(values, country)
    name = " ".join(values.get("name", {}).values()) if isinstance(values.get("name"), dict) else ""
    places = {place for part in _parts(values) for place in _places(part)}
    for entry in draft.organisations:
        known = {phone[0].uri: phone[0].display for phone in entry.values.get("phones", ())}
        towns = _places(entry.values)
        for service in services_of(entry):
            known |= {phone[0].uri: phone[0].display for phone in service.values.get("phones", ())}
            towns |= _places(service.values)
        shared = own_numbers & known.keys()
        own = entry.values.get("id", "")
        if shared:
            yield Likeness(own, "same-phone", known[sorted(shared)[0]])
            continue
        theirs = " ".join(entry.values["name"].by_language.values()) if entry.values.get("name") else ""
        if _alike(name, theirs) and (not places or not towns or places & towns):
            yield Likeness(own, "same-name", theirs)


def numbers(values: dict[str, Any], country: str) -> set[str]:
    """The phones of a new organisation, as they are dialled."""
    found = set()
    for written in (phone for part in _parts(values) for phone in part.get("phones") or ()):
        try:
            number = written["number"] if isinstance(written, dict) else str(written)
            found.add(phone_number(number, country).uri)
        except Trouble:
            continue
    return found


def _parts(values: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """A new organisation and the services in its list."""
    return (values, *values.get("services", ()))


def _places(values: dict[str, Any]) -> set[str]:
    places = (values.get("address", {}).get("city", ""), values.get("area", ""))
    return {folded(place) for place in places if place}


def _alike(one: str, two: str) -> bool:
    first, second = folded(one), folded(two)
    if not first or not second:
        return False
    if first == second:
        return True
    parts = [[word for word in words.split() if word not in _EMPTY_WORDS] for words in (first, second)]
    if parts[0] and sorted(parts[0]) == sorted(parts[1]):
        return True
    return min(len(first), len(second)) > 5 and SequenceMatcher(None, first, second).ratio() >= ALIKE
