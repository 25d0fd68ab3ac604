"""`guide init`: where a new guide may begin, and in which languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.commands.init import STARTER
from tests.built import guide
from tests.small import problems_of


def run(*arguments: object):
    """`guide init`, with messages in English."""
    return guide("init", *map(str, arguments), "--lang", "en")


def test_the_example_as_it_stands_is_in_our_languages(tmp_path: Path) -> None:
    """Nothing of it is written anew unless other languages are asked for; what is derived is up to date."""
    answer = run(tmp_path / "new")
    assert answer.returncode == 0
    assert f'guide serve --root "{tmp_path / "new"}"' in answer.stdout  # as it can be copied, with spaces, too
    for name in ("data/guide.yaml", "data/help_types.yaml", "mkdocs.yml", "content/he/about.md", "Makefile"):
        assert (tmp_path / "new" / name).read_bytes() == (STARTER / name).read_bytes()
    assert guide("schema", "--check", "--root", str(tmp_path / "new")).returncode == 0


@pytest.mark.parametrize(
    "languages", ["uk,en", "ar,he,pt-BR", *(pytest.param(one, marks=pytest.mark.audit) for one in ("he", "en,pl"))]
)
def test_it_begins_in_any_languages(tmp_path: Path, languages: str) -> None:
    """The first one first; no text in another is left, and the files are laid out; it builds."""
    root, codes = tmp_path / "new", languages.split(",")
    assert run(root, "--languages", languages).returncode == 0
    assert not [problem for problem in problems_of(root) if problem.level == "error"]
    assert {path.name for path in (root / "content").iterdir()} == set(codes)
    assert guide("fmt", "--check", "--root", str(root)).returncode == 0
    answer = guide("build", "--root", str(root))
    assert answer.returncode == 0, answer.stderr
    assert f'<html lang="{codes[0]}"' in (root / "site/index.html").read_text("utf-8")


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
