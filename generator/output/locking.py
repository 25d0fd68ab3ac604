"""A lock that one build holds on its target, and that ends with the process."""

from __future__ import annotations

import contextlib
import errno
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from generator.output.swap import beside
from generator.problems import Stop


@contextlib.contextmanager
def lock(target: Path, wait: float = 0) -> Iterator[None]:
    """Hold the lock `.NAME.lock` beside `target`; `Stop("build-running")` when another build holds it.

    The system lets go of it when the process ends, however it ends, so there is no stale lock to clear.
    """
    path = beside(Path(os.path.abspath(target)), "lock")  # noqa: PTH100 - a path may end in `..`
    file = _locked(path, target, time.monotonic() + wait)
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


def _locked(path: Path, target: Path, until: float) -> IO[str]:
    """The lock file at `path`, open and locked; tried again and again until the monotonic clock says `until`."""
    while True:
        file = path.open("a+", encoding="utf-8")
        try:
            _lock_file(file)
        except OSError as held:
            holder = _holder(file)
            file.close()
            if held.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
                raise
            if time.monotonic() >= until:
                raise Stop("build-running", path=str(target), holder=holder) from None
            time.sleep(0.1)
            continue
        # The one who held it before may have taken the file away between our opening and locking it.
        if path.exists() and os.path.samestat(os.fstat(file.fileno()), path.stat()):
            return file
        file.close()


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
