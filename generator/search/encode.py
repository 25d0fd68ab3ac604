"""Values in, the text of a classic script out that puts them under one global name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

GLOBAL = "guideSearch"


def script(name: str, value: object) -> bytes:
    """A script that files a value under `name`: no module and no fetch, so that it loads from a disk too."""
    return assigned(name, json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def assigned(name: str, text: str) -> bytes:
    """The same of a value that is JSON already."""
    # Line and paragraph separators end a line in older scripts.
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f'(self.{GLOBAL}=self.{GLOBAL}||{{}})["{name}"]={text}\n'.encode()


def shared_start(words: Sequence[str]) -> str:
    """The letters with which all words begin."""
    first, last = min(words), max(words)
    length = next((at for at, letter in enumerate(first) if letter != last[at]), len(first))
    return first[:length]


def aliases(table: Mapping[str, Iterable[str]]) -> str:
    """Stems that lead to terms as one text: `wiezien 4n,4ni`: a figure counts the letters that both begin with."""
    rows: dict[str, list[str]] = {}
    for other, terms in table.items():
        for term in terms:
            shared = len(shared_start((other, term)))
            rows.setdefault(term, []).append(f"{min(shared, 15):x}{other[min(shared, 15) :]}")
    return ";".join(f"{term} {','.join(sorted(others))}" for term, others in sorted(rows.items()))
