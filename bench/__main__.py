"""Ours against naive MkDocs, Hugo and the bare writing of the files: one command, a table, and what the aims say.

    make bench                          # 300, 3,000 and 30,000 records, all contestants: most of an hour
    make bench ARGS="--sizes 300"       # a few minutes
    make bench ARGS="--sizes 3000 --without naive"

Runs of all contestants take turns, their output goes to memory (`--folder`, a tmpfs), and CPU time is that of the
process and its children. Other work on the machine still shows: so figures are compared within one table only, a sum
that is always the same runs between the others, and the table says how far the rounds differ.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from bench import data, hugo, naive
from bench.same import sameness

ROOT = data.ROOT
PYTHON = sys.executable
LARGE = 30_000
"""Records from which naive MkDocs is left out, for it takes hours, and the others run once."""
CHECKED = 10_000
"""Records that are only checked."""


class Run(NamedTuple):
    """What a run took."""

    cpu: float
    wall: float
    memory: float
    """In MB: the largest process."""


def measured(command: list[str | Path], folder: Path) -> Run:
    """Run a command and look at what it took."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1795305600", "PYTHONPYCACHEPREFIX": "/tmp/guide-bench-pyc"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    # By a small process: what a process takes at most counts from its birth, when it is a copy of its parent.
    launched = [PYTHON, "-c", LAUNCH, *map(str, command)]
    done = subprocess.run(launched, cwd=folder, env=environment, capture_output=True, text=True, errors="replace")
    status, cpu, wall, memory = json.loads(done.stdout.splitlines()[-1])
    if status:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {status}:\n{done.stderr[-2000:]}")
    return Run(cpu, wall, memory)


LAUNCH = """\
import json, os, sys, time
started = time.perf_counter()
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, 2, 1)])
_, status, usage = os.wait4(child, 0)
wall = time.perf_counter() - started
took = usage.ru_utime + usage.ru_stime
print(json.dumps([os.waitstatus_to_exitcode(status), took, wall, usage.ru_maxrss / 1024]))
"""
NOISE, OURS, SERIAL, CHANGED = "the same sum each time", "ours", "ours, one worker", "ours, one record changed"
FLOOR, CHECK, HUGO = "writing alone", "ours, check", "Hugo"
NAIVE, NAIVE_SEARCH = "naive MkDocs, no de-duplication", "naive MkDocs"
SUM = "sum(number * number for number in range(5_000_000))"
WRITING = """\
import sys, os, time, json
from pathlib import Path
source, target = map(Path, sys.argv[1:])
files = [(path.relative_to(source), path.read_bytes()) for path in source.rglob("*") if path.is_file()]
cpu, wall = time.process_time(), time.perf_counter()
for folder in sorted({str(name.parent) for name, _ in files}):
    os.makedirs(target / folder, exist_ok=True)
prefix = f"{target}/"
for name, content in files:
    file = os.open(prefix + str(name), os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    os.write(file, content)
    os.close(file)
print(json.dumps([time.process_time() - cpu, time.perf_counter() - wall]))
"""


def contestants(
    folder: Path, size: int, arguments: argparse.Namespace, notes: dict[int, str]
) -> dict[str, Callable[[], Run]]:
    """Name to one run, with its folder made ready; `notes` takes how far the first run of Hugo makes our pages."""
    made = data.generator(arguments.generator)
    own, out = folder / f"guide-{size}", folder / f"site-{size}"
    slot = folder / f".site-{size}.next"
    if not (own / "mkdocs.yml").exists():
        data.write(own, size, made)
    build = [PYTHON, "-m", "generator", "build", "--root", own, "--out", out, "--quiet"]

    def cold(*more: str) -> Run:
        # The slot beside the site too: files that stand there need not be written.
        for stale in (own / ".build", out, slot):
            shutil.rmtree(stale, ignore_errors=True)
        return measured([*build, *more], ROOT)

    def changed() -> Run:
        if not (own / ".build" / "memory").exists() or not out.exists():
            measured(build, ROOT)
        if not slot.exists():  # the first change after a clean build also links every file into the slot, once
            data.change(own)
            measured(build, ROOT)
        data.change(own)
        return measured(build, ROOT)

    def floor() -> Run:
        shutil.rmtree(folder / "floor", ignore_errors=True)
        said = subprocess.run([PYTHON, "-c", WRITING, out, folder / "floor"], capture_output=True, check=True).stdout
        shutil.rmtree(folder / "floor")
        cpu, wall = json.loads(said)
        return Run(cpu, wall, 0)

    def check() -> Run:
        # In a folder of its own: what a build or a former check remembers is not to be of help.
        alone = folder / f"check-{size}"
        if not alone.exists():
            data.write(alone, size, made)
        shutil.rmtree(alone / ".build", ignore_errors=True)
        return measured([PYTHON, "-m", "generator", "check", "--root", alone], ROOT)

    def naive_mkdocs(search: bool) -> Run:
        site = folder / f"naive-{size}-{search}"
        if not site.exists():
            naive.write(site, size, made, search)
        shutil.rmtree(site / "site", ignore_errors=True)
        return measured([PYTHON, "-m", "mkdocs", "build", "--quiet"], site)

    def of_hugo() -> Run:
        site = folder / f"hugo-{size}"
        first = size not in notes
        if first:  # of the guide as it was last built, by another process: it holds all records at once
            subprocess.run([PYTHON, "-m", "bench.hugo", own, site], cwd=ROOT, check=True)
        shutil.rmtree(site / "public", ignore_errors=True)
        took = measured([arguments.hugo, "--quiet"], site)
        if first:
            notes[size] = f"{size:,} records: Hugo makes {sameness(out, site / 'public')}"
        return took

    if size == CHECKED:
        return {CHECK: check}
    found = {
        OURS: cold,
        SERIAL: lambda: cold("--workers", "1"),
        CHANGED: changed,
        FLOOR: floor,
        CHECK: check,
    }
    if "hugo" not in arguments.without:
        found[HUGO] = of_hugo
    if "naive" not in arguments.without and size < LARGE:
        found |= {NAIVE: lambda: naive_mkdocs(False), NAIVE_SEARCH: lambda: naive_mkdocs(True)}
    return found


Results = dict[int, dict[str, list[Run]]]


def median(results: Results, size: int, name: str) -> Run | None:
    """The middle of what the runs of a contestant took."""
    runs = results.get(size, {}).get(name)
    return Run(*[statistics.median(run[index] for run in runs) for index in range(3)]) if runs else None


def table(results: Results, pages: dict[int, int]) -> Iterator[str]:
    """The medians, how far the rounds differ, and how many times what ours takes."""
    yield "| records | pages | what | CPU s | least to most | wall s | MB | CPU ÷ ours | wall ÷ ours |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for size, runs in results.items():
        ours = median(results, size, OURS)
        for name, found in runs.items():
            middle = median(results, size, name)
            spread = f"{min(run.cpu for run in found):.2f}–{max(run.cpu for run in found):.2f}"
            ratios = f"{middle.cpu / ours.cpu:.2f} | {middle.wall / ours.wall:.2f}" if ours else " | "
            took = f"{middle.cpu:.2f} | {spread} | {middle.wall:.2f} | {middle.memory:.0f}"
            yield f"| {size:,} | {pages.get(size, 0):,} | {name} | {took} | {ratios} |"


def aims(results: Results, pages: dict[int, int]) -> Iterator[str]:
    """What the project aims at, beside what was measured; nothing where a contestant did not run."""

    def ratio(size: int, one: str, other: str, what: str = "cpu") -> float | None:
        first, second = median(results, size, one), median(results, size, other)
        return getattr(first, what) / getattr(second, what) if first and second and getattr(second, what) else None

    def took(size: int, name: str, what: str = "cpu") -> float | None:
        run = median(results, size, name)
        return getattr(run, what) if run else None

    small, large = took(3000, OURS), took(LARGE, OURS)
    a_page = (large / pages[LARGE]) / (small / pages[3000]) if small and large else None
    rows: tuple[tuple[str, float | None, str, float], ...] = (
        ("3,000: naive MkDocs' CPU ÷ ours", ratio(3000, NAIVE_SEARCH, OURS), "≥", 80),
        ("3,000: the same without de-duplication", ratio(3000, NAIVE, OURS), "≥", 35),
        ("3,000: our wall time ÷ Hugo's", ratio(3000, OURS, HUGO, "wall"), "≤", 0.5),
        ("30,000: our CPU ÷ Hugo's", ratio(LARGE, OURS, HUGO), "≤", 0.3),
        ("30,000: our CPU ÷ that of writing alone", ratio(LARGE, OURS, FLOOR), "≤", 7),
        ("30,000: MB, the largest process", took(LARGE, OURS, "memory"), "≤", 400),
        ("CPU a page at 30,000 ÷ at 3,000", a_page, "≤", 1),
        ("3,000: CPU s after one change", took(3000, CHANGED), "≤", 0.35),
        ("30,000: CPU s after one change", took(LARGE, CHANGED), "≤", 2.5),
        ("10,000: wall s of check", took(CHECKED, CHECK, "wall"), "≤", 8),
    )
    yield "| aim | measured | wanted | |"
    yield "|---|---|---|---|"
    for name, value, sign, wanted in rows:
        if value is not None:
            met = value >= wanted if sign == "≥" else value <= wanted
            yield f"| {name} | {value:.2f} | {sign} {wanted:g} | {'met' if met else 'not met'} |"


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[300, 3000, CHECKED, LARGE])
    parser.add_argument("--rounds", type=int, default=3, help="of what takes less than minutes")
    parser.add_argument("--folder", type=Path, default=Path("/dev/shm/guide-bench"))
    parser.add_argument("--generator", type=Path, default=data.GENERATOR)
    parser.add_argument("--without", nargs="+", choices=("naive", "hugo"), default=[])
    parser.add_argument("--hugo", default=hugo.program(), help="the program")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    results: Results = {}
    pages: dict[int, int] = {}
    notes: dict[int, str] = {}
    measured([PYTHON, "-m", "generator", "check", "--root", ROOT], ROOT)  # Python compiles our modules once
    for size in arguments.sizes:
        runs = results.setdefault(size, {})
        for number in range(1 if size >= LARGE else arguments.rounds):
            for name, one in contestants(arguments.folder, size, arguments, notes).items():
                if number and name in (NAIVE, NAIVE_SEARCH) and size >= 3000:
                    continue
                runs.setdefault(NOISE, []).append(measured([PYTHON, "-c", SUM], ROOT))
                runs.setdefault(name, []).append(one())
                if name == OURS:
                    pages[size] = sum(1 for _ in (arguments.folder / f"site-{size}").rglob("*.html"))
                print(
                    size,
                    number,
                    name,
                    *(f"{value:.2f}" for value in runs[name][-1]),
                    f"sum {runs[NOISE][-1].cpu:.2f}",
                    file=sys.stderr,
                    flush=True,
                )
    print("\n".join([*table(results, pages), "", *notes.values(), "", *aims(results, pages)]))


if __name__ == "__main__":
    main()
