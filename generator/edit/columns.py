"""Flat answers (of a wizard, a form, a row of a table) in; an organisation in the form of the data file out.

All ways of adding an organisation end here, so that the same answers give the same record to the byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from typing import Any

from generator.checks import Draft, by_id, names_of
from generator.languages import SPOKEN, language_name
from generator.languages import language as language_of
from generator.regex import regex
from generator.schema import ORGANISATION, Field, plain_id
from generator.schema.days import iso_day
from generator.schema.fields import NAME as SERVICE_NAME
from generator.schema.kinds import (
    Choice,
    Day,
    Email,
    Kind,
    LanguageCode,
    ListOf,
    Record,
    Reference,
    Telephone,
    Text,
    Url,
    UrlOrWords,
    is_hebrew,
    wrong_script,
)
from generator.schema.phones import with_extension
from generator.schema.web import full_url, without_tracking
from generator.source import Names, folded
from generator.strings import catalogue

LEFT_OUT = frozenset(("services", "alerts", "registry", "aliases", "slug", "print_priority", "latitude", "longitude"))
"""Fields that take more than one answer, or an editor's judgement."""
EVIDENCE = ("source", "source_date", "verified", "verified_by")
"""What says where the facts of a record come from."""
ASKED = (
    *("name.pl", "help_types", "target_groups", "description.pl", "phones", "email", "website", "address.street"),
    *("address.postcode", "address.city", "area", "service_area", "hours", "hours_note.pl", "cost", "languages"),
    *("conditions", "accessibility", "notes.pl", "source", "verified", "verified_by"),
)
"""What a wizard or a form asks for a new organisation, in this order."""
SERVICE = "service"
"""The answer that names one service of an organisation; it stands in no record."""
SERVICE_ID = "service_id"
"""What stands behind the slash of an id `organisation/service`, as an export has it; in no record either."""
ASKED_OF_SERVICE = ("service.pl", *(name for name in ASKED[1:] if name not in ("website", *EVIDENCE)))
"""What a wizard asks for each further service."""
ASKED_FOR_CHANGE = (
    "phones",
    "email",
    "website",
    "address.street",
    "address.city",
    "hours",
    "notes.pl",
    "status",
    "notice.pl",
    "source",
    "verified",
)
"""What a form asks when something is out of date; the answers that are there replace what stands in the record."""


@dataclass(frozen=True)
class Column:
    """One flat answer: `description.he`, `address.street`, `phones`."""

    name: str
    field: Field
    kind: Kind
    language: str = ""
    required: bool = False

    @property
    def path(self) -> tuple[str, ...]:
        """The way to its value in a record."""
        return tuple(self.name.split("."))

    def label(self, language: str) -> str:
        """What it is called for people, with its language when it has one and another one is spoken."""
        words = catalogue(language, "edit")
        label = words.ugettext(f"field-{self.field.name}")
        label = label[:1].upper() + label[1:]
        return f"{label} ({self.language})" if self.language and self.language != "pl" else label

    @property
    def example(self) -> str:
        """What an answer looks like; the field's example is written as YAML."""
        text = re.sub(r'^\{\w+: "?([^"]*)"?.*', r"\1", self.field.example)
        return re.sub(r"[\[\]\"]", "", text)

    def help(self, language: str) -> str:
        """One sentence on what to write."""
        return self.field.help.get(language, self.field.help["en"])


@dataclass(frozen=True)
class Vocabulary:
    """The ids that answers may name, each with its names in all languages."""

    names: Mapping[str, Mapping[str, tuple[str, ...]]]
    """`help-type`, `target-group` or `area` to id to names."""
    titles: Mapping[str, Mapping[str, Mapping[str, str]]]
    """The same to the one name in each language that it has."""
    languages: tuple[str, ...]
    country: str

    def id_of(self, kind: Kind, words: str) -> str:
        """The id that someone meant by an id, a name or another name; the words themselves when there is none."""
        words = words.strip()
        for each in dict.fromkeys((words, re.split(r" [–—] ", words)[0])):  # "id – name" is how choices are shown
            if each in self.choices(kind):
                return each
            found = self.called(kind).called(each)
            if len(found) == 1:
                return found[0]
        return words

    def called(self, kind: Kind) -> Names:
        """What people call the ids that a kind of value allows."""
        key = getattr(kind, "to", "") or getattr(kind, "called", ())
        if key not in self._called:
            words = dict(getattr(kind, "called", ()))
            names = {each: (*found, *words.get(each, ())) for each, found in self.choices(kind).items()}
            self._called[key] = Names(lambda: names)
        return self._called[key]

    @cached_property
    def _called(self) -> dict[Any, Names]:
        return {}

    def choices(self, kind: Kind) -> Mapping[str, tuple[str, ...]]:
        """The ids that a kind of value allows, with their names; nothing when it allows any text."""
        if isinstance(kind, Reference):
            return self.names.get(kind.to, {})
        if isinstance(kind, Choice):
            return {choice: tuple(_choice_words(choice)) for choice in kind.choices}
        return {}

    def title(self, kind: Kind, choice: str, language: str) -> str:
        """What an id of a kind of value is called in a language, or in the first of the guide's that has a name."""
        if not isinstance(kind, Reference):
            word = catalogue(language, "edit").ugettext(f"value-{choice}")
            return word if word != f"value-{choice}" else ""
        found = self.titles[kind.to].get(choice, {})
        return next((found[code] for code in (language, *self.languages) if code in found), "")


def _choice_words(choice: str) -> Iterator[str]:
    for language in SPOKEN:
        word = catalogue(language, "edit").ugettext(f"value-{choice}")
        if word != f"value-{choice}":
            yield word


def vocabulary(draft: Draft) -> Vocabulary:
    """The ids of a guide's kinds of help, groups of people and areas."""
    lists = {"help-type": draft.help_types, "target-group": draft.target_groups, "area": draft.areas}
    names = {axis: names_of(entries) for axis, entries in lists.items()}
    titles = {
        axis: {key: name.by_language for key, entry in by_id(entries).items() if (name := entry.values.get("name"))}
        for axis, entries in lists.items()
    }
    return Vocabulary(names, titles, draft.languages, draft.country)


@cache
def columns(languages: tuple[str, ...]) -> dict[str, Column]:
    """Every flat answer that there may be, by name, in the order of the schema."""
    found = [Column("id", ORGANISATION.fields[0], ORGANISATION.fields[0].kind)]
    own = Field(SERVICE, SERVICE_NAME.kind, SERVICE_NAME.help, SERVICE_NAME.example)
    found += _columns_of(own, SERVICE, languages, required=False)
    for field in ORGANISATION.fields[1:]:
        if field.name in LEFT_OUT:
            continue
        if isinstance(field.kind, Record):
            for inner in field.kind.fields:
                if inner.name not in LEFT_OUT:
                    found += _columns_of(inner, f"{field.name}.{inner.name}", languages, inner.required)
        else:
            found += _columns_of(field, field.name, languages, field.required)
    return {column.name: column for column in found}


def _columns_of(field: Field, name: str, languages: tuple[str, ...], required: bool) -> Iterator[Column]:
    if isinstance(field.kind, Text):
        for number, language in enumerate(languages):
            yield Column(f"{name}.{language}", field, field.kind, language, required and number == 0)
    else:
        # The schema does not require it at the top, since an organisation with services has it there.
        yield Column(name, field, field.kind, required=name == "help_types" or (required and "." not in name))


def value(column: Column, words: str, known: Vocabulary) -> Any:
    """What an answer stands for in the data file; `None` when it says nothing."""
    words = words.replace("\r\n", "\n").strip()
    if folded(words) in ("no response", ""):
        return None
    item = column.kind.item if isinstance(column.kind, ListOf) else column.kind
    if not isinstance(item, Choice) and folded(words) in _NOTHING:
        return None
    if isinstance(column.kind, ListOf):
        return [_single(item, part, known) for part in _parts(words, item)] or None
    if isinstance(column.kind, Text):
        return "\n".join(line.rstrip() for line in words.split("\n"))
    if column.name == "address.postcode" and known.country == "PL" and re.fullmatch(r"\d{5}", words):
        return f"{words[:2]}-{words[2:]}"
    return _single(column.kind, words, known)


def taken_otherwise(answers: Mapping[str, str], known: Vocabulary) -> Iterator[tuple[str, str, str]]:
    """Where an answer is taken in other words than it was given: the column, its words, what stands for them."""
    table = columns(known.languages)
    for name, words in answers.items():
        column = table.get(name)
        listed = isinstance(column.kind, ListOf) if column else False
        item = column.kind.item if listed else column.kind if column else None
        if (
            isinstance(item, Reference | Choice | Telephone | Url | Email | Day)
            and value(column, words, known) is not None
        ):
            for part in _parts(words, item) if listed else [" ".join(words.split())]:
                meant = _single(item, part, known)
                if meant != part:
                    yield name, part, meant if isinstance(meant, str) else ", ".join(_leaves(meant))


def _leaves(found: Any) -> Iterator[str]:
    """`extension: 12` and the like, as a person reads them."""
    for name, inner in found.items():
        yield f"{name}: {inner if isinstance(inner, str) else next(iter(inner.values()))}"


_NOTHING = frozenset(
    ("brak", "nie ma", "nie dotyczy", "nd", "n d", "none", "n a", "not applicable", "אין", "לא רלוונטי")
)
"""What people write into a cell to say that they leave it empty."""
_QUOTES = "'\"’‘„”“″ \u200e\u200f"
"""What Excel or a word processor puts around a number, and marks of direction that a Hebrew keyboard leaves there."""
_BEFORE_NUMBER = regex(
    r"(?:tel(?:efon)?|kom(?:órka)?|nr|numer|phone|mobile|טל(?:פון)?|נייד)\b[.:'׳]*\s*", re.IGNORECASE
)
_BEHIND_NUMBER = regex(r"([^()]*\d[^()]*)\(([^()]*[^\W\d][^()]*)\)")


def _single(kind: Kind, words: str, known: Vocabulary) -> Any:
    words = " ".join(words.split())
    if isinstance(kind, Reference | Choice):
        return known.id_of(kind, words)
    if isinstance(kind, Day):
        return iso_day(words) or words
    if isinstance(kind, LanguageCode):
        return _language(words)
    if isinstance(kind, Telephone):
        return _phone(words, known.languages)
    if isinstance(kind, Email):
        return re.sub(r"^mailto:", "", words.strip("<> ").rstrip(".,;"), flags=re.IGNORECASE)
    if isinstance(kind, Url) and (words.startswith(("www.", "http")) or not isinstance(kind, UrlOrWords)):
        return without_tracking(full_url(words))
    return words


def _phone(words: str, languages: tuple[str, ...]) -> str | dict[str, Any]:
    """A number; with its extension or the words in brackets behind it, the fields that hold them."""
    words = words.strip(_QUOTES)
    while found := _BEFORE_NUMBER.match(words):
        words = words[found.end() :]
    if parts := with_extension(words):
        return {"number": parts[0], "extension": parts[1]}
    if label := _BEHIND_NUMBER.fullmatch(words):
        language = "he" if "he" in languages and is_hebrew(label[2]) else languages[0]
        return {"number": label[1].strip(), "label": {language: label[2].strip()}}
    return words


def _parts(words: str, item: Kind) -> list[str]:
    """The items of a list that someone wrote in one go: a line each, or with commas or semicolons between."""
    lines = [re.sub(r"^[-*•–] *", "", line.strip()) for line in words.split("\n") if not re.match(r"\s*- \[ \]", line)]
    lines = [re.sub(r"^\[[xX]\] *", "", line) for line in lines]
    signs = r"[;,|]"
    if isinstance(item, Telephone):  # not inside brackets, nor in the 8,57E+08 that Excel makes of a number
        signs = r"(?:[;,|](?!\d+E\+)| / | lub | oraz | i | or | and | או )(?![^(]*\))"
    parts = [part.strip() for line in lines for part in re.split(signs, line)]
    return [part for part in dict.fromkeys(parts) if part]


@cache
def _language_words() -> dict[str, str]:
    found = {}
    for code in "pl he en uk ru be de fr es ar am vi lt it ka ro tr cs".split():
        for words in (language_of(code).name, *(language_name(code, each) for each in SPOKEN)):
            found[folded(words)] = code
    return found | {"ua": "uk", "iw": "he"}


def _language(words: str) -> str:
    return _language_words().get(folded(words).removeprefix("po "), words)


def record(answers: Mapping[str, str], known: Vocabulary) -> dict[str, Any]:
    """The organisation that flat answers describe, its fields in any order; `layout` sorts them."""
    result: dict[str, Any] = {}
    table = columns(known.languages)
    for name, words in answers.items():
        if name == "address":
            for part, found in address_parts(words).items():
                if not answers.get(f"address.{part}", "").strip():
                    result.setdefault("address", {})[part] = found
            continue
        found = value(table[name], words, known)
        if found is None:
            continue
        target = result
        for step in table[name].path[:-1]:
            target = target.setdefault(step, {})
        target[table[name].path[-1]] = found
    city = result.get("address", {}).get("city", "")
    if city and "area" not in result:
        area = known.id_of(Reference("area"), city)
        if area in known.names.get("area", {}):
            result["area"] = area
    if "id" not in result:
        names = result.get("name", {})
        result["id"] = plain_id(*(names.get(code, "") for code in known.languages))
        if names and not result["id"]:  # a name in another script, or of signs alone
            result["id"] = f"organisation-{sha256(repr(names).encode()).hexdigest()[:8]}"
    if re.fullmatch(r"[^/]+/[^/]+", result["id"]):
        result["id"], result[SERVICE_ID] = result["id"].split("/")
    result.setdefault("verified", None)
    return _in_hebrew(result, known)


def _in_hebrew(result: dict[str, Any], known: Vocabulary) -> dict[str, Any]:
    """The record with Hebrew texts as Hebrew ones, which a form or a table takes for the guide's first language.

    Of our languages the letters tell no other: a name in Latin ones may be Polish as well as English.
    """
    first = known.languages[0]
    if first == "he" or "he" not in known.languages:
        return result
    for name, words in result.items():
        if isinstance(words, dict) and "he" not in words and wrong_script(words.get(first, ""), first):
            others = {code: text for code, text in words.items() if code != first}
            result[name] = {"he": words[first]} | others if is_hebrew(words[first]) else words
    if "name" in result and first not in result["name"] and "he" in result["name"]:
        result.setdefault("language", "he")
    return result


_ABROAD = regex(r"(.*\d.*),\s*((?:[A-Z]{1,2}-)?\d{3} ?\d{2,4})\s+([^,\d]+)")
"""The same of other countries, whose postcodes have no hyphen in the middle: `Kamenná 1, 602 00 Brno`."""


def address_parts(words: str) -> dict[str, str]:
    """Street, postcode and town of an address in one line: `ul. Kolejowa 26 a, 15-077 Białystok`."""
    words = " ".join(words.split()).strip(" ,")
    if not words:
        return {}
    if match := re.search(r",?\s*(\d{2}-\d{3})\s+([^,\d]+)$", words):
        parts = {"street": words[: match.start()].strip(" ,"), "postcode": match[1], "city": match[2].strip()}
    elif match := _ABROAD.fullmatch(words):
        parts = {"street": match[1].strip(), "postcode": match[2], "city": match[3].strip()}
    elif match := re.fullmatch(r"(.*\d.*),\s*([^,\d]+)", words):
        parts = {"street": match[1].strip(), "city": match[2].strip()}
    else:
        parts = {"street": words}
    return {name: found for name, found in parts.items() if found}


def split_id(words: str) -> tuple[str, str]:
    """Organisation and service that someone names by id, by `organisation/service` or by the address of their page."""
    words = words.strip().strip("`")
    if match := re.search(r"organisation/([a-z0-9-]+)(?:\.html)?(?:#([a-z0-9-]+))?", words):
        return match[1], match[2] or ""
    if "://" in words:
        return words, ""
    organisation, _, service = words.partition("/")
    return organisation.strip(), service.strip()


def asked(languages: tuple[str, ...], names: Iterable[str] = ASKED) -> list[Column]:
    """The columns that are asked for, in order; texts in the guide's first language."""
    table = columns(languages)
    names = [name.replace(".pl", f".{languages[0]}") if name.endswith(".pl") else name for name in names]
    return [table[name] for name in names]
