"""Whatever a person does to a data file: no traceback, each problem with its place and advice, and soon."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator

import pytest

from generator import report
from generator.edit import files
from generator.edit.layout import Style
from generator.languages import SPOKEN
from generator.load import load
from generator.problems import DataProblems, Problem
from tests.built import ROOT
from tests.small import AREAS, GOOD, GUIDE, HELP_TYPES, TARGET_GROUPS, TODAY, problems_of, small_guide

WORDS = {language: report.Words(language) for language in SPOKEN}
SIGNS = [
    *("\t", "  ", " ", ":", ": ", "-", "- ", "#", " #", '"', "'", "|", ">", "&a ", "*a", "!x ", "{", "}", "[", "]"),
    *(",", "%", "@", "`", "\\", "\n", "\r", "\r\n", "\n\n", "---\n", "...\n", "<<: ", "? ", "null", "~", "no"),
    *("08:00", "2026-13-45", "0x1F", "1e999", "ż", "\u00a0", "\u200b", "\u202e", "\u2028", "\x85", "\x00", "\x1b[2J"),
    *("\ufeff", "\ud7ff", "😀", "שלום", "<script>", "javascript:", "pn-pt 8-16", "24/7 off", "*21*1#", "+48"),
    *("99999999999999999999", "http://", "xn--", "@x", "a" * 300, "[" * 40, "{a: " * 20),
]
BYTES = [b"\xff", b"\xb9\xea", b"\xc5", b"\xff\xfeP\x00", b"\x00"]


def bases() -> dict[str, str]:
    """Texts to be spoilt: small files, and a piece of the real one."""
    real = (ROOT / files.ORGANISATIONS).read_text("utf-8")
    piece = real[real.index("organisations:\n") : real.index("  - id: eleos-bialystok")].replace("druga-szansa", "dom")
    return {
        "organisations": piece,
        "organisations ": GOOD,
        "guide": GUIDE,
        "help_types": HELP_TYPES,
        "target_groups": TARGET_GROUPS,
        "areas": AREAS,
    }


def spoilt(text: str, chance: random.Random) -> bytes:
    """The text after some of the things that happen to files."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        lines = text.split("\n")
        one, two = (chance.randrange(len(lines)) for _ in range(2))
        place = chance.randrange(len(text) + 1)
        kind = chance.randrange(9)
        if kind == 0:
            text = text[:place] + chance.choice(SIGNS) + text[place:]
        elif kind == 1:
            text = text[:place] + text[place + chance.randrange(1, 12) :]
        elif kind == 2:
            lines[one] = " " * chance.randrange(8) + lines[one].lstrip()
            text = "\n".join(lines)
        elif kind == 3:
            text = "\n".join([*lines[:one], lines[two], *lines[one:]])
        elif kind == 4:
            lines[one], lines[two] = lines[two], lines[one]
            text = "\n".join(lines)
        elif kind == 5:
            del lines[one]
            text = "\n".join(lines)
        elif kind == 6:
            head, colon, _ = lines[one].partition(":")
            lines[one] = f"{head}{colon} {chance.choice(SIGNS)}"
            text = "\n".join(lines)
        elif kind == 7:
            text = text[:place] if chance.random() < 0.2 else text.replace('"', "", chance.randrange(1, 4))
        else:
            begin = chance.randrange(len(lines))
            text = "\n".join([*lines, *lines[begin : begin + chance.randrange(1, 30)]])
    data = text.encode("utf-8", "surrogatepass")
    if chance.random() < 0.03:
        place = chance.randrange(len(data) + 1)
        data = data[:place] + chance.choice(BYTES) + data[place:]
    return data if chance.random() > 0.01 else data.decode("utf-8", "replace").encode("cp1250", "replace")


def attempts(number: int) -> Iterator[tuple[str, bytes]]:
    """Name of a file and what became of it."""
    chance = random.Random(20261122)
    texts = list(bases().items())
    for index in range(number):
        name, text = texts[index % len(texts)]
        yield name.strip(), spoilt(text, chance)


def judged(problem: Problem, text: bytes) -> None:
    """A place that exists, one line of words in each language, and advice."""
    assert problem.place.line >= 1 and problem.place.column >= 1
    assert problem.place.file.startswith(("data/", "content/", "mkdocs.yml"))
    for words in WORDS.values():
        line = report.text(problem, words)
        assert "\n" not in line and "\x1b" not in line
        assert words.sentence(problem.rule, problem.values) != problem.rule, problem.rule
        assert "…" not in words.sentence(problem.rule, {}) or problem.values or "{" not in problem.rule


def tried(folder, number: int) -> tuple[int, float]:
    """How many attempts had problems, and the slowest one; each is loaded, reported and formatted."""
    small_guide(folder)
    originals = {path: path.read_bytes() for path in (folder / "data").glob("*.yaml")}
    found, slowest = 0, 0.0
    for name, data in attempts(number):
        path = folder / "data" / f"{name}.yaml"
        path.write_bytes(data)
        begin = time.process_time()
        try:
            problems = load(folder, TODAY)[1]
        except DataProblems as trouble:
            problems = trouble.problems
            assert problems
        for problem in problems:
            judged(problem, data)
        try:
            file = f"data/{name}.yaml"
            style = Style(("pl", "he", "en"), "PL")
            once = files.formatted(files.text_of(folder, file), file, style)
            assert files.formatted(once, file, style) == once
        except DataProblems as trouble:
            assert trouble.problems
        slowest = max(slowest, time.process_time() - begin)
        found += bool(problems)
        path.write_bytes(originals[path])
    return found, slowest


def test_some_spoilt_files(tmp_path):
    """A sample in every run."""
    found, slowest = tried(tmp_path, 120)
    assert found > 60 and slowest < 2


@pytest.mark.audit
def test_ten_thousand_spoilt_files(tmp_path, some: Callable):
    """No traceback, each problem with place and advice, less than two seconds each."""
    number = len(some(range(10_000), 1_000))
    found, slowest = tried(tmp_path, number)
    assert found > number / 2 and slowest < 2


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("help_types: [night-shelter]", "help_types:", "required"),
        ("help_types: [night-shelter]", "help_types: []", "required"),
        ("source: https://proba.org/dom", 'source: ""', "required"),
        ("id: dom", 'id: ""', "id"),
    ],
)
def test_what_the_mutations_found(tmp_path, old, new, rule):
    """A field with nothing in it is as missing as a field that is not there."""
    problems = problems_of(small_guide(tmp_path, GOOD.replace(old, new)))
    assert rule in [problem.rule for problem in problems if problem.level == "error"]
