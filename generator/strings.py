"""The words of the site in one language: PO catalogues in; sentences, dates, lists, days and hours out.

A guide may have words of its own. They go before ours, sentence by sentence; what nobody has translated is English.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import cache, cached_property, lru_cache
from gettext import GNUTranslations
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from struct import error as StructError
from typing import TYPE_CHECKING, TypeVar

from generator.frozen import frozen
from generator.keeping import keep
from generator.languages import SPOKEN, language_name, words_file
from generator.model import Hours, OwnWords, Season, Span
from generator.versions import fact

if TYPE_CHECKING:
    from babel import Locale  # 50 ms with its data: only where a fact is not known yet

DAY = 1440


@frozen
class HoursRow:
    """One line of opening hours: the days in words, and times that are to be isolated left to right."""

    days: str
    """Empty when the words in `times` say it all: "by appointment"."""
    times: tuple[str, ...]
    """`18:00–8:00`; or words when `words` is true."""
    words: bool = False
    """True when `times` holds words of the page's language instead of figures."""
    closed: bool = False


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
        return Catalogue(BytesIO(file.read_bytes()))
    except (OSError, ValueError, LookupError, StructError):
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


@worded
def strings(language: str) -> Strings:
    """The words of one language, made once."""
    return Strings(language)


class Strings:
    """The words of the site in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        messages = catalogue(language)
        self.gettext = cache(messages.ugettext)  # a page asks for fifty sentences, the same on each
        self.ngettext = messages.ungettext
        self.pgettext = messages.upgettext
        self.npgettext = messages.unpgettext

    @cached_property
    def locale(self) -> Locale:
        """What CLDR says of the language."""
        from babel import Locale

        # British dates: "12 May 2026".
        name = "en_GB" if self.language == "en" else self.language
        return Locale.parse(name, sep="-" if "-" in self.language else "_")

    def date(self, day: date, precision: str = "day") -> str:
        """A date in words, as exact as it is known: `12 maja 2026`, `maj 2026`, `2026`."""
        if precision == "year":
            return str(day.year)
        pattern = fact(f"{precision} {self.language} {day.month}", lambda: self._date_pattern(day.month, precision))
        return pattern.replace("28", str(day.day)).replace("2222", str(day.year))

    def _date_pattern(self, month: int, precision: str) -> str:
        """A date of that month, with figures that stand for the day and the year."""
        from babel.dates import format_date, format_skeleton

        day = date(2222, month, 28)
        if precision == "month":
            return format_skeleton("yMMMM", day, locale=self.locale)
        return format_date(day, "long", locale=self.locale)

    def month_day(self, month: int, day: int) -> str:
        """A day of every year: `1 października`."""
        from babel.dates import format_skeleton

        return format_skeleton("MMMMd", date(2024, month, day), locale=self.locale)

    def season(self, season: Season) -> str:
        """Part of every year in a sentence of its own."""
        return self.gettext("Only from %(start)s to %(end)s.") % {
            "start": self.month_day(*season.start),
            "end": self.month_day(*season.end),
        }

    def enumeration(self, words: list[str] | tuple[str, ...], style: str = "standard") -> str:
        """Words in a row: `a, b i c`; with `or` as style `a, b lub c`."""
        from babel.lists import format_list

        return format_list(list(words), style=style, locale=self.locale)

    def language_name(self, code: str) -> str:
        """What a language is called in this one: `rosyjski`."""
        return language_name(code, self.language)

    def country_name(self, code: str) -> str:
        """What a country is called in this language: `Izrael`."""
        return fact(f"country {self.language} {code}", lambda: self.locale.territories.get(code, code))

    @cached_property
    def weekdays(self) -> tuple[str, ...]:
        """Names of the days from Monday on, as in the middle of a sentence."""
        return tuple(fact(f"weekdays wide {self.language}", lambda: self._weekdays("wide")))

    def _weekdays(self, width: str) -> list[str]:
        from babel.dates import get_day_names

        names = get_day_names(width, locale=self.locale)
        return [names[day] for day in range(7)]

    @cached_property
    def short_weekdays(self) -> tuple[str, ...]:
        """Names of the days as they stand on a shop door: `pn.`, `Mon`, `שני`."""
        if self.language == "he":  # the word for day before each name makes a range hard to read
            return tuple(name.removeprefix("יום ") for name in self.weekdays)
        if self.language == "pl":  # CLDR has `pon.` and `niedz.`; doors have these
            return ("pon.", "wt.", "śr.", "czw.", "pt.", "sob.", "niedz.")
        return tuple(fact(f"weekdays abbreviated {self.language}", lambda: self._weekdays("abbreviated")))

    def days(self, weekdays: tuple[int, ...]) -> str:
        """Some days of the week in few words: `pon.–pt., niedz.`; all seven are `codziennie`."""
        if len(weekdays) == 7:
            return self.gettext("every day")
        runs: list[list[int]] = []
        for day in weekdays:
            if runs and day == runs[-1][-1] + 1:
                runs[-1].append(day)
            else:
                runs.append([day])
        names = self.short_weekdays
        parts = []
        for run in runs:
            if len(run) > 2:
                parts.append(f"{names[run[0]]}–{names[run[-1]]}")
            else:
                parts.extend(names[day] for day in run)
        return ", ".join(parts)

    def hours(self, hours: Hours, closed_days: bool = False) -> tuple[HoursRow, ...]:
        """Opening hours as rows; with `closed_days` also the days on which it stays shut."""
        if hours.kind == "always":
            return (HoursRow("", (self.gettext("day and night, every day"),), words=True),)
        if hours.kind == "by-appointment":
            return (HoursRow("", (self.gettext("by appointment"),), words=True),)
        if hours.kind == "unknown" or not hours.spans:
            return (HoursRow("", (self.gettext("hours not known"),), words=True),)
        of_day: dict[int, list[Span]] = {}
        for span in hours.spans:
            of_day.setdefault(span.weekday, []).append(span)
        days_of: dict[tuple[tuple[int, int], ...], list[int]] = {}
        for weekday in sorted(of_day):
            days_of.setdefault(tuple((span.start, span.end) for span in of_day[weekday]), []).append(weekday)
        rows = [self._row(tuple(weekdays), times) for times, weekdays in days_of.items()]
        shut = tuple(day for day in range(7) if day not in of_day)
        if closed_days and shut:
            rows.append(HoursRow(self.days(shut), (self.gettext("closed"),), words=True, closed=True))
        return tuple(rows)

    def _row(self, weekdays: tuple[int, ...], times: tuple[tuple[int, int], ...]) -> HoursRow:
        if times == ((0, DAY),):
            return HoursRow(self.days(weekdays), (self.gettext("day and night"),), words=True)
        return HoursRow(self.days(weekdays), tuple(time_range(start, end) for start, end in times))

    def sort_key(self, words: str) -> str:
        """A key that sorts as a dictionary of this language does, without the system's ICU."""
        return sort_key(words, self.language)

    def initial(self, words: str) -> str:
        """The letter under which words stand in an index: `Ł`, `א`, or `0–9`."""
        key = self.sort_key(words[:BEGINNING]) or self.sort_key(words)
        first = key[:1]
        if not first.isalpha():
            return "0–9"
        if self.language == "pl":
            marks = len(key) - len(key[1:].lstrip("~")) - 1
            first = _FROM_POLISH.get(first + "~" * marks, first)
        return first.upper()


def time(minutes: int) -> str:
    """Minutes after midnight as a clock shows them: `8:00`; midnight at the end of a day is `24:00`."""
    if minutes > DAY:
        minutes -= DAY
    return f"{minutes // 60}:{minutes % 60:02d}"


def time_range(start: int, end: int) -> str:
    """Two times with an en dash, whatever dash was typed: `18:00–8:00`."""
    return f"{time(start)}–{time(end)}"


# A Polish letter stands behind its plain one; `~` sorts behind every letter that may follow.
_TO_POLISH = {
    "ą": "a~",
    "ć": "c~",
    "ę": "e~",
    "ł": "l~",
    "ń": "n~",
    "ó": "o~",
    "ś": "s~",
    "ź": "z~",
    "ż": "z~~",
}
_FROM_POLISH = {key: letter for letter, key in _TO_POLISH.items()}
_POLISH = str.maketrans(_TO_POLISH)
_HEBREW_FINALS = str.maketrans("ךםןףץ", "כמנפצ")
_NO_MARKS = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae"})
_DIGITS = re.compile("[0-9]+")
_NOT_WORDS = re.compile(r"[^\w~]+")
BEGINNING = 12
"""Characters of a name that tell its first letter, unless they are all signs; many names begin alike."""


@lru_cache(maxsize=20_000)
def sort_key(words: str, language: str) -> str:
    """Folds case, punctuation, Hebrew finals and points; Polish letters count only where Polish is read.

    Numbers stand by their size: `Dom 2` before `Dom 11`.
    """
    key = unicodedata.normalize("NFC", words).casefold().replace("~", "")
    if language == "pl":
        key = key.translate(_POLISH)
    key = unicodedata.normalize("NFD", key.translate(_NO_MARKS))
    key = "".join(letter for letter in key if not unicodedata.combining(letter))
    key = _DIGITS.sub(lambda run: run[0].zfill(6), key)
    return _NOT_WORDS.sub(" ", key.translate(_HEBREW_FINALS)).strip()
