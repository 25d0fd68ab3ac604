"""The command as a process: what it prints arrives, and its exit code says how it went."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.small import small_guide

ROOT = Path(__file__).parents[1]
FULL = Path("/dev/full")
"""A disk that is always full."""


def guide(*arguments: str, at_once: bool = False, clock: str = "", **about) -> subprocess.CompletedProcess:
    """Run the command with its output held back until its end, as Python does when nobody looks, or written at once."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1" if at_once else "", "SOURCE_DATE_EPOCH": clock}
    command = [sys.executable, "-m", "generator", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True, **about)


def test_what_is_printed_arrives() -> None:
    """All of it, and the code is that of the work."""
    done = guide("check", stdout=subprocess.PIPE)
    assert done.returncode == 0
    assert done.stdout.count(": do sprawdzenia: ") == done.stdout.count("\n") > 0
    assert "Wszystko w porządku." in done.stderr
    assert guide("check", "--root", "nowhere", stdout=subprocess.PIPE).returncode == 2


@pytest.mark.skipif(not FULL.exists(), reason="no such device here")
@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize(
    ("language", "words"), [("pl", "Nie udało się wypisać"), ("he", "לא היה אפשר לכתוב"), ("en", "Not all that")]
)
def test_a_full_disk_is_said(language: str, words: str, at_once: bool) -> None:
    """What could not be written is no success, nor is it a mistake of ours."""
    with FULL.open("w") as full:
        done = guide("check", "--lang", language, stdout=full, at_once=at_once)
    assert done.returncode == 3
    assert done.stderr.rstrip().splitlines()[-1].startswith(words)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("clock", ["99999999999999", "9" * 40, "2026-11-22", "²"])
def test_a_clock_that_tells_no_day_is_a_mistake_of_the_call(clock: str) -> None:
    """SOURCE_DATE_EPOCH in milliseconds, say, or as a date: today in its place would not be what was asked for."""
    done = guide("check", "--lang", "en", clock=clock)
    assert done.returncode == 2
    assert f"SOURCE_DATE_EPOCH={clock} is no day" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit to memory that counts")
def test_a_lack_of_memory_is_no_mistake_of_ours(tmp_path: Path) -> None:
    """It is said in words; whoever reads them can do something about it."""
    root = small_guide(tmp_path)
    with (root / "data/organisations.yaml").open("a", encoding="utf-8") as file:
        file.writelines(f"# {'x' * 78}\n" for _ in range(100_000))
    limited = """
import resource, sys
from generator.__main__ import main
arguments = ["check", "--lang", "en", "--root"]
main([*arguments, "nowhere"])  # what words need is there
now = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmSize"))
resource.setrlimit(resource.RLIMIT_AS, ((now << 10) + (2 << 20),) * 2)
sys.exit(main([*arguments, sys.argv[1]]))
"""
    done = subprocess.run([sys.executable, "-c", limited, str(root)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 3
    assert done.stderr.splitlines()[-1].startswith("There was not enough memory") and "Traceback" not in done.stderr


def test_a_reader_may_leave() -> None:
    """As `guide stale | head` does: nothing is wrong then."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as gone:
        done = guide("check", stdout=gone)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert "Errno" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
def test_without_any_output_the_code_remains() -> None:
    """As a job does whose output was closed."""
    line = f'exec "{sys.executable}" -m generator check >&-'
    done = subprocess.run(["sh", "-c", line], cwd=ROOT, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert subprocess.run(["sh", "-c", f"{line} 2>&-"], cwd=ROOT).returncode == 0


def test_an_installation_without_its_theme_says_so(tmp_path: Path) -> None:
    """As by `pip install` without `-e`, which takes the code alone."""
    shutil.copytree(ROOT / "generator", tmp_path / "generator", ignore=shutil.ignore_patterns("__pycache__"))
    done = subprocess.run(
        [sys.executable, "-m", "generator", "check"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert "pip install -e" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("languages", "said"),
    [
        ("languages: [uk, en, pl]\n", "has no record"),
        ("languages: # pl was the first one\n  - he\n  - pl\n", "אין"),
        ("", "nie ma"),
    ],
)
def test_messages_are_in_the_first_language_of_the_guide(tmp_path: Path, languages: str, said: str) -> None:
    """Of those that we speak; who asks for another gets that."""
    root = small_guide(tmp_path)
    text = (root / "data/guide.yaml").read_text("utf-8").replace("languages: [pl, he, en]\n", languages)
    (root / "data/guide.yaml").write_text(text, "utf-8")
    assert said in guide("verify", "nobody", "--root", str(root)).stderr
    assert "has no record" in guide("verify", "nobody", "--root", str(root), "--lang", "en").stderr
