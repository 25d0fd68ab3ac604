"""Addresses and links of an organisation in, isolated HTML out."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from markupsafe import Markup

from generator.languages import direction
from generator.languages import language as language_of
from generator.model import Address, Organisation
from generator.regex import regex
from generator.templates import NOTHING, attributes, escaped, safe, safe_url

if TYPE_CHECKING:
    from generator.pages.views import Views


def address(place: Address, organisation: Organisation, views: Views, postcode: bool = False) -> Markup:
    """Street and city, isolated, in the language in which the door bears them."""
    city = f"{place.postcode} {place.city}".strip() if postcode else place.city
    words = f"{place.street}, {city}" if place.street and city else place.street or city
    spoken = organisation.original_language
    read = direction(words, spoken)
    same = read == language_of(spoken).direction  # else it is in another language, nobody knows in which
    mark = (same and attributes(spoken, views.language)) or f' dir="{read}"'
    return safe(f'<bdi class="g-address"{mark}>{escaped(words)}</bdi>') if words else NOTHING


def source_words(words: str, spoken: str, page_language: str) -> Markup:
    """What a source is called, isolated, in the language of its record.

    On a Hebrew page the hyphens and full stops of another language would change their end.
    """
    other = spoken != page_language and direction(words, spoken) == language_of(spoken).direction
    mark = f' lang="{spoken}"' if other else ""
    return safe(f"<bdi{mark}>{escaped(words)}</bdi>")


_HOST = regex(r"https?://([a-z0-9.-]+)(?=[/?#]|$)")
"""The host of most addresses, as `urlsplit` finds it in the tenth of its time."""


@cache
def web_link(url: str) -> Markup:
    """A link whose words are the site's name, isolated."""
    link = safe_url(url)
    if not link:
        return safe(escaped(url))
    plain = _HOST.match(link)
    host = (plain[1] if plain else urlsplit(link).hostname or link).removeprefix("www.")
    return safe(f'<a href="{escaped(link)}" rel="noreferrer"><bdi dir="ltr">{escaped(host)}</bdi></a>')


@cache
def mail_link(email: str) -> Markup:
    """An e-mail address as a link, isolated; on a narrow screen it breaks before the sign @."""
    words = escaped(email)
    name, at, host = words.rpartition("@")
    return safe(f'<a href="mailto:{words}"><bdi dir="ltr">{name}<wbr>{at}{host}</bdi></a>')
