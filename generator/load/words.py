"""The folder `locales/` of a guide in: words of its own, and what is wrong with them or not translated, out."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from generator import source
from generator.languages import DOMAINS, OWN_LOCALES, SPOKEN, own_words_file, words_file
from generator.model import OwnWords
from generator.problems import Place, Problem
from generator.regex import regex
from generator.source import did_you_mean
from generator.strings import Catalogue, compiled, untranslated

if TYPE_CHECKING:
    from babel.messages.catalog import Message

_HOLES = regex(r"%\(\w+\)[ds]|\{\w+\}|[<>]")
"""What must stand in a translation if it stands in the original, and else must not."""
_PERCENT = regex(r"%(?!\(\w+\)[ds]|%)")
_LINE = regex(r'(?:#.*|(?:msg(?:ctxt|id|id_plural|str|str\[\d\])[ \t]+)?"(?:[^"\\]|\\.)*"|)\s*')
"""A line of a PO file. Babel takes the last letter of a text for its quotation mark where that is missing."""
SIZE_LIMIT = 1 << 20
"""Bytes of a catalogue: ours have 20,000."""


def own_words(root: Path, languages: tuple[str, ...]) -> tuple[OwnWords, list[Problem]]:
    """The catalogues of the guide's own in its languages, and what is wrong with them."""
    found, problems = [], []
    names = {own_words_file(code, domain): (code, domain) for code in languages for domain in DOMAINS}
    folder = root / OWN_LOCALES
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        name = path.relative_to(root).as_posix()
        if source.linked(root, name):
            problems.append(Problem(Place(name), "symlink"))
        elif name not in names:
            if path.suffix == ".po":  # as of a language that the guide does not have, or under another name
                problems.append(Problem(Place(name), "file-ignored", values={"found": name}, level="warning"))
        else:
            data, wrong = _read(path, name, names[name][0])
            problems += wrong
            if not wrong:
                found.append((*names[name], data))
    return tuple(found), problems


def _read(path: Path, name: str, language: str) -> tuple[bytes, list[Problem]]:
    """A catalogue with plain line ends, and what is wrong with it."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= SIZE_LIMIT else b""
    except OSError as trouble:
        return b"", [Problem(Place(name), "file-unreadable", values={"found": trouble.strerror})]
    if size > SIZE_LIMIT:
        return b"", [Problem(Place(name), "too-long", values={"limit": SIZE_LIMIT, "length": size})]
    text, refused = source.decode(data, name)
    if text is None or refused:
        return b"", list(refused)
    lines = enumerate(text.splitlines(), start=1)
    broken = [
        Problem(Place(name, at), "words-unreadable", values={"found": line})
        for at, line in lines
        if not _LINE.fullmatch(line)
    ]
    data = text.encode()
    return data, broken or list(_wrong(data, name, language))


def _wrong(data: bytes, name: str, language: str) -> Iterator[Problem]:
    """What would not be read, or would end a build when the sentence is to be filled."""
    from babel.messages.pofile import PoFileError, read_po

    try:
        messages = read_po(BytesIO(data), locale=language.replace("-", "_"), abort_invalid=True)
        if messages.charset.lower() != "utf-8":
            raise ValueError(f"charset={messages.charset}")
        Catalogue(BytesIO(compiled(data, language)))  # which also reads the rule for plurals
    except PoFileError as trouble:
        yield Problem(Place(name, trouble.lineno + 1), "words-unreadable", values={"found": trouble.line.strip()})
        return
    except (ValueError, LookupError, TypeError) as trouble:
        yield Problem(Place(name), "words-unreadable", values={"found": str(trouble)})
        return
    for message in messages:
        plural = isinstance(message.id, tuple)
        original = message.id[-1] if plural else message.id
        for form in message.string if plural else (message.string,):
            if original and form and not message.fuzzy and not _fits(form, original, plural):
                values = {"found": form, "original": original}
                yield Problem(Place(name, message.lineno or 1), "words-placeholders", values=values)
                break


def _fits(form: str, original: str, plural: bool) -> bool:
    """Whether a translation has the places of its original: of a plural, "one place" may leave out the number."""
    there, wanted = set(_HOLES.findall(form)), set(_HOLES.findall(original))
    return (there <= wanted if plural else there == wanted) and not ("%(" in original and _PERCENT.search(form))


def not_translated(own: OwnWords, languages: tuple[str, ...], printed: bool, settings: Place) -> Iterator[Problem]:
    """A warning for each catalogue that does not say all: readers see English there."""
    for code in languages:
        for domain in DOMAINS if code not in SPOKEN else ():
            if domain == "booklet" and not printed:
                continue
            files = {own_words_file(*name) for *name, _ in own}
            file = own_words_file(code, domain)
            if file not in files and not words_file(code, domain).is_file():
                continue  # an error says so
            count, of = untranslated(code, domain, own)
            if count:
                values = {"found": code, "count": count, "of": of, "path": file}
                place = Place(file) if file in files else settings
                yield Problem(place, "words-untranslated", values=values, level="warning")


def not_used(own: OwnWords) -> Iterator[Problem]:
    """A warning for each sentence that is almost one of ours: nobody asks for it, and readers see ours.

    One that is like none of ours may be that of a template of the guide's own.
    """
    from babel.messages.pofile import read_po

    for code, domain, data in own:
        known = {_original(message) for message in read_po(BytesIO(words_file("en", domain).read_bytes()))}
        for message in read_po(BytesIO(data), locale=code.replace("-", "_")):
            found = _original(message)
            if found in known or not message.string or message.fuzzy:
                continue
            if meant := did_you_mean(found, known, 0.8):
                place = Place(own_words_file(code, domain), message.lineno or 1)
                yield Problem(place, "words-unknown", values={"found": found, "suggestion": meant}, level="warning")


def _original(message: Message) -> str:
    """The sentence that a message translates; of a plural, for one thing."""
    return message.id[0] if isinstance(message.id, tuple) else message.id
