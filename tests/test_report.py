"""`generator.report` and `guide check`: whole messages in three languages, three formats, exit codes."""

from __future__ import annotations

import ast
import json
import re
import string

import pytest

from generator import report
from generator.languages import SPOKEN
from generator.problems import Place, Problem
from generator.strings import catalogue
from tests.built import ROOT, guide
from tests.small import GOOD, problems_of, record, small_guide
from tests.test_checks import CASES, FILES
from tests.test_source import SLIPS
from tests.test_traps import REFUSED

GOLDEN = ROOT / "tests" / "golden" / "messages"
MORE = {
    "phones": record(
        'phones: ["85 744 50", "0857445027", "700 123 456", "tel. 85", "85 744 50 27 i 28", "123", "*21*1#"]'
    ),
    "words in phones": record(
        'phones: ["85 734 12 O6", "85 734 12 66 wew. 12", 85 734 l2 66, {number: " 664 76Z 880", label: {pl: Dom}}]'
    ),
    "choices in the reader's words": record(
        'phones: ["112"]\ncost: bezpłatnie\nreferral: tak\nholidays: nie\nstatus: nieczynne\n'
        'conditions: [Trzeźwość, "kobiety z dziećmi", נשים, xx]\nbooking: [telefon, in person]'
    ),
    "lists that are texts": record(
        'phones: -"85 734 12 66"\ntarget_groups: -homeless -seniors\nlanguages: pl, uk\nconditions: "sober"\n'
        "accessibility:\n  -step-free"
    ),
    "what Excel and a browser add": record(
        'phones: ["8,57445E+08"]\nhours: 2026-08-16\nwebsite: https://proba.org/?utm_source=fb'
    ),
    "phones without brackets": record("phones: 85 734 12 66, 85 734 12 67"),
    "days without hours": record('hours: "pn-pt 8-16, sob"\nphones: ["85 744 50 27"]'),
    "hours": record('hours: "8-16"\nphones: [{number: "85 744 50 27", hours: "kiedyś", extension: "w. 3"}]'),
    "web": record('website: caritas.pl\nbooking_url: "https://саritas.pl"\nemail: kontakt@\nphones: ["112"]'),
    "choices": record('phones: ["112"]\nstatus: czynne\nconditions: [sobre]\nlanguages: [polski]\ncountry: pl'),
    "a closing quote alone": record('phones: ["112"]\naddress: {city: Beta"}'),
    "shapes": record('phones: "112"\nname2: x\nservices: {id: a}\naddress: ul. Długa 1\ndescription: [a]'),
}


def every_case() -> dict[str, str]:
    """Name of a case to organisations that have it."""
    traps = {trap: record(lines) for trap, (lines, _) in REFUSED.items()}
    return CASES | traps | MORE | {name: text for name, (text, _) in SLIPS.items()}


@pytest.mark.parametrize("language", SPOKEN)
def test_messages_read_well(language, tmp_path, golden):
    """Whole sentences, compared whole: the reviewer of a change reads them."""
    words = report.Words(language)
    blocks = []
    for name, organisations in every_case().items():
        problems = problems_of(small_guide(tmp_path, organisations))
        blocks.append("\n".join([f"# {name}", *(report.text(problem, words) for problem in problems)]))
    for name, files in FILES.items():
        problems = problems_of(small_guide(tmp_path, **files))
        blocks.append("\n".join([f"# {name}", *(report.text(problem, words) for problem in problems)]))
    golden(GOLDEN / f"{language}.txt", "\n\n".join(blocks) + "\n")


def rules_in_code() -> set[str]:
    """The rules that the code can report, read off its calls."""
    found = set()
    for path in (ROOT / "generator").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in ("Problem", "problem", "Trouble", "Stop", "_problem", "_entry_problem"):
                words = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
                known = [word for word in words if word in set(entries("en"))]
                if not known and name in ("Trouble", "Stop") and words:
                    found.add(words[0])
                found.update(known)
    return found


def entries(language: str) -> list[str]:
    """The rules that a catalogue words."""
    return [key for key in catalogue(language, "check")._catalog if isinstance(key, str) and key and "\x04" not in key]


def test_every_rule_is_worded_in_every_language():
    """The three catalogues hold the same rules, every exception of the code has one, and the code names each."""
    assert set(entries("pl")) == set(entries("he")) == set(entries("en"))
    missing = rules_in_code() - set(entries("en"))
    assert not missing
    files = (*(ROOT / "generator").rglob("*.py"), ROOT / ".ci/review")
    code = "".join(file.read_text("utf-8") for file in files)
    assert [one for one in entries("en") if not re.search(f"[\"']{re.escape(one)}[\"']", code)] == []


@pytest.mark.parametrize("language", ["pl", "he"])
def test_translations_keep_the_placeholders(language):
    """A placeholder that is lost hides the value found."""
    english, other = (catalogue(code, "check")._catalog for code in ("en", language))

    def fields(text: str) -> list[str]:
        return sorted({name for _, name, _, _ in string.Formatter().parse(text) if name})

    for key, text in english.items():
        if key:
            assert fields(text) == fields(other[key]), key


def test_no_message_blames_or_begs():
    """STYLE.md, section 4."""
    for language in SPOKEN:
        for key, text in catalogue(language, "check")._catalog.items():
            assert not re.search(r"\b(invalid|illegal|please|nieprawidłow\w+|niepoprawn\w+|proszę)\b|!$|נא ", text), (
                key,
                text,
            )


def test_a_value_cannot_forge_a_line():
    """Line breaks, escape and direction characters in a value are shown, not obeyed."""
    problem = Problem(Place("f", 1, 1), "id", "a", "id", {"found": "x\n::error::y\x1b[2J\u202e", "example": "x"})
    for write in (report.text, report.github):
        line = write(problem, report.Words("en"))
        assert "\n" not in line and "\x1b" not in line and "\u202e" not in line


def test_json_is_for_machines(tmp_path):
    """A list of file, line, column, record, field, rule, level, message, tip."""
    small_guide(tmp_path, record('phones: ["12"]'))
    result = guide("check", "--root", tmp_path, "--format", "json", "--lang", "en")
    assert result.returncode == 1
    (row,) = json.loads(result.stdout)
    assert set(row) == {"file", "line", "column", "record", "field", "rule", "level", "message", "tip"}
    assert (row["file"], row["line"], row["record"], row["field"]) == ("data/organisations.yaml", 7, "dom", "phones")


def test_github_shows_problems_on_the_line(tmp_path):
    """As workflow commands."""
    small_guide(tmp_path, record('phones: ["12"]'))
    result = guide("check", "--root", tmp_path, "--format", "github", "--lang", "pl")
    assert result.stdout.startswith("::error file=data/organisations.yaml,line=7,col=14,title=dom · phones::")


def test_exit_codes(tmp_path):
    """0 good, 1 the data, 2 the call."""
    small_guide(tmp_path / "good", GOOD)
    small_guide(tmp_path / "bad", record('phones: ["12"]'))
    assert guide("check", "--root", tmp_path / "good").returncode == 0
    assert guide("check", "--root", tmp_path / "bad").returncode == 1
    assert guide("check", "--root", tmp_path / "nowhere").returncode == 2
    assert guide("chekc").returncode == 2


def test_polish_is_the_default_language(tmp_path):
    """NGO staff read Polish."""
    small_guide(tmp_path, record('phones: ["12"]'))
    assert "numer" in guide("check", "--root", tmp_path).stdout
