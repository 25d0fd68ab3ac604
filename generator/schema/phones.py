"""A phone number as a person wrote it in; how to show it, how to dial it and what kind it is out."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from generator.schema.trouble import Trouble

SHORT_NUMBERS = {
    "PL": {
        "986": "short",  # city guards (straż miejska)
        "987": "short",  # crisis management centres
    },
    "IL": {
        "100": "emergency",
        "101": "emergency",
        "102": "emergency",
        "105": "short",  # children's safety on the net
        "118": "short",  # welfare ministry
        "1201": "short",  # ERAN
        "1202": "short",  # sexual assault, women
        "1203": "short",  # sexual assault, men
    },
}
"""Reviewed short numbers that libphonenumber does not know or files elsewhere."""

EMERGENCY = {"PL": frozenset({"112", "997", "998", "999"}), "IL": frozenset({"100", "101", "102", "112"})}
PREMIUM = {
    "PL": re.compile(r"^(70\d{7}|[34]0\d{4,7})$"),
    "IL": re.compile(r"^1?(900|901|902|903|904|905|906|907|908|909|919)\d+$"),
}
"""Numbers that cost more than a call, by their national digits; libphonenumber lacks some of them."""

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_SPACES = re.compile("[\u00a0\u2007\u2009\u202f]")
_STAR = re.compile(r"\*\d{4}")


class PhoneNumber(NamedTuple):
    """What one number is."""

    display: str
    uri: str
    kind: str
    country: str


@lru_cache(maxsize=65536)
def phone_number(written: str, country: str) -> PhoneNumber:
    """The number of `written` as dialled from `country` (ISO 3166-1 alpha-2); `Trouble` when it cannot be one."""
    text = _SPACES.sub(" ", _DASHES.sub("-", written)).strip()
    if _STAR.fullmatch(text) and country == "IL":
        return PhoneNumber(text, "tel:" + text, "star", country)
    if "*" in text or "#" in text:
        raise Trouble("phone-code", found=written)
    digits = re.sub(r"[^0-9]", "", text)
    if len(digits) > 17 or (re.search(r"[,;]|/ ?\d{1,4}$| (i|lub|or|and|או) ", text) and len(digits) > 9):
        raise Trouble("phone-several", found=written)
    if not re.fullmatch(r"[0-9 +()/.\-]+", text) or not digits:
        raise Trouble("phone-characters", found=written)
    if len(digits) <= 6 and not text.startswith("+"):
        return _short(digits, text, country)
    return _ordinary(text, digits, written, country)


def _short(digits: str, text: str, country: str) -> PhoneNumber:
    import phonenumbers
    from phonenumbers import ShortNumberCost

    display = f"{digits[:3]} {digits[3:]}" if len(digits) == 6 else digits
    uri = "tel:" + digits
    if digits in EMERGENCY.get(country, ()):
        return PhoneNumber(display, uri, "emergency", country)
    if digits in SHORT_NUMBERS.get(country, {}):
        return PhoneNumber(display, uri, SHORT_NUMBERS[country][digits], country)
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
    if not phonenumbers.is_valid_number(number):
        if country == "PL" and len(digits) == 10 and digits.startswith("0"):
            fixed = phonenumbers.parse(digits[1:], "PL")
            if phonenumbers.is_valid_number(fixed):
                example = phonenumbers.format_number(fixed, PhoneNumberFormat.NATIONAL)
                raise Trouble("phone-old-prefix", found=written, example=example)
        if country == "PL" and len(national) != 9:
            raise Trouble("phone-length", found=written, digits=len(national), country=country)
        raise Trouble("phone-unknown", found=written, country=country)
    kind = phonenumbers.number_type(number)
    if kind == PhoneNumberType.PREMIUM_RATE:
        raise Trouble("phone-premium", found=written)
    kinds = {
        PhoneNumberType.TOLL_FREE: "toll-free",
        PhoneNumberType.SHARED_COST: "shared-cost",
        PhoneNumberType.MOBILE: "mobile",
    }
    style = PhoneNumberFormat.NATIONAL if region == country else PhoneNumberFormat.INTERNATIONAL
    display = phonenumbers.format_number(number, style)
    if region == country and re.sub(r"\D", "", text) == re.sub(r"\D", "", display) and _well_grouped(text):
        display = text  # 800 12 12 12 is remembered as it is written
    uri = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    if region == "IL" and national.startswith("1"):
        uri = national  # 1-700 and 1-800 lines answer only inside the country, without its code
    return PhoneNumber(display, "tel:" + uri, kinds.get(kind, "ordinary"), region)


def _well_grouped(text: str) -> bool:
    """Whether the number is written in groups of two or more digits, with one kind of separator."""
    groups = re.split(r"[ -]", text)
    one_separator = not (" " in text and "-" in text)
    return one_separator and len(groups) > 1 and all(group.isdigit() and 2 <= len(group) <= 4 for group in groups)
