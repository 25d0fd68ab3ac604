"""`guide print`: the booklets of the editions that `data/guide.yaml` declares, as PDF."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from generator import keeping, report
from generator.languages import SPOKEN
from generator.languages import language as language_of
from generator.load import load, past
from generator.model import Edition, Guide
from generator.problems import DataProblems, Place, Problem, Stop
from generator.strings import speak

FORMATS = ("booklet", "imposed", "large", "sheet", "card")
PACKAGES = ("typst", "pikepdf", "segno")


def add_parser(commands: argparse._SubParsersAction, common: argparse.ArgumentParser) -> None:
    """Add the command; `--lang` names languages of booklets here, and messages take the first."""
    parser = commands.add_parser(
        "print", parents=[common], conflict_handler="resolve", help="make booklets, street sheets and cards as PDF"
    )
    parser.add_argument("--lang", action="append", dest="booklets_in", help="language (default: all of the guide)")
    parser.add_argument("--edition", action="append", metavar="ID", help="edition of data/guide.yaml (default: all)")
    parser.add_argument(
        "--format", action="append", choices=(*FORMATS, "all", "errata"), help="kind of file (default: all)"
    )
    parser.add_argument("--since", metavar="REV", help="with --format errata: the git revision of the old booklet")
    parser.add_argument(
        "--out", type=Path, default=None, help="folder (default: .build/booklets in the guide's folder)"
    )
    parser.add_argument("--quiet", action="store_true", help="say nothing when all is well")
    parser.set_defaults(run=run, lang=None)


def run(arguments: argparse.Namespace) -> int:
    """Print; 1 when a record cannot be printed."""
    spoken = [code for code in arguments.booklets_in or () if code in SPOKEN]
    arguments.lang = spoken[0] if spoken else arguments.lang  # of what is said from here on, also where it ends badly
    if not arguments.root.is_dir():
        raise Stop("no-guide", 2, path=str(arguments.root))
    _require()
    guide, _warnings = load(arguments.root, arguments.today)
    speak(guide.words)
    editions = _chosen(guide, arguments.edition)
    languages = _languages(guide, arguments.booklets_in)
    words = report.Words(arguments.lang)
    languages = _written(languages, words)
    if not languages:
        return 1
    if editions and not guide.settings.site_url:
        problem = Problem(Place("mkdocs.yml"), "print-address", "", "site_url", {}, "warning")
        print(report.text(problem, words), file=sys.stderr)
    formats = tuple(arguments.format or ("all",))
    drawn = FORMATS if "all" in formats else tuple(form for form in FORMATS if form in formats)
    out = arguments.out or arguments.root / ".build" / "booklets"
    with _writing(out):
        out.mkdir(parents=True, exist_ok=True)
    if "errata" in formats:
        _errata(arguments, guide, editions, languages, out, words)
    if drawn:
        _letters(arguments.root, _missing(guide, editions, languages))
        _print(guide, editions, languages, drawn, out, words, arguments.quiet)
    return 0


def _require() -> None:
    """Stop unless the packages of the group `print` are there."""
    from importlib.util import find_spec

    missing = [name for name in PACKAGES if find_spec(name) is None]
    if missing:
        raise Stop("print-packages", 3, found=", ".join(missing))


def _chosen(guide: Guide, names: list[str] | None) -> tuple[Edition, ...]:
    known = {edition.id: edition for edition in guide.settings.editions}
    for name in names or ():
        if name not in known:
            raise Stop("print-edition", 2, found=name, known=", ".join(known))
    return tuple(known[name] for name in dict.fromkeys(names or known))


def _languages(guide: Guide, codes: list[str] | None) -> tuple[str, ...]:
    for code in codes or ():
        if code not in guide.settings.languages:
            raise Stop("print-language", 2, found=code, known=", ".join(guide.settings.languages))
    return tuple(dict.fromkeys(codes or guide.settings.languages))


def _written(languages: tuple[str, ...], words: report.Words) -> tuple[str, ...]:
    """Those whose script the booklets' font has; a warning for each of the others."""
    from generator.booklets.letters import lacking

    without = [code for code in languages if lacking(language_of(code).name)]
    for code in without:
        problem = Problem(Place("data/guide.yaml"), "print-script", "", "languages", {"found": code}, "warning")
        print(report.text(problem, words), file=sys.stderr)
    return tuple(code for code in languages if code not in without)


def _print(
    guide: Guide,
    editions: tuple[Edition, ...],
    languages: tuple[str, ...],
    formats: tuple[str, ...],
    out: Path,
    words: report.Words,
    quiet: bool,
) -> None:
    from generator.booklets import formats as booklets
    from generator.booklets import manifest
    from generator.commands.build import bar

    if not editions:
        first, name = guide.settings.languages[0], guide.settings.name
        title = f'{first}: "{name.in_language(first).words}"'
        values = {"example": f"- {{id: all, title: {{{title}}}}}"}
        problem = Problem(Place("data/guide.yaml"), "print-nothing", "", "editions", values, "warning")
        print(report.text(problem, words), file=sys.stderr)
    editions = tuple(edition for edition in editions if _filled(guide, edition, words))
    state = manifest.digest(guide)
    rows = []
    with bar(not quiet) as progress:
        done, of = 0, len(editions) * len(languages) * len(formats)
        for edition in editions:
            for language in languages:
                for form in formats:
                    for made in booklets.made(guide, edition, language, (form,)):
                        _write(out / made.name, made.pdf)
                        rows.append(manifest.entry(guide, made, state))
                        _say(made, out, words, quiet)
                    done += 1
                    if progress:
                        progress(done, of)
        if "imposed" in formats and editions:
            for language in languages:
                made = booklets.fold_test(guide, language)
                _write(out / made.name, made.pdf)
                rows.append(manifest.entry(guide, made, state))
                _say(made, out, words, quiet)
    with _writing(out / manifest.NAME):
        manifest.write(out, rows)


def _filled(guide: Guide, edition: Edition, words: report.Words) -> bool:
    """Whether an edition has anything to print; a warning where it has not."""
    from generator.booklets.selection import selection

    if selection(guide, edition).chapters:
        return True
    problem = Problem(Place("data/guide.yaml"), "print-empty", edition.id, "editions", {}, "warning")
    print(report.text(problem, words), file=sys.stderr)
    return False


def _write(path: Path, pdf: bytes) -> None:
    with _writing(path):
        keeping.write(path, pdf)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Turn what the machine refuses into a `Stop`: on Windows a PDF that somebody looks at cannot be written anew."""
    try:
        yield
    except OSError as failure:
        raise Stop("print-write", 3, path=str(failure.filename or path), found=failure.strerror or "") from failure


def _say(made, out: Path, words: report.Words, quiet: bool) -> None:
    """A line a file, and a warning where it passes its pages."""
    if not quiet:
        values = {"path": str(out / made.name), "pages": made.pages, "kilobytes": -(-len(made.pdf) // 1024)}
        print(words.sentence("print-file", values))
    if made.leave_out:
        values = {"found": made.pages, "pages": made.budget, "known": ", ".join(made.leave_out)}
        problem = Problem(Place("data/guide.yaml"), "print-budget", made.edition, "pages", values, "warning")
        print(report.text(problem, words), file=sys.stderr)


def _missing(guide: Guide, editions: tuple[Edition, ...], languages: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    from generator.booklets.booklet import prepared
    from generator.booklets.letters import missing
    from generator.booklets.selection import selection

    for edition in editions:
        chosen = selection(guide, edition)
        for language in languages:
            yield from missing(prepared(guide, chosen, language))


def _letters(root: Path, found: Iterable[tuple[str, str]]) -> None:
    """Stop with every letter that the font lacks, and where it stands."""
    problems = []
    for record, letters in dict.fromkeys(found):
        shown = " ".join(f"{letter} (U+{ord(letter):04X})" for letter in letters)
        problems.append(Problem(_place(root, record), "print-letter", record, "", {"found": shown}))
    if problems:
        raise DataProblems(problems)


def _place(root: Path, record: str) -> Place:
    """The line that begins a record."""
    organisation = record.partition("/")[0]
    if not organisation:
        return Place("data/guide.yaml")
    folder = root / "data" / "organisations"
    files = [root / "data" / "organisations.yaml", *(sorted(folder.glob("*.yaml")) if folder.is_dir() else ())]
    for path in files:
        if not path.is_file():
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if line.strip().removeprefix("- ").replace('"', "") == f"id: {organisation}":
                return Place(path.relative_to(root).as_posix(), number, line.index("id:") + 1)
    return Place("data/organisations.yaml")


def _errata(
    arguments: argparse.Namespace,
    guide: Guide,
    editions: tuple[Edition, ...],
    languages: tuple[str, ...],
    out: Path,
    words: report.Words,
) -> None:
    """What changed since a revision, one page to slip into the booklets that are out."""
    from generator.booklets.errata import errata, missing

    if not arguments.since:
        raise Stop("print-since", 2)
    with tempfile.TemporaryDirectory() as folder:
        old_root = _revision(arguments.root, arguments.since, Path(folder))
        old = _past(old_root, arguments, words)
    wanted = [(edition, language) for edition in editions for language in languages]
    _letters(arguments.root, (one for pair in wanted for one in missing(old, guide, *pair)))
    for edition, language in wanted:
        made = errata(old, guide, edition, language)
        _write(out / made.name, made.pdf)
        _say(made, out, words, arguments.quiet)


def _past(root: Path, arguments: argparse.Namespace, words: report.Words) -> Guide:
    """The old guide; what is wrong with it cannot be put right any more, so that one mistake says enough."""
    try:
        return past(root, arguments.today)
    except DataProblems as error:
        first = next(one for one in error.problems if one.level == "error")
        reason = report.text(first, words)
        raise Stop("print-revision", 1, found=arguments.since, reason=reason) from error


def _revision(root: Path, revision: str, folder: Path) -> Path:
    """The guide as it stood at a revision, unpacked into `folder`."""
    command = ["git", "-C", str(root), "archive", "--format=tar", revision, "data", "content", "mkdocs.yml"]
    try:
        archive = subprocess.run(command, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", b"") or str(error).encode()
        raise Stop("print-revision", 2, found=revision, reason=said.decode("utf-8", "replace").strip()) from error
    with tarfile.open(fileobj=BytesIO(archive)) as packed:
        packed.extractall(folder, filter="data")
    return folder
