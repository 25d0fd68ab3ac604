"""The kinds of values that a field may hold: how each is read from a node, and how an editor's schema describes it.

A value comes out as plain Python (text, numbers, dates, tuples, dicts); `load` makes the model's records of it.
"""

from generator.schema.kinds.nested import Field, ListOf, Phrases, Record, Register
from generator.schema.kinds.plain import (
    Choice,
    Country,
    Day,
    Email,
    Id,
    LanguageCode,
    Line,
    MonthDay,
    Number,
    OpeningHours,
    Reference,
    Telephone,
    TimeZone,
    Url,
    UrlOrWords,
    YesNo,
)
from generator.schema.kinds.reading import Kind, Reader
from generator.schema.kinds.words import Text, Words, is_hebrew, wrong_script

__all__ = [
    "Choice", "Country", "Day", "Email", "Field", "Id", "Kind", "LanguageCode", "Line", "ListOf", "MonthDay", "Number",
    "OpeningHours", "Phrases", "Reader", "Record", "Reference", "Register", "Telephone", "Text", "TimeZone", "Url",
    "UrlOrWords", "Words", "YesNo", "is_hebrew", "wrong_script",
]  # fmt: skip
