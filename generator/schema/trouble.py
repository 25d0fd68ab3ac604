"""What is wrong with one value, before anyone knows where it stands."""

from __future__ import annotations


class Trouble(Exception):
    """A rule and its values; the reader adds the place, the record and the field."""

    def __init__(self, rule: str, level: str = "error", **values: object) -> None:
        super().__init__(rule)
        self.rule, self.level, self.values = rule, level, values
