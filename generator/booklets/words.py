"""The words of a booklet in one language: sentences and facts in; lines out whose foreign parts are isolated.

A printed line is made of `Run`s. A phone, a time or a foreign name inside Hebrew is read left to right, whatever
stands around it: engines that lay out a line print an un-isolated number backwards (findings, Booklets).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.booklets.selection import Item
from generator.frozen import frozen
from generator.languages import direction
from generator.languages import language as language_of
from generator.model import Hours, Phone, Phrase, Text
from generator.regex import regex
from generator.strings import catalogue, english, strings, time, worded
from generator.typography import HARD_SPACE, bound

MAQAF = "־"
WORD_JOINER = "\u2060"
SOFT_BREAK = "\u200b"

# What the font lacks or a page must not hold, and what says the same.
_PLAIN = str.maketrans(
    {
        "\u2011": "-",
        "\u2010": "-",
        "\u2212": "–",
        "\u202f": "\u00a0",
        "\u2009": "\u00a0",
        "\u00ad": None,
        "\ufeff": None,
        **dict.fromkeys(map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)))),
    }
)

# "e-mail" in two would be "e-" and, as Polish repeats a hyphen, "-mail".
_ONE_LETTER = regex(r"(?<![\w.@/-])([^\W\d_]-)(?=[^\W\d_])")

# From when until when, as people write it.
_TIMES = regex(r"\b(\d{1,2}:\d{2}) ?[–-] ?(\d{1,2}:\d{2})\b")

# What is longer than a column and holds no place for a line to end gets some: an e-mail address, a name in one word.
_LONG = regex(r"[^\s/-]{40,}")
_JOINTS = regex(r"(?<=[@._=&])")
_PIECE = 20

# Digits with what joins them: a phone, a time, a date, an amount, a share, a room.
_NUMBER = r"[*+]?\d(?:(?:[\d  :./–-]|,(?=\d))*\d)?[A-Za-z]?\b(?:/[A-Za-z\d]+)?%?"
_LATIN = r"[A-Za-zÀ-ɏЀ-ӿ]"
_LATIN_WORD = rf"{_LATIN}(?:[\w@&'’+/:{SOFT_BREAK}{WORD_JOINER}-]|[.?=#%~]{SOFT_BREAK}?(?=\w))*\.?"
# Words of the other direction in a row, with the numbers among them.
_FOREIGN_IN_RTL = regex(rf"{_LATIN_WORD}(?:[  –-]+(?:{_LATIN_WORD}|\d(?:[\d.,/–-]*\d)?))*(?<!\.)|{_LATIN}+|{_NUMBER}")
_FOREIGN_IN_LTR = regex(rf"[֐-׿][֐-׿״׳\"'  -]*[֐-׿]|[֐-׿]|{_TIMES.pattern}")


@frozen
class Run:
    """A part of a line in one language and direction."""

    text: str
    language: str
    direction: str
    """`ltr` or `rtl`."""
    whole: bool = False
    """True when no line may end inside it: a phone, a time."""
    url: str = ""
    """Where it leads when the booklet is read on a screen."""


Line = tuple[str | Run, ...]
"""Words of the page's language as text, all else as runs."""


@worded
def words(language: str) -> Words:
    """The words of one language, made once."""
    return Words(language)


def plain(text: str, language: str) -> str:
    """Text as it is printed: one kind of hyphen, nothing invisible, and lines that end where its language lets them."""
    return _ONE_LETTER.sub(rf"\1{WORD_JOINER}", _LONG.sub(_parted, bound(text.translate(_PLAIN), language)))


def _parted(found: re.Match[str]) -> str:
    pieces = _JOINTS.split(found[0])
    return SOFT_BREAK.join(piece[at : at + _PIECE] for piece in pieces for at in range(0, len(piece), _PIECE))


class Words:
    """What booklets say in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.direction = language_of(language).direction
        self.strings = strings(language)
        messages = catalogue(language, "booklet")
        self.gettext = messages.ugettext
        self.ngettext = messages.ungettext
        self.pgettext = messages.upgettext
        self._english = frozenset(english(language, "booklet"))

    def say(self, message: str, **values: str | Line | Run) -> Line:
        """A sentence of the catalogue; values that are lines keep their runs."""
        return self.fill(self.gettext(message), **values)

    def fill(self, sentence: str, **values: str | Line | Run) -> Line:
        """A sentence with its `%(name)s` filled in; English where nobody has said it in this language yet."""
        line: list[str | Run] = []
        borrowed = sentence in self._english
        for index, part in enumerate(re.split(r"%\((\w+)\)[sd]", sentence)):
            if index % 2 == 0:
                line += (Run(part, "en", "ltr"),) if borrowed and part else self.isolated(part)
                continue
            value = values[part]
            line += [value] if isinstance(value, Run) else value if isinstance(value, tuple) else self.isolated(value)
        return _joined(line)

    def isolated(self, text: str) -> Line:
        """Text of the page's language with every foreign part as a run of its own."""
        text = plain(" ".join(text.split()) if "\n" in text else text, self.language)
        if self.direction == "rtl":  # a dash between times would be read the wrong way
            text = _TIMES.sub(lambda found: self._range(*found.groups()), text)
        pattern = _FOREIGN_IN_RTL if self.direction == "rtl" else _FOREIGN_IN_LTR
        line: list[str | Run] = []
        end = 0
        for found in pattern.finditer(text):
            line.append(text[end : found.start()])
            line.append(self._foreign(found[0]))
            end = found.end()
        line.append(text[end:])
        return _joined(line)

    def _foreign(self, text: str) -> Run:
        if _TIMES.fullmatch(text):
            return self.number(_TIMES.sub(r"\1–\2", text))
        if self.direction == "ltr":
            return Run(text, "he", "rtl")
        return Run(text, self.language, "ltr", whole=text[0].isdigit() and len(text) < 25)

    def number(self, text: str, url: str = "") -> Run:
        """A phone or another number, read left to right and never broken."""
        return Run(plain(text, self.language).replace(" ", HARD_SPACE), self.language, "ltr", whole=True, url=url)

    def phone(self, phone: Phone) -> Run:
        """A number that dials when it is touched."""
        return self.number(phone.display, phone.uri)

    def address(self, text: str, language: str, url: str = "") -> Line:
        """A place or web address in the language of its door."""
        return (Run(plain(text, language), language, direction(text, language), url=url),)

    def email(self, address: str) -> Line:
        """An e-mail address, which is read left to right."""
        return self.address(address, "en", f"mailto:{address}")

    def phrase(self, value: Phrase) -> Line:
        """Words, marked with their language and direction when it is not the page's."""
        if value.language == self.language:
            return self.isolated(value.words)
        return (
            Run(
                plain(" ".join(value.words.split()), value.language),
                value.language,
                language_of(value.language).direction,
            ),
        )

    def text(self, value: Text | None) -> Line:
        """A text in the page's language, or else in its original one."""
        return self.phrase(value.in_language(self.language)) if value else ()

    def noted(self, value: Text) -> Line:
        """A text that tells something, marked when it is older than its original."""
        phrase = value.in_language(self.language)
        return (*self.phrase(phrase), *self._age(phrase))

    def _age(self, phrase: Phrase) -> Line:
        return (" (", *self.say("older translation"), ")") if phrase.older_than else ()

    def paragraphs(self, value: Text | None) -> tuple[Line, ...]:
        """A description as lines of their own: paragraphs and items of lists."""
        if value is None:
            return ()
        phrase = value.in_language(self.language)
        blocks = re.split(r"\n\s*\n|\n(?=\s*- )", phrase.words.strip())
        *lines, last = [self.phrase(Phrase(re.sub(r"^\s*- ", "• ", block), phrase.language)) for block in blocks]
        return (*lines, (*last, *self._age(phrase)))

    def sentence(self, kind: str, name: str) -> str:
        """What an id of a controlled list means: the catalogue knows it by kind and id."""
        return self.pgettext(kind, name)

    def condition(self, name: str) -> Line:
        """The same of a condition, as a line of its own."""
        return self.fill(self.sentence("condition", name))

    def heading(self, value: Text) -> Line:
        """A name as a heading says it: `Powiat hajnowski`, where a sentence has `powiat hajnowski`."""
        first, *rest = self.text(value)
        return (first[:1].upper() + first[1:], *rest) if isinstance(first, str) else (first, *rest)

    def sort_key(self, line: Line) -> str:
        """A key that sorts lines as a dictionary of this language does."""
        return self.strings.sort_key(characters(line))

    def sorted_items(self, items: Iterable[Item]) -> list[Item]:
        """Services by name, as this language sorts."""
        name = self.language
        return sorted(
            items, key=lambda item: (self.strings.sort_key(item.service.name.in_language(name).words), item.key)
        )

    def days(self, weekdays: tuple[int, ...]) -> Line:
        """Days of the week in few words; a range in Hebrew is said, not drawn."""
        if len(weekdays) == 7:
            return self.say("every day")
        names = self.strings.short_weekdays
        parts: list[str] = []
        run: list[int] = []
        for day in (*weekdays, 99):
            if run and day != run[-1] + 1:
                first, last = names[run[0]], names[run[-1]]
                parts += [self._range(first, last)] if len(run) > 2 else [names[one] for one in run]
                run = []
            run.append(day)
        return self.isolated(self.strings.enumeration(parts))

    def _range(self, first: str, last: str) -> str:
        return self.gettext("%(first)s–%(last)s") % {"first": first, "last": last}

    def hours(self, hours: Hours) -> tuple[Line, ...]:
        """Opening hours, a line for each set of days; nothing when they are not known."""
        if hours.kind == "always":
            return (self.say("day and night, every day"),)
        if hours.kind == "by-appointment":
            return (self.say("by appointment"),)
        times_of: dict[int, tuple[tuple[int, int], ...]] = {}
        for span in hours.spans:
            times_of[span.weekday] = (*times_of.get(span.weekday, ()), (span.start, span.end))
        days_of: dict[tuple[tuple[int, int], ...], list[int]] = {}
        for weekday in sorted(times_of):
            days_of.setdefault(times_of[weekday], []).append(weekday)
        return tuple(
            self.say("%(days)s: %(times)s", days=self.days(tuple(days)), times=self._times(times))
            for times, days in days_of.items()
        )

    def _times(self, times: tuple[tuple[int, int], ...]) -> Line:
        if times == ((0, 1440),):
            return self.say("day and night")
        line: list[str | Run] = []
        for index, (start, end) in enumerate(times):
            if index:
                line.append(", ")
            message = "%(start)s to %(end)s the next day" if end > 1440 else "%(start)s to %(end)s"
            span = self.say(message, start=self.number(time(start)), end=self.number(time(end)))
            # From when until when is one thing: no line ends before its second time.
            last = max(index for index, part in enumerate(span) if isinstance(part, Run))
            line += [one.replace(" ", HARD_SPACE) if isinstance(one, str) else one for one in span[:last]]
            line += span[last:]
        return tuple(line)


def _joined(line: list[str | Run]) -> Line:
    """A line of these parts; a Hebrew prefix stays with the number behind it: `מ־7:30`."""
    found = [part for part in line if part != ""]
    for index, part in enumerate(found[:-1]):
        if isinstance(part, str) and part.endswith(MAQAF) and isinstance(found[index + 1], Run):
            found[index] = part + WORD_JOINER
    return tuple(found)


def characters(line: Line) -> str:
    """What a line holds, without its marks."""
    return "".join(part if isinstance(part, str) else part.text for part in line)
