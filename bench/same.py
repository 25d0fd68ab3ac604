"""Our site and a peer's in; how many of our pages the peer makes, and how many of them have the same bytes, out.

python -m bench.same SITE OTHER --differences 3
"""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple


class Sameness(NamedTuple):
    """How far a peer's pages are the same as ours."""

    ours: int
    """Pages that we make."""
    made: int
    """Pages that the peer makes."""
    same: int
    """Pages of the peer that have the same bytes as ours at the same address."""
    size: int
    """Bytes of the peer's pages."""
    own_size: int
    """Bytes of our pages at the same addresses."""

    def __str__(self) -> str:
        same = "all" if self.same == self.made else f"{self.same:,}"
        sizes = f"{self.size / 1e6:.1f} MB, in ours {self.own_size / 1e6:.1f}"
        return f"{self.made:,} of {self.ours:,} pages, {same} with the same bytes ({sizes})"


def sameness(site: Path, other: Path) -> Sameness:
    """Compare every page that the peer makes."""
    same = size = own_size = made = 0
    for name in _pages(other):
        page, own = (other / name).read_bytes(), _page(site / name)
        made += 1
        same += page == own
        size += len(page)
        own_size += len(own)
    return Sameness(sum(1 for _ in _pages(site)), made, same, size, own_size)


def differences(site: Path, other: Path) -> Iterator[str]:
    """The pages of the peer that are not the same, each with the lines that differ."""
    for name in sorted(_pages(other)):
        pages = [_page(site / name), _page(other / name)]
        if pages[0] != pages[1]:
            lines = [page.decode().splitlines() for page in pages]
            yield "\n".join(difflib.unified_diff(*lines, f"ours {name}", f"theirs {name}", n=0, lineterm=""))


def _pages(site: Path) -> Iterator[Path]:
    return (path.relative_to(site) for path in site.rglob("*.html"))


def _page(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def main() -> None:
    """Say how far two sites are the same, and where they differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path)
    parser.add_argument("other", type=Path)
    parser.add_argument("--differences", type=int, default=0, help="pages whose differences are shown")
    arguments = parser.parse_args()
    print(sameness(arguments.site, arguments.other))
    for lines in islice(differences(arguments.site, arguments.other), arguments.differences):
        print(lines)


if __name__ == "__main__":
    main()
