"""A regular expression that is compiled when it is first asked.

The project has 130 of them, to compile them all takes 25 ms, and a build after one changed record asks 49.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_ASKED = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")


class _Regex:
    """Turns into the methods of its pattern, so that from the second question on nothing stands between."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self.pattern, self.flags = source, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # `copy` and `pickle` ask for these before there is a pattern
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self.flags)
        vars(self).update({method: getattr(compiled, method) for method in _ASKED})
        return getattr(compiled, name)


def regex(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, later; a mistake in the source is raised when it is first asked."""
    return cast("re.Pattern[AnyStr]", _Regex(source, flags))
