"""What `add`, `import` and `from-issue` share: try new records in a copy of the guide, then write them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from datetime import date
from difflib import unified_diff
from pathlib import Path
from typing import Any

from generator import keeping
from generator.checks import Draft
from generator.edit import files
from generator.edit.columns import Vocabulary
from generator.edit.services import MOVED, with_service
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
        for part in ("data", "content", "locales"):
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
        keeping.write(root / name, text)


def with_new_service(root: Path, organisation: str, record: Mapping[str, Any], known: Vocabulary) -> tuple[str, str]:
    """The file of an organisation that stands in the guide, and its text with one more service."""
    place = files.find(root, organisation)
    if place is None:
        raise Stop("no-record", 1, found=organisation)
    name, index, node = place
    new = with_service(node, record, known)
    moved = () if node.get("services") is not None else MOVED
    return name, files.with_record(files.text_of(root, name), name, index, new, files.style(root), moved)


def shown(root: Path, name: str, text: str) -> list[str]:
    """The lines that a file would get; the whole file when it is new."""
    path = root / name
    if not path.is_file():
        return text.splitlines()
    changes = unified_diff(path.read_text(encoding="utf-8").splitlines(), text.splitlines(), n=0, lineterm="")
    return [line for line in changes if line[:1] in ("+", "-")][2:]


def drop_in(values: dict) -> str:
    """The file of its own in which a new organisation is added: such files never conflict."""
    return f"{files.DROP_IN}/{values['id']}.yaml"
