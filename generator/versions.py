"""What makes pages besides a guide's own files: digests of our code and of the installed packages."""

from __future__ import annotations

import hashlib
import os
import sys
from functools import cache
from pathlib import Path

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
        folders.sort()
        for name in sorted(names):
            if name.endswith((".py", ".json", ".txt", ".js")):
                path = f"{folder}{os.sep}{name}"
                with open(path, "rb") as file:  # noqa: PTH123 - half the time of a path object's, for 150 files
                    digest.update(f"\0{path[len(str(_GENERATOR)) :]}\0".encode() + file.read())
    return digest.hexdigest()


def packages() -> str:
    """Names and versions of the packages that pages are made with, from the folders in which installers note them."""
    found: set[str] = set()
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208
        except OSError:
            continue
        found.update(name for name in names if name.endswith(".dist-info") and _plain(name) in PACKAGES)
    return "\n".join(sorted(found))


def _plain(name: str) -> str:
    """`PyYAML-6.0.3.dist-info` is `pyyaml`."""
    return name.partition("-")[0].lower().replace(".", "_")
