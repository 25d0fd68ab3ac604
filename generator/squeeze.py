"""Scripts and styles of our own in, the same in fewer letters out: comments and indents cost readers' data too.

No tool from outside shortens them: the sources keep to the few forms that these two functions know.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from string import ascii_letters

from generator.regex import regex

_TOKEN = regex(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)"""
    r"""|(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
    r"""|(?P<pattern>(?<=[(,=:\[!&|?{};+])[ ]*/(?![/*])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*)"""
    r"""|(?P<name>[A-Za-z_$][\w$]*)|(?P<number>\d[\w.]*)|(?P<space>[ \t]+)|(?P<line>\n)|(?P<sign>.)""",
    re.DOTALL,
)


def script(source: str) -> str:
    """The same script in fewer letters; its statements must end with semicolons, its names be `var` or `function`."""
    tokens = [(match.lastgroup, match[0].strip(" ")) for match in _TOKEN.finditer(source)]
    tokens = [(kind, text or " ") for kind, text in tokens if kind != "comment"]
    tokens = [(kind, text.removeprefix("0") if text.startswith("0.") else text) for kind, text in tokens]
    tokens = [
        (kind, {"true": "!0", "false": "!1"}.get(text, text) if kind == "name" else text) for kind, text in tokens
    ]
    short = _Scopes([token for token in tokens if token[0] not in ("space", "line")]).short_names()
    written: list[str] = []
    place = 0
    for kind, text in tokens:
        if kind == "space" or kind == "line":
            written.append(" " if kind == "space" else "\n")
            continue
        written.append(short.get(place, text))
        place += 1
    return _without_spaces("".join(written))


class _Scopes:
    """The functions of a script, one in another, with the names that each declares and uses.

    A name may be as short as one of another function, as long as no function uses both.
    """

    def __init__(self, tokens: list[tuple[str | None, str]]) -> None:
        self.tokens = [*tokens, (None, ""), (None, "")]
        self.partner = self._partners()
        self.parent: list[int] = [-1]
        self.declared: list[dict[str, None]] = [{}]
        self.uses: list[tuple[int, int]] = []
        """Place of a name and the function that it stands in."""
        self._walk(0, len(tokens), 0)

    def short_names(self) -> dict[int, str]:
        """Place of a token to the short name that stands there instead."""
        places: dict[tuple[int, str], list[int]] = {}
        taken: list[set[str]] = [set() for _ in self.parent]
        of: list[tuple[tuple[int, str], int]] = []
        for place, scope in self.uses:
            name, owner = self.tokens[place][1], scope
            while owner >= 0 and name not in self.declared[owner]:
                owner = self.parent[owner]
            if owner >= 0:
                places.setdefault((owner, name), []).append(place)
                of.append(((owner, name), scope))
            else:
                self._take(taken, name, scope, -1)
        result: dict[int, str] = {}
        reach: dict[tuple[int, str], set[int]] = {}
        for key, scope in of:
            reach.setdefault(key, set()).add(scope)
        # Inner functions first, and in each the first names: so little functions have the same letters everywhere, and
        # what is written alike compresses well.
        for key in sorted(places, key=lambda one: (-one[0], places[one][0])):
            within = self._between(reach[key], key[0])
            fresh = next(name for name in _names() if not any(name in taken[scope] for scope in within))
            for scope in within:
                taken[scope].add(fresh)
            result |= dict.fromkeys(places[key], fresh)
        return result

    def _take(self, taken: list[set[str]], name: str, scope: int, owner: int) -> None:
        while scope != owner:
            taken[scope].add(name)
            scope = self.parent[scope]

    def _between(self, scopes: set[int], owner: int) -> set[int]:
        """The functions in which a name must stay apart from others: from where it is used up to its own."""
        found = {owner}
        for scope in scopes:
            while scope != owner:
                found.add(scope)
                scope = self.parent[scope]
        return found

    def _partners(self) -> dict[int, int]:
        found, open_ = {}, []
        for place, (kind, text) in enumerate(self.tokens):
            if kind == "sign" and text in "([{":
                open_.append(place)
            elif kind == "sign" and text in ")]}":
                found[open_.pop()] = place
        return found

    def _walk(self, place: int, end: int, scope: int) -> None:
        while place < end:
            kind, text = self.tokens[place]
            if kind == "name" and text == "function":
                place += 1
                if self.tokens[place][0] == "name":
                    self._declare(place, scope)
                    place += 1
                place = self._function(place, self.partner[place] + 1, scope)
                continue
            arrow = (self.partner[place] if text == "(" and kind == "sign" else place) + 1
            if self.tokens[arrow][1] == "=" and self.tokens[arrow + 1][1] == ">":
                place = self._function(place, arrow + 2, scope)
                continue
            if kind == "name":
                if text == "var":
                    self._variables(place + 1, scope)
                elif self._is_variable(place):
                    self.uses.append((place, scope))
            place += 1

    def _function(self, parameters: int, body: int, scope: int) -> int:
        """Take a function with its parameters and body; hand back where the script goes on."""
        self.parent.append(scope)
        self.declared.append({})
        own = len(self.parent) - 1
        for place in range(parameters, self.partner.get(parameters, parameters) + 1):
            if self.tokens[place][0] == "name":
                self._declare(place, own)
        end = body
        if self.tokens[body][1] == "{":
            end = self.partner[body] + 1
        else:
            while self.tokens[end][0] and (self.tokens[end][0] != "sign" or self.tokens[end][1] not in ",)]};"):
                end = self.partner.get(end, end) + 1
        self._walk(body, end, own)
        return end

    def _variables(self, place: int, scope: int) -> None:
        """Note the names that a `var` declares; the walk comes upon them once more, as uses."""
        expected = True
        while True:
            kind, text = self.tokens[place]
            if expected and kind == "name":
                self.declared[scope][text] = None
            expected = kind == "sign" and text == ","
            if kind is None or text in (";", "in"):
                return
            place = self.partner.get(place, place) + 1

    def _declare(self, place: int, scope: int) -> None:
        self.declared[scope][self.tokens[place][1]] = None
        self.uses.append((place, scope))

    def _is_variable(self, place: int) -> bool:
        """Not after one dot (a property; after three it is spread) and not before a colon in an object (its key)."""
        before, after = self.tokens[place - 1][1] if place else "", self.tokens[place + 1][1]
        spread = place > 1 and self.tokens[place - 2][1] == "."
        return (before != "." or spread) and not (after == ":" and before in ("{", ","))


def _names() -> Iterator[str]:
    for length in (1, 2):
        for letters in itertools.product(ascii_letters, repeat=length):
            if (name := "".join(letters)) not in ("do", "if", "in", "of", "as"):
                yield name


_STRING_OR_SPACE = regex(
    r'("(?:[^"\\\n]|\\.)*")|[ ]*([+-] )(?=[+-])|(;)\s*(?=\})|\s*\n\s*|[ ]*([=+\-*/<>!&|?:,;(){}\[\]%^~])[ ]*'
)


def _tight(match: re.Match[str]) -> str:
    string, signs, last, sign = match.groups()
    return "" if last else string or signs or sign or "\n"


def _without_spaces(text: str) -> str:
    """No spaces around signs, and new lines only where a statement may end without a sign."""
    text = _STRING_OR_SPACE.sub(_tight, text).strip()
    return re.sub(r"(?<=[;{(,])\n|\n(?=\})", "", text) + "\n"


_COMMENT = regex(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|/\*.*?\*/""", re.DOTALL)
_GAP = regex(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|\s*([{};,>])\s*|(:)\s+|\s+""")


def style(source: str) -> str:
    """The same rules without comments, and with spaces only where they part names."""
    bare = _COMMENT.sub(lambda match: match[1] or "", source)
    return _GAP.sub(lambda match: match[1] or match[2] or match[3] or " ", bare).replace(";}", "}").strip() + "\n"
