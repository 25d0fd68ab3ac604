"""`guide build`: the site from the data, published whole."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from generator import build, site
from generator.build import MEMORY, Progress, Summary
from generator.load import remembered
from generator.problems import Problem, Stop
from generator.shards.backends import NAMES, Backend
from generator.shards.parts import Part, part

if TYPE_CHECKING:  # words are for people: a build that has nothing to say does not read them
    from generator import report


def add_parser(commands: argparse._SubParsersAction, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser("build", parents=[common], help="build the site from data/ and content/")
    parser.add_argument(
        "--out", type=Path, default=None, help="folder of the site (default: site/ in the guide's folder)"
    )
    parser.add_argument("--workers", type=int, default=0, metavar="N", help="processes (default: as many as pay)")
    parser.add_argument(
        "--backend", choices=NAMES, default=NAMES[0], help="who renders the pages: the same bytes from each"
    )
    parser.add_argument("--scheduler", default="", metavar="ADDRESS", help="of a Dask cluster, as tcp://host:8786")
    parser.add_argument(
        "--part", type=_part, metavar="K/N", help="render this part of the pages only, for `guide merge` (needs --out)"
    )
    parser.add_argument("--no-booklets", action="store_true", help="leave out the PDFs that `guide print` has made")
    parser.add_argument("--quiet", action="store_true", help="say nothing when all is well")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Build the guide in `arguments.root`."""
    if not arguments.root.is_dir():
        raise Stop("no-guide", 2, path=str(arguments.root))
    started = time.perf_counter()
    build.recall_words(arguments.root)
    workers = 1 if arguments.backend == "serial" else arguments.workers
    guide, warnings = remembered(arguments.root, arguments.today, arguments.root / MEMORY, workers)
    target = arguments.out or arguments.root / "site"
    if arguments.part and not arguments.out:
        raise Stop("part-needs-out", 2)
    if arguments.scheduler and arguments.backend != "dask":
        raise Stop("scheduler-needs-dask", 2)
    backend = Backend(arguments.backend, arguments.workers, arguments.scheduler)
    if arguments.part:
        summary = site.publish_part(arguments.root, target, guide, arguments.part, backend)
    else:
        with bar(not arguments.quiet) as progress:
            summary = site.publish(arguments.root, target, guide, progress, backend, not arguments.no_booklets)
    if not arguments.quiet:
        from generator import report

        words = report.Words(arguments.lang)
        say(warnings, words)
        seconds = time.perf_counter() - started
        print(line(summary, target, seconds, len(warnings), words, arguments.part))
    return 0


def _part(text: str) -> Part:
    try:
        return part(text)
    except ValueError:
        raise argparse.ArgumentTypeError(argparse._("%r is not a part such as 1/4 or 4/4") % text) from None


def say(warnings: tuple[Problem, ...], words: report.Words) -> None:
    """Print things to look at that did not stop the build."""
    from generator import report

    for line in report.lines(warnings, words):
        print(line, file=sys.stderr)


def line(
    summary: Summary, target: Path, seconds: float, warnings: int, words: report.Words, of_part: Part | None = None
) -> str:
    """The one line that says what was built."""
    values = {
        "pages": summary.pages,
        "languages": summary.languages,
        "written": len(summary.published.written),
        "removed": len(summary.published.removed),
        "seconds": f"{seconds:.1f}",
        "warnings": warnings,
        "path": str(target),
        "part": of_part,
    }
    return words.sentence("summary-part" if of_part else "summary-build", values)


@contextmanager
def bar(wanted: bool = True) -> Iterator[Progress | None]:
    """A progress bar, on a terminal only: a log needs none."""
    if not wanted or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # 0.1 s, which a log need not pay
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)
        yield lambda done, of: progress.update(task, completed=done, total=of)
