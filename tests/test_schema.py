"""`generator.schema`: phones, hours and addresses are read as meant or refused; what derives from it is fresh."""

from __future__ import annotations

import json
import random
import re

import jsonschema
import phonenumbers
import pytest
import yaml
from babel import Locale

from generator.schema import phones, web
from generator.schema.days import iso_day
from generator.schema.derived import derived_files
from generator.schema.fields import FILES, GUIDE
from generator.schema.hours import late_end, opening_times
from generator.schema.kinds import ListOf, Record
from generator.schema.phones import phone_number
from generator.schema.trouble import Trouble
from generator.schema.web import checked_email, checked_url, without_tracking
from tests.built import ROOT


@pytest.mark.parametrize(
    ("written", "country", "display", "uri", "kind"),
    [
        ("112", "PL", "112", "tel:112", "emergency"),
        ("116123", "PL", "116 123", "tel:116123", "short"),
        ("800 12 12 12", "PL", "800 12 12 12", "tel:+48800121212", "toll-free"),
        ("801 199 990", "PL", "801 199 990", "tel:+48801199990", "shared-cost"),
        ("(85) 734 12 55", "PL", "85 734 12 55", "tel:+48857341255", "ordinary"),
        ("85 740-39-10", "PL", "85 740 39 10", "tel:+48857403910", "ordinary"),
        ("+48857445027", "PL", "85 744 50 27", "tel:+48857445027", "ordinary"),
        ("85–744–50–27", "PL", "85-744-50-27", "tel:+48857445027", "ordinary"),
        ("85\u00a0744\u202f50 27", "PL", "85 744 50 27", "tel:+48857445027", "ordinary"),
        ("0048 664 762 880", "PL", "664 762 880", "tel:+48664762880", "mobile"),
        ("+44 20 7946 0958", "PL", "+44 20 7946 0958", "tel:+442079460958", "ordinary"),
        ("*3464", "IL", "*3464", "tel:*3464", "star"),
        ("1201", "IL", "1201", "tel:1201", "short"),
        ("1-800-220-000", "IL", "1-800-220-000", "tel:1800220000", "toll-free"),
        ("03-555-2784", "IL", "03-555-2784", "tel:+97235552784", "ordinary"),
    ],
)
def test_every_shape_of_number_is_known(written, country, display, uri, kind):
    """Short, star, toll-free, shared cost, mobile and fixed numbers, as people write them."""
    assert tuple(phone_number(written, country))[:3] == (display, uri, kind)


@pytest.mark.parametrize(
    ("country", "kind", "numbers"),
    [
        ("PL", "emergency", "112 997 998 999"),
        ("PL", "short", "986 987 19115 116111 116123"),
        ("IL", "emergency", "100 101 102 112"),
        ("IL", "short", "105 118 1201 1202 1203"),
    ],
)
def test_every_number_for_danger_and_crisis_is_known(country, kind, numbers):
    """Those that a guide surely names, whatever libphonenumber says in its next version."""
    assert {phone_number(number, country).kind for number in numbers.split()} == {kind}


@pytest.mark.parametrize(
    ("written", "country", "rule"),
    [
        ("0857452211", "PL", "phone-old-prefix"),
        ("85 744 50", "PL", "phone-length"),
        ("1857452211", "PL", "phone-length"),
        ("12", "PL", "phone-length"),
        ("85 744 50 27, 85 744 50 28", "PL", "phone-several"),
        ("85 744 50 27/28", "PL", "phone-several"),
        ("85 744 50 27 i 85 744 50 28", "PL", "phone-several"),
        *((f"85 744 50 27{sign}28", "PL", "phone-several") for sign in (",", ";", " / ", " lub ", " or ", " and ")),
        ("03-555-2784 או 85", "IL", "phone-several"),
        ("tel. 85 744 50 27", "PL", "phone-characters"),
        ("８５ 744 50 27", "PL", "phone-characters"),
        ("85 744 50 2７", "PL", "phone-characters"),
        ("", "PL", "phone-without-digits"),
        ("brak", "PL", "phone-without-digits"),
        ("*21*664762880#", "PL", "phone-code"),
        ("*3464", "PL", "phone-code"),
        ("700 123 456", "PL", "phone-premium"),
        ("300 12 34", "PL", "phone-premium"),
        ("400 123 456", "PL", "phone-premium"),
        ("300 123 456", "PL", "phone-premium"),
        *((f"1-{start}-123-456", "IL", "phone-premium") for start in (*range(900, 910), 919)),
        ("919-123-456", "IL", "phone-premium"),
        ("+44 909 879 0000", "PL", "phone-premium"),
        ("9" * 5000, "PL", "phone-several"),
        ("123", "PL", "phone-unknown"),
    ],
)
def test_a_number_that_harms_is_refused(written, country, rule):
    """With the rule that says what to do."""
    with pytest.raises(Trouble) as trouble:
        phone_number(written, country)
    assert trouble.value.rule == rule


@pytest.mark.parametrize(
    ("written", "country", "number", "inner"),
    [
        ("85 734 12 66 w. 12", "PL", "85 734 12 66", "12"),
        ("85 734 12 66 w12", "PL", "85 734 12 66", "12"),
        ("85 734 12 66, wew. nr 12", "PL", "85 734 12 66", "12"),
        ("85 734 12 66 (wewn. 3)", "PL", "85 734 12 66", "3"),
        ("85 734 12 66 Wewnętrzny: 3", "PL", "85 734 12 66", "3"),
        ("85 734 12 66wew.123456", "PL", "85 734 12 66", "123456"),
        ("85 734 12 66 ext. 12", "PL", "85 734 12 66", "12"),
        ("85 734 12 66; extension 12", "PL", "85 734 12 66", "12"),
        ("+44 20 7946 0958 x12", "PL", "+44 20 7946 0958", "12"),
        ("03-555-2784 שלוחה 3", "IL", "03-555-2784", "3"),
        ("03-555-2784 של׳ 3", "IL", "03-555-2784", "3"),
        ("85 734 12 66 w godz. 8", "PL", None, None),
        ("85 734 12 66 extra 8", "PL", None, None),
        ("85 734 12 wew. 12", "PL", None, None),
    ],
)
def test_an_extension_is_told_from_its_number(written, country, number, inner):
    """However it is called, the person is shown both in fields of their own; other words are no extension."""
    with pytest.raises(Trouble) as trouble:
        phone_number(written, country)
    if number:
        assert trouble.value.values["example"] == f'{{number: "{number}", extension: "{inner}"}}'
    assert trouble.value.rule == ("phone-extension" if number else "phone-characters")


@pytest.mark.parametrize(
    ("written", "example"),
    [
        ("85-734-12-66, 85-734-12-67", '["85-734-12-66", "85-734-12-67"]'),
        ("85 734 12 66 / 67", '["85 734 12 66", "85 734 12 67"]'),
        ("85 734 12 66 lub 664 762 880", '["85 734 12 66", "664 762 880"]'),
        ("85 734 12 66; 12345", '["…", "…"]'),
        ("85 734 12 66 85 734 12 67", '["…", "…"]'),
        ("tel. 85 734 12 66", "85 734 12 66"),
        ("85 734 12 66 (sekretariat)", "85 734 12 66"),
        ("85 734 12 66 w godz. 8", "85 734 12 66"),
        ("８５ 734 12 66", "85 734 12 66"),
        ("85 734 ab 12 66", "…"),
    ],
)
def test_the_number_to_write_instead_is_the_one_that_was_meant(written, example):
    """An example that somebody copies must never be the number of another place."""
    with pytest.raises(Trouble) as trouble:
        phone_number(written, "PL")
    assert trouble.value.values["example"] == example


@pytest.mark.parametrize(("digit", "letters"), [("0", "OoОоΟοס"), ("1", "lIiІі"), ("2", "Zz"), ("5", "Ss"), ("8", "B")])
def test_a_letter_that_looks_like_a_digit_is_named(digit, letters):
    """Latin, Cyrillic, Greek and Hebrew ones: nobody sees the difference, and a phone cannot dial them."""
    for letter in letters:
        with pytest.raises(Trouble) as trouble:
            phone_number(f"85 734 1{letter} 66", "PL")
        assert (trouble.value.rule, trouble.value.offset) == ("phone-letter", 8)
        assert trouble.value.values["sign"] == letter and trouble.value.values["place"] == 9
        assert trouble.value.values["example"] == f"85 734 1{digit} 66"


@pytest.mark.parametrize(("written", "sign", "offset"), [("85 734 ab 66", "ab", 7), ("tel. 85 744 50 27", "tel", 0)])
def test_what_is_no_digit_is_pointed_at(written, sign, offset):
    """Where it stands in what was written."""
    with pytest.raises(Trouble) as trouble:
        phone_number(written, "PL")
    assert (trouble.value.rule, trouble.value.offset) == ("phone-characters", offset)
    assert trouble.value.values["sign"] == sign


def test_a_plain_number_is_what_libphonenumber_says(monkeypatch):
    """Of every country that has plain ones: the short way gives the same as the long one or nothing."""
    countries = [country for country in sorted(phonenumbers.SUPPORTED_REGIONS) if phones._plan(country)]
    assert "PL" in countries and len(countries) > 20
    generate, told = random.Random(48), []
    for country in countries:
        for _ in range(4000 if country == "PL" else 100):
            length = 9 if country == "PL" and generate.random() < 0.8 else generate.randint(5, 18)
            digits = str(generate.randint(10 ** (length - 1), 10**length - 1))
            if generate.random() < 0.3:
                digits = phones._plan(country).code + digits
            text = re.sub(f"(.{{{generate.randint(2, 4)}}})", generate.choice((r"\1", r"\1 ", r"\1-")), digits)
            text = generate.choice(("", "", "+")) + text.strip(" -")
            plain = phones._plain(text, country)
            if plain is not None:
                told.append((text, country, plain))
    assert len(told) > 1000
    monkeypatch.setattr(phones, "_PLAIN", re.compile("(?!)"))
    for text, country, plain in told:
        assert phone_number.__wrapped__(text, country) == plain


@pytest.mark.parametrize(
    ("written", "expression"),
    [
        ("pn-pt 8-16", "Mo-Fr 08:00-16:00"),
        ("pon. 8.00–17.00, wt.–pt. 7.30–15.30", "Mo 08:00-17:00; Tu-Fr 07:30-15:30"),
        ("od poniedziałku do piątku od 8 do 16", "Mo-Fr 08:00-16:00"),
        ("pn.-pt. w godz. 8.00-16.00", "Mo-Fr 08:00-16:00"),
        ("codziennie 18-8", "Mo-Su 18:00-08:00"),
        ("wt i czw 10.00–13.00", "Tu,Th 10:00-13:00"),
        ("pn-pt 8-12 i 13-15", "Mo-Fr 08:00-12:00,13:00-15:00"),
        ("pn - pt 7:30-15:30; sob-nd zamknięte", "Mo-Fr 07:30-15:30"),
        ("א׳-ה׳ 9-17", "Mo-Th,Su 09:00-17:00"),
        ("ימים א-ה 8:00-16:00, ו 8-12", "Mo-Th,Su 08:00-16:00; Fr 08:00-12:00"),
        ("Mo-Fr 08:00-16:00", "Mo-Fr 08:00-16:00"),
        ("Mon-Fri 9am-5pm", "Mo-Fr 09:00-17:00"),
        ("Su 22:00-06:00", "Su 22:00-06:00"),
        ("Fr-Mo 10:00-12:00", "Mo,Fr-Su 10:00-12:00"),
        ("wt 10-12 czw 14-16", "Tu 10:00-12:00; Th 14:00-16:00"),
        ("pn-pt: 8:00 - 16:00, sob.: 9-13", "Mo-Fr 08:00-16:00; Sa 09:00-13:00"),
        ("poniedziałek: 8-16\nwtorek: 9-17", "Mo 08:00-16:00; Tu 09:00-17:00"),
        ("pn-pt 7-15; w soboty i niedziele 8-12", "Mo-Fr 07:00-15:00; Sa,Su 08:00-12:00"),
        ("we wtorki i czwartki 10-12", "Tu,Th 10:00-12:00"),
        ("pn nieczynne, wt 8-16", "Tu 08:00-16:00"),
        ("niedziela - nieczynne, pn-pt 8-16", "Mo-Fr 08:00-16:00"),
        ("sob. i nie. od 8 do 16", "Sa,Su 08:00-16:00"),
        ("sob 14-10", "Sa 14:00-10:00"),
        ("pn/śr/pt 8-16", "Mo,We,Fr 08:00-16:00"),
        ("pn-pt, 8-16", "Mo-Fr 08:00-16:00"),
        ("Mo-Fr 09:00-05:00", "Mo-Fr 09:00-05:00"),
        ("א,ב 8-12; ג 9-11", "Mo,Su 08:00-12:00; Tu 09:00-11:00"),
        ("א-ה 8:00 עד 16:00", "Mo-Th,Su 08:00-16:00"),
        ("Mon to Fri 8am to 4:30pm", "Mo-Fr 08:00-16:30"),
        ("Mon-Fri between 8am and 4pm", "Mo-Fr 08:00-16:00"),
        ("Mon and Wed 8-12 and 13-15", "Mo,We 08:00-12:00,13:00-15:00"),
        ("Mon-Fri 12pm-12am", "Mo-Fr 12:00-24:00"),
        ("weekdays 9-5pm", "Mo-Fr 09:00-17:00"),
        ("Mon 1-5pm, Tue 9:15-9:45 am", "Mo 13:00-17:00; Tu 09:15-09:45"),
        ("Mon 12-4pm, Tue 10-12pm", "Mo 12:00-16:00; Tu 10:00-12:00"),
        ("Fri 9-2am, Sat 8-8pm", "Fr 21:00-02:00, Sa 08:00-20:00"),
        ("Mo-Su 08:00-20:00; Su off", "Mo-Sa 08:00-20:00"),
        ("pn-pt 8-12; 13-15", "Mo-Fr 08:00-12:00,13:00-15:00"),
        ("pn-pt 18-8, sob-nd 16-10", "Mo-Fr 18:00-08:00, Sa,Su 16:00-10:00"),
        ("Mo-Su 20:00-08:00; Sa 18:00-10:00", "Mo-Fr,Su 20:00-08:00, Sa 18:00-10:00"),
        ("Fr-Mo 22:00-06:00; Su off", "Mo,Fr,Sa 22:00-06:00"),
        ("Mo-Su 08:00-20:00; Fr-Su off", "Mo-Th 08:00-20:00"),
        ("pn-pt całą dobę, sob 8-16", "Mo-Fr 00:00-24:00; Sa 08:00-16:00"),
        ("pn-pt 0-24; sob-nd 0-24", "24/7"),
        ("Mo-Su 00:00-24:00", "24/7"),
        ("całodobowo", "24/7"),
        ("כל היממה", "24/7"),
    ],
)
def test_everyday_hours_become_osm(written, expression):
    """Polish, Hebrew and English as people write them."""
    assert opening_times(written).expression == expression


@pytest.mark.parametrize("language", ["pl", "he", "en"])
def test_days_are_known_by_every_name(language):
    """In full and cut short, as CLDR has them: a day that is taken for another one leads to a closed door."""
    days = Locale(language).days
    names = {name: day for form in ("wide", "abbreviated", "short") for day, name in days["format"][form].items()}
    names |= {name: day for form in ("wide", "abbreviated") for day, name in days["stand-alone"][form].items()}
    assert set(names.values()) == set(range(7))
    for name, day in names.items():
        assert opening_times(f"{name} 8-16").spans == ((day, 480, 960),), name


@pytest.mark.parametrize(
    "days",
    [
        "poniedziałku wtorku środy czwartku piątku soboty niedzieli",
        "poniedziałek wtorek środę czwartek piątek sobotę niedzielę",
        "poniedziałki wtorki środy czwartki piątki soboty niedziele",
        "poniedzialek wtorek sroda czwartek piatek sobota niedziela",
        "pon wto śro czw pią sob niedz",
        "pn wt śr cz pt so nd",
        "mon tues wed thurs fri sat sun",
    ],
)
def test_days_are_known_however_they_are_bent(days):
    """After "od", "w" and "we", without accents, and as people cut them."""
    for day, name in enumerate(days.split()):
        assert opening_times(f"{name} 8-16").spans == ((day, 480, 960),), name


@pytest.mark.parametrize(
    ("languages", "written", "expression"),
    [
        ("cs en", "Po–Pá 8:00–16:00, So 9-12", "Mo-Fr 08:00-16:00; Sa 09:00-12:00"),
        ("lt", "Pn 8-12", "Fr 08:00-12:00"),
        ("de he", "Mo-So 8-16", "Mo-Su 08:00-16:00"),
        ("de", "Mo, Do, Fr 8-16", "Mo,Th,Fr 08:00-16:00"),
        ("uk", "пн-пт 8-16", "Mo-Fr 08:00-16:00"),
        ("ar", "الأحد-الخميس 8-16", "Mo-Th,Su 08:00-16:00"),
        ("tr", "Sa 08:00-16:00", "Sa 08:00-16:00"),
        ("en es", "Mon to Fri 8-16", "Mo-Fr 08:00-16:00"),
        ("he es", "א עד ה 8-16", "Mo-Th,Su 08:00-16:00"),
    ],
)
def test_days_are_those_of_the_languages_of_the_guide(languages, written, expression):
    """`Pn` is Friday in Lithuanian and Monday in Polish; what OSM writes is OSM everywhere."""
    assert opening_times(written, tuple(languages.split())).expression == expression


@pytest.mark.parametrize(
    ("languages", "written", "rule"),
    [
        ("lt pl", "Pn 8-12", "hours-two-days"),
        ("de pl", "Mo-So 8-16", "hours-two-days"),
        ("fr de", "Di 8-16", "hours-two-days"),
        ("tr", "Sa 8-16", "hours-two-days"),
        ("de", "Mo Do Fr 8-16", "hours"),
        ("da en", "Mon to Fri 8-16", "hours"),
    ],
)
def test_a_day_that_may_be_another_is_refused(languages, written, rule):
    """Nobody is sent to a closed door by a guess."""
    with pytest.raises(Trouble) as trouble:
        opening_times(written, tuple(languages.split()))
    assert trouble.value.rule == rule


def test_reading_hours_again_changes_nothing():
    """The canonical form is its own canonical form."""
    for written in (
        "pn-pt 8-16",
        "codziennie 18-8",
        "א׳-ה׳ 9-17",
        "24/7",
        "Fr 20:00-03:00; Sa,Su 12:00-24:00",
        "pn-pt 18-8; sob 10-12",
    ):
        once = opening_times(written)
        assert opening_times(once.expression) == once


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("pn-pt 8-26", "26"),
        ("codziennie od 8 do 26", "26"),
        ("Mo-Fr 8-26", "26"),
        ("א׳-ה׳ 9-27", "27"),
        ("Fr 20:00-26:00", ""),
        ("pn-pt 8-16:30, sob 8.25-12.45", ""),
        ("codziennie 18-8", ""),
        ("pn-pt 8-24", ""),
        ("24/7", ""),
    ],
)
def test_an_hour_that_no_clock_has_is_seen(written, hour):
    """In everyday words 26 is most often a slip for 16; OSM writes openings into the night like that."""
    assert late_end(written) == hour


def test_an_overnight_opening_belongs_to_the_day_on_which_it_begins():
    """18:00 to 8:00 on Sunday ends on Monday: minutes past 1440, not a second opening."""
    assert opening_times("nd 18-8").spans == ((6, 18 * 60, 32 * 60),)


def test_a_night_does_not_end_where_another_day_has_hours():
    """To OSM, `Fr 18:00-08:00; Sa 10:00-12:00` is closed from twelve: a shelter puts nobody out then."""
    assert opening_times("pt 18-8, sob 10-12").spans == ((4, 18 * 60, 32 * 60), (5, 600, 720))
    assert opening_times("nd 18-8; pn nieczynne").spans == ((6, 18 * 60, 32 * 60),)
    shelter = opening_times("pn-czw 18-8; pt-nd 20-10").spans
    assert [end - start for _, start, end in shelter] == 7 * [14 * 60]


@pytest.mark.parametrize(
    ("written", "kind"),
    [("po umówieniu", "by-appointment"), ("by appointment", "by-appointment"), ("בתיאום מראש", "by-appointment")]
    + [("po uzgodnieniu telefonicznym", "by-appointment"), ("cała doba", "always"), ("24h/dobę", "always")]
    + [("unknown", "unknown"), ("nieznane", "unknown"), ("לא ידוע", "unknown")]
    + [("24/7", "always"), ("całodobowo", "always"), ("כל היממה", "always"), ("Mo-Su 00:00-24:00", "always")],
)
def test_hours_may_be_no_hours(written, kind):
    """By appointment, unknown, and day and night are answers of their own."""
    assert opening_times(written).kind == kind


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("8-16", "hours-no-days"),
        ("8-16 pn-pt", "hours-no-days"),
        ("8-12; sob 9-13", "hours-no-days"),
        ("18:30", "hours-open-end"),
        ("pn-pt od 8", "hours-open-end"),
        ("09:00:00", "hours"),
        ("2026-08-16", "hours-excel"),
        ("0.3333", "hours-excel"),
        ("Mo-Fr 08:00+", "hours-open-end"),
        ("Mo-Fr 08:00-16:00; PH off", "hours-holidays"),
        ("pn-pt 8-16, święta zamknięte", "hours-holidays"),
        ("pn-pt 8-16, w swieta 10-12", "hours-holidays"),
        ("pn-pt 8-16 (oprócz świąt)", "hours-holidays"),
        ("Mon-Fri 8-16, closed on holidays", "hours-holidays"),
        ("א-ה 8-16, בחגים סגור", "hours-holidays"),
        ("Nov-Mar: Mo 10:00-12:00", "hours-beyond"),
        ("pierwszy wtorek miesiąca 9-13", "hours-beyond"),
        ("pn-pt 8-16, w lipcu 8-14", "hours-beyond"),
        ("Mon-Fri 8-16 except Tuesday", "hours-not"),
        ("kiedy się da", "hours-word"),
        ("pn-pt 25-26", "hours"),
        ("א-ה 8-12 ו 13-15", "hours"),
        ("codziennie", "hours-no-times"),
        ("pn-pt 8-16, sob", "hours-no-times"),
        ("pn, śr 8-16; czw", "hours-no-times"),
        ("pn-sob 8-16, nie w pt", "hours-not"),
        ("nie w środy 8-16", "hours-not"),
        ("pn-pt 8-16 oprócz śr", "hours-not"),
        ("nieczynne w niedziele, pn-pt 8-16", "hours-not"),
        ("zamknięte pn, wt-pt 8-16", "hours-not"),
        ("Mon-Fri 8-16 except Wed", "hours-not"),
        ("א-ה 8-16 חוץ מיום ד", "hours-not"),
        ("pn-pt 8-16; nieczynne", "hours-not"),
        ("Mon-Fri 9-5", "hours-half"),
        ("Mon-Fri 8:30-4:30", "hours-half"),
        ("Mon 1-5", "hours-half"),
        ("pn 8-8", "hours-half"),
        ("Mo-Fr off", "hours-never"),
        ("zamknięte", "hours-never"),
    ],
)
def test_hours_that_say_too_much_or_too_little_are_refused(written, rule):
    """With the field that the rest belongs to."""
    with pytest.raises(Trouble) as trouble:
        opening_times(written)
    assert trouble.value.rule == rule


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("javascript:alert(1)", "url-scheme"),
        ("data:text/html,x", "url-scheme"),
        ("ftp://a.pl", "url-scheme"),
        ("www.caritas.pl", "url-scheme-missing"),
        ("https://user:pass@caritas.pl", "url-login"),
        ("https://caritas.pl/a b", "url-characters"),
        ('https://caritas.pl/"onclick="x', "url-characters"),
        ("https://саritas.pl", "host-look-alike"),
        ("https://xn--ritas-3ve2j.pl", "host-punycode"),
        ("https://127.0.0.1/", "host"),
        ("https://localhost/", "host"),
        ("https://[::1", "url"),
        ("//caritas.pl", "url-scheme"),
        ("<https://caritas.pl>", "url-markdown"),
        ("[Caritas](https://caritas.pl/a)", "url-markdown"),
    ],
)
def test_an_address_that_misleads_is_refused(written, rule):
    """Other schemes, logins, look-alikes and hidden letters."""
    with pytest.raises(Trouble) as trouble:
        checked_url(written)
    assert trouble.value.rule == rule


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("https://proba.org/?fbclid=IwAR1&id=7&utm_source=fb#kontakt", "https://proba.org/?id=7#kontakt"),
        ("https://proba.org/dom?gclid=x", "https://proba.org/dom"),
        ("https://www.google.com/url?sa=t&url=https%3A%2F%2Fproba.org%2Fa%3Futm_id%3D1", "https://proba.org/a"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fproba.org&h=AT0", "https://proba.org"),
        ("https://www.google.com/url?sa=t", "https://www.google.com/url?sa=t"),
        ("https://proba.org/szukaj?q=utm_source&b=&&c", "https://proba.org/szukaj?q=utm_source&b=&&c"),
    ],
)
def test_what_tracks_readers_is_told_from_the_address(written, plain):
    """As it is copied from a post or a search; the rest stays to the letter."""
    assert without_tracking(written) == plain


@pytest.mark.parametrize("written", ["8,57445E+08", "8.57E+8", "857445027.0", "857445027,0"])
def test_a_number_that_excel_has_spoilt_is_told(written):
    """Its digits are lost, or look like another number."""
    with pytest.raises(Trouble) as trouble:
        phone_number(written, "PL")
    assert trouble.value.rule == "phone-excel"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("31.05.2026 r.", "2026-05-31"),
        ("31 maja 2026 roku", "2026-05-31"),
        ("31 במאי 2026", "2026-05-31"),
        ("1 Jan 2026", "2026-01-01"),
        ("2026-05-31 10:00:00", "2026-05-31"),
        ("46173", "2026-05-31"),
        ("31.02.2026", ""),
        ("05/31/2026", ""),
        ("wczoraj", ""),
    ],
)
def test_a_day_is_known_as_people_write_it(written, day):
    """In the order in which Poland and Israel write it; what is in doubt is none."""
    assert iso_day(written) == day


def test_polish_and_hebrew_domains_are_addresses():
    """Letters of one script that belong to the language are not look-alikes."""
    assert checked_url("https://żółw.pl/ścieżka")
    assert checked_email("kontakt@organizacja.org.pl")


@pytest.mark.parametrize(
    "written", ["kontakt", "a@b", "mailto:a@b.pl", "a b@c.pl", "a@c,pl", "a@c.pl?bcc=x@y.pl", '"a"@b.pl', "a@c.pl."]
)
def test_an_email_that_is_none_is_refused(written):
    """Nothing that could carry further headers either."""
    with pytest.raises(Trouble):
        checked_email(written)


def test_a_plain_address_is_one_by_every_rule(monkeypatch):
    """What is taken at a glance is taken by the long way, too."""
    generate = random.Random(443)
    letters, found = "abcxyz0189--..AZ_/?#:@%&=+~[]żא", []
    for _ in range(20_000):
        host = ".".join(
            "".join(
                generate.choices(letters[: generate.choice((10, 11, 20))], k=generate.choice((1, 3, 9, 31, 61, 64)))
            )
            for _ in range(generate.randint(1, 5))
        )
        rest = "".join(generate.choices(letters, k=generate.choice((0, 5, 220))))
        found.append((checked_url, f"https://{host}{generate.choice(('', '/'))}{rest}"))
        found.append((checked_email, f"kontakt@{host}"))
    plain = [
        (checked, text)
        for checked, text in found
        if web._PLAIN_URL.fullmatch(text) or web._PLAIN_HOST.fullmatch(text.removeprefix("kontakt@"))
    ]
    assert len(plain) > 1000
    for name in ("_PLAIN_URL", "_PLAIN_HOST"):
        monkeypatch.setattr(web, name, re.compile("(?!)"))
    for checked, text in plain:
        assert checked.__wrapped__(text) == text


def test_derived_files_are_fresh():
    """`guide schema` has been run after the last change of the schema."""
    for path, text in derived_files(ROOT).items():
        assert (ROOT / path).read_text("utf-8") == text, f"{path} is stale: run guide schema"


@pytest.mark.parametrize("name", [*FILES, "guide"])
def test_the_editors_schema_accepts_the_real_data(name):
    """And is a JSON Schema."""
    schema = json.loads((ROOT / f"data/schema/{name}.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    data = yaml.safe_load((ROOT / f"data/{name}.yaml").read_text("utf-8"))
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(data)) == []


def all_fields(record: Record):
    """The fields of a record and of the records in them."""
    for field in record.fields:
        yield field
        inner = field.kind.item if isinstance(field.kind, ListOf) else field.kind
        if isinstance(inner, Record):
            yield from all_fields(inner)


def test_every_field_is_explained_in_three_languages():
    """A contributor reads one of them."""
    records = [record for lists in FILES.values() for _, record in lists] + [GUIDE]
    for record in records:
        for field in all_fields(record):
            assert set(field.help) == {"pl", "he", "en"} and all(field.help.values()) and field.example
