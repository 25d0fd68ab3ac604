"""Every built page, read without a browser: head, links, size, sitemap, validity."""

from __future__ import annotations

import gzip
import html
import posixpath
import re
import shutil
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from generator.load import load
from tests.built import LANGUAGES, ROOT, TODAY, BuiltPage, Site

DIRECTIONS = {"pl": "ltr", "he": "rtl", "en": "ltr"}
COLD_VISIT = 14 * 1024
ORGANISATION = 6 * 1024
SCHEMES = {"http", "https", "mailto", "tel"}


def every(site: Site, judge: Callable[[BuiltPage], str | None]) -> None:
    """Fail with a line for each page that `judge` has a word about."""
    words = [f"{page}: {word}" for page in site.pages if (word := judge(page))]
    assert not words, f"{len(words)} pages\n" + "\n".join(words[:40])


def size(data: bytes) -> int:
    """Bytes over the wire from an ordinary host."""
    return len(gzip.compress(data, 6, mtime=0))


def target(page: BuiltPage, href: str) -> str | None:
    """The file below the site's root that a relative link leads to; `None` when it leads out."""
    parts = urlsplit(href)
    if parts.scheme or parts.netloc:
        return None
    if not parts.path:
        return page.address
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page.address), unquote(parts.path)))
    return path + "/index.html" if parts.path.endswith("/") else path


def test_every_kind_of_page_is_there(site: Site) -> None:
    """The addresses of the design exist in each language."""
    kinds = {"home", "urgent", "a-z", "areas", "groups", "need", "help", "help-area", "for", "area", "organisation"}
    for language in LANGUAGES:
        assert kinds | {"article"} <= {page.kind for page in site.of(language=language)}, language


def test_languages_have_the_same_pages(site: Site) -> None:
    """A page in one language is there in the others."""
    paths = {language: {p.path for p in site.of(language=language) if p.kind != "404"} for language in LANGUAGES}
    for language in LANGUAGES[1:]:
        assert paths[language] == paths[LANGUAGES[0]]


def test_the_build_is_quiet(site: Site) -> None:
    """A build without trouble says so in one line: no banner of another's, only remarks on our own files."""
    assert len(site.summary.strip().splitlines()) <= 1, site.summary
    foreign = [
        line for line in site.remarks.splitlines() if line and not line.startswith(("data/", "content/", "mkdocs.yml:"))
    ]
    assert not foreign, foreign


def test_language_and_direction(site: Site) -> None:
    """`lang` and `dir` stand on the root element."""

    def judge(page: BuiltPage) -> str | None:
        html = page.document.one("html")
        if (html["lang"], html["dir"]) != (page.language, DIRECTIONS[page.language]):
            return f"lang={html['lang']!r} dir={html['dir']!r}"
        return None

    every(site, judge)


def test_one_heading_and_one_title(site: Site) -> None:
    """A page has one h1, one title that no other page of its language has, and one description.

    Sensitive pages share the neutral title that hides them.
    """

    def judge(page: BuiltPage) -> str | None:
        document = page.document
        h1 = [e for e in document.all("h1") if e.text.strip()]
        titles = [e for e in document.all("title") if "svg" not in e.inside]
        descriptions = document.all("meta", name="description")
        if page.kind == "404":
            return None if len(h1) in (1, len(LANGUAGES)) and len(titles) == 1 else "h1 or title"
        if len(h1) != 1 or len(titles) != 1 or not titles[0].text.strip():
            return f"{len(h1)} h1, {len(titles)} titles"
        if len(descriptions) != 1 or not 20 <= len(descriptions[0]["content"]) <= 200:
            return f"descriptions: {[len(d['content']) for d in descriptions]}"
        return None

    every(site, judge)
    open_pages = [p for p in site.pages if not any("data-leave" in e.attributes for e in p.document.all("a"))]
    titles = Counter((p.language, p.document.all("title")[0].text.strip()) for p in open_pages)
    twice = [key for key, count in titles.items() if count > 1]
    assert not twice, twice


def test_alternates_are_absolute_and_reciprocal(site: Site) -> None:
    """A page names itself in all languages by absolute addresses, with x-default, and its own is canonical."""
    seen: dict[str, dict[str, str]] = {}

    def judge(page: BuiltPage) -> str | None:
        document = page.document
        alternates = {e["hreflang"]: e["href"] for e in document.all("link", rel="alternate") if e["hreflang"]}
        canonical = [e["href"] for e in document.all("link", rel="canonical")]
        if page.kind == "404":
            return "a page that is everywhere has no address of its own" if alternates or canonical else None
        if set(alternates) != {*LANGUAGES, "x-default"}:
            return f"alternates {sorted(alternates)}"
        if alternates["x-default"] != alternates[LANGUAGES[0]]:
            return f"x-default is {alternates['x-default']}"
        if any(urlsplit(href).scheme != "https" for href in alternates.values()):
            return f"not absolute: {alternates}"
        if canonical != [alternates[page.language]]:
            return f"canonical {canonical}"
        seen[canonical[0]] = alternates
        return None

    every(site, judge)
    for alternates in seen.values():
        for href in alternates.values():
            assert seen[href] == alternates


def test_language_switch_stays_on_the_page(site: Site) -> None:
    """The links of the header lead to the same page in each language, each named in itself."""

    def judge(page: BuiltPage) -> str | None:
        if page.kind == "404":
            return None
        links = [a for a in page.document.all("a") if "header" in a.inside and a["hreflang"]]
        found = {a["hreflang"]: target(page, a["href"]) for a in links}
        if found != {language: site.page(page.path, language).address for language in LANGUAGES}:
            return f"{found}"
        return None if all(a["lang"] == a["hreflang"] for a in links) else "a language is not named in itself"

    every(site, judge)


def test_open_graph(site: Site) -> None:
    """What a message programme shows of a link: the page's own title, address and language."""

    def judge(page: BuiltPage) -> str | None:
        if page.kind == "404":
            return None
        found = {e["property"]: e["content"] for e in page.document.all("meta") if e["property"].startswith("og:")}
        missing = {"og:title", "og:url", "og:locale", "og:type"} - set(found)
        if missing:
            return f"missing {sorted(missing)}"
        if found["og:url"] != page.document.one("link", rel="canonical")["href"]:
            return f"og:url is {found['og:url']}"
        return None

    every(site, judge)


def test_internal_links_resolve(site: Site) -> None:
    """No link, anchor, style sheet, script or picture leads nowhere; no link has another scheme than those allowed."""
    documents = {page.address: page.document for page in (*site.pages, *site.redirects)}

    def judge(page: BuiltPage) -> str | None:
        for element in page.document.elements:
            for attribute in ("href", "src"):
                href = element[attribute]
                if not href or (page.kind == "404" and href.startswith("/")):
                    continue
                if (scheme := urlsplit(href).scheme) and scheme not in SCHEMES:
                    return f"line {element.line}: {href}"
                path = target(page, href)
                if path is None:
                    continue
                if not (site.folder / path).is_file():
                    return f"line {element.line}: {href}"
                fragment = unquote(urlsplit(href).fragment)
                if fragment and path in documents and fragment not in documents[path].ids:
                    return f"line {element.line}: {href}: no such anchor"
        return None

    every(site, judge)


def test_a_list_for_a_group_of_people_begins_with_what_is_urgent(site: Site) -> None:
    """A line to call and a bed stand before meals, and those before courses, whatever they are called."""
    guide, _ = load(ROOT, date.fromisoformat(TODAY))
    rank = {one.id: number for number, one in enumerate(guide.help_types)}
    helps = {
        f"{organisation.id}.html#{service.id}": min(rank[one] for one in service.help_types)
        for organisation in guide.organisations
        for service in organisation.services
        if service.phones
    }
    for language in LANGUAGES:
        page = site.page("for/homeless.html", language)
        cards = re.findall(r'g-card__name"><a href="\.\./organisation/([^"]+)"', page.html)
        ranks = [helps[one] for one in cards if one in helps]
        assert len(ranks) > 6 and ranks == sorted(ranks), page


def test_nothing_inline_and_nothing_from_elsewhere(site: Site) -> None:
    """No inline script but the one that the policy names, no style, no event attribute, nothing of another host."""

    def judge(page: BuiltPage) -> str | None:
        for element in page.document.elements:
            where = f"line {element.line}: <{element.tag}>"
            if element.tag == "style" or "style" in element.attributes:
                return f"{where}: style"
            if any(name.startswith("on") for name in element.attributes):
                return f"{where}: event attribute"
            fetched = element["src"] or (element["href"] if element.tag == "link" and "style" in element["rel"] else "")
            if urlsplit(fetched).netloc:
                return f"{where}: {fetched}"
        return "inline script" if page.document.foreign_scripts() else None

    every(site, judge)


def test_pictograms_stay_small_without_the_style_sheet(site: Site) -> None:
    """Each has a size of its own: when the connection breaks before the style sheet, none fills the screen."""

    def judge(page: BuiltPage) -> str | None:
        for element in page.document.all("svg"):
            sizes = element["width"], element["height"]
            if not all(size.isdigit() and int(size) <= 32 for size in sizes):
                return f"line {element.line}: {sizes}"
        return None

    every(site, judge)


def test_policies_stand_in_the_page(site: Site) -> None:
    """The same Content-Security-Policy on all pages, without `unsafe` words, and no referrer for anybody."""
    policies = set()
    for page in site.pages:
        policies.add(page.document.one("meta", http_equiv="Content-Security-Policy")["content"])
        assert page.document.one("meta", name="referrer")["content"] == "no-referrer", page
    assert len(policies) == 1
    policy = policies.pop()
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for directive in ("script-src 'self'", "style-src 'self'", "base-uri 'none'"):
        assert directive in policy


def test_cold_visit_within_budget(site: Site) -> None:
    """Page, styles and scripts of a first visit weigh at most 14 KB, gzipped."""
    weights: dict[str, int] = {}

    def judge(page: BuiltPage) -> str | None:
        total = size(page.file.read_bytes())
        for element in page.document.elements:
            href = element["src"] if element.tag == "script" else ""
            if element.tag == "link" and element["rel"] in ("stylesheet", "preload", "modulepreload"):
                href = element["href"]
            path = target(page, href) if href else None
            if path and (site.folder / path).is_file():
                if path not in weights:
                    weights[path] = size((site.folder / path).read_bytes())
                total += weights[path]
        return f"{total} bytes" if total > COLD_VISIT else None

    every(site, judge)


def test_organisation_within_budget(site: Site) -> None:
    """The HTML of an organisation with at most five services weighs at most 6 KB, gzipped."""
    wrong = []
    for page in site.of("organisation"):
        services = page.html.count("g-card--service")
        weight = size(page.file.read_bytes())
        if weight > ORGANISATION and services <= 5:
            wrong.append(f"{page}: {weight} bytes, {services} services")
    assert not wrong, "\n".join(wrong)


def test_every_organisation_can_be_corrected_by_mail(site: Site) -> None:
    """An organisation's page has a mailto link that names the record."""
    for page in site.of("organisation"):
        record = page.path.removeprefix("organisation/").removesuffix(".html")
        letters = [unquote(e["href"]) for e in page.document.all("a") if e["href"].startswith("mailto:")]
        assert any("subject=" in letter and record in letter for letter in letters), page


def test_phones_are_isolated_and_dialled_in_full(site: Site) -> None:
    """Every tel: link holds an international or short number, and its words stand in a left-to-right isolate."""

    def judge(page: BuiltPage) -> str | None:
        for link in page.document.all("a"):
            if link["href"].startswith("tel:"):
                number = link["href"].removeprefix("tel:")
                digits = number.split(";")[0].lstrip("+*")
                if not digits.isdigit() or (len(digits) > 6 and not number.startswith("+") and link["href"][4] != "1"):
                    return f"line {link.line}: {link['href']}"
        return None

    every(site, judge)


def test_sitemap_lists_what_may_be_found(site: Site) -> None:
    """The sitemap holds the address of every page that leads to help, with its languages, and no other."""
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    entries = ElementTree.parse(site.folder / "sitemap.xml").findall("s:url", space)
    listed = {entry.findtext("s:loc", "", space) for entry in entries}
    pages = {page.document.one("link", rel="canonical")["href"]: page for page in site.pages if page.kind != "404"}
    assert listed <= set(pages)
    # A kind of help or a place for which there is no record yet has a page, for those who follow a link to it.
    # My list is for those who made one.
    empty = {"help", "for", "area", "need", "my-list"}
    left_out = [page for address, page in pages.items() if address not in listed]
    full = [str(page) for page in left_out if page.kind not in empty or "g-card__name" in page.html]
    assert not full, full
    assert len(entries) == len(listed)
    for entry in entries:
        languages = {link.get("hreflang") for link in entry.findall("x:link", space)}
        assert languages == {*LANGUAGES, "x-default"}, entry.findtext("s:loc", "", space)


def test_robots_name_the_sitemap_or_are_absent(site: Site) -> None:
    """A robots.txt, if there is one, lets everybody in and names the sitemap."""
    robots = site.folder / "robots.txt"
    if robots.exists():
        text = robots.read_text("utf-8")
        assert "Sitemap: https://" in text
        assert "Disallow: /\n" not in text


def test_not_found_speaks_all_languages(site: Site) -> None:
    """One 404 page, in three languages, with addresses that hold from any depth, and not for search engines."""
    (page,) = site.of("404")
    document = page.document
    for language in LANGUAGES:
        assert document.one("html")["lang"] == language or any(e["lang"] == language for e in document.elements), (
            language
        )
    for element in document.elements:
        for attribute in ("href", "src"):
            href = element[attribute]
            assert not href or href.startswith(("/", "#", "https:", "tel:", "mailto:")), href
    assert any("noindex" in e["content"] for e in document.all("meta", name="robots"))


def test_assets_are_all_used(site: Site) -> None:
    """Nothing is published that no page, style sheet or script asks for."""
    words = "".join(p.read_text("utf-8") for p in site.folder.rglob("*") if p.suffix in {".css", ".js", ".webmanifest"})
    words += "".join(page.html for page in site.one_of_each_kind())
    published = [p for p in site.folder.rglob("*") if p.is_file() and p.suffix not in {".html", ".xml", ".txt", ".gz"}]
    unused = {p.relative_to(site.folder).as_posix() for p in published if p.name not in words}
    unused -= {"manifest.json"}  # the list of what a build wrote, for the next one
    if "search/" in words:  # the search asks for its parts by names that it puts together
        unused = {path for path in unused if not path.startswith(("assets/search/", "assets/list/"))}
    assert not unused, unused


def test_no_template_or_working_file_is_published(site: Site) -> None:
    """The public folder holds no template, catalogue, source or hidden file."""
    bad = {".j2", ".po", ".mo", ".py", ".pyc", ".md", ".yml", ".yaml", ".map", ".scss"}
    found = [p.relative_to(site.folder) for p in site.folder.rglob("*") if p.suffix in bad or p.name.startswith(".")]
    assert not [path for path in found if path != Path(".nojekyll")]


def test_no_marker_is_left(site: Site) -> None:
    """No placeholder of the generator, of Jinja or of a translator is left on a page."""

    def judge(page: BuiltPage) -> str | None:
        text = page.document.one("html").text
        for marker in ("{{", "{%", "[[", "%(", "TODO", "FIXME", "Undefined", "None,"):
            if marker in text:
                return marker
        return None

    every(site, judge)


@pytest.mark.parametrize("language", LANGUAGES)
def test_home_leads_to_numbers_in_two_clicks(site: Site, language: str) -> None:
    """Each tile of the home page leads to numbers to call, besides the emergency number, in at most two clicks.

    Where no record of that need has a number, the pages lead on to urgent help, which has.
    """
    home = site.page("index.html", language)
    pages = {page.address: page for page in site.pages}

    def links(page: BuiltPage) -> set[str]:
        return {p for a in page.document.all("a") if "main" in a.inside and (p := target(page, a["href"])) in pages}

    def calls(address: str) -> bool:
        numbers = {a["href"] for a in pages[address].document.all("a") if a["href"].startswith("tel:")}
        return bool(numbers - {"tel:112"})

    tiles = {address for address in links(home) if pages[address].kind in ("need", "urgent")}
    assert len(tiles) >= 6
    urgent = site.page("urgent.html", language).address
    without = [
        tile
        for tile in sorted(tiles)
        if not any(map(calls, [tile, *links(pages[tile])]))
        if not all(urgent in links(pages[step]) for step in links(pages[tile]) if pages[step].kind == "help")
    ]
    assert not without, without


def nothing_found(nu: Callable[[Path], list[str]], folder: Path) -> None:
    """Fail with what the Nu HTML checker says of a folder."""
    # For a page read from a disk the checker does not know what 'self' is; browsers do, and tests/browser asks them.
    disk = "Resource violates Content Security Policy (meta tag)"
    found = [line for line in nu(folder) if ": info:" not in line and disk not in line]
    assert not found, f"{len(found)} messages\n" + "\n".join(found[:30])


def test_nu_checker_finds_nothing(site: Site, nu: Callable[[Path], list[str]], some: Callable, tmp_path: Path) -> None:
    """The Nu HTML checker has no error and no warning about a page of each kind in each language, and some others."""
    for page in {*site.one_of_each_kind(), *some(site.pages, 60), *some(site.redirects, 1)}:
        copy = tmp_path / page.file.relative_to(site.folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(page.file, copy)
    nothing_found(nu, tmp_path)


@pytest.mark.audit
def test_nu_checker_finds_nothing_on_any_page(site: Site, nu: Callable[[Path], list[str]]) -> None:
    """Nor about any other page."""
    nothing_found(nu, site.folder)


def test_no_words_of_a_record_are_lost(site: Site) -> None:
    """Every text of every service that is not closed stands on its organisation's page, hours known or not."""
    guide, _ = load(ROOT, date.fromisoformat(TODAY))
    lost = []
    for organisation in guide.organisations:
        page = site.page(f"organisation/{organisation.address_name}.html")
        shown = " ".join(re.sub(r"<[^>]+>", " ", html.unescape(page.html)).split())
        for service in organisation.services:
            if service.status == "closed":
                continue
            for field in ("name", "description", "hours_note", "cost_note", "referral_note", "notes", "notice"):
                text = getattr(service, field)
                words = text.in_language("pl").words if text else ""
                lost += [
                    f"{organisation.id}/{service.id}: {field}: {line}"
                    for line in words.splitlines()
                    if " ".join(line.removeprefix("- ").split()) not in shown
                ]
    assert not lost
