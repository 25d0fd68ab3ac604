"""Which pages there are and what each says: a Guide in, pages with safe HTML out, one language at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.model import Organisation
from generator.pages.addresses import addresses, marked_path
from generator.pages.booklets import booklets_page
from generator.pages.indexes import a_z_pages, groups_page, home_page, need_page, not_found, urgent_page
from generator.pages.lists import article_list, for_page, help_pages
from generator.pages.organisation import organisation_page, redirect_pages
from generator.pages.page import KINDS, Page
from generator.pages.places import area_page, areas_page
from generator.pages.views import Views, views

__all__ = [
    "KINDS",
    "Page",
    "Views",
    "addresses",
    "article_list",
    "booklets_page",
    "marked_path",
    "not_found",
    "render",
    "render_lists",
    "render_organisations",
    "views",
]


def render(views: Views) -> Iterator[Page]:
    """All pages of one language except the articles and the page of booklets, which need more than the guide."""
    yield from render_lists(views)
    yield from render_organisations(views, views.guide.organisations)


def render_lists(views: Views) -> Iterator[Page]:
    """Home, lists and indexes of one language."""
    yield home_page(views)
    yield urgent_page(views)
    yield areas_page(views)
    yield groups_page(views)
    yield from a_z_pages(views)
    for need in views.guide.help_groups:
        yield need_page(views, need)
    yield from help_pages(views)
    for group in views.guide.target_groups:
        yield for_page(views, group)
    for area in views.guide.areas:
        yield area_page(views, area)


def render_organisations(views: Views, organisations: Iterable[Organisation]) -> Iterator[Page]:
    """The pages of some organisations, and those that redirect to them: a bucket of a split build."""
    for organisation in organisations:
        yield organisation_page(views, organisation)
        yield from redirect_pages(views, organisation)
