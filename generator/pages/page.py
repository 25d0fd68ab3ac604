"""What a page is, and the pattern of each kind's address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Page:
    """One page of one language, without the skeleton around it."""

    path: str
    """Below the language's prefix: `organisation/caritas-bialystok.html`."""
    kind: str
    """A key of `KINDS`; or `redirect`, whose content is the whole document; or `404`."""
    language: str
    title: str
    """Plain text, without the guide's name; neutral when the page is sensitive."""
    description: str
    """Plain text."""
    content: str
    """Safe HTML: the inside of `<main>`, breadcrumb and h1 included."""
    modified: date | None = None
    """The day that the record itself states, for the sitemap; `None` when it states none."""
    indexed: bool = True
    """Whether it stands in the sitemap."""


KINDS: dict[str, str] = {
    "home": "index",
    "urgent": "urgent",
    "a-z": "a-z",
    "a-z-letter": "a-z/{}",
    "areas": "areas",
    "groups": "groups",
    "booklets": "booklets",
    "need": "need/{}",
    "help": "help/{}",
    "help-area": "help/{}/{}",
    "for": "for/{}",
    "area": "area/{}",
    "organisation": "organisation/{}",
}
"""Kind to the pattern of its address. Redirects have none: they need no frame."""
