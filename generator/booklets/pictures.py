"""Drawings of a booklet: pictograms of Material Design Icons and QR codes, as SVG of one path, black only."""

from __future__ import annotations

from functools import cache

import segno

from generator.templates import symbol


@cache
def pictogram(name: str) -> str:
    """An icon of mkdocs-material (Apache 2.0) as a picture of its own."""
    drawing = symbol(name)
    shape = drawing[drawing.index(">") + 1 : drawing.rindex("</symbol>")]
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">{shape}</svg>'


@cache
def qr(address: str) -> str:
    """A QR code with its quiet zone. The mask is given: trying all eight costs four times as long."""
    code = segno.make(address, error="m", mask=3, micro=False)
    rows = [list(row) for row in code.matrix_iter(scale=1, border=4)]
    path = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            width = 0
            while x + width < len(row) and row[x + width]:
                width += 1
            if width:
                path.append(f"M{x} {y}h{width}v1h-{width}z")
            x += width or 1
    size = len(rows)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{"".join(path)}"/></svg>'
