"""The page of an organisation, and the pages that lead to it from its former addresses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from generator.brief import modified
from generator.model import Organisation, Source
from generator.pages.addresses import area_path, help_path, organisation_path
from generator.pages.compose import compose, generic_description
from generator.pages.contact import address, mail_link, source_words, web_link
from generator.pages.facts import described
from generator.pages.page import ROOT, Page, way_up
from generator.pages.service import service_details
from generator.pages.views import Row, Views
from generator.templates import NOTHING, filled, joined, render

PATH = "organisation/x.html"
UP = way_up(PATH)
WAYS_FROM = 9
"""Services from which a page lists them above, each a link to its card: nobody scrolls through two hundred."""
SUMMARISED = 200
"""Letters of a description that are enough for its summary, unless they are mostly blanks."""


class SourceView(NamedTuple):
    """Where facts come from, in a sentence."""

    of: Markup
    """The service that it is about; empty for the whole organisation."""
    sentence: Markup


def organisation_page(views: Views, organisation: Organisation) -> Page:
    """An organisation: each service with its number first, then where the facts come from."""
    _ = views.strings.gettext
    path = organisation_path(organisation)
    sensitive = views.sensitive(organisation)
    services = [
        (views.service(organisation, service), service_details(views, organisation, service))
        for service in organisation.services
    ]
    services.sort(key=lambda one: not one[0].current)
    name = views.plain(organisation.name)
    about = organisation.description
    only = services[0][0].name == views.organisation_name[organisation.id] and len(services) == 1
    return compose(
        views,
        "organisation",
        path,
        title=_("Contact and opening hours") if sensitive else name,
        description=generic_description(views)
        if sensitive
        else _summary(views, organisation, about.words.get(views.language, "") if about else ""),
        crumbs=_crumbs(views, organisation),
        leave=sensitive,
        modified=modified(organisation),
        indexed=organisation.status != "closed",
        heading=views.organisation_name[organisation.id],
        about=described(views, about) if about else "",
        aside=NOTHING
        if about is None or views.up_to_date(about)
        else views.aside(about.in_language(views.language), path),
        closed=_closed(views, organisation) if organisation.status in ("closed", "paused") else [],
        alerts=[views.noted(alert.text, path) for alert in organisation.alerts if alert.holds(views.guide.today)],
        services=services,
        ways=[Row(f"#{one.anchor}", one.name) for one, _details in services] if len(services) >= WAYS_FROM else [],
        single=_("Contact") if only else "",
        contact=_contact(views, organisation),
        sources=_sources(views, organisation),
        mistake=mistake_link(views, organisation, path),
        see_also=_see_also(views, organisation),
    )


def redirect_pages(views: Views, organisation: Organisation) -> Iterator[Page]:
    """A page for each former address; whole documents, since printed codes must work without script or skeleton."""
    name = organisation_path(organisation)
    target = name.removeprefix("organisation/")
    title = views.strings.gettext("This page has moved")
    for alias in organisation.aliases:
        content = render(
            "pages/redirect",
            views.language,
            direction=views.direction,
            language=views.language,
            title=title,
            target=target,
            absolute=views.absolute(name),
        )
        yield Page(f"organisation/{alias}.html", "redirect", views.language, title, "", content, indexed=False)


def mistake_link(views: Views, organisation: Organisation, path: str) -> str:
    """A `mailto:` that names the record and opens with the page's address and what we need to know."""
    before, between, behind = views.once(_mistake_form)
    address = quote(path).replace("/", "%2F")  # quoted with its slashes, most paths stay as they are
    return f"{before}{quote(organisation.id, safe='')}{between}{address}{behind}"


def _mistake_form(views: Views) -> tuple[str, ...]:
    """The link around the record's id and the page's path: to quote it all for each page was a tenth of its time."""
    _ = views.strings.gettext
    subject = _("Mistake in the guide: %(record)s") % {"record": ROOT}
    body = "\r\n\r\n".join(
        (
            _("Page: %(address)s") % {"address": views.absolute(ROOT)},
            _("What is wrong:"),
            _("What is right, and how you know:"),
        )
    )
    email = views.guide.settings.contact_email
    form = f"mailto:{email}?subject={quote(subject, safe='')}&body={quote(body, safe='')}"
    return tuple(form.split(quote(ROOT)))


def _crumbs(views: Views, organisation: Organisation) -> Markup:
    first = organisation.services[0]
    return views.once(_breadcrumb, first.help_types[:1], first.area or organisation.area)


def _breadcrumb(views: Views, help_types: tuple[str, ...], area: str) -> Markup:
    crumbs = [views.home_crumb(UP)]
    crumbs += [Row(UP + help_path(views.guide.help_type[one]), views.help_name[one]) for one in help_types]
    if area:
        crumbs.append(Row(UP + area_path(views.guide.area[area]), views.area_name[area]))
    return views.breadcrumb(*crumbs)


def _summary(views: Views, organisation: Organisation, about: str) -> str:
    """For search engines: the first sentence that says what it is, cut at a word."""
    words = " ".join(about[:SUMMARISED].split())
    if len(words) <= 155:
        words = " ".join(about.split()) or views.strings.gettext(
            "%(name)s: phone numbers, addresses and opening hours."
        ) % {"name": views.plain(organisation.name)}
    return words if len(words) <= 155 else words[:154].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


def _closed(views: Views, organisation: Organisation) -> list[Markup]:
    """What to say above everything when an organisation is closed or paused."""
    _ = views.strings.gettext
    words = {
        "closed": _("This organisation no longer works."),
        "paused": _("This organisation does not work for now."),
    }
    lines = [Markup("<strong>{}</strong>").format(words[organisation.status])]
    if organisation.notice:
        lines.append(views.noted(organisation.notice, organisation_path(organisation)))
    if organisation.successor:
        lines.append(views.instead(organisation.successor))
    return lines


def _contact(views: Views, organisation: Organisation) -> list[Markup]:
    """What the organisation has beside its services: seat, address for letters, website."""
    if organisation.status == "closed":
        return []
    lines = []
    if organisation.address and organisation.address not in [service.address for service in organisation.services]:
        lines.append(address(organisation.address, organisation, views, postcode=True))
    if organisation.website and all(service.website != organisation.website for service in organisation.services):
        lines.append(web_link(organisation.website))
    if organisation.email and all(service.email != organisation.email for service in organisation.services):
        lines.append(mail_link(organisation.email))
    return lines


def _sources(views: Views, organisation: Organisation) -> list[SourceView]:
    found = [SourceView(NOTHING, _source(views, organisation, organisation.source))]
    for service in organisation.services:
        if service.source and service.source.url != organisation.source.url:
            found.append(SourceView(views.phrase(service.name), _source(views, organisation, service.source)))
    return found


def _source(views: Views, organisation: Organisation, source: Source) -> Markup:
    _ = views.strings.gettext
    known = source.url.startswith(("http://", "https://"))
    spoken = organisation.original_language
    link = web_link(source.url) if known else source_words(source.url, spoken, views.language)
    if source.seen is None:
        return filled(_("Source: %(source)s."), source=link)
    day = views.strings.date(source.seen, source.seen_precision)
    return filled(_("Source: %(source)s, %(date)s."), source=link, date=day)


def _see_also(views: Views, organisation: Organisation) -> Markup:
    """The same kinds of help near the same place, or anywhere."""
    found: dict[str, Markup] = {}
    for service in organisation.services:
        area = service.area or organisation.area
        for help_type in service.help_types:
            if help_type not in found and (row := views.once(_see_also_row, help_type, area)):
                found[help_type] = row
    return joined(list(found.values())[:6])


def _see_also_row(views: Views, help_type: str, area: str) -> Markup:
    index = views.directory
    if area and len(index.of_help_and_area.get((help_type, area), ())) > 1:
        row = views.help_area_row(help_type, area, UP)
        return views.row(replace(row, name=Markup(", ").join((row.name, views.area_name[area]))))
    if len(index.of_help.get(help_type, ())) > 1:
        return views.row(views.help_row(help_type, UP, len(index.of_help[help_type])))
    return NOTHING
