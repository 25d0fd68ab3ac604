"""The same Guide as `load.whole` makes, record by record: what did not change since the last time is not read again.

A record's text is its key: whatever else decides what becomes of it (our code, other files of the guide, the day) is
part of the key of the whole memory. Only a guide without errors is remembered, and only one whose records stand in
order, two spaces in; for anything else the whole is read, which also finds the words for what is wrong.
Read in batches, a big guide never stands in memory as nodes.
"""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
import stat
import sys
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import IO

from generator import keeping, output
from generator.checks import Draft, check_records
from generator.languages import OWN_LOCALES, words_digest
from generator.load.cut import Cut, OutOfOrder, cut, entries_of, stop_at_errors
from generator.load.records import guide, organisation
from generator.load.shelf import Damaged, File, Kept, Shelf, columns, from_columns, opened, outline, sealed
from generator.load.together import Watch, check_order, check_watched
from generator.load.whole import files, load, read
from generator.model import Guide, Organisation
from generator.problems import DataProblems, Place, Problem, Stop
from generator.processes import processors, spread
from generator.versions import made_by

MEMORY = Path(".build") / "memory"
"""Folder of the guide that holds what builds remember: it can be removed at any time."""
BATCH = 250
"""Records that are read, checked and stored together."""
POOL_FROM = 4
"""Batches from which a pool of processes pays for its start, 0.05 s."""
WASTE = 1 << 20
"""Bytes that the file of records may lose to records that are no more, beside as many as it needs."""


@dataclass(slots=True)
class _Memory:
    """What the last load left."""

    around: str
    """A digest of everything but the records; what follows holds only while that is the same."""
    others: bytes = b""
    """Pickled: the guide without its records, and what is to be said of its other files."""
    draft: bytes = b""
    """Pickled: what records are read and checked against."""
    kept: dict[bytes, Kept] = field(default_factory=dict)
    """Digest of a record's text to what came of it."""
    file: File | None = None
    """Holds the records."""
    checked: bytes = b""
    """A digest of the outlines of all records in their order, which were found to fit together."""
    watched: frozenset[str] = frozenset()
    """Records that other files name; what is said of these files then is `said`."""
    said: tuple[Problem, ...] = ()


def remembered(root: Path, today: date, folder: Path, workers: int = 0) -> tuple[Guide, tuple[Problem, ...]]:
    """As `load`, with a memory in `folder`; by so many processes, or as many as pay."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        with suppress(OutOfOrder):
            for _ in range(2):
                with suppress(Damaged):  # it is gone then: a second look finds none, and makes one
                    return _remembered(root, today, folder / "records.pickle", workers)
        return load(root, today)
    finally:
        if collecting:
            gc.enable()


class _Again:
    """Records of a memory that turns out to be damaged: it is taken away, and the whole guide is read."""

    def __init__(self, root: Path, today: date, store: Path) -> None:
        self.root, self.today, self.store = root, today, store
        self.loading = True
        """While it is, whoever loads can begin anew; later, pages may stand already."""

    def __call__(self, id: str) -> Organisation:
        """The record as its file has it."""
        if self.loading:
            with suppress(OSError):
                self.store.unlink()
            raise Damaged
        return self._records[id]

    @cached_property
    def _records(self) -> Mapping[str, Organisation]:
        with suppress(OSError):
            self.store.unlink()
        return load(self.root, self.today)[0].organisation


def _remembered(root: Path, today: date, store: Path, workers: int) -> tuple[Guide, tuple[Problem, ...]]:
    found = [cut(root, name) for name in files(root, "organisations")]
    memory = _recall(store, _around(root, today, found))
    others = _Others(root, today, memory)
    made: dict[bytes, Organisation] = {}
    changed: set[str] = set()
    kept = dict(memory.kept)
    batches = list(_batches(found, kept))
    new = sum(len(numbers) for _, numbers in batches)
    if new > BATCH:
        _begin_file(store, memory, kept)
    with closing(_read(others, batches, workers)) as read_batches:
        for batch in read_batches:
            changed.update(one.id for _, one, _ in batch)
            places = _put_away(memory.file, batch) if new > BATCH else []
            if not places:
                made |= {digest: opened(blob) for digest, _, blob in batch}
                places = [(0, 0)] * len(batch)
            for (digest, one, _), (offset, length) in zip(batch, places, strict=True):
                kept[digest] = one._replace(offset=offset, length=length)
    rows = sorted((kept[digest].id, digest) for file in found for digest in file.digests)
    again = _Again(root, today, store)
    shelf = Shelf([(digest, kept[digest]) for _, digest in rows], made, memory.file, again)
    checked = _outlines(found, kept)
    if memory.checked != checked or not memory.watched.isdisjoint(changed):
        positions = {digest: position for position, (_, digest) in enumerate(rows)}
        watch = Watch(others.draft)
        chosen = check_order(
            (map(shelf.__getitem__, map(positions.__getitem__, file.digests)) for file in found), watch
        )
        memory.watched, memory.said = check_watched(others.draft, found, chosen)
    if new or memory.checked != checked or len(kept) != len(rows):
        memory.checked = checked
        with suppress(OSError, Stop):  # a full disk, or another build that is storing: this one can do without
            _store(store, memory, {digest: kept[digest] for _, digest in rows}, made)
    problems = [*others.problems, *memory.said]
    problems += [warning for file in found for warning in _warnings(file, kept)]
    again.loading = False
    return replace(others.guide, organisations=shelf), DataProblems(problems).problems


def _begin_file(store: Path, memory: _Memory, kept: dict[bytes, Kept]) -> None:
    """Begin a file for many new records: to hold them until all are read would be most of the memory that it takes."""
    former = memory.file
    with suppress(OSError):  # a full disk, or one that cannot be written to: then they are held
        store.parent.mkdir(parents=True, exist_ok=True)
        file = _new_file(store)
        places = file.add(former.read(one.offset, one.length) for one in kept.values()) if former else []
        for (digest, one), (offset, length) in zip(list(kept.items()), places, strict=True):
            kept[digest] = one._replace(offset=offset, length=length)
        memory.file = file


def _new_file(store: Path) -> File:
    return File(store.with_name(f"records-{os.urandom(8).hex()}.bin"))


def _put_away(file: File | None, batch: Sequence[Read]) -> list[tuple[int, int]]:
    """Where some records stand in the file now; nowhere when it cannot be written."""
    with suppress(OSError):
        return file.add([blob for *_, blob in batch]) if file else []
    return []


class _Others:
    """The files of a guide that hold no organisations: as the memory has them, or read."""

    def __init__(self, root: Path, today: date, memory: _Memory) -> None:
        self.memory = memory
        if not memory.others:
            draft, problems = read(root, today, organisations=False)
            stop_at_errors(problems)
            if draft.guide is None:
                raise OutOfOrder
            whole = guide(draft, draft.site.url)
            memory.others = pickle.dumps(([getattr(whole, one.name) for one in fields(whole)], problems), 5)
            # Without the names of 7,000 icons, which are known anyway.
            memory.draft = pickle.dumps(replace(draft, icons=frozenset()), 5)
        parts, self.problems = pickle.loads(memory.others)
        self.guide = Guide(*parts)

    @cached_property
    def draft(self) -> Draft:
        """What records are read and checked against: not needed where none is new."""
        return pickle.loads(self.memory.draft)


def _outlines(found: Sequence[Cut], kept: Mapping[bytes, Kept]) -> bytes:
    digest = hashlib.sha256()
    for file in found:
        digest.update(f"\0{file.name}\0".encode() + b"".join([kept[one].outline for one in file.digests]))
    return digest.digest()


def _around(root: Path, today: date, found: Sequence[Cut]) -> str:
    """A digest of everything but the records that decides what a record becomes."""
    digest = hashlib.sha256(repr((made_by(), words_digest(), today)).encode())
    own = {file.name for file in found}
    below = (name for folder in ("data", "content", OWN_LOCALES) for name in _names(root / folder, folder))
    for name in ("mkdocs.yml", *below):
        if name in own:
            continue
        try:
            facts = (root / name).lstat()
            digest.update(os.fsencode(f"\0{name}\0{stat.S_IFMT(facts.st_mode)}\0"))
            if name.endswith((".yaml", ".yml", ".lock", ".md", ".po")) and stat.S_ISREG(facts.st_mode):
                digest.update(hashlib.sha256((root / name).read_bytes()).digest())
            else:
                digest.update(str(facts.st_size).encode())
        except OSError:
            digest.update(b"\0none")
    for file in found:
        digest.update(os.fsencode(f"\0{file.name}\0") + hashlib.sha256(file.head).digest())
    return digest.hexdigest()


def _names(folder: Path, name: str) -> Iterator[str]:
    """Every file and link below a folder; JSON is made of our code."""
    for below, folders, names in os.walk(folder):
        folders.sort()
        prefix = name + below[len(str(folder)) :].replace(os.sep, "/")
        links = [one for one in folders if os.path.islink(f"{below}/{one}")]  # noqa: PTH114 - a path each costs more
        yield from (f"{prefix}/{one}" for one in sorted([*names, *links]) if not one.endswith(".json"))


Batch = tuple[Cut, Sequence[int]]
"""A file, and some of its records by their numbers."""
Read = tuple[bytes, Kept, bytes]
"""Digest of a record's text, what came of it, and the organisation as it is written."""


def _batches(found: Sequence[Cut], kept: Mapping[bytes, Kept]) -> Iterator[Batch]:
    """The records that are not known yet."""
    for file in found:
        todo = [number for number, digest in enumerate(file.digests) if digest not in kept]
        for start in range(0, len(todo), BATCH):
            yield file, todo[start : start + BATCH]


def _read(others: _Others, batches: Sequence[Batch], workers: int) -> Iterator[list[Read]]:
    """What comes of each batch: a pure function, so that several processes can read."""
    workers = workers or (processors() if len(batches) >= POOL_FROM else 1)
    if workers == 1 or len(batches) < 2 or sys.platform != "linux":
        return (_read_batch(others.draft, batch) for batch in batches)
    return spread(partial(_read_batch, others.draft), batches, min(workers, len(batches)))


def _read_batch(draft: Draft, batch: Batch) -> list[Read]:
    """Records that stand in one file, read and looked at by every rule that looks at one record."""
    file, numbers = batch
    entries, starts, problems = entries_of(draft, file.name, [file.record(number) for number in numbers])
    problems += [
        problem
        for problem in check_records(replace(draft, guide=None, lock=None, articles=[], organisations=entries))
        if problem.place.file == file.name and problem.rule != "unknown-organisation"
    ]
    stop_at_errors(problems)
    warnings: list[list[tuple[int, Problem]]] = [[] for _ in numbers]
    for problem in problems:
        number = bisect_right(starts, problem.place.line) - 1
        warnings[number].append((problem.place.line - starts[number], problem))
    result = []
    for number, entry, said in zip(numbers, entries, warnings, strict=True):
        one = organisation(entry, draft)
        result.append((file.digests[number], Kept(one.id, outline(one), tuple(said)), sealed(one)))
    return result


def _warnings(file: Cut, kept: Mapping[bytes, Kept]) -> Iterator[Problem]:
    if not any(kept[digest].warnings for digest in file.digests):
        return
    for digest, start in zip(file.digests, file.first_lines, strict=True):
        for line, problem in kept[digest].warnings:
            yield replace(problem, place=Place(file.name, start + line, problem.place.column))


def _recall(store: Path, around: str) -> _Memory:
    """What is in the memory, or an empty one when it was made under other conditions."""
    try:
        with keeping.opened(store) as file:
            if pickle.load(file) == around:
                name, size, *rest = pickle.load(file)
                others, draft, columns, checked, watched, said = rest
                records = File(store.with_name(name), size)
                return _Memory(around, others, draft, from_columns(*columns), records, checked, watched, said)
    except (OSError, ValueError, EOFError, AttributeError, TypeError, ImportError, LookupError, pickle.UnpicklingError):
        pass
    return _Memory(around)


def _store(store: Path, memory: _Memory, kept: dict[bytes, Kept], made: Mapping[bytes, Organisation]) -> None:
    """Keep what was read for the next time: only new records are written, until half of the file is of no more use."""
    store.parent.mkdir(parents=True, exist_ok=True)
    with output.lock(store):
        live = sum(one.length for one in kept.values())
        file, former = memory.file, None
        if file is None or not file.stands() or file.size > 2 * live + WASTE:
            file, former = _new_file(store), memory.file
        new = [digest for digest in kept if digest in made or former]
        blobs = (  # one by one: together they would be a third of what the guide itself takes
            sealed(made[digest]) if digest in made else former.read(kept[digest].offset, kept[digest].length)
            for digest in new
        )
        for digest, (offset, length) in zip(new, file.add(blobs), strict=True):
            kept[digest] = kept[digest]._replace(offset=offset, length=length)
        rest = (memory.others, memory.draft, columns(kept), memory.checked, memory.watched, memory.said)

        def write(index: IO[bytes]) -> None:
            pickle.dump(memory.around, index, 5)
            pickle.dump((file.path.name, file.size, *rest), index, 5)

        if not keeping.keep(store, write):
            return
        for other in store.parent.glob("records-*.bin"):
            if other != file.path:
                with suppress(OSError):  # another build may be reading it
                    other.unlink()
