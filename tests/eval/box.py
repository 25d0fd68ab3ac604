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

WATCH = """window.wait = window.setTimeout;
window.setTimeout = (work, ...rest) => wait(() => {
  const start = performance.now();
  work();
  window.took = performance.now() - start;
}, ...rest);"""
"""Takes the time of what the box does once it stops waiting for the next letter: to find and to show."""

TYPE = """query => new Promise(done => {
  const input = document.getElementById("g-search"), panel = document.querySelector(".g-search__panel");
  const files = document.scripts.length;
  const watch = new MutationObserver(() => finish());
  const finish = () => {
    watch.disconnect();
    const nothing = panel.querySelector(".g-search__tell");
    const links = nothing ? [] : [...panel.querySelectorAll("[role=option]")].map(one => one.href);
    done({ links, ms: document.scripts.length === files ? window.took : null });
  };
  watch.observe(panel, { childList: true });
  input.value = query;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  wait(finish, 8000);
})"""
SLOWER = 6
"""How many times slower a cheap phone is taken to be."""


def answers_of_box(
    site: Path, asked: Sequence[Question], from_disk: bool = False, browser: Any = None
) -> dict[str, Any]:
    """Paths below the language's prefix for each question; bytes of the first search; milliseconds of the others.

    Milliseconds are those of questions that need no further file, the same again on a slowed processor.
    """
    program = executable()
    if program is None:
        raise SystemExit("Chromium is missing")
    answers: dict[int, list[str]] = {}
    times: dict[int, list[float]] = {1: [], SLOWER: []}
    size: dict[str, int] = {}
    host = nullcontext(site.resolve().as_uri() + "/") if from_disk else served(site)
    with host as address, nullcontext(browser) if browser else launched(program) as browser:
        for language in dict.fromkeys(one.language for one in asked):
            prefix = "" if language == "pl" else f"{language}/"
            context = browser.new_context()
            page = context.new_page()
            page.add_init_script(WATCH)
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
                elif result["ms"] is not None:
                    times[1].append(result["ms"])
            own = [one.query for one in asked if one.language == language]
            times[SLOWER] += _slowed(context, page, own[:: max(1, len(own) // 100)])
            context.close()
    return {
        "answers": [answers[index] for index in range(len(asked))],
        "bytes": size,
        "median": statistics.median(times[1] or [0]),
        "p95": _p95(times[1]),
        "p95_slowed": _p95(times[SLOWER]),
    }


def _slowed(context: Any, page: Any, queries: Sequence[str]) -> list[float]:
    """Milliseconds of a hundred questions as a cheap phone takes them, with nothing remembered from before."""
    page.reload(wait_until="load")
    page.focus("#g-search")
    page.wait_for_selector("#g-search[role=combobox]")
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    found = [page.evaluate(TYPE, query)["ms"] for query in queries]
    return [one for one in found if one is not None]


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)] if times else 0.0


def _path(link: str, base: str) -> str:
    return unquote(
        urlsplit(link).path + ("#" + urlsplit(link).fragment if urlsplit(link).fragment else "")
    ).removeprefix(unquote(urlsplit(base).path))


def _gzipped(site: Path, url: str, address: str) -> int:
    return len(gzip.compress((site / unquote(url.removeprefix(address)).partition("?")[0]).read_bytes(), 9))
