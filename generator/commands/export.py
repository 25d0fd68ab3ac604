"""`guide export --out FILE`: the records as open data, in the form of HSDS or as a table for Excel."""

from __future__ import annotations

import argparse
from itertools import chain
from pathlib import Path

from generator import keeping, report
from generator.load import MEMORY, remembered
from generator.problems import Stop
from generator.strings import speak


def add_parser(commands: argparse._SubParsersAction, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser("export", parents=[common], help="write the records as open data: HSDS or CSV")
    parser.add_argument("--format", choices=("hsds", "csv"), default="hsds", help="hsds: JSON; csv: a row a service")
    parser.add_argument("--language", metavar="CODE", help="of the texts (default: the guide's first)")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="the file; an earlier export is replaced"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the file; nothing when a record has an error."""
    if not arguments.root.is_dir():
        raise Stop("no-guide", 2, path=str(arguments.root))
    guide, _warnings = remembered(arguments.root, arguments.today, arguments.root / MEMORY)
    speak(guide.words)
    known = guide.settings.languages
    language = arguments.language or known[0]
    if language not in known:
        raise Stop("no-such-language", 2, found=language, known=", ".join(known))
    from generator.exports import FORMATS  # takes Babel, which a call that ends before does without

    pieces = FORMATS[arguments.format](guide, language)
    first = next(pieces)
    _refuse(arguments.out, first)
    try:
        keeping.write(arguments.out, chain((first,), pieces))
    except OSError as failure:
        raise Stop("print-write", 3, path=str(arguments.out), found=failure.strerror or "") from failure
    values = {
        "path": str(arguments.out),
        "organisations": len(guide.organisations),
        "kilobytes": -(-arguments.out.stat().st_size // 1024),
    }
    print(report.Words(arguments.lang).sentence("export-file", values))
    return 0


def _refuse(file: Path, first: bytes) -> None:
    """Stop where something stands that is no earlier export: somebody's data, perhaps."""
    if file.is_dir():
        raise Stop("export-there", 2, path=str(file))
    if file.is_file():
        line, _, _ = first.partition(b"\n")
        with file.open("rb") as opened:
            if opened.read(len(line)) != line:
                raise Stop("export-there", 2, path=str(file))
