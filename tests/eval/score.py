"""Answers and what was expected in, recall and rank out: the measures of the shared `eval_search.py`."""

from __future__ import annotations

import csv
import json
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ENGINE = Path(__file__).parent / "engine.js"


@dataclass(frozen=True)
class Question:
    """What somebody types, and which pages answer it."""

    language: str
    query: str
    kind: str
    expect: str


@dataclass(frozen=True)
class Score:
    """How well some questions were answered."""

    questions: int
    recall: float
    """Hits among the first five, of as many as there could be."""
    rank: float
    """Mean of one through the place of the first hit among ten."""
    unanswered: float
    """Share of questions without any answer."""


COLUMNS = ("lang", "query", "kind", "expect")


def questions(*paths: Path) -> list[Question]:
    """The questions of TSV files: language, query, kind, expected; also of files that Excel has saved."""
    found = []
    for path in paths:
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        except OSError as error:
            raise SystemExit(f"{path}: {error.strerror}") from None
        if not rows or any(row.get(column) is None for row in rows for column in COLUMNS):
            raise SystemExit(f"{path}: wanted are questions below the line {' '.join(COLUMNS)}, with tabs between")
        found += [Question(*[row[column] for column in COLUMNS]) for row in rows]
    return found


def in_node(folder: Path, asked: Sequence[Question], time: bool = False, unfinished: bool = True) -> dict[str, Any]:
    """Ask the engine itself, in Node: `answers` are paths below the language's prefix."""
    order = {"engine": str(folder.parent / "search.js"), "folder": str(folder), "time": time, "unfinished": unfinished}
    order["queries"] = [[one.language, one.query] for one in asked]
    command = ["node", str(ENGINE)]
    done = subprocess.run(command, input=json.dumps(order), capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout)


def score(
    asked: Iterable[Question], answers: Iterable[Sequence[str]], relevant: Callable[[Question], set[str]]
) -> dict[str, Score]:
    """Scores of all questions, of each language and each kind."""
    rows: dict[str, list[tuple[float, float, bool]]] = {}
    for one, keys in zip(asked, answers, strict=True):
        wanted = relevant(one)
        if not wanted:
            raise SystemExit(
                f"{one.query}: nothing in these records is {one.expect}; which --fixture do they belong to?"
            )
        hits = [key in wanted for key in list(dict.fromkeys(keys))[:10]]
        recall = sum(hits[:5]) / min(5, len(wanted))
        rank = next((1 / (index + 1) for index, hit in enumerate(hits) if hit), 0.0)
        for key in ("all", one.language, one.kind):
            rows.setdefault(key, []).append((recall, rank, not keys))
    return {key: _mean(found) for key, found in rows.items()}


def _mean(rows: Sequence[tuple[float, float, bool]]) -> Score:
    count = len(rows)
    recall, rank, unanswered = (sum(row[index] for row in rows) / count for index in range(3))
    return Score(count, round(recall, 4), round(rank, 4), round(unanswered, 4))


def corpus_relevant(organisations: Sequence[Mapping[str, Any]]) -> Callable[[Question], set[str]]:
    """What answers a question about the shared corpus: keys `kind/id`."""

    def relevant(question: Question) -> set[str]:
        kind, _, value = question.expect.partition(":")
        if kind == "org":
            return {f"org/{one}" for one in value.split("|")}
        if kind == "town":
            return {f"town/{value}"} | {f"org/{one['id']}" for one in organisations if one["town"] == value}
        value, _, town = value.partition("@")
        types = set(value.split("|"))
        offering = {
            f"org/{one['id']}"
            for one in organisations
            if types & set(one["types"]) and (not town or one["town"] == town)
        }
        return offering if town else offering | {f"help/{one}" for one in types}

    return relevant
