"""Two guides in; the changes between them out, the most dangerous first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from dataclasses import field as dataclass_field
from difflib import SequenceMatcher
from typing import Any

from generator.changes.change import DANGERS, Change, Subject
from generator.changes.facts import (
    of_alerts,
    of_contact,
    of_fields,
    of_link,
    of_source,
    of_status,
    of_text,
    of_texts,
)
from generator.changes.hosts import hosts, hosts_in, look_alike, shown
from generator.model import Guide, HelpType, Organisation, Service, Text
from generator.schema.lock import LOCK, bare_number

REMOVALS = 3
"""More removals than this, without a word where to go instead, need a code owner."""
_VOCABULARIES = ("help_groups", "help_types", "target_group_categories", "target_groups", "areas")
_PHRASES = ("synonyms", "how_people_say_it", "locative", "genitive")
_HOURS = ("holidays", "season", "valid_from", "valid_until")
_FACTS = (
    *("help_types", "target_groups", "service_area", "residents_of", "cost", "referral", "booking", "conditions"),
    *("accessibility", "languages", "places", "places_at_most", "print_priority"),
)
_TEXTS = ("description", "notice", "hours_note", "cost_note", "referral_note", "notes")


@dataclass(frozen=True)
class Files:
    """What is known of the files themselves, beside the records that they hold."""

    changed: tuple[str, ...] = ()
    """Paths below the guide's folder."""
    texts: Mapping[str, tuple[str, str]] = dataclass_field(default_factory=dict)
    """Path of an article to its words before and now; an empty text for one that is not there."""


def changes(
    before: Guide, after: Guide, critical: frozenset[str] = frozenset(), files: Files = Files()
) -> tuple[Change, ...]:
    """What changed; `critical` names the records whose numbers only code owners change."""
    found = [
        *_of_settings(before, after),
        *_of_organisations(before, after, critical | {entry.service for entry in before.settings.urgent}),
        *_of_vocabulary(before, after),
        *_of_files(files),
    ]
    found = list(_with_look_alikes(found, before))
    silent = [change for change in found if change.rule in ("organisation-removed", "service-removed")]
    if len(silent) > REMOVALS:
        found.append(Change("removals", "many-removals", values={"count": len(silent)}, owner=True))
    order = {danger: index for index, danger in enumerate(DANGERS)}
    return tuple(sorted(found, key=lambda change: (order[change.danger], not change.owner, change.record)))


def _of_settings(before: Guide, after: Guide) -> Iterator[Change]:
    guide, one, two = Subject("guide"), before.settings, after.settings
    if one.emergency.uri != two.emergency.uri:
        values = {"before": one.emergency.display, "after": two.emergency.display}
        yield guide.change("crisis", "phone-changed", "emergency", owner=True, **values)
    urgent = [[(entry.service, entry.situation) for entry in each.urgent] for each in (one, two)]
    if urgent[0] != urgent[1]:
        yield guide.fact("crisis", "urgent", *([name for name, _ in each] for each in urgent), owner=True)
    own = ("publisher", "contact_email", "repository", "site_url")
    for name in own:
        old, new = getattr(one, name), getattr(two, name)
        if old != new:
            yield guide.fact("domains", name, getattr(old, "email", old), getattr(new, "email", new), owner=True)
    for name in (item.name for item in fields(one)):
        old, new = getattr(one, name), getattr(two, name)
        if name in ("emergency", "urgent", "edition", "edition_date", *own) or old == new:
            continue
        if isinstance(old, Text) and isinstance(new, Text):
            yield from of_text(old, new, name, guide)
        else:
            yield guide.fact("facts", name, old, new, owner=name == "languages")


def _of_organisations(before: Guide, after: Guide, critical: frozenset[str]) -> Iterator[Change]:
    pairs = [(each, after.organisation[each.id]) for each in before.organisations if each.id in after.organisation]
    gone = [each for each in before.organisations if each.id not in after.organisation]
    new = [each for each in after.organisations if each.id not in before.organisation]
    known_as = {alias: each for each in after.organisations for alias in each.aliases}
    for old in gone:
        named = known_as.get(old.id)
        heir = named or _same_under_other_id(old, new)
        if heir in new:
            new.remove(heir)
            pairs.append((old, heir))
            danger, rule = ("words", "renamed-with-alias") if named else ("ids", "renamed-without-alias")
            yield Subject(heir.id, (old.name,)).change(danger, rule, before=old.id, after=heir.id)
        elif heir is not None:
            yield Subject(heir.id, (old.name,)).change("removals", "organisation-merged", after=heir.id)
        else:
            owner = any(f"{old.id}/{service.id}" in critical or old.id in critical for service in old.services)
            yield _removed(Subject(old.id, (old.name,), owner), "organisation", old.status)
    for each in new:
        subject = Subject(each.id, (each.name,))
        phones = [phone.display for service in each.services for phone in service.phones]
        yield subject.change("additions", "organisation-added", phones=phones)
        yield from _of_new_hosts((each, *each.services), subject)
    for old, heir in pairs:
        yield from _of_organisation(old, heir, critical)


def _same_under_other_id(old: Organisation, new: list[Organisation]) -> Organisation | None:
    numbers = {phone.uri for service in old.services for phone in service.phones}
    for each in new:
        if each.name.words == old.name.words:
            return each
        if numbers and numbers == {phone.uri for service in each.services for phone in service.phones}:
            return each
    return None


def _removed(subject: Subject, what: str, status: str) -> Change:
    """An `organisation` or a `service` that is gone: readers miss one that had not been closed."""
    rule = f"closed-{what}-removed" if status == "closed" else f"{what}-removed"
    return subject.change("crisis" if subject.critical else "removals", rule, owner=subject.critical)


def _is_its_service(organisation: Organisation) -> bool:
    """Whether it is its own single service, so that each of its facts is reported once."""
    return [service.id for service in organisation.services] == [organisation.id]


def _of_organisation(old: Organisation, new: Organisation, critical: frozenset[str]) -> Iterator[Change]:
    alone = _is_its_service(old) and _is_its_service(new)
    subject = Subject(new.id, (new.name,), old.id in critical)
    yield from of_text(old.name, new.name, "name", subject)
    if not alone:
        yield from of_contact(old, new, subject)
    yield from of_texts(old, new, ("description", "notice"), subject)
    yield from of_fields(old, new, ("slug",), "ids", subject)
    yield from of_fields(old, new, ("original_language", "country", "registry"), "facts", subject)
    if lost := set(old.aliases) - set(new.aliases):
        yield subject.change("ids", "alias-lost", "aliases", before=sorted(lost))
    yield from of_status(old, new, subject)
    yield from of_source(old.source, new.source, subject)
    yield from of_alerts(old, new, subject)
    if alone:
        yield from _of_service(old.services[0], new.services[0], replace(subject, record=old.id), alone)
    else:
        yield from _of_services(old, new, critical)


def _of_services(old: Organisation, new: Organisation, critical: frozenset[str]) -> Iterator[Change]:
    known = {service.id for service in old.services}
    fresh = [service for service in new.services if service.id not in known]
    services = {service.id: service for service in new.services}
    for service in old.services:
        record = f"{old.id}/{service.id}"
        subject = Subject(record, (new.name, service.name), record in critical)
        heir = services.get(service.id) or next((each for each in fresh if each.name.words == service.name.words), None)
        if heir is None:
            yield _removed(subject, "service", service.status)
            continue
        subject = replace(subject, name=(new.name, heir.name))
        if heir in fresh:
            fresh.remove(heir)
            values = {"before": service.id, "after": heir.id}
            yield subject.change("ids", "service-renamed", owner=subject.critical, **values)
        yield from _of_service(service, heir, subject)
    for service in fresh:
        subject = Subject(f"{new.id}/{service.id}", (new.name, service.name))
        phones = [phone.display for phone in service.phones]
        yield subject.change("additions", "service-added", phones=phones)
        yield from _of_new_hosts((service,), subject, hosts((old, *old.services)))


def _of_service(old: Service, new: Service, subject: Subject, alone: bool = False) -> Iterator[Change]:
    """A service; where it is `alone`, its organisation has reported what both are."""
    if not alone:
        yield from of_text(old.name, new.name, "name", subject)
        yield from of_status(old, new, subject)
        yield from of_alerts(old, new, subject)
    borrowed = old.contact_of_organisation and new.contact_of_organisation
    yield from of_contact(old, new, subject, with_phones=subject.critical or not borrowed)
    if old.hours != new.hours:
        yield subject.change("hours", "hours-changed", "hours", before=old.hours, after=new.hours)
    yield from of_fields(old, new, _HOURS, "hours", subject)
    yield from of_fields(old, new, _FACTS, "facts", subject)
    yield from of_texts(old, new, _TEXTS, subject)
    yield from of_link(old.booking_url, new.booking_url, "booking_url", subject)
    if old.source and new.source:
        yield from of_source(old.source, new.source, subject)


def _of_new_hosts(
    of: Iterable[Organisation | Service], subject: Subject, known: Iterable[str] = ()
) -> Iterator[Change]:
    for found in sorted(hosts(of).difference(known)):
        yield subject.change("domains", "domain-new", after=found)


def _of_vocabulary(before: Guide, after: Guide) -> Iterator[Change]:
    for vocabulary in _VOCABULARIES:
        one, two = ({each.id: each for each in getattr(guide, vocabulary)} for guide in (before, after))
        for id in sorted(one.keys() - two.keys()):
            subject = Subject(f"{vocabulary}/{id}", (one[id].name,))
            yield subject.change("removals", "word-removed", vocabulary, before=id)
        for id in sorted(two.keys() - one.keys()):
            subject = Subject(f"{vocabulary}/{id}", (two[id].name,))
            yield subject.change("additions", "word-added", vocabulary, after=id)
        for id in sorted(one.keys() & two.keys()):
            yield from _of_entry(one[id], two[id], Subject(f"{vocabulary}/{id}", (two[id].name,)))


def _of_entry(old: Any, new: Any, subject: Subject) -> Iterator[Change]:
    """A kind of help, a group of people, a place; that a kind is secret no longer, a code owner decides."""
    for name in (item.name for item in fields(old)):
        before, after = getattr(old, name), getattr(new, name)
        if before == after:
            continue
        if isinstance(before, Text) or isinstance(after, Text):
            yield from of_text(before, after, name, subject)
        elif name in _PHRASES:
            yield subject.change("words", "phrases-changed", name)
        else:
            exposed = isinstance(old, HelpType) and name in ("sensitive", "confidential_location") and not after
            yield subject.fact("ids" if name == "slug" else "facts", name, before, after, owner=exposed)


def _of_files(files: Files) -> Iterator[Change]:
    if LOCK in files.changed:
        yield Change("crisis", "lock-changed", values={"file": LOCK}, owner=True)
    inside = [file for file in files.changed if file.startswith(("data/", "content/"))]
    if inside:
        for file in sorted(set(files.changed) - set(inside)):
            yield Change("outside", "file-outside", values={"file": file}, owner=True)
    for file, (old, new) in sorted(files.texts.items()):
        yield from _of_article(Subject(file), old, new)


def _of_article(subject: Subject, old: str, new: str) -> Iterator[Change]:
    """An article, and what readers may follow or dial in its new words."""
    rule = "article-added" if not old else "article-removed" if not new else "article-changed"
    pieces = SequenceMatcher(None, old.split("\n"), new.split("\n")).get_opcodes()
    count = sum(piece[0] != "equal" for piece in pieces)
    yield subject.change("words" if new else "removals", rule, file=subject.record, count=count)
    for name in dict.fromkeys(hosts_in(new)):
        if name not in hosts_in(old):
            yield subject.change("domains", "domain-new", after=name)
    for number in dict.fromkeys(_numbers(new)):
        if number not in _numbers(old):
            yield subject.change("phones", "number-in-article", after=number, file=subject.record)


def _numbers(text: str) -> list[str]:
    """What may be phone numbers in a text: as long as they are, and no year."""
    found = [bare_number(number) for number in re.findall(r"\+?\d[\d -]{1,15}\d", text)]
    return [one for one in found if len(one) in (3, 4, 5, 6, 9, 10, 11, 12) and not re.fullmatch(r"(19|20)\d\d", one)]


def _with_look_alikes(found: list[Change], before: Guide) -> Iterator[Change]:
    """Each change of a domain with the known domain that it resembles."""
    known = hosts(each for one in before.organisations for each in (one, *one.services))
    for change in found:
        name = change.values.get("host") or (change.values.get("after") if change.rule == "domain-new" else "")
        alike = look_alike(name, known) if change.danger == "domains" and name else ""
        if alike or (name and shown(name) != name):
            yield replace(change, values={**change.values, "alike": alike, "shown": shown(name)}, owner=True)
        else:
            yield change
