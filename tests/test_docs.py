"""The documents say what is so: commands, targets, options and files that they name exist."""

from __future__ import annotations

import functools
import re
import struct
import tomllib
from pathlib import Path

import pytest

from generator.commands.init import STARTER
from tests.built import ROOT, copy_of_guide, guide
from tests.test_layers import ROW

DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CONTRIBUTING.he.md", "CONTRIBUTING.en.md")]
LARGE, OWN, CODE, OPEN_DATA = (ROOT / "docs" / f"{name}.md" for name in ("large", "own", "code", "open-data"))
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
MADE = {"site", ".venv", ".build"}
"""What only a build makes."""
OPTIONAL = {"data/organisations/", "locales/"}
"""Folders that a guide may have: records that were dropped in one by one, words of its own."""


def code(document: Path) -> list[str]:
    """Everything that a document sets as code, in lines of their own."""
    text = document.read_text("utf-8")
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    rest = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()] + re.findall(r"`([^`\n]+)`", rest)


def matches(document: Path, pattern: str) -> list[str]:
    """What a pattern finds in a document's code."""
    return sorted({find for line in code(document) for find in re.findall(pattern, line)})


@functools.cache
def help_of(command: str) -> str:
    """What `guide … --help` prints."""
    answer = guide(command, "--help")
    assert answer.returncode == 0, f"guide {command}: {answer.stderr}"
    return answer.stdout


@pytest.mark.parametrize("document", [*DOCUMENTS, LARGE, OWN, OPEN_DATA], ids=lambda path: path.name)
def test_named_commands_exist(document: Path) -> None:
    """Each `guide …` that a document names answers to --help, and knows the options named with it."""
    commands = matches(document, r"\bguide (?=[a-z])([a-z-]+)")
    assert commands
    for command in commands:
        answer = help_of(command)
        for line in code(document):
            if re.search(rf"\bguide {command}\b", line):
                for option in re.findall(r"(--[a-z-]+)", line):
                    assert option in answer, line


@pytest.mark.parametrize("language", ["pl", "he"])
def test_messages_name_what_exists(language: str) -> None:
    """Commands, their options, targets and files; in English "the guide does" would look like a command, too."""
    commands = re.findall(r"^ {4}([a-z-]+)(?: |$)", guide("--help").stdout, re.MULTILINE)
    helps = "".join(map(help_of, commands))
    pips = {"--require-hashes"}
    for domain in ("check", "edit", "contribute"):
        said = (ROOT / f"theme/locales/{language}/LC_MESSAGES/{domain}.po").read_text("utf-8")
        assert set(re.findall(r"\bguide (?=[a-z])([a-z-]+)", said)) <= set(commands)
        assert {one for one in re.findall(r"--[a-z][a-z-]+", said) if one not in helps} <= pips
        assert set(re.findall(r"\bmake ([a-z]+)", said)) <= set(re.findall(r"^([a-z]+):.*##", MAKEFILE, re.MULTILINE))
        files = set(re.findall(r"\b(?:data|requirements|docs)/[a-z_./-]*[a-z]", said))
        assert [one for one in files if not (ROOT / one).exists() and f"{one}/" not in OPTIONAL] == []


def test_all_commands_are_in_the_readme() -> None:
    """The README's table has every command that `guide --help` lists."""
    listed = set(re.findall(r"^ {4}([a-z-]+)(?: |$)", guide("--help").stdout, re.MULTILINE))
    assert listed
    assert listed == set(matches(DOCUMENTS[0], r"\bguide (?=[a-z])([a-z-]+)"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_named_targets_exist(document: Path) -> None:
    """Each `make …` that a document names is a target of the Makefile that `make` lists."""
    targets = set(re.findall(r"^([a-z]+):.*##", MAKEFILE, re.MULTILINE))
    assert set(matches(document, r"\bmake ([a-z]+)")) <= targets


def test_targets_are_in_the_readme() -> None:
    """The README names each target that `make` lists."""
    targets = set(re.findall(r"^([a-z]+):.*##", MAKEFILE, re.MULTILINE)) - {"help"}
    assert targets == set(matches(DOCUMENTS[0], r"\bmake ([a-z]+)"))


@pytest.mark.parametrize("document", [*DOCUMENTS, CODE, OPEN_DATA], ids=lambda path: path.name)
def test_named_files_exist(document: Path) -> None:
    """Each file or folder of the repository that a document names or shows is there."""
    links = re.findall(r"\]\(([^):#]+)\)", document.read_text("utf-8"))
    named = [(document.parent / link).resolve().relative_to(ROOT).as_posix() for link in links]
    named += matches(document, r"(?<![\w./<-])((?=[\w./-]*[a-z])(?:[\w.-]+/)+[\w.-]*)(?![\w<*…])")
    missing = []
    for name in named:
        if (
            name.split("/")[0] not in MADE
            and name not in OPTIONAL
            and not name.startswith("http")
            and not (ROOT / name).exists()
        ):
            missing.append(name)
    assert not missing, missing


def test_the_way_in_the_code_names_every_module() -> None:
    """The page for those who change the code has each module of the table of layers."""
    modules = CODE.read_text("utf-8").partition("## The other folders")[0]
    assert set(ROW) <= set(re.findall(r"`(\w+)`", modules))


def test_pictures_show_a_phone() -> None:
    """The README's pictures are PNG files of one size, and small."""
    pictures = sorted((ROOT / "docs" / "screenshots").glob("*.png"))
    assert len(pictures) == 3
    for picture in pictures:
        head = picture.read_bytes()[:24]
        assert struct.unpack(">II", head[16:24]) == (540, 1110), picture.name
        assert picture.stat().st_size < 120_000, picture.name


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_locks_are_exact_and_hashed(lock: Path) -> None:
    """Every package of a lock has one version and its hashes; no line names a registry or a machine."""
    text = lock.read_text("utf-8")
    packages = [line for line in text.splitlines() if re.match(r"[A-Za-z0-9]", line)]
    assert packages
    assert all(re.match(r"[a-z0-9-]+==[^ ]+ (; .+ )?\\$", line) for line in packages)
    assert text.count("--hash=sha256:") >= len(packages)
    assert not re.search(r"://|--index|--find-links|file:|/home|/root|/tmp", text)


def test_locks_hold_what_the_project_needs() -> None:
    """Each dependency of pyproject.toml is pinned there and, to the same version, in the lock of its group."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = dict(settings["project"].get("optional-dependencies", {}))
    groups["run"] = settings["project"]["dependencies"] + settings["build-system"]["requires"]
    for group, requirements in groups.items():
        lock = (ROOT / "requirements" / f"{group}.txt").read_text("utf-8")
        for requirement in requirements:
            assert re.search(rf"^{re.escape(requirement)} ", lock, re.MULTILINE), (group, requirement)


def test_locks_agree() -> None:
    """A package that stands in two locks has the same version in both."""
    versions: dict[tuple[str, str], set[str]] = {}
    for lock in LOCKS:
        for name, version, marker in re.findall(r"^([a-z0-9-]+)==(\S+) (; .+ )?\\$", lock.read_text("utf-8"), re.M):
            versions.setdefault((name, marker if name == "pymdown-extensions" else ""), set()).add(version)
    assert not {key: found for key, found in versions.items() if len(found) > 1}


def test_examples_use_the_actions_of_our_workflows() -> None:
    """A workflow that a document shows, or that a new guide gets, pins its actions as ours do, so it ages with them."""
    pinned = re.compile(r"uses: (\S+@\S+ # \S+)")
    ours = {use for file in (ROOT / ".github" / "workflows").glob("*.yml") for use in pinned.findall(file.read_text())}
    shown = {use for file in (ROOT / "docs").glob("*.md") for use in pinned.findall(file.read_text("utf-8"))}
    given = {use for file in STARTER.glob(".github/workflows/*.yml") for use in pinned.findall(file.read_text("utf-8"))}
    assert shown and given and shown | given <= ours


def test_judges_lock_names_no_registry() -> None:
    """npm's lock pins by hash alone: it installs from whichever registry a machine uses."""
    text = (ROOT / "tests" / "judges" / "package-lock.json").read_text("utf-8")
    assert '"integrity"' in text
    assert '"resolved"' not in text
    assert "://" not in text


def test_the_example_record_is_a_record(tmp_path: Path) -> None:
    """The record that CONTRIBUTING.md gives to copy passes `guide check` as it stands."""
    text = DOCUMENTS[1].read_text("utf-8")
    (example,) = re.findall(r"^   ```yaml\n(.*?)^   ```", text, re.MULTILINE | re.DOTALL)
    root = copy_of_guide(tmp_path / "guide")
    guide_file = root / "data" / "guide.yaml"
    # The urgent page and the lock of crisis numbers name services that this one record does not hold.
    (root / "data" / "critical.lock").unlink(missing_ok=True)
    guide_file.write_text(re.sub(r"^urgent:\n(?:[ -].*\n)+", "urgent: []\n", guide_file.read_text("utf-8"), flags=re.M))
    records = "organisations:\n" + "".join(line[3:] + "\n" for line in example.splitlines())
    (root / "data" / "organisations.yaml").write_text(records, "utf-8")
    for article in (root / "content").rglob("*.md"):
        article.write_text(re.sub(r"\[\[[^\]]*\]\]", "", article.read_text("utf-8")), "utf-8")
    answer = guide("check", "--root", root, "--lang", "en")
    assert answer.returncode == 0, answer.stdout + answer.stderr
