"""Records in a file and where each stands; a sequence of organisations that are read when they are asked for.

A small change looks at a few dozen records of a big guide: to unpickle all of them would cost more than the rest of the
build, and holding them all is most of the memory that a build takes.
"""

from __future__ import annotations

import os
import pickle
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cache
from hashlib import blake2b
from itertools import repeat
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple, overload
from zlib import crc32

from generator.model import Organisation, Service
from generator.problems import Problem


class Kept(NamedTuple):
    """A record as it came out."""

    id: str
    outline: bytes
    """A digest of what others say of it."""
    warnings: tuple[tuple[int, Problem], ...] = ()
    """Each with the line of the record on which it stands, from 0."""
    offset: int = 0
    """Where its organisation stands in the file of records."""
    length: int = 0


_DIGEST, _OUTLINE, _SUM = 32, 16, 4
"""Bytes of a record's digest, of an outline and of a sum."""


def columns(kept: Mapping[bytes, Kept]) -> tuple[Any, ...]:
    """What came of records, by the digests of their texts, as few big values, which are pickled ten times as fast."""
    ids, outlines, warnings, offsets, lengths = zip(*kept.values(), strict=True)
    said = {at: one for at, one in enumerate(warnings) if one}
    return b"".join(kept), ids, b"".join(outlines), said, array("Q", offsets), array("Q", lengths)


def from_columns(
    digests: bytes, ids: Sequence[str], outlines: bytes, said: Mapping[int, Any], offsets: array, lengths: array
) -> dict[bytes, Kept]:
    """What `columns` was given."""
    warnings = [said.get(at, ()) for at in range(len(ids))]
    rows = zip(ids, _pieces(outlines, _OUTLINE), warnings, offsets, lengths, strict=True)
    # As `Kept._make`, which is written in Python and takes three times as long.
    return dict(zip(_pieces(digests, _DIGEST), map(tuple.__new__, repeat(Kept), rows), strict=True))


def _pieces(joined: bytes, size: int) -> list[bytes]:
    return [joined[at : at + size] for at in range(0, len(joined), size)]


HELD_AT_MOST = 5000
"""Organisations that a shelf holds at once, 8 KB each; those of a bigger guide are read anew each time."""

OWN = frozenset(
    "description notice phones email website address alerts source digest hours hours_note notes cost_note "
    "referral_note services".split()
)
"""Fields of an organisation or a service that stand only where it is shown itself, on its page and its cards."""


def outline(organisation: Organisation) -> bytes:
    """A digest of what else may depend on a record: lists, numbers, links, names, other records, the order of pages.

    It holds every field that is not known to be the record's own, so that one that is added later counts at first.
    """
    of_service = _outside(Service)
    parts = [(bool(service.phones), of_service(service)) for service in organisation.services]
    return blake2b(repr((_outside(Organisation)(organisation), parts)).encode(), digest_size=_OUTLINE).digest()


@cache
def _outside(record: type) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*(one.name for one in fields(record) if one.name not in OWN))


class Damaged(Exception):
    """A record is not what was written: a power cut may leave a file that has its size and nothing else."""


def sealed(organisation: Organisation) -> bytes:
    """A record as it is written, with a sum by which `opened` sees that it is whole."""
    blob = pickle.dumps(organisation, 5)
    return blob + crc32(blob).to_bytes(_SUM)


def opened(blob: bytes) -> Organisation:
    """What `sealed` was given."""
    if len(blob) <= _SUM or crc32(memoryview(blob)[:-_SUM]).to_bytes(_SUM) != blob[-_SUM:]:
        raise Damaged
    return pickle.loads(blob)  # which does not look behind its own end


class File:
    """A file of records to which builds only add: what one has noted of it stays true."""

    def __init__(self, path: Path, size: int | None = None) -> None:
        """A file of which `size` bytes are known, or a new one."""
        self.path, self.size, self._new = path, size or 0, size is None
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND if self._new else os.O_RDONLY
        # Open until the last organisation has been read, and then closed by `__del__`: nobody can tell when that is.
        self._file = os.open(path, flags | getattr(os, "O_BINARY", 0), 0o644)
        if not self.stands():
            raise ValueError(path)

    def __del__(self) -> None:
        if getattr(self, "_file", -1) >= 0:
            os.close(self._file)

    def stands(self) -> bool:
        """Whether it holds what was noted of it."""
        return self.path.exists() and self.path.stat().st_size >= self.size

    def read(self, offset: int, length: int) -> bytes:
        """Some of its bytes. Processes that share the file do not disturb each other, where the system can do that."""
        if hasattr(os, "pread"):
            return os.pread(self._file, length, offset)
        os.lseek(self._file, offset, os.SEEK_SET)
        return os.read(self._file, length)

    def add(self, blobs: Iterable[bytes]) -> list[tuple[int, int]]:
        """Write some more at its end; where each begins and how long it is."""
        places = []
        # A new file may have been taken away by another build, which does not know of it yet.
        with open(self._file if self._new else self.path, "ab", closefd=not self._new) as file:
            for blob in blobs:
                places.append((file.tell(), len(blob)))
                file.write(blob)
            self.size = file.tell()
        return places


class Shelf(Sequence[Organisation]):
    """The organisations of a guide; of those that were read some stay."""

    def __init__(
        self,
        kept: Sequence[tuple[bytes, Kept]],
        made: Mapping[bytes, Organisation],
        file: File | None,
        again: Callable[[str], Organisation],
    ) -> None:
        """`again` reads one that turns out to be damaged from where it came, or raises."""
        self.digests = [digest for digest, _ in kept]
        """Of the text of each record, in their order."""
        self.outline = blake2b(b"".join([one.outline for _, one in kept]), digest_size=16).digest()
        """Of their outlines together."""
        self._kept = [one for _, one in kept]
        self._made = {at: made[digest] for at, digest in enumerate(self.digests) if digest in made}
        """Those that stand in no file yet."""
        self._held: dict[int, Organisation] = {}
        self._file, self._again = file, again
        self.by_id: Mapping[str, Organisation] = _ById(self, {one.id: at for at, (_, one) in enumerate(kept)})

    def _at(self, position: int) -> Organisation:
        found = self._made.get(position) or self._held.get(position)
        if found is None:
            if len(self._held) >= HELD_AT_MOST:
                self._held.clear()
            found = self._held[position] = self._read(position)
        return found

    def _read(self, position: int) -> Organisation:
        kept = self._kept[position]
        try:
            return opened(self._file.read(kept.offset, kept.length))
        except Damaged:
            return self._again(kept.id)

    @overload
    def __getitem__(self, position: int) -> Organisation: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[Organisation]: ...
    def __getitem__(self, position: int | slice) -> Organisation | Sequence[Organisation]:
        if isinstance(position, slice):
            return tuple([self._at(one) for one in range(*position.indices(len(self)))])
        return self._at(range(len(self))[position])

    def __len__(self) -> int:
        return len(self._kept)

    def __iter__(self) -> Iterator[Organisation]:
        """All of them, one after the other; those of a big guide are not held for that."""
        if len(self) <= HELD_AT_MOST:
            return map(self._at, range(len(self)))
        return (self._made.get(one) or self._held.get(one) or self._read(one) for one in range(len(self)))

    def __eq__(self, other: object) -> bool:
        return tuple(self) == (tuple(other) if isinstance(other, Shelf) else other)

    __hash__ = None  # type: ignore[assignment]  # as Python says it of what has `__eq__` alone

    def __reduce__(self) -> Any:
        return tuple, (tuple(self),)


class _ById(Mapping[str, Organisation]):
    """The organisations of a shelf by id."""

    def __init__(self, shelf: Shelf, positions: dict[str, int]) -> None:
        self.shelf, self.positions = shelf, positions

    def __getitem__(self, id: str) -> Organisation:
        return self.shelf[self.positions[id]]

    def __contains__(self, id: object) -> bool:
        return id in self.positions

    def __iter__(self) -> Iterator[str]:
        return iter(self.positions)

    def __len__(self) -> int:
        return len(self.positions)
