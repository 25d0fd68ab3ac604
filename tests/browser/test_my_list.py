"""My list: kept on the device alone, always with today's facts, gone at a touch, on a host and on a disk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.browser.test_print import printed, sheets
from tests.built import LANGUAGES, Site, first_now
from tests.chromium import DESK, PHONE, Screen, Watch

WARM, MEN, HELPLINE = (
    "caritas-bialystok/ogrzewalnia",
    "caritas-bialystok/noclegownia-mezczyzn",
    "telefon-zaufania-116-123/linia",
)
KEPT = "[Object.values(localStorage), Object.values(sessionStorage)]"
BLOCKED = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"


@contextmanager
def visitor(browser, script: str = "", screen: Screen = PHONE) -> Iterator:
    """A visitor of our own, who may keep something; nothing may be asked of another host or go wrong."""
    context = browser.new_context(
        viewport={"width": screen.width, "height": screen.height},
        java_script_enabled=screen.javascript,
        timezone_id="Europe/Warsaw",
    )
    page, watch = context.new_page(), Watch()
    watch.attach(page)
    page.watch = watch
    if script:
        page.add_init_script(script)
    yield page
    trouble = [*watch.trouble, *(f"cookie: {one}" for one in context.cookies())]
    context.close()
    assert not trouble, "\n".join(trouble)


def services(page) -> list[str]:
    """What stands on the page of the list, as the links of its entries say."""
    page.wait_for_selector(".g-mine__list", state="attached")
    links = page.locator(".g-mine__list h2 a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    return [re.sub(r"organisation/(.*)\.html#([^&]*).*", r"\1/\2", link) for link in links]


def keep(page, number: int) -> None:
    """Touch a button, and wait until it says that this was noted."""
    button = page.locator("button.g-keep").nth(number)
    button.click()
    page.wait_for_function("one => one.classList.contains('g-keep--on')", arg=button.element_handle())


def anchors(site: Site, name: str) -> list[str]:
    """The services of an organisation, as its page has them."""
    html = site.page(f"organisation/{name}.html").html
    return re.findall(r'<section class="g-card g-card--service" id="([^"]+)"', html)


def address(site: Site, server: str, path: str, language: str = "pl", disk: bool = False) -> str:
    built = site.page(path, language)
    return built.file.as_uri() if disk else server + built.address


@pytest.mark.parametrize("language", first_now("he", "pl", "en"))
def test_kept_shown_sorted_and_removed(site: Site, browser, server: str, language: str) -> None:
    """Two services kept by keyboard stand on the page in that order, in the language of the page; order can change."""
    with visitor(browser) as page:
        page.goto(address(site, server, "organisation/caritas-bialystok.html", language))
        first = page.locator("button.g-keep").first
        assert first.bounding_box()["height"] >= 44
        first.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(".g-keep--on")
        keep(page, 1)
        assert page.evaluate(KEPT) == [["caritas-bialystok/ogrzewalnia,caritas-bialystok/noclegownia-mezczyzn"], []]
        page.goto(address(site, server, "urgent.html", language))
        page.wait_for_selector(".g-header__list")
        keep(page, 0)
        page.click(".g-header__list")
        assert services(page) == [WARM, MEN, HELPLINE]
        assert page.locator(".g-mine__list a[href^='tel:'] bdi[dir=ltr]").first.inner_text() == "664 762 880"
        assert page.locator("html").get_attribute("lang") == language
        down = page.locator(".g-mine__moves").first.locator("button").nth(1)
        down.focus()
        page.keyboard.press("Enter")
        assert services(page) == [MEN, WARM, HELPLINE]
        page.keyboard.press("Enter")  # focus went with the entry
        assert services(page) == [MEN, HELPLINE, WARM]
        page.locator(".g-mine__moves").first.locator("button").last.click()
        assert services(page) == [HELPLINE, WARM]
        page.reload()
        assert services(page) == [HELPLINE, WARM]
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE.width
        assert not page.watch.elsewhere(server)


@pytest.mark.audit
def test_entries_say_what_the_organisations_page_says(site: Site, browser, server: str, some: Callable) -> None:
    """All services kept at once: each phone, hour, address and alert word for word as on pages of organisations."""
    for language in LANGUAGES:
        with visitor(browser) as page:
            names = [built.path[13:-5] for built in site.of("organisation", language)]
            every = [f"{name}/{one}" for name in names for one in anchors(site, name)]
            page.goto(address(site, server, "my-list.html", language) + "#list=" + ",".join(every))
            assert services(page) == every
            shown = dict(zip(every, page.locator(".g-mine__list > li").evaluate_all(TEXTS), strict=True))
            assert page.evaluate(ICONS)
            for name in some(names, 25):
                page.goto(address(site, server, f"organisation/{name}.html", language))
                for one, text in zip(
                    page.locator(".g-card--service").evaluate_all("all => all.map(one => one.id)"),
                    page.locator(".g-card--service").evaluate_all(TEXTS),
                    strict=True,
                ):
                    missing = [line for line in text if line not in shown[f"{name}/{one}"]]
                    assert not missing, (name, one, missing)


ICONS = "[...document.querySelectorAll('use')].every(one => document.querySelector(one.getAttribute('href')))"
TEXTS = """all => all.map(one => [...one.querySelectorAll(
  '.g-call, .g-phone p, .g-line:not(.g-status), dd, .g-alert, .g-checked')]
  .map(fact => fact.textContent.replace(/\\s+/g, ' ').trim()))"""


def test_facts_are_never_a_snapshot(site: Site, browser, server: str) -> None:
    """The device keeps ids and nothing else: no number, no name, no time."""
    with visitor(browser) as page:
        page.goto(address(site, server, "urgent.html"))
        keep(page, 0)
        assert page.evaluate(KEPT) == [["telefon-zaufania-116-123/linia"], []]
        assert not re.search(r"116.?sos", str(page.evaluate("JSON.stringify({...localStorage})")))


def test_cleared_at_one_touch_and_back_for_a_moment(site: Site, browser, server: str) -> None:
    """Storage, page and address are empty at once, in other windows too; only the open page can bring it back."""
    with visitor(browser) as page:
        page.goto(address(site, server, "urgent.html"))
        keep(page, 0)
        keep(page, 2)
        page.click(".g-header__list")
        assert len(services(page)) == 2
        other = page.context.new_page()
        other.goto(page.url)
        assert len(services(other)) == 2
        page.get_by_role("button", name="Wyczyść wszystko").click()
        assert page.evaluate(KEPT) == [[], []]
        assert services(page) == []
        assert "116" not in page.locator("main").inner_text()
        assert "#" not in page.url
        other.wait_for_function("!document.querySelector('.g-mine__list h2')")
        page.get_by_role("button", name="Cofnij").click()
        page.wait_for_selector(".g-mine__list h2")
        assert len(services(page)) == 2
        page.get_by_role("button", name="Wyczyść wszystko").click()
        page.goto(address(site, server, "urgent.html"))
        page.go_back()
        assert services(page) == []
        assert page.evaluate(KEPT) == [[], []]


@pytest.mark.parametrize("script", [BLOCKED, FULL], ids=["blocked", "full"])
def test_without_storage_the_list_goes_along_in_the_address(site: Site, browser, server: str, script: str) -> None:
    """A browser that keeps nothing breaks nothing: the list goes from page to page, and is gone when it is cleared."""
    with visitor(browser, script) as page:
        page.goto(address(site, server, "urgent.html"))
        page.locator("button.g-keep").first.click()
        page.wait_for_selector(".g-keep--on")
        assert "historii" in page.locator(".g-keep__note").inner_text()
        assert page.url.endswith("#kept=telefon-zaufania-116-123/linia")
        page.click(".g-brand")
        page.wait_for_selector(".g-header__list")
        page.click(".g-header__list")
        assert services(page) == [HELPLINE]
        page.get_by_role("button", name="Wyczyść wszystko").click()
        assert "#" not in page.url
        page.click(".g-brand")
        page.wait_for_url("**/index.html")
        assert not page.locator(".g-header__list").count()


@pytest.mark.parametrize("language", first_now("he", "pl"))
def test_on_a_disk_the_list_goes_along_in_the_address(site: Site, browser, language: str) -> None:
    """Opened from a folder the list goes with every link, anchors arrive, nothing is stored, links lead to the web."""
    with visitor(browser, screen=DESK) as page:
        page.goto(address(site, "", "help/night-shelter.html", language, disk=True))
        keep(page, 0)
        page.locator(".g-card h2 a").nth(1).click()  # a service far down the page of its organisation
        page.wait_for_selector(".g-keep--on", state="attached")
        anchor = re.search(r"#([^&]*)&kept=", page.url)[1]
        assert page.locator(f"#{anchor}").bounding_box()["y"] < DESK.height
        keep(page, 3)
        page.locator(".g-languages__list a").last.click()
        page.wait_for_selector(".g-header__list")
        page.click(".g-header__list")
        assert len(services(page)) == 2
        page.reload()
        assert len(services(page)) == 2
        assert page.evaluate(KEPT) == [[], []]
        page.get_by_role("button", name="Share").click()
        assert page.input_value(".g-mine__link input").startswith(
            "https://przewodnik.example/en/my-list.html#list=caritas"
        )
        page.get_by_role("button", name="Clear all").click()
        assert "#" not in page.url
        page.click(".g-brand")
        page.wait_for_url("**/index.html")


def test_a_shared_list_leaves_the_own_one_alone(site: Site, browser, server: str) -> None:
    """A link holds ids behind the sign #; it shows its list, and is added to the own one only when asked to."""
    with visitor(
        browser, "if (navigator.clipboard) navigator.clipboard.writeText = async text => { window.copied = text; };"
    ) as page:
        page.goto(address(site, server, "urgent.html"))
        keep(page, 0)
        page.click(".g-header__list")
        services(page)
        page.get_by_role("button", name="Udostępnij").click()
        page.wait_for_function("window.copied")
        assert page.evaluate("window.copied") == server + "my-list.html#list=telefon-zaufania-116-123/linia"
        page.goto("about:blank")
        page.goto(address(site, server, "my-list.html") + f"#list={WARM.replace('/', '%2F')}%2C{MEN}")
        assert services(page) == [WARM, MEN]
        assert page.evaluate(KEPT)[0] == [HELPLINE]
        assert not page.locator(".g-mine__moves").count()
        page.get_by_role("button", name="Zachowaj").click()
        page.wait_for_function("!location.hash")
        page.wait_for_selector(".g-mine__moves")
        assert services(page) == [HELPLINE, WARM, MEN]
        assert page.evaluate(KEPT)[0] == [f"{HELPLINE},{WARM},{MEN}"]
        assert not [url for url in page.watch.requests if "ogrzewalnia" in url and "list" not in url.partition("#")[2]]


HOSTILE = {
    "tags": "<script>document.title='ran'</script>,<img/src=x onerror=document.title='ran'>",
    "prototype": "__proto__,constructor,__proto__/constructor,hasOwnProperty/toString,tostring/valueof",
    "junk": "%%%,%E0%A4%A,////,a/b/c,../../x,javascript:alert(1),&&&===,\u202e,",
    "numbers": ",".join(f"zadzwon-700{i}/x" for i in range(10_000)),
}


@pytest.mark.parametrize("kind", first_now(*HOSTILE))
@pytest.mark.parametrize("disk", [False, pytest.param(True, marks=pytest.mark.audit)], ids=["http", "file"])
def test_hostile_links_show_nothing_of_theirs(site: Site, browser, server: str, kind: str, disk: bool) -> None:
    """Whatever stands behind the sign #: nothing runs, none of it is shown, the true entry is, the rest is counted."""
    for name in ("list", "kept"):
        with visitor(browser) as page:
            page.goto(address(site, server, "my-list.html", "en", disk) + f"#{name}={WARM},{HOSTILE[kind]}")
            assert services(page) == [WARM]
            assert page.title() != "ran"
            text = page.locator("main").inner_text()
            assert "zadzwon" not in text
            assert "proto" not in text
            if name == "list":
                assert "Not in the guide, or not any more: " in text
            assert page.evaluate("[{}.polluted, Object.prototype.polluted]") == [None, None]
            assert page.evaluate(KEPT) == [[], []]


def test_without_script_there_is_no_dead_button(site: Site, browser, server: str) -> None:
    """No button on cards, and the page of the list says what to do instead."""
    with visitor(browser, screen=Screen(javascript=False)) as page:
        page.goto(address(site, server, "help/night-shelter.html", "en"))
        assert not page.locator(".g-keep").count()
        page.goto(address(site, server, "my-list.html", "en"))
        assert "needs JavaScript" in page.locator("main").inner_text()
        assert not page.locator("main button").count()
        page.click("main a[href='booklets.html']")


def test_a_visitor_who_keeps_nothing_loads_nothing(site: Site, open_page) -> None:
    """The script comes with the first touch; the entries only on the page of the list, and only the files needed."""
    page = open_page(site.page("help/night-shelter.html"))
    assert not [url for url in page.watch.requests if "/list/" in url]


def test_only_the_files_needed_are_loaded(site: Site, browser, server: str) -> None:
    """One entry costs one file of entries."""
    with visitor(browser) as page:
        page.goto(address(site, server, "my-list.html") + f"#list={WARM}")
        services(page)
        files = [url for url in page.watch.requests if re.search(r"/list/\w+-\d+\.js", url)]
        assert len(files) == 1


def test_what_hangs_is_said_and_comes_after_all(site: Site, browser, server: str) -> None:
    """After eight seconds the page says how many places are missing, not that it needs JavaScript."""
    with visitor(browser) as page:
        held = []
        page.route(re.compile(r"/list/\w+-\d+\.js"), lambda route: held.append(route))
        page.clock.install()
        page.goto(address(site, server, "my-list.html") + f"#list={WARM}", wait_until="commit")
        page.wait_for_function("() => self.guideList")
        page.clock.fast_forward(9000)
        assert not services(page)
        assert "1" in page.inner_text(".g-mine__status p:last-child")
        held[0].continue_()
        page.wait_for_selector(".g-mine__list h2")
        assert services(page) == [WARM]


@pytest.mark.parametrize("language", first_now("he", "pl", "en"))
def test_paper_bears_every_number(site: Site, browser, server: str, tmp_path: Path, language: str) -> None:
    """Seven long entries fit one sheet: each with its numbers, the day, the edition, the address, and 112."""
    seven = [
        HELPLINE,
        WARM,
        MEN,
        "niebieska-linia/linia",
        "caritas-bialystok/posilki",
        "pcpr-hajnowka/centrum",
        "mopr-bialystok/osrodek-interwencji-kryzysowej",
    ]
    with visitor(browser, screen=DESK) as page:
        page.goto(address(site, server, "my-list.html", language) + "#list=" + ",".join(seven))
        there = services(page)
        assert there == seven
        numbers = page.evaluate(
            "[...document.querySelectorAll('.g-mine a[href^=\"tel:\"] bdi')].map(e => e.textContent.trim())"
        )
        found = sheets(printed(page, tmp_path / "list.pdf"))
        words = re.sub(r"[\u200e\u200f\u2066-\u2069]", "", re.sub(r"\s+", " ", " ".join(found)))
        assert len(found) == 1
        assert not [number for number in {*numbers, "112", "2026.1", "2026"} if number not in words]
        assert "przewodnik.example" in words
        assert page.locator("h1").inner_text() in " ".join(words.split())[:400] or language == "he"


@pytest.mark.parametrize("language", first_now("he", "pl", "en"))
def test_axe_finds_nothing(site: Site, browser, server: str, axe: str, language: str) -> None:
    """The list, an empty list and a card that was touched: no violation, AAA contrast included."""
    tags = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

    def judge(page) -> list:
        page.evaluate(axe)
        found = page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)["violations"]
        return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found]

    with visitor(browser) as page:
        page.goto(address(site, server, "help/night-shelter.html", language))
        keep(page, 0)
        keep(page, 1)
        assert judge(page) == []
        page.click(".g-header__list")
        services(page)
        page.locator(".g-mine__tools button").nth(1).click()
        assert judge(page) == []
        page.locator(".g-mine__tools button").nth(2).click()
        assert judge(page) == []
