"""A build that looks only at pages with a changed record gives the bytes of a clean one, and knows when it must not."""

from __future__ import annotations

import random
import sys
from dataclasses import fields, replace
from datetime import date
from hashlib import sha256

import pytest

from generator import build, site
from generator.brief import Facts, current_services
from generator.build import MEMORY, sitemaps
from generator.load import load, remembered
from generator.load.shelf import OWN, outline
from generator.model import Address, Alert, Hours, Organisation, Phone, Service, Source, Text
from generator.output import Present
from generator.pages import dependencies, directory, pages_with, render, use, views
from generator.shards import Row
from tests.sample_guide import GUIDE, big_guide
from tests.test_incremental import DAY, clean, edits, held  # noqa: F401 - a fixture

OTHER = {
    "description": Text({"pl": "Inny opis", "en": "Another description"}, "pl"),
    "notice": Text({"pl": "Uwaga"}, "pl"),
    "email": "inny@proba.org",
    "website": "https://inny.proba.org",
    "address": Address("ul. Inna 3", "15-001", "Białystok"),
    "alerts": (Alert(Text({"pl": "Zamknięte w piątek"}, "pl"), None, None),),
    "source": Source("https://zrodlo.proba.org", date(2026, 1, 2), "day", date(2026, 2, 3), "anna"),
    "hours": Hours("always", "24/7"),
    "hours_note": Text({"pl": "Dzwonek przy drzwiach"}, "pl"),
    "notes": Text({"pl": "Drugie piętro"}, "pl"),
    "cost_note": Text({"pl": "Trzy złote"}, "pl"),
    "referral_note": Text({"pl": "Z ośrodka"}, "pl"),
    "digest": "0" * 64,
}
"""Another value for each of a record's own fields."""
PHONES = (Phone("85 700 00 01", "tel:+48857000001", "ordinary", "PL"),)


def with_other_words(organisation: Organisation) -> Organisation:
    """The record with another value in each field that is its own."""

    def changed(record):
        values = {name: value for name, value in OTHER.items() if name in {one.name for one in fields(record)}}
        if isinstance(record, Service) and not record.source:
            values.pop("source")
        return replace(record, phones=PHONES if record.phones else (), **values)

    return replace(changed(organisation), services=tuple(map(changed, organisation.services)))


@pytest.mark.parametrize("guide", [GUIDE, big_guide(70)], ids=["small", "large"])
def test_nothing_but_pages_with_a_record_shows_its_own_fields(guide):
    """Whatever changes in fields that are left out of outlines, only the pages that are made again say it."""
    before = {page.path: page for page in render(views(guide, "pl"))}
    for organisation in [*guide.organisations[:12], guide.organisations[-1]]:
        other = with_other_words(organisation)
        assert outline(other) == outline(organisation)
        organisations = tuple(other if one is organisation else one for one in guide.organisations)
        edited = replace(guide, organisations=organisations)
        after = {page.path: page for page in render(views(edited, "pl"))}
        differing = {path for path, page in after.items() if page != before[path]}
        assert after.keys() == before.keys()
        assert differing and differing <= pages_with(edited, [other]), organisation.id


def test_every_field_of_a_record_is_its_own_or_in_its_outline():
    """A new field counts as one that others may show until somebody has looked."""
    assert OWN - {"services", "phones"} == OTHER.keys()
    organisation = GUIDE.organisations[0]
    service = organisation.services[0]
    for record, put in (
        (organisation, lambda **values: replace(organisation, **values)),
        (service, lambda **values: replace(organisation, services=(replace(service, **values),))),
    ):
        before = outline(put())
        for name in {one.name for one in fields(record)} - {"services", "phones"}:
            assert (outline(put(**{name: ("another",)})) == before) == (name in OWN), name
    assert outline(replace(organisation, services=(replace(service, phones=()),))) != outline(
        replace(organisation, services=(replace(service, phones=PHONES),))
    )


def test_a_directory_of_facts_is_that_of_the_records():
    """Lists come out the same whether services were read or only counted."""
    pages = [page for language in ("pl", "he") for page in render(views(GUIDE, language))]
    copy = replace(GUIDE)
    use(copy, [Facts(*one) for one in [tuple(one) for one in current_services(GUIDE)]])
    assert {one.places for one in directory(copy).entries.values()}
    assert [page for language in ("pl", "he") for page in render(views(copy, language))] == pages


@pytest.fixture
def patches(monkeypatch) -> list[int]:
    """How many records each build has patched, -1 where it looked at all pages."""
    done: list[int] = []
    changed = build._Build._changed

    def watched(self, last, present):
        found = changed(self, last, present)
        done.append(-1 if found is None else len(found))
        return found

    monkeypatch.setattr(build._Build, "_changed", watched)
    return done


def published(root, target):
    """Build with the memory; the paths that were written."""
    guide, _ = remembered(root, DAY, root / MEMORY)
    return build.publish(guide, site.frames(root, guide), root, target)


def write_article(root):
    """An article with every generated part that says something of records."""
    for language in ("pl", "he", "en"):
        words = "title: Próba\ndescription: Opis\nhelp_types: [meals]"
        path = root / "content" / language / "parts.md"
        path.write_text(f"---\n{words}\n---\n[[list]]\n\n[[counts]]\n\n[[sources]]\n", "utf-8")


@pytest.mark.parametrize(
    ("big", "steps"),
    [
        pytest.param(True, (0, 1, 2, 3, 9, 12, 13, 14), marks=pytest.mark.audit),
        (False, (0, 1, 2)),
        pytest.param(True, range(16), marks=pytest.mark.audit),
        pytest.param(False, range(5), marks=pytest.mark.audit),
    ],
)
def test_small_edits_are_patched(edits, tmp_path, patches, big, steps, monkeypatch):  # noqa: F811 - the fixture
    """Edits of words and numbers, forth and back, with others between them: the bytes of a clean build after each."""
    target, chance = tmp_path / "site", random.Random(5)
    data = edits.root / "data"
    if big:
        for name, value in (("ONE_BLOCK", 9), ("BLOCK", 6)):
            monkeypatch.setattr(sys.modules["generator.search.records"], name, value)
    write_article(edits.root)
    guide_file = (data / "guide.yaml").read_text("utf-8")
    total = published(edits.root, target).pages
    expected = []
    for number in steps:
        name = chance.choice(sorted(edits.records))
        record = edits.records[name]
        before = held(target)
        if number == 9:
            edits.add()
            expected.append(-1)
        elif number < 12 or number > 13:
            choice = number % 4
            if choice == 0:
                record["description"] = {"pl": f"Opis {number}", "he": f"תיאור {number}"}
                for one in (record, *record.get("services", ())):
                    if one.get("phones"):
                        one["phones"] = [f"85 744 {10 + number} 1{number % 3}"]
            elif choice == 1:
                record |= {"verified": f"2026-0{1 + number % 9}-10"}
            elif choice == 2 and "services" in record:
                record["services"][0]["notes"] = {"pl": f"Uwaga {number}"}
            else:
                record["source"] = f"https://inne-{number}.org"
            expected.append(1)
        edits.write()
        write_article(edits.root)
        edition = "2026.2" if number == 12 else "2026.1"
        (data / "guide.yaml").write_text(guide_file.replace("2026.1", edition), "utf-8")
        summary = published(edits.root, target)
        now = held(target)
        assert now == clean(edits.root, tmp_path / "clean"), number
        differing = {path for path, content in now.items() if before.get(path) != content} - {"manifest.json"}
        assert set(summary.published.written) == differing
        assert summary.pages >= total
    assert patches == expected


@pytest.mark.audit
def test_many_edits_and_strange_targets_are_not_patched(edits, tmp_path, patches, monkeypatch):  # noqa: F811 - the fixture
    """A file that somebody touched, another style, more changes than a few: every page is looked at."""
    target = tmp_path / "site"
    published(edits.root, target)
    names = sorted(edits.records)

    def after(change) -> int | None:
        builds = len(patches)
        edits.records[names[0]]["source"] = f"https://inne-{len(patches)}.org"
        edits.write()
        change()
        published(edits.root, target)
        assert held(target) == clean(edits.root, tmp_path / "clean")
        return patches[-1] if len(patches) > builds else None

    assert after(lambda: None) == 1
    assert after((target / "areas.html").unlink) == -1
    picture = edits.root / "content" / "pl" / "plan.png"
    assert after(lambda: picture.write_bytes(b"\x89PNG")) is None
    assert after(lambda: picture.write_bytes(b"\x89PNG2")) == -1
    assert after(lambda: picture.write_bytes(b"\x89PNG2")) == 1
    monkeypatch.setattr(build, "PATCH_AT_MOST", 0)
    assert after(lambda: picture.write_bytes(b"\x89PNG2")) == -1
    monkeypatch.setattr(build, "PATCH_AT_MOST", 100)
    (facts,) = (edits.root / MEMORY).glob("*-services.pickle")
    facts.unlink()
    assert after(lambda: picture.write_bytes(b"\x89PNG2")) == 1
    assert facts.exists()
    assert load(edits.root, DAY)[0].organisation[names[0]].source.url.startswith("https://inne-")


@pytest.mark.parametrize("limit", [40_000, 12])
def test_dates_are_put_into_the_present_sitemaps(tmp_path, monkeypatch, limit):
    """Some pages get another date, their first one or none, in one sitemap or in many: as if all were made anew."""
    monkeypatch.setattr(sitemaps, "ADDRESSES_AT_MOST", limit)
    chance = random.Random(20261128)
    paths = ["index.html", *(f"organisation/{name}.html" for name in ("a", "a-b", "ab", "b", "ż", "x&y", *"cdefghij"))]
    days = [None, date(2026, 1, 2), date(2025, 12, 31)]
    dates = {path: chance.choice(days) for path in paths}

    def made() -> dict[str, bytes]:
        rows = [
            Row(path, language, dates[path], path != "organisation/j.html")
            for path in paths
            for language in GUIDE.settings.languages
        ]
        return dict(sitemaps.sitemap_files(GUIDE, rows))

    for _ in range(30):
        before = made()
        for path, content in before.items():
            (tmp_path / path).write_bytes(content)
        others = {path: chance.choice(days) for path in chance.sample(paths[1:], 4)}
        dates |= others
        after = sitemaps.dated(Present(str(tmp_path), dict.fromkeys(before, "")), GUIDE, others)
        assert before | after == made()


def digested(guide):
    """The guide with a digest of each record, as `load` makes them."""
    made = [
        replace(one, digest=sha256(repr(replace(one, digest="")).encode()).hexdigest()) for one in guide.organisations
    ]
    return replace(guide, organisations=tuple(made))


def in_every_service(organisation, **values):
    """The record with other values in all its services."""
    return replace(organisation, services=tuple(replace(one, **values) for one in organisation.services))


EDITS = {
    "other words": with_other_words,
    "another name": lambda one: replace(one, name=Text({"pl": "Ćma", "he": "עש", "en": "Moth"}, "pl")),
    "closed": lambda one: in_every_service(replace(one, status="closed"), status="closed"),
    "moved": lambda one: in_every_service(replace(one, area="lomza"), area="lomza", service_area=("lomza",)),
    "for the whole country": lambda one: in_every_service(replace(one, area=""), area="", service_area=()),
    "another kind of help": lambda one: in_every_service(one, help_types=("meals",)),
    "other people": lambda one: in_every_service(one, target_groups=("homeless",)),
    "gone": lambda one: None,
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_page_that_changes_has_another_digest(edit):
    """Whatever is done to a record: a page whose digest stays the same would not be made again."""
    before = digested(GUIDE)
    languages = ("pl", "he")
    pages = {language: {page.path: page for page in render(views(before, language))} for language in languages}
    known = {language: dependencies(before, language) for language in languages}
    seen = 0
    for organisation in before.organisations:
        edited = EDITS[edit](organisation)
        others = tuple(edited if one is organisation else one for one in before.organisations)
        after = digested(replace(before, organisations=tuple(one for one in others if one)))
        for language in languages:
            now = dependencies(after, language)
            for page in render(views(after, language)):
                if page != pages[language].get(page.path) and page.path in now:
                    assert now[page.path] != known[language].get(page.path), (organisation.id, page.path)
                    seen += 1
    assert seen > 20
