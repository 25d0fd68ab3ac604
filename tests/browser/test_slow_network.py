"""A connection that is slow or breaks: scripts that come late move nothing, and what does not come leaves a way on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.built import LANGUAGES, Site, first_now
from tests.chromium import PHONE

SUNDAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
"""When an office is closed, which takes most words."""
NUMBERS = "[...document.querySelectorAll('a[href^=\"tel:\"]')].map(one => one.getBoundingClientRect().top)"
LONG = ("urgent.html", "help/helpline.html", "help/home-matters.html", "for/homeless.html", "after-prison.html",
        "organisation/caritas-bialystok.html", "organisation/mopr-bialystok.html")  # fmt: skip


@pytest.fixture
def page(browser) -> Iterator:
    """A visitor's page on a phone."""
    context = browser.new_context(
        viewport={"width": PHONE.width, "height": PHONE.height}, timezone_id="Europe/Warsaw", locale="en-GB"
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", first_now(*LANGUAGES))
def test_no_number_moves_when_scripts_come(site: Site, server: str, page, language: str) -> None:
    """Whoever touches a number while the scripts are still on their way calls that number, and no other."""
    page.clock.set_fixed_time(SUNDAY)
    held, moved = [], []
    page.route("**/guide.js", lambda route: held.append(route))
    for path in LONG:
        page.goto(server + site.page(path, language).address, wait_until="commit")
        page.wait_for_selector(".g-footer", state="attached")
        page.wait_for_function(
            "() => getComputedStyle(document.querySelector('.g-paper')).display === 'none'"
        )  # styles came
        before = page.evaluate(NUMBERS)
        assert not page.locator(".g-keep").count()
        held.pop().continue_()
        page.wait_for_selector(".g-keep")
        if page.locator(".g-cards > article").count() > 4:
            page.wait_for_selector(".g-filter")
        after = page.evaluate(NUMBERS)
        assert len(after) == len(before) > 1
        moved += [f"{path}: {round(b - a)} px" for a, b in zip(before, after, strict=True) if abs(b - a) > 4]
    assert not moved, "\n".join(moved)


def test_a_page_is_read_while_its_style_sheet_hangs(site: Site, server: str, page) -> None:
    """A browser would show nothing; after three seconds the numbers are there, and the sheet is used when it comes."""
    held = []
    page.route("**/guide.css", lambda route: held.append(route))
    page.goto(server + site.page("urgent.html").address, wait_until="commit")
    page.wait_for_function(
        "() => performance.getEntriesByName('first-contentful-paint').length", polling=100, timeout=5000
    )
    assert len(held) == 1  # what is on its way is not asked for anew
    page.wait_for_selector(".g-keep")  # scripts wait for style sheets
    held[0].continue_()
    page.wait_for_selector(".g-paper", state="hidden")


@pytest.mark.parametrize("hangs", [False, True], ids=["refused", "hanging"])
@pytest.mark.parametrize(("file", "words"), [("pl", ""), ("w-pl", "Wyszukiwarka się nie wczytała.")])
def test_a_search_without_its_index_leads_on(site: Site, server: str, page, file: str, words: str, hangs: bool) -> None:
    """When a file of the index does not come, the list of all names is one touch away; the next letter asks again."""
    held = []
    page.route(f"**/search/{file}.js*", lambda route: held.append(route) if hangs else route.abort())
    page.clock.install()
    page.goto(server + site.page("index.html").address)
    page.focus("#g-search")
    page.fill("#g-search", "nocleg")
    way = page.locator(".g-search__panel a")
    if hangs:
        page.wait_for_selector("[role=combobox]")
        while not held:
            page.wait_for_timeout(20)
        page.clock.fast_forward(9000)
    way.wait_for()
    assert way.get_attribute("href") == "a-z.html"
    assert page.locator("[data-search] [role=status]").inner_text().startswith(words)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "a-z.html"
    page.unroute(f"**/search/{file}.js*")
    page.fill("#g-search", "noclegi")
    page.wait_for_selector(".g-search__panel [role=option]")


TOO_OLD = """
  const known = RegExp;
  self.RegExp = function (pattern, flags) {
    if (/\\\\p/.test(pattern)) throw new SyntaxError("Invalid escape");
    return known(pattern, flags);
  };
"""


@pytest.mark.parametrize("why", ["refused", "hanging", "too new", "too old"])
def test_a_search_without_its_script_leads_on(site: Site, server: str, page, why: str) -> None:
    """When the script does not come in time, or the browser does not understand it, the button leads to all names."""
    asked = []

    def answer(route) -> None:
        asked.append(route)
        if why == "too new":
            route.fulfill(body="var letters = /\\p{L/u;")
        elif why == "refused":
            route.abort()

    page.route("**/search.js", answer)
    page.clock.install()
    if why == "too old":
        page.add_init_script(TOO_OLD)
    page.goto(server + site.page("help/night-shelter.html", "he").address)
    page.locator(".g-search__go").click()
    if why != "too old":
        if why == "hanging":
            page.clock.fast_forward(9000)
        else:
            page.wait_for_load_state("networkidle")
        page.fill("#g-search", "לינה")
        page.keyboard.press("Enter")
    page.wait_for_url("**/he/a-z.html*")
    assert bool(asked) == (why != "too old")
