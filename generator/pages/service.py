"""A service in one language: its facts as words and safe HTML, worked out once for every page that shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from markupsafe import Markup

from generator.model import Address, Organisation, Phone, Service, Source, Text
from generator.pages.addresses import organisation_path
from generator.pages.words import ACCESSIBILITY, BOOKING, CHIPS, SENTENCES
from generator.strings import HoursRow
from generator.templates import attributes, escaped, paragraphs, safe, safe_url
from generator.versions import fact

if TYPE_CHECKING:
    from generator.pages.views import Views

# Named tuples, as in `directory`: a frozen dataclass sets each field by a call, which was a tenth of a view's cost.


class PhoneView(NamedTuple):
    """A call button."""

    uri: str
    display: str
    extension: str
    label: Markup
    """What the number is for; empty when there is nothing to add."""
    hours: Markup
    languages: str


class Status(NamedTuple):
    """Whether it is open, as far as that can be said without a clock."""

    headline: str
    """The bold answer when it does not depend on the clock: by appointment, unknown."""
    advice: str
    hours: Markup
    """In one line."""
    week: str
    """Opening times as minutes from Monday midnight for the script: `480-960 1920-2400`; empty: no claim."""
    holidays: str
    """`open`, `closed`, `unknown`; empty where the script knows no holidays."""
    zone: str
    """Time zone; empty for that of the guide."""


class Checked(NamedTuple):
    """Whether somebody has confirmed it."""

    state: str
    """`yes`, `old` or `no`."""
    words: str
    unsure: bool
    """True when nobody knows whether it still works."""


class ServiceHours(NamedTuple):
    """The hours as an organisation's page sets them, in columns."""

    full: Markup
    note: Markup
    holidays: str


class Fact(NamedTuple):
    """A line of the description list of an organisation's page."""

    icon: str
    name: str
    value: Markup


class ServiceView(NamedTuple):
    """What both a card and an organisation's page say of one service."""

    anchor: str
    name: Markup
    phones: tuple[PhoneView, ...]
    email: Markup
    """As a link."""
    current: bool
    """False for what is paused, closed, to come or over."""
    reachable: bool
    """False for what has ended: then only the notices are shown."""
    alerts: tuple[Markup, ...]
    out_of_season: str
    hours: tuple[HoursRow, ...]
    status: Markup
    """The part `status`, for cards."""
    clock: Markup
    """The part `clock-line`, for pages on which the hours stand below."""
    abroad: str
    """The country, where that is not the guide's: its short numbers answer nobody here."""
    address: Markup
    free: bool
    marks: Markup
    """The part `marks`: what is good about it."""
    chips: Markup
    """The part `chips`: for whom it is, in few words."""
    town: str
    """Where it is, for a list of several places; empty for what is reached by phone alone."""
    also: str
    """More that a list can be narrowed by, with `|` between: no steps, languages spoken."""
    whom: str
    """Groups of people whom it is for, in the same way."""
    checked: Markup
    """The part `checked`."""


class ServiceDetails(NamedTuple):
    """What only an organisation's page says of one service."""

    icon: str
    notices: list[Markup]
    """Why not to go, and where to go instead."""
    description: Markup
    aside: Markup
    """That the description or the name is not in this language, or not up to date in it."""
    hours: Markup
    """The part `hours`."""
    facts: list[Fact]


def service_view(views: Views, organisation: Organisation, service: Service) -> ServiceView:
    """What every page says of a service, in the language of the views."""
    state = _state(views, organisation, service)
    reachable = state not in ("closed", "ended")
    times = views.hours(service.hours)
    known = service.hours.kind in ("always", "weekly")
    out_of_season = _out_of_season(views, service) if service.season else ""
    settings = views.guide.settings
    ours = organisation.country == settings.country
    zone = settings.time_zone if ours else _only_zone(organisation.country)
    where = f"{organisation_path(organisation)}#{service.id}"
    status = Status(
        *_headline(views, service),
        hours=times.short if known else NOTHING,
        week="" if out_of_season or not zone or state != "current" else times.week,
        holidays=service.holidays if organisation.country == "PL" and not _always_answers(service) else "",
        zone="" if ours else zone,
    )
    source = service.source or organisation.source
    go = bool(service.address and service.phones)
    unsure = service.status == "unverified" or organisation.status == "unverified"
    pets = "pets-welcome" in service.conditions
    return ServiceView(
        anchor=service.id,
        name=views.phrase(service.name),
        phones=tuple([_phone(views, phone, where) for phone in service.phones]) if reachable else (),
        email=mail_link(service.email) if service.email else NOTHING,
        current=state == "current",
        reachable=reachable,
        alerts=tuple([views.noted(alert.text, where) for alert in service.alerts if alert.holds(views.guide.today)])
        if service.alerts and state == "current"
        else (),
        out_of_season=out_of_season,
        hours=times.rows if known else (),
        status=views.part("status", status=status),
        clock=views.part("clock-line", status=status),
        abroad="" if ours else views.strings.country_name(organisation.country),
        address=address(service.address, organisation, views) if service.address else NOTHING,
        free=service.cost == "free",
        marks=views.once(_marks, service.cost == "free", service.referral == "none", pets),
        chips=views.once(_chips, service.conditions, service.referral, service.cost),
        town=views.plain(views.guide.area[service.area].name) if service.area else "",
        also=views.once(_also, "step-free" in service.accessibility, service.languages),
        whom=views.once(_whom, service.target_groups),
        checked=views.once(_checked, source.verified, go, unsure),
    )


def service_details(views: Views, organisation: Organisation, service: Service) -> ServiceDetails:
    """What the organisation's own page says besides."""
    state = _state(views, organisation, service)
    reachable = state not in ("closed", "ended")
    known = service.hours.kind in ("always", "weekly")
    where = f"{organisation_path(organisation)}#{service.id}"
    hours = ServiceHours(
        views.hours(service.hours).full if known and reachable else NOTHING,
        views.noted(service.hours_note, where) if service.hours_note else NOTHING,
        _holidays(views, service),
    )
    return ServiceDetails(
        icon=views.icon_of(service.help_types),
        notices=_notices(views, service, state, where),
        description=described(views, service.description) if service.description else NOTHING,
        aside=_aside(views, service, where),
        hours=views.part("hours", hours=hours) if hours.full or hours.note else NOTHING,
        facts=_facts(views, organisation, service, where) if reachable else [],
    )


NOTHING = Markup("")


def _headline(views: Views, service: Service) -> tuple[str, str]:
    """What to say instead of hours, and what to do."""
    _ = views.strings.gettext
    kind = service.hours.kind
    if kind == "by-appointment":
        return _("By appointment"), _("call and ask") if service.phones else ""
    if kind == "unknown" and not any(phone.kind == "emergency" for phone in service.phones):
        return _("Hours not known"), _("call and ask") if service.phones else ""
    return "", ""


def _out_of_season(views: Views, service: Service) -> str:
    season = service.season
    return "" if season is None or season.includes(views.guide.today) else views.strings.season(season)


def _aside(views: Views, service: Service, where: str) -> Markup:
    """What to say of the age or the language of the description, or of the name."""
    texts = (service.description, service.name) if service.description else (service.name,)
    if all(map(views.up_to_date, texts)):
        return NOTHING
    said = [text.in_language(views.language) for text in texts]
    old = next((value for value in said if value.older_than), said[0] if service.description else None)
    return views.aside(old, where)


def described(views: Views, text: Text | None) -> Markup:
    """A description as paragraphs, marked as a whole when it is in another language."""
    if text is None:
        return NOTHING
    words = text.words.get(views.language)
    if words:
        return paragraphs(words)
    return Markup(f"<div{attributes(text.original, views.language)}>{paragraphs(text.words[text.original])}</div>")


def address(place: Address, organisation: Organisation, views: Views, postcode: bool = False) -> Markup:
    """Street and city, isolated, in the language in which the door bears them."""
    city = f"{place.postcode} {place.city}".strip() if postcode else place.city
    words = f"{place.street}, {city}" if place.street and city else place.street or city
    mark = attributes(organisation.original_language, views.language) or views.once(_direction)
    return safe(f'<bdi class="g-address"{mark}>{escaped(words)}</bdi>') if words else NOTHING


def _direction(views: Views) -> Markup:
    return Markup(' dir="{}"').format(views.direction)


_HOST = re.compile(r"https?://([a-z0-9.-]+)(?=[/?#]|$)")
"""The host of most addresses, as `urlsplit` finds it in the tenth of its time."""


@cache
def web_link(url: str) -> Markup:
    """A link whose words are the site's name, isolated."""
    link = safe_url(url)
    if not link:
        return safe(escaped(url))
    plain = _HOST.match(link)
    host = (plain[1] if plain else urlsplit(link).hostname or link).removeprefix("www.")
    return safe(f'<a href="{escaped(link)}" rel="noreferrer"><bdi dir="ltr">{escaped(host)}</bdi></a>')


@cache
def mail_link(email: str) -> Markup:
    """An e-mail address as a link, isolated; on a narrow screen it breaks before the sign @."""
    words = escaped(email)
    name, at, host = words.rpartition("@")
    return safe(f'<a href="mailto:{words}"><bdi dir="ltr">{name}<wbr>{at}{host}</bdi></a>')


def _only_zone(country: str) -> str:
    """The time zone of a country that has only one; elsewhere we cannot tell what time it is there."""
    return fact(f"only zone {country}", lambda: _zone(country))


def _zone(country: str) -> str:
    from babel.core import get_global  # 30 ms, where a fact is not known yet

    zones = get_global("territory_zones").get(country, [])
    return zones[0] if len(zones) == 1 else ""


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
        label=views.noted(phone.label, where) if phone.label else NOTHING,
        hours=views.hours(phone.hours).short if phone.hours else NOTHING,
        languages=views.languages(phone.languages) if phone.languages else "",
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
    notices = []
    if state != "current":
        _ = views.strings.gettext
        words = {
            "closed": _("This help has ended."),
            "paused": _("This help is paused for now."),
            "future": _("This help starts on %(date)s."),
            "ended": _("This help ended on %(date)s."),
        }[state]
        day = service.valid_from if state == "future" else service.valid_until
        sentence = words % {"date": views.strings.date(day)} if "%(" in words and day else words
        notices.append(Markup("<strong>{}</strong>").format(sentence))
    if service.notice:
        notices.append(views.noted(service.notice, where))
    if state == "current":
        return notices
    if service.successor:
        notices.append(views.instead(service.successor))
    return notices


def _marks(views: Views, free: bool, without_referral: bool, pets: bool) -> Markup:
    _ = views.strings.gettext
    good = ((free, _("free")), (without_referral, _("no referral")), (pets, _("pets welcome")))
    return views.part("marks", marks=tuple(words for holds, words in good if holds))


def _also(views: Views, without_steps: bool, languages: tuple[str, ...]) -> str:
    words = [views.strings.gettext(ACCESSIBILITY["step-free"])] if without_steps else []
    spoken = [one for one in languages if one != views.guide.settings.languages[0]]
    return "|".join(words + [views.strings.language_name(one) for one in spoken])


def _whom(views: Views, target_groups: tuple[str, ...]) -> str:
    return "|".join([views.plain(views.guide.target_group[group].name) for group in target_groups])


def _chips(views: Views, conditions: tuple[str, ...], referral: str, cost: str) -> Markup:
    _ = views.strings.gettext
    chips = [_(CHIPS[condition]) for condition in conditions if condition in CHIPS]
    if referral == "required":
        chips.append(_("with a referral"))
    if cost in ("paid", "partly"):
        chips.append(_("paid") if cost == "paid" else _("partly paid"))
    return views.part("chips", chips=tuple(chips))


def _checked(views: Views, verified: date | None, go: bool, unsure: bool) -> Markup:
    """`go` tells whether there is a place to go to and a number to call before."""
    _ = views.strings.gettext
    state, words = "no", _("Not confirmed yet. Call before you go.") if go else _("Not confirmed yet.")
    if verified is not None:
        state, words = "yes", _("Checked %(date)s")
        if Source("", verified=verified).overdue(views.guide.today, views.guide.settings.overdue_after_months):
            state, words = "old", _("Last checked %(date)s, long ago.")
            if go:
                words = _("Last checked %(date)s, long ago. Call before you go.")
        words %= {"date": views.strings.date(verified)}
    return views.part("checked", checked=Checked(state, words, unsure))


def _facts(views: Views, organisation: Organisation, service: Service, where: str) -> list[Fact]:
    """Everything but the hours, which the template sets in columns; `where` is its place on its page."""
    _ = views.strings.gettext
    facts = []
    if service.address:
        lines = [address(service.address, organisation, views, postcode=True)]
        if service.address.directions:
            lines.append(views.noted(service.address.directions, where))
        facts.append(Fact("map-marker-outline", _("Address"), _lines(lines)))
    if people := views.once(_people, service.target_groups, service.residents_of):
        facts.append(Fact("account-outline", _("Who it is for"), people))
    if conditions := _lines(_conditions(views, service, where)):
        facts.append(Fact("information-outline", _("Conditions"), conditions))
    if cost := _lines(_cost(views, service, where)):
        facts.append(Fact("cash", _("Cost"), cost))
    link = web_link(service.booking_url) if service.booking_url else ""
    if ways := _lines((views.once(_booking, service.booking), link)):
        facts.append(Fact("calendar-check-outline", _("How to book"), ways))
    if languages := _lines([views.languages(service.languages)]):
        facts.append(Fact("translate", _("Languages"), languages))
    if accessible := views.once(_accessibility, service.accessibility):
        facts.append(Fact("wheelchair-accessibility", _("Accessibility"), accessible))
    if service.email:
        facts.append(Fact("email-outline", _("E-mail"), mail_link(service.email)))
    if service.website:
        facts.append(Fact("web", _("Website"), web_link(service.website)))
    if service.notes:
        facts.append(Fact("note-text-outline", _("Good to know"), views.noted(service.notes, where)))
    return facts


def _lines(values: Iterable[Markup | str]) -> Markup:
    """What there is of some values, a line each."""
    return safe("<br>".join([escaped(value) for value in values if value]))


def _people(views: Views, target_groups: tuple[str, ...], residents_of: tuple[str, ...]) -> Markup:
    people: list[Markup | str] = [views.group_name[group] for group in target_groups]
    if residents_of:
        areas = views.strings.enumeration([views.area_genitive(area) for area in residents_of])
        people.append(views.strings.gettext("Only for residents of %(areas)s.") % {"areas": areas})
    return _lines(people)


def _accessibility(views: Views, accessibility: tuple[str, ...]) -> Markup:
    words = [views.strings.gettext(ACCESSIBILITY[one]) for one in accessibility if one in ACCESSIBILITY]
    return _lines([views.strings.enumeration(words)] if words else [])


def _conditions(views: Views, service: Service, where: str) -> list[Markup | str]:
    _ = views.strings.gettext
    lines: list[Markup | str] = [views.once(_sentences, service.conditions, service.referral)]
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


def _sentences(views: Views, conditions: tuple[str, ...], referral: str) -> str:
    _ = views.strings.gettext
    sentences = [_(SENTENCES[condition]) for condition in conditions if condition in SENTENCES]
    if referral == "required":
        sentences.append(_("You need a referral."))
    return " ".join(sentences)


def _cost(views: Views, service: Service, where: str) -> list[Markup | str]:
    if not service.cost_note and service.cost not in ("paid", "partly"):
        return []
    _ = views.strings.gettext
    words = {"paid": _("You pay for this."), "partly": _("You pay a part."), "free": "", "unknown": ""}[service.cost]
    return [words, views.noted(service.cost_note, where) if service.cost_note else ""]


def _booking(views: Views, booking: tuple[str, ...]) -> str:
    ways = [views.strings.gettext(BOOKING[way]) for way in booking if way in BOOKING]
    return views.strings.enumeration(ways, "or") if ways else ""
