"""`guide add`: asks for an organisation, or one more service of one, in the terminal and writes it."""

from __future__ import annotations

import argparse
import sys

from generator import report
from generator.commands.submission import DUPLICATE, draft_of, drop_in, problems_with, shown, with_new_service, write
from generator.edit import files
from generator.edit.columns import vocabulary
from generator.edit.duplicates import duplicates
from generator.edit.questions import Wizard, explained
from generator.problems import DataProblems, Stop


def add_parser(commands: argparse._SubParsersAction, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "add", parents=[common], help="ask for an organisation and write it to data/organisations/"
    )
    parser.add_argument("--to", metavar="ID", help="ask for one more service of this organisation instead")
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
        if arguments.to:
            name, text = with_new_service(root, arguments.to, wizard.service(), known)
        else:
            values = wizard.organisation()
            for likeness in duplicates(values, draft, style.country):
                print(wizard.word(likeness.rule, id=likeness.id, found=likeness.found))
                if not wizard.agreed("wizard-anyway"):
                    return DUPLICATE
            name = drop_in(values)
            if (root / name).exists() or files.find(root, values["id"]):
                raise Stop("id-taken", 1, found=values["id"])
            text = files.record_text(values, style)
        problems = problems_with(root, {name: text}, arguments.today)[name]
        print()
        print("\n".join(shown(root, name, text)))
        for problem in problems:
            print(report.text(problem, words))
        if any(problem.level == "error" for problem in problems):
            raise DataProblems(problems)
        if not wizard.agreed("wizard-write", file=name):
            return 1
    except EOFError:
        raise Stop("interrupted", 130) from None
    write(root, {name: text})
    print(wizard.word("wizard-done", file=name))
    return 0
