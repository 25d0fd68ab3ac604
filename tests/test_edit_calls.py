"""`guide stale` and `guide verify`: whom to call, what to say, and one line that notes it."""

from __future__ import annotations

import difflib

import pytest

from generator.edit import files
from generator.edit.calls import calls
from tests.built import ROOT
from tests.small import GUIDE, loaded, small_guide
from tests.test_edit import command

GOLDEN = ROOT / "tests" / "golden" / "calls"
ORGANISATIONS = """\
organisations:
  - id: alarm
    name: {pl: "Alarm"}
    phones: ["997"]
    help_types: [night-shelter]
    source: https://policja.pl
  - id: dawno # an old one
    name: {pl: "Dawno"}
    phones: ["85 744 50 27"]
    help_types: [night-shelter]
    hours: "pn-pt 8-16"
    source: rozmowa
    verified: "2025-05-01"
  - id: eran
    name: {he: "ער״ן"}
    language: he
    country: IL
    phones: ["1201"]
    help_types: [night-shelter]
    source: https://www.eran.org.il
  - id: konczy
    name: {pl: "Kończy się"}
    email: biuro@konczy.pl
    help_types: [night-shelter]
    valid_until: "2026-12-01"
    source: rozmowa
    verified: "2026-11-01"
  - id: pilna
    name: {pl: "Pilna"}
    services:
      - id: linia
        name: {pl: "Linia", he: "קו", en: "Line"}
        phones: ["116 123"]
        help_types: [night-shelter]
        source: https://pilna.pl
      - id: biuro
        name: {pl: "Biuro", he: "משרד", en: "Office"}
        phones: ["85 651 90 08"]
        help_types: [night-shelter]
    source: https://pilna.pl/biuro
    verified: "2026-11-01"
  - id: swieza
    name: {pl: "Świeża"}
    phones: ["664 762 880"]
    help_types: [night-shelter]
    source: rozmowa
    verified: "2026-11-01"
  - id: zamknieta
    name: {pl: "Zamknięta"}
    phones: ["664 762 881"]
    help_types: [night-shelter]
    status: closed
    notice: {pl: "Koniec."}
    source: rozmowa
"""
URGENT = "urgent:\n  - {situation: {pl: Kryzys, he: משבר, en: Crisis}, service: pilna/linia, icon: lifebuoy}\n"


@pytest.fixture
def root(tmp_path):
    """A guide with facts of every age."""
    return small_guide(tmp_path, ORGANISATIONS, guide=GUIDE + URGENT)


def test_the_most_needed_and_oldest_come_first(root):
    """Urgent, then ending, then never confirmed, then oldest; emergency numbers last; no closed and no fresh ones."""
    assert [call.organisation.id for call in calls(loaded(root))] == ["pilna", "konczy", "eran", "dawno", "alarm"]


@pytest.mark.parametrize("form", ["text", "markdown"])
@pytest.mark.parametrize("language", ["pl", "he", "en"])
def test_the_list_can_be_printed(root, language, form, golden):
    """Whole lists: the sentence to say is in the language of who answers."""
    answer = command("stale", "--root", root, "--lang", language, "--format", form)
    assert answer.returncode == 0
    golden(GOLDEN / f"{language}.{'md' if form == 'markdown' else 'txt'}", answer.stdout)


def test_check_and_limit(root):
    """For the monthly report of CI."""
    assert command("stale", "--root", root, "--check").returncode == 1
    assert "[ ] 1." in command("stale", "--root", root, "--limit", "1").stdout
    assert "[ ] 2." not in command("stale", "--root", root, "--limit", "1").stdout


def lines_changed(before: str, after: str) -> list[str]:
    """The lines that differ."""
    difference = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in difference if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def test_verify_edits_one_line(root):
    """The day in the record's own place, and the way beside it; no other record is touched."""
    path = root / files.ORGANISATIONS
    path.write_text(files.formatted(ORGANISATIONS, files.ORGANISATIONS, files.style(root)), "utf-8")
    before = path.read_text("utf-8")
    answer = command("verify", "swieza", "--on", "2026-11-20", "--how", "visit", "--root", root, "--lang", "en")
    assert answer.stdout == "swieza: confirmed on 2026-11-20, on a visit\n"
    after = path.read_text("utf-8")
    assert lines_changed(before, after) == [
        '-    verified: "2026-11-01"',
        '+    verified: "2026-11-20"',
        "+    verified_by: visit",
    ]
    command("verify", "swieza", "--on", "2026-11-21", "--how", "visit", "--root", root)
    assert lines_changed(after, path.read_text("utf-8")) == [
        '-    verified: "2026-11-20"',
        '+    verified: "2026-11-21"',
    ]
    assert str(loaded(root).organisation["swieza"].source.verified) == "2026-11-21"


def test_verify_keeps_the_layout_of_other_records(root):
    """A file that nobody formatted: only the record that was confirmed is written anew, its comment kept."""
    before = (root / files.ORGANISATIONS).read_text("utf-8")
    assert command("verify", "dawno", "pilna/linia", "--root", root).returncode == 0
    after = (root / files.ORGANISATIONS).read_text("utf-8")
    for name in ("alarm", "eran", "konczy", "swieza", "zamknieta"):
        record = before[before.index(f"  - id: {name}") :].split("  - id: ")[1]
        assert record in after
    assert "- id: dawno # an old one" in after
    pilna = loaded(root).organisation["pilna"]
    assert (str(pilna.services[0].source.verified), str(pilna.source.verified)) == ("2026-11-22", "2026-11-01")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["nikt"], 1), (["pilna/nikt"], 1), (["dawno", "nikt"], 1), (["dawno", "--on", "2026-12-24"], 2)],
)
def test_verify_writes_nothing_it_cannot(root, arguments, code):
    """An unknown record, a day to come."""
    assert command("verify", *arguments, "--root", root).returncode == code
    assert (root / files.ORGANISATIONS).read_text("utf-8") == ORGANISATIONS


def test_every_place_in_the_real_file_can_be_edited():
    """Noting a confirmation changes nothing else, for each organisation of the repository."""
    text, style = (ROOT / files.ORGANISATIONS).read_text("utf-8"), files.style(ROOT)
    items = files.parsed(text, files.ORGANISATIONS).root.get("organisations").items
    for index, node in enumerate(items):
        assert files.with_record(text, files.ORGANISATIONS, index, node, style) == text
