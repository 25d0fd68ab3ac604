"""Pages that lead on: home, urgent help, needs, groups of people, A–Z, and the page for what is not there."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from operator import itemgetter

from markupsafe import Markup, escape

from generator.brief import Brief
from generator.frozen import frozen
from generator.model import HelpGroup, HelpType, Service
from generator.pages.addresses import (
    A_Z,
    AREAS,
    EVERYTHING,
    GROUPS,
    HOME,
    URGENT,
    article_path,
    help_path,
    letter_path,
    letters,
    need_path,
    organisation_path,
)
from generator.pages.compose import compose
from generator.pages.lists import nobody_to_call
from generator.pages.page import Page, way_up
from generator.pages.service import PhoneView
from generator.pages.views import START_GROUP, URGENT_GROUP, Row, Views
from generator.templates import isolate, phrase, render, with_sprite

TOWNS_AT_MOST = 8
GROUPS_AT_MOST = 6
ANYWHERE_AT_MOST = 5


@frozen
class Tile:
    """A need on the home page."""

    path: str
    words: Markup
    icon: str
    look: str = ""
    """`urgent` or `start`; empty for the others."""


@frozen
class Situation:
    """Whom to call in a situation that cannot wait."""

    words: Markup
    icon: str
    path: str
    phone: PhoneView
    organisation: Markup
    when: Markup
    """When it answers and that it is free."""


@frozen
class Letter:
    """A heading of A–Z and what stands under it."""

    letter: str
    path: str
    rows: list[Row]


def home_page(views: Views) -> Page:
    """Home: the needs first, then places, articles and groups of people."""
    _ = views.strings.gettext
    guide, index = views.guide, views.directory
    groups = [one for one in guide.help_groups if one.id != URGENT_GROUP]
    groups.sort(key=lambda group: group.id == START_GROUP)
    urgent = next((one for one in guide.help_groups if one.id == URGENT_GROUP), None)
    tiles = [
        Tile(URGENT, views.phrase(urgent.need) if urgent else Markup(_("Urgent help")), "alarm-light-outline", "urgent")
    ]
    tiles += [
        Tile(need_path(one), views.phrase(one.need), one.icon, "start" if one.id == START_GROUP else "")
        for one in groups
    ]
    towns = [one for one in index.of_area if guide.area[one].level in ("town", "municipality")]
    towns.sort(key=lambda one: (-len(index.of_area[one]), one))
    people = sorted(index.of_group, key=lambda one: (-len(index.of_group[one]), one))
    articles = sorted((one for one in guide.articles if not one.in_footer), key=lambda one: (one.order, one.name))
    return compose(
        views,
        "home",
        HOME,
        title=_("I need…"),
        description=_(
            "Phone numbers, addresses and opening hours of places that help: shelter, food, money, a talk, a lawyer."
        ),
        tiles=tiles,
        towns=[views.area_row(one, "") for one in towns[:TOWNS_AT_MOST]],
        articles=[Row(article_path(one.name), phrase(one.title(views.language), views.language)) for one in articles],
        people=[views.group_row(one, "") for one in people[:GROUPS_AT_MOST]],
    )


def urgent_page(views: Views) -> Page:
    """Urgent help: whom to call now, what to say, how to leave."""
    _ = views.strings.gettext
    situations = []
    for urgent in views.guide.settings.urgent:
        entry = views.directory.entries.get(urgent.service)
        if entry is None or not entry.facts.called:
            continue
        organisation, service = entry.record
        phone = views.service(organisation, service).phones[0]
        path = f"{organisation_path(organisation)}#{service.id}"
        by = views.organisation_name[organisation.id]
        situations.append(
            Situation(views.phrase(urgent.situation), urgent.icon, path, phone, by, _when(views, service))
        )
    group = views.guide.help_group.get(URGENT_GROUP)
    more = [
        views.help_row(one.id, "", len(views.directory.of_help[one.id]))
        for one in views.guide.help_types
        if group and one.group == group.id and one.id in views.directory.of_help
    ]
    return compose(
        views,
        "urgent",
        URGENT,
        title=_("Urgent help"),
        description=_("Numbers to call when it is urgent."),
        crumbs=views.breadcrumb(views.home_crumb("")),
        situations=situations,
        emergency=views.guide.settings.emergency,
        more=more,
    )


def _when(views: Views, service: Service) -> Markup:
    """In one line: `day and night, every day, free`; nothing where the hours are not known."""
    parts: list[Markup] = []
    for row in views.hours(service.hours).rows if service.hours.known else ():
        times = Markup(", ").join(escape(time) if row.words else isolate(time) for time in row.times)
        parts.append(Markup("{} {}").format(row.days, times) if row.days else times)
    if service.cost == "free":
        parts.append(escape(views.strings.gettext("free")))
    return Markup(", ").join(parts)


def need_page(views: Views, group: HelpGroup) -> Page:
    """A group of kinds of help: the kinds, and those that help by phone from anywhere."""
    path = need_path(group)
    up = way_up(path)
    index = views.directory
    helps = [one for one in views.guide.help_types if one.group == group.id]
    anywhere = [entry for entry in index.of_need.get(group.id, ()) if index.by_phone(entry)]
    name = views.plain(group.name)
    return compose(
        views,
        "need",
        path,
        title=name,
        description=views.strings.gettext("%(name)s: phone numbers, addresses and opening hours.") % {"name": name},
        crumbs=views.breadcrumb(views.home_crumb(up)),
        indexed=group.id in index.of_need,
        heading=views.need_name[group.id],
        icon=group.icon,
        no_number=nobody_to_call(index.of_need.get(group.id, ())),
        helps=[views.help_row(one.id, up, len(index.of_help[one.id])) for one in helps if one.id in index.of_help],
        cards=views.cards(views.sorted(anywhere)[:ANYWHERE_AT_MOST], 3),
    )


def groups_page(views: Views) -> Page:
    """All groups of people for whom there is something."""
    _ = views.strings.gettext
    sections = []
    for category in views.guide.target_group_categories:
        rows = [
            views.group_row(one.id, "")
            for one in views.guide.target_groups
            if one.category == category.id and one.id in views.directory.of_group
        ]
        if rows:
            sections.append((views.phrase(category.name), rows))
    return compose(
        views,
        "groups",
        GROUPS,
        title=_("Groups of people"),
        description=_("Help by whom it is for."),
        crumbs=views.breadcrumb(views.home_crumb("")),
        sections=sections,
    )


def a_z_pages(views: Views, wanted: Container[str] = EVERYTHING) -> Iterator[Page]:
    """A–Z on one page, or on one page a letter when there are many entries; only those whose paths are wanted."""
    paths = {letter: letter_path(letter) for letter in letters(views.guide)}
    full = [letter for letter, path in paths.items() if path in wanted]
    if A_Z not in wanted and not full:
        return
    there = {one.letter: one for one in _letters(views, "../" if paths else "", full if paths else None)}
    title = views.strings.gettext("A to Z")
    values = {
        "description": views.strings.gettext("All organisations and kinds of help, by name."),
        "links": list(there.values()) if paths else [],
    }
    if A_Z in wanted:
        here = [] if paths else list(there.values())
        crumbs = views.breadcrumb(views.home_crumb(""))
        yield compose(views, "a-z", A_Z, title=title, crumbs=crumbs, letters=here, letter="", **values)
    for letter in full:
        found = there.get(letter)
        yield compose(
            views,
            "a-z-letter",
            paths[letter],
            template="a-z",
            title=f"{title}: {letter}",
            crumbs=views.breadcrumb(views.home_crumb("../"), Row("../" + A_Z, Markup(title))),
            letters=[found] if found else [],
            letter=letter,
            indexed=found is not None,
            **values,
        )


def not_found(views: Iterable[Views]) -> Page:
    """The page for an address that is not there, in every language; it may be shown at any depth."""
    views = list(views)
    sections = [
        render(
            "parts/not-found",
            one.language,
            language=one.language,
            direction=one.direction,
            home=one.absolute(HOME),
            urgent=one.absolute(URGENT),
            a_z=one.absolute(A_Z),
            areas=one.absolute(AREAS),
            level=1 if one is views[0] else 2,
        )
        for one in views
    ]
    first = views[0]
    title = first.strings.gettext("This page is not here")
    content = with_sprite("".join(sections))
    return Page("404.html", "404", first.language, title, title, content, indexed=False)


def _letters(views: Views, up: str, full: Container[str] | None = None) -> list[Letter]:
    """The letters under which something stands, in order; only those in `full` with their rows, or all."""
    index = views.directory
    names: dict[str, list[tuple[tuple[bool, bool, str], str, Brief | HelpType]]] = {}
    helps = [one for one in views.guide.help_types if one.id in index.of_help]
    for one in (*index.open_organisations, *helps):
        name = views.plain(one.name)
        names.setdefault(views.strings.initial(name), []).append((_place(views, name), one.id, one))
    found = []
    where = itemgetter(0, 1)
    for letter, entries in names.items():
        rows = []
        if full is None or letter in full:
            rows = [_row(views, one, up) for _, _, one in sorted(entries, key=where)]
        # Where a letter stands is decided by its first entry.
        found.append((where(min(entries, key=where)), Letter(letter, letter_path(letter), rows)))
    return [letter for _, letter in sorted(found, key=itemgetter(0))]


def _row(views: Views, one: Brief | HelpType, up: str) -> Row:
    if isinstance(one, HelpType):
        return Row(up + help_path(one), views.help_name[one.id], len(views.directory.of_help[one.id]))
    return views.organisation_row(one, up)


def _place(views: Views, name: str) -> tuple[bool, bool, str]:
    """Where a name stands in A–Z: the alphabet of the page first, other alphabets behind, figures last."""
    key = views.strings.sort_key(name)
    hebrew = "א" <= key[:1] <= "ת"
    return not key[:1].isalpha(), hebrew != (views.direction == "rtl"), key
