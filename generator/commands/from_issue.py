"""`guide from-issue`: the text of an issue form becomes a new record, or a change of one that stands in the guide.

Exit codes: 0 written, 1 something must be put right first (nothing is written), 5 it may stand in the guide already.
"""

from __future__ import annotations

import argparse
import json
import sys
from difflib import unified_diff
from pathlib import Path

from generator import report
from generator.checks import Draft, known_names
from generator.commands.submission import DUPLICATE, draft_of, drop_in, problems_with, with_new_service, write
from generator.edit import files, form
from generator.edit.columns import SERVICE, Vocabulary, record, split_id, vocabulary
from generator.edit.duplicates import duplicates
from generator.edit.services import together
from generator.languages import apart
from generator.problems import DataProblems, Stop
from generator.source import Guess
from generator.strings import catalogue


def add_parser(commands: argparse._SubParsersAction, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "from-issue", parents=[common], help="make a record, or a change of one, of the text of an issue form"
    )
    parser.add_argument(
        "file", nargs="?", default="-", metavar="FILE", help="text of the issue (default: standard input)"
    )
    parser.add_argument("--anyway", action="store_true", help="write even what may stand in the guide already")
    parser.add_argument("--dry-run", action="store_true", help="only show what would be written")
    parser.add_argument("--fields", choices=("new", "change"), help="print the questions of a form as JSON instead")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Read the issue, check what it says, write it."""
    root = arguments.root
    draft = draft_of(root, arguments.today)
    known, words = vocabulary(draft), catalogue(arguments.lang, "edit")
    if arguments.fields:
        print(
            json.dumps(form.fields(arguments.lang, known, arguments.fields == "change"), ensure_ascii=False, indent=2)
        )
        return 0
    found, other = form.answers(_text(arguments.file), known.languages)
    if not found:
        raise Stop("issue-empty", 1)
    part_of = split_id(found.pop(form.PART_OF, ""))[0]
    values = record(found, known) if form.WHICH not in found else {}
    if not part_of and SERVICE in values and files.find(root, values["id"]):
        part_of = values["id"]
    if form.WHICH in found:
        name, text, lost = _change(root, found, draft, known)
        if lost:
            numbers = ", ".join(apart(number, arguments.lang) for number in lost)
            print(words.ugettext("issue-numbers-lost").format(found=numbers), file=sys.stderr)
    elif part_of:
        name, text = with_new_service(root, part_of, values, known)
    else:
        values = together([values], known)
        if not values.get("id"):
            raise Stop("issue-empty", 1)
        name, text = drop_in(values), files.record_text(values, files.style(root))
        alike = list(duplicates(values, draft, files.style(root).country))
        if files.find(root, values["id"]):
            raise Stop("id-taken", 1, found=values["id"])
        for likeness in alike:
            print(words.ugettext(likeness.rule).format(id=likeness.id, found=likeness.found), file=sys.stderr)
        if alike and not arguments.anyway:
            return DUPLICATE
    problems = problems_with(root, {name: text}, arguments.today)[name]
    if any(problem.level == "error" for problem in problems):
        raise DataProblems(problems)
    for problem in problems:
        print(report.text(problem, report.Words(arguments.lang)), file=sys.stderr)
    for head, said in other.items():
        print(words.ugettext("issue-left-over").format(head=head, found=" ".join(said.split())[:200]), file=sys.stderr)
    if arguments.dry_run:
        print(_news(root, name, text), end="")
    else:
        write(root, {name: text})
        print(name)
    return 0


def _news(root: Path, name: str, text: str) -> str:
    """All of a new file; of one that is there the lines that change, with those around them: nobody reads it whole."""
    if not (root / name).is_file():
        return text
    before = files.text_of(root, name)
    return "".join(unified_diff(before.splitlines(True), text.splitlines(True), name, name))


def _text(file: str) -> str:
    if file == "-":
        return sys.stdin.read()
    path = Path(file)
    if not path.is_file():
        raise Stop("no-issue", 2, found=file)
    return path.read_text(encoding="utf-8-sig", errors="replace")


def _change(root: Path, found: dict[str, str], draft: Draft, known: Vocabulary) -> tuple[str, str, list[str]]:
    """The file that a change touches, its text with the change, and the numbers that are no longer in it."""
    organisation, service = split_id(found[form.WHICH])
    place = files.find(root, organisation)
    if place is None:
        meant = Guess(organisation, known_names(draft.organisations))
        raise Stop("no-record", 1, found=organisation, suggestion=meant)
    name, index, node = place
    answers = {name: words for name, words in found.items() if name != form.WHICH}
    new = form.changed(node, service, answers, known)
    if new is None:
        raise Stop("no-record", 1, found=f"{organisation}/{service}")
    text = files.with_record(files.text_of(root, name), name, index, new, files.style(root))
    return name, text, form.numbers_lost(node, new)
