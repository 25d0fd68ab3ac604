"""What people write in place of the name of a field or of a language in, what they mean out."""

from __future__ import annotations

from collections.abc import Collection, Container

from generator.source import Guess, Mapping, did_you_mean

_LANGUAGES = {
    "polski": "pl", "po polsku": "pl", "polish": "pl", "angielski": "en", "english": "en", "rosyjski": "ru",
    "russian": "ru", "ukraiński": "uk", "ukrainian": "uk", "ua": "uk", "hebrajski": "he", "hebrew": "he", "iw": "he",
    "białoruski": "be", "belarusian": "be", "niemiecki": "de", "arabski": "ar", "arabic": "ar", "francuski": "fr",
    "עברית": "he", "אנגלית": "en", "רוסית": "ru", "פולנית": "pl", "אמהרית": "am", "ערבית": "ar",
}  # fmt: skip

_FIELDS = {
    "telefon": "phones", "tel": "phones", "phone": "phones", "telefony": "phones", "nazwa": "name", "adres": "address",
    "godziny": "hours", "opening_hours": "hours", "mail": "email", "e-mail": "email", "www": "website",
    "strona": "website", "url": "website", "opis": "description", "desc": "description", "miasto": "city",
    "ulica": "street", "kod": "postcode", "zip": "postcode", "types": "help_types", "help": "help_types",
    "groups": "target_groups", "koszt": "cost", "price": "cost", "warunki": "conditions", "jezyki": "languages",
    "języki": "languages", "źródło": "source", "zrodlo": "source", "sprawdzone": "verified", "uwagi": "notes",
    "note": "notes", "region": "area", "town": "area", "skierowanie": "referral", "usługi": "services",
}  # fmt: skip


def meant_field(name: str, known: Collection[str]) -> str | Guess:
    """The name of the known field that was meant by another one."""
    word = _FIELDS.get(name.lower(), "")
    return word if word in known else Guess(name, known)


def misnamed(node: Mapping, name: str, known: Container[str]) -> bool:
    """Whether a field that is not `known` stands for the one of this name: then that is not missing besides."""
    return any(
        _FIELDS.get(each.lower()) == name or did_you_mean(each, (name,)) for each in node.pairs if each not in known
    )


def meant_language(words: str) -> str:
    """The code of the language that was meant by its name or by another code; nothing when no such is known."""
    return _LANGUAGES.get(words.lower(), "")
