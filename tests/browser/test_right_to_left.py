"""Hebrew pages as the eye meets them: numbers and foreign names read in their own order."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.templates import paragraphs
from tests.built import Site, first_now
from tests.chromium import DESK, PHONE, Screen

# Takes a pattern of what must read from left to right. Hands back each find whose characters do not stand so,
# judged by the rectangle of every character: rising x within a line, lines from top to bottom.
OUT_OF_ORDER = """
source => {
  const pattern = new RegExp(source, "gu"), wrong = [];
  let found = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    const parent = node.parentElement;
    if (parent.closest("script, style, noscript, svg") || !parent.checkVisibility({visibilityProperty: true})) continue;
    for (const match of node.data.matchAll(pattern)) {
      found += 1;
      let last = null;
      for (let i = match.index; i < match.index + match[0].length; i += 1) {
        if (/\\s/u.test(node.data[i])) continue;
        const range = document.createRange();
        range.setStart(node, i);
        range.setEnd(node, i + 1);
        const box = range.getClientRects()[0];
        if (!box || !box.width) continue;
        const sameLine = last && Math.abs(last.top - box.top) < box.height / 2;
        if (last && (sameLine ? box.left < last.left + 0.01 : box.top < last.top)) {
          wrong.push(`${match[0]} in «${parent.textContent.trim().slice(0, 60)}»`);
          break;
        }
        last = box;
      }
    }
  }
  return {found, wrong};
}
"""

NUMBER = r"[+*]?\d[\d  \-–—:./+]*\d"
"""A phone, a time, a date, a range."""
FOREIGN = r"[\p{Script=Latin}][\p{Script=Latin}\d .\-–:/@+&'’]*[\p{Script=Latin}\d]"
"""A Polish name, a street with its number, an e-mail or web address."""


@pytest.mark.parametrize("screen", first_now(PHONE, DESK), ids=["phone", "desk"])
def test_numbers_and_names_read_from_left_to_right(
    site: Site, open_page: Callable, some: Callable, screen: Screen
) -> None:
    """Phones, times, ranges, dates, streets, e-mail and names in other scripts are not turned round in Hebrew."""
    fullest = [page for page in site.one_of_each_kind() if page.language == "he"]
    found, wrong = {NUMBER: 0, FOREIGN: 0}, []
    for built in dict.fromkeys([*fullest, *some(site.of(language="he"), 25)]):
        page = open_page(built, screen)
        for pattern in found:
            answer = page.evaluate(OUT_OF_ORDER, pattern)
            found[pattern] += answer["found"]
            wrong += [f"{built}: {word}" for word in answer["wrong"]]
    assert min(found.values()) > 100
    assert not wrong, f"{len(wrong)} of {sum(found.values())}\n" + "\n".join(wrong[:40])


def test_the_judge_sees_a_number_turned_round(browser) -> None:
    """The measure itself works: a phone that is not isolated is caught, an isolated one is not."""
    page = browser.new_page()
    page.set_content('<html dir="rtl"><body><p>טלפון 85 651 90 08 או <bdi dir="ltr">85 651 90 08</bdi></p>')
    answer = page.evaluate(OUT_OF_ORDER, NUMBER)
    page.close()
    assert answer["found"] == 2
    assert len(answer["wrong"]) == 1


def test_numbers_that_people_write_into_texts_read_from_left_to_right(browser) -> None:
    """Numbers in every shape that people type stand in a Hebrew text as they were typed."""
    words = (
        "התקשרו 85 651 90 08, +48 85 651 90 08, (85) 651 90 08 או *3464, בימים 1–5 בשעות 9:00-17:00 או 18:00 – 8:00."
    )
    page = browser.new_page()
    page.set_content(f'<html dir="rtl"><body>{paragraphs(words, "he")}')
    answer = page.evaluate(OUT_OF_ORDER, NUMBER)
    page.close()
    assert answer == {"found": 8, "wrong": []}


def test_the_handset_stands_before_the_number(site: Site, open_page: Callable) -> None:
    """In a call button the handset comes first in reading order: right of the number in Hebrew, left in Polish."""
    order = """() => [...document.querySelectorAll("main a[href^='tel:']")].flatMap(link => {
      const icon = link.querySelector("svg"), number = link.querySelector("bdi");
      return icon && number ? [icon.getBoundingClientRect().left - number.getBoundingClientRect().left] : [];
    })"""
    for language, sign in (("he", 1), ("pl", -1), ("en", -1)):
        page = max(site.of("organisation", language), key=lambda page: page.html.count('href="tel:'))
        distances = open_page(page).evaluate(order)
        assert distances, page
        assert all(distance * sign > 0 for distance in distances), page
