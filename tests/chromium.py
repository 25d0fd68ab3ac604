"""A local host for a built site and a headless Chromium to visit it with."""

from __future__ import annotations

import functools
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def executable() -> str | None:
    """Where this machine's Chromium is."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


@contextmanager
def launched(program: str) -> Iterator:
    """A headless Chromium of Playwright's, without a word to its maker."""
    from playwright.sync_api import sync_playwright  # only where there is a browser

    flags = list(FLAGS)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        flags.append("--no-sandbox")  # Chromium has no sandbox for root, as in containers
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        yield browser
        browser.close()


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder as a static host would, 404.html included, without a log line for each request."""

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer an unknown address with the site's own 404 page."""
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.exists():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Address of a local host that serves a folder; ends with a slash."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))) as host:
        threading.Thread(target=host.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{host.server_address[1]}/"
        host.shutdown()


class Watch:
    """What went on behind a page: console messages, requests, cookies."""

    def __init__(self) -> None:
        self.trouble: list[str] = []
        self.requests: list[str] = []

    def attach(self, page) -> None:
        """Watch one page."""
        page.on("console", lambda m: self.trouble.append(f"{m.type}: {m.text}") if m.type in LOUD else None)
        page.on("pageerror", lambda error: self.trouble.append(f"script error: {error}"))
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("requestfailed", self._failed)

    def _failed(self, request) -> None:
        if request.failure != "net::ERR_ABORTED":  # what was still under way when the test left for another page
            self.trouble.append(f"failed: {request.url}: {request.failure}")

    def elsewhere(self, server: str) -> list[str]:
        """Requests that left the site."""
        here = urlsplit(server).netloc
        return [
            url
            for url in self.requests
            if urlsplit(url).scheme not in ("data", "file", "blob") and urlsplit(url).netloc != here
        ]


LOUD = {"error", "warning"}


@dataclass(frozen=True)
class Screen:
    """How a visitor looks at the site."""

    width: int = 360
    height: int = 740
    colours: str = "light"
    forced: bool = False
    javascript: bool = True


PHONE = Screen()
SMALL = Screen(320, 568)
TABLET = Screen(800, 1280)
DESK = Screen(1280, 900)
