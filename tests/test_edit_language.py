"""`guide language`: a fourth and a fifth language by one command and translated files, one written right to left."""

from __future__ import annotations

import filecmp
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.edit import files, new_language
from tests.built import ROOT
from tests.small import GUIDE, small_guide
from tests.test_edit import command

WORDS = {"uk": ("Термінова допомога", "Українська"), "ar": ("مساعدة عاجلة", "العربية")}
"""What a translator writes for "Urgent help", and the language's own name."""


def run(folder: Path, *arguments: str) -> str:
    """`guide` of the copy in `folder`."""
    whole = [sys.executable, "-m", "generator", *arguments, "--lang", "en", "--today", "2026-11-22"]
    result = subprocess.run(
        whole, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """The generator with the repository's guide, two languages added and a little translated."""
    folder = tmp_path_factory.mktemp("languages")
    for part in ("generator", "theme", "data", "content"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", "booklet"))
    shutil.copy(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    for code, (urgent, name) in WORDS.items():
        told = run(folder, "language", code, "--name", name)
        assert f"content/{code}/after-prison.md" in told and name in told
        po = folder / f"locales/{code}/LC_MESSAGES/guide.po"
        text, count = re.subn(r'(msgid "Urgent help"\nmsgstr) ""', rf'\1 "{urgent}"', po.read_text("utf-8"))
        assert count
        po.write_text(text, "utf-8")
        run(folder, "translations", "--export", "po", "--language", code)
        texts = folder / f"po/{code}.po"
        text, count = re.subn(
            r'(msgctxt "help_types/night-shelter/name"\nmsgid "[^"]+"\nmsgstr) ""',
            rf'\1 "{urgent} 1"',
            texts.read_text("utf-8"),
        )
        assert count == 1
        texts.write_text(text, "utf-8")
        assert "Translations taken: 1." in run(folder, "translations", "--import", f"po/{code}.po")
    run(folder, "check")
    run(folder, "build")
    return folder


@pytest.mark.parametrize(("code", "direction"), [("uk", "ltr"), ("ar", "rtl")])
def test_the_site_speaks_it(copy, code, direction):
    """Pages stand in its own folder, with its direction, its words and the names of all languages."""
    home = (copy / "site" / code / "index.html").read_text("utf-8")
    tag = re.search(r"<html[^>]*>", home)[0]
    assert f'lang="{code}"' in tag and f'dir="{direction}"' in tag
    assert WORDS[code][0] in home
    assert f"{WORDS[code][0]} 1" in (copy / "site" / code / "help/night-shelter.html").read_text("utf-8")
    polish = (copy / "site/index.html").read_text("utf-8")
    for _, name in WORDS.values():
        assert name in polish
    assert len(list((copy / "site" / code).rglob("*.html"))) == len(list((copy / "site/he").rglob("*.html")))


def test_what_is_not_translated_is_marked(copy):
    """A text of the data falls back to its original, which is named."""
    page = (copy / "site/ar/organisation/caritas-bialystok.html").read_text("utf-8")
    assert re.search(r'<[^>]+lang="pl"[^>]*>[^<]*Ogrzewalnia', page)


@pytest.mark.parametrize("code", ["uk", "ar"])
def test_articles_that_are_not_translated_yet_are_marked(copy, code):
    """Title and words in English, read from left to right, with a notice; the live list speaks the page's language."""
    page = (copy / "site" / code / "after-prison.html").read_text("utf-8")
    assert 'dir="rtl"' in re.search(r"<html[^>]*>", page)[0] or code != "ar"
    main = page[page.index("<main") :]
    assert '<h1 class="g-title" lang="en" dir="ltr">After prison' in main
    assert re.search(r'<p class="g-only">This page has not been translated yet\. It is in [^<]+\.</p>\n', main)
    headings = re.findall("<h2 [^>]*>", main[: main.index('<div class="g-cards"')])
    assert '<h2 dir="ltr" id="before-you-leave" lang="en">' in headings
    assert all('dir="ltr"' in heading and 'lang="en"' in heading for heading in headings)
    assert not re.search('<div class="g-cards"[^>]* lang="en"', main)
    home = (copy / "site" / code / "index.html").read_text("utf-8")
    assert '<span lang="en" dir="ltr">After prison' in home
    told = run(copy, "translations", "--language", code)
    assert f"content/{code}/after-prison.md:1: content/after-prison: not translated" in told


def test_a_copied_article_says_its_language_once(tmp_path):
    """A line in its head, which the translator takes out; a copy of a copy keeps it."""
    root = small_guide(tmp_path)
    for code in ("en", "uk"):
        (root / "content" / code).mkdir(parents=True)
    (root / "content/en/rada.md").write_text("---\ntitle: Advice\ndescription: x\n---\n\nCall.\n", "utf-8")
    copied = new_language.articles(root, "uk", "en")["content/uk/rada.md"]
    assert copied == "---\ntitle: Advice\ndescription: x\nlanguage: en\n---\n\nCall.\n"
    (root / "content/uk/rada.md").write_text(copied, "utf-8")
    assert new_language.articles(root, "ar", "uk")["content/ar/rada.md"] == copied


def test_no_code_was_changed(copy):
    """Only data, content, catalogues and `mkdocs.yml`."""
    for path in (ROOT / "generator").rglob("*.py"):
        assert filecmp.cmp(path, copy / path.relative_to(ROOT), shallow=False), path
    settings = (copy / "data/guide.yaml").read_text("utf-8")
    assert "languages:\n  - pl\n  - he\n  - en\n  - uk\n  - ar\n" in settings
    assert files.formatted(settings, "data/guide.yaml", files.style(copy, "data/guide.yaml")) == settings


@pytest.mark.audit
def test_a_computer_without_its_words_says_so(copy):
    """As that of a colleague where they were not committed: with the place, and what to do; the command brings them."""
    words = copy / "locales/uk/LC_MESSAGES"
    kept = words.rename(copy / "kept")
    try:
        for name in ("check", "build"):
            answer = subprocess.run(
                [sys.executable, "-m", "generator", name, "--lang", "en"], cwd=copy, capture_output=True, text=True
            )
            said = answer.stdout + answer.stderr
            assert answer.returncode == 1 and "Traceback" not in said
            assert re.search(
                r"data/guide\.yaml:\d+:\d+: languages: there are no words of the site in the language uk: "
                r"the file locales/uk/LC_MESSAGES/guide\.po is missing\. Make it with guide language uk",
                said,
            )
        assert "locales/uk" in run(copy, "language", "uk")
        assert sorted(path.name for path in words.iterdir()) == ["booklet.po", "guide.po"]
        run(copy, "check")
    finally:
        shutil.rmtree(words, ignore_errors=True)
        kept.rename(words)


@pytest.mark.parametrize(("code", "words"), [("he", "already"), ("xx-klingon", "no language"), ("../x", "no language")])
def test_languages_that_cannot_be_added(tmp_path, code, words):
    """One that is there, one that does not exist: nothing is written."""
    root = small_guide(tmp_path)
    answer = command("language", code, "--root", root, "--lang", "en")
    assert answer.returncode == 2 and words in answer.stderr
    assert (root / "data/guide.yaml").read_text("utf-8") == GUIDE


def test_the_rest_of_mkdocs_yml_stays():
    """Comments and order of a file that people keep by hand."""
    before = (ROOT / "mkdocs.yml").read_text("utf-8")
    after = new_language.site_with(before, "uk", "Українська")
    assert after.replace("        - locale: uk\n          name: Українська\n", "") == before
    assert new_language.site_with(before, "pt", 'A: "b"').count('name: "A: \\"b\\""') == 1
