"""`guide stale`: a call list of what to confirm this month, with the sentence to say in the language of who answers."""

from __future__ import annotations

import argparse

from generator.edit.calls import CallList, calls
from generator.load import load
from generator.problems import Stop


def add_parser(commands: argparse._SubParsersAction, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "stale", parents=[common], help="list whom to call to confirm facts, the most needed first"
    )
    parser.add_argument(
        "--limit", type=int, default=20, metavar="N", help="at most so many calls (default: 20; 0: all)"
    )
    parser.add_argument("--format", choices=("text", "markdown"), default="text", help="markdown: for an issue")
    parser.add_argument("--check", action="store_true", help="exit code 1 when there is someone to call")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the list."""
    if not arguments.root.is_dir():
        raise Stop("no-guide", 2, path=str(arguments.root))
    guide, _ = load(arguments.root, arguments.today)
    found = calls(guide)
    chosen = found[: arguments.limit] if arguments.limit > 0 else found
    print(CallList(guide, arguments.lang, arguments.format == "markdown").text(chosen, len(found)))
    return 1 if arguments.check and found else 0
