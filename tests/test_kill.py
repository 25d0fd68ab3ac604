"""Whole `guide build` processes, killed: the published folder is the old or the new site, and the next build works."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.commands.init import STARTER
from tests.built import ROOT, TODAY

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the whole promise holds where folders are exchanged")
NUMBERS = ("85 744 50 27", "85 744 50 28")
RECORD = """\
  - id: org-{0:03}
    name: {{pl: "Dom {0}"}}
    phones: ["{1}"]
    area: przykladowo
    help_types: [night-shelter]
    source: https://przewodnik.example
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    """The example that `guide init` makes, with forty records more."""
    folder = tmp_path_factory.mktemp("kill") / "guide"
    shutil.copytree(STARTER, folder)
    return folder


def edit(root: Path, version: int) -> None:
    """Write one of two versions of the guide: another phone, and a record more or less."""
    drop_in = root / "data" / "organisations"
    drop_in.mkdir(exist_ok=True)
    for number in range(40):
        text = "organisations:\n" + RECORD.format(number, NUMBERS[version])
        (drop_in / f"org-{number:03}.yaml").write_text(text, "utf-8")
    if version:
        (drop_in / "org-039.yaml").unlink()


def begun(root: Path, out: Path, workers: int = 2, **options) -> subprocess.Popen:
    """A build that runs, in a group of its own."""
    command = [sys.executable, "-m", "generator", "build", "--lang", "en", "--quiet", "--today", TODAY]
    command += ["--root", str(root), "--out", str(out), "--workers", str(workers)]
    return subprocess.Popen(
        command, cwd=ROOT, start_new_session=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options
    )


def built(root: Path, out: Path) -> dict[str, bytes]:
    """What stands there after a build that nobody disturbed."""
    process = begun(root, out)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 0, said
    return held(out)


def held(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def workers_of(process: subprocess.Popen) -> list[int]:
    """The processes that a build has begun and that are still there."""
    try:
        return [int(one) for one in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]
    except OSError:
        return []


def gone(pids: list[int]) -> bool:
    """Whether none of these processes is left after a while."""
    for _ in range(200):
        if not any(Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_text() for pid in pids):
            return True
        time.sleep(0.05)
    return False


@pytest.fixture(scope="module")
def sites(root, tmp_path_factory) -> list[dict[str, bytes]]:
    """The two sites that the two versions make."""
    folder = tmp_path_factory.mktemp("sites")
    found = []
    for version in (0, 1):
        edit(root, version)
        found.append(built(root, folder / str(version)))
    assert found[0] != found[1]
    return found


def killed_at_random(root: Path, out: Path, sites: list[dict[str, bytes]], times: int, seed: int) -> tuple[int, int]:
    """Kill builds from one version to the other, then let one end; how many published and how many had workers."""
    chance = random.Random(seed)
    edit(root, 1)
    built(root, out)
    edit(root, 0)
    begin = time.monotonic()
    assert built(root, out) == sites[0]
    whole = time.monotonic() - begin
    version, published, with_workers = 0, 0, 0
    for _ in range(times):
        edit(root, 1 - version)
        if chance.random() < 0.5:  # then every page is rendered, by the workers
            shutil.rmtree(root / ".build" / "memory")
        process = begun(root, out, chance.choice((1, 2)))
        time.sleep(chance.random() * whole * 1.1)
        workers = workers_of(process)
        with_workers += bool(workers)
        whom = chance.choice(("build", "build", "worker", "all"))
        if whom == "worker" and workers:
            os.kill(chance.choice(workers), signal.SIGKILL)
            _, said = process.communicate(timeout=300)
            assert process.returncode in (0, 3), said
            assert process.returncode == 0 or "ended from outside" in said
        else:
            (os.killpg if whom == "all" else os.kill)(process.pid, signal.SIGKILL)
            process.communicate(timeout=60)
            assert gone(workers), "workers of a killed build go on"
        now = held(out)
        assert now in sites, f"neither the old nor the new site after {whom} was killed"
        published += now == sites[1 - version]
        assert built(root, out) == sites[1 - version]
        version = 1 - version
    return published, with_workers


def test_a_build_killed_at_any_moment_does_no_harm(root, sites, tmp_path):
    """A few times, the process, a worker of it, or all."""
    killed_at_random(root, tmp_path / "site", sites, 2, seed=3)


@pytest.mark.audit
def test_builds_killed_a_hundred_times_do_no_harm(root, sites, tmp_path, audit, capsys):
    """Old or new each time; the next build always works."""
    times = 100 if audit == "full" else 8
    published, with_workers = killed_at_random(root, tmp_path / "site", sites, times, seed=20261122)
    with capsys.disabled():
        print(f"\n{times} killed, {with_workers} of them while workers ran; {published} had published", end="")


def test_a_killed_worker_ends_the_build_with_a_word(root, sites, tmp_path):
    """A worker that the system ends, as when memory runs out: the old site, a message, and exit code 3."""
    edit(root, 0)
    built(root, tmp_path / "site")
    edit(root, 1)
    process = begun(root, tmp_path / "site")
    for _ in range(3000):
        if workers := workers_of(process):
            os.kill(workers[0], signal.SIGKILL)
            break
        time.sleep(0.002)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 3 and "ended from outside" in said, said
    assert held(tmp_path / "site") == sites[0]
    assert gone(workers)


def test_two_builds_of_a_folder_at_once(root, sites, tmp_path):
    """One publishes; the other one publishes after it, or says who is at work."""
    edit(root, 0)
    out = tmp_path / "site"
    built(root, out)
    edit(root, 1)
    both = [begun(root, out), begun(root, out, workers=1)]
    said = [process.communicate(timeout=300)[1] for process in both]
    codes = [process.returncode for process in both]
    assert set(codes) <= {0, 3} and 0 in codes, said
    assert all(code == 0 or "Another build is writing" in words for code, words in zip(codes, said, strict=True))
    assert held(out) == sites[1]
    assert not list(tmp_path.glob(".site.lock"))


@pytest.mark.audit
@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs the right to mount a small disk")
def test_a_build_onto_a_full_disk_says_so(root, sites, tmp_path):
    """A real disk with room for one site and a bit: the old site stays, the message says what to do."""
    disk = tmp_path / "disk"
    disk.mkdir()
    # Each file takes whole pages of a tmpfs; the folders take some, too.
    whole = sum(-(-len(data) // 4096) * 4 for data in sites[0].values())
    outcomes = set()
    for room in (40, 100, 200, 400):
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={whole + room}k", "tmpfs", disk], check=False)
        if mounted.returncode:
            pytest.skip("this machine lets nobody mount")
        try:
            edit(root, 0)
            assert built(root, disk / "site") == sites[0]
            edit(root, 1)
            process = begun(root, disk / "site")
            _, said = process.communicate(timeout=300)
            outcomes.add(process.returncode)
            assert process.returncode in (0, 3) and "Traceback" not in said
            assert process.returncode == 0 or "disk is full" in said
            assert held(disk / "site") == sites[process.returncode == 0]
        finally:
            subprocess.run(["umount", disk], check=True)
    assert 3 in outcomes
