"""What rules say of records together: their order and names, and those that the guide's other files name or guard.

A record that was read before is not read again for it, but for those that are watched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from generator.checks import LINK, Draft, check
from generator.load.cut import Cut, OutOfOrder, entries_of, stop_at_errors
from generator.load.whole import icons
from generator.model import Organisation
from generator.problems import Problem
from generator.schema import Entry


class Watch:
    """Which records must be looked at with the guide's other files: those that they name, and those that they guard."""

    def __init__(self, draft: Draft) -> None:
        self.ids = {urgent.get("service", "").partition("/")[0] for urgent in draft.guide.values.get("urgent", ())}
        self.ids |= {
            match[1].strip().partition("/")[0] for article in draft.articles for match in LINK.finditer(article.body)
        }
        self.kinds: frozenset[str] = frozenset()
        if draft.lock:
            self.ids |= {record.partition("/")[0] for record in draft.lock.numbers}
            self.kinds = frozenset(draft.lock.help_types)

    def chooses(self, one: Organisation) -> bool:
        """Whether it must be looked at."""
        if one.id in self.ids:
            return True
        return any(not self.kinds.isdisjoint(service.help_types) for service in one.services)


Chosen = list[tuple[int, str]]
"""Some records of a file: number and id."""


def check_order(in_files: Iterable[Iterable[Organisation]], watch: Watch) -> list[Chosen]:
    """Raise unless records are sorted, have names of their own, and name others that are there and have not ended.

    What the rules `ids_are_unique`, `aliases_are_free`, `records_are_sorted`, `references_exist` and
    `successors_are_others` say of records together. The one look at all records also tells which are watched.
    """
    names: list[str] = []
    aliases: list[str] = []
    known: set[str] = set()
    closed: set[str] = set()
    successors: set[str] = set()
    chosen: list[Chosen] = []
    for organisations in in_files:
        before = ""
        chosen.append([])
        for number, one in enumerate(organisations):
            if one.id <= before:
                raise OutOfOrder
            before = one.id
            names.append(one.id)
            known.add(one.id)
            if one.status == "closed":
                closed.add(one.id)
            if one.slug and one.slug != one.id:
                names.append(one.slug)
            aliases += one.aliases
            if one.successor:
                successors.add(one.successor)
            for service in one.services:
                if service.id != one.id:
                    known.add(f"{one.id}/{service.id}")
                if "closed" in (service.status, one.status):
                    closed.add(f"{one.id}/{service.id}")
                if service.successor:
                    successors.add(service.successor)
            if watch.chooses(one):
                chosen[-1].append((number, one.id))
    taken = set(names)
    if len(taken) != len(names) or len(taken.union(aliases)) != len(names) + len(aliases):
        raise OutOfOrder
    if not successors <= known or not successors.isdisjoint(closed):
        raise OutOfOrder
    return chosen


def check_watched(
    draft: Draft, found: Sequence[Cut], chosen: Sequence[Chosen]
) -> tuple[frozenset[str], tuple[Problem, ...]]:
    """The ids of the records that are watched; what is to be said of the guide's other files, and of these records."""
    draft = replace(draft, icons=icons())
    entries: list[Entry] = []
    lines: dict[tuple[str, int], int] = {}
    for file, own in zip(found, chosen, strict=True):
        if not own:
            continue
        read_entries, starts, _ = entries_of(draft, file.name, [file.record(number) for number, _ in own])
        entries += read_entries
        first = file.first_lines
        for (number, _), start in zip(own, starts, strict=True):
            for line in range(file.record(number).count(b"\n") + 1):
                lines[file.name, start + line] = first[number] + line
    problems = []
    names = {file.name for file in found}
    for problem in check(replace(draft, organisations=entries)):
        if problem.place.file not in names:
            problems.append(problem)
        elif problem.rule.startswith("crisis"):
            line = lines[problem.place.file, problem.place.line]
            problems.append(replace(problem, place=replace(problem.place, line=line)))
    stop_at_errors(problems)
    if any(problem.place.file in names for problem in problems):
        raise OutOfOrder  # its line moves when a record before it grows
    return frozenset(id for own in chosen for _, id in own), tuple(problems)
