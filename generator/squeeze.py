"""Scripts and styles of our own in, the same in fewer letters out: comments and indents cost readers' data too.

No tool from outside shortens them: the sources keep to the few forms that these two functions know.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from string import ascii_letters

_TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)"""
    r"""|(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
    r"""|(?P<pattern>(?<=[(,=:\[!&|?{};+])[ ]*/(?![/*])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*)"""
    r"""|(?P<name>[A-Za-z_$][\w$]*)|(?P<number>\d[\w.]*)|(?P<space>[ \t]+)|(?P<line>\n)|(?P<sign>.)""",
    re.DOTALL,
)
_KEPT = frozenset(("root", "data"))
"""Names that other files know."""


def script(source: str) -> str:
    """The same script in fewer letters; its statements must end with semicolons, its names be `var` or `function`."""
    tokens = [(match.lastgroup, match[0].strip(" ")) for match in _TOKEN.finditer(source)]
    tokens = [(kind, text or " ") for kind, text in tokens if kind != "comment"]
    short = _short_names(tokens)
    solid = [token for token in tokens if token[0] not in ("space", "line")]
    before, after = ["", *(text for _, text in solid)], [*(text for _, text in solid[1:]), ""]
    written: list[str] = []
    place = 0
    for kind, text in tokens:
        if kind == "space" or kind == "line":
            written.append(" " if kind == "space" else "\n")
            continue
        # Not after a dot (a property) and not before a colon in an object (its key).
        own = before[place] != "." and not (after[place] == ":" and before[place] in ("{", ","))
        written.append(short.get(text, text) if kind == "name" and own else text)
        place += 1
    return _without_spaces("".join(written))


def _short_names(tokens: list[tuple[str | None, str]]) -> dict[str, str]:
    """Names that the script declares, the commonest first, and a short name for each."""
    declared = _declarations(tokens) - _KEPT
    names = Counter(text for kind, text in tokens if kind == "name")
    taken = {*names, "do", "if", "in", "of"} - declared
    letters = ("".join(pair) for length in (1, 2) for pair in itertools.product(ascii_letters, repeat=length))
    fresh = (name for name in letters if name not in taken)
    return dict(zip((name for name, _ in names.most_common() if name in declared), fresh, strict=False))


def _declarations(tokens: list[tuple[str | None, str]]) -> set[str]:
    """Names after `var` (each of its list), names of functions and their parameters."""
    solid = [(kind, text) for kind, text in tokens if kind not in ("space", "line")]
    found: set[str] = set()
    index = 0
    while index < len(solid):
        kind, text = solid[index]
        if kind == "name" and text == "function":
            index += 1
            if solid[index][0] == "name":
                found.add(solid[index][1])
                index += 1
            while solid[index][1] != ")":
                if solid[index][0] == "name":
                    found.add(solid[index][1])
                index += 1
        elif (kind, text) == ("sign", "=") and solid[index + 1][1:] == (">",):
            back = index - 1
            if solid[back][1] == ")":
                while solid[back][1] != "(":
                    back -= 1
            found.update(name for kind, name in solid[back:index] if kind == "name")
        elif kind == "name" and text == "var":
            depth, expecting = 0, True
            for kind, text in solid[index + 1 :]:
                if expecting and kind == "name":
                    found.add(text)
                    expecting = False
                elif kind == "sign" and text in "([{":
                    depth += 1
                elif kind == "sign" and text in ")]}":
                    depth -= 1
                    if depth < 0:
                        break
                elif depth == 0 and text == ",":
                    expecting = True
                elif depth == 0 and text in (";", "in"):
                    break
        index += 1
    return found


_STRING_OR_SPACE = re.compile(
    r'("(?:[^"\\\n]|\\.)*")|[ ]*([+-] )(?=[+-])|\s*\n\s*|[ ]*([=+\-*/<>!&|?:,;(){}\[\]%^~])[ ]*'
)


def _without_spaces(text: str) -> str:
    """No spaces around signs, and new lines only where a statement may end without a sign."""
    text = _STRING_OR_SPACE.sub(lambda match: match[1] or match[2] or match[3] or "\n", text).strip()
    return re.sub(r"(?<=[;{(,])\n|\n(?=\})", "", text) + "\n"


_COMMENT = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|/\*.*?\*/""", re.DOTALL)
_GAP = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|\s*([{};,>])\s*|(:)\s+|\s+""")


def style(source: str) -> str:
    """The same rules without comments, and with spaces only where they part names."""
    bare = _COMMENT.sub(lambda match: match[1] or "", source)
    return _GAP.sub(lambda match: match[1] or match[2] or match[3] or " ", bare).replace(";}", "}").strip() + "\n"
