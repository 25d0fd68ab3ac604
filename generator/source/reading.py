"""Text in, nodes out: the events of libyaml, without anchors, aliases, tags and second documents."""

from __future__ import annotations

import gc
from dataclasses import replace
from pathlib import Path

import yaml

from generator.problems import Place, Problem
from generator.regex import regex
from generator.source.libyaml import Loader
from generator.source.nodes import Document, Mapping, Node, Scalar, Sequence, new_scalar
from generator.source.text import RESERVED, character_name, decode, refused_character, stray_mark, without_marks

SIZE_LIMIT = 128 * 1024 * 1024
"""Bytes of one file; 30,000 organisations that all have long descriptions take 90 MB."""
DEPTH_LIMIT = 12
SCALAR_LIMIT = 20_000
"""Characters of one value."""
SYNTAX_ERRORS_LIMIT = 25
"""Broken records reported per file; each costs one more reading of it."""
_CUT = regex(r"\s+#(\S.*)")
_ESCAPE = regex(r'\\[^n"\\]')
"""A backslash that may stand for any character; a line break, a quotation mark and a backslash harm nobody."""


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
                from generator.source.slips import syntax_problem, without_record  # seldom needed, as below

                problem = syntax_problem(trouble, text, file)
                problems.append(problem)
                rest = without_record(text, problem.place.line)
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


def _with_records(problems: list[Problem], text: str) -> tuple[Problem, ...]:
    """The problems, each with the id of the record in which it stands; most files have none."""
    if not problems:
        return ()
    from generator.source.slips import with_records  # what it knows of slips takes a hundredth of a small build

    return with_records(problems, text)


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


def _text(node: Node) -> str:
    return node.text if type(node) is Scalar else ""


class _TooDeep(Exception):
    def __init__(self, place: Place) -> None:
        self.place = place


class _Builder:
    """Turns the event stream of one file into nodes."""

    def __init__(self, text: str, file: str, problems: list[Problem]) -> None:
        self.text, self.file, self.problems = text, file, problems
        self.lines = text.split("\n") if "#" in text else []
        self.marks = without_marks(text) != text
        self.escapes = _ESCAPE.search(text) is not None or self.marks
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
                (self.lines or self.marks if plain else self.escapes)
                or len(text) > SCALAR_LIMIT
                or event.anchor is not None
                or event.tag is not None
            ):
                text = self.inspected(event)
            return new_scalar((text, mark.line + 1, mark.column + 1, plain))
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
        another = False
        mark, flow = event.start_mark, bool(event.flow_style)
        while type(key_event := self.next()) is not yaml.MappingEndEvent:
            key = self.node(key_event, depth + 1)
            value = self.node(self.next(), depth + 1)
            if another:
                continue  # what stands here is another record's
            if type(key) is not Scalar:
                self.problem(key_event, "key-not-a-word")
            elif key.text == "<<":
                self.problem(key_event, "merge-key")
            elif flow and key.plain and type(value) is Scalar and value.plain and not value.text:
                self.problem(key_event, "flow-comma", found=key.text)
            elif not flow and key.text == "id" in pairs and _text(value) not in ("", _text(pairs["id"][1])):
                another = True
                self.problem(key_event, "record-hyphen", found=_text(value), line=pairs["id"][0].line)
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

        Only escapes bring into a value what `decode` did not see in the file, a comment needs a `#`, and marks of
        direction may stand in some values: where none of these is, and the text is not too long, nothing is looked for.
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
        if mark := stray_mark(text):
            self.problem(event, "refused-character", found=character_name(mark))
            text = without_marks(text)
        if event.style == '"' and RESERVED in text.casefold() and not self.reserved:
            self.problem(event, "reserved-word", found=RESERVED)  # written with escapes
        if not event.style and text and self.lines:
            end = event.end_mark
            cut = _CUT.match(self.lines[end.line], end.column) if end.line < len(self.lines) else None
            if cut and not text.startswith("#"):
                self.problem(event, "cut-at-hash", found=f"{text} #{cut[1]}".strip())
        return text
