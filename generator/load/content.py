"""The folder `content/` in; the pictures and documents to publish from it, and what is wrong with their names, out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.problems import Place, Problem
from generator.regex import regex
from generator.schema.ids import DEVICES

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".pdf"})
"""What may stand beside articles. No SVG: opened by itself it would run the scripts that someone put in it."""
GENERATED_PAGES = frozenset(("index", "404", "urgent", "a-z", "areas", "groups", "booklets", "my-list"))
"""Names that an article may not have, since the site has a page of its own there."""
GENERATED_FOLDERS = frozenset(("a-z", "area", "assets", "booklets", "for", "help", "need", "organisation"))
"""Folders of the site's own files."""
NAME_LIMIT = 80
"""Characters of the name of a file or folder."""
SIZE_LIMIT = 10 << 20
"""Bytes of a picture or document: whoever opens it may pay for each."""
_FOLDER = regex(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*")
_FILE = regex(rf"{_FOLDER.pattern}\.[A-Za-z0-9]+")


def pictures(root: Path) -> dict[str, Path]:
    """Pictures and documents beside articles: path below `content/` to file."""
    return {
        name: file
        for name, file in _files(root / "content")
        if file.suffix.lower() in PICTURES and file.is_file() and not file.is_symlink()
    }


def published(name: str, first_language: str) -> str:
    """The path on the site of a file below `content/`: the first language stands at the site's root."""
    return name.removeprefix(f"{first_language}/")


def problems(root: Path, languages: tuple[str, ...]) -> Iterator[Problem]:
    """What is wrong with the files and folders of `content/` that are no articles."""
    folder = root / "content"
    if folder.is_symlink():
        yield Problem(Place("content"), "symlink")
    seen: dict[str, str] = {}
    for name, file in _files(folder):
        place = Place(f"content/{name}")
        language, _, own = name.partition("/")
        if file.is_symlink():
            yield Problem(place, "symlink")
        elif file.suffix == ".md":
            if own and ("/" in own or language not in languages):
                yield Problem(place, "file-ignored", values={"found": name}, level="warning")
        elif file.suffix.lower() not in PICTURES:
            yield Problem(place, "content-file", values={"found": file.name, "wanted": ", ".join(sorted(PICTURES))})
        elif not file.is_file() or file.stat().st_size > SIZE_LIMIT:
            yield Problem(place, "picture-large", values={"limit": f"{SIZE_LIMIT >> 20} MB"})
        elif unfit := _unfit(name):
            yield Problem(place, "picture-name", values={"found": unfit, "limit": NAME_LIMIT})
        else:
            address = published(name, languages[0])
            top = own if language in languages[1:] else address
            if "/" in top and top.partition("/")[0].casefold() in GENERATED_FOLDERS:
                yield Problem(place, "picture-reserved", values={"found": top.partition("/")[0]})
            other = seen.setdefault(address.casefold(), name)
            if other != name:
                yield Problem(place, "picture-clash", values={"found": address, "other": f"content/{other}"})


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every file below `folder`, and every link, with its path; what a hidden one holds is nobody's business."""
    for file in sorted(folder.rglob("*")) if folder.is_dir() and not folder.is_symlink() else ():
        name = file.relative_to(folder).as_posix()
        if (file.is_symlink() or not file.is_dir()) and not name.startswith(".") and "/." not in name:
            yield name, file


def _unfit(name: str) -> str:
    """The step of a path that is no name for a file on every machine and in every address; nothing when all are."""
    *folders, file = name.split("/")
    for step, shape in (*((folder, _FOLDER) for folder in folders), (file, _FILE)):
        if len(step) > NAME_LIMIT or not shape.fullmatch(step) or step.partition(".")[0].casefold() in DEVICES:
            return step
    return ""
