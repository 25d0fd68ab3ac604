"""What fits in one hand: the street sheet, the pocket card and the test of folding; the Typst source of each out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from generator.booklets.booklet import FACTS, Print, Size, with_look
from generator.booklets.entries import EntryView, address_lines, checked, entry_view
from generator.booklets.selection import Chapter, Item
from generator.booklets.words import characters
from generator.templates.booklet import render

SMALLEST = 90
"""No type under 9 points: another sheet rather."""
SHEET_SIZES = (SMALLEST, 95, 100, 105, 110, 115, 120, 125, 130, 140)
"""Tenths of a point. What is short is set larger, for those who see little, rather than leave half of a sheet empty."""
SHEET_PAGES = 4
"""Two sheets, both sides."""
COLUMN = 14
"""Rows of an entry that surely fit into a column, in the largest type."""
CARD = Size("a4", SMALLEST, 0, 0, 0, 0)


def sheet_source(print_: Print, points: int, keep: frozenset[str] | None = None) -> dict[str, bytes]:
    """The street sheet in one size of type; `keep` names the services that may stay, all without it."""
    words, settings = print_.words, print_.guide.settings
    title = words.text(print_.chosen.edition.title)
    chapters = []
    shown = 0
    for chapter in print_.chosen.chapters:
        items = [item for item in at_home(print_, chapter) if keep is None or item.key in keep]
        entries = [_short(entry_view(print_.guide, words, item, 3, True)) for item in items]
        shown += len(entries)
        if entries:
            chapters.append({"icon": chapter.group.icon, "title": words.text(chapter.group.name), "entries": entries})
    missing = sum(len(chapter.items) for chapter in print_.chosen.chapters) - shown
    more = words.say(
        "Places that did not fit here: %(number)s. They are in the booklet and on the web.", number=str(missing)
    )
    length = len(print_.chosen.edition.title.in_language(words.language).words)
    main = render(
        "sheet",
        info=print_.info(Size("a4", points, 13, 0, 0, 0), f"{print_.title}: {words.gettext('Street sheet')}"),
        head={
            **print_.emergency(),
            "title": title,
            "scale": 26 if length <= 14 else 20 if length <= 24 else 16,
            "name": words.text(settings.name),
            "qr": print_.qr(),
            "legend": words.say("Not confirmed. Call before you go."),
            "no_answer": print_.no_answer(),
            "edition": print_.edition_line(),
            "address": print_.short(),
        },
        chapters=chapters,
        rows=COLUMN,
        more=more if missing else (),
    )
    return with_look(
        main,
        {
            *FACTS,
            "help-circle-outline",
            "phone-refresh-outline",
            *(chapter.group.icon for chapter in print_.chosen.chapters),
        },
    )


def at_home(print_: Print, chapter: Chapter) -> list[Item]:
    """A chapter's services in the guide's own country.

    A leaflet has no headings of places, and the police number of another country must not stand there by itself.
    """
    return [item for item in chapter.items if item.organisation.country == print_.guide.settings.country]


def _short(entry: EntryView) -> EntryView:
    """An entry without what only a booklet has room for."""
    return replace(entry, original=(), about=(), languages=(), email=(), website=())


def by_priority(print_: Print) -> list[Item]:
    """The edition's services, those first that a small print should keep."""
    items = [item for chapter in print_.chosen.chapters for item in chapter.items]
    return sorted(
        items, key=lambda item: (item.service.print_priority, not item.service.phones, not item.service.address)
    )


def card_source(print_: Print, accessible: str) -> dict[str, bytes]:
    """The pocket card: cover, emergency numbers, five needs and the way to the website."""
    words, settings = print_.words, print_.guide.settings
    info = print_.info(CARD, f"{print_.title}: {words.gettext('Pocket card')}")
    info["description"] = words.gettext("For folding. The accessible version: %(file)s") % {"file": accessible}
    longest = max(len(word) for word in settings.name.in_language(words.language).words.split())
    chapters = _card_chapters(print_)
    needs = [_card_need(print_, chapter) for chapter in chapters]
    unsure = any(not entry["confirmed"] for need in needs for entry in need["entries"])
    needs += [{"icon": "", "title": words.say("My notes"), "entries": ()}] * (5 - len(needs))
    main = render(
        "card",
        info=info,
        right_bound=words.direction == "rtl",
        cover={
            **print_.emergency(),
            "name": words.text(settings.name),
            "title": words.text(print_.chosen.edition.title),
            "scale": 27 if longest <= 9 else 18,
        },
        urgent={"heading": words.say("Emergency numbers"), "rows": print_.urgent_rows() or _emergency_row(print_)},
        needs=needs,
        back={
            "heading": words.say("On the web, always the newest:"),
            "address": print_.short(),
            "qr": print_.qr(),
            "legend": words.say("Not confirmed. Call before you go.") if unsure else (),
            "small": (print_.no_answer(), print_.edition_line(), words.say("Fold into eight. Cut the middle line.")),
        },
    )
    return with_look(main, {*FACTS, "help-circle-outline", *(chapter.group.icon for chapter in chapters)})


def _emergency_row(print_: Print) -> tuple[dict[str, Any], ...]:
    """The number of the frame, for a guide that names no other."""
    frame = print_.emergency()
    return ({"situation": frame["call"], "numbers": (frame["number"],)},)


def _card_items(print_: Print, chapter: Chapter) -> list[Item]:
    """What a panel may name, the most important first: whom to call or where to go, beyond the emergency numbers."""
    called = {item.key for item in print_.chosen.urgent}
    rank = {item.key: position for position, item in enumerate(chapter.items)}
    items = [item for item in at_home(print_, chapter) if item.key not in called]
    items = [item for item in items if item.service.phones or item.service.address]
    return sorted(items, key=lambda item: (item.service.print_priority, rank[item.key]))


def _card_chapters(print_: Print) -> list[Chapter]:
    """The five chapters that name most places, in the edition's order."""
    found = [chapter for chapter in print_.chosen.chapters if _card_items(print_, chapter)]
    best = sorted(found, key=lambda chapter: -min(6, len(_card_items(print_, chapter))))[:5]
    return [chapter for chapter in found if chapter in best]


def _card_need(print_: Print, chapter: Chapter) -> dict[str, Any]:
    words = print_.words
    return {
        "icon": chapter.group.icon,
        "title": words.text(chapter.group.name),
        "entries": [_card_entry(print_, item) for item in _card_items(print_, chapter)[:8]],
    }


def _card_entry(print_: Print, item: Item) -> dict[str, Any]:
    words = print_.words
    confirmed, said = checked(print_.guide, words, item)
    return {
        "name": words.text(item.service.name),
        "confirmed": confirmed,
        "checked": characters(said),
        "numbers": [words.phone(phone) for phone in item.service.phones[:1]],
        "hours": words.hours(item.service.hours)[:3],
        "address": address_lines(words, item)[0] if item.service.address else (),
    }


def fold_test_source(print_: Print) -> dict[str, bytes]:
    """Four pages that show whether a printer flips the paper as the booklet needs it."""
    say = print_.words.say
    steps = {
        1: ("Print this one sheet first, at 100 %, on both sides, flipped on the short edge.",),
        2: ("Fold it in the middle. It is right when the pages are 1, 2, 3, 4 and all stand upright.",),
        3: ("Are 2 and 3 upside down? Choose the other edge.",),
        4: ("No printing on both sides? Print the file “fronts”, put the paper back, print the file “backs”.",),
    }
    pages = [
        {"number": str(number), "top": say("Top of the sheet"), "words": [say(step) for step in lines]}
        for number, lines in steps.items()
    ]
    size = Size("a5", 110, 11, 0, 0, 0)
    main = render("fold-test", info=print_.info(size, print_.words.gettext("Test sheet for folding")), pages=pages)
    return with_look(main, set(FACTS))
