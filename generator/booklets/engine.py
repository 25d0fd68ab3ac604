"""Typst source in, the bytes of a PDF out: our fonts alone, every warning an error, the same bytes twice."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache

import pikepdf
import typst

from generator.problems import Stop
from generator.templates.booklet import TEMPLATES

ACCESSIBLE = ("ua-1", "a-2a")
"""PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2): what the engine proves while it compiles."""


@cache
def fonts() -> typst.Fonts:
    """Rubik, and neither the system's fonts nor the engine's own."""
    folder = str(TEMPLATES / "fonts")
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


@cache
def letters() -> frozenset[int]:
    """Code points that both weights of the font have."""
    found: set[int] = set()
    for text in (TEMPLATES / "fonts" / "letters.txt").read_text("ascii").splitlines():
        if text and not text.startswith("#"):
            first, _dash, last = text.partition("-")
            found.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)


def compiled(files: Mapping[str, bytes], day: date, standards: tuple[str, ...] = ACCESSIBLE) -> bytes:
    """The PDF of a document; `day` is its date. Raises `Stop` when the engine has anything to remark."""
    compiler = typst.Compiler(input=dict(files), font_paths=fonts(), ignore_system_fonts=True)
    moment = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    try:
        pdf, warnings = compiler.compile_with_warnings(
            format="pdf", pdf_standards=list(standards), timestamp=moment, pdf_tags=bool(standards)
        )
    except typst.TypstError as error:
        raise Stop("print-engine", 70, found=str(error)) from error
    if warnings:
        raise Stop("print-engine", 70, found="; ".join(str(one) for one in warnings))
    return packed(pdf)


def packed(pdf: bytes) -> bytes:
    """The same document with its objects in compressed streams: less than half of the size."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        marks = document.Root.get("/MarkInfo", {})
        if "/Suspects" in marks:  # false, as it is without it; Poppler calls the word a syntax error
            del marks["/Suspects"]
        return saved(document)


def saved(document: pikepdf.Pdf) -> bytes:
    """The bytes of a document; its id follows from its content."""
    target = io.BytesIO()
    document.save(
        target,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        recompress_flate=True,
        compress_streams=True,
        deterministic_id=True,
    )
    return target.getvalue()


def page_count(pdf: bytes) -> int:
    """How many pages a document has."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def first_bookmarks(pdf: bytes) -> list[int]:
    """The pages to which the bookmarks of the top level lead, counted from 1."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        place = {page.objgen: number for number, page in enumerate(document.pages, 1)}
        found = []
        with document.open_outline() as outline:
            for item in outline.root:
                target = item.destination if item.destination is not None else item.action.D
                target = _named(document, target) if isinstance(target, pikepdf.String | pikepdf.Name) else target
                found.append(place[target[0].objgen])
        return found


def _named(document: pikepdf.Pdf, name: pikepdf.Object) -> pikepdf.Object:
    """Where a named destination leads."""
    target = pikepdf.NameTree(document.Root.Names.Dests)[str(name)]
    return target.D if isinstance(target, pikepdf.Dictionary) else target
