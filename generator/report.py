"""Problems in; sentences that a tired person understands out: as text, GitHub annotations or JSON.

The words are in the catalogue `check` of `theme/locales`; its message ids are the rules' ids.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from generator.languages import SPOKEN, apart
from generator.problems import Place, Problem, Stop
from generator.regex import regex
from generator.strings import Values, catalogue

_IN_GROUPS = regex(r"\d \d")
"""A number such as "85 744 50 27"."""

OF_A_RULE, OF_A_RECORD = 50, 20
"""How many problems of a rule a report lists at most, all told and in one record: nobody reads a thousand of a kind."""


class Words:
    """The sentences of one language."""

    def __init__(self, language: str) -> None:
        self.language = language if language in SPOKEN else "en"
        self._catalogue = catalogue(self.language, "check")

    def sentence(self, rule: str, values: Mapping[str, Any]) -> str:
        """What is wrong, with the value found."""
        return self._fill(self._catalogue.ugettext(rule), values)

    def tip(self, rule: str, values: Mapping[str, Any]) -> str:
        """What right looks like; nothing when the rule says all."""
        tip = self._catalogue.upgettext("tip", rule)
        suggestion = str(values.get("suggestion") or "")
        if tip == rule or (suggestion and "{known}" in tip):
            tip = ""  # who sees the right one need not look for it among forty
        tip = self._fill(tip, values)
        if suggestion:
            several = ", " in suggestion
            tip = f"{tip} {self.sentence('did-you-mean-one' if several else 'did-you-mean', values)}".strip()
        return tip

    def _fill(self, template: str, values: Mapping[str, Any]) -> str:
        shown = {key: _shown(value, 600 if key in ("known", "choices") else 160) for key, value in values.items()}
        for key, value in shown.items():
            if _IN_GROUPS.search(value):
                shown[key] = apart(value, self.language)
        return template.format_map(Values(shown))


def _shown(value: Any, limit: int = 160) -> str:
    """A value fit for one line: no line breaks, no control or direction characters, not endless."""
    text = " ".join(str(value).split())
    if not text.isprintable():
        text = "".join(c if c.isprintable() or c == "\u00a0" else f"\\u{ord(c):04x}" for c in text)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def lines(problems: Iterable[Problem], words: Words, write: Callable[[Problem, Words], str] | None = None) -> list[str]:
    """A line for each problem, as `text` or `write` words it; of a flood the first ones, then how many more."""
    listed, more = _listed(problems)
    last = {problem.rule: number for number, problem in enumerate(listed)}
    written = []
    for number, problem in enumerate(listed):
        written.append((write or text)(problem, words))
        if more[problem.rule] and last[problem.rule] == number:
            written.append(words.sentence("more", {"count": more[problem.rule]}))
    return written


def _listed(problems: Iterable[Problem]) -> tuple[list[Problem], Counter[str]]:
    """The problems that a report lists, and how many of each rule it leaves out."""
    of_rule: Counter[str] = Counter()
    of_record: Counter[tuple[str, str]] = Counter()
    listed: list[Problem] = []
    more: Counter[str] = Counter()
    for problem in problems:
        of_record[problem.rule, problem.record] += 1
        if of_rule[problem.rule] < OF_A_RULE and of_record[problem.rule, problem.record] <= OF_A_RECORD:
            of_rule[problem.rule] += 1
            listed.append(problem)
        else:
            more[problem.rule] += 1
    return listed, more


def text(problem: Problem, words: Words) -> str:
    """One line: place, record, field, what is wrong; what right looks like."""
    place = problem.place
    parts = [f"{_shown(place.file, 600)}:{place.line}:{place.column}"]
    parts += [part for part in (_shown(problem.record), _shown(problem.field)) if part]
    sentence = words.sentence(problem.rule, problem.values)
    tip = words.tip(problem.rule, problem.values)
    level = words.sentence("warning", {}) + ": " if problem.level == "warning" else ""
    end = "" if sentence.endswith((".", "?", "…")) else "."
    return ": ".join(parts) + f": {level}{sentence}{end} {tip}".rstrip()


def github(problem: Problem, words: Words) -> str:
    """A workflow command that GitHub shows on the line."""
    sentence = f"{words.sentence(problem.rule, problem.values)}. {words.tip(problem.rule, problem.values)}".strip()
    title = " · ".join(part for part in (problem.record, problem.field) if part) or problem.rule
    place = problem.place
    properties = f"file={_escaped(place.file)},line={place.line},col={place.column},title={_escaped(title)}"
    return f"::{problem.level} {properties}::{sentence.replace('%', '%25')}"


def _escaped(value: str) -> str:
    """https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts: what a property may not hold."""
    value = _shown(value).replace("%", "%25")
    return value.replace(":", "%3A").replace(",", "%2C")


def as_json(problems: Iterable[Problem], words: Words) -> str:
    """A list of file, line, column, record, field, rule, level, message, tip: of every problem, also in a flood."""
    problems = list(problems)
    listed = {id(problem) for problem in _listed(problems)[0]}
    rows = [
        {
            "file": problem.place.file,
            "line": problem.place.line,
            "column": problem.place.column,
            "record": problem.record,
            "field": problem.field,
            "rule": problem.rule,
            "level": problem.level,
            "message": words.sentence(problem.rule, problem.values),
            "tip": words.tip(problem.rule, problem.values if id(problem) in listed else _unguessed(problem.values)),
        }
        for problem in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _unguessed(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values without what is likely to have been meant: guessing it for a hundred thousand takes minutes."""
    return {key: value for key, value in values.items() if key != "suggestion"}


class Notice(NamedTuple):
    """Something to read beside a line of a change."""

    place: Place
    rule: str
    severity: str
    """`info`, `minor`, `major`, `critical` or `blocker`."""
    sentence: str


def notices(problems: Iterable[Problem], words: Words) -> list[Notice]:
    """What is to be said of problems beside their lines."""
    severity = {"error": "major", "warning": "minor"}
    return [
        Notice(
            problem.place,
            problem.rule,
            severity[problem.level],
            text(replace(problem, place=Place("")), words).removeprefix(":1:1: "),
        )
        for problem in problems
    ]


def code_quality(found: Iterable[Notice]) -> str:
    """GitLab's report for merge requests: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format."""
    rows = []
    seen: Counter[str] = Counter()
    for one in found:
        same = f"{one.place.file}\0{one.rule}\0{one.sentence}"
        seen[same] += 1  # GitLab shows only the first of those with the same fingerprint
        rows.append(
            {
                "description": one.sentence,
                "check_name": one.rule,
                "fingerprint": hashlib.sha256(f"{same}\0{seen[same]}".encode()).hexdigest(),
                "severity": one.severity,
                "location": {"path": one.place.file, "lines": {"begin": max(1, one.place.line)}},
            }
        )
    return json.dumps(rows, ensure_ascii=False, indent=2)


def stop(trouble: Stop, words: Words) -> str:
    """What stopped the work, and what to do."""
    return f"{words.sentence(trouble.rule, trouble.values)}. {words.tip(trouble.rule, trouble.values)}".strip()
