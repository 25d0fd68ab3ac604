"""What the pages of an organisation show: its services that have not ended, and whether one may turn to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from generator.brief import Standing, standing
from generator.model import Organisation, Service, Source, Text


class Shown(NamedTuple):
    """A service as its page shows it on a day."""

    service: Service
    standing: Standing
    notice: Text | None
    """Why it is paused or closed, also where its organisation says so for all."""
    successor: str
    source: Source
    unsure: bool
    """Whether nobody knows that it still works."""

    @property
    def reachable(self) -> bool:
        """Whether its phones, its address and its hours are shown: those of closed ones lead nowhere."""
        return self.standing != "closed"


def shown(organisation: Organisation, today: date) -> Iterator[Shown]:
    """The services of an organisation, in its order, without those whose last day is past."""
    for service in organisation.services:
        stands = standing(organisation, service, today)
        if stands != "ended":
            yield Shown(
                service,
                stands,
                service.notice or organisation.notice,
                service.successor or organisation.successor,
                service.source or organisation.source,
                "unverified" in (service.status, organisation.status),
            )


def is_single(organisation: Organisation) -> bool:
    """Whether the record is its own only service, without a list of them."""
    return len(organisation.services) == 1 and organisation.services[0].id == organisation.id


def seen(source: Source) -> str:
    """The date of a source, as exactly as it is known: `2026-02`; empty when it bears none."""
    length = {"year": 4, "month": 7, "day": 10}[source.seen_precision]
    return source.seen.isoformat()[:length] if source.seen else ""


def number(uri: str) -> str:
    """What one dials from anywhere: `+48664762880`; a short number as it is."""
    return uri.removeprefix("tel:")


def filled(**values: Any) -> dict[str, Any]:
    """What is known of these."""
    return {name: value for name, value in values.items() if value not in (None, "", [])}
