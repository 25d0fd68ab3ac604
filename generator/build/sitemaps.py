"""The pages of a site in; the files that tell search engines of them out."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import groupby
from operator import attrgetter

from generator.model import Guide
from generator.output import Present
from generator.regex import regex
from generator.shards import Row

_SITEMAP = regex(r"sitemap(-[0-9]+)?\.xml")
ADDRESSES_AT_MOST = 15_000
"""In one sitemap: 9 MB, of the 50 MB that one may have."""


def sitemap_files(guide: Guide, rows: list[Row]) -> Iterator[tuple[str, bytes]]:
    """Every indexed page with its translations; a date only where the record itself states one.

    A big site has an index of sitemaps: one may hold no more than 50,000 addresses (sitemaps.org).
    """
    order = {code: number for number, code in enumerate(guide.settings.languages)}
    indexed = sorted([row for row in rows if row.indexed], key=lambda row: (row.path, order[row.language]))
    pages = [tuple(there) for _, there in groupby(indexed, attrgetter("path"))]
    if len(pages) * len(order) <= ADDRESSES_AT_MOST:
        yield "sitemap.xml", _sitemap(guide, pages)
        return
    names = []
    size = ADDRESSES_AT_MOST // len(order)
    for start in range(0, len(pages), size):
        names.append(f"sitemap-{len(names) + 1}.xml")
        yield names[-1], _sitemap(guide, pages[start : start + size])
    site = html.escape(guide.settings.site_url)
    lines = [f"<sitemap><loc>{site}{name}</loc></sitemap>" for name in names]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    yield "sitemap.xml", "\n".join([head, *lines, "</sitemapindex>", ""]).encode()


def _sitemap(guide: Guide, pages: Iterable[Sequence[Row]]) -> bytes:
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    return b"\n".join(
        [
            head + b'xmlns:xhtml="http://www.w3.org/1999/xhtml">',
            *[_entries(guide, one) for one in pages],
            b"</urlset>\n",
        ]
    )


def _entries(guide: Guide, there: Sequence[Row]) -> bytes:
    """A page in each language in which it is there."""
    end = "" if there[0].path == "index.html" else html.escape(there[0].path)
    roots = [(row.language, _root(guide, row.language)) for row in there]
    links = [f'<xhtml:link rel="alternate" hreflang="{code}" href="{root}{end}"/>' for code, root in roots]
    links.append(f'<xhtml:link rel="alternate" hreflang="x-default" href="{roots[0][1]}{end}"/>')
    alternate = "".join(links)
    return "\n".join(
        [
            f"<url><loc>{root}{end}</loc>{_date(row.modified)}{alternate}</url>"
            for row, (_, root) in zip(there, roots, strict=True)
        ]
    ).encode()


def _root(guide: Guide, language: str) -> str:
    """The address of a language's home page, as XML has it."""
    return _escaped(guide.settings.site_url) + ("" if language == guide.settings.languages[0] else f"{language}/")


_escaped = cache(html.escape)


def _date(day: date | None) -> str:
    return f"<lastmod>{day.isoformat()}</lastmod>" if day else ""


def dated(present: Present, guide: Guide, dates: Mapping[str, date | None]) -> dict[str, bytes]:
    """The present sitemaps with other dates for some paths below the languages' prefixes."""
    maps = {path: present.read(path) for path in present.files if _SITEMAP.fullmatch(path)}
    before = dict(maps)
    for language in guide.settings.languages:
        for page, day in dates.items():
            address = f"<url><loc>{_root(guide, language)}{html.escape(page)}</loc>".encode()
            for path, text in maps.items():
                start = text.find(address) + len(address)
                if start >= len(address):
                    maps[path] = text[:start] + _date(day).encode() + text[text.index(b"<xhtml:link", start) :]
                    break  # an address stands once
    return {path: text for path, text in maps.items() if text is not before[path]}


def robots(guide: Guide) -> str:
    """What search engines may read: everything."""
    return f"User-agent: *\nAllow: /\nSitemap: {guide.settings.site_url}sitemap.xml\n"
