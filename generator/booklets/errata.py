"""A page of corrections for booklets that are out: two Guides in, what a reader of the old one must know out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.booklets import engine
from generator.booklets.booklet import FACTS, Print, Size, prepared, with_look
from generator.booklets.entries import address_lines, hours_lines
from generator.booklets.formats import Made, file_name
from generator.booklets.selection import Item, Selection, selection
from generator.booklets.words import Line, Words
from generator.frozen import frozen
from generator.model import Edition, Guide
from generator.templates.booklet import render


@frozen
class Change:
    """A sentence about one service."""

    words: Line
    strong: bool = False
    """True for what is read from afar: a new number."""


def errata(old: Guide, new: Guide, edition: Edition, language: str) -> Made:
    """What has changed since the old guide for readers of an edition's booklet."""
    print_ = prepared(new, selection(new, edition), language)
    words, settings = print_.words, new.settings
    rows = list(_changes(prepared(old, selection(old, _same(old, edition)), language), print_))
    title = words.say("Corrections to edition %(number)s", number=words.number(old.settings.edition))
    state = words.strings.date(new.today)
    main = render(
        "errata",
        info=print_.info(Size("a5", 110, 13, 0, 0), f"{print_.title}: {old.settings.edition}"),
        head={
            "title": title,
            "say": (
                *words.text(edition.title),
                ". ",
                *words.say("Slip this page into the booklet. State of %(date)s.", date=state),
            ),
            "nothing": () if rows else words.say("Nothing has changed."),
            "address": print_.short(linked=False),
        },
        changes=rows,
    )
    pdf = engine.compiled(with_look(main, set(FACTS)), settings.edition_date)
    name = file_name(edition.id, language, "errata")
    return Made(name, edition.id, language, "errata", engine.page_count(pdf), pdf)


def _same(guide: Guide, edition: Edition) -> Edition:
    """The edition as the guide had it, or, where it had none, as it is today."""
    return next((one for one in guide.settings.editions if one.id == edition.id), edition)


def _items(chosen: Selection) -> dict[str, Item]:
    items = {item.key: item for chapter in chosen.chapters for item in chapter.items}
    return {**{item.key: item for item in chosen.urgent}, **items}


def _changes(old: Print, new: Print) -> Iterator[dict[str, Any]]:
    """Services in the order in which the old booklet has them, then new ones."""
    before, after = _items(old.chosen), _items(new.chosen)
    for key, item in before.items():
        changes = _ended(new, key) if key not in after else list(_differences(new.words, item, after[key]))
        if changes:
            yield {"name": _name(new.words, item), "changes": changes}
    for key, item in after.items():
        if key not in before:
            changes = [Change(new.words.say("New in the guide.")), *_facts(new.words, item)]
            yield {"name": _name(new.words, item), "changes": changes}


def _name(words: Words, item: Item) -> Line:
    name = words.text(item.service.name)
    same = item.service.name == item.organisation.name
    return name if same else (*name, " – ", *words.text(item.organisation.name))


def _ended(new: Print, key: str) -> list[Change]:
    organisation_id, _slash, service_id = key.partition("/")
    organisation = new.guide.organisation.get(organisation_id)
    service = next((one for one in organisation.services if one.id == service_id), None) if organisation else None
    paused = service is not None and "paused" in (service.status, organisation.status)
    words = new.words
    changes = [Change(words.say("Paused for now.") if paused else words.say("No longer works. Cross it out."), True)]
    notice = (service.notice if service else None) or (organisation.notice if organisation else None)
    return [*changes, Change(words.text(notice))] if notice else changes


def _differences(words: Words, old: Item, new: Item) -> Iterator[Change]:
    numbers = [{phone.uri: phone for phone in item.service.phones} for item in (old, new)]
    for uri, phone in numbers[1].items():
        if uri not in numbers[0]:
            yield Change(words.say("New number: %(new)s", new=words.phone(phone)), True)
    for uri, phone in numbers[0].items():
        if uri not in numbers[1]:
            yield Change(words.say("Do not call: %(old)s", old=words.number(phone.display)))
    hours = [hours_lines(words, item.service) for item in (old, new)]
    if hours[0] != hours[1]:
        yield Change(words.say("New hours: %(new)s", new=_joined(hours[1])))
    doors = [address_lines(words, item)[:1] for item in (old, new)]
    if doors[0] != doors[1] and doors[1]:
        yield Change(words.say("New address: %(new)s", new=doors[1][0]))


def _facts(words: Words, item: Item) -> Iterator[Change]:
    for phone in item.service.phones:
        yield Change((words.phone(phone),), True)
    for line in (*hours_lines(words, item.service), *address_lines(words, item)):
        yield Change(line)


def _joined(lines: tuple[Line, ...]) -> Line:
    return tuple(part for index, line in enumerate(lines) for part in ((", ", *line) if index else line))
