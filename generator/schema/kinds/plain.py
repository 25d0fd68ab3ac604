"""Kinds whose values are one piece of text: a street, a day, a phone number, an address."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

from generator.frozen import frozen
from generator.languages import language
from generator.schema.hours import OpeningTimes, late_end, opening_times
from generator.schema.ids import ID_LIMIT, ID_PATTERN, RESERVED_IDS, plain_id
from generator.schema.kinds.reading import Plain, Reader
from generator.schema.kinds.words import closes_nothing, shows
from generator.schema.phones import PhoneNumber, phone_number
from generator.schema.slips import meant_language
from generator.schema.trouble import Trouble
from generator.schema.web import checked_email, checked_url, without_tracking
from generator.source import Guess, Mapping, Names, Node, Scalar


@frozen
class Line(Plain):
    """A short text in one language or none: a street, a postcode."""

    quotes = True

    pattern: str = ""
    rule: str = "pattern"
    example: str = ""
    limit: int = 300

    def value(self, text: str, node: Scalar, reader: Reader) -> str:
        text = " ".join(text.split())
        if not shows(text):
            raise Trouble("empty")
        if len(text) > self.limit:
            raise Trouble("too-long", limit=self.limit, length=len(text))
        if self.pattern and not re.fullmatch(self.pattern, text):
            raise Trouble(self.rule, found=text, example=self.example)
        if closes_nothing(text):
            reader.problem(node, "stray-quote", "warning", found=text)
        return text

    def schema(self) -> dict[str, Any]:
        schema: dict[str, Any] = {"type": "string", "maxLength": self.limit}
        if self.pattern:
            schema["pattern"] = self.pattern if self.pattern.startswith("^") else f"^(?:{self.pattern})$"
        return schema


@frozen
class Id(Plain):
    """A name for files and links: small Latin letters, digits, hyphens."""

    def value(self, text: str, node: Scalar, reader: Reader) -> str:
        if not re.fullmatch(ID_PATTERN, text):
            raise Trouble("id", found=text, example=plain_id(text) or "caritas-bialystok")
        if len(text) > ID_LIMIT:
            raise Trouble("id-long", found=text, limit=ID_LIMIT, length=len(text))
        if text in RESERVED_IDS:
            raise Trouble("id-reserved", found=text)
        return text

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": ID_PATTERN, "maxLength": ID_LIMIT}


@frozen
class Reference(Plain):
    """The id of another record; `checks` looks whether it is there."""

    to: str
    """What it refers to: `help-type`, `target-group`, `area`, `organisation`, `service`."""

    def value(self, text: str, node: Scalar, reader: Reader) -> str | None:
        return text or None

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": 2 * ID_LIMIT + 1}


@frozen
class Choice(Plain):
    """One of a short list of words."""

    choices: tuple[str, ...]
    called: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Each of them with what people write for it."""

    def value(self, text: str, node: Scalar, reader: Reader) -> str:
        if text in self.choices:
            return text
        names = Names(lambda: dict.fromkeys(self.choices, ()) | dict(self.called))
        raise Trouble("choice", found=text, choices=", ".join(self.choices), suggestion=Guess(text, names))

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.choices)}


@frozen
class Day(Plain):
    """A date as year-month-day; with `partial`, also a month or a year."""

    partial: bool = False

    def value(self, text: str, node: Scalar, reader: Reader) -> date | tuple[date, str]:
        match = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text)
        try:
            if match:
                day = date(int(match[1]), int(match[2]), int(match[3]))
                return (day, "day") if self.partial else day
            if self.partial and (match := re.fullmatch(r"(\d{4})(?:-(\d{2}))?", text)):
                return date(int(match[1]), int(match[2] or 1), 1), "month" if match[2] else "year"
        except ValueError:
            raise Trouble("date-impossible", found=text) from None
        from generator.schema.days import iso_day  # what it knows of days in words, only a slip needs

        raise Trouble("date", found=text, suggestion=iso_day(text))

    def schema(self) -> dict[str, Any]:
        pattern = r"^\d{4}(-\d{2}(-\d{2})?)?$" if self.partial else r"^\d{4}-\d{2}-\d{2}$"
        return {"type": "string", "pattern": pattern}


class MonthDay(Plain):
    """A day of every year as month-day."""

    def value(self, text: str, node: Scalar, reader: Reader) -> tuple[int, int]:
        if match := re.fullmatch(r"(\d{2})-(\d{2})", text):
            with suppress(ValueError):
                day = date(2024, int(match[1]), int(match[2]))  # a leap year
                return day.month, day.day
        raise Trouble("month-day", found=text)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d{2}-\d{2}$"}


@frozen
class Number(Plain):
    """A number between two limits."""

    least: float
    most: float
    whole: bool = True

    def value(self, text: str, node: Scalar, reader: Reader) -> float | int:
        shape = r"-?\d{1,9}" if self.whole else r"-?\d{1,9}(\.\d{1,9})?"
        if not re.fullmatch(shape, text) or not self.least <= float(text) <= self.most:
            raise Trouble("number", found=text[:60], least=self.least, most=self.most)
        return int(text) if self.whole else float(text)

    def schema(self) -> dict[str, Any]:
        return {"type": ["integer" if self.whole else "number", "string"]}


class YesNo(Plain):
    """true or false."""

    def value(self, text: str, node: Scalar, reader: Reader) -> bool:
        if text.lower() in ("true", "yes", "tak", "כן"):
            return True
        if text.lower() in ("false", "no", "nie", "לא"):
            return False
        raise Trouble("yes-no", found=text)

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


class OpeningHours(Plain):
    """Opening hours of a week, in OSM's form or everyday words."""

    def value(self, text: str, node: Scalar, reader: Reader) -> OpeningTimes:
        times = opening_times(text, reader.languages)
        if late := late_end(text, reader.languages):
            reader.problem(node, "hours-late", "warning", found=text, hour=late, example=times.expression)
        return times

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": 300}


class Telephone(Plain):
    """A phone number: text, or a mapping with `number` and what is special about it."""

    def read(self, node: Node, reader: Reader) -> tuple[PhoneNumber, dict[str, Any]] | None:
        extra: dict[str, Any] = {}
        if isinstance(node, Mapping):
            from generator.schema.fields import PHONE

            extra = PHONE.read(node, reader) or {}
            if "number" not in extra:
                return None
            del extra["number"]
            node = node.get("number")
            reader = replace(reader, country=extra.get("country", reader.country))
        number = super().read(node, reader)
        return (number, extra) if number else None

    def value(self, text: str, node: Scalar, reader: Reader) -> PhoneNumber:
        return phone_number(text, reader.country)

    def schema(self) -> dict[str, Any]:
        from generator.schema.fields import PHONE

        return {"anyOf": [{"type": "string", "maxLength": 40}, PHONE.schema()]}


class Url(Plain):
    """The address of a page: http or https."""

    def value(self, text: str, node: Scalar, reader: Reader) -> str:
        url = checked_url(text)
        if (plain := without_tracking(url)) != url:
            reader.problem(node, "url-tracking", "warning", found=url, example=plain)
        return url

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^https?://", "maxLength": 500}


class UrlOrWords(Url):
    """Where facts come from: the address of a page, or words."""

    quotes = True

    def value(self, text: str, node: Scalar, reader: Reader) -> str | None:
        if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", text):
            return checked_url(text)
        if closes_nothing(text):
            reader.problem(node, "stray-quote", "warning", found=text)
        return " ".join(text.split()) or None

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": 500}


class Email(Plain):
    """An e-mail address."""

    def value(self, text: str, node: Scalar, reader: Reader) -> str:
        return checked_email(text)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^[^@\s]+@[^@\s]+\.[^@\s]+$", "maxLength": 254}


class LanguageCode(Plain):
    """A language by its BCP 47 code."""

    def value(self, text: str, node: Scalar, reader: Reader) -> str:
        try:
            return language(text).code
        except ValueError:
            raise Trouble("language", found=text, suggestion=meant_language(text)) from None

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"}


class Country(Plain):
    """A country by its ISO 3166-1 alpha-2 code."""

    def value(self, text: str, node: Scalar, reader: Reader) -> str:
        from phonenumbers import SUPPORTED_REGIONS

        if text in SUPPORTED_REGIONS:
            return text
        raise Trouble("country", found=text, suggestion=text.upper() if text.upper() in SUPPORTED_REGIONS else "")

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[A-Z]{2}$"}


class TimeZone(Plain):
    """A time zone by its IANA name."""

    def value(self, text: str, node: Scalar, reader: Reader) -> str:
        from zoneinfo import available_timezones

        if text in available_timezones():
            return text
        raise Trouble("time-zone", found=text)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[A-Za-z_]+/[A-Za-z_/+-]+$"}
