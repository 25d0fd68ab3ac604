"""Bytes of a file in, text with plain line ends out, and what stands in it that may not."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from generator.problems import Place, Problem
from generator.regex import regex

FORMAT_ALLOWED = frozenset("\u200e\u200f\u200d\u200c")
"""LRM and RLM, which Hebrew needs, and the joiners of emoji and Persian."""
_MARK = regex("[\u200c-\u200f]")
RESERVED = "guideslot"
"""Begins the marks at which `frames` cuts pages; nothing that people write may hold it, in any letters."""
_RESERVED_START = b"guide"
LINE_BREAKS_ELSEWHERE = frozenset("\x85\u2028\u2029")
"""Line breaks to YAML but not to a reviewer's screen: one line seen, two keys read."""
HARD_SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"
_UNUSUAL = regex(
    "[^\n\t\x20-\x7e\u00a0-\u00ac\u00ae-\u024f\u0400-\u052f\u05b0-\u05c7\u05d0-\u05ea\u05f3\u05f4\u2010-\u2027\u2030-\u205e\u20ac]"
)
"""What is neither ASCII, Polish, Hebrew or Cyrillic text nor common punctuation: only then are characters looked up."""
_HARD_SPACE_IN_STRUCTURE = regex(rf"^[ \t]*[{HARD_SPACES}]|[A-Za-z_]:[{HARD_SPACES}]|^[ ]*-[{HARD_SPACES}]")
_HARD_SPACE = regex(f"[{HARD_SPACES}]")
_CONFLICT = regex(r"([<>|=])\1{6}(?: .*)?")


def decode(data: bytes, file: str) -> tuple[str | None, list[Problem]]:
    """UTF-8 text with plain line ends and without a byte order mark, and what stands in it that may not.

    A character that may not stand there is replaced, so that the rest can be read and reported, too. `None` for the
    text when the bytes are not UTF-8.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        line = data.count(b"\n", 0, trouble.start) + 1
        start = data.rfind(b"\n", 0, trouble.start) + 1
        column = len(data[start : trouble.start].decode("utf-8", "replace")) + 1
        return None, [Problem(Place(file, line, column), "encoding", values={"encoding": _guess_encoding(data)})]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    problems = list(_refused_in_source(text, file))
    # No other letters fold to these five, and to look for them in bytes costs a hundredth of folding the text.
    if _RESERVED_START in data.lower():
        folded = text.casefold()
        if RESERVED in folded:
            line = folded.count("\n", 0, folded.index(RESERVED)) + 1
            problems.append(Problem(Place(file, line), "reserved-word", values={"found": RESERVED}))
    if "<<<<<<<" in text or ">>>>>>>" in text or "\n=======" in text:
        text, conflicts = _without_conflicts(text, file)
        problems += conflicts
    if problems:
        text = "".join("\ufffd" if refused_character(c) else c for c in text)
        text = "\n".join(
            _HARD_SPACE_IN_STRUCTURE.sub(lambda m: _HARD_SPACE.sub(" ", m[0]), line) for line in text.split("\n")
        )
    return text, problems


def refused_character(text: str) -> str:
    """The first character of `text` that may not stand in a guide, or nothing."""
    if not _UNUSUAL.search(text):
        return ""
    for character in text:
        if character in "\n\t" or (character.isprintable() and character not in LINE_BREAKS_ELSEWHERE):
            continue
        category = unicodedata.category(character)
        if character in FORMAT_ALLOWED or category == "Zs":
            continue
        if category in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
            return character
    return ""


def stray_mark(text: str) -> str:
    """A mark of direction or a joiner in a value that holds nothing for it to serve, as around a copied number."""
    found = _MARK.search(text)
    return found[0] if found and not any(map(_served_by_marks, text)) else ""


def _served_by_marks(sign: str) -> bool:
    """A letter of the scripts that need marks of direction or joiners, or an emoji."""
    return "\u0590" <= sign <= "\u1fff" or "\u2190" <= sign <= "\u2bff" or sign >= "\u2e80"


def without_marks(text: str) -> str:
    """The text without marks of direction and joiners."""
    return _MARK.sub("", text)


def character_name(character: str) -> str:
    """Code point and name, for a message: `U+202E RIGHT-TO-LEFT OVERRIDE`."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X} {name}".rstrip()


def _refused_in_source(text: str, file: str) -> Iterator[Problem]:
    if "\u00a0" not in text and not _UNUSUAL.search(text):  # which matches every other hard space
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if line.isascii() and line.isprintable():
            continue
        refused = refused_character(line)
        if refused:
            place = Place(file, number, line.index(refused) + 1)
            yield Problem(place, "refused-character", values={"found": character_name(refused)})
        hard = _HARD_SPACE_IN_STRUCTURE.search(line)
        if hard and not line.lstrip().startswith("#") and '"' not in line[: hard.start()]:
            yield Problem(Place(file, number, hard.end()), "hard-space")


def _without_conflicts(text: str, file: str) -> tuple[str, list[Problem]]:
    """The text with the first of two versions that git could not join, on the same lines, and a problem for each place.

    Both would be read as one record, and what is said of that would not name the cause.
    """
    lines, groups = text.split("\n"), []
    open_ = False
    for number, line in enumerate(lines):
        match = _CONFLICT.fullmatch(line)
        if not match:
            continue
        sign = match[1]
        if open_ and sign != "<":
            groups[-1].append((number, sign))
        elif sign in "<>" or (sign == "=" and not file.endswith(".md")):  # there it is a ruler under a heading
            groups.append([(number, sign)])
        open_ = sign == "<" or (open_ and sign != ">")
    problems = []
    for group in groups:
        (first, _), (last, end) = group[0], group[-1]
        second = next((number for number, sign in group if sign in "|="), last)
        for number in [number for number, _ in group] + [*range(second, last if end == ">" else second)]:
            lines[number] = ""
        numbers, marks = (", ".join(each) for each in zip(*((str(n + 1), 7 * sign) for n, sign in group), strict=True))
        problems.append(Problem(Place(file, first + 1), "conflict", values={"found": marks, "lines": numbers}))
    return "\n".join(lines), problems


def _guess_encoding(data: bytes) -> str:
    """The encoding that an editor most likely used; one file does not tell which languages the guide speaks."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    from generator.code_pages import code_page  # most files are UTF-8: no start needs it

    return code_page(data, ("pl", "he", "uk"))
