"""Filters of long lists: built from the cards, shared by address only when harmless, absent without script."""

from __future__ import annotations

from tests.built import LANGUAGES
from tests.chromium import SMALL, Screen


def visible(page) -> int:
    """How many cards are shown."""
    return page.evaluate("document.querySelectorAll('.g-cards .g-card:not([hidden])').length")


def opened(page):
    """A page with its filters unfolded by keyboard."""
    page.wait_for_selector(".g-filter")
    page.locator(".g-filter summary").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".g-filter[open]")
    return page


def test_a_long_list_can_be_narrowed(open_page, site) -> None:
    """A choice hides the other cards, says how many are left and, when harmless, stands in the address."""
    page = opened(open_page(site.page("help/helpline.html")))
    everything = visible(page)
    page.get_by_role("button", name="bezpłatnie").click()
    left = visible(page)
    assert 0 < left < everything
    assert page.locator("[role=status]").first.inner_text() == f"Pokazano {left} z {everything}: bezpłatnie"
    assert page.locator(".g-filter summary").inner_text().startswith("Filtry (1)")
    # Signs beside words are for the eyes alone.
    assert '- button "bezpłatnie (' in page.locator(".g-filter").aria_snapshot()
    assert "#only=" in page.url
    page.reload()
    page.wait_for_selector(".g-filter")
    assert visible(page) == left
    page.get_by_role("button", name="Pokaż wszystko").click()
    assert visible(page) == everything
    assert "#only=" not in page.url


def test_a_town_has_a_control_of_its_own(open_page, site) -> None:
    """A town leaves what is there and what is reached by phone from everywhere."""
    page = opened(open_page(site.page("for/homeless.html", "en")))
    cards = page.evaluate("[...document.querySelectorAll('.g-card__facts')].map(one => one.dataset.area || '')")
    page.get_by_label("Town").select_option("Białystok")
    assert visible(page) == sum(one in ("", "Białystok") for one in cards)
    assert 0 < visible(page) < len(cards)


def test_whom_help_is_for_stays_out_of_the_address(open_page, site) -> None:
    """Choosing a group of people narrows the list and leaves no trace in the address."""
    page = opened(open_page(site.page("help/helpline.html")))
    before = visible(page)
    page.locator(".g-filter").get_by_role("button", name="Dzieci i młodzież").click()
    assert 0 < visible(page) < before
    assert "#only=" not in page.url


def test_paper_says_what_was_chosen(open_page, site) -> None:
    """A printed list that was narrowed says by what."""
    page = opened(open_page(site.page("help/helpline.html")))
    page.get_by_role("button", name="bezpłatnie").click()
    page.emulate_media(media="print")
    assert (
        page.locator(".g-filter__line p").is_visible()
        and "bezpłatnie" in page.locator(".g-filter__line p").inner_text()
    )
    assert not page.locator(".g-filter__line button").is_visible()


def test_folded_filters_push_no_number_away(open_page, site) -> None:
    """On a phone the first number of a list begins in the upper 60 % of the screen, or moves down by a line at most."""
    for language in LANGUAGES:
        page = open_page(site.page("for/homeless.html", language))
        page.wait_for_selector(".g-filter")
        first = "document.querySelector('main .g-cards a[href^=tel]').getBoundingClientRect().top"
        top = page.evaluate(first)
        page.evaluate("document.querySelectorAll('[class^=g-filter]').forEach(one => one.remove())")
        assert top <= max(444, page.evaluate(first) + 20)


def test_no_filter_on_a_short_list_or_without_script(open_page, site) -> None:
    """Few cards need none; without script all cards stand there."""
    assert open_page(site.page("help/detox.html")).locator(".g-filter").count() == 0
    page = open_page(site.page("help/helpline.html"), Screen(javascript=False))
    assert page.locator(".g-filter").count() == 0
    assert visible(page) > 4


def test_filters_are_accessible(open_page, site, axe) -> None:
    """axe finds nothing in the filters of a Hebrew and an English list; nothing widens the page."""
    for language, path in (("he", "for/homeless.html"), ("en", "help/helpline.html")):
        page = opened(open_page(site.page(path, language)))
        page.locator(".g-filter__one[aria-pressed]").first.click()
        page.evaluate(axe)
        found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag22aa']})")
        assert [one["id"] for one in found["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_enlarged_filters_fit(open_page, site) -> None:
    """With text at 200 % on the smallest phone the longest name of a group breaks rather than widen the page."""
    page = opened(open_page(site.page("for/homeless.html"), SMALL))
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.locator(".g-filter").get_by_role("button", name="Osoby z niepełnosprawnościami").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
