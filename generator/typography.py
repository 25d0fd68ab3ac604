"""Where no line may end: text of a language in, the same text with non-breaking spaces out.

Of print alone: on a page, where text may be enlarged to any size, what is bound would break inside of words, and what
people search and copy would differ. The data keep plain spaces.
"""

from __future__ import annotations

import re

from generator.regex import regex

HARD_SPACE = "\u00a0"

# Polish typesetting leaves no word of one letter at the end of a line, and no abbreviation parted from its name:
# „i”, „w”, „z”; „ul. Kolejowa”, „św. Brata”, „nr 11”, „26 a”, „116 123”.
_POLISH = regex(
    r"(?:(?<=[\s(\[„”«\"])|^)(?:[aiouwz]|(?:ul|al|pl|os|św|im|ks|godz|tel|pok|lok)\.) "
    r"|(?:(?<=[\s(])|^)nr (?=\d)"
    r"|(?<=\d) (?=\d|[a-h](?:[,;.)]|$))",
    re.IGNORECASE,
)
_DASH = " – "


def bound(text: str, language: str) -> str:
    """The text with the spaces bound that this language's typesetters bind; a dash stays on the line before it."""
    if " " not in text:
        return text
    if _DASH in text:
        text = text.replace(_DASH, f"{HARD_SPACE}– ")
    return _POLISH.sub(lambda found: found[0].replace(" ", HARD_SPACE), text) if language == "pl" else text
