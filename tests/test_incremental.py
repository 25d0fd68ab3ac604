"""A build that takes over what did not change gives the bytes of a clean one, and writes what the change implies."""

from __future__ import annotations

import hashlib
import json
import pickle
import random
import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from generator import build, languages, shards, site
from generator.build import MEMORY, assets
from generator.commands.init import STARTER
from generator.commands.serve import _forget_templates
from generator.load import load, memory, remembered
from generator.load.cut import cut
from generator.load.shelf import Kept, Shelf, columns, from_columns
from generator.pages import addresses, dependencies
from generator.problems import DataProblems, Place, Problem
from generator.site import run
from generator.templates import pages as templates
from tests.small import GUIDE

DAY = date(2026, 11, 22)
TOWNS = ("augustow", "bialystok", "hajnowka", "lomza")
AREAS = """\
areas:
  - {id: poland, level: country, code: PL, name: {pl: Polska, he: "פולין", en: Poland}}
  - {id: podlaskie, level: voivodeship, parent: poland, name: {pl: podlaskie, he: "פודלסיה", en: Podlaskie}}
""" + "".join(
    f'  - {{id: {one}, level: town, parent: podlaskie, name: {{pl: {one.title()}, he: "עיר", en: {one.title()}}}}}\n'
    for one in TOWNS
)
HELPS = ("night-shelter", "meals", "legal-aid", "helpline", "violence")
HELP_TYPES = """\
groups:
  - {id: shelter, name: {pl: Dach, he: "קורה", en: Roof}, need: {pl: noclegu, he: "מיטה", en: Bed}, icon: bed-outline}
  - {id: urgent, name: {pl: Pilne, he: "דחוף", en: Urgent}, need: {pl: rozmowy, he: "שיחה", en: Talk}, icon: phone}
help_types:
  - {id: night-shelter, group: shelter, name: {pl: Noclegownie, he: "לינת לילה", en: Night shelters}}
  - {id: meals, group: shelter, name: {pl: Posiłki, he: "ארוחות", en: Meals}}
  - {id: legal-aid, group: urgent, name: {pl: Prawnik, he: "עורך דין", en: Lawyer}}
  - {id: helpline, group: urgent, name: {pl: Telefon, he: "קו חם", en: Helpline}}
  - {id: violence, group: urgent, name: {pl: Przemoc, he: "אלימות", en: Violence}, sensitive: true, slug: home-matters,
     neutral_name: {pl: Sprawy, he: "ענייני בית", en: Matters}}
"""
RECORD = "add change remove rename move translate close alias".split()
"""Edits of a record."""
OF_MKDOCS = ("frame", "word", "own word", "fact", "article")
"""Edits of what MkDocs reads."""
AROUND = ("help type", "template", *OF_MKDOCS)
"""Edits of what stands around records."""
SEEN = re.compile(r"<(ul|li|p|section|h2|dl|nav|main|footer|header)(?: data-edit=\"\d+\")?(?=[ >])")
PLAIN_WORD = re.compile(r'^msgstr "([A-Z][a-z ,]+)\d*"$', re.M)
CATALOGUE = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
WORDS = "Dom Most Świt Łąka Żagiel Ognisko Przystań Nadzieja".split()
HEBREW = "בית גשר שחר אור תקווה".split()


@dataclass
class Edits:
    """A guide that is edited at random, as text in its files."""

    root: Path
    chance: random.Random
    records: dict[str, dict[str, object]] = field(default_factory=dict)
    help_types: str = HELP_TYPES
    areas: str = AREAS
    facts: str = GUIDE
    articles: dict[str, str] = field(default_factory=dict)
    """Name to Polish text; the other languages have it too."""
    theme: Path = Path()
    """The copy of our theme that is edited."""

    def __post_init__(self) -> None:
        for _ in range(26):
            self.add()
        self.write()

    def write(self) -> None:
        """Write the guide's files."""
        data = self.root / "data"
        lines = ["organisations:"]
        for name in sorted(self.records):
            lines.append(f"  - id: {name}")
            lines += [
                f"    {key}: {json.dumps(value, ensure_ascii=False)}" for key, value in self.records[name].items()
            ]
        (data / "organisations.yaml").write_text("\n".join([*lines, ""]), "utf-8")
        (data / "help_types.yaml").write_text(self.help_types, "utf-8")
        (data / "areas.yaml").write_text(self.areas, "utf-8")
        (data / "guide.yaml").write_text(self.facts, "utf-8")
        for language in ("pl", "he", "en"):
            folder = self.root / "content" / language
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            for name, text in self.articles.items():
                (folder / f"{name}.md").write_text(text, "utf-8")

    def add(self) -> None:
        """A new record; some have several services, some serve the whole country, some name another record."""
        chance = self.chance
        name = f"{chance.choice('abcłmż').replace('ł', 'l').replace('ż', 'z')}-{chance.randrange(10**6)}"
        words = f"{chance.choice(WORDS)} {chance.randrange(100)}"
        record: dict[str, object] = {"name": {"pl": words}, "source": f"https://{name}.org"}
        if chance.random() < 0.6:
            record["area"] = chance.choice(TOWNS)
        services = chance.choice((0, 0, 2))
        if services:
            record["services"] = [self.service(f"s{number}") for number in range(services)]
        else:
            record |= {key: value for key, value in self.service("").items() if key not in ("id", "name")}
        self.records[name] = record

    def service(self, name: str) -> dict[str, object]:
        """What a service has."""
        chance = self.chance
        service: dict[str, object] = {
            "id": name,
            "name": {"pl": f"{chance.choice(WORDS)} {name}"},
            "help_types": chance.sample(HELPS, chance.choice((1, 2))),
            "website": "https://proba.org",
        }
        if chance.random() < 0.8:
            service["phones"] = [f"85 744 {chance.randrange(10, 99)} {chance.randrange(10, 99)}"]
        if chance.random() < 0.2:
            service["service_area"] = [chance.choice(("poland", "podlaskie", *TOWNS))]
        return service

    def edit(self, kind: str) -> None:
        """One edit."""
        chance = self.chance
        name = chance.choice(sorted(self.records))
        record = self.records[name]
        target = record["services"][0] if "services" in record else record
        if kind == "add":
            self.add()
        elif kind == "change":
            target["phones"] = [f"85 744 {chance.randrange(10, 99)} {chance.randrange(10, 99)}"]
        elif kind == "remove":
            self.remove(name)
        elif kind == "rename":
            other = f"r-{chance.randrange(10**6)}"
            self.records[other] = {**self.records.pop(name), "aliases": [name]}
            self.forget(name, other)
        elif kind == "move":
            record["area"] = chance.choice(TOWNS)
        elif kind == "translate":
            record["name"] = {"pl": f"{chance.choice(WORDS)}", "he": chance.choice(HEBREW), "en": "House"}
        elif kind == "close":
            other = chance.choice(sorted(self.records.keys() - {name}))
            record |= {"status": chance.choice(("closed", "paused")), "successor": other}
        elif kind == "alias":
            record["slug"] = f"slug-{chance.randrange(10**6)}"
        elif kind == "help type":
            self.help_types = swapped(self.help_types, *chance.choice((("Posiłki", "Obiady"), ("Prawnik", "Prawo"))))
        elif kind == "fact":
            pairs = (("kontakt@", "pomoc@"), ("Podlaskie", "Podlasie"), ("2026.1", "2026.2"), ('"112"', '"999"'))
            self.facts = swapped(self.facts, *chance.choice(pairs))
        elif kind == "own word":
            self.own_word()
        elif kind == "article":
            self.article(chance.choice(("about", "sleep")))
        else:
            self.edit_theme(kind)
        self.write()

    def article(self, name: str) -> None:
        """An article comes, changes or goes."""
        chance = self.chance
        if name in self.articles and chance.random() < 0.3:
            del self.articles[name]
            return
        helps = "" if name == "about" else f"help_types: [{chance.choice(HELPS)}]\n"
        part = chance.choice(("[[list]]", "[[counts]]"))
        self.articles[name] = (
            f"---\ntitle: {chance.choice(WORDS)}\ndescription: O tym.\nfooter: {chance.choice(('true', 'false'))}\n"
            f"{helps}---\n\nZdanie {chance.randrange(99)}, [[help:meals]].\n\n{part}\n"
        )

    def own_word(self) -> None:
        """The guide says something in words of its own, or in ours again."""
        chance = self.chance
        file = self.root / "locales" / chance.choice(("pl", "he", "en")) / "LC_MESSAGES" / "guide.po"
        if file.is_file() and chance.random() < 0.3:
            file.unlink()
            return
        words = chance.choice(("In an emergency", "Home", "Kinds of help", "Seen a mistake?", "every day"))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f'{CATALOGUE}msgid "{words}"\nmsgstr "{chance.randrange(10**6)}"\n', "utf-8")

    def edit_theme(self, kind: str) -> None:
        """A template, the skeleton around all pages, or a word of the interface."""
        chance = self.chance
        places = {"template": "templates/p*/*.j2", "frame": "main.html", "word": "locales/*/LC_MESSAGES/guide.po"}
        pattern = PLAIN_WORD if kind == "word" else SEEN
        files = [file for file in sorted(self.theme.glob(places[kind])) if pattern.search(file.read_text("utf-8"))]
        file = chance.choice(files)
        text, number = file.read_text("utf-8"), chance.randrange(10**6)
        place = chance.choice(list(pattern.finditer(text)))
        new = f'msgstr "{place[1]}{number}"' if kind == "word" else f'<{place[1]} data-edit="{number}"'
        file.write_text(text[: place.start()] + new + text[place.end() :], "utf-8")
        _forget_templates()

    def remove(self, name: str) -> None:
        """Take a record away, and its name where others name it."""
        if len(self.records) > 8:
            del self.records[name]
            self.forget(name, "")

    def forget(self, name: str, other: str) -> None:
        """Let those that led to a record lead to another one, or be active again."""
        for record in self.records.values():
            if record.get("successor") == name:
                record["successor"] = other
                if not other or self.records.get(other) is record:
                    del record["successor"], record["status"]


def swapped(text: str, one: str, other: str) -> str:
    """The text with one word in place of the other, whichever of the two stands there."""
    return text.replace(one, other) if one in text else text.replace(other, one)


@pytest.fixture
def edits(tmp_path, monkeypatch) -> Iterator[Edits]:
    """A small guide to edit, with a page a letter of A–Z, and a theme of its own."""
    theme = tmp_path / "theme"
    shutil.copytree(assets.THEME, theme)
    for module in (assets, run, site):
        monkeypatch.setattr(module, "THEME", theme)
    monkeypatch.setattr(templates, "TEMPLATES", theme / "templates")
    monkeypatch.setattr(languages, "LOCALES", theme / "locales")
    _forget_templates()
    for module, name, value in (("addresses", "A_Z_AT_MOST", 12), ("places", "ORGANISATIONS_AT_MOST", 9)):
        monkeypatch.setattr(sys.modules[f"generator.pages.{module}"], name, value)
    monkeypatch.setattr(sys.modules["generator.pages.dependencies"], "ORGANISATIONS_AT_MOST", 9)
    root = tmp_path / "guide"
    shutil.copytree(STARTER, root)
    shutil.rmtree(root / "content")
    people = (
        "categories:\n  - {id: home, name: {pl: Dom}}\ntarget_groups:\n  - {id: all, category: home, name: {pl: Ja}}\n"
    )
    (root / "data" / "target_groups.yaml").write_text(people, "utf-8")
    yield Edits(root, random.Random(20261122), theme=theme)
    monkeypatch.undo()
    _forget_templates()


def held(folder: Path) -> dict[str, bytes]:
    """Every file of a site."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def clean(root: Path, folder: Path, cold: bool = False) -> dict[str, bytes]:
    """The site from a build that remembers nothing; a cold one starts MkDocs anew, in another folder."""
    shutil.rmtree(folder, ignore_errors=True)
    if cold:
        _forget_templates()
        shutil.copytree(root, folder / "guide", ignore=shutil.ignore_patterns(".build"))
        root = folder / "guide"
    guide, _ = load(root, DAY)
    build.publish(guide, site.frames(root, guide), root, folder / "site")
    return held(folder / "site")


def rebuilt(root: Path, target: Path) -> tuple[str, ...]:
    """The paths that a build with a memory has written."""
    guide, warnings = remembered(root, DAY, root / MEMORY)
    whole, said = load(root, DAY)
    assert guide == whole and warnings == said
    return build.publish(guide, site.frames(root, guide), root, target).published.written


def followed(edits: Edits, tmp_path: Path, kinds: Iterable[str], together: int = 1) -> Counter[str]:
    """Make these edits one after the other: each time the site is a clean build's, and just what differs is written.

    So many `together`, built one by one, are compared with one clean build. How many files each kind of edit wrote.
    """
    target, before, wrote, cold = tmp_path / "site", {}, Counter(), False
    kinds = ["first", *kinds]
    for number, kind in enumerate(kinds):
        if number:
            edits.edit(kind)
        written = rebuilt(edits.root, target)
        now = held(target)
        differing = {path for path, data in now.items() if before.get(path) != data} - {"manifest.json"}
        assert set(written) == differing, f"edit {number}: {kind}"
        before = now
        wrote[kind] += len(written)
        cold |= kind in OF_MKDOCS or number % 20 == 10
        if number % together == 0 or number == len(kinds) - 1:
            assert now == clean(edits.root, tmp_path / "clean", cold=cold), f"edit {number}: {kind}"
            cold = False
    return wrote


def test_a_series_of_edits_gives_what_a_clean_build_gives(edits, tmp_path):
    """One edit of each kind; six of them are compared at once."""
    kinds = [*RECORD, *AROUND]
    edits.chance.shuffle(kinds)
    wrote = followed(edits, tmp_path, kinds, together=6)
    assert 0 < wrote["change"] < wrote["first"] / 4


@pytest.mark.audit
def test_a_long_series_of_edits_gives_what_a_clean_build_gives(edits, tmp_path, audit, capsys):
    """One edit of each kind, then two hundred; those of records three times as often as others."""
    kinds = [*RECORD, *AROUND]
    edits.chance.shuffle(kinds)
    kinds += edits.chance.choices([*RECORD, "change", "change", *AROUND], k=200 if audit == "full" else 20)
    wrote = followed(edits, tmp_path, kinds)
    with capsys.disabled():
        print("".join(f"\n{kind}: {wrote[kind] / max(1, kinds.count(kind)):.0f} files" for kind in wrote), end="")


def test_few_pages_are_rendered_for_one_change(edits, tmp_path, monkeypatch):
    """Pages that do not depend on a changed record are not even rendered, and the record alone is read."""
    target = tmp_path / "site"
    rebuilt(edits.root, target)
    rendered, read = [], []
    put, of_batch = shards._put, memory._read_batch

    def watched_put(work, page, made):
        rendered.append(page.path)
        put(work, page, made)

    def watched_batch(draft, batch):
        read.append(len(batch[1]))
        return of_batch(draft, batch)

    monkeypatch.setattr(shards, "_put", watched_put)
    monkeypatch.setattr(memory, "_read_batch", watched_batch)
    name = next(one for one, record in edits.records.items() if "phones" in record and "area" in record)
    edits.records[name]["phones"] = ["85 744 11 12"]
    edits.write()
    guide, _ = remembered(edits.root, DAY, edits.root / MEMORY)
    build.publish(guide, site.frames(edits.root, guide), edits.root, target)
    assert read == [1]
    assert f"organisation/{name}.html" in rendered
    assert len([path for path in rendered if path.startswith("organisation/")]) == 3


def test_a_page_that_someone_changed_is_made_again(edits, tmp_path):
    """What the memory says of a page counts only while the page stands as it was published."""
    target = tmp_path / "site"
    rebuilt(edits.root, target)
    site_before = held(target)
    page = target / f"organisation/{next(iter(edits.records))}.html"
    page.unlink()
    (target / "index.html").write_text("x")
    written = rebuilt(edits.root, target)
    assert set(written) == {page.relative_to(target).as_posix(), "index.html"} and held(target) == site_before


def test_a_broken_memory_is_no_memory(edits, tmp_path):
    """Whatever stands in the files of the memory, the site is right."""
    target = tmp_path / "site"
    rebuilt(edits.root, target)
    before = held(target)
    for content in (b"", b"\x80\x05x", b"not a pickle"):
        for pattern in ("*.pickle", "*.bin", "words/*"):
            for file in (edits.root / MEMORY).glob(pattern):
                file.write_bytes(content)
            rebuilt(edits.root, target)
            assert held(target) == before


def test_records_that_a_power_cut_left_empty_do_not_stop_a_build(edits, tmp_path):
    """A file of the right size that holds nothing: a build that reads records makes the site of a clean one."""
    target = tmp_path / "site"
    for kind in ("first", "change", "help type", "article"):
        if kind != "first":
            for file in (edits.root / MEMORY).glob("*.bin"):
                file.write_bytes(bytes(file.stat().st_size))
            edits.edit(kind)
        guide, _ = remembered(edits.root, DAY, edits.root / MEMORY)
        build.publish(guide, site.frames(edits.root, guide), edits.root, target)
        assert held(target) == clean(edits.root, tmp_path / "clean"), kind


def test_the_file_of_records_does_not_grow_for_ever(edits, monkeypatch):
    """Only new records are added to it; when more than half of it is of no use it is written anew, alone."""
    monkeypatch.setattr(memory, "WASTE", 2000)
    sizes, names = [], set()
    for number in range(40):
        edits.records[min(edits.records)]["source"] = f"https://proba.org/{number}"
        edits.write()
        guide, _ = remembered(edits.root, DAY, edits.root / MEMORY)
        assert guide.organisations[0].source.url == f"https://proba.org/{number}"
        assert guide == load(edits.root, DAY)[0]
        [file] = (edits.root / MEMORY).glob("*.bin")
        sizes.append(file.stat().st_size)
        names.add(file.name)
    assert 1 < len(names) < 10 and max(sizes) < 3 * min(sizes) + 4000


def test_a_guide_from_the_memory_is_read_as_it_is_asked_for(edits):
    """Its organisations are a sequence like any other, by position, slice and id; a copy of it holds them all."""
    remembered(edits.root, DAY, edits.root / MEMORY)
    guide, _ = remembered(edits.root, DAY, edits.root / MEMORY)
    whole, _ = load(edits.root, DAY)
    assert isinstance(guide.organisations, Shelf) and not guide.organisations._held
    name = whole.organisations[3].id
    assert guide.organisation[name] == whole.organisations[3] and name in guide.organisation
    assert len(guide.organisations._held) == 1
    assert guide.organisations[2:5] == whole.organisations[2:5] and guide.organisations[-1] == whole.organisations[-1]
    assert guide.organisation.get("none") is None and dict(guide.organisation) == whole.organisation
    copy = pickle.loads(pickle.dumps(guide))
    assert copy == whole and isinstance(copy.organisations, tuple)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("phones", "fones", "unknown-field"),
        ('"source": ', '"surce": ', None),
        ("https://proba.org", "javascript:x", None),
    ],
)
def test_mistakes_are_found_as_without_a_memory(edits, old, new, rule):
    """A record that became wrong is told with the same problems as by a whole reading."""
    remembered(edits.root, DAY, edits.root / MEMORY)
    file = edits.root / "data" / "organisations.yaml"
    text = file.read_text("utf-8")
    if old not in text:
        pytest.skip("not in this guide")
    file.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(DataProblems) as with_memory:
        remembered(edits.root, DAY, edits.root / MEMORY)
    with pytest.raises(DataProblems) as without:
        load(edits.root, DAY)
    assert with_memory.value.problems == without.value.problems
    assert rule is None or rule in {problem.rule for problem in with_memory.value.problems}


@pytest.mark.parametrize(
    "text",
    [
        'organisations:\n  - id: a\n    name: "one\n  - id: b\n    x"\n',
        "organisations:\n- id: a\n  name: x\n",
        "organisations: []\n",
        "",
        "\ufefforganisations:\n",
        "organisations:\n  - {id: a, name: x}\n  - {id: a, name: x}\n",
        "organisations:\n  - id: b\n    name: x\n  - id: a\n    name: x\n...\n",
    ],
)
def test_strange_files_are_read_as_a_whole(edits, text):
    """A file that cannot be cut into records safely gives what a whole reading gives."""
    (edits.root / "data" / "organisations.yaml").write_text(text, "utf-8")
    outcome = []
    for read in (lambda: remembered(edits.root, DAY, edits.root / MEMORY), lambda: load(edits.root, DAY)):
        try:
            outcome.append(read())
        except DataProblems as found:
            outcome.append(found.problems)
    assert outcome[0] == outcome[1]


LATER = ("article", "booklets", "my-list")
"""Kinds of page that every build renders."""


def test_every_page_has_a_digest(edits):
    """Every address but those of pages that every build renders says what its page depends on; nothing else does."""
    guide, _ = load(edits.root, DAY)
    below = {path for kind, paths in addresses(guide).items() if kind not in LATER for path in paths}
    for language in guide.settings.languages:
        assert set(dependencies(guide, language)) == below


def test_a_file_is_cut_where_records_begin(tmp_path):
    """Whatever stands in it: the records are what stands between the marks."""
    chance = random.Random(20261128)
    pieces = ["a", "ż", "  - ", "\n", "\n  - ", "\n  -", "\n\n  - ", "    x: '\n", "#", "- ", " "]
    (tmp_path / "data").mkdir()
    for _ in range(300):
        text = "organisations:\n  - " + "".join(chance.choices(pieces, k=chance.randrange(40)))
        (tmp_path / "data" / "organisations.yaml").write_bytes(text.encode())
        file = cut(tmp_path, "data/organisations.yaml")
        head, *records = text.encode().split(b"\n  - ")
        assert file.head == head
        assert [file.record(number) for number in range(len(file.bounds))] == records
        assert file.digests == [hashlib.sha256(record).digest() for record in records]
        assert file.first_lines == [text.encode()[:start].count(b"\n") + 1 for start, _ in file.bounds]


def test_what_came_of_records_comes_back_from_its_columns():
    """All of it, warnings only where there are any."""
    chance = random.Random(20261128)
    problem = Problem(Place("data/organisations.yaml", 3, 5), "old", values={"found": "1999"}, level="warning")
    for size in (1, 2, 40):
        kept = {
            chance.randbytes(32): Kept(
                f"ź-{number}",
                chance.randbytes(16),
                ((2, problem), (3, problem))[: chance.choice((0, 0, 1, 2))],
                chance.randrange(1 << 40),
                chance.randrange(1 << 20),
            )
            for number in range(size)
        }
        back = from_columns(*pickle.loads(pickle.dumps(columns(kept))))
        assert back == kept and list(back) == list(kept)
        assert all(type(one) is Kept for one in back.values())
