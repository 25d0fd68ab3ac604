"""Which pages there are and what each says: a Guide in, pages with safe HTML out, one language at a time."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Set

from generator.model import Organisation
from generator.pages.addresses import (
    AREAS,
    EVERYTHING,
    GROUPS,
    HOME,
    URGENT,
    addresses,
    area_path,
    for_path,
    help_path,
    marked_path,
    need_path,
    organisation_path,
)
from generator.pages.booklets import booklets_page
from generator.pages.dependencies import dependencies, pages_with
from generator.pages.directory import directory, use
from generator.pages.english import marked
from generator.pages.indexes import a_z_pages, groups_page, home_page, need_page, not_found, urgent_page
from generator.pages.lists import article_list, for_page, help_area_pages, help_page
from generator.pages.my_list import entries, my_list_page
from generator.pages.organisation import organisation_page, redirect_pages
from generator.pages.page import KINDS, Page
from generator.pages.places import area_page, areas_page
from generator.pages.views import Views, views

__all__ = [
    "EVERYTHING",
    "KINDS",
    "Page",
    "Views",
    "addresses",
    "article_list",
    "booklets_page",
    "dependencies",
    "directory",
    "entries",
    "help_area_pages",
    "marked",
    "marked_path",
    "my_list_page",
    "not_found",
    "organisation_path",
    "pages_with",
    "render",
    "render_lists",
    "render_organisations",
    "use",
    "views",
]


def render(views: Views) -> Iterator[Page]:
    """All pages of one language except the articles, the booklets and my list, which need more than the guide."""
    yield from render_lists(views)
    yield from render_organisations(views, views.guide.organisations)


def render_lists(views: Views, wanted: Container[str] = EVERYTHING, elsewhere: Container[str] = ()) -> Iterator[Page]:
    """Home, lists and indexes of one language; of them only those whose paths are wanted.

    What help there is in the areas `elsewhere` is left to `help_area_pages`.
    """
    guide = views.guide
    singles = ((HOME, home_page), (URGENT, urgent_page), (AREAS, areas_page), (GROUPS, groups_page))
    for path, page in singles:
        if path in wanted:
            yield page(views)
    if not isinstance(wanted, Set) or any(path.startswith("a-z") for path in wanted):
        yield from a_z_pages(views, wanted)  # to know the letters takes every name
    yield from (need_page(views, one) for one in guide.help_groups if need_path(one) in wanted)
    yield from (help_page(views, one) for one in guide.help_types if help_path(one) in wanted)
    yield from help_area_pages(views, [one.id for one in guide.areas if one.id not in elsewhere], wanted)
    yield from (for_page(views, one) for one in guide.target_groups if for_path(one) in wanted)
    yield from (area_page(views, one) for one in guide.areas if area_path(one) in wanted)


def render_organisations(
    views: Views, organisations: Iterable[Organisation], wanted: Container[str] = EVERYTHING
) -> Iterator[Page]:
    """The pages of some organisations, and those that redirect to them: a bucket of a split build."""
    for organisation in organisations:
        if organisation_path(organisation) in wanted:
            yield organisation_page(views, organisation)
        yield from (page for page in redirect_pages(views, organisation) if page.path in wanted)
