"""`guide diff BASE [HEAD]`: what a change of the data changes for readers, the most dangerous first.

Exit codes: 0 nothing that needs a code owner, 4 a code owner must agree (crisis numbers, their lock, look-alike
domains, the publisher's own addresses, more than three removals without a word, files outside data/ and content/),
1 the data cannot be loaded, 2 no such revision.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from generator import keeping, report
from generator.changes import Change, Files, Wording, changes
from generator.checks import crisis_numbers
from generator.edit.files import ORGANISATIONS
from generator.load import load, read
from generator.problems import DataProblems, Place, Stop
from generator.schema.lock import KINDS, LOCK, lock_text

OWNER_NEEDED = 4
PARTS = ("data", "content", "locales", "mkdocs.yml")
SEVERITY = {"hours": "minor", "facts": "minor", "words": "info", "additions": "info"}
"""How GitLab is told of the lesser dangers; the others are major, and what needs a code owner blocks."""


def add_parser(commands: argparse._SubParsersAction, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "diff",
        parents=[common],
        help="say what a change of the data changes for readers; exit code 4: a code owner must agree",
    )
    parser.add_argument("base", nargs="?", metavar="BASE", help="revision of git, or folder of a guide")
    parser.add_argument("head", nargs="?", metavar="HEAD", help="the same (default: the files as they stand)")
    parser.add_argument(
        "--format", choices=("text", "markdown", "gitlab"), default="text", help="markdown: for a comment"
    )
    parser.add_argument("--lock", action="store_true", help="write data/critical.lock anew; for code owners")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the changes; or write the lock."""
    root = arguments.root
    if not (root / "data").is_dir():
        raise Stop("no-guide", 2, path=str(root))
    if arguments.lock:
        write_lock(root, arguments.today)
        print(LOCK)
        return 0
    if not arguments.base:
        raise Stop("no-revision", 2, found="")
    with tempfile.TemporaryDirectory(prefix="guide-diff-") as scratch:
        before, after, changed = _states(root, arguments.base, arguments.head, Path(scratch))
        old, _ = load(before, arguments.today, locked=False)
        new, _ = load(after, arguments.today, locked=False)
        draft, _ = read(before, arguments.today)
        critical = set(crisis_numbers(draft)) | set(draft.lock.numbers if draft.lock else ())
        files = Files(changed, _articles(before, after, changed))
        found = changes(old, new, frozenset(critical), files)
        places = _places(after, arguments.today) if arguments.format == "gitlab" else {}
    wording = Wording(arguments.lang, (old, new), arguments.format == "markdown")
    if arguments.format == "gitlab":
        print(report.code_quality(_notice(change, wording, places, changed) for change in found))
    else:
        print(wording.report(found))
    return OWNER_NEEDED if any(change.owner for change in found) else 0


def _places(root: Path, today: date) -> dict[str, Place]:
    """Where each organisation and service begins."""
    draft, _ = read(root, today)
    places = {service.record: service.organisation.place(*service.path) for service in draft.services}
    return {entry.values["id"]: entry.place() for entry in draft.organisations if "id" in entry.values} | places


def _notice(change: Change, wording: Wording, places: Mapping[str, Place], changed: Iterable[str]) -> report.Notice:
    """A change as something to read beside the record that it is about, or beside the file."""
    file = next((name for name in (change.values.get("file"), change.record) if name in changed), "")
    list_of = f"data/{change.record.partition('/')[0]}.yaml"
    known = places.get(change.record) or places.get(change.record.partition("/")[0])
    place = known or Place(file or (list_of if list_of in changed else ORGANISATIONS))
    severity = "blocker" if change.owner else SEVERITY.get(change.danger, "major")
    return report.Notice(place, change.rule, severity, wording.sentence(change))


def write_lock(root: Path, today: date) -> None:
    """Write the lock of the crisis numbers that the data hold now."""
    draft, problems = read(root, today)
    errors = [problem for problem in problems if problem.level == "error"]
    if errors or draft.guide is None:
        raise DataProblems(errors)
    known = {entry.values.get("id") for entry in draft.help_types}
    kinds = draft.lock.help_types if draft.lock else tuple(kind for kind in KINDS if kind in known)
    text = lock_text(draft.guide.values["emergency"][0].display, kinds, crisis_numbers(draft))
    keeping.write(root / LOCK, text)


def _states(root: Path, base: str, head: str | None, scratch: Path) -> tuple[Path, Path, tuple[str, ...]]:
    """The folders of both states and the paths of the files that differ."""
    if Path(base).is_dir():
        before, after = Path(base), Path(head) if head else root
        if not after.is_dir():
            raise Stop("no-revision", 2, found=head)
        return before, after, _different(before, after)
    point = _git(root, "merge-base", base, head or "HEAD", fails=True).decode().strip() or base
    before = _checked_out(root, point, scratch / "before")
    names = ["diff", "--name-only", "--no-renames", "-z", "--relative", point, *([head] if head else [])]
    changed = _git(root, *names).decode("utf-8", "replace").split("\0")
    if head is None:
        changed += _git(root, "ls-files", "--others", "--exclude-standard", "-z").decode("utf-8", "replace").split("\0")
    after = _checked_out(root, head, scratch / "after") if head else root
    return before, after, tuple(sorted({name for name in changed if name}))


def _checked_out(root: Path, revision: str, folder: Path) -> Path:
    """The data of a revision in a folder of its own."""
    listed = _git(root, "ls-tree", "--name-only", "-z", revision, fails=True).decode("utf-8", "replace").split("\0")
    present = [part for part in PARTS if part in listed]
    if not present:
        raise Stop("no-revision", 2, found=revision)
    try:
        with tarfile.open(fileobj=io.BytesIO(_git(root, "archive", "--format=tar", revision, *present))) as archive:
            archive.extractall(folder, filter="data")
    except tarfile.TarError as trouble:  # a symbolic link that leads out of the folder
        raise Stop("no-revision", 2, found=f"{revision}: {trouble}") from None
    return folder


def _git(root: Path, *arguments: str, fails: bool = False) -> bytes:
    """What git writes; nothing when it may fail and does."""
    if any(argument.startswith("-") for argument in arguments[1:] if argument not in _OPTIONS):
        raise Stop("no-revision", 2, found=" ".join(arguments[1:]))
    try:
        result = subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=False)
    except FileNotFoundError as missing:
        raise Stop("no-git", 3, found=str(missing)) from None
    if result.returncode and not fails:
        raise Stop("no-revision", 2, found=result.stderr.decode("utf-8", "replace").strip().split("\n")[-1])
    return b"" if result.returncode else result.stdout


_OPTIONS = frozenset(
    ("--name-only", "--no-renames", "--relative", "-z", "--format=tar", "--others", "--exclude-standard")
)


def _different(before: Path, after: Path) -> tuple[str, ...]:
    """The files of two folders that differ; only the parts that make a guide are looked at."""
    found = {}
    for folder in (before, after):
        for part in PARTS:
            whole = folder / part
            for path in [whole] if whole.is_file() else sorted(whole.rglob("*")):
                if path.is_file() and not path.is_symlink():
                    found.setdefault(path.relative_to(folder).as_posix(), []).append(path.read_bytes())
    return tuple(sorted(name for name, texts in found.items() if len(texts) == 1 or texts[0] != texts[1]))


def _articles(before: Path, after: Path, changed: tuple[str, ...]) -> dict[str, tuple[str, str]]:
    """The words of the changed articles, before and now."""
    return {
        name: (_text(before / name), _text(after / name))
        for name in changed
        if name.startswith("content/") and name.endswith(".md")
    }


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() and not path.is_symlink() else ""
