"""Builds the site twice, with everything different that should not matter, and compares every byte.

Run it with `make reproduce`. The second time the folder, the order in which its files were made, the seed of hashes,
the time zone, the language of the system, the number of processes, what stands in the target already and, where
Debian's `faketime` is installed, the clock are others.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.built import GUIDE_PARTS, ROOT, TODAY

EARLIER = "2026-01-15"
"""The day of a site that stands in the target before."""
CLOCK = "2031-03-04 05:06:07"


def main() -> int:
    """Build twice, below `.build/reproduce`, and say what differs."""
    folder = ROOT / ".build" / "reproduce"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    found = differences(ROOT, folder)
    clock = "under another clock" if shutil.which("faketime") else "under the same clock, since faketime is missing"
    if found:
        print("\n".join(["These files differ:", *found]))
        return 1
    print(f"The same bytes twice, {clock}.")
    return 0


def differences(guide: Path, folder: Path) -> list[str]:
    """Build the guide in copies below `folder`, as differently as can be; the paths of files that differ."""
    one, two = folder / "one", folder / "druga kopia שנייה"
    copied(guide, one, backwards=False)
    copied(guide, two, backwards=True)
    noon = str(int(datetime.fromisoformat(f"{TODAY}T12:00").replace(tzinfo=UTC).timestamp()))
    build(one, "--backend", "serial", PYTHONHASHSEED="1", TZ="Pacific/Kiritimati", LC_ALL="C", SOURCE_DATE_EPOCH=noon)
    build(two, "--today", EARLIER, PYTHONHASHSEED="5")
    clock = ("faketime", CLOCK) if shutil.which("faketime") else ()
    other = {"PYTHONHASHSEED": "2", "TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "NO_FAKE_STAT": "1"}
    # Frames from the earlier build would be the first machine's in nothing but the clock.
    shutil.rmtree(two / ".build" / "frames")
    build(two, "--workers", "2", "--today", TODAY, clock=clock, **other)
    sites = [held(copy / "site") for copy in (one, two)]
    return sorted(path for path in sites[0].keys() | sites[1].keys() if sites[0].get(path) != sites[1].get(path))


def copied(guide: Path, target: Path, backwards: bool) -> None:
    """A copy of a guide; its files are made in the order of their names, or the other way round."""
    files = [
        file
        for part in GUIDE_PARTS
        for file in ([guide / part] if (guide / part).is_file() else sorted((guide / part).rglob("*")))
        if file.is_file()
    ]
    for file in sorted(files, reverse=backwards):
        place = target / file.relative_to(guide)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place)


def build(root: Path, *options: str, clock: tuple[str, ...] = (), **environment: str) -> None:
    """Build a guide in its own folder; what stands in the environment stays unless it is named."""
    kept = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    command = [*clock, sys.executable, "-m", "generator", "build", "--quiet", "--no-booklets", "--root", root, *options]
    subprocess.run(command, cwd=ROOT, env={**kept, **environment}, check=True, timeout=600)


def held(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, the manifest too."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


if __name__ == "__main__":
    sys.exit(main())
