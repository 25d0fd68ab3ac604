"""Pages of A5 in, sides of A4 to fold out: bound on the left or, for Hebrew, on the right."""

from __future__ import annotations

import io

import pikepdf

from generator.booklets.engine import saved

WIDTH, HEIGHT = 841.89, 595.276
"""A4 lying, in points."""

EDGE = 15
"""Nearer to the edge of the paper office printers do not print."""

_MIDDLE = f"{WIDTH / 2:.3f}"
_FOLD_MARKS = "0.5 w [4 4] 0 d " + " ".join(
    f"{_MIDDLE} {start} m {_MIDDLE} {start + 16} l S" for start in (EDGE, round(HEIGHT) - EDGE - 16)
)


def order(pages: int, right_bound: bool) -> list[tuple[int, int]]:
    """The pages at the left and at the right of each side, fronts and backs in turn; `pages` is a multiple of 4.

    Eight pages bound on the left: (8, 1) (2, 7) (6, 3) (4, 5).
    """
    sides = []
    for side in range(pages // 2):
        outer, inner = pages - side, side + 1
        sides.append((outer, inner) if (side % 2 == 0) != right_bound else (inner, outer))
    return sides


def folded(sides: list[tuple[int, int]], right_bound: bool) -> list[int]:
    """The fold model: what a reader meets, page after page, when these sides are printed, stacked, folded and bound.

    A sheet is a front and a back that is flipped on the short edge, so that a back's left is behind a front's right.
    """
    sheets = [(sides[index], sides[index + 1]) for index in range(0, len(sides), 2)]
    first, second = (0, 1) if right_bound else (1, 0)
    opening = [page for front, back in sheets for page in (front[first], back[second])]
    closing = [page for front, back in reversed(sheets) for page in (back[first], front[second])]
    return opening + closing


def padded(count: int) -> list[int]:
    """Positions of the pages with copies of the last but one, the page for notes, before the back cover."""
    filling = -count % 4
    return [*range(count - 1), *[count - 2] * filling, count - 1]


def imposed(pdf: bytes, right_bound: bool, title: str, note: str, language: str) -> dict[str, bytes]:
    """The sides in one file, the fronts alone and the backs alone; `note` names the version to read on a screen."""
    says = {"/Title": title, "/Subject": note}
    with pikepdf.open(io.BytesIO(pdf)) as source:
        pages = padded(len(source.pages))
        sides = order(len(pages), right_bound)
        parts = {"imposed": sides, "fronts": sides[::2], "backs": sides[1::2]}
        return {name: _sides(source, [pages[one - 1] for side in part for one in side], says, language, right_bound)
                for name, part in parts.items()}  # fmt: skip


def _sides(source: pikepdf.Pdf, pages: list[int], says: dict[str, str], language: str, right_bound: bool) -> bytes:
    target = pikepdf.Pdf.new()
    forms: dict[int, pikepdf.Object] = {}
    for position in dict.fromkeys(pages):
        forms[position] = target.copy_foreign(source.pages[position].as_form_xobject())
    for left, right in zip(pages[::2], pages[1::2], strict=True):
        side = target.add_blank_page(page_size=(WIDTH, HEIGHT))
        # Not `add_overlay`: it gives random names, and the same booklet must have the same bytes.
        side.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(L=forms[left], R=forms[right]))
        halves = [_placed("L", forms[left], 0), _placed("R", forms[right], WIDTH / 2)]
        side.Contents = target.make_stream("\n".join([*halves, _FOLD_MARKS]).encode())
    # Two sided, flipped on the short edge: what a print dialogue should offer first.
    target.Root.ViewerPreferences = pikepdf.Dictionary(
        Duplex=pikepdf.Name.DuplexFlipShortEdge,
        PrintScaling=pikepdf.Name("/None"),
        DisplayDocTitle=True,
        Direction=pikepdf.Name.R2L if right_bound else pikepdf.Name.L2R,
    )
    target.Root.Lang = pikepdf.String(language)
    for name, words in says.items():
        target.docinfo[name] = words
    return saved(target)


def _placed(name: str, form: pikepdf.Object, start: float) -> str:
    """A page in the middle of its half: two pages of A5 are a hair narrower than A4 is long."""
    left, bottom, right, _top = (float(one) for one in form.BBox)
    return f"q 1 0 0 1 {start + (WIDTH / 2 - (right - left)) / 2 - left:.3f} {-bottom:.3f} cm /{name} Do Q"
