"""Pages on paper."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.built import BuiltPage, Site, first_now
from tests.chromium import DESK, Screen
from tests.conftest import wanting


def sheets(pdf: Path) -> list[str]:
    """The words of each sheet."""
    if not shutil.which("pdftotext"):
        wanting("pdftotext")
    text = subprocess.run(["pdftotext", "-enc", "UTF-8", str(pdf), "-"], capture_output=True, check=True).stdout
    return text.decode("utf-8").split("\f")[:-1]


def printed(page, pdf: Path) -> Path:
    """A page as the browser prints it on A4."""
    page.pdf(path=str(pdf), format="A4", prefer_css_page_size=True, print_background=False)
    return pdf


def test_no_blank_sheet_and_the_address_on_paper(kinds: list[BuiltPage], open_page: Callable, tmp_path: Path) -> None:
    """Every sheet has words; the page's full address stands on the paper."""
    wrong = []
    for built in kinds:
        found = sheets(printed(open_page(built, DESK), tmp_path / "page.pdf"))
        blank = [number for number, words in enumerate(found, 1) if len(words.split()) < 3]
        if blank:
            wrong.append(f"{built}: of {len(found)} sheets {blank} are blank")
        if built.kind != "404":
            canonical = built.document.one("link", rel="canonical")["href"]
            whole = re.sub(r"[\s‎‏⁦-⁩]", "", "".join(found))
            if canonical.removeprefix("https://").rstrip("/") not in whole:
                wrong.append(f"{built}: no {canonical} on paper")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["pl", "he"])
def test_organisation_prints_its_numbers(site: Site, open_page: Callable, tmp_path: Path, language: str) -> None:
    """Every number on the screen is on the paper, in its order of digits, with 112."""
    built = max(site.of("organisation", language), key=lambda page: page.html.count('href="tel:'))
    page = open_page(built, DESK)
    numbers = page.evaluate(
        "[...document.querySelectorAll('main a[href^=\"tel:\"] bdi')].map(e => e.textContent.trim())"
    )
    words = re.sub(r"\s+", " ", " ".join(sheets(printed(page, tmp_path / "page.pdf"))))
    assert numbers
    assert not [number for number in {*numbers, "112"} if number not in words]


@pytest.mark.parametrize("language", ["pl", "he"])
def test_paper_stays_white_in_dark_mode(site: Site, open_page: Callable, tmp_path: Path, language: str) -> None:
    """A visitor who prefers dark colours prints black on white, also with backgrounds switched on."""
    if not shutil.which("pdftoppm"):
        wanting("pdftoppm")
    built = site.of("organisation", language)[0]
    page = open_page(built, Screen(1280, 900, "dark"))
    page.pdf(path=str(tmp_path / "page.pdf"), format="A4", prefer_css_page_size=True, print_background=True)
    subprocess.run(["pdftoppm", "-r", "30", "-gray", "-singlefile", "page.pdf", "page"], cwd=tmp_path, check=True)
    pixels = (tmp_path / "page.pgm").read_bytes().split(b"\n255\n", 1)[1]
    assert sum(pixel > 240 for pixel in pixels) / len(pixels) > 0.7  # at this size thin letters are grey
    assert sum(pixel < 64 for pixel in pixels) / len(pixels) < 0.1


@pytest.mark.parametrize("language", first_now("he", "pl", "en"))
def test_urgent_numbers_fit_one_sheet(site: Site, open_page: Callable, tmp_path: Path, language: str) -> None:
    """The page that hangs on a wall: every number on one sheet, 112 last, and no word that only a click explains."""
    page = open_page(site.page("urgent.html", language))
    numbers = page.locator(".g-situation .g-call bdi").all_inner_texts()
    found = sheets(printed(page, tmp_path / "page.pdf"))
    assert len(found) == 1
    words = re.sub(r"\s+", " ", found[0])
    assert not [number for number in numbers if number not in words]
    page = open_page(site.page("help/night-shelter/bialystok.html", language))
    change = page.locator(".g-place a").inner_text()
    assert change not in " ".join(sheets(printed(page, tmp_path / "page.pdf")))
