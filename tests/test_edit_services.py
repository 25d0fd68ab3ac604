"""One organisation with several services, through each way: the same record to the byte."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from generator.edit import columns, files
from generator.edit.columns import ASKED, ASKED_OF_SERVICE
from tests.small import GOOD, loaded, problems_of, small_guide
from tests.test_edit import ANSWERS, RECORD, command, written

SECOND = {
    "service.pl": "Pogotowie „Żółta Ćma”",
    "help_types": "violence",
    "description.pl": "Rozmowa przez całą dobę.",
    "phones": "664 762 881",
    "area": "Białystok",
    "hours": "24/7",
}
"""What is told of the second service."""
FIRST_NAME = "Ogrzewalnia"
EXPECTED = """\
organisations:
  - id: stowarzyszenie-zolta-cma
    name:
      pl: "Stowarzyszenie „Żółta Ćma”"
    website: https://cma.org.pl
    services:
      - id: ogrzewalnia
        name:
          pl: "Ogrzewalnia"
        description:
          pl: "Herbata i rozmowa; bez kolejek."
        help_types:
          - night-shelter
        target_groups:
          - homeless
        phones:
          - "85 744 50 28"
          - "664 762 880"
        email: biuro@cma.org.pl
        address:
          street: "ul. Lipowa 4"
          postcode: "15-427"
          city: "Białystok"
        area: bialystok
        hours: "Mo-Fr 08:00-16:00"
        cost: free
        languages:
          - pl
          - uk
      - id: pogotowie-zolta-cma
        name:
          pl: "Pogotowie „Żółta Ćma”"
        description:
          pl: "Rozmowa przez całą dobę."
        help_types:
          - violence
        phones:
          - "664 762 881"
        area: bialystok
        hours: "24/7"
    source: "rozmowa telefoniczna"
    verified: "2026-11-20"
    verified_by: phone
"""
ONE = EXPECTED[: EXPECTED.index("      - id: pogotowie")] + EXPECTED[EXPECTED.index("    source:") :]
"""The same organisation with the first service alone, which has a name of its own."""
EVIDENCE = {name: ANSWERS[name] for name in ("source", "verified", "verified_by")}


@pytest.fixture
def root(tmp_path) -> Path:
    """A small guide."""
    return small_guide(tmp_path / "guide")


def lines_of(answers: dict[str, str], names: tuple[str, ...]) -> list[str]:
    """What a person types, question by question."""
    skipped = {"area"} if "address.city" in answers else set()
    skipped |= set() if "verified" in answers else {"verified_by"}
    return [answers.get(name, "") for name in names if name not in skipped]


def issue(answers: dict[str, str], part_of: str = "") -> str:
    """The text that GitHub makes of the form for something that is missing."""
    table = columns.columns(("pl", "he", "en"))
    head = f"### Organizacja, która jest już w przewodniku\n\n{part_of or '_No response_'}\n\n"
    return head + "\n".join(
        f"### {table[name].label('pl')}\n\n{answers.get(name, '_No response_')}\n" for name in (*ASKED, "service.pl")
    )


ROWS = [ANSWERS | {"service.pl": FIRST_NAME}, {"name.pl": ANSWERS["name.pl"], **EVIDENCE, **SECOND}]
HEADS = {"service.pl": "Nazwa usługi", "name.pl": "Nazwa organizacji"}


def table(folder: Path, kind: str, rows: list[dict[str, str]]) -> Path:
    """The rows as a CSV file of a Polish Excel, or as a workbook."""
    names = (*ASKED, "service.pl")
    cells = [[HEADS.get(name, name) for name in names], *([row.get(name, "") for name in names] for row in rows)]
    path = folder / f"organizacje.{kind}"
    if kind == "csv":
        quoted = ("\r\n".join(";".join(f'"{cell}"' for cell in row) for row in cells) + "\r\n").encode("cp1250")
        path.write_bytes(quoted)
    else:
        book = openpyxl.Workbook()
        for row in cells:
            book.active.append(row)
        book.save(path)
    return path


def test_the_wizard_asks_for_another_service(root):
    """A second one needs a name, and so does the first one then; source and day hold for both."""
    typed = [*lines_of(ANSWERS, ASKED), "t", FIRST_NAME, *lines_of(SECOND, ASKED_OF_SERVICE), "n", "t"]
    answer = command("add", "--root", root, stdin="\n".join(typed) + "\n")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert written(root) == EXPECTED
    assert not [problem for problem in problems_of(root) if problem.level == "error"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(("rows", "expected"), [(ROWS, EXPECTED), (ROWS[:1], ONE)])
def test_rows_of_one_organisation_are_its_services(root, tmp_path, kind, rows, expected):
    """Rows with the same name, in a CSV file and in a workbook."""
    answer = command("import", table(tmp_path, kind, rows), "--write", "--root", root, "--lang", "en")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert written(root) == expected
    assert "Row 2: stowarzyszenie-zolta-cma/ogrzewalnia: written" in answer.stdout


@pytest.mark.parametrize("part_of", ["", "https://przewodnik.example/organisation/stowarzyszenie-zolta-cma.html"])
def test_two_forms_tell_two_services(root, part_of):
    """The second names its organisation by the same name, or by the address of its page."""
    answer = command("from-issue", "--root", root, stdin=issue(ROWS[0]))
    assert answer.returncode == 0, answer.stderr
    assert written(root) == ONE
    second = ROWS[1] | {"name.pl": "Stowarzyszenie"} if part_of else ROWS[1]
    answer = command("from-issue", "--root", root, stdin=issue(second, part_of))
    assert answer.returncode == 0, answer.stderr
    assert written(root) == EXPECTED


def test_the_wizard_adds_a_service_to_an_organisation_of_the_guide(root):
    """`guide add --to`: only the lines of that organisation change, and they are shown."""
    assert command("from-issue", "--root", root, stdin=issue(ROWS[0])).returncode == 0
    typed = [*lines_of(SECOND | EVIDENCE, (*ASKED_OF_SERVICE, *EVIDENCE)), "t"]
    answer = command("add", "--to", "stowarzyszenie-zolta-cma", "--root", root, stdin="\n".join(typed) + "\n")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert written(root) == EXPECTED
    assert "+      - id: pogotowie-zolta-cma" in answer.stdout and "- id: ogrzewalnia" not in answer.stdout
    assert command("add", "--to", "nikt", "--root", root, stdin="\n".join(typed) + "\n").returncode == 1


def test_an_organisation_without_a_list_gets_one(root):
    """Its own service keeps the organisation's id and name, so that links to it hold; no comment is lost."""
    text = GOOD.replace('    hours: "24/7"\n', '    # dzwonić do portierni\n    hours: "24/7"\n')
    (root / files.ORGANISATIONS).write_text(files.formatted(text, files.ORGANISATIONS, files.style(root)), "utf-8")
    answer = command("from-issue", "--root", root, stdin=issue(ROWS[1], "dom"))
    assert answer.returncode == 0, answer.stderr
    after = (root / files.ORGANISATIONS).read_text("utf-8")
    assert '        # dzwonić do portierni\n        hours: "24/7"\n' in after
    assert files.formatted(after, files.ORGANISATIONS, files.style(root)) == after
    first, second = loaded(root).organisation["dom"].services
    assert (first.id, first.name.words["pl"], first.phones[0].display) == ("dom", "Dom „Żółta Ćma”", "85 744 50 27")
    assert (second.id, second.phones[0].display) == ("pogotowie-zolta-cma", "664 762 881")


def test_a_confirmation_holds_only_for_what_was_confirmed(root, tmp_path):
    """A service whose row bears no day must not borrow that of another row."""
    rows = [ROWS[0], {key: words for key, words in ROWS[1].items() if not key.startswith("verified")}]
    assert command("import", table(tmp_path, "csv", rows), "--write", "--root", root).returncode == 0
    guide = loaded(root)
    whole = guide.organisation["stowarzyszenie-zolta-cma"]
    first, second = whole.services
    assert (first.source or whole.source).verified is not None
    assert second.source is not None and second.source.verified is None


def test_rows_that_cannot_be_told_apart_are_not_taken(root, tmp_path):
    """The same organisation and kind of help twice, without names; and a bad row keeps its organisation out."""
    nameless = [{key: words for key, words in ROWS[0].items() if key != "service.pl"}] * 2
    answer = command("import", table(tmp_path, "csv", nameless), "--root", root, "--lang", "en")
    assert answer.returncode == 1 and "Row 2 says the same" in answer.stdout
    answer = command("import", table(tmp_path, "csv", [ROWS[0], ROWS[1] | {"phones": "12"}]), "--root", root, "--write")
    assert answer.returncode == 1 and not (root / RECORD).exists()
    assert "12" in answer.stdout.rsplit("nie dodano", 1)[1]


def test_two_centres_of_the_same_name_are_pointed_out(root, tmp_path):
    """Rows that share nothing but a name, in two towns: nobody makes one organisation of them unasked."""
    rows = [{key: words for key, words in row.items() if key != "service.pl"} for row in ROWS]
    rows[1] |= {"area": "Hajnówka"}
    answer = command("import", table(tmp_path, "csv", rows), "--root", root, "--write", "--lang", "en")
    assert answer.returncode == 1 and "Row 2 has the same name, but in another town." in answer.stdout
    assert not (root / RECORD).exists()
    assert command("import", table(tmp_path, "csv", rows), "--root", root, "--write", "--anyway").returncode == 0


def test_rows_without_names_are_called_after_their_help(root, tmp_path):
    """Two rows with two kinds of help."""
    rows = [{key: words for key, words in row.items() if key != "service.pl"} for row in ROWS]
    assert command("import", table(tmp_path, "csv", rows), "--write", "--root", root).returncode == 0
    services = loaded(root).organisation["stowarzyszenie-zolta-cma"].services
    assert [service.name.words["pl"] for service in services] == ["Noclegownie", "Pomoc dla osób doznających przemocy"]


def test_a_row_names_the_id_of_its_service(root, tmp_path):
    """As an export has it: printed codes lead to that id, whatever the service is called."""
    path = tmp_path / "table.csv"
    row = "dom-cmy/linia;Dom;Telefon przez całą dobę;night-shelter;85 744 50 28;24/7;rozmowa\n"
    path.write_text("id;Nazwa;Usługa;Rodzaj pomocy;Telefon;Godziny;Źródło\n" + row, "utf-8")
    assert command("import", path, "--root", root, "--write").returncode == 0
    made = next(one for one in loaded(root).organisations if one.id == "dom-cmy")
    assert [one.id for one in made.services] == ["linia"]
