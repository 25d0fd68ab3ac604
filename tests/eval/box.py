"""A built site and questions in, what its own search box answers out: typed in Chromium as a person does."""

from __future__ import annotations

import gzip
import statistics
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from tests.chromium import executable, launched, served
from tests.eval.score import Question

PAUSE = 60
"""Milliseconds for which the box waits for the next letter; not counted."""

TYPE = """query => new Promise(done => {
  const input = document.getElementById("g-search"), panel = document.getElementById("g-search-panel");
  const start = performance.now();
  const watch = new MutationObserver(() => finish());
  const finish = () => {
    watch.disconnect();
    const nothing = panel.querySelector(".g-search__tell");
    const links = nothing ? [] : [...panel.querySelectorAll("[role=option]")].map(one => one.href);
    done({ links, ms: performance.now() - start });
  };
  watch.observe(panel, { childList: true });
  input.value = query;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  setTimeout(finish, 8000);
})"""


def answers_of_box(
    site: Path, asked: Sequence[Question], from_disk: bool = False, browser: Any = None
) -> dict[str, Any]:
    """Paths below the language's prefix for each question; bytes of the first search; milliseconds of the others."""
    program = executable()
    if program is None:
        raise SystemExit("Chromium is missing")
    answers: dict[int, list[str]] = {}
    times: list[float] = []
    size: dict[str, int] = {}
    host = nullcontext(site.resolve().as_uri() + "/") if from_disk else served(site)
    with host as address, nullcontext(browser) if browser else launched(program) as browser:
        for language in dict.fromkeys(one.language for one in asked):
            prefix = "" if language == "pl" else f"{language}/"
            context = browser.new_context()
            page = context.new_page()
            fetched: list[str] = []
            page.on("request", lambda request, fetched=fetched: fetched.append(request.url))
            page.goto(f"{address}{prefix}index.html", wait_until="load")
            before = len(fetched)
            page.focus("#g-search")
            page.wait_for_selector("#g-search[role=combobox]")
            for index, question in enumerate(asked):
                if question.language != language:
                    continue
                result = page.evaluate(TYPE, question.query)
                answers[index] = [_path(link, address + prefix) for link in result["links"]]
                if language not in size:
                    size[language] = sum(_gzipped(site, url, address) for url in fetched[before:])
                else:
                    times.append(result["ms"] - PAUSE)
            context.close()
    times.sort()
    return {
        "answers": [answers[index] for index in range(len(asked))],
        "bytes": size,
        "median": statistics.median(times or [0]),
        "p95": times[int(len(times) * 0.95)] if times else 0.0,
    }


def _path(link: str, base: str) -> str:
    return unquote(
        urlsplit(link).path + ("#" + urlsplit(link).fragment if urlsplit(link).fragment else "")
    ).removeprefix(unquote(urlsplit(base).path))


def _gzipped(site: Path, url: str, address: str) -> int:
    return len(gzip.compress((site / unquote(url.removeprefix(address)).partition("?")[0]).read_bytes(), 9))
