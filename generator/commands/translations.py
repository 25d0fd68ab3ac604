"""`guide translations`: which texts of the data are missing or out of date in a language; to PO files and back."""

from __future__ import annotations

import argparse
from pathlib import Path

from generator import keeping
from generator.commands.submission import problems_with, write
from generator.edit import files
from generator.edit import translations as texts
from generator.languages import language_name
from generator.problems import DataProblems, Stop
from generator.schema.translated import LOCK, read_lock
from generator.strings import catalogue


def add_parser(commands: argparse._SubParsersAction, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser("translations", parents=[common], help="list missing and old translations of the data")
    parser.add_argument("--export", type=Path, metavar="DIR", help="write a PO file for each language")
    parser.add_argument(
        "--import", type=Path, dest="take", metavar="FILE", help="take the translations of a PO file (he.po)"
    )
    parser.add_argument("--language", metavar="CODE", help="only this language; for --import: the language of the file")
    parser.add_argument("--update", action="store_true", help=f"write {LOCK}: what changed is translated")
    parser.add_argument("--confirm", nargs="+", default=[], metavar="KEY", help="with --update: these still hold")
    parser.add_argument("--check", action="store_true", help="exit code 1 when something is missing or old")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Do one of these; without any, list."""
    root = arguments.root
    if not (root / "data").is_dir():
        raise Stop("no-guide", 2, path=str(root))
    style, lock = files.style(root), read_lock(root)
    said = catalogue(arguments.lang, "edit").ugettext
    languages = [code for code in style.languages if arguments.language in (None, code)]
    if not languages:
        raise Stop("no-such-language", 2, found=arguments.language, known=", ".join(style.languages))
    if arguments.take:
        return _import(arguments, said)
    if arguments.export:
        for code in languages:
            path = arguments.export / f"{code}.po"
            keeping.write(path, texts.exported(root, style, lock, code))
            print(path)
        return 0
    if arguments.update or arguments.confirm:
        write(root, {LOCK: texts.updated(root, style, lock, frozenset(arguments.confirm))})
        print(LOCK)
        return 0
    open_ = 0
    found = list(texts.states(root, style, lock))
    for code in languages:
        mine = [state for state in found if state.language == code]
        counts = {name: sum(state.state == name for state in mine) for name in ("current", "stale", "missing")}
        print(said("translations-of").format(language=language_name(code, arguments.lang), all=len(mine), **counts))
        for state in mine:
            if state.state != "current":
                word = said(f"translation-{state.state}")
                print(f"  {state.file}:{state.words.line}: {state.words.key}: {word}")
        open_ += counts["stale"] + counts["missing"]
        new = sum(state.state == "current" and (state.words.key, code) not in lock for state in mine)
        if new:
            print(f"  {said('translations-new').format(count=new)}")
    return 1 if arguments.check and open_ else 0


def _import(arguments: argparse.Namespace, said) -> int:
    root = arguments.root
    code = arguments.language or arguments.take.stem
    style = files.style(root)
    if code not in style.languages:
        raise Stop("no-such-language", 2, found=code, known=", ".join(style.languages))
    if not arguments.take.is_file():
        raise Stop("po-broken", 2, found=str(arguments.take))
    found, passed, count = texts.imported(root, style, arguments.take.read_bytes(), code)
    problems = [problem for of_file in problems_with(root, found, arguments.today).values() for problem in of_file]
    if any(problem.level == "error" for problem in problems):
        raise DataProblems(problems)
    write(root, found)
    for key in passed:
        print(said("translation-passed").format(key=key))
    print(said("translations-taken").format(count=count, passed=len(passed)))
    return 0
