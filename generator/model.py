"""The guide in memory: frozen records, made by `load`, read by every step that writes something.

Names follow HSDS 3.0 (organization, service, location, schedule, phone) in British spelling.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from generator.frozen import frozen

Status = Literal["active", "paused", "closed", "unverified"]
PhoneKind = Literal["emergency", "short", "star", "toll-free", "shared-cost", "mobile", "ordinary"]
HoursKind = Literal["always", "weekly", "by-appointment", "unknown"]
Holidays = Literal["open", "closed", "unknown"]
Cost = Literal["free", "paid", "partly", "unknown"]
Referral = Literal["none", "required", "unknown"]


class Addressed:
    """What has a page of its own: its `id`, unless it bears another public name in `slug`."""

    __slots__ = ()
    id: str
    slug: str

    @property
    def address_name(self) -> str:
        """The name of its page without `.html`."""
        return self.slug or self.id


@frozen
class Phrase:
    """Words and the language they are in, which may not be the language of the page."""

    words: str
    language: str
    fallback: bool = False
    """True when another language was asked for and there was none."""
    older_than: str = ""
    """The language of the original, when that has changed since these words were translated from it."""

    def __str__(self) -> str:
        return self.words

    def __bool__(self) -> bool:
        return bool(self.words)


@frozen
class Text:
    """The same words in several languages."""

    words: Mapping[str, str]
    """Language code to plain text: a blank line parts paragraphs, `- ` starts a list item."""
    original: str
    """The language that the others translate; it is always there."""
    old: tuple[str, ...] = field(default=(), compare=False)
    """Languages whose words are older than the original's."""

    def in_language(self, language: str) -> Phrase:
        """The words in `language`, or else in the original language, which the phrase then names."""
        words = self.words.get(language)
        if words:
            older_than = self.original if language in self.old else ""
            return Phrase(words, language, older_than=older_than)
        return Phrase(self.words[self.original], self.original, fallback=True)


@frozen
class Span:
    """An opening time that repeats every week."""

    weekday: int
    """0 is Monday, 6 is Sunday: the day on which it begins."""
    start: int
    """Minutes after midnight, 0 to 1439."""
    end: int
    """Minutes after the midnight that began `weekday`; above 1440 when it ends on the next day."""


@frozen
class Hours:
    """When a service answers or is open, in the time zone of its place."""

    kind: HoursKind = "unknown"
    expression: str = ""
    """OSM opening_hours in canonical form (`Mo-Fr 08:00-16:00`, `24/7`); empty unless always or weekly.

    It is made from the spans: hours with the same one are the same.
    """
    spans: tuple[Span, ...] = ()
    """Sorted; only for `weekly`. Public holidays are a fact of their own: `Service.holidays`."""

    @property
    def known(self) -> bool:
        """Whether it is said when."""
        return self.kind in ("always", "weekly")


@frozen
class Phone:
    """A number that a person can dial."""

    display: str
    """As the country writes it, to be shown and isolated left to right: `664 762 880`, `116 123`, `*3464`."""
    uri: str
    """`tel:` and the international form, or the short number itself: `tel:+48664762880`, `tel:112`."""
    kind: PhoneKind
    country: str
    """ISO 3166-1 alpha-2."""
    extension: str = ""
    label: Text | None = None
    """What this number is for, when a service has several."""
    hours: Hours | None = None
    """Only when they differ from those of the service."""
    languages: tuple[str, ...] = ()
    """BCP 47; only when they differ from those of the service."""


@frozen
class Address:
    """Where to go."""

    street: str = ""
    """Street and number, in the language of the place: `ul. Kolejowa 26 a`."""
    postcode: str = ""
    city: str = ""
    directions: Text | None = None
    """How to find the door: entrance, room, floor."""
    latitude: float | None = None
    longitude: float | None = None


@frozen
class Season:
    """Part of every year, both days included; it may pass over New Year."""

    start: tuple[int, int]
    """Month, day."""
    end: tuple[int, int]

    def includes(self, day: date) -> bool:
        """Whether `day` falls in the season."""
        today = (day.month, day.day)
        if self.start <= self.end:
            return self.start <= today <= self.end
        return today >= self.start or today <= self.end


@frozen
class Alert:
    """A notice that holds for some days."""

    text: Text
    start: date | None = None
    """First day; `None` means that it has begun."""
    end: date | None = None
    """Last day, included; `None` means until it is taken out."""

    def holds(self, today: date) -> bool:
        """Whether it is to be shown on `today`."""
        return (self.start is None or self.start <= today) and (self.end is None or today <= self.end)


@frozen
class Source:
    """Where facts come from and who confirmed them when."""

    url: str
    """Address of the page, or the words of a source that has none."""
    seen: date | None = None
    """The date of the source, or the day on which it was read; `None` when it bears none."""
    seen_precision: Literal["day", "month", "year"] = "day"
    verified: date | None = None
    """The day on which a person confirmed the facts with the service; `None` is not confirmed yet."""
    verified_by: str = ""
    """How: phone, visit, e-mail, owner."""

    def overdue(self, today: date, months: int) -> bool:
        """Whether the confirmation is older than `months` months of 30.4 days."""
        return self.verified is not None and (today - self.verified).days > months * 30.4


@frozen
class Service:
    """One kind of thing that an organisation does for people, at one place or on one line."""

    id: str
    """Unique within its organisation; the page's anchor."""
    name: Text
    help_types: tuple[str, ...]
    target_groups: tuple[str, ...] = ()
    description: Text | None = None
    status: Status = "active"
    successor: str = ""
    """Id of the organisation (`id`) or service (`id/service`) to go to instead of a closed one."""
    notice: Text | None = None
    """Why it is paused or closed."""
    phones: tuple[Phone, ...] = ()
    email: str = ""
    website: str = ""
    contact_of_organisation: bool = False
    """True when it has no phone and e-mail of its own and `phones` and `email` are its organisation's."""
    booking: tuple[str, ...] = ()
    """How to book: phone, email, online, in-person."""
    booking_url: str = ""
    address: Address | None = None
    area: str = ""
    """Id of the area where it is; empty for a service without a place (a nationwide line)."""
    service_area: tuple[str, ...] = ()
    """Ids of the areas that it serves; empty means the one where it is, and without that the whole country."""
    residents_of: tuple[str, ...] = ()
    """Ids of the areas whose residents alone it takes."""
    hours: Hours = Hours()
    hours_note: Text | None = None
    holidays: Holidays = "unknown"
    season: Season | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    alerts: tuple[Alert, ...] = ()
    cost: Cost = "unknown"
    cost_note: Text | None = None
    referral: Referral = "unknown"
    referral_note: Text | None = None
    """Who refers."""
    conditions: tuple[str, ...] = ()
    """Ids of the controlled list `schema.CONDITIONS`."""
    accessibility: tuple[str, ...] = ()
    """Ids of the controlled list `schema.ACCESSIBILITY`."""
    languages: tuple[str, ...] = ()
    places: int | None = None
    """Beds, seats or places."""
    places_at_most: int | None = None
    """How many it can take when it must."""
    notes: Text | None = None
    print_priority: int = 2
    """1 always in print, 3 left out first when a booklet passes its pages."""
    source: Source | None = None
    """Only when it differs from the organisation's."""

    def current(self, today: date) -> bool:
        """Whether people may be sent there: active or not yet verified, and within its dates."""
        return (
            self.status in ("active", "unverified")
            and (self.valid_from is None or self.valid_from <= today)
            and (self.valid_until is None or today <= self.valid_until)
        )


@frozen
class Organisation(Addressed):
    """Who gives help: an NGO, an office, a parish, a help line."""

    id: str
    name: Text
    """The official name; other languages fall back to it, marked as its language."""
    services: tuple[Service, ...]
    source: Source
    slug: str = ""
    """Public address, when it differs from the id."""
    aliases: tuple[str, ...] = ()
    """Former ids and slugs, which redirect here."""
    original_language: str = "pl"
    country: str = "PL"
    description: Text | None = None
    status: Status = "active"
    successor: str = ""
    notice: Text | None = None
    phones: tuple[Phone, ...] = ()
    email: str = ""
    website: str = ""
    address: Address | None = None
    area: str = ""
    registry: Mapping[str, str] = field(default_factory=dict)
    """Public registers: `krs`, `nip`, `regon`, `amuta`."""
    alerts: tuple[Alert, ...] = ()
    digest: str = ""
    """SHA-256 of the record's data, hex: the key of everything that is made from it."""


@frozen
class HelpGroup(Addressed):
    """A group of kinds of help: a tile of the home page."""

    id: str
    name: Text
    need: Text
    """Few words that finish "I need…"."""
    icon: str
    """Name of an icon of Material Design Icons, as in `material/bed-outline`, without the folder."""
    slug: str = ""


@frozen
class HelpType(Addressed):
    """A kind of help."""

    id: str
    name: Text
    group: str
    description: Text | None = None
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    how_people_say_it: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Language (also ones that the site has not, as `uk`) to what people in need say."""
    icon: str = ""
    """Only when it differs from its group's."""
    slug: str = ""
    sensitive: bool = False
    """True when the page must not give itself away in a history or a tab: neutral slug and title."""
    neutral_name: Text | None = None
    """What the tab and the history show instead of the name; there when `sensitive`."""
    confidential_location: bool = False
    """True when its services may bear no address."""


@frozen
class TargetGroupCategory:
    """A group of groups of people."""

    id: str
    name: Text


@frozen
class TargetGroup(Addressed):
    """A group of people whom services are for."""

    id: str
    name: Text
    category: str
    genitive: Mapping[str, str] = field(default_factory=dict)
    """For use after "for": Polish `osób bezrobotnych`; only where the language bends it."""
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    how_people_say_it: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    slug: str = ""
    sensitive: bool = False
    neutral_name: Text | None = None


@frozen
class Area:
    """A place on the map of administration."""

    id: str
    name: Text
    level: Literal["country", "voivodeship", "county", "municipality", "town"]
    parent: str = ""
    """Id of the area it lies in; empty at the top."""
    code: str = ""
    """Official code: TERYT in Poland, ISO 3166 for a country."""
    locative: Mapping[str, str] = field(default_factory=dict)
    """With its preposition, for use in a sentence: Polish `w Hajnówce`, Hebrew `בהיינובקה`."""
    genitive: Mapping[str, str] = field(default_factory=dict)
    """Polish `Hajnówki`."""


@frozen
class UrgentEntry:
    """A situation on the page of urgent help and the service to call."""

    situation: Text
    service: str
    """`organisation/service`."""
    icon: str


@frozen
class Edition:
    """What goes into one printed booklet: services in some places, of some kinds or for some people."""

    id: str
    title: Text
    areas: tuple[str, ...] = ()
    """Areas whose people it is for; empty takes services of every place."""
    help_types: tuple[str, ...] = ()
    """Kinds of help that it holds…"""
    target_groups: tuple[str, ...] = ()
    """…or groups that its services are for; everything when both are empty."""
    chapters: tuple[str, ...] = ()
    """Ids of groups of kinds of help, in the order of the chapters; empty: the guide's order."""
    pages: int = 0
    """How many pages of A5 it may fill; 0: no limit."""


@frozen
class Printed:
    """A booklet, sheet or card as PDF, as the site lists it."""

    file: str
    edition: str
    """Id of the edition; empty for the test sheet of folding."""
    language: str
    format: str
    pages: int
    bytes: int
    number: str
    """Of the guide's edition: `2026.1`."""
    date: str
    """Of the guide's edition, as YYYY-MM-DD."""
    digest: str
    """Of the data from which it was made."""


@frozen
class Publisher:
    """Who answers for the guide."""

    name: Text
    email: str
    website: str = ""
    address: str = ""


@frozen
class Settings:
    """Guide-wide facts: `data/guide.yaml` and the site's own address."""

    name: Text
    region: Text
    country: str
    time_zone: str
    languages: tuple[str, ...]
    """The first is the default one, at the root of the site."""
    edition: str
    edition_date: date
    publisher: Publisher
    contact_email: str
    repository: str
    emergency: Phone
    """The number in the band at the top of every page: 112."""
    urgent: tuple[UrgentEntry, ...]
    overdue_after_months: int
    site_url: str
    """Ends with a slash; may have a path. From `mkdocs.yml`."""
    data_licence: str = "CC BY 4.0"
    editions: tuple[Edition, ...] = ()
    """The booklets that `guide print` makes."""


@frozen
class Article:
    """A page that people write, in every language of the guide."""

    name: str
    """File name without ending, the same in each language: `after-prison`."""
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    sources: Mapping[str, str]
    """Language to path of its Markdown file, relative to the guide's folder."""
    help_types: tuple[str, ...] = ()
    """What its live list shows: services of these kinds of help…"""
    target_groups: tuple[str, ...] = ()
    """…or for these groups…"""
    areas: tuple[str, ...] = ()
    """…and in these areas, when any is named. No list when all three are empty."""
    in_footer: bool = False
    """True for pages about the guide itself (data, publisher, privacy, accessibility)."""
    order: int = 0
    spoken: Mapping[str, str] = field(default_factory=dict)
    """Language of a page to the language that its words are in, where they have not been translated yet."""
    old: tuple[str, ...] = ()
    """Languages whose page is older than that in the guide's first language."""

    def title(self, language: str) -> Phrase:
        """The title of the page in `language`, which may be in another one."""
        return Phrase(self.titles.get(language, self.name), self.spoken.get(language, language))


OwnWords = tuple[tuple[str, str, bytes], ...]
"""Catalogues of a guide's own: the language, the domain, and what stands in the PO file."""


@dataclass(frozen=True)
class Guide:
    """Everything that the site and the booklets say. Never changed once it is made."""

    settings: Settings
    organisations: Sequence[Organisation]
    """Sorted by id."""
    help_groups: tuple[HelpGroup, ...]
    """In the order of the file, which is that of the home page."""
    help_types: tuple[HelpType, ...]
    target_group_categories: tuple[TargetGroupCategory, ...]
    target_groups: tuple[TargetGroup, ...]
    areas: tuple[Area, ...]
    articles: tuple[Article, ...]
    today: date
    words: OwnWords = ()

    @cached_property
    def organisation(self) -> Mapping[str, Organisation]:
        """Organisations by id."""
        # Those of a guide from the memory are read when they are asked for, by this way too.
        by_id: Mapping[str, Organisation] | None = getattr(self.organisations, "by_id", None)
        return {one.id: one for one in self.organisations} if by_id is None else by_id

    @cached_property
    def help_type(self) -> dict[str, HelpType]:
        """Kinds of help by id."""
        return {help_type.id: help_type for help_type in self.help_types}

    @cached_property
    def help_group(self) -> dict[str, HelpGroup]:
        """Groups of kinds of help by id."""
        return {group.id: group for group in self.help_groups}

    @cached_property
    def target_group(self) -> dict[str, TargetGroup]:
        """Groups of people by id."""
        return {group.id: group for group in self.target_groups}

    @cached_property
    def area(self) -> dict[str, Area]:
        """Areas by id."""
        return {area.id: area for area in self.areas}

    @cached_property
    def areas_above(self) -> dict[str, tuple[str, ...]]:
        """Area id to itself and the areas it lies in, smallest first."""
        return {area.id: self._path(area) for area in self.areas}

    def _path(self, area: Area) -> tuple[str, ...]:
        path = [area.id]
        while area.parent:
            area = self.area[area.parent]
            path.append(area.id)
        return tuple(path)
