"""What is made from the schema for people who contribute: forms, snippets, explanations, the editor's settings."""

from __future__ import annotations

import http.server
import json
import re
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from generator.commands.links import answers
from generator.contribute import contributed_files
from generator.contribute.admin import PACKAGES, pages
from generator.contribute.issue_forms import questions
from generator.contribute.messages import message_table
from generator.edit import form
from generator.edit.columns import ASKED, ASKED_FOR_CHANGE, ASKED_OF_SERVICE, record, vocabulary
from generator.load import read
from generator.schema import ORGANISATION, SERVICE
from tests.built import LANGUAGES, ROOT, TODAY

FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[0-9]*.yml"))


@pytest.fixture(scope="module")
def draft():
    """The repository's own guide."""
    return read(ROOT, date.fromisoformat(TODAY))[0]


@pytest.fixture(scope="module")
def known(draft):
    """Its kinds of help, groups of people and areas."""
    return vocabulary(draft)


def test_made_files_are_fresh(draft) -> None:
    """`guide schema` has been run after the last change of the schema, the words or the kinds of help."""
    for path, text in contributed_files(ROOT, draft).items():
        assert (ROOT / path).read_text("utf-8") == text, f"{path} is stale: run guide schema"


@pytest.mark.parametrize("file", FORMS, ids=lambda file: file.stem)
def test_what_is_written_into_a_form_comes_back(file: Path, known) -> None:
    """GitHub writes each label as a heading; `guide from-issue` finds every answer under its column, none is lost."""
    body = yaml.safe_load(file.read_text("utf-8"))["body"]
    asked = [part for part in body if part["type"] in ("input", "textarea", "dropdown")]
    text = "".join(f"### {part['attributes']['label']}\n\nanswer to {part['id']}\n\n" for part in asked)
    found, other = form.answers(text, known.languages)
    wanted = ("which", *ASKED_FOR_CHANGE) if "outdated" in file.stem else ("part-of", *ASKED_OF_SERVICE[:1], *ASKED)
    assert found == {name: f"answer to {name.replace('.', '_')}" for name in wanted}
    assert list(other.values()) == ["answer to words"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["outdated", "missing"])
def test_a_template_filled_in_by_hand_comes_back(language: str, name: str, known) -> None:
    """What is written below the headings of a GitLab template is found; an untouched one says nothing."""
    (file,) = (ROOT / ".gitlab" / "issue_templates").glob(f"?-{language}-{name}.md")
    text = file.read_text("utf-8")
    found, _ = form.answers(text, known.languages)
    assert not {key: answer for key, answer in found.items() if not answer.startswith("- [ ]")}
    rows = {row["id"]: row for row in questions(language, name, known)}
    label = rows["phones"]["label"]
    filled = re.sub(rf"(### {label}\n\n<!--.*?-->\n)", r"\g<1>85 744 50 27\n", text)
    assert form.answers(filled, known.languages)[0]["phones"] == "85 744 50 27"


def test_choices_of_a_form_are_ids_of_the_guide(known) -> None:
    """An option that someone chose becomes an id that the guide knows."""
    body = yaml.safe_load(FORMS[1].read_text("utf-8"))["body"]
    (options,) = [part["attributes"]["options"] for part in body if part.get("id") == "help_types"]
    answer = ", ".join(options)
    made = record({"name.pl": "Dom", "help_types": answer, "source": "x"}, known)
    assert made["help_types"] == list(known.names["help-type"])


@pytest.mark.parametrize("file", FORMS, ids=lambda file: file.stem)
def test_choices_of_a_form_are_said_in_words(file: Path) -> None:
    """Whoever fills it in does not know the data's English words: `self-care` alone says nothing to them."""
    body = yaml.safe_load(file.read_text("utf-8"))["body"]
    options = [one for part in body if part["type"] == "dropdown" for one in part["attributes"]["options"]]
    assert options and [one for one in options if " – " not in one] == []


def test_snippets_cover_the_schema() -> None:
    """Each field has a snippet with its Polish description, and a snippet leaves no number that is somebody's."""
    snippets = json.loads((ROOT / ".vscode" / "guide.code-snippets").read_text("utf-8"))
    fields = {field.name: field for field in (*ORGANISATION.fields, *SERVICE.fields) if field.name != "services"}
    assert set(snippets) == {"organisation", "service", *fields}
    for name, field in fields.items():
        assert snippets[name]["description"] == field.help["pl"]
    for snippet in snippets.values():
        body = re.sub(r"\$\{\d+(\|[^|]*\||:null)?\}", "", "\n".join(snippet["body"]))
        assert not re.search(r"\d", body.replace("$0", "")), body


def test_settings_name_schemas_that_exist() -> None:
    """VS Code checks each data file, drop-in files as well, with its schema."""
    schemas = json.loads((ROOT / ".vscode" / "settings.json").read_text("utf-8"))["yaml.schemas"]
    assert all((ROOT / schema).is_file() for schema in schemas)
    mapped = {file for files in schemas.values() for file in files}
    assert {f"data/{file.name}" for file in (ROOT / "data").glob("*.yaml")} <= mapped
    assert "data/organisations/*.yaml" in mapped


def test_tasks_find_the_problems_of_check() -> None:
    """The pattern of the task "Sprawdź dane" takes file, line and column from a line of `guide check`."""
    task = json.loads((ROOT / ".vscode" / "tasks.json").read_text("utf-8"))["tasks"][0]
    line = "data/organisations.yaml:42:12: monar: phones: „85 744” to nie jest numer. Napisz …"
    found = re.match(task["problemMatcher"]["pattern"]["regexp"], line)
    assert found.groups()[:3] == ("data/organisations.yaml", "42", "12")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_message_is_explained_once(language: str) -> None:
    """One row a rule, in words without placeholders."""
    table = message_table(language)
    rules = re.findall(r'<a id="([a-z0-9-]+)">', table)
    assert len(rules) == len(set(rules)) > 100
    assert not re.search(r"\{\w+\}", table)


def test_the_editor_knows_every_field(known) -> None:
    """Nothing of a record is out of reach of the editor; its page names its language, and no other host."""
    made = pages(
        known, "pl", {"name": "proxy", "proxy_url": "http://localhost:8081/api/v1"}, ("http://localhost:8081",)
    )
    config = json.loads(made["config.yml"])
    (listed,) = config["collections"][0]["files"][0]["fields"]
    assert [field["name"] for field in listed["fields"]] == [field.name for field in ORGANISATION.fields]
    (services,) = [field for field in listed["fields"] if field["name"] == "services"]
    assert [field["name"] for field in services["fields"]] == [field.name for field in SERVICE.fields]
    assert set(re.findall(r"https?://[^\s;\"']+", made["index.html"])) == {"http://localhost:8081"}
    assert '<html lang="he">' in pages(known, "he", {"name": "proxy"})["index.html"]
    assert all(re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", package["integrity"]) for package in PACKAGES.values())


class Host(http.server.BaseHTTPRequestHandler):
    """Answers as its path says: /404, /403, /200; refuses HEAD below /get."""

    def do_HEAD(self) -> None:
        """Answer without a body."""
        code = 405 if self.path.startswith("/get") else int(self.path.strip("/")[:3])
        self.send_response(code)
        self.end_headers()

    def do_GET(self) -> None:
        """Answer."""
        self.send_response(200 if self.path.startswith("/get") else int(self.path.strip("/")[:3]))
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def host() -> Iterator[str]:
    """A host on this machine."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Host) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_only_dead_links_are_listed(host: str) -> None:
    """A page that is gone and a host that is not there are; one that keeps programs out is not."""
    wanted = [f"{host}/200", f"{host}/404", f"{host}/403", f"{host}/get", f"{host}/200/ż?ą=ć", "http://127.0.0.1:9/"]
    trouble = answers(wanted, 5)
    assert set(trouble) == {f"{host}/404", "http://127.0.0.1:9/"}
    assert trouble[f"{host}/404"] == "HTTP 404"
