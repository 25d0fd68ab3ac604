"""`guide import FILE`: the rows of a CSV or Excel file as records; says of each row what becomes of it.

Without `--write` nothing is written but the mapping of columns, `FILE.columns.json`, to be corrected by hand.
Exit codes: 0 every row can be taken, 1 some cannot (the others are written with `--write`), 2 no such file.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from generator import keeping, report
from generator.checks import Draft
from generator.commands.submission import draft_of, drop_in, problems_with, write
from generator.edit import files, table
from generator.edit.columns import Vocabulary, asked, record, taken_otherwise, vocabulary
from generator.edit.duplicates import duplicates, numbers
from generator.edit.services import in_other_town, same_service, together
from generator.languages import official_languages
from generator.problems import Problem, Stop
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
    told = [
        _Row(number, record({"source": arguments.source, **found}, known))
        for number, found in _answers(arguments, known, style.country, said)
    ]
    whole = _organisations(told, known)
    texts = {drop_in(values): files.record_text(values, style) for values in whole.values()}
    problems = problems_with(root, texts, arguments.today)
    for row in told:
        if not row.organisation:
            row.said.append(("problem", said("import-no-name")))
        elif files.find(root, row.organisation):
            row.said.append(("problem", said("import-there").format(id=row.organisation)))
        else:
            values = whole[row.organisation]
            row.said += _remarks(row, values, draft, style.country, words, said, problems[drop_in(values)])
    _compare(told, style.country, said)
    refused = {row.organisation for row in told if row.bad(arguments.anyway)}
    if arguments.write:
        write(root, {name: text for name, text in texts.items() if Path(name).stem not in refused})
    _print(told, refused, arguments.write, said)
    return 1 if refused else 0


def _answers(
    arguments: argparse.Namespace, known: Vocabulary, country: str, said: Callable[[str], str]
) -> list[tuple[int, dict[str, str]]]:
    """The answers of each row by its number; the mapping of columns is kept, and shown with the words that it takes."""
    rows = table.table(arguments.file, (*official_languages(country), *known.languages))
    kept = arguments.columns or arguments.file.with_name(arguments.file.name + ".columns.json")
    if kept.is_file():
        mapping = table.mapping_of(kept.read_text(encoding="utf-8-sig"), known.languages)
    else:
        mapping = table.guessed(rows.heads, known.languages)
        keeping.write(kept, table.mapping_text(mapping))
    encoding, separator = rows.encoding or "XLSX", rows.separator or "–"
    print(said("import-mapping").format(file=kept.name, encoding=encoding, separator=separator))
    if rows.sheets[1:]:
        print(said("import-sheets").format(sheet=rows.sheets[0], others=", ".join(rows.sheets[1:])))
    for head in filter(None, rows.heads):
        name = mapping.get(head, table.IGNORED)
        print(f"  {head} → {name if name != table.IGNORED else said('import-ignored')}")
    if not any(name.startswith("name.") for name in mapping.values()):
        others = ", ".join(["address", *(column.name for column in asked(known.languages))])
        raise Stop("mapping-no-name", 1, path=kept.name, name=f"name.{known.languages[0]}", known=others)
    answers = [(number, table.answers(rows, cells, mapping)) for number, cells in rows.rows]
    others = dict.fromkeys(taken for _, found in answers for taken in taken_otherwise(found, known))
    if others:
        print(said("import-otherwise"))
    for column, words_found, meant in others:
        print(f"  {column}: {words_found} → {meant}")
    return answers


def _print(told: list[_Row], refused: set[str], written: bool, said: Callable[[str], str]) -> None:
    """What becomes of each row, and how many can be taken."""
    for row in told:
        state = "import-refused" if row.organisation in refused else "import-written" if written else "import-good"
        print(said("import-row").format(row=row.number, id=row.name or "–", state=said(state)))
        for _, line in row.said:
            print(f"    {line}")
    lost = sum(row.organisation in refused for row in told)
    count = {"taken": len(told) - lost, "refused": lost}
    print(said("import-summary" if written else "import-dry-summary").format(**count))


@dataclass
class _Row:
    """A row of the table: a whole organisation, or one of its services."""

    number: int
    values: dict[str, Any]
    service: str = ""
    """Only when the organisation has a list of services."""
    said: list[tuple[str, str]] = field(default_factory=list)
    """`alike`, `problem` or `note`, and the sentence."""

    @property
    def organisation(self) -> str:
        """The id of its organisation; empty when it has no name."""
        return self.values["id"]

    @property
    def name(self) -> str:
        """What it becomes."""
        return f"{self.organisation}/{self.service}" if self.service else self.organisation

    def bad(self, anyway: bool) -> bool:
        """Whether it cannot be taken."""
        return any(kind == "problem" or (kind == "alike" and not anyway) for kind, _ in self.said)


def _organisations(told: list[_Row], known: Vocabulary) -> dict[str, dict[str, Any]]:
    """The organisations by id: rows with the same one are its services, which get their ids here."""
    whole: dict[str, dict[str, Any]] = {}
    for name in dict.fromkeys(row.organisation for row in told if row.organisation):
        rows = [row for row in told if row.organisation == name]
        whole[name] = together([row.values for row in rows], known)
        for row, service in zip(rows, whole[name].get("services", ()), strict=False):
            row.service = service["id"]
    return whole


def _compare(told: list[_Row], country: str, said: Callable[[str], str]) -> None:
    """Point out rows that tell the same, and phones that two organisations share."""
    called: dict[str, _Row] = {}
    for place, row in enumerate(told):
        for other in told[:place]:
            if not row.organisation or other.organisation != row.organisation:
                continue
            if same_service(other.values, row.values):
                row.said.append(("problem", said("import-twice").format(row=other.number)))
                break
            if in_other_town(other.values, row.values):
                row.said.append(("alike", said("import-other-town").format(row=other.number)))
                break
        for uri in sorted(numbers(row.values, country)):
            other = called.setdefault(uri, row)
            if other.organisation != row.organisation:
                found = said("import-same-phone").format(row=other.number, found=uri.removeprefix("tel:"))
                row.said.append(("alike", found))


def _remarks(
    row: _Row,
    values: dict[str, Any],
    draft: Draft,
    country: str,
    words: report.Words,
    said: Callable[[str], str],
    problems: list[Problem],
) -> Iterator[tuple[str, str]]:
    """What is to be said of a row; of its whole organisation only at its first one."""
    services = [one["id"] for one in values.get("services", ())]
    if not services or row.service == services[0]:
        for likeness in duplicates(values, draft, country):
            yield "alike", said(likeness.rule).format(id=likeness.id, found=likeness.found)
    for problem in problems:
        of = problem.record.partition("/")[2]
        if not services or row.service == (of if of in services else services[0]):
            line = report.text(replace(problem, place=replace(problem.place, file="")), words)
            if problem.rule == "required" and problem.field == "source":
                line += " " + said("import-source")
            yield "problem" if problem.level == "error" else "note", line.split(": ", 1)[1]
