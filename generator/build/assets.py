"""A theme and the folder `content/` in; the files that a site publishes as they are, or in fewer letters, out."""

from __future__ import annotations

import re
from pathlib import Path

from generator import output, search
from generator.load import content
from generator.model import Guide
from generator.problems import DataProblems, Place, Problem

THEME = Path(__file__).parents[2] / "theme"
GENERATED = frozenset((search.FOLDER, search.LISTS, search.CLIENT))
"""What we make where a theme's files stand."""


def theme_files(root: Path, custom_dir: str) -> dict[str, Path]:
    """What the theme publishes: path to file. The guide's own theme goes before ours.

    Raises `DataProblems` for files of the guide's own that cannot stand on the site under their names.
    """
    found = _in_assets(THEME)
    if not custom_dir:
        return found
    own, taken, problems = _in_assets(root / custom_dir), {path.casefold(): path for path in found}, []
    for path, file in own.items():
        place = Place(file.relative_to(root).as_posix().encode(errors="replace").decode())
        name = path.partition("/")[2]
        steps = [path[: at.start()] for at in re.finditer("/", path)][1:]
        other = taken.setdefault(path.casefold(), path)
        if not output.fits(path):
            problems.append(Problem(place, "picture-name", values={"found": file.name, "limit": content.NAME_LIMIT}))
        elif f"assets/{name.partition('/')[0]}".casefold() in GENERATED:
            problems.append(Problem(place, "picture-reserved", values={"found": name.partition("/")[0]}))
        elif other != path or (other := next((step for step in steps if step.casefold() in taken), path)) != path:
            problems.append(Problem(place, "picture-clash", values={"found": path, "other": other}))
    if problems:
        raise DataProblems(problems)
    return found | own


def _in_assets(theme: Path) -> dict[str, Path]:
    folder = theme / "assets"
    files = sorted(folder.rglob("*")) if folder.is_dir() and not folder.is_symlink() else ()
    return {
        f"assets/{file.relative_to(folder).as_posix()}": file
        for file in files
        if file.is_file() and not file.is_symlink()
    }


def as_published(path: str, file: Path) -> bytes:
    """What the site gets of a file: scripts and styles of our own in fewer letters, all else as it is.

    Ours are those that say what ours say: a guide may keep a copy of our theme, or put its own in their place, which
    may be written in any way.
    """
    from generator import squeeze  # a build that makes a few pages anew publishes no file as it is

    content, ours = file.read_bytes(), THEME / path
    shorter = {".js": squeeze.script, ".css": squeeze.style}.get(file.suffix) if ours.is_file() else None
    return shorter(content.decode()).encode() if shorter and content == ours.read_bytes() else content


def content_files(guide: Guide, root: Path) -> dict[str, Path]:
    """The pictures beside articles by their path on the site."""
    first = guide.settings.languages[0]
    return {content.published(name, first): file for name, file in content.pictures(root).items()}
