"""A service as a booklet prints it: a service and a language in, lines for the template out."""

from __future__ import annotations

from urllib.parse import urlsplit

from generator.booklets.selection import Item
from generator.booklets.words import Line, Run, Words, characters
from generator.frozen import frozen
from generator.model import Guide, Phone, Service, Text

ROW = 50
"""Letters."""

BESIDE = 24
"""Letters of a note that fit beside a number."""


@frozen
class PhoneView:
    """A number to call."""

    number: Run
    extension: Line
    note: Line
    """What it is for and when it answers, when that is not the service's own."""
    below: bool
    """True when the note is too long to stand beside the number."""


@frozen
class EntryView:
    """An entry of a chapter."""

    label: str
    level: int
    """Of its heading: 2 under a chapter, 3 under a place."""
    last: bool
    """True when no other follows in its place, from which a rule would part it."""
    name: Line
    original: Line
    """The name to say at the door, when it is in another language."""
    organisation: Line
    alerts: tuple[Line, ...]
    phones: tuple[PhoneView, ...]
    hours: tuple[Line, ...]
    address: tuple[Line, ...]
    email: Line
    website: Line
    about: tuple[Line, ...]
    good: Line
    before: tuple[Line, ...]
    before_words: Line
    languages: Line
    confirmed: bool
    checked: Line
    checked_words: str
    """The same for a pictogram that stands alone."""

    @property
    def rows(self) -> int:
        """How tall it is, roughly: only what may fill a page or a column need be measured, which costs memory."""
        notes = (line for phone in self.phones for line in (phone.note, phone.extension))
        lines = (self.name, self.original, self.organisation, self.email, self.website, self.languages, *notes)
        lines += (*self.alerts, *self.hours, *self.address, *self.about, *self.before)
        return 2 * len(self.phones) + sum(-(-len(characters(line)) // ROW) for line in lines)


def label(item: Item) -> str:
    """The name by which the index finds an entry."""
    return f"entry-{item.organisation.id}-{item.service.id}"


def entry_view(guide: Guide, words: Words, item: Item, level: int, last: bool) -> EntryView:
    """All that a booklet says of one service."""
    organisation, service = item.organisation, item.service
    confirmed, said = checked(guide, words, item)
    name, original, of = words.text(service.name), _original(words, service), words.text(organisation.name)
    return EntryView(
        label=label(item),
        level=level,
        last=last,
        name=name,
        original=original,
        organisation=() if of in (name, original) else of,
        alerts=alerts(guide, words, item),
        phones=tuple(_phone(words, phone) for phone in service.phones),
        hours=hours_lines(words, service),
        address=address_lines(words, item),
        email=words.email(service.email) if service.email else (),
        website=_website(words, item),
        about=(*words.paragraphs(_description(item)), *words.paragraphs(service.notes)),
        good=_good(words, service),
        before=tuple(_before(guide, words, service)),
        before_words=words.say("Before you go:"),
        languages=_languages(words, service.languages),
        confirmed=confirmed,
        checked=said,
        checked_words=characters(said),
    )


def short_number(phone: Phone) -> bool:
    """Whether it is an emergency number, which answers day and night."""
    return phone.kind == "emergency" or len(phone.display.replace(" ", "")) <= 3


def hours_lines(words: Words, service: Service) -> tuple[Line, ...]:
    """When it is open; an emergency number needs no hours."""
    lines = words.hours(service.hours)
    if service.hours_note:
        lines = (*lines, words.noted(service.hours_note))
    if not lines and not (service.phones and all(short_number(phone) for phone in service.phones)):
        lines = (words.say("hours not known: call and ask") if service.phones else words.say("hours not known"),)
    return lines


def _description(item: Item) -> Text | None:
    """Of the service; an organisation that is its own single service bears the words itself."""
    only = len(item.organisation.services) == 1
    return item.service.description or (item.organisation.description if only else None)


def _original(words: Words, service: Service) -> Line:
    name = service.name.in_language(words.language)
    original = service.name.in_language(service.name.original)
    return () if name.fallback or original.language == words.language else words.phrase(original)


def _phone(words: Words, phone: Phone) -> PhoneView:
    parts: list[Line] = []
    if phone.label:
        parts.append(words.noted(phone.label))
    if phone.hours:
        parts += words.hours(phone.hours)
    if phone.languages:
        parts.append(_languages(words, phone.languages))
    note = tuple(run for index, part in enumerate(parts) for run in ((" · ", *part) if index else part))
    return PhoneView(words.phone(phone), phone_extension(words, phone), note, below=len(characters(note)) > BESIDE)


def phone_extension(words: Words, phone: Phone) -> Line:
    """What to dial, or ask for, behind the number."""
    return words.say("extension %(number)s", number=words.number(phone.extension)) if phone.extension else ()


def _languages(words: Words, codes: tuple[str, ...]) -> Line:
    if not codes:
        return ()
    return words.isolated(words.strings.enumeration([words.strings.language_name(code) for code in codes]))


def address_lines(words: Words, item: Item) -> tuple[Line, ...]:
    """Street and city as the door bears them, and how to find it."""
    place = item.service.address
    if place is None:
        return ()
    city = f"{place.postcode} {place.city}".strip()
    door = ", ".join(part for part in (place.street, city) if part)
    lines = [words.address(door, item.organisation.original_language)] if door else []
    if place.directions:
        lines.append(words.noted(place.directions))
    return tuple(lines)


def _website(words: Words, item: Item) -> Line:
    """A website is printed where there is no number to call."""
    url = item.service.booking_url or item.service.website or item.organisation.website
    if item.service.phones and not item.service.booking_url:
        return ()
    if not url:
        return ()
    parts = urlsplit(url)
    return words.address(f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}", "en", url)


def alerts(guide: Guide, words: Words, item: Item) -> tuple[Line, ...]:
    """What is different for a while, and whether it is known to work at all."""
    service = item.service
    found: list[Line] = []
    if "unverified" in (service.status, item.organisation.status):
        notice = service.notice or item.organisation.notice
        found.append(words.noted(notice) if notice else words.say("We do not know whether it still works. Call first."))
    for alert in (*item.organisation.alerts, *service.alerts):
        if alert.end is not None and alert.end < guide.today:
            continue
        line = words.noted(alert.text)
        if alert.start:
            line = (*line, " ", *words.say("From %(date)s.", date=words.strings.date(alert.start)))
        if alert.end:
            line = (*line, " ", *words.say("Until %(date)s.", date=words.strings.date(alert.end)))
        found.append(line)
    return tuple(found)


def _good(words: Words, service: Service) -> Line:
    good = []
    if service.cost == "free":
        good.append(words.gettext("free"))
    if service.referral == "none":
        good.append(words.gettext("no referral"))
    if "pets-welcome" in service.conditions:
        good.append(words.gettext("pets welcome"))
    return words.isolated(" · ".join(good)) if good else ()


def _before(guide: Guide, words: Words, service: Service) -> list[Line]:
    """What to know and to take along, in sentences."""
    lines = [words.condition(one) for one in service.conditions if one != "pets-welcome"]
    if service.referral == "required":
        lines.append(words.say("You need a referral."))
    if service.referral_note:
        lines.append(words.noted(service.referral_note))
    if service.residents_of:
        names = [guide.area[area] for area in service.residents_of]
        areas = [area.genitive.get(words.language) or area.name.in_language(words.language).words for area in names]
        lines.append(words.say("Only for residents of %(areas)s.", areas=words.strings.enumeration(areas)))
    if service.season:
        start, end = (words.strings.month_day(*day) for day in (service.season.start, service.season.end))
        lines.append(words.say("Only from %(start)s to %(end)s.", start=start, end=end))
    if service.valid_until:
        lines.append(words.say("Until %(date)s.", date=words.strings.date(service.valid_until)))
    if service.cost in ("paid", "partly"):
        lines.append(words.say("You pay for this.") if service.cost == "paid" else words.say("You pay a part."))
    if service.cost_note:
        lines.append(words.noted(service.cost_note))
    if service.booking and service.booking != ("phone",):
        ways = words.strings.enumeration([words.sentence("booking", way) for way in service.booking], "or")
        lines.append(words.say("Book %(ways)s.", ways=ways))
    access = [words.sentence("accessibility", one) for one in service.accessibility]
    if access:
        # No "and" between: "no steps and accessible toilet" could be read as neither.
        lines.append(words.say("For people with disabilities: %(what)s.", what="; ".join(access)))
    return [line for line in lines if characters(line)]


def checked(guide: Guide, words: Words, item: Item) -> tuple[bool, Line]:
    """Whether a person has confirmed the facts of late, and how that is said."""
    source = item.service.source or item.organisation.source
    if source.verified is None:
        go = item.service.phones and item.service.address
        return False, words.say("Not confirmed. Call before you go.") if go else words.say("Not confirmed.")
    day = words.strings.date(source.verified)
    if source.overdue(guide.settings.edition_date, guide.settings.overdue_after_months):
        return False, words.say("Confirmed long ago: %(date)s. Call first.", date=day)
    return True, words.say("Confirmed %(date)s", date=day)
