"""Hostile words in every field of a guide, opened in a browser: shown as words, run by nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.chromium import served
from tests.test_attacks import ATTACKS, built, hostile_guide
from tests.test_attacks_articles import SHORT, hostile_articles


@pytest.mark.audit
def test_nothing_runs_over_http_or_from_a_disk(browser, tmp_path: Path, some: Callable) -> None:
    """No script of the data runs, none is even refused by the content policy, and no other host is asked."""
    attacks = some(ATTACKS, 10)
    site = built(hostile_guide(tmp_path / "guide", attacks, hostile_articles(some(SHORT, 6))))
    pages = [file for file in sorted(site.rglob("*.html")) if 'http-equiv="refresh"' not in file.read_text("utf-8")]
    files = [file.relative_to(site).as_posix() for file in pages]
    chosen = ["index.html", "he/index.html", "en/a-z.html", "404.html", "urgent.html", *some(files, 24)]
    chosen += [file for file in files if "text-" in file]
    trouble: list[str] = []
    context = browser.new_context()
    page = context.new_page()
    page.on("dialog", lambda dialog: (trouble.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("pageerror", lambda error: trouble.append(f"{page.url}: {error}"))
    page.on("console", lambda message: trouble.append(f"{page.url}: {message.text}"))
    with served(site) as address:
        page.on(
            "request",
            lambda request: (
                None if request.url.startswith((address, "file:", "data:")) else trouble.append(f"asked {request.url}")
            ),
        )
        for base in (address, f"{site.as_uri()}/"):
            for file in dict.fromkeys(chosen):
                if file == "404.html" and base != address:
                    continue  # its addresses are absolute, since a host shows it at any depth
                page.goto(base + file)
                if page.evaluate("window.attacked !== undefined"):
                    trouble.append(f"{base}{file} ran what its data say")
        page.goto(f"{address}index.html")
        for attack in attacks:
            box = page.locator("#g-search")
            box.fill(attack[:60])
            page.wait_for_timeout(150)  # the box waits for a pause in typing; there is no event to wait for
            if page.evaluate("window.attacked !== undefined"):
                trouble.append(f"the search box ran {attack!r}")
    context.close()
    assert not trouble, "\n".join(trouble[:20])
