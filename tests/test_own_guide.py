"""A guide in a repository of its own: the commands of docs/own.md, run from the first to the last."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.built import ROOT
from tests.test_workflows import edit, git

OWN = ROOT / "docs" / "own.md"
CHECKOUT = ("generator", "theme", ".ci", ".vscode", "Makefile", "pyproject.toml", "requirements", "docs", ".gitignore")
FILE_ALLOWED = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "protocol.file.allow", "GIT_CONFIG_VALUE_0": "always"}
NAMES = {f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def blocks() -> list[list[str]]:
    """The commands that the page shows, block by block."""
    found = re.findall(r"^```sh\n(.*?)^```", OWN.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [block.splitlines() for block in found]


class Newcomer:
    """Someone who types what the page shows."""

    def __init__(self, folder: Path) -> None:
        self.folder = self.guide = folder
        self.upstream = folder / "upstream"
        ignored = shutil.ignore_patterns("__pycache__", "booklet", "screenshots", "ways")
        for part in CHECKOUT:
            if (ROOT / part).is_dir():
                shutil.copytree(ROOT / part, self.upstream / part, ignore=ignored)
            else:
                shutil.copy(ROOT / part, self.upstream / part)
        git(self.upstream, "init", "--quiet", "--initial-branch=main")
        git(self.upstream, "add", "--all", "--force")
        git(self.upstream, "commit", "--quiet", "--message", "Generator")

    def types(self, line: str) -> str:
        """One line; what it prints."""
        if line.startswith("cd "):
            self.guide = self.guide / line.removeprefix("cd ")
            return ""
        line = line.replace("https://git.example/generator.git", str(self.upstream))
        if line == "make -C generator .venv/run.stamp":
            self.installs()
        if line == "make serve":
            return self.looks()
        answer = subprocess.run(
            line, shell=True, cwd=self.guide, env=self.environment, capture_output=True, encoding="utf-8", check=False
        )
        said = answer.stdout + answer.stderr
        assert answer.returncode == 0, f"{line}\n{said}"
        return said

    @property
    def environment(self) -> dict[str, str]:
        """Of the commands; a `make test` around them must not hand on its own arguments."""
        around = {name: value for name, value in os.environ.items() if not name.startswith("MAKE") and name != "ARGS"}
        return {**around, **FILE_ALLOWED, **NAMES, "SOURCE_DATE_EPOCH": "1795305600"}

    def installs(self) -> None:
        """What `make` would install, from the packages that are here: its stamp is newer than the lock."""
        scripts = self.guide / "generator/.venv/bin"
        scripts.mkdir(parents=True)
        for name, started in (("python", ""), ("guide", "-m generator ")):
            script = scripts / name
            place = f"PYTHONPATH={self.guide / 'generator'}"
            script.write_text(f'#!/bin/sh\n{place} exec {sys.executable} {started}"$@"\n', "utf-8")
            script.chmod(0o755)
        (scripts.parent / "run.stamp").touch()

    def looks(self) -> str:
        """The preview's first page; then it is stopped."""
        server = subprocess.Popen(
            ["generator/.venv/bin/guide", "serve", "--port", "8791"],
            cwd=self.guide,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            for _ in range(300):
                try:
                    with urllib.request.urlopen("http://127.0.0.1:8791/") as page:
                        text = page.read().decode()
                    if "<html" in text and "lang=" in text:
                        return text
                except OSError:
                    pass
                time.sleep(0.2)
            raise AssertionError("the preview shows nothing")
        finally:
            server.terminate()
            server.wait()


@pytest.fixture(scope="module")
def newcomer(tmp_path_factory) -> Newcomer:
    """Who has typed the first two blocks."""
    one = Newcomer(tmp_path_factory.mktemp("own"))
    begin, yours, *_ = blocks()
    for line in begin[:-1]:
        one.types(line)
    one.page = one.types(begin[-1])
    for line in yours:
        one.types(line)
    return one


def test_a_newcomer_gets_a_guide_that_speaks_their_language(newcomer):
    """English first, as the page asks for; Hebrew from right to left, Ukrainian to be translated; all is committed."""
    assert '<html lang="en" dir="ltr">' in newcomer.page
    assert '<html lang="he" dir="rtl">' in (newcomer.guide / "site/he/index.html").read_text("utf-8")
    assert not (newcomer.guide / "content/pl").exists() and (newcomer.guide / "locales/uk").is_dir()
    assert git(newcomer.guide, "status", "--porcelain") == ""
    pinned = git(newcomer.guide, "ls-tree", "HEAD", "generator").split()
    assert pinned[1] == "commit" and pinned[2] == git(newcomer.upstream, "rev-parse", "HEAD")


def test_every_file_that_the_page_names_is_there(newcomer):
    """In the new repository, or once its language is added."""
    named = re.findall(r"`([\w./-]*[/.][\w./-]*)`", OWN.read_text("utf-8"))
    named = [name for name in named if "/" in name and not name.startswith(("generator/", "locales/"))]
    assert len(named) > 8
    assert [name for name in named if not (newcomer.guide / name).exists()] == []


def test_the_targets_that_the_page_names_are_those_of_the_makefile(newcomer):
    """`make` lists them, and no others."""
    listed = set(re.findall(r"^make (\w+)", newcomer.types("make"), re.MULTILINE)) - {"help"}
    assert listed == set(re.findall(r"[`\n]make (\w+)", OWN.read_text("utf-8")))


@pytest.mark.audit
def test_a_change_is_judged_by_the_submodule_of_the_base(newcomer, tmp_path):
    """The script of the workflow: new hours are good, a word of the site needs an owner."""
    root = newcomer.guide
    git(root, "checkout", "--quiet", "-b", "change")
    edit(root / "data/organisations.yaml", "Mo-Su 18:00-08:00", "Mo-Su 19:00-08:00")
    git(root, "commit", "--quiet", "--all", "--message", "Change")
    git(root, "checkout", "--quiet", "main")
    judged = f'generator/.ci/review main change "{tmp_path}/one"'
    newcomer.types(judged)
    assert (tmp_path / "one/outcome").read_text("utf-8") == "good\n"
    assert (tmp_path / "one/site/index.html").is_file() and "19:00" in (tmp_path / "one/summary.md").read_text("utf-8")
    git(root, "checkout", "--quiet", "change")
    words = root / "locales/uk/LC_MESSAGES/guide.po"
    words.write_text(words.read_text("utf-8").replace('msgid "closed"\nmsgstr ""', 'msgid "closed"\nmsgstr "зачинено"'))
    git(root, "commit", "--quiet", "--all", "--message", "Word")
    git(root, "checkout", "--quiet", "main")
    newcomer.types(judged.replace("/one", "/two"))
    assert (tmp_path / "two/outcome").read_text("utf-8") == "owner\n"
    git(root, "branch", "--quiet", "--delete", "--force", "change")


def test_a_language_and_a_newer_generator_are_added_later(newcomer):
    """A sentence that the newer generator says is added to the language's words; what was translated stays."""
    _, _, language, newer = blocks()
    root = newcomer.guide
    for line in language:
        newcomer.types(line)
    words = root / "locales/ar/LC_MESSAGES/guide.po"
    words.write_text(words.read_text("utf-8").replace('msgid "closed"\nmsgstr ""', 'msgid "closed"\nmsgstr "مغلق"'))
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "Arabic")
    english = newcomer.upstream / "theme/locales/en/LC_MESSAGES/guide.po"
    english.write_text(english.read_text("utf-8") + '\nmsgid "Quite new."\nmsgstr "Quite new."\n', "utf-8")
    git(newcomer.upstream, "commit", "--quiet", "--all", "--message", "Newer")
    for line in newer:
        newcomer.types(line)
    text = words.read_text("utf-8")
    assert 'msgid "Quite new."\nmsgstr ""' in text and 'msgid "closed"\nmsgstr "مغلق"' in text
    assert git(root, "ls-tree", "HEAD", "generator").split()[2] == git(newcomer.upstream, "rev-parse", "HEAD")
    assert git(root, "status", "--porcelain") == ""
