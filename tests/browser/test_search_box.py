"""The search box as a visitor meets it: keyboard, screen reader, direction, danger, disk, no script."""

from __future__ import annotations

import pytest

from tests.browser.test_accessibility import AXE, TOO_SMALL
from tests.built import LANGUAGES, first_now
from tests.chromium import PHONE, Screen
from tests.eval.box import answers_of_box
from tests.eval.score import Question


def typed(page, words: str):
    """A page after somebody typed words and answers came."""
    page.focus("#g-search")
    page.fill("#g-search", words)
    page.wait_for_selector(".g-search__panel [role=option]")
    return page


def test_a_combobox_by_keyboard(open_page, site) -> None:
    """Arrows choose, the input says which one is active, Escape closes, Enter goes there."""
    page = typed(open_page(site.page("index.html")), "nocleg")
    field = page.locator("#g-search")
    assert field.get_attribute("role") == "combobox"
    assert field.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    chosen = field.get_attribute("aria-activedescendant")
    assert page.locator(f"#{chosen}").get_attribute("aria-selected") == "true"
    assert page.locator("[role=status]").inner_text().startswith("Wyników: ")
    page.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/help/night-shelter.html")


@pytest.mark.parametrize(
    ("language", "words"),
    [("he", "אלימות"), *first_now(("pl", "chcę umrzeć"), ("pl", "mąż mnie bije"), ("en", "he hits me"))],
)
def test_danger_puts_a_number_on_top(open_page, site, language: str, words: str) -> None:
    """The first thing after the box is a number to call."""
    page = typed(open_page(site.page("index.html", language)), words)
    first = page.locator(".g-search__panel a").first
    assert first.get_attribute("href").startswith("tel:")
    assert page.locator(".g-search__panel a").first.bounding_box()["height"] >= 44
    # Who cannot see it hears it.
    number = page.locator(".g-search__panel .g-search__call .g-search__phone").first.inner_text()
    assert number in page.locator("[data-search] [role=status]").inner_text()


def test_words_of_danger_do_not_wait_in_the_box(open_page, site) -> None:
    """Browsers keep a page as it was left, for whoever goes back to it: words of danger are gone, others are there."""
    for words, kept in (("nocleg", "nocleg"), ("mąż mnie bije", "")):
        page = typed(open_page(site.page("index.html")), words)
        page.wait_for_selector(".g-search__urgent", state="hidden" if kept else "visible")
        page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
        assert page.input_value("#g-search") == kept
        assert page.locator(".g-search__panel").is_visible() == bool(kept)
    page.wait_for_selector("[role=combobox][aria-expanded=false]")
    assert not page.locator("[data-search] [role=status]").inner_text()


def test_nothing_found_is_not_the_end(open_page, site, axe: str) -> None:
    """Kinds of help, somebody to call and a way to tell us, large enough; the letter holds no word that was typed."""
    page = typed(open_page(site.page("index.html", "en")), "qqxxzzk")
    links = [link.get_attribute("href") for link in page.query_selector_all(".g-search__panel a")]
    assert any(link.startswith("tel:") for link in links)
    assert [link for link in links if link.startswith("mailto:")] == ["mailto:kontakt@przewodnik.example"]
    assert sum("need/" in link for link in links) > 5
    page.keyboard.press("ArrowDown")
    page.evaluate(axe)
    assert page.evaluate(AXE) + page.evaluate(TOO_SMALL) == []


def test_common_words_alone_open_nothing(open_page, site) -> None:
    """As long as only `nie mam` stands there the list stays shut; who asks for it with Enter gets a way on."""
    page = typed(open_page(site.page("index.html")), "nocleg")
    panel = page.locator(".g-search__panel")
    for words in ("nie", "nie m", "nie mam"):
        page.fill("#g-search", words)
        panel.wait_for(state="hidden")
    page.keyboard.press("Enter")
    panel.locator("a").first.wait_for()
    page.fill("#g-search", "nie mam gdzie spać")
    panel.locator("a[href$='night-shelter.html']").wait_for()


def test_hebrew_box(open_page, site) -> None:
    """Numbers run left to right, foreign names are marked with their language, nothing widens the page."""
    page = typed(open_page(site.page("index.html", "he")), "מקום לישון")
    assert page.locator(".g-search__phone").first.get_attribute("dir") == "ltr"
    assert page.locator(".g-search__more bdi[lang=pl]").count()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE.width


def test_words_that_matched_are_marked(open_page, site) -> None:
    """The words of a title that were asked for stand out."""
    page = typed(open_page(site.page("index.html")), "grup wsparcia")
    assert page.locator(".g-search__panel mark").all_inner_texts()[:2] == ["Grupy", "wsparcia"]


def test_nothing_typed_leaves_the_page(open_page, site) -> None:
    """No word in an address, in a request or in what the browser keeps."""
    page = typed(open_page(site.page("index.html")), "tajemnica komornik")
    page.keyboard.press("Enter")
    assert "tajemnica" not in page.url
    assert not [url for url in page.watch.requests if "tajemnica" in url or "komornik" in url]
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_search_loads_only_on_focus(open_page, site) -> None:
    """A visitor who does not search loads nothing for it."""
    page = open_page(site.page("index.html"))
    assert not [url for url in page.watch.requests if "search" in url]


def test_search_stands_on_every_kind_of_page(open_page, site) -> None:
    """A button beside the way back, which opens a field with a name; its results lead on from there."""
    for kind in set(site.kinds) - {"home"}:
        for language in LANGUAGES if kind in ("organisation", "article") else LANGUAGES[:1]:
            page = open_page((site.of(kind, language) or site.of(kind))[0])
            assert page.locator("#g-search").bounding_box()["width"] <= 2, page.url
            button = page.locator(".g-search__go")
            assert button.bounding_box()["height"] >= 44
            button.click()
            field = page.locator("#g-search")
            assert page.evaluate("document.activeElement.id") == "g-search"
            assert field.get_attribute("aria-label")
            assert field.bounding_box()["width"] > 200
    page = typed(page, "Łomża")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/area/lomza.html")


def test_the_small_box_takes_no_height(open_page, site) -> None:
    """Where it stands beside the way back, no number moves down for it."""
    for language in LANGUAGES:
        page = open_page(site.page("organisation/caritas-bialystok.html", language))
        first = "document.querySelector('main a[href^=tel]').getBoundingClientRect().bottom"
        with_box = page.evaluate(first)
        page.evaluate("document.querySelector('.g-search').remove()")
        assert with_box <= page.evaluate(first) + 4
        assert with_box <= 444


def test_the_small_box_without_script_leads_to_a_to_z(open_page, site) -> None:
    """Its button is that of a form."""
    page = open_page(site.page("help/night-shelter.html", "he"), Screen(javascript=False))
    page.locator(".g-search__go").click()
    page.wait_for_url("**/he/a-z.html*")


def test_without_script_the_way_leads_to_a_to_z(open_page, site) -> None:
    """The link stands where the box would be."""
    page = open_page(site.page("index.html"), Screen(javascript=False))
    assert not page.locator("#g-search").is_visible()
    page.locator(".g-search__link a").click()
    assert page.url.endswith("/a-z.html")


@pytest.mark.audit
def test_box_of_the_disk_answers_the_same(site, browser) -> None:
    """Opened from a folder, without a host, the same questions have the same answers."""
    asked = [
        Question(language, query, "", "")
        for language, query in (
            ("pl", "nocleg"), ("pl", "psycholg białystok"), ("pl", "lawyer"), ("pl", "116 123"),
            ("he", "אוכל"), ("he", "caritas"), ("en", "he hits me"), ("en", "еда"),
        )
    ]  # fmt: skip
    hosted = answers_of_box(site.folder, asked, browser=browser)
    disk = answers_of_box(site.folder, asked, from_disk=True, browser=browser)
    assert hosted["answers"] == disk["answers"]
    assert all(hosted["answers"])


@pytest.mark.audit
def test_box_with_results_is_accessible(open_page, site, axe) -> None:
    """axe finds nothing in an open box, AAA contrast included."""
    for language, words in (("pl", "mąż mnie bije"), ("he", "מקום לישון"), ("en", "qqxxzzk")):
        page = typed(open_page(site.page("index.html", language)), words)
        page.evaluate(axe)
        tags = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        found = page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)["violations"]
        assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == []
