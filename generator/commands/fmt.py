"""`guide fmt`: the data files in their one canonical form, or what differs from it."""

from __future__ import annotations

import argparse
import difflib
import sys
from pathlib import Path

from generator import keeping, report
from generator.edit import files
from generator.problems import DataProblems, Problem, Stop


def add_parser(commands: argparse._SubParsersAction, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser("fmt", parents=[common], help="lay out the data files; comments stay")
    parser.add_argument("files", nargs="*", metavar="FILE", help="data files below the guide's folder (default: all)")
    parser.add_argument(
        "--check", action="store_true", help="only show what would change; exit code 1 when something would"
    )
    parser.add_argument("--fold", action="store_true", help="move the records of data/organisations/ into the one file")
    parser.add_argument("--unfold", action="store_true", help="give each record a file of its own there instead")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Format the files of the guide in `arguments.root`."""
    root, words = arguments.root, report.Words(arguments.lang)
    if not (root / "data").is_dir():
        raise Stop("no-guide", 2, path=str(root))
    known = files.data_files(root)
    chosen = [name.replace("\\", "/").removeprefix("./") for name in arguments.files] or known
    unknown = [name for name in chosen if name not in known]
    if unknown:
        raise Stop("not-a-data-file", 2, found=unknown[0])
    changed, removed = {}, []
    problems: list[Problem] = []
    if arguments.fold:
        changed[files.ORGANISATIONS], removed = files.folded(root, files.style(root))
        chosen = [name for name in chosen if name != files.ORGANISATIONS and name not in removed]
    elif arguments.unfold:
        changed = files.unfolded(root, files.style(root))
        taken = [name for name in changed if name in known and name != files.ORGANISATIONS]
        if taken:
            raise Stop("id-taken", 1, found=Path(taken[0]).stem)
        chosen = [name for name in chosen if name not in changed]
    for name in chosen:
        try:
            changed[name] = files.formatted(files.text_of(root, name), name, files.style(root, name))
        except DataProblems as found:
            problems += found.problems
    changed = {name: text for name, text in changed.items() if not _same(root / name, text)}
    if arguments.check:
        _show(root, changed)
    else:
        for name, text in changed.items():
            keeping.write(root / name, text)
            print(name)
        for name in removed:
            (root / name).unlink()
            print(name)
    if problems:
        raise DataProblems(problems)
    if arguments.check and (changed or removed):
        print(report.stop(Stop("not-formatted", 1, files=len(changed) + len(removed)), words), file=sys.stderr)
        return 1
    return 0


def _same(path, text: str) -> bool:
    return path.exists() and path.read_bytes() == text.encode()


def _show(root, changed: dict[str, str]) -> None:
    for name, text in changed.items():
        before = (root / name).read_text(encoding="utf-8-sig").splitlines() if (root / name).exists() else []
        for line in difflib.unified_diff(before, text.splitlines(), name, name, lineterm=""):
            print(line)
