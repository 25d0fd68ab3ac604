"""YAML's traps for lay people, which PyYAML reads otherwise: read as the person meant, or refused with advice."""

from __future__ import annotations

import pytest

from tests.small import loaded, problems_of, record, small_guide

PHONE = 'phones: ["85 744 50 27"]'


def service(guide):
    """The one service of the one organisation."""
    return guide.organisation["dom"].services[0]


MEANT = {
    "8:00 without quotes is a time, not 480": (
        f"{PHONE}\nhours: pn-pt 8:00-16:00",
        lambda guide: service(guide).hours.expression,
        "Mo-Fr 08:00-16:00",
    ),
    "18:30 without quotes is a time, not 1110": (
        f"{PHONE}\nhours: codziennie 18:30-8:00",
        lambda guide: service(guide).hours.expression,
        "Mo-Su 18:30-08:00",
    ),
    "a register number keeps its zeros": (
        f"{PHONE}\nregistry: {{krs: 0000123456}}",
        lambda guide: guide.organisation["dom"].registry["krs"],
        "0000123456",
    ),
    "a register number with a nine keeps its zeros": (
        f"{PHONE}\nregistry: {{krs: 0000189999}}",
        lambda guide: guide.organisation["dom"].registry["krs"],
        "0000189999",
    ),
    "a phone keeps its plus": (
        "phones: [+48857445027]",
        lambda guide: service(guide).phones[0].uri,
        "tel:+48857445027",
    ),
    "a phone without quotes or spaces is a phone": (
        "phones: [664762880]",
        lambda guide: service(guide).phones[0].display,
        "664 762 880",
    ),
    "NO is a name, not false": (
        f"{PHONE}\naddress: {{street: NO, city: on}}",
        lambda guide: (service(guide).address.street, service(guide).address.city),
        ("NO", "on"),
    ),
    "yes is a word in a text, not true": (
        f"{PHONE}\nnotice: {{pl: tak, he: כן, en: yes}}",
        lambda guide: guide.organisation["dom"].notice.in_language("en").words,
        "yes",
    ),
    "no is a language code, not false": (
        f"{PHONE}\nlanguages: [pl, no]",
        lambda guide: service(guide).languages,
        ("pl", "no"),
    ),
    "null is not yet": (f"{PHONE}\nverified: null", lambda guide: guide.organisation["dom"].source.verified, None),
    "a date without quotes is a date": (
        f"{PHONE}\nverified: 2026-05-31",
        lambda guide: guide.organisation["dom"].source.verified.isoformat(),
        "2026-05-31",
    ),
    "a year is the date of a source, not a number": (
        f"{PHONE}\nsource_date: 2024",
        lambda guide: guide.organisation["dom"].source.seen_precision,
        "year",
    ),
    "an en dash between hours is a hyphen": (
        f"{PHONE}\nhours: pn–pt 8–16",
        lambda guide: service(guide).hours.expression,
        "Mo-Fr 08:00-16:00",
    ),
}


@pytest.mark.parametrize("trap", MEANT)
def test_read_as_meant(trap, tmp_path):
    """The value is what the person wrote."""
    lines, value, expected = MEANT[trap]
    assert value(loaded(small_guide(tmp_path, record(lines)))) == expected


REFUSED = {
    "a day that is none": (f"{PHONE}\nverified: 2026-13-01", "date-impossible"),
    "a Polish date": (f"{PHONE}\nverified: 31.05.2026", "date"),
    "a star number is an alias": ("phones: [*3464]", "alias"),
    "a number sign cuts": (f"{PHONE}\naddress: {{city: Białystok}}\nnotes: pokój #12", "cut-at-hash"),
    "a comma cuts": (f"{PHONE}\ndescription: {{pl: Osoby, które chcą pomagać}}", "flow-comma"),
    "a repeated key": (f'{PHONE}\nphones: ["85 744 50 28"]', "repeated-key"),
    "an exclamation mark is a tag": (f"{PHONE}\nnotes: !pilne dzwonić", "tag"),
    "no space after the colon": (f"{PHONE}\nnotes:Dom\ncost: free", "space-after-colon"),
    "a non-breaking space": (f"{PHONE}\nnotes:\u00a0Dom", "hard-space"),
    "curly quotes around a number": ("phones: [„85 744 50 27”]", "curly-quotes"),
    "curly quotes around an address": (f'{PHONE}\nwebsite: "“https://proba.org”"', "curly-quotes"),
    "a list with en dashes": ("phones:\n  – 85 744 50 27\n  – 85 744 50 28", "list-dash"),
    "a number of 5,000 digits": (f"phones: [{'9' * 5000}]", "phone-several"),
    "two YAML keys in one visible line": (f"{PHONE}\nnotes: a\u2028cost: paid", "refused-character"),
    "letters that leave no ink": (f'{PHONE}\naddress: {{street: "\u3164 \u2800\u200f"}}', "empty"),
    "a merge-key bomb": (f"{PHONE}\naddress: {{<<: {{city: X}}}}", "merge-key"),
}


@pytest.mark.parametrize("words", ['Beta"', "'Beta\"'", 'Dom "Nadziei" na Lipowej 5"'])
def test_a_closing_quote_alone_is_asked_about(words, tmp_path):
    """YAML takes it for a letter, and `guide fmt` puts such a text in quotes: readers would see it."""
    guide = small_guide(tmp_path, record(f"{PHONE}\naddress: {{city: {words}}}\ndescription: {words}"))
    found = [(problem.field, problem.level) for problem in problems_of(guide) if problem.rule == "stray-quote"]
    assert found == [("address.city", "warning"), ("description", "warning")]


QUOTED = ('Dom "Nadziei"', 'Dom „Nadziei"', 'עמותת "בית"', 'עו"ס', 'עמותת עו"ס "בית"')


@pytest.mark.parametrize("words", QUOTED)
def test_quotes_that_belong_to_a_text_stay(words, tmp_path):
    """A pair of them, a Polish opening one and the gershayim of a Hebrew abbreviation."""
    guide = small_guide(tmp_path, record(f"{PHONE}\naddress: {{street: {words}}}"))
    assert "stray-quote" not in [problem.rule for problem in problems_of(guide)]


@pytest.mark.parametrize("trap", REFUSED)
def test_refused_with_advice(trap, tmp_path):
    """The rule that says what to do; its sentences are in the golden messages."""
    lines, rule = REFUSED[trap]
    assert rule in [problem.rule for problem in problems_of(small_guide(tmp_path, record(lines)))]
