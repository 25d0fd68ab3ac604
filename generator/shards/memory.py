"""What the last build of a target left: which page depended on what, so that the next one renders only what differs.

It counts only while the target is as that build left it, and while everything that all pages share is the same.
"""

from __future__ import annotations

import pickle
from array import array
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from pickle import UnpicklingError
from typing import IO, Any, NamedTuple

from generator.frozen import frozen
from generator.keeping import keep, opened

TARGETS = 8
"""How many targets a guide remembers: those that were built into last."""


class Made(NamedTuple):
    """A page as the last build made it."""

    depended_on: bytes
    modified: date | None
    indexed: bool


@dataclass(slots=True)
class Built:
    """A build that stands in its target."""

    shared: str = ""
    """A digest of what all pages depend on."""
    identity: str = ""
    """That of the published folder."""
    pages: dict[str, Made] = field(default_factory=dict)
    """Path on the site to how it was made."""


@dataclass(slots=True)
class Last:
    """What a build needs to know of the one before to see that little has changed."""

    shared: str
    identity: str
    """Of the published folder."""
    base: str
    """Of the folder as the last build left it that looked at all pages."""
    pages: int
    records: bytes = b""
    """Digests of the records' texts, in order."""
    outlines: bytes = b""
    """A digest of what others say of the records."""
    singles: str = ""
    """A digest of pictures, styles and other files that are published as they are."""
    days: array = field(default_factory=partial(array, "L"))
    """What the sitemap says of the records, in order: the day's number, 0 for none."""
    stale: set[str] = field(default_factory=set)
    """Pages that were made since `base`: what `Built` says of them no longer holds."""


@frozen
class Store:
    """The files in which builds of a target keep what they know; a broken one counts as none."""

    folder: Path
    name: str

    def last(self, shared: str, identity: str) -> Last | None:
        """The last build, if it stands in the target and was made from the same but for records."""
        found = self._read("last", (shared, identity))
        return Last(*found) if found else None

    def keep_last(self, last: Last) -> None:
        """Keep what the next build needs first."""
        facts = tuple(getattr(last, one) for one in Last.__slots__)
        self._write("last", (last.shared, last.identity), facts)

    def services(self, last: Last) -> list[tuple[Any, ...]] | None:
        """Facts of the current services, from which lists are counted; they hold while no outline has changed."""
        return self._read("services", (last.shared, last.base))

    def keep_services(self, last: Last, services: list[tuple[Any, ...]]) -> None:
        """Keep the facts in a file of their own: small changes leave it as it is."""
        self._write("services", (last.shared, last.base), services)

    def built(self, shared: str, identity: str, last: Last | None) -> Built:
        """The pages that stand in the target, as far as they are known."""
        base, stale = (last.base, last.stale) if last else (identity, ())
        stored = self._read("pages", (shared, base)) if base else None
        if not stored:
            return Built()
        paths, digests, days, indexed = stored
        size = len(digests) // max(len(paths), 1)  # they are all of one length
        made = {
            path: Made(digests[at * size : (at + 1) * size], date.fromordinal(day) if day else None, bool(one))
            for at, (path, day, one) in enumerate(zip(paths, days, indexed, strict=True))
            if path not in stale
        }
        return Built(shared, identity, made)

    def keep(self, built: Built) -> None:
        """Keep all pages for the next build that looks at them."""
        made = built.pages.values()
        columns = (  # few big values: one for each page would take as much again while they are written
            list(built.pages),
            b"".join([one.depended_on for one in made]),
            array("L", [one.modified.toordinal() if one.modified else 0 for one in made]),
            bytes([one.indexed for one in made]),
        )
        first = not (self.folder / f"{self.name}-pages.pickle").exists()
        self._write("pages", (built.shared, built.identity), columns)
        if first:
            self._forget_others()

    def search(self, shared: str) -> dict[str, Any]:
        """What the search index keeps: it holds under the same conditions, whatever stands in the target."""
        return self._read("search", (shared,)) or {}

    def keep_search(self, shared: str, known: dict[str, Any]) -> None:
        """Keep what the search index wants to find again."""
        self._write("search", (shared,), known)

    def _forget_others(self) -> None:
        """Keep no more than `TARGETS`: whoever builds into a new folder each day would fill a disk in the end."""
        newest: dict[str, int] = {}
        with suppress(OSError):
            for file in self.folder.glob("*-*.pickle"):
                name = file.name.rpartition("-")[0]
                newest[name] = max(newest.get(name, 0), file.stat().st_mtime_ns)
            for name in sorted(newest, key=lambda one: newest[one])[:-TARGETS]:
                for file in self.folder.glob(f"{name}-*.pickle"):
                    file.unlink(missing_ok=True)

    def _read(self, what: str, conditions: tuple[str, ...]) -> Any:
        try:
            with opened(self.folder / f"{self.name}-{what}.pickle") as file:
                if all(conditions) and pickle.load(file) == conditions:
                    return pickle.load(file)
        except (OSError, ValueError, EOFError, AttributeError, TypeError, ImportError, LookupError, UnpicklingError):
            pass
        return None

    def _write(self, what: str, conditions: tuple[str, ...], value: Any) -> None:
        def write(file: IO[bytes]) -> None:
            pickle.dump(conditions, file, 5)
            pickle.dump(value, file, 5)

        keep(self.folder / f"{self.name}-{what}.pickle", write)


def unchanged(
    built: Built, digests: Iterable[tuple[str, bytes]], standing: Callable[[list[str]], set[str]]
) -> set[str]:
    """Paths of pages that depend on what they depended on, and that stand in the target as they were published."""
    pages = built.pages
    same = [path for path, digest in digests if path in pages and pages[path].depended_on == digest] if pages else []
    return standing(same) if same else set()
