"""What the last build of a target left: which page depended on what, so that the next one renders only what differs.

It counts only while the target is as that build left it, and while everything that all pages share is the same.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple


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
    search: dict[tuple[str, str], Any] = field(default_factory=dict)
    """What the search index keeps."""


def recall(store: Path, shared: str, identity: str) -> Built:
    """The build in `store`, or an empty one when it does not stand in the target or was made from something else."""
    try:
        with store.open("rb") as file:
            if identity and pickle.load(file) == (shared, identity):
                pages, search = pickle.load(file)
                return Built(shared, identity, {path: Made(*made) for path, made in pages.items()}, search)
    except (OSError, ValueError, EOFError, AttributeError, TypeError, ImportError, pickle.UnpicklingError):
        pass
    return Built()


def keep(store: Path, built: Built) -> None:
    """Keep a build for the next one."""
    store.parent.mkdir(parents=True, exist_ok=True)
    beside = store.with_name(f"{store.name}.new")
    with beside.open("wb") as file:
        pickle.dump((built.shared, built.identity), file, 5)
        pickle.dump(({path: tuple(made) for path, made in built.pages.items()}, built.search), file, 5)
    beside.replace(store)


def unchanged(built: Built, digests: Mapping[str, bytes], standing: Callable[[list[str]], set[str]]) -> set[str]:
    """Paths of pages that depend on what they depended on, and that stand in the target as they were published."""
    pages = built.pages
    same = [path for path, digest in digests.items() if path in pages and pages[path].depended_on == digest]
    return standing(same) if same else set()
