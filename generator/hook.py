"""MkDocs' events in, calls of `site` out: the plug-in `guide` of mkdocs.yml, so that plain `mkdocs build` works.

MkDocs calls it without a caller of ours above, so it reads the clock and writes the report itself, as `__main__` does.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from pathlib import Path
from typing import Any

from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger

from generator import call, output, report, site
from generator.problems import DataProblems, Stop

log = get_plugin_logger("guide")
LAST = -90
"""After other plug-ins, but before static-i18n (-100), which builds the other languages inside an event."""


class GuidePlugin(BasePlugin):
    """Makes MkDocs render a guide's sentinels and articles, and publishes the whole site after the last language."""

    run: site.Run | None = None
    """Set by `guide build`, which publishes by itself; else made here, one for each build."""
    serving = False
    good = False
    """True once `mkdocs serve` has a site to show."""
    target = ""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """MkDocs was started by its own command; it keeps this plug-in over rebuilds."""
        self.run, self.good, self.serving = None, False, command == "serve"

    def on_config(self, config: Any) -> Any:
        """Load the guide once for all languages, and turn MkDocs to our folders."""
        root = Path(config.config_file_path).parent
        if self.run is None or self.run.config not in (None, config):
            with in_words(self.serving) as wrong:
                self.run = site.begin(root, today(), self.serving)
            if wrong:
                self.run = site.excuse(root, wrong[0], publishes=not self.good)
        with in_words() if self.run.publishes else nullcontext():
            self.run.configure(config)
        self.target = self.run.site_dir
        return config

    def on_files(self, files: Any, *, config: Any) -> Any:
        """Drop what Material would publish."""
        return self.run.choose_files(files)

    def on_env(self, env: Any, *, config: Any, files: Any) -> Any:
        """Words of the language that is being built."""
        self.run.prepare_templates(env)
        return env

    def on_pre_page(self, page: Any, *, config: Any, files: Any) -> Any:
        """A page begins."""
        self.run.begin_page(page)
        return page

    def on_page_content(self, html: str, *, page: Any, config: Any, files: Any) -> str:
        """Escaped title and description, and the content that is ours."""
        return self.run.content(html, page)

    def on_page_context(self, context: Any, *, page: Any, config: Any, nav: Any) -> Any:
        """What the theme is told."""
        self.run.page_context(context, page)
        return context

    @event_priority(LAST)
    def on_post_page(self, output: str, *, page: Any, config: Any) -> str:
        """Keep the page; MkDocs writes nothing where there is nothing."""
        self.run.keep_page(output, page)
        return ""

    def on_template_context(self, context: Any, *, template_name: str, config: Any) -> Any:
        """What 404.html is told."""
        self.run.template_context(context)
        return context

    @event_priority(LAST)
    def on_post_template(self, output_content: str, *, template_name: str, config: Any) -> str:
        """Keep 404.html of the first language."""
        self.run.keep_template(output_content)
        return ""

    def on_post_build(self, *, config: Any) -> None:
        """After the last language, publish, unless this is `guide build` or a strict build with warnings."""
        if self.run.finish_language() and self.run.publishes and not (config.strict and self.run.warnings):
            with in_words(self.serving) as wrong:
                site.publish_run(self.run)
            if not wrong:
                self.good = self.run.guide is not None
                log.info("Published the site: %s", self.target)

    def on_serve(self, server: Any, *, config: Any, builder: Any) -> Any:
        """Watch what people write, not what we make of it."""
        server.unwatch(config.docs_dir)
        for name in ("content", "data", "locales", "theme"):
            folder = Path(config.config_file_path).parent / name
            if folder.is_dir():
                server.watch(str(folder))
        return server

    def on_build_error(self, *, error: Exception, **_: Any) -> None:
        """Let go of the log."""
        if self.run is not None:
            self.run.stop_listening()
            self.run = None

    def on_shutdown(self) -> None:
        """Nobody will publish to MkDocs' temporary folder again."""
        if self.serving and self.target:
            output.discard(Path(self.target))


def today() -> date:
    """The day on which the site is built: SOURCE_DATE_EPOCH, or else the real one."""
    return call.day_of(os.environ.get("SOURCE_DATE_EPOCH", "")) or date.today()


@contextmanager
def in_words(keep: bool = False) -> Iterator[list[str]]:
    """Turn our problems into MkDocs' way to stop; with `keep` only into words, for a server that is to go on."""
    said: list[str] = []
    words = report.Words(os.environ.get("GUIDE_LANG", "pl"))
    try:
        yield said
    except DataProblems as found:
        said.append("\n".join(report.lines(found.problems, words)))
    except Stop as trouble:
        said.append(report.stop(trouble, words))
    except MemoryError:
        said.append(report.stop(Stop("out-of-memory"), words))
    if said and not keep:
        raise Abort(said[0])
    if said:
        print(said[0], file=sys.stderr)  # not through MkDocs' log: a strict build counts what is said there
