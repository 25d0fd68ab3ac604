"""A guide and a day in; whom to call to confirm facts out, the most needed and oldest first, with what to say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from generator.languages import SPOKEN, apart
from generator.model import Guide, Organisation, Service, Source
from generator.strings import catalogue, strings

SOON = timedelta(days=31)


@dataclass(frozen=True)
class Call:
    """One organisation to ask, and the services of it that are due."""

    organisation: Organisation
    services: tuple[Service, ...]
    urgent: bool
    """Whether the page of urgent help sends people there."""
    last: date | None
    """The oldest confirmation among them; `None` when one was never confirmed."""
    ending: tuple[Service, ...]
    """Services whose last day is near or over."""

    @property
    def emergency(self) -> bool:
        """Whether it has only emergency numbers, which nobody may call for this."""
        kinds = {phone.kind for service in self.services for phone in service.phones}
        return kinds == {"emergency"}


def calls(guide: Guide) -> list[Call]:
    """The calls to make on the guide's day."""
    urgent = {entry.service for entry in guide.settings.urgent}
    found = []
    for organisation in guide.organisations:
        if organisation.status == "closed":
            continue
        alive = [service for service in organisation.services if service.status != "closed"]
        ending = tuple(each for each in alive if each.valid_until and each.valid_until <= guide.today + SOON)
        due = tuple(service for service in alive if service in ending or _due(evidence(organisation, service), guide))
        if due:
            days = [evidence(organisation, service).verified for service in due]
            last = None if None in days else min(days)
            names = {name for each in due for name in (f"{organisation.id}/{each.id}", organisation.id)}
            found.append(Call(organisation, due, bool(names & urgent), last, ending))
    return sorted(found, key=_order)


def _order(call: Call) -> tuple:
    seen = [evidence(call.organisation, service).seen for service in call.services]
    oldest = min((day for day in seen if day), default=date.max)
    priority = min(service.print_priority for service in call.services)
    return (
        call.emergency,
        not call.urgent,
        not call.ending,
        call.last or date.min,
        oldest,
        priority,
        call.organisation.id,
    )


def evidence(organisation: Organisation, service: Service) -> Source:
    """Where the facts of a service come from."""
    return service.source or organisation.source


def _due(source: Source, guide: Guide) -> bool:
    return source.verified is None or source.overdue(guide.today, guide.settings.overdue_after_months)


class CallList:
    """The list in one language, to be printed."""

    def __init__(self, guide: Guide, language: str, markdown: bool = False) -> None:
        self.guide, self.language, self.markdown = guide, language, markdown
        self.words, self.strings = catalogue(language, "edit"), strings(language)

    def word(self, name: str, **values: Any) -> str:
        """A sentence of the catalogue."""
        return self.words.ugettext(name).format_map(values)

    def text(self, chosen: list[Call], all_of_them: int) -> str:
        """The whole list."""
        day = self.strings.date(self.guide.today)
        title = self.word("stale-title", date=day, count=len(chosen), all=all_of_them)
        parts = [f"# {title}\n" if self.markdown else f"{title}\n"]
        if not chosen:
            return self.word("stale-none")
        for number, call in enumerate(chosen, start=1):
            parts.append("\n".join(self._lines(number, call)) + "\n")
        return "\n".join(parts).rstrip("\n")

    def _lines(self, number: int, call: Call) -> Iterator[str]:
        organisation = call.organisation
        name = self._apart(organisation.name.in_language(self.language).words)
        urgent = f" – {self.word('stale-urgent')}" if call.urgent else ""
        yield f"## [ ] {number}. {name}{urgent}" if self.markdown else f"[ ] {number}. {name}{urgent}"
        bullet = "- " if self.markdown else "    "
        phones = dict.fromkeys(phone.display for service in call.services for phone in service.phones)
        emails = dict.fromkeys(service.email for service in call.services if service.email)
        page = organisation.website or organisation.source.url
        if call.emergency:
            yield f"{bullet}{self.word('stale-emergency', reach=self._link(page))}"
        else:
            reach = list(map(self._apart, [*phones, *emails])) or [self._link(page)]
            yield f"{bullet}{self.word('stale-reach', reach=', '.join(reach))}"
        last = self.strings.date(call.last) if call.last else self.word("stale-never")
        yield f"{bullet}{self.word('stale-last', last=last)}"
        spoken = organisation.original_language if organisation.original_language in SPOKEN else "en"
        about = self.guide.settings.name.in_language(spoken).words
        if not call.emergency:
            yield f"{bullet}{catalogue(spoken, 'edit').ugettext('stale-say').format(guide=about)}"
        for service in call.services:
            yield f"{bullet}[ ] {self._facts(service)}"
            if service in call.ending:
                yield f"{bullet}    {self.word('stale-ending', date=self.strings.date(service.valid_until))}"
        whole = len(call.services) == len(organisation.services) and not any(each.source for each in call.services)
        ids = [organisation.id] if whole else [f"{organisation.id}/{service.id}" for service in call.services]
        how = "email" if call.emergency else "phone"
        yield f"{bullet}guide verify {' '.join(ids)} --on {self.guide.today.isoformat()} --how {how}"

    def _facts(self, service: Service) -> str:
        """What is to be read out and confirmed, in one line."""
        rows = self.strings.hours(service.hours)
        address = service.address
        facts = [
            self._apart(service.name.in_language(self.language).words),
            ", ".join(self._apart(phone.display) for phone in service.phones),
            "; ".join(f"{row.days} {', '.join(map(self._apart, row.times))}".strip() for row in rows),
            self._apart(", ".join(filter(None, (address.street, address.city)))) if address else "",
        ]
        return " | ".join(filter(None, facts))

    def _link(self, address: str) -> str:
        """An address of the web: in Markdown a sign of direction beside it would become part of the link."""
        return f"<{address}>" if self.markdown else self._apart(address)

    def _apart(self, words: str) -> str:
        return apart(words, self.language)
