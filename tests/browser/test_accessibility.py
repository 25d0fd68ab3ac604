"""Every kind of page for people who see, read, touch or browse in another way."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.built import LANGUAGES, BuiltPage, Site, first_now
from tests.chromium import DESK, PHONE, SMALL, TABLET, Screen

MODES = [
    Screen(width, 900 if width > 1000 else 740, colours, forced)
    for width in (360, 1280)
    for colours, forced in (("light", False), ("dark", False), ("light", True))
]

# WCAG 2.2 up to AAA contrast, and axe's own best practices.
AXE = """async () => (await axe.run(document, {
  runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
  rules: {"color-contrast-enhanced": {enabled: true}, "target-size": {enabled: true}},
  resultTypes: ["violations"],
})).violations.map(v => `${v.id}: ${v.nodes.length} × ${v.nodes[0].target.join(" ")}: ${v.nodes[0].failureSummary}`)
"""


def judged_by_axe(open_page: Callable, axe: str, rounds: list[tuple[BuiltPage, Screen]]) -> list[str]:
    """What axe-core says about pages, each on its screen."""
    wrong = []
    for built, screen in rounds:
        page = open_page(built, screen)
        page.evaluate(axe)  # by the browser's own door: the page's policy would refuse a foreign script
        mode = "forced" if screen.forced else screen.colours
        wrong += [f"{built} {screen.width} {mode}: {line}" for line in page.evaluate(AXE)]
    return wrong


def test_axe_finds_nothing(site: Site, open_page: Callable, axe: str) -> None:
    """No violation, AAA contrast included: the kinds of page, the languages and modes taking turns."""
    pages = site.each_kind_in_turn()
    assert {page.kind for page in pages} == set(site.kinds)
    wrong = judged_by_axe(open_page, axe, [(page, MODES[i % len(MODES)]) for i, page in enumerate(pages)])
    assert not wrong, f"{len(wrong)}\n" + "\n".join(wrong)


@pytest.mark.audit
def test_axe_finds_nothing_in_any_mode(site: Site, open_page: Callable, axe: str, some: Callable) -> None:
    """No violation: each kind of page in each language in each mode."""
    rounds = some([(page, mode) for page in site.one_of_each_kind() for mode in MODES], 70)
    wrong = judged_by_axe(open_page, axe, rounds)
    assert not wrong, f"{len(wrong)}\n" + "\n".join(wrong)


def test_the_judges_see_what_is_wrong(browser, axe: str) -> None:
    """The measures themselves work: grey words, a small target and a wide box are caught."""
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.set_content(
        "<html lang=en><title>t</title><main><h1>t</h1><p style='color:#666;background:#fff'>grey</p>"
        "<div><a href=x>a</a></div><div style='width:400px'>wide</div></main>"
    )
    page.evaluate(axe)
    found, small, wide = page.evaluate(AXE), page.evaluate(TOO_SMALL), page.evaluate(TOO_WIDE)
    page.close()
    assert [line.split(":")[0] for line in found] == ["color-contrast-enhanced"]
    assert len(small) == 1
    assert len(wide) == 2


def test_the_judge_of_words_sees_what_is_wrong(browser) -> None:
    """A word broken in a narrow column and two links in one place are caught, a word too long for its line is not."""
    page = browser.new_page(viewport={"width": 320, "height": 740})
    page.set_content(
        "<div style='width:2em;overflow-wrap:anywhere'>shelter</div><div style='overflow-wrap:anywhere'>"
        + "m" * 60
        + "</div><a href=x>one</a><a href=y style='margin-inline-start:-2em'>two</a>"
    )
    found = page.evaluate(ILL_SET)
    page.close()
    assert found == ['"shelter" is broken', '"one" lies on "two"']


# Elements that reach past the edge of the screen, but for what is clipped away on purpose.
TOO_WIDE = """() => {
  const root = document.documentElement, width = root.clientWidth, wrong = [];
  if (root.scrollWidth > width) wrong.push(`the page is ${root.scrollWidth} px wide`);
  for (const element of document.body.querySelectorAll("*")) {
    const box = element.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1 || (box.left >= -1 && box.right <= width + 1)) continue;
    if (!element.checkVisibility({visibilityProperty: true}) || element.closest("svg")?.contains(element) &&
        element.tagName !== "svg") continue;
    let clipped = false;
    for (let up = element; up && up !== document.body; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (style.clipPath !== "none" || style.overflowX !== "visible" || style.clip !== "auto") clipped = true;
    }
    if (!clipped) wrong.push(`<${element.tagName.toLowerCase()} class="${element.className}"> ` +
      `from ${Math.round(box.left)} to ${Math.round(box.right)}: ${element.textContent.trim().slice(0, 40)}`);
  }
  return wrong.slice(0, 3);
}"""


@pytest.mark.parametrize("width", [320, pytest.param(360, marks=pytest.mark.audit)])
def test_nothing_overflows_without_javascript(kinds: list[BuiltPage], open_page: Callable, width: int) -> None:
    """On the smallest phones, scripts off, no page is wider than the screen."""
    screen = Screen(width, javascript=False)
    wrong = [f"{page}: {word}" for page in kinds for word in open_page(page, screen).evaluate(TOO_WIDE)]
    assert not wrong, "\n".join(wrong)


def test_the_emergency_number_keeps_its_edge_in_forced_colours(site: Site, open_page: Callable) -> None:
    """The ground that the browser puts behind the figures is no higher than the room inside the edge."""
    page = open_page(site.page("urgent.html"), Screen(forced=True))
    inside, ground = page.evaluate("""() => {
      const number = document.querySelector(".g-band__number"), range = document.createRange();
      range.selectNodeContents(number.querySelector("bdi"));
      return [number.clientHeight, range.getBoundingClientRect().height];
    }""")
    assert ground <= inside


UNKNOWN_IN_2019 = re.compile(r"(?<=[{;])(?:(?:margin|padding)-(?:inline|block)|inset)\s*:[^;}]*")
FROM_EDGE = """() => {
  const range = document.createRange(), found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; node = walk.nextNode();) {
    const around = node.parentElement;
    if (!node.data.trim() || !around.checkVisibility() || around.closest(".g-sr, .g-skip")) continue;
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    const space = Math.round(Math.min(box.left, document.documentElement.clientWidth - box.right));
    if (space < 8) found.push(`${node.data.trim().slice(0, 40)}: ${space} px from the edge`);
  }
  return found.slice(0, 3);
}"""


def test_words_keep_off_the_edge_on_an_old_phone(site: Site, browser, server: str) -> None:
    """A browser that knows no padding of both sides of a line at once pads nonetheless, and has no wider page."""
    page = browser.new_page(viewport={"width": PHONE.width, "height": PHONE.height})
    sheet = (site.folder / "assets" / "guide.css").read_text("utf-8").replace("@supports not (", "@supports (")
    page.route(
        "**/guide.css", lambda route: route.fulfill(body=UNKNOWN_IN_2019.sub("", sheet), content_type="text/css")
    )
    wrong = []
    for address in (
        "index.html",
        "he/urgent.html",
        "help/night-shelter.html",
        "he/organisation/caritas-bialystok.html",
    ):
        page.goto(server + address)
        wrong += [f"{address}: {word}" for judge in (TOO_WIDE, FROM_EDGE) for word in page.evaluate(judge)]
    page.close()
    assert not wrong, "\n".join(wrong)


# Words broken in two though half the screen would hold them, and links and buttons whose words lie on one another.
# Addresses of mail and of pages break anywhere.
ILL_SET = """() => {
  const range = document.createRange(), pen = document.createElement("canvas").getContext("2d"), wrong = [];
  const half = 0.5 * document.documentElement.clientWidth, words = new Map;
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; node = walk.nextNode();) {
    const around = node.parentElement, target = node.parentElement.closest("a, button, summary");
    if (!around.checkVisibility() || around.closest(".g-sr, .g-skip, script, template, bdi, .g-list")) continue;
    for (const word of node.data.matchAll(/[^\\s–־/@.()-]+/g)) {
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const boxes = [...range.getClientRects()].filter(box => box.width > 0.5), style = getComputedStyle(around);
      pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      if (new Set(boxes.map(box => Math.round(box.top / 4))).size > 1 && pen.measureText(word[0]).width < half)
        wrong.push(`"${word[0]}" is broken`);
      if (target) words.set(target, (words.get(target) || []).concat(boxes));
    }
  }
  const all = [...words];
  all.forEach(([one, boxes], i) => all.slice(i + 1).forEach(([other, others]) => {
    if (boxes.some(a => others.some(b => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
        Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.3 * a.height)))
      wrong.push(`"${one.textContent.trim()}" lies on "${other.textContent.trim()}"`);
  }));
  return wrong.slice(0, 3);
}"""


@pytest.mark.parametrize(
    "screen",
    [
        pytest.param(SMALL, id="small"),
        pytest.param(TABLET, id="tablet", marks=pytest.mark.audit),
        pytest.param(DESK, id="desk", marks=pytest.mark.audit),
    ],
)
def test_doubled_text_still_fits(kinds: list[BuiltPage], open_page: Callable, screen: Screen) -> None:
    """Text enlarged to 200 % wraps between words, lies on nothing, and widens no page."""
    wrong = []
    for built in kinds:
        page = open_page(built, screen)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        wrong += [f"{built}: {word}" for word in page.evaluate(TOO_WIDE) + page.evaluate(ILL_SET)]
    assert not wrong, "\n".join(wrong)


# Everything to press that is lower or narrower than 44 px, links in running text aside (WCAG 2.5.5 excepts them).
TOO_SMALL = """() => [...document.querySelectorAll("a[href], button, input, select, summary")].flatMap(target => {
  const box = target.getBoundingClientRect(), style = getComputedStyle(target);
  if (!box.width || !target.checkVisibility({visibilityProperty: true})) return [];
  if (style.clipPath !== "none" || box.width <= 1) return [];
  if (style.display === "inline") {
    let block = target.parentElement;
    while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
    if (block.textContent.trim().length > target.textContent.trim().length + 3) return [];
  }
  if (Math.round(box.height) >= 44 && Math.round(box.width) >= 44) return [];
  target.scrollIntoView({block: "center"});
  const here = target.getBoundingClientRect(), x = (here.left + here.right) / 2, y = (here.top + here.bottom) / 2;
  const hit = (dx, dy) => { const e = document.elementFromPoint(x + dx, y + dy); return e && target.contains(e); };
  const tall = box.height >= 43.5 || (hit(0, -21) && hit(0, 21));
  const wide = box.width >= 43.5 || (hit(-21, 0) && hit(21, 0));
  return tall && wide ? [] : [`${Math.round(box.width)} × ${Math.round(box.height)}: ${target.textContent.trim()}`];
})"""


@pytest.mark.parametrize("screen", first_now(PHONE, DESK), ids=["phone", "desk"])
def test_targets_are_large_enough(kinds: list[BuiltPage], open_page: Callable, screen: Screen) -> None:
    """What one presses is at least 44 px high and wide."""
    wrong = []
    for built in kinds:
        wrong += [f"{built}: {word}" for word in open_page(built, screen).evaluate(TOO_SMALL)[:5]]
    assert not wrong, f"{len(wrong)}\n" + "\n".join(wrong)


@pytest.mark.parametrize("language", first_now("he", "pl", "en"))
def test_help_is_reached_without_javascript(site: Site, open_page: Callable, language: str) -> None:
    """From the home page two clicks lead to numbers to call: a need, then a kind of help; urgent help takes one."""
    screen = Screen(javascript=False)
    page = open_page(site.page("index.html", language), screen)
    assert page.locator("a[href='tel:112']").first.is_visible()
    page.locator("main a[href*='need/']").first.click()
    page.wait_for_url("**/need/**")
    page.locator("main a[href*='help/']").first.click()
    page.wait_for_url("**/help/**")
    call = page.locator("main a[href^='tel:']").first
    assert call.is_visible()
    assert call.bounding_box()["height"] >= 44
    page = open_page(site.page("index.html", language), screen)
    page.locator("main a[href$='urgent.html']").first.click()
    page.wait_for_url("**/urgent.html")
    assert page.locator("main a[href^='tel:']").first.is_visible()


@pytest.mark.parametrize("language", first_now("he", "pl", "en"))
def test_first_number_stands_high(site: Site, open_page: Callable, language: str) -> None:
    """The first number of an organisation is seen on a phone before one scrolls."""
    page = max(site.of("organisation", language), key=lambda page: page.html.count('href="tel:'))
    call = open_page(page).locator("main a[href^='tel:']").first
    assert call.bounding_box()["y"] + call.bounding_box()["height"] <= PHONE.height


@pytest.mark.parametrize("language", LANGUAGES)
def test_keyboard_shows_where_it_is(site: Site, open_page: Callable, language: str) -> None:
    """The tabulator key goes first to a link that skips to the contents, and every stop has a visible outline."""
    page = open_page(site.page("index.html", language), DESK)
    for stop in range(12):
        page.keyboard.press("Tab")
        seen = page.evaluate("""() => { const e = document.activeElement, s = getComputedStyle(e);
          const outline = s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 1;
          return {href: e.getAttribute("href"), outline}; }""")
        if stop == 0:
            assert seen["href"].startswith("#")
        assert seen["outline"], (stop, seen)
