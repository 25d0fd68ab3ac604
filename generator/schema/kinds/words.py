"""Words for readers, in one language or several, and what can be told of them by their letters."""

from __future__ import annotations

from typing import Any, NamedTuple

from generator.frozen import frozen
from generator.regex import regex
from generator.schema.kinds.reading import Kind, Reader
from generator.schema.slips import meant_language
from generator.source import Mapping, Node, Scalar

BLANK = regex(r"[\s\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2800\u3164\ufe00-\ufe0f\uffa0]*")
"""What leaves no ink though Unicode calls some of it letters: fillers, joiners, an empty Braille cell."""
_QUOTE_IN_A_WORD = regex(r'(?<=\w)"(?=\w)')
"""The gershayim of a Hebrew abbreviation, as keyboards have it."""
_OPENING = regex("[„“”«״]")
_MARKUP = regex(r"</?[a-zA-Z][^<>]{0,80}>|\]\([^)\s]+\)|\*\*")
_HEBREW = regex("[\u05d0-\u05ea]")
_OTHER = regex("[\u0370-\u1dff]")
"""Greek, Cyrillic, Hebrew, Arabic and others, all but Latin."""
_LATIN = regex("[A-Za-z\u00c0-\u024f]")


def closes_nothing(text: str) -> bool:
    """Whether a text ends with a straight quote that has none before it: the first was forgotten, readers see one."""
    return text[-1:] == '"' and _QUOTE_IN_A_WORD.sub("", text).count('"') % 2 == 1 and not _OPENING.search(text)


def shows(text: str) -> bool:
    """Whether there is anything to see in a text."""
    return BLANK.fullmatch(text) is None


class Words(NamedTuple):
    """Text in several languages, as read: the plain form of `model.Text`."""

    by_language: dict[str, str]
    original: str
    old: tuple[str, ...] = ()
    """Languages whose words are older than those of the original."""


@frozen
class Text(Kind):
    """Words for readers, in one language or several: `{pl: …, he: …, en: …}`."""

    limit: int = 4000
    translate: bool = True
    """Whether a missing language is worth a warning; official names are not translated."""

    def read(self, node: Node, reader: Reader) -> Words | None:
        """The words in the order of the guide's languages; a bare text is in the record's own."""
        if isinstance(node, Mapping):
            found = self._by_language(node, reader)
        else:
            words = self._words(node, reader.original, reader)
            found = {reader.original: words} if words else {}
        if not found:
            return None
        missing = [code for code in reader.languages if code not in found]
        if self.translate and missing:
            reader.problem(node, "missing-translation", "warning", languages=", ".join(missing))
        found = {code: found[code] for code in reader.languages if code in found}
        return Words(found, reader.original if reader.original in found else next(iter(found)))

    def _by_language(self, node: Mapping, reader: Reader) -> dict[str, str]:
        if not node.pairs:
            reader.problem(node, "empty")
        found = {}
        for code, (key, value) in node.pairs.items():
            if code not in reader.languages:
                meant = meant_language(code) or code.lower()
                suggestion = meant if meant in reader.languages else ""
                known = ", ".join(reader.languages)
                reader.problem(key, "language-of-text", found=code, languages=known, suggestion=suggestion)
            elif not (type(value) is Scalar and value.empty) and (words := self._words(value, code, reader)):
                found[code] = words
        return found

    def _words(self, node: Node, language: str, reader: Reader) -> str | None:
        """The words in one language; `None` after noting a problem."""
        if type(node) is not Scalar:
            reader.not_text(node)
            return None
        text = node.text.strip()
        if not shows(text):
            reader.problem(node, "empty")
            return None
        if len(text) > self.limit:
            reader.problem(node, "too-long", limit=self.limit, length=len(text))
            return None
        if (not text.isascii() or language not in ("en", "pl")) and wrong_script(text, language):
            reader.problem(node, "wrong-script", "warning", language=language, found=text[:60])
        if ("<" in text or "](" in text or "**" in text) and (markup := _MARKUP.search(text)):
            reader.problem(node, "markup", "warning", found=markup[0])
        if closes_nothing(text):
            reader.problem(node, "stray-quote", "warning", found=text)
        return text

    def schema(self) -> dict[str, Any]:
        words = {"type": "string", "maxLength": self.limit}
        return {"anyOf": [words, {"$ref": "#/$defs/text"}]}


def is_hebrew(text: str) -> bool:
    """Whether a text holds Hebrew letters."""
    return _HEBREW.search(text) is not None


def wrong_script(text: str, language: str) -> bool:
    """Whether the letters of a text are those of another script than its language's."""
    if language == "he":
        return not is_hebrew(text) and len(_LATIN.findall(text)) > 3
    if language in ("pl", "en") and _OTHER.search(text):
        return len(_OTHER.findall(text)) > len(_LATIN.findall(text))
    return False
