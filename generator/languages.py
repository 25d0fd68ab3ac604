"""The languages of a guide: BCP 47 code, name in itself, direction, and where their words stand."""

from __future__ import annotations

import unicodedata
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Literal

from generator.frozen import frozen
from generator.versions import fact

LOCALES = Path(__file__).parent.parent / "theme" / "locales"
OWN_LOCALES = "locales"
"""Folder of a guide in which it keeps words of its own: of languages that we do not speak, or in place of ours."""
SPOKEN = ("pl", "he", "en")
"""The languages that we speak ourselves, whole."""
DOMAINS = ("guide", "booklet")
"""Catalogues of what readers see; the tools speak none but our languages."""


@frozen
class Language:
    """A language in which the guide or a service speaks."""

    code: str
    """BCP 47, for example `pl` or `pt-BR`."""
    name: str
    """In itself, as its speakers write it: `polski`, `עברית`."""
    direction: Literal["ltr", "rtl"]


@cache
def language(code: str) -> Language:
    """The language of a BCP 47 code; `ValueError` when CLDR does not know it."""
    return Language(code, *fact(f"language {code}", lambda: _language(code)))


def _language(code: str) -> tuple[str, str]:
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(code, sep="-")
    except UnknownLocaleError as unknown:
        raise ValueError(code) from unknown
    name = locale.get_display_name(locale) or code
    return name[:1].upper() + name[1:], "rtl" if locale.text_direction == "rtl" else "ltr"


def direction(words: str, code: str) -> str:
    """How words are read: as their first letter is, or as their language where they have none.

    An address stands as on its door: in a Hebrew record that may be in Latin letters.
    """
    strong = (unicodedata.bidirectional(sign) for sign in words)
    first = next((one for one in strong if one in ("L", "R", "AL")), "")
    return {"L": "ltr", "": language(code).direction}.get(first, "rtl")


def apart(words: str, code: str) -> str:
    """Words in a plain text of a language that stay whole: in a line of Hebrew the groups of a number trade places."""
    return f"\u2068{words}\u2069" if language(code).direction == "rtl" else words


@cache
def language_name(code: str, in_language: str) -> str:
    """The name of a language in another one: `language_name("ru", "pl")` is `rosyjski`."""
    return fact(f"name {code} {in_language}", lambda: _language_name(code, in_language))


def _language_name(code: str, in_language: str) -> str:
    from babel import Locale

    return Locale.parse(code, sep="-").get_display_name(Locale.parse(in_language, sep="-")) or code


def official_languages(country: str) -> tuple[str, ...]:
    """Those of a country, which its machines speak; none where CLDR does not know the country."""
    from babel.languages import get_official_languages

    return get_official_languages(country)


@cache
def day_names(code: str) -> dict[str, int]:
    """What a language calls the days of the week, whole and cut short, in small letters; Monday is 0."""
    return fact(f"days {code}", lambda: _day_names(code))


def _day_names(code: str) -> dict[str, int]:
    from babel import Locale

    widths = (names for use in Locale.parse(code, sep="-").days.values() for names in use.items())
    found: dict[str, int] = {}
    for width, names in widths:
        for day, name in names.items() if width != "narrow" else ():
            word = name.lower().rstrip(".")
            if len(word) > 1 and word.isalpha():  # one letter may stand for anything
                found[word] = day
    return found


def words_file(language: str, domain: str = "guide") -> Path:
    """Our catalogue (PO) of what a language says on pages, or in another domain."""
    return LOCALES / language / "LC_MESSAGES" / f"{domain}.po"


@cache
def words_digest() -> str:
    """A digest of all our catalogues."""
    found = sha256()
    for path in sorted(LOCALES.glob("*/*/*.po")):
        found.update(path.relative_to(LOCALES).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def own_words_file(language: str, domain: str = "guide") -> str:
    """The same of a guide's own, from its folder."""
    return f"{OWN_LOCALES}/{language}/LC_MESSAGES/{domain}.po"
