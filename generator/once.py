"""What is made of a guide once, for all the pages and languages that ask for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Generic, TypeVar

Made = TypeVar("Made")


class OfGuide(Generic[Made]):
    """A function of a guide that is asked once; `functools.cache` would hold every guide that a server has shown.

    A guide counts as the same only where it is the very same object: to compare two takes as long as most of what is
    made of them.
    """

    def __init__(self, make: Callable[[Any], Made]) -> None:
        update_wrapper(self, make)
        self._make, self._guide = make, None
        self._made: Made | None = None

    def __call__(self, guide: Any) -> Made:
        """What is made of this guide."""
        if self._guide is not guide:
            self.use(guide, self._make(guide))
        return self._made

    def use(self, guide: Any, made: Made) -> None:
        """Let this be what is made of the guide."""
        self._guide, self._made = guide, made

    def made(self, guide: Any) -> Made | None:
        """What has been made of this guide; `None` when nobody has asked yet."""
        return self._made if self._guide is guide else None
