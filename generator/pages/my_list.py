"""The page on which readers see what they have kept, and what it shows of each: an organisation's page in, entries out.

Which services are on a list only the reader's browser knows. It puts the page together from the entries, so that a list
always says what the guide says today, never what it said when something was kept.
"""

from __future__ import annotations

import json

from markupsafe import Markup

from generator.model import Organisation
from generator.pages.addresses import BOOKLETS, MY_LIST, organisation_path
from generator.pages.compose import clock, compose
from generator.pages.page import Page
from generator.pages.views import Row, Views
from generator.templates import icon

ICONS = (
    "account-outline",
    "calendar-check-outline",
    "cash",
    "check",
    "check-bold",
    "clock-outline",
    "email-outline",
    "help-circle-outline",
    "information-outline",
    "map-marker-outline",
    "note-text-outline",
    "phone",
    "translate",
    "web",
    "wheelchair-accessibility",
)
"""What entries may show: the page holds them all, since it is made before anybody has a list."""


def my_list_page(views: Views, parts: int, version: str) -> Page:
    """The empty list; `parts` files hold the entries, and `version` changes with them."""
    _ = views.strings.gettext
    return compose(
        views,
        "my-list",
        MY_LIST,
        title=_("My list"),
        description=_("Places that you have chosen, on this device only."),
        crumbs=views.breadcrumb(views.home_crumb("")),
        indexed=False,
        parts=parts,
        version=version,
        address=views.absolute(MY_LIST),
        words=json.dumps(_words(views), ensure_ascii=False),
        icons=[icon(name) for name in ICONS],
        clock=Markup(clock(views.language, views.guide.settings.time_zone)),
        ways=[
            Row(BOOKLETS, Markup.escape(_("Booklets to print"))),
            Row("index.html", Markup.escape(_("Home"))),
        ],
    )


def _words(views: Views) -> dict[str, str]:
    """What the script says on this page."""
    _ = views.strings.gettext
    return {
        "locale": "en-GB" if views.language == "en" else views.language,  # dates as the rest of the guide writes them
        "sent": _("Someone sent you this list. Your own list stays as it is."),
        "keep": _("Keep on this device"),
        "own": _("My own list ({n})"),
        "empty": _("There is nothing on your list yet. Press “Add to my list” beside a place."),
        "cut": _("Only the first {n} places of this list are shown."),
        "lost": _("Not in the guide, or not any more: {n}"),
        "away": _("Could not be loaded: {n}"),
        "print": _("Print"),
        "share": _("Share"),
        "link": _("Whoever has this link sees these places, nothing else:"),
        "copied": _("Copied."),
        "clear": _("Clear all"),
        "cleared": _(
            "Your list is empty and no longer stored here. Pages that you opened stay in the browser's history."
        ),
        "undo": _("Undo"),
        "up": _("Up"),
        "down": _("Down"),
        "remove": _("Remove"),
        "printed": _("As of %(date)s") % {"date": "{date}"},
    }


def entries(organisation: Organisation, page: str) -> dict[str, str]:
    """Each service of an organisation as its page shows it, for a page at the root.

    An entry is the very HTML of the organisation's page: there is no second place that could say something else.
    """
    path = organisation_path(organisation)
    name = _between(page, '<h1 class="g-title">', "</h1>")
    above = _between(page, "</h1>", '<div class="g-cards">')
    alerts = above[above.find(_ALERT) :] if _ALERT in above else ""
    single = len(organisation.services) == 1 and organisation.services[0].name == organisation.name
    found = {}
    for part in page.split('<section class="g-card g-card--service" id="')[1:]:
        anchor, _, section = part.partition('">')
        head, _, body = section.partition("</section>")[0].partition("</h2>")
        heading = name if single else _between(head, "</svg><span>", "")[: -len("</span>")]
        by = "" if single else f'<p class="g-card__by">{name}</p>'
        title = f'<h2 class="g-card__name"><a href="../{path}#{anchor}">{heading}</a></h2>'
        entry = f'<div class="g-card__head">{title}{by}</div>{alerts}{body}'.replace('href="../', 'href="')
        found[f"{organisation.address_name}/{anchor}"] = entry.strip()
    return found


_ALERT = '<div class="g-alert">'


def _between(text: str, start: str, end: str) -> str:
    begin = text.index(start) + len(start)
    return text[begin : text.index(end, begin)] if end else text[begin:]
