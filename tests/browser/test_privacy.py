"""A visit leaves no trace elsewhere, and nothing foreign runs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import yaml

from tests.built import LANGUAGES, ROOT, BuiltPage, Site, first_now
from tests.chromium import DESK, PHONE


def test_a_visit_stays_between_visitor_and_host(kinds: list[BuiltPage], open_page: Callable, server: str) -> None:
    """No request to another host, no cookie, no storage, no word in the console (fixture `open_page` judges)."""
    for built in kinds:
        page = open_page(built, DESK)
        assert page.evaluate("document.cookie") == ""
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0, built
        assert not page.watch.elsewhere(server), built


LEFT = """async () => ({
  cookies: document.cookie,
  stored: localStorage.length + sessionStorage.length,
  databases: (await indexedDB.databases()).length,
  caches: window.caches ? (await caches.keys()).length : 0,
  workers: navigator.serviceWorker ? (await navigator.serviceWorker.getRegistrations()).length : 0,
  name: window.name,
  referrer: document.referrer,
})"""
NOTHING = {"cookies": "", "stored": 0, "databases": 0, "caches": 0, "workers": 0, "name": "", "referrer": ""}


@pytest.mark.parametrize("language", first_now("he", "pl", "en"))
def test_a_search_and_a_filter_leave_nothing_behind(
    site: Site, open_page: Callable, server: str, language: str
) -> None:
    """What is typed reaches no request, address, history or store; a link that is followed tells nothing."""
    page = open_page(site.page("index.html", language), DESK)
    address, steps = page.url, page.evaluate("history.length")
    box = page.locator("#g-search")
    box.fill("przemoc zzqx 112")
    page.wait_for_selector(".g-search__list")
    box.press("Enter")
    page.wait_for_timeout(300)  # what would follow has no event to wait for
    assert (page.url, page.evaluate("history.length")) == (address, steps)
    box.fill("caritas")
    # Answers to what stood there before stay until new ones come.
    page.locator(".g-search__option[href*='organisation/caritas']").first.click()
    page.wait_for_url("**/organisation/**")
    assert page.evaluate(LEFT) == NOTHING
    page.goto(server + site.page("help/helpline.html", language).address)
    page.wait_for_selector(".g-filter")
    page.locator(".g-filter summary").click()
    for button in page.locator(".g-filter__group button").all()[:6]:
        button.click()
    assert page.evaluate(LEFT) == NOTHING
    assert not page.watch.elsewhere(server)
    typed = [url for url in page.watch.requests if "zzqx" in url or "przemoc" in url or "?" in url]
    assert not typed


@pytest.mark.parametrize(
    "end",
    first_now(
        "#only=%", "#only=%E0%A4", "#only=__proto__|constructor", "#only=<img src=x onerror=alert(1)>", "#%00", "#g-"
    ),
)
def test_a_broken_or_hostile_address_breaks_nothing(site: Site, open_page: Callable, server: str, end: str) -> None:
    """Whatever stands behind the number sign, the page has its filters, and says nothing on the console."""
    page = open_page(server + site.page("help/helpline.html").address + end, DESK)
    page.wait_for_selector(".g-filter")
    assert page.locator(".g-card[hidden]").count() == 0


def test_the_way_out_takes_the_page_out_of_the_history(site: Site, browser, server: str) -> None:
    """The quick exit replaces the page and says nothing of it there: going back leads to the page before it."""
    built = next(page for page in site.pages if "data-leave" in page.html and page.language == "pl")
    context = browser.new_context()
    asked = []

    def elsewhere(route) -> None:
        asked.append(route.request)
        route.fulfill(body="elsewhere")

    context.route(lambda url: not url.startswith(server), elsewhere)
    page = context.new_page()
    page.goto(server + "areas.html")
    page.goto(server + built.address)
    steps = page.evaluate("history.length")
    page.locator("[data-leave]").first.click()
    page.wait_for_url(lambda url: not url.startswith(server))
    assert page.evaluate("[history.length, document.referrer]") == [steps, ""]
    assert [request for request in asked if request.is_navigation_request()] and "referer" not in asked[0].headers
    page.go_back()
    assert page.url == server + "areas.html"
    context.close()


def test_pages_work_from_a_folder(kinds: list[BuiltPage], open_page: Callable) -> None:
    """Opened from a disk (`file://`), pages have their styles and the policy refuses nothing of ours."""
    for built in kinds:
        if built.kind == "404":  # its addresses are absolute, and so need a host
            continue
        page = open_page(built.file.as_uri(), PHONE)
        assert page.evaluate("document.styleSheets.length") >= 1, built
        family = page.evaluate("getComputedStyle(document.body).fontFamily")
        assert "Segoe UI" in family or "system-ui" in family, built


@pytest.mark.parametrize("over", ["http", "file"])
def test_policy_stops_a_foreign_script(site: Site, browser, server: str, over: str) -> None:
    """A script or handler that somehow got into a page does not run, over HTTP nor from a folder."""
    built = site.page("index.html")
    context = browser.new_context()
    page = context.new_page()
    page.goto(server + built.address if over == "http" else built.file.as_uri())
    page.evaluate("""() => {
      const script = document.createElement("script");
      script.textContent = "document.title = 'ran'";
      document.body.append(script);
      document.body.insertAdjacentHTML("beforeend", "<img src=x onerror=\\"document.title = 'ran'\\">");
      const foreign = document.createElement("script");
      foreign.src = "http://127.0.0.1:9/x.js";
      document.body.append(foreign);
    }""")
    page.wait_for_timeout(300)
    title = page.title()
    context.close()
    assert title != "ran"


def test_unknown_address_shows_the_404_page(site: Site, browser, server: str) -> None:
    """An address that leads nowhere, however deep, shows a styled page in all languages."""
    context = browser.new_context()
    page = context.new_page()
    answer = page.goto(f"{server}he/organisation/no/such.html")
    text = page.locator("body").inner_text()
    languages = page.evaluate("[...document.querySelectorAll('[lang]')].map(e => e.lang)")
    context.close()
    assert answer.status == 404
    assert set(LANGUAGES) <= set(languages)
    assert "112" in text


SENSITIVE = [
    entry
    for file, key in (("help_types.yaml", "help_types"), ("target_groups.yaml", "target_groups"))
    for entry in yaml.safe_load((ROOT / "data" / file).read_text("utf-8"))[key]
    if str(entry.get("sensitive", "")).lower() == "true"
]


@pytest.mark.parametrize("entry", SENSITIVE, ids=lambda entry: entry["id"])
def test_sensitive_pages_do_not_give_themselves_away(site: Site, entry: dict) -> None:
    """Neither the address nor the title in tab and history says what a sensitive page is about."""
    folder = "help" if "group" in entry else "for"
    pages = [p for p in site.pages if p.path.startswith((f"{folder}/{entry['slug']}.", f"{folder}/{entry['slug']}/"))]
    if not pages:
        assert not any(f"/{entry['id']}" in page.address for page in site.pages)
        pytest.skip("no record of this kind")
    assert entry["id"] not in entry["slug"]
    for page in pages:
        title = page.document.all("title")[0].text.casefold()
        names = {entry["name"][page.language], *(entry.get("synonyms") or {}).get(page.language, ())}
        assert entry["neutral_name"][page.language].casefold() in title, page
        assert not [name for name in names if name.casefold() in title], page
        shared = [e["content"].casefold() for e in page.document.all("meta") if e["property"].startswith("og:")]
        assert not [name for name in names for words in shared if name.casefold() in words], page
        ways_out = [a for a in page.document.all("a") if "data-leave" in a.attributes and "noreferrer" in a["rel"]]
        assert ways_out, f"{page}: no way out by a plain link"
