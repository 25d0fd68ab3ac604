"""Opening hours as people write them in; OSM opening_hours and weekly spans out.

Everyday Polish, Hebrew and English ("pn-pt 8-16", "א׳-ה׳ 9-17", "daily 18-8") become OSM, which opening-hours-py reads;
of the guide's other languages its days do ("po-pá 8-16").
Only what repeats every week is taken: seasons, holidays and exceptions have fields of their own, in words that
every language can show.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from generator.languages import SPOKEN, day_names
from generator.regex import regex
from generator.schema.trouble import Trouble

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
DAY, WEEK = 1440, 7 * 1440

_NAMES = {
    "Mo": "mo mon monday pn pon poniedziałek poniedzialek poniedziałku poniedziałki יום_שני שני ב",
    "Tu": "tu tue tues tuesday wt wto wtorek wtorku wtorki יום_שלישי שלישי ג",
    "We": "we wed wednesday śr sr śro sro środa sroda środy środę יום_רביעי רביעי ד",
    "Th": "th thu thur thurs thursday cz czw czwartek czwartku czwartki יום_חמישי חמישי ה",
    "Fr": "fr fri friday pt pią pia piątek piatek piątku piątki יום_שישי שישי ו",
    "Sa": "sa sat saturday so sob sb sobota soboty sobotę יום_שבת שבת ש",
    "Su": "su sun sunday nd ndz nie niedz niedziela niedzieli niedzielę niedziele יום_ראשון ראשון א",
    "Mo-Su": "codziennie daily everyday every_day each_day כל_יום מדי_יום",
    "Mo-Fr": "dni_robocze w_dni_robocze dni_powszednie weekdays",
    "Sa-Su": "weekend weekendy w_weekendy weekends",
    "off": "off closed zamknięte zamkniete nieczynne סגור",
}
_WORDS = {name: day for day, names in _NAMES.items() for name in names.split()}
_PHRASES = sorted((name.replace("_", " ") for name in _WORDS if "_" in name), key=len, reverse=True)
_ALWAYS = frozenset(
    (
        "24/7",
        "24h",
        "24 h",
        "24 godz",
        "24 godz.",
        "24 godziny",
        "24h/7",
        "całą dobę",
        "cala dobe",
        "całodobowo",
        "calodobowo",
        "doba",
    )
    + ("cała doba", "cala doba", "przez całą dobę", "24h/dobę", "24 h/dobę", "24h na dobę", "24 godziny na dobę")
    + ("codziennie całą dobę", "day and night", "around the clock", "always", "non stop", "non-stop", "24 hours")
    + ("כל היממה", "24 שעות", "24 שעות ביממה", "סביב השעון")
)
_APPOINTMENT = frozenset(
    ("by appointment", "appointment", "po umówieniu", "po umowieniu", "na umówienie", "na zapisy", "zapisy")
    + ("po wcześniejszym umówieniu", "umawiane", "po umówieniu telefonicznym", "po telefonicznym umówieniu")
    + ("po uzgodnieniu", "po uzgodnieniu telefonicznym", "po telefonicznym uzgodnieniu", "do uzgodnienia")
    + (
        "po wcześniejszym uzgodnieniu",
        "by appointment only",
        "by arrangement",
        "בתיאום טלפוני",
        "בתיאום מראש",
        "בתיאום",
        "לפי תיאום",
    )
)
_UNKNOWN = frozenset(("unknown", "nieznane", "nie wiadomo", "brak danych", "לא ידוע"))
_OSM_BEYOND = regex(
    r"\b(PH|SH|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|week|easter|sunrise|sunset|dawn|dusk)\b|[\[\]\"|]"
)
_BEYOND = tuple(
    (
        "miesi pierwsz drug trzec czwarty ostatni parzyst nieparzyst stycz lut marz marc kwie maj czerw lip "
        "sierp wrze paźdz pazdz listop grud wakac feri zim lat month first second last summer winter january "
        "february march april june july august september october november december חודש קיץ חורף"
    ).split()
)
"""How words begin that say more than a week: the first Tuesday of the month, in July."""
_MADE_BY_EXCEL = regex(r"\d{4}-\d{2}-\d{2}(?: [\d:]+)?|\d+[.,]\d{3,}")
"""`8-16` is the sixteenth of August to it, and eight o'clock a third of a day."""
_ONE_TIME = regex(r"(?:^|[ ,])\d\d:\d\d(?=$|[ ,])")
_NOT = regex(
    r"\b(?:nie\.?(?=\s+(?!(?:i|oraz|od|w godz\w*|godz\w*)\b)[^\W\d])"
    r"|oprócz|oprocz|prócz|procz|poza|z wyjątkiem|z wyjatkiem|not|except|excluding|חוץ|למעט|מלבד|לא)\b"
)
"""What takes days away. A lone `nie` is Sunday cut short, one before a word may be `not`."""
_TIME = regex(r"\b(\d{1,2})(?:[:.](\d{2}))?(?:\s*(am|pm)\b)?(?![\d:])")
_ONE_HALF = regex(r"(?<![\d:.])(\d{1,2})(?:[:.](\d{2}))?\s*-\s*(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)\b")

_LATE = regex(r"(?<![\d:.])(?:2[5-9]|3\d|4\d)(?!\d)")
_DAY_RANGE = regex(r"\b(Mo|Tu|We|Th|Fr|Sa|Su)(?:-(Mo|Tu|We|Th|Fr|Sa|Su))?\b")
_HALVES = regex(rf"\d\s*[ap]m\b|{_LATE.pattern}")
"""Whoever writes `9am-2am` or `20-26` has said which half of the day is meant."""
_DAYS_OFF = rf"{_DAY_RANGE.pattern}(?:,{_DAY_RANGE.pattern})* off"
_OF_OSM = regex(r"(?:\b(?:Mo|Tu|We|Th|Fr|Sa|Su|off)\b|\d\d:\d\d|[\s,;-])+")


class OpeningTimes(NamedTuple):
    """When something is open."""

    kind: str
    expression: str
    spans: tuple[tuple[int, int, int], ...]
    """Weekday (0 is Monday), start and end in minutes; as `model.Span`."""


@lru_cache(maxsize=65536)
def opening_times(written: str, languages: tuple[str, ...] = SPOKEN) -> OpeningTimes:
    """What `written` means in a guide of these languages; `Trouble` when it is not a week of opening hours."""
    text = " ".join(written.lower().replace("״", '"').split()).strip(" .")
    if text in _ALWAYS:
        return OpeningTimes("always", "24/7", ())
    if text in _APPOINTMENT:
        return OpeningTimes("by-appointment", "", ())
    if text in _UNKNOWN:
        return OpeningTimes("unknown", "", ())
    if _MADE_BY_EXCEL.fullmatch(text):
        raise Trouble("hours-excel", found=written)
    if re.search(r"\bPH\b", written) or re.search(r"święt|świąt|swiet|swiat|holiday|חג", text):
        raise Trouble("hours-holidays", found=written)
    if _OSM_BEYOND.search(written):
        raise Trouble("hours-beyond", found=written)
    if re.search(r"\d\s*\+", written):
        raise Trouble("hours-open-end", found=written)
    spans = _spans(_osm(text, written, languages), written)
    if len(spans) == 7 and all(end - start == DAY and start == 0 for _, start, end in spans):
        return OpeningTimes("always", "24/7", ())
    if not spans:
        raise Trouble("hours-never", found=written)
    afternoon = tuple(map(_in_the_afternoon, spans))
    if afternoon != spans and not _OF_OSM.fullmatch(written.strip()) and not _HALVES.search(text):
        raise Trouble("hours-half", found=written, example=expression(afternoon), other=expression(spans))
    return OpeningTimes("weekly", expression(spans), spans)


def _in_the_afternoon(span: tuple[int, int, int]) -> tuple[int, int, int]:
    """The span on a clock of twelve hours, if it may be one: `9-5` ends at 17:00, `1-5` begins at 13:00."""
    day, start, end = span
    if 6 * 60 <= start < 13 * 60 and DAY < end <= DAY + 12 * 60:
        return day, start, end - DAY // 2
    if start >= 60 and end <= 8 * 60:
        return day, start + DAY // 2, end + DAY // 2
    return span


def late_end(written: str, languages: tuple[str, ...] = SPOKEN) -> str:
    """The hour above 24 at which everyday words end, `26` of "pn-pt 8-26", most often a slip; else nothing.

    OSM's own `Fr 20:00-26:00` says on purpose that it is two o'clock at night.
    """
    if not _LATE.search(written) or _OF_OSM.fullmatch(written.strip()):
        return ""
    text = " ".join(written.lower().replace("״", '"').split()).strip(" .")
    found = re.search(r"-((?:2[5-9]|[34]\d)):\d\d", _osm(text, written, languages))
    return found[1] if found else ""


def expression(spans: tuple[tuple[int, int, int], ...]) -> str:
    """The canonical OSM opening_hours of weekly spans: `Mo-Fr 08:00-16:00; Sa 10:00-14:00`.

    A rule behind a semicolon would end the night before it, one behind a comma does not.
    """
    by_times: dict[str, list[int]] = {}
    for day in range(7):
        times = ",".join(f"{_clock(start)}-{_clock(end)}" for weekday, start, end in spans if weekday == day)
        if times:
            by_times.setdefault(times, []).append(day)
    between = ", " if any(end > DAY for _, _, end in spans) else "; "
    return between.join(f"{_day_ranges(days)} {times}" for times, days in by_times.items())


def _clock(minutes: int) -> str:
    minutes = minutes if minutes <= DAY else minutes - DAY
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _day_ranges(days: list[int]) -> str:
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    parts = []
    for run in runs:
        if len(run) > 2:
            parts.append(f"{DAYS[run[0]]}-{DAYS[run[-1]]}")
        else:
            parts += [DAYS[day] for day in run]
    return ",".join(parts)


_TWO_DAYS = "?"


@cache
def _words(languages: tuple[str, ...]) -> dict[str, str]:
    """Our words, and the days of those languages that we do not speak: `pn` is Friday in Lithuanian, Monday in Polish.

    A guide that speaks Polish, too, may mean either, and so may whoever writes a day of OSM.
    """
    days: dict[str, set[str]] = {}
    for code in languages:
        for word, number in day_names(code).items() if code not in SPOKEN else ():
            days.setdefault(word, set()).add(DAYS[number])
    for word, meant in days.items():
        if word in _WORDS and ("pl" in languages or word.title() in DAYS):
            meant.add(_WORDS[word])
    return _WORDS | {word: meant.pop() if len(meant) == 1 else _TWO_DAYS for word, meant in days.items()}


def _osm(text: str, written: str, languages: tuple[str, ...]) -> str:
    """Everyday words rewritten as OSM; words that are neither days nor times are trouble."""
    words = _WORDS if _OF_OSM.fullmatch(written.strip()) else _words(languages)
    text = re.sub("[\u2010-\u2015\u2212\u05be]", "-", text)
    text = re.sub("[׳'`’]", "", text)
    text = re.sub(r"(?<=[^\W\d])\.", " ", text)
    if _NOT.search(text):
        raise Trouble("hours-not", found=written)
    text = re.sub(r"\b(w godz|w godzinach|godz|godziny|hours|hrs|שעות|בשעות)\b\.?", " ", text)
    text = re.sub(r"\b(?:od|from)\s+(?=\d)", " ", text)
    text = re.sub(r"\bbetween\s+(\d[\d:.]*\s*(?:am|pm)?)\s+and\s+", r"\1-", text)
    text = re.sub(r"(?<=[\dm])\s+(?:do|to|until|till|עד)\s+(?=\d)", "-", text)
    until = "|".join(one for one in ("do", "to", "עד") if one not in words)  # `do` and `to` are Thursdays elsewhere
    text = re.sub(rf"(?<=[^\W\d])\s+(?:{until})\s+(?=[^\W\d])", "-", text)
    text = re.sub(r"\bod\s+(?=[^\W\d])", " ", text)
    text = re.sub(r"\bwe\s+(?=wt)", "w ", text)  # "we wtorki" is no Wednesday
    if re.search(r"\d\s+ו[\s-]+\d", text):  # "and", or Friday
        raise Trouble("hours", found=written)
    text = re.sub(r"\b(?:ימים|ימי|יום|ביום|בימים|בימי)\s+(?=[א-ש]\b)", " ", text)
    text = re.sub(r"(?:24/7|24 ?h\b|całą dobę|całodobowo|כל היממה)", "00:00-24:00", text)
    for phrase in _PHRASES:
        text = text.replace(phrase, phrase.replace(" ", "_"))
    text = _ONE_HALF.sub(_with_both_halves, text)
    text = _TIME.sub(_time, text)

    def word(match: re.Match) -> str:
        found = match[0].rstrip(".")
        if words.get(found) == _TWO_DAYS:
            raise Trouble("hours-two-days", found=written, word=match[0])
        if found in words:
            return words[found]
        if found in ("i", "oraz", "and", "w", "in", "on"):
            return ","
        if found.startswith(_BEYOND):
            raise Trouble("hours-beyond", found=written)
        raise Trouble("hours-word", found=written, word=match[0])

    text = re.sub(r"[^\W\d][\w.]*", word, text)
    text = re.sub(r"(?<=[a-z])\s*/\s*(?=[A-Z])", ",", text)  # "pn/śr/pt 8-16"
    text = re.sub(r"\s*([-,;])\s*", r"\1", text).replace(":-", " ")
    text = re.sub(r"(?<=[a-z]),(?=\d)", " ", text)  # "pn-pt, 8-16"
    text = re.sub(r"(?<=[a-z])\s*:\s*", " ", text)  # "pn-pt: 8-16"
    text = re.sub(r",*;[,;]*", ";", text)
    text = re.sub(r",{2,}", ",", text).strip(" ,;")
    text = re.sub(r"(\d|off)[,\s]+(?=(?:Mo|Tu|We|Th|Fr|Sa|Su)\b)", r"\1; ", text)
    text = re.sub(r"(\d{2}:\d{2}-\d{2}:\d{2})\s+(?=\d)", r"\1,", text)
    text = re.sub(r"(?<=[a-z])[-,]off\b", " off", text)  # "niedziela - nieczynne"
    text = re.sub(r"(?<=\d);(?=\d)", ",", text)
    for rule in map(str.strip, text.split(";")):  # OSM takes what is missing for the whole day, or for the whole week
        if _ONE_TIME.search(rule):
            raise Trouble("hours-open-end", found=written)
        if "off" in rule and text != "off" and not re.fullmatch(_DAYS_OFF, rule):  # "nieczynne w niedziele, pn-pt 8-16"
            raise Trouble("hours-not", found=written)
        if re.search(r"\d", rule) and not _DAY_RANGE.match(rule):
            example = f"Mo-Fr {rule}"
            _spans(example, written)  # `2026-05-31` holds no times
            raise Trouble("hours-no-days", found=written, example=example)
        if not re.search(r"\d|off", rule):
            raise Trouble("hours-no-times", found=written)
    return " ".join(text.replace(";", "; ").split())


def _with_both_halves(match: re.Match) -> str:
    """`1-5pm` begins in the afternoon, `9-5pm` in the morning and `9-2am` in the evening before."""
    begin, end = ((int(hour) % 12, int(minute or 0)) for hour, minute in (match.group(1, 2), match.group(3, 4)))
    half = match[5] if begin < end else {"am": "pm", "pm": "am"}[match[5]]
    return f"{match[1]}:{begin[1]:02d}{half}-{match[3]}:{end[1]:02d}{match[5]}"


def _time(match: re.Match) -> str:
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return f"{hour:02d}:{minute:02d}"


def _spans(osm: str, written: str) -> tuple[tuple[int, int, int], ...]:
    """The openings that begin in a week: each rule says all of those that begin on its days.

    Asked for all rules at once, OSM ends the night of `Fr 18:00-08:00; Sa 10:00-12:00` at twelve; whoever writes that
    means that the shelter lets people sleep.
    """
    spans: set[tuple[int, int, int]] = set()
    for rule in osm.split("; "):
        days = _days(rule) or set(range(7))  # `off` alone
        spans = {span for span in spans if span[0] not in days} | _openings(rule, written)
    return tuple(sorted(spans))


def _days(rule: str) -> set[int]:
    """The weekdays that a rule of OSM names."""
    days = set()
    for first, last in _DAY_RANGE.findall(rule):
        start, end = DAYS.index(first), DAYS.index(last or first)
        days |= {(start + more) % 7 for more in range((end - start) % 7 + 1)}
    return days


def _openings(rule: str, written: str) -> set[tuple[int, int, int]]:
    """The openings of one rule, by opening-hours-py; longer than a day are cut at midnight."""
    from opening_hours import OpeningHours, ParserError

    try:
        hours = OpeningHours(rule)
    except ParserError:
        raise Trouble("hours", found=written) from None
    first = datetime(2024, 1, 8)  # a Monday; two weeks around it show what spills over Sunday night
    spans: set[tuple[int, int, int]] = set()
    for begin, end, state, *_ in hours.intervals(first - timedelta(days=7), first + timedelta(days=14)):
        if str(state).lower().rsplit(".", 1)[-1] != "open" or end is None:
            continue
        start, stop = (int((moment - first).total_seconds() // 60) for moment in (begin, end))
        pieces = [(start, stop)]
        if stop - start > DAY:
            cuts = [start, *range((start // DAY + 1) * DAY, stop, DAY), stop]
            pieces = list(pairwise(cuts))
        for from_minute, to_minute in pieces:
            if 0 <= from_minute < WEEK:
                day = from_minute // DAY
                spans.add((day, from_minute - day * DAY, to_minute - day * DAY))
    return spans
