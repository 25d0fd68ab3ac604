"""The repository's own guide as a corpus: which of its pages answer a question of `questions.tsv`."""

from __future__ import annotations

from collections.abc import Callable

from generator.model import Guide
from generator.pages.directory import directory
from tests.eval.score import Question


def relevant(guide: Guide) -> Callable[[Question], set[str]]:
    """What answers a question: keys `help/id`, `for/id`, `org/id`, `town/id`."""
    index = directory(guide)
    groups = {group.id for group in guide.target_groups}

    def answers(question: Question) -> set[str]:
        kind, _, value = question.expect.partition(":")
        if kind == "org":
            return {f"org/{one}" for one in value.split("|")}
        if kind == "town":
            return {f"town/{value}"} | {f"org/{entry.organisation.id}" for entry in index.of_area.get(value, ())}
        value, _, town = value.partition("@")
        found = set()
        for one in value.split("|"):
            if one in groups:
                found |= {f"for/{one}", *(f"org/{entry.organisation.id}" for entry in index.of_group.get(one, ()))}
                continue
            assert one in guide.help_type, one
            entries = index.of_help_and_area.get((one, town), ()) if town else index.of_help.get(one, ())
            found |= {f"org/{entry.organisation.id}" for entry in entries}
            if not town or not entries:
                found |= {f"org/{entry.organisation.id}" for entry in index.of_help.get(one, ())}
                found.add(f"help/{one}")
        return found

    return answers


def keys(guide: Guide) -> Callable[[str], str | None]:
    """Gives the key of a page below the language's prefix; `None` for one that no question names."""
    return lambda path: _key(guide, path)


def _key(guide: Guide, path: str) -> str | None:
    folder, _, name = path.partition("#")[0].removesuffix(".html").rpartition("/")
    if folder == "help":
        return f"help/{next(one.id for one in guide.help_types if one.address_name == name)}"
    if folder == "for":
        return f"for/{next(one.id for one in guide.target_groups if one.address_name == name)}"
    if folder == "area":
        return f"town/{name}"
    if folder == "organisation":
        return f"org/{next(one.id for one in guide.organisations if one.address_name == name)}"
    return None
