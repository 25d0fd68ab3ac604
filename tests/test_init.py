"""`guide init`: where a new guide may begin, and in which languages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from generator.commands.init import STARTER
from tests.built import ROOT, first_now, guide
from tests.small import problems_of


def run(*arguments: object):
    """`guide init`, with messages in English."""
    return guide("init", *map(str, arguments), "--lang", "en")


def test_the_example_as_it_stands_is_in_our_languages(tmp_path: Path) -> None:
    """Nothing of it is written anew unless other languages are asked for, and all is laid out and fresh."""
    answer = run(tmp_path / "new guide")
    assert answer.returncode == 0 and f'guide serve --root "{tmp_path}/new guide"\n' in answer.stdout
    for name in ("data/guide.yaml", "data/help_types.yaml", "mkdocs.yml", "content/he/about.md", "Makefile"):
        assert (tmp_path / "new guide" / name).read_bytes() == (STARTER / name).read_bytes()
    assert (tmp_path / "new guide/.vscode/tasks.json").read_bytes() == (ROOT / ".vscode/tasks.json").read_bytes()
    for check in ("schema", "fmt"):
        assert guide(check, "--check", "--root", str(tmp_path / "new guide")).returncode == 0


EDITOR = {
    "en": (["Check the data", "Show the site", "Lay out the file"], "Phone numbers", "phones"),
    "he": (["בדיקת הנתונים", "הצגת האתר", "סידור הקובץ"], "מספרי", "טלפונים"),
}
"""What VS Code shows: its tasks, how it describes phones, and by which word they are found."""


@pytest.mark.parametrize("languages", first_now("ar,he,pt-BR", "uk,en", "he", "en,pl"))
def test_it_begins_in_any_languages(tmp_path: Path, languages: str) -> None:
    """The first one first; no text in another is left, and the files are laid out; it builds."""
    root, codes = tmp_path / "new", languages.split(",")
    assert run(root, "--languages", languages).returncode == 0
    assert not [problem for problem in problems_of(root) if problem.level == "error"]
    assert {path.name for path in (root / "content").iterdir()} == set(codes)
    assert guide("fmt", "--check", "--root", str(root)).returncode == 0
    labels, described, word = EDITOR[next(code for code in codes if code in EDITOR)]
    tasks = json.loads((root / ".vscode/tasks.json").read_text("utf-8"))["tasks"]
    assert [task["label"] for task in tasks] == labels and all("guide " in task["detail"] for task in tasks)
    snippets = json.loads((root / ".vscode/guide.code-snippets").read_text("utf-8"))
    assert snippets["phones"]["description"].startswith(described) and word in snippets["phones"]["prefix"]
    forms = {path.name.split("-")[1] for path in (root / ".github/ISSUE_TEMPLATE").iterdir()}
    assert (
        forms == set(codes) & {"pl", *EDITOR} == {path.name.split("-")[1] for path in (root / ".gitlab").rglob("*.md")}
    )
    answer = guide("build", "--root", str(root))
    assert answer.returncode == 0, answer.stderr
    assert f'<html lang="{codes[0]}"' in (root / "site/index.html").read_text("utf-8")


def test_forms_offer_what_the_guide_has(tmp_path: Path) -> None:
    """By its name in their language, not by what people in need say; `guide check` names what they lack."""
    root = tmp_path / "new"
    assert run(root, "--languages", "uk,en,he").returncode == 0
    for name, title in (("4-he-missing.yml", "מקום לינה"), ("6-en-missing.yml", "A bed for the night")):
        text = (root / ".github/ISSUE_TEMPLATE" / name).read_text("utf-8")
        assert re.findall(r'"night-shelter – (.*)"', text) == [title]
    with (root / "data/areas.yaml").open("a", encoding="utf-8") as areas:
        areas.write('  - {id: brno, level: town, name: {uk: "Брно"}, parent: poland, locative: {uk: "у Брні"}}\n')
    check = ("check", "--root", str(root), "--lang", "en")
    assert "missing.yml:1:1: to look at: the forms for issues do not offer: brno. Run" in guide(*check).stdout
    assert guide("schema", "--root", str(root)).returncode == 0
    # A form in a language that the guide has no more is not made anew, and not asked for what it offers.
    (root / ".github/ISSUE_TEMPLATE/2-pl-missing.yml").write_text("name: old\n", "utf-8")
    assert "do not offer" not in guide(*check).stdout
    assert guide("language", "pl", "--root", str(root)).returncode == 0
    assert "brno – Брно" in (root / ".github/ISSUE_TEMPLATE/2-pl-missing.yml").read_text("utf-8")


@pytest.mark.parametrize(
    ("languages", "words"), [("uk", "Name at least one of pl, he, en"), ("en,klingon", "no language with the code “kl")]
)
def test_languages_in_which_it_cannot_begin(tmp_path: Path, languages: str, words: str) -> None:
    """Nothing is written."""
    answer = run(tmp_path / "new", "--languages", languages)
    assert answer.returncode == 2 and words in answer.stderr and not (tmp_path / "new").exists()


def test_it_may_begin_in_a_new_repository(tmp_path: Path) -> None:
    """What a host puts there stays, its list of what git ignores grows; a folder with anything else is left alone."""
    for name in ("README.md", "LICENSE", ".gitignore"):
        (tmp_path / name).write_text("mine", "utf-8")
    (tmp_path / "generator").mkdir()
    assert run(tmp_path).returncode == 0
    assert {(tmp_path / name).read_text("utf-8") for name in ("README.md", "LICENSE")} == {"mine"}
    assert (tmp_path / ".gitignore").read_text("utf-8") == "mine\n.build/\n/site/\n.site.*\n"
    again = run(tmp_path)
    assert again.returncode == 2 and "is not empty: Makefile" in again.stderr
