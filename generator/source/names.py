"""What someone meant by a word: ids and names that are like it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Collection
from collections.abc import Mapping as MappingType
from functools import cached_property

NEIGHBOURS = 250
"""Words on either side of a mistaken one that are compared with it."""
NEAR = 5
"""Ids offered at most for one word."""
WORD_LIMIT = 120
"""Characters of a mistaken value that are compared with names."""
_HYPHENS = str.maketrans(" _", "--")


def did_you_mean(found: str, known: Collection[str], likeness: float = 0.6) -> str:
    """The known word nearest to the found one, or nothing; of very many its neighbours in the alphabet are asked."""
    word = found.strip().lower().translate(_HYPHENS)
    near = sorted(known)
    if len(near) > 2 * NEIGHBOURS:
        place = bisect_left(near, word)
        near = near[max(0, place - NEIGHBOURS) : place + NEIGHBOURS]
    words = {one.translate(_HYPHENS): one for one in near}
    from difflib import get_close_matches  # most builds have nothing to guess

    close = get_close_matches(word, words, n=1, cutoff=likeness)
    return words[close[0]] if close else ""


def folded(words: str) -> str:
    """Words without case, accents and punctuation, to compare them."""
    flat = unicodedata.normalize("NFKD", words.casefold().replace("ł", "l"))
    flat = "".join(character for character in flat if not unicodedata.combining(character))
    return " ".join(re.findall(r"\w+", flat))


class Names:
    """Ids with all that people call them, in any language: what someone meant by a word, or may have meant."""

    def __init__(self, names: Callable[[], MappingType[str, Collection[str]]]) -> None:
        self._ask = names  # when there is a mistake

    @cached_property
    def _names(self) -> MappingType[str, Collection[str]]:
        return self._ask()

    @cached_property
    def _ids(self) -> dict[str, list[str]]:
        """A name, folded, to the ids that have it."""
        ids: dict[str, list[str]] = {}
        for key, names in self._names.items():
            for name in dict.fromkeys(map(folded, (key, *names))):
                ids.setdefault(name, []).append(key)
        return ids

    def called(self, words: str) -> list[str]:
        """The ids that have exactly this name, or are this id written otherwise."""
        return self._ids.get(folded(words), [])

    def near(self, words: str) -> list[str]:
        """The ids that may be meant, the likeliest first; only one where it is a slip of the keyboard."""
        words = words[:WORD_LIMIT]
        wanted = folded(words)
        if not wanted or wanted in self._ids:
            return self._ids.get(wanted, [])[:NEAR]
        slip = did_you_mean(words, list(self._names), 0.8)
        if slip:
            return [slip]
        from generator.stems import RULES  # most builds have nothing to guess

        common = {each for stops in RULES["stop"].values() for each in stops.split()}
        scores: dict[str, float] = {}
        for word in wanted.split():
            if len(word) < 3 or word in common:
                continue
            # Words are bent at their end; a short one is taken whole.
            start = f" {word[: max(4, len(word) - 2)]}" if len(word) > 3 else f" {word} "
            keys = dict.fromkeys(key for name, ids in self._ids.items() if start in f" {name} " for key in ids)
            for key in keys:  # a word that many have says little
                scores[key] = scores.get(key, 0) + 1 / len(keys)
        most = max(scores.values(), default=0)
        found = sorted((key for key, score in scores.items() if 2 * score > most), key=lambda key: -scores[key])
        close = did_you_mean(wanted, list(self._ids), 0.75)
        found = [*self._ids.get(close, ()), *found] or [did_you_mean(words, list(self._names))]
        return list(dict.fromkeys(filter(None, found)))[:NEAR]


class Guess:
    """What was likely meant, found out when it is shown: of a hundred thousand mistakes few are."""

    __slots__ = ("_answer", "_found", "_known")

    def __init__(self, found: str, known: Collection[str] | Names) -> None:
        self._found, self._known, self._answer = found, known, ""

    def __str__(self) -> str:
        if isinstance(self._known, Names):
            self._answer, self._known = ", ".join(self._known.near(self._found)), ()
        elif self._known:
            self._answer, self._known = did_you_mean(self._found, self._known), ()
        return self._answer

    def __bool__(self) -> bool:
        return bool(str(self))

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other) if isinstance(other, str | Guess) else NotImplemented

    def __hash__(self) -> int:
        return hash(str(self))

    def __repr__(self) -> str:
        return repr(str(self))

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return str, (str(self),)
