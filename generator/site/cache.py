"""What a run of MkDocs read and what it made of it: a later build that would read the same does not start MkDocs.

Python tells its own auditing hook of every file that is opened and every folder that is listed; so the record is of
what was read, not of what we thought would be. Installed packages count by their versions.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from generator.frames import Frames
from generator.versions import made_by

_ABSENT = "absent"
_listening: list[set[str]] = []
"""The record that is being made: one at most."""
_hooked = False


def read(file: Path, root: Path, given: str) -> Frames | None:
    """The frames in the cache, if a run with the same `given` would read the same files today."""
    try:
        stored = json.loads(file.read_bytes())
        if stored["key"] != key(given):
            return None
        if any(digest(_full(path, root)) != known for path, known in stored["read"].items()):
            return None
        return Frames.from_json(stored["frames"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write(file: Path, root: Path, given: str, paths: set[str], frames: Frames) -> None:
    """Store the frames that a run has made, with what it read."""
    stored: dict[str, Any] = {
        "key": key(given),
        "read": {path: digest(_full(path, root)) for path in sorted(_short(paths, root))},
        "frames": frames.as_json(),
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f"{file.name}.new")
    beside.write_text(json.dumps(stored, ensure_ascii=False), encoding="utf-8")
    beside.replace(file)


def key(given: str) -> str:
    """Everything but files that decides what MkDocs makes: versions, our own modules, and what the run is given."""
    return hashlib.sha256(f"{made_by()}\0{given}".encode()).hexdigest()


def digest(path: Path) -> str:
    """A file by its bytes, a folder by the names in it."""
    try:
        if path.is_dir():
            return hashlib.sha256("\0".join(sorted(inside.name for inside in path.iterdir())).encode()).hexdigest()
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return _ABSENT


@contextmanager
def recording() -> Iterator[set[str]]:
    """Every path that is opened for reading or listed while the block runs."""
    global _hooked
    if not _hooked:  # a hook cannot be taken away again; while nothing is recorded it costs next to nothing
        sys.addaudithook(_heard)
        _hooked = True
    record: set[str] = set()
    _listening.append(record)
    try:
        yield record
    finally:
        _listening.remove(record)


def _heard(event: str, arguments: tuple[Any, ...]) -> None:
    if not _listening:
        return
    if event == "open":
        path, mode, flags = arguments
        if set("wax+") & set(mode or "") or flags & (os.O_WRONLY | os.O_RDWR):
            return
    elif event in ("os.listdir", "os.scandir"):
        path = arguments[0]
    else:
        return
    if isinstance(path, str | bytes | os.PathLike):
        for record in _listening:
            record.add(os.path.abspath(os.fsdecode(path)))  # noqa: PTH100 - a link counts by its own name


def _short(paths: set[str], root: Path) -> Iterator[str]:
    """The paths that count: those of the guide and of our theme. The guide's are named from its folder."""
    root = root.resolve()
    ignored = [Path(sysconfig.get_paths()[name]).resolve() for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    ignored += [root / ".build", Path(sys.base_prefix).resolve() / "lib"]
    if sys.prefix != sys.base_prefix:
        ignored.append(Path(sys.prefix).resolve())
    for name in paths:
        path = Path(name)
        if path.suffix == ".pyc" or any(path.is_relative_to(folder) for folder in ignored) or _device(path):
            continue
        yield path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def _device(path: Path) -> bool:
    shared_memory = path.parts[:3] == ("/", "dev", "shm")  # a place for folders like another
    return path.parts[:2] in (("/", "dev"), ("/", "proc"), ("/", "sys"), ("/", "etc")) and not shared_memory


def _full(path: str, root: Path) -> Path:
    return root / path
