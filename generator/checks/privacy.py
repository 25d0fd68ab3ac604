"""Rules that keep people safe: secret places, sensitive kinds of help, names and addresses of persons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checks.draft import (
    Draft,
    ServiceDraft,
    as_service,
    entry_problem,
    other_rule,
    rule,
    service_problem,
    services_of,
    texts_of,
)
from generator.languages import SPOKEN
from generator.problems import Problem
from generator.regex import regex
from generator.schema.kinds import Words
from generator.stems import fold


@rule
def confidential_places_stay_secret(draft: Draft) -> Iterator[Problem]:
    """A service of a kind with a confidential location bears no address, coordinates or street-like words.

    Nor does an organisation that gives no other services: its address would be theirs.
    """
    secret = {
        entry.values["id"]
        for entry in draft.help_types
        if entry.values.get("confidential_location") and "id" in entry.values
    }
    for entry in draft.organisations:
        services = list(services_of(entry))
        hidden = [one for one in services if not secret.isdisjoint(one.values.get("help_types", ()))]
        if entry.values.get("services") and len(hidden) == len(services):
            hidden.insert(0, as_service(entry))
        for service in hidden:
            yield from _tells_where(service)


_CAPITAL = "A-ZÁÄĄČĆĎÉĘĚĖÍĮĹĽŁŇŃÓÔÖŔŘŚŠŤÚÜŪŮŲÝŹŻŽА-ЯҐЄІЇ"
_STREET = regex(
    r"(?<![.@\w])(?:ul|al|pl)\.\s*\w|\b(?:ul|ulic[aęąy]|alej[aeię]|placu?|osiedl[eau]|rehov)\s+"
    rf"(?-i:[\d{_CAPITAL}])|(?-i:\b[{_CAPITAL}]\w+ )(?:street|st\.)(?!\w)|רחוב\s+\w"
    r"|(?<![\d-])\d{2}-\d{3}(?![\d-])",
    re.IGNORECASE,
)
"""What begins an address, but no word such as "placówka", and no playground ("plac zabaw")."""
_STREET_ELSEWHERE = regex(
    # Ukrainian and Russian, Czech and Slovak, Lithuanian, German, French, Arabic.
    r"(?<!\w)(?:вул|ул|просп|пров)\.\s*\w"
    rf"|\b(?:(?:вулиц|улиц|проспект|площ)\w*|ulic[eií]|třída)\s+(?-i:[{_CAPITAL}])"
    rf"|\bnám(?:\.|ěstí|estie)\s+(?-i:[\d{_CAPITAL}])"
    rf"|(?-i:\b[{_CAPITAL}]\w+ )(?:g\.|gatv\w+)\s*\d|\w(?:straße|strasse|str\.)\s*\d"
    r"|\d,?\s+(?:bis\s+)?(?:rue|avenue|boulevard)\s+\w|شارع\s+\w",
    re.IGNORECASE,
)
"""The same in texts of languages that guides add: in Polish `g.` is an hour, in Lithuanian a street."""


def _tells_where(service: ServiceDraft) -> Iterator[Problem]:
    address = service.values.get("address")
    if address:
        yield service_problem(
            service, "address", "confidential", found=address.get("street") or address.get("city", "…")
        )
    names = [("name", ("name",), service.values["name"])] if service.values.get("name") else []
    for field, path, words in (*names, *texts_of(service)):
        for language, text in words.by_language.items():
            if match := _STREET.search(text) or (language not in SPOKEN and _STREET_ELSEWHERE.search(text)):
                place = service.organisation.place(*service.path, *path)
                yield Problem(place, "confidential", service.record, field, {"found": match[0]})


@other_rule
def sensitive_kinds_are_neutral(draft: Draft) -> Iterator[Problem]:
    """A sensitive kind of help has an address and a name that give nothing away."""
    for entry in (*draft.help_types, *draft.target_groups):
        if not entry.values.get("sensitive"):
            continue
        if not entry.values.get("slug") or entry.values["slug"] == entry.values.get("id"):
            yield entry_problem(entry, "slug", "sensitive-slug", example="home-matters")
        if not entry.values.get("neutral_name"):
            example = 'neutral_name: {pl: "Sprawy domowe", he: "…", en: "Home matters"}'
            yield entry_problem(entry, "neutral_name", "required", example=example)


@rule
def addresses_are_of_institutions(draft: Draft) -> Iterator[Problem]:
    """A personal-looking e-mail address is looked at by a reviewer."""
    for service in draft.services:
        local = service.values.get("email", "").partition("@")[0].lower()
        if (names := re.fullmatch(r"([a-z]+)[._-]([a-z]+)", local)) and _of_a_person(*names.groups()):
            yield service_problem(service, "email", "personal-email", "warning", found=service.values["email"])


def _of_a_person(one: str, other: str) -> bool:
    """Whether two parts of an address look like somebody's names: `anna.nowak`, `nowak.anna`, `a.kowalska`."""
    return not FIRST_NAMES.isdisjoint((one, other)) or (len(one) == 1 and other.endswith(_SURNAME_ENDS))


FIRST_NAMES = frozenset(
    "adam agata agnieszka aleksandra alicja andrzej aneta anna barbara bartosz beata bozena danuta dariusz dorota "
    "elzbieta ewa ewelina grazyna grzegorz halina hanna helena henryk irena iwona izabela jacek jadwiga jakub jan "
    "janina janusz jerzy joanna jolanta jozef julia justyna kamil karolina katarzyna kazimierz kinga krystyna "
    "krzysztof leszek lucyna lukasz maciej magdalena malgorzata marcin marek maria mariusz marta marzena mateusz "
    "michal miroslaw monika natalia olga pawel piotr piotrek rafal renata robert roman ryszard sebastian slawomir "
    "stanislaw sylwia szymon teresa tomasz urszula wanda wieslawa wojciech zbigniew zofia zuzanna "
    "avi david dana michal moshe noa ruth sara shira tal yael yosef".split()
)  # fmt: skip


@rule
def phones_are_of_institutions(draft: Draft) -> Iterator[Problem]:
    """The name of a person beside a phone or in a text is looked at by a reviewer.

    It would rather miss a name than ask about an institution: a rule that errs often is one that nobody reads.
    """
    for record in draft.records:
        yield from _names(record)


def _names(service: ServiceDraft) -> Iterator[Problem]:
    for field, path, words in texts_of(service):
        found = _addressed(words)
        if not found and field == "phones.label":
            found = next(filter(_is_a_name, words.by_language.values()), "")
        if found:
            place = service.organisation.place(*service.path, *path)
            yield Problem(place, "personal-name", service.record, field, {"found": found}, "warning")


def _addressed(words: Words) -> str:
    """The first name in a text that a form of address tells; empty when there is none."""
    for language, text in words.by_language.items():
        signs, shape = _ADDRESSED.get(language, _ADDRESSED["en"])
        for sign in signs:
            if sign in text and (match := shape.search(text)):
                return match[0]
    return ""


def _is_a_name(label: str) -> bool:
    """Whether a label is two or three words that look like somebody's first and last name."""
    found = label.split()
    if not 2 <= len(found) <= 3 or not all(_CAPITALISED.fullmatch(one) for one in found):
        return False
    plain = [fold(one) for one in found]
    if not _OF_INSTITUTIONS.isdisjoint(plain):
        return False
    return not FIRST_NAMES.isdisjoint(plain) or plain[-1].endswith(_SURNAME_ENDS)


_TITLES = (
    r"B(?:óg|oga|ogu|ogiem|oże)\b|Jezus|Dyrektor|Kierowni|Prezes|Mecenas|Doktor|Psycholog|Pedagog|Burmistrz|Wójt"
    r"|Prezydent|Pan[iu]?\b"
)
_ADDRESSED = {
    # "1 p. Wejście…" is a floor, "pani Kierownik" an office
    "pl": (
        ("pan", "Pan", "p. ", "P. "),
        regex(
            rf"\b(?:[Pp]an(?:i|ią|em|a|u|ie)?|(?<![\dIVX] )[Pp]\.)\s+(?!{_TITLES})[A-ZĄĆĘŁŃÓŚŹŻ][a-ząćęłńóśźż]{{2,}}"
            r"(?:\s+[A-ZĄĆĘŁŃÓŚŹŻ][a-ząćęłńóśźż-]+)?"
        ),
    ),
    "he": (("גב", "מר "), regex(r"(?<![א-ת])(?:[לבהוש]?גב[׳'’]|ל?מר)\s+[א-ת]{2,}(?:\s+[א-ת]{2,})?")),
    "en": (("Mr", "Ms", "Miss"), regex(r"\b(?:Mrs|Mr|Ms|Miss)\b\.?\s+[A-Z][\w-]+(?:\s+[A-Z][\w-]+)?")),
}
"""By language: what to look for first, ten times as fast, and a form of address with the name behind it."""
_CAPITALISED = regex(r"[A-ZĄĆĘŁŃÓŚŹŻ](?:\.|[a-ząćęłńóśźż]+(?:-[A-ZĄĆĘŁŃÓŚŹŻ][a-ząćęłńóśźż]+)?)")
_SURNAME_ENDS = (
    "wski",
    "wska",
    "lski",
    "lska",
    "nski",
    "nska",
    "icki",
    "icka",
    "ecki",
    "ecka",
    "wicz",
    "czyk",
    "szczuk",
)
_OF_INSTITUTIONS = frozenset(
    "advice aid area biuro care center centre centrum clinic dom dworzec dyzur dyzurny dzial emergency fundacja "
    "gabinet gmina help helpline hospital hostel house infolinia izba klinika klub kuratorium line linia miejska "
    "miejski night noclegownia oddzial office ogrzewalnia ops osrodek pckz pcpr plac placowka po pogotowie pokoj "
    "policja pomoc poradnia portiernia powiat powiatowa powiatowy przychodnia punkt recepcja referat rejestracja "
    "room sad schronisko sekcja sekretariat service shelter spitali stowarzyszenie straz swietlica szkola szpital "
    "telefon ul ulica urzad ward wydzial zaklad zapisy zespol zespolu".split()
)
