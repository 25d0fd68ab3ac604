"""The page of booklets: what was printed in, links with pages, size, edition and date out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from generator.frozen import frozen
from generator.model import Printed
from generator.pages.addresses import BOOKLETS
from generator.pages.compose import compose
from generator.pages.page import Page
from generator.pages.views import Row, Views


@frozen
class EditionView:
    """A heading and what can be printed of it."""

    name: Markup
    edition: str
    rows: list[Row]


def booklets_page(views: Views, printed: Sequence[Printed]) -> Page:
    """Every edition's files in the language of the page; a sentence when none was printed."""
    _ = views.strings.gettext
    own = [file for file in printed if file.language == views.language]
    editions = []
    for edition in views.guide.settings.editions:
        files = {file.format: file for file in own if file.edition == edition.id}
        if files:
            first = next(iter(files.values()))
            day = views.strings.date(date.fromisoformat(first.date))
            words = _("Edition %(number)s, %(date)s") % {"number": first.number, "date": day}
            rows = [_row(views, files[form], name) for form, name in _names(views) if form in files]
            editions.append(EditionView(views.phrase(edition.title), words, rows))
    tests = [_row(views, file, _("One sheet to test folding")) for file in own if file.format == "fold-test"]
    return compose(
        views,
        "booklets",
        BOOKLETS,
        title=_("Booklets to print"),
        description=_("Booklets, street sheets and pocket cards to print, fold and hand out."),
        crumbs=views.breadcrumb(views.home_crumb("")),
        editions=editions,
        tests=tests,
    )


def _names(views: Views) -> tuple[tuple[str, str], ...]:
    """Formats in the order in which people need them."""
    _ = views.strings.gettext
    return (
        ("booklet", _("Booklet to read, A5")),
        ("large", _("Large print, A4")),
        ("sheet", _("Street sheet, A4")),
        ("card", _("Pocket card to fold, A4")),
        ("imposed", _("Booklet to fold, A4 on both sides, flipped on the short edge")),
        ("fronts", _("Printer without two sides: fronts")),
        ("backs", _("Printer without two sides: backs")),
    )


def _row(views: Views, file: Printed, name: str) -> Row:
    """A link to a file, which stands once for all languages."""
    up = "" if views.language == views.guide.settings.languages[0] else "../"
    pages = views.strings.ngettext("%(num)d page", "%(num)d pages", file.pages) % {"num": file.pages}
    size = Markup('<bdi dir="ltr">PDF, {}\u00a0KB</bdi>').format(-(-file.bytes // 1024))
    return Row(f"{up}booklets/{file.file}", Markup.escape(name), by=Markup("{}, {}").format(pages, size))
