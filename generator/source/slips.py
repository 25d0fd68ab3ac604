"""What people do wrong in YAML: the error of a parser in, the slip behind it out, at its place."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

import yaml

from generator.problems import Place, Problem
from generator.regex import regex
from generator.source.libyaml import Loader

_RECORD_START = regex(r"^( *)- +(?:id|\{ *id) *:", re.MULTILINE)
_RECORD_ID = regex(r"^( *)- +\{? *id *: *[\"']?([^\s\"',}#]+)")
_MISSING_SPACE = regex(r"^\s*(?:- )?([a-z_]+):([^\s/:][^\n]*)$")
_MISSING_COLON = regex(r"^\s*(?:- )?[a-z_]{2,}(?:\s+[^\s:#](?:[^:]|:(?=\S))*)?$")
_SURELY_NO_COLON = regex(r"\s*(?:- id\s+[a-z0-9-]+|[a-z_]{2,}(?:\s+[\"'{\[].*)?)$")
_ITEM_BESIDE_KEY = regex(r"^\s*(?:- )?([A-Za-z_]+):\s+(-\s+\S.*)$")
_MISSING_SPACE_OF_ITEM = regex(r"^\s*-([^\s-].*)$")
_STRUCTURE = regex(r"\s*(?:-(?:\s|$)|[A-Za-z_]+:(?:\s|$))")
"""How a line begins that holds a field or an item, not more words of a text."""
_LOOKED_AT = 2000
"""Characters of a line that are searched: the time of some expressions grows with the square of what they look at."""
_MARKDOWN_LINK = regex(r"\[[^\]]*\]\(([a-z]+:[^)\s]+)\)")
_KEY_INSIDE = regex(r"[,{]\s*[A-Za-z_]+:\s")
_COLON = regex(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'|\s#.*|(:)(?=\s|$)")
"""A colon behind a key; what stands in quotes or in a comment is passed over."""


class _Slip(NamedTuple):
    """What a person did wrong, and where, counted from 0."""

    rule: str
    line: int
    column: int
    values: dict[str, str]


class _Stumble:
    """Where libyaml stumbled, and what it says."""

    def __init__(self, trouble: yaml.MarkedYAMLError, text: str) -> None:
        mark = trouble.problem_mark or trouble.context_mark
        self.trouble, self.lines = trouble, text.split("\n")
        self.said = f"{trouble.context or ''} {trouble.problem or ''}"
        self.at, self.column = (mark.line, mark.column) if mark else (0, 0)
        self.line = self.lines[self.at] if self.at < len(self.lines) else ""
        self.quoted = _quoted_before(mark, text, self.lines) if mark else None

    def here(self, rule: str, **values: str) -> _Slip:
        """A slip where libyaml stumbled."""
        return _Slip(rule, self.at, self.column, values)

    def out_of_line(self) -> _Slip:
        """A line that stands too far left or right."""
        at = _out_of_line(self.lines, self.at)
        return _Slip("indentation", at, _indentation(self.lines[at]), {"found": self.lines[at].strip()[:60]})


def syntax_problem(trouble: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    """What libyaml stumbled over, as the thing that people do wrong there."""
    stumble = _Stumble(trouble, text)
    slips = (slip for look in _LOOKS if (slip := look(stumble)))
    slip = next(slips, None) or stumble.here("yaml", found=(trouble.problem or "").strip())
    return Problem(Place(file, slip.line + 1, max(0, slip.column) + 1), slip.rule, values=slip.values)


def _tab(stumble: _Stumble) -> _Slip | None:
    line = stumble.line
    if "\t" in line[: len(line) - len(line.lstrip())] or "'\\t'" in stumble.said:
        return _Slip("tab", stumble.at, line.find("\t"), {})
    return None


def _open_quote(stumble: _Stumble) -> _Slip | None:
    if "quoted scalar" in stumble.said and "end of stream" in stumble.said:
        mark = stumble.trouble.context_mark or stumble.trouble.problem_mark
        at, column = mark.line, mark.column
    elif stumble.quoted and _swallowed(stumble.quoted, stumble.lines):
        at, column = stumble.quoted[:2]
    else:
        return None
    words = stumble.lines[at][column:].rstrip()
    if words[1:].endswith(tuple("”“„’")):
        return _Slip("curly-close", at, column, {"found": words[:60], "example": f"{words[:-1]}{words[0]}"[:60]})
    return _Slip("open-quote", at, column, {})


def _inner_quotes(stumble: _Stumble) -> _Slip | None:
    behind = stumble.line[stumble.column : stumble.column + 1].strip()
    if stumble.quoted and stumble.quoted[2:] == (stumble.at, stumble.column) and behind:
        return stumble.here("inner-quotes", found=stumble.line.strip()[:80])
    return None


def _space_after_hyphen(stumble: _Stumble) -> _Slip | None:
    at = _item_without_space(stumble.lines, stumble.at)
    if at is None:
        return None
    words = stumble.lines[at].strip()
    values = {"found": words[:60], "example": f"- {words[1:]}"[:60]}
    return _Slip("space-after-hyphen", at, stumble.lines[at].index("-"), values)


def _comma_missing(stumble: _Stumble) -> _Slip | None:
    quoted, line = stumble.quoted, stumble.line
    beside = quoted and quoted[2] == stumble.at and not line[quoted[3] : stumble.column].strip(" ")
    if beside and "',' or" in stumble.said:
        return stumble.here("comma-missing", found=line.strip()[:80])
    return None


def _item_beside_key(stumble: _Stumble) -> _Slip | None:
    beside = _ITEM_BESIDE_KEY.match(stumble.line)
    if "block sequence entries are not allowed" in stumble.said and beside:
        values = {"found": stumble.line.strip()[:60], "example": beside[2][:60]}
        return _Slip("item-beside-key", stumble.at, beside.start(2), values)
    return None


def _colon_missing(stumble: _Stumble) -> _Slip | None:
    at = _without_colon(stumble.trouble, stumble.lines)
    if at is None:
        return None
    words = stumble.lines[at].strip().removeprefix("- ")
    key, _, value = words.partition(" ")
    values = {"found": words[:60], "example": f"{key}: {value.strip()}".strip()[:60]}
    return _Slip("colon-missing", at, _indentation(stumble.lines[at]), values)


def _space_after_colon(stumble: _Stumble) -> _Slip | None:
    context = stumble.trouble.context_mark
    begin = context.line if context else max(0, stumble.at - 1)
    for at in range(min(stumble.at, len(stumble.lines) - 1), max(-1, begin - 1), -1):
        if field := _MISSING_SPACE.match(stumble.lines[at]):
            key, value = field.groups()
            values = {"found": f"{key}:{value}"[:60], "example": f"{key}: {value}"[:60]}
            line = stumble.lines[at]
            return _Slip("space-after-colon", at, len(line) - len(line.lstrip()), values)
    return None


def _colon_too_many(stumble: _Stumble) -> _Slip | None:
    if "mapping values are not allowed" not in stumble.said:
        return None
    before = stumble.line[: _first_colon(stumble.line)]
    if len(before) < stumble.column:
        return stumble.here("colon-in-value", found=stumble.line.strip()[:80])
    if " " in before.strip().removeprefix("- "):
        return stumble.here("colon-in-text", found=stumble.line.strip()[:80])
    return stumble.out_of_line()


def _sign(stumble: _Stumble) -> _Slip | None:
    """A sign that means something to YAML at the start of a value, or behind a backslash."""
    said, line, column = stumble.said, stumble.line, stumble.column
    if "cannot start any token" in said:
        return stumble.here("sign-at-start", found=line[column : column + 1])
    if "did not find expected alphabetic" in said and line.lstrip().startswith("* "):
        return _Slip("list-dash", stumble.at, _indentation(line), {"found": line.strip()[:40]})
    if "expected alphabetic or numeric character" in said or "did not find expected alphabetic" in said:
        return stumble.here("alias", found=line[column - 1 : column + 20].split(" ")[0])
    return None


def _open_bracket(stumble: _Stumble) -> _Slip | None:
    if "flow" not in stumble.said and "',' or" not in stumble.said:
        return None
    mark = stumble.trouble.context_mark
    return _Slip("open-bracket", mark.line, mark.column, {}) if mark else stumble.here("open-bracket")


def _rest(stumble: _Stumble) -> _Slip | None:
    """What is left when nothing else was it."""
    said, line, column = stumble.said, stumble.line, stumble.column
    if "unknown escape" in said:
        return stumble.here("backslash", found=line[column : column + 2])
    if "undefined alias" in said or "undefined tag" in said:
        return stumble.here("alias", found=line[column : column + 20].split(" ")[0])
    beginning = line[:_LOOKED_AT]
    if link := _MARKDOWN_LINK.search(beginning):
        return _Slip("url-markdown", stumble.at, link.start(), {"found": link[0][:80], "example": link[1]})
    if re.search(r"[:-]\s+([\"']).*\1\S", beginning):
        return stumble.here("inner-quotes", found=line.strip()[:80])
    if "did not find expected" in said or "could not find expected ':'" in said or "block" in said:
        return stumble.out_of_line()
    return None


_LOOKS = (
    *(_tab, _open_quote, _inner_quotes, _space_after_hyphen, _comma_missing, _item_beside_key, _colon_missing),
    *(_space_after_colon, _colon_too_many, _sign, _open_bracket, _rest),
)
"""What to look for, the surest first: libyaml says the same of many slips."""


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _before(lines: list[str], index: int) -> int:
    """The nearest line above that holds something; -1 when there is none."""
    index -= 1
    while index >= 0 and (not lines[index].strip() or lines[index].lstrip().startswith("#")):
        index -= 1
    return index


def _first_colon(line: str) -> int:
    return next((match.start() for match in _COLON.finditer(line[:_LOOKED_AT]) if match[1]), len(line))


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
