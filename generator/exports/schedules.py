"""Hours, seasons and days of a service in; schedules of HSDS out, which are rules of iCalendar (RFC 5545)."""

from __future__ import annotations

from datetime import date
from typing import Any

from generator.exports.shown import filled
from generator.exports.wording import Wording
from generator.model import Hours, Season, Service

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY = 1440


def schedules(wording: Wording, service: Service, of: str) -> list[dict[str, Any]]:
    """When it is open, in the local time of its place: a fixed distance from UTC would be wrong for half a year."""
    _ = wording.strings.gettext
    holidays = {"open": _("Open on public holidays too."), "closed": _("Closed on public holidays.")}
    sentences = [
        wording.words(service.hours_note),
        wording.strings.season(service.season) if service.season else "",
        holidays.get(service.holidays, ""),
    ]
    first, last = _dates(service.season, service.valid_from, service.valid_until, wording.guide.today)
    rest = {
        "valid_from": first and first.isoformat(),
        "valid_to": last and last.isoformat(),
        "notes": " ".join(filter(None, sentences)),
    }
    times = _times(service.hours)
    if not times:
        said = _("by appointment") if service.hours.kind == "by-appointment" else ""
        only = filled(description=said, **rest)
        return [{"id": wording.id(of, "schedule"), **only}] if only else []
    return [
        filled(
            id=wording.id(of, "schedule", days, opens, closes),
            freq="WEEKLY",
            wkst="MO",
            byday=days,
            opens_at=opens,
            closes_at=closes,
            description=service.hours.expression,
            **rest,
        )
        for days, opens, closes in times
    ]


def _times(hours: Hours) -> list[tuple[str, str, str]]:
    """Days, opening and closing time; who closes before he opens closes on the next day."""
    if hours.kind == "always":
        return [(",".join(WEEKDAYS), "00:00", "23:59")]  # as the guidance of HSDS says day and night
    days: dict[tuple[str, str], list[str]] = {}
    for span in hours.spans:
        closes = "23:59" if (span.start, span.end) == (0, DAY) else _clock(span.end)
        days.setdefault((_clock(span.start), closes), []).append(WEEKDAYS[span.weekday])
    return [(",".join(names), opens, closes) for (opens, closes), names in days.items()]


def _clock(minutes: int) -> str:
    return f"{minutes % DAY // 60:02d}:{minutes % 60:02d}"


def _dates(
    season: Season | None, first: date | None, last: date | None, today: date
) -> tuple[date | None, date | None]:
    """From when until when the hours hold: in the season that it is, or that comes next."""
    if season is None:
        return first, last
    for year in (today.year - 1, today.year, today.year + 1):
        start = _day(year, *season.start)
        end = _day(year + (season.end < season.start), *season.end)
        if end >= today:
            break
    return max(start, first or start), min(end, last or end)


def _day(year: int, month: int, day: int) -> date:
    return date(year, month, 28) if (month, day) == (2, 29) and year % 4 else date(year, month, day)
