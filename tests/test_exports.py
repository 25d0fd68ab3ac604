"""`guide export`: what stands in the files, what does not, and what an import makes of them."""

from __future__ import annotations

import csv
import functools
import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.__main__ import main
from generator.edit.table import table
from generator.load import load
from generator.model import Organisation, Service
from tests.built import ROOT, TODAY, copy_of_guide, guide
from tests.small import AREAS, GOOD, record, small_guide
from tests.small import TODAY as DAY

REQUIRED = {
    "addresses": {"id", "address_1", "city", "state_province", "postal_code", "country", "address_type"},
    "metadata": {
        *("id", "last_action_date", "last_action_type", "field_name", "previous_value"),
        *("replacement_value", "updated_by"),
    },
    "organization_identifiers": {"id", "identifier_type", "identifier"},
    "phones": {"id", "number"},
    "services": {"id", "name", "status"},
    "taxonomy_term": {"id", "name", "description"},
    "contents": {"id", "name", "description"},
    "location": {"id", "location_type"},
}
"""What HSDS 3.1 asks of each of its objects."""
TRAPS = """\
organisations:
  - id: arka
    name: {pl: "=HYPERLINK(1)", he: "'+ארכה"}
    description: {pl: "- łóżka\\n- prysznic"}
    country: IL
    phones: ["03-513-2311", {number: "85 744 50 27", country: PL}]
    area: bialystok
    help_types: [night-shelter]
    hours: "24/7"
    source: "@źródło"
    verified: null
"""


def exported(root: Path, out: Path, *more: str) -> Path:
    """The file that `guide export` writes."""
    assert main(["export", "--root", str(root), "--today", TODAY, "--out", str(out), *more]) == 0
    return out


def hsds(root: Path, out: Path, *more: str) -> dict[str, Any]:
    """What stands in it."""
    return json.loads(exported(root, out, *more).read_text("utf-8"))


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """This repository's records."""
    return hsds(copy_of_guide(tmp_path_factory.mktemp("own") / "guide"), tmp_path_factory.mktemp("out") / "own.json")


@functools.cache
def organisations() -> tuple[Organisation, ...]:
    """The same as the pages have them."""
    return tuple(load(ROOT, DAY)[0].organisations)


def service_of(tmp_path: Path, lines: str, **files: str) -> dict[str, Any]:
    """The one service of a small guide, as HSDS has it."""
    (organization,) = hsds(small_guide(tmp_path, record(lines), **files), tmp_path / "out.json")["contents"]
    (service,) = organization["services"]
    return service


def objects(value: Any, name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object, with the name under which it stands."""
    if isinstance(value, list):
        for item in value:
            yield from objects(item, name)
    elif isinstance(value, dict):
        yield name, value
        for key, inner in value.items():
            yield from objects(inner, key)


def test_phones_of_the_file_are_those_of_the_data(own):
    """Each number of each service, and none besides."""
    told = {
        service["additional_urls"][0]["url"].rpartition("/")[2]: [
            (phone["number"], phone.get("extension")) for phone in service.get("phones", ())
        ]
        for organization in own["contents"]
        for service in organization["services"]
    }
    known = {
        f"{organisation.address_name}.html#{service.id}": [
            (phone.uri.removeprefix("tel:"), int(phone.extension) if phone.extension else None)
            for phone in service.phones
        ]
        for organisation in organisations()
        for service in organisation.services
    }
    assert told == known and sum(map(len, told.values())) > 40
    digits = re.sub(r"[ -]", "", (ROOT / "data" / "organisations.yaml").read_text("utf-8"))
    assert all(re.sub(r"^\+(48|972)", "", number) in digits for found in told.values() for number, _ in found)


def test_objects_have_what_hsds_asks_of_them(own):
    """Its required fields, its lists of values, and ids that are UUIDs and mean one thing each."""
    seen: dict[str, dict[str, Any]] = {}
    for name, one in objects(own):
        assert REQUIRED.get(name, set()) <= one.keys(), (name, one)
        assert None not in one.values(), one
        if name == "services":
            assert one["status"] in ("active", "inactive", "defunct", "temporarily closed")
        if "id" in one:
            assert uuid.UUID(one["id"]).version == 5
            assert seen.setdefault(one["id"], one) == one
    assert own["contents"][0]["id"] == str(uuid.uuid5(uuid.UUID(own["id_namespace"]), "caritas-bialystok"))


def test_ids_of_records_may_be_called_anything(tmp_path):
    """An organisation is called as one of the guide's lists, its service as a part of an organisation."""
    text = record('address: {city: Białystok}\nservices:\n  - id: location\n    name: {pl: "Dom"}').replace(
        ": dom", ": areas"
    )
    text = text.replace("    help_types: [night-shelter]\n", "") + "        help_types: [night-shelter]\n"
    seen: dict[str, dict[str, Any]] = {}
    for name, one in objects(hsds(small_guide(tmp_path, text), tmp_path / "out.json")):
        assert seen.setdefault(one.get("id", name), one) == one


def test_the_file_says_what_it_is(own):
    """Whose data, which edition, under which licence, for which day."""
    assert own["license"] == "CC BY 4.0" and own["publisher"]["name"] and own["edition"] == "2026.1"
    assert (own["edition_date"], own["as_of"], own["language"]) == ("2026-11-22", TODAY, "pl")
    assert own["total_items"] == len(own["contents"]) == len(organisations())


def test_the_same_bytes_twice(tmp_path):
    """From another process, whose sets have another order, too."""
    root = copy_of_guide(tmp_path / "guide")
    for form in ("hsds", "csv"):
        first = exported(root, tmp_path / f"1.{form}", "--format", form)
        again = guide("export", "--root", root, "--today", TODAY, "--format", form, "--out", tmp_path / f"2.{form}")
        assert again.returncode == 0, again.stderr
        assert (tmp_path / f"2.{form}").read_bytes() == first.read_bytes()


WEEKDAYS = {name: day for day, name in enumerate("MO TU WE TH FR SA SU".split())}


def spans(schedules: list[dict[str, str]]) -> list[tuple[int, int, int]]:
    """What a reader of the file makes of its hours: weekday, first and last minute."""
    found = []
    for one in schedules:
        opens, closes = (int(one[name][:2]) * 60 + int(one[name][3:]) for name in ("opens_at", "closes_at"))
        last = 1440 if closes == 23 * 60 + 59 else closes + 1440 * (closes <= opens)
        found += [(WEEKDAYS[day], opens, last) for day in one["byday"].split(",")]
    return sorted(found)


@pytest.mark.parametrize(
    "hours", ["Mo-Fr 08:00-12:00,13:00-16:00; Sa 10:00-14:00", "Fr-Su 20:00-06:00", "Tu 00:00-24:00", "Mo 8:00-24:00"]
)
def test_hours_come_back(tmp_path, hours):
    """Breaks, nights that end on the next day, midnight, a day from end to end."""
    schedules = service_of(tmp_path, f'phones: ["85 744 50 27"]\nhours: "{hours}"')["schedules"]
    (organisation,) = load(tmp_path, DAY)[0].organisations
    assert spans(schedules) == [(one.weekday, one.start, one.end) for one in organisation.services[0].hours.spans]


def test_hours_beyond_a_week_are_told(tmp_path):
    """The season that it is or that comes next, public holidays, a note; by appointment there is no time."""
    lines = 'phones: ["85 744 50 27"]\nholidays: closed\nhours_note: {pl: "Tylko po śniegu."}\n'
    season = service_of(tmp_path, lines + 'hours: "Mo 8:00-9:00"\nseason: {from: "12-01", until: "02-29"}')
    (schedule,) = season["schedules"]
    assert (schedule["valid_from"], schedule["valid_to"]) == ("2026-12-01", "2027-02-28")
    assert "Tylko po śniegu." in schedule["notes"] and "świąteczne" in schedule["notes"]
    (schedule,) = service_of(tmp_path, lines + "hours: by appointment")["schedules"]
    assert "opens_at" not in schedule and schedule["description"] == "po umówieniu"


@pytest.mark.parametrize(
    ("lines", "status", "reached"),
    [
        ("status: closed", "defunct", False),
        ("status: paused", "temporarily closed", True),
        ("status: unverified", "active", True),
        ('valid_from: "2026-12-01"', "inactive", True),
    ],
)
def test_a_service_stands_as_its_page_says(tmp_path, lines, status, reached):
    """What is closed keeps no number that nobody answers, nor an address."""
    contact = 'phones: ["85 744 50 27"]\nemail: dom@proba.org\naddress: {street: "ul. Długa 1", city: Białystok}\n'
    service = service_of(tmp_path, f'{contact}notice: {{pl: "Remont."}}\n{lines}')
    assert service["status"] == status and service["alert"] == "Remont."
    written = json.dumps(service, ensure_ascii=False) + exported(
        tmp_path, tmp_path / "out.csv", "--format", "csv"
    ).read_text("utf-8")
    for secret in ("744", "dom@proba.org", "Długa"):
        assert (secret in written) == reached


def test_what_is_over_is_left_out(tmp_path):
    """Its last day is past."""
    root = small_guide(
        tmp_path, record('phones: ["85 744 50 27"]\nvalid_until: "2026-11-21"\nstatus: closed\nnotice: {pl: "Koniec."}')
    )
    assert hsds(root, tmp_path / "closed.json")["contents"][0]["services"][0]["status"] == "defunct"
    root = small_guide(tmp_path, record('phones: ["85 744 50 27"]\nvalid_until: "2026-11-21"'))
    (organization,) = hsds(root, tmp_path / "out.json")["contents"]
    assert "services" not in organization
    assert "744" not in (exported(root, tmp_path / "out.csv", "--format", "csv")).read_text("utf-8")


def test_bad_data_make_no_file(tmp_path, capsys):
    """An address of a refuge is refused, and the export of yesterday stays as it is."""
    root = small_guide(tmp_path, record('phones: ["85 744 50 27"]'))
    out = exported(root, tmp_path / "out.json")
    before = out.read_bytes()
    small_guide(
        tmp_path,
        record("address: {street: ul. Cicha 1, city: Białystok}").replace("night-shelter", "violence"),
    )
    capsys.readouterr()
    assert main(["export", "--root", str(root), "--today", TODAY, "--out", str(out), "--lang", "en"]) == 1
    told = capsys.readouterr()
    assert "ul. Cicha 1" in told.err and not told.out
    assert out.read_bytes() == before


def test_nothing_but_an_earlier_export_is_replaced(tmp_path, capsys):
    """A slip in the name costs nobody their data."""
    root = small_guide(tmp_path)
    data = root / "data" / "organisations.yaml"
    before = data.read_bytes()
    for form in ("hsds", "csv"):
        out = exported(root, tmp_path / f"out.{form}", "--format", form)
        exported(root, out, "--format", form)
        for there in (data, root / "data"):
            assert main(["export", "--root", str(root), "--format", form, "--out", str(there), "--lang", "en"]) == 2
            assert "is no earlier export of this guide" in capsys.readouterr().err
    assert data.read_bytes() == before
    assert main(["export", "--root", str(root), "--out", str(data / "x.json"), "--lang", "en"]) == 3
    assert "could not be written" in capsys.readouterr().err


def test_sources_are_as_exact_as_they_are(tmp_path):
    """A source of some month gets no day; who confirmed a fact, and when, is told, and otherwise nothing of it."""
    contact = 'phones: ["85 744 50 27"]\n'
    service = service_of(tmp_path, contact + 'source_date: "2026-02"\nverified: "2026-11-01"\nverified_by: visit')
    dates = [(one["last_action_date"], one["replacement_value"]) for one in service["metadata"]]
    assert dates == [("2026-02", "https://proba.org"), ("2026-11-01", "visit")]
    assert service["assured_date"] == "2026-11-01" and service["last_modified"].startswith("2026-11-01T")
    service = service_of(tmp_path, contact + "verified: null")
    assert "assured_date" not in service and len(service["metadata"]) == 1


def test_terms_are_told_in_words(tmp_path):
    """Who may come, with what papers, what it costs: in the sentences of the pages, and as values of the lists."""
    areas = AREAS.replace('he: "היינובקה", en: Hajnówka}', 'he: "היינובקה", en: Hajnówka}, genitive: {pl: Hajnówki}')
    lines = 'phones: [{number: "85 744 50 27", extension: "012"}]\nresidents_of: [hajnowka]\ncost: free\n'
    lines += "conditions: [adults, identity-document, pets-welcome]\nbooking: [phone, online]\nreferral: required"
    service = service_of(tmp_path, lines, areas=areas)
    assert service["eligibility_description"].endswith("Tylko dla mieszkańców Hajnówki.")
    assert (service["minimum_age"], service["cost_options"][0]["amount"]) == (18, 0)
    assert [one["document"] for one in service["required_documents"]] == ["Weź dokument tożsamości."]
    assert "telefonicznie lub" in service["application_process"]
    assert service["phones"][0]["number"] == "+48857445027;ext=012"  # as a number it would lose its first digit
    values = {(one["link_type"], one.get("value")) for one in service["attributes"]}
    assert {("condition", "pets-welcome"), ("referral", "required"), ("booking", "online")} <= values


def test_another_language(tmp_path, capsys):
    """Words of the guide in it, with the pages of that language, under the same ids; no other than the guide has."""
    lines = 'phones: ["85 744 50 27"]\naddress: {city: Białystok}\nstatus: paused\nsuccessor: dom\nhours: "24/7"'
    root = small_guide(tmp_path, record(lines).replace("id: dom", "id: arka") + GOOD.partition("\n")[2])
    (tmp_path / "mkdocs.yml").write_text("site_url: https://proba.org/pomoc/\n", "utf-8")
    polish, hebrew = (hsds(root, tmp_path / f"{code}.json", "--language", code) for code in ("pl", "he"))
    assert [one["id"] for _, one in objects(polish) if "id" in one] == [
        one["id"] for _, one in objects(hebrew) if "id" in one
    ]
    terms = [one for name, one in objects(hebrew) if name == "taxonomy_term"]
    assert ("לינת לילה", "https://proba.org/pomoc/he/help/night-shelter.html") in [
        (one["name"], one["term_uri"]) for one in terms
    ]
    assert main(["export", "--root", str(root), "--language", "fr", "--out", str(tmp_path / "fr.json")]) == 2
    assert "pl, he, en" in capsys.readouterr().err


def rows(file: Path) -> list[list[str]]:
    """A CSV file as a program for tables reads it."""
    text = file.read_bytes().decode("utf-8-sig")
    head = text.partition("\n")[0]
    return list(csv.reader(text.splitlines(keepends=True), delimiter=max(";,", key=head.count)))


def test_a_table_for_excel(tmp_path):
    """It begins with the mark that Excel knows, says whose it is, and parts cells as Polish and Hebrew Excel do."""
    root = copy_of_guide(tmp_path / "guide")
    for code, separator in (("pl", b";"), ("he", b","), ("en", b",")):
        file = exported(root, tmp_path / f"{code}.csv", "--format", "csv", "--language", code)
        first = file.read_bytes().split(b"\r\n")[0]
        assert first.startswith(b"\xef\xbb\xbf") and first.endswith(separator * 5)
        found = rows(file)
        assert [row[0] for row in found[2:4]] == ["2026.1 (2026-11-22)", "CC BY 4.0"]
        assert len(found) == 6 + sum(len(one.services) for one in organisations())
        assert {len(row) for row in found} == {len(found[0])}
        assert not [head for head in found[5] if head.startswith("Field-")]


def test_no_cell_is_a_formula(tmp_path):
    """Nor do programs for tables make another number or a day of a fact."""
    root = small_guide(tmp_path, TRAPS)
    file = exported(root, tmp_path / "out.csv", "--format", "csv")
    cells = [cell for row in rows(file) for cell in row]
    assert not [cell for cell in cells if re.match(r"[=+\-@\t\r]", cell)]
    assert "'=HYPERLINK(1)" in cells and "''+ארכה" in cells and "24/7" not in cells
    taken = table(file, ("pl",))
    (row,) = [dict(zip(taken.heads, row, strict=True)) for _, row in taken.rows]
    assert row["Nazwa"] == "=HYPERLINK(1)" and row["Nazwa (he)"] == "'+ארכה" and row["Źródło"] == "@źródło"
    assert row["Opis"].startswith("- łóżka")


def imported(root: Path, file: Path) -> list[Organisation]:
    """What the import of a file makes of a guide without records."""
    assert main(["import", "--root", str(root), "--today", TODAY, str(file), "--write", "--anyway"]) == 0
    return list(load(root, DAY)[0].organisations)


def test_numbers_of_other_countries_come_back(tmp_path):
    """With the country's code before them, where a Polish line stands in an Israeli record."""
    old = small_guide(tmp_path / "old", TRAPS.replace('"=HYPERLINK(1)"', '"Arka"').replace('"\'+ארכה"', '"ארכה"'))
    file = exported(old, tmp_path / "out.csv", "--format", "csv")
    (arka,) = imported(small_guide(tmp_path / "new", "organisations: []\n"), file)
    assert [phone.uri for phone in arka.services[0].phones] == ["tel:+97235132311", "tel:+48857445027"]
    assert arka.services[0].hours.kind == "always"


def in_the_table(organisation: Organisation, service: Service) -> Service:
    """A service without what a table has no column for, and with its organisation's facts as its own."""
    phones = tuple(replace(phone, label=None, hours=None, languages=()) for phone in service.phones)
    return replace(
        service,
        phones=phones,
        website=service.website or organisation.website,
        contact_of_organisation=False,
        print_priority=2,
        source=service.source or organisation.source,
        alerts=(),
    )


def test_the_table_comes_back_through_the_import(tmp_path):
    """An import into an empty guide makes the same services, under the same ids, of all our own records."""
    root = copy_of_guide(tmp_path / "guide")
    file = exported(root, tmp_path / "out.csv", "--format", "csv")
    settings = root / "data" / "guide.yaml"
    settings.write_text(re.sub(r"^urgent:\n(?:[ -].*\n)+", "", settings.read_text("utf-8"), flags=re.M), "utf-8")
    (root / "data" / "organisations.yaml").write_text("organisations: []\n", "utf-8")
    (root / "data" / "critical.lock").unlink()
    for article in (root / "content").rglob("*.md"):
        article.write_text(re.sub(r"\[\[[^\]]*\]\]", "", article.read_text("utf-8")), "utf-8")
    made = imported(root, file)
    assert [(one.id, one.name) for one in made] == [(one.id, one.name) for one in organisations()]
    for old, new in zip(organisations(), made, strict=True):
        assert [in_the_table(old, one) for one in old.services] == [in_the_table(new, one) for one in new.services]
