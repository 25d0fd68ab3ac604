"""What our catalogues say in each language: its own marks, one word for one thing, and nobody's gender."""

from __future__ import annotations

import re
from functools import cache

import pytest
from babel.messages.pofile import read_po

from generator.languages import LOCALES, SPOKEN
from generator.pages.words import ACCESSIBILITY, BOOKING, CHIPS, SENTENCES
from tests.built import ROOT

MARKS = {"pl": "„”«»", "he": "״׳", "en": "“”‘’"}
"""Quotation marks and apostrophes of a language."""
ALL_MARKS = "\"'‟" + "".join(MARKS.values())

INSTEAD = {
    "pl": {
        r"\w(?:ł[ea]ś|łam|(?<!źród)łem|ła?by[śm]|winieneś|winnaś)\b": "a form for women and men alike",
        r"\bulot[ek]": "kartka z telefonami",
        r"\błącz[ae]\b": "link",
        r"\bsto(?:i|ją)\b(?! do góry nogami)": "jest, są",
        r"\bz?weryfik": "potwierdzone",
        r"\w [-—] \w": "an en dash",
    },
    "he": {
        r"(?<!\w)[וש]?(?:אתה|שלך|אליך|אותך|התקשרי|לחצי?|בחרי?|חייגי?|הקלידי?|שאלי?|תוכלי?)(?!\w)": "the plural",
        r"(?<!\w)[בהלמ]?כל הארץ": "המדינה; to a reader in Israel the other word means that country",
        r"(?<!\w)מיד(?!\w)": "מייד",
        r"(?<!\w)דפי? רחוב": "דף טלפונים",
        r"(?<!\w)ה?יציאה \{port": "הפורט",
        r"(?<!\w)(?:אי)?מייל(?!\w)": "דוא״ל",
        r"(?<![\w׳״])[ובהלמכש]{1,3}(?:[A-Za-z0-9{״]|%\((?!area|language))": "a maqaf behind the prefix",
        r"[א-ת]-[A-Za-z0-9{%]": "a maqaf, not a hyphen",
        r"[\u0591-\u05bd\u05bf-\u05c7]": "no points",
        r"\w [-—] \w": "an en dash",
    },
    "en": {
        r"\bstands?\b(?! for\b| upright)": "is, are",
        r"(?<!\()\bemail\b": "e-mail",
        r"\w [-—] \w": "an en dash",
    },
}
"""What a language does not say, and what it says instead."""

WORDED_APART = {("pl", "accessible-toilet")}
"""In print it stands behind "for people with disabilities:"."""


@cache
def said(language: str, domain: str) -> dict[tuple[str | None, str], str]:
    """The sentences of a catalogue by context and name; the forms of a plural as lines."""
    with (LOCALES / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
        messages = [message for message in read_po(file, locale=language) if message.id]
    return {
        (one.context, one.id if isinstance(one.id, str) else one.id[0]): one.string
        if isinstance(one.string, str)
        else "\n".join(one.string)
        for one in messages
    }


def domains(language: str) -> list[str]:
    """The catalogues of a language."""
    return sorted(file.stem for file in (LOCALES / language / "LC_MESSAGES").glob("*.po"))


@pytest.mark.parametrize("language", SPOKEN)
def test_quotation_marks_are_those_of_the_language(language: str) -> None:
    """Straight ones stand only around what is to be typed: in a tip, or behind an option."""
    for domain in domains(language):
        for (context, name), words in said(language, domain).items():
            found = {sign for sign in words if sign in ALL_MARKS} - set(MARKS[language])
            if context == "tip":
                found -= {'"', "'"} | (set("„”") if name == "inner-quotes" else set())
            assert not found or " --" in words, (domain, name, words)


@pytest.mark.parametrize("language", SPOKEN)
def test_one_thing_has_one_word(language: str) -> None:
    """And nobody is taken for a woman or a man, in sentences as in articles."""
    sentences = [words for domain in domains(language) for words in said(language, domain).values()]
    articles = [file.read_text("utf-8") for file in (ROOT / "content" / language).glob("*.md")]
    for words in sentences + articles:
        for pattern, instead in INSTEAD[language].items():
            found = re.search(pattern, words)
            assert not found, f"{found[0]!r}: {instead}: {words[max(0, found.start() - 40) : found.end() + 40]}"


@pytest.mark.parametrize("language", SPOKEN)
def test_a_fact_is_worded_alike_everywhere(language: str) -> None:
    """On pages, in print, in forms and in reports of changes."""
    pages, print_, reports = (said(language, domain) for domain in ("guide", "booklet", "edit"))
    for name in pages.keys() & print_.keys():
        assert pages[name] == print_[name], name
    for kind, table in (("condition", SENTENCES), ("accessibility", ACCESSIBILITY), ("booking", BOOKING)):
        for fact, sentence in table.items():
            if (language, fact) not in WORDED_APART:
                assert print_.get((kind, fact)) in (None, pages[None, sentence]), fact
    for table in (CHIPS, ACCESSIBILITY, BOOKING):
        for fact, sentence in table.items():
            assert reports.get((None, f"value-{fact}")) in (None, pages[None, sentence]), fact
