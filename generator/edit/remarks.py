"""The text of a YAML file and its nodes in; its comments out, each with the value that it belongs to.

A YAML library that keeps comments (ruamel.yaml) ties a comment to the value before it, so that sorting keys or records
takes it along with the wrong one. Here a comment belongs to what stands below it, or to the value left of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.regex import regex
from generator.source import Mapping, Node, Scalar, Sequence

Path = tuple[str | int, ...]
"""The way to a value: `("organisations", 3, "phones", 0)`."""

_QUOTED = {'"': regex(r'"(?:[^"\\]|\\.)*"', re.DOTALL), "'": regex(r"'(?:[^']|'')*'")}
_COMMENT = regex(r"(?:^|(?<=[ \t]))#")


@dataclass(slots=True)
class Remark:
    """The comments of one value."""

    above: list[tuple[int, str]] = field(default_factory=list)
    """Line and text; an empty text is a blank line between records."""
    beside: str = ""
    below: list[tuple[int, str]] = field(default_factory=list)
    """After the last thing inside it."""


Remarks = dict[Path, Remark]


class _Anchor(NamedTuple):
    line: int
    column: int
    path: Path


def remarks(text: str, root: Node | None) -> Remarks:
    """The comments of a file by the path of the value that they belong to; `()` is the file itself."""
    found: Remarks = {}
    if not isinstance(root, Mapping):
        return found
    anchors, columns = _anchors(root)
    lines = [anchor.line for anchor in anchors]
    for line, column, words, own_line in _comments(text, root):
        if own_line:
            _attach_line(found, anchors, columns, lines, (line, column, words))
            continue
        index = bisect_right(lines, line) - 1
        remark = found.setdefault(anchors[max(index, 0)].path, Remark())
        if remark.beside:
            remark.above.append((line, words))
        else:
            remark.beside = words
    return found


def _attach_line(
    found: Remarks, anchors: list[_Anchor], columns: dict[Path, int], lines: list[int], comment: tuple[int, int, str]
) -> None:
    """A comment deeper than what follows closes the thing that it stands in; another one opens what follows."""
    line, column, words = comment
    index = bisect_left(lines, line)
    following = anchors[index] if index < len(anchors) else None
    if following is None or column > following.column:
        around = following.path[:-1] if following else None
        before = anchors[index - 1].path if index else ()
        for length in range(len(before) - 1, -1, -1):
            path = before[:length]
            if path in columns and columns[path] <= column and (around is None or around[:length] != path):
                if words:
                    found.setdefault(path, Remark()).below.append((line, words))
                return
    if following is None:
        if words:
            found.setdefault((), Remark()).below.append((line, words))
    elif words or len(following.path) <= 2:
        above = found.setdefault(following.path, Remark()).above
        if words or not above or above[-1][1]:
            above.append((line, words))


def _anchors(root: Mapping) -> tuple[list[_Anchor], dict[Path, int]]:
    """Where each pair and list item written in block style begins, and the column of each block collection."""
    anchors: list[_Anchor] = []
    columns: dict[Path, int] = {}

    def walk(node: Node, path: Path) -> None:
        if isinstance(node, Scalar) or node.flow:
            return
        columns[path] = node.column
        if isinstance(node, Mapping):
            for name, (key, value) in node.pairs.items():
                anchors.append(_Anchor(key.line, key.column, (*path, name)))
                walk(value, (*path, name))
        else:
            for index, item in enumerate(node.items):
                anchors.append(_Anchor(item.line, node.column, (*path, index)))
                walk(item, (*path, index))

    walk(root, ())
    return anchors, columns


def _comments(text: str, root: Node) -> Iterator[tuple[int, int, str, bool]]:
    """Line, column, text and whether nothing stands left of it, of each comment; a blank line is an empty one."""
    lines = text.split("\n")
    texts = _Texts(text, lines, root)
    for number, line in enumerate(lines, start=1):
        start = texts.ends.get(number, 0)
        if number in texts.lines:
            if not start:
                continue
        elif not line.strip():
            if number < len(lines):
                yield number, -1, "", True
            continue
        if "#" not in line:
            continue
        for match in _COMMENT.finditer(line):
            if match.start() < start or any(a <= match.start() < b for a, b in texts.parts.get(number, ())):
                continue
            own_line = not line[: match.start()].strip(" \t-")
            yield number, match.start() + 1, line[match.start() :].rstrip(), own_line
            break


class _Texts:
    """Where the quoted texts and blocks of a file stand: what looks like a comment there is none."""

    def __init__(self, text: str, lines: list[str], root: Node) -> None:
        self.lines: set[int] = set()
        """Those that are inside of a text wholly or at their start."""
        self.ends: dict[int, int] = {}
        """Where a text that began on another line ends on this one."""
        self.parts: dict[int, list[tuple[int, int]]] = {}
        """From where to where the quoted texts go that begin on a line."""
        self._text, self._source = text, lines
        self._starts = [0]
        for line in lines:
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._walk(root, -1)

    def _walk(self, node: Node, parent: int) -> None:
        """Find them in a value; `parent` is how far what holds it is indented."""
        if isinstance(node, Mapping):
            for key, value in node.pairs.values():
                self._walk(key, parent)
                self._walk(value, node.column - 1)
        elif isinstance(node, Sequence):
            for item in node.items:
                self._walk(item, node.column - 1)
        elif not node.plain:
            begin = self._starts[node.line - 1] + node.column - 1
            sign = self._text[begin : begin + 1]
            if sign in _QUOTED and (match := _QUOTED[sign].match(self._text, begin)):
                self._quoted(node, match.end())
            elif sign in ("|", ">"):
                self._block(node, parent)

    def _quoted(self, node: Scalar, end: int) -> None:
        last = bisect_right(self._starts, end - 1)
        column = end - self._starts[last - 1]
        parts = self.parts.setdefault(node.line, [])
        if last == node.line:
            parts.append((node.column - 1, column))
            return
        parts.append((node.column - 1, len(self._source[node.line - 1])))
        self.lines.update(range(node.line + 1, last + 1))
        self.ends[last] = column

    def _block(self, node: Scalar, parent: int) -> None:
        head = re.match(r"[|>][+-]?(\d)?", self._source[node.line - 1][node.column - 1 :])
        indent = parent + int(head[1]) if head and head[1] else None
        for number in range(node.line + 1, len(self._source) + 1):
            line = self._source[number - 1]
            if line.strip():
                depth = len(line) - len(line.lstrip(" "))
                indent = depth if indent is None else indent
                if depth < max(indent, parent + 1):
                    break
            self.lines.add(number)
