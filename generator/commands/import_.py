"""`guide import FILE`: the rows of a CSV or Excel file as records; says of each row what becomes of it.

Without `--write` nothing is written but the mapping of columns, `FILE.columns.json`, to be corrected by hand.
Exit codes: 0 every row can be taken, 1 some cannot (the others are written with `--write`), 2 no such file.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from generator import report
from generator.checks import Draft
from generator.commands.submission import draft_of, drop_in, problems_with, write
from generator.edit import files, table
from generator.edit.columns import record, vocabulary
from generator.edit.duplicates import duplicates, numbers
from generator.problems import Problem
from generator.strings import catalogue


def add_parser(commands: argparse._SubParsersAction, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser("import", parents=[common], help="take organisations from a CSV or Excel file")
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV, or XLSX with openpyxl installed")
    parser.add_argument("--write", action="store_true", help="write the rows that can be taken to data/organisations/")
    parser.add_argument("--anyway", action="store_true", help="take rows, too, that may stand in the guide already")
    parser.add_argument(
        "--source", default="", metavar="WORDS", help="where the facts come from, for rows that do not say"
    )
    parser.add_argument("--columns", type=Path, metavar="FILE", help="mapping of columns (default: FILE.columns.json)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Show the mapping and what becomes of each row; with `--write`, write."""
    root = arguments.root
    draft = draft_of(root, arguments.today)
    known, style = vocabulary(draft), files.style(root)
    words, said = report.Words(arguments.lang), catalogue(arguments.lang, "edit").ugettext
    rows = table.table(arguments.file)
    kept = arguments.columns or arguments.file.with_name(arguments.file.name + ".columns.json")
    if kept.is_file():
        mapping = table.mapping_of(kept.read_text(encoding="utf-8-sig"), known.languages)
    else:
        mapping = table.guessed(rows.heads, known.languages)
        kept.write_text(table.mapping_text(mapping), encoding="utf-8", newline="\n")
    print(
        said("import-mapping").format(file=kept.name, encoding=rows.encoding or "XLSX", separator=rows.separator or "–")
    )
    for head in filter(None, rows.heads):
        name = mapping.get(head, table.IGNORED)
        print(f"  {head} → {name if name != table.IGNORED else said('import-ignored')}")
    taken: dict[str, tuple[int, str]] = {}
    refused = 0
    trial: list[tuple[int, dict, str, str]] = []
    for number, cells in rows.rows:
        values = record({"source": arguments.source, **table.answers(rows, cells, mapping)}, known)
        name = drop_in(values) if values["id"] else ""
        trial.append((number, values, name, files.record_text(values, style) if values["id"] else ""))
    problems = problems_with(root, {name: text for _, _, name, text in trial if name}, arguments.today)
    seen: dict[str, int] = {}
    called: dict[str, int] = {}
    for number, values, name, text in trial:
        lines = list(_remarks(values, draft, style.country, words, said, problems.get(name, [])))
        if not name:
            lines = [("problem", said("import-no-name"))]
        elif name in seen:
            lines = [("problem", said("import-twice").format(row=seen[name]))]
        elif files.find(root, values["id"]):
            lines = [("problem", said("import-there").format(id=values["id"]))]
        seen.setdefault(name, number)
        for uri in sorted(numbers(values, style.country)):
            if uri in called and called[uri] != number:
                lines.append(
                    ("alike", said("import-same-phone").format(row=called[uri], found=uri.removeprefix("tel:")))
                )
            called.setdefault(uri, number)
        bad = any(kind == "problem" or (kind == "alike" and not arguments.anyway) for kind, _ in lines)
        state = said("import-refused" if bad else "import-good" if not arguments.write else "import-written")
        print(said("import-row").format(row=number, id=values["id"] or "–", state=state))
        for _, line in lines:
            print(f"    {line}")
        refused += bad
        if not bad:
            taken[name] = (number, text)
    if arguments.write:
        write(root, {name: text for name, (_, text) in taken.items()})
    print(said("import-summary" if arguments.write else "import-dry-summary").format(taken=len(taken), refused=refused))
    return 1 if refused else 0


def _remarks(
    values: dict, draft: Draft, country: str, words: report.Words, said: Callable[[str], str], problems: list[Problem]
) -> Iterator[tuple[str, str]]:
    """What to say of a row: `alike`, `problem` or `note`, and the sentence."""
    for likeness in duplicates(values, draft, country):
        yield "alike", said(likeness.rule).format(id=likeness.id, found=likeness.found)
    for problem in problems:
        line = report.text(replace(problem, place=replace(problem.place, file="")), words)
        yield "problem" if problem.level == "error" else "note", line.split(": ", 1)[1]
