"""Files that only save time: written whole or not at all, and where that cannot be, the build goes on without."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any


def keep(file: Path, write: Callable[[IO[bytes]], Any]) -> bool:
    """Let `write` fill a file that takes the place of `file`; whether that could be done.

    A disk may be full or not to be written to, and something else may stand there: nobody is to be told of that.
    Each process writes under a name of its own, for builds of one guide may run at the same time.
    """
    beside = file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as opened:
            write(opened)
        beside.replace(file)
    except OSError:
        with suppress(OSError):
            beside.unlink()
        return False
    for left in file.parent.glob(f"{file.name}.*.new"):  # by a killed build; one that is writing will do without
        with suppress(OSError):
            left.unlink()
    return True
