"""Two guides in; the changes between them out, the most dangerous first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from dataclasses import field as dataclass_field
from difflib import SequenceMatcher
from typing import Any
from urllib.parse import urlsplit

from generator.model import Guide, HelpType, Organisation, Phone, Service, Source, Text
from generator.schema.lock import LOCK, bare_number

DANGERS = (
    "crisis",
    "outside",
    "domains",
    "phones",
    "addresses",
    "removals",
    "ids",
    "hours",
    "facts",
    "words",
    "additions",
)
"""Groups of changes in the order in which a reviewer should read them."""
REMOVALS = 3
"""More removals than this, without a word where to go instead, need a code owner."""


@dataclass(frozen=True)
class Change:
    """One thing that is otherwise than before."""

    danger: str
    rule: str
    """Id of its sentence in the catalogue `edit`."""
    record: str = ""
    name: tuple[Text, ...] = ()
    """Names of the organisation and the service."""
    field: str = ""
    values: Mapping[str, Any] = dataclass_field(default_factory=dict)
    owner: bool = False
    """Whether a code owner must act."""


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
    one, two = before.settings, after.settings
    if one.emergency.uri != two.emergency.uri:
        values = {"before": one.emergency.display, "after": two.emergency.display}
        yield Change("crisis", "phone-changed", "guide", field="emergency", values=values, owner=True)
    urgent_before, urgent_after = ([(entry.service, entry.situation) for entry in each.urgent] for each in (one, two))
    if urgent_before != urgent_after:
        values = {"before": [name for name, _ in urgent_before], "after": [name for name, _ in urgent_after]}
        yield Change("crisis", "fact-changed", "guide", field="urgent", values=values, owner=True)
    for name in ("publisher", "contact_email", "repository", "site_url"):
        old, new = getattr(one, name), getattr(two, name)
        if old != new:
            values = {"before": getattr(old, "email", old), "after": getattr(new, "email", new)}
            yield Change("domains", "fact-changed", "guide", field=name, values=values, owner=True)
    known = {"emergency", "urgent", "publisher", "contact_email", "repository", "site_url", "edition", "edition_date"}
    for item in fields(one):
        old, new = getattr(one, item.name), getattr(two, item.name)
        if item.name not in known and old != new:
            if isinstance(old, Text) and isinstance(new, Text):
                yield from _of_text(old, new, item.name, "guide", ())
            else:
                values = {"before": old, "after": new}
                yield Change(
                    "facts", "fact-changed", "guide", field=item.name, values=values, owner=item.name == "languages"
                )


def _of_organisations(before: Guide, after: Guide, critical: frozenset[str]) -> Iterator[Change]:
    gone = [each for each in before.organisations if each.id not in after.organisation]
    new = [each for each in after.organisations if each.id not in before.organisation]
    known_as = {alias: each for each in after.organisations for alias in each.aliases}
    pairs = [(each, after.organisation[each.id]) for each in before.organisations if each.id in after.organisation]
    for old in gone:
        heir = known_as.get(old.id)
        if heir is not None and heir in new:
            new.remove(heir)
            yield Change(
                "words", "renamed-with-alias", heir.id, (old.name,), values={"before": old.id, "after": heir.id}
            )
            pairs.append((old, heir))
        elif heir is None and (heir := _same_under_other_id(old, new)):
            new.remove(heir)
            values = {"before": old.id, "after": heir.id}
            yield Change("ids", "renamed-without-alias", heir.id, (old.name,), values=values)
            pairs.append((old, heir))
        elif heir is not None:
            yield Change("removals", "organisation-merged", heir.id, (old.name,), values={"after": heir.id})
        else:
            owner = any(f"{old.id}/{service.id}" in critical or old.id in critical for service in old.services)
            rule = "closed-organisation-removed" if old.status == "closed" else "organisation-removed"
            yield Change("crisis" if owner else "removals", rule, old.id, (old.name,), owner=owner)
    for each in new:
        values = {"phones": [phone.display for service in each.services for phone in service.phones]}
        yield Change("additions", "organisation-added", each.id, (each.name,), values=values)
        yield from _of_new_hosts((each, *each.services), each.id, (each.name,))
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


def _of_organisation(old: Organisation, new: Organisation, critical: frozenset[str]) -> Iterator[Change]:
    name, record = (new.name,), new.id
    single = [
        each.id == each_org.id and len(each_org.services) == 1
        for each_org in (old, new)
        for each in each_org.services[:1]
    ]
    alone = len(single) == 2 and all(single)  # its own single service: each fact is reported once
    yield from _of_text(old.name, new.name, "name", record, name)
    if not alone:
        yield from _of_contact(old, new, record, name, old.id in critical)
    yield from _of_words(old, new, ("description", "notice"), record, name)
    for item in ("slug", "original_language", "country", "registry"):
        if getattr(old, item) != getattr(new, item):
            values = {"before": getattr(old, item), "after": getattr(new, item)}
            yield Change("ids" if item == "slug" else "facts", "fact-changed", record, name, item, values)
    lost = set(old.aliases) - set(new.aliases)
    if lost:
        yield Change("ids", "alias-lost", record, name, "aliases", {"before": sorted(lost)})
    yield from _of_status(old, new, record, name)
    yield from _of_source(old.source, new.source, record, name)
    yield from _of_alerts(old, new, record, name)
    services = {service.id: service for service in new.services}
    fresh = [service for service in new.services if service.id not in {each.id for each in old.services}]
    for service in old.services:
        path = f"{old.id}/{service.id}" if not alone else old.id
        heir = services.get(service.id) or next((each for each in fresh if each.name.words == service.name.words), None)
        if heir is None:
            owner = path in critical
            rule = "closed-service-removed" if service.status == "closed" else "service-removed"
            yield Change("crisis" if owner else "removals", rule, path, (new.name, service.name), owner=owner)
            continue
        names = name if alone else (new.name, heir.name)
        if heir in fresh:
            fresh.remove(heir)
            if not alone:
                values = {"before": service.id, "after": heir.id}
                yield Change("ids", "service-renamed", path, names, values=values, owner=path in critical)
        yield from _of_service(service, heir, path, names, path in critical, alone)
    for service in fresh:
        values = {"phones": [phone.display for phone in service.phones]}
        record, names = f"{new.id}/{service.id}", (new.name, service.name)
        yield Change("additions", "service-added", record, names, values=values)
        yield from _of_new_hosts((service,), record, names, _hosts((old, *old.services)))


_HOURS = ("holidays", "season", "valid_from", "valid_until")
_FACTS = (
    *("help_types", "target_groups", "service_area", "residents_of", "cost", "referral", "booking", "conditions"),
    *("accessibility", "languages", "places", "places_at_most", "print_priority"),
)
_TEXTS = ("description", "notice", "hours_note", "cost_note", "referral_note", "notes")


def _of_service(
    old: Service, new: Service, record: str, name: tuple[Text, ...], critical: bool, alone: bool
) -> Iterator[Change]:
    if not alone:
        yield from _of_text(old.name, new.name, "name", record, name)
        yield from _of_status(old, new, record, name)
        yield from _of_alerts(old, new, record, name)
    borrowed = old.contact_of_organisation and new.contact_of_organisation
    yield from _of_contact(old, new, record, name, critical, with_phones=critical or not borrowed)
    if old.hours != new.hours:
        yield Change("hours", "hours-changed", record, name, "hours", {"before": old.hours, "after": new.hours})
    for item in (*_HOURS, *_FACTS):
        if getattr(old, item) != getattr(new, item):
            values = {"before": getattr(old, item), "after": getattr(new, item)}
            yield Change("hours" if item in _HOURS else "facts", "fact-changed", record, name, item, values)
    yield from _of_words(old, new, _TEXTS, record, name)
    if old.booking_url != new.booking_url:
        yield from _of_link(old.booking_url, new.booking_url, "booking_url", record, name)
    if old.source and new.source:
        yield from _of_source(old.source, new.source, record, name)


def _of_contact(
    old: Any, new: Any, record: str, name: tuple[Text, ...], critical: bool, with_phones: bool = True
) -> Iterator[Change]:
    """Phones, e-mail, website, address and area of an organisation or a service."""
    if with_phones:
        yield from _of_phones(old.phones, new.phones, record, name, critical)
        if old.email != new.email:
            yield from _of_link(old.email, new.email, "email", record, name)
    if old.website != new.website:
        yield from _of_link(old.website, new.website, "website", record, name)
    if old.address != new.address:
        one, two = ({} if each.address is None else _plain_address(each.address) for each in (old, new))
        if one != two:
            yield Change("addresses", "address-changed", record, name, "address", {"before": one, "after": two})
        directions = [each.address.directions if each.address else None for each in (old, new)]
        yield from _of_text(*directions, "directions", record, name)
    if old.area != new.area:
        yield Change("addresses", "fact-changed", record, name, "area", {"before": old.area, "after": new.area})


def _plain_address(address: Any) -> dict[str, Any]:
    return {
        item.name: getattr(address, item.name)
        for item in fields(address)
        if item.name != "directions" and getattr(address, item.name)
    }


def _of_phones(
    old: tuple[Phone, ...], new: tuple[Phone, ...], record: str, name: tuple[Text, ...], critical: bool
) -> Iterator[Change]:
    danger = "crisis" if critical else "phones"
    before, after = {phone.uri: phone for phone in old}, {phone.uri: phone for phone in new}
    gone = [phone for phone in old if phone.uri not in after]
    fresh = [phone for phone in new if phone.uri not in before]
    while gone and fresh:
        one = gone.pop(0)
        two = max(
            fresh, key=lambda phone: SequenceMatcher(None, bare_number(one.display), bare_number(phone.display)).ratio()
        )
        fresh.remove(two)
        values = {"before": one.display, "after": two.display}
        yield Change(danger, "phone-changed", record, name, "phones", values, critical)
    for phone in gone:
        yield Change(danger, "phone-removed", record, name, "phones", {"before": phone.display}, critical)
    for phone in fresh:
        yield Change(danger, "phone-added", record, name, "phones", {"after": phone.display}, critical)
    for uri in before.keys() & after.keys():
        one, two = before[uri], after[uri]
        if one.extension != two.extension:
            values = {"phone": two.display, "before": one.extension or None, "after": two.extension or None}
            yield Change(danger, "extension-changed", record, name, "extension", values, critical)
        if one.hours != two.hours:
            values = {"phone": two.display, "before": one.hours, "after": two.hours}
            yield Change("hours", "phone-hours-changed", record, name, "hours", values)
        if one.languages != two.languages:
            yield Change(
                "facts", "fact-changed", record, name, "languages", {"before": one.languages, "after": two.languages}
            )
        yield from _of_text(one.label, two.label, "label", record, name)


def _hosts(of: Iterable[Organisation | Service]) -> set[str]:
    """Every host that readers are sent to, or shown as a source."""
    found = set()
    for each in of:
        found |= {host(address) for address in (each.website, each.email) if address}
        found |= {host(each.booking_url)} if isinstance(each, Service) and each.booking_url else set()
        found |= {host(each.source.url)} if each.source and "://" in each.source.url else set()
    return found


def _of_new_hosts(
    of: Iterable[Organisation | Service], record: str, name: tuple[Text, ...], known: Iterable[str] = ()
) -> Iterator[Change]:
    for found in sorted(_hosts(of).difference(known)):
        yield Change("domains", "domain-new", record, name, values={"after": found})


def host(address: str) -> str:
    """The host of a web or e-mail address, in lower case."""
    return (urlsplit(address).hostname or "" if "://" in address else address.rpartition("@")[2]).lower()


def _of_link(old: str, new: str, item: str, record: str, name: tuple[Text, ...]) -> Iterator[Change]:
    values = {"before": old, "after": new}
    if old and new and host(old) == host(new):
        danger = "words" if item == "website" else "phones"
        yield Change(danger, "fact-changed", record, name, item, values)
    else:
        rule = "domain-changed" if old and new else "fact-changed"
        yield Change("domains", rule, record, name, item, {**values, "host": host(new), "old_host": host(old)})


def _of_status(old: Any, new: Any, record: str, name: tuple[Text, ...]) -> Iterator[Change]:
    if old.status != new.status:
        danger = "removals" if new.status in ("closed", "paused") else "facts"
        yield Change(danger, "status-changed", record, name, "status", {"before": old.status, "after": new.status})
    if old.successor != new.successor:
        yield Change(
            "facts", "fact-changed", record, name, "successor", {"before": old.successor, "after": new.successor}
        )


def _of_source(old: Source, new: Source, record: str, name: tuple[Text, ...]) -> Iterator[Change]:
    if old.verified != new.verified:
        rule = ("verified-by" if new.verified_by else "verified") if new.verified else "verification-lost"
        yield Change(
            "facts",
            rule,
            record,
            name,
            "verified",
            {"day": new.verified, "by": new.verified_by, "before": old.verified},
        )
    if old.url != new.url:
        values = {"before": old.url, "after": new.url}
        if "://" in new.url and "://" in old.url and host(new.url) != host(old.url):
            yield from _of_link(old.url, new.url, "source", record, name)
        elif "://" in new.url and "://" not in old.url:
            yield Change("domains", "fact-changed", record, name, "source", {**values, "host": host(new.url)})
        else:
            yield Change("facts", "fact-changed", record, name, "source", values)
    if old.seen != new.seen:
        yield Change("facts", "fact-changed", record, name, "source_date", {"before": old.seen, "after": new.seen})


def _of_alerts(old: Any, new: Any, record: str, name: tuple[Text, ...]) -> Iterator[Change]:
    for alert in new.alerts:
        if alert not in old.alerts:
            yield Change(
                "words",
                "alert-added",
                record,
                name,
                "alerts",
                {"text": alert.text, "from": alert.start, "until": alert.end},
            )
    for alert in old.alerts:
        if alert not in new.alerts:
            yield Change("words", "alert-removed", record, name, "alerts", {"text": alert.text})


def _of_words(old: Any, new: Any, items: tuple[str, ...], record: str, name: tuple[Text, ...]) -> Iterator[Change]:
    for item in items:
        yield from _of_text(getattr(old, item), getattr(new, item), item, record, name)


def _of_text(old: Text | None, new: Text | None, item: str, record: str, name: tuple[Text, ...]) -> Iterator[Change]:
    one, two = (dict(text.words) if text else {} for text in (old, new))
    for language in dict.fromkeys((*one, *two)):
        if one.get(language) != two.get(language):
            values = {"language": language, "before": one.get(language), "after": two.get(language)}
            yield Change("words", "words-changed", record, name, item, values)


_VOCABULARIES = ("help_groups", "help_types", "target_group_categories", "target_groups", "areas")


def _of_vocabulary(before: Guide, after: Guide) -> Iterator[Change]:
    for vocabulary in _VOCABULARIES:
        one, two = ({each.id: each for each in getattr(guide, vocabulary)} for guide in (before, after))
        for name in sorted(one.keys() - two.keys()):
            yield Change(
                "removals", "word-removed", f"{vocabulary}/{name}", (one[name].name,), vocabulary, {"before": name}
            )
        for name in sorted(two.keys() - one.keys()):
            yield Change(
                "additions", "word-added", f"{vocabulary}/{name}", (two[name].name,), vocabulary, {"after": name}
            )
        for name in sorted(one.keys() & two.keys()):
            yield from _of_entry(one[name], two[name], f"{vocabulary}/{name}")


def _of_entry(old: Any, new: Any, record: str) -> Iterator[Change]:
    for item in fields(old):
        one, two = getattr(old, item.name), getattr(new, item.name)
        if one == two:
            continue
        if isinstance(one, Text) or isinstance(two, Text):
            yield from _of_text(one, two, item.name, record, (new.name,))
        elif item.name in ("synonyms", "how_people_say_it", "locative", "genitive"):
            yield Change("words", "phrases-changed", record, (new.name,), item.name)
        else:
            secret = (
                isinstance(old, HelpType) and item.name in ("sensitive", "confidential_location") and one and not two
            )
            values = {"before": one, "after": two}
            yield Change(
                "ids" if item.name == "slug" else "facts",
                "fact-changed",
                record,
                (new.name,),
                item.name,
                values,
                secret,
            )


def _of_files(files: Files) -> Iterator[Change]:
    if LOCK in files.changed:
        yield Change("crisis", "lock-changed", values={"file": LOCK}, owner=True)
    inside = [file for file in files.changed if file.startswith(("data/", "content/"))]
    if inside:
        for file in sorted(set(files.changed) - set(inside)):
            yield Change("outside", "file-outside", values={"file": file}, owner=True)
    for file, (old, new) in sorted(files.texts.items()):
        rule = "article-added" if not old else "article-removed" if not new else "article-changed"
        lines = sum(
            1 for line in SequenceMatcher(None, old.split("\n"), new.split("\n")).get_opcodes() if line[0] != "equal"
        )
        yield Change("words" if new else "removals", rule, file, values={"file": file, "count": lines})
        known = set(_hosts_in(old))
        for name in dict.fromkeys(found for found in _hosts_in(new) if found not in known):
            yield Change("domains", "domain-new", file, values={"after": name})
        numbers = [[bare_number(found) for found in re.findall(r"\+?\d[\d -]{1,15}\d", text)] for text in (old, new)]
        for number in dict.fromkeys(
            found for found in numbers[1] if found not in numbers[0] and len(found) in (3, 4, 5, 6, 9, 10, 11, 12)
        ):
            if not re.fullmatch(r"(19|20)\d\d", number):
                yield Change("phones", "number-in-article", file, values={"after": number, "file": file})


def _hosts_in(text: str) -> list[str]:
    return [host(found) for found in re.findall(r"https?://[^\s<>()\"'\]]+", text)]


def _with_look_alikes(found: list[Change], before: Guide) -> Iterator[Change]:
    """Each change of a domain with the known domain that it resembles: that is how people are misled."""
    known = _hosts(each for one in before.organisations for each in (one, *one.services))
    for change in found:
        name = change.values.get("host") or (change.values.get("after") if change.rule == "domain-new" else "")
        alike = look_alike(name, known) if change.danger == "domains" and name else ""
        if alike or (name and _shown(name) != name):
            values = {**change.values, "alike": alike, "shown": _shown(name)}
            yield Change(change.danger, change.rule, change.record, change.name, change.field, values, True)
        else:
            yield change


def look_alike(name: str, known: set[str]) -> str:
    """The known host that this one imitates: other signs that look the same, or one sign more, less or otherwise."""
    name = name.removeprefix("www.")
    hosts = {each.removeprefix("www.") for each in known}
    if not name or name in hosts or any(name.endswith("." + each) for each in hosts):
        return ""
    for each in sorted(hosts):
        if _skeleton(each) == _skeleton(name) or (len(name) > 5 and _one_edit(each, name)):
            return each
    return ""


_CONFUSED = str.maketrans("0135689iq|", "olesbbglgl")


def _skeleton(name: str) -> str:
    text = _shown(name).replace("rn", "m").replace("vv", "w").translate(_CONFUSED).replace("-", "").replace("l", "i")
    text = text.translate(str.maketrans("асеіорхуԁһјѕқ", "aceiopxydhjsk"))
    return text.replace("l", "i").replace(".", "")


def _one_edit(one: str, two: str) -> bool:
    if abs(len(one) - len(two)) > 1 or one == two:
        return False
    start = 0
    while start < min(len(one), len(two)) and one[start] == two[start]:
        start += 1
    tails = ((one[start:], two[start + 1 :]), (one[start + 1 :], two[start:]), (one[start + 1 :], two[start + 1 :]))
    swapped = one[start : start + 2] == two[start : start + 2][::-1] and one[start + 2 :] == two[start + 2 :]
    return swapped or any(a == b for a, b in tails)


def _shown(name: str) -> str:
    """A host as people see it: punycode decoded."""
    import idna

    try:
        return idna.decode(name) if "xn--" in name else name
    except (idna.IDNAError, UnicodeError):
        return name
