"""The editor that `guide admin` makes, in a real browser, against decap-server on this machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.built import guide
from tests.chromium import Watch, served
from tests.conftest import wanting
from tests.small import small_guide

HERE = Path(__file__).parent
SERVER = HERE / "node_modules" / "decap-server" / "dist" / "index.js"

pytestmark = pytest.mark.audit

RECORDS = """\
# Uwaga na początku pliku
organisations:
  - id: dom
    name:
      pl: "Dom „Żółta Ćma”"
    # Uwaga, która ma zostać
    website: https://proba.org/dom # i ta
    phones:
      - "85 744 50 27"
      - number: "801 199 990"
        label:
          pl: "Dyżurka"
          he: "מודיעין"
          en: "Front desk"
    area: bialystok
    help_types:
      - night-shelter
    hours: "24/7"
    source: https://proba.org/dom
    verified: null
"""


@dataclass
class Editor:
    """The editor, open, and the guide that it edits."""

    page: object
    root: Path
    address: str

    def save(self) -> None:
        """Publish what was entered and wait until it is written."""
        self.page.get_by_role("button", name="Opublikuj", exact=True).first.click()
        self.page.get_by_role("menuitem", name="Opublikuj teraz").click()
        self.page.get_by_text("Zmiany zapisane").first.wait_for()


def npm(*arguments: str, folder: Path) -> None:
    """Run npm quietly."""
    if not shutil.which("npm"):
        wanting("npm")
    subprocess.run(["npm", *arguments, "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder, check=True)


@pytest.fixture
def editor(tmp_path: Path, browser) -> Iterator[Editor]:
    """The editor on a small guide: Decap keeps every field of every organisation on its page, which takes its time."""
    if not SERVER.exists():
        npm("ci", "--ignore-scripts", folder=HERE)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    root = small_guide(tmp_path / "guide", RECORDS)
    answer = guide("admin", "--root", root, "--out", tmp_path / "admin", "--port", port)
    assert answer.returncode == 0, answer.stderr
    environment = {**os.environ, "GIT_REPO_DIRECTORY": str(root), "PORT": str(port), "BIND_HOST": "127.0.0.1"}
    server = subprocess.Popen(["node", SERVER], env=environment, stdout=subprocess.DEVNULL)
    context = browser.new_context(viewport={"width": 1280, "height": 1000}, locale="pl-PL")
    context.set_default_timeout(90_000)
    page = context.new_page()
    watch = Watch()
    watch.attach(page)
    try:
        for _ in range(100):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        with served(tmp_path / "admin") as address:
            page.goto(address + "index.html")
            page.get_by_role("button", name="Zaloguj się").click()
            page.get_by_text("Organizacje").first.wait_for()
            yield Editor(page, root, address + "index.html")
            others = [url for url in watch.elsewhere(address) if not url.startswith(f"http://localhost:{port}/")]
            assert not others, "the editor asked another host for something"
            assert not watch.trouble
    finally:
        context.close()
        server.terminate()
        server.wait()


def test_one_edit_is_one_line(editor: Editor) -> None:
    """Load, change an address, save: one line differs, the comments stand, and `guide check` passes."""
    file = editor.root / "data" / "organisations.yaml"
    editor.page.goto(editor.address + "#/collections/organisations/entries/organisations")
    label = editor.page.get_by_text("Dom „Żółta Ćma” (dom)")
    label.locator("xpath=..").get_by_role("button").first.click()
    field = editor.page.locator("input[value='https://proba.org/dom']").first
    field.fill("https://proba.org/kontakt")
    editor.save()
    assert file.read_text("utf-8") == RECORDS.replace(
        "website: https://proba.org/dom", "website: https://proba.org/kontakt"
    )
    answer = guide("check", "--root", editor.root)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_a_new_organisation_is_a_file_of_its_own(editor: Editor) -> None:
    """What is entered in the empty form stands in data/organisations/, in the order of the schema, and passes."""
    page = editor.page
    page.goto(editor.address + "#/collections/new/new")
    page.locator("input[id^='id-field']").first.fill("nowe-miejsce")
    page.locator("input[id^='pl-field']").first.fill("Nowe miejsce")
    page.locator("input[id^='source-field']").first.fill("https://proba.org/nowe")
    editor.save()
    file = editor.root / "data" / "organisations" / "nowe-miejsce.yaml"
    assert file.read_text("utf-8") == (
        "organisations:\n  - id: nowe-miejsce\n"
        '    name:\n      pl: "Nowe miejsce"\n    source: https://proba.org/nowe\n'
    )


def test_a_file_of_its_own_is_edited_line_by_line(editor: Editor) -> None:
    """What `guide fmt --unfold` parted: one line differs, comments and a second record of the file stay."""
    answer = guide("fmt", "--unfold", "--root", editor.root)
    assert answer.returncode == 0, answer.stderr
    file = editor.root / "data" / "organisations" / "dom.yaml"
    before = file.read_text("utf-8") + RECORDS.partition("organisations:\n")[2].replace("id: dom", "id: zzz")
    file.write_text(before, "utf-8")
    page = editor.page
    page.reload()
    page.goto(editor.address + "#/collections/new/entries/dom")
    field = page.locator("input[value='https://proba.org/dom']").first
    field.fill("https://proba.org/kontakt")
    editor.save()
    assert file.read_text("utf-8") == before.replace("https://proba.org/dom", "https://proba.org/kontakt", 1)


def test_a_site_is_not_written_over(tmp_path: Path) -> None:
    """The folder of the site in place of one in it: its home page would become the editor."""
    (tmp_path / "index.html").write_text("home")
    answer = guide("admin", "--root", small_guide(tmp_path / "guide", RECORDS), "--out", tmp_path)
    assert answer.returncode == 3
    assert (tmp_path / "index.html").read_text() == "home"
