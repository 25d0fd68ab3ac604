"""What a page is, and the pattern of each kind's address."""

from __future__ import annotations

from datetime import date

from generator.frozen import frozen
from generator.templates import icons

ROOT = "\x02"
"""Stands for the way to the language's root in HTML that pages at different depths share."""
SLOT = "\x03"
"""Stands in a page's own HTML for each fragment that it shares with other pages."""


@frozen
class Fragment:
    """HTML that stands on many pages: rendered, encoded and inspected once for all of them."""

    html: bytes
    """With `ROOT` before every link, whole elements only."""
    icons: frozenset[str]
    """Pictograms that the page's sprite must hold for it."""
    timed: bool
    """Whether it has hours, for which the clock needs its words."""


def fragment(html: str) -> Fragment:
    """Rendered HTML, ready to be shared."""
    return Fragment(html.encode(), icons(html), ' data-week="' in html)


@frozen
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
    own: str
    """Safe HTML: the inside of `<main>`, breadcrumb and h1 included, with `SLOT` for each shared fragment."""
    shared: tuple[Fragment, ...] = ()
    """What stands in the slots."""
    modified: date | None = None
    """The day that the record itself states, for the sitemap; `None` when it states none."""
    indexed: bool = True
    """Whether it stands in the sitemap."""

    @property
    def content(self) -> str:
        """The inside of `<main>` as it is published."""
        return whole(self.own, self.shared, way_up(self.path)).decode()


def way_up(path: str) -> str:
    """From a page to its language's root: `../` for `help/food.html`."""
    return "../" * path.count("/")


def whole(own: str, shared: tuple[Fragment, ...], up: str) -> bytes:
    """HTML with its fragments in their slots and its links set for a page from which `up` leads to the root."""
    html = own.encode()
    if shared:
        pieces = [b""] * (2 * len(shared) + 1)
        pieces[::2] = html.split(SLOT.encode())
        pieces[1::2] = [one.html for one in shared]
        html = b"".join(pieces)
    return html.replace(ROOT.encode(), up.encode())


KINDS: dict[str, str] = {
    "home": "index",
    "urgent": "urgent",
    "a-z": "a-z",
    "a-z-letter": "a-z/{}",
    "areas": "areas",
    "groups": "groups",
    "booklets": "booklets",
    "my-list": "my-list",
    "need": "need/{}",
    "help": "help/{}",
    "help-area": "help/{}/{}",
    "for": "for/{}",
    "area": "area/{}",
    "organisation": "organisation/{}",
}
"""Kind to the pattern of its address. Redirects have none: they need no frame."""
