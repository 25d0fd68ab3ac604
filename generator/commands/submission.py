"""What `add`, `import` and `from-issue` share: try new records in a copy of the guide, then write them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from generator.checks import Draft
from generator.edit import files
from generator.load import load, read
from generator.problems import DataProblems, Problem, Stop

DUPLICATE = 5
"""Exit code: it may stand in the guide already; nothing was written."""


def draft_of(root: Path, today: date) -> Draft:
    """The guide as it stands, whatever is wrong in its records."""
    if not (root / "data").is_dir():
        raise Stop("no-guide", 2, path=str(root))
    draft, problems = read(root, today)
    if draft.guide is None:
        raise DataProblems(problems)
    return draft


def problems_with(root: Path, texts: Mapping[str, str], today: date) -> dict[str, list[Problem]]:
    """The problems in files that are not written yet, by file, found in a copy of the guide."""
    with tempfile.TemporaryDirectory(prefix="guide-trial-") as scratch:
        copy = Path(scratch)
        for part in ("data", "content"):
            if (root / part).is_dir():
                shutil.copytree(root / part, copy / part)
        if (root / "mkdocs.yml").is_file():
            shutil.copy(root / "mkdocs.yml", copy / "mkdocs.yml")
        for name, text in texts.items():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_text(text, encoding="utf-8", newline="\n")
        try:
            _, problems = load(copy, today)
        except DataProblems as found:
            problems = found.problems
    return {name: [problem for problem in problems if problem.place.file == name] for name in texts}


def write(root: Path, texts: Mapping[str, str]) -> None:
    """Write files of the guide."""
    for name, text in texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8", newline="\n")


def drop_in(values: dict) -> str:
    """The file of its own in which a new organisation is added: such files never conflict."""
    return f"{files.DROP_IN}/{values['id']}.yaml"
