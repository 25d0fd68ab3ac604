"""`guide init`: a new guide folder with a small commented example that builds at once."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from generator import report
from generator.problems import Stop

STARTER = Path(__file__).parents[1] / "starter"
IGNORED = ".build/\n/site/\n.site.*\n"
"""For git: what can be made again."""


def add_parser(commands: argparse._SubParsersAction, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser("init", parents=[common], help="start a new guide in an empty folder")
    parser.add_argument("folder", type=Path, help="where the new guide will stand")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Copy the example into `arguments.folder`, which must be new or empty."""
    folder: Path = arguments.folder
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            found = folder.name if not folder.is_dir() else min(path.name for path in folder.iterdir())
            raise Stop("folder-not-empty", 2, path=str(folder), found=found)
        shutil.copytree(STARTER, folder, dirs_exist_ok=True)
        (folder / ".gitignore").write_text(IGNORED, encoding="utf-8")
    except OSError as failure:
        raise Stop("read-only", path=str(folder), found=failure.strerror or str(failure)) from failure
    print(report.Words(arguments.lang).sentence("init-done", {"path": str(folder)}))
    return 0
