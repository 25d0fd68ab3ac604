"""A folder of files that its manifest names: what stands there as it was published, and what is not ours."""

# Strings and `os` here: on a big site path objects would cost more than the files themselves.
# ruff: noqa: PTH114, PTH123, PTH208
from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from generator.problems import Stop

MANIFEST = "manifest.json"
"""Published with the site: every other file's path and SHA-256. It tells a folder of ours from another."""
FORMAT = "resource-guide site 1"

LOOKED_AT = frozenset((".DS_Store", "Thumbs.db", "desktop.ini"))
"""What macOS and Windows leave in a folder that somebody opens: no reason to refuse it; the next build drops it."""

# What Windows cannot store; a site is built and unpacked there too.
_REFUSED_IN_NAME = re.compile(r'[\x00-\x1f\x7f\ud800-\udfff<>:"\\|?*]|[. ]$')
_RESERVED_NAME = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)


@dataclass(eq=False, repr=False)
class Present:
    """A folder of ours as its manifest tells it."""

    root: str
    files: dict[str, str] = field(default_factory=dict)
    """Path to SHA-256."""
    as_of: int = -1
    """When its manifest was written, in nanoseconds: a file with a later date was touched by someone else."""
    identity: str = ""
    """A digest of everything that stands there; empty when nothing does."""
    alone: set[str] = field(default_factory=set)
    """Files that were looked at and that no other folder shares: without hard links the slot has its own."""

    def has(self, path: str, digest: str, size: int) -> bool:
        """Whether the file stands there with these bytes."""
        if self.files.get(path) != digest:
            return False
        try:
            facts = os.lstat(f"{self.root}/{path}")
        except OSError:
            return False
        if facts.st_nlink < 2:
            self.alone.add(path)
        return stat.S_ISREG(facts.st_mode) and facts.st_size == size and facts.st_mtime_ns <= self.as_of

    def untouched(self, paths: Iterable[str]) -> set[str]:
        """Those of the paths that stand there as they were published, as far as their dates tell."""
        look, prefix, regular, as_of = os.lstat, f"{self.root}/", stat.S_ISREG, self.as_of
        found = set()
        for path in paths:
            try:
                facts = look(prefix + path)
            except OSError:
                continue
            if facts.st_mtime_ns <= as_of and regular(facts.st_mode) and path in self.files:
                found.add(path)
                if facts.st_nlink < 2:
                    self.alone.add(path)
        return found

    @cached_property
    def folders(self) -> set[str]:
        """The folders of its files, which are below the root."""
        found = {path.rpartition("/")[0] for path in self.files}
        return {"/".join(folder.split("/")[:depth]) for folder in found for depth in range(1, folder.count("/") + 2)}

    def changed_folders(self) -> set[str]:
        """The folders, the root as an empty path, to which something came or from which something went since."""
        found = set()
        for folder in ("", *self.folders):
            try:
                changed = os.lstat(f"{self.root}/{folder}").st_mtime_ns > self.as_of
            except OSError:
                changed = True
            if changed:
                found.add(folder)
        return found

    def read(self, path: str) -> bytes:
        """The bytes of a file; none where someone has taken it away."""
        try:
            with open(f"{self.root}/{path}", "rb") as file:
                return file.read()
        except OSError:
            return b""


def manifest_text(digests: dict[str, str]) -> bytes:
    """As `json.dumps` with `indent=0` has it, which is written in Python and takes ten times as long."""
    order = sorted(digests)
    text = "".join(order)
    plain = text.isascii() and text.isprintable() and '"' not in text and "\\" not in text  # written as it is
    if not text or not plain:
        return (
            json.dumps({"format": FORMAT, "files": {path: digests[path] for path in order}}, indent=0) + "\n"
        ).encode()
    files = b",\n".join([f'"{path}": "{digests[path]}"'.encode() for path in order])
    return b'{\n"format": "%b",\n"files": {\n%b\n}\n}\n' % (FORMAT.encode(), files)


def manifest(folder: Path) -> dict[str, str] | None:
    """Path to SHA-256 of a site of ours; `None` when the folder has no manifest of ours."""
    try:
        return _files((folder / MANIFEST).read_bytes())
    except OSError:
        return None


def _files(manifest: bytes) -> dict[str, str] | None:
    try:
        content = json.loads(manifest)
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict) or content.get("format") != FORMAT or not isinstance(content.get("files"), dict):
        return None
    # Files that it names are linked and removed: none may be out of its folder. One look at all, as a site has many.
    steps = "/" + "/\n/".join(content["files"]) + "/"
    wrong = any(one in steps for one in ("/../", "/./", "//", "\\", ":", "\0"))
    return None if wrong and content["files"] else content["files"]


def read_tree(folder: Path) -> Present:
    try:
        content = (folder / MANIFEST).read_bytes()
        as_of = os.lstat(folder / MANIFEST).st_mtime_ns
    except OSError:
        return Present(str(folder))
    files = _files(content)
    if files is None:
        return Present(str(folder))
    return Present(str(folder), files, as_of, hashlib.sha256(content).hexdigest())


def has_links_to_folders(tree: Present) -> bool:
    """Whether someone put a link where a folder was: we would write through it, out of the tree."""
    return any(os.path.islink(f"{tree.root}/{folder}") for folder in tree.folders if folder)


def refuse_strangers(target: Path, present: Present) -> None:
    """Stop before a folder is replaced that holds what no build of ours has put there."""
    if not target.exists():
        return
    ours = {MANIFEST} if present.as_of >= 0 else ()
    strangers = sorted(
        name
        for name in os.listdir(target)
        if not any(name in one for one in (present.files, present.folders, ours, LOOKED_AT))
    )
    if not strangers and has_links_to_folders(present):
        strangers = ["symbolic link"]
    below = strangers_in(present, present.changed_folders() - {""})
    strangers += [path for path in below if path.rpartition("/")[2] not in LOOKED_AT]
    if strangers:
        raise Stop("not-our-folder", path=str(target), found=strangers[0])


def strangers_in(tree: Present, folders: Iterable[str]) -> list[str]:
    """What stands in some folders of a tree, the root as an empty path, that its manifest does not name."""
    found = []
    for folder in folders:
        with contextlib.suppress(OSError):
            inside = [f"{folder}/{name}" if folder else name for name in os.listdir(f"{tree.root}/{folder}")]
            found += [path for path in inside if path not in tree.files and path not in tree.folders]
    return sorted(set(found) - {MANIFEST})


def fits(path: str) -> bool:
    """Whether a path stays in the folder and every system can store it, also one with another manner of writing."""
    for segment in path.split("/"):
        if segment in ("", ".", "..") or _REFUSED_IN_NAME.search(segment) or _RESERVED_NAME.match(segment):
            return False
    return path != MANIFEST


def check_cases(paths: Iterable[str]) -> None:
    """Raise `ValueError` for paths that are one on Windows and macOS."""
    folded: dict[str, str] = {}
    for path in paths:
        other = folded.setdefault(path.casefold(), path)
        if other != path:
            raise ValueError(f"two files for one path: {other!r} and {path!r}")
