"""Two values of a record in, the changes between them out: words, numbers, addresses, links, hours, sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from difflib import SequenceMatcher
from typing import Any

from generator.changes.change import Change, Subject
from generator.changes.hosts import host
from generator.model import Address, Organisation, Phone, Service, Source, Text
from generator.schema.lock import bare_number

Either = Organisation | Service


def of_text(old: Text | None, new: Text | None, field: str, subject: Subject) -> Iterator[Change]:
    """Words, language by language."""
    one, two = (dict(text.words) if text else {} for text in (old, new))
    for language in dict.fromkeys((*one, *two)):
        before, after = one.get(language), two.get(language)
        if before != after:
            yield subject.change("words", "words-changed", field, language=language, before=before, after=after)


def of_texts(old: Either, new: Either, names: Iterable[str], subject: Subject) -> Iterator[Change]:
    """The texts of some fields."""
    for name in names:
        yield from of_text(getattr(old, name), getattr(new, name), name, subject)


def of_fields(old: Any, new: Any, names: Iterable[str], danger: str, subject: Subject) -> Iterator[Change]:
    """The plain values of some fields."""
    for name in names:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield subject.fact(danger, name, before, after)


def of_contact(old: Either, new: Either, subject: Subject, with_phones: bool = True) -> Iterator[Change]:
    """Phones, e-mail, website, address and area of an organisation or a service."""
    if with_phones:
        yield from _of_phones(old.phones, new.phones, subject)
        yield from of_link(old.email, new.email, "email", subject)
    yield from of_link(old.website, new.website, "website", subject)
    if old.address != new.address:
        one, two = ({} if each.address is None else _plain_address(each.address) for each in (old, new))
        if one != two:
            yield subject.change("addresses", "address-changed", "address", before=one, after=two)
        directions = [each.address.directions if each.address else None for each in (old, new)]
        yield from of_text(*directions, "directions", subject)
    yield from of_fields(old, new, ("area",), "addresses", subject)


def _plain_address(address: Address) -> dict[str, Any]:
    names = [item.name for item in fields(address) if item.name != "directions"]
    return {name: getattr(address, name) for name in names if getattr(address, name)}


def _of_phones(old: tuple[Phone, ...], new: tuple[Phone, ...], subject: Subject) -> Iterator[Change]:
    """Numbers that went, each with the one that most likely took its place, and what is new about those that stay."""
    danger, owner = ("crisis", True) if subject.critical else ("phones", False)
    before, after = {phone.uri: phone for phone in old}, {phone.uri: phone for phone in new}
    gone = [phone for phone in old if phone.uri not in after]
    fresh = [phone for phone in new if phone.uri not in before]
    while gone and fresh:
        one = gone.pop(0)
        two = max(fresh, key=lambda phone: _likeness(one, phone))
        fresh.remove(two)
        yield subject.change(danger, "phone-changed", "phones", owner, before=one.display, after=two.display)
    for phone in gone:
        yield subject.change(danger, "phone-removed", "phones", owner, before=phone.display)
    for phone in fresh:
        yield subject.change(danger, "phone-added", "phones", owner, after=phone.display)
    for one, two in ((phone, after[uri]) for uri, phone in before.items() if uri in after):
        if one.extension != two.extension:
            values = {"phone": two.display, "before": one.extension or None, "after": two.extension or None}
            yield subject.change(danger, "extension-changed", "extension", owner, **values)
        if one.hours != two.hours:
            values = {"phone": two.display, "before": one.hours, "after": two.hours}
            yield subject.change("hours", "phone-hours-changed", "hours", **values)
        yield from of_fields(one, two, ("languages",), "facts", subject)
        yield from of_text(one.label, two.label, "label", subject)


def _likeness(one: Phone, two: Phone) -> float:
    return SequenceMatcher(None, bare_number(one.display), bare_number(two.display)).ratio()


def of_link(old: str, new: str, field: str, subject: Subject) -> Iterator[Change]:
    """A web or e-mail address: most dangerous where it leads to another host."""
    if old == new:
        return
    if old and new and host(old) == host(new):
        yield subject.fact("words" if field == "website" else "phones", field, old, new)
    else:
        rule = "domain-changed" if old and new else "fact-changed"
        values = {"before": old, "after": new, "host": host(new), "old_host": host(old)}
        yield subject.change("domains", rule, field, **values)


def of_status(old: Either, new: Either, subject: Subject) -> Iterator[Change]:
    """Whether it works, and where to go instead."""
    if old.status != new.status:
        danger = "removals" if new.status in ("closed", "paused") else "facts"
        yield subject.change(danger, "status-changed", "status", before=old.status, after=new.status)
    yield from of_fields(old, new, ("successor",), "facts", subject)


def of_source(old: Source, new: Source, subject: Subject) -> Iterator[Change]:
    """Where the facts come from, and who confirmed them when."""
    if old.verified != new.verified:
        rule = ("verified-by" if new.verified_by else "verified") if new.verified else "verification-lost"
        values = {"day": new.verified, "by": new.verified_by, "before": old.verified}
        yield subject.change("facts", rule, "verified", **values)
    if old.url != new.url:
        before, after = ("://" in source.url for source in (old, new))
        if before and after and host(new.url) != host(old.url):
            yield from of_link(old.url, new.url, "source", subject)
        elif after and not before:
            values = {"before": old.url, "after": new.url, "host": host(new.url)}
            yield subject.change("domains", "fact-changed", "source", **values)
        else:
            yield subject.fact("facts", "source", old.url, new.url)
    if old.seen != new.seen:
        yield subject.fact("facts", "source_date", old.seen, new.seen)


_ALERT = {
    (True, True): "alert-added",
    (True, False): "alert-added-from",
    (False, True): "alert-added-until",
    (False, False): "alert-added-for-good",
}
"""A new notice, by whether it has a first day and a last."""


def of_alerts(old: Either, new: Either, subject: Subject) -> Iterator[Change]:
    """Notices that came and went."""
    for alert in new.alerts:
        if alert not in old.alerts:
            values = {"text": alert.text, "from": alert.start, "until": alert.end}
            rule = _ALERT[alert.start is not None, alert.end is not None]
            yield subject.change("words", rule, "alerts", **values)
    for alert in old.alerts:
        if alert not in new.alerts:
            yield subject.change("words", "alert-removed", "alerts", text=alert.text)
