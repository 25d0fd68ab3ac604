"""Problems in; sentences that a tired person understands out: as text, GitHub annotations or JSON.

The words are in the catalogue `check` of `theme/locales`; its message ids are the rules' ids.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from generator.problems import Problem, Stop
from generator.strings import catalogue

LANGUAGES = ("pl", "he", "en")


class Words:
    """The sentences of one language."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else "en"
        self._catalogue = catalogue(self.language, "check")

    def sentence(self, rule: str, values: Mapping[str, Any]) -> str:
        """What is wrong, with the value found."""
        return self._fill(self._catalogue.ugettext(rule), values)

    def tip(self, rule: str, values: Mapping[str, Any]) -> str:
        """What right looks like; nothing when the rule says all."""
        tip = self._catalogue.upgettext("tip", rule)
        tip = "" if tip == rule else self._fill(tip, values)
        if values.get("suggestion"):
            tip = f"{tip} {self.sentence('did-you-mean', values)}".strip()
        return tip

    @staticmethod
    def _fill(template: str, values: Mapping[str, Any]) -> str:
        shown = {key: _shown(value, 600 if key in ("known", "choices") else 160) for key, value in values.items()}
        return template.format_map(_Blank(shown))


class _Blank(dict):
    """A placeholder without a value stays readable."""

    def __missing__(self, key: str) -> str:
        return "…"


def _shown(value: Any, limit: int = 160) -> str:
    """A value fit for one line: no line breaks, no control or direction characters, not endless."""
    text = " ".join(str(value).split())
    text = "".join(c if c.isprintable() or c == "\u00a0" else f"\\u{ord(c):04x}" for c in text)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def text(problem: Problem, words: Words) -> str:
    """One line: place, record, field, what is wrong; what right looks like."""
    place = problem.place
    parts = [f"{place.file}:{place.line}:{place.column}"]
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
    """A list of file, line, column, record, field, rule, level, message, tip."""
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
            "tip": words.tip(problem.rule, problem.values),
        }
        for problem in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def stop(trouble: Stop, words: Words) -> str:
    """What stopped the work, and what to do."""
    return f"{words.sentence(trouble.rule, trouble.values)}. {words.tip(trouble.rule, trouble.values)}".strip()
