"""Makes the booklets' two fonts: the npm package `@fontsource/rubik` in, merged TTFs and `letters.txt` out.

    npm pack @fontsource/rubik@5.3.0 && tar -xzf fontsource-rubik-5.3.0.tgz
    python -m pip install fonttools==4.68.0
    python theme/templates/booklet/fonts/make_fonts.py package

Typst cannot read woff2, and fontsource cuts the family into one file a script; a booklet needs them in one.
Rubik is under the SIL Open Font License (OFL.txt beside this file).
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

SUBSETS = ("latin", "latin-ext", "hebrew", "cyrillic")
FOLDER = Path(__file__).parent
WEIGHTS = {400: "Regular", 700: "Bold"}


def unpacked(file: Path, folder: Path) -> Path:
    """A woff file as TTF."""
    font = TTFont(file)
    font.flavor = None
    target = folder / f"{file.stem}.ttf"
    font.save(target)
    return target


def merged(package: Path, weight: int, style: str, target: Path) -> None:
    """One weight of all subsets in one file, with names that Typst and PDF readers group as one family."""
    with tempfile.TemporaryDirectory() as folder:
        files = [
            unpacked(package / "files" / f"rubik-{subset}-{weight}-normal.woff", Path(folder)) for subset in SUBSETS
        ]
        font = Merger().merge([str(file) for file in files])
    for record in font["name"].names:
        if record.nameID == 2:
            record.string = style
    font["OS/2"].usWeightClass = weight
    font["head"].created = font["head"].modified = 0  # the same bytes from each run
    font.recalcTimestamp = False
    font.save(target)


def ranges(points: set[int]) -> list[str]:
    """Code points as lines of hexadecimal numbers: one alone, or the first and the last of a row."""
    lines: list[str] = []
    for point in sorted(points):
        if point - 1 in points:
            lines[-1] = f"{lines[-1].split('-')[0]}-{point:04X}"
        else:
            lines.append(f"{point:04X}")
    return lines


def main(package: Path) -> None:
    """Write both weights, and which code points both have: the generator reads no fonts."""
    both: list[set[int]] = []
    for weight, style in WEIGHTS.items():
        target = FOLDER / f"Rubik-{style}.ttf"
        merged(package, weight, style, target)
        both.append(set(TTFont(target).getBestCmap()))
        print(target.name, target.stat().st_size)
    lines = ["# Made by make_fonts.py. Do not edit. Code points that both fonts have.", *ranges(both[0] & both[1])]
    (FOLDER / "letters.txt").write_text("\n".join(lines) + "\n", "ascii", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
