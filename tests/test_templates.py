"""What templates make of values: everything escaped, numbers isolated, foreign words marked; parts by example."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jinja2 import UndefinedError
from markupsafe import escape

from generator.model import Phrase
from generator.pages.addresses import organisation_path
from generator.pages.indexes import Tile
from generator.pages.service import service_card, service_details
from generator.pages.views import Row, views
from generator.templates import (
    attributes,
    environment,
    filled,
    icon,
    isolate,
    paragraphs,
    phrase,
    render,
    safe_url,
    with_sprite,
)
from tests.sample_guide import GUIDE

GOLDEN = Path(__file__).parent / "golden" / "parts"
VIEWS = {language: views(GUIDE, language) for language in ("pl", "he", "en")}


@pytest.mark.parametrize("url", ["https://a.example/", "HTTP://a.example", "mailto:a@b.example", "tel:+48850000000"])
def test_four_schemes_may_be_linked(url: str) -> None:
    """Web, mail and telephone addresses pass unchanged."""
    assert safe_url(url) == url


@pytest.mark.parametrize("url", ["javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "//a.example", ""])
def test_other_schemes_become_nothing(url: str) -> None:
    """What could run is never a link."""
    assert safe_url(url) == ""


def test_plain_text_becomes_paragraphs_and_lists() -> None:
    """A blank line parts paragraphs, a hyphen makes an item, and Markdown stays as it was typed."""
    words = "Zupa *dnia*\ni chleb.\n\nTakże:\n- na <miejscu>\n- na wynos,\n  do 14:00"
    assert paragraphs(words, "pl") == (
        "<p>Zupa *dnia* i chleb.</p><p>Także:</p><ul><li>na &lt;miejscu&gt;</li><li>na wynos, do 14:00</li></ul>"
    )


def test_numbers_in_hebrew_text_are_isolated() -> None:
    """A phone or a range would be read backwards; what stays together by itself needs nothing, nor does Polish."""
    words = "(85) 000 00 05, *3000, 9:00 - 17:00, 24/7, 7:30"
    assert paragraphs(words, "pl") == f"<p>{words}</p>"
    assert paragraphs(words, "he") == (
        '<p><bdi dir="ltr">(85) 000 00 05</bdi>, <bdi dir="ltr">*3000</bdi>, <bdi dir="ltr">9:00 - 17:00</bdi>, '
        "24/7, 7:30</p>"
    )
    assert phrase(Phrase("5–7 <b>", "he"), "pl") == (
        '<span lang="he" dir="rtl"><bdi dir="ltr">5–7</bdi> &lt;b&gt;</span>'
    )


@pytest.mark.parametrize("digits", ["1" * 100_000, "1:" * 50_000])
def test_a_long_number_is_soon_looked_at(digits: str) -> None:
    """Not once from each of its digits on, which would take minutes; this test would not end."""
    assert paragraphs(digits, "he") == f"<p>{digits}</p>"


def test_paragraphs_are_escaped_piece_by_piece() -> None:
    """To escape the whole text first comes to the same, whatever blanks, signs and line breaks stand in it."""
    chance = random.Random(1)
    pieces = ("\n", "\n", "- ", "-", " ", "a", "<b>", "&", '"', "\x0b", "\x85", "\u2028", "\r", "\t", "ż", "א", "\xa0")
    for _ in range(3000):
        words = "".join(chance.choices(pieces, k=chance.randrange(16)))
        assert paragraphs(words, "pl") == _paragraphs(words), repr(words)


def _paragraphs(words: str) -> str:
    html = ""
    for block in re.split(r"\n\s*\n", words.strip()):
        lines = [line.strip() for line in block.splitlines()]
        first = next((at for at, line in enumerate(lines) if line.startswith("- ")), len(lines))
        prose, items = [line for line in lines[:first] if line], []
        for line in lines[first:]:
            if line.startswith("- "):
                items.append(line[2:].strip())
            else:
                items[-1] += " " + line
        html += f"<p>{escape(' '.join(prose))}</p>" if prose else ""
        html += "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>" if items else ""
    return html


def test_foreign_words_are_marked() -> None:
    """A Polish name on a Hebrew page has its language and direction; on a Polish page it has none."""
    name = Phrase("Fundacja <Przykład>", "pl", fallback=True)
    assert phrase(name, "he") == '<span lang="pl" dir="ltr">Fundacja &lt;Przykład&gt;</span>'
    assert phrase(name, "pl") == "Fundacja &lt;Przykład&gt;"
    assert (attributes("pl", "he"), attributes("he", "en")) == (' lang="pl" dir="ltr"', ' lang="he" dir="rtl"')
    assert attributes("pl", "pl") == ""


def test_numbers_are_isolated() -> None:
    """Times read from left to right on every page."""
    assert isolate("18:00–8:00") == '<bdi dir="ltr">18:00–8:00</bdi>'


def test_an_unknown_name_stops_the_build() -> None:
    """A template that asks for what it is not given is an error, not a gap."""
    with pytest.raises(UndefinedError):
        environment("pl").from_string("{{ nobody }}").render()


def test_values_are_escaped() -> None:
    """A value cannot become an element or leave an attribute."""
    template = environment("pl").from_string('<a title="{{ value }}">{{ value }}</a>')
    assert template.render(value='"><b>') == '<a title="&#34;&gt;&lt;b&gt;">&#34;&gt;&lt;b&gt;</a>'


def test_a_sentence_is_filled_safely() -> None:
    """Its words and plain values are escaped, HTML in its places is not."""
    assert filled("a < %(b)s & %(c)s", b="<b>", c=isolate("1")) == 'a &lt; &lt;b&gt; &amp; <bdi dir="ltr">1</bdi>'


def test_words_are_put_in_before_rendering() -> None:
    """A constant sentence is translated when its template is compiled."""
    assert environment("pl").from_string('<p>{{ _("Urgent help") }}</p>').render() == "<p>Pilna pomoc</p>"


def test_a_page_carries_only_the_icons_that_it_uses() -> None:
    """Each used icon stands once in the sprite; a page without icons has no sprite."""
    content = str(icon("phone") + icon("phone") + icon("check"))
    made = with_sprite(content)
    assert made.count("<symbol") == 2
    assert made.count('id="i-phone"') == 1
    assert with_sprite("<p>x</p>") == "<p>x</p>"


def service(organisation: str, position: int, language: str) -> dict[str, Any]:
    """A service's view as the parts are given it."""
    one = GUIDE.organisation[organisation]
    known = (one, one.services[position])
    return {
        "service": VIEWS[language].service(*known),
        "card": service_card(VIEWS[language], *known)._replace(href=f"../{organisation_path(one)}#{known[1].id}"),
        "details": service_details(VIEWS[language], *known),
    }


ROWS = [
    Row("a.html", VIEWS["pl"].area_name["bialystok"], 4),
    Row("", VIEWS["pl"].area_name["lomza"], 1),
    Row("b.html", VIEWS["pl"].organisation_name["dom-wzorcowy"], by=VIEWS["pl"].help_name["meals"]),
    Row("c.html", VIEWS["pl"].area_name["podlaskie"], 5, all=True),
]
EXAMPLES: dict[str, tuple[str, str, dict[str, object]]] = {
    "breadcrumb": ("breadcrumb", "pl", {"crumbs": ROWS[:1]}),
    "card-in-hebrew": (
        "card",
        "he",
        {
            **service("lacznosc", 1, "he"),
            "level": 2,
        },
    ),
    "leave": ("leave", "pl", {}),
    "phones-with-labels": (
        "phones",
        "en",
        {
            **service("fundacja-przyklad", 0, "en"),
            "phones": service(GUIDE.organisations[2].id, 0, "en")["service"].phones,
        },
    ),
    "rows": ("rows", "pl", {"rows": ROWS}),
    "search": ("search", "pl", {"up": ""}),
    "service-closed": (
        "service",
        "pl",
        {**service("dom-wzorcowy", 1, "pl"), "heading": service("dom-wzorcowy", 1, "pl")["service"].name},
    ),
    "tiles": (
        "tiles",
        "pl",
        {"tiles": [Tile("urgent.html", VIEWS["pl"].need_name["urgent"], "alarm-light-outline", "urgent")]},
    ),
}


PARTS = {
    "chips": service("fundacja-przyklad", 0, "pl")["card"].chips,
    "checked": service("fundacja-przyklad", 0, "pl")["service"].checked,
    "checked-long-ago": service("lacznosc", 0, "en")["service"].checked,
    "checked-never": service("fundacja-przyklad", 1, "pl")["service"].checked,
    "hours": service("fundacja-przyklad", 1, "he")["details"].hours,
    "marks": service("lacznosc", 0, "pl")["service"].marks,
    "status-by-appointment": service("dom-wzorcowy", 0, "en")["card"].status,
    "status-without-script": service("lacznosc", 1, "pl")["card"].status,
}


@pytest.mark.parametrize("name", PARTS)
def test_parts_of_services_by_example(name: str, golden: Callable[[Path, str], None]) -> None:
    """Each part that services share, as a service has it, is what its golden file shows."""
    golden(GOLDEN / f"{name}.html", PARTS[name] + "\n")


@pytest.mark.parametrize("name", EXAMPLES)
def test_parts_by_example(name: str, golden: Callable[[Path, str], None]) -> None:
    """Each part, given an example, is what its golden file shows."""
    part, language, values = EXAMPLES[name]
    golden(GOLDEN / f"{name}.html", render(f"parts/{part}", language, **values) + "\n")
