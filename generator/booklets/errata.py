"""A page of corrections for booklets that are out: two Guides in, what a reader of the old one must know out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.booklets import engine
from generator.booklets.booklet import FACTS, Size, prepared, with_look
from generator.booklets.entries import address_lines, alerts, hours_lines, phone_extension
from generator.booklets.formats import Made, file_name
from generator.booklets.letters import lacking
from generator.booklets.selection import Item, Selection, selection
from generator.booklets.words import Line, Words, words
from generator.frozen import frozen
from generator.model import Edition, Guide, Phone
from generator.templates.booklet import literal, render

SIZES = (110, 100, 90)
"""Tenths of a point, the largest with which the corrections stay one page; where none does, there are several pages."""


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
    rows = [row for _key, row in _changes(old, new, edition, language)]
    head = {
        "title": words.say("Corrections to edition %(number)s", number=words.number(old.settings.edition)),
        "say": (
            *words.text(edition.title),
            ". ",
            *words.say("Slip this page into the booklet. State of %(date)s.", date=words.strings.date(new.today)),
        ),
        "nothing": () if rows else words.say("Nothing has changed."),
        "address": print_.short(linked=False),
    }

    def document(points: int) -> bytes:
        info = print_.info(Size("a5", points, 13, 0, 0, 0), f"{print_.title}: {old.settings.edition}")
        main = render("errata", info=info, head=head, changes=rows)
        return engine.compiled(with_look(main, set(FACTS)), settings.edition_date)

    on_one_page = (pdf for pdf in map(document, SIZES) if engine.page_count(pdf) == 1)
    pdf = next(on_one_page, None) or document(SIZES[0])
    name = file_name(edition.id, language, "errata")
    return Made(name, edition.id, language, "errata", engine.page_count(pdf), pdf)


def missing(old: Guide, new: Guide, edition: Edition, language: str) -> Iterator[tuple[str, str]]:
    """`organisation/service` and the letters of its corrections that cannot be printed."""
    for key, row in _changes(old, new, edition, language):
        letters = lacking(literal(row))
        if letters:
            yield key, "".join(sorted(letters))


def _same(guide: Guide, edition: Edition) -> Edition:
    """The edition as the guide had it, or, where it had none, as it is today."""
    return next((one for one in guide.settings.editions if one.id == edition.id), edition)


def _items(chosen: Selection) -> dict[str, Item]:
    items = {item.key: item for chapter in chosen.chapters for item in chapter.items}
    return {**{item.key: item for item in chosen.urgent}, **items}


def _by_key(guide: Guide) -> dict[str, Item]:
    """Every service of a guide by its key and by those that it had under its record's former ids."""
    found = {}
    for organisation in guide.organisations:
        for service in organisation.services:
            item = Item(organisation, service)
            for name in (*organisation.aliases, organisation.id):
                found[f"{name}/{name if service.id == organisation.id else service.id}"] = item
    return found


def _changes(old: Guide, new: Guide, edition: Edition, language: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Services by key, in the order in which the old booklet has them, then new ones.

    What has left the edition is not gone: a place that moved to another town has a new address there.
    """
    words_ = words(language)
    before, today = _items(selection(old, _same(old, edition))), _by_key(new)
    for key, item in before.items():
        now = today.get(key)
        here = now is not None and now.open(new.today)
        changes = list(_differences(words_, old, item, new, now) if here else _ended(words_, new, now))
        if changes:
            yield key, {"name": _name(words_, item), "changes": changes}
    known = {today[key].key for key in before if key in today}
    for key, item in _items(selection(new, edition)).items():
        if key not in known:
            changes = [Change(words_.say("New in the guide.")), *_facts(words_, item)]
            yield key, {"name": _name(words_, item), "changes": changes}


def _name(words: Words, item: Item) -> Line:
    name = words.text(item.service.name)
    same = item.service.name == item.organisation.name
    return name if same else (*name, " – ", *words.text(item.organisation.name))


def _ended(words: Words, new: Guide, item: Item | None) -> Iterator[Change]:
    """That it is closed, why, and where to go now; a record that is gone says nothing of itself."""
    paused = item is not None and "paused" in (item.service.status, item.organisation.status)
    yield Change(words.say("Paused for now.") if paused else words.say("No longer works. Cross it out."), True)
    if item is None:
        return
    notice = item.service.notice or item.organisation.notice
    if notice:
        yield Change(words.text(notice))
    successor = _successor(new, item)
    if successor:
        yield Change(words.say("Go here instead: %(place)s", place=_name(words, successor)))
        yield from _facts(words, successor)


def _successor(guide: Guide, item: Item) -> Item | None:
    """The service that a closed one names, or the first of the organisation that it names."""
    organisation_id, _slash, service_id = (item.service.successor or item.organisation.successor).partition("/")
    organisation = guide.organisation.get(organisation_id)
    items = [Item(organisation, one) for one in organisation.services] if organisation else []
    return next((one for one in items if service_id in ("", one.service.id) and one.open(guide.today)), None)


def _differences(words: Words, before: Guide, old: Item, after: Guide, new: Item) -> Iterator[Change]:
    warned = alerts(before, words, old)
    for line in alerts(after, words, new):
        if line not in warned:
            yield Change(line, True)
    printed = {(phone.uri, phone.extension) for phone in old.service.phones}
    for phone in new.service.phones:
        if (phone.uri, phone.extension) not in printed:
            yield Change(words.say("New number: %(new)s", new=_number(words, phone)), True)
    kept = {phone.uri for phone in new.service.phones}
    for phone in old.service.phones:
        if phone.uri not in kept:
            yield Change(words.say("Do not call: %(old)s", old=words.number(phone.display)))
    hours = [hours_lines(words, item.service) for item in (old, new)]
    if hours[0] != hours[1]:
        yield Change(words.say("New hours: %(new)s", new=_joined(hours[1])))
    doors = [address_lines(words, item)[:1] for item in (old, new)]
    if doors[0] != doors[1] and doors[1]:
        yield Change(words.say("New address: %(new)s", new=doors[1][0]))


def _number(words: Words, phone: Phone) -> Line:
    """A number, and the extension without which it is another one."""
    extension = phone_extension(words, phone)
    return (words.phone(phone), " ", *extension) if extension else (words.phone(phone),)


def _facts(words: Words, item: Item) -> Iterator[Change]:
    for phone in item.service.phones:
        yield Change(_number(words, phone), True)
    for line in (*hours_lines(words, item.service), *address_lines(words, item)):
        yield Change(line)


def _joined(lines: tuple[Line, ...]) -> Line:
    return tuple(part for index, line in enumerate(lines) for part in ((", ", *line) if index else line))
