"""A service in one language: its facts as words and safe HTML, worked out once for every page that shows it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from generator.brief import standing
from generator.model import Organisation, Phone, Service, Source
from generator.pages.addresses import organisation_path
from generator.pages.contact import address, mail_link
from generator.pages.facts import Fact, described, facts
from generator.pages.page import ROOT
from generator.pages.words import ACCESSIBILITY, CHIPS
from generator.templates import NOTHING, render, safe, safe_url
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
    """In one line, or what is known of them in words."""
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


class ServiceView(NamedTuple):
    """What both a card and an organisation's page say of one service."""

    anchor: str
    name: Markup
    phones: tuple[PhoneView, ...]
    current: bool
    """False for what is paused, closed, to come or over."""
    reachable: bool
    """False for what has ended: then only the notices are shown."""
    alerts: tuple[Markup, ...]
    out_of_season: str
    status: Status
    abroad: str
    """The country, where that is not the guide's: its short numbers answer nobody here."""
    marks: Markup
    """The part `marks`: what is good about it."""
    checked: Markup
    """The part `checked`."""


class ServiceCard(NamedTuple):
    """What only a card says of one service."""

    href: str
    organisation: Markup
    """Empty where the service bears the organisation's name."""
    status: Markup
    """The part `status`."""
    address: Markup
    email: Markup
    """As a link."""
    chips: Markup
    """The part `chips`: for whom it is, in few words."""
    town: str
    """Where it is, for a list of several places; empty for what is reached by phone alone."""
    also: str
    """More that a list can be narrowed by, with `|` between: no steps, languages spoken."""
    whom: str
    """Groups of people whom it is for, in the same way."""


class ServiceDetails(NamedTuple):
    """What only an organisation's page says of one service."""

    icon: str
    clock: Markup
    """The part `clock-line`: the hours stand below it."""
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
    state = standing(organisation, service, views.guide.today)
    reachable = state not in ("closed", "ended")
    times = views.hours(service.hours)
    out_of_season = _out_of_season(views, service) if service.season else ""
    settings = views.guide.settings
    ours = organisation.country == settings.country
    zone = settings.time_zone if ours else _only_zone(organisation.country)
    where = f"{organisation_path(organisation)}#{service.id}"
    verified = (service.source or organisation.source).verified
    unsure = service.status == "unverified" or organisation.status == "unverified"
    pets = "pets-welcome" in service.conditions
    said = views.noted(service.hours_note, where) if _only_in_words(service) else NOTHING
    return ServiceView(
        anchor=service.id,
        name=views.phrase(service.name),
        phones=tuple([_phone(views, phone, where) for phone in service.phones]) if reachable else (),
        current=state == "current",
        reachable=reachable,
        alerts=tuple([views.noted(alert.text, where) for alert in service.alerts if alert.holds(views.guide.today)])
        if service.alerts and state == "current"
        else (),
        out_of_season=out_of_season,
        status=Status(
            *_headline(views, service),
            hours=times.short if service.hours.known else said,
            week="" if out_of_season or not zone or state != "current" else times.week,
            holidays=service.holidays if organisation.country == "PL" and not _always_answers(service) else "",
            zone="" if ours else zone,
        ),
        abroad="" if ours else views.strings.country_name(organisation.country),
        marks=views.once(_marks, service.cost == "free", service.referral == "none", pets),
        checked=views.once(_checked, verified, bool(service.address and service.phones), unsure),
    )


def service_card(views: Views, organisation: Organisation, service: Service) -> ServiceCard:
    """What its card says besides; links lead from the language's root."""
    return ServiceCard(
        href=f"{ROOT}{organisation_path(organisation)}#{service.id}",
        organisation=NOTHING if organisation.name == service.name else views.organisation_name[organisation.id],
        status=_status(views, views.service(organisation, service).status),
        address=address(service.address, organisation, views) if service.address else NOTHING,
        email=mail_link(service.email) if service.email else NOTHING,
        chips=views.once(_chips, service.conditions, service.referral, service.cost),
        town=views.plain(views.guide.area[service.area].name) if service.area else "",
        also=views.once(_also, "step-free" in service.accessibility, service.languages),
        whom=views.once(_whom, service.target_groups),
    )


def service_details(views: Views, organisation: Organisation, service: Service) -> ServiceDetails:
    """What the organisation's own page says besides."""
    view = views.service(organisation, service)
    where = f"{organisation_path(organisation)}#{service.id}"
    hours = ServiceHours(
        views.hours(service.hours).full if service.hours.known and view.reachable else NOTHING,
        views.noted(service.hours_note, where) if service.hours_note else NOTHING,
        _holidays(views, service),
    )
    return ServiceDetails(
        icon=views.icon_of(service.help_types),
        clock=views.part("clock-line", status=view.status) if view.reachable else NOTHING,
        notices=_notices(views, service, standing(organisation, service, views.guide.today), where),
        description=described(views, service.description) if service.description else NOTHING,
        aside=_aside(views, service, where),
        hours=_in_columns(views, hours),
        facts=facts(views, organisation, service, where) if view.reachable else [],
    )


def _status(views: Views, status: Status) -> Markup:
    if status.hours and status.advice:  # words of the service's own, as in `_in_columns`
        return safe(render("parts/status", views.language, status=status))
    return views.part("status", status=status)


def _in_columns(views: Views, hours: ServiceHours) -> Markup:
    if hours.note:  # its words are the service's own: to keep what they make would help nobody
        return safe(render("parts/hours", views.language, hours=hours))
    return views.part("hours", hours=hours) if hours.full else NOTHING


def _headline(views: Views, service: Service) -> tuple[str, str]:
    """What to say instead of hours, and what to do."""
    _ = views.strings.gettext
    kind = service.hours.kind
    if kind == "by-appointment":
        return _("By appointment"), _("call and ask") if service.phones else ""
    if kind != "unknown" or any(phone.kind == "emergency" for phone in service.phones):
        return "", ""
    if _only_in_words(service):
        return "", _("Call and ask.") if service.phones else ""
    return _("Hours not known"), _("call and ask") if service.phones else ""


def _only_in_words(service: Service) -> bool:
    """Whether all that is known of the hours is a note."""
    return service.hours.kind == "unknown" and service.hours_note is not None


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


def _only_zone(country: str) -> str:
    """The time zone of a country that has only one; elsewhere we cannot tell what time it is there."""
    return fact(f"only zone {country}", lambda: _zone(country))


def _zone(country: str) -> str:
    from babel.core import get_global  # 30 ms, where a fact is not known yet

    zones = get_global("territory_zones").get(country, [])
    return zones[0] if len(zones) == 1 else ""


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
    if not service.hours.known or _always_answers(service):
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
