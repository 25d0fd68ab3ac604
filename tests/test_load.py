"""`generator.load`: files become a whole guide, or every problem at once; the real data is clean."""

from __future__ import annotations

import csv
import re
import sys
from datetime import date

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from generator.load import load, memory, remembered
from generator.problems import DataProblems
from generator.schema.lock import LOCK, lock_text
from tests.built import ROOT
from tests.small import AREAS, GOOD, GUIDE, TODAY, loaded, problems_of, record, small_guide


@pytest.fixture(scope="module")
def real():
    """The repository's own guide and its warnings."""
    return load(ROOT, TODAY)


def test_the_real_data_loads_clean(real):
    """Nothing to look at but the publisher's addresses, which only the publisher can fill in."""
    assert {problem.rule for problem in real[1]} <= {"placeholder"}


def test_the_real_data_is_what_was_asked_for(real):
    """12 groups and 54 kinds of help, 26 groups of people, all of Podlaskie's counties and towns, 25 services."""
    guide = real[0]
    assert (len(guide.help_groups), len(guide.help_types), len(guide.target_groups)) == (12, 54, 26)
    assert sum(area.level == "county" for area in guide.areas) == 14
    assert sum(area.level == "town" and "podlaskie" in guide.areas_above[area.id] for area in guide.areas) == 40
    assert sum(len(organisation.services) for organisation in guide.organisations) >= 25


def test_nothing_is_said_to_be_confirmed_that_nobody_confirmed(real):
    """Every real record has a source and no date of confirmation yet."""
    for organisation in real[0].organisations:
        assert organisation.source.url
        assert organisation.source.verified is None
        assert all(service.source is None or service.source.verified is None for service in organisation.services)


def test_every_phone_stands_in_the_facts(real):
    """No digit of a phone was invented: each number occurs in the sheet of sourced facts."""
    facts = ROOT.parent / "shared" / "reference" / "sample_facts.tsv"
    if not facts.exists():
        pytest.skip("the sheet of facts is not part of the repository")
    with facts.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if not row["grade"].startswith("C")]
    digits = " ".join(re.sub(r"(?<=\d)[ )/-]+(?=\d)", "", row["entity"] + " " + row["fact"]) for row in rows)
    # "85 879 79 40, …41, …42": the last digits stand for the whole number
    digits += " " + " ".join(f"85879794{last}" for last in "01245") + " 857445028"
    for organisation in real[0].organisations:
        for service in organisation.services:
            for phone in service.phones:
                national = re.sub(r"\D", "", phone.display)
                assert national in digits, f"{organisation.id}/{service.id}: {phone.display}"


def test_areas_know_what_they_lie_in(real):
    """Hajnówka lies in its county, that in Podlaskie, that in Poland."""
    assert real[0].areas_above["hajnowka"] == ("hajnowka", "powiat-hajnowski", "podlaskie", "poland")


def test_a_simple_organisation_is_its_own_service(tmp_path):
    """Contact and service fields at its top, no list of services."""
    guide = loaded(small_guide(tmp_path))
    (service,) = guide.organisation["dom"].services
    assert (service.id, service.hours.kind, service.phones[0].display) == ("dom", "always", "85 744 50 27")
    assert service.service_area == ("bialystok",)


def test_a_service_without_contact_shows_its_organisations(tmp_path):
    """And says that it is borrowed."""
    text = record('phones: ["85 744 50 27"]\nservices:\n  - {id: a, name: A, help_types: [night-shelter]}')
    text = text.replace("    help_types: [night-shelter]\n", "", 1)
    (service,) = loaded(small_guide(tmp_path, text)).organisation["dom"].services
    assert service.contact_of_organisation and service.phones[0].display == "85 744 50 27"


def test_a_service_with_its_own_source_does_not_borrow_dates(tmp_path):
    """A date belongs to the source that bears it."""
    text = record(
        'phones: ["85 744 50 27"]\nsource_date: "2020"\nverified: "2026-01-01"\n'
        "services:\n  - {id: a, name: A, help_types: [night-shelter], source: https://inne.org}"
    ).replace("    help_types: [night-shelter]\n", "", 1)
    (service,) = loaded(small_guide(tmp_path, text)).organisation["dom"].services
    assert (service.source.url, service.source.seen, service.source.verified) == ("https://inne.org", None, None)


def test_drop_in_records_are_merged(tmp_path):
    """One record a file in `data/organisations/` counts as if it stood in the one file."""
    small_guide(tmp_path)
    folder = tmp_path / "data/organisations"
    folder.mkdir()
    (folder / "nowa.yaml").write_text(GOOD.replace("id: dom", "id: nowa"), "utf-8")
    assert set(loaded(tmp_path).organisation) == {"dom", "nowa"}


@pytest.mark.parametrize("text", ["", "organisations:\n", "organisations: []\n"])
def test_a_guide_may_be_empty(tmp_path, text):
    """A new guide has no records yet; only a file without its list is asked about."""
    problems = problems_of(small_guide(tmp_path, text))
    assert [problem.rule for problem in problems if problem.level == "error"] == (["file-empty"] if not text else [])


def test_twenty_five_errors_in_twenty_five_out(tmp_path):
    """Each is reported once, at its own line, whatever stands around it."""
    wrong = [
        'phones: ["85 744 50"]', 'phones: ["0857445027"]', "phones: [700 123 456]", 'phones: ["*21*1#"]', "phones: x",
        'hours: "8-16"', 'hours: "kiedyś"', 'hours: "Mo 08:00+"', "hours: [a]", 'hours: "Mo 10-12; PH off"',
        "website: caritas.pl", "website: javascript:x", "website: https://саritas.pl", "email: kontakt", "email: a@b",
        "verified: 31.05.2026", "verified: 2026-13-01", 'verified: "2027-01-01"', "status: otwarte", "cost: darmowe",
        "telefon: 1", "area2: x", "languages: [polski]", "country: Polska", "conditions: [trzezwy]",
    ]  # fmt: skip
    assert len(wrong) == 25
    lines = ["organisations:"]
    places = []
    for number, line in enumerate(wrong):
        lines += [f"  - id: org-{number:02d}", f'    name: {{pl: "Dom {number}"}}', "    source: x"]
        lines += (
            ["    help_types: [night-shelter]", "    email: dom@proba.org"]
            if not line.startswith("email")
            else ["    help_types: [night-shelter]"]
        )
        lines.append("    " + line)
        places.append(len(lines))
    errors = [p for p in problems_of(small_guide(tmp_path, "\n".join(lines) + "\n")) if p.level == "error"]
    assert [problem.place.line for problem in errors] == places
    assert len({problem.record for problem in errors}) == 25


pieces = st.sampled_from(
    [
        "- ",
        ": ",
        "\n",
        "  ",
        "id",
        "dom",
        "name",
        "{",
        "}",
        "[",
        "]",
        '"',
        "'",
        "#",
        "&a",
        "*a",
        "!x",
        "|",
        ">",
        "%",
        "@",
    ]
    + [
        "\t",
        "\u00a0",
        "\u2028",
        "\u202e",
        "שלום",
        "ąę",
        "112",
        "85 744 50 27",
        "24/7",
        "null",
        "~",
        "organisations:",
        "\x00",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(pieces, max_size=40), st.integers(0, len(GOOD)))
def test_no_input_whatever_gives_a_traceback(tmp_path, pieces, at):
    """Any text in the place of a piece of the data is a guide or a list of problems."""
    text = GOOD[:at] + "".join(pieces) + GOOD[at:]
    problems_of(small_guide(tmp_path, text))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_no_bytes_whatever_give_a_traceback(tmp_path, data):
    """A picture saved as YAML is a list of problems, too."""
    problems_of(small_guide(tmp_path, data))


def test_a_warning_does_not_stop_the_build(tmp_path):
    """Only errors do."""
    guide, warnings = load(small_guide(tmp_path, record("email: anna.kowalska@proba.org")), date(2026, 11, 22))
    assert guide.organisation["dom"] and [warning.rule for warning in warnings] == ["personal-email"]


def test_an_error_stops_it(tmp_path):
    """With every problem, warnings too, sorted by place."""
    with pytest.raises(DataProblems) as found:
        load(small_guide(tmp_path, record('email: anna.kowalska@proba.org\nphones: ["12"]')), TODAY)
    assert [problem.rule for problem in found.value.problems] == ["personal-email", "phone-length"]


@pytest.mark.parametrize(
    "head", ["organisation:", "x: y\norganisations:", "organisations\0:", "# \u202e\norganisations:"]
)
def test_a_memory_reads_what_stands_above_the_records(tmp_path, head):
    """`guide build`, which remembers records, refuses what `guide check` refuses."""
    guide = small_guide(tmp_path, GOOD.replace("organisations:", head, 1))
    with pytest.raises(DataProblems) as found:
        remembered(guide, TODAY, tmp_path / ".build")
    assert found.value.problems == problems_of(guide)


MANY = "organisations:\n" + "".join(
    f"""\
  - id: dom-{number:02}
    name: {{pl: "Dom {number}"}}
    email: {"anna.kowalska" if number % 7 == 0 else "biuro"}@proba.org
    area: bialystok
    help_types: [night-shelter]
    source: https://proba.org
"""
    for number in range(60)
)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
def test_several_processes_read_what_one_reads(tmp_path, monkeypatch):
    """The same guide and the same things to look at, in the same order; and the next load finds them."""
    monkeypatch.setattr(memory, "BATCH", 7)
    small_guide(tmp_path, MANY)
    whole, warnings = load(tmp_path, TODAY)
    for workers, folder in ((1, "one"), (2, "two"), (2, "two")):
        guide, said = remembered(tmp_path, TODAY, tmp_path / folder, workers)
        assert guide == whole and said == warnings and len(said) == 9
    monkeypatch.setattr(memory, "_read_batch", None)  # nothing is left to read
    assert remembered(tmp_path, TODAY, tmp_path / "two", 2)[0] == whole


def test_a_memory_tells_of_successors_that_have_ended(tmp_path):
    """Which one record alone cannot tell: neither when both are new nor when only the successor changes."""
    ended = '    status: closed\n    notice: {pl: "Koniec.", he: "סוף.", en: "The end."}\n'
    first, second = "  - id: dom-01\n", "  - id: dom-02\n"
    leading = MANY.replace(first, first + "    successor: dom-02\n")
    for text in (leading, leading.replace(second, second + ended), leading, MANY):
        small_guide(tmp_path, text)
        said = remembered(tmp_path, TODAY, tmp_path / "memory")[1]
        assert said == load(tmp_path, TODAY)[1]
        assert ("successor-closed" in {one.rule for one in said}) == (ended in text)


URGENT = GUIDE + 'urgent:\n  - {situation: {pl: X, he: "א", en: X}, service: dom-05, icon: phone}\n'


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("[night-shelter]", "[violence]\n    address: {city: Białystok}", "confidential"),
        ("area: bialystok", "area: krakow", "unknown-area"),
        ("    email", "    status: closed\n    email", "closed-without-successor"),
        ("    email", '    verified: "2027-01-01"\n    email', "future"),
        ("    email", "    status: paused\n    email", "urgent-without-phone"),
        ('    phones: ["85 744 50 27"]\n', "", "urgent-without-phone"),
        ("id: dom-05", "id: dom-05a", "unknown-service"),
        ("https://proba.org", "https://proba.org\n    surce: x", "unknown-field"),
    ],
)
def test_a_memory_lets_no_mistake_through(tmp_path, old, new, rule):
    """What fields, rules and the page of urgent help refuse in a record that was good the last time."""
    text = MANY.replace("    email:", '    phones: ["85 744 50 27"]\n    email:')
    small_guide(tmp_path, text, guide=URGENT)
    remembered(tmp_path, TODAY, tmp_path / "memory")
    before, mark, record = text.partition("  - id: dom-05")
    small_guide(tmp_path, before + (mark + record).replace(old, new, 1), guide=URGENT)
    with pytest.raises(DataProblems) as found:
        remembered(tmp_path, TODAY, tmp_path / "memory")
    assert found.value.problems == problems_of(tmp_path)
    assert rule in {problem.rule for problem in found.value.problems if problem.level == "error"}


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("id: dom-07", "id: dom-02a", "order"),
        ("[night-shelter]", '[violence]\n    phones: ["85 744 50 27"]', "crisis-not-locked"),
        ("    email: biuro", "    email: anna.nowak", "personal-email"),
    ],
)
def test_a_memory_asks_about_what_a_whole_reading_asks_about(tmp_path, old, new, rule):
    """When records are no longer in order, when a crisis number is new, and of the record itself."""
    small_guide(tmp_path, MANY)
    (tmp_path / LOCK).write_text(lock_text("112", ("violence",), {}), "utf-8")
    remembered(tmp_path, TODAY, tmp_path / "memory")
    small_guide(tmp_path, MANY.replace(old, new, 1))
    said = remembered(tmp_path, TODAY, tmp_path / "memory")[1]
    assert said == load(tmp_path, TODAY)[1] and rule in {problem.rule for problem in said}


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
def test_mistakes_that_several_processes_find_are_those_that_one_finds(tmp_path, monkeypatch):
    """All of them, wherever they stand."""
    monkeypatch.setattr(memory, "BATCH", 7)
    small_guide(tmp_path, MANY.replace("area: bialystok", "area: krakow", 40).replace("https://proba.org", "http:", 9))
    with pytest.raises(DataProblems) as found:
        remembered(tmp_path, TODAY, tmp_path / "memory", 2)
    assert found.value.problems == problems_of(tmp_path)


def test_many_changes_at_once_are_held_against_the_lock(tmp_path, monkeypatch):
    """A crisis number that changes with hundreds of others is found as one that changes alone."""
    monkeypatch.setattr(memory, "BATCH", 7)
    text = MANY.replace("    email:", '    phones: ["85 744 50 27"]\n    email:')
    small_guide(tmp_path, text)
    (tmp_path / LOCK).write_text(lock_text("112", (), {"dom-03": ("85 744 50 27",)}), "utf-8")
    remembered(tmp_path, TODAY, tmp_path / "memory")
    small_guide(tmp_path, text.replace("50 27", "50 28"))
    with pytest.raises(DataProblems) as found:
        remembered(tmp_path, TODAY, tmp_path / "memory")
    assert found.value.problems == problems_of(tmp_path)
    assert "crisis-number" in {problem.rule for problem in found.value.problems}


@pytest.mark.parametrize("damage", [lambda blob: bytes(len(blob)), lambda blob: blob.replace(b"Dom 3", b"Dom\x003")])
@pytest.mark.parametrize("edited", ["nothing", "a record", "the order", "an area"])
def test_records_that_a_power_cut_damaged_are_read_again(tmp_path, damage, edited):
    """In the build that comes upon them, while it loads or later; the next one finds a memory that is whole."""
    small_guide(tmp_path, MANY)
    folder = tmp_path / "memory"
    remembered(tmp_path, TODAY, folder)
    [file] = folder.glob("records-*.bin")
    file.write_bytes(damage(file.read_bytes()))
    if edited == "a record":
        small_guide(tmp_path, MANY.replace("biuro@proba.org", "dom@proba.org", 1))
    elif edited == "the order":  # of all records, to which each of them is asked
        small_guide(tmp_path, MANY.replace("dom-07", "dom-07a"))
    elif edited == "an area":  # nothing that stood in the memory counts any longer
        small_guide(tmp_path, MANY, areas=AREAS.replace("Białystok", "Białystok!"))
    whole, warnings = load(tmp_path, TODAY)
    for _ in range(2):
        guide, said = remembered(tmp_path, TODAY, folder)
        assert guide == whole and said == warnings
        assert guide.organisation["dom-30"] == whole.organisation["dom-30"]
    guide, _ = remembered(tmp_path, TODAY, folder)
    guide.organisations._again = None
    assert guide == whole


def test_a_damaged_memory_that_cannot_be_taken_away_is_no_memory(tmp_path, monkeypatch):
    """On a disk that cannot be written to each build reads the whole."""
    small_guide(tmp_path, MANY)
    remembered(tmp_path, TODAY, tmp_path / "memory")
    [file] = (tmp_path / "memory").glob("records-*.bin")
    file.write_bytes(bytes(file.stat().st_size))
    small_guide(tmp_path, MANY.replace("dom-07", "dom-07a"))
    monkeypatch.setattr(type(tmp_path), "unlink", lambda *_, **__: (_ for _ in ()).throw(OSError()))
    for _ in range(2):
        assert remembered(tmp_path, TODAY, tmp_path / "memory")[0] == load(tmp_path, TODAY)[0]


def test_an_urgent_number_may_be_that_of_a_record_that_is_its_own_service(tmp_path):
    """Named by its id, as the check asks for it, it is found by all that look for `organisation/service`."""
    urgent = 'urgent:\n  - {situation: {pl: X, he: "א", en: X}, service: dom, icon: phone}\n'
    (entry,) = loaded(small_guide(tmp_path, GOOD, guide=GUIDE + urgent)).settings.urgent
    assert entry.service == "dom/dom"
