"""`guide translations`: what is missing, what is out of date, and PO files for Weblate or Poedit."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace

import pytest
from babel.messages.pofile import read_po

from generator.booklets.words import words
from generator.edit import files
from generator.edit import translations as texts
from generator.load import remembered
from generator.pages import views
from generator.pages.article import article_note
from generator.pages.organisation import organisation_page
from generator.schema.translated import LOCK, digest, read_lock
from tests.built import ROOT
from tests.small import TODAY, loaded, problems_of, small_guide
from tests.test_edit import command

ORGANISATIONS = """\
organisations:
  - id: dom
    name:
      pl: "Dom"
    description:
      pl: |-
        Raz.

        - dwa
      he: "אחת."
      en: "One."
    phones:
      - number: "85 744 50 27"
        label:
          pl: "Dyżurka"
    help_types:
      - night-shelter
    source: "rozmowa"
  - id: eran
    name:
      he: "ער״ן"
    language: he
    help_types:
      - night-shelter
    notes:
      pl: "Po hebrajsku."
      he: "בעברית."
    source: "rozmowa"
"""


@pytest.fixture
def root(tmp_path):
    """A guide with texts in several languages and from several ones."""
    return small_guide(tmp_path / "guide", ORGANISATIONS)


def state(root, key: str, language: str) -> str:
    """How one translation stands."""
    found = texts.states(root, files.style(root), read_lock(root))
    return next(each.state for each in found if (each.words.key, each.language) == (key, language))


def test_missing_translations_are_listed(root):
    """With file and line, per language; official names need none."""
    answer = command("translations", "--root", root, "--lang", "en", "--check")
    assert answer.returncode == 1
    assert "data/organisations.yaml:15: organisations/dom/phones/0/label: not translated" in answer.stdout
    assert "organisations/dom/name" not in answer.stdout
    assert "organisations/eran/notes" in command("translations", "--root", root, "--language", "en").stdout
    assert "organisations/eran/notes" not in command("translations", "--root", root, "--language", "he").stdout


def test_a_translation_gets_old_when_its_original_changes(root):
    """It is old until it changes, too, or somebody confirms it."""
    key = "organisations/dom/description"
    assert command("translations", "--update", "--root", root).returncode == 0
    data = root / files.ORGANISATIONS
    data.write_text(ORGANISATIONS.replace("- dwa", "- trzy"), "utf-8")
    assert (state(root, key, "he"), state(root, key, "en")) == ("stale", "stale")
    data.write_text(ORGANISATIONS.replace("- dwa", "- trzy").replace("One.", "One. Three."), "utf-8")
    assert (state(root, key, "he"), state(root, key, "en")) == ("stale", "current")
    command("translations", "--update", "--root", root)
    assert (state(root, key, "he"), state(root, key, "en")) == ("stale", "current")
    command("translations", "--update", "--confirm", key, "--root", root)
    assert state(root, key, "he") == "current"
    data.write_text(ORGANISATIONS.replace("- dwa", "-  dwa  "), "utf-8")


def organisation_in(root, language: str, name: str = "dom") -> str:
    """The page of an organisation."""
    guide = loaded(root)
    return organisation_page(views(guide, language), guide.organisation[name]).content


def test_readers_are_told_of_an_old_translation(root):
    """At the text, in their language, with the original one tap away; and nowhere else."""
    before = {language: organisation_in(root, language) for language in ("pl", "he", "en")}
    command("translations", "--update", "--root", root)
    assert {language: organisation_in(root, language) for language in before} == before
    data = root / files.ORGANISATIONS
    data.write_text(ORGANISATIONS.replace("- dwa", "- trzy").replace("One.", "One. Three."), "utf-8")
    link = '<a href="../../organisation/dom.html" hreflang="pl">לטקסט המקורי</a>'
    assert f'<p class="g-only">התרגום הזה ישן יותר מהמקור בפולנית. {link}</p>' in organisation_in(root, "he")
    for language in ("pl", "en"):
        assert organisation_in(root, language).count("g-only") == before[language].count("g-only")
    command("translations", "--update", "--confirm", "organisations/dom/description", "--root", root)
    assert "g-only" not in organisation_in(root, "he")


def test_a_short_text_that_is_old_is_marked_where_it_stands(root):
    """Notes, labels and alerts, in records that translate from any language: on the page and in print."""
    command("translations", "--update", "--root", root)
    data = root / files.ORGANISATIONS
    data.write_text(ORGANISATIONS.replace("בעברית.", "בעברית בלבד."), "utf-8")
    link = '<a href="../he/organisation/eran.html#eran" hreflang="he">oryginał</a>'
    assert f"<dd>Po hebrajsku. (starsze tłumaczenie; tu {link})</dd>" in organisation_in(root, "pl", "eran")
    assert "starsze" not in organisation_in(root, "he", "eran")
    note = loaded(root).organisation["eran"].services[0].notes
    assert words("pl").paragraphs(note) == (("Po hebrajsku.", " (", "starsze tłumaczenie", ")"),)
    assert words("pl").noted(note)[-2:] == ("starsze tłumaczenie", ")")
    assert words("he").noted(note) == words("he").text(note)


def test_an_old_translation_changes_what_is_made_of_the_record(root):
    """So that an unchanged record, whose translation got old by the lock alone, is rendered anew; loaded either way."""
    command("translations", "--update", "--root", root)
    memory = root / ".build"
    fresh, _ = remembered(root, TODAY, memory)
    lock = root / LOCK
    old = digest("dawne słowa")
    lines = [
        line.replace(line.split()[2], old) if line.startswith("organisations/dom/description he") else line
        for line in lock.read_text("utf-8").splitlines()
    ]
    lock.write_text("\n".join(lines) + "\n", "utf-8")
    again, _ = remembered(root, TODAY, memory)
    assert again.organisation["dom"].digest != fresh.organisation["dom"].digest
    assert again.organisation["eran"].digest == fresh.organisation["eran"].digest
    assert again.organisation["dom"].description.old == ("he",)
    assert again.organisation == loaded(root).organisation


def test_what_is_not_noted_yet_is_told(root):
    """A translation that the lock does not know would get old unseen."""
    assert "not noted yet: 13." in command("translations", "--root", root, "--lang", "en", "--language", "he").stdout
    command("translations", "--update", "--root", root)
    assert "not noted" not in command("translations", "--root", root, "--lang", "en").stdout


ARTICLE = """\
---
title: {title}
description: {title}
{more}---

{words}
"""


@pytest.fixture
def articles(tmp_path):
    """A guide with an article in three languages, of which one has not been translated."""
    versions = {
        "content/pl/rada.md": ARTICLE.format(title="Rada", more="", words="Zadzwoń."),
        "content/he/rada.md": ARTICLE.format(title="עצה", more="", words="כדאי להתקשר."),
        "content/en/rada.md": ARTICLE.format(title="Rada", more="language: pl\n", words="Zadzwoń."),
    }
    folder = small_guide(tmp_path / "guide", ORGANISATIONS)
    for name, text in versions.items():
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def test_a_line_that_was_forgotten_is_told(articles):
    """An article that was translated and still says that it is in another language."""
    file = articles / "content/he/rada.md"
    assert not [problem for problem in problems_of(articles) if problem.rule == "article-language"]
    file.write_text(file.read_text("utf-8").replace("---\n\n", "language: pl\n---\n\n"), "utf-8")
    (problem,) = [problem for problem in problems_of(articles) if problem.rule == "article-language"]
    assert (problem.place.file, problem.place.line, problem.level) == ("content/he/rada.md", 4, "warning")


def test_articles_are_remembered_as_whole_files(articles):
    """Old ones and those that are still in another language are listed, and readers are told."""
    key = "content/rada"
    assert (state(articles, key, "he"), state(articles, key, "en")) == ("current", "missing")
    command("translations", "--update", "--root", articles)
    polish = articles / "content/pl/rada.md"
    polish.write_text(polish.read_text("utf-8") + "Albo napisz.\n", "utf-8")
    assert (state(articles, key, "he"), state(articles, key, "en")) == ("stale", "missing")
    answer = command("translations", "--root", articles, "--lang", "en")
    assert "content/he/rada.md:1: content/rada: the original changed" in answer.stdout
    assert "content/en/rada.md:1: content/rada: not translated" in answer.stdout
    guide = loaded(articles)
    (article,) = guide.articles
    link = '<a href="../rada.html" hreflang="pl">לטקסט המקורי</a>'
    assert article_note(guide, article, "he") == f'<p class="g-only">התרגום הזה ישן יותר מהמקור בפולנית. {link}</p>\n'
    assert article_note(guide, article, "pl") == ""
    note = '<p class="g-only">This page has not been translated yet. It is in Polish.</p>\n'
    assert article_note(guide, article, "en") == note
    assert "rada" not in texts.exported(articles, files.style(articles), {}, "en")


def test_the_original_may_be_in_any_language(root):
    """A record of Israel translates from Hebrew."""
    (words,) = [each for each in texts.texts(root, files.style(root)) if each.key == "organisations/eran/notes"]
    assert (words.original, words.source) == ("he", "בעברית.")


def test_po_files_come_back_without_loss(tmp_path):
    """All texts of the repository: exported, taken away, imported: the files are the same to the byte."""
    root = tmp_path / "guide"
    shutil.copytree(ROOT / "data", root / "data")
    before = {file: (root / file).read_text("utf-8") for file in files.data_files(root)}
    assert command("translations", "--export", tmp_path / "po", "--root", root).returncode == 0
    assert command("translations", "--import", tmp_path / "po/he.po", "--root", root).returncode == 0
    assert {file: (root / file).read_text("utf-8") for file in before} == before
    style = files.style(root)
    translated = {
        (words.file, words.path)
        for words in texts.texts(root, style)
        if words.original != "he" and "he" in words.by_language
    }
    assert len(translated) > 300
    for file, text in before.items():
        whole = files.parsed(text, file)
        node = whole.root
        for _, path in (each for each in translated if each[0] == file):
            node = without(node, path, "he")
        (root / file).write_text(files.laid_out(replace(whole, root=node), files.style(root, file)), "utf-8")
    assert sum(each.state == "missing" for each in texts.states(root, style, {})) >= len(translated)
    answer = command("translations", "--import", tmp_path / "po/he.po", "--root", root, "--lang", "en")
    assert f"Translations taken: {len(translated)}." in answer.stdout
    assert {file: (root / file).read_text("utf-8") for file in before} == before


def without(node, path, language):
    """The nodes without one text in one language."""
    if not path:
        return node._replace(pairs={code: pair for code, pair in node.pairs.items() if code != language})
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        return node._replace(
            items=tuple(
                without(item, rest, language) if index == step else item for index, item in enumerate(node.items)
            ),
        )
    key, value = node.pairs[step]
    return node._replace(pairs=node.pairs | {step: (key, without(value, rest, language))})


def test_what_poedit_writes_is_taken(root, tmp_path):
    """A new translation is written; one whose original changed meanwhile, and a fuzzy one, are not."""
    command("translations", "--export", tmp_path, "--root", root)
    po = tmp_path / "en.po"
    text = po.read_text("utf-8")
    catalogue = read_po(io.BytesIO(po.read_bytes()))
    assert catalogue.get("Dyżurka", "organisations/dom/phones/0/label") is not None
    text = text.replace('msgid "Dyżurka"\nmsgstr ""', 'msgid "Dyżurka"\nmsgstr "Front desk \\"1\\""')
    text = text.replace('msgid "בעברית."\nmsgstr ""', 'msgid "בעברית!"\nmsgstr "In Hebrew."')
    po.write_text(
        text.replace(
            'msgctxt "organisations/dom/description"', '#, fuzzy\nmsgctxt "organisations/dom/description"'
        ).replace("One.", "Eins."),
        "utf-8",
    )
    answer = command("translations", "--import", po, "--root", root, "--lang", "en")
    assert "organisations/eran/notes: the original changed meanwhile" in answer.stdout
    assert "Translations taken: 1. Passed over: 1." in answer.stdout
    after = (root / files.ORGANISATIONS).read_text("utf-8")
    assert after == ORGANISATIONS.replace('pl: "Dyżurka"\n', 'pl: "Dyżurka"\n          en: "Front desk \\"1\\""\n')
    assert loaded(root).organisation["dom"].services[0].phones[0].label.in_language("en").words == 'Front desk "1"'


@pytest.mark.parametrize("po", [b"msgid broken", b"\xff\xfe\x00", b'msgid "a"\nmsgstr "b" x\n', b""])
def test_a_broken_po_file_is_told(root, tmp_path, po):
    """No traceback, nothing written."""
    (tmp_path / "he.po").write_bytes(po)
    answer = command("translations", "--import", tmp_path / "he.po", "--root", root)
    assert answer.returncode in (0, 1) and "Traceback" not in answer.stderr
    assert (root / files.ORGANISATIONS).read_text("utf-8") == ORGANISATIONS
    assert command("translations", "--import", tmp_path / "xx.po", "--root", root).returncode == 2


def test_two_exports_are_the_same(root, tmp_path):
    """No time and no name stands in them."""
    for name in ("a", "b"):
        command("translations", "--export", tmp_path / name, "--root", root)
    assert (tmp_path / "a/he.po").read_bytes() == (tmp_path / "b/he.po").read_bytes()
    assert "ORGANIZATION" not in (tmp_path / "a/he.po").read_text("utf-8")


def test_the_guide_itself_is_translated_too(root):
    """Settings and lists of words, not only organisations."""
    keys = {words.key for words in texts.texts(root, files.style(root))}
    assert {"guide/name", "help_types/night-shelter/name", "areas/hajnowka/name", "target_groups/homeless/name"} <= keys
