"""`guide schema`: writes what is derived from the schema and its words, or says what is stale."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from generator import keeping
from generator.contribute import contributed_files
from generator.load import read
from generator.problems import Stop
from generator.schema.derived import derived_files


def add_parser(commands: argparse._SubParsersAction, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "schema", parents=[common], help="write the editors' schemas, the head of the data file and the table of fields"
    )
    parser.add_argument("--check", action="store_true", help="only say what is stale")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the derived files of the guide in `arguments.root`."""
    for path in write(arguments.root, arguments.today, arguments.check):
        print(path)
    return 0


def write(root: Path, today: date, check: bool = False) -> list[str]:
    """Write those derived files of a guide that are stale, and name them; with `check`, stop at the first instead."""
    files = derived_files(root)
    if (root / "data").is_dir():
        draft, _ = read(root, today)
        files |= contributed_files(root, draft)
    written = []
    for path, text in files.items():
        target = root / path
        if target.exists() and target.read_text(encoding="utf-8") == text:
            continue
        if check:
            raise Stop("derived-stale", 1, path=path)
        keeping.write(target, text)
        written.append(path)
    return written
