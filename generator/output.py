"""Files in, a published folder out: the old site or the new one, whole, whatever happens on the way.

The new site is put together beside the target, in the slot `.NAME.next`, and then takes its place in one step
(`renameat2` with RENAME_EXCHANGE on Linux). What the slot holds afterwards is the former site, which the next build
patches into the one after it: so a build touches the files that changed, and no others. Files that did not change
are hard links to those of the present site, and keep their date, which web servers tell browsers.

Where the system cannot exchange two folders (Windows, macOS, some network disks) two renames do it instead. A build
killed between them leaves no folder of that name for the moment; the former site stands beside, as `.NAME.old`, and
the next build puts it back before it does anything else.
"""

# Strings and `os` here: on a big site path objects would cost more than the files themselves.
# ruff: noqa: PTH100, PTH103, PTH106, PTH108, PTH112, PTH114, PTH116, PTH123, PTH208
from __future__ import annotations

import contextlib
import ctypes
import errno
import hashlib
import json
import os
import re
import shutil
import stat
import sys
import time
from collections.abc import Callable, Collection, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import IO, NamedTuple

from generator.frozen import frozen
from generator.problems import Stop

MANIFEST = "manifest.json"
"""Published with the site: every other file's path and SHA-256. It tells a folder of ours from another."""
FORMAT = "resource-guide site 1"

LOOKED_AT = frozenset((".DS_Store", "Thumbs.db", "desktop.ini"))
"""What macOS and Windows leave in a folder that somebody opens: no reason to refuse it; the next build drops it."""

# What Windows cannot store; a site is built and unpacked there too.
_REFUSED_IN_NAME = re.compile(r'[\x00-\x1f\x7f\ud800-\udfff<>:"\\|?*]|[. ]$')
_RESERVED_NAME = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_RENAME_EXCHANGE = 2
_AT_FDCWD = -100


@frozen
class Published:
    """What a publication did to the target."""

    files: int
    """How many files the site has, the manifest aside."""
    written: tuple[str, ...]
    """Paths of the files whose bytes are new, sorted."""
    removed: tuple[str, ...]
    """Paths that the former site had and this one has not, sorted."""
    exchanged: bool
    """False when nothing had changed and the target was left alone."""
    identity: str = ""
    """A digest of everything that stands there now, as `Present.identity` gives it."""


@frozen
class Same:
    """Some of the files of a site: those that stand in the present one already, as `Present.untouched` told."""

    paths: Collection[str]


class Stored(NamedTuple):
    """A file of a site that stands where it belongs: in the slot or, as it was, in the present site."""

    path: str
    digest: str
    """SHA-256 of its bytes."""
    new: bool
    """Whether the present site has no such file, or another one of that name."""
    alone: bool
    """As `Present.alone`."""


Files = Iterable[tuple[str, bytes] | Stored | Same]
"""Path and bytes of each file, or what a `Store` said of it."""
Store = Callable[[str, bytes], Stored]
"""Puts a file where it belongs. Other processes may do that too, each with paths of its own, while the files are made;
so pages need not travel between processes."""


def publish(files: Files | Callable[[Present, Callable[[], Store]], Files], target: Path) -> Published:
    """Make `target` hold exactly `files` and their manifest; anything that goes wrong leaves it as it was.

    `files` may be a generator that raises at its end, after a last look at everything: nothing is published then. It
    may also be a function that is told what stands in `target` now, to leave out work whose outcome stands there, and
    how to get a `Store`. When it ends, or is closed, no other process may store anything any more.
    """
    target = Path(os.path.abspath(target))
    with in_words(target):
        if not target.name:  # the root of a disk: there is no place beside it to build the new site
            raise Stop("not-our-folder", path=str(target), found=min(os.listdir(target), default=""))
        if target.is_symlink() or (target.exists() and not target.is_dir()):
            raise Stop("not-our-folder", path=str(target), found=target.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        with lock(target), _umask():
            _recover(target)
            return _Publication(target).publish(files)


def discard(target: Path) -> None:
    """Remove what a publication keeps beside `target`, when nobody will publish there again."""
    for name in ("next", "old"):
        _remove_tree(_beside(Path(os.path.abspath(target)), name))


@dataclass(eq=False, repr=False)
class Present:
    """A folder of ours as its manifest tells it."""

    root: str
    files: dict[str, str] = field(default_factory=dict)
    """Path to SHA-256."""
    as_of: int = -1
    """When its manifest was written, in nanoseconds: a file with a later date was touched by someone else."""
    identity: str = ""
    """A digest of everything that stands there; empty when nothing does."""
    alone: set[str] = field(default_factory=set)
    """Files that were looked at and that no other folder shares: without hard links the slot has its own."""

    def has(self, path: str, digest: str, size: int) -> bool:
        """Whether the file stands there with these bytes."""
        if self.files.get(path) != digest:
            return False
        try:
            facts = os.lstat(f"{self.root}/{path}")
        except OSError:
            return False
        if facts.st_nlink < 2:
            self.alone.add(path)
        return stat.S_ISREG(facts.st_mode) and facts.st_size == size and facts.st_mtime_ns <= self.as_of

    def untouched(self, paths: Iterable[str]) -> set[str]:
        """Those of the paths that stand there as they were published, as far as their dates tell."""
        look, prefix, regular, as_of = os.lstat, f"{self.root}/", stat.S_ISREG, self.as_of
        found = set()
        for path in paths:
            try:
                facts = look(prefix + path)
            except OSError:
                continue
            if facts.st_mtime_ns <= as_of and regular(facts.st_mode) and path in self.files:
                found.add(path)
                if facts.st_nlink < 2:
                    self.alone.add(path)
        return found

    @cached_property
    def folders(self) -> set[str]:
        """The folders of its files, which are below the root."""
        found = {path.rpartition("/")[0] for path in self.files}
        return {"/".join(folder.split("/")[:depth]) for folder in found for depth in range(1, folder.count("/") + 2)}

    def changed_folders(self) -> set[str]:
        """The folders, the root as an empty path, to which something came or from which something went since."""
        found = set()
        for folder in ("", *self.folders):
            try:
                changed = os.lstat(f"{self.root}/{folder}").st_mtime_ns > self.as_of
            except OSError:
                changed = True
            if changed:
                found.add(folder)
        return found

    def read(self, path: str) -> bytes:
        """The bytes of a file; none where someone has taken it away."""
        try:
            with open(f"{self.root}/{path}", "rb") as file:
                return file.read()
        except OSError:
            return b""


class _Publication:
    """The steps of one publication, under the lock."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.slot_path = _beside(target, "next")
        self.present = _read_tree(target)
        _refuse_strangers(target, self.present)
        self.slot = _read_tree(self.slot_path)
        self.slot_touched = False
        self.changed_folders: set[str] = set()
        """Those of the slot to which something came, or from which something went, before this build."""
        self.folders: set[str] = set()

    def publish(self, files: Files | Callable[[Present, Callable[[], Store]], Files]) -> Published:
        """See the function `publish`."""
        if callable(files):
            files = files(self.present, self._store_of_others)
        try:
            return self._publish(files)
        except BaseException:
            if isinstance(files, Generator):
                files.close()  # nobody else stores anything from here on
            # Also when the user interrupts: a slot that was begun is of no use. The target has not been touched.
            if self.slot_touched:
                _remove_tree(self.slot_path)
            raise

    def _publish(self, files: Files) -> Published:
        digests: dict[str, str] = {}
        same: list[str] = []  # as in the present site: looked at only when something else has changed
        written: list[str] = []
        for item in files:
            if isinstance(item, Same):
                digests.update(zip(item.paths, map(self.present.files.__getitem__, item.paths), strict=True))
                same += item.paths
                continue
            path, digest, new, alone = item if isinstance(item, Stored) else self.store(*item)
            if path in digests:
                raise ValueError(f"two files for one path: {path!r}")
            digests[path] = digest
            (written if new else same).append(path)
            if alone:
                self.present.alone.add(path)
        if not digests.keys() <= self.present.files.keys():
            _check_cases(digests)
        removed = sorted(self.present.files.keys() - digests.keys())
        if not written and not removed and digests == self.present.files and self.present.as_of >= 0:
            if self.slot_touched:
                _remove_tree(self.slot_path)
            return Published(len(digests), (), (), exchanged=False, identity=self.present.identity)
        self._touch_slot()
        self._link_all(same, digests)
        self._drop(self.slot.files.keys() - digests.keys())
        content = _manifest(digests)
        self._write(MANIFEST, content)
        _flush(self.slot_path)
        _exchange(self.slot_path, self.target)
        identity = hashlib.sha256(content).hexdigest()
        return Published(len(digests), tuple(sorted(written)), tuple(removed), exchanged=True, identity=identity)

    def _store_of_others(self) -> Store:
        self._touch_slot()
        return self.store

    def store(self, path: str, data: bytes) -> Stored:
        """Put a file into the slot, unless it stands in the present site or, from the site before, in the slot."""
        if not fits(path):  # a bug of ours
            raise ValueError(f"not a path to publish: {path!r}")
        digest = hashlib.sha256(data).hexdigest()
        if self.present.has(path, digest, len(data)):
            return Stored(path, digest, new=False, alone=path in self.present.alone)
        self._touch_slot()
        if not self.slot.has(path, digest, len(data)):
            self._write(path, data)
        return Stored(path, digest, new=True, alone=False)

    def _link_all(self, same: list[str], digests: dict[str, str]) -> None:
        """Put the files that did not change into the slot, but for those that stand there already.

        Nearly all do, as links to the files of the present site that were looked at a moment ago; so it is enough that
        nobody has put anything into their folder. To look at each again would double the cost of a small change.
        """
        in_slot, doubtful = self.slot.files, set(self.present.alone)
        if self.changed_folders:
            doubtful.update(path for path in in_slot if path.rpartition("/")[0] in self.changed_folders)
        missing = [path for path in same if in_slot.get(path) != digests[path]]
        if doubtful:
            doubtful.intersection_update(same)
            missing += doubtful.difference(missing, self.slot.untouched(doubtful))
        for path in missing:
            self._link(path)

    def _touch_slot(self) -> None:
        """Take the slot's manifest away before its first change: a build killed on the way leaves no manifest."""
        if self.slot_touched:
            return
        self.slot_touched = True
        self.changed_folders = self.slot.changed_folders() if self.slot.as_of >= 0 else set()
        if (
            self.slot.as_of >= 0
            and not _has_links_to_folders(self.slot)
            and not _strangers(self.slot, self.changed_folders)
        ):
            os.unlink(f"{self.slot.root}/{MANIFEST}")
        else:
            self.changed_folders = set()
            _remove_tree(self.slot_path)
            self.slot = Present(str(self.slot_path))

    def _place(self, path: str) -> str:
        """The slot's file of that path, taken away if it is there: its bytes may be shared with the present site."""
        place = f"{self.slot_path}/{path}"
        if self.slot.files and os.path.isdir(place):  # a file now stands where the former site had a folder
            shutil.rmtree(place)
        elif path in self.slot.files:
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                os.unlink(place)
        folder = place.rpartition("/")[0]
        if folder not in self.folders:
            self._make_folder(folder)
            self.folders.add(folder)
        return place

    def _make_folder(self, wanted: str) -> None:
        folder = wanted
        try:
            os.makedirs(wanted, exist_ok=True)
        except (FileExistsError, NotADirectoryError):  # a folder now stands where the former site had a file
            while not os.path.lexists(folder):
                folder = folder.rpartition("/")[0]
            os.unlink(folder)
            os.makedirs(wanted, exist_ok=True)

    def _write(self, path: str, data: bytes) -> None:
        descriptor = os.open(self._place(path), _NEW_FILE, 0o644)
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(descriptor, view) :]
        finally:
            os.close(descriptor)

    def _link(self, path: str) -> None:
        source, place = f"{self.present.root}/{path}", self._place(path)
        try:
            os.link(source, place, follow_symlinks=False)
        except (OSError, NotImplementedError) as failure:
            # EXDEV, EPERM, ENOTSUP, EMLINK: the disk cannot, so its bytes are copied, with their date.
            if isinstance(failure, OSError) and failure.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
                raise
            shutil.copyfile(source, place, follow_symlinks=False)
            shutil.copystat(source, place, follow_symlinks=False)

    def _drop(self, paths: Iterable[str]) -> None:
        folders = set()
        for path in paths:
            place = f"{self.slot_path}/{path}"
            if not os.path.isdir(place):  # it is one when a new file below that name has been written already
                with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                    os.unlink(place)
            folders.add(path.rpartition("/")[0])
        for folder in sorted(folders, key=len, reverse=True):
            while folder:
                try:
                    os.rmdir(f"{self.slot_path}/{folder}")
                except OSError:
                    break  # it holds other files
                folder = folder.rpartition("/")[0]


def _manifest(digests: dict[str, str]) -> bytes:
    """As `json.dumps` with `indent=0` has it, which is written in Python and takes ten times as long."""
    order = sorted(digests)
    text = "".join(order)
    plain = text.isascii() and text.isprintable() and '"' not in text and "\\" not in text  # written as it is
    if not text or not plain:
        return (
            json.dumps({"format": FORMAT, "files": {path: digests[path] for path in order}}, indent=0) + "\n"
        ).encode()
    files = b",\n".join([f'"{path}": "{digests[path]}"'.encode() for path in order])
    return b'{\n"format": "%b",\n"files": {\n%b\n}\n}\n' % (FORMAT.encode(), files)


def manifest(folder: Path) -> dict[str, str] | None:
    """Path to SHA-256 of a site of ours; `None` when the folder has no manifest of ours."""
    try:
        return _files((folder / MANIFEST).read_bytes())
    except OSError:
        return None


def _files(manifest: bytes) -> dict[str, str] | None:
    try:
        content = json.loads(manifest)
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict) or content.get("format") != FORMAT or not isinstance(content.get("files"), dict):
        return None
    # Files that it names are linked and removed: none may be out of its folder. One look at all, as a site has many.
    steps = "/" + "/\n/".join(content["files"]) + "/"
    wrong = any(one in steps for one in ("/../", "/./", "//", "\\", ":", "\0"))
    return None if wrong and content["files"] else content["files"]


def _read_tree(folder: Path) -> Present:
    try:
        content = (folder / MANIFEST).read_bytes()
        as_of = os.lstat(folder / MANIFEST).st_mtime_ns
    except OSError:
        return Present(str(folder))
    files = _files(content)
    if files is None:
        return Present(str(folder))
    return Present(str(folder), files, as_of, hashlib.sha256(content).hexdigest())


def _has_links_to_folders(tree: Present) -> bool:
    """Whether someone put a link where a folder was: we would write through it, out of the tree."""
    return any(os.path.islink(f"{tree.root}/{folder}") for folder in tree.folders if folder)


def _refuse_strangers(target: Path, present: Present) -> None:
    """Stop before a folder is replaced that holds what no build of ours has put there."""
    if not target.exists():
        return
    ours = {MANIFEST} if present.as_of >= 0 else ()
    strangers = sorted(
        name
        for name in os.listdir(target)
        if not any(name in one for one in (present.files, present.folders, ours, LOOKED_AT))
    )
    if not strangers and _has_links_to_folders(present):
        strangers = ["symbolic link"]
    below = _strangers(present, present.changed_folders() - {""})
    strangers += [path for path in below if path.rpartition("/")[2] not in LOOKED_AT]
    if strangers:
        raise Stop("not-our-folder", path=str(target), found=strangers[0])


def _strangers(tree: Present, folders: Iterable[str]) -> list[str]:
    """What stands in some folders of a tree, the root as an empty path, that its manifest does not name."""
    found = []
    for folder in folders:
        with contextlib.suppress(OSError):
            inside = [f"{folder}/{name}" if folder else name for name in os.listdir(f"{tree.root}/{folder}")]
            found += [path for path in inside if path not in tree.files and path not in tree.folders]
    return sorted(set(found) - {MANIFEST})


def fits(path: str) -> bool:
    """Whether a path stays in the folder and every system can store it, also one with another manner of writing."""
    for segment in path.split("/"):
        if segment in ("", ".", "..") or _REFUSED_IN_NAME.search(segment) or _RESERVED_NAME.match(segment):
            return False
    return path != MANIFEST


def _check_cases(paths: Iterable[str]) -> None:
    """Raise `ValueError` for paths that are one on Windows and macOS."""
    folded: dict[str, str] = {}
    for path in paths:
        other = folded.setdefault(path.casefold(), path)
        if other != path:
            raise ValueError(f"two files for one path: {other!r} and {path!r}")


def _beside(target: Path, name: str) -> Path:
    return target.with_name(f".{target.name}.{name}")


def _recover(target: Path) -> None:
    """Put back what a build left that was killed between two renames, and clear what it no longer needs."""
    former = _beside(target, "old")
    if former.is_dir():
        if target.exists():
            _refuse_strangers(former, _read_tree(former))  # somebody's own copy of the site
            _remove_tree(_beside(target, "next"))
            former.rename(_beside(target, "next"))  # to remove it would leave half of it where this is killed
        else:
            former.rename(target)


def _remove_tree(folder: Path) -> None:
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)


def _flush(folder: Path) -> None:
    """Hand everything written so far to the disk, so that a power cut after the exchange finds the new site whole."""
    if sys.platform != "linux":
        return
    with contextlib.suppress(OSError, AttributeError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            _libc().syncfs(descriptor)
        finally:
            os.close(descriptor)


def _exchange(slot: Path, target: Path) -> None:
    """Let `slot` and `target` change places; a target that does not exist simply comes to be."""
    if not target.exists():
        slot.rename(target)
        return
    if _exchange_at_once(slot, target):
        return
    former = _beside(target, "old")
    target.rename(former)
    try:
        slot.rename(target)
    except OSError:
        former.rename(target)
        raise
    former.rename(slot)


def _exchange_at_once(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system cannot."""
    if sys.platform != "linux":
        return False
    try:
        call = _libc().renameat2
    except (OSError, AttributeError):
        return False
    if call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM):
        return False
    raise OSError(number, os.strerror(number), str(other))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


@contextlib.contextmanager
def _umask() -> Iterator[None]:
    """Files that everybody may read, whatever the person's own habit is: a web server must."""
    before = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(before)


@contextlib.contextmanager
def in_words(target: Path) -> Iterator[None]:
    """Turn what the machine refuses into a `Stop` that says what to do."""
    rules = {
        errno.ENOSPC: "disk-full",
        errno.EDQUOT: "disk-full",
        errno.EROFS: "read-only",
        errno.EACCES: "read-only",
        errno.EPERM: "read-only",
    }
    try:
        yield
    except OSError as failure:
        rule = rules.get(failure.errno or 0, "output-failed")
        raise Stop(rule, path=str(failure.filename or target), found=failure.strerror or str(failure)) from failure


@contextlib.contextmanager
def lock(target: Path, wait: float = 0) -> Iterator[None]:
    """Hold the lock `.NAME.lock` beside `target`; `Stop("build-running")` when another build holds it.

    The system lets go of it when the process ends, however it ends, so there is no stale lock to clear.
    """
    path = _beside(Path(os.path.abspath(target)), "lock")
    until = time.monotonic() + wait
    while True:
        file = open(path, "a+", encoding="utf-8")  # noqa: SIM115 - closed below, after the caller's work
        try:
            _lock_file(file)
        except OSError as held:
            if held.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
                file.close()
                raise
            holder = _holder(file)
            file.close()
            if time.monotonic() >= until:
                raise Stop("build-running", path=str(target), holder=holder) from None
            time.sleep(0.1)
            continue
        # The one who held it before may have taken the file away between our opening and locking it.
        if path.exists() and os.path.samestat(os.fstat(file.fileno()), os.stat(path)):
            break
        file.close()
    try:
        file.truncate(0)
        file.write(f"{os.getpid()} on {_host()}\n")
        file.flush()
        yield
    finally:
        if os.name != "nt":
            with contextlib.suppress(OSError):
                path.unlink()
        file.close()
        if os.name == "nt":
            with contextlib.suppress(OSError):
                path.unlink()


def _host() -> str:
    if hasattr(os, "uname"):
        return os.uname().nodename
    import socket  # 3 ms, of which only Windows has need

    return socket.gethostname()


def _holder(file: IO[str]) -> str:
    with contextlib.suppress(OSError):
        file.seek(0)
        return file.read(200).strip()
    return ""


if os.name == "nt":
    import msvcrt

    def _lock_file(file: IO[str]) -> None:
        # Far behind the text: Windows lets nobody read what is locked.
        file.seek(1 << 20)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock_file(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
