"""Words of a guide's own: a guide in a folder of its own holds those of its languages, which go before ours."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from generator import report
from generator.booklets import manifest
from generator.languages import LOCALES, own_words_file
from generator.pages import marked
from generator.strings import catalogue, speak, strings
from tests.built import guide
from tests.small import GUIDE, loaded, problems_of, small_guide

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
UKRAINIAN = "languages: [pl, he, en, uk]"
PLACES = (
    "locales/pl/LC_MESSAGES/guide.po:5:1: the translation",
    "does not have the same placeholders as",
    "Copy the placeholders, such as %(date)s or %(area)s, as they are written. "
    "The signs <, > and % are allowed only where the original has them.",
)
AFTER = re.compile(r'(msgid "Urgent help"\nmsgstr) ""')


@pytest.fixture(autouse=True)
def _silence() -> Iterator[None]:
    """No guide's words are left for the next test."""
    yield
    speak(())


def with_words(folder: Path, messages: str, language: str = "pl", domain: str = "guide", **files: str) -> Path:
    """A small guide that has a catalogue of its own."""
    root = small_guide(folder, **files)
    file = root / own_words_file(language, domain)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(HEAD + messages, "utf-8")
    return root


def said(root: Path, language: str = "en") -> list[str]:
    """What is said of the words of a guide."""
    words = report.Words(language)
    return [report.text(one, words) for one in problems_of(root) if one.place.file.startswith("locales/")]


def held(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def run(*arguments: object) -> str:
    """What `guide` prints, with all that it asks to look at."""
    answer = guide(*map(str, arguments), "--lang", "en", "--today", "2026-11-22")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return answer.stdout + answer.stderr


@pytest.mark.audit
def test_a_new_guide_holds_the_words_of_its_languages(tmp_path):
    """`init`, `language`, a translated word: it stands on the page, on another computer as well; we are not changed."""
    ours, root = held(LOCALES), tmp_path / "guide"
    run("init", root)
    told = run("language", "uk", "--root", root)
    assert "  locales/uk/LC_MESSAGES/guide.po\n  locales/uk/LC_MESSAGES/booklet.po\n" in told
    run("build", "--root", root)
    page = root / "site/uk/urgent.html"
    english = '<span lang="en" dir="ltr">{}</span>'.format
    assert english("Urgent help") in page.read_text("utf-8") and english("In an emergency call") in page.read_text(
        "utf-8"
    )
    file = root / "locales/uk/LC_MESSAGES/guide.po"
    text, count = AFTER.subn(r'\1 "Термінова допомога"', file.read_text("utf-8"))
    assert count == 1
    file.write_text(text, "utf-8")
    told = run("build", "--root", root)
    assert "not translated into uk yet: 247 of 248. Readers see them in English" in told
    assert ">Термінова допомога<" in page.read_text("utf-8") and english("In an emergency call") in page.read_text(
        "utf-8"
    )
    assert english("About this guide") in (root / "site/uk/about.html").read_text("utf-8")
    assert english("In an emergency call") not in (root / "site/en/index.html").read_text("utf-8")
    assert "Термінова" not in (root / "site/urgent.html").read_text("utf-8")
    shutil.copytree(root, tmp_path / "other", ignore=shutil.ignore_patterns(".build", "site"))
    run("build", "--root", tmp_path / "other")
    assert held(tmp_path / "other/site") == held(root / "site")
    assert held(LOCALES) == ours


def test_a_word_of_its_own_goes_before_ours(tmp_path):
    """One sentence in other words; all others are ours, and another guide says ours again."""
    speak(loaded(with_words(tmp_path / "one", 'msgid "Urgent help"\nmsgstr "Szybka pomoc"\n')).words)
    assert strings("pl").gettext("Urgent help") == "Szybka pomoc"
    assert strings("pl").gettext("every day") == "codziennie"
    speak(loaded(small_guide(tmp_path / "other")).words)
    assert strings("pl").gettext("Urgent help") == "Pilna pomoc"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>\n Urgent help </p>", '<p>\n <span lang="en" dir="ltr">Urgent help</span> </p>'),
        ("<a>12 places</a>", '<a><span lang="en" dir="ltr">12 places</span></a>'),
        ("<p>You don&#39;t know</p>", "<p>You don&#39;t know</p>"),
        (
            '<title>Urgent help</title><option>Urgent help</option><script>">Urgent help<"</script>',
            '<title>Urgent help</title><option>Urgent help</option><script>">Urgent help<"</script>',
        ),
        ('<a aria-label="Urgent help">Зачинено</a>', '<a aria-label="Urgent help">Зачинено</a>'),
        ("<p>closed</p>", "<p>closed</p>"),
    ],
)
def test_what_is_still_in_english_is_marked(tmp_path, html, expected):
    """A whole text of ours, also one with a number; not where no element may stand, nor what a translator wrote."""
    settings = GUIDE.replace("languages: [pl, he, en]", UKRAINIAN)
    speak(loaded(with_words(tmp_path, 'msgid "closed"\nmsgstr "closed"\n', "uk", guide=settings)).words)
    assert marked(html.encode(), "uk").decode() == expected
    assert marked(html.encode(), "pl").decode() == html


def test_what_is_half_translated_is_english(tmp_path):
    """A plural without all its forms, what is marked as unsure, and a name that is no English."""
    place = 'msgid "%(num)d place"\nmsgid_plural "%(num)d places"\nmsgstr[0] "місце"\nmsgstr[1] ""\nmsgstr[2] ""\n'
    unsure = '#, fuzzy\nmsgid "closed"\nmsgstr "відкрито"\n'
    plurals = '"Plural-Forms: nplurals=3; plural=(n!=1);\\n"\n\n'
    root = with_words(tmp_path, f"{place}\n{unsure}", "uk", guide=GUIDE.replace("languages: [pl, he, en]", UKRAINIAN))
    file = root / own_words_file("uk")
    file.write_text(file.read_text("utf-8").replace("\n\n", f"\n{plurals}", 1), "utf-8")
    speak(loaded(root).words)
    words = strings("uk")
    assert [words.ngettext("%(num)d place", "%(num)d places", n) for n in (1, 5)] == ["%(num)d place", "%(num)d places"]
    assert words.gettext("closed") == "closed"
    assert catalogue("uk", "booklet").upgettext("condition", "sober") == "Come sober."
    assert any("248 of 248" in line for line in said(root))


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        (
            'msgid "Checked %(date)s"\nmsgstr "Sprawdzono %(dzień)s"\n',
            f"{PLACES[0]} “Sprawdzono %(dzień)s” {PLACES[1]} “Checked %(date)s”. {PLACES[2]}",
        ),
        (
            'msgid "Urgent help"\nmsgstr "<b>Pomoc</b>"\n',
            f"{PLACES[0]} “<b>Pomoc</b>” {PLACES[1]} “Urgent help”. {PLACES[2]}",
        ),
        (
            'msgid "Urgent help"\nmsgstr "Pomoc\n',
            'locales/pl/LC_MESSAGES/guide.po:6:1: the file of translations cannot be read here: msgstr "Pomoc. '
            'A sentence has a line msgid "…" and below it a line msgstr "…", with quotation marks at both ends. '
            "Poedit, or another editor of PO files, writes them so.",
        ),
    ],
)
def test_what_would_end_a_build_is_an_error_with_its_line(tmp_path, messages, expected):
    """A place for a fact that is misspelt, a tag, a file that is broken."""
    assert said(with_words(tmp_path, messages)) == [expected]


def test_a_percent_sign_that_would_end_a_build_is_found(tmp_path):
    """In a sentence that is filled; elsewhere it is a sign like others."""
    filled = 'msgid "Checked %(date)s"\nmsgstr "100% sprawdzone %(date)s"\n'
    plain = 'msgid "Urgent help"\nmsgstr "Pomoc na 100 %"\n'
    assert len(said(with_words(tmp_path, f"{filled}\n{plain}"))) == 1


def test_a_slip_in_an_original_is_named_with_the_sentence_that_was_meant(tmp_path):
    """Nobody would ask for it, and readers would see ours; a sentence like none of ours may be a template's own."""
    slip, own = 'msgid "Urgent hlep"\nmsgstr "SOS"\n\n', 'msgid "Our partners in the town"\nmsgstr "Partnerzy"\n'
    assert said(with_words(tmp_path, slip + own)) == [
        "locales/pl/LC_MESSAGES/guide.po:5:1: to look at: the sentence “Urgent hlep” is never used, since it is none "
        "of the guide’s. Correct the msgid sign by sign; the msgstr may stay. Did you mean “Urgent help”?"
    ]


def test_files_that_are_not_read_are_named(tmp_path):
    """A catalogue of a language that the guide does not have, and one under another name."""
    root = with_words(tmp_path, 'msgid "closed"\nmsgstr "зачинено"\n', "ukr")
    (root / "locales/pl").mkdir()
    shutil.copy(root / own_words_file("ukr"), root / "locales/pl/guide.po")
    lines = said(root)
    assert [line.partition(": ")[0] for line in lines] == [
        "locales/pl/guide.po:1:1",
        "locales/ukr/LC_MESSAGES/guide.po:1:1",
    ]
    assert all("is not read" in line for line in lines)


def test_booklets_are_counted_where_they_are_printed(tmp_path):
    """Sentences of booklets matter to a guide that has editions; its list of booklets knows their words."""
    settings = GUIDE.replace("languages: [pl, he, en]", UKRAINIAN)
    root = with_words(tmp_path, 'msgid "closed"\nmsgstr "зачинено"\n', "uk", guide=settings)
    file = root / own_words_file("uk", "booklet")
    file.write_text(HEAD, "utf-8")
    assert not any("booklet.po" in line for line in said(root))
    edition = 'editions:\n  - {id: wszystko, title: {pl: "Wszystko"}, areas: [bialystok]}\n'
    (root / "data/guide.yaml").write_text(settings + edition, "utf-8")
    assert any(re.search(r"booklet\.po:1:1: to look at: sentences.* (\d+) of \1\b", line) for line in said(root))
    before = manifest.digest(loaded(root))
    file.write_text(HEAD + 'msgid "every day"\nmsgstr "щодня"\n', "utf-8")
    assert manifest.digest(loaded(root)) != before


def test_sentences_that_are_new_are_added(tmp_path):
    """The same command again: what is translated and what the translator noted stay."""
    root = tmp_path / "guide"
    run("init", root)
    run("language", "uk", "--root", root)
    file = root / own_words_file("uk")
    whole = AFTER.sub(r'\1 "Термінова допомога"', file.read_text("utf-8"))
    older = re.sub(r'(#, [^\n]+\n)?msgid "(closed|hours not known)"\nmsgstr ""\n\n', "", whole)
    assert len(whole.split("\n\n")) - len(older.split("\n\n")) == 2
    file.write_text(older.replace('msgid "Urgent help"', '# Як у лікарні.\nmsgid "Urgent help"'), "utf-8")
    assert "248" in run("check", "--root", root)
    told = run("language", "uk", "--root", root)
    assert "guide.po" in told and "booklet.po" not in told and "about.md" not in told
    with file.open("rb") as opened:
        messages = read_po(opened, locale="uk")
    assert len(messages) == 248 and messages.get("closed").string == ""
    urgent = messages.get("Urgent help")
    assert urgent.string == "Термінова допомога" and urgent.user_comments == ["Як у лікарні."]
    answer = guide("language", "uk", "--root", str(root), "--lang", "en")
    assert answer.returncode == 2 and "speaks “uk” already" in answer.stderr
    broken = file.read_text("utf-8").replace('"Термінова допомога"', "“Термінова допомога”").replace('"closed"', '"x"')
    file.write_text(broken, "utf-8")
    for command in (("language", "uk"), ("check",)):  # neither writes over it nor says that it is missing
        answer = guide(*command, "--root", str(root), "--lang", "en")
        said = answer.stdout + answer.stderr
        assert answer.returncode == 1 and "“Термінова допомога”" in said and "is missing" not in said
    assert file.read_text("utf-8") == broken


def test_a_language_of_a_country_can_be_added(tmp_path):
    """Brazilian Portuguese has a code with a hyphen, which gettext and Babel write otherwise."""
    root = tmp_path / "guide"
    run("init", root)
    run("language", "pt-BR", "--root", root)
    run("build", "--root", root)
    assert '<html lang="pt-BR"' in (root / "site/pt-BR/index.html").read_text("utf-8")
