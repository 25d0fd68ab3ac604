"""A phone number as a person wrote it in; how to show it, how to dial it and what kind it is out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from generator.regex import regex
from generator.schema.trouble import Trouble
from generator.versions import fact

SHORT_NUMBERS = {
    "IL": frozenset(
        (
            "105",  # children's safety on the net
            "118",  # welfare ministry
        )
    ),
}
"""Reviewed short numbers that libphonenumber does not know."""

PREMIUM = {
    "PL": regex(r"^(70\d{7}|[34]0\d{4,7})$"),
    "IL": regex(r"^1?(900|901|902|903|904|905|906|907|908|909|919)\d+$"),
}
"""Numbers that cost more than a call, by their national digits; libphonenumber lacks some of them."""

_DASHES = regex("[\u2010-\u2015\u2212]")
_SPACES = regex("[\u00a0\u2007\u2009\u202f]")
LONGEST = 100
"""Signs of a text that is looked at for several numbers."""
_STAR = regex(r"\*\d{4}")
_PLAIN = regex(r"\+?[1-9][0-9 -]*[0-9]")
_STRANGE = regex(r"[^0-9 +()/.\-]+")
_EXTENSION = regex(
    r"(.*?\d)[\s,;(]*(?:w|wew|wewn|wewnętrzny|ext|extension|x|שלוחה|של)(?![^\W\d])[\s.:'’׳]*(?:nr[\s.:]*)?(\d{1,6})\)?",
    re.IGNORECASE,
)
_MADE_BY_EXCEL = regex(r"\d[.,]\d+E\+?\d+|\d{9,}[.,]0", re.IGNORECASE)
# Begins with a digit, which is looked for ten times as fast as a sign that may stand before it.
_IN_TEXT = regex(r"[0-9](?<![\w/:.-].)(?:[ \u00a0()-]{0,2}[0-9]){5,14}(?![\w/:-]|\.[0-9])")
_DATE = regex(r"\d{4}-\d\d-\d\d|(?:19|20)\d\d ?- ?(?:19|20)\d\d")
_LIKE_DIGITS = {"0": "OoОоΟοס", "1": "lIiІі", "2": "Zz", "5": "Ss", "8": "B"}
_LETTERS = str.maketrans({letter: digit for digit, letters in _LIKE_DIGITS.items() for letter in letters})
"""Letters that look like digits, also Cyrillic, Greek and Hebrew ones."""
_KINDS = {"toll_free": "toll-free", "shared_cost": "shared-cost", "mobile": "mobile"}
"""What libphonenumber tells apart and callers must know; all else is ordinary."""


class PhoneNumber(NamedTuple):
    """What one number is."""

    display: str
    uri: str
    kind: str
    country: str


@lru_cache(maxsize=65536)
def phone_number(written: str, country: str) -> PhoneNumber:
    """The number of `written` as dialled from `country` (ISO 3166-1 alpha-2); `Trouble` when it cannot be one."""
    if plain := _plain(written, country):
        return plain
    text = _SPACES.sub(" ", _DASHES.sub("-", written)).strip()
    if _STAR.fullmatch(text) and country == "IL":
        return PhoneNumber(text, "tel:" + text, "star", country)
    if "*" in text or "#" in text:
        raise Trouble("phone-code", found=written)
    if _MADE_BY_EXCEL.fullmatch(text):
        raise Trouble("phone-excel", found=written)
    if _STRANGE.search(text):
        _explained(text, written, country)
    digits = re.sub(r"[^0-9]", "", text)
    if len(digits) > 17 or (re.search(r"[,;]|/ ?\d{1,4}$| (i|lub|or|and|או) ", text) and len(digits) > 9):
        raise Trouble("phone-several", found=written, example=_one_by_one(text, country))
    if not any(sign.isdecimal() for sign in text):
        raise Trouble("phone-without-digits", found=written)
    if sign := _STRANGE.search(text):
        values = {"sign": sign[0], "example": _without_words(text, country)}
        raise Trouble("phone-characters", offset=sign.start(), found=written, **values)
    if len(digits) <= 6 and not text.startswith("+"):
        return _short(digits, text, country)
    return _ordinary(text, digits, written, country)


def _one_by_one(text: str, country: str) -> str:
    """The numbers that stand in one text as a list: of `85 744 50 27/28` the second one ends in 28."""
    numbers: list[str] = []
    for part in re.split(r"[,;/]| (?:i|lub|or|and|או) ", text[:LONGEST]):
        number = part.strip()
        if numbers and number.isdigit() and len(number) <= 4:
            number = numbers[0][: -len(number)] + number
        numbers.append(number)
    known = len(numbers) > 1 and all(_is_number(number, country) for number in numbers)
    return "[" + ", ".join(f'"{number}"' for number in (numbers if known else ("…", "…"))) + "]"


def _without_words(text: str, country: str) -> str:
    """The number that stands among words, in our digits; what words have torn apart is not guessed."""
    digits = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text[:LONGEST])
    return next((number for _, number in phones_in(digits, country)), "…")


def phones_in(words: str, country: str) -> Iterator[tuple[int, str]]:
    """The numbers that people write into a text, each with where it begins; years, dates and prices are none."""
    for found in _IN_TEXT.finditer(words):
        start = found.start() - words[: found.start()].endswith(("+", "("))
        written = words[start : found.end()]
        if _DATE.fullmatch(written):
            continue
        try:
            phone_number(written, country)
        except Trouble as trouble:
            if trouble.rule not in ("phone-old-prefix", "phone-premium"):
                continue
        yield start, written


def _explained(text: str, written: str, country: str) -> None:
    """Raise what is known of a number that holds words: an extension, or a letter that looks like a digit."""
    if parts := with_extension(text):
        number, inner = parts
        if _is_number(number, country):
            example = f'{{number: "{number}", extension: "{inner}"}}'
            raise Trouble("phone-extension", found=written, extension=inner, example=example)
    meant = text.translate(_LETTERS)
    if meant != text and _is_number(meant, country):
        offset = _STRANGE.search(text).start()
        values = {"sign": text[offset], "place": offset + 1, "example": meant}
        raise Trouble("phone-letter", offset=offset, found=written, **values)


def with_extension(text: str) -> tuple[str, str] | None:
    """The number and the extension of `85 744 50 27 wew. 12`; `None` when it holds none."""
    found = _EXTENSION.fullmatch(text)
    return (found[1], found[2]) if found else None


def _is_number(text: str, country: str) -> bool:
    try:
        phone_number(text, country)
    except Trouble:
        return False
    return True


def _short(digits: str, text: str, country: str) -> PhoneNumber:
    import phonenumbers
    from phonenumbers import ShortNumberCost

    display = f"{digits[:3]} {digits[3:]}" if len(digits) == 6 else digits
    uri = "tel:" + digits
    if digits in SHORT_NUMBERS.get(country, ()):
        return PhoneNumber(display, uri, "short", country)
    try:
        number = phonenumbers.parse(digits, country)
    except phonenumbers.NumberParseException:
        raise Trouble("phone-unknown", found=text, country=country) from None
    if not phonenumbers.is_valid_short_number_for_region(number, country):
        if len(digits) < 3 or len(digits) > 5:
            raise Trouble("phone-length", found=text, digits=len(digits), country=country)
        raise Trouble("phone-unknown", found=text, country=country)
    if phonenumbers.expected_cost_for_region(number, country) == ShortNumberCost.PREMIUM_RATE:
        raise Trouble("phone-premium", found=text)
    if phonenumbers.is_emergency_number(digits, country):
        return PhoneNumber(display, uri, "emergency", country)
    return PhoneNumber(display, uri, "short", country)


class _Plan(NamedTuple):
    """How a country numbers its phones, from the metadata of libphonenumber."""

    code: str
    shape: re.Pattern[str]
    kinds: re.Pattern[str]
    """The last group that matched is the kind; libphonenumber asks in the same order."""
    formats: tuple[tuple[re.Pattern[str], str], ...]
    """A number, and how its groups are written."""


@cache
def _plan(country: str) -> _Plan | None:
    """The plan of a country that shares its code with none and has no trunk prefix, as Poland; else `None`."""
    plan = fact(f"phones {country}", lambda: _written_plan(country))
    if plan is None:
        return None
    code, shape, kinds, formats = plan
    written = tuple((regex(pattern), style) for pattern, style in formats)
    return _Plan(code, regex(shape), re.compile(kinds), written)


def _written_plan(country: str) -> tuple[str, str, str, list[tuple[str, str]]] | None:
    """The parts of a plan as text, which builds keep: to import libphonenumber takes 30 ms."""
    import phonenumbers

    facts = phonenumbers.PhoneMetadata.metadata_for_region(country)
    if facts is None or phonenumbers.region_codes_for_country_code(facts.country_code) != (country,):
        return None
    before = facts.national_prefix_for_parsing, *(one.national_prefix_formatting_rule for one in facts.number_format)
    if any(before) or facts.international_prefix != "00" or facts.same_mobile_and_fixed_line_pattern:
        return None
    names = "premium_rate toll_free shared_cost voip personal_number pager uan voicemail fixed_line mobile".split()
    kinds = [(name, getattr(facts, name)) for name in names]
    return (
        str(facts.country_code),
        facts.general_desc.national_number_pattern,
        "|".join([f"(?P<{name}>{one.national_number_pattern})" for name, one in kinds if one]),
        [
            (f"(?={(one.leading_digits_pattern or [''])[-1]}){one.pattern}", re.sub(r"\\(\d)", r"{\1}", one.format))
            for one in facts.number_format
        ],
    )


def _plain(text: str, country: str) -> PhoneNumber | None:
    """What the other rules say of the usual good number, ten times as fast; `None` where they must be asked."""
    if not _PLAIN.fullmatch(text) or (plan := _plan(country)) is None:
        return None
    digits = text.replace(" ", "").replace("-", "")
    abroad = digits.startswith("+")
    if abroad and not digits.startswith(plan.code, 1):
        return None
    national = digits[1 + len(plan.code) :] if abroad else digits
    premium = PREMIUM.get(country)
    if len(national) < 7 or not plan.shape.fullmatch(national) or (premium and premium.match(national)):
        return None
    kind = plan.kinds.fullmatch(national)
    if kind is None or kind.lastgroup == "premium_rate":
        return None
    display = national
    for shape, written in plan.formats:
        if groups := shape.fullmatch(national):
            display = written.format("", *groups.groups())
            break
    if not abroad and _well_grouped(text):
        display = text
    return PhoneNumber(display, f"tel:+{plan.code}{national}", _KINDS.get(kind.lastgroup, "ordinary"), country)


def _ordinary(text: str, digits: str, written: str, country: str) -> PhoneNumber:
    import phonenumbers
    from phonenumbers import PhoneNumberFormat, PhoneNumberType

    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        raise Trouble("phone-unknown", found=written, country=country) from None
    national = phonenumbers.national_significant_number(number)
    region = phonenumbers.region_code_for_number(number) or country
    premium = PREMIUM.get(region)
    if premium and (premium.match(national) or premium.match(digits)):
        raise Trouble("phone-premium", found=written)
    kind = phonenumbers.number_type(number)
    if kind == PhoneNumberType.UNKNOWN:
        if country == "PL" and len(digits) == 10 and digits.startswith("0"):
            fixed = phonenumbers.parse(digits[1:], "PL")
            if phonenumbers.is_valid_number(fixed):
                example = phonenumbers.format_number(fixed, PhoneNumberFormat.NATIONAL)
                raise Trouble("phone-old-prefix", found=written, example=example)
        if country == "PL" and len(national) != 9:
            raise Trouble("phone-length", found=written, digits=len(national), country=country)
        raise Trouble("phone-unknown", found=written, country=country)
    if kind == PhoneNumberType.PREMIUM_RATE:
        raise Trouble("phone-premium", found=written)
    style = PhoneNumberFormat.NATIONAL if region == country else PhoneNumberFormat.INTERNATIONAL
    display = phonenumbers.format_number(number, style)
    if region == country and re.sub(r"\D", "", text) == re.sub(r"\D", "", display) and _well_grouped(text):
        display = text  # 800 12 12 12 is remembered as it is written
    uri = f"+{number.country_code}{national}"
    if region == "IL" and national.startswith("1"):
        uri = national  # 1-700 and 1-800 lines answer only inside the country, without its code
    kind_name = _KINDS.get(PhoneNumberType.to_string(kind).lower(), "ordinary")
    return PhoneNumber(display, "tel:" + uri, kind_name, region)


def _well_grouped(text: str) -> bool:
    """Whether the number is written in groups of two or more digits, with one kind of separator."""
    groups = re.split(r"[ -]", text)
    one_separator = not (" " in text and "-" in text)
    return one_separator and len(groups) > 1 and all(group.isdigit() and 2 <= len(group) <= 4 for group in groups)
