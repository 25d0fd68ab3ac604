"""`guide merge`: the site from parts that `guide build --part` has made, perhaps on other machines."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from generator import report, site
from generator.build import MEMORY
from generator.commands.build import bar, line, say
from generator.load import remembered
from generator.shards.parts import Merged


def add_parser(commands: argparse._SubParsersAction, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser("merge", parents=[common], help="put the site together from parts: guide build --part")
    parser.add_argument("parts", type=Path, nargs="+", metavar="PART", help="folder that `guide build --part` wrote")
    parser.add_argument(
        "--out", type=Path, default=None, help="folder of the site (default: site/ in the guide's folder)"
    )
    parser.add_argument("--no-booklets", action="store_true", help="leave out the PDFs that `guide print` has made")
    parser.add_argument("--quiet", action="store_true", help="say nothing when all is well")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Merge parts of the guide in `arguments.root`."""
    words = report.Words(arguments.lang)
    started = time.perf_counter()
    guide, warnings = remembered(arguments.root, arguments.today, arguments.root / MEMORY)
    target = arguments.out or arguments.root / "site"
    parts = Merged(tuple(arguments.parts))
    with bar(not arguments.quiet) as progress:
        summary = site.publish(arguments.root, target, guide, progress, parts, not arguments.no_booklets)
    if not arguments.quiet:
        say(warnings, words)
        print(line(summary, target, time.perf_counter() - started, len(warnings), words))
    return 0
