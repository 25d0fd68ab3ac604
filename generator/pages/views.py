"""A guide in one language: a Guide in; names, cards and rows as plain words and safe HTML out, made once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import cached_property
from typing import Any, TypeVar

from markupsafe import Markup, escape

from generator.brief import Brief
from generator.frozen import frozen
from generator.languages import language as language_of
from generator.model import Guide, Hours, Organisation, Phrase, Service, Text
from generator.pages.addresses import (
    URGENT,
    area_path,
    for_path,
    help_area_path,
    help_path,
    need_path,
    organisation_path,
)
from generator.pages.directory import Directory, Entry, directory
from generator.pages.page import ROOT, SLOT, Fragment, fragment
from generator.pages.service import ServiceView, service_card, service_view
from generator.strings import HoursRow, strings
from generator.templates import filled, phrase, render, safe, written

T = TypeVar("T")
URGENT_GROUP, START_GROUP = "urgent", "start"
"""Groups whose tiles stand first, black, and last, tinted."""
NEXT_STEPS_AT_MOST = 4
SERVICES_AT_MOST = 5000
"""Views of services that are held at once: a card is made once, so that most are not asked for again."""


@frozen
class Row:
    """A link in a list of links."""

    path: str
    """From the page on which it stands; empty for the current place, which is not a link."""
    name: Markup
    count: int | None = None
    by: Markup | str = ""
    """A second, quieter line."""
    all: bool = False
    """True for the last row, which leads to everything."""


@frozen
class HoursView:
    """Opening hours in one language."""

    rows: tuple[HoursRow, ...]
    short: Markup
    """In one line."""
    full: Markup
    """With the days on which it stays shut."""
    week: str
    """Minutes from Monday midnight."""


class _Made(dict):
    """A table whose values are made when they are first asked for: few of them when little has changed."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, key: Any) -> Any:
        value = self[key] = self.make(key)
        return value


class Views:
    """A guide in one language."""

    def __init__(self, guide: Guide, language: str) -> None:
        self.guide = guide
        self.language = language
        self.direction = language_of(language).direction
        self.strings = strings(language)
        self._once: dict[tuple[Callable[..., Any], tuple[Hashable, ...]], Any] = {}
        self._hours: dict[str, HoursView] = {}
        self._services: dict[tuple[str, str], ServiceView] = {}
        self.fragments: dict[str, Fragment] = {}
        """What pages share, by the name that stands between two slots in rendered HTML."""
        self.columns: dict[str, Any] = {}
        """Kind of help to the column of its places."""
        self.help_name = {one.id: self.phrase(one.name) for one in guide.help_types}
        self.need_name = {one.id: self.phrase(one.name) for one in guide.help_groups}
        self.group_name = {one.id: self.phrase(one.name) for one in guide.target_groups}
        self.area_name = {one.id: self.phrase(one.name) for one in guide.areas}
        self.organisation_name = _Made(lambda one: self.phrase(self.directory.brief[one].name))
        self._place_in_lists = _Made(self._place_of)

    def forget(self) -> None:
        """Let go of what was made for pages: what refers to itself, the garbage collector would find very late."""
        gathered = (self._once, self._hours, self._services, self.fragments, self.columns)
        for made in (*gathered, self.organisation_name, self._place_in_lists):
            made.clear()

    @cached_property
    def directory(self) -> Directory:
        """What is where: made once for all languages, and not for those who only ask for words."""
        return directory(self.guide)

    def once(self, make: Callable[..., T], *key: Hashable) -> T:
        """What a function says of this guide and a key, worked out once: services have most things alike."""
        asked = (make, key)
        found: T | None = self._once.get(asked)
        if found is None:
            found = self._once[asked] = make(self, *key)
        return found

    def part(self, name: str, **about: Hashable) -> Markup:
        """A part that stands the same on many pages, rendered once; `about` is its one parameter."""
        return self.once(_part, name, *about.items())

    def phrase(self, text: Text) -> Markup:
        """The words in this language, or the original's marked with its language."""
        words = text.words.get(self.language)
        return written(words, self.language) if words else phrase(text.in_language(self.language), self.language)

    def up_to_date(self, text: Text) -> bool:
        """Whether there are words in this language, and those of the original have not changed since."""
        return bool(text.words.get(self.language)) and self.language not in text.old

    def plain(self, text: Text) -> str:
        """The words without their mark, for titles."""
        return text.words.get(self.language) or text.words[text.original]

    def noted(self, text: Text, path: str) -> Markup:
        """The words; behind a translation that is older than its original, a link to `path` in that language."""
        if self.up_to_date(text):
            return self.phrase(text)
        value = text.in_language(self.language)
        words = phrase(value, self.language)
        if not value.older_than:
            return words
        _ = self.strings.gettext
        link = self._to_original(value, path, _("the original"))
        told = filled(_("older translation; here is %(original)s"), original=link)
        return Markup("{} ({})").format(words, told)

    def aside(self, value: Phrase | None, path: str) -> Markup:
        """What to say below a text that has not been translated, or not since its original changed; else empty."""
        _ = self.strings.gettext
        if value is None or not (value.fallback or value.older_than):
            return Markup("")
        name = {"language": self.strings.language_name(value.older_than or value.language)}
        if value.fallback:
            return escape(_("This text is only in %(language)s.") % name)
        sentence = _("This translation is older than the original in %(language)s.") % name
        return Markup("{} {}").format(sentence, self._to_original(value, path, _("Read the original")))

    def _to_original(self, value: Phrase, path: str, words: str) -> Markup:
        first = self.guide.settings.languages[0]
        up = ROOT if self.language == first else f"{ROOT}../"
        folder = "" if value.older_than == first else f"{value.older_than}/"
        return Markup('<a href="{}{}{}" hreflang="{}">{}</a>').format(up, folder, path, value.older_than, words)

    def hours(self, hours: Hours) -> HoursView:
        """How pages show opening hours: many services share the same ones."""
        name = hours.expression or hours.kind  # hours themselves are slow to compare
        if name not in self._hours:
            self._hours[name] = self._hours_view(hours)
        return self._hours[name]

    def _hours_view(self, hours: Hours) -> HoursView:
        rows = self.strings.hours(hours)
        full = self.strings.hours(hours, closed_days=True)
        return HoursView(
            rows,
            Markup(render("parts/hours-short", self.language, rows=rows)),
            Markup(render("parts/hours-full", self.language, rows=full)),
            "0-10080"
            if hours.kind == "always"
            else " ".join(f"{one.weekday * 1440 + one.start}-{one.weekday * 1440 + one.end}" for one in hours.spans),
        )

    @cached_property
    def next_steps(self) -> list[Row]:
        """Where a reader may turn whose need no place in the guide meets yet: ways in, then numbers to call."""
        first = [one for one in self.guide.help_types if one.group in (START_GROUP, URGENT_GROUP)]
        first.sort(key=lambda one: (one.group != START_GROUP, -len(self.directory.of_help.get(one.id, ()))))
        rows = [
            self.help_row(one.id, ROOT, len(self.directory.of_help[one.id]))
            for one in first
            if one.id in self.directory.of_help and not one.sensitive
        ]
        return [*rows[:NEXT_STEPS_AT_MOST], Row(ROOT + URGENT, Markup.escape(self.strings.gettext("Urgent help")))]

    def languages(self, codes: tuple[str, ...]) -> str:
        """Names of languages in a row."""
        return self.once(_languages, codes)

    def area_in(self, area: str) -> str:
        """An area for use in a sentence, with its preposition: `w Hajnówce`; its name where nothing is said."""
        return self.guide.area[area].locative.get(self.language) or self.plain(self.guide.area[area].name)

    def area_genitive(self, area: str) -> str:
        """An area in the genitive: `Hajnówki`."""
        return self.guide.area[area].genitive.get(self.language) or self.plain(self.guide.area[area].name)

    def icon_of(self, help_types: tuple[str, ...]) -> str:
        """The pictogram of the first kind of help."""
        for one in help_types:
            help_type = self.guide.help_type[one]
            return help_type.icon or self.guide.help_group[help_type.group].icon
        return "hand-heart-outline"

    def sensitive(self, organisation: Organisation) -> bool:
        """Whether its page must not give itself away."""
        helps, groups = self._sensitive
        return any(
            not (helps.isdisjoint(service.help_types) and groups.isdisjoint(service.target_groups))
            for service in organisation.services
        )

    @cached_property
    def _sensitive(self) -> tuple[frozenset[str], frozenset[str]]:
        """Kinds of help and groups whose pages must not give themselves away."""
        return (
            frozenset(one.id for one in self.guide.help_types if one.sensitive),
            frozenset(one.id for one in self.guide.target_groups if one.sensitive),
        )

    def instead(self, successor: str) -> Markup:
        """A sentence that says where to go instead."""
        organisation_id, _slash, service_id = successor.partition("/")
        organisation = self.guide.organisation.get(organisation_id)
        if organisation is None:
            return Markup("")
        name = self.organisation_name[organisation_id]
        for service in organisation.services:
            if service.id == service_id:
                name = Markup("{} ({})").format(self.phrase(service.name), name)
        path = organisation_path(organisation) + (f"#{service_id}" if service_id else "")
        link = Markup('<a href="{}{}">{}</a>').format(ROOT, path, name)
        return Markup(self.strings.gettext("Go here instead: %(place)s")) % {"place": link}

    def service(self, organisation: Organisation, service: Service) -> ServiceView:
        """One service of an organisation, worked out at its first use."""
        key = (organisation.id, service.id)
        if key not in self._services:
            if len(self._services) >= SERVICES_AT_MOST:
                self._services.clear()
            self._services[key] = service_view(self, organisation, service)
        return self._services[key]

    def shared(self, name: str, html: str) -> str:
        """What stands for HTML that pages share."""
        self.fragments[name] = fragment(html)
        return f"{SLOT}{name}{SLOT}"

    def cards(self, entries: Iterable[Entry], level: int = 2) -> Markup:
        """The cards of some services, with headings of some level."""
        return safe("".join([self.once(_card, entry, level) for entry in entries]))

    def service_rows(self, entries: Iterable[Entry]) -> Markup:
        """Links to some services, for lists in which there are too many of them for cards."""
        return safe("".join([self.once(_service_row, entry) for entry in entries]))

    def _place_of(self, entry: Entry) -> tuple[bool, bool, str, str, str]:
        """Where a service stands in lists: by name, as this language sorts.

        Those of another country stand behind, and those that nobody can call stand last.
        """
        organisation, service = entry.brief
        names = [self.strings.sort_key(self.plain(one.name)) for one in (service, organisation)]
        return not entry.facts.called, entry.facts.country != self.guide.settings.country, *names, entry.key

    def sorted(self, entries: Iterable[Entry]) -> list[Entry]:
        """Services in the order of lists."""
        return sorted(entries, key=self._place_in_lists.__getitem__)

    def by_help(self, entries: Iterable[Entry]) -> list[Entry]:
        """Services of many kinds of help: a bed before a course, as the guide has its kinds, and so on as `sorted`."""
        rank = self._rank_of_help

        def key(entry: Entry) -> tuple[Any, ...]:
            uncalled, foreign, *names = self._place_in_lists[entry]
            return uncalled, foreign, min(rank[one] for one in entry.facts.help_types), *names

        return sorted(entries, key=key)

    @cached_property
    def _rank_of_help(self) -> dict[str, int]:
        return {one.id: number for number, one in enumerate(self.guide.help_types)}

    def by_name(self, ids: Iterable[str], texts: dict[str, Text]) -> list[str]:
        """Ids sorted by what they are called in this language."""
        return sorted(ids, key=lambda one: (self.strings.sort_key(self.plain(texts[one])), one))

    def areas_by_name(self, ids: Iterable[str]) -> list[str]:
        """Areas sorted as this language sorts."""
        area = self.guide.area
        return sorted(ids, key=lambda one: (self.strings.sort_key(self.plain(area[one].name)), one))

    def row(self, row: Row) -> Markup:
        """A link as it stands in lists."""
        return safe(render("parts/row", self.language, row=row))

    def breadcrumb(self, *crumbs: Row) -> Markup:
        """The way from home to a page."""
        return safe(render("parts/breadcrumb", self.language, crumbs=crumbs))

    def home_crumb(self, up: str) -> Row:
        """The first step of every breadcrumb."""
        return Row(f"{up}index.html", Markup(self.strings.gettext("Home")))

    def need_row(self, group: str, up: str) -> Row:
        """A group of kinds of help as a link."""
        return Row(up + need_path(self.guide.help_group[group]), self.need_name[group])

    def help_row(self, help_type: str, up: str, count: int | None = None) -> Row:
        """A kind of help as a link."""
        return Row(up + help_path(self.guide.help_type[help_type]), self.help_name[help_type], count)

    def help_area_row(self, help_type: str, area: str, up: str) -> Row:
        """A kind of help in a place as a link that bears the name of the kind of help."""
        path = help_area_path(self.guide.help_type[help_type], self.guide.area[area])
        count = len(self.directory.of_help_and_area[help_type, area])
        return Row(up + path, self.help_name[help_type], count)

    def beside(self, help_type: str, area: str) -> str:
        """The same as HTML, for the pages of other kinds of help in that place."""
        return self.once(_beside, help_type, area)

    def area_row(self, area: str, up: str) -> Row:
        """A place as a link, with the number of services there."""
        return Row(
            up + area_path(self.guide.area[area]), self.area_name[area], len(self.directory.of_area.get(area, ()))
        )

    def group_row(self, group: str, up: str) -> Row:
        """A group of people as a link."""
        path = for_path(self.guide.target_group[group])
        return Row(up + path, self.group_name[group], len(self.directory.of_group.get(group, ())))

    def entry_row(self, entry: Entry, up: str) -> Row:
        """A service as a link, with whose it is unless that is its name."""
        organisation, service = entry.brief
        by = "" if organisation.name == service.name else self.organisation_name[organisation.id]
        return Row(f"{up}{organisation_path(organisation)}#{service.id}", self.phrase(service.name), by=by)

    def organisation_row(self, organisation: Brief, up: str) -> Row:
        """An organisation as a link, with what it does."""
        return Row(
            up + organisation_path(organisation),
            self.organisation_name[organisation.id],
            by=self._does(organisation),
        )

    def _does(self, organisation: Brief) -> Markup:
        """What an organisation does now, in the names of its services that are not its own name."""
        return Markup(", ").join(
            [
                self.phrase(service.name)
                for service in organisation.services
                if service.facts and service.name != organisation.name
            ]
        )

    def absolute(self, path: str) -> str:
        """The full address of a page of this language."""
        settings = self.guide.settings
        prefix = "" if self.language == settings.languages[0] else f"{self.language}/"
        return f"{settings.site_url}{prefix}{'' if path == 'index.html' else path}"


def _card(views: Views, entry: Entry, level: int) -> str:
    known = entry.record
    service, card = views.service(*known), service_card(views, *known)
    return views.shared(
        f"{entry.key}:{level}", render("parts/card", views.language, service=service, card=card, level=level)
    )


def _service_row(views: Views, entry: Entry) -> str:
    return views.shared(f"{entry.key}:row", views.row(views.entry_row(entry, ROOT)))


def _beside(views: Views, help_type: str, area: str) -> str:
    return views.shared(f"{help_type} in {area}", views.row(views.help_area_row(help_type, area, ROOT)))


def _part(views: Views, name: str, about: tuple[str, Hashable]) -> Markup:
    return Markup(render(f"parts/{name}", views.language, **dict([about])))


def _languages(views: Views, codes: tuple[str, ...]) -> str:
    return ", ".join([views.strings.language_name(code) for code in codes])


def views(guide: Guide, language: str) -> Views:
    """The guide in one language, made once for all its pages."""
    return Views(guide, language)
