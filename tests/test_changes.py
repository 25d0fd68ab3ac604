"""`generator.changes` and `guide diff`: what a reviewer must see of a change, and the lock of crisis numbers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.changes import DANGERS, Files, Wording, changes
from generator.changes.hosts import look_alike
from generator.schema.lock import LOCK
from tests.built import ROOT, guide
from tests.small import GOOD, GUIDE, HELP_TYPES, loaded, problems_of, small_guide
from tests.test_fmt import git

GOLDEN = ROOT / "tests" / "golden" / "changes"
BEFORE = """\
organisations:
  - id: caritas
    name: {pl: "Caritas"}
    website: https://bialystok.caritas.pl
    email: biuro@caritas.pl
    aliases: [dawna-caritas]
    services:
      - id: ogrzewalnia
        name: {pl: "Ogrzewalnia", he: "מקום חם", en: "Warming room"}
        description: {pl: "Ciepłe miejsce.", he: "מקום חם.", en: "A warm place."}
        help_types: [night-shelter]
        phones: ["664 762 880", {number: "85 744 50 27", extension: "12", hours: "Mo-Fr 08:00-16:00"}]
        address: {street: "ul. Kolejowa 26 a", city: "Białystok"}
        area: bialystok
        hours: "24/7"
        cost: free
      - id: laznia
        name: {pl: "Łaźnia", he: "מקלחת", en: "Bath"}
        help_types: [violence]
        area: bialystok
        season: {from: "10-01", until: "04-30"}
      - id: szatnia
        name: {pl: "Szatnia", he: "ביגוד", en: "Clothes"}
        help_types: [violence]
        area: bialystok
    source: https://bialystok.caritas.pl/
    verified: "2026-05-01"
    verified_by: phone
  - id: dom
    name: {pl: "Dom"}
    phones: ["85 744 50 28"]
    area: bialystok
    help_types: [night-shelter]
    target_groups: [homeless]
    source: rozmowa
  - id: jadlodajnia
    name: {pl: "Jadłodajnia"}
    phones: ["85 651 90 08"]
    help_types: [violence]
    source: rozmowa
  - id: linia
    name: {pl: "Linia"}
    phones: ["116 123"]
    help_types: [violence]
    source: rozmowa
  - id: stary
    name: {pl: "Stary"}
    status: closed
    notice: {pl: "Koniec."}
    phones: ["116 111"]
    help_types: [violence]
    source: rozmowa
"""
AFTER = """\
organisations:
  - id: caritas
    name: {pl: "Caritas <b>@zespol</b>"}
    website: https://bialystok.carltas.pl
    email: pomoc@caritas.pl
    services:
      - id: ogrzewalnia
        name: {pl: "Ogrzewalnia", he: "מקום חם", en: "Warming room"}
        description: {pl: "Ciepłe miejsce [i herbata](https://zly.pl).", he: "מקום חם.", en: "A warm place."}
        help_types: [night-shelter]
        target_groups: [homeless]
        phones: ["664 762 881", {number: "85 744 50 27", extension: "13", hours: "Mo-Fr 08:00-15:00"}]
        address: {street: "ul. Kolejowa 28", city: "Białystok"}
        area: hajnowka
        hours: "Mo-Fr 18:00-08:00"
        cost: paid
        alerts: [{text: {pl: "Remont.", he: "שיפוץ.", en: "Works."}, until: "2026-12-31"}]
      - id: kapiel
        name: {pl: "Łaźnia", he: "מקלחת", en: "Bath"}
        help_types: [violence]
        area: bialystok
        season: {from: "11-01", until: "04-30"}
    source: https://bialystok.caritas.pl/kontakt
  - id: dom-nowy
    name: {pl: "Dom"}
    phones: ["85 744 50 28"]
    area: bialystok
    help_types: [night-shelter]
    target_groups: [homeless]
    status: paused
    notice: {pl: "Remont", he: "שיפוץ", en: "Works"}
    source: rozmowa
    verified: "2026-11-20"
    verified_by: owner
  - id: linia-zaufania
    aliases: [linia]
    name: {pl: "Linia"}
    phones: ["800 444 989"]
    help_types: [violence]
    source: rozmowa
  - id: nowa
    name: {pl: "Nowa"}
    phones: ["85 879 79 40"]
    website: https://nowa.org
    help_types: [violence]
    source: rozmowa
"""


def two(tmp_path: Path, before: str = BEFORE, after: str = AFTER, **files: str):
    """Two guide folders."""
    return small_guide(tmp_path / "before", before), small_guide(tmp_path / "after", after, **files)


@pytest.fixture
def found(tmp_path):
    """The changes between the two large examples, and the guides."""
    folders = two(
        tmp_path,
        guide=GUIDE.replace('"112"', '"999"').replace("kontakt@proba.org", "kontakt@pr0ba.org"),
        help_types=HELP_TYPES.replace("pl: noclegu", "pl: łóżka"),
    )
    guides = [loaded(folder) for folder in folders]
    texts = {
        "content/pl/pomoc.md": ("Zadzwoń: 116 123.\n", "Zadzwoń: 116 124.\nhttps://zly.example/x\n"),
        "content/en/new.md": ("", "New.\n"),
    }
    files = Files((LOCK, "data/organisations.yaml", "generator/load.py", *texts), texts)
    return changes(*guides, frozenset({"linia"}), files), guides


@pytest.mark.parametrize("form", ["text", "markdown"])
@pytest.mark.parametrize("language", ["pl", "he", "en"])
def test_sentences_read_well(found, language, form, golden):
    """Whole reports, compared whole."""
    each, guides = found
    wording = Wording(language, guides, form == "markdown")
    golden(GOLDEN / f"{language}.{'md' if form == 'markdown' else 'txt'}", wording.report(each) + "\n")


def test_every_danger_is_told(found):
    """The example holds at least one change of each danger, in the order of danger."""
    order = [DANGERS.index(change.danger) for change in found[0]]
    assert order == sorted(order) and set(order) == set(range(len(DANGERS)))


def test_markdown_obeys_nothing(found):
    """No HTML, no link, no mention of the data reaches the comment as such."""
    text = Wording("en", found[1], markdown=True).report(found[0])
    outside_code = re.sub(r"`[^`\n]*`", "", text)
    assert (
        "<" not in outside_code and "@" not in outside_code and "](" not in outside_code and "://" not in outside_code
    )


def test_no_change_no_sentence(tmp_path):
    """The same guide twice changes nothing; another layout neither."""
    one = loaded(small_guide(tmp_path))
    assert changes(one, one) == ()
    again = small_guide(tmp_path / "again", GOOD.replace('["85 744 50 27"]', '\n      - "857445027"'))
    assert changes(one, loaded(again)) == ()


@pytest.mark.parametrize(
    ("line", "new", "danger", "rule"),
    [
        ('["85 744 50 27"]', '["85 744 50 28"]', "phones", "phone-changed"),
        ('["85 744 50 27"]', '["85 744 50 27", "112"]', "phones", "phone-added"),
        ('"24/7"', '"pn-pt 8-16"', "hours", "hours-changed"),
        ("Żółta", "Zielona", "words", "words-changed"),
        ("area: bialystok", "area: hajnowka", "addresses", "fact-changed"),
        ("verified: null", 'verified: "2026-11-01"\n    verified_by: phone', "facts", "verified-by"),
        ("verified: null", 'verified: "2026-11-01"', "facts", "verified"),
        ("[night-shelter]", "[violence]", "facts", "fact-changed"),
    ],
)
def test_one_fact_one_sentence(tmp_path, line, new, danger, rule):
    """A reviewer reads each change once."""
    assert line in GOOD
    one, other = (loaded(folder) for folder in two(tmp_path, GOOD, GOOD.replace(line, new)))
    assert [(change.danger, change.rule) for change in changes(one, other) if change.field != "service_area"] == [
        (danger, rule)
    ]


def test_a_place_that_gets_another_id_and_name_is_still_that_place(tmp_path):
    """Its number is compared with the one before: neither has a service gone nor another come."""
    new = GOOD.replace("id: dom\n", "id: nowy\n    aliases: [dom]\n").replace("Żółta", "Nowa").replace("50 27", "50 28")
    found = changes(*(loaded(folder) for folder in two(tmp_path, GOOD, new)))
    assert [change.rule for change in found if change.danger in ("phones", "removals", "additions")] == [
        "phone-changed"
    ]


def test_the_sentence_of_the_issue(tmp_path):
    """ "Ogrzewalnia: phone 664 762 880 → 664 762 881"."""
    one, other = (loaded(f) for f in two(tmp_path, BEFORE, BEFORE.replace("664 762 880", "664 762 881")))
    (change,) = changes(one, other)
    assert Wording("en").sentence(change) == "Caritas · Warming room: phone 664 762 880 → 664 762 881"
    assert Wording("pl").sentence(change) == "Caritas · Ogrzewalnia: telefon 664 762 880 → 664 762 881"


@pytest.mark.parametrize(
    ("name", "alike"),
    [
        ("carltas.pl", "caritas.pl"),
        ("caritaś.pl", "caritas.pl"),
        ("caritass.pl", "caritas.pl"),
        ("cartias.pl", "caritas.pl"),
        ("xn--critas-9fg.pl", ""),
        ("bialystok.caritas.pl", ""),
        ("monar.org", ""),
    ],
)
def test_look_alikes(name, alike):
    """A domain that imitates a known one is pointed out; its subdomains and others are not."""
    assert look_alike(name, {"caritas.pl", "www.mopr.bialystok.pl"}) == alike


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    source: https://bialystok.caritas.pl/\n", "    source: https://bialystok.carltas.pl/\n"),
        ("    source: rozmowa\n", "    source: https://bialystok.carltas.pl/\n"),
        (
            "      - id: szatnia\n",
            "      - id: nowa\n        name: {pl: Nowa}\n        help_types: [violence]\n        area: bialystok\n"
            "        booking_url: https://bialystok.carltas.pl/\n      - id: szatnia\n",
        ),
    ],
    ids=["source", "words to source", "new service"],
)
def test_no_address_slips_in_unseen(tmp_path, old, new):
    """Readers follow sources and links of new services, too."""
    one, other = (loaded(f) for f in two(tmp_path, BEFORE, BEFORE.replace(old, new, 1)))
    found = [change for change in changes(one, other) if change.danger == "domains"]
    assert [change.owner for change in found] == [True]
    sentence = Wording("en").sentence(found[0])
    assert "bialystok.caritas.pl" in sentence and (old != "    source: rozmowa\n" or "rozmowa →" in sentence)


def names(root: Path, *arguments: object):
    """`guide diff` in English."""
    return guide("diff", *arguments, "--root", root, "--lang", "en", "--today", "2026-11-22")


def test_revisions_of_git(tmp_path):
    """BASE is a revision, HEAD another or the files as they stand; exit code 0, 4 or 2."""
    root = small_guide(tmp_path / "guide", BEFORE)
    assert guide("diff", "--lock", "--root", root).returncode == 0
    git(root, "init", "-q", "-b", "main")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "Start")
    assert names(root, "main").stdout == "Nothing changes for readers.\n"
    data = root / "data/organisations.yaml"
    data.write_text(BEFORE.replace("85 651 90 08", "85 651 90 09"), "utf-8")
    answer = names(root, "main")
    assert answer.returncode == 0 and "Jadłodajnia: phone 85 651 90 08 → 85 651 90 09" in answer.stdout
    git(root, "commit", "-q", "-a", "-m", "New phone")
    assert "85 651 90 09" in names(root, "HEAD~1", "HEAD").stdout
    (root / "theme.css").write_text("x", "utf-8")
    data.write_text(BEFORE, "utf-8")
    answer = names(root, "main")
    assert answer.returncode == 4 and "theme.css: this file is no part of the data" in answer.stdout
    assert names(root, "nowhere").returncode == 2
    assert names(root, "--", "--output=x").returncode == 2
    assert not (root / "x").exists()


@pytest.mark.parametrize("target", ["/etc/passwd", "../../../../etc/passwd", "../guide.yaml"])
def test_symbolic_links_of_a_change_are_not_followed(tmp_path, target):
    """Neither out of the folder nor within it: the change cannot be loaded, and nothing of the file is shown."""
    root = small_guide(tmp_path / "guide")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "Start")
    (root / "data/organisations").mkdir()
    (root / "data/organisations/link.yaml").symlink_to(target)
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "Link")
    answer = names(root, "HEAD~1", "HEAD")
    assert answer.returncode in (1, 2) and "Traceback" not in answer.stderr, answer.stderr
    assert "root:" not in answer.stdout + answer.stderr


def test_many_removals_need_a_code_owner(tmp_path):
    """Three removals are flagged; with a fourth the exit code is 4, unless the records say where to go instead."""
    five = "".join(
        GOOD.replace("organisations:\n", "").replace("id: dom", f"id: dom{n}").replace("Ćma", f"{n}") for n in range(5)
    )
    folders = two(tmp_path, "organisations:\n" + five, GOOD.replace("id: dom", "id: dom0").replace("Ćma", "0"))
    answer = names(folders[1], *folders)
    assert answer.returncode == 4 and "Removed without a word: 4" in answer.stdout
    folders = two(
        tmp_path,
        "organisations:\n" + five,
        GOOD.replace("id: dom", "id: dom0\n    aliases: [dom1, dom2, dom3]").replace("Ćma", "0"),
    )
    assert names(folders[1], *folders).returncode == 0


def test_the_lock_holds_the_crisis_numbers():
    """Emergency number, the page of urgent help and every help line of the repository's guide."""
    text = (ROOT / LOCK).read_text("utf-8")
    for number in (
        "112",
        "116 123",
        "116 111",
        "800 12 12 12",
        "800 120 002",
        "664 762 880",
        "1201",
        "999",
        "998",
        "997",
    ):
        assert f'"{number}"' in text


LOCKED = 'emergency: "112"\nhelp_types: [night-shelter]\nnumbers:\n  dom:\n    - "85 744 50 27"\n'


LOCKED_OF_SERVICE = LOCKED.replace("dom:", "dom/a:")
OF_SERVICE = GOOD.replace("    help_types: [night-shelter]\n", "").replace(
    '    hours: "24/7"\n', "    services:\n      - {id: a, name: {pl: A, he: א, en: A}, help_types: [night-shelter]}\n"
)
"""A service that has its organisation's number."""


@pytest.mark.parametrize(
    ("organisations", "lock", "rules"),
    [
        (GOOD, LOCKED, []),
        (GOOD.replace("50 27", "50 28"), LOCKED, ["crisis-number"]),
        (GOOD.replace('["85 744 50 27"]', '["85 744 50 27", "85 744 50 28"]'), LOCKED, ["crisis-number"]),
        (OF_SERVICE, LOCKED_OF_SERVICE, []),
        (OF_SERVICE.replace("50 27", "50 28"), LOCKED_OF_SERVICE, ["crisis-number"]),
        (OF_SERVICE.replace("id: a,", "id: a, email: a@proba.org,"), LOCKED_OF_SERVICE, ["crisis-number"]),
        (
            OF_SERVICE.replace("id: a,", 'id: a, phones: ["85 744 50 28"],'),
            LOCKED_OF_SERVICE,
            ["crisis-number"],
        ),
        (GOOD.replace("50 27", "50 2"), LOCKED, ["phone-length"]),
        (GOOD.replace("50 27", "50 O7"), LOCKED, ["phone-letter"]),
        (GOOD.replace('["85 744 50 27"]', '"85 744 50 27"'), LOCKED, ["want-list-got-text"]),
        (GOOD.replace('["85 744 50 27"]', '{number: "85 744 50 27"}'), LOCKED, ["want-list-got-mapping"]),
        (GOOD.replace('["85 744 50 27"]', "[]"), LOCKED, ["crisis-number"]),
        (GOOD.replace("85 744 50 27", "857 445 027"), LOCKED, []),
        (GOOD.replace("id: dom", "id: inny"), LOCKED, ["crisis-record", "crisis-not-locked"]),
        (GOOD, LOCKED.replace("112", "999"), ["crisis-number"]),
        (GOOD, 'emergency: "112"\nhelp_types: [night-shelter]\nnumbers: {}\n', ["crisis-not-locked"]),
        (GOOD, "emergency: [", ["open-bracket"]),
    ],
)
def test_the_check_keeps_the_lock(tmp_path, organisations, lock, rules):
    """A crisis number that differs from the lock is an error, a new one a thing to look at."""
    root = small_guide(tmp_path, organisations)
    (root / LOCK).write_text(lock, "utf-8")
    assert [problem.rule for problem in problems_of(root)] == rules


def test_a_swapped_crisis_number_is_seen_twice(tmp_path):
    """In the check against the lock, and in the report when the change writes the lock, too."""
    root = small_guide(tmp_path / "before", GOOD)
    (root / LOCK).write_text(LOCKED, "utf-8")
    other = small_guide(tmp_path / "after", GOOD.replace("50 27", "50 72"))
    (other / LOCK).write_text(LOCKED.replace("50 27", "50 72"), "utf-8")
    answer = names(other, root, other)
    assert answer.returncode == 4
    assert "Crisis numbers (2)" in answer.stdout and "data/critical.lock" in answer.stdout
    assert "phone 85 744 50 27 → 85 744 50 72 – a person who looks after the guide must agree" in answer.stdout


def test_a_crisis_number_that_differs_from_the_lock_is_told(tmp_path):
    """Before anybody has written the lock anew reviewers read what would change, and the check fails on its own."""
    root = small_guide(tmp_path / "before", GOOD)
    (root / LOCK).write_text(LOCKED, "utf-8")
    other = small_guide(tmp_path / "after", GOOD.replace("50 27", "50 72"))
    (other / LOCK).write_text(LOCKED, "utf-8")
    answer = names(other, root, other)
    assert answer.returncode == 4, answer.stderr
    assert "phone 85 744 50 27 → 85 744 50 72 – a person who looks after the guide must agree" in answer.stdout
    gone = GOOD.replace("id: dom", "id: inny").replace("Ćma", "Inna").replace("50 27", "50 28")
    (other / "data/organisations.yaml").write_text(gone, "utf-8")
    answer = names(other, root, other)
    assert answer.returncode == 4 and "Crisis numbers" in answer.stdout, answer.stdout
    assert [problem.rule for problem in problems_of(other)] == ["crisis-record", "crisis-not-locked"]
