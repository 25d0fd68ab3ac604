"""A service in one language: its facts as words and safe HTML, worked out once for every page that shows it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from generator.frozen import frozen
from generator.model import Address, Organisation, Phone, Service, Source, Text
from generator.pages.addresses import organisation_path
from generator.pages.words import ACCESSIBILITY, BOOKING, CHIPS, SENTENCES
from generator.strings import HoursRow
from generator.templates import attributes, escaped, paragraphs, safe_url
from generator.versions import fact

if TYPE_CHECKING:
    from generator.pages.views import Views


@frozen
class PhoneView:
    """A call button."""

    uri: str
    display: str
    extension: str
    label: Markup
    """What the number is for; empty when there is nothing to add."""
    hours: Markup
    languages: str


@frozen
class Fact:
    """A line of the description list of an organisation's page."""

    icon: str
    name: str
    value: Markup


@frozen
class ServiceView:
    """What a card or an organisation's page says of one service."""

    anchor: str
    name: Markup
    plain_name: str
    """For sorting, and for screen readers behind "Call:"."""
    icon: str
    phones: tuple[PhoneView, ...]
    email: Markup
    """As a link."""
    state: str
    """`current`, `paused`, `closed`, `future` or `ended`."""
    reachable: bool
    """False for what has ended: then only the notices are shown."""
    notices: tuple[Markup, ...]
    """Why not to go, and where to go instead."""
    unsure: bool
    """True when nobody knows whether it still works."""
    alerts: tuple[Markup, ...]
    out_of_season: str
    headline: str
    """The bold answer of the status line when it does not depend on the clock: by appointment, unknown."""
    advice: str
    hours: tuple[HoursRow, ...]
    hours_short: Markup
    hours_full: Markup
    hours_note: Markup
    holiday_words: str
    week: str
    """Opening times as minutes from Monday midnight for the script: `480-960 1920-2400`; empty: no claim."""
    zone: str
    holidays: str
    """`open`, `closed`, `unknown`; empty where the script knows no holidays."""
    abroad: str
    """The country, where that is not the guide's: its short numbers answer nobody here."""
    address: Markup
    free: bool
    good: tuple[str, ...]
    chips: tuple[str, ...]
    town: str
    """Where it is, for a list of several places; empty for what is reached by phone alone."""
    also: str
    """More that a list can be narrowed by, with `|` between: no steps, languages spoken."""
    whom: str
    """Groups of people whom it is for, in the same way."""
    checked: str
    """`yes`, `old` or `no`."""
    checked_words: str
    description: Markup
    aside: Markup
    """That the description or the name is not in this language, or not up to date in it."""
    facts: tuple[Fact, ...]


def service_view(views: Views, organisation: Organisation, service: Service) -> ServiceView:
    """All that pages say of a service, in the language of the views."""
    _ = views.strings.gettext
    state = _state(views, organisation, service)
    reachable = state not in ("closed", "ended")
    hours, times = service.hours, views.hours[service.hours]
    known = hours.kind in ("always", "weekly")
    out_of_season = ""
    if service.season:
        season = views.strings.season(service.season)
        out_of_season = "" if service.season.includes(views.guide.today) else season
    headline, advice = "", ""
    if hours.kind == "by-appointment":
        headline, advice = _("By appointment"), _("call and ask") if service.phones else ""
    elif hours.kind == "unknown" and not any(phone.kind == "emergency" for phone in service.phones):
        headline, advice = _("Hours not known"), _("call and ask") if service.phones else ""
    ours = organisation.country == views.guide.settings.country
    zone = views.guide.settings.time_zone if ours else _only_zone(organisation.country)
    where = f"{organisation_path(organisation)}#{service.id}"
    texts = (service.description, service.name) if service.description else (service.name,)
    said = [text.in_language(views.language) for text in texts]
    old = next((value for value in said if value.older_than), said[0] if service.description else None)
    checked, checked_words = _checked(views, service, service.source or organisation.source)
    return ServiceView(
        anchor=service.id,
        name=views.phrase(service.name),
        plain_name=service.name.in_language(views.language).words,
        icon=views.icon_of(service.help_types),
        phones=tuple(_phone(views, phone, where) for phone in service.phones) if reachable else (),
        email=mail_link(service.email) if service.email else Markup(""),
        state=state,
        reachable=reachable,
        notices=tuple(_notices(views, service, state, where)),
        unsure=service.status == "unverified" or organisation.status == "unverified",
        alerts=tuple(
            views.noted(alert.text, where)
            for alert in service.alerts
            if state == "current" and alert.holds(views.guide.today)
        ),
        out_of_season=out_of_season,
        headline=headline,
        advice=advice,
        hours=times.rows if known else (),
        hours_short=times.short if known else Markup(""),
        hours_full=times.full if known and reachable else Markup(""),
        hours_note=views.noted(service.hours_note, where) if service.hours_note else Markup(""),
        holiday_words=_holidays(views, service),
        week="" if out_of_season or not zone or state != "current" else times.week,
        zone="" if ours else zone,
        holidays=service.holidays if organisation.country == "PL" and not _always_answers(service) else "",
        abroad="" if ours else views.strings.country_name(organisation.country),
        address=address(service.address, organisation, views) if service.address else Markup(""),
        free=service.cost == "free",
        good=tuple(_good(views, service)),
        chips=tuple(_chips(views, service)),
        town=views.plain(views.guide.area[service.area].name) if service.area else "",
        also="|".join(_also(views, service)),
        whom="|".join(views.plain(views.guide.target_group[group].name) for group in service.target_groups),
        checked=checked,
        checked_words=checked_words,
        description=described(views, service.description),
        aside=views.aside(old, where),
        facts=tuple(_facts(views, organisation, service, where)) if reachable else (),
    )


def described(views: Views, text: Text | None) -> Markup:
    """A description as paragraphs, marked as a whole when it is in another language."""
    if text is None:
        return Markup("")
    value = text.in_language(views.language)
    mark = attributes(value.language, views.language)
    body = paragraphs(value.words)
    return Markup(f"<div{mark}>{body}</div>") if mark else body


def address(place: Address, organisation: Organisation, views: Views, postcode: bool = False) -> Markup:
    """Street and city, isolated, in the language in which the door bears them."""
    city = f"{place.postcode} {place.city}".strip() if postcode else place.city
    words = ", ".join(part for part in (place.street, city) if part)
    mark = attributes(organisation.original_language, views.language) or f' dir="{views.direction}"'
    return Markup(f'<bdi class="g-address"{mark}>{escape(words)}</bdi>') if words else Markup("")


@cache
def web_link(url: str) -> Markup:
    """A link whose words are the site's name, isolated."""
    safe = safe_url(url)
    if not safe:
        return escape(url)
    host = (urlsplit(safe).hostname or safe).removeprefix("www.")
    return Markup(f'<a href="{escape(safe)}" rel="noreferrer"><bdi dir="ltr">{escape(host)}</bdi></a>')


@cache
def mail_link(email: str) -> Markup:
    """An e-mail address as a link, isolated; on a narrow screen it breaks before the sign @."""
    name, at, host = escape(email).rpartition("@")
    return Markup(f'<a href="mailto:{escape(email)}"><bdi dir="ltr">{name}<wbr>{at}{host}</bdi></a>')


def _only_zone(country: str) -> str:
    """The time zone of a country that has only one; elsewhere we cannot tell what time it is there."""

    def found() -> str:
        from babel.core import get_global

        zones = get_global("territory_zones").get(country, [])
        return zones[0] if len(zones) == 1 else ""

    return fact(f"zone {country}", found)


def _state(views: Views, organisation: Organisation, service: Service) -> str:
    today = views.guide.today
    for status in (organisation.status, service.status):
        if status in ("closed", "paused"):
            return status
    if service.valid_from and today < service.valid_from:
        return "future"
    if service.valid_until and today > service.valid_until:
        return "ended"
    return "current"


def _phone(views: Views, phone: Phone, where: str) -> PhoneView:
    return PhoneView(
        uri=safe_url(phone.uri),
        display=phone.display,
        extension=phone.extension,
        label=views.noted(phone.label, where) if phone.label else Markup(""),
        hours=views.hours[phone.hours].short if phone.hours else Markup(""),
        languages=views.languages(phone.languages),
    )


def _always_answers(service: Service) -> bool:
    """Whether it is a line that answers day and night, to which "call first" would say nothing."""
    return service.hours.kind == "always" and service.address is None and service.holidays == "unknown"


def _holidays(views: Views, service: Service) -> str:
    _ = views.strings.gettext
    if service.hours.kind not in ("always", "weekly") or _always_answers(service):
        return ""
    return {
        "open": _("Open on public holidays too."),
        "closed": _("Closed on public holidays."),
        "unknown": _("On public holidays: call first."),
    }[service.holidays]


def _notices(views: Views, service: Service, state: str, where: str) -> list[Markup]:
    _ = views.strings.gettext
    words = {
        "closed": _("This help has ended."),
        "paused": _("This help is paused for now."),
        "future": _("This help starts on %(date)s."),
        "ended": _("This help ended on %(date)s."),
    }
    if state == "current":
        return [views.noted(service.notice, where)] if service.notice else []
    day = service.valid_from if state == "future" else service.valid_until
    sentence = escape(
        words[state] % {"date": views.strings.date(day)} if "%(" in words[state] and day else words[state]
    )
    notices = [Markup("<strong>{}</strong>").format(sentence)]
    if service.notice:
        notices.append(views.noted(service.notice, where))
    if service.successor:
        notices.append(views.instead(service.successor))
    return notices


def _good(views: Views, service: Service) -> list[str]:
    _ = views.strings.gettext
    good = []
    if service.cost == "free":
        good.append(_("free"))
    if service.referral == "none":
        good.append(_("no referral"))
    if "pets-welcome" in service.conditions:
        good.append(_("pets welcome"))
    return good


def _also(views: Views, service: Service) -> list[str]:
    words = [views.strings.gettext(ACCESSIBILITY["step-free"])] if "step-free" in service.accessibility else []
    spoken = [one for one in service.languages if one != views.guide.settings.languages[0]]
    return words + [views.strings.language_name(one) for one in spoken]


def _chips(views: Views, service: Service) -> list[str]:
    _ = views.strings.gettext
    chips = [_(CHIPS[condition]) for condition in service.conditions if condition in CHIPS]
    if service.referral == "required":
        chips.append(_("with a referral"))
    if service.cost in ("paid", "partly"):
        chips.append(_("paid") if service.cost == "paid" else _("partly paid"))
    return chips


def _checked(views: Views, service: Service, source: Source) -> tuple[str, str]:
    _ = views.strings.gettext
    go = bool(service.address and service.phones)
    if source.verified is None:
        return "no", _("Not confirmed yet. Call before you go.") if go else _("Not confirmed yet.")
    day = {"date": views.strings.date(source.verified)}
    if source.overdue(views.guide.today, views.guide.settings.overdue_after_months):
        if go:
            return "old", _("Last checked %(date)s, long ago. Call before you go.") % day
        return "old", _("Last checked %(date)s, long ago.") % day
    return "yes", _("Checked %(date)s") % day


def _facts(views: Views, organisation: Organisation, service: Service, where: str) -> list[Fact]:
    """Everything but the hours, which the template sets in columns; `where` is its place on its page."""
    _ = views.strings.gettext
    facts = []

    def add(icon: str, name: str, *values: Markup | str) -> None:
        lines = [escaped(value) for value in values if value]
        if lines:
            facts.append(Fact(icon, name, Markup("<br>".join(lines))))

    if service.address:
        directions = service.address.directions
        add(
            "map-marker-outline",
            _("Address"),
            address(service.address, organisation, views, postcode=True),
            views.noted(directions, where) if directions else "",
        )
    if service.target_groups or service.residents_of:
        add("account-outline", _("Who it is for"), *_people(views, service))
    add("information-outline", _("Conditions"), *_conditions(views, service, where))
    add("cash", _("Cost"), *_cost(views, service, where))
    if service.booking or service.booking_url:
        add("calendar-check-outline", _("How to book"), *_booking(views, service))
    if service.languages:
        add("translate", _("Languages"), views.languages(service.languages))
    if service.accessibility:
        accessible = [_(ACCESSIBILITY[one]) for one in service.accessibility if one in ACCESSIBILITY]
        add("wheelchair-accessibility", _("Accessibility"), views.strings.enumeration(accessible) if accessible else "")
    if service.email:
        add("email-outline", _("E-mail"), mail_link(service.email))
    if service.website:
        add("web", _("Website"), web_link(service.website))
    if service.notes:
        add("note-text-outline", _("Good to know"), views.noted(service.notes, where))
    return facts


def _people(views: Views, service: Service) -> list[Markup | str]:
    _ = views.strings.gettext
    people: list[Markup | str] = [views.group_name[group] for group in service.target_groups]
    if service.residents_of:
        areas = views.strings.enumeration([views.area_genitive(area) for area in service.residents_of])
        people.append(_("Only for residents of %(areas)s.") % {"areas": areas})
    return people


def _conditions(views: Views, service: Service, where: str) -> list[Markup | str]:
    _ = views.strings.gettext
    sentences = [_(SENTENCES[condition]) for condition in service.conditions if condition in SENTENCES]
    if service.referral == "required":
        sentences.append(_("You need a referral."))
    lines: list[Markup | str] = [" ".join(sentences)]
    if service.referral_note:
        lines.append(views.noted(service.referral_note, where))
    if service.season:
        lines.append(views.strings.season(service.season))
    if service.places:
        places = views.strings.ngettext("%(num)d place.", "%(num)d places.", service.places) % {"num": service.places}
        if service.places_at_most:
            places += " " + _("Up to %(num)d when needed.") % {"num": service.places_at_most}
        lines.append(places)
    return lines


def _cost(views: Views, service: Service, where: str) -> list[Markup | str]:
    _ = views.strings.gettext
    words = {"paid": _("You pay for this."), "partly": _("You pay a part."), "free": "", "unknown": ""}[service.cost]
    return [words, views.noted(service.cost_note, where) if service.cost_note else ""]


def _booking(views: Views, service: Service) -> list[Markup | str]:
    _ = views.strings.gettext
    ways = [_(BOOKING[way]) for way in service.booking if way in BOOKING]
    return [
        views.strings.enumeration(ways, "or") if ways else "",
        web_link(service.booking_url) if service.booking_url else "",
    ]
