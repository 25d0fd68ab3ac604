"""Numbers that a line of Hebrew would turn round: a pattern for those that have to be isolated.

The bidirectional algorithm keeps `7:30` and `24/7` together, but puts the groups of a phone, and both ends of a range,
one after the other from right to left: `85 651 90 08` would be read as `08 90 651 85`.
"""

_ONE = r"\d+(?:[:./-]\d+)*"
_GAP = "[ \u00a0]"
_MORE = rf"(?:(?:{_GAP}?[–-]{_GAP}?|{_GAP}){_ONE})"
# What begins in the middle of a number was looked at from its start; else a long one would take for ever.
TURNED = rf"(?:[*+]|\(\+?\d{{1,4}}\){_GAP}?){_ONE}{_MORE}*|(?<!\d)(?<!\d[:./-]){_ONE}{_MORE}+"
"""`85 651 90 08`, `(85) 651 90 08`, `+48 85 651 90 08`, `*3464`, `9:00–17:00`, `5 - 7`, `10 000`."""
