"""`make reproduce`: the same bytes whatever differs that should not matter; and it would see it if they were not."""

from __future__ import annotations

import shutil

import pytest

from generator.commands.init import STARTER
from tests import reproduce
from tests.built import ROOT
from tests.conftest import wanting


@pytest.mark.audit
def test_the_guide_comes_out_the_same(tmp_path):
    """Another folder, order of files, seed, zone, language, number of processes, earlier site and clock."""
    if not shutil.which("faketime"):
        wanting("faketime")
    assert reproduce.differences(ROOT, tmp_path) == []


@pytest.mark.audit
def test_a_difference_is_seen(tmp_path, monkeypatch):
    """One file that came out otherwise is named, with the manifest that tells of it."""
    copied = reproduce.copied

    def spoilt(guide, target, backwards):
        copied(guide, target, backwards)
        if backwards:
            (target / "content" / "pl" / "plan.png").write_bytes(b"x")

    monkeypatch.setattr(reproduce, "copied", spoilt)
    assert reproduce.differences(STARTER, tmp_path) == ["manifest.json", "plan.png"]
