"""`guide verify ID… --on DATE --how phone`: notes that a person confirmed records, and touches nothing else."""

from __future__ import annotations

import argparse

from generator import call
from generator.commands.submission import draft_of, write
from generator.edit import files, form
from generator.edit.columns import split_id, vocabulary
from generator.problems import Stop
from generator.strings import catalogue


def add_parser(commands: argparse._SubParsersAction, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser("verify", parents=[common], help="note that a person confirmed records")
    parser.add_argument("ids", nargs="+", metavar="ID", help="organisation, or organisation/service")
    parser.add_argument("--on", type=call.day, metavar="YYYY-MM-DD", help="the day (default: today)")
    parser.add_argument("--how", choices=("phone", "visit", "email", "owner"), default="phone", help="default: phone")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the day and the way into each record; nothing at all when one does not exist."""
    root, day = arguments.root, arguments.on or arguments.today
    if day > arguments.today:
        raise Stop("verify-future", 2, found=day.isoformat(), today=arguments.today.isoformat())
    known, style = vocabulary(draft_of(root, arguments.today)), files.style(root)
    texts: dict[str, str] = {}
    for name in arguments.ids:
        organisation, service = split_id(name)
        place = files.find(root, organisation)
        if place is None:
            raise Stop("no-record", 1, found=name)
        file, index, _ = place
        text = texts.get(file) or files.text_of(root, file)
        node = files.parsed(text, file).root.get("organisations").items[index]
        answers = {"verified": day.isoformat(), "verified_by": arguments.how}
        new = form.confirmed(node, service, answers, known)
        if new is None:
            raise Stop("no-record", 1, found=name)
        texts[file] = files.with_record(text, file, index, new, style)
    write(root, texts)
    said = catalogue(arguments.lang, "edit").ugettext
    for name in arguments.ids:
        print(said("verify-done").format(id=name, date=day.isoformat(), how=said(f"value-{arguments.how}")))
    return 0
