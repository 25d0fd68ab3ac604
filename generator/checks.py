"""Rules that a single field cannot express: each a small function from the draft of a guide to problems.

A draft holds the records as read, before the model is made of them; a rule must bear records with fields missing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any, NamedTuple

from generator.languages import own_words_file, words_file
from generator.model import OwnWords
from generator.problems import Place, Problem
from generator.schema import Entry
from generator.schema.kinds import Words, wrong_script
from generator.schema.lock import KINDS, Lock, bare_number
from generator.schema.translated import Remembered
from generator.source import Guess, Names, Node, Scalar, Sequence
from generator.stems import fold, stem, tokens


@dataclass(frozen=True)
class ArticleDraft:
    """One article in one language, as read."""

    name: str
    language: str
    entry: Entry
    body: str
    first_line: int
    """The line of the file on which the body begins."""
    digest: str = ""
    """Of the whole file, to tell when it changes."""

    @property
    def spoken(self) -> str:
        """The language that its words are in, which may be another one until they are translated."""
        return self.entry.values.get("language", self.language)


@dataclass(frozen=True)
class Draft:
    """Everything that was read, before it is a guide."""

    guide: Entry | None
    help_groups: list[Entry]
    help_types: list[Entry]
    categories: list[Entry]
    target_groups: list[Entry]
    areas: list[Entry]
    organisations: list[Entry]
    articles: list[ArticleDraft]
    languages: tuple[str, ...]
    today: date
    icons: frozenset[str] = frozenset()
    """Names of the icons that exist; empty when the icon set is not at hand."""
    site_languages: tuple[str, ...] = ()
    """The languages that `mkdocs.yml` builds; empty when there is no such file."""
    lock: Lock | None = None
    """The crisis numbers that only code owners change; `None` when the guide has no lock."""
    translated: Remembered | None = None
    """What the translations of its texts were made from."""
    words: OwnWords = ()
    """Catalogues of the guide's own."""

    @cached_property
    def services(self) -> tuple[ServiceDraft, ...]:
        """The services of all organisations."""
        return tuple(service for entry in self.organisations for service in services_of(entry))


class ServiceDraft(NamedTuple):
    """A service as read, with the way to its place and its name in messages."""

    values: dict[str, Any]
    organisation: Entry
    path: tuple[str | int, ...]
    record: str


Rule = Callable[[Draft], Iterator[Problem]]
RULES: list[Rule] = []
OTHER_RULES: list[Rule] = []
"""Those that look at no organisation: the words of a guide cost 20 ms, which not each batch of records need pay."""


def rule(function: Rule) -> Rule:
    """Add a rule to those that every check runs."""
    RULES.append(function)
    return function


def other_rule(function: Rule) -> Rule:
    """Add a rule that looks at no organisation."""
    OTHER_RULES.append(function)
    return function


def check(draft: Draft) -> list[Problem]:
    """The problems of a draft, by every rule."""
    return [*check_records(draft), *(problem for each in OTHER_RULES for problem in each(draft))]


def check_records(draft: Draft) -> list[Problem]:
    """The problems of a draft by the rules that look at organisations."""
    return [problem for each in RULES for problem in each(draft)]


def services_of(entry: Entry) -> Iterator[ServiceDraft]:
    """The services of one organisation; one without a list of them is its own service."""
    own = entry.values.get("id", "?")
    listed = entry.values.get("services")
    if listed:
        node = entry.node.get("services")
        kept = [index for index, item in enumerate(node.items) if hasattr(item, "pairs")]
        for index, values in zip(kept, listed, strict=False):
            yield ServiceDraft(values, entry, ("services", index), f"{own}/{values.get('id', '?')}")
    else:
        yield ServiceDraft(entry.values, entry, (), own)


def _problem(service: ServiceDraft, field: str, rule: str, level: str = "error", **values: Any) -> Problem:
    place = service.organisation.place(*service.path, *field.split("."))
    return Problem(place, rule, service.record, field, values, level)


def _entry_problem(entry: Entry, field: str, rule: str, level: str = "error", **values: Any) -> Problem:
    return Problem(entry.place(field), rule, entry.values.get("id", ""), field, values, level)


def _node(service: ServiceDraft, field: str) -> Node | None:
    """What stands in the file, even if its value could not be read."""
    node: Any = service.organisation.node
    for step in service.path:
        node = node.items[step] if isinstance(step, int) else node.get(step)
    return node.get(field)


def _says_something(node: Node | None) -> bool:
    """Whether there is something behind a field, even if that could not be read."""
    if isinstance(node, Scalar):
        return not node.empty
    return node is not None and bool(node.items if isinstance(node, Sequence) else node.pairs)


def names_of(entries: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    """What people call each id, in all languages: its name first, then its synonyms and how they say it."""
    names = {}
    for entry in entries:
        values = entry.values
        if "id" in values and values.get("name"):
            phrases = (values.get(field, {}).values() for field in ("synonyms", "how_people_say_it"))
            more = [phrase for by_language in phrases for each in by_language for phrase in each]
            names[values["id"]] = (*values["name"].by_language.values(), *more)
    return names


def _called(entries: list[Entry]) -> Names:
    return Names(partial(names_of, entries))


def _by_id(entries: list[Entry]) -> dict[str, Entry]:
    return {entry.values["id"]: entry for entry in entries if "id" in entry.values}


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
                    yield _entry_problem(entry, field, "repeated-id", found=name, file=first.file, line=first.line)
                seen.setdefault(name, entry.place(field))
    for entry in draft.organisations:
        own: set[str] = set()
        for service in services_of(entry) if "services" in entry.values else ():
            name = service.values.get("id")
            if name in own:
                yield _problem(service, "id", "repeated-service", found=name)
            own.add(name)


@rule
def ids_are_not_those_of_the_page(draft: Draft) -> Iterator[Problem]:
    """A service's id is an anchor on its page, where `g-` and `i-` begin the ids of the page's own parts."""
    for service in draft.services:
        if service.values.get("id", "").startswith(("g-", "i-")):
            yield _problem(service, "id", "id-reserved", found=service.values["id"])


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
                yield _entry_problem(entry, "aliases", "alias-taken", found=alias, other=taken[alias])
            taken.setdefault(alias, entry.values.get("id", "?"))


@rule
def records_are_sorted(draft: Draft) -> Iterator[Problem]:
    """Organisations of the one file stand in the order of their ids."""
    previous: Entry | None = None
    for entry in draft.organisations:
        name = entry.values.get("id", "")
        if previous and previous.file == entry.file and name and name < previous.values.get("id", ""):
            yield _entry_problem(entry, "id", "order", "warning", found=name, other=previous.values["id"])
        elif name:
            previous = entry


@rule
def references_exist(draft: Draft) -> Iterator[Problem]:
    """Kinds of help, groups, areas and other records that are named are there."""
    help_types, groups, areas = _by_id(draft.help_types), _by_id(draft.target_groups), _by_id(draft.areas)
    called = _called(draft.areas)
    lists = (
        ("help_types", help_types, _called(draft.help_types), "unknown-help-type"),
        ("target_groups", groups, _called(draft.target_groups), "unknown-target-group"),
        ("service_area", areas, called, "unknown-area"),
        ("residents_of", areas, called, "unknown-area"),
    )
    organisations = _by_id(draft.organisations)
    known_services = {service.record for service in draft.services} | set(organisations)
    for service in draft.services:
        for field, known, names, name in lists:
            for index, found in enumerate(service.values.get(field, ())):
                if found not in known:
                    place = service.organisation.place(*service.path, field, index)
                    values = {"found": found, "suggestion": Guess(found, names)}
                    yield Problem(place, name, service.record, field, values)
        yield from _area_exists(service, areas, called)
        successor = service.values.get("successor")
        if successor and successor not in known_services:
            suggestion = Guess(successor, known_services)
            yield _problem(service, "successor", "unknown-organisation", found=successor, suggestion=suggestion)
    for entry in draft.organisations:
        if "services" in entry.values:
            yield from _area_exists(ServiceDraft(entry.values, entry, (), entry.values.get("id", "?")), areas, called)
            successor = entry.values.get("successor")
            if successor and successor not in known_services:
                suggestion = Guess(successor, known_services)
                yield _entry_problem(entry, "successor", "unknown-organisation", found=successor, suggestion=suggestion)
    parents = ((draft.help_types, "group", draft.help_groups), (draft.target_groups, "category", draft.categories))
    for entries, field, parent_entries in parents:
        known = _by_id(parent_entries)
        for entry in entries:
            found = entry.values.get(field)
            if found and found not in known:
                yield _entry_problem(entry, field, "unknown-group", found=found, suggestion=Guess(found, known))


def _area_exists(service: ServiceDraft, areas: dict[str, Entry], called: Names) -> Iterator[Problem]:
    found = service.values.get("area")
    if found and found not in areas:
        yield _problem(service, "area", "unknown-area", found=found, suggestion=Guess(found, called))


@other_rule
def areas_form_a_tree(draft: Draft) -> Iterator[Problem]:
    """Every area lies in one that exists, and none in itself."""
    areas = _by_id(draft.areas)
    for entry in draft.areas:
        found = entry.values.get("parent")
        if found and found not in areas:
            yield _entry_problem(entry, "parent", "unknown-area", found=found, suggestion=Guess(found, areas))
        seen, above = {entry.values.get("id")}, found
        while above in areas:
            if above in seen:
                yield _entry_problem(entry, "parent", "area-circle", found=found)
                break
            seen.add(above)
            above = areas[above].values.get("parent")


@rule
def services_say_what_they_do(draft: Draft) -> Iterator[Problem]:
    """Every service names a kind of help, and the fields of a single service stand where they count."""
    from generator.schema import SERVICE_FIELDS

    for service in draft.services:
        if not service.values.get("help_types") and not _says_something(_node(service, "help_types")):
            yield _problem(service, "help_types", "required", example="help_types: [night-shelter, washing]")
    for entry in draft.organisations:
        if entry.values.get("services"):
            for field in SERVICE_FIELDS:
                if field in entry.values:
                    yield _entry_problem(entry, field, "field-of-service")


@rule
def services_can_be_reached(draft: Draft) -> Iterator[Problem]:
    """An active service has a phone, an e-mail, a website or an address."""
    for service in draft.services:
        values, whole = service.values, service.organisation.values
        if values.get("status", whole.get("status", "active")) != "active" or whole.get("status", "active") != "active":
            continue
        fields = ("phones", "email", "website", "address")  # as written: a broken phone is reported as such
        if not any(_node(service, field) or service.organisation.node.get(field) for field in fields):
            yield _problem(service, "phones", "no-contact", "warning")


@rule
def addresses_lie_in_an_area(draft: Draft) -> Iterator[Problem]:
    """A place to go to says where it is: without an area it counts as one for the whole country."""
    areas = _called(draft.areas)
    for service in draft.services:
        values, whole = service.values, service.organisation.values
        if "closed" in (values.get("status"), whole.get("status")):
            continue
        if any(_says_something(_node(service, field)) for field in ("area", "service_area")):
            continue
        address = values.get("address") or whole.get("address")
        if not address or _says_something(service.organisation.node.get("area")):
            continue
        path = (*service.path, "address") if values.get("address") else ("address",)
        named = areas.called(address.get("city", ""))
        suggestion = named[0] if len(named) == 1 else ""
        place = service.organisation.place(*path)
        yield Problem(place, "address-without-area", service.record, "area", {"suggestion": suggestion}, "warning")


@rule
def ended_services_say_where_to_go(draft: Draft) -> Iterator[Problem]:
    """A closed record names a successor or says why; dates come in order."""
    for entry in draft.organisations:
        candidates = [ServiceDraft(entry.values, entry, (), entry.values.get("id", "?"))]
        candidates += [service for service in services_of(entry) if service.path]
        for service in candidates:
            values = service.values
            if values.get("status") == "closed" and not (values.get("successor") or values.get("notice")):
                yield _problem(service, "status", "closed-without-successor")
            begin, end = values.get("valid_from"), values.get("valid_until")
            if begin and end and end < begin:
                yield _problem(
                    service, "valid_until", "dates-backwards", found=end.isoformat(), other=begin.isoformat()
                )
            elif end and end < draft.today:
                yield _problem(service, "valid_until", "expired", "warning", found=end.isoformat())
            for index, alert in enumerate(values.get("alerts", ())):
                if alert.get("from") and alert.get("until") and alert["until"] < alert["from"]:
                    found, other = alert["until"].isoformat(), alert["from"].isoformat()
                    place = entry.place(*service.path, "alerts", index, "until")
                    yield Problem(
                        place, "dates-backwards", service.record, "alerts.until", {"found": found, "other": other}
                    )


@rule
def successors_are_others(draft: Draft) -> Iterator[Problem]:
    """A record does not send people to itself or its own services; one that it sends them to has not ended."""
    closed: set[str] | None = None
    for entry in draft.organisations:
        own = entry.values.get("id", "?")
        candidates = [ServiceDraft(entry.values, entry, (), own)]
        candidates += [service for service in services_of(entry) if service.path]
        for service in candidates:
            found = service.values.get("successor")
            if not found:
                continue
            if found == service.record or (not service.path and found.startswith(f"{own}/")):
                yield _problem(service, "successor", "successor-itself", found=found)
                continue
            closed = _closed(draft) if closed is None else closed
            if found in closed:
                yield _problem(service, "successor", "successor-closed", "warning", found=found)


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
    for service in draft.services:
        yield from _future(service, draft.today)
    for entry in draft.organisations:
        if "services" in entry.values:
            yield from _future(ServiceDraft(entry.values, entry, (), entry.values.get("id", "?")), draft.today)


def _future(service: ServiceDraft, today: date) -> Iterator[Problem]:
    verified = service.values.get("verified")
    if verified and verified > today:
        yield _problem(service, "verified", "future", found=verified.isoformat(), today=today.isoformat())
    seen = service.values.get("source_date")
    if seen and seen[0] > today:
        yield _problem(service, "source_date", "future", found=seen[0].isoformat(), today=today.isoformat())


@rule
def confidential_places_stay_secret(draft: Draft) -> Iterator[Problem]:
    """A service of a kind with a confidential location bears no address, coordinates or street-like words.

    Nor does an organisation that gives no other services: its address would be theirs.
    """
    secret = {
        entry.values["id"]
        for entry in draft.help_types
        if entry.values.get("confidential_location") and "id" in entry.values
    }
    for entry in draft.organisations:
        services = list(services_of(entry))
        hidden = [one for one in services if not secret.isdisjoint(one.values.get("help_types", ()))]
        if entry.values.get("services") and len(hidden) == len(services):
            hidden.insert(0, ServiceDraft(entry.values, entry, (), entry.values.get("id", "?")))
        for service in hidden:
            yield from _tells_where(service)


_STREET = re.compile(
    r"(?<![.@\w])(?:ul|al|pl)\.\s*\w|\b(?:ul|ulic[aęąy]|alej[aeię]|placu?|osiedl[eau]|rehov)\s+(?-i:[\dA-ZĄĆĘŁŃÓŚŹŻ])"
    r"|(?-i:\b[A-ZĄĆĘŁŃÓŚŹŻ]\w+ )(?:street|st\.)(?!\w)|רחוב\s+\w|(?<![\d-])\d{2}-\d{3}(?![\d-])",
    re.IGNORECASE,
)
"""What begins an address, but no word such as "placówka", and no playground ("plac zabaw")."""


def _tells_where(service: ServiceDraft) -> Iterator[Problem]:
    address = service.values.get("address")
    if address:
        yield _problem(service, "address", "confidential", found=address.get("street") or address.get("city", "…"))
    names = [("name", ("name",), service.values["name"])] if service.values.get("name") else []
    for field, path, words in (*names, *_texts(service)):
        for text in words.by_language.values():
            if match := _STREET.search(text):
                place = service.organisation.place(*service.path, *path)
                yield Problem(place, "confidential", service.record, field, {"found": match[0]})


@other_rule
def sensitive_kinds_are_neutral(draft: Draft) -> Iterator[Problem]:
    """A sensitive kind of help has an address and a name that give nothing away."""
    for entry in (*draft.help_types, *draft.target_groups):
        if not entry.values.get("sensitive"):
            continue
        if not entry.values.get("slug") or entry.values["slug"] == entry.values.get("id"):
            yield _entry_problem(entry, "slug", "sensitive-slug", example="home-matters")
        if not entry.values.get("neutral_name"):
            example = 'neutral_name: {pl: "Sprawy domowe", he: "…", en: "Home matters"}'
            yield _entry_problem(entry, "neutral_name", "required", example=example)


@other_rule
def phrases_lead_one_way(draft: Draft) -> Iterator[Problem]:
    """No word or phrase, bent or not, stands for two kinds of help without their saying so."""
    for entries in (draft.help_types, draft.target_groups):
        # Phrases that begin their words alike may be one to the search, which compares stems: few, so it costs little.
        alike: dict[tuple[str, str], list[tuple[Entry, str, str]]] = {}
        for entry in entries:
            for field in ("synonyms", "how_people_say_it"):
                for language, phrases in entry.values.get(field, {}).items():
                    for phrase in phrases:
                        start = " ".join([word[:2] for word in fold(phrase).split()])
                        alike.setdefault((language, start), []).append((entry, field, phrase))
        for (language, _), found in alike.items():
            seen: dict[tuple[str, ...], str] = {}
            for entry, field, phrase in found if len(found) > 1 else ():
                key = tuple(stem(word, language) for word in tokens(phrase))
                other = seen.setdefault(key, entry.values.get("id", "?"))
                if other != entry.values.get("id", "?"):
                    yield _entry_problem(entry, field, "shared-phrase", "warning", found=phrase, other=other)


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
                yield _problem(service, "phones", "sibling-phone", "warning", found=shown[uri], other=shown[min(near)])


def _transposed(one: str, other: str) -> bool:
    """Whether two numbers begin alike and hold, before their last digit, the same digits in another order."""
    return (
        len(one) == len(other)
        and one[:-1] != other[:-1]
        and sorted(one[:-1]) == sorted(other[:-1])
        and sum(a != b for a, b in zip(one[:-1], other[:-1], strict=True)) == 2
    )


@rule
def addresses_are_of_institutions(draft: Draft) -> Iterator[Problem]:
    """A personal-looking e-mail address is looked at by a reviewer."""
    for service in draft.services:
        local = service.values.get("email", "").partition("@")[0]
        if re.split(r"[._-]", local)[0] in FIRST_NAMES and re.fullmatch(r"[a-z]+[._-][a-z]+", local):
            yield _problem(service, "email", "personal-email", "warning", found=service.values["email"])


FIRST_NAMES = frozenset(
    "adam agata agnieszka aleksandra alicja andrzej aneta anna barbara bartosz beata bozena danuta dariusz dorota "
    "elzbieta ewa ewelina grazyna grzegorz halina hanna helena henryk irena iwona izabela jacek jadwiga jakub jan "
    "janina janusz jerzy joanna jolanta jozef julia justyna kamil karolina katarzyna kazimierz kinga krystyna "
    "krzysztof leszek lucyna lukasz maciej magdalena malgorzata marcin marek maria mariusz marta marzena mateusz "
    "michal miroslaw monika natalia olga pawel piotr piotrek rafal renata robert roman ryszard sebastian slawomir "
    "stanislaw sylwia szymon teresa tomasz urszula wanda wieslawa wojciech zbigniew zofia zuzanna "
    "avi david dana michal moshe noa ruth sara shira tal yael yosef".split()
)  # fmt: skip


@rule
def phones_are_of_institutions(draft: Draft) -> Iterator[Problem]:
    """The name of a person beside a phone or in a text is looked at by a reviewer.

    It would rather miss a name than ask about an institution: a rule that errs often is one that nobody reads.
    """
    for service in draft.services:
        yield from _names(service)
    for entry in draft.organisations:
        if entry.values.get("services"):
            yield from _names(ServiceDraft(entry.values, entry, (), entry.values.get("id", "?")))


def _names(service: ServiceDraft) -> Iterator[Problem]:
    for field, path, words in _texts(service):
        found = _addressed(words)
        if not found and field == "phones.label":
            found = next(filter(_is_a_name, words.by_language.values()), "")
        if found:
            place = service.organisation.place(*service.path, *path)
            yield Problem(place, "personal-name", service.record, field, {"found": found}, "warning")


def _texts(service: ServiceDraft) -> Iterator[tuple[str, tuple[str | int, ...], Words]]:
    """What is said in words of a service or an organisation, its name aside: the field, the way to it, the words."""
    values = service.values
    texts = [
        *((field, (field,), values.get(field)) for field in _FIELDS_OF_WORDS),
        ("address.directions", ("address", "directions"), values.get("address", {}).get("directions")),
        *(("alerts.text", ("alerts", at, "text"), one.get("text")) for at, one in enumerate(values.get("alerts", ()))),
        *(
            ("phones.label", ("phones", at, "label"), extra.get("label"))
            for at, (_number, extra) in enumerate(values.get("phones", ()))
        ),
    ]
    return ((field, path, words) for field, path, words in texts if words)


def _addressed(words: Words) -> str:
    """The first name in a text that a form of address tells; empty when there is none."""
    for language, text in words.by_language.items():
        signs, shape = _ADDRESSED.get(language, _ADDRESSED["en"])
        for sign in signs:
            if sign in text and (match := shape.search(text)):
                return match[0]
    return ""


def _is_a_name(label: str) -> bool:
    """Whether a label is two or three words that look like somebody's first and last name."""
    found = label.split()
    if not 2 <= len(found) <= 3 or not all(_CAPITALISED.fullmatch(one) for one in found):
        return False
    plain = [fold(one) for one in found]
    if not _OF_INSTITUTIONS.isdisjoint(plain):
        return False
    return not FIRST_NAMES.isdisjoint(plain) or plain[-1].endswith(_SURNAME_ENDS)


_FIELDS_OF_WORDS = ("description", "notes", "notice", "hours_note", "cost_note", "referral_note")
_TITLES = (
    r"B(?:óg|oga|ogu|ogiem|oże)\b|Jezus|Dyrektor|Kierowni|Prezes|Mecenas|Doktor|Psycholog|Pedagog|Burmistrz|Wójt"
    r"|Prezydent|Pan[iu]?\b"
)
_ADDRESSED = {
    # "1 p. Wejście…" is a floor, "pani Kierownik" an office
    "pl": (
        ("pan", "Pan", "p. ", "P. "),
        re.compile(
            rf"\b(?:[Pp]an(?:i|ią|em|a|u|ie)?|(?<![\dIVX] )[Pp]\.)\s+(?!{_TITLES})[A-ZĄĆĘŁŃÓŚŹŻ][a-ząćęłńóśźż]{{2,}}"
            r"(?:\s+[A-ZĄĆĘŁŃÓŚŹŻ][a-ząćęłńóśźż-]+)?"
        ),
    ),
    "he": (("גב", "מר "), re.compile(r"(?<![א-ת])(?:[לבהוש]?גב[׳'’]|ל?מר)\s+[א-ת]{2,}(?:\s+[א-ת]{2,})?")),
    "en": (("Mr", "Ms", "Miss"), re.compile(r"\b(?:Mrs|Mr|Ms|Miss)\b\.?\s+[A-Z][\w-]+(?:\s+[A-Z][\w-]+)?")),
}
"""By language: what to look for first, ten times as fast, and a form of address with the name behind it."""
_CAPITALISED = re.compile(r"[A-ZĄĆĘŁŃÓŚŹŻ](?:\.|[a-ząćęłńóśźż]+(?:-[A-ZĄĆĘŁŃÓŚŹŻ][a-ząćęłńóśźż]+)?)")
_SURNAME_ENDS = (
    "wski",
    "wska",
    "lski",
    "lska",
    "nski",
    "nska",
    "icki",
    "icka",
    "ecki",
    "ecka",
    "wicz",
    "czyk",
    "szczuk",
)
_OF_INSTITUTIONS = frozenset(
    "advice aid area biuro care center centre centrum clinic dom dworzec dyzur dyzurny dzial emergency fundacja "
    "gabinet gmina help helpline hospital hostel house infolinia izba klinika klub kuratorium line linia miejska "
    "miejski night noclegownia oddzial office ogrzewalnia ops osrodek pckz pcpr plac placowka po pogotowie pokoj "
    "policja pomoc poradnia portiernia powiat powiatowa powiatowy przychodnia punkt recepcja referat rejestracja "
    "room sad schronisko sekcja sekretariat service shelter spitali stowarzyszenie straz swietlica szkola szpital "
    "telefon ul ulica urzad ward wydzial zaklad zapisy zespol zespolu".split()
)


@other_rule
def placeholders_are_filled_in(draft: Draft) -> Iterator[Problem]:
    """Addresses under `.example` stand for what the publisher must still say."""
    if draft.guide is None:
        return
    values = draft.guide.values
    found = {
        "publisher": values.get("publisher", {}).get("email", ""),
        "contact": values.get("contact", {}).get("email", ""),
        "repository": values.get("repository", ""),
    }
    for field, text in found.items():
        if re.search(r"\.example(/|$)", text):
            yield Problem(draft.guide.place(field), "placeholder", "", field, {"found": text}, "warning")


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
        if not _phones(service) or statuses != {"active"}:
            yield Problem(place, "urgent-without-phone", "", "urgent.service", {"found": name})


@other_rule
def editions_name_what_there_is(draft: Draft) -> Iterator[Problem]:
    """A booklet's areas, kinds of help, groups of people and chapters exist, and its id is its own."""
    known = {
        "areas": (_by_id(draft.areas), _called(draft.areas), "unknown-area"),
        "help_types": (_by_id(draft.help_types), _called(draft.help_types), "unknown-help-type"),
        "target_groups": (_by_id(draft.target_groups), _called(draft.target_groups), "unknown-target-group"),
        "chapters": (_by_id(draft.help_groups), _called(draft.help_groups), "unknown-group"),
    }
    seen: dict[str, Place] = {}
    for index, edition in enumerate(draft.guide.values.get("editions", ()) if draft.guide else ()):
        record = edition.get("id", "")
        place = draft.guide.place("editions", index, "id")
        if record in seen:
            values = {"found": record, "file": place.file, "line": seen[record].line}
            yield Problem(place, "repeated-id", record, "id", values)
        seen.setdefault(record, place)
        for field, (ids, names, unknown) in known.items():
            for position, name in enumerate(edition.get(field, ())):
                if name not in ids:
                    values = {"found": name, "suggestion": Guess(name, names)}
                    place = draft.guide.place("editions", index, field, position)
                    yield Problem(place, unknown, record, field, values)


def _phones(service: ServiceDraft) -> tuple[tuple[Any, dict[str, Any]], ...]:
    """The phones that readers see: its own, or where it has no e-mail either those of its organisation."""
    values = service.values
    return values.get("phones") or (() if values.get("email") else service.organisation.values.get("phones", ()))


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
            phones, node = _phones(service), _node(service, "phones")
            if node is None and not service.values.get("email"):
                node = service.organisation.node.get("phones")
            if _says_something(node) and (not isinstance(node, Sequence) or len(node.items) != len(phones)):
                continue  # a number that could not be read is reported as such
            now = tuple(sorted(phone[0].display for phone in phones))
            if sorted(map(bare_number, now)) != sorted(map(bare_number, numbers)):
                values = {"found": ", ".join(now) or "–", "locked": ", ".join(numbers)}
                yield _problem(service, "phones", "crisis-number", **values)
    for record, numbers in present.items():
        if record not in lock.numbers:
            yield _problem(by_record[record], "phones", "crisis-not-locked", "warning", found=", ".join(numbers))


@other_rule
def icons_exist(draft: Draft) -> Iterator[Problem]:
    """Every icon that is named is in the set."""
    if not draft.icons:
        return
    for entry in (*draft.help_groups, *draft.help_types):
        icon = entry.values.get("icon")
        if icon and icon not in draft.icons:
            yield _entry_problem(entry, "icon", "unknown-icon", found=icon, suggestion=Guess(icon, draft.icons))
    for index, urgent in enumerate(draft.guide.values.get("urgent", ()) if draft.guide else ()):
        icon = urgent.get("icon")
        if icon and icon not in draft.icons:
            values = {"found": icon, "suggestion": Guess(icon, draft.icons)}
            yield Problem(draft.guide.place("urgent", index, "icon"), "unknown-icon", "", "urgent.icon", values)


@other_rule
def languages_agree(draft: Draft) -> Iterator[Problem]:
    """`data/guide.yaml` and `mkdocs.yml` name the same languages in the same order."""
    if draft.guide and draft.site_languages and draft.languages != draft.site_languages:
        values = {"found": ", ".join(draft.languages), "other": ", ".join(draft.site_languages)}
        yield Problem(draft.guide.place("languages"), "languages-differ", "", "languages", values)


@other_rule
def languages_have_words(draft: Draft) -> Iterator[Problem]:
    """The guide or the generator has words of the site in each language, if only some that are to be translated."""
    own = {language for language, domain, _ in draft.words if domain == "guide"}
    for language in draft.languages if draft.guide else ():
        if language not in own and not words_file(language).is_file():
            values = {"found": language, "path": own_words_file(language)}
            yield Problem(draft.guide.place("languages"), "language-without-words", "", "languages", values)


@other_rule
def articles_stand_in_every_language(draft: Draft) -> Iterator[Problem]:
    """An article has a file in each language, its lists are the same, and what it names is there."""
    by_name: dict[str, dict[str, ArticleDraft]] = {}
    for article in draft.articles:
        by_name.setdefault(article.name, {})[article.language] = article
    known = {
        "help_types": (_by_id(draft.help_types), _called(draft.help_types), "unknown-help-type"),
        "target_groups": (_by_id(draft.target_groups), _called(draft.target_groups), "unknown-target-group"),
        "areas": (_by_id(draft.areas), _called(draft.areas), "unknown-area"),
    }
    for name, versions in by_name.items():
        some = next(iter(versions.values()))
        for language in draft.languages:
            if language not in versions:
                missing = f"content/{language}/{name}.md"
                yield Problem(
                    Place(some.entry.file), "article-missing", "", "", {"found": missing, "language": language}
                )
        for article in versions.values():
            if article.spoken != article.language and wrong_script(article.body, article.spoken):
                place, values = article.entry.place("language"), {"found": article.spoken}
                yield Problem(place, "article-language", "", "language", values, "warning")
            for field, (ids, names, rule_name) in known.items():
                for index, found in enumerate(article.entry.values.get(field, ())):
                    if found not in ids:
                        place = article.entry.place(field, index)
                        yield Problem(place, rule_name, "", field, {"found": found, "suggestion": Guess(found, names)})
                if set(article.entry.values.get(field, ())) != set(some.entry.values.get(field, ())):
                    values = {"other": some.entry.file}
                    yield Problem(article.entry.place(field), "article-lists-differ", "", field, values)


NESTING_AT_MOST = 10
"""Levels of lists and quotations in one another."""
SIGNS_AT_MOST = {"[": 200, "`": 400, "*": 400, "_": 400}
"""Signs of one kind in a paragraph that may begin something; Markdown looks for the end of each again and again."""
HEADINGS_AT_MOST = 300
_LEVEL = re.compile(r"[ \t]*(?:>|(?:[-*+]|\d{1,9}\.)(?=[ \t]))")
_RULER = re.compile(r"[ \t>]*(?:[-*_][ \t]*)*")
_HEADING = re.compile(r"[ \t]*(?:#|=+[ \t]*$|-+[ \t]*$)")
_SIGN = re.compile(r"\[|`+|\*+|_+")


@other_rule
def articles_end_soon(draft: Draft) -> Iterator[Problem]:
    """No article nests or repeats signs so often that rendering it would take minutes or never end.

    Python-Markdown's time grows with the square of open brackets and of headings, and deep nesting overflows it. Within
    these limits and that of an article's size, the worst of 90 shapes takes 5 s of CPU.
    """
    for article in draft.articles:
        told: set[str] = set()
        for problem in _excesses(article):
            if problem.rule not in told:
                told.add(problem.rule)
                yield problem


def _excesses(article: ArticleDraft) -> Iterator[Problem]:
    """What there is too much of in an article, every time that it is."""
    headings = 0
    signs: Counter[str] = Counter()
    for number, line in enumerate(article.body.split("\n"), start=article.first_line):
        place = Place(article.entry.file, number)
        if not line.strip(" \t"):
            signs.clear()
            continue
        depth = _depth(line)
        if depth > NESTING_AT_MOST:
            yield Problem(place, "article-nesting", values={"length": depth, "limit": NESTING_AT_MOST})
        headings += _HEADING.match(line) is not None
        if headings > HEADINGS_AT_MOST:
            yield Problem(place, "article-headings", values={"limit": HEADINGS_AT_MOST})
        for match in _SIGN.finditer(line):
            sign = match[0][0]
            signs[sign] += 1
            if signs[sign] > SIGNS_AT_MOST[sign]:
                place = Place(place.file, number, match.start() + 1)
                yield Problem(place, "article-signs", values={"found": sign, "limit": SIGNS_AT_MOST[sign]})
                break


def _depth(line: str) -> int:
    """How many lists and quotations a line of Markdown lies in, by its signs and its indentation."""
    if _RULER.fullmatch(line) and ">" not in line:
        return 0
    depth = (len(line) - len(line.lstrip(" "))) // 4 + line.count("\t", 0, len(line) - len(line.lstrip(" \t")))
    position = 0
    while level := _LEVEL.match(line, position):
        depth, position = depth + 1, level.end()
    return depth


LINK = re.compile(r"\[\[([^\[\]\n]{1,200})\]\]")
"""A marker in an article: `[[caritas-bialystok]]`, `[[help:night-shelter]]`, `[[list]]`, `[[pl:Polish words]]`."""
PARTS = frozenset(("list", "sources", "counts", "publisher"))
"""Markers that stand for a generated part, on a line of their own."""
PAGES = frozenset(("urgent", "a-z", "areas", "groups", "booklets", "my-list", "index"))


@rule
def links_in_articles_lead_somewhere(draft: Draft) -> Iterator[Problem]:
    """Every marker of an article names a record or a page that is there."""
    organisations = {service.record for service in draft.services} | set(_by_id(draft.organisations))
    axes = {
        "help": set(_by_id(draft.help_types)),
        "need": set(_by_id(draft.help_groups)),
        "for": set(_by_id(draft.target_groups)),
        "area": set(_by_id(draft.areas)),
    }
    for article in draft.articles:
        for match in LINK.finditer(article.body):
            marker = match[1].partition("|")[0].strip()
            axis, colon, name = marker.partition(":")
            known = axes.get(axis, set()) if colon else organisations | PAGES | PARTS
            if (name if colon else marker) in known or (colon and axis in draft.languages and name.strip()):
                continue
            line = article.first_line + article.body.count("\n", 0, match.start())
            column = match.start() - (article.body.rfind("\n", 0, match.start()) + 1) + 1
            values = {"found": match[0], "suggestion": Guess(name if colon else marker, known)}
            yield Problem(Place(article.entry.file, line, column), "unknown-link", "", "", values)


_LINK_TO_A_FILE = re.compile(r"(?<!!)\[[^\[\]\n]*\]\(\s*<?([^()<>\s#?:/]+)(?:[#?][^()\s]*)?>?(?:\s[^()\n]*)?\)")
"""A Markdown link to a file beside the article; its name is the group."""


@other_rule
def links_between_articles_lead_somewhere(draft: Draft) -> Iterator[Problem]:
    """Every link to another article names its file: MkDocs would say so too, but in its own words, in English."""
    known = {f"{name}.md" for name in PAGES} | {f"{article.name}.md" for article in draft.articles}
    for article in draft.articles:
        for match in _LINK_TO_A_FILE.finditer(article.body):
            found = match[1]
            if found in known or ("." in found and not found.endswith((".md", ".html"))):
                continue
            line = article.first_line + article.body.count("\n", 0, match.start())
            column = match.start(1) - (article.body.rfind("\n", 0, match.start(1)) + 1) + 1
            values = {"found": found, "suggestion": Guess(found, known)}
            yield Problem(Place(article.entry.file, line, column), "unknown-article", "", "", values)
