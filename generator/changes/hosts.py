"""The hosts that a guide sends its readers to, and those that imitate another: that is how people are misled."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from generator.model import Organisation, Service

_CONFUSED = str.maketrans("0135689iq|", "olesbbglgl")
_CYRILLIC = str.maketrans("асеіорхуԁһјѕқ", "aceiopxydhjsk")


def host(address: str) -> str:
    """The host of a web or e-mail address, in lower case."""
    return (urlsplit(address).hostname or "" if "://" in address else address.rpartition("@")[2]).lower()


def hosts(of: Iterable[Organisation | Service]) -> set[str]:
    """Every host that readers are sent to, or shown as a source."""
    found = set()
    for each in of:
        found |= {host(address) for address in (each.website, each.email) if address}
        found |= {host(each.booking_url)} if isinstance(each, Service) and each.booking_url else set()
        found |= {host(each.source.url)} if each.source and "://" in each.source.url else set()
    return found


def hosts_in(text: str) -> list[str]:
    """The hosts of the addresses that stand in the words of an article."""
    return [host(found) for found in re.findall(r"https?://[^\s<>()\"'\]]+", text)]


def look_alike(name: str, known: set[str]) -> str:
    """The known host that this one imitates: other signs that look the same, or one sign more, less or otherwise."""
    name = name.removeprefix("www.")
    others = {each.removeprefix("www.") for each in known}
    if not name or name in others or any(name.endswith("." + each) for each in others):
        return ""
    for each in sorted(others):
        if _skeleton(each) == _skeleton(name) or (len(name) > 5 and _one_edit(each, name)):
            return each
    return ""


def shown(name: str) -> str:
    """A host as people see it: punycode decoded."""
    import idna

    try:
        return idna.decode(name) if "xn--" in name else name
    except (idna.IDNAError, UnicodeError):
        return name


def _skeleton(name: str) -> str:
    """What is left of a host when signs that look alike are the same one."""
    text = shown(name).replace("rn", "m").replace("vv", "w").translate(_CONFUSED).replace("-", "").replace("l", "i")
    return text.translate(_CYRILLIC).replace("l", "i").replace(".", "")


def _one_edit(one: str, two: str) -> bool:
    """Whether one sign more, less or otherwise, or two that changed places, make one of the other."""
    if abs(len(one) - len(two)) > 1 or one == two:
        return False
    start = 0
    while start < min(len(one), len(two)) and one[start] == two[start]:
        start += 1
    tails = ((one[start:], two[start + 1 :]), (one[start + 1 :], two[start:]), (one[start + 1 :], two[start + 1 :]))
    swapped = one[start : start + 2] == two[start : start + 2][::-1] and one[start + 2 :] == two[start + 2 :]
    return swapped or any(a == b for a, b in tails)
