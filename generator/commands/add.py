"""`guide add`: asks for an organisation in the terminal and writes it into a file of its own."""

from __future__ import annotations

import argparse
import sys

from generator import report
from generator.commands.submission import DUPLICATE, draft_of, drop_in, problems_with, write
from generator.edit import files
from generator.edit.columns import record, vocabulary
from generator.edit.duplicates import duplicates
from generator.edit.questions import Wizard, explained
from generator.problems import DataProblems, Stop


def add_parser(commands: argparse._SubParsersAction, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "add", parents=[common], help="ask for an organisation and write it to data/organisations/"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Ask, check, show, write."""
    root = arguments.root
    draft = draft_of(root, arguments.today)
    words, style = report.Words(arguments.lang), files.style(root)
    known = vocabulary(draft)
    piped = not sys.stdin.isatty()

    def ask(prompt: str) -> str:
        answer = input(prompt)
        if piped:
            print(answer)
        return answer

    wizard = Wizard(
        known, style.country, arguments.lang, ask, print, lambda problem: explained(problem, words.sentence, words.tip)
    )
    try:
        values = record(wizard.answers(), known)
        for likeness in duplicates(values, draft, style.country):
            print(wizard.word(likeness.rule, id=likeness.id, found=likeness.found))
            if not _agreed(wizard, "wizard-anyway"):
                return DUPLICATE
        name = drop_in(values)
        if (root / name).exists() or files.find(root, values["id"]):
            raise Stop("id-taken", 1, found=values["id"])
        text = files.record_text(values, style)
        problems = problems_with(root, {name: text}, arguments.today)[name]
        print()
        print(text)
        for problem in problems:
            print(report.text(problem, words))
        if any(problem.level == "error" for problem in problems):
            raise DataProblems(problems)
        if not _agreed(wizard, "wizard-write", file=name):
            return 1
    except EOFError:
        raise Stop("interrupted", 130) from None
    write(root, {name: text})
    print(wizard.word("wizard-done", file=name))
    return 0


def _agreed(wizard: Wizard, question: str, **values: str) -> bool:
    answer = wizard.ask(f"{wizard.word(question, **values)} ").strip().casefold()
    return answer in ("t", "tak", "y", "yes", "כ", "כן")
