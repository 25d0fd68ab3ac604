"""`guide add`, `guide import` and `guide from-issue`: each way writes the same record."""

from __future__ import annotations

import contextlib
import io
import json
import re
import sys
from datetime import date, datetime, time
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest

from generator.__main__ import main
from generator.checks import Draft
from generator.commands.submission import draft_of
from generator.edit import columns, files, form, table
from generator.edit.duplicates import duplicates
from generator.problems import Stop
from tests.built import ROOT
from tests.small import GOOD, GUIDE, TODAY, loaded, small_guide

DAY = "2026-11-22"
EXPECTED = """\
organisations:
  - id: stowarzyszenie-zolta-cma
    name:
      pl: "Stowarzyszenie „Żółta Ćma”"
    description:
      pl: "Herbata i rozmowa; bez kolejek."
    website: https://cma.org.pl
    phones:
      - "85 744 50 28"
      - "664 762 880"
    email: biuro@cma.org.pl
    address:
      street: "ul. Lipowa 4"
      postcode: "15-427"
      city: "Białystok"
    area: bialystok
    help_types:
      - night-shelter
    target_groups:
      - homeless
    hours: "Mo-Fr 08:00-16:00"
    cost: free
    languages:
      - pl
      - uk
    source: "rozmowa telefoniczna"
    verified: "2026-11-20"
    verified_by: phone
"""
ANSWERS = {
    "name.pl": "Stowarzyszenie „Żółta Ćma”",
    "help_types": "Noclegownie",
    "target_groups": "homeless",
    "description.pl": "Herbata i rozmowa; bez kolejek.",
    "phones": "857445028, 664762880",
    "email": "biuro@cma.org.pl",
    "website": "https://cma.org.pl",
    "address.street": "ul. Lipowa 4",
    "address.postcode": "15-427",
    "address.city": "Białystok",
    "hours": "pn-pt 8-16",
    "cost": "bezpłatnie",
    "languages": "polski, ukraiński",
    "source": "rozmowa telefoniczna",
    "verified": "20.11.2026",
    "verified_by": "phone",
}
RECORD = "data/organisations/stowarzyszenie-zolta-cma.yaml"


@pytest.fixture
def root(tmp_path) -> Path:
    """A small guide."""
    return small_guide(tmp_path / "guide")


class Answer(NamedTuple):
    """What a command did."""

    returncode: int
    stdout: str
    stderr: str


def command(*arguments: object, stdin: str = "") -> Answer:
    """`guide` in this process, with something on standard input."""
    out, err, before = io.StringIO(), io.StringIO(), sys.stdin
    sys.stdin = io.StringIO(stdin)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main([*map(str, arguments), "--today", DAY])
    finally:
        sys.stdin = before
    return Answer(code, out.getvalue(), err.getvalue())


def wizard_input(language: str = "pl", **changed: str) -> str:
    """What a person types, question by question, with the yes at the end."""
    answers, lines = ANSWERS | changed, []
    for name in columns.ASKED:
        if name == "area":
            continue  # the town says it
        lines.append(answers.get(name, ""))
    return "\n".join([*lines, "", {"pl": "t", "he": "כן", "en": "y"}[language]]) + "\n"


def issue(language: str = "pl") -> str:
    """The text that GitHub makes of the form."""
    table_of = {column.name: column for column in columns.asked(("pl", "he", "en"))}
    parts = []
    for name in columns.ASKED:
        answer = ANSWERS.get(name, "_No response_")
        if name == "help_types":
            answer = "night-shelter – Noclegownie"
        parts.append(f"### {table_of[name].label(language)}\n\n{answer}\n")
    return "\r\n".join("\n".join(parts).split("\n"))


TABLE = {
    "Nazwa organizacji": "Stowarzyszenie „Żółta Ćma”",
    "Rodzaj pomocy": "Noclegownie",
    "Dla kogo": "homeless",
    "Opis": "Herbata i rozmowa; bez kolejek.",
    "Telefon": "857445028, 664762880",
    "E-mail": "biuro@cma.org.pl",
    "WWW": "https://cma.org.pl",
    "Ulica i numer": "ul. Lipowa 4",
    "Kod pocztowy": "15-427",
    "Miejscowość": "Białystok",
    "Dni": "pn-pt",
    "Od": "8:00",
    "Do": "16:00",
    "Opłaty": "bezpłatnie",
    "Języki": "polski, ukraiński",
    "Źródło": "rozmowa telefoniczna",
    "Data weryfikacji": "20.11.2026",
    "Jak potwierdzono": "phone",
    "Lp.": "1",
}
HEADS, CELLS = tuple(TABLE), tuple(TABLE.values())


def csv_file(
    folder: Path, encoding: str = "cp1250", separator: str = ";", rows: tuple = (CELLS,), heads: tuple = HEADS
) -> Path:
    """A table as Excel saves it."""

    def quote(cell: str) -> str:
        return f'"{cell}"' if separator in cell or '"' in cell else cell

    text = "\r\n".join(separator.join(quote(cell) for cell in row) for row in (heads, *rows)) + "\r\n"
    path = folder / "organizacje.csv"
    path.write_bytes(text.encode(encoding))
    return path


def xlsx_file(folder: Path) -> Path:
    """The same table as a workbook, with days, times and numbers as Excel keeps them, and a title above it."""
    book = openpyxl.Workbook()
    book.active.append(["Lista organizacji"])
    book.active.append([])
    book.active.append(list(HEADS))
    typed = {10: "pn-pt", 11: time(8), 12: time(16), 16: datetime(2026, 11, 20), 18: 1.0}
    book.active.append([typed.get(number, cell) for number, cell in enumerate(CELLS)])
    path = folder / "organizacje.xlsx"
    book.save(path)
    return path


def written(root: Path) -> str:
    """The record that a command wrote."""
    return (root / RECORD).read_text("utf-8")


@pytest.mark.parametrize("language", ["pl", "he", "en"])
def test_the_wizard_writes_the_record(root, language):
    """Piped or typed, in three languages."""
    answer = command("add", "--root", root, "--lang", language, stdin=wizard_input(language))
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert written(root) == EXPECTED


@pytest.mark.parametrize("language", ["pl", "he", "en"])
def test_the_form_writes_the_record(root, language):
    """The headings may be in any language of the tools."""
    answer = command("from-issue", "--root", root, stdin=issue(language))
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert answer.stdout == f"{RECORD}\n"
    assert written(root) == EXPECTED


@pytest.mark.parametrize(
    ("encoding", "separator"), [("cp1250", ";"), ("utf-8-sig", ";"), ("utf-8", ","), ("utf-16", "\t")]
)
def test_a_csv_file_writes_the_record(root, tmp_path, encoding, separator):
    """Whatever Excel saves it as."""
    answer = command("import", csv_file(tmp_path, encoding, separator), "--write", "--root", root)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert written(root) == EXPECTED


def test_a_workbook_writes_the_record(root, tmp_path):
    """Days are days, times are times, whole numbers have no point."""
    answer = command("import", xlsx_file(tmp_path), "--write", "--root", root)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert written(root) == EXPECTED


def test_sheets_that_are_not_read_are_named(root, tmp_path):
    """The table is on the first that holds anything; nothing of the others is lost unseen."""
    path = xlsx_file(tmp_path)
    book = openpyxl.load_workbook(path)
    book.create_sheet("Pusty", 0)
    for name in ("Hajnówka", "Uwagi"):
        book.create_sheet(name).append(["Nazwa", "Telefon"])
    book.save(path)
    answer = command("import", path, "--root", root, "--write", "--lang", "en")
    assert "Only the sheet “Sheet” is taken. Sheets left out: Hajnówka, Uwagi." in answer.stdout
    assert written(root) == EXPECTED


def test_the_record_is_formatted_and_loads(root):
    """What the tools write is what `guide fmt` would write, and the guide holds it."""
    (root / "data/organisations").mkdir()
    (root / RECORD).write_text(EXPECTED, "utf-8")
    assert files.formatted(EXPECTED, RECORD, files.style(root)) == EXPECTED
    assert "stowarzyszenie-zolta-cma" in loaded(root).organisation


def test_nothing_is_imported_silently(root, tmp_path):
    """Without `--write` nothing is written; the mapping is shown and kept; every row is told what becomes of it."""
    rows = (CELLS, tuple(cell if head != "Telefon" else "12" for head, cell in zip(HEADS, CELLS, strict=True)))
    rows = (rows[0], ("Inna", *rows[1][1:]), ("", *CELLS[1:]))
    path = csv_file(tmp_path, rows=rows)
    answer = command("import", path, "--root", root, "--lang", "en")
    assert answer.returncode == 1
    assert not (root / "data/organisations").exists()
    for line in (
        "Columns (Windows-1250, separator ;). Kept in organizacje.csv.columns.json",
        "  Telefon → phones",
        "  Od → hours_from",
        "  Lp. → left out",
        "Row 2: stowarzyszenie-zolta-cma: can be added",
        "Row 3: inna: not added",
        "Row 4: –: not added",
        "Can be added: 1. Cannot: 2. Nothing is written yet: add --write.",
    ):
        assert line in answer.stdout, answer.stdout
    assert "12" in answer.stdout.split("Row 3")[1].split("Row 4")[0]
    assert command("import", path, "--root", root, "--write").returncode == 1
    assert [file.name for file in (root / "data/organisations").iterdir()] == ["stowarzyszenie-zolta-cma.yaml"]


def test_a_table_of_another_country_is_read_in_its_encoding(root, tmp_path):
    """Postcodes keep their form; what to do with heads in a language that the tools do not speak is told once."""
    (root / "data/guide.yaml").write_text(GUIDE.replace("country: PL", "country: CZ"), "utf-8")
    row = ("Azylový dům Žďár", "night-shelter", "543 212 530", "Kamenná 1, 602 00 Brno", "60200", "web")
    heads = ("Název", "Pomoc", "Telefon", "Adresa", "Směrovací číslo", "Zdroj")
    path = csv_file(tmp_path, heads=heads, rows=(row,))
    answer = command("import", path, "--root", root, "--lang", "en")
    assert "Columns (Windows-1250, separator ;)" in answer.stdout and "Row 2" not in answer.stdout
    assert answer.returncode == 1
    assert answer.stderr.startswith("no column leads to name.pl, so that no organisation has a name. In organizacje.")
    fields = ("name.pl", "help_types", "phones", "address", "address.postcode", "source")
    path.with_name("organizacje.csv.columns.json").write_text(json.dumps(dict(zip(heads, fields, strict=True))))
    answer = command("import", path, "--root", root, "--lang", "en", "--write")
    text = (root / "data/organisations/azylovy-dum-zdar.yaml").read_text("utf-8")
    assert 'pl: "Azylový dům Žďár"' in text
    assert re.findall(r'(street|postcode|city): "(.*)"', text) == [
        ("street", "Kamenná 1"),
        ("postcode", "60200"),
        ("city", "Brno"),
    ]


def test_an_unmistakable_name_is_taken_for_its_id(root, tmp_path):
    """And said; one that two kinds of help have is not taken, but both are offered. A missing source is asked for."""
    kinds = root / "data/help_types.yaml"
    more = '    synonyms: {pl: ["dach nad głową", "u bliskich"]}\n'
    text = kinds.read_text("utf-8").replace(
        "en: Night shelters}}", 'en: Night shelters}, synonyms: {pl: ["dach nad głową"]}}'
    )
    kinds.write_text(text + more, "utf-8")
    path = csv_file(
        tmp_path,
        heads=("Nazwa", "Rodzaje pomocy", "Telefon"),
        rows=(("Jeden", "noclegownie, U bliskich", "85 744 50 28"), ("Dwa", "dach nad głową", "85 744 50 29")),
    )
    answer = command("import", path, "--root", root, "--lang", "en")
    taken = answer.stdout.partition("Taken otherwise than the table has it:\n")[2]
    assert taken.startswith("  help_types: noclegownie → night-shelter\n  help_types: U bliskich → violence\n")
    assert answer.stdout.count("→ night-shelter") == 1
    assert "Did you mean one of these: night-shelter, violence?" in answer.stdout
    assert answer.stdout.count('or once for all rows: --source "website of the organisation"') == 2
    assert "--source" not in command("import", path, "--root", root, "--lang", "en", "--source", "rozmowa").stdout


def test_a_value_may_be_given_in_words(root, tmp_path):
    """Where only one value is called so; `nieczynne` is a break or the end."""
    heads = ("Nazwa", "Rodzaje pomocy", "Telefon", "Źródło", "cost", "referral", "status")
    path = csv_file(
        tmp_path, heads=heads, rows=(("A", "violence", "85 744 50 28", "x", "za darmo", "tak", "nieczynne"),)
    )
    answer = command("import", path, "--root", root, "--lang", "en")
    assert "  cost: za darmo → free\n  referral: tak → required\nRow" in answer.stdout
    assert "“nieczynne” is not on the list" in answer.stdout
    assert "Did you mean one of these: paused, closed?" in answer.stdout


PHONES = """\
    phones:
      - number: "85 744 50 28"
        extension: "12"
      - number: "664 762 880"
        label:
          pl: "recepcja, do 15"
"""


def test_what_people_write_beside_a_number_is_kept(root, tmp_path):
    """An extension and words in brackets, by wizard, form and table: who answers there knows no fields of YAML."""
    phones = "tel. 85 744 50 28 wew. 12, 664 762 880 (recepcja, do 15)"
    told = dict(TABLE) | {"Telefon": phones, "WWW": "www.cma.org.pl", "E-mail": "mailto:biuro@cma.org.pl"}
    path = csv_file(tmp_path, separator=";", rows=(tuple(told.values()),))
    answer = command("import", path, "--root", root, "--write", "--lang", "en")
    assert answer.returncode == 0, answer.stdout
    for words in (
        "phones: tel. 85 744 50 28 wew. 12 → number: 85 744 50 28, extension: 12",
        "phones: 664 762 880 (recepcja, do 15) → number: 664 762 880, label: recepcja, do 15",
        "website: www.cma.org.pl → https://www.cma.org.pl",
        "verified: 20.11.2026 → 2026-11-20",
        "email: mailto:biuro@cma.org.pl → biuro@cma.org.pl",
    ):
        assert words in answer.stdout
    by_table = written(root)
    assert PHONES in by_table and "website: https://www.cma.org.pl\n" in by_table
    (root / RECORD).unlink()
    changed = {"phones": phones, "website": "www.cma.org.pl"}
    assert command("add", "--root", root, "--lang", "pl", stdin=wizard_input(**changed)).returncode == 0
    assert written(root) == by_table
    (root / RECORD).unlink()
    text = issue().replace(ANSWERS["phones"], phones.replace(", 664", "\n- 664")).replace("https://cma", "www.cma")
    assert command("from-issue", "--root", root, stdin=text).returncode == 0
    assert written(root) == by_table


@pytest.mark.parametrize(
    ("name", "words", "meant"),
    [
        ("phones", "'857445028", ["857445028"]),
        ("phones", "„85 744 50 28”", ["85 744 50 28"]),
        ("phones", "\u200f85 744 50 28\u200f", ["85 744 50 28"]),
        ("phones", "kom. 664 762 880 lub tel.: 85 744 50 28", ["664 762 880", "85 744 50 28"]),
        (
            "phones",
            "664 762 880 (kobiety i dzieci)",
            [{"number": "664 762 880", "label": {"pl": "kobiety i dzieci"}}],
        ),
        ("phones", "8,57445E+08", ["8,57445E+08"]),  # the check says what Excel has done
        ("phones", "fax 85 744 50 28", ["fax 85 744 50 28"]),  # nobody answers there: the check stops it
        ("phones", "brak", None),
        ("email", "n/d", None),
        ("email", "biuro@cma.org.pl.", "biuro@cma.org.pl"),
        ("website", "facebook.com/cma", "https://facebook.com/cma"),
        ("website", "javascript:alert(1)", "javascript:alert(1)"),
        ("source", "www.cma.org.pl/o-nas", "https://www.cma.org.pl/o-nas"),
        ("source", "ustawa.pdf", "ustawa.pdf"),
        ("source", "https://cma.org.pl/?fbclid=IwAR", "https://cma.org.pl/"),
        ("website", "https://[cma?utm_source=x", "https://[cma?utm_source=x"),
        ("cost", "free – bezpłatnie", "free"),
        ("referral", "none", "none"),
    ],
)
def test_an_answer_is_taken_as_it_was_meant(known, name, words, meant):
    """What a cell or a form holds besides the fact itself; what is in doubt stays for the check."""
    assert columns.value(columns.columns(known.languages)[name], words, known) == meant


def test_rows_with_the_same_phone_are_pointed_out(root, tmp_path):
    """The second one is not taken, unless somebody says `--anyway`."""
    path = csv_file(tmp_path, rows=(CELLS, ("Inna", *CELLS[1:])))
    answer = command("import", path, "--root", root, "--lang", "en")
    assert answer.returncode == 1 and "Row 2 has the same phone: +48664762880" in answer.stdout
    assert command("import", path, "--root", root, "--anyway").returncode == 0


def test_a_mapping_put_right_by_hand_is_used(root, tmp_path):
    """A head that nobody could guess."""
    heads = tuple("Kolumna X" if head == "Telefon" else head for head in HEADS)
    path = csv_file(tmp_path, heads=heads)
    command("import", path, "--root", root)
    kept = tmp_path / "organizacje.csv.columns.json"
    mapping = json.loads(kept.read_text("utf-8"))
    assert mapping["Kolumna X"] == "-"
    kept.write_text(json.dumps(mapping | {"Kolumna X": "phones"}), "utf-8")
    assert command("import", path, "--root", root, "--write").returncode == 0
    assert written(root) == EXPECTED
    kept.write_text(json.dumps(mapping | {"Kolumna X": "telefon"}), "utf-8")
    answer = command("import", path, "--root", root)
    assert answer.returncode == 1 and "Kolumna X" in answer.stderr


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("Nazwa", "name.pl"),
        ("NAZWA ORGANIZACJI (wymagane)", "name.pl"),
        ("Opis (EN)", "description.en"),
        ("Opis po angielsku", "description.en"),
        ("description_he", "description.he"),
        ("תיאור", "description.pl"),
        ("Tel.", "phones"),
        ("שעות פתיחה", "hours"),
        ("Phone number", "phones"),
        ("Adres", "address"),
        ("Adres e-mail", "email"),
        ("address.street", "address.street"),
        ("season_from", "season.from"),
        ("Grupy osób", "target_groups"),
        ("Groups of people", "target_groups"),
        ("Lp.", "-"),
        ("PESEL", "-"),
    ],
)
def test_heads_are_guessed(head, name):
    """In three languages, with remarks and languages behind them; what is not known is left out."""
    assert table.guessed([head], ("pl", "he", "en")) == {head: name}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (857445027.0, "857445027"),
        (15077, "15077"),
        (53.1325, "53.1325"),
        (datetime(2026, 5, 31), "2026-05-31"),
        (date(2026, 5, 31), "2026-05-31"),
        (time(8), "8:00"),
        (time(16, 30), "16:30"),
        (None, ""),
        (True, "true"),
        (" x ", "x"),
    ],
)
def test_cells_become_words_again(cell, text):
    """Excel makes numbers, days and times of what people write."""
    assert table.cell_text(cell) == text


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.xls"])
def test_what_is_no_table_is_said_to_be_none(tmp_path, name):
    """Broken and empty files."""
    (tmp_path / name).write_bytes(b"PK\x03\x04broken" if name == "a.xlsx" else b"")
    with pytest.raises(Stop) as stop:
        table.table(tmp_path / name, ("pl",))
    assert stop.value.rule in ("no-table", "table-empty")


def test_a_table_that_is_not_there_is_said_to_be_missing(root, tmp_path):
    """To save it as CSV, which it may be already, would help nobody."""
    answer = command("import", "--root", root, "--lang", "en", tmp_path / "missing.csv")
    assert answer.returncode == 2 and "there is no file" in answer.stderr and "Excel" not in answer.stderr


def test_an_address_in_one_line_is_parted():
    """`ul. Kolejowa 26 a, 15-077 Białystok`."""
    parts = {"street": "ul. Kolejowa 26 a", "postcode": "15-077", "city": "Białystok"}
    assert columns.address_parts("ul. Kolejowa 26 a, 15-077 Białystok") == parts
    abroad = {"street": "Kamenná 1", "postcode": "602 00", "city": "Brno"}
    assert columns.address_parts("Kamenná 1, 602 00 Brno") == abroad
    assert columns.address_parts("Lipowa 4, Białystok") == {"street": "Lipowa 4", "city": "Białystok"}
    assert columns.address_parts("15-077 Białystok") == {"postcode": "15-077", "city": "Białystok"}
    assert columns.address_parts("Rynek Kościuszki") == {"street": "Rynek Kościuszki"}


@pytest.fixture
def known(draft) -> columns.Vocabulary:
    """What its answers may name."""
    return columns.vocabulary(draft)


@pytest.fixture
def draft(root) -> Draft:
    """The small guide as read."""
    return draft_of(root, TODAY)


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"name": {"pl": "Inny"}, "phones": ["+48 85 744 50 27"]}, "same-phone"),
        ({"name": {"pl": "Dom Żółta Ćma"}, "area": "bialystok"}, "same-name"),
        ({"name": {"pl": "Dom „Zolta Cma”"}, "address": {"city": "Białystok"}}, "same-name"),
        ({"name": {"pl": "Dom „Żółta Ćma”"}, "area": "hajnowka"}, None),
        ({"name": {"pl": "Fundacja Inna"}, "area": "bialystok", "phones": ["112"]}, None),
    ],
)
def test_duplicates_are_pointed_out(draft, values, rule):
    """The same phone, or a similar name in the same town."""
    assert [(found.id, found.rule) for found in duplicates(values, draft, "PL")] == ([("dom", rule)] if rule else [])


def test_a_duplicate_is_not_written_unasked(root, tmp_path):
    """Exit code 5; `--anyway` and a yes write it."""
    text = issue().replace("857445028", "857445027")
    answer = command("from-issue", "--root", root, "--lang", "en", stdin=text)
    assert answer.returncode == 5 and "“dom” has the same phone already: 85 744 50 27" in answer.stderr
    assert not (root / RECORD).exists()
    asked = wizard_input(phones="857445027").removesuffix("t\n")
    assert command("add", "--root", root, stdin=asked + "n\n").returncode == 5
    assert command("add", "--root", root, stdin=asked + "t\nt\n").returncode == 0
    (root / RECORD).unlink()
    assert command("from-issue", "--anyway", "--root", root, stdin=text).returncode == 0


@pytest.mark.parametrize("language", ["pl", "he", "en"])
def test_the_wizard_asks_in_words(root, language):
    """Who answers in a terminal needs no file, no quotes and no `null`."""
    answer = command("add", "--root", root, "--lang", language, stdin=wizard_input(language))
    questions = answer.stdout.split("organisations:")[0]
    assert questions.count("> ") >= len(columns.ASKED) - 1
    assert not re.search(r"\.yaml|cudzysłow|in quotes|במירכאות|null|`", questions), questions


def test_the_wizard_says_at_once_what_cannot_be(root):
    """A wrong answer is explained and asked again; `?` shows the choices; leaving writes nothing."""
    text = (
        wizard_input()
        .replace("857445028, 664762880", "85 744\n857445028, 664762880")
        .replace("pn-pt 8-16", "8-16\npn-pt 8-16")
    )
    text = text.replace("Noclegownie\n", "noclegowni\n?\n\nNoclegownie\n")
    answer = command("add", "--root", root, "--lang", "pl", stdin=text)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert written(root) == EXPECTED
    for words in (
        "Czy chodziło o: night-shelter?",
        "night-shelter – Noclegownie",
        "Bez tego wpis nie pokaże się",
        "85 744",
        "8-16",
    ):
        assert words in answer.stdout
    (root / RECORD).unlink()
    answer = command("add", "--root", root, stdin="\n".join(text.split("\n")[:9]))
    assert answer.returncode == 130 and not (root / RECORD).exists()


CHANGE = """\
### Którego wpisu to dotyczy

https://przewodnik.example/organisation/dom.html#dom

### Telefony

857445028

### Godziny

_No response_

### Co jest źle?

Numer jest @stary.

### Źródło

rozmowa

### Potwierdzono dnia

2026-11-20
"""


def test_a_form_changes_a_record(root):
    """Only what was answered changes; what no field holds is told; the other lines stay as they were."""
    more = GOOD + GOOD.replace("organisations:\n", "").replace("id: dom", "id: zamek").replace("50 27", "50 29")
    (root / files.ORGANISATIONS).write_text(more, "utf-8")
    answer = command("from-issue", "--root", root, stdin=CHANGE)
    assert answer.returncode == 0, answer.stderr
    assert "Co jest źle?: Numer jest @stary." in answer.stderr
    text = (root / files.ORGANISATIONS).read_text("utf-8")
    assert text.endswith(more[more.index("  - id: zamek") :])
    phone = loaded(root).organisation["dom"].services[0].phones[0]
    assert (phone.display, str(loaded(root).organisation["dom"].source.verified)) == ("85 744 50 28", "2026-11-20")


def test_a_form_in_hebrew_makes_a_hebrew_record(root):
    """In a guide whose first language is Polish: the page must say in which language, and run from right to left."""
    words = {"name.pl": "עמותת האור", "description.pl": "ארוחות חמות.", "phones": "+972 2 625 9999 (מזכירות)"}
    told = {"help_types": "night-shelter – לינת לילה", "address.city": "ביאליסטוק", "source": "שיחת טלפון"} | words
    table = columns.columns(("pl", "he", "en"))
    text = "".join(f"### {table[name].label('he')}\n\n{answer}\n\n" for name, answer in told.items())
    answer = command("from-issue", "--root", root, stdin=text)
    assert answer.returncode == 0, answer.stderr
    (new,) = (one for one in loaded(root).organisations if one.id != "dom")
    assert (new.name.original, new.name.words) == ("he", {"he": "עמותת האור"})
    assert new.description.words == {"he": "ארוחות חמות."} and new.services[0].area == "bialystok"
    assert new.services[0].phones[0].label.words == {"he": "מזכירות"}


@pytest.mark.parametrize("language", ["pl", "he", "en"])
def test_a_form_closes_a_place(root, language):
    """Its own choice and its own question are all that it takes: a closed record says where to go instead."""
    table_of = {column.name: column for column in columns.asked(("pl", "he", "en"), columns.ASKED_FOR_CHANGE)}
    rows = {row["id"]: row for row in form.fields(language, columns.vocabulary(draft_of(root, TODAY)), change=True)}
    closed = next(option for option in rows["status"]["options"] if option.startswith("closed – "))
    text = CHANGE.split("### Godziny")[0].replace("857445028", "_No response_")
    for name, answer in (("status", closed), ("notice.pl", "Dom zamknięto. Proszę pytać w MOPR."), ("source", "MOPR")):
        text += f"### {table_of[name].label(language)}\n\n{answer}\n\n"
    answer = command("from-issue", "--root", root, stdin=text)
    assert answer.returncode == 0, answer.stderr
    house = loaded(root).organisation["dom"]
    assert (house.status, house.notice.words["pl"]) == ("closed", "Dom zamknięto. Proszę pytać w MOPR.")


def test_a_form_keeps_what_a_phone_has_besides(root):
    """The answer names the number with a new extension; its label stays."""
    labelled = GOOD.replace('["85 744 50 27"]', '[{number: "85 744 50 27", label: {pl: Biuro}}]')
    (root / files.ORGANISATIONS).write_text(labelled, "utf-8")
    text = CHANGE.replace("857445028", "85 744 50 27 wew. 4")
    assert command("from-issue", "--root", root, stdin=text).returncode == 0
    (phone,) = loaded(root).organisation["dom"].services[0].phones
    assert (phone.display, phone.extension, phone.label.words["pl"]) == ("85 744 50 27", "4", "Biuro")


def test_a_form_says_which_numbers_it_takes_away(root):
    """Whoever writes one new number may not know that the others would go."""
    two = GOOD.replace('["85 744 50 27"]', '["85 744 50 27", "664 762 880"]')
    (root / files.ORGANISATIONS).write_text(two, "utf-8")
    one = CHANGE.replace("857445028", "857445027")
    answer = command("from-issue", "--root", root, "--lang", "he", "--dry-run", stdin=one)
    assert "\u2068664 762 880\u2069" in answer.stderr, "its groups keep their order between Hebrew words"
    answer = command("from-issue", "--root", root, "--lang", "en", stdin=one)
    assert "Numbers that will be gone: 664 762 880. If they are to stay" in answer.stderr
    (root / files.ORGANISATIONS).write_text(two, "utf-8")
    for others in ("664762880\n857445027", "664762881\n857445027"):
        answer = command("from-issue", "--root", root, "--dry-run", stdin=CHANGE.replace("857445028", others))
        assert answer.returncode == 0 and "znikną" not in answer.stderr


def test_a_dry_run_shows_what_changes(root):
    """Not the hundreds of lines around it, and nothing is written."""
    more = GOOD + "".join(
        GOOD.replace("organisations:\n", "").replace("id: dom", f"id: dom-{n}").replace("50 27", f"5{n} 27")
        for n in range(1, 10)
    )
    (root / files.ORGANISATIONS).write_text(more, "utf-8")
    answer = command("from-issue", "--dry-run", "--root", root, stdin=CHANGE)
    assert answer.returncode == 0, answer.stderr
    changed = [line for line in answer.stdout.splitlines() if re.match(r"[+-](?![+-])", line)]
    assert {"-    verified: null", '+    verified: "2026-11-20"'} <= set(changed)
    assert "dom-5" not in answer.stdout and (root / files.ORGANISATIONS).read_text("utf-8") == more


def test_a_form_cannot_change_a_crisis_number(root):
    """The lock stands in the way, and nothing is written."""
    (root / "data/critical.lock").write_text(
        'emergency: "112"\nhelp_types: []\nnumbers: {dom: ["85 744 50 27"]}\n', "utf-8"
    )
    answer = command("from-issue", "--root", root, stdin=CHANGE)
    assert answer.returncode == 1 and "data/critical.lock" in answer.stderr
    assert (root / files.ORGANISATIONS).read_text("utf-8") == GOOD


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "issue"),
        ("hello", "issue"),
        (CHANGE.replace("dom.html#dom", "nikt.html"), "nikt"),
        (CHANGE.replace("organisation/dom.html#dom", "help/meals.html"), "https://przewodnik.example/help/meals.html"),
        (CHANGE.replace("https://przewodnik.example/organisation/dom.html#dom", "Żółta ćma"), "Did you mean “dom”?"),
        (CHANGE.replace("857445028", "85"), "85"),
        (issue().replace("Stowarzyszenie „Żółta Ćma”", "../../etc/passwd\x1b[2J"), ""),
        (issue().replace("https://cma.org.pl", "javascript:alert(1)"), "javascript"),
    ],
)
def test_a_form_that_cannot_be_taken_is_told(root, text, words):
    """Exit code 1, no traceback, nothing written."""
    answer = command("from-issue", "--root", root, "--lang", "en", stdin=text)
    assert answer.returncode == 1 and "Traceback" not in answer.stderr, answer.stderr
    assert words in answer.stderr
    assert not (root / "data/organisations").exists()
    assert (root / files.ORGANISATIONS).read_text("utf-8") == GOOD


@pytest.mark.parametrize("language", ["pl", "he", "en"])
def test_the_forms_can_be_written_from_the_schema(language):
    """Each question has a label, a help and an example; the answers find their way back by the labels."""
    for kind in ("new", "change"):
        answer = command("from-issue", "--fields", kind, "--lang", language, "--root", ROOT)
        rows = json.loads(answer.stdout)
        assert rows and all(row["label"] and row["help"] and row["example"] for row in rows)
        assert len({row["label"] for row in rows}) == len(rows)
        text = "\n".join(f"### {row['label']}\n\nx\n" for row in rows)
        found, other = form.answers(text, ("pl", "he", "en"))
        assert list(found) == [row["id"] for row in rows] and not other


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("בית חם", "byt-chm"),
        ("Дім «Надія»", "dim-nadiia"),
        ("עמותת ABC", "abc"),
        ("بيت دافئ", "organisation-105f643a"),
    ],
)
def test_a_name_in_any_script_has_an_id(tmp_path, name, own):
    """A record without one would be written to a file that nobody reads: `data/organisations/.yaml`."""
    root = small_guide(tmp_path, guide=GUIDE.replace("[pl, he, en]", "[he, pl, en]"))
    typed = wizard_input("en", **{"name.pl": name, "description.pl": "מקום לישון."})
    answer = command("add", "--root", root, "--lang", "en", stdin=typed)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert [file.name for file in (root / "data/organisations").iterdir()] == [f"{own}.yaml"]
    assert own in {one.id for one in loaded(root).organisations}
