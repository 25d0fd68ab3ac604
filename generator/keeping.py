"""Files that are written whole or not at all, whatever happens on the way: a full disk, a kill, a power cut."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any


def write(file: Path, content: str | bytes | Iterable[bytes]) -> None:
    """Let `content` take the place of what a person's file holds; its rights and a link that leads to it stay.

    What is too big to be held comes in pieces.

    Raises the system's `OSError`, with the file's own name, and what stood there still stands.
    """
    whole = content.encode() if isinstance(content, str) else content
    pieces = (whole,) if isinstance(whole, bytes) else whole
    target = Path(os.path.realpath(file))
    try:
        rights = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
        if rights is not None and not _may_be_written(target):  # to put another in its place would go round that
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        _replace(target, lambda opened: _last(opened, pieces), rights)
    except OSError as failure:
        failure.filename, failure.filename2 = str(file), None
        raise


def _may_be_written(file: Path) -> bool:
    return os.access(file, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _last(opened: IO[bytes], pieces: Iterable[bytes]) -> None:
    """Write it so that it is there after a power cut."""
    opened.writelines(pieces)
    opened.flush()
    os.fsync(opened.fileno())


def keep(file: Path, write: Callable[[IO[bytes]], Any]) -> bool:
    """Let `write` fill a file that only saves time; whether that could be done.

    A disk may be full or not to be written to, and something else may stand there: nobody is to be told of that, the
    build goes on without.
    """
    try:
        _replace(file, write)
    except OSError:
        return False
    for left in file.parent.glob(f".{file.name}.*.new"):  # by a killed build; one that is writing will do without
        with suppress(OSError):
            left.unlink()
    return True


def _replace(file: Path, write: Callable[[IO[bytes]], Any], rights: int | None = None) -> None:
    """Each process writes under a name of its own, for commands may run at the same time."""
    beside = file.with_name(f".{file.name}.{os.getpid()}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as opened:
            write(opened)
            if rights is not None:
                beside.chmod(rights)
        beside.replace(file)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
