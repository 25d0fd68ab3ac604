"""Pages that list services: a kind of help, a kind of help in a place, a group of people; lists of articles."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from itertools import islice

from markupsafe import Markup

from generator.model import Area, Article, HelpType, Phrase, TargetGroup
from generator.pages.addresses import EVERYTHING, GROUPS, for_path, help_area_path, help_path
from generator.pages.compose import compose, finished, generic_description
from generator.pages.directory import Entry
from generator.pages.page import ROOT, Page, way_up, whole
from generator.pages.views import Row, Views
from generator.templates import render, safe

CARDS_AT_MOST = 20
"""Cards on one page; a longer list is cut by area, or by kind of help; in a single town the others are links."""
PLACES_AT_MOST = 60
"""Places in one column; more of them are gathered under the areas above them."""
SEE_ALSO_AT_MOST = 6


def help_area_pages(views: Views, areas: Iterable[str], wanted: Container[str] = EVERYTHING) -> Iterator[Page]:
    """Every page of a kind of help in some areas; only those whose paths are wanted."""
    guide = views.guide
    for area in areas:
        for help_type in views.directory.helps_in.get(area, ()):
            if help_area_path(guide.help_type[help_type], guide.area[area]) not in wanted:
                continue
            if help_type not in views.columns:
                views.columns[help_type] = PlaceColumn(views, guide.help_type[help_type])
            yield help_area_page(views, guide.help_type[help_type], guide.area[area], views.columns[help_type])


class PlaceColumn:
    """The places that have a kind of help, with all of them as the last row.

    Every page of a kind of help in a place shows it, only the current place differs: its rows are shared, since with
    fifty places it cost more than the rest of the page.
    """

    def __init__(self, views: Views, help_type: HelpType) -> None:
        self.views, self.help_type = views, help_type
        entries = views.directory.of_help[help_type.id]
        rows = {area: _place_row(views, help_type, area, ROOT) for area in _places(views, entries)}
        if rows:
            rows[""] = Row(ROOT + help_path(help_type), Markup(""), len(entries), all=True)
        self.rows = {area: views.shared(f"{help_type.id}@{area}", views.row(row)) for area, row in rows.items()}
        up = way_up(help_area_path(help_type, views.guide.areas[0]))
        self.crumbs = views.breadcrumb(
            views.home_crumb(up),
            views.need_row(help_type.group, up),
            Row(up + help_path(help_type), views.help_name[help_type.id]),
        )
        self.beside = [one.id for one in _beside(views, help_type)]

    def at(self, area: str) -> Markup:
        """The column on the page of one place."""
        rows = self.rows
        if area in rows:
            rows = {**rows, area: self.views.row(_place_row(self.views, self.help_type, area, "", current=True))}
        return safe("".join(rows.values()))


def help_page(views: Views, help_type: HelpType) -> Page:
    """A kind of help: its services, or when there are many the places that have them."""
    path = help_path(help_type)
    up = way_up(path)
    entries = views.directory.of_help.get(help_type.id, [])
    places = _places(views, entries)
    cut = len(entries) > CARDS_AT_MOST
    lines = views.sorted(entry for entry in entries if views.directory.by_phone(entry))
    shown = lines[:CARDS_AT_MOST] if cut else views.sorted(entries)
    rest = views.sorted(_elsewhere(entries, shown, places)) if cut else []
    name = views.plain(help_type.name)
    described = help_type.description.words.get(views.language) if help_type.description else ""
    return compose(
        views,
        "help",
        path,
        title=_title(views, help_type)
        if help_type.sensitive
        else views.strings.gettext("%(name)s: phones and addresses") % {"name": name},
        description=generic_description(views) if help_type.sensitive else described or _description(views, name),
        crumbs=views.breadcrumb(views.home_crumb(up), views.need_row(help_type.group, up)),
        leave=help_type.sensitive,
        indexed=bool(entries),
        heading=views.phrase(help_type.name),
        about=views.phrase(help_type.description) if help_type.description else "",
        aside=views.aside(_old(views, help_type), path),
        count=_count(views, len(entries)),
        cut=cut,
        no_number=nobody_to_call(entries),
        cards=views.cards(shown),
        more=views.service_rows(rest),
        places=[_place_row(views, help_type, area, up) for area in places],
        see_also=[
            views.help_row(one.id, up, len(views.directory.of_help[one.id]))
            for one in _beside(views, help_type)
            if one.id in views.directory.of_help
        ][:SEE_ALSO_AT_MOST],
    )


def _elsewhere(entries: Iterable[Entry], shown: Iterable[Entry], places: Iterable[str]) -> list[Entry]:
    """Services that have no card and stand in the list of no place that a page leads to: nothing else leads there."""
    cards, listed = {entry.key for entry in shown}, set(places)
    return [entry for entry in entries if entry.key not in cards and listed.isdisjoint(entry.places)]


def _old(views: Views, help_type: HelpType) -> Phrase | None:
    """The words of a kind of help that are older than their original."""
    texts = filter(None, (help_type.description, help_type.name))
    return next((value for text in texts if (value := text.in_language(views.language)).older_than), None)


def help_area_page(views: Views, help_type: HelpType, area: Area, places: PlaceColumn) -> Page:
    """A kind of help in a place, and those of wider areas that take its people."""
    path = help_area_path(help_type, area)
    up = way_up(path)
    index = views.directory
    entries = index.of_help_and_area[help_type.id, area.id]
    below = [one for one in index.areas_below.get(area.id, ()) if (help_type.id, one) in index.of_help_and_area]
    cut = len(entries) > CARDS_AT_MOST and bool(below)
    in_smaller = {entry.key for one in below for entry in index.of_help_and_area[help_type.id, one]} if cut else set()
    shown = views.sorted(entry for entry in entries if entry.key not in in_smaller)
    wider = index.wider(area.id, help_type.id)
    beside = (one for one in places.beside if (one, area.id) in index.of_help_and_area)
    name = f"{_title(views, help_type)}, {views.plain(area.name)}"
    return compose(
        views,
        "help-area",
        path,
        title=name,
        description=generic_description(views) if help_type.sensitive else _description(views, name),
        crumbs=places.crumbs,
        leave=help_type.sensitive,
        heading=views.phrase(help_type.name),
        area=views.area_name[area.id],
        count=_count(views, len(entries)),
        change=up + help_path(help_type),
        below=[_place_row(views, help_type, one, up) for one in views.areas_by_name(below)] if cut else [],
        no_number=nobody_to_call(entries) and not wider,
        cards=views.cards(shown[:CARDS_AT_MOST]),
        more=views.service_rows(shown[CARDS_AT_MOST:]),
        wider=[
            (
                wider_heading(views, above),
                views.cards(views.sorted(found)[:CARDS_AT_MOST], 3),
                [_others_row(views, help_type, above, up, len(found))] if len(found) > CARDS_AT_MOST else [],
            )
            for above, found in wider.items()
        ],
        places=places.at(area.id),
        see_also=Markup("".join([views.beside(one, area.id) for one in islice(beside, SEE_ALSO_AT_MOST)])),
    )


def for_page(views: Views, group: TargetGroup) -> Page:
    """What there is for a group of people: cards, or kinds of help when there is much."""
    _ = views.strings.gettext
    path = for_path(group)
    up = way_up(path)
    entries = views.directory.of_group.get(group.id, [])
    cut = len(entries) > CARDS_AT_MOST
    name = views.plain(group.neutral_name) if group.sensitive and group.neutral_name else views.plain(group.name)
    return compose(
        views,
        "for",
        path,
        title=name,
        description=generic_description(views) if group.sensitive else _description(views, name),
        crumbs=views.breadcrumb(views.home_crumb(up), Row(up + GROUPS, Markup(_("Groups of people")))),
        leave=group.sensitive,
        indexed=bool(entries),
        heading=views.phrase(group.name),
        count=_count(views, len(entries)),
        cut=cut,
        cards=Markup("") if cut else views.cards(views.by_help(entries)),
        helps=help_rows(views, entries, up),
    )


def article_list(views: Views, article: Article) -> str:
    """The live list of an article: services of its kinds of help or groups of people, in its areas."""
    found: dict[str, Entry] = {}
    index = views.directory
    for help_type in article.help_types:
        found.update((entry.key, entry) for entry in index.of_help.get(help_type, ()))
    for group in article.target_groups:
        found.update((entry.key, entry) for entry in index.of_group.get(group, ()))
    if not (article.help_types or article.target_groups):
        for area in article.areas:
            found.update((entry.key, entry) for entry in index.of_area.get(area, ()))
    areas = set(article.areas)
    entries = [entry for entry in found.values() if not areas or areas & entry.places]
    if not (article.help_types or article.target_groups or article.areas):
        return ""
    cut = len(entries) > CARDS_AT_MOST
    content = render(
        "parts/article-list",
        views.language,
        cards=Markup("") if cut else views.cards(views.by_help(entries), 3),
        helps=help_rows(views, entries, "") if cut or not entries else [],
        next_steps=views.next_steps,
    )
    return whole(*finished(views, content), up="").decode()


def help_rows(views: Views, entries: Iterable[Entry], up: str) -> list[Row]:
    """Kinds of help that some services give, in the order of the guide, with how many of them give it."""
    counts: dict[str, int] = {}
    for entry in entries:
        for help_type in entry.facts.help_types:
            counts[help_type] = counts.get(help_type, 0) + 1
    return [views.help_row(one.id, up, counts[one.id]) for one in views.guide.help_types if one.id in counts]


def wider_heading(views: Views, area: str) -> str:
    """The heading over services that are for the people of a wider area."""
    _ = views.strings.gettext
    if not area or views.guide.area[area].level == "country":
        return _("Also for people in the whole country")
    return _("Also for people in the whole of %(area)s") % {"area": views.area_genitive(area)}


def nobody_to_call(entries: Iterable[Entry]) -> bool:
    """Whether there are services of which none has a number: the page then leads on to urgent help."""
    phones = [entry.facts.called for entry in entries]
    return bool(phones) and not any(phones)


def _beside(views: Views, help_type: HelpType) -> Iterator[HelpType]:
    """The other kinds of help of the same group."""
    return (one for one in views.guide.help_types if one.group == help_type.group and one is not help_type)


def _places(views: Views, entries: Iterable[Entry]) -> list[str]:
    places = views.directory.places(entries)
    if len(places) > PLACES_AT_MOST:
        places = {views.guide.area[one].parent or one for one in places}
    return views.areas_by_name(places)


def _place_row(views: Views, help_type: HelpType, area: str, up: str, current: bool = False) -> Row:
    path = "" if current else up + help_area_path(help_type, views.guide.area[area])
    return Row(path, views.area_name[area], len(views.directory.of_help_and_area[help_type.id, area]))


def _others_row(views: Views, help_type: HelpType, above: str, up: str, found: int) -> Row:
    """Below the first cards of a wider area: how many are left, and the page that leads to them."""
    by = views.strings.gettext("and %(num)d more") % {"num": found - CARDS_AT_MOST}
    if above:
        return replace(_place_row(views, help_type, above, up), count=None, by=by)
    return Row(up + help_path(help_type), views.help_name[help_type.id], by=by)


def _count(views: Views, number: int) -> str:
    return views.strings.ngettext("%(num)d place", "%(num)d places", number) % {"num": number}


def _title(views: Views, help_type: HelpType) -> str:
    if help_type.sensitive and help_type.neutral_name:
        return views.plain(help_type.neutral_name)
    return views.plain(help_type.name)


def _description(views: Views, name: str) -> str:
    return views.strings.gettext("%(name)s: phone numbers, addresses and opening hours.") % {"name": name}
