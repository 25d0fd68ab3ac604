"""Letters that the font lacks: an edition and a language in; each with the record that holds it out."""

from __future__ import annotations

from collections.abc import Iterator

from generator.booklets import engine
from generator.booklets.booklet import READING, Print, source
from generator.booklets.entries import entry_view
from generator.booklets.words import SOFT_BREAK, WORD_JOINER
from generator.templates.booklet import literal


def missing(print_: Print) -> Iterator[tuple[str, str]]:
    """`organisation/service` and the letters it holds that cannot be printed; an empty record is the guide itself."""
    left = lacking(source(print_, READING)["main"].decode())
    if not left:
        return
    for chapter in print_.chosen.chapters:
        for item in chapter.items:
            found = lacking(literal(entry_view(print_.guide, print_.words, item, 2, True)))
            if found:
                yield item.key, "".join(sorted(found))
                left -= found
    if left:
        yield "", "".join(sorted(left))


def lacking(typst: str) -> set[str]:
    """Letters of a source that the font does not have."""
    drawn = set(typst) - {"\n", "\r", SOFT_BREAK, WORD_JOINER}
    return {letter for letter in drawn if ord(letter) not in engine.letters()}
