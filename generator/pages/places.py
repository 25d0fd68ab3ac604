"""Pages of places: all areas, and one area."""

from __future__ import annotations

from markupsafe import Markup

from generator.frozen import frozen
from generator.model import Area
from generator.pages.addresses import AREAS, area_path
from generator.pages.compose import compose
from generator.pages.directory import Entry
from generator.pages.lists import CARDS_AT_MOST, help_rows, wider_heading
from generator.pages.page import Page, way_up
from generator.pages.views import Row, Views

ORGANISATIONS_AT_MOST = 60
"""Organisations that the page of a place lists; above that its kinds of help and smaller places lead on."""


@frozen
class Branch:
    """A place and the places in it that have services."""

    row: Row
    branches: list[Branch]


def areas_page(views: Views) -> Page:
    """All places that have services, each under the place it lies in."""
    _ = views.strings.gettext

    def branches(parent: str) -> list[Branch]:
        found = [one for one in views.directory.areas_below.get(parent, ()) if one in views.directory.of_area]
        return [Branch(views.area_row(one, ""), branches(one)) for one in views.areas_by_name(found)]

    return compose(
        views,
        "areas",
        AREAS,
        title=_("Places"),
        description=_("Help in every town and county of this guide."),
        crumbs=views.breadcrumb(views.home_crumb("")),
        branches=branches(""),
    )


def area_page(views: Views, area: Area) -> Page:
    """A place: kinds of help, smaller places, organisations, and services of wider areas."""
    _ = views.strings.gettext
    path = area_path(area)
    up = way_up(path)
    index = views.directory
    entries = index.of_area.get(area.id, [])
    named = dict.fromkeys(entry.facts.organisation for entry in entries)
    few = len(named) <= ORGANISATIONS_AT_MOST
    organisations = {one: index.brief[one] for one in named} if few else {}
    below = [one for one in index.areas_below.get(area.id, ()) if one in index.of_area]
    helps = [
        views.help_area_row(one.id, area.id, up)
        for one in views.guide.help_types
        if (one.id, area.id) in index.of_help_and_area
    ]
    name = views.plain(area.name)
    listed = views.by_name(organisations, {one: organisations[one].name for one in organisations})
    return compose(
        views,
        "area",
        path,
        title=name[:1].upper() + name[1:],
        description=_("Help %(in_area)s: phone numbers, addresses and opening hours.")
        % {"in_area": views.area_in(area.id)},
        crumbs=views.breadcrumb(
            views.home_crumb(up),
            Row(up + AREAS, Markup(_("Places"))),
            *(
                Row(up + area_path(views.guide.area[above]), views.area_name[above])
                for above in reversed(views.guide.areas_above[area.id][1:])
                if views.guide.area[above].level != "country"
            ),
        ),
        indexed=bool(entries),
        heading=views.area_name[area.id],
        count=views.strings.ngettext("%(num)d place", "%(num)d places", len(entries)) % {"num": len(entries)}
        if entries
        else _("We know of no place here yet."),
        helps=helps,
        below=[views.area_row(one, up) for one in views.areas_by_name(below)],
        organisations=[views.organisation_row(organisations[one], up) for one in listed],
        wider=[
            (wider_heading(views, above), _wider_rows(views, found, up))
            for above, found in index.wider(area.id).items()
        ],
    )


def _wider_rows(views: Views, entries: list[Entry], up: str) -> list[Row]:
    if len(entries) > CARDS_AT_MOST:
        return help_rows(views, entries, up)
    return [views.entry_row(entry, up) for entry in views.sorted(entries)]
