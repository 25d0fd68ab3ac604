"""A day as people write it in; year-month-day out."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from generator.regex import regex

_FIRST_OF_EXCEL = date(1899, 12, 30)
_CLOCK = regex(r"[ T]\d{1,2}:\d{2}(?::\d{2})?$")
"""What a table adds to a day."""
_DAY_FIRST = regex(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_YEAR_FIRST = regex(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})")
_IN_WORDS = regex(r"(\d{1,2})\.? +([^\W\d]+)\.?,? +(\d{4})")


def iso_day(text: str) -> str:
    """The date that someone meant by `31.05.2026 r.`, `2026/5/31` or `31 maja 2026`, or nothing.

    A table may hold a day as the number under which Excel counts it.
    """
    text = re.sub(r" ?r(?:oku)?\.?$", "", _CLOCK.sub("", " ".join(text.split())))
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
    elif match := _YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := _IN_WORDS.fullmatch(text):
        day, month, year = int(match[1]), _months().get(match[2].lower(), 0), int(match[3])
    elif re.fullmatch(r"[45]\d{4}", text):
        return (_FIRST_OF_EXCEL + timedelta(days=int(text))).isoformat()
    else:
        return ""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


@cache
def _months() -> dict[str, int]:
    """The names of months, as they stand in dates, in the languages of the tools."""
    from babel import Locale

    names = {
        name.lower().strip("."): number
        for language in ("pl", "he", "en")
        for width in ("wide", "abbreviated")
        for number, name in Locale(language).months["format"][width].items()
    }
    return names | {f"ב{name}": number for name, number in names.items() if not name.isascii()}
