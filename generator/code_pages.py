"""Bytes that are no UTF-8 in; the encoding in which people of some languages most likely wrote them out."""

from __future__ import annotations

import re
from collections.abc import Iterable

_PAGES = {
    "Windows-1250": "bs cs hr hu pl ro sk sl sq",
    "Windows-1251": "be bg kk ky mk mn ru sr uk",
    "Windows-1253": "el",
    "Windows-1254": "az tr",
    "Windows-1255": "he yi",
    "Windows-1256": "ar ckb fa ps ur",
    "Windows-1257": "et lt lv",
    "Windows-1258": "vi",
}
"""What Windows and its Excel write in the languages of a country, as Microsoft's National Language Support has it."""
_OF_LANGUAGE = {code: page for page, codes in _PAGES.items() for code in codes.split()}
_WESTERN = "Windows-1252"
_OWN_SCRIPT = ("Windows-1251", "Windows-1253", "Windows-1255", "Windows-1256")
_LIKE = {"Windows-1250": "ISO-8859-2"}
"""What else is written in those languages, though not by Windows."""


def code_page(data: bytes, languages: Iterable[str]) -> str:
    """The encoding of one of `languages`, the likeliest first, in which most of what is not ASCII are letters.

    Where a script is Latin they stand beside ASCII letters; of any other script whole words are made.
    """
    beyond = re.findall(rb"[A-Za-z]?[\x80-\x9f\xa1-\xff]+[A-Za-z]?", data)
    beside = sum(len(run) for run in beyond if re.search(rb"[A-Za-z]", run))
    alone = sum(len(run) for run in beyond if min(run) >= 0x80 and len(run) > 1)  # a single one may be a dash
    own_script = alone > beside
    # In English there are none, so that it says nothing of what else a machine writes.
    found = [_OF_LANGUAGE.get(code.partition("-")[0], _WESTERN) for code in languages if code != "en"]
    pages = [page for page in found if (page in _OWN_SCRIPT) == own_script]
    pages = pages or [_OWN_SCRIPT[0] if own_script else _WESTERN]
    likely = dict.fromkeys(one for page in pages for one in (page, _LIKE.get(page, page)))
    return max(likely, key=lambda page: _letters(b"".join(beyond), page))  # of those alike, the first


def _letters(data: bytes, page: str) -> int:
    return sum(map(str.isalpha, data.decode(page, "replace")))
