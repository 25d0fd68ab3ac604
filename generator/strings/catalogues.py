"""Catalogues of words in, messages of one language out: a guide's own before ours, English for what neither says."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from gettext import GNUTranslations
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TypeVar

from generator.keeping import keep, kept
from generator.languages import SPOKEN, words_file
from generator.model import OwnWords


class Catalogue(GNUTranslations):
    """The messages of one language, under the names that Babel has for its functions."""

    ugettext = GNUTranslations.gettext
    ungettext = GNUTranslations.ngettext
    upgettext = GNUTranslations.pgettext
    unpgettext = GNUTranslations.npgettext


class Values(dict):
    """What fills the places of a sentence, by their names; one without a value stays readable."""

    def __missing__(self, key: str) -> str:
        return "…"


Worded = TypeVar("Worded", bound=Callable)
_own: list[OwnWords] = [()]
"""The words of the guide that speaks."""
_worded: list[Callable[[], None]] = []
"""What empties each table of things that were made of words."""


def worded(make: Worded) -> Worded:
    """Make a thing once, as `functools.cache` does, until a guide with other words speaks."""
    made = cache(make)
    _worded.append(made.cache_clear)
    return made  # type: ignore[return-value]  # a cache is called as the function that it stands for


def speak(own: OwnWords) -> None:
    """From now on say what a guide has words of its own for in these, in this process."""
    if own != _own[0]:
        _own[0] = own
        for forget in _worded:
            forget()


@worded
def catalogue(language: str, domain: str = "guide") -> Catalogue:
    """The messages of one language: the guide's own before ours, and English for what neither says."""
    own = [data for code, name, data in _own[0] if (code, name) == (language, domain)]
    found = [_catalogue(f"own-{domain}", language, data) for data in own]
    ours = words_file(language, domain)
    if language in SPOKEN or ours.is_file():
        found.append(_catalogue(domain, language, ours.read_bytes()))
    if language not in SPOKEN:  # of ours nothing is missing
        found.append(catalogue("en", domain))
    first, *others = found
    for other in others:
        first.add_fallback(other)
    return first


def _catalogue(name: str, language: str, source: bytes) -> Catalogue:
    """One file's messages, compiled in memory: no `.mo` to forget in git."""
    if not _remembered:
        return Catalogue(BytesIO(compiled(source, language)))
    # Babel reads a catalogue in 15 ms; what it makes of one is kept under a digest of it.
    file = _remembered[0] / f"{name}-{language}-{sha256(source).hexdigest()[:24]}.mo"
    try:
        return Catalogue(BytesIO(kept(file)))
    except (OSError, ValueError):
        made = compiled(source, language)
    if keep(file, lambda opened: opened.write(made)):
        for former in _remembered[0].glob(f"{name}-{language}-*.mo"):
            if former != file:
                with suppress(OSError):
                    former.unlink()
    return Catalogue(BytesIO(made))


def compiled(source: bytes, language: str) -> bytes:
    """A catalogue as gettext reads it, without what is not translated: Babel would give half a plural in English."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    messages = read_po(BytesIO(source), locale=language.replace("-", "_"))
    for message in list(messages):
        if message.id and isinstance(message.string, tuple) and not all(message.string):
            messages.delete(message.id, message.context)
    made = BytesIO()
    write_mo(made, messages)
    return made.getvalue()


def untranslated(language: str, domain: str, own: OwnWords) -> tuple[int, int]:
    """How many messages of a domain neither a guide nor we say in a language, and of how many."""
    said: set[object] = set()
    sources = [data for code, name, data in own if (code, name) == (language, domain)]
    if words_file(language, domain).is_file():
        sources.append(words_file(language, domain).read_bytes())
    for source in sources:
        said |= _ids(source, language)
    wanted = _ids(words_file("en", domain).read_bytes(), "en")
    return len(wanted - said), len(wanted)


def _ids(source: bytes, language: str) -> set[object]:
    """What a catalogue says: each message by its name, of a plural by that and its first form."""
    messages = Catalogue(BytesIO(compiled(source, language)))._catalog
    return {name for name in messages if name and (isinstance(name, str) or name[1] == 0)}


@worded
def english(language: str, domain: str = "guide") -> tuple[str, ...]:
    """The sentences of pages that are shown in English, since nobody has said them in a language yet."""
    if language in SPOKEN:
        return ()
    whole = catalogue("en", domain)  # named as where it is fallen back to: else it is another object
    said = _messages(catalogue(language, domain), whole)
    return tuple(sorted({text for name, text in _messages(whole).items() if name and name not in said}))


def _messages(words: Catalogue | None, end: Catalogue | None = None) -> dict[object, str]:
    """What a catalogue and those behind it say, up to one of them."""
    if words is None or words is end:
        return {}
    return {**_messages(words._fallback, end), **words._catalog}


_remembered: list[Path] = []


def remember(folder: Path) -> None:
    """Keep compiled catalogues in a folder."""
    _remembered[:] = [folder]
