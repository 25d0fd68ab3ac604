"""`generator.load.content`: what may stand in `content/` beside articles, and under which names."""

from __future__ import annotations

import os
import re
from contextlib import nullcontext
from pathlib import Path

import pytest

from generator import report
from generator.load import content, remembered
from generator.pages import KINDS
from generator.problems import DataProblems
from tests.built import ROOT
from tests.small import TODAY, problems_of, small_guide
from tests.test_checks import article

PICTURE = b"\x89PNG"


def found(folder: Path, *names: str) -> list[tuple[str, str]]:
    """Rule and file of what is wrong with files of these names in `content/`."""
    small_guide(folder)
    for name in names:
        file = folder / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(PICTURE)
    return [(one.rule, one.place.file.removeprefix("content/")) for one in problems_of(folder)]


def test_names_of_pages_and_folders_are_those_of_the_table() -> None:
    """What an article or a folder may not be called follows from the table of addresses."""
    single = {pattern for pattern in KINDS.values() if "/" not in pattern}
    assert single | {"404"} == content.GENERATED_PAGES
    folders = {pattern.partition("/")[0] for pattern in KINDS.values() if "/" in pattern}
    assert folders | {"assets", "booklets"} == content.GENERATED_FOLDERS


def test_quotation_marks_wrap_with_the_words_that_they_quote() -> None:
    """Outside words of another direction both would hang on the wrong ones when the line breaks."""
    for file in (ROOT / "content" / "he").rglob("*.md"):
        assert not re.search(r"[״„”\"]\[\[\w\w:|\[\[\w\w:[^\]]*\]\][״„”\"]", file.read_text("utf-8")), file


def test_pictures_stand_where_their_article_stands(tmp_path: Path) -> None:
    """Beside it, in a folder, or for all languages together."""
    names = ["pl/plan.png", "he/plan.png", "images/Map_2.JPG", "en/leaflets/way-to-us.pdf"]
    assert found(tmp_path, *names) == []
    assert sorted(content.pictures(tmp_path)) == sorted(names)


@pytest.mark.parametrize(
    "name",
    [
        "a b.png",
        "a#b.png",
        "a?b.png",
        "a%20b.png",
        "łąka.png",
        "תמונה.png",
        "e\u0301.png",
        f"{'a' * 81}.png",
        "a..png",
        "a.b.png",
        "con.png",
        "LPT1.png",
        "nul.tar/a.png",
        "urgent.html/a.png",
        "a./a.png",
        "a\\b.png",
        "a:b.png",
        "-a.png",
    ],
)
def test_a_name_that_not_every_machine_bears_is_refused(tmp_path: Path, name: str) -> None:
    """Or that an address would have to write otherwise."""
    assert found(tmp_path, f"pl/{name}") == [("picture-name", f"pl/{name}")]


@pytest.mark.parametrize(
    "names",
    [
        ("pl/a.png", "pl/A.png"),
        ("a.png", "pl/a.png"),
        ("he/a.png", "pl/he/a.png"),
        ("en/x/a.png", "en/X/a.png"),
        ("en/a.png", "pl/EN/a.PNG"),
    ],
)
def test_two_files_of_one_address_are_refused(tmp_path: Path, names: tuple[str, str]) -> None:
    """Also of two that a disk without capital letters takes for one."""
    problems = found(tmp_path, *names)
    assert [rule for rule, _ in problems] == ["picture-clash"] and {file for _, file in problems} <= set(names)


@pytest.mark.parametrize("name", ["pl/need/a.png", "he/help/x/a.png", "assets/a.png", "en/Organisation/a.pdf"])
def test_folders_of_the_sites_own_files_are_refused(tmp_path: Path, name: str) -> None:
    """A file of somebody else's there would look like one of ours, or take its place."""
    assert found(tmp_path, name) == [("picture-reserved", name)]


@pytest.mark.parametrize("name", ["pl/urgent.html", "map.svg", "pl/Thumbs.db", "pl/x.MD", "pl/x.md.png.exe"])
def test_files_of_other_kinds_are_refused(tmp_path: Path, name: str) -> None:
    """A page or a drawing may hold a script."""
    assert found(tmp_path, name) == [("content-file", name)]


@pytest.mark.parametrize("name", ["pl/deep/x.md", "uk/x.md", "pl/x.md/y.md"])
def test_an_article_that_is_not_read_is_said(tmp_path: Path, name: str) -> None:
    """It stands too deep, or in a language that the guide does not have."""
    assert ("file-ignored", name) in found(tmp_path, name)


def test_a_record_that_is_not_read_is_said(tmp_path: Path) -> None:
    """Editors like to add `.txt` to the name of a new file."""
    small_guide(tmp_path)
    (tmp_path / "data" / "organisations").mkdir()
    (tmp_path / "data" / "organisations" / "dom.yaml.txt").write_text("organisations: []\n")
    (tmp_path / "data" / "organisation.yaml").write_text("organisations: []\n")
    (tmp_path / "data" / "areas").write_text("areas: []\n")
    files = ["data/areas", "data/organisation.yaml", "data/organisations/dom.yaml.txt"]
    assert [(one.rule, one.place.file) for one in problems_of(tmp_path)] == [("file-ignored", file) for file in files]


def test_a_picture_that_costs_readers_too_much_is_refused(tmp_path: Path) -> None:
    """Some pay for every megabyte."""
    small_guide(tmp_path)
    (tmp_path / "content").mkdir()
    with (tmp_path / "content" / "big.pdf").open("wb") as file:
        file.truncate(content.SIZE_LIMIT + 1)
    assert [one.rule for one in problems_of(tmp_path)] == ["picture-large"]


def test_links_are_published_by_nothing(tmp_path: Path) -> None:
    """Neither a picture nor a folder of pictures that leads elsewhere."""
    secret = tmp_path / "outside"
    secret.mkdir()
    (secret / "a.png").write_bytes(PICTURE)
    guide = small_guide(tmp_path / "guide")
    (guide / "content").mkdir()
    (guide / "content" / "link.png").symlink_to(secret / "a.png")
    (guide / "content" / "folder").symlink_to(secret)
    assert [one.rule for one in problems_of(guide)] == ["symlink", "symlink"]
    assert content.pictures(guide) == {}


EXCESSES = {
    "open brackets": ("[" * 20_000, "article-signs"),
    "brackets in many lines": ("[a\n" * 300, "article-signs"),
    "code that never ends": ("a ` b" * 500, "article-signs"),
    "emphasis in emphasis": ("*a _b " * 500, "article-signs"),
    "quotations": ("> " * 5_000 + "x", "article-nesting"),
    "quotations without spaces": (">" * 5_000 + "x", "article-nesting"),
    "lists on one line": ("- " * 5_000 + "x", "article-nesting"),
    "numbers on one line": ("1. " * 5_000 + "x", "article-nesting"),
    "lists in lists": ("\n".join("    " * level + "- x" for level in range(40)), "article-nesting"),
    "tabs in lists": ("\n".join("\t" * level + "- x" for level in range(40)), "article-nesting"),
    "headings": ("# x\n\n" * 400, "article-headings"),
    "underlined headings": ("x\n-\n" * 400, "article-headings"),
    "sheer size": ("abc " * 30_000, "too-long"),
}


@pytest.mark.parametrize("name", EXCESSES)
def test_what_would_take_minutes_is_said_at_its_place(tmp_path: Path, name: str) -> None:
    """Before anything tries to render it."""
    body, rule = EXCESSES[name]
    small_guide(tmp_path)
    for language in ("pl", "he", "en"):
        article(tmp_path, language, "start", body=f"Tekst.\n\n{body}\n")
    problems = [one for one in problems_of(tmp_path) if one.level == "error"]
    assert [(one.rule, one.place.file) for one in problems] == [
        (rule, f"content/{language}/start.md") for language in ("en", "he", "pl")
    ]
    assert rule == "too-long" or problems[0].place.line >= 7


def test_what_people_write_is_not_too_much(tmp_path: Path) -> None:
    """Long tables of links, rulers, lines to fill in, ten levels."""
    rows = "\n".join(f"| [Dom {number}](https://proba.org/{number}) | *ul. Długa* |" for number in range(190))
    levels = "\n".join("    " * level + "- x" for level in range(10))
    body = f"| Dom | Adres |\n|---|---|\n{rows}\n\n* * * * * * * * * * * *\n\nImię: {'_' * 500}\n\n{levels}\n"
    small_guide(tmp_path)
    for language in ("pl", "he", "en"):
        article(tmp_path, language, "start", body=body)
    assert problems_of(tmp_path) == ()


@pytest.mark.parametrize("name", [b"\xff.yaml", b"a\nb.yaml", b"\xff.yaml.txt"])
def test_a_name_that_is_no_text_stays_on_its_line(tmp_path: Path, name: bytes) -> None:
    """A file may be called anything, also what is no text at all or more than one line."""
    small_guide(tmp_path)
    folder = tmp_path / "data" / "organisations"
    folder.mkdir()
    (folder / os.fsdecode(name)).write_text("organisations: [x]\n")
    with pytest.raises(DataProblems) if name.endswith(b"yaml") else nullcontext():
        remembered(tmp_path, TODAY, tmp_path / ".build")
    lines = [report.text(one, report.Words("en")) for one in problems_of(tmp_path)]
    assert lines and all(line.startswith("data/organisations/") and "\n" not in line for line in lines)


@pytest.mark.parametrize("name", ["data/organisations", "data/other.yaml", "content/pl/x.md", "content/pl/x.png"])
def test_a_link_to_what_never_ends_is_not_read(tmp_path: Path, name: str) -> None:
    """Nor does a link to a folder tell what lies there."""
    guide = small_guide(tmp_path)
    (guide / name).parent.mkdir(parents=True, exist_ok=True)
    (guide / name).symlink_to("/etc" if name == "data/organisations" else "/dev/zero")
    with nullcontext() if name == "data/other.yaml" else pytest.raises(DataProblems):
        remembered(guide, TODAY, guide / ".build")
    assert {one.rule for one in problems_of(guide)} <= {"symlink", "file-ignored"}
