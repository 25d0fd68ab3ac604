"""The words of the site in one language: sentences, dates, lists, days and hours."""

from __future__ import annotations

from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING

from generator.frozen import frozen
from generator.languages import language_name
from generator.model import Hours, Season, Span
from generator.strings.catalogues import catalogue, worded
from generator.strings.order import initial, sort_key
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
        """A key that sorts as a dictionary of this language does."""
        return sort_key(words, self.language)

    def initial(self, words: str) -> str:
        """The letter under which words stand in an index."""
        return initial(words, self.language)


def time(minutes: int) -> str:
    """Minutes after midnight as a clock shows them: `8:00`; midnight at the end of a day is `24:00`."""
    if minutes > DAY:
        minutes -= DAY
    return f"{minutes // 60}:{minutes % 60:02d}"


def time_range(start: int, end: int) -> str:
    """Two times with an en dash, whatever dash was typed: `18:00–8:00`."""
    return f"{time(start)}–{time(end)}"
