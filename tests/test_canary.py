"""Foundations may move: the fork of MkDocs gives the same site, and what is known of packages' insides holds."""

from __future__ import annotations

import inspect
import os
import shutil
import subprocess
import sys
from datetime import datetime
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import pytest

from generator.commands.init import STARTER
from tests.built import ROOT, TODAY
from tests.built import guide as run_guide
from tests.conftest import wanting

KNOWN = {"jinja2": "3.1.6", "mkdocs": "1.6.1", "mkdocs-material": "9.8.1", "mkdocs-static-i18n": "1.3.1"}


@pytest.mark.parametrize("package", sorted(KNOWN))
def test_the_versions_are_those_that_we_know(package):
    """`site`, `hook` and `templates` know their insides: look at a new version before its number is changed here."""
    assert version(package) == KNOWN[package]


def test_what_we_use_of_mkdocs_is_there():
    """Names that `site` and `hook` take from MkDocs and static-i18n, beyond what their documentation promises."""
    from mkdocs import utils
    from mkdocs.structure.files import Files, InclusionLevel
    from mkdocs.theme import Theme
    from mkdocs_static_i18n.plugin import I18n

    assert callable(utils.clean_directory) and InclusionLevel.NOT_IN_NAV
    loader = Theme(name="material").get_env().loader
    assert "list_templates" in vars(type(loader)) and type(loader)(["folder"]).list_templates() == []
    assert "env.list_templates" in inspect.getsource(Files.add_files_from_theme)
    for name in ("on_config", "on_files", "on_post_build"):
        assert hasattr(I18n, name), name
    for option in ("docs_structure", "fallback_to_default", "reconfigure_material", "reconfigure_search"):
        assert option in dict(I18n.config_class._schema), option


@pytest.mark.audit
def test_properdocs_gives_the_same_site(tmp_path):
    """The fork that goes on with MkDocs 1.x builds the same bytes from the same folder."""
    if find_spec("properdocs") is None:
        wanting("properdocs (requirements/test.txt)")
    assert version("properdocs") == "1.6.7"
    root: Path = tmp_path / "guide"
    shutil.copytree(STARTER, root)
    built = run_guide("build", "--root", root, "--out", root / "own", "--today", TODAY)
    assert built.returncode == 0, built.stderr
    shutil.rmtree(root / ".build")
    command = [sys.executable, "-m", "properdocs", "build", "--quiet", "-f", "mkdocs.yml"]
    day = datetime.fromisoformat(f"{TODAY}T12:00Z")
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(int(day.timestamp())), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (root / "site" / "manifest.json").read_bytes() == (root / "own" / "manifest.json").read_bytes()
