"""The parts of the browser's script in, one small classic script out: `assets/search.js`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

from generator.versions import fact

FOLDER = Path(__file__).parent / "client"
START = '(() => {\n"use strict";\nvar data = self.guideSearch = self.guideSearch || {};\n'
BEFORE_BOX = "data.engine = engine;\nif (!self.document) return;\n"
END = "})();\n"


@cache
def script(big: bool = False) -> bytes:
    """The script as it is published; that of a `big` guide also knows in which file to look for a record."""
    names = ("words", "engine", *(("blocks",) if big else ()))
    source = "".join(part(name) for name in names)
    return _squeezed(START + source + BEFORE_BOX + part("box") + END).encode()


def with_words(name: str, words: Mapping[str, str]) -> bytes:
    """A part that works alone, with its words in one language: `filter` narrows long lists, `list` is my list."""
    source = f"(function () {{\nvar words = {json.dumps(words, ensure_ascii=False)};\n{part(name)}}})();\n"
    return _squeezed(source).encode()


def _squeezed(source: str) -> str:
    def squeezed() -> str:
        from generator import squeeze  # once a script

        return squeeze.script(source)

    return fact(f"squeezed {sha256(source.encode()).hexdigest()}", squeezed)


def part(name: str) -> str:
    """The source of a part."""
    return (FOLDER / f"{name}.js").read_text("utf-8")
