"""The clock of a page: open now, until when, and when next, by the time of the place and the holidays of Poland."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.built import ROOT, first_now, guide
from tests.chromium import served

WARSAW = ZoneInfo("Europe/Warsaw")
TELL = """([week, holidays, zone]) => {
  const line = document.querySelector('[data-week]');
  line.dataset.week = week;
  line.dataset.holidays = holidays;
  if (zone) line.dataset.zone = zone; else delete line.dataset.zone;
  dispatchEvent(new Event('pageshow'));
  const now = line.querySelector('.g-status__now');
  const strong = now.querySelector('strong').textContent;
  return [strong, now.textContent.slice(strong.length).trim(), line.closest('.g-card').classList.contains('g-shut')];
}"""

GAPS = """lines => lines.map(line => {
  const words = document.createRange();
  words.selectNodeContents(line.lastElementChild.firstChild);
  return words.getBoundingClientRect().top - line.getBoundingClientRect().top;
})"""


@pytest.fixture(scope="module")
def timed(site):
    """An English page with hours."""
    return next(page for page in site.of("organisation", "en") if ' data-week="' in page.html)


@pytest.fixture(scope="module")
def tell(browser, server, timed):
    """Call it with a moment in Warsaw and hours: what the card says then, and whether it is shown as shut."""
    page = browser.new_page()  # one for all: to open it takes longer than to ask it
    page.goto(server + timed.address)

    def told(moment: str, week: str, holidays: str = "open", zone: str = "") -> tuple[str, str, bool]:
        page.clock.set_fixed_time(datetime.fromisoformat(moment).replace(tzinfo=WARSAW))
        return tuple(page.evaluate(TELL, [week, holidays, zone]))

    yield told
    page.close()


def days(hours: str, *which: int) -> str:
    """The same hours, `8-16`, on some days (0 is Monday) as a page holds them; above 24 on the next day."""
    start, end = (int(hour) * 60 for hour in hours.split("-"))
    return " ".join(f"{day * 1440 + start}-{day * 1440 + end}" for day in which or range(7))


OFFICE, NIGHTS, ALWAYS = days("8-16", *range(5)), days("18-32"), days("0-24")


@pytest.mark.parametrize(
    ("moment", "week", "open_", "more"),
    [
        ("2026-11-23 07:59", OFFICE, False, "opens today at 8:00"),
        ("2026-11-23 08:00", OFFICE, True, "until 16:00"),
        ("2026-11-23 15:59", OFFICE, True, "until 16:00"),
        ("2026-11-23 16:00", OFFICE, False, "opens tomorrow at 8:00"),
        ("2026-11-27 16:00", OFFICE, False, "opens on Monday at 8:00"),
        ("2026-11-28 23:59", OFFICE, False, "opens on Monday at 8:00"),
        ("2026-11-29 00:00", OFFICE, False, "opens tomorrow at 8:00"),
        ("2026-11-23 17:59", NIGHTS, False, "opens today at 18:00"),
        ("2026-11-23 18:00", NIGHTS, True, "until 8:00"),
        ("2026-11-24 07:59", NIGHTS, True, "until 8:00"),
        ("2026-11-24 08:00", NIGHTS, False, "opens today at 18:00"),
        ("2026-11-30 03:00", days("18-32", 6), True, "until 8:00"),
        ("2026-11-30 08:00", days("18-32", 6), False, "opens on Sunday at 18:00"),
        ("2026-11-23 03:00", ALWAYS, True, ""),
        ("2026-11-29 23:59", ALWAYS, True, ""),
        ("2026-11-23 20:00", f"{days('18-24', 0)} {days('0-2', 1)}", True, "until 2:00"),
        ("2026-11-23 20:00", days("18-24", 0), True, "until 24:00"),  # as the hours beside it have it
        ("2026-11-23 13:00", f"{days('8-12', 0)} {days('14-16', 0)}", False, "opens today at 14:00"),
        ("2026-11-23 07:29", "450-930", False, "opens today at 7:30"),
        ("2026-11-23 07:30", "450-930", True, "until 15:30"),
        ("2026-11-23 15:29", "450-930", True, "until 15:30"),
        ("2026-11-23 15:30", "450-930", False, "opens on Monday at 7:30"),
        ("2026-11-23 00:00", "10-610", False, "opens today at 0:10"),
        ("2026-11-23 05:00", days("5-6", 0), True, "until 6:00"),
        ("2026-11-23 06:00", days("5-6", 0), False, "opens on Monday at 5:00"),
    ],
)
def test_open_now_is_what_the_hours_say(tell, moment, week, open_, more):
    """To the minute, over midnight and over the end of the week."""
    assert tell(moment, week) == ("Open now" if open_ else "Closed now", more, not open_)


def test_summer_time_moves_no_hour(tell):
    """On the nights on which the clock jumps, eight is still eight."""
    for day in ("2026-03-29", "2026-10-25"):
        assert tell(f"{day} 07:59", NIGHTS) == ("Open now", "until 8:00", False)
        assert tell(f"{day} 08:00", NIGHTS) == ("Closed now", "opens today at 18:00", True)


def test_a_place_elsewhere_has_its_own_time(tell):
    """In Jerusalem it is an hour later than in Warsaw."""
    assert tell("2026-11-23 07:00", OFFICE, zone="Asia/Jerusalem") == ("Open now", "until 16:00", False)
    assert tell("2026-11-23 15:00", OFFICE, zone="Asia/Jerusalem")[0] == "Closed now"


HOLIDAYS = {
    2026: "01-01 01-06 04-05 04-06 05-01 05-03 05-24 06-04 08-15 11-01 11-11 12-24 12-25 12-26",
    2027: "01-01 01-06 03-28 03-29 05-01 05-03 05-16 05-27 08-15 11-01 11-11 12-24 12-25 12-26",
    2038: "01-01 01-06 04-25 04-26 05-01 05-03 06-13 06-24 08-15 11-01 11-11 12-24 12-25 12-26",
    2049: "01-01 01-06 04-18 04-19 05-01 05-03 06-06 06-17 08-15 11-01 11-11 12-24 12-25 12-26",
    2076: "01-01 01-06 04-19 04-20 05-01 05-03 06-07 06-18 08-15 11-01 11-11 12-24 12-25 12-26",
}
"""Of 2049 and 2076 the plain rule of Gauss would have Easter a week late."""


@pytest.mark.parametrize("year", first_now(*HOLIDAYS))
def test_the_holidays_of_a_year_are_known(open_page, timed, year):
    """All of them and no other day, with those that move with Easter: nobody is surely there then."""
    found = open_page(timed).evaluate(
        """year => {
          const real = Date;
          let now;
          window.Date = class extends real { constructor(...given) { given.length ? super(...given) : super(now); } };
          return [...Array(366).keys()].map(number => real.UTC(year, 0, 1 + number, 11))
            .filter(noon => new real(noon).getUTCFullYear() === year)
            .filter(noon => { now = noon; return !guideOpen('0-10080', true, 'Europe/Warsaw'); })
            .map(noon => new real(noon).toISOString().slice(5, 10));
        }""",
        year,
    )
    assert " ".join(found) == HOLIDAYS[year]


def test_a_holiday_is_what_the_record_says_of_it(tell):
    """Closed, to be asked, or a day like others; the day before promises nothing of it."""
    assert tell("2026-12-25 10:00", OFFICE, "closed") == ("Closed now", "closed on public holidays", True)
    assert tell("2026-12-25 10:00", OFFICE, "unknown") == ("Public holiday today: call first", "", False)
    assert tell("2026-12-25 10:00", OFFICE, "open") == ("Open now", "until 16:00", False)
    assert tell("2026-12-23 20:00", OFFICE, "closed") == ("Closed now", "", True)
    assert tell("2026-12-23 20:00", OFFICE, "unknown") == ("Closed now", "", True)
    assert tell("2026-12-23 20:00", OFFICE, "open") == ("Closed now", "opens tomorrow at 8:00", True)
    assert tell("2026-12-24 00:30", days("18-32"), "open") == ("Open now", "until 8:00", False)


def test_times_stand_left_to_right_in_hebrew(open_page, site, timed):
    """A time in a Hebrew sentence is isolated."""
    page = open_page(site.page(timed.path, "he"))
    page.clock.set_fixed_time(datetime(2026, 11, 23, 20, tzinfo=WARSAW))
    page.evaluate(TELL, [OFFICE, "open", ""])
    isolated = page.locator("[data-week]").first.locator(".g-status__now bdi[dir=ltr]")
    assert re.fullmatch(r"\d+:\d\d", isolated.inner_text())


SERVICE = """\
  - id: {id}
    name: {{pl: "{id}"}}
    help_types: [night-shelter]
    address: {{street: ul. Przykładowa 1, city: Przykładowo}}
    area: przykladowo
    phones: ["85 744 50 27"]
    hours: "{hours}"
    holidays: {holidays}
    source: https://proba.org
    verified: null
"""
HOURS = {
    "always-asks": ("24/7", "unknown"),
    "night": ("Mo-Su 18:00-08:00", "open"),
    "night-asks": ("Mo-Su 18:00-08:00", "unknown"),
    "night-off": ("Mo-Su 18:00-08:00", "closed"),
    "office": ("Mo-Fr 08:00-16:00", "open"),
    "office-off": ("Mo-Fr 08:00-16:00", "closed"),
}


@pytest.fixture(scope="module")
def hours(tmp_path_factory) -> Iterator[str]:
    """Address of a guide whose organisations have these hours."""
    folder = tmp_path_factory.mktemp("hours") / "guide"
    shutil.copytree(ROOT / "generator" / "starter", folder)
    records = folder / "data" / "organisations.yaml"
    services = "".join(
        SERVICE.format(id=name, hours=written, holidays=holidays) for name, (written, holidays) in HOURS.items()
    )
    records.write_text(records.read_text("utf-8").replace("organisations:\n", "organisations:\n" + services), "utf-8")
    said = guide("build", "--root", folder, "--out", folder / "site", "--today", "2026-11-22")
    assert said.returncode == 0, said.stdout + said.stderr
    with served(folder / "site") as address:
        yield address


@pytest.fixture(scope="module")
def said(browser, hours: str) -> Iterator[Callable[..., str]]:
    """Call it with an organisation and the time on a wall in Poland: what its page says, in English."""
    pages = {}

    def say(name: str, wall: str, zone: str = "Europe/Warsaw", script: str = "") -> str:
        if (zone, script) not in pages:
            page = pages[zone, script] = browser.new_context(timezone_id=zone).new_page()
            if script:
                page.add_init_script(script)
        page = pages[zone, script]
        page.clock.set_fixed_time(datetime.fromisoformat(wall).replace(tzinfo=WARSAW))
        page.goto(f"{hours}en/organisation/{name}.html")
        return page.locator(".g-status").inner_text().replace("\n", " ").strip()

    yield say
    for page in pages.values():
        page.context.close()


@pytest.mark.parametrize(
    ("name", "wall", "answer"),
    [
        ("office-off", "2026-11-11 10:00", "Closed now closed on public holidays"),
        ("office", "2026-11-11 10:00", "Open now until 16:00"),
        ("office-off", "2026-12-23 17:00", "Closed now"),  # 24 December is a holiday: no word of tomorrow
        ("office-off", "2027-03-29 10:00", "Closed now closed on public holidays"),  # Easter Monday
        ("office-off", "2027-05-27 10:00", "Closed now closed on public holidays"),  # Corpus Christi
        ("always-asks", "2026-11-11 10:00", "Public holiday today: call first"),
        ("always-asks", "2026-11-12 00:10", "Open now"),
        # The night before a holiday is not one, that of a holiday is, until the morning.
        ("night-off", "2026-11-11 02:00", "Open now until 8:00"),
        ("night-off", "2026-11-11 19:00", "Closed now closed on public holidays"),
        ("night-off", "2026-11-12 02:00", "Closed now opens today at 18:00"),
        ("night-asks", "2026-11-11 02:00", "Open now until 8:00"),
        ("night-asks", "2026-11-11 12:00", "Public holiday today: call first"),
        ("night-asks", "2026-11-12 02:00", ""),
    ],
)
def test_on_holidays(said, name: str, wall: str, answer: str) -> None:
    """A place that is closed on holidays, or may be, is not said to be open; nor closed before its holiday begins."""
    assert said(name, wall) == answer


def test_hours_in_words_stand_beside_their_clock(site, browser, server) -> None:
    """Room is kept for what the script will say, not above hours in words, of which it says nothing."""
    told = next(page for page in site.of(language="en") if 'g-status"><' in page.html)
    page = browser.new_page()
    page.goto(server + told.address)
    gaps = page.locator(".g-status:not([data-week])").evaluate_all(GAPS)
    page.close()
    assert gaps
    assert max(gaps) < 8


@pytest.mark.parametrize("zone", first_now("Asia/Jerusalem", "America/New_York", "Pacific/Kiritimati"))
def test_in_another_time_zone(said, zone: str) -> None:
    """A phone that is elsewhere, or believes so, is told the time in Poland."""
    assert said("office", "2026-11-25 15:59", zone=zone) == "Open now until 16:00"
    assert said("office", "2026-11-25 16:00", zone=zone) == "Closed now opens tomorrow at 8:00"


def test_in_an_old_browser(said) -> None:
    """One that does not know `hourCycle` takes no evening for a morning."""
    old = """const format = Intl.DateTimeFormat;
    Intl.DateTimeFormat = function (language, options) {
      delete options.hourCycle;
      return new format(language, options);
    };
    Intl.DateTimeFormat.prototype = format.prototype;"""
    assert said("office", "2026-11-25 21:00", script=old) == "Closed now opens tomorrow at 8:00"
    assert said("night", "2026-11-26 00:00", script=old) == "Open now until 8:00"


@pytest.mark.parametrize(("wall", "answer"), [("2026-11-11 02:00", ["open now"]), ("2026-11-12 02:00", [])])
def test_the_search_says_the_same(browser, hours: str, wall: str, answer: list[str]) -> None:
    """An answer of the search is called open on the same nights as the page that it leads to."""
    page = browser.new_page(timezone_id="Europe/Warsaw")
    page.clock.set_fixed_time(datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo("Europe/Warsaw")))
    page.goto(f"{hours}en/index.html")
    page.focus("#g-search")
    page.fill("#g-search", "night-off")
    option = page.locator("[role=option]", has_text="night-off").first
    option.wait_for()
    found = option.locator(".g-search__open").all_inner_texts()
    page.close()
    assert [words.lower() for words in found] == answer
