"""Filters of long lists: built from the cards, shared by address only when harmless, absent without script."""

from __future__ import annotations

from tests.chromium import Screen


def visible(page) -> int:
    """How many cards are shown."""
    return page.evaluate("document.querySelectorAll('.g-cards .g-card:not([hidden])').length")


def test_a_long_list_can_be_narrowed(open_page, site) -> None:
    """A choice hides the other cards, says how many are left and, when harmless, stands in the address."""
    page = open_page(site.page("help/helpline.html"))
    page.wait_for_selector(".g-filter")
    everything = visible(page)
    page.locator(".g-filter__one").first.click()
    left = visible(page)
    assert 0 < left < everything
    assert page.locator(".g-filter__status").inner_text() == f"Pokazano: {left}"
    assert "#only=" in page.url
    page.reload()
    page.wait_for_selector(".g-filter")
    assert visible(page) == left


def test_whom_help_is_for_stays_out_of_the_address(open_page, site) -> None:
    """Choosing a group of people narrows the list and leaves no trace in the address."""
    page = open_page(site.page("help/helpline.html"))
    page.wait_for_selector(".g-filter")
    before = visible(page)
    page.get_by_role("button", name="Dzieci i młodzież").click()
    assert 0 < visible(page) < before
    assert "#only=" not in page.url


def test_no_filter_on_a_short_list_or_without_script(open_page, site) -> None:
    """Few cards need none; without script all cards stand there."""
    assert open_page(site.page("help/detox.html")).locator(".g-filter").count() == 0
    page = open_page(site.page("help/helpline.html"), Screen(javascript=False))
    assert page.locator(".g-filter").count() == 0
    assert visible(page) > 4


def test_filters_are_accessible(open_page, site, axe) -> None:
    """axe finds nothing in the filters of a Hebrew and an English list."""
    for language in ("he", "en"):
        page = open_page(site.page("help/helpline.html", language))
        page.wait_for_selector(".g-filter")
        page.evaluate(axe)
        found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag22aa']})")
        assert [one["id"] for one in found["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
