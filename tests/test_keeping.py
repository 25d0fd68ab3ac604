"""`keeping`: whatever happens while a file is written, it is the old one or the new one, whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from generator import keeping
from generator.shards import memory
from tests.built import copy_of_guide
from tests.built import guide as run_guide

resource = pytest.importorskip("resource", reason="a limit for files is a matter of Unix")
NOBODY = 65534


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


NO_BYTECODE = {"PYTHONDONTWRITEBYTECODE": "1"}
"""Python's own files would be cut off, too, and read so by whoever comes next."""


def small_files() -> None:
    """Let this process write no file beyond 4 KB: as if the disk were full in the middle of it."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


@pytest.fixture
def as_somebody() -> Iterator[Path]:
    """A folder of somebody who is not the administrator, whom no rights hold back."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        administrator = os.geteuid() == 0
        if administrator:
            os.seteuid(NOBODY)
        try:
            yield Path(folder)
        finally:
            if administrator:
                os.seteuid(0)


@pytest.mark.parametrize("command", [("fmt",), ("fmt", "--fold"), ("verify", "caritas-bialystok")])
def test_data_stay_whole_when_there_is_no_room_for_them(tmp_path, command):
    """A disk that is full half-way through the data takes nothing from them, and is told in words."""
    root = copy_of_guide(tmp_path / "guide")
    data = root / "data" / "organisations.yaml"
    data.write_text(data.read_text("utf-8").replace("    name:", "    name:   "), "utf-8")
    before = files_of(root)
    done = run_guide(*command, "--root", root, "--lang", "en", preexec_fn=small_files, env=NO_BYTECODE)
    assert files_of(root) == before
    assert done.returncode == 3 and "Traceback" not in done.stderr
    assert f"The system does not let {data} be read or written: File too large" in done.stderr


def test_an_interrupted_write_leaves_what_stood_there(tmp_path, monkeypatch):
    """Also when a person interrupts it, and nothing is left beside it."""
    file = tmp_path / "file"
    file.write_bytes(b"old")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(os, "fsync", interrupted)
        keeping.write(file, "new")
    assert files_of(tmp_path) == {"file": b"old"}
    keeping.write(file, "new")
    assert files_of(tmp_path) == {"file": b"new"}


def test_rights_and_links_stay(tmp_path):
    """The file that a link leads to is written, and whoever could read it still can."""
    file, link = tmp_path / "file", tmp_path / "link"
    file.write_bytes(b"old")
    file.chmod(0o664)
    link.symlink_to("file")
    keeping.write(link, b"new")
    assert link.is_symlink() and file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o664
    keeping.write(tmp_path / "folder" / "other", "żółw")
    assert (tmp_path / "folder" / "other").read_text("utf-8") == "żółw"


@pytest.mark.parametrize("closed", ["file", "folder"])
def test_rights_are_not_gone_round(as_somebody, closed):
    """A file that nobody may change stays, also where its folder would let another take its place."""
    file = as_somebody / "folder" / "file"
    keeping.write(file, "old")
    what = file if closed == "file" else file.parent
    what.chmod(what.stat().st_mode & ~0o222)
    with pytest.raises(PermissionError) as refused:
        keeping.write(file, "new")
    assert refused.value.filename == str(file)
    assert files_of(as_somebody) == {"folder/file": b"old"}
    file.parent.chmod(0o755)


def test_two_builds_that_keep_the_same_file_do_not_disturb_each_other(tmp_path, monkeypatch) -> None:
    """One is writing when the other is done: the file is whole, and what killed builds left goes."""
    file = tmp_path / "memory" / "file"

    def write(opened: IO[bytes]) -> None:
        opened.write(b"one")
        with monkeypatch.context() as patch:
            patch.setattr(os, "getpid", lambda: 1)
            assert keeping.keep(file, lambda other: other.write(b"other"))

    keeping.keep(file, write)
    assert [*files_of(tmp_path)] == ["memory/file"] and keeping.kept(file) == b"other"
    file.with_name(".file.77.new").touch()
    assert keeping.keep(file, lambda opened: opened.write(b"again"))
    assert [*files_of(tmp_path)] == ["memory/file"] and keeping.kept(file) == b"again"


@pytest.mark.parametrize("content", [b"", b"what saves time", os.urandom(3 << 20)])
def test_a_kept_file_that_is_not_as_it_was_counts_as_none(tmp_path, content) -> None:
    """Cut off, overwritten, with a bit turned, or brought back under another's name: none of it is read."""
    file = tmp_path / "file"
    assert keeping.keep(file, lambda opened: [opened.write(content[:9]), opened.write(content[9:])])
    assert keeping.kept(file) == content
    whole = file.read_bytes()
    turned = [bytes([*whole[:at], whole[at] ^ 1, *whole[at + 1 :]]) for at in (0, len(whole) // 2, len(whole) - 1)]
    for other in (b"", b"x", whole[:-1], whole + b"x", bytes(len(whole)), b"text" * 9, *turned):
        file.write_bytes(other)
        with pytest.raises(ValueError, match="not as it was kept"):
            keeping.kept(file)
    (tmp_path / "another").write_bytes(whole)
    with pytest.raises(ValueError, match="not as it was kept"):
        keeping.kept(tmp_path / "another")


def test_targets_that_nobody_builds_into_are_forgotten(tmp_path: Path) -> None:
    """A server that builds into a new folder each day fills no disk: the last few targets are remembered."""
    for number in range(memory.TARGETS + 3):
        store = memory.Store(tmp_path, f"target{number}")
        store.keep_search("shared", {})
        store.keep(memory.Built("shared", f"{number}", {}))
        for file in tmp_path.glob(f"target{number}-*"):
            os.utime(file, (number, number))
    kept = {file.name.partition("-")[0] for file in tmp_path.iterdir()}
    assert kept == {f"target{number}" for number in range(3, memory.TARGETS + 3)}
    assert len(files_of(tmp_path)) == 2 * memory.TARGETS
