"""Files with more mistakes than anybody can read: reported soon, in little memory, and in few lines."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import report
from generator.commands.init import STARTER
from generator.problems import Place, Problem
from generator.source import Guess, did_you_mean
from tests.built import measured
from tests.small import GOOD, small_guide

CPU_AT_MOST = 20
"""Seconds: ten times what it should take, so that only what grows out of bounds fails."""
MEGABYTES_AT_MOST = 300


def records(number: int, fields: Callable[[int], str]) -> str:
    """So many records, each with its number and these lines."""
    return "organisations:\n" + "".join(f"  - id: org-{one:05}\n{fields(one)}" for one in range(number))


WHOLE = """\
    name: {{pl: "Dom {0}"}}
    phones: ["85 744 50 27"]
    area: bialystok
    help_types: [night-shelter]
    source: https://proba.org
"""
FLOODS: dict[str, Callable[[int], str]] = {
    "a hundred thousand unknown keys": lambda n: GOOD + "".join(f"    zly-{i}: x\n" for i in range(5 * n)),
    "a hundred thousand repeated keys": lambda n: GOOD + "    cost: free\n" * (5 * n),
    "a hundred thousand kinds of help": lambda n: GOOD.replace(
        "[night-shelter]", "[" + ", ".join(f"x-{i}" for i in range(5 * n)) + "]"
    ),
    "records with a wrong phone and area": lambda n: records(
        n, lambda i: WHOLE.format(i).replace('"85 744 50 27"', '"12"').replace("bialystok", "nigdzie")
    ),
    "records with nothing right": lambda n: records(
        n, lambda i: f'    nmae: {{pl: "Dom {i}"}}\n    phones: ["12", "13"]\n    hours: zawsze\n    help_type: [x]\n'
    ),
    "records with nothing but an id": lambda n: records(n, lambda i: ""),
    "records of one id": lambda n: records(n, lambda i: WHOLE.format(i)).replace("- id: org-", "- id: dom #"),
    "records in the wrong order": lambda n: (
        "organisations:\n" + "".join(f"  - id: org-{n - i:05}\n{WHOLE.format(i)}" for i in range(n))
    ),
    "successors that are not there": lambda n: records(
        n, lambda i: WHOLE.format(i) + f"    status: closed\n    successor: orh-{i:05}\n"
    ),
    "records without a space after the colon": lambda n: records(n, lambda i: "    name:Dom\n"),
    "our mark, written with escapes": lambda n: records(n, lambda i: '    name: {pl: "\\x67uideslot"}\n'),
    "all in one line": lambda n: f"organisations: [{', '.join(f'{{id: a{i}, x: y}}' for i in range(n))}]\n",
}


def checked(folder: Path, text: str, *options: str) -> tuple[list[str], float, float]:
    """What `guide check` prints about a file, with its CPU seconds and megabytes."""
    small_guide(folder, text)
    output = folder / "output.txt"
    code, seconds, megabytes = measured(output, "check", "--lang", "en", "--root", folder, *options)
    said = output.read_text("utf-8")
    assert code in (0, 1) and "Traceback" not in said
    return said.splitlines(), seconds, megabytes


@pytest.mark.skipif(os.name == "nt", reason="nobody tells there what a process used")
@pytest.mark.parametrize("flood", ["a hundred thousand unknown keys", "records with nothing right"])
def test_a_flood_is_listed_in_part(tmp_path, flood):
    """The first of each kind, how many more there are, and the true number at the end."""
    lines, _, megabytes = checked(tmp_path, FLOODS[flood](400))
    assert len(lines) < 300 and megabytes < MEGABYTES_AT_MOST
    more = [
        int(found[1]) for line in lines if (found := re.fullmatch(r"… and more like this further down: (\d+)", line))
    ]
    listed = [line for line in lines if line.startswith("data/")]
    errors, warnings = map(int, re.findall(r"(?:Errors|to look at): (\d+)", lines[-1]))
    assert more and len(listed) + sum(more) == errors + warnings


@pytest.mark.skipif(os.name == "nt", reason="nobody tells there what a process used")
def test_one_long_line_costs_little(tmp_path):
    """What looks for a slip in it takes no time that grows with the square of its length."""
    text = (STARTER / "data/organisations.yaml").read_text("utf-8")
    assert "        languages:\n" in text
    lines, seconds, _ = checked(
        tmp_path, text.replace("        languages:\n", f"        lan{'[' * 100_000}guages:\n", 1)
    )
    assert "the line does not fit the ones around it: lan[[[" in lines[-2] and seconds < 2


@pytest.mark.audit
@pytest.mark.skipif(os.name == "nt", reason="nobody tells there what a process used")
@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_costs_little(tmp_path, flood, audit, capsys):
    """Twenty thousand records, or a hundred thousand things in one: no hang, and less than 300 MB."""
    lines, seconds, megabytes = checked(tmp_path, FLOODS[flood](20_000 if audit == "full" else 4_000))
    with capsys.disabled():
        print(f"\n{flood}: {seconds:.1f} s, {megabytes:.0f} MB, {len(lines)} lines", end="")
    assert len(lines) < 400 and seconds < CPU_AT_MOST and megabytes < MEGABYTES_AT_MOST


def test_what_is_rare_is_not_lost_in_a_flood():
    """A flood of one rule hides no problem of another, and that of one record none of another record."""
    problems = [Problem(Place("f", 1 + line), "id", "a", "id", {"found": "x"}) for line in range(1000)]
    problems += [Problem(Place("f", 2000), "id", "b", "id", {"found": "y"}), Problem(Place("f", 2001), "anchor", "b")]
    lines = report.lines(problems, report.Words("en"))
    assert len(lines) == report.OF_A_RECORD + 3
    assert lines[-3].startswith("f:2000:1: b") and lines[-2].endswith(f": {1000 - report.OF_A_RECORD}")
    assert lines[-1].startswith("f:2001")


def test_machines_get_all_of_a_flood():
    """JSON leaves nothing out."""
    problems = [Problem(Place("f", line), "unknown-area", "a", "area", {"found": "x"}) for line in range(1, 200)]
    assert report.as_json(problems, report.Words("en")).count('"rule"') == 199


@pytest.mark.parametrize(
    ("found", "known", "wanted"),
    [
        ("pone", ("phones", "email"), "phones"),
        ("Night Shelter", ("night-shelter",), "night-shelter"),
        ("help-type", ("help_types", "hours"), "help_types"),
        ("org-01234x", [f"org-{number:05}" for number in range(20_000)], "org-01234"),
        ("zzz", [f"org-{number:05}" for number in range(20_000)], ""),
        ("x", (), ""),
    ],
)
def test_the_word_that_was_meant(found, known, wanted):
    """The nearest of the known words, also among very many; found out once, when somebody asks."""
    assert did_you_mean(found, known) == wanted
    guess = Guess(found, known)
    assert guess == wanted and str(guess) == wanted and bool(guess) == bool(wanted)
