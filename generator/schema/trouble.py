"""What is wrong with one value, before anyone knows where it stands."""

from __future__ import annotations


class Trouble(Exception):
    """A rule and its values; the reader adds the place, the record and the field.

    `offset` is the place in the text of the value at which it is wrong, for values without blanks around them.
    """

    def __init__(self, rule: str, level: str = "error", offset: int | None = None, **values: object) -> None:
        super().__init__(rule)
        self.rule, self.level, self.offset, self.values = rule, level, offset, values
