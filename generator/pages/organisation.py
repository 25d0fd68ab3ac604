"""The page of an organisation, and the pages that lead to it from its former addresses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from urllib.parse import quote

from markupsafe import Markup, escape

from generator.frozen import frozen
from generator.model import Organisation, Source
from generator.pages.addresses import area_path, help_path, organisation_path
from generator.pages.compose import compose, generic_description
from generator.pages.page import ROOT, Page, way_up
from generator.pages.service import address, described, mail_link, web_link
from generator.pages.views import Row, Views
from generator.strings import strings
from generator.templates import render

PATH = "organisation/x.html"
UP = way_up(PATH)
WAYS_FROM = 9
"""Services from which a page lists them above, each a link to its card: nobody scrolls through two hundred."""


@frozen
class SourceView:
    """Where facts come from, in a sentence."""

    of: Markup
    """The service that it is about; empty for the whole organisation."""
    sentence: Markup


def organisation_page(views: Views, organisation: Organisation) -> Page:
    """An organisation: each service with its number first, then where the facts come from."""
    _ = views.strings.gettext
    path = organisation_path(organisation)
    sensitive = views.sensitive(organisation)
    services = [views.service(organisation, position) for position in range(len(organisation.services))]
    services.sort(key=lambda service: service.state != "current")
    name = views.plain(organisation.name)
    about = organisation.description.in_language(views.language) if organisation.description else None
    only = services[0].name == views.organisation_name[organisation.id] and len(services) == 1
    return compose(
        views,
        "organisation",
        path,
        title=_("Contact and opening hours") if sensitive else name,
        description=generic_description(views)
        if sensitive
        else _summary(views, organisation, about.words if about else ""),
        crumbs=_crumbs(views, organisation),
        leave=sensitive,
        modified=modified(organisation),
        indexed=organisation.status != "closed",
        heading=views.organisation_name[organisation.id],
        about=described(views, organisation.description),
        aside=views.aside(about, path),
        closed=_closed(views, organisation),
        alerts=[views.noted(alert.text, path) for alert in organisation.alerts if alert.holds(views.guide.today)],
        services=services,
        ways=[Row(f"#{one.anchor}", one.name) for one in services] if len(services) >= WAYS_FROM else [],
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
    before, between, behind = _mistake_form(views.language, views.guide.settings.contact_email)
    return f"{before}{quote(organisation.id, safe='')}{between}{quote(views.absolute(path), safe='')}{behind}"


@cache
def _mistake_form(language: str, email: str) -> list[str]:
    """The link around the record's id and the page's address: to quote it all for each page was a tenth of its time."""
    _ = strings(language).gettext
    subject = _("Mistake in the guide: %(record)s") % {"record": ROOT}
    body = "\r\n\r\n".join(
        (_("Page: %(address)s") % {"address": ROOT}, _("What is wrong:"), _("What is right, and how you know:"))
    )
    form = f"mailto:{email}?subject={quote(subject, safe='')}&body={quote(body, safe='')}"
    return form.split(quote(ROOT))


def _crumbs(views: Views, organisation: Organisation) -> list[Row]:
    crumbs = [views.home_crumb(UP)]
    first = organisation.services[0]
    if first.help_types:
        help_type = views.guide.help_type[first.help_types[0]]
        crumbs.append(Row(UP + help_path(help_type), views.help_name[help_type.id]))
    area = first.area or organisation.area
    if area:
        crumbs.append(Row(UP + area_path(views.guide.area[area]), views.area_name[area]))
    return crumbs


def _summary(views: Views, organisation: Organisation, about: str) -> str:
    """For search engines: the first sentence that says what it is, cut at a word."""
    words = " ".join(about.split()) or views.strings.gettext(
        "%(name)s: phone numbers, addresses and opening hours."
    ) % {"name": views.plain(organisation.name)}
    return words if len(words) <= 155 else words[:154].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


def modified(organisation: Organisation) -> date | None:
    """The youngest day that the record itself states."""
    sources = (organisation.source, *(service.source for service in organisation.services if service.source))
    days = [
        day
        for source in sources
        for day in (source.verified, source.seen if source.seen_precision == "day" else None)
        if day
    ]
    return max(days, default=None)


def _closed(views: Views, organisation: Organisation) -> list[Markup]:
    """What to say above everything when an organisation is closed or paused."""
    _ = views.strings.gettext
    words = {
        "closed": _("This organisation no longer works."),
        "paused": _("This organisation does not work for now."),
    }
    if organisation.status not in words:
        return []
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
    if organisation.address and all(service.address != organisation.address for service in organisation.services):
        lines.append(address(organisation.address, organisation, views, postcode=True))
    if organisation.website and all(service.website != organisation.website for service in organisation.services):
        lines.append(web_link(organisation.website))
    if organisation.email and all(service.email != organisation.email for service in organisation.services):
        lines.append(mail_link(organisation.email))
    return lines


def _sources(views: Views, organisation: Organisation) -> list[SourceView]:
    found = [SourceView(Markup(""), _source(views, organisation.source))]
    for service in organisation.services:
        if service.source and service.source.url != organisation.source.url:
            found.append(SourceView(views.phrase(service.name), _source(views, service.source)))
    return found


def _source(views: Views, source: Source) -> Markup:
    _ = views.strings.gettext
    link = web_link(source.url) if source.url.startswith(("http://", "https://")) else escape(source.url)
    if source.seen is None:
        return Markup(escape(_("Source: %(source)s."))) % {"source": link}
    day = views.strings.date(source.seen, source.seen_precision)
    return Markup(escape(_("Source: %(source)s, %(date)s."))) % {"source": link, "date": day}


def _see_also(views: Views, organisation: Organisation) -> list[Row]:
    """The same kinds of help near the same place, or anywhere."""
    index = views.directory
    found: dict[str, Row] = {}
    for service in organisation.services:
        area = service.area or organisation.area
        for help_type in service.help_types:
            if help_type in found:
                continue
            if area and len(index.of_help_and_area.get((help_type, area), ())) > 1:
                row = views.help_area_row(help_type, area, UP)
                found[help_type] = Row(row.path, Markup(f"{row.name}, {views.area_name[area]}"), row.count)
            elif len(index.of_help.get(help_type, ())) > 1:
                found[help_type] = views.help_row(help_type, UP, len(index.of_help[help_type]))
    return list(found.values())[:6]
