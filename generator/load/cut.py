"""A file of organisations in, its records as pieces of text out; and some of these, read without the others.

Only a file whose records stand in order, two spaces in, can be cut; any other is read as a whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator import schema, source
from generator.checks import Draft
from generator.problems import Problem
from generator.regex import regex
from generator.schema import Entry, Reader

_HEAD = b"organisations:\n"
_BEGIN = regex(rb"\n  - ")
_PLAIN_HEAD = regex(rb"(?:#[^\n]*\n|\n)*organisations:")
_AT_THE_MARGIN = regex(r"\n[^ #\n]")
"""A line that belongs to no record."""


class OutOfOrder(Exception):
    """The records must be read as a whole."""


@dataclass
class Cut:
    """A file of organisations, cut into records."""

    name: str
    head: bytes
    data: bytes
    bounds: list[tuple[int, int]]
    """Where each record begins and ends: to cut a big file into pieces costs more than to read it."""
    digests: list[bytes]

    def record(self, number: int) -> bytes:
        """The text of a record."""
        start, end = self.bounds[number]
        return self.data[start:end]

    @cached_property
    def first_lines(self) -> list[int]:
        """The line of the file on which each record begins."""
        lines, line = [], self.head.count(b"\n") + 2
        for start, end in self.bounds:
            lines.append(line)
            line += self.data.count(b"\n", start, end) + 1
        return lines


def cut(root: Path, name: str) -> Cut:
    """A file of organisations as bytes, record by record; raises `OutOfOrder` where that cannot be."""
    path = root / name
    try:
        if source.linked(root, name) or path.stat().st_size > source.SIZE_LIMIT:
            raise OutOfOrder
        data = path.read_bytes()
    except OSError:
        raise OutOfOrder from None
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
    cuts = [found.span() for found in _BEGIN.finditer(data)]
    if not cuts or data.startswith(b"\xef") or b"\r" in data:
        raise OutOfOrder
    head = data[: cuts[0][0]]
    if not _PLAIN_HEAD.fullmatch(head) or source.decode(head, name)[1]:
        raise OutOfOrder
    starts, ends = [end for _, end in cuts], [start for start, _ in cuts[1:]]
    bounds = list(zip(starts, [*ends, len(data)], strict=True))
    view, digest = memoryview(data), hashlib.sha256
    return Cut(name, head, data, bounds, [digest(view[start:end]).digest() for start, end in bounds])


def entries_of(draft: Draft, file: str, texts: Sequence[bytes]) -> tuple[list[Entry], list[int], list[Problem]]:
    """Some records as read, the lines on which they begin in what was read, and what is to be said of them."""
    text, refused = source.decode(b"".join([_HEAD, *(b"  - %b\n" % record for record in texts)]), file)
    if refused or text is None or _AT_THE_MARGIN.search(text):
        raise OutOfOrder
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
        raise OutOfOrder
    problems = [*document.problems, *reader.problems]
    stop_at_errors(problems)
    return entries, starts, problems


def stop_at_errors(problems: Iterable[Problem]) -> None:
    """Raise `OutOfOrder` for errors: to word them takes the whole guide."""
    if any(problem.level == "error" for problem in problems):
        raise OutOfOrder
