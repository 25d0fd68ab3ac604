"""A finished page in; the same out with each sentence of ours marked that is in English as nobody has translated it.

Only whole texts between two tags are marked: what stands in an attribute cannot be, and a sentence that holds a name or
a link is not all in English.
"""

from __future__ import annotations

import re

from markupsafe import escape

from generator.regex import regex
from generator.strings import english, worded
from generator.templates import attributes

_TEXT = regex(rb"<(title|script|style|option|textarea)\b.*?</\1>|>(\s*)([^<>]*[^<>\s])(?=\s*<)", re.DOTALL)
"""An element that can hold no other, or a text."""
_NUMBER = regex(r"%\\\(num\\\)d")


@worded
def _sentences(language: str) -> tuple[frozenset[bytes], re.Pattern[bytes] | None]:
    """What is in English on the pages of a language: sentences as they are, and those with a number."""
    plain = [words for words in english(language) if "%(" not in words]
    counted = [_NUMBER.sub(r"\\d+", re.escape(words)) for words in english(language) if "%(num)d" in words]
    pattern = re.compile("|".join(one for one in counted if "%" not in one).encode()) if counted else None
    # A theme need not escape apostrophes.
    return frozenset(form.encode() for words in plain for form in (words, str(escape(words)))), pattern


def marked(page: bytes, language: str) -> bytes:
    """The page with `lang` and `dir` on what is still in English; a language that is whole costs nothing."""
    sentences, counted = _sentences(language)
    if not sentences and not counted:
        return page
    begin = f"<span{attributes('en', language)}>".encode()

    def mark(text: re.Match[bytes]) -> bytes:
        words = text[3]
        if words is None or not (words in sentences or (counted and counted.fullmatch(words))):
            return text[0]
        return b"".join((b">", text[2], begin, words, b"</span>"))

    return _TEXT.sub(mark, page)
