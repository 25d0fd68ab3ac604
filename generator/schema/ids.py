"""Names for files, addresses and links: what one may be, and how one is made of other words."""

from __future__ import annotations

import re

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
ID_LIMIT = 60
DEVICES = frozenset(("con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))))
"""Names that Windows keeps for itself, whatever follows behind a dot."""
RESERVED_IDS = DEVICES | frozenset(
    ("404", "search", "index", "assets", "admin", "sitemap", "robots", "manifest", "nationwide")
)
"""Names that Windows, a web server or the site itself uses."""


def plain_id(*names: str) -> str:
    """An id made of the first name that has Latin letters: `Żółty Dom` gives `zolty-dom`; else of a Hebrew or Cyrillic
    one, letter by letter: `בית חם` gives `byt-chm`. Nothing when no letter remains."""
    for letters in ({}, _IN_LATIN):
        for name in names:
            if found := _latin(name.lower().translate(letters)):
                return found
    return ""


def _latin(text: str) -> str:
    import unicodedata

    flat = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("ß", "ss"))
    flat = "".join(character for character in flat if not unicodedata.combining(character))
    return "-".join(re.findall(r"[a-z0-9]+", flat))[:ID_LIMIT].strip("-")


# Hebrew as it is written, without vowels; Ukrainian as in passports of Ukraine, and four Russian letters.
_IN_LATIN = str.maketrans(
    dict(
        zip(
            "אבגדהוזחטיכלמנסעפצקרשתךםןףץ",
            "a b g d h v z ch t y k l m n s a p ts k r sh t k m n p ts".split(),
            strict=True,
        )
    )
    | dict(
        zip(
            "абвгґдеєжзиіїйклмнопрстуфхцчшщюяёыэ",
            "a b v h g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh shch iu ia e y e".split(),
            strict=True,
        )
    )
    | dict.fromkeys("ьъ'’ʼ", "")
)
