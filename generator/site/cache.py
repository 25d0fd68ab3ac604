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
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import source_from_cache
from pathlib import Path
from typing import Any

from generator.frames import Frames
from generator.keeping import keep, kept
from generator.output import MANIFEST
from generator.versions import made_by

_ABSENT = "absent"
_listening: list[Record] = []
"""The record that is being made: one at most."""
_hooked = False
_looking = threading.local()
"""True in a thread that is looking at a file for the record: that is not told to the record."""


def read(file: Path, root: Path, given: str) -> Frames | None:
    """The frames in the cache, if a run with the same `given` would read the same files today."""
    try:
        stored = json.loads(kept(file))
        if stored["key"] != key(given):
            return None
        if any(digest(root / path, path == ".") != known for path, known in stored["read"].items()):
            return None
        return Frames.from_json(stored["frames"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write(file: Path, given: str, record: Record, frames: Frames) -> None:
    """Store the frames that a run has made, with what it read."""
    stored: dict[str, Any] = {"key": key(given), "read": record.digests(), "frames": frames.as_json()}
    keep(file, lambda opened: opened.write(json.dumps(stored, ensure_ascii=False).encode(errors="surrogatepass")))


def key(given: str) -> str:
    """Everything but files that decides what MkDocs makes: versions, our own modules, and what the run is given."""
    return hashlib.sha256(f"{made_by()}\0{given}".encode()).hexdigest()


def digest(path: Path, of_guide: bool = False) -> str:
    """A file by its bytes, a folder by the names in it; `of_guide` tells that it is the guide's own."""
    try:
        if path.is_dir():
            return _of_names(_names(path, of_guide))
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return _ABSENT


def _names(folder: Path, of_guide: bool) -> list[str]:
    """What a folder holds; that of the guide but for what builds put there: a first build is no news for the second.

    Python lists it when it looks for modules and packages, where a guide is built from its own folder.
    """
    names = os.listdir(folder)  # noqa: PTH208 - names are all that is asked
    return [one for one in names if not (one.startswith(".") or _site(folder / one))] if of_guide else names


def _site(path: Path) -> bool:
    return (path / MANIFEST).is_file()


def _of_names(names: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(sorted(names)).encode(errors="surrogateescape")).hexdigest()


class Record:
    """What is read while it listens, each file and folder as it was when it was first opened.

    It is looked at just before its reader sees it. So, whenever it changes after that, it is no longer what stands
    here, even if the reader saw it changed, and the next build starts MkDocs again: no clock is asked. Only what the
    run itself makes counts as it is at the end.
    """

    def __init__(self, root: Path) -> None:
        self.roots = tuple(dict.fromkeys((root.absolute(), root.resolve())))
        paths = [Path(sysconfig.get_paths()[name]) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
        paths += [Path(sys.base_prefix) / "lib", *(folder / ".build" for folder in self.roots)]
        if sys.prefix != sys.base_prefix:
            paths.append(Path(sys.prefix))
        both = {f"{one}{os.sep}" for path in paths for one in (path.absolute(), path.resolve())}
        self._ignored = tuple(both)
        self._read: dict[str, str | frozenset[str]] = {}
        self._made: set[str] = set()

    def add(self, path: Path) -> None:
        """Add a file that is about to be read, or may have been."""
        name = os.path.abspath(path)  # noqa: PTH100 - a link counts by its own name
        if name not in self._read:
            self._read[name] = self._look(name)

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Python is about to do something."""
        made = False
        if event == "open":
            path, mode, flags = arguments
            made = bool(set("wax+") & set(mode or "") or (flags or 0) & (os.O_WRONLY | os.O_RDWR))
        elif event in ("os.listdir", "os.scandir"):
            path = arguments[0]
        elif event == "os.mkdir" or event == "os.rename":
            path, made = arguments[event == "os.rename"], True
        else:
            return
        if not isinstance(path, str | bytes | os.PathLike):
            return
        name = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 - as above
        if not made:
            name = _source(name)
        if made:
            if self.counts(name) and (event != "os.mkdir" or not os.path.lexists(name)):
                self._made.add(name)
        elif name and name not in self._read and self.counts(name):
            self._read[name] = self._look(name)

    def counts(self, name: str) -> bool:
        """Whether a file is the guide's or of our theme: neither installed nor something that can be made again."""
        return not f"{name}{os.sep}".startswith(self._ignored) and not _device(Path(name))

    def digests(self) -> dict[str, str]:
        """What was read, as `digest` has it. The guide's own files are named from its folder."""
        own: dict[str, set[str]] = {}
        for name in self._made:
            folder, _, inside = name.rpartition(os.sep)
            if os.path.lexists(name):
                own.setdefault(folder, set()).add(inside)
        found = {}
        for name, seen in self._read.items():
            known = self._look(name) if name in self._made else seen
            found[self._short(name)] = known if isinstance(known, str) else _of_names(known | own.get(name, set()))
        return dict(sorted(found.items()))

    def asks_environment(self) -> bool:
        """Whether a configuration does: mkdocs.yml, or one that it inherits, whatever that is called."""
        for name, seen in self._read.items():
            if isinstance(seen, str) and seen != _ABSENT and not name.endswith((".py", ".html", ".po")):
                with suppress(OSError):  # one that is gone is not what stands in the record
                    if b"!ENV" in Path(name).read_bytes():
                        return True
        return False

    def _short(self, name: str) -> str:
        path = Path(name)
        for root in self.roots:
            if path.is_relative_to(root):
                return path.relative_to(root).as_posix()
        return path.as_posix()

    def _look(self, name: str) -> str | frozenset[str]:
        """A digest of a file, or the names in a folder."""
        _looking.now = True
        try:
            path = Path(name)
            if path.is_dir():
                return frozenset(_names(path, path in self.roots))
            return digest(path) if path.is_file() else _ABSENT  # a pipe would keep us waiting
        except OSError:
            return _ABSENT
        finally:
            _looking.now = False


@contextmanager
def recording(root: Path) -> Iterator[Record]:
    """Every path that is opened for reading or listed while the block runs."""
    global _hooked
    if not _hooked:  # a hook cannot be taken away again; while nothing is recorded it costs next to nothing
        sys.addaudithook(_heard)
        _hooked = True
    record, before = Record(root), set(sys.modules)
    _listening.append(record)
    try:
        yield record
    finally:
        _listening.remove(record)
        _forget(record, sys.modules.keys() - before)


def _heard(event: str, arguments: tuple[Any, ...]) -> None:
    if not _listening or getattr(_looking, "now", False):
        return
    for record in _listening:
        record.hear(event, arguments)


def _forget(record: Record, modules: Iterable[str]) -> None:
    """Let Python read the guide's own modules again in the next run: what it holds already it would not open."""
    for name in modules:
        file = getattr(sys.modules[name], "__file__", None)
        own = isinstance(file, str) and any(Path(file).is_relative_to(root) for root in record.roots)
        if own and record.counts(file) and name.partition(".")[0] != __name__.partition(".")[0]:
            del sys.modules[name]


def _source(name: str) -> str:
    """The module whose compiled form is opened in its place: Python asks for no more than its date; else the same."""
    if not name.endswith(".pyc"):
        return name
    try:
        return source_from_cache(name)
    except ValueError:  # a module without a source, or something that only another tool reads
        return "" if Path(name).parent.name == "__pycache__" else name


def _device(path: Path) -> bool:
    shared_memory = path.parts[:3] == ("/", "dev", "shm")  # a place for folders like another
    return path.parts[:2] in (("/", "dev"), ("/", "proc"), ("/", "sys"), ("/", "etc")) and not shared_memory
