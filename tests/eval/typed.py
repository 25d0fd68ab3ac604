"""`typed.tsv` in, how the search meets people while they type out: found at once, alarmed only in danger.

The questions were written before anybody looked at what the index knows. Half of them are held out: nobody looks at
the answers to these while they work on the search, so that their figures tell of questions not thought of.
"""

from __future__ import annotations

import csv
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.eval.score import Question, in_node

QUESTIONS = Path(__file__).with_name("typed.tsv")
FIRST = 3
"""Answers that somebody looks at."""
LEAST = 3
"""Letters after which an unfinished question is asked."""


@dataclass(frozen=True)
class Typed:
    """A question, and whether it is one of danger: `yes`, `no`, or `-` where one may think either."""

    question: Question
    urgent: str

    @property
    def held_out(self) -> bool:
        """Whether it belongs to the half that nobody looks at."""
        one = self.question
        return zlib.crc32(f"{one.language} {one.query} {one.kind}".encode()) % 2 == 1

    def steps(self) -> list[Question]:
        """The question as it grows letter by letter; the whole one comes last."""
        query = self.question.query
        parts = dict.fromkeys(query[:end].strip() for end in range(LEAST, len(query) + 1))
        return [Question(self.question.language, part, self.question.kind, self.question.expect) for part in parts]


@dataclass(frozen=True)
class Manners:
    """Counts of questions, each with how many there were."""

    found: tuple[int, int]
    """Something expected is among the first answers."""
    alarmed: tuple[int, int]
    """Nothing urgent was asked, but the urgent numbers stand there."""
    silent: tuple[int, int]
    """Danger was told, but no urgent numbers stand there."""
    alarmed_on_the_way: tuple[int, int]
    """Steps of questions in which nothing urgent is asked, with urgent numbers."""

    def __str__(self) -> str:
        rows = (
            (f"expected among the first {FIRST}", self.found),
            ("urgent numbers though not asked", self.alarmed),
            ("no urgent numbers in danger", self.silent),
            ("the same while typing", self.alarmed_on_the_way),
        )
        return "\n".join(f"  {what:32} {count:4} of {of:4}  {count / max(1, of):.3f}" for what, (count, of) in rows)


def typed(path: Path = QUESTIONS) -> list[Typed]:
    """The rows of the file: language of the page, query, kind, expected, urgent."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Typed(Question(row["lang"], row["query"], row["kind"], row["expect"]), row["urgent"]) for row in rows]


def manners(
    folder: Path,
    asked: Iterable[Typed],
    key: Callable[[str], str | None],
    relevant: Callable[[Question], set[str]],
) -> Manners:
    """How the index in `folder` answers."""
    asked = list(asked)
    whole = in_node(folder, [one.question for one in asked])
    wanted = [one for one in zip(asked, whole["answers"], strict=True) if one[0].question.expect]
    found = [bool(set(_first(paths, key)) & relevant(one.question)) for one, paths in wanted]
    numbers = list(zip(asked, whole["urgent"], strict=True))
    harmless = [bool(shown) for one, shown in numbers if one.urgent == "no"]
    danger = [not shown for one, shown in numbers if one.urgent == "yes"]
    steps = in_node(folder, [step for one in asked if one.urgent == "no" for step in one.steps()])["urgent"]
    return Manners(_counted(found), _counted(harmless), _counted(danger), _counted([bool(one) for one in steps]))


def _first(paths: Sequence[str], key: Callable[[str], str | None]) -> list[str]:
    return list(dict.fromkeys(one for path in paths if (one := key(path))))[:FIRST]


def _counted(facts: Sequence[bool]) -> tuple[int, int]:
    return sum(facts), len(facts)
