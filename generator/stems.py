"""Words in, the stems under which search knows them out: the same table of rules that the browser's script reads.

What this module does `generator/search/client/words.js` does too; `tests/test_search.py` proves over every word of
the guide that both come to the same.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from generator.regex import regex

RULES: dict[str, Any] = json.loads((Path(__file__).parent / "stems.json").read_text("utf-8"))
"""Letters to fold, words too common to count, endings to cut: data, published beside the index."""

_LETTERS = str.maketrans(RULES["letters"])
_WORD = regex(r"[^\W_]+")
_MARKS = regex("[\u0300-\u036f\u0591-\u05c7]")
_STOP = {language: frozenset(words.split()) for language, words in RULES["stop"].items()}
_STEPS = {
    language: [
        (least, {ending: put for ending, _, put in (one.partition(">") for one in endings.split())})
        for least, endings in steps
    ]
    for language, steps in RULES["stem"].items()
}


@cache
def fold(text: str) -> str:
    """Lower case without marks, Hebrew points, final letters and apostrophes: `Łaźnia` is `laznia`."""
    text = text.lower()
    if not text.isascii():
        # `עו״ד`, a lawyer, would be `עוד`, more, without its marks.
        text = re.sub(*RULES["spelt"], _MARKS.sub("", unicodedata.normalize("NFKD", text)))
    return text.translate(_LETTERS)


def tokens(text: str) -> list[str]:
    """The folded words and numbers of a text, in order."""
    return _WORD.findall(fold(text))


def stop_words(language: str) -> frozenset[str]:
    """Words that say nothing by themselves."""
    return _STOP.get(language, frozenset())


@cache
def stem(word: str, language: str) -> str:
    """A folded word without its endings; digits and very short words stay."""
    if word.isdigit():
        return word
    for least, endings in _STEPS[rules_for(word, language)]:
        for length in range(min(7, len(word) - least), 0, -1):  # the longest ending that leaves enough
            put = endings.get(word[-length:])
            if put is not None:
                word = word[:-length] + put
                break
    return word


def rules_for(word: str, language: str) -> str:
    """Which rules bend a word: its script decides, and in Latin script its language."""
    first = word[:1]
    if "א" <= first <= "ת":
        return "he"
    if "а" <= first <= "ӿ":
        return "cy"
    return language if language in ("pl", "en") else "en"
