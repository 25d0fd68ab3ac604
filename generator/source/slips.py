"""What people do wrong in YAML: the error of a parser in, the slip behind it out, at its place."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from itertools import islice

import yaml

from generator.problems import Place, Problem
from generator.source.libyaml import Loader

_RECORD_START = re.compile(r"^( *)- +(?:id|\{ *id) *:", re.MULTILINE)
_RECORD_ID = re.compile(r"^( *)- +\{? *id *: *[\"']?([a-z0-9-]+)")
_MISSING_SPACE = re.compile(r"^\s*(?:- )?([a-z_]+):([^\s/:][^\n]*)$")
_MISSING_COLON = re.compile(r"^\s*(?:- )?[a-z_]{2,}(?:\s+[^\s:#](?:[^:]|:(?=\S))*)?$")
_SURELY_NO_COLON = re.compile(r"\s*(?:- id\s+[a-z0-9-]+|[a-z_]{2,}(?:\s+[\"'{\[].*)?)$")
_ITEM_BESIDE_KEY = re.compile(r"^\s*(?:- )?([A-Za-z_]+):\s+(-\s+\S.*)$")
_MISSING_SPACE_OF_ITEM = re.compile(r"^\s*-([^\s-].*)$")
_STRUCTURE = re.compile(r"\s*(?:-(?:\s|$)|[A-Za-z_]+:(?:\s|$))")
"""How a line begins that holds a field or an item, not more words of a text."""
_MARKDOWN_LINK = re.compile(r"\[[^\]]*\]\(([a-z]+:[^)\s]+)\)")
_KEY_INSIDE = re.compile(r"[,{]\s*[A-Za-z_]+:\s")
_COLON = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'|\s#.*|(:)(?=\s|$)")
"""A colon behind a key; what stands in quotes or in a comment is passed over."""


def syntax_problem(trouble: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    """What libyaml stumbled over, as the thing that people do wrong there."""
    mark = trouble.problem_mark or trouble.context_mark
    what = f"{trouble.context or ''} {trouble.problem or ''}"
    line_index, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.split("\n")
    rule, values = "yaml", {"found": (trouble.problem or "").strip()}
    line = lines[line_index] if line_index < len(lines) else ""
    start = trouble.context_mark.line if trouble.context_mark else max(0, line_index - 1)
    missing = next(
        (n for n in range(line_index, max(-1, start - 1), -1) if n < len(lines) and _MISSING_SPACE.match(lines[n])),
        None,
    )
    quoted = _quoted_before(mark, text, lines) if mark else None
    item = _item_without_space(lines, line_index)
    if "\t" in line[: len(line) - len(line.lstrip())] or "'\\t'" in what:
        rule, values, column = "tab", {}, line.find("\t")
    elif "quoted scalar" in what and "end of stream" in what:
        mark = trouble.context_mark or mark
        rule, values, line_index, column = "open-quote", {}, mark.line, mark.column
    elif quoted and _swallowed(quoted, lines):
        rule, values, line_index, column = "open-quote", {}, quoted[0], quoted[1]
    elif quoted and quoted[2:] == (line_index, column) and line[column : column + 1].strip():
        rule, values = "inner-quotes", {"found": line.strip()[:80]}
    elif item is not None:
        words = lines[item].strip()
        rule, values = "space-after-hyphen", {"found": words[:60], "example": f"- {words[1:]}"[:60]}
        line_index, column = item, lines[item].index("-")
    elif "',' or" in what and quoted and quoted[2] == line_index and not line[quoted[3] : column].strip(" "):
        rule, values = "comma-missing", {"found": line.strip()[:80]}
    elif "block sequence entries are not allowed" in what and (beside := _ITEM_BESIDE_KEY.match(line)):
        rule, values = "item-beside-key", {"found": line.strip()[:60], "example": beside[2][:60]}
        column = beside.start(2)
    elif (colon := _without_colon(trouble, lines)) is not None:
        words = lines[colon].strip().removeprefix("- ")
        key, _, value = words.partition(" ")
        rule, values = "colon-missing", {"found": words[:60], "example": f"{key}: {value.strip()}".strip()[:60]}
        line_index, column = colon, _indentation(lines[colon])
    elif missing is not None:
        key, value = _MISSING_SPACE.match(lines[missing]).groups()
        rule, values = "space-after-colon", {"found": f"{key}:{value}"[:60], "example": f"{key}: {value}"[:60]}
        line_index, column = missing, len(lines[missing]) - len(lines[missing].lstrip())
    elif "mapping values are not allowed" in what:
        before = line[: _first_colon(line)]
        if len(before) < column:
            rule, values = "colon-in-value", {"found": line.strip()[:80]}
        elif " " in before.strip().removeprefix("- "):
            rule, values = "colon-in-text", {"found": line.strip()[:80]}
        else:
            line_index = _out_of_line(lines, line_index)
            rule, values = "indentation", {"found": lines[line_index].strip()[:60]}
            column = _indentation(lines[line_index])
    elif "cannot start any token" in what:
        rule, values = "sign-at-start", {"found": line[column : column + 1]}
    elif "did not find expected alphabetic" in what and line.lstrip().startswith("* "):
        rule, values, column = "list-dash", {"found": line.strip()[:40]}, _indentation(line)
    elif "expected alphabetic or numeric character" in what or "did not find expected alphabetic" in what:
        rule, values = "alias", {"found": line[column - 1 : column + 20].split(" ")[0]}
    elif "flow" in what or "',' or" in what:
        rule, values = "open-bracket", {}
        if trouble.context_mark:
            line_index, column = trouble.context_mark.line, trouble.context_mark.column
    elif "unknown escape" in what:
        rule, values = "backslash", {"found": line[column : column + 2]}
    elif "undefined alias" in what or "undefined tag" in what:
        rule, values = "alias", {"found": line[column : column + 20].split(" ")[0]}
    elif link := _MARKDOWN_LINK.search(line):
        rule, column = "url-markdown", link.start()
        values = {"found": link[0][:80], "example": link[1]}
    elif re.search(r"[:-]\s+([\"']).*\1\S", line):
        rule, values = "inner-quotes", {"found": line.strip()[:80]}
    elif "did not find expected" in what or "could not find expected ':'" in what or "block" in what:
        line_index = _out_of_line(lines, line_index)
        rule, values = "indentation", {"found": lines[line_index].strip()[:60]}
        column = _indentation(lines[line_index])
    if rule == "open-quote" and (words := lines[line_index][column:].rstrip())[1:].endswith(tuple("”“„’")):
        rule, values = "curly-close", {"found": words[:60], "example": f"{words[:-1]}{words[0]}"[:60]}
    return Problem(Place(file, line_index + 1, max(0, column) + 1), rule, values=values)


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _before(lines: list[str], index: int) -> int:
    """The nearest line above that holds something; -1 when there is none."""
    index -= 1
    while index >= 0 and (not lines[index].strip() or lines[index].lstrip().startswith("#")):
        index -= 1
    return index


def _first_colon(line: str) -> int:
    return next((match.start() for match in _COLON.finditer(line) if match[1]), len(line))


def _out_of_line(lines: list[str], index: int) -> int:
    """The line that stands too far left or right: libyaml often notices only at the next one."""
    if index >= len(lines) or not lines[index].strip():
        index = max(0, _before(lines, min(index, len(lines))))
    above = _before(lines, index)
    if above < 0 or not _STRUCTURE.match(lines[above]):
        return index
    if _indentation(lines[above]) % 2 and not _indentation(lines[index]) % 2:
        return above
    first = above
    while lines[first].lstrip().startswith("- "):
        above = _before(lines, first)
        if (
            above >= 0
            and lines[above].rstrip().endswith(":")
            and _indentation(lines[above]) > _indentation(lines[first])
        ):
            return first  # a list to the left of its field
        if above < 0 or _indentation(lines[above]) != _indentation(lines[first]):
            break
        first = above
    return index


def _item_without_space(lines: list[str], index: int) -> int | None:
    """The first of the lines at or right above `index` that begin with a hyphen and no space; `None` without any."""
    found = None
    for place in (index, _before(lines, min(index, len(lines)))):
        while 0 <= place < len(lines) and _MISSING_SPACE_OF_ITEM.match(lines[place]):
            found, place = place, _before(lines, place)
    return found


def _without_colon(trouble: yaml.MarkedYAMLError, lines: list[str]) -> int | None:
    """The line that looks like a field without its colon, where libyaml misses one; `None` when there is none."""
    if "could not find expected ':'" in (trouble.problem or "") and trouble.context_mark:
        place = trouble.context_mark.line
    elif "mapping values are not allowed" in (trouble.problem or "") and trouble.problem_mark:
        place = _before(lines, trouble.problem_mark.line)
        if place < 0 or not _SURELY_NO_COLON.match(lines[place]):
            return None  # it may be a line of a text
    else:
        return None
    return place if 0 <= place < len(lines) and _MISSING_COLON.match(lines[place]) else None


def _quoted_before(mark: yaml.Mark, text: str, lines: list[str]) -> tuple[int, int, int, int] | None:
    """Where the last quoted value before a mistake begins and ends, if that is on the line of the mistake or above it.

    A quote that someone left open ends at the next one, often some lines below; nothing before that is a mistake.
    """
    first = _RECORD_START.search(text)
    start = 0
    if first:  # from the record before this one, since the quote may be in that
        outer = (
            number
            for number in range(min(mark.line, len(lines) - 1), -1, -1)
            if (found := _RECORD_START.match(lines[number])) and len(found[1]) == len(first[1])
        )
        start = ([0, *islice(outer, 2)])[-1]
    last = None
    try:
        for token in yaml.scan("\n".join(lines[start : mark.line + 2]), Loader):
            end = token.end_mark
            if (end.line + start, end.column) > (mark.line, mark.column):
                break
            if isinstance(token, yaml.ScalarToken) and token.style in ("'", '"'):
                begin = token.start_mark
                last = (begin.line + start, begin.column, end.line + start, end.column)
    except yaml.YAMLError:
        pass
    return last if last and last[2] >= _before(lines, mark.line) else None


def _swallowed(quoted: tuple[int, int, int, int], lines: list[str]) -> bool:
    """Whether a quoted value holds what looks like other fields or items."""
    line, column, last, end = quoted
    if lines[last][end:].strip()[:1] in ("", "#", ",", "]", "}"):
        return False  # where a quote ends that should begin a value, that value follows
    if line == last:
        return _KEY_INSIDE.search(lines[line][column:end]) is not None
    return any(_STRUCTURE.match(each) for each in lines[line + 1 : last + 1])


def without_record(text: str, line: int) -> str | None:
    """The text with the record around `line` (from 1) blanked, so that the lines keep their numbers."""
    starts = list(_RECORD_START.finditer(text))
    if not starts:
        return None
    outer = len(starts[0][1])  # one further to the left is a record that has slipped, not the level of all
    lines = text.split("\n")
    first_lines, number, counted = [], 0, 0
    for start in starts:
        number += text.count("\n", counted, start.start())
        counted = start.start()
        if len(start[1]) <= outer:
            first_lines.append(number)
    place = bisect_left(first_lines, line)
    if place == 0:
        return None
    begin, end = (*first_lines, len(lines))[place - 1 : place + 1]
    if all(not entry for entry in lines[begin:end]):
        return None
    return "\n".join(lines[:begin] + [""] * (end - begin) + lines[end:])


def with_records(problems: list[Problem], text: str) -> tuple[Problem, ...]:
    """The problems, each with the id of the record in which it stands."""
    if not problems:
        return ()
    named, record, records, outer = [], "", [], 99
    for line in text.split("\n"):
        start = _RECORD_ID.match(line)
        if start and len(start[1]) <= outer:
            outer, record = len(start[1]), start[2]
        elif line[:1].strip() and line[:1] not in "#-":
            record = ""
        records.append(record)
    for problem in problems:
        line = min(problem.place.line, len(records)) - 1
        named.append(replace(problem, record=problem.record or records[line]))
    return tuple(named)
