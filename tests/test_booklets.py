"""What booklets are made of: quoted values, isolated words, chapters, folding, the list of what was printed."""

from __future__ import annotations

import argparse
import io
import itertools
import json
import random
import re
from datetime import date
from pathlib import Path

import pdfplumber
import pytest
import typst
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from generator import report
from generator.booklets import engine, formats, leaflets, manifest
from generator.booklets.booklet import READING, prepared
from generator.booklets.booklet import source as booklet_source
from generator.booklets.entries import entry_view, hours_lines, short_number
from generator.booklets.errata import errata
from generator.booklets.errata import missing as missing_corrections
from generator.booklets.imposition import folded, order, padded
from generator.booklets.letters import missing
from generator.booklets.selection import selection
from generator.booklets.words import Run, characters, words
from generator.commands import print as print_command
from generator.languages import DOMAINS, own_words_file
from generator.load import load, past
from generator.model import Edition, Hours, Span, Text
from generator.problems import DataProblems, Stop
from generator.schema import ACCESSIBILITY, CONDITIONS
from generator.templates.booklet import environment, literal, render
from tests.built import guide
from tests.small import GOOD, GUIDE, loaded, record, small_guide

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 11, 22)
EDITIONS = """
editions:
  - {id: dom, title: {pl: "Wszystko", he: "הכול", en: "Everything"}, pages: 4}
"""
HOSTILE = (
    '"', "\\", '\\"', "#", "#panic()", '"); #panic(); ("', "$x$", "*a*", "_b_", "@c", "<d>", "`e`", "[", "]", "{", "}",
    "//", "/*", "*/", "\\u{0}", "\n", "\r", "\t", "\x00", "\x1b", "\u2028", "\u202e", "{{ 1 }}", "{% raw %}", "%}",
    "=", "- ", "+", "~", "…", "„ę”", "שלום", "\u2066", "#import", "&#34;", "'", "'''", '"""',
)  # fmt: skip


def read_back(source: bytes) -> list:
    """What Typst made of the values that a source hands to `metadata`."""
    compiler = typst.Compiler(input={"main": source}, font_paths=engine.fonts())
    return [one["value"] for one in json.loads(compiler.query("metadata"))]


def metadata(values: list[str], template: str) -> bytes:
    """A document that holds each value, put there by a Jinja template with our environment."""
    return environment().from_string(template).render(values=values).encode()


TEMPLATES = (
    "{% for value in values %}#metadata({{ value }})\n{% endfor %}",
    "{% for value in values %}#metadata({{ value | safe }})\n{% endfor %}",
    "{% autoescape false %}{% for value in values %}#metadata({{ value | string }})\n{% endfor %}{% endautoescape %}",
    "{% macro it(value) %}{{ value }}{% endmacro %}"
    "{% for value in values %}#metadata(({{ [value] }}).first())\n{% endfor %}",
)


def hostile_strings(count: int) -> list[str]:
    """Strings of everything that means something to Typst, Jinja, HTML or a terminal."""
    choose = random.Random(5000)
    return ["".join(choose.choices(HOSTILE, k=choose.randint(1, 12))) for _ in range(count)]


@pytest.mark.parametrize("template", TEMPLATES)
def test_hostile_strings_come_back_as_they_were(template: str) -> None:
    """5,000 strings of markup, code and quotes are read back unchanged, whatever way they were put in."""
    values = hostile_strings(5000)
    assert read_back(metadata(values, template)) == values


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=20))
def test_any_text_comes_back_as_it_was(values: list[str]) -> None:
    """Every text of Unicode is one quoted literal."""
    assert read_back(metadata(values, TEMPLATES[0])) == values


def test_only_known_kinds_of_values_have_a_literal() -> None:
    """A value that we did not foresee stops the booklet instead of being pasted in."""
    with pytest.raises(TypeError):
        literal(object())
    with pytest.raises(TypeError):
        literal(0.5)


def test_templates_of_booklets_have_no_way_round_the_literal() -> None:
    """No filter block, which would change literals after they were quoted."""
    folder = ROOT / "theme" / "templates" / "booklet"
    for path in folder.glob("*.j2"):
        text = path.read_text("utf-8")
        assert "{% filter" not in text and "{% call" not in text, path.name


@pytest.mark.parametrize(
    ("sentence", "runs"),
    [
        ("להתקשר אל 85 744 50 27 עכשיו", ["85 744 50 27"]),
        ("בגילאי 18–25, 25 אנשים", ["18–25", "25"]),
        ("חדר 7A.", ["7A"]),
        ("מותר (CC BY 4.0).", ["CC BY 4.0"]),
        ("ul. Kolejowa 26 a", ["ul. Kolejowa 26 a"]),
        ("אתר np.ms.gov.pl, או a@b.pl.", ["np.ms.gov.pl", "a@b.pl"]),
        ("בקו *3464 או 1-800-220-000", ["*3464", "1-800-220-000"]),
        ("המחיר 12,50 או 50% ממנו", ["12,50", "50%"]),
        ("חדר 7A/B, ul. Długa 5/7 m. 3.", ["7A/B", "ul. Długa 5/7 m. 3"]),
        ("באתר proba.org/a?b=c#d, לא e-⁠mail", ["proba.org/a?b=c#d", "e-⁠mail"]),
    ],
)
def test_hebrew_isolates_what_is_read_left_to_right(sentence: str, runs: list[str]) -> None:
    """Phones, times, rooms, licences, addresses are runs of their own, without the full stop behind them."""
    line = words("he").isolated(sentence)
    assert [part.text for part in line if isinstance(part, Run)] == runs
    assert characters(line) == sentence


@pytest.mark.parametrize(
    ("language", "text", "runs"),
    [
        ("he", "בערך 8:00 עד 16:00", ["8:00", "16:00"]),
        ("pl", "około 8:00–16:00", ["8:00–16:00"]),
        ("en", "about 8:00–16:00", ["8:00–16:00"]),
    ],
)
def test_times_in_a_note_are_said_as_elsewhere(language: str, text: str, runs: list[str]) -> None:
    """Whatever dash somebody typed: in words in Hebrew, where a dash is read the wrong way, else on one line."""
    for dash in ("-", "–", " - "):
        line = words(language).isolated(text.replace("8:00–16:00", f"8:00{dash}16:00").replace(" עד ", dash))
        assert characters(line) == text
        assert [(part.text, part.whole) for part in line if isinstance(part, Run)] == [(one, True) for one in runs]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("pl", "pon.–pt. od~8:00~do~16:00"),
        ("he", "שני עד שישי, משעה~8:00~עד~16:00"),
        ("en", "Mon–Fri: 8:00~to~16:00"),
    ],
)
def test_hours_are_said_in_words(language: str, expected: str) -> None:
    """Times are words with two numbers, in Hebrew the days too: a dash between numbers is read the wrong way.

    No line ends between them (`~`).
    """
    hours = Hours("weekly", "Mo-Fr 08:00-16:00", tuple(Span(day, 480, 960) for day in range(5)))
    (line,) = words(language).hours(hours)
    assert characters(line).replace("\u00a0", "~") == expected
    if language == "he":
        assert "–" not in characters(line)


def test_hours_past_midnight_name_the_next_day() -> None:
    """From evening to morning."""
    (line,) = words("pl").hours(Hours("weekly", "", tuple(Span(day, 1200, 1920) for day in range(7))))
    assert characters(line).replace("\u00a0", "~") == "codziennie od~20:00~do~8:00 następnego dnia"


def sentences(language: str) -> set[tuple[str | None, str]]:
    """Context and id of what a catalogue says."""
    path = ROOT / "theme" / "locales" / language / "LC_MESSAGES" / "booklet.po"
    with path.open("rb") as file:
        return {(message.context, message.id) for message in read_po(file) if message.id and message.string}


@pytest.mark.parametrize("language", ["pl", "he", "en"])
def test_every_condition_has_its_sentence(language: str) -> None:
    """An id of a controlled list never reaches paper."""
    wanted = {("condition", one) for one in CONDITIONS if one != "pets-welcome"}
    wanted |= {("accessibility", one) for one in ACCESSIBILITY}
    wanted |= {("booking", one) for one in ("phone", "email", "online", "in-person")}
    assert wanted <= sentences(language)


@pytest.mark.parametrize("right_bound", [False, True])
@pytest.mark.parametrize("pages", range(4, 132, 4))
def test_folded_pages_follow_one_another(pages: int, right_bound: bool) -> None:
    """Printed, stacked, folded and bound, every multiple of 4 up to 128 reads 1, 2, 3…"""
    assert folded(order(pages, right_bound), right_bound) == list(range(1, pages + 1))


def test_order_of_eight_pages() -> None:
    """As every printer lays them: the last page beside the first; for Hebrew the other way round."""
    assert order(8, right_bound=False) == [(8, 1), (2, 7), (6, 3), (4, 5)]
    assert order(8, right_bound=True) == [(1, 8), (7, 2), (3, 6), (5, 4)]


@pytest.mark.parametrize("count", range(4, 30))
def test_padding_stands_before_the_back_cover(count: int) -> None:
    """A folded booklet ends with its back cover, and what fills it up are pages for notes."""
    pages = padded(count)
    assert len(pages) % 4 == 0
    assert pages[-1] == count - 1
    assert pages[: count - 1] == list(range(count - 1))
    assert set(pages[count - 1 : -1]) <= {count - 2}


def real():
    """The repository's own guide."""
    return load(ROOT, TODAY)[0]


def test_services_out_of_reach_stay_out_of_print() -> None:
    """Who has neither phone nor e-mail nor address is only on the website, and the booklet says so."""
    chosen = selection(real(), Edition("all", Text({"pl": "x"}, "pl")))
    items = [item for chapter in chosen.chapters for item in chapter.items]
    assert all(item.service.phones or item.service.email or item.service.address for item in items)
    assert chosen.left_out > 0


def test_an_edition_holds_who_serves_its_people() -> None:
    """Hajnówka has its own offices and nationwide lines, and no shelter that takes only people of Białystok."""
    guide = real()
    edition = next(one for one in guide.settings.editions if one.id == "powiat-hajnowski")
    keys = {item.key for chapter in selection(guide, edition).chapters for item in chapter.items}
    assert {"mops-hajnowka/osrodek", "niebieska-linia/linia", "infolinia-dla-osob-bezdomnych/linia"} <= keys
    assert "caritas-bialystok/ogrzewalnia" not in keys
    assert not any(key.startswith("israel") for key in keys)


def test_every_service_stands_in_full_once() -> None:
    """Other chapters refer to it."""
    guide = real()
    for edition in guide.settings.editions:
        keys = [item.key for chapter in selection(guide, edition).chapters for item in chapter.items]
        assert len(keys) == len(set(keys))


def test_emergency_numbers_never_say_that_hours_are_unknown() -> None:
    """112 and its kin answer day and night."""
    guide = real()
    for organisation in guide.organisations:
        for service in organisation.services:
            if service.phones and all(short_number(phone) for phone in service.phones):
                said = " ".join(characters(line) for line in hours_lines(words("en"), service))
                assert "not known" not in said


def small(tmp_path: Path, organisations: str, **more: str):
    """A small guide with one edition."""
    return loaded(small_guide(tmp_path, organisations, guide=GUIDE + EDITIONS, **more))


def test_a_letter_that_the_font_lacks_is_named_with_its_record(tmp_path: Path) -> None:
    """No fallback font, no empty box: the record is named."""
    guide = small(tmp_path, record('phones: ["85 744 50 27"]\ndescription: {pl: "Idź → prosto ✓"}'))
    print_ = prepared(guide, selection(guide, guide.settings.editions[0]), "pl")
    assert list(missing(print_)) == [("dom/dom", "→✓")]


def test_the_engine_refuses_what_the_font_lacks(tmp_path: Path) -> None:
    """Even if nobody looked before."""
    guide = small(tmp_path, record('phones: ["85 744 50 27"]\ndescription: {pl: "Idź → prosto"}'))
    with pytest.raises(Stop) as stopped:
        list(formats.made(guide, guide.settings.editions[0], "pl", ("booklet",)))
    assert stopped.value.rule == "print-engine"


def test_an_edition_over_its_pages_names_what_to_leave_out(tmp_path: Path) -> None:
    """Lowest print priority first, and never what must always be printed."""
    guide = small(tmp_path, record('print_priority: 3\nphones: ["85 744 50 27"]'))
    (made,) = formats.made(guide, guide.settings.editions[0], "pl", ("booklet",))
    assert made.pages > made.budget == 4
    assert made.leave_out == ("dom/dom",)


def test_a_long_title_keeps_to_its_cover(tmp_path: Path) -> None:
    """The title shrinks rather than push the emergency numbers off page 2."""
    title = "Gdzie mogę szukać pomocy, schronienia i rozmowy w województwie podlaskim?"
    guide = loaded(
        small_guide(
            tmp_path,
            record('phones: ["85 744 50 27"]'),
            guide=GUIDE.replace("Gdzie znajdę pomoc?", title) + EDITIONS,
        )
    )
    for form in ("booklet", "large"):
        (made,) = formats.made(guide, guide.settings.editions[0], "pl", (form,))
        assert engine.first_bookmarks(made.pdf)[0] == 2


def test_the_list_of_what_was_printed_knows_when_it_is_stale(tmp_path: Path) -> None:
    """A changed record makes its booklets old; the site then leaves them out."""
    guide = small(tmp_path, record('phones: ["85 744 50 27"]'))
    (made,) = formats.made(guide, guide.settings.editions[0], "pl", ("card",))
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / made.name).write_bytes(made.pdf)
    manifest.write(folder, [manifest.entry(guide, made, manifest.digest(guide))])
    (row,) = manifest.manifest(guide, folder)
    assert (row.file, row.pages, row.number, row.date) == ("dom-pl-card.pdf", 1, "2026.1", "2026-11-22")
    changed = small(tmp_path, record('phones: ["85 744 50 28"]'))
    assert manifest.manifest(changed, folder) == ()
    (folder / made.name).unlink()
    assert manifest.manifest(guide, folder) == ()


def corrections(tmp_path: Path, before: str, after: str) -> tuple[int, str]:
    """The pages and the words of the corrections for readers of the edition of Białystok."""
    guides = []
    for name, organisations in (("before", before), ("after", after)):
        editions = '\neditions:\n  - {id: dom, title: {pl: "Białystok"}, areas: [bialystok]}\n'
        guides.append(loaded(small_guide(tmp_path / name, organisations, guide=GUIDE + editions)))
    made = errata(*guides, guides[1].settings.editions[0], "pl")
    with pdfplumber.open(io.BytesIO(made.pdf)) as pdf:
        words_ = " ".join(page.extract_text() or "" for page in pdf.pages)
    return made.pages, " ".join(words_.replace("\u00a0", " ").split())


NUMBER = 'phones: ["85 744 50 27"]\n'
PLACE = NUMBER + "address: {street: ul. Długa 1, city: Białystok}\n"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (NUMBER, NUMBER, "Nic się nie zmieniło"),
        (NUMBER, NUMBER.replace("27", "28"), "Nowy numer: 85 744 50 28 Nie dzwoń pod numer 85 744 50 27"),
        (NUMBER + 'hours: "Mo-Fr 08:00-16:00"', NUMBER + 'hours: "Mo-Fr 09:00-16:00"', "Nowe godziny: pon.–pt. od 9"),
        (NUMBER, NUMBER + "status: closed\nnotice: {pl: Remont}", "Już nie działa. Skreśl ten wpis. Remont"),
        (NUMBER, NUMBER + "status: paused\nnotice: {pl: Remont}", "Na razie przerwa. Remont"),
        (NUMBER, NUMBER + 'alerts: [{text: {pl: "Remont."}, until: "2027-01-31"}]', "Remont. Do 31 stycznia 2027."),
        (PLACE, PLACE.replace("Długa 1", "Krótka 2"), "Nowy adres: ul. Krótka 2, Białystok"),
    ],
)  # fmt: skip
def test_corrections_say_what_changed(before: str, after: str, said: str, tmp_path: Path) -> None:
    """A new number, an old one, new hours, a new address, a warning; what no longer works and why."""
    pages, found = corrections(tmp_path, record(before), record(after))
    assert pages == 1 and said in found


def test_corrections_keep_what_bears_another_name_or_has_moved(tmp_path: Path) -> None:
    """A new id, or an address outside the edition's places, is no reason to cross out who still helps."""
    before = record(PLACE)
    renamed = before.replace("id: dom", "id: nowy-dom\n    aliases: [dom]")
    assert "Nic się nie zmieniło" in corrections(tmp_path, before, renamed)[1]
    moved = before.replace("area: bialystok", "area: hajnowka").replace(
        "Długa 1, city: Białystok", "Nowa 1, city: Hajnówka"
    )
    said = corrections(tmp_path, before, moved)[1]
    assert "Nowy adres: ul. Nowa 1, Hajnówka" in said and "Skreśl" not in said


def test_corrections_name_an_extension(tmp_path: Path) -> None:
    """The number of an office with another extension is a new one, and still to be called."""
    before, after = (record(f'phones: [{{number: "85 744 50 27", extension: "{one}"}}]') for one in ("12", "34"))
    said = corrections(tmp_path, before, after)[1]
    assert "Nowy numer: 85 744 50 27 wewnętrzny 34" in said and "Nie dzwoń" not in said


def test_corrections_say_where_to_go_instead(tmp_path: Path) -> None:
    """The successor of what has closed, with its number, although the old booklet has it elsewhere."""
    other = record('phones: ["85 651 90 08"]').replace("id: dom", "id: schronisko").replace("Dom", "Schronisko")
    other = other.removeprefix("organisations:\n")
    before, after = record(NUMBER) + other, record(NUMBER + "status: closed\nsuccessor: schronisko") + other
    assert "Zamiast tego: Schronisko 85 651 90 08" in corrections(tmp_path, before, after)[1]


def test_a_letter_that_the_font_lacks_is_named_in_corrections(tmp_path: Path) -> None:
    """What a closed record says stands in no booklet, only here."""
    before, after = (
        small_guide(tmp_path / name, record(NUMBER + more), guide=GUIDE + EDITIONS)
        for name, more in (("before", ""), ("after", "status: closed\nnotice: {pl: Idź → prosto}"))
    )
    guides = loaded(before), loaded(after)
    assert list(missing_corrections(*guides, guides[1].settings.editions[0], "pl")) == [("dom/dom", "→")]


def test_corrections_stay_one_page_if_smaller_type_allows_it(tmp_path: Path) -> None:
    """One page is to be slipped into a booklet; where type of 9 points is too large for that, there are several."""
    before = several([NUMBER] * 8)
    assert corrections(tmp_path, before, before.replace("50 27", "50 28"))[0] == 1
    before = several([NUMBER] * 30)
    assert corrections(tmp_path, before, before.replace("50 27", "50 28"))[0] > 1


def test_data_of_an_old_edition_can_be_compared(tmp_path: Path) -> None:
    """What today's rules refuse can be compared all the same; what cannot be read is named, with its revision."""
    old = small_guide(tmp_path / "old", GOOD.replace("area: bialystok", "area: bialystok\n    status: closed"))
    with pytest.raises(DataProblems):
        load(old, TODAY)
    assert past(old, TODAY).organisation["dom"].status == "closed"
    broken = small_guide(tmp_path / "broken", GOOD.replace("85 744 50 27", "85 744"))
    called = argparse.Namespace(today=TODAY, since="v2025.1")
    with pytest.raises(Stop) as stopped:
        print_command._past(broken, called, report.Words("en"))
    assert (stopped.value.rule, stopped.value.values["found"]) == ("print-revision", "v2025.1")
    assert "dom: phones: " in stopped.value.values["reason"]


def test_every_message_is_in_every_catalogue() -> None:
    """Three languages say the same things, all that code says and nothing else."""
    found = [sentences(language) for language in ("pl", "he", "en")]
    assert found[0] == found[1] == found[2]
    code = "".join(path.read_text("utf-8") for path in (ROOT / "generator" / "booklets").glob("*.py"))
    code += "".join(path.read_text("utf-8") for path in (ROOT / "theme" / "templates" / "booklet").glob("*.j2"))
    used = set(re.findall(r'(?:say|gettext)\(\s*"((?:[^"\\]|\\.)+)"', code))
    known = {message for context, message in found[0] if context is None}
    assert used <= known and not {message for message in known if message not in code}


def test_render_is_the_only_way_in() -> None:
    """Undefined names stop the booklet."""
    with pytest.raises((UndefinedError, TypeError)):
        render("icons")


def test_the_list_of_letters_is_that_of_the_fonts() -> None:
    """Every code point of `letters.txt` can be set in both weights, and nothing is drawn by another font."""
    letters = "".join(chr(point) for point in sorted(engine.letters()) if point > 0x20 and point != 0xAD)
    assert set("ąćęłńóśźżĄĆĘŁŃÓŚŹŻאבגדהוזחטיכךלמםנןסעפףצץקרשתіїєґ„”–…״׳") <= set(letters)
    text = literal(letters)
    source = f'#set document(title: "x")\n#set text(font: "Rubik", fallback: false)\n= x\n#{text}\n\n#strong({text})\n'
    assert engine.compiled({"main": source.encode()}, TODAY)


def test_leaflets_name_no_number_of_another_country() -> None:
    """A card or a sheet has no headings of places: 100 would be taken for the police here."""
    guide = real()
    whole = next(one for one in guide.settings.editions if one.id == "caly-przewodnik")
    for language in ("pl", "he"):
        print_ = prepared(guide, selection(guide, whole), language)
        for source in (leaflets.sheet_source(print_, 90), leaflets.card_source(print_, "x.pdf")):
            uris = set(re.findall(r'"(tel:[^"]+)"', source["main"].decode()))
            assert uris and not uris & {"tel:100", "tel:101", "tel:102", "tel:1201"}


def test_a_guide_without_editions_says_why_nothing_is_printed(tmp_path: Path) -> None:
    """With the field to fill in and an example."""
    done = guide("print", "--root", small_guide(tmp_path), "--today", TODAY.isoformat())
    assert done.returncode == 0
    assert done.stderr.startswith("data/guide.yaml:1:1: editions: do sprawdzenia: przewodnik nie ma żadnego wydania")
    assert '- {id: all, title: {pl: "Gdzie znajdę pomoc?"}}' in done.stderr


def test_a_guide_without_an_address_is_warned_before_it_is_printed(tmp_path: Path) -> None:
    """A code on paper that leads nowhere cannot be mended."""
    root = small_guide(tmp_path, guide=GUIDE + EDITIONS)
    call = ("print", "--root", root, "--lang", "en", "--format", "card", "--quiet", "--today", TODAY.isoformat())
    done = guide(*call)
    assert done.returncode == 0 and done.stderr.startswith("mkdocs.yml:1:1: site_url: to look at: there is no address")


def test_a_hebrew_prefix_stays_with_its_number() -> None:
    """`מ־` never ends a line whose next begins with the time."""
    line = words("he").isolated("פתוח מ־7:30 עד 15:30")
    assert line[0] == "פתוח מ־\u2060" and characters(line[1:2]) == "7:30"
    assert words("he").say("Confirmed %(date)s", date="7 במאי")[0].endswith("\u2060")


def test_english_in_the_booklet_of_another_language_is_marked() -> None:
    """What nobody has said in it yet is read out in English; facts between its words keep their own language."""
    line = words("uk").say("Only from %(start)s to %(end)s.", start="1 листопада", end="31 березня")
    assert [part.language for part in line if isinstance(part, Run)] == ["en"] * 3
    assert [part for part in line if isinstance(part, str)] == ["1 листопада", "31 березня"]
    assert characters(line) == "Only from 1 листопада to 31 березня."
    assert [part.language for part in words("uk").condition("sober")] == ["en"]
    assert words("pl").condition("sober") == ("Przyjdź na trzeźwo.",)


def test_a_short_word_with_a_hyphen_stays_whole() -> None:
    """Polish repeats the hyphen of a word in two: "e-" and "-mail" would be read as something else."""
    assert characters(words("pl").isolated("telefon, e-mail")) == "telefon, e-\u2060mail"
    assert characters(words("pl").isolated("Bielsko-Biała")) == "Bielsko-Biała"


def text_of(pdf: bytes) -> list[list[str]]:
    """The lines of each page."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        texts = [(page.extract_text() or "").replace("\u00a0", " ") for page in document.pages]
    return [[line for line in text.split("\n") if line.strip()] for text in texts]


def several(bodies: list[str]) -> str:
    """Organisations `dom-00`, `dom-01`, … with one record each."""
    found = ["organisations:\n"]
    for number, body in enumerate(bodies):
        one = record(body).removeprefix("organisations:\n")
        found.append(one.replace("id: dom\n", f"id: dom-{number:02}\n").replace('"Dom"', f'"Dom {number:02}"'))
    return "".join(found)


NUMBERS = "phones:\n" + "".join(
    f'  - {{number: "85 744 50 2{number}", label: {{pl: "Dyżur w sprawach nagłych nr {number} i po godzinach"}}, '
    'hours: "Mo-Fr 07:30-15:30", languages: [pl, uk, en]}\n'
    for number in range(5)
)


def test_a_record_longer_than_a_page_begins_under_its_heading(tmp_path: Path) -> None:
    """Five numbers with their hours at 18 points: no empty page, no heading alone on one."""
    guide = small(tmp_path, record(f'{NUMBERS}hours: "Mo-Th 18:00-24:00,00:00-08:00; Fr 18:00-08:00"'))
    (made,) = formats.made(guide, guide.settings.editions[0], "pl", ("large",))
    pages = text_of(made.pdf)
    (chapter,) = [page for page in pages if page[0].startswith("Schronienie")]
    assert "85 744 50 20" in "".join(chapter)
    assert all(len(page) > 2 for page in pages[1:-2])


def of_long_entries(tmp_path: Path, lines: int) -> list[list[str]]:
    """The pages on which stand eight entries, each with a note of so many lines."""
    note = "\\n".join(f"- Zdanie {number}" for number in range(1, lines)) + "\\n- Koniec"
    bodies = [
        f'phones: ["85 744 50 {number:02}"]\nhours: "Mo-Fr 08:00-16:00"\nnotes: {{pl: "{note}"}}' for number in range(8)
    ]
    guide = small(tmp_path, several(bodies))
    (made,) = formats.made(guide, guide.settings.editions[0], "pl", ("booklet",))
    return [page for page in text_of(made.pdf) if any("Zdanie" in line for line in page)]


def test_entries_stay_whole_on_their_page(tmp_path: Path) -> None:
    """Whoever copies a page or tears it out has all that it says of a place, also of one that takes half of it."""
    pages = of_long_entries(tmp_path, 18)
    assert [sum(bool(re.fullmatch(r"Dom \d\d", line)) for line in page) for page in pages] == [1] * 8
    assert [sum("Koniec" in line for line in page) for page in pages] == [1] * 8


def test_no_entry_of_ordinary_length_is_measured() -> None:
    """Of the real records in A5 none: measuring all took twice the memory and the time of a large edition."""
    guide = real()
    for language in guide.settings.languages:
        files = booklet_source(prepared(guide, selection(guide, guide.settings.editions[2]), language), READING)
        entries = [line for line in files["main"].decode().split("\n") if line.startswith("#entry(")]
        assert len(entries) > 30 and all(line.endswith(", false)") for line in entries)


def test_entries_that_fill_a_page_go_on_overleaf(tmp_path: Path) -> None:
    """With number and hours on the page where they begin: else a heading could stand on a page of its own."""
    pages = of_long_entries(tmp_path, 32)
    begins = [(page, page.index(line)) for page in pages for line in page if re.fullmatch(r"Dom \d\d", line)]
    assert len(begins) == 8 and all("od 8:00 do 16:00" in "".join(page[at : at + 4]) for page, at in begins)
    assert len(pages) > 8
    assert all(len(page) > 4 for page in pages)


TWO_GROUPS = """\
groups:
  - {id: shelter, name: {pl: Schronienie}, need: {pl: noclegu}, icon: bed-outline}
  - {id: food, name: {pl: Jedzenie}, need: {pl: jedzenia}, icon: pot-steam-outline}
help_types:
  - {id: night-shelter, group: shelter, name: {pl: Noclegownie}}
  - {id: meals, group: food, name: {pl: Posiłki}}
"""


@pytest.mark.parametrize("count", range(5, 9))
def test_references_to_other_chapters_stay_together(tmp_path: Path, count: int) -> None:
    """No single row of "also here" on a page of its own."""
    both = [f'phones: ["85 744 50 {number:02}"]' for number in range(6)]
    food = [f'phones: ["85 744 60 {number:02}"]' for number in range(count)]
    text = several([*both, *food]).replace(
        "help_types: [night-shelter]", "help_types: [night-shelter, meals]", len(both)
    )
    text = text.replace("help_types: [night-shelter]\n", "help_types: [meals]\n")
    guide = loaded(small_guide(tmp_path, text, guide=GUIDE + EDITIONS, help_types=TWO_GROUPS))
    (made,) = formats.made(guide, guide.settings.editions[0], "pl", ("booklet",))
    (page,) = [page for page in text_of(made.pdf) if "Także tutaj:" in page]
    at = page.index("Także tutaj:")
    assert [line.split()[:2] for line in page[at + 1 : at + 7]] == [["Dom", f"{number:02}"] for number in range(6)]


def test_the_head_of_a_page_names_chapter_and_place() -> None:
    """Whoever opens the booklet at the police of another country sees at once which country it is."""
    guide = real()
    whole = next(one for one in guide.settings.editions if one.id == "caly-przewodnik")
    (made,) = formats.made(guide, whole, "pl", ("booklet",))
    pages = text_of(made.pdf)
    titles = {group.name.in_language("pl").words for group in guide.help_groups} | {"Rodzaje pomocy", "Organizacje"}
    for page in pages[4:-2]:
        begins = page[0].removesuffix("Izrael").strip()
        assert any(title.startswith(begins) or begins.startswith(title) for title in titles), page[0]
    abroad = [page for page in pages if any(line.endswith(" 101") or line == "101" for line in page)]
    assert abroad and all(page[0].endswith(" Izrael") for page in abroad)


def outside(pdf: bytes) -> list[str]:
    """Letters that stand nearer than 4 mm to the edge of the paper, or beyond it."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return [
            one["text"]
            for page in document.pages
            for one in page.chars
            if not (
                one["x0"] > 11 and one["x1"] < page.width - 11 and 11 < one["top"] < one["bottom"] < page.height - 11
            )
            if one["text"].strip()
        ]


def test_a_record_taller_than_its_column_stays_on_the_sheet(tmp_path: Path) -> None:
    """It goes on in the next one: no number is printed over another or past the edge."""
    numbers = [f"85 744 50 {number}" for number in range(20, 32)]
    hours = "Mo 08:00-10:00; Tu 09:00-11:00; We 10:00-12:00; Th 11:00-13:00; Fr 12:00-14:00; Sa 13:00-15:00"
    more = f'label: {{pl: "Dyżur w sprawach nagłych, po godzinach pracy"}}, hours: "{hours}"'
    body = "phones:\n" + "".join(f'  - {{number: "{one}", {more}, languages: [pl, uk, en, he]}}\n' for one in numbers)
    guide = small(tmp_path, record(body))
    (made,) = formats.made(guide, guide.settings.editions[0], "pl", ("sheet",))
    assert outside(made.pdf) == []
    printed = " ".join(line for page in text_of(made.pdf) for line in page)
    assert [one for one in numbers if one not in printed] == []


def test_contents_longer_than_a_page_go_on_overleaf(tmp_path: Path) -> None:
    """A guide with many needs has them all in its contents, each on a line of its own."""
    names = [f"Pomoc, wsparcie i poradnictwo w sprawach rodzaju nr {number}" for number in range(10, 24)]
    groups = "".join(
        f"  - {{id: g-{index}, name: {{pl: {name!r}}}, need: {{pl: x}}, icon: bed-outline}}\n"
        for index, name in enumerate(names)
    )
    types = "".join(f"  - {{id: t-{index}, group: g-{index}, name: {{pl: x}}}}\n" for index in range(len(names)))
    records = several([NUMBER] * len(names))
    for index in range(len(names)):
        records = records.replace("[night-shelter]", f"[t-{index}]", 1)
    guide = small(tmp_path, records, help_types=f"groups:\n{groups}help_types:\n{types}")
    (made,) = formats.made(guide, guide.settings.editions[0], "pl", ("booklet",))
    with pdfplumber.open(io.BytesIO(made.pdf)) as document:
        words_ = [page.extract_words() for page in document.pages[2:5]]
    tops = [[word["top"] for word in page if word["text"] == "rodzaju"] for page in words_]
    assert sum(map(len, tops)) >= len(names)
    assert min(after - before for page in tops for before, after in itertools.pairwise(page)) > 11


@pytest.mark.parametrize("language", ["pl", "he"])
def test_a_word_longer_than_its_line_is_parted(language: str, tmp_path: Path) -> None:
    """A name without spaces and a long e-mail address end within the paper, and each part stands in its place."""
    name = "Stowarzyszenienarzeczosobpotrzebujacychpomocywkazdejsytuacjizyciowej"
    mail = f"email: sekretariat.glowny@{name.lower()[:40]}.bialystok.org"
    guide = small(tmp_path, record('phones: ["85 744 50 27"]\n' + mail).replace('"Dom"', name))
    for form in ("booklet", "sheet", "card"):
        (made,) = formats.made(guide, guide.settings.editions[0], language, (form,))
        assert outside(made.pdf) == [], form
    parts = [part for part in words("he").isolated(f"({name})") if isinstance(part, Run)]
    assert [part.text.replace("\u200b", "") for part in parts] == [name]


def test_a_sheet_with_room_has_large_type(tmp_path: Path) -> None:
    """A page of few records is set for those who see little, not left half empty."""
    guide = small(tmp_path, record('phones: ["85 744 50 27"]'))
    (made,) = formats.made(guide, guide.settings.editions[0], "pl", ("sheet",))
    with pdfplumber.open(io.BytesIO(made.pdf)) as pdf:
        assert made.pages == 1 and min(char["size"] for char in pdf.pages[0].chars) > 13.9


def test_a_card_says_what_is_not_confirmed(tmp_path: Path) -> None:
    """By a mark behind the name, which its back explains; nothing where all is confirmed."""
    for more, marks in (("", 1), ('verified: "2026-11-20"\nverified_by: phone', 0)):
        guide = small(tmp_path, record('phones: ["85 744 50 27"]\n' + more))
        print_ = prepared(guide, selection(guide, guide.settings.editions[0]), "pl")
        assert leaflets.card_source(print_, "x.pdf")["main"].decode().count('"confirmed":false') == marks
        (made,) = formats.made(guide, guide.settings.editions[0], "pl", ("card",))
        assert ("Jeszcze niepotwierdzone" in " ".join(text_of(made.pdf)[0])) == bool(marks)


def test_no_entry_says_its_name_twice(tmp_path: Path) -> None:
    """An organisation that is called as its service is in the language of the booklet, or at the door."""
    service = (
        'services:\n  - {id: dom, name: {pl: Dom, he: "בית"}, help_types: [night-shelter], phones: ["85 744 50 27"]}'
    )
    guide = small(tmp_path, record(service).replace("    help_types: [night-shelter]\n", "", 1))
    for language, original in (("pl", ""), ("he", "Dom")):
        print_ = prepared(guide, selection(guide, guide.settings.editions[0]), language)
        (item,) = print_.chosen.chapters[0].items
        view = entry_view(guide, print_.words, item, 2, True)
        assert (characters(view.original), characters(view.organisation)) == (original, "")


def test_what_is_needed_before_going_is_whole_sentences(tmp_path: Path) -> None:
    """Ways to book follow their verb; "no steps and an accessible toilet" would read as neither."""
    more = "booking: [phone, in-person]\naccessibility: [step-free, accessible-toilet]"
    guide = small(tmp_path, record('phones: ["85 744 50 27"]\n' + more))
    for language, said in (
        ("pl", "telefonicznie lub osobiście. Dla osób z niepełnosprawnościami: bez schodów; dostępna toaleta."),
        ("he", "קובעים תור בטלפון או בהגעה למקום. לאנשים עם מוגבלות: בלי מדרגות; שירותים נגישים."),
        ("en", "Book by phone or in person. For people with disabilities: no steps; accessible toilet."),
    ):
        print_ = prepared(guide, selection(guide, guide.settings.editions[0]), language)
        (item,) = print_.chosen.chapters[0].items
        before = entry_view(guide, print_.words, item, 2, True).before
        assert " ".join(map(characters, before)).replace("\xa0", " ").endswith(said)


def test_a_card_without_urgent_services_has_the_emergency_number(tmp_path: Path) -> None:
    """Its panel of emergency numbers is never empty."""
    guide = small(tmp_path, record('phones: ["85 744 50 27"]'))
    (made,) = formats.made(guide, guide.settings.editions[0], "pl", ("card",))
    with pdfplumber.open(io.BytesIO(made.pdf)) as pdf:
        upper = "".join(char["text"] for char in pdf.pages[0].chars if char["bottom"] < pdf.pages[0].height / 2)
    assert "112" in upper


def test_an_edition_that_holds_nothing_is_named(tmp_path: Path) -> None:
    """No booklet of empty lists: a warning with the fields to look at, and the others are printed."""
    empty = EDITIONS + '  - {id: puste, title: {pl: "Puste"}, areas: [hajnowka]}\n'
    body = record('service_area: [bialystok]\nphones: ["85 744 50 27"]')
    root = small_guide(tmp_path / "guide", body, guide=GUIDE + empty)
    (root / "mkdocs.yml").write_text("site_url: https://proba.org/\n", "utf-8")
    out = tmp_path / "out"
    done = guide(
        "print", "--root", root, "--out", out, "--format", "card", "--lang", "en", "--today", TODAY.isoformat()
    )
    assert done.returncode == 0
    assert done.stderr == (
        "data/guide.yaml:1:1: puste: editions: to look at: the edition has no service to print. Look at its areas, "
        "help_types and target_groups in data/guide.yaml: no current record with a phone, e-mail or address fits "
        "them.\n"
    )
    assert sorted(path.name for path in out.iterdir()) == ["dom-en-card.pdf", "manifest.json"]


def test_print_speaks_the_language_of_its_booklets(tmp_path: Path) -> None:
    """Whoever prints in Hebrew reads Hebrew, also when the edition does not exist."""
    root = small_guide(tmp_path, guide=GUIDE + EDITIONS)
    for language, said in (
        ("he", "אין מהדורה בשם ״x״"),
        ("en", "there is no edition “x”"),
        ("pl", "nie ma wydania „x”"),
    ):
        done = guide("print", "--root", root, "--lang", language, "--edition", "x", "--today", TODAY.isoformat())
        assert done.returncode == 2 and done.stderr.startswith(said)
    done = guide("print", "--root", root, "--lang", "xx", "--today", TODAY.isoformat())
    assert done.returncode == 2 and done.stderr.startswith("przewodnik nie ma języka „xx”")


def test_a_language_without_letters_leaves_the_others_to_be_printed(tmp_path: Path) -> None:
    """One warning, instead of every record in Arabic and no booklet at all."""
    body = record('phones: ["85 744 50 27"]\nnotes: {pl: Uwaga, ar: "ملاحظة"}')
    settings = GUIDE.replace("[pl, he, en]", "[pl, he, en, ar]") + EDITIONS
    root = small_guide(tmp_path / "guide", body, guide=settings)
    for domain in DOMAINS:
        path = root / own_words_file("ar", domain)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n', "utf-8")
    (root / "mkdocs.yml").write_text("site_url: https://proba.org/\n", "utf-8")
    call = ("print", "--root", root, "--out", tmp_path / "out", "--format", "card", "--today", TODAY.isoformat())
    done = guide(*call, "--lang", "pl", "--lang", "ar")
    assert (done.returncode, [path.name for path in (tmp_path / "out").glob("*.pdf")]) == (0, ["dom-pl-card.pdf"])
    assert "languages: do sprawdzenia: w języku ar nie da się drukować broszur" in done.stderr
    assert guide(*call, "--lang", "ar").returncode == 1


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """On Windows a PDF that somebody looks at is locked; nothing is said of a site."""
    root = small_guide(tmp_path / "guide", record('phones: ["85 744 50 27"]'), guide=GUIDE + EDITIONS)
    out = tmp_path / "out"
    (out / "dom-en-card.pdf").mkdir(parents=True)
    done = guide(
        "print", "--root", root, "--out", out, "--format", "card", "--lang", "en", "--today", TODAY.isoformat()
    )
    assert done.returncode == 3
    assert f"The file {out / 'dom-en-card.pdf'} could not be written: Is a directory. Close it" in done.stderr
