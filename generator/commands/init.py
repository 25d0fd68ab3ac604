"""`guide init`: a new guide folder with a small commented example that builds at once, ready to be a repository."""

from __future__ import annotations

import argparse
import re
import shutil
from pathlib import Path

from generator import contribute, report
from generator.commands import diff, schema
from generator.commands.language import known, texts_of
from generator.commands.submission import write
from generator.edit import files, new_language
from generator.languages import SPOKEN
from generator.problems import Stop
from generator.regex import regex

STARTER = Path(__file__).parents[1] / "starter"
EDITOR = Path(__file__).parents[2] / ".vscode"
"""How VS Code shows the data files: the same in each guide."""
BESIDE = regex(r"\..*|generator|(README|LICEN[CS]E)(\..*)?")
"""What may stand in the folder already, as in a new repository; none of it is written over."""


def add_parser(commands: argparse._SubParsersAction, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser("init", parents=[common], help="start a new guide in an empty folder")
    parser.add_argument("folder", type=Path, help="where the new guide will stand")
    parser.add_argument(
        "--languages", default=",".join(SPOKEN), metavar="CODES", help="of the guide, the first one first: en,he,uk"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Copy the example into `arguments.folder`, which must be new, empty, or a repository without a guide."""
    folder: Path = arguments.folder
    languages = {one.code: one.name for one in map(known, arguments.languages.replace(",", " ").split())}
    if languages.keys().isdisjoint(SPOKEN):
        raise Stop("languages-of-example", 2, found=arguments.languages, known=", ".join(SPOKEN))
    try:
        if folder.exists() and not folder.is_dir():
            raise Stop("folder-not-empty", 2, path=str(folder), found=folder.name)
        there = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
        if others := [name for name in there if not BESIDE.fullmatch(name)]:
            raise Stop("folder-not-empty", 2, path=str(folder), found=others[0])
        shutil.copytree(STARTER, folder, dirs_exist_ok=True, copy_function=_copied)
        _ignore(folder / ".gitignore")
        for name in ("extensions.json", "settings.json", "tasks.json"):
            (folder / ".vscode").mkdir(exist_ok=True)
            _copied(EDITOR / name, folder / ".vscode" / name)
        if tuple(languages) != SPOKEN:
            _speak(folder, languages)
        first = next(code for code in languages if code in SPOKEN)
        editors = folder / ".vscode" / "tasks.json"
        write(folder, {".vscode/tasks.json": contribute.tasks(editors.read_text(encoding="utf-8"), first)})
        schema.write(folder, arguments.today)
        diff.write_lock(folder, arguments.today)
    except OSError as failure:
        raise Stop("read-only", path=str(folder), found=failure.strerror or str(failure)) from failure
    path = str(folder.resolve())
    in_shell = f'"{path}"' if re.search(r"\s", path) else path
    print(report.Words(arguments.lang).sentence("init-done", {"path": path, "argument": in_shell}))
    return 0


def _speak(folder: Path, languages: dict[str, str]) -> None:
    """Leave the example in some languages alone, and add those that it is still to be translated into."""
    whole = files.read(folder, "data/guide.yaml")
    names = whole.root.get("name")
    name = next(names.get(code).text for code in languages if code in SPOKEN)
    site = new_language.site_in((folder / "mkdocs.yml").read_text(encoding="utf-8"), languages, name)
    write(folder, new_language.data_in(folder, tuple(languages)) | {"mkdocs.yml": site})
    for code in SPOKEN:
        if code not in languages:
            shutil.rmtree(folder / "content" / code)
    source = "en" if "en" in languages else next(code for code in languages if code in SPOKEN)
    for code in languages:
        write(folder, texts_of(folder, code, source))


def _ignore(file: Path) -> None:
    """Have git leave out what can be made again, also where the repository has a list of its own."""
    lines = file.read_text(encoding="utf-8").splitlines()
    ours = (STARTER / ".gitignore").read_text(encoding="utf-8").splitlines()
    if more := [line for line in ours if line not in lines]:
        file.write_text("\n".join([*lines, *more, ""]), encoding="utf-8", newline="\n")


def _copied(source: Path | str, target: Path | str) -> None:
    """Copy a file unless there is one."""
    if not Path(target).exists():
        shutil.copyfile(source, target)
