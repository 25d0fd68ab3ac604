"""What was read, before it is a guide, and what rules need to find their way in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from typing import Any, NamedTuple

from generator.model import OwnWords
from generator.problems import Place, Problem
from generator.schema import ORGANISATION, Entry, misnamed
from generator.schema.kinds import Words
from generator.schema.lock import Lock
from generator.schema.translated import Remembered
from generator.source import Mapping, Names, Node, Scalar, Sequence


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


class Site(NamedTuple):
    """What `mkdocs.yml` states of the site."""

    url: str = ""
    """Ends with a slash; empty when none is stated."""
    languages: tuple[str, ...] = ()
    """Empty when there is no such file."""
    place: Place = Place("mkdocs.yml")
    """Where the address stands."""


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
    site: Site = field(default_factory=Site)
    lock: Lock | None = None
    """The crisis numbers that only code owners change; `None` when the guide has no lock."""
    translated: Remembered | None = None
    """What the translations of its texts were made from."""
    pictures: frozenset[str] = frozenset()
    """What stands beside articles, by its path below `content/`."""
    country: str = "PL"
    """The guide's, from which its phones are dialled."""
    words: OwnWords = ()
    """Catalogues of the guide's own."""

    @cached_property
    def services(self) -> tuple[ServiceDraft, ...]:
        """The services of all organisations."""
        return tuple(service for entry in self.organisations for service in services_of(entry))

    @cached_property
    def records(self) -> tuple[ServiceDraft, ...]:
        """The services and, where they stand in a list, their organisations as well: for rules that hold for both."""
        lists = (as_service(entry) for entry in self.organisations if entry.values.get("services"))
        return (*lists, *self.services)


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
    listed = entry.values.get("services")
    if listed:
        own = entry.values.get("id", "?")
        node = entry.node.get("services")
        kept = [index for index, item in enumerate(node.items) if hasattr(item, "pairs")]
        for index, values in zip(kept, listed, strict=False):
            yield ServiceDraft(values, entry, ("services", index), f"{own}/{values.get('id', '?')}")
    else:
        yield as_service(entry)


def as_service(entry: Entry) -> ServiceDraft:
    """An organisation as a rule for services sees it."""
    return ServiceDraft(entry.values, entry, (), entry.values.get("id", "?"))


FIELDS_OF_WORDS = ("description", "notes", "notice", "hours_note", "cost_note", "referral_note")


def texts_of(service: ServiceDraft) -> Iterator[tuple[str, tuple[str | int, ...], Words]]:
    """What is said in words of a service or an organisation, its name aside: the field, the way to it, the words."""
    values = service.values
    texts = [
        *((field, (field,), values.get(field)) for field in FIELDS_OF_WORDS),
        ("address.directions", ("address", "directions"), values.get("address", {}).get("directions")),
        *(("alerts.text", ("alerts", at, "text"), one.get("text")) for at, one in enumerate(values.get("alerts", ()))),
        *(
            ("phones.label", ("phones", at, "label"), extra.get("label"))
            for at, (_number, extra) in enumerate(values.get("phones", ()))
        ),
    ]
    return ((field, path, words) for field, path, words in texts if words)


def service_problem(service: ServiceDraft, field: str, rule: str, level: str = "error", **values: Any) -> Problem:
    """What is wrong with a field of a service, at its place in the file; dots lead into fields of fields."""
    place = service.organisation.place(*service.path, *field.split("."))
    return Problem(place, rule, service.record, field, values, level)


def entry_problem(entry: Entry, field: str, rule: str, level: str = "error", **values: Any) -> Problem:
    """The same of a record of any kind."""
    return Problem(entry.place(field), rule, entry.values.get("id", ""), field, values, level)


def own_node(service: ServiceDraft) -> Mapping:
    """What stands of a service in the file."""
    node: Any = service.organisation.node
    for step in service.path:
        node = node.items[step] if isinstance(step, int) else node.get(step)
    return node


def node_of(service: ServiceDraft, field: str) -> Node | None:
    """What stands behind a field, even if its value could not be read."""
    return own_node(service).get(field)


def says_otherwise(service: ServiceDraft, field: str) -> bool:
    """Whether the field stands there under a wrong name, which is reported as such."""
    return misnamed(own_node(service), field, _KNOWN)


_KNOWN = {field.name for field in ORGANISATION.fields}


def says_something(node: Node | None) -> bool:
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


def known_names(entries: list[Entry]) -> Names:
    """The ids of some records, found by whatever people call them."""
    return Names(partial(names_of, entries))


def by_id(entries: list[Entry]) -> dict[str, Entry]:
    """The records that have an id, by it."""
    return {entry.values["id"]: entry for entry in entries if "id" in entry.values}
