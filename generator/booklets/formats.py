"""Every file of an edition: a Guide, an edition, a language and formats in; finished PDFs out, one after the other."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cache

from generator.booklets import booklet, engine, leaflets
from generator.booklets.booklet import LARGE, READING, Print, prepared
from generator.booklets.imposition import imposed
from generator.booklets.selection import selection
from generator.frozen import frozen
from generator.model import Edition, Guide
from generator.problems import Stop

FORMATS = ("booklet", "imposed", "large", "sheet", "card")


@frozen
class Made:
    """A finished file."""

    name: str
    edition: str
    language: str
    format: str
    """One of `FORMATS`, or `fronts`, `backs`, `fold-test`."""
    pages: int
    pdf: bytes
    budget: int = 0
    """How many pages it may have; 0: no limit."""
    leave_out: tuple[str, ...] = ()
    """Keys of the services to leave out when it passes its pages, lowest print priority first."""


def file_name(edition: str, language: str, form: str) -> str:
    """How a file is called: `bialystok-he-sheet.pdf`."""
    return f"{edition}-{language}-{form}.pdf"


def made(guide: Guide, edition: Edition, language: str, formats: tuple[str, ...]) -> Iterator[Made]:
    """The files of one edition in one language."""
    print_ = prepared(guide, selection(guide, edition), language)
    makers: dict[str, Callable[[Print], Iterator[Made]]] = {
        "booklet": _booklet,
        "imposed": _imposed,
        "large": _large,
        "sheet": _sheet,
        "card": _card,
    }
    for form in FORMATS:
        if form in formats:
            yield from makers[form](print_)


def _file(print_: Print, form: str, pdf: bytes, **more: object) -> Made:
    edition, language = print_.chosen.edition.id, print_.words.language
    return Made(file_name(edition, language, form), edition, language, form, engine.page_count(pdf), pdf, **more)


def _document(print_: Print, size: booklet.Size, standards: tuple[str, ...] = engine.ACCESSIBLE) -> bytes:
    pdf = engine.compiled(booklet.source(print_, size), print_.guide.settings.edition_date, standards)
    if standards and engine.first_bookmarks(pdf)[:1] != [2]:
        raise Stop("print-cover", 1, edition=print_.chosen.edition.id, language=print_.words.language)
    return pdf


def _booklet(print_: Print) -> Iterator[Made]:
    pdf = _document(print_, READING)
    budget = print_.chosen.edition.pages
    pages = engine.page_count(pdf)
    over = pages - budget if budget else 0
    yield _file(print_, "booklet", pdf, budget=budget, leave_out=_leave_out(print_, pages, over) if over > 0 else ())


def _leave_out(print_: Print, pages: int, over: int) -> tuple[str, ...]:
    """As many services as fill the pages that are too many, those of the lowest print priority."""
    items = leaflets.by_priority(print_)[::-1]
    can = [item for item in items if item.service.print_priority > 1] or items
    return tuple(item.key for item in can[: max(1, round(len(items) * over / pages))])


def _large(print_: Print) -> Iterator[Made]:
    yield _file(print_, "large", _document(print_, LARGE))


def _imposed(print_: Print) -> Iterator[Made]:
    """For folding: the pages without tags, since a folded sheet has no reading order to claim."""
    pdf = _document(print_, READING, standards=())
    edition, language = print_.chosen.edition.id, print_.words.language
    note = print_.words.gettext("For folding. The accessible version: %(file)s")
    note %= {"file": file_name(edition, language, "booklet")}
    for form, sides in imposed(pdf, print_.words.direction == "rtl", print_.title, note, language).items():
        yield _file(print_, form, sides)


def _sheet(print_: Print) -> Iterator[Made]:
    """On one page if type of 9 points allows it, else on two, three or four, in the largest type that keeps to them."""
    day = print_.guide.settings.edition_date

    @cache
    def sheet(points: int) -> bytes:
        return engine.compiled(leaflets.sheet_source(print_, points), day)

    def pages(points: int) -> int:
        return engine.page_count(sheet(points))

    fewest = pages(leaflets.SMALLEST)
    if fewest > leaflets.SHEET_PAGES:
        yield _file(print_, "sheet", _cut_sheet(print_, fewest))
        return
    sizes = leaflets.SHEET_SIZES
    yield _file(print_, "sheet", sheet(sizes[bisect_right(sizes, fewest, key=pages) - 1]))


def _cut_sheet(print_: Print, pages: int) -> bytes:
    """The most important services, as many as fill two sheets on both sides."""
    items = leaflets.by_priority(print_)
    count = len(items) * leaflets.SHEET_PAGES // pages
    while True:
        keep = frozenset(item.key for item in items[:count])
        source = leaflets.sheet_source(print_, leaflets.SMALLEST, keep)
        pdf = engine.compiled(source, print_.guide.settings.edition_date)
        if engine.page_count(pdf) <= leaflets.SHEET_PAGES or not count:
            return pdf
        count = count * 19 // 20


def _card(print_: Print) -> Iterator[Made]:
    accessible = file_name(print_.chosen.edition.id, print_.words.language, "sheet")
    source = leaflets.card_source(print_, accessible)
    yield _file(print_, "card", engine.compiled(source, print_.guide.settings.edition_date, standards=()))


def fold_test(guide: Guide, language: str) -> Made:
    """One sheet to try the printer with."""
    edition = guide.settings.editions[0]
    print_ = prepared(guide, selection(guide, edition), language)
    pdf = engine.compiled(leaflets.fold_test_source(print_), guide.settings.edition_date, standards=())
    title = print_.words.gettext("Test sheet for folding")
    sides = imposed(pdf, print_.words.direction == "rtl", title, title, language)["imposed"]
    return Made(f"fold-test-{language}.pdf", "", language, "fold-test", engine.page_count(sides), sides)
