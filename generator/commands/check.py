"""`guide check`: every problem in the data at once, with its place and what right looks like."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from generator import report
from generator.languages import SPOKEN
from generator.load import MEMORY, remembered
from generator.model import Guide
from generator.problems import DataProblems, Place, Problem


def add_parser(commands: argparse._SubParsersAction, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser("check", parents=[common], help="look for mistakes in data/ and content/")
    parser.add_argument(
        "--format", choices=("text", "github", "gitlab", "json"), default="text", help="how problems are written"
    )
    parser.add_argument("--strict", action="store_true", help="fail on things to look at, too")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check the guide in `arguments.root`; 1 when a record has an error."""
    words = report.Words(arguments.lang)
    try:
        guide, problems = remembered(arguments.root, arguments.today, arguments.root / MEMORY)
    except DataProblems as found:
        guide, problems = None, found.problems
    if guide is not None:
        problems += _not_offered(arguments.root, guide)
    _print(problems, arguments.format, words)
    errors = sum(problem.level == "error" for problem in problems)
    if arguments.format not in ("json", "gitlab"):
        values = {"errors": errors, "warnings": len(problems) - errors}
        if guide is None:
            files = len({problem.place.file for problem in problems})
            print(words.sentence("summary-errors", {**values, "files": files}), file=sys.stderr)
        else:
            services = sum(len(organisation.services) for organisation in guide.organisations)
            values |= {"organisations": len(guide.organisations), "services": services}
            print(words.sentence("summary-good", values), file=sys.stderr)
    return 1 if errors or (arguments.strict and problems) else 0


def _not_offered(root: Path, guide: Guide) -> tuple[Problem, ...]:
    """A warning where issue forms were made before a kind of help, a group or a place was added.

    To make the forms anew and compare them would take ten times as long as the rest.
    """
    spoken = {*guide.settings.languages}.intersection(SPOKEN) or SPOKEN  # others stay as they were made
    folder = root / ".github" / "ISSUE_TEMPLATE"
    forms = sorted(file for file in folder.glob("*-missing.yml") if file.name.split("-")[1] in spoken)
    if not forms:
        return ()
    from generator.edit.form import CHOICES_LIMIT

    text = forms[0].read_text(encoding="utf-8", errors="replace")
    lists = (guide.help_types, guide.target_groups, guide.areas)
    ids = [one.id for each in lists if len(each) <= CHOICES_LIMIT for one in each]
    found = [one for one in ids if f'"{one} – ' not in text]
    place = Place(forms[0].relative_to(root).as_posix())
    return (Problem(place, "form-options", values={"found": ", ".join(found)}, level="warning"),) if found else ()


def _print(problems: tuple[Problem, ...], form: str, words: report.Words) -> None:
    if form == "json":
        print(report.as_json(problems, words))
        return
    if form == "gitlab":
        print(report.code_quality(report.notices(problems, words)))
        return
    for line in report.lines(problems, words, report.github if form == "github" else report.text):
        print(line)
