"""Templates that are compiled to be quick say what Jinja's own would say, whatever stands in the records."""

from __future__ import annotations

import marshal
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, UndefinedError
from markupsafe import Markup, escape

from generator.model import Guide, Text
from generator.pages import Page, render, views
from generator.strings import strings
from generator.templates import environment, pages, template
from generator.templates.compiling import escaped
from tests.sample_guide import GUIDE, big_guide

LANGUAGES = ("pl", "he", "en")
HOSTILE = (
    "<b>",
    "&amp;",
    '">',
    "'",
    "\x04",
    "{{ 1 }}",
    "%(num)s",
    "{time}",
    "ż",
    "א",
    "\u2028",
    "\x85- ",
    " - ",
    "\n\n",
)


def plain_environment(language: str) -> Environment:
    """The same words and filters, and nothing else of ours."""
    words = strings(language)

    def gettext(message: str) -> str:
        # Sentences with places for values are ours and stand unescaped, as gettext gives them.
        return words.gettext(message) if "%(" in message or "{" in message else escape(words.gettext(message))

    made = Environment(
        loader=FileSystemLoader(pages.TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(gettext, words.ngettext, newstyle=True, pgettext=words.pgettext)
    made.filters |= environment(language).filters
    return made


@cache
def plain_template(name: str, language: str) -> Template:
    """A template as Jinja compiles it."""
    return plain_environment(language).get_template(f"{name}.html.j2")


def spoilt(value: Any, chance: random.Random) -> Any:
    """A record whose every text has something hostile in it."""
    if isinstance(value, Text):
        return replace(value, words={one: _spoilt(words, chance) for one, words in value.words.items()})
    if isinstance(value, tuple):
        return tuple(spoilt(one, chance) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        own = {one.name: spoilt(getattr(value, one.name), chance) for one in fields(value)}
        return replace(value, **own)
    return value


def _spoilt(words: str, chance: random.Random) -> str:
    at = chance.randrange(len(words) + 1)
    return words[:at] + chance.choice(HOSTILE) + words[at:] + chance.choice(HOSTILE)


def guides() -> Iterator[Guide]:
    """The sample guide, one whose lists are cut, and hostile ones."""
    yield GUIDE
    yield big_guide(60)
    for seed in range(3):
        yield replace(GUIDE, organisations=spoilt(GUIDE.organisations, random.Random(seed)))


def rendered(language: str) -> list[Page]:
    """All pages of all guides."""
    return [page for guide in guides() for page in render(views(guide, language))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_those_that_jinja_makes(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page of every kind, in records of every kind, byte for byte."""
    quick = rendered(language)
    monkeypatch.setattr(pages, "template", plain_template)
    assert rendered(language) == quick


def test_languages_share_code_and_not_words() -> None:
    """A template is compiled once; each language has its own words, and keeps them whichever is asked for first."""
    polish, hebrew = template("parts/leave", "pl"), template("parts/leave", "he")
    codes = [one.root_render_func.__code__ for one in (polish, hebrew)]
    assert codes[0].co_code == codes[1].co_code
    assert "Szybko opuść" in polish.render()
    assert "Szybko opuść" not in hebrew.render()
    assert "\x04" not in polish.render() + hebrew.render()


def test_a_missing_attribute_stops_the_build() -> None:
    """A template that asks a value for what it has not is an error, not a gap."""
    with pytest.raises(AttributeError):
        environment("pl").from_string("{{ value.nothing }}").render(value="text")
    with pytest.raises(UndefinedError):
        environment("pl").from_string("{{ nobody.name }}").render()


@pytest.mark.parametrize("value", [*HOSTILE, Markup("<b>&amp;</b>"), 4, None, ["<"], escape("<")])
def test_escaping_is_that_of_markupsafe(value: object) -> None:
    """Text is escaped once, HTML not at all, everything else as its words."""
    assert escaped(value) == str(escape(value))


def forget() -> None:
    """Be as a process that has just begun."""
    for made in (pages._sources, pages.digest, pages._loader, pages.environment, pages.template):
        made.cache_clear()


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in which compiled templates are kept, and templates that may be edited."""
    theme = tmp_path / "theme"
    shutil.copytree(pages.TEMPLATES, theme)
    monkeypatch.setattr(pages, "TEMPLATES", theme)
    monkeypatch.setattr(pages, "_remembered", [])
    pages.remember(tmp_path / "memory")
    forget()
    yield tmp_path / "memory"
    forget()


@pytest.fixture
def compiles(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the templates that are compiled."""
    names: list[str] = []
    compile_: Callable[..., Any] = pages.QuickEnvironment.compile

    def noted(self: Environment, source: str, name: str, filename: str) -> Any:
        names.append(name)
        return compile_(self, source, name, filename)

    monkeypatch.setattr(pages.QuickEnvironment, "compile", noted)
    return names


def test_what_was_compiled_is_found_again(kept: Path, compiles: list[str]) -> None:
    """By other languages, and by later processes in any language."""
    said = [template("parts/leave", language).render() for language in LANGUAGES]
    assert compiles == ["parts/leave.html.j2"]
    forget()
    assert [template("parts/leave", language).render() for language in reversed(LANGUAGES)] == said[::-1]
    assert compiles == ["parts/leave.html.j2"]


@pytest.mark.parametrize("left", [b"", b"\xe3", b"text", marshal.dumps(4), marshal.dumps(None)])
def test_what_is_broken_is_compiled_anew(kept: Path, compiles: list[str], left: bytes) -> None:
    """A file that a killed process or a full disk left is as good as none."""
    said = template("parts/leave", "pl").render()
    [file] = kept.rglob("parts-leave*")
    file.write_bytes(left)
    forget()
    assert template("parts/leave", "pl").render() == said
    assert len(compiles) == 2
    file.parent.rename(file.parent.with_suffix(".away"))
    file.parent.write_bytes(b"")  # no folder, and none can be made
    forget()
    assert template("parts/leave", "pl").render() == said


def test_an_edit_that_is_taken_back_leaves_nothing(kept: Path) -> None:
    """Whatever was asked for between, each state of the theme says what its own sources say."""
    part = pages.TEMPLATES / "parts" / "leave.html.j2"
    before, said = part.read_text(), template("parts/leave", "pl").render()
    part.write_text(f"<p>edited</p>{before}")
    assert template("parts/leave", "he").render().count("edited") == 0  # as it was read, until it is read again
    forget()
    assert template("parts/leave", "pl").render() == f"<p>edited</p>{said}"
    part.write_text(before)
    for _ in range(2):
        forget()
        assert template("parts/leave", "pl").render() == said
    assert len(list(kept.glob("templates-*"))) == 1
