"""What was printed: the list beside the files, and whether it still says what the data say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from generator import keeping
from generator.model import Guide, Printed

if TYPE_CHECKING:  # the site, which reads the list, is built without the engine
    from generator.booklets.formats import Made

NAME = "manifest.json"
FOLDER = ".build/booklets"
"""Where `guide print` puts its files, below the guide's folder."""


def digest(guide: Guide) -> str:
    """The state of everything that booklets are made from: the records, what is current today, and the templates."""
    from generator.templates.booklet import TEMPLATES  # a guide without booklets need not read it

    hash_ = hashlib.sha256()
    lists = (guide.settings, guide.help_groups, guide.help_types, guide.target_groups, guide.areas)
    hash_.update(repr(lists).encode())
    for organisation in guide.organisations:
        hash_.update(organisation.digest.encode())
        for service in organisation.services:
            hash_.update(b"1" if service.current(guide.today) else b"0")
        for alert in (*organisation.alerts, *(alert for service in organisation.services for alert in service.alerts)):
            hash_.update(b"1" if alert.end and alert.end < guide.today else b"0")
    for path in sorted(TEMPLATES.rglob("*")):
        if path.suffix in (".j2", ".typ", ".ttf"):
            hash_.update(path.read_bytes())
    for path in sorted((TEMPLATES.parents[1] / "locales").glob("*/LC_MESSAGES/booklet.po")):
        hash_.update(path.read_bytes())
    for _, domain, catalogue in guide.words:
        if domain == "booklet":
            hash_.update(catalogue)
    return hash_.hexdigest()


def entry(guide: Guide, made: Made, state: str) -> Printed:
    """A finished file's line in the list."""
    settings = guide.settings
    return Printed(
        file=made.name,
        edition=made.edition,
        language=made.language,
        format=made.format,
        pages=made.pages,
        bytes=len(made.pdf),
        number=settings.edition,
        date=settings.edition_date.isoformat(),
        digest=state,
    )


def read(folder: Path) -> tuple[Printed, ...]:
    """The files that a folder holds, those whose PDF is there."""
    path = folder / NAME
    if not path.is_file():
        return ()
    try:
        rows = [Printed(**row) for row in json.loads(path.read_text("utf-8"))]
    except (ValueError, TypeError):
        return ()  # written by another version: as good as none
    return tuple(row for row in rows if (folder / row.file).is_file())


def write(folder: Path, rows: Iterable[Printed]) -> None:
    """Add rows to the list; a file that was made again has only its new row."""
    known = {row.file: row for row in read(folder)}
    known.update((row.file, row) for row in rows)
    text = json.dumps([asdict(known[file]) for file in sorted(known)], ensure_ascii=False, indent=1)
    keeping.write(folder / NAME, text + "\n")


def manifest(guide: Guide, folder: Path) -> tuple[Printed, ...]:
    """The files of a folder that still say what the guide says, in the order of editions, languages and formats."""
    rows = read(folder)
    if not rows:
        return ()  # a digest reads every record
    state = digest(guide)
    editions = [edition.id for edition in guide.settings.editions]
    languages = list(guide.settings.languages)
    fresh = [
        row
        for row in rows
        if row.digest == state and row.language in languages and (not row.edition or row.edition in editions)
    ]
    return tuple(
        sorted(
            fresh,
            key=lambda row: (
                editions.index(row.edition) if row.edition else len(editions),
                languages.index(row.language),
                row.file,
            ),
        )
    )
