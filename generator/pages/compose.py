"""From a template and its values to a whole page: links, sprite, the words of the clock."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from markupsafe import Markup

from generator.pages.page import SLOT, Fragment, Page, fragment, way_up
from generator.pages.views import Views
from generator.strings import strings, worded
from generator.templates import icons, render, sprite


def compose(
    views: Views,
    kind: str,
    path: str,
    *,
    template: str = "",
    title: str,
    description: str,
    crumbs: Markup | str = "",
    leave: bool = False,
    modified: date | None = None,
    indexed: bool = True,
    **values: Any,
) -> Page:
    """A page of one kind, with the template of that name or another; `leave` puts the way out at its top."""
    up = way_up(path)
    values |= {"up": up, "crumbs": crumbs, "leave": leave, "next_steps": views.next_steps}
    own, shared = finished(views, render(f"pages/{template or kind}", views.language, **values))
    return Page(
        path=path,
        kind=kind,
        language=views.language,
        title=title,
        description=description,
        own=own,
        shared=shared,
        modified=modified,
        indexed=indexed,
    )


def finished(views: Views, content: str) -> tuple[str, tuple[Fragment, ...]]:
    """Rendered HTML as its own part and what is shared: behind its sprite, before the words of the clock.

    A page of cards is mostly shared: to join it costs a tenth of rendering, encoding and inspecting it whole.
    """
    own, shared = content, []
    if SLOT in content:
        parts = content.split(SLOT)
        own = SLOT.join(parts[::2])
        shared = [views.fragments[key] for key in parts[1::2]]
    if ' data-week="' in own or any(one.timed for one in shared):
        own += SLOT
        shared.append(_clock(views.language, views.guide.settings.time_zone))
    used = icons(own).union(*{one.icons for one in shared})
    if used:
        own = SLOT + own
        shared.insert(0, _sprite(used))
    return own, tuple(shared)


@worded
def _clock(language: str, zone: str) -> Fragment:
    return fragment(clock(language, zone))


@cache
def _sprite(names: frozenset[str]) -> Fragment:
    return fragment(sprite(names))


@worded
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
