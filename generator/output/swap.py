"""The folders beside a target, and how one of them takes its place."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import sys
from pathlib import Path

from generator.output.tree import read_tree, refuse_strangers
from generator.problems import Stop

_RENAME_EXCHANGE = 2
_AT_FDCWD = -100


def beside(target: Path, name: str) -> Path:
    return target.with_name(f".{target.name}.{name}")


def recover(target: Path) -> None:
    """Put back what a build left that was killed between two renames, and clear what it no longer needs."""
    former = beside(target, "old")
    if former.is_dir():
        if target.exists():
            refuse_strangers(former, read_tree(former))  # somebody's own copy of the site
            remove_tree(beside(target, "next"))
            former.rename(beside(target, "next"))  # to remove it would leave half of it where this is killed
        else:
            former.rename(target)


def remove_tree(folder: Path) -> None:
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)


def flush(folder: Path) -> None:
    """Hand everything written so far to the disk, so that a power cut after the exchange finds the new site whole."""
    if sys.platform != "linux":
        return
    with contextlib.suppress(OSError, AttributeError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            _libc().syncfs(descriptor)
        finally:
            os.close(descriptor)


def exchange(slot: Path, target: Path) -> None:
    """Let `slot` and `target` change places; a target that does not exist simply comes to be."""
    if not target.exists():
        slot.rename(target)
        return
    try:
        _take_places(slot, target)
    except OSError as failure:
        if failure.errno in (errno.EBUSY, errno.EXDEV):  # a mount within one disk looks like any other folder
            raise Stop("mount-point", path=str(target)) from failure
        raise


def _take_places(slot: Path, target: Path) -> None:
    if exchange_at_once(slot, target):
        return
    former = beside(target, "old")
    target.rename(former)
    try:
        slot.rename(target)
    except OSError:
        former.rename(target)
        raise
    former.rename(slot)


def exchange_at_once(one: Path, other: Path) -> bool:
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
