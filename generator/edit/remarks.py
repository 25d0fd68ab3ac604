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

from generator.source import Mapping, Node, Scalar, Sequence

Path = tuple[str | int, ...]
"""The way to a value: `("organisations", 3, "phones", 0)`."""

_QUOTED = {'"': re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL), "'": re.compile(r"'(?:[^']|'')*'")}
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#")


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
    inside, ends = _inside_of_texts(text, lines, root)
    for number, line in enumerate(lines, start=1):
        start = ends.get(number, 0)
        if number in inside:
            if not start:
                continue
        elif not line.strip():
            if number < len(lines):
                yield number, -1, "", True
            continue
        if "#" not in line:
            continue
        for match in _COMMENT.finditer(line):
            if match.start() < start or any(a <= match.start() < b for a, b in inside.get(-number, ())):
                continue
            own_line = not line[: match.start()].strip(" \t-")
            yield number, match.start() + 1, line[match.start() :].rstrip(), own_line
            break


def _inside_of_texts(
    text: str, lines: list[str], root: Node
) -> tuple[dict[int, list[tuple[int, int]]], dict[int, int]]:
    """Lines that are wholly or at their start inside a quoted or block text, and where such a text ends on a line.

    Under the negative number of a line: the parts of it that quoted texts of this line take.
    """
    inside: dict[int, list[tuple[int, int]]] = {}
    ends: dict[int, int] = {}
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)

    def scalar(node: Scalar, parent: int) -> None:
        begin = starts[node.line - 1] + node.column - 1
        sign = text[begin : begin + 1]
        if sign in _QUOTED and (match := _QUOTED[sign].match(text, begin)):
            last = bisect_right(starts, match.end() - 1)
            if last == node.line:
                inside.setdefault(-node.line, []).append((node.column - 1, match.end() - starts[last - 1]))
                return
            inside.setdefault(-node.line, []).append((node.column - 1, len(lines[node.line - 1])))
            inside.update({number: [] for number in range(node.line + 1, last + 1)})
            ends[last] = match.end() - starts[last - 1]
        elif sign in ("|", ">") and sign:
            _block(node, parent)

    def _block(node: Scalar, parent: int) -> None:
        head = re.match(r"[|>][+-]?(\d)?", lines[node.line - 1][node.column - 1 :])
        indent = parent + int(head[1]) if head and head[1] else None
        for number in range(node.line + 1, len(lines) + 1):
            line = lines[number - 1]
            if line.strip():
                depth = len(line) - len(line.lstrip(" "))
                indent = depth if indent is None else indent
                if depth < max(indent, parent + 1):
                    break
            inside[number] = []

    def walk(node: Node, parent: int) -> None:
        if isinstance(node, Scalar):
            if not node.plain:
                scalar(node, parent)
        elif isinstance(node, Mapping):
            for key, value in node.pairs.values():
                walk(key, parent)
                walk(value, node.column - 1)
        elif isinstance(node, Sequence):
            for item in node.items:
                walk(item, node.column - 1)

    walk(root, -1)
    return inside, ends
