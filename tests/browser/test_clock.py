"""What the clock says of opening hours: over midnight, on holidays, when clocks change, in another time zone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.built import ROOT, guide
from tests.chromium import served

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
    "weekend": ("Sa-Su 20:00-24:00; Mo 00:00-06:00", "open"),
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


@pytest.fixture
def said(browser, hours: str) -> Iterator[Callable[..., str]]:
    """Call it with an organisation and the time on a wall in Poland: what its page says, in English."""
    contexts = []

    def say(name: str, wall: str, fold: int = 0, zone: str = "Europe/Warsaw", script: str = "") -> str:
        context = browser.new_context(timezone_id=zone)
        contexts.append(context)
        page = context.new_page()
        if script:
            page.add_init_script(script)
        page.clock.set_fixed_time(datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo("Europe/Warsaw"), fold=fold))
        page.goto(f"{hours}en/organisation/{name}.html")
        return page.locator(".g-status").inner_text().replace("\n", " ").strip()

    yield say
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("name", "wall", "answer"),
    [
        ("night", "2026-11-25 17:59", "Closed now opens today at 18:00"),
        ("night", "2026-11-25 18:00", "Open now until 8:00"),
        ("night", "2026-11-26 00:00", "Open now until 8:00"),
        ("night", "2026-11-26 07:59", "Open now until 8:00"),
        ("night", "2026-11-26 08:00", "Closed now opens today at 18:00"),
        ("night", "2026-11-30 03:00", "Open now until 8:00"),  # from Sunday to Monday the week begins anew
        ("weekend", "2026-11-29 23:59", "Open now until 6:00"),
        ("weekend", "2026-11-28 00:30", "Closed now opens today at 20:00"),
        ("weekend", "2026-11-29 00:30", "Closed now opens today at 20:00"),
        ("office", "2026-11-27 16:00", "Closed now opens on Monday at 8:00"),
        ("office", "2026-11-29 23:59", "Closed now opens tomorrow at 8:00"),
    ],
)
def test_over_midnight(said, name: str, wall: str, answer: str) -> None:
    """A night belongs to the evening on which it began, also from one week to the next."""
    assert said(name, wall) == answer


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


@pytest.mark.parametrize(
    ("wall", "fold", "answer"),
    [
        ("2026-03-29 01:59", 0, "Open now until 8:00"),
        ("2026-03-29 03:00", 0, "Open now until 8:00"),
        ("2026-03-29 08:00", 0, "Closed now opens today at 18:00"),
        ("2026-10-25 02:30", 0, "Open now until 8:00"),
        ("2026-10-25 02:30", 1, "Open now until 8:00"),
        ("2026-10-25 08:00", 0, "Closed now opens today at 18:00"),
    ],
)
def test_when_clocks_change(said, wall: str, fold: int, answer: str) -> None:
    """On the nights of 23 and of 25 hours the clock on the wall counts."""
    assert said("night", wall, fold) == answer


@pytest.mark.parametrize("zone", ["Asia/Jerusalem", "America/New_York", "Pacific/Kiritimati"])
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
