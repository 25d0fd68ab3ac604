"""What the pages of an organisation show: its services that have not ended, and whether one may turn to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

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

    @property
    def reachable(self) -> bool:
        """Whether its phones, its address and its hours are shown: those of closed ones lead nowhere."""
        return self.standing != "closed"

    @property
    def unsure(self) -> bool:
        """Whether nobody knows that it still works."""
        return self.service.status == "unverified"


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
            )


def is_single(organisation: Organisation) -> bool:
    """Whether the record is its own only service, without a list of them."""
    return len(organisation.services) == 1 and organisation.services[0].id == organisation.id


def number(uri: str) -> str:
    """What one dials from anywhere: `+48664762880`; a short number as it is."""
    return uri.removeprefix("tel:")
