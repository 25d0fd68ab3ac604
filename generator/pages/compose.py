"""From a template and its values to a whole page: links, sprite, the words of the clock."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from generator.pages.page import Page
from generator.pages.views import ROOT, Row, Views, way_up
from generator.strings import strings
from generator.templates import render, with_sprite


def compose(
    views: Views,
    kind: str,
    path: str,
    *,
    template: str = "",
    title: str,
    description: str,
    crumbs: list[Row] | None = None,
    leave: bool = False,
    modified: date | None = None,
    indexed: bool = True,
    **values: Any,
) -> Page:
    """A page of one kind, with the template of that name or another; `leave` puts the way out at its top."""
    up = way_up(path)
    values |= {"up": up, "crumbs": crumbs or [], "leave": leave, "next_steps": views.next_steps}
    content = render(f"pages/{template or kind}", views.language, **values)
    return Page(
        path=path,
        kind=kind,
        language=views.language,
        title=title,
        description=description,
        content=finished(views, content.replace(ROOT, up)),
        modified=modified,
        indexed=indexed,
    )


def finished(views: Views, content: str) -> str:
    """Content with its sprite, and with the words that the clock needs where hours stand on it."""
    if ' data-week="' in content:
        content = content + clock(views.language, views.guide.settings.time_zone)
    return with_sprite(content)


@cache
def clock(language: str, zone: str) -> str:
    """What the script says of the hours, in one language, as attributes of an empty element."""
    gettext = strings(language).gettext
    opens = (
        gettext("opens on Monday at {time}"),
        gettext("opens on Tuesday at {time}"),
        gettext("opens on Wednesday at {time}"),
        gettext("opens on Thursday at {time}"),
        gettext("opens on Friday at {time}"),
        gettext("opens on Saturday at {time}"),
        gettext("opens on Sunday at {time}"),
        gettext("opens today at {time}"),
        gettext("opens tomorrow at {time}"),
    )
    return render("parts/clock", language, zone=zone, opens="|".join(opens))


def generic_description(views: Views) -> str:
    """What a search engine shows of a page that must not give itself away."""
    return views.strings.gettext("Phone numbers, addresses and opening hours.")
