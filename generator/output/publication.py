"""The steps of a publication: the new site is put together beside the target, and then takes its place."""

# Strings and `os` here: on a big site path objects would cost more than the files themselves.
# ruff: noqa: PTH100, PTH103, PTH106, PTH108, PTH112
from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Collection, Generator, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from generator.frozen import frozen
from generator.output.locking import lock
from generator.output.refusals import in_words
from generator.output.swap import beside, exchange, flush, recover, remove_tree
from generator.output.tree import (
    MANIFEST,
    Present,
    check_cases,
    fits,
    has_links_to_folders,
    manifest_text,
    read_tree,
    refuse_strangers,
    strangers_in,
)
from generator.problems import Stop

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


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
            raise Stop(
                "not-our-folder", path=str(target), found=min((one.name for one in target.iterdir()), default="")
            )
        if target.is_symlink() or (target.exists() and not target.is_dir()):
            raise Stop("not-a-folder", path=str(target))
        if os.path.ismount(target):  # a volume of a container, say: nothing can take its place
            raise Stop("mount-point", path=str(target))
        target.parent.mkdir(parents=True, exist_ok=True)
        with lock(target), _umask():
            recover(target)
            return _Publication(target).publish(files)


def discard(target: Path) -> None:
    """Remove what a publication keeps beside `target`, when nobody will publish there again."""
    for name in ("next", "old"):
        remove_tree(beside(Path(os.path.abspath(target)), name))


class _Publication:
    """The steps of one publication, under the lock."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.slot_path = beside(target, "next")
        self.present = read_tree(target)
        refuse_strangers(target, self.present)
        self.slot = read_tree(self.slot_path)
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
                remove_tree(self.slot_path)
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
            check_cases(digests)
        removed = sorted(self.present.files.keys() - digests.keys())
        if not written and not removed and digests == self.present.files and self.present.as_of >= 0:
            if self.slot_touched:
                remove_tree(self.slot_path)
            return Published(len(digests), (), (), exchanged=False, identity=self.present.identity)
        self._touch_slot()
        self._link_all(same, digests)
        self._drop(self.slot.files.keys() - digests.keys())
        content = manifest_text(digests)
        self._write(MANIFEST, content)
        flush(self.slot_path)
        exchange(self.slot_path, self.target)
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
            and not has_links_to_folders(self.slot)
            and not strangers_in(self.slot, self.changed_folders)
        ):
            os.unlink(f"{self.slot.root}/{MANIFEST}")
        else:
            self.changed_folders = set()
            remove_tree(self.slot_path)
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


@contextlib.contextmanager
def _umask() -> Iterator[None]:
    """Files that everybody may read, whatever the person's own habit is: a web server must."""
    before = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(before)
