"""The same Guide as `load.whole` makes, record by record: what did not change since the last time is not read again.

A record's text is its key: whatever else decides what becomes of it (our code, other files of the guide, the day) is
part of the key of the whole memory. Only a guide without errors is remembered, and only one whose records stand in
order, two spaces in; for anything else the whole is read, which also finds the words for what is wrong.
Read in batches, a big guide never stands in memory as nodes.
"""

from __future__ import annotations

import gc
import hashlib
import io
import pickle
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from copyreg import dispatch_table
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from generator import model, schema, source
from generator.checks import LINK, Draft, check
from generator.load.whole import files, guide, load, organisation, read, site_facts
from generator.model import Guide, Organisation
from generator.problems import DataProblems, Place, Problem
from generator.schema import Entry, Reader
from generator.versions import made_by

BATCH = 250
"""Records that are read, checked and stored together."""
_HEAD = "organisations:\n"


class _OutOfOrder(Exception):
    """The records must be read as a whole."""


class Kept(NamedTuple):
    """A record as it came out."""

    organisation: Organisation
    warnings: tuple[tuple[int, Problem], ...]
    """Each with the line of the record on which it stands, from 0."""


@dataclass(slots=True)
class _File:
    """A file of organisations, cut into records."""

    name: str
    head: bytes
    records: list[bytes]
    digests: list[bytes]


@dataclass(slots=True)
class _Memory:
    """What the last load left."""

    around: str = ""
    kept: dict[bytes, Kept] | None = None
    groups: list[tuple[tuple[bytes, ...], bytes]] | None = None
    """Digests of some records, and these pickled together."""


def remembered(root: Path, today: date, folder: Path) -> tuple[Guide, tuple[Problem, ...]]:
    """As `load`, with a memory in `folder`."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _remembered(root, today, folder / "records.pickle")
    except _OutOfOrder:
        return load(root, today)
    finally:
        if collecting:
            gc.enable()


def _remembered(root: Path, today: date, store: Path) -> tuple[Guide, tuple[Problem, ...]]:
    found = [_cut(root, name) for name in files(root, "organisations")]
    around = _around(root, today, found)
    memory = _recall(store, around)
    draft, problems = read(root, today, organisations=False)
    _stop_at_errors(problems)
    if draft.guide is None:
        raise _OutOfOrder
    kept: dict[bytes, Kept] = {}
    for file in found:
        new = [
            (digest, text) for digest, text in zip(file.digests, file.records, strict=True) if digest not in memory.kept
        ]
        for start in range(0, len(new), BATCH):
            kept |= _read_batch(draft, file.name, new[start : start + BATCH])
    kept = {digest: memory.kept.get(digest) or kept[digest] for file in found for digest in file.digests}
    in_files = [[kept[digest].organisation for digest in file.digests] for file in found]
    _check_order(in_files)
    problems += _check_watched(draft, root, found, in_files)
    problems += [warning for file in found for warning in _warnings(file, kept)]
    site_url, _ = site_facts(root)
    whole = guide(draft, site_url)
    organisations = sorted((one for of_file in in_files for one in of_file), key=lambda one: one.id)
    _store(store, around, memory, kept)
    return replace(whole, organisations=tuple(organisations)), DataProblems(problems).problems


def _cut(root: Path, name: str) -> _File:
    """A file of organisations as bytes, record by record."""
    path = root / name
    try:
        if source.linked(root, name) or path.stat().st_size > source.SIZE_LIMIT:
            raise _OutOfOrder
        data = path.read_bytes()
    except OSError:
        raise _OutOfOrder from None
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
    head, *records = data.split(b"\n  - ")
    if not records or data.startswith(b"\xef") or b"\r" in data:
        raise _OutOfOrder
    digests = [hashlib.sha256(record).digest() for record in records]
    return _File(name, head, records, digests)


def _around(root: Path, today: date, found: Sequence[_File]) -> str:
    """A digest of everything but the records that decides what a record becomes."""
    digest = hashlib.sha256(repr((made_by(), today)).encode())
    own = {file.name for file in found}
    others = [root / "mkdocs.yml"]
    others += [
        path for name in ("data", "content") for path in sorted((root / name).rglob("*")) if path.suffix != ".json"
    ]
    for path in others:
        name = path.relative_to(root).as_posix()
        if name not in own and path.is_file() and path.suffix in (".yaml", ".yml", ".lock", ".md"):
            digest.update(f"\0{name}\0{path.is_symlink()}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    for file in found:
        digest.update(f"\0{file.name}\0".encode() + hashlib.sha256(file.head).digest())
    return digest.hexdigest()


def _read_batch(draft: Draft, file: str, records: Sequence[tuple[bytes, bytes]]) -> dict[bytes, Kept]:
    """Records that stand in one file, read and looked at by every rule that looks at one record."""
    entries, starts, problems = _entries(draft, file, [text for _, text in records])
    problems += [
        problem
        for problem in check(replace(draft, guide=None, lock=None, articles=[], organisations=entries))
        if problem.place.file == file and problem.rule != "unknown-organisation"
    ]
    _stop_at_errors(problems)
    warnings: list[list[tuple[int, Problem]]] = [[] for _ in records]
    for problem in problems:
        number = bisect_right(starts, problem.place.line) - 1
        warnings[number].append((problem.place.line - starts[number], problem))
    return {
        digest: Kept(organisation(entry, draft), tuple(said))
        for (digest, _), entry, said in zip(records, entries, warnings, strict=True)
    }


def _entries(draft: Draft, file: str, texts: Sequence[bytes]) -> tuple[list[Entry], list[int], list[Problem]]:
    """Some records as read, the lines on which they begin in what was read, and what is to be said of them."""
    try:
        text = _HEAD + "".join([f"  - {record.decode()}\n" for record in texts])
    except UnicodeDecodeError:
        raise _OutOfOrder from None
    if any(line[:1] not in ("", " ", "#") for line in text[len(_HEAD) :].split("\n")):
        raise _OutOfOrder
    data, refused = source.decode(text.encode(), file)
    if refused or data is None:
        raise _OutOfOrder
    document = source.read_text(text, file)
    country = draft.guide.values["country"] if draft.guide else ""
    reader = Reader(file, draft.languages, country, draft.languages[0], country)
    entries = schema.entries(document, "organisations", reader)["organisations"]
    starts, line = [], 2
    for record in texts:
        starts.append(line)
        line += record.count(b"\n") + 1
    # A quotation mark that stays open may swallow the next record: only the whole file tells what it means.
    if [entry.node.line for entry in entries] != starts:
        raise _OutOfOrder
    problems = [*document.problems, *reader.problems]
    _stop_at_errors(problems)
    return entries, starts, problems


def _stop_at_errors(problems: Iterable[Problem]) -> None:
    if any(problem.level == "error" for problem in problems):
        raise _OutOfOrder


def _check_order(in_files: Sequence[Sequence[Organisation]]) -> None:
    """Raise unless records are sorted, have names of their own, and name others that are there.

    What the rules `ids_are_unique`, `aliases_are_free`, `records_are_sorted` and `references_exist` say of records
    together.
    """
    names: list[str] = []
    aliases: list[str] = []
    known: set[str] = set()
    successors: set[str] = set()
    for organisations in in_files:
        before = ""
        for one in organisations:
            if one.id <= before:
                raise _OutOfOrder
            before = one.id
            names.append(one.id)
            if one.slug and one.slug != one.id:
                names.append(one.slug)
            aliases += one.aliases
            if one.successor:
                successors.add(one.successor)
            for service in one.services:
                if service.id != one.id:
                    known.add(f"{one.id}/{service.id}")
                if service.successor:
                    successors.add(service.successor)
    taken = set(names)
    if len(taken) != len(names) or len(taken.union(aliases)) != len(names) + len(aliases):
        raise _OutOfOrder
    known.update(one.id for organisations in in_files for one in organisations)
    if not successors <= known:
        raise _OutOfOrder


def _check_watched(
    draft: Draft, root: Path, found: Sequence[_File], in_files: Sequence[Sequence[Organisation]]
) -> list[Problem]:
    """What is to be said of the guide's other files, and of the records that they name."""
    watched = {urgent.get("service", "").partition("/")[0] for urgent in draft.guide.values.get("urgent", ())}
    watched |= {
        match[1].strip().partition("/")[0] for article in draft.articles for match in LINK.finditer(article.body)
    }
    kinds: set[str] = set()
    if draft.lock:
        watched |= {record.partition("/")[0] for record in draft.lock.numbers}
        kinds = set(draft.lock.help_types)
    entries: list[Entry] = []
    lines: dict[tuple[str, int], int] = {}
    for file, organisations in zip(found, in_files, strict=True):
        chosen = [
            number
            for number, one in enumerate(organisations)
            if one.id in watched or (kinds and any(kinds.intersection(service.help_types) for service in one.services))
        ]
        own, starts, _ = (
            _entries(draft, file.name, [file.records[number] for number in chosen]) if chosen else ([], [], [])
        )
        entries += own
        first = _first_lines(file)
        for number, start in zip(chosen, starts, strict=True):
            for line in range(file.records[number].count(b"\n") + 1):
                lines[file.name, start + line] = first[number] + line
    problems = []
    names = {file.name for file in found}
    for problem in check(replace(draft, organisations=entries)):
        if problem.place.file not in names:
            problems.append(problem)
        elif problem.rule.startswith("crisis"):
            line = lines[problem.place.file, problem.place.line]
            problems.append(replace(problem, place=replace(problem.place, line=line)))
    _stop_at_errors(problems)
    return problems


def _first_lines(file: _File) -> list[int]:
    """The line of the file on which each record begins."""
    lines, line = [], file.head.count(b"\n") + 2
    for record in file.records:
        lines.append(line)
        line += record.count(b"\n") + 1
    return lines


def _warnings(file: _File, kept: dict[bytes, Kept]) -> Iterator[Problem]:
    if not any(kept[digest].warnings for digest in file.digests):
        return
    for digest, start in zip(file.digests, _first_lines(file), strict=True):
        for line, problem in kept[digest].warnings:
            yield replace(problem, place=Place(file.name, start + line, problem.place.column))


def _recall(store: Path, around: str) -> _Memory:
    """What is in the memory, or an empty one when it was made under other conditions."""
    nothing = _Memory(around, {}, [])
    try:
        with store.open("rb") as file:
            if pickle.load(file) != around:
                return nothing
            groups = pickle.load(file)
        kept = {}
        for digests, pickled in groups:
            kept.update(zip(digests, pickle.loads(pickled), strict=True))
        return _Memory(around, kept, groups)
    except (OSError, ValueError, EOFError, AttributeError, TypeError, ImportError, pickle.UnpicklingError):
        return nothing


def _store(store: Path, around: str, memory: _Memory, kept: dict[bytes, Kept]) -> None:
    """Keep what was read for the next time; groups of records that all stay are not pickled again."""
    groups = [group for group in memory.groups if all(digest in kept for digest in group[0])]
    if len(groups) == len(memory.groups) and len(kept) == len(memory.kept):
        return
    if len(groups) > 8 + 2 * len(kept) // BATCH:
        groups = []
    stays = {digest for digests, _ in groups for digest in digests}
    rest = [digest for digest in kept if digest not in stays]
    for start in range(0, len(rest), BATCH):
        some = tuple(rest[start : start + BATCH])
        groups.append((some, pickled([kept[digest] for digest in some])))
    store.parent.mkdir(parents=True, exist_ok=True)
    beside = store.with_name(f"{store.name}.new")
    with beside.open("wb") as file:
        pickle.dump(around, file, 5)
        pickle.dump(groups, file, 5)
    beside.replace(store)


def pickled(value: object) -> bytes:
    """The value as bytes; records of the model as calls of their class, which are read back twice as fast."""
    out = io.BytesIO()
    pickler = pickle.Pickler(out, 5)
    pickler.dispatch_table = {**dispatch_table, **_reducers()}
    pickler.dump(value)
    return out.getvalue()


@cache
def _reducers() -> dict[type, Any]:
    """How a record of the model is taken apart."""

    def reducer(names: tuple[str, ...]) -> Any:
        return lambda one: (type(one), tuple([getattr(one, name) for name in names]))

    found = {}
    for one in (*vars(model).values(), Place, Problem):
        if isinstance(one, type) and is_dataclass(one) and one is not Guide:
            found[one] = reducer(tuple(each.name for each in fields(one)))
    return found
