"""Names in, keys out by which they sort as in a dictionary of a language, without the system's ICU."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from generator.regex import regex

# A Polish letter stands behind its plain one; `~` sorts behind every letter that may follow.
_TO_POLISH = {
    "ą": "a~",
    "ć": "c~",
    "ę": "e~",
    "ł": "l~",
    "ń": "n~",
    "ó": "o~",
    "ś": "s~",
    "ź": "z~",
    "ż": "z~~",
}
_FROM_POLISH = {key: letter for letter, key in _TO_POLISH.items()}
_POLISH = str.maketrans(_TO_POLISH)
_HEBREW_FINALS = str.maketrans("ךםןףץ", "כמנפצ")
_NO_MARKS = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae"})
_DIGITS = regex("[0-9]+")
_NOT_WORDS = regex(r"[^\w~]+")
BEGINNING = 12
"""Characters of a name that tell its first letter, unless they are all signs; many names begin alike."""


@lru_cache(maxsize=20_000)
def sort_key(words: str, language: str) -> str:
    """Folds case, punctuation, Hebrew finals and points; Polish letters count only where Polish is read.

    Numbers stand by their size: `Dom 2` before `Dom 11`.
    """
    key = unicodedata.normalize("NFC", words).casefold().replace("~", "")
    if language == "pl":
        key = key.translate(_POLISH)
    key = unicodedata.normalize("NFD", key.translate(_NO_MARKS))
    key = "".join(letter for letter in key if not unicodedata.combining(letter))
    key = _DIGITS.sub(lambda run: run[0].zfill(6), key)
    return _NOT_WORDS.sub(" ", key.translate(_HEBREW_FINALS)).strip()


def initial(words: str, language: str) -> str:
    """The letter under which words stand in an index: `Ł`, `א`, or `0–9`."""
    key = sort_key(words[:BEGINNING], language) or sort_key(words, language)
    first = key[:1]
    if not first.isalpha():
        return "0–9"
    if language == "pl":
        marks = len(key) - len(key[1:].lstrip("~")) - 1
        first = _FROM_POLISH.get(first + "~" * marks, first)
    return first.upper()
