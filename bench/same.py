"""Two sites in, how far the second is the same as the first out: pages, those that are the same, bytes.

    python -m bench.same SITE OTHER --differences 3

The same means the same bytes, once the ways in which Go writes a few characters are undone.
"""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ESCAPES = {b"&#x27;": b"&#39;", b"&quot;": b"&#34;", b"&#43;": b"+"}
"""Ways to write a character to the one that both are given here."""


class Sameness(NamedTuple):
    """How far a site is the same as ours."""

    ours: int
    """Pages that we make."""
    made: int
    """Pages that the other makes; all of them at addresses of ours."""
    same: int
    """Pages that say the same in the same markup."""
    own_bytes: int
    """Of our pages that the other makes too."""
    other_bytes: int

    def __str__(self) -> str:
        same = "all" if self.same == self.made else f"{self.same:,} of them"
        size = f"{self.other_bytes / 1e6:.1f} MB, ours of these pages {self.own_bytes / 1e6:.1f} MB"
        return f"{self.made:,} of {self.ours:,} pages, {same} the same after undoing Go's escapes; {size}"


def sameness(site: Path, other: Path) -> Sameness:
    """Compare every page."""
    ours = {path.relative_to(site) for path in site.rglob("*.html")}
    theirs = {path.relative_to(other) for path in other.rglob("*.html")}
    same = own_bytes = other_bytes = 0
    for path in theirs:
        found = (other / path).read_bytes()
        own = (site / path).read_bytes() if path in ours else b""
        same += plain(found) == plain(own)
        own_bytes += len(own)
        other_bytes += len(found)
    return Sameness(len(ours), len(theirs), same, own_bytes, other_bytes)


def plain(page: bytes) -> bytes:
    """A page with one way to write each character."""
    for escape, character in ESCAPES.items():
        page = page.replace(escape, character)
    return page


def differences(site: Path, other: Path) -> Iterator[str]:
    """The pages that are not the same, each as a comparison by lines."""
    for path in sorted(other.rglob("*.html")):
        name = path.relative_to(other)
        own = plain((site / name).read_bytes()) if (site / name).exists() else b""
        if own != plain(path.read_bytes()):
            lines = [text.decode().splitlines() for text in (own, plain(path.read_bytes()))]
            yield "\n".join([f"{name}:", *difflib.unified_diff(*lines, "ours", "theirs", n=0, lineterm="")])


def main() -> None:
    """Say how far two sites are the same, and what differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path)
    parser.add_argument("other", type=Path)
    parser.add_argument("--differences", type=int, default=0, help="pages whose differences are shown")
    arguments = parser.parse_args()
    print(sameness(arguments.site, arguments.other))
    for _, said in zip(range(arguments.differences), differences(arguments.site, arguments.other), strict=False):
        print(said)


if __name__ == "__main__":
    main()
