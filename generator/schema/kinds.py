"""The kinds of values that a field may hold: how each is read from a node, and how an editor's schema describes it.

A value comes out as plain Python (text, numbers, dates, tuples, dicts); `load` makes the model's records of it.
"""

from __future__ import annotations

import re
from collections.abc import Container
from collections.abc import Mapping as MappingType
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from generator.frozen import frozen
from generator.problems import Place, Problem
from generator.schema.days import iso_day
from generator.schema.hours import OpeningTimes, late_end, opening_times
from generator.schema.phones import PhoneNumber, phone_number
from generator.schema.trouble import Trouble
from generator.schema.web import checked_email, checked_url, without_tracking
from generator.source import Guess, Mapping, Names, Node, Scalar, Sequence, did_you_mean

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
ID_LIMIT = 60
DEVICES = frozenset(("con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))))
"""Names that Windows keeps for itself, whatever follows behind a dot."""
RESERVED_IDS = DEVICES | frozenset(
    ("404", "search", "index", "assets", "admin", "sitemap", "robots", "manifest", "nationwide")
)
"""Names that Windows, a web server or the site itself uses."""


_HYPHEN = re.compile(r"-(\S.*?)(?=\s+-|$)")
"""An item of a list that was written without a space, and so is a text; more of them may follow."""
BLANK = re.compile(r"[\s\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2800\u3164\ufe00-\ufe0f\uffa0]*")
"""What leaves no ink though Unicode calls some of it letters: fillers, joiners, an empty Braille cell."""


_QUOTE_IN_A_WORD = re.compile(r'(?<=\w)"(?=\w)')
"""The gershayim of a Hebrew abbreviation, as keyboards have it."""
_OPENING = re.compile("[„“”«״]")
CURLY_QUOTES = "„“”«»‘’‚″"
"""What a word processor makes of straight quotes."""


def closes_nothing(text: str) -> bool:
    """Whether a text ends with a straight quote that has none before it: the first was forgotten, readers see one."""
    return text[-1:] == '"' and _QUOTE_IN_A_WORD.sub("", text).count('"') % 2 == 1 and not _OPENING.search(text)


def shows(text: str) -> bool:
    """Whether there is anything to see in a text."""
    return BLANK.fullmatch(text) is None


class Words(NamedTuple):
    """Text in several languages, as read: the plain form of `model.Text`."""

    by_language: dict[str, str]
    original: str
    old: tuple[str, ...] = ()
    """Languages whose words are older than those of the original."""


@dataclass(slots=True)
class Reader:
    """Collects problems while the nodes of one record become values."""

    file: str
    languages: tuple[str, ...]
    """The languages of the guide."""
    country: str
    original: str
    """The language that a bare text is in."""
    guide_country: str = ""
    """The guide's country, for records that state none."""
    problems: list[Problem] = dataclass_field(default_factory=list)
    record: str = ""
    fields: list[str] = dataclass_field(default_factory=list)

    def problem(self, node: Node, rule: str, level: str = "error", **values: Any) -> None:
        """Note that something is wrong at `node`."""
        place = Place(self.file, node.line, node.column)
        self.problems.append(Problem(place, rule, self.record, ".".join(self.fields), values, level))

    def trouble(self, node: Node, trouble: Trouble) -> None:
        """Note what a value's parser found, at the very sign when it knows that."""
        if trouble.offset is not None and isinstance(node, Scalar):
            blanks = len(node.text) - len(node.text.lstrip())
            node = node._replace(column=node.column + (not node.plain) + blanks + trouble.offset)
        self.problem(node, trouble.rule, trouble.level, **trouble.values)


class Kind:
    """What a field may hold. `read` gives the value, or `None` after noting a problem."""

    quotes = False
    """Whether it is written in words, to which quotes may belong."""

    def read(self, node: Node, reader: Reader) -> Any:
        raise NotImplementedError

    def schema(self) -> dict[str, Any]:
        """JSON Schema (draft 2020-12) for editors."""
        raise NotImplementedError

    def scalar(self, node: Node, reader: Reader) -> str | None:
        """The text of a value that must be one piece of text."""
        if type(node) is Scalar:
            text = node.text.strip()
            if text[:1] in CURLY_QUOTES and text[1:] and not self.quotes:
                plain = text.strip(f"{CURLY_QUOTES}\"' ")
                reader.problem(node, "curly-quotes", found=text, example=f'"{plain}"')
                return None
            return text
        shape = "list" if isinstance(node, Sequence) else "mapping"
        reader.problem(node, "want-text-got-" + shape)
        return None


@frozen
class Line(Kind):
    """A short text in one language or none: a street, a postcode."""

    quotes = True

    pattern: str = ""
    rule: str = "pattern"
    example: str = ""
    limit: int = 300

    def read(self, node: Node, reader: Reader) -> str | None:
        text = self.scalar(node, reader)
        if text is None:
            return None
        text = " ".join(text.split())
        if not shows(text):
            reader.problem(node, "empty")
            return None
        if len(text) > self.limit:
            reader.problem(node, "too-long", limit=self.limit, length=len(text))
            return None
        if self.pattern and not re.fullmatch(self.pattern, text):
            reader.problem(node, self.rule, found=text, example=self.example)
            return None
        if closes_nothing(text):
            reader.problem(node, "stray-quote", "warning", found=text)
        return text

    def schema(self) -> dict[str, Any]:
        schema: dict[str, Any] = {"type": "string", "maxLength": self.limit}
        if self.pattern:
            schema["pattern"] = self.pattern if self.pattern.startswith("^") else f"^(?:{self.pattern})$"
        return schema


@frozen
class Id(Kind):
    """A name for files and links: small Latin letters, digits, hyphens."""

    def read(self, node: Node, reader: Reader) -> str | None:
        text = self.scalar(node, reader)
        if text is None:
            return None
        if not re.fullmatch(ID_PATTERN, text):
            reader.problem(node, "id", found=text, example=plain_id(text) or "caritas-bialystok")
            return None
        if len(text) > ID_LIMIT:
            reader.problem(node, "id-long", found=text, limit=ID_LIMIT, length=len(text))
            return None
        if text in RESERVED_IDS:
            reader.problem(node, "id-reserved", found=text)
            return None
        return text

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": ID_PATTERN, "maxLength": ID_LIMIT}


@frozen
class Reference(Kind):
    """The id of another record; `checks` looks whether it is there."""

    to: str
    """What it refers to: `help-type`, `target-group`, `area`, `organisation`, `service`."""

    def read(self, node: Node, reader: Reader) -> str | None:
        text = self.scalar(node, reader)
        return text or None

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": 2 * ID_LIMIT + 1}


@frozen
class Choice(Kind):
    """One of a short list of words."""

    choices: tuple[str, ...]
    called: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Each of them with what people write for it."""

    def read(self, node: Node, reader: Reader) -> str | None:
        text = self.scalar(node, reader)
        if text is None:
            return None
        if text in self.choices:
            return text
        values = {"found": text, "choices": ", ".join(self.choices)}
        names = Names(lambda: dict.fromkeys(self.choices, ()) | dict(self.called))
        reader.problem(node, "choice", suggestion=Guess(text, names), **values)
        return None

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.choices)}


@frozen
class Text(Kind):
    """Words for readers, in one language or several: `{pl: …, he: …, en: …}`."""

    quotes = True

    limit: int = 4000
    translate: bool = True
    """Whether a missing language is worth a warning; official names are not translated."""

    def read(self, node: Node, reader: Reader) -> Words | None:
        if isinstance(node, Scalar):
            words = self.words(node, reader.original, reader)
            if words and self.translate:
                self.missing(node, {reader.original: words}, reader)
            return Words({reader.original: words}, reader.original) if words else None
        if isinstance(node, Sequence):
            reader.problem(node, "want-text-got-list")
            return None
        languages, found = reader.languages, {}
        for code, (key, value) in node.pairs.items():
            if code not in languages:
                known = ", ".join(languages)
                reader.problem(
                    key, "language-of-text", found=code, languages=known, suggestion=_language_slip(code, reader)
                )
                continue
            if type(value) is Scalar and value.empty:
                continue
            words = self.words(value, code, reader)
            if words:
                found[code] = words
        if not found:
            if not node.pairs:
                reader.problem(node, "empty")
            return None
        original = reader.original if reader.original in found else next(code for code in languages if code in found)
        if self.translate and len(found) < len(languages):
            self.missing(node, found, reader)
        return Words({code: found[code] for code in languages if code in found}, original)

    def words(self, node: Node, language: str, reader: Reader) -> str | None:
        text = self.scalar(node, reader)
        if text is None:
            return None
        if not shows(text):
            reader.problem(node, "empty")
            return None
        if len(text) > self.limit:
            reader.problem(node, "too-long", limit=self.limit, length=len(text))
            return None
        if not text.isascii() or language not in ("en", "pl"):
            other = wrong_script(text, language)
            if other:
                reader.problem(node, "wrong-script", "warning", language=language, found=text[:60])
        if "<" in text or "](" in text or "**" in text:
            markup = re.search(r"</?[a-zA-Z][^<>]{0,80}>|\]\([^)\s]+\)|\*\*", text)
            if markup:
                reader.problem(node, "markup", "warning", found=markup[0])
        if closes_nothing(text):
            reader.problem(node, "stray-quote", "warning", found=text)
        return text

    def missing(self, node: Node, found: MappingType[str, str], reader: Reader) -> None:
        missing = [code for code in reader.languages if code not in found]
        if missing:
            reader.problem(node, "missing-translation", "warning", languages=", ".join(missing))

    def schema(self) -> dict[str, Any]:
        words = {"type": "string", "maxLength": self.limit}
        return {"anyOf": [words, {"$ref": "#/$defs/text"}]}


@frozen
class Day(Kind):
    """A date as year-month-day; with `partial`, also a month or a year."""

    partial: bool = False

    def read(self, node: Node, reader: Reader) -> date | tuple[date, str] | None:
        text = self.scalar(node, reader)
        if text is None:
            return None
        match = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text)
        try:
            if match:
                day = date(int(match[1]), int(match[2]), int(match[3]))
                return (day, "day") if self.partial else day
            if self.partial and (match := re.fullmatch(r"(\d{4})(?:-(\d{2}))?", text)):
                return date(int(match[1]), int(match[2] or 1), 1), "month" if match[2] else "year"
        except ValueError:
            reader.problem(node, "date-impossible", found=text)
            return None
        reader.problem(node, "date", found=text, suggestion=iso_day(text))
        return None

    def schema(self) -> dict[str, Any]:
        pattern = r"^\d{4}(-\d{2}(-\d{2})?)?$" if self.partial else r"^\d{4}-\d{2}-\d{2}$"
        return {"type": "string", "pattern": pattern}


class MonthDay(Kind):
    """A day of every year as month-day."""

    def read(self, node: Node, reader: Reader) -> tuple[int, int] | None:
        text = self.scalar(node, reader)
        if text is None:
            return None
        match = re.fullmatch(r"(\d{2})-(\d{2})", text)
        try:
            if match:
                day = date(2024, int(match[1]), int(match[2]))
                return day.month, day.day
        except ValueError:
            pass
        reader.problem(node, "month-day", found=text)
        return None

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d{2}-\d{2}$"}


@frozen
class Number(Kind):
    """A number between two limits."""

    least: float
    most: float
    whole: bool = True

    def read(self, node: Node, reader: Reader) -> float | int | None:
        text = self.scalar(node, reader)
        if text is None:
            return None
        if not re.fullmatch(r"-?\d{1,9}" + ("" if self.whole else r"(\.\d{1,9})?"), text) or not (
            self.least <= float(text) <= self.most
        ):
            reader.problem(node, "number", found=text[:60], least=self.least, most=self.most)
            return None
        return int(text) if self.whole else float(text)

    def schema(self) -> dict[str, Any]:
        return {"type": ["integer" if self.whole else "number", "string"]}


class YesNo(Kind):
    """true or false."""

    def read(self, node: Node, reader: Reader) -> bool | None:
        text = self.scalar(node, reader)
        if text is None:
            return None
        if text.lower() in ("true", "yes", "tak", "כן"):
            return True
        if text.lower() in ("false", "no", "nie", "לא"):
            return False
        reader.problem(node, "yes-no", found=text)
        return None

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


class OpeningHours(Kind):
    """Opening hours of a week, in OSM's form or everyday words."""

    def read(self, node: Node, reader: Reader) -> OpeningTimes | None:
        text = self.scalar(node, reader)
        if text is None:
            return None
        try:
            times = opening_times(text)
        except Trouble as trouble:
            reader.trouble(node, trouble)
            return None
        if late := late_end(text):
            reader.problem(node, "hours-late", "warning", found=text, hour=late, example=times.expression)
        return times

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": 300}


class Telephone(Kind):
    """A phone number: text, or a mapping with `number` and what is special about it."""

    def read(self, node: Node, reader: Reader) -> tuple[PhoneNumber, dict[str, Any]] | None:
        extra: dict[str, Any] = {}
        number = node
        if isinstance(node, Mapping):
            from generator.schema.fields import PHONE

            read = PHONE.read(node, reader)
            if read is None or "number" not in read:
                return None
            extra = {key: value for key, value in read.items() if key != "number"}
            number = node.get("number") or node
        text = self.scalar(number, reader)
        if text is None:
            return None
        try:
            return phone_number(text, extra.get("country", reader.country)), extra
        except Trouble as trouble:
            reader.trouble(number, trouble)
            return None

    def schema(self) -> dict[str, Any]:
        from generator.schema.fields import PHONE

        return {"anyOf": [{"type": "string", "maxLength": 40}, PHONE.schema()]}


class Url(Kind):
    """The address of a page: http or https."""

    def read(self, node: Node, reader: Reader) -> str | None:
        text = self.scalar(node, reader)
        if text is None:
            return None
        try:
            url = checked_url(text)
        except Trouble as trouble:
            reader.trouble(node, trouble)
            return None
        if (plain := without_tracking(url)) != url:
            reader.problem(node, "url-tracking", "warning", found=url, example=plain)
        return url

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^https?://", "maxLength": 500}


class UrlOrWords(Url):
    """Where facts come from: the address of a page, or words."""

    quotes = True

    def read(self, node: Node, reader: Reader) -> str | None:
        text = self.scalar(node, reader)
        if text is None:
            return None
        if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", text):
            return super().read(node, reader)
        if closes_nothing(text):
            reader.problem(node, "stray-quote", "warning", found=text)
        return " ".join(text.split()) or None

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": 500}


class Email(Kind):
    """An e-mail address."""

    def read(self, node: Node, reader: Reader) -> str | None:
        text = self.scalar(node, reader)
        if text is None:
            return None
        try:
            return checked_email(text)
        except Trouble as trouble:
            reader.trouble(node, trouble)
            return None

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^[^@\s]+@[^@\s]+\.[^@\s]+$", "maxLength": 254}


class LanguageCode(Kind):
    """A language by its BCP 47 code."""

    def read(self, node: Node, reader: Reader) -> str | None:
        text = self.scalar(node, reader)
        if text is None:
            return None
        from generator.languages import language

        try:
            return language(text).code
        except ValueError:
            reader.problem(node, "language", found=text, suggestion=_LANGUAGE_WORDS.get(text.lower(), ""))
            return None

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"}


class Country(Kind):
    """A country by its ISO 3166-1 alpha-2 code."""

    def read(self, node: Node, reader: Reader) -> str | None:
        text = self.scalar(node, reader)
        if text is None:
            return None
        import phonenumbers

        if text in phonenumbers.SUPPORTED_REGIONS:
            return text
        suggestion = text.upper() if text.upper() in phonenumbers.SUPPORTED_REGIONS else ""
        reader.problem(node, "country", found=text, suggestion=suggestion)
        return None

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[A-Z]{2}$"}


class TimeZone(Kind):
    """A time zone by its IANA name."""

    def read(self, node: Node, reader: Reader) -> str | None:
        text = self.scalar(node, reader)
        if text is None:
            return None
        from zoneinfo import available_timezones

        zones = available_timezones()
        if text in zones:
            return text
        reader.problem(node, "time-zone", found=text)
        return None

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[A-Za-z_]+/[A-Za-z_/+-]+$"}


@frozen
class ListOf(Kind):
    """A list of one kind of value."""

    item: Kind
    most: int = 100

    def read(self, node: Node, reader: Reader) -> tuple[Any, ...] | None:
        if isinstance(node, Scalar):
            text = node.text.strip()
            if text.startswith(("–", "—", "•", "*")):
                reader.problem(node, "list-dash", found=text[:40])
            elif match := _HYPHEN.match(text) if node.plain else None:
                reader.problem(node, "space-after-hyphen", found=f"-{match[1]}"[:60], example=f"- {match[1]}"[:60])
            else:
                reader.problem(node, "want-list-got-text", found=text[:60], example=self._as_items(node, text[:60]))
            return None
        if isinstance(node, Mapping):
            reader.problem(node, "want-list-got-mapping")
            return None
        if len(node.items) > self.most:
            reader.problem(node, "list-long", limit=self.most, length=len(node.items))
        values = []
        for item in node.items[: self.most]:
            if isinstance(item, Scalar) and item.empty:
                reader.problem(item, "empty")
                continue
            value = self.item.read(item, reader)
            if value is not None:
                if isinstance(value, str) and value in values:
                    reader.problem(item, "repeated-item", "warning", found=value)
                    continue
                values.append(value)
        return tuple(values)

    def _as_items(self, node: Scalar, text: str) -> str:
        """The text as it would stand in brackets: numbers of phones keep or get their quotes."""
        parts = [part for part in re.split(r"\s*[,;]\s*", text) if part] or [text]
        if node.plain and not isinstance(self.item, Telephone) and not re.search(r"[^\w .-]", "".join(parts)):
            return ", ".join(parts)
        return ", ".join('"' + part.replace("\\", "\\\\").replace('"', '\\"') + '"' for part in parts)

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.item.schema(), "maxItems": self.most}


@frozen
class Phrases(Kind):
    """Lists of phrases by language, also of languages that the site has not."""

    def read(self, node: Node, reader: Reader) -> dict[str, tuple[str, ...]] | None:
        if not isinstance(node, Mapping):
            reader.problem(node, "want-mapping", example='pl: ["…"]')
            return None
        result: dict[str, tuple[str, ...]] = {}
        for code, (key, value) in node.pairs.items():
            if LanguageCode().read(key, reader) is None:
                continue
            phrases = ListOf(Line(limit=120)).read(value, reader)
            if phrases is not None:
                result[code] = phrases
        return result

    def schema(self) -> dict[str, Any]:
        phrases = {"type": "array", "items": {"type": "string", "maxLength": 120}}
        return {"type": "object", "additionalProperties": phrases}


@frozen
class Register(Kind):
    """Numbers in public registers, by the name of the register."""

    names: tuple[str, ...] = ("krs", "nip", "regon", "amuta")

    def read(self, node: Node, reader: Reader) -> dict[str, str] | None:
        if not isinstance(node, Mapping):
            reader.problem(node, "want-mapping", example='krs: "0000269579"')
            return None
        result = {}
        for name, (key, value) in node.pairs.items():
            if name not in self.names:
                suggestion = Guess(name, self.names)
                reader.problem(key, "unknown-field", found=name, suggestion=suggestion, known=", ".join(self.names))
                continue
            number = Line(r"\d{7,14}", "register", '"0000269579"').read(value, reader)
            if number is not None:
                result[name] = number
        return result

    def schema(self) -> dict[str, Any]:
        properties = {name: {"type": "string", "pattern": r"^\d{7,14}$"} for name in self.names}
        return {"type": "object", "properties": properties, "additionalProperties": False}


@frozen
class Field:
    """A field of a record: what it is called, what it holds, and what a contributor is told about it."""

    name: str
    kind: Kind
    help: MappingType[str, str]
    """One sentence in Polish, Hebrew and English."""
    example: str
    """As written in YAML."""
    required: bool = False


@frozen
class Record(Kind):
    """A mapping with named fields."""

    name: str
    fields: tuple[Field, ...]
    named: bool = False
    """True when its `id` names it in messages, behind the id of the record around it."""

    def field(self, name: str) -> Field | None:
        """The field of that name."""
        return self._by_name.get(name)

    def read(self, node: Node, reader: Reader) -> dict[str, Any] | None:
        if not isinstance(node, Mapping):
            found = node.text[:60] if isinstance(node, Scalar) else ""
            example = f"{{{self.fields[0].name}: {self.fields[0].example}}}"
            reader.problem(node, "want-mapping", found=found, example=example)
            return None
        outer_record, outer_fields = reader.record, reader.fields
        if self.named:
            own = node.get("id")
            name = own.text if isinstance(own, Scalar) and own.text else "?"
            reader.record = f"{outer_record}/{name}" if outer_record else name
        around = [] if self.named else outer_fields
        by_name = self._by_name
        fields = ", ".join(by_name)  # one text for a hundred thousand slips
        values: dict[str, Any] = {}
        for name, (key, value) in node.pairs.items():
            field = by_name.get(name)
            reader.fields = [*around, name]
            if field is None:
                suggestion = _field_slip(name, by_name)
                reader.problem(key, "unknown-field", found=name, suggestion=suggestion, known=fields)
                continue
            if type(value) is Scalar and value.empty:
                if field.required:
                    reader.problem(key, "required", example=f"{field.name}: {field.example}")
                continue
            before = len(reader.problems)
            result = field.kind.read(value, reader)
            if result is not None:
                values[name] = result
            elif field.required and len(reader.problems) == before:  # quotes with nothing between them
                reader.problem(value, "required", example=f"{field.name}: {field.example}")
        for field in self._required:
            if field.name not in node.pairs and not misnamed(node, field.name, by_name):
                reader.fields = [*around, field.name]
                reader.problem(node, "required", example=f"{field.name}: {field.example}")
        reader.record, reader.fields = outer_record, outer_fields
        return values

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        return {field.name: field for field in self.fields}

    @cached_property
    def _required(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.required)

    def schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {
                field.name: {**field.kind.schema(), "description": field.help["pl"]} for field in self.fields
            },
            "required": [field.name for field in self.fields if field.required],
            "additionalProperties": False,
        }


def plain_id(*names: str) -> str:
    """An id made of the first name that has Latin letters: `Żółty Dom` gives `zolty-dom`; else of a Hebrew or Cyrillic
    one, letter by letter: `בית חם` gives `byt-chm`. Nothing when no letter remains."""
    for letters in ({}, _IN_LATIN):
        for name in names:
            if found := _latin(name.lower().translate(letters)):
                return found
    return ""


def _latin(text: str) -> str:
    import unicodedata

    flat = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("ß", "ss"))
    flat = "".join(character for character in flat if not unicodedata.combining(character))
    return "-".join(re.findall(r"[a-z0-9]+", flat))[:ID_LIMIT].strip("-")


# Hebrew as it is written, without vowels; Ukrainian as in passports of Ukraine, and four Russian letters.
_IN_LATIN = str.maketrans(
    dict(
        zip(
            "אבגדהוזחטיכלמנסעפצקרשתךםןףץ",
            "a b g d h v z ch t y k l m n s a p ts k r sh t k m n p ts".split(),
            strict=True,
        )
    )
    | dict(
        zip(
            "абвгґдеєжзиіїйклмнопрстуфхцчшщюяёыэ",
            "a b v h g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh shch iu ia e y e".split(),
            strict=True,
        )
    )
    | dict.fromkeys("ьъ'’ʼ", "")
)


def is_hebrew(text: str) -> bool:
    """Whether a text holds Hebrew letters."""
    return _HEBREW.search(text) is not None


def wrong_script(text: str, language: str) -> bool:
    """Whether the letters of a text are those of another script than its language's."""
    if language == "he":
        return not is_hebrew(text) and len(_LATIN.findall(text)) > 3
    if language in ("pl", "en") and _OTHER.search(text):
        return len(_OTHER.findall(text)) > len(_LATIN.findall(text))
    return False


_HEBREW = re.compile("[\u05d0-\u05ea]")
_OTHER = re.compile("[\u0370-\u1dff]")
"""Greek, Cyrillic, Hebrew, Arabic and others, all but Latin."""
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")

_LANGUAGE_WORDS = {
    "polski": "pl", "po polsku": "pl", "polish": "pl", "angielski": "en", "english": "en", "rosyjski": "ru",
    "russian": "ru", "ukraiński": "uk", "ukrainian": "uk", "ua": "uk", "hebrajski": "he", "hebrew": "he", "iw": "he",
    "białoruski": "be", "belarusian": "be", "niemiecki": "de", "arabski": "ar", "arabic": "ar", "francuski": "fr",
    "עברית": "he", "אנגלית": "en", "רוסית": "ru", "פולנית": "pl", "אמהרית": "am", "ערבית": "ar",
}  # fmt: skip

_FIELD_WORDS = {
    "telefon": "phones", "tel": "phones", "phone": "phones", "telefony": "phones", "nazwa": "name", "adres": "address",
    "godziny": "hours", "opening_hours": "hours", "mail": "email", "e-mail": "email", "www": "website",
    "strona": "website", "url": "website", "opis": "description", "desc": "description", "miasto": "city",
    "ulica": "street", "kod": "postcode", "zip": "postcode", "types": "help_types", "help": "help_types",
    "groups": "target_groups", "koszt": "cost", "price": "cost", "warunki": "conditions", "jezyki": "languages",
    "języki": "languages", "źródło": "source", "zrodlo": "source", "sprawdzone": "verified", "uwagi": "notes",
    "note": "notes", "region": "area", "town": "area", "skierowanie": "referral", "usługi": "services",
}  # fmt: skip


def _field_slip(name: str, known: MappingType[str, Field]) -> str | Guess:
    word = _FIELD_WORDS.get(name.lower(), "")
    return word if word in known else Guess(name, known)


def misnamed(node: Mapping, name: str, known: Container[str]) -> bool:
    """Whether a field that is not `known` stands for the one of this name: then that is not missing besides."""
    return any(
        _FIELD_WORDS.get(each.lower()) == name or did_you_mean(each, (name,))
        for each in node.pairs
        if each not in known
    )


def _language_slip(code: str, reader: Reader) -> str:
    slip = _LANGUAGE_WORDS.get(code.lower(), code.lower())
    return slip if slip in reader.languages else ""
