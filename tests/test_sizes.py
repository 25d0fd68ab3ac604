"""Guides at the edges: nothing in them, very much, names without end, empty fields, one language."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from generator import schema, site
from generator.build import sitemaps
from generator.commands.init import STARTER
from generator.load import load
from generator.model import Guide
from generator.shards.backends import Backend
from tests.built import LANGUAGES, Document, measured
from tests.small import AREAS, GOOD, GUIDE, HELP_TYPES, TARGET_GROUPS, TODAY, problems_of, small_guide

LETTERS = 300
"""As many as a name may have."""
POLISH = ("Stowarzyszenie na rzecz Osób w Kryzysie Bezdomności „Przystań” " * 9)[:LETTERS].strip()
HEBREW = ("עמותה לסיוע לדרי רחוב ולבני משפחותיהם " * 9)[:LETTERS].strip()
REQUIRED = {field.name for field in schema.ORGANISATION.fields if field.required} | {"help_types", "area"}
SPACES = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    """A folder for small guides, one after the other: what MkDocs makes of it is remembered."""
    folder = tmp_path_factory.mktemp("sizes") / "guide"
    for language in LANGUAGES:
        (folder / "content" / language).mkdir(parents=True)
    shutil.copy(STARTER / "mkdocs.yml", folder)
    return folder


@pytest.fixture
def made(root, tmp_path) -> Callable[..., tuple[Guide, dict[str, str]]]:
    """Call it with organisations (and other files): the guide and its site. A build looks at every link itself."""

    def make(organisations: str, **files: str) -> tuple[Guide, dict[str, str]]:
        guide, _ = load(small_guide(root, organisations, **files), TODAY)
        target = tmp_path / "site"
        site.publish(root, target, guide, shards=Backend("serial"))
        found = {
            path.relative_to(target).as_posix(): path.read_text("utf-8")
            for path in target.rglob("*")
            if path.suffix in (".html", ".xml", ".js", ".css", ".txt", ".json")
        }
        return guide, found

    return make


def record(name: str, identity: str = "dom") -> str:
    """An organisation with this name."""
    return GOOD.replace('{pl: "Dom „Żółta Ćma”"}', name).replace("id: dom", f"id: {identity}")


def many_services(number: int) -> str:
    """An organisation with so many services."""
    services = "".join(
        f'      - id: usluga-{one:03}\n        name: {{pl: "Usługa {one}", he: "שירות {one}", en: "Service {one}"}}\n'
        f'        help_types: [night-shelter]\n        phones: ["85 744 {one // 100:02} {one % 100:02}"]\n'
        f"        area: {('bialystok', 'hajnowka')[one % 2]}\n"
        for one in range(number)
    )
    head = '  - id: dom\n    name: {pl: "Dom"}\n    source: https://proba.org\n'
    return f"organisations:\n{head}    services:\n{services}"


@pytest.mark.parametrize("text", ["organisations: []\n", "organisations:\n"])
def test_a_guide_without_organisations(made, text):
    """It is built whole, so that one can begin with it: no organisation's page, no dead link, no empty list."""
    _, files = made(text)
    assert not [path for path in files if "organisation/" in path]
    for prefix in ("", "he/", "en/"):
        assert "112" in files[f"{prefix}index.html"] and "<ul" in files[f"{prefix}a-z.html"] + files["areas.html"]
    for path, text in files.items():
        if path.endswith(".html"):
            assert not re.search(r"<ul[^>]*>\s*</ul>", text), path


def test_a_guide_with_one_organisation(made):
    """It stands on its page and on all lists that lead to it."""
    _, files = made(GOOD)
    name = "Żółta Ćma"
    assert sorted(path for path in files if name in files[path] and path.startswith("he/"))
    for path in ("organisation/dom.html", "help/night-shelter.html", "area/bialystok.html", "a-z.html"):
        assert name in files[path], path


def test_an_organisation_with_two_hundred_services(made):
    """One page with all of them, each with its number and reached from a list above."""
    _, files = made(many_services(200))
    page = Document(files["he/organisation/dom.html"])
    ids = [element["id"] for element in page.elements if element["id"]]
    assert len(ids) == len(set(ids)) and len([one for one in ids if one.startswith("usluga-")]) == 200
    links = [element["href"] for element in page.all("a")]
    assert [link for link in links if link.startswith("#usluga-")] == [f"#usluga-{one:03}" for one in range(200)]
    assert len([link for link in links if link.startswith("tel:+4885744")]) == 200
    assert "<details" not in made(many_services(8))[1]["organisation/dom.html"]


def test_names_as_long_as_they_may_be(made):
    """They stand whole on the page, and in other languages marked with their own."""
    _, files = made(record(f'{{pl: "{POLISH}", he: "{HEBREW}"}}'))
    for path, words in (("organisation/dom.html", POLISH), ("he/organisation/dom.html", HEBREW)):
        assert Document(files[path]).one("h1").text.strip() == words
    assert Document(files["en/organisation/dom.html"]).one("h1").text.strip() == POLISH


def whole_record() -> dict[str, str]:
    """Every field that a simple organisation may have, as written."""
    values = {field.name: field.example for field in schema.ORGANISATION.fields}
    for name in ("id", "services", "slug", "aliases", "status", "successor", "registry", "country"):
        del values[name]
    return values | {
        "help_types": "[night-shelter]",
        "target_groups": "[homeless]",
        "booking_url": "https://np.ms.gov.pl/zapisy",
        "source": "https://proba.org",
        "description": '{pl: "Opis.", he: "תיאור.", en: "Words."}',
        "alerts": '[{text: {pl: "Uwaga."}, until: "2027-03-31"}]',
        "valid_from": '"2026-01-01"',
    }


def as_written(records: dict[str, dict[str, str]]) -> str:
    """Records by id as they stand in the file, with a field a line."""
    lines = ["organisations:"]
    for identity in sorted(records):
        lines.append(f"  - id: {identity}")
        lines += [f"    {key}: {value}".rstrip() for key, value in records[identity].items()]
    return "\n".join([*lines, ""])


def test_every_optional_field_may_be_absent_or_empty(made):
    """Of a record with all fields each one is left out, or left empty: all of them have a page in each language."""
    whole = whole_record()
    optional = sorted(whole.keys() - REQUIRED)
    records = {f"a-{name}".replace("_", "-"): {**whole} for name in optional}
    for name in optional:
        del records[f"a-{name}".replace("_", "-")][name]
    records |= {f"b-{name}".replace("_", "-"): whole | {name: ""} for name in optional}
    records["least"] = {key: whole[key] for key in ("name", "source", "help_types", "area", "phones")}
    records["whole"] = whole
    guide, files = made(as_written(records))
    assert len(optional) > 25 and len(guide.organisations) == 2 * len(optional) + 2
    for organisation in guide.organisations:
        for prefix in ("", "he/", "en/"):
            page = files[f"{prefix}organisation/{organisation.id}.html"]
            assert not re.search(r"\b(?:None|Undefined)\b|<(ul|p|dl|h2)[^>]*>\s*</\1>", page), organisation.id


def test_nothing_given_as_a_value_is_told(tmp_path):
    """Empty quotes, braces or brackets: as if the field were not there, or a problem of this field and no other."""
    whole = whole_record()
    optional = sorted(whole.keys() - REQUIRED)
    nothing = {name: {"[": "[]", "{": "{}"}.get(whole[name][0], '""') for name in optional}
    records = {f"c-{name}".replace("_", "-"): whole | {name: nothing[name]} for name in optional}
    errors = [one for one in problems_of(small_guide(tmp_path, as_written(records))) if one.level == "error"]
    assert errors
    for problem in errors:
        assert problem.field.partition(".")[0].replace("_", "-") == problem.record.removeprefix("c-"), problem


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_in_one_language_only(made, language):
    """Whichever it is: every page is there in all languages, and says in which one those words are."""
    words = {"pl": "Dom", "he": "בית", "en": "House"}

    def only(text: str) -> str:
        return re.sub(
            r"\{((?:(?:pl|he|en): (?:\"[^\"]*\"|[^,}\"]*)(?:, )?)+)\}",
            lambda found: (
                "{" + re.search(rf"{language}: (\"[^\"]*\"|[^,}}]*)", found[1] + f", {language}: Tu")[0] + "}"
            ),
            text,
        )

    files = {"guide": only(GUIDE), "help_types": only(HELP_TYPES), "areas": only(AREAS)}
    _, found = made(record(f'{{{language}: "{words[language]}"}}'), target_groups=only(TARGET_GROUPS), **files)
    for other in LANGUAGES:
        page = found[f"{'' if other == 'pl' else other + '/'}organisation/dom.html"]
        heading = re.search(r"<h1[^>]*>.*?</h1>", page, re.DOTALL)[0]
        assert words[language] in heading
        assert (f'lang="{language}"' in heading) == (other != language), heading


def test_a_sitemap_beyond_its_limit_is_split(made, monkeypatch):
    """Into parts that an index names, which together hold what one would have held, none more than it may."""
    records = [record('{pl: "Dom"}', f"dom-{number}").removeprefix("organisations:\n") for number in range(9)]
    organisations = "".join(records)
    _, whole = made(f"organisations:\n{organisations}")
    monkeypatch.setattr(sitemaps, "ADDRESSES_AT_MOST", 30)
    _, split = made(f"organisations:\n{organisations}")
    index = ElementTree.fromstring(split["sitemap.xml"])
    names = [place.text.rpartition("/")[2] for place in index.iter(f"{SPACES}loc")]
    assert index.tag == f"{SPACES}sitemapindex" and len(names) > 2
    parts = [re.findall("<url>.*", split[name]) for name in names]
    assert [url for part in parts for url in part] == re.findall("<url>.*", whole["sitemap.xml"])
    assert max(map(len, parts)) <= 30
    monkeypatch.undo()
    assert set(made(GOOD)[1]) & set(names) == set(), "the parts are gone when one is enough"


@pytest.mark.audit
@pytest.mark.skipif(os.name == "nt", reason="nobody tells there what a process used")
def test_thirty_thousand_organisations(tmp_path, audit, capsys):
    """A country: built whole, its sitemap split, in bounded memory."""
    number = 30_000 if audit == "full" else 1_500
    towns = [f"town-{one}" for one in range(300)]
    areas = AREAS + "".join(
        f"  - {{id: {one}, level: town, parent: podlaskie, name: {{pl: {one}}}}}\n" for one in towns
    )
    organisations = "organisations:\n" + "".join(
        f'  - id: org-{one:05}\n    name: {{pl: "Dom {one}"}}\n'
        f'    phones: ["85 744 {one // 100 % 100:02} {one % 100:02}"]\n    area: {towns[one % 300]}\n'
        "    help_types: [night-shelter]\n    source: https://proba.org\n"
        for one in range(number)
    )
    root = small_guide(tmp_path / "guide", organisations, areas=areas)
    shutil.copy(STARTER / "mkdocs.yml", root)
    for language in LANGUAGES:
        (root / "content" / language).mkdir(parents=True)
    said = tmp_path / "said.txt"
    code, seconds, megabytes = measured(said, "build", "--lang", "en", "--root", root, "--today", str(TODAY))
    summary = said.read_text("utf-8")
    assert code == 0, summary
    with capsys.disabled():
        print(f"\n{summary.splitlines()[-1]} CPU {seconds:.0f} s, {megabytes:.0f} MB", end="")
    assert len(list((root / "site" / "organisation").iterdir())) == number
    sizes = [file.read_text().count("<url>") for file in (root / "site").glob("sitemap*.xml")]
    assert sum(sizes) > 3 * number and max(sizes) <= sitemaps.ADDRESSES_AT_MOST
    assert (len(sizes) > 1) == (sum(sizes) > sitemaps.ADDRESSES_AT_MOST)


@pytest.mark.audit
@pytest.mark.parametrize("case", ["nothing", "two hundred services", "long names", "a word without end"])
def test_nothing_stands_out_of_the_page(made, browser, tmp_path, case):
    """On a phone and on a screen no page is wider than its window."""
    texts = {
        "nothing": "organisations: []\n",
        "two hundred services": many_services(200),
        "long names": record(f'{{pl: "{POLISH}", he: "{HEBREW}", en: "{POLISH}"}}'),
        "a word without end": record(f'{{pl: "{"Ż" * LETTERS}"}}'),
    }
    _, files = made(texts[case])
    for width in (360, 1280):
        page = browser.new_page(viewport={"width": width, "height": 800})
        for path in files:
            if path.endswith(".html") and path.rpartition("/")[2] in (
                "index.html",
                "dom.html",
                "a-z.html",
                "areas.html",
            ):
                page.goto((tmp_path / "site" / path).as_uri())
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= width, f"{path} is {wide} px wide in {width}"
        page.close()
