"""Words, dates, hours and the order of names in three languages."""

from __future__ import annotations

import multiprocessing
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from generator.languages import DOMAINS, LOCALES, words_file
from generator.model import Hours, Season, Span
from generator.strings import HoursRow, catalogue, catalogues, strings
from tests.built import ROOT

LANGUAGES = ("pl", "he", "en")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("pl", ["1 miejsce", "2 miejsca", "5 miejsc", "12 miejsc", "22 miejsca"]),
        ("he", ["מקום אחד", "שני מקומות", "5 מקומות", "12 מקומות", "22 מקומות"]),
        ("en", ["1 place", "2 places", "5 places", "12 places", "22 places"]),
    ],
)
def test_plurals_follow_the_language(language: str, words: list[str]) -> None:
    """One, few and many in Polish; one, two and other in Hebrew; one and other in English."""
    ngettext = strings(language).ngettext
    numbers = (1, 2, 5, 12, 22)
    assert [ngettext("%(num)d place", "%(num)d places", number) % {"num": number} for number in numbers] == words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated_with_its_placeholders(language: str) -> None:
    """No message is empty, and each keeps the placeholders of the English one."""
    with (LOCALES / language / "LC_MESSAGES" / "guide.po").open("rb") as file:
        messages = [message for message in read_po(file, locale=language) if message.id]
    holes = re.compile(r"%\(\w+\)[ds]|\{\w+\}")
    for message in messages:
        forms = [message.string] if isinstance(message.string, str) else list(message.string)
        original = message.id if isinstance(message.id, str) else message.id[1]
        assert all(forms), message.id
        assert set(holes.findall(forms[-1])) == set(holes.findall(original)), message.id


def test_numbers_in_names_stand_by_their_size() -> None:
    """A reader looks for house 2 before house 11."""
    names = ["Dom 11", "Dom 2", "Dom 1 b", "Dom 1", "Dom", "Szkoła nr 101"]
    assert sorted(names, key=strings("pl").sort_key) == [
        "Dom", "Dom 1", "Dom 1 b", "Dom 2", "Dom 11", "Szkoła nr 101",
    ]  # fmt: skip


def test_the_languages_have_the_same_messages() -> None:
    """A message that one language has, all have."""
    ids = []
    for language in LANGUAGES:
        with (LOCALES / language / "LC_MESSAGES" / "guide.po").open("rb") as file:
            ids.append({str(message.id) for message in read_po(file, locale=language)})
    assert ids[0] == ids[1] == ids[2]


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_message_is_said_somewhere(domain: str) -> None:
    """Nobody translates a sentence that nothing shows any more."""
    files = [file for folder in ("generator", "theme") for file in (ROOT / folder).rglob("*")]
    code = "".join(file.read_text("utf-8") for file in files if file.suffix in (".py", ".j2", ".html"))
    code = re.sub(r"\{\{ (\w+) \}\}", r"%(\1)s", code)  # as `trans` names the places of a sentence
    code = re.sub(r'"\s*\n\s*"', "", code)
    with words_file("en", domain).open("rb") as file:
        messages = [message.id for message in read_po(file) if message.id]
    first = [one[0] if isinstance(one, tuple) else one for one in messages]
    assert [words for words in first if words not in code] == []


@pytest.mark.parametrize(
    ("language", "day", "month", "year"),
    [
        ("pl", "12 maja 2026", "maj 2026", "2026"),
        ("he", "12 במאי 2026", "מאי 2026", "2026"),
        ("en", "12 May 2026", "May 2026", "2026"),
    ],
)
def test_dates_are_as_exact_as_they_are_known(language: str, day: str, month: str, year: str) -> None:
    """A date in words has a day, or only a month, or only a year."""
    words = strings(language)
    found = [words.date(date(2026, 5, 12), precision) for precision in ("day", "month", "year")]
    assert found == [day, month, year]


def test_lists_end_with_a_word() -> None:
    """Items are joined as in a sentence."""
    assert strings("pl").enumeration(["a", "b", "c"]) == "a, b i c"
    assert strings("pl").enumeration(["a", "b"], "or") == "a lub b"
    assert strings("he").enumeration(["א", "ב"]) == "א וב"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("pl", "Tylko od 1 października do 30 kwietnia."), ("en", "Only from 1 October to 30 April.")],
)
def test_a_season_is_a_sentence(language: str, expected: str) -> None:
    """Days of the year stand in the case that the sentence asks for."""
    assert strings(language).season(Season((10, 1), (4, 30))) == expected


OFFICE = Hours("weekly", "…", (Span(0, 480, 1020), *(Span(day, 450, 930) for day in (1, 2, 3, 4))))
NIGHT = Hours("weekly", "…", tuple(Span(day, 1080, 1920) for day in range(7)))


def test_days_with_the_same_hours_share_a_row() -> None:
    """Monday stands alone, the other weekdays are a range; closed days only where they are asked for."""
    rows = (HoursRow("pon.", ("8:00–17:00",)), HoursRow("wt.–pt.", ("7:30–15:30",)))
    assert strings("pl").hours(OFFICE) == rows
    shut = HoursRow("sob., niedz.", ("zamknięte",), words=True, closed=True)
    assert strings("pl").hours(OFFICE, closed_days=True) == (*rows, shut)


@pytest.mark.parametrize(("language", "days"), [("pl", "codziennie"), ("he", "כל יום"), ("en", "every day")])
def test_a_night_that_ends_next_morning_is_one_span(language: str, days: str) -> None:
    """A shelter open from 18 to 8 is not "18:00–32:00" and not closed."""
    assert strings(language).hours(NIGHT) == (HoursRow(days, ("18:00–8:00",)),)


def test_two_spans_of_a_day_stand_together() -> None:
    """A lunch break gives two times in one row."""
    hours = Hours("weekly", "…", (Span(2, 480, 720), Span(2, 780, 960)))
    assert strings("en").hours(hours) == (HoursRow("Wed", ("8:00–12:00", "13:00–16:00")),)


def test_midnight_at_the_end_of_a_day_is_24() -> None:
    """Until midnight is 24:00, after midnight is the next day's time."""
    hours = Hours("weekly", "…", (Span(4, 960, 1440), Span(5, 960, 1500)))
    assert [row.times for row in strings("pl").hours(hours)] == [("16:00–24:00",), ("16:00–1:00",)]


@pytest.mark.parametrize(
    ("kind", "words"),
    [("always", "całą dobę, codziennie"), ("by-appointment", "po umówieniu"), ("unknown", "godzin nie znamy")],
)
def test_hours_without_times_are_words(kind: str, words: str) -> None:
    """Day and night, by appointment and unknown are said, never guessed."""
    assert strings("pl").hours(Hours(kind)) == (HoursRow("", (words,), words=True),)


def test_hebrew_days_read_as_a_range() -> None:
    """Hebrew days drop the word for day, as on the pictures of the design."""
    assert strings("he").hours(OFFICE)[1].days == "שלישי–שישי"


def test_polish_letters_stand_behind_their_plain_ones() -> None:
    """The order is a ą b … l ł m … z ź ż, whatever the system's locale; case and quotes do not count."""
    names = ["Żuraw", "Zebra", "Łąka", "luty", "„Ława”", "Ćma", "cyrk", "Dom", "Źrebak", "mak"]
    expected = ["cyrk", "Ćma", "Dom", "luty", "„Ława”", "Łąka", "mak", "Zebra", "Źrebak", "Żuraw"]
    assert sorted(names, key=strings("pl").sort_key) == expected


def test_polish_letters_are_plain_ones_elsewhere() -> None:
    """An English reader looks for Łomża under L."""
    assert strings("en").initial("Łomża") == "L"
    assert strings("pl").initial("Łomża") == "Ł"
    assert strings("pl").initial("Żory") == "Ż"


def test_hebrew_final_letters_and_points_do_not_count() -> None:
    """A final mem sorts as mem, and niqqud is passed over."""
    assert strings("he").sort_key("שָׁלוֹם") == strings("he").sort_key("שלומ")
    assert strings("he").initial("״אור״") == "א"
    assert strings("he").initial("112") == "0–9"


def test_language_names_are_in_the_pages_language() -> None:
    """Russian is called rosyjski in Polish."""
    assert [strings(code).language_name("ru") for code in LANGUAGES] == ["rosyjski", "רוסית", "Russian"]


@pytest.fixture
def words(tmp_path: Path) -> Iterator[Path]:
    """A folder in which catalogues are kept; there are none in the memory of this process."""
    folder = tmp_path / "memory" / "words"
    catalogues.remember(folder)
    catalogues.speak(())  # another test may have spoken for a guide with words of its own
    catalogue.cache_clear()
    yield folder
    catalogues._remembered.clear()
    catalogue.cache_clear()


def test_catalogues_are_kept_where_that_can_be(words: Path) -> None:
    """Where a folder is a file, or a file a folder, they are compiled each time."""
    said = catalogue("pl").gettext("every day")
    [file] = words.iterdir()
    (words / "guide-pl-former.mo").touch()
    for obstacle in (file, words, words.parent):
        shutil.rmtree(obstacle) if obstacle.is_dir() else obstacle.unlink()
        obstacle.mkdir() if obstacle == file else obstacle.touch()
        for _ in range(2):
            catalogue.cache_clear()
            assert catalogue("pl").gettext("every day") == said != "every day"


def _catalogues(folder: Path, start: Any, said: Any) -> None:
    try:
        catalogues.remember(folder)
        start.wait()
        said.put([catalogue(language).gettext("every day") for language in LANGUAGES])
    except Exception as failure:
        said.put(repr(failure))


def test_processes_may_keep_the_same_words_at_once(words: Path) -> None:
    """Each finds the words of each language, whoever was first; nothing else is left."""
    context = multiprocessing.get_context("spawn")
    start, said = context.Barrier(4), context.Queue()
    processes = [context.Process(target=_catalogues, args=(words, start, said)) for _ in range(4)]
    for process in processes:
        process.start()
    answers = [said.get(timeout=60) for _ in processes]
    for process in processes:
        process.join()
    assert answers == [[catalogue(language).gettext("every day") for language in LANGUAGES]] * 4
    assert {file.suffix for file in words.iterdir()} == {".mo"}
