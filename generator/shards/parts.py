"""A part of a site in a folder: some buckets' shards in, and out again on the machine that merges all parts.

So a site can be built by machines that share nothing but the repository: the jobs of a CI matrix. A part is published
like a site, whole or not at all, with a manifest of its files; beside its pages it holds what the merging machine needs
to know of them. Nothing in a part is believed that its manifest and the merging machine's own guide do not confirm.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from generator import output
from generator.frozen import frozen
from generator.output import Files
from generator.problems import Stop
from generator.shards import Bucket, Row, Shard, Work, entry
from generator.shards.inspection import Found

FILE = "part.json"
FORMAT = "resource-guide part 1"


@frozen
class Part:
    """One of the parts of a site, counted from 1."""

    number: int
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    def share(self, todo: Sequence[Bucket]) -> list[Bucket]:
        """The buckets of this part. Those of lists, which take longest, go to different parts."""
        return sorted(todo, key=lambda bucket: bool(bucket.area))[self.number - 1 :: self.of]


def part(text: str) -> Part:
    """The part that is written `2/5`; raises `ValueError` for anything else."""
    match = re.fullmatch(r"([0-9]{1,4})/([0-9]{1,4})", text)
    found = Part(int(match[1]), int(match[2])) if match else Part(0, 0)
    if not 1 <= found.number <= found.of:
        raise ValueError(f"{text!r} is not a part such as 1/4 or 4/4")
    return found


def refuse_site(target: Path) -> None:
    """Stop before a part takes the place of a whole site."""
    there = output.manifest(target)
    if there and FILE not in there:
        raise Stop("not-a-part", 2, path=str(target))


def files(
    work: Work, which: Part, todo: Sequence[Bucket], shards: Iterator[Shard], count: Callable[[Shard], None]
) -> Files:
    """Every file of a part; `shards` are those of the buckets `todo`, in their order."""
    stored = []
    for bucket, made in zip(todo, shards, strict=True):
        yield from made.files
        count(made)
        stored.append(_stored(bucket, made))
    whole = {"format": FORMAT, "part": which.number, "of": which.of, "key": work.key, "buckets": stored}
    yield FILE, json.dumps(whole, ensure_ascii=False, sort_keys=True).encode()


def _stored(bucket: Bucket, made: Shard) -> dict[str, Any]:
    return {
        "bucket": [bucket.language, bucket.area, bucket.number],
        "files": [file[0] for file in made.files],
        "rows": [[row.path, row.modified and row.modified.isoformat(), row.indexed] for row in made.rows],
        "anchors": sorted([page, *target] for target, page in made.found.anchors.items()),
        "ids": {path: sorted(ids) for path, ids in made.found.ids.items()},
    }


@frozen
class Merged:
    """Takes shards from the folders of parts."""

    folders: tuple[Path, ...]

    def __call__(self, work: Work, todo: Sequence[Bucket], storing: object = None) -> Iterator[Shard]:
        """Every bucket's shard; stops before the first when the parts are not the whole of this guide."""
        opened = [_Opened(folder, work) for folder in self.folders]
        [(of, _)] = Counter(one.part.of for one in opened).most_common(1)
        for one in opened:
            if one.part.of != of or one.key != work.key:
                raise Stop("part-of-another", 1, path=str(one.folder))
        _refuse_overlaps(opened)
        there = {one.part.number for one in opened}
        missing = [str(Part(number, of)) for number in range(1, of + 1) if number not in there]
        if missing:
            raise Stop("part-missing", 1, found=", ".join(missing))
        holders = {bucket: one for one in reversed(opened) for bucket in one.buckets}
        for one in opened:
            if sorted(one.buckets, key=repr) != sorted(one.part.share(todo), key=repr):
                raise Stop("part-damaged", 1, path=str(one.folder), found=FILE)
        standing = {work.prefixed(language, path) for language, paths in work.unchanged.items() for path in paths}
        for bucket in todo:
            yield holders[bucket].shard(work, bucket, standing)


class _Opened:
    """The folder of a part that is being merged."""

    def __init__(self, folder: Path, work: Work) -> None:
        self.folder = folder
        self.files = output.manifest(folder) or {}
        if FILE not in self.files:
            raise Stop("not-a-part", 2, path=str(folder))
        try:
            whole = json.loads(self.read(FILE))
            if whole["format"] != FORMAT:
                raise Stop("part-of-another", 1, path=str(folder))
            self.part, self.key = Part(whole["part"], whole["of"]), whole["key"]
            self.buckets = {Bucket(*one["bucket"]): one for one in whole["buckets"]}
        except (ValueError, KeyError, TypeError):
            raise self._damaged(FILE) from None
        pages = {path for one in self.buckets.values() for path in one["files"]}
        for path in pages ^ (self.files.keys() - {FILE}):
            raise self._damaged(path)
        for path in pages - work.known if self.key == work.key else ():
            raise self._damaged(path)

    def read(self, path: str) -> bytes:
        """The bytes of a file, which must be those that were built."""
        try:
            data = (self.folder / path).read_bytes()
        except OSError:
            raise self._damaged(path) from None
        if hashlib.sha256(data).hexdigest() != self.files[path]:
            raise self._damaged(path)
        return data

    def shard(self, work: Work, bucket: Bucket, standing: set[str]) -> Shard:
        """A bucket's shard, but for the pages that stand in the target already."""
        one = self.buckets[bucket]
        made, language = Shard(), bucket.language
        for path, (below, modified, indexed) in zip(one["files"], one["rows"], strict=True):
            data = self.read(path)
            if path not in standing:
                made.files.append((path, data))
                if below in work.listed:
                    made.entries[below] = entry(work, below, data.decode())
                made.rows.append(Row(below, language, modified and date.fromisoformat(modified), indexed))
        made.found = Found(
            anchors={(target, anchor): page for page, target, anchor in one["anchors"]},
            ids={path: tuple(ids) for path, ids in one["ids"].items()},
        )
        return made

    def _damaged(self, path: str) -> Stop:
        return Stop("part-damaged", 1, path=str(self.folder), found=path)


def _refuse_overlaps(opened: Sequence[_Opened]) -> None:
    """Stop when two parts hold one path with different bytes; the same part given twice does no harm."""
    held: dict[str, _Opened] = {}
    for one in opened:
        for path, digest in one.files.items():
            if path == FILE:
                continue
            other = held.setdefault(path, one)
            if other.files[path] != digest:
                raise Stop("parts-overlap", 1, path=str(other.folder), other=str(one.folder), found=path)
