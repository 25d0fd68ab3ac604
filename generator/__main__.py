"""The command `guide`: reads the clock once, runs a command, turns problems into words and exit codes.

Exit codes: 0 good, 1 the data, 2 the call, 3 the machine, 70 a bug of ours (as BSD `sysexits.h` has it).
"""

from __future__ import annotations

import errno
import gc
import importlib
import keyword
import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import NoReturn

from generator import call
from generator.languages import LOCALES, SPOKEN
from generator.problems import DataProblems, Stop

COMMANDS = tuple(
    "check build serve print export init fmt add import from-issue verify stale diff links translations language "
    "forms schema admin merge".split()
)
"""In the order in which the help lists them: the daily ones first."""

_REFUSED = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EACCES, errno.EPERM, errno.EROFS))
"""What the machine says when a disk is full or somebody may not read or write there: no bug of ours."""
gc.set_threshold(100_000, 20, 20)
"""Nearly all that a command makes lives until its end. To look for rings among it every 700 objects, as Python does,
takes a tenth of a small build."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `guide` with `arguments` (those of the process by default) and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # a Windows console may not know Hebrew
    if not LOCALES.is_dir():  # an installation without -e: there are no words to say it in another language
        print(
            f"{LOCALES} is missing: install a checkout by `pip install -e .`, as its README.md says.", file=sys.stderr
        )
        return 3
    arguments = tuple(arguments if arguments is not None else sys.argv[1:])
    parsed = call.parsed(lambda: _parser(arguments), arguments, lambda: _asked_in(arguments))
    parsed.lang = parsed.lang or _spoken(parsed.root, getattr(parsed, "languages", ""))
    try:
        parsed.today = parsed.today or _today()
        code = parsed.run(parsed)
        if sys.stdout:  # there is none where it was closed before
            sys.stdout.flush()
        return code
    except DataProblems as found:
        from generator import report

        words = report.Words(parsed.lang)
        for line in report.lines(found.problems, words):
            print(line, file=sys.stderr)
        print(summary(found.problems, words), file=sys.stderr)
        return 1
    except Stop as trouble:
        return _stopped(trouble, parsed.lang)
    except KeyboardInterrupt:
        _stopped(Stop("interrupted"), parsed.lang)
        return 130
    except MemoryError:
        return _stopped(Stop("out-of-memory"), parsed.lang)
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as bug:
        if isinstance(bug, OSError) and bug.errno in _REFUSED:
            if bug.filename is None:  # a stream
                return _stopped(Stop("output-lost", found=bug.strerror), parsed.lang)
            return _stopped(Stop("file-refused", path=os.fsdecode(bug.filename), found=bug.strerror), parsed.lang)
        import traceback

        traceback.print_exc()
        return _stopped(Stop("bug", 70, found=f"{type(bug).__name__}: {bug}"), parsed.lang)


def _stopped(trouble: Stop, language: str) -> int:
    """Say what a person or a machine must do before the work can go on."""
    from generator import report  # only here and above: most runs have nothing to report, and words take time

    print(report.stop(trouble, report.Words(language)), file=sys.stderr)
    return trouble.code


def summary(problems: Sequence, words) -> str:
    """The line that closes a report."""
    errors = sum(problem.level == "error" for problem in problems)
    values = {
        "errors": errors,
        "warnings": len(problems) - errors,
        "files": len({problem.place.file for problem in problems}),
    }
    return words.sentence("summary-errors", values)


def _asked_in(arguments: tuple[str, ...]) -> str:
    """The language in which to speak of a call that cannot be read."""
    asked = call.given(arguments, "--lang")
    if asked in SPOKEN:
        return asked
    return _spoken(Path(call.given(arguments, "--root")), call.given(arguments, "--languages"))


def _parser(arguments: tuple[str, ...]) -> call.Parser:
    """The parser; a command's module is imported only when it is called, since MkDocs alone costs 0.24 s."""
    common = call.Parser(add_help=False)
    common.add_argument("--root", type=Path, default=Path(), help="folder of the guide (default: this folder)")
    common.add_argument(
        "--lang", default=None, choices=SPOKEN, help="language of the messages (default: the guide's first of these)"
    )
    common.add_argument("--today", type=call.day, default=None, metavar="YYYY-MM-DD", help="build as on this day")
    parser = call.Parser(prog="guide", description="Makes a guide to help from YAML records.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    called = next((argument for argument in arguments if argument in COMMANDS), None)
    for name in COMMANDS:
        if called in (None, name):
            module = importlib.import_module(
                f"generator.commands.{name.replace('-', '_')}{'_' * keyword.iskeyword(name)}"
            )
            module.add_parser(commands, common)
    return parser


def _spoken(root: Path, languages: str) -> str:
    """The first that we speak of the languages of a guide, or of those that a new one is to have; else Polish."""
    with suppress(OSError):
        text = (root / "data" / "guide.yaml").read_text(encoding="utf-8", errors="replace")
        listed = re.search(r"^languages:(.*(?:\n *- .*)*)", text, re.MULTILINE)
        languages = languages or (re.sub(r"#.*", "", listed[1]) if listed else "")
    return next((code for code in re.findall(r"[\w-]+", languages) if code in SPOKEN), SPOKEN[0])


def _today() -> date:
    """That of SOURCE_DATE_EPOCH when it is set, or else the real day."""
    return call.day_of(os.environ.get("SOURCE_DATE_EPOCH", "")) or date.today()


def program() -> NoReturn:
    """Run `guide` as a program, and end at once: to give everything back piece by piece takes longer than some work.

    Nothing that waits for Python's own end is run: a profiler must be started around `main`.
    """
    code = main()
    for stream in filter(None, (sys.stdout, sys.stderr)):
        with suppress(OSError, ValueError):  # closed, or nobody listens: `main` has said what was to be said of it
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    program()
