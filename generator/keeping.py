"""Files that are written whole or not at all, whatever happens on the way: a full disk, a kill, a power cut."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any
from zlib import crc32

_SUM = 4
"""Bytes of the sum at the end of a kept file."""


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
    """Let `write` fill a file that only saves time, for `kept` to read; whether that could be done.

    A disk may be full or not to be written to, and something else may stand there: nobody is to be told of that, the
    build goes on without.
    """
    try:
        _replace(file, lambda opened: _sealed(opened, file.name, write))
    except OSError:
        return False
    for left in file.parent.glob(f".{file.name}.*.new"):  # by a killed build; one that is writing will do without
        with suppress(OSError):
            left.unlink()
    return True


@contextmanager
def opened(file: Path) -> Iterator[IO[bytes]]:
    """A file that `keep` has written, for who reads it piece by piece; behind them stand a few bytes more.

    `OSError` where there is none, `ValueError` where it is not whole or another file's: a power cut may leave one that
    has its size and nothing else, and a broken disk, or a cache that was brought back by halves, one that can be read
    and says something else, which would stand on the pages.
    """
    with file.open("rb") as content:
        left, found = content.seek(0, os.SEEK_END) - _SUM, _seed(file.name)
        content.seek(0)
        while left > 0:
            piece = content.read(min(left, 1 << 20))
            found = crc32(piece, found)
            left -= len(piece) or left
        if content.read(_SUM + 1) != found.to_bytes(_SUM):
            raise ValueError(f"not as it was kept: {file}")
        content.seek(0)
        yield content


def kept(file: Path) -> bytes:
    """The bytes that `keep` has written; raises as `opened` does."""
    with opened(file) as content:
        return content.read()[:-_SUM]


def _sealed(opened: IO[bytes], name: str, write: Callable[[Any], Any]) -> None:
    summed = _Summed(opened, _seed(name))
    write(summed)
    opened.write(summed.sum.to_bytes(_SUM))


def _seed(name: str) -> int:
    return crc32(os.fsencode(name))


class _Summed:
    """Hands on what is written, and sums it up."""

    def __init__(self, file: IO[bytes], sum: int) -> None:
        self.file, self.sum = file, sum

    def write(self, data: bytes) -> int:
        """As a file has it."""
        self.sum = crc32(data, self.sum)
        return self.file.write(data)


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
