"""`guide serve`: the site on this computer while somebody edits; one edit, one rebuild, and the browser reloads.

Pages are served as they will be published, content policy included: the script that reloads them is a file of the
server's own, and it waits for news by loading another script, which the policy allows.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import html
import os
import re
import sys
import threading
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from generator import report, site
from generator.build import MEMORY
from generator.build.assets import THEME
from generator.commands.build import bar, line, say
from generator.load import remembered
from generator.problems import DataProblems, Place, Problem, Stop
from generator.shards.backends import Backend

WATCHED = ("data", "content", "locales", "theme", "mkdocs.yml")
EVERY = 0.3
"""Seconds between two looks at the files. Looking works on every system and disk; events do not."""
WAIT = 25
"""Seconds that a page waits for news before it asks again."""
OURS = "/.guide/"

_RELOAD = """\
addEventListener("load", function () {
  var ask = function (version) {
    var script = document.createElement("script")
    script.src = "/.guide/wait?" + version
    script.onerror = function () { setTimeout(function () { ask(version) }, 1000) }
    document.head.append(script)
  }
  window.guideNews = function (now, seen) {
    if (now === seen) { ask(seen) } else { location.reload() }
  }
  ask(document.querySelector("script[data-version]").dataset.version)
})
"""
_STYLE = """\
.guide-report { background: #fff; color: #000; border-block-end: .3rem solid #b00; padding: 1rem; overflow: auto }
.guide-report pre { white-space: pre-wrap; font: .9rem/1.5 monospace; margin: 0; text-align: start }
@media print { .guide-report { display: none } }
"""


def add_parser(commands: argparse._SubParsersAction, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser("serve", parents=[common], help="show the site while you edit")
    parser.add_argument("--port", type=int, default=8000, help="where it listens on this computer (default: 8000)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve the guide in `arguments.root` until the user stops it."""
    if not arguments.root.is_dir():
        raise Stop("no-guide", 2, path=str(arguments.root))
    preview = Preview(arguments.root, arguments.today, report.Words(arguments.lang))
    try:
        server = ThreadingHTTPServer(("127.0.0.1", arguments.port), preview.handler())
    except OSError as failure:
        if failure.errno in (errno.EADDRINUSE, errno.EACCES):
            raise Stop("port-busy", port=arguments.port) from failure
        raise
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        preview.build()
        print(preview.words.sentence("serving", {"url": f"http://127.0.0.1:{server.server_port}{preview.base}"}))
        with contextlib.suppress(KeyboardInterrupt):
            preview.watch()
    finally:
        server.shutdown()
        server.server_close()
    return 0


class Preview:
    """The last good site, what is wrong since, and who waits for the next one."""

    def __init__(self, root: Path, today: date, words: report.Words) -> None:
        self.root, self.today, self.words = root, today, words
        self.folder = root / site.WORK / "serve" / "site"
        self.base = "/"
        self.version = 0
        self.report = ""
        self.news = threading.Condition()
        self._said: frozenset[str] = frozenset()

    def build(self) -> None:
        """Build once; what is wrong is shown, and the last good site stays."""
        started = time.perf_counter()
        try:
            # One process: a server has threads, and they do not survive a fork.
            guide, warnings = remembered(self.root, self.today, self.root / MEMORY, workers=1)
            with bar() as progress:
                summary = site.publish(self.root, self.folder, guide, progress, Backend("serial"))
            self.base = urlsplit(guide.settings.site_url).path or "/"
            say(self._news(warnings), self.words)
            seconds = time.perf_counter() - started
            print(line(summary, self.folder, seconds, len(warnings), self.words), flush=True)
            wrong = ""
        except DataProblems as found:
            wrong = "\n".join(report.lines(found.problems, self.words))
        except Stop as trouble:
            wrong = report.stop(trouble, self.words)
        if wrong:
            print(wrong, file=sys.stderr, flush=True)
        with self.news:
            self.version += 1
            self.report = wrong
            self.news.notify_all()

    def _news(self, warnings: Iterable[Problem]) -> tuple[Problem, ...]:
        """Those that the last build did not have, on whatever line: who edits wants to know what the edit did."""
        found = {repr(replace(one, place=Place(one.place.file))): one for one in warnings}
        before, self._said = self._said, frozenset(found)
        return tuple(one for text, one in found.items() if text not in before)

    def watch(self) -> None:
        """Rebuild after each edit, once the files have come to rest."""
        seen = self.snapshot()
        while True:
            time.sleep(EVERY)
            now = self.snapshot()
            if now == seen:
                continue
            while True:  # an editor, or git, may still be writing
                time.sleep(EVERY / 3)
                later = self.snapshot()
                if later == now:
                    break
                now = later
            if any("theme" in Path(name).parts for name, _, _ in now ^ seen):
                _forget_templates()
            seen = now
            self.build()

    def snapshot(self) -> set[tuple[str, int, int]]:
        """Every watched file with its date and size."""
        found = set()
        folders = [self.root / name for name in WATCHED] + ([THEME] if THEME.parent != self.root.resolve() else [])
        for top in folders:
            files = [top] if top.is_file() else (file for file in top.rglob("*"))
            for file in files:
                with contextlib.suppress(OSError):
                    facts = file.stat()
                    if file.is_file():
                        found.add((str(file), facts.st_mtime_ns, facts.st_size))
        return found

    def page(self, content: bytes) -> bytes:
        """A page with the script that reloads it, and with what is wrong at its top."""
        head = (
            f'<link rel="stylesheet" href="{OURS}style.css">'
            f'<script src="{OURS}reload.js" data-version="{self.version}" defer></script>'
        )
        wrong = f'<div class="guide-report" role="alert"><pre dir="auto">{html.escape(self.report)}</pre></div>'
        text = content.decode("utf-8", "replace")
        text = re.sub(r"(?=</head>)", lambda _: head, text, count=1)
        if self.report:
            text = re.sub(r"(?<=<body)([^>]*>)", lambda match: match[1] + wrong, text, count=1)
        return text.encode()

    def wait(self, seen: str) -> bytes:
        """A script that tells the page of a new version, as soon as there is one."""
        with self.news:
            self.news.wait_for(lambda: str(self.version) != seen, timeout=WAIT)
            # Only the server's own number goes back: never what the page has sent.
            same = "true" if str(self.version) == seen else "false"
            return f"guideNews({self.version}, {same} ? {self.version} : -1)".encode()

    def handler(self) -> type[SimpleHTTPRequestHandler]:
        """The class that answers a browser."""
        return type("Handler", (_Handler,), {"preview": self})


class _Handler(SimpleHTTPRequestHandler):
    """Answers a browser from the last good site."""

    preview: Preview

    def do_GET(self) -> None:
        """A page, a file, or a script of the server's own."""
        name = (self.headers.get("Host") or "").rpartition(":")[0] or self.headers.get("Host")
        if name not in ("127.0.0.1", "localhost", "[::1]"):  # a page elsewhere that calls itself this computer
            self.send_error(403)
            return
        url = urlsplit(self.path)
        path = unquote(url.path)
        if path.startswith(OURS):
            self._own(path.removeprefix(OURS), url.query)
        elif path == "/" and self.preview.base != "/":
            self.send_response(302)
            self.send_header("Location", self.preview.base)
            self.end_headers()
        else:
            self._file(path)

    def _own(self, name: str, query: str) -> None:
        answers = {
            "reload.js": ("text/javascript", _RELOAD.encode),
            "style.css": ("text/css", _STYLE.encode),
            "wait": ("text/javascript", lambda: self.preview.wait(query)),
        }
        if name not in answers:
            self.send_error(404)
            return
        kind, answer = answers[name]
        self._answer(200, kind, answer())

    def _file(self, path: str) -> None:
        folder = self.preview.folder
        inside = path.removeprefix(self.preview.base) if path.startswith(self.preview.base) else "404.html"
        file = folder / os.path.normpath("/" + inside).lstrip("/\\")
        if path.endswith("/"):
            file /= "index.html"
        status = 200
        if not file.is_file() or not file.resolve().is_relative_to(folder.resolve()):
            status, file = 404, folder / "404.html"
        try:
            content = file.read_bytes()
        except OSError:
            status, content = 503, b"<!doctype html><html><head><title>...</title></head><body></body></html>"
            file = folder / "404.html"
        if file.suffix == ".html":
            content = self.preview.page(content)
        self._answer(status, self.guess_type(str(file)), content)

    def _answer(self, status: int, kind: str, content: bytes) -> None:
        with contextlib.suppress(ConnectionError):
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing: the terminal is for the report."""


def _forget_templates() -> None:
    """Empty what the process remembers of templates and words, so that an edit of the theme is seen."""
    for name, module in list(sys.modules.items()):
        if name.startswith("generator."):
            for value in list(vars(module).values()):
                forget = getattr(value, "cache_clear", None)
                if callable(forget):
                    forget()
