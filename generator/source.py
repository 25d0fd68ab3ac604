"""Bytes of a YAML file in; nodes that keep text as text and know their place out, with every problem found.

The only module that knows PyYAML. Values are never typed here: `8:00`, `no` and `0048…` stay what the person wrote
(YAML 1.1 would make 480, false and an octal number of them). Anchors, aliases, tags, merge keys and second documents
are refused at the level of events, before anything is resolved.
"""

from __future__ import annotations

import gc
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator
from collections.abc import Mapping as MappingType
from dataclasses import replace
from functools import cached_property, partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import yaml

from generator.frozen import frozen
from generator.problems import Place, Problem

try:
    from yaml import CSafeLoader as Loader  # libyaml: 12 times faster, and it rejects lone surrogates
except ImportError as missing:
    raise ImportError("PyYAML was built without libyaml, which the guide needs") from missing

SIZE_LIMIT = 128 * 1024 * 1024
"""Bytes of one file; 30,000 organisations that all have long descriptions take 90 MB."""
DEPTH_LIMIT = 12
SCALAR_LIMIT = 20_000
"""Characters of one value."""
SYNTAX_ERRORS_LIMIT = 25
"""Broken records reported per file; each costs one more reading of it."""
NEIGHBOURS = 250
"""Words on either side of a mistaken one that are compared with it."""
NEAR = 5
"""Ids offered at most for one word."""
WORD_LIMIT = 120
"""Characters of a mistaken value that are compared with names."""
_CUT = re.compile(r"\s+#(\S.*)")
_HYPHENS = str.maketrans(" _", "--")

FORMAT_ALLOWED = frozenset("\u200e\u200f\u200d\u200c")
"""LRM and RLM, which Hebrew needs, and the joiners of emoji and Persian."""
RESERVED = "guideslot"
"""Begins the marks at which `frames` cuts pages; nothing that people write may hold it, in any letters."""
_RESERVED_START = b"guide"
LINE_BREAKS_ELSEWHERE = frozenset("\x85\u2028\u2029")
"""Line breaks to YAML but not to a reviewer's screen: one line seen, two keys read."""
HARD_SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"

_UNUSUAL = re.compile(
    "[^\n\t\x20-\x7e\u00a0-\u00ac\u00ae-\u024f\u0400-\u052f\u05b0-\u05c7\u05d0-\u05ea\u05f3\u05f4\u2010-\u2027\u2030-\u205e\u20ac]"
)
"""What is neither ASCII, Polish, Hebrew or Cyrillic text nor common punctuation: only then are characters looked up."""

_ESCAPE = re.compile(r'\\[^n"\\]')
"""A backslash that may stand for any character; a line break, a quotation mark and a backslash harm nobody."""
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_RECORD_START = re.compile(r"^( *)- +(?:id|\{ *id) *:", re.MULTILINE)
_RECORD_ID = re.compile(r"^( *)- +\{? *id *: *[\"']?([a-z0-9-]+)")
_HARD_SPACE_IN_STRUCTURE = re.compile(rf"^[ \t]*[{HARD_SPACES}]|[A-Za-z_]:[{HARD_SPACES}]|^[ ]*-[{HARD_SPACES}]")
_HARD_SPACE = re.compile(f"[{HARD_SPACES}]")
_MISSING_SPACE = re.compile(r"^\s*(?:- )?([a-z_]+):([^\s/:][^\n]*)$")
_MISSING_COLON = re.compile(r"^\s*(?:- )?[a-z_]{2,}(?:\s+[^\s:#](?:[^:]|:(?=\S))*)?$")
_SURELY_NO_COLON = re.compile(r"\s*(?:- id\s+[a-z0-9-]+|[a-z_]{2,}(?:\s+[\"'{\[].*)?)$")
_ITEM_BESIDE_KEY = re.compile(r"^\s*(?:- )?([A-Za-z_]+):\s+(-\s+\S.*)$")
_MISSING_SPACE_OF_ITEM = re.compile(r"^\s*-([^\s-].*)$")
_STRUCTURE = re.compile(r"\s*(?:-(?:\s|$)|[A-Za-z_]+:(?:\s|$))")
"""How a line begins that holds a field or an item, not more words of a text."""
_KEY_INSIDE = re.compile(r"[,{]\s*[A-Za-z_]+:\s")
_COLON = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'|\s#.*|(:)(?=\s|$)")
"""A colon behind a key; what stands in quotes or in a comment is passed over."""
_CONFLICT = re.compile(r"([<>|=])\1{6}(?: .*)?")


class Scalar(NamedTuple):
    """A value as the person wrote it."""

    text: str
    line: int
    column: int
    plain: bool
    """True when it stood without quotes."""

    @property
    def empty(self) -> bool:
        """Whether nothing, or YAML's word for nothing, stands there."""
        return self.plain and self.text in _NULLS


_scalar = partial(tuple.__new__, Scalar)
"""Makes one of a tuple: fifty a record made by their class take a sixteenth of the time in which a file is read."""


class Sequence(NamedTuple):
    """A list."""

    items: tuple[Node, ...]
    line: int
    column: int
    flow: bool
    """True when it is written in brackets."""


class Mapping(NamedTuple):
    """Keys and values in the order of the file; no key twice."""

    pairs: dict[str, tuple[Scalar, Node]]
    """Key to its own node and its value."""
    line: int
    column: int
    flow: bool
    """True when it is written in braces."""
    text: str = ""
    """The lines that it was read from, for records (the items of a file's top list): key of caches."""

    def get(self, key: str) -> Node | None:
        """The value of a key; `None` when it is not there."""
        pair = self.pairs.get(key)
        return pair[1] if pair else None


Node = Scalar | Sequence | Mapping


@frozen
class Document:
    """One file, read."""

    file: str
    root: Node | None
    """`None` when the file is empty or could not be read at all."""
    problems: tuple[Problem, ...]


def read(root: Path, file: str) -> Document:
    """Read `file`, a path with forward slashes relative to `root`."""
    path = root / file
    if linked(root, file):
        return Document(file, None, (Problem(Place(file), "symlink"),))
    try:
        if path.stat().st_size > SIZE_LIMIT:
            return Document(file, None, (Problem(Place(file), "file-too-large", values={"limit": "128 MB"}),))
        data = path.read_bytes()
    except FileNotFoundError:
        return Document(file, None, (Problem(Place(file), "file-missing"),))
    except OSError as trouble:
        return Document(file, None, (Problem(Place(file), "file-unreadable", values={"found": trouble.strerror}),))
    return read_bytes(data, file)


def linked(root: Path, file: str) -> bool:
    """Whether `file`, or a folder below `root` in which it lies, is a link: it may lead out of the guide."""
    path = root / file
    return path.is_symlink() or any(
        one.is_symlink() for one in path.parents if one != root and one.is_relative_to(root)
    )


def read_bytes(data: bytes, file: str) -> Document:
    """Read the bytes of a file that is called `file` in messages."""
    text, problems = decode(data, file)
    if text is None:
        return Document(file, None, tuple(problems))
    document = read_text(text, file)
    return replace(document, problems=(*_with_records(problems, text), *document.problems))


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


def read_text(text: str, file: str) -> Document:
    """Read decoded text; a record that breaks YAML is left out, reported, and the rest is read."""
    original, problems = text, []
    collecting = gc.isenabled()
    gc.disable()  # PyYAML makes a few objects an event and frees none: collection doubles the time
    try:
        for _ in range(SYNTAX_ERRORS_LIMIT):
            try:
                found: list[Problem] = []
                root = _Builder(text, file, found).document()
                return Document(file, root, _with_records(problems + found, original))
            except yaml.MarkedYAMLError as trouble:
                problem = _syntax_problem(trouble, text, file)
                problems.append(problem)
                rest = _without_record(text, problem.place.line)
                if rest is None or rest == text:
                    break
                text = rest
            except yaml.YAMLError as trouble:
                problems.append(Problem(Place(file), "yaml", values={"found": str(trouble)}))
                break
            except _TooDeep as trouble:
                problems.append(Problem(trouble.place, "too-deep", values={"limit": DEPTH_LIMIT}))
                break
    finally:
        if collecting:
            gc.enable()
    return Document(file, None, _with_records(problems, original))


def front_matter(text: str, file: str) -> tuple[Document, str, int]:
    """The fields at the head of an article, its words below them, and the line on which these begin."""
    lines = text.split("\n")
    if not lines or lines[0].strip() != "---":
        return Document(file, None, (Problem(Place(file), "front-matter-missing"),)), text, 1
    for number, line in enumerate(lines[1:], start=1):
        if line.strip() == "---":
            head = "\n" + "\n".join(lines[1:number]) + "\n"
            return read_text(head, file), "\n".join(lines[number + 1 :]), number + 2
    return Document(file, None, (Problem(Place(file), "front-matter-open"),)), "", 1


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


def character_name(character: str) -> str:
    """Code point and name, for a message: `U+202E RIGHT-TO-LEFT OVERRIDE`."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X} {name}".rstrip()


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


class _TooDeep(Exception):
    def __init__(self, place: Place) -> None:
        self.place = place


class _Builder:
    """Turns the event stream of one file into nodes."""

    def __init__(self, text: str, file: str, problems: list[Problem]) -> None:
        self.text, self.file, self.problems = text, file, problems
        self.lines = text.split("\n") if "#" in text else []
        self.escapes = _ESCAPE.search(text) is not None
        self.reserved = self.escapes and RESERVED in text.casefold()
        self.next = Loader(text).get_event

    def document(self) -> Node | None:
        root: Node | None = None
        documents = 0
        while (event := self.next()) is not None:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.problem(event, "second-document")
                    return root
                if event.version or event.tags:
                    self.problem(event, "directive")
            elif isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent, yaml.AliasEvent)):
                root = self.node(event, 0)
        return root

    def problem(self, event: yaml.Event, rule: str, **values: object) -> None:
        mark = event.start_mark
        self.problems.append(Problem(Place(self.file, mark.line + 1, mark.column + 1), rule, values=values))

    def node(self, event: yaml.Event, depth: int) -> Node:
        kind, mark = type(event), event.start_mark
        if kind is yaml.ScalarEvent:
            text, plain = event.value, not event.style
            if (
                (self.lines if plain else self.escapes)
                or len(text) > SCALAR_LIMIT
                or event.anchor is not None
                or event.tag is not None
            ):
                text = self.inspected(event)
            return _scalar((text, mark.line + 1, mark.column + 1, plain))
        if depth > DEPTH_LIMIT:
            raise _TooDeep(Place(self.file, mark.line + 1, mark.column + 1))
        if kind is yaml.AliasEvent:
            self.problem(event, "alias", found="*" + event.anchor)
            return Scalar("", mark.line + 1, mark.column + 1, True)
        self.properties(event)
        if kind is yaml.SequenceStartEvent:
            items = []
            while type(item := self.next()) is not yaml.SequenceEndEvent:
                items.append(self.node(item, depth + 1))
            return Sequence(tuple(items), mark.line + 1, mark.column + 1, bool(event.flow_style))
        return self.mapping(event, depth)

    def mapping(self, event: yaml.MappingStartEvent, depth: int) -> Mapping:
        pairs: dict[str, tuple[Scalar, Node]] = {}
        mark, flow = event.start_mark, bool(event.flow_style)
        while type(key_event := self.next()) is not yaml.MappingEndEvent:
            key = self.node(key_event, depth + 1)
            value = self.node(self.next(), depth + 1)
            if type(key) is not Scalar:
                self.problem(key_event, "key-not-a-word")
            elif key.text == "<<":
                self.problem(key_event, "merge-key")
            elif flow and key.plain and type(value) is Scalar and value.plain and not value.text:
                self.problem(key_event, "flow-comma", found=key.text)
            elif key.text in pairs:
                first = pairs[key.text][0].line
                self.problem(key_event, "repeated-key", found=key.text, line=first)
            else:
                pairs[key.text] = (key, value)
        text = self.text[mark.index : key_event.end_mark.index].rstrip() if depth == 2 else ""
        return Mapping(pairs, mark.line + 1, mark.column + 1, flow, text)

    def properties(self, event: yaml.Event) -> None:
        if event.anchor is not None:
            self.problem(event, "anchor", found="&" + event.anchor)
        if event.tag is not None:
            self.problem(event, "tag", found=event.tag)

    def inspected(self, event: yaml.ScalarEvent) -> str:
        """The text of a value, without what may not stand in it.

        Only escapes bring into a value what `decode` did not see in the file, and a comment needs a `#`: a value that
        has neither, and is not too long, is not inspected.
        """
        text = event.value
        self.properties(event)
        if len(text) > SCALAR_LIMIT:
            self.problem(event, "too-long", limit=SCALAR_LIMIT, length=len(text))
            text = text[:SCALAR_LIMIT]
        refused = refused_character(text)
        if refused:
            self.problem(event, "refused-character", found=character_name(refused))
            text = text.replace(refused, "")
        if event.style == '"' and RESERVED in text.casefold() and not self.reserved:
            self.problem(event, "reserved-word", found=RESERVED)  # written with escapes
        if not event.style and text:
            end = event.end_mark
            cut = _CUT.match(self.lines[end.line], end.column) if end.line < len(self.lines) else None
            if cut and not text.startswith("#"):
                self.problem(event, "cut-at-hash", found=f"{text} #{cut[1]}".strip())
        return text


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


def _syntax_problem(trouble: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    """What libyaml stumbled over, as the thing that people do wrong there."""
    mark = trouble.problem_mark or trouble.context_mark
    what = f"{trouble.context or ''} {trouble.problem or ''}"
    line_index, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.split("\n")
    rule, values = "yaml", {"found": (trouble.problem or "").strip()}
    line = lines[line_index] if line_index < len(lines) else ""
    start = trouble.context_mark.line if trouble.context_mark else max(0, line_index - 1)
    missing = next(
        (n for n in range(line_index, max(-1, start - 1), -1) if n < len(lines) and _MISSING_SPACE.match(lines[n])),
        None,
    )
    quoted = _quoted_before(mark, text, lines) if mark else None
    item = _item_without_space(lines, line_index)
    if "\t" in line[: len(line) - len(line.lstrip())] or "'\\t'" in what:
        rule, values, column = "tab", {}, line.find("\t")
    elif "quoted scalar" in what and "end of stream" in what:
        mark = trouble.context_mark or mark
        rule, values, line_index, column = "open-quote", {}, mark.line, mark.column
    elif quoted and _swallowed(quoted, lines):
        rule, values, line_index, column = "open-quote", {}, quoted[0], quoted[1]
    elif quoted and quoted[2:] == (line_index, column) and line[column : column + 1].strip():
        rule, values = "inner-quotes", {"found": line.strip()[:80]}
    elif item is not None:
        words = lines[item].strip()
        rule, values = "space-after-hyphen", {"found": words[:60], "example": f"- {words[1:]}"[:60]}
        line_index, column = item, lines[item].index("-")
    elif "',' or" in what and quoted and quoted[2] == line_index and not line[quoted[3] : column].strip(" "):
        rule, values = "comma-missing", {"found": line.strip()[:80]}
    elif "block sequence entries are not allowed" in what and (beside := _ITEM_BESIDE_KEY.match(line)):
        rule, values = "item-beside-key", {"found": line.strip()[:60], "example": beside[2][:60]}
        column = beside.start(2)
    elif (colon := _without_colon(trouble, lines)) is not None:
        words = lines[colon].strip().removeprefix("- ")
        key, _, value = words.partition(" ")
        rule, values = "colon-missing", {"found": words[:60], "example": f"{key}: {value.strip()}".strip()[:60]}
        line_index, column = colon, _indentation(lines[colon])
    elif missing is not None:
        key, value = _MISSING_SPACE.match(lines[missing]).groups()
        rule, values = "space-after-colon", {"found": f"{key}:{value}"[:60], "example": f"{key}: {value}"[:60]}
        line_index, column = missing, len(lines[missing]) - len(lines[missing].lstrip())
    elif "mapping values are not allowed" in what:
        before = line[: _first_colon(line)]
        if len(before) < column:
            rule, values = "colon-in-value", {"found": line.strip()[:80]}
        elif " " in before.strip().removeprefix("- "):
            rule, values = "colon-in-text", {"found": line.strip()[:80]}
        else:
            line_index = _out_of_line(lines, line_index)
            rule, values = "indentation", {"found": lines[line_index].strip()[:60]}
            column = _indentation(lines[line_index])
    elif "cannot start any token" in what:
        rule, values = "sign-at-start", {"found": line[column : column + 1]}
    elif "expected alphabetic or numeric character" in what or "did not find expected alphabetic" in what:
        rule, values = "alias", {"found": line[column - 1 : column + 20].split(" ")[0]}
    elif "flow" in what or "',' or" in what:
        rule, values = "open-bracket", {}
        if trouble.context_mark:
            line_index, column = trouble.context_mark.line, trouble.context_mark.column
    elif "unknown escape" in what:
        rule, values = "backslash", {"found": line[column : column + 2]}
    elif "undefined alias" in what or "undefined tag" in what:
        rule, values = "alias", {"found": line[column : column + 20].split(" ")[0]}
    elif re.search(r"[:-]\s+([\"']).*\1\S", line):
        rule, values = "inner-quotes", {"found": line.strip()[:80]}
    elif "did not find expected" in what or "could not find expected ':'" in what or "block" in what:
        line_index = _out_of_line(lines, line_index)
        rule, values = "indentation", {"found": lines[line_index].strip()[:60]}
        column = _indentation(lines[line_index])
    return Problem(Place(file, line_index + 1, max(0, column) + 1), rule, values=values)


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _before(lines: list[str], index: int) -> int:
    """The nearest line above that holds something; -1 when there is none."""
    index -= 1
    while index >= 0 and (not lines[index].strip() or lines[index].lstrip().startswith("#")):
        index -= 1
    return index


def _first_colon(line: str) -> int:
    return next((match.start() for match in _COLON.finditer(line) if match[1]), len(line))


def _out_of_line(lines: list[str], index: int) -> int:
    """The line that stands too far left or right: libyaml often notices only at the next one."""
    if index >= len(lines) or not lines[index].strip():
        index = max(0, _before(lines, min(index, len(lines))))
    above = _before(lines, index)
    if above < 0 or not _STRUCTURE.match(lines[above]):
        return index
    if _indentation(lines[above]) % 2 and not _indentation(lines[index]) % 2:
        return above
    first = above
    while lines[first].lstrip().startswith("- "):
        above = _before(lines, first)
        if (
            above >= 0
            and lines[above].rstrip().endswith(":")
            and _indentation(lines[above]) > _indentation(lines[first])
        ):
            return first  # a list to the left of its field
        if above < 0 or _indentation(lines[above]) != _indentation(lines[first]):
            break
        first = above
    return index


def _item_without_space(lines: list[str], index: int) -> int | None:
    """The first of the lines at or right above `index` that begin with a hyphen and no space; `None` without any."""
    found = None
    for place in (index, _before(lines, min(index, len(lines)))):
        while 0 <= place < len(lines) and _MISSING_SPACE_OF_ITEM.match(lines[place]):
            found, place = place, _before(lines, place)
    return found


def _without_colon(trouble: yaml.MarkedYAMLError, lines: list[str]) -> int | None:
    """The line that looks like a field without its colon, where libyaml misses one; `None` when there is none."""
    if "could not find expected ':'" in (trouble.problem or "") and trouble.context_mark:
        place = trouble.context_mark.line
    elif "mapping values are not allowed" in (trouble.problem or "") and trouble.problem_mark:
        place = _before(lines, trouble.problem_mark.line)
        if place < 0 or not _SURELY_NO_COLON.match(lines[place]):
            return None  # it may be a line of a text
    else:
        return None
    return place if 0 <= place < len(lines) and _MISSING_COLON.match(lines[place]) else None


def _quoted_before(mark: yaml.Mark, text: str, lines: list[str]) -> tuple[int, int, int, int] | None:
    """Where the last quoted value before a mistake begins and ends, if that is on the line of the mistake or above it.

    A quote that someone left open ends at the next one, often some lines below; nothing before that is a mistake.
    """
    first = _RECORD_START.search(text)
    start = 0
    if first:  # from the record before this one, since the quote may be in that
        outer = (
            number
            for number in range(min(mark.line, len(lines) - 1), -1, -1)
            if (found := _RECORD_START.match(lines[number])) and len(found[1]) == len(first[1])
        )
        start = ([0, *islice(outer, 2)])[-1]
    last = None
    try:
        for token in yaml.scan("\n".join(lines[start : mark.line + 2]), Loader):
            end = token.end_mark
            if (end.line + start, end.column) > (mark.line, mark.column):
                break
            if isinstance(token, yaml.ScalarToken) and token.style in ("'", '"'):
                begin = token.start_mark
                last = (begin.line + start, begin.column, end.line + start, end.column)
    except yaml.YAMLError:
        pass
    return last if last and last[2] >= _before(lines, mark.line) else None


def _swallowed(quoted: tuple[int, int, int, int], lines: list[str]) -> bool:
    """Whether a quoted value holds what looks like other fields or items."""
    line, column, last, end = quoted
    if lines[last][end:].strip()[:1] in ("", "#", ",", "]", "}"):
        return False  # where a quote ends that should begin a value, that value follows
    if line == last:
        return _KEY_INSIDE.search(lines[line][column:end]) is not None
    return any(_STRUCTURE.match(each) for each in lines[line + 1 : last + 1])


def _without_record(text: str, line: int) -> str | None:
    """The text with the record around `line` (from 1) blanked, so that the lines keep their numbers."""
    starts = list(_RECORD_START.finditer(text))
    if not starts:
        return None
    outer = min(len(start[1]) for start in starts)
    lines = text.split("\n")
    first_lines, number, counted = [], 0, 0
    for start in starts:
        number += text.count("\n", counted, start.start())
        counted = start.start()
        if len(start[1]) == outer:
            first_lines.append(number)
    place = bisect_left(first_lines, line)
    if place == 0:
        return None
    begin, end = (*first_lines, len(lines))[place - 1 : place + 1]
    if all(not entry for entry in lines[begin:end]):
        return None
    return "\n".join(lines[:begin] + [""] * (end - begin) + lines[end:])


def _with_records(problems: list[Problem], text: str) -> tuple[Problem, ...]:
    """The problems, each with the id of the record in which it stands."""
    if not problems:
        return ()
    named, record, records, outer = [], "", [], 99
    for line in text.split("\n"):
        start = _RECORD_ID.match(line)
        if start and len(start[1]) <= outer:
            outer, record = len(start[1]), start[2]
        elif line[:1].strip() and line[:1] not in "#-":
            record = ""
        records.append(record)
    for problem in problems:
        line = min(problem.place.line, len(records)) - 1
        named.append(replace(problem, record=problem.record or records[line]))
    return tuple(named)


def _guess_encoding(data: bytes) -> str:
    """The encoding that a Polish or Hebrew editor most likely used."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    counts = {
        "Windows-1250": sum(
            data.count(bytes([code])) for code in b"\xb9\xe6\xea\xb3\xf1\xf3\x9c\x9f\xbf\xa5\xa3\x8c\xaf"
        ),
        "ISO-8859-2": sum(data.count(bytes([code])) for code in b"\xb1\xe6\xea\xb3\xf1\xf3\xb6\xbc\xbf\xa1\xa6\xac"),
        "Windows-1255": sum(data.count(bytes([code])) for code in range(0xE0, 0xFB)),
    }
    distinct = {"Windows-1250": b"\xb9\x9c\x9f\xa5\x8c", "ISO-8859-2": b"\xb1\xb6\xbc\xa1\xa6\xac"}
    for name, codes in distinct.items():
        counts[name] += 3 * sum(data.count(bytes([code])) for code in codes)
    return max(counts, key=lambda name: counts[name])
