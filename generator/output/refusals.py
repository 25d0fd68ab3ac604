"""What the machine refuses in, words that say what to do out."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

from generator.problems import Stop


@contextlib.contextmanager
def in_words(target: Path, no_right: str = "read-only") -> Iterator[None]:
    """Turn what the machine refuses into a `Stop` that says what to do; `no_right` is its rule for missing rights."""
    rules = {
        errno.ENOSPC: "disk-full",
        errno.EDQUOT: "disk-full",
        errno.EROFS: no_right,
        errno.EACCES: no_right,
        errno.EPERM: no_right,
    }
    try:
        yield
    except OSError as failure:
        rule = rules.get(failure.errno or 0, "output-failed")
        raise Stop(rule, path=str(failure.filename or target), found=failure.strerror or str(failure)) from failure
