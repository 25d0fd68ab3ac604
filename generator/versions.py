"""What makes pages besides a guide's own files: digests of our code and packages, and facts that follow from them."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from generator import keeping

PACKAGES = frozenset(
    "babel idna jinja2 markdown markupsafe mkdocs mkdocs_material mkdocs_static_i18n opening_hours_py phonenumbers "
    "properdocs pymdown_extensions pyyaml".split()
)
_GENERATOR = Path(__file__).parent


@cache
def made_by() -> str:
    """A digest of Python, of our own code and of the packages that are installed: what was made by others is not ours.

    Made once for all memories, and by names alone for packages: `importlib.metadata` would cost 10 ms a build.
    """
    digest = hashlib.sha256(f"{sys.version}\0{packages()}".encode())
    for folder, folders, names in os.walk(_GENERATOR):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            if name.endswith((".py", ".json", ".txt", ".js")):
                path = f"{folder}{os.sep}{name}"
                digest.update(f"\0{path[len(str(_GENERATOR)) :]}\0".encode() + _read(path))
    return digest.hexdigest()


def _read(path: str) -> bytes:
    """The bytes of a file, in half the time that an object for it takes: of 170 files at each start."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        return b"".join(iter(lambda: os.read(descriptor, 1 << 20), b""))
    finally:
        os.close(descriptor)


def packages() -> str:
    """Names and versions of the packages that pages are made with, from the folders in which installers note them."""
    found: set[str] = set()
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208 - names are all that is asked
        except OSError:
            continue
        found.update(name for name in names if name.endswith(".dist-info") and _plain(name) in PACKAGES)
    return "\n".join(sorted(found))


def _plain(name: str) -> str:
    """`PyYAML-6.0.3.dist-info` is `pyyaml`."""
    return name.partition("-")[0].lower().replace(".", "_")


_facts: dict[str, Any] = {}
_kept: dict[Path, int] = {}
"""The file in which facts are kept, and how many it holds."""


def fact(name: str, find: Callable[[], Any]) -> Any:
    """What our code or a package always says when it is asked the same, as far as JSON can hold it.

    Babel and its data alone cost 50 ms a build, to say the names of days again.
    """
    if name not in _facts:
        _facts[name] = find()
    return _facts[name]


def remember(folder: Path) -> None:
    """Take facts from what earlier builds have kept in a folder, if code and packages are still those."""
    file = folder / f"facts-{made_by()[:24]}.json"
    if file in _kept:
        return
    try:
        known = json.loads(keeping.kept(file))
    except (OSError, ValueError):
        known = {}
    _kept.clear()
    _kept[file] = len(known) if isinstance(known, dict) else 0
    _facts.update(known if isinstance(known, dict) else {})


def keep() -> None:
    """Write down what has been found since."""
    for file, count in _kept.items():
        if len(_facts) > count:
            if keeping.keep(file, lambda opened: opened.write(json.dumps(_facts).encode())):
                for former in file.parent.glob("facts-*.json"):
                    if former != file:
                        with suppress(OSError):
                            former.unlink()
            _kept[file] = len(_facts)
