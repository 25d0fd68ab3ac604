"""The texts of the data files and what they translate: which are missing or out of date; out to PO files and back.

The lock (`generator.schema.translated`) remembers what each translation was made from.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from generator import source
from generator.edit import files
from generator.edit.layout import Style
from generator.edit.remarks import Path as NodePath
from generator.problems import Stop
from generator.schema.fields import ORGANISATION, PHONE
from generator.schema.kinds import Kind, ListOf, Record, Telephone, Text
from generator.schema.translated import Lock, digest, is_old
from generator.source import Mapping as MappingNode
from generator.source import Node, Scalar, Sequence

_HEAD = "# Made by `guide translations --update`: key, language, hash of the original, hash of the translation.\n"


@dataclass(frozen=True)
class Words:
    """One text of the data in all its languages."""

    key: str
    """Lasting name: `organisations/caritas-bialystok/ogrzewalnia/description`."""
    file: str
    line: int
    path: NodePath
    by_language: Mapping[str, str]
    original: str
    """The language that the others translate."""
    whole_file: bool = False
    """True for an article, which has a file in each language."""

    @property
    def source(self) -> str:
        """The words to be translated."""
        return self.by_language[self.original]


@dataclass(frozen=True)
class State:
    """How one translation stands: `current`, `stale` or `missing`."""

    words: Words
    language: str
    state: str

    @property
    def file(self) -> str:
        """Where the translation belongs."""
        words = self.words
        return words.file.replace(f"/{words.original}/", f"/{self.language}/") if words.whole_file else words.file


def texts(root: Path, style: Style) -> Iterator[Words]:
    """Every text of the data files that is meant to be translated."""
    for file in files.data_files(root):
        whole = files.read(root, file)
        if whole is not None:
            of_file = _Texts(file, style.languages)
            yield from of_file.within(whole.root, files.kind_of(file), (), (files.name_of(file),), style.languages[0])


@dataclass(frozen=True)
class _Texts:
    """Finds the texts of one data file."""

    file: str
    languages: tuple[str, ...]

    def within(self, node: Node, kind: Kind, path: NodePath, names: tuple[str, ...], original: str) -> Iterator[Words]:
        """Those of a value; `path` is the way to it, `names` are its lasting name, a bare text is in `original`."""
        kind = PHONE if isinstance(kind, Telephone) else kind
        if isinstance(kind, ListOf) and isinstance(node, Sequence):
            for index, item in enumerate(node.items):
                name = files.record_id(item) or str(index)
                yield from self.within(item, kind.item, (*path, index), (*names, name), original)
        elif isinstance(kind, Record) and isinstance(node, MappingNode):
            own = node.get("language") if kind is ORGANISATION else None
            original = own.text if isinstance(own, Scalar) and own.text in self.languages else original
            for field in kind.fields:
                # The list of a whole file and `services` would only lengthen every key.
                step = () if field.name in ("services", files.name_of(self.file)) else (field.name,)
                if (value := node.get(field.name)) is not None:
                    yield from self.within(value, field.kind, (*path, field.name), (*names, *step), original)
        elif isinstance(kind, Text) and kind.translate and (found := self._by_language(node, original)):
            first = original if original in found else next(code for code in self.languages if code in found)
            yield Words("/".join(names), self.file, node.line, path, found, first)

    def _by_language(self, node: Node, original: str) -> dict[str, str]:
        """What a text says in each language of the guide."""
        found = {original: node} if isinstance(node, Scalar) else {}
        if isinstance(node, MappingNode):
            written = ((code, value) for code, (_, value) in node.pairs.items() if isinstance(value, Scalar))
            found = {code: value for code, value in written if not value.empty}
        said = {code: value.text.strip() for code, value in found.items() if code in self.languages}
        return {code: words for code, words in said.items() if words}


def articles(root: Path, style: Style) -> Iterator[Words]:
    """Every article, as a text in the languages that it has been translated into."""
    first = style.languages[0]
    folder = root / "content" / first
    for path in sorted(folder.glob("*.md")) if folder.is_dir() else ():
        found = {}
        for code in style.languages:
            file = f"content/{code}/{path.name}"
            if (root / file).is_file() and not source.linked(root, file):
                text = files.text_of(root, file)
                if spoken(text, file) in ("", code):
                    found[code] = text
        if first in found:
            yield Words(f"content/{path.stem}", f"content/{first}/{path.name}", 1, (), found, first, whole_file=True)


def spoken(text: str, file: str) -> str:
    """The language that an article says its words are in; nothing when they are in that of its folder."""
    head = source.front_matter(text, file)[0].root
    own = head.get("language") if isinstance(head, MappingNode) else None
    return own.text if isinstance(own, Scalar) else ""


def states(root: Path, style: Style, lock: Lock) -> Iterator[State]:
    """How each translation stands; one that the lock does not know counts as current."""
    for words in (*texts(root, style), *articles(root, style)):
        for language in style.languages:
            if language == words.original:
                continue
            translation = words.by_language.get(language)
            if translation is None:
                yield State(words, language, "missing")
                continue
            old = is_old(lock.get((words.key, language)), digest(words.source), digest(translation))
            yield State(words, language, "stale" if old else "current")


def updated(root: Path, style: Style, lock: Lock, confirmed: frozenset[str] = frozenset()) -> str:
    """The lock as it should be: what is stale stays so, but for keys that somebody confirmed."""
    lines = []
    for state in states(root, style, lock):
        words, language = state.words, state.language
        if state.state == "missing":
            continue
        pair = (digest(words.source), digest(words.by_language[language]))
        if state.state == "stale" and words.key not in confirmed:
            pair = lock[words.key, language]
        lines.append(f"{words.key} {language} {pair[0]} {pair[1]}\n")
    return _HEAD + "".join(sorted(lines))


def exported(root: Path, style: Style, lock: Lock, language: str) -> str:
    """A PO file with all texts of the data in one language, for Weblate or Poedit; stale ones are marked fuzzy."""
    catalogue = Catalog(locale=language.replace("-", "_"), header_comment="# Texts of the data: `guide translations`.")
    for state in states(root, style, lock):
        if state.language == language and not state.words.whole_file:
            words = state.words
            catalogue.add(
                words.source,
                words.by_language.get(language, ""),
                locations=[(words.file, words.line)],
                flags=["fuzzy"] if state.state == "stale" else [],
                context=words.key,
            )
    return po_text(catalogue)


def po_text(catalogue: Catalog) -> str:
    """A new catalogue as a PO file, without the headers that differ from export to export."""
    stream = io.BytesIO()
    write_po(stream, catalogue, width=0)
    head, _, body = stream.getvalue().decode().partition("\n\n")
    kept = [line for line in head.split("\n") if not line.startswith('"') or line.startswith(_HEADERS)]
    return "\n".join(kept) + "\n\n" + body


_HEADERS = ('"Language: ', '"Plural-Forms:', '"MIME', '"Content-')
"""What a PO file needs; names and times would only differ from export to export."""


def imported(root: Path, style: Style, po: bytes, language: str) -> tuple[dict[str, str], list[str], int]:
    """Files with the translations of a PO file, the keys whose original changed meanwhile, and how many were taken."""
    try:
        catalogue = read_po(io.BytesIO(po), locale=language.replace("-", "_"), abort_invalid=True)
    except (PoFileError, ValueError) as trouble:
        raise Stop("po-broken", 1, found=str(trouble)) from None
    wanted = {message.context: message for message in catalogue if message.id and message.context}
    changes: dict[str, dict[NodePath, str]] = {}
    passed = []
    for words in texts(root, style):
        message = wanted.get(words.key)
        if message is None or not message.string or message.fuzzy or words.original == language:
            continue
        new = str(message.string).strip()
        if " ".join(str(message.id).split()) != " ".join(words.source.split()):
            passed.append(words.key)
        elif new and new != words.by_language.get(language):
            changes.setdefault(words.file, {})[words.path] = new
    results = {}
    for file, found in changes.items():
        whole = files.read(root, file)
        node = whole.root
        for path, new in found.items():
            node = _with_translation(node, path, language, new, style.languages[0])
        results[file] = files.laid_out(replace(whole, root=node), files.style(root, file))
    return results, passed, sum(map(len, changes.values()))


def _with_translation(node: Node, path: NodePath, language: str, words: str, original: str) -> Node:
    """The nodes with one text set in one language."""
    if path:
        step, rest = path[0], path[1:]
        if isinstance(step, int):
            items = list(node.items)
            items[step] = _with_translation(items[step], rest, language, words, original)
            return node._replace(items=tuple(items))
        own = node.get("language")
        original = own.text if isinstance(own, Scalar) else original
        key, value = node.pairs[step]
        return node._replace(
            pairs=node.pairs | {step: (key, _with_translation(value, rest, language, words, original))}
        )
    if isinstance(node, Scalar):
        node = MappingNode(
            {original: (Scalar(original, node.line, node.column, True), node)}, node.line, node.column, False
        )
    return node._replace(pairs=node.pairs | {language: (Scalar(language, 0, 0, True), Scalar(words, 0, 0, False))})
