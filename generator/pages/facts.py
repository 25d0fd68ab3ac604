"""What is to know of a service, in one language: a line each of the description list on its organisation's page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from generator.model import Organisation, Service, Text
from generator.pages.contact import address, mail_link, web_link
from generator.pages.words import ACCESSIBILITY, BOOKING, SENTENCES
from generator.templates import attributes, escaped, paragraphs, safe

if TYPE_CHECKING:
    from generator.pages.views import Views


class Fact(NamedTuple):
    """A line of the description list of an organisation's page."""

    icon: str
    name: str
    value: Markup


def described(views: Views, text: Text) -> Markup:
    """A description as paragraphs, marked as a whole when it is in another language."""
    words = text.words.get(views.language)
    if words:
        return paragraphs(words, views.language)
    original = paragraphs(text.words[text.original], text.original)
    return Markup(f"<div{attributes(text.original, views.language)}>{original}</div>")


def facts(views: Views, organisation: Organisation, service: Service, where: str) -> list[Fact]:
    """Everything but the hours, which the template sets in columns; `where` is its place on its page."""
    _ = views.strings.gettext
    found = []
    if service.address:
        lines = [address(service.address, organisation, views, postcode=True)]
        if service.address.directions:
            lines.append(views.noted(service.address.directions, where))
        if place := _lines(lines):  # it may have coordinates alone
            found.append(Fact("map-marker-outline", _("Address"), place))
    if service.target_groups or service.residents_of:
        people = views.once(_people, service.target_groups, service.residents_of)
        found.append(Fact("account-outline", _("Who it is for"), people))
    if conditions := _lines(_conditions(views, service, where)):
        found.append(Fact("information-outline", _("Conditions"), conditions))
    if cost := _lines(_cost(views, service, where)):
        found.append(Fact("cash", _("Cost"), cost))
    if service.booking or service.booking_url:
        link = web_link(service.booking_url) if service.booking_url else ""
        ways = _lines((views.once(_booking, service.booking), link))
        found.append(Fact("calendar-check-outline", _("How to book"), ways))
    if service.languages:
        found.append(Fact("translate", _("Languages"), _lines([views.languages(service.languages)])))
    if service.accessibility and (accessible := views.once(_accessibility, service.accessibility)):
        found.append(Fact("wheelchair-accessibility", _("Accessibility"), accessible))
    if service.email:
        found.append(Fact("email-outline", _("E-mail"), mail_link(service.email)))
    if service.website:
        found.append(Fact("web", _("Website"), web_link(service.website)))
    if service.notes:
        found.append(Fact("note-text-outline", _("Good to know"), views.noted(service.notes, where)))
    return found


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
    # A line each: "no steps and accessible toilet" could be read as neither.
    return _lines([views.strings.gettext(ACCESSIBILITY[one]) for one in accessibility if one in ACCESSIBILITY])


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
