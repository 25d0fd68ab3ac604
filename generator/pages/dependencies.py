"""What each page depends on, as a short digest: two builds with the same digest need not render the page twice.

A digest may change when the page would not (its page is then rendered, and found to be the same), never the other way
round: `tests/test_incremental.py` holds that against clean builds over long series of edits. What all pages share is
not part of it: code, templates, catalogues, frames, the guide's other files, the day.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from hashlib import blake2b

from generator.brief import Brief, briefs
from generator.model import Guide, Organisation
from generator.once import OfGuide
from generator.pages.addresses import (
    A_Z,
    AREAS,
    GROUPS,
    HOME,
    URGENT,
    area_path,
    for_path,
    help_area_path,
    help_path,
    letter_path,
    letters,
    need_path,
    organisation_path,
)
from generator.pages.directory import Entry, directory
from generator.pages.places import ORGANISATIONS_AT_MOST
from generator.strings import strings

Digest = bytes
SIZE = 12


def dependencies(guide: Guide, language: str) -> dict[str, Digest]:
    """Path below the language's prefix to what its page depends on, articles aside."""
    return {**_shared(guide), **_a_z(guide, language)}


@OfGuide
def _shared(guide: Guide) -> dict[str, Digest]:
    """The pages whose digests are the same in every language."""
    return _Digests(guide).all()


class _Digests:
    """The digests of one guide."""

    def __init__(self, guide: Guide) -> None:
        self.guide, self.index = guide, directory(guide)
        self.help_count = {one: len(entries) for one, entries in self.index.of_help.items()}
        self.area_count = {one: len(entries) for one, entries in self.index.of_area.items()}
        self.help_area_count = {one: len(entries) for one, entries in self.index.of_help_and_area.items()}
        self.siblings: dict[str, list[str]] = {}
        for help_type in guide.help_types:
            self.siblings.setdefault(help_type.group, []).append(help_type.id)

    @cached_property
    def record(self) -> dict[str, Digest]:
        """Organisation to a digest of its record and of those that it names."""
        own = {one.id: one.digest[:SIZE] for one in briefs(self.guide)}
        return {
            one.id: _digest(own[one.id], *[own.get(other, b"") for other in one.named]) if one.named else own[one.id]
            for one in briefs(self.guide)
        }

    def all(self) -> dict[str, Digest]:
        """Path to digest."""
        found = {path: self._organisation(one) for one in briefs(self.guide) for path in _paths(one)}
        found |= self._helps() | self._places()
        index = self.index
        counts = sorted((one, len(entries)) for one, entries in index.of_group.items())
        found[HOME] = _digest(repr((sorted(index.of_need), sorted(self.area_count.items()), counts)).encode())
        places = sorted(self.area_count.items())
        found[AREAS] = _digest(repr(places).encode(), b"" if places else self._next)
        found[GROUPS] = _digest(repr(counts).encode(), b"" if counts else self._next)
        urgent = [self.record.get(one.service.partition("/")[0], b"") for one in self.guide.settings.urgent]
        found[URGENT] = _digest(repr(sorted(self.help_count.items())).encode(), *urgent)
        for group in self.guide.target_groups:
            found[for_path(group)] = self._entries(index.of_group.get(group.id, ()))
        for need in self.guide.help_groups:
            entries = index.of_need.get(need.id, ())
            helps = [self.help_count.get(one, 0) for one in self.siblings.get(need.id, ())]
            called = any(entry.facts.called for entry in entries)
            anywhere = self._entries(entry for entry in entries if index.by_phone(entry))
            found[need_path(need)] = _digest(repr((helps, called, len(entries))).encode(), anywhere)
        return found

    def _organisation(self, organisation: Brief) -> Digest:
        near = []
        for service in organisation.services:
            area = service.area or organisation.area
            for help_type in service.help_types:
                count = self.help_area_count.get((help_type, area), 0)
                near.append(count if count > 1 else -self.help_count.get(help_type, 0))
        return _digest(self.record[organisation.id], repr(near).encode())

    def _helps(self) -> dict[str, Digest]:
        guide, index = self.guide, self.index
        found: dict[str, Digest] = {}
        column: dict[str, Digest] = {}
        for help_type in guide.help_types:
            entries = index.of_help.get(help_type.id, [])
            places = sorted(index.places(entries))
            rows = [(area, self.help_area_count.get((help_type.id, area), 0)) for area in places]
            beside = [self.help_count.get(one, 0) for one in self.siblings[help_type.group]]
            column[help_type.id] = _digest(repr((rows, len(entries))).encode())
            found[help_path(help_type)] = _digest(column[help_type.id], repr(beside).encode(), self._entries(entries))
        for (help_type_id, area_id), entries in index.of_help_and_area.items():
            help_type, area = guide.help_type[help_type_id], guide.area[area_id]
            beside = [self.help_area_count.get((one, area_id), 0) for one in self.siblings[help_type.group]]
            below = [self.help_area_count.get((help_type_id, one), 0) for one in index.areas_below.get(area_id, ())]
            wider = [self._serving(above, help_type_id) for above in (*guide.areas_above[area_id][1:], "")]
            found[help_area_path(help_type, area)] = _digest(
                column[help_type_id], repr((beside, below)).encode(), self._entries(entries), *wider
            )
        return found

    def _places(self) -> dict[str, Digest]:
        found = {}
        for area in self.guide.areas:
            entries = self.index.of_area.get(area.id, [])
            helps = [self.help_area_count.get((one.id, area.id), 0) for one in self.guide.help_types]
            below = [self.area_count.get(one, 0) for one in self.index.areas_below.get(area.id, ())]
            wider = [self._serving(above) for above in (*self.guide.areas_above[area.id][1:], "")]
            named = {entry.facts.organisation for entry in entries}
            listed = self._entries(entries) if len(named) <= ORGANISATIONS_AT_MOST else b""
            found[area_path(area)] = _digest(repr((helps, below, len(entries))).encode(), listed, *wider)
        return found

    def _serving(self, area: str, help_type: str = "") -> Digest:
        key = (help_type, area)
        if key not in self._served:
            entries = self.index.help_serving.get(key, ()) if help_type else self.index.serving.get(area, ())
            self._served[key] = self._entries(entries)
        return self._served[key]

    @cached_property
    def _served(self) -> dict[tuple[str, str], Digest]:
        return {}

    def _entries(self, entries: Iterable[Entry]) -> Digest:
        """A digest of the records that some services stand in: they decide which services, too.

        Where there are none the page leads on, with the numbers of services of the kinds of help that come first.
        """
        record = self.record
        found = [record[entry.facts.organisation] for entry in entries]
        return _digest(*found) if found else self._next

    @cached_property
    def _next(self) -> Digest:
        return _digest(repr(sorted(self.help_count.items())).encode())


def pages_with(guide: Guide, changed: Iterable[Organisation]) -> set[str]:
    """Paths, below every language's prefix, of the pages that may show more of some records than their outlines.

    `load.shelf.OWN` are the fields in question. Articles and the page of booklets are not among them.
    """
    index = directory(guide)
    urgent = {one.service for one in guide.settings.urgent}
    found: set[str] = set()
    for organisation in changed:
        found.add(organisation_path(organisation))
        for service in organisation.services:
            entry = index.entries.get(f"{organisation.id}/{service.id}")
            if entry is None:
                continue
            found.update(for_path(guide.target_group[one]) for one in service.target_groups)
            near = entry.places.union(*(_below(guide, area) for area in entry.serves or ("",)))
            for one in service.help_types:
                help_type = guide.help_type[one]
                found.add(help_path(help_type))
                found.add(need_path(guide.help_group[help_type.group]))
                found.update(
                    help_area_path(help_type, guide.area[area])
                    for area in near
                    if (one, area) in index.of_help_and_area
                )
            if entry.key in urgent:
                found.add(URGENT)
    return found


def _below(guide: Guide, area: str) -> Iterable[str]:
    """The areas that lie in another one; all of them when it is empty."""
    return [one for one, above in guide.areas_above.items() if not area or area in above[1:]]


def _a_z(guide: Guide, language: str) -> dict[str, Digest]:
    """The pages of A–Z: which names stand under which letter differs between languages."""
    index, words = directory(guide), strings(language)
    helps = repr([(one, len(entries)) for one, entries in sorted(index.of_help.items())]).encode()
    own = letters(guide)
    if not own:
        return {A_Z: _digest(helps, *[one.digest for one in index.open_organisations])}
    under: dict[str, list[Digest]] = {letter: [] for letter in own}
    for one in index.open_organisations:
        letter = words.initial(one.name.in_language(language).words)
        under.setdefault(letter, []).append(one.digest)
    for help_type in index.of_help:
        under.setdefault(words.initial(guide.help_type[help_type].name.in_language(language).words), []).append(b"-")
    links = repr(sorted(letter for letter, found in under.items() if found)).encode()
    found = {A_Z: _digest(links)}
    for letter, digests in under.items():
        found[letter_path(letter)] = _digest(helps if b"-" in digests else b"", links, *digests)
    return found


def _paths(organisation: Brief) -> Iterable[str]:
    yield organisation_path(organisation)
    for alias in organisation.aliases:
        yield f"organisation/{alias}.html"


def _digest(*parts: bytes) -> Digest:
    return blake2b(b"\0".join(parts), digest_size=SIZE).digest()
