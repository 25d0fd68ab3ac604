"""A whole booklet: a Guide, an edition, a language and a size in; the Typst source of its document out."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from generator.booklets.entries import entry_view, label, short_number
from generator.booklets.pictures import pictogram, qr
from generator.booklets.selection import Chapter, Item, Selection
from generator.booklets.words import Line, Words, words
from generator.frozen import frozen
from generator.model import Guide, Service
from generator.templates.booklet import TEMPLATES, render

FACTS = ("phone", "clock-outline", "map-marker-outline", "email-outline", "web", "translate", "check")
STEPS = ("phone-refresh-outline", "help-circle-outline", "information-outline", "content-copy", "pencil-outline")


@frozen
class Size:
    """Paper and type of a document."""

    paper: str
    points: int
    """Of the body text, in tenths."""
    margin: int
    """In millimetres; the inner one is wider."""
    room: int
    """Per cent of a page that must be free where a chapter begins."""
    note_lines: int
    rows: int
    """As many of an entry surely leave a quarter of the page free."""
    cover: int = 100
    """Per cent of the usual size for the title and the pictograms of the cover, which is to stay one page."""


READING = Size("a5", 110, 11, 45, 16, rows=24)
LARGE = Size("a4", 180, 16, 45, 18, rows=14, cover=72)


@frozen
class Print:
    """What every document of an edition needs."""

    guide: Guide
    chosen: Selection
    words: Words

    @property
    def title(self) -> str:
        """Of the document."""
        language = self.words.language
        name = self.guide.settings.name.in_language(language).words
        return f"{name} {self.chosen.edition.title.in_language(language).words}"

    def address(self, path: str = "") -> str:
        """The full address of a page in this language."""
        settings = self.guide.settings
        prefix = "" if self.words.language == settings.languages[0] else f"{self.words.language}/"
        return f"{settings.site_url or 'https://localhost/'}{prefix}{path}"

    def short(self, path: str = "", linked: bool = True) -> Line:
        """An address as one types it; the foot of a page may hold no link."""
        parts = urlsplit(self.address(path))
        return self.words.address(f"{parts.netloc}{parts.path}".rstrip("/"), "en", self.address(path) if linked else "")

    def qr(self, path: str = "") -> dict[str, str]:
        """The drawing of an address and the words that stand for it."""
        address = self.address(path)
        return {"drawing": qr(address), "alt": self.words.gettext("QR code: %(address)s") % {"address": address}}

    def info(self, size: Size, title: str = "") -> dict[str, Any]:
        """What the document says about itself."""
        settings, language = self.guide.settings, self.words.language
        day = settings.edition_date
        edition = self.words.gettext("Edition %(number)s") % {"number": settings.edition}
        return {
            "language": language,
            "direction": self.words.direction,
            "title": title or self.title,
            "publisher": settings.publisher.name.in_language(language).words,
            "description": f"{settings.region.in_language(language).words}. {edition}",
            "edition": edition,
            "year": day.year,
            "month": day.month,
            "day": day.day,
            "paper": size.paper,
            "size": size.points,
            "margin": size.margin,
            "foot": self.words.isolated(settings.emergency.display),
            "edition-line": self.edition_line(),
        }

    def edition_line(self) -> Line:
        """Edition and its date."""
        settings = self.guide.settings
        day = self.words.strings.date(settings.edition_date)
        return self.words.say("Edition %(number)s, %(date)s", number=self.words.number(settings.edition), date=day)

    def emergency(self) -> dict[str, Any]:
        """The words and the number of the thick frame."""
        number = self.words.phone(self.guide.settings.emergency)
        return {"call": self.words.say("In an emergency call"), "number": number}

    def no_answer(self) -> Line:
        """What to do when nobody answers: numbers grow old on paper."""
        return self.words.say(
            "No answer? Call again later, or call another place. If a life is in danger: %(number)s.",
            number=self.words.phone(self.guide.settings.emergency),
        )

    def urgent_rows(self, at_most: int = 99) -> tuple[dict[str, Any], ...]:
        """The numbers of the page of urgent help, without the one in the frame."""
        rows = []
        situations = {entry.service: entry for entry in self.guide.settings.urgent}
        for item in self.chosen.urgent:
            numbers = [phone for phone in item.service.phones if phone.uri != self.guide.settings.emergency.uri]
            if numbers:
                rows.append(
                    {
                        "situation": self.words.text(situations[item.key].situation),
                        "numbers": tuple(self.words.phone(phone) for phone in numbers[:2]),
                        "when": self._when(item.service),
                    }
                )
        return tuple(rows[:at_most])

    def _when(self, service: Service) -> Line:
        """When it answers and whether it costs; nothing about hours that are not known."""
        known = service.hours.kind != "unknown" and not all(short_number(phone) for phone in service.phones)
        lines = list(self.words.hours(service.hours)) if known else []
        if service.cost == "free":
            lines.append(self.words.say("free"))
        return tuple(part for index, line in enumerate(lines) for part in ((" · ", *line) if index else line))


def need_path(chapter: Chapter) -> str:
    """The page of a chapter's need."""
    return f"need/{chapter.group.address_name}.html"


def source(print_: Print, size: Size) -> dict[str, bytes]:
    """The files of the document: its own, and the look that all share."""
    say = print_.words.say
    main = render(
        "booklet",
        say=say,
        info=print_.info(size),
        cover=_cover(print_, size),
        urgent={
            **print_.emergency(),
            "heading": say("Emergency numbers"),
            "say": say("Say: what is happening, where, how many people. Do not hang up first."),
            "rows": print_.urgent_rows(),
        },
        steps=_steps(print_),
        chapters=[_chapter(print_, chapter, size) for chapter in print_.chosen.chapters],
        index_of_kinds=_index_of_kinds(print_),
        index_of_organisations=_index_of_organisations(print_),
        note_lines=size.note_lines,
        rows=size.rows,
        back=_back(print_),
    )
    return with_look(main, _icons(print_))


def with_look(main: bytes, icons: set[str]) -> dict[str, bytes]:
    """A document beside the library of its look and the pictograms that it uses."""
    return {
        "main": main,
        "look.typ": (TEMPLATES / "look.typ").read_bytes(),
        "icons.typ": render("icons", icons={name: pictogram(name) for name in sorted(icons)}),
    }


def _icons(print_: Print) -> set[str]:
    return {*FACTS, *STEPS, *(group.icon for group in print_.guide.help_groups)}


def _cover(print_: Print, size: Size) -> dict[str, Any]:
    settings, text = print_.guide.settings, print_.words.text
    return {
        **print_.emergency(),
        "edition": print_.words.say("Edition %(number)s", number=print_.words.number(settings.edition)),
        "date": print_.words.isolated(print_.words.strings.date(settings.edition_date)),
        "name": text(settings.name),
        "scale": size.cover,
        "icon": 26 * size.cover // 100,
        "title": text(print_.chosen.edition.title),
        "need": print_.words.say("I need…"),
        "region": text(settings.region),
        "columns": 4 if len(print_.chosen.chapters) > 9 else 3,
        "needs": [
            {"icon": chapter.group.icon, "words": text(chapter.group.need)} for chapter in print_.chosen.chapters[:12]
        ],
    }


def _steps(print_: Print) -> list[dict[str, Any]]:
    settings, say = print_.guide.settings, print_.words.say
    steps = [
        ("phone", say("The large number is the one to call.")),
        ("phone-refresh-outline", print_.no_answer()),
        ("clock-outline", say("These are the hours of an ordinary week. On public holidays call first.")),
        ("map-marker-outline", say("This is where to go. You can show the address to someone and ask the way.")),
        ("information-outline", say("Read “before you go”: what is needed there.")),
        ("check", say("The day on which someone confirmed the facts with the place.")),
        ("help-circle-outline", say("Not confirmed: the facts come from a public source. Call before you go.")),
        ("web", say("The newest facts: %(address)s, or the square code.", address=print_.short())),
        (
            "pencil-outline",
            say("Is something wrong? Write to %(email)s.", email=print_.words.email(settings.contact_email)),
        ),
        (
            "content-copy",
            say("You may copy this booklet and give it away (%(licence)s).", licence=settings.data_licence),
        ),
    ]
    if print_.chosen.left_out:
        words = say("Places whose phone and address we do not know yet are only on the website.")
        steps.append(("information-outline", words))
    return [{"icon": icon, "words": line} for icon, line in steps]


def place_name(print_: Print, place: str) -> Line:
    """The heading over the services of one place."""
    area = print_.guide.area.get(place)
    if area is None:
        return print_.words.say("Everywhere")
    if area.level == "country":
        return print_.words.say("The whole country: %(country)s", country=print_.words.text(area.name))
    return print_.words.heading(area.name)


def _running(print_: Print, place: str) -> Line:
    """The same beside the chapter at the top of the pages that follow: in few words, else it would be read as text."""
    area = print_.guide.area.get(place)
    return print_.words.heading(area.name) if area else place_name(print_, place)


def _chapter(print_: Print, chapter: Chapter, size: Size) -> dict[str, Any]:
    """A chapter; places have headings where there are several."""
    path = need_path(chapter)
    several = len(chapter.places) > 1
    places = []
    for position, (place, items) in enumerate(chapter.places):
        entries = [
            entry_view(print_.guide, print_.words, item, 3 if several else 2, last=left == 1)
            for left, item in zip(range(len(items), 0, -1), print_.words.sorted_items(items), strict=True)
        ]
        name, head = (place_name(print_, place), _running(print_, place)) if several else ((), ())
        places.append({"name": name, "head": head, "entries": entries, "index": position})
    return {
        "head": {
            "icon": chapter.group.icon,
            "title": print_.words.text(chapter.group.name),
            "online": print_.words.say("Newest facts: %(address)s", address=print_.short(path)),
            "qr": print_.qr(path),
            "room": size.room,
        },
        "places": places,
        "also": [
            {"name": _name_and_organisation(print_, item), "label": label(item)}
            for item in print_.words.sorted_items(chapter.also)
        ],
    }


def _name_and_organisation(print_: Print, item: Item) -> Line:
    name = print_.words.text(item.service.name)
    if item.service.name == item.organisation.name:
        return name
    return (*name, " – ", *print_.words.text(item.organisation.name))


def _index_of_kinds(print_: Print) -> list[dict[str, Any]]:
    labels: dict[str, list[str]] = {}
    for chapter in print_.chosen.chapters:
        for item in chapter.items:
            for help_type in item.service.help_types:
                labels.setdefault(help_type, []).append(label(item))
    kinds = {one: print_.guide.help_type[one].name for one in labels}
    return _index(print_, {one: print_.words.text(name) for one, name in kinds.items()}, labels)


def _index_of_organisations(print_: Print) -> list[dict[str, Any]]:
    labels: dict[str, list[str]] = {}
    for chapter in print_.chosen.chapters:
        for item in chapter.items:
            labels.setdefault(item.organisation.id, []).append(label(item))
    names = {one: print_.words.text(print_.guide.organisation[one].name) for one in labels}
    return _index(print_, names, labels)


def _index(print_: Print, names: dict[str, Line], labels: dict[str, list[str]]) -> list[dict[str, Any]]:
    ids = sorted(labels, key=lambda one: (print_.words.sort_key(names[one]), one))
    return [{"name": names[one], "labels": labels[one]} for one in ids]


def _back(print_: Print) -> dict[str, Any]:
    settings, words_ = print_.guide.settings, print_.words
    publisher = settings.publisher
    return {
        **print_.emergency(),
        "heading": words_.say("Call now"),
        "rows": print_.urgent_rows(5),
        "online": words_.say("On the web, always the newest:"),
        "address": print_.short(),
        "qr": print_.qr(),
        "small": (
            print_.edition_line(),
            words_.say("Published by %(name)s", name=words_.text(publisher.name)),
            words_.email(publisher.email),
        ),
    }


def prepared(guide: Guide, chosen: Selection, language: str) -> Print:
    """An edition in one language."""
    return Print(guide, chosen, words(language))
