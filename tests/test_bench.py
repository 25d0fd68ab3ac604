"""`make bench` compares like with like: Hugo makes the bytes of our pages."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from bench import data, hugo
from bench.same import Sameness, sameness
from tests.built import guide

RECORDS = 300
"""Enough for every kind of help and every place to have some: what lists without any say is not written for Hugo."""


@pytest.mark.skipif(not hugo.program(), reason="Hugo is in requirements/bench.txt")
@pytest.mark.skipif(not data.GENERATOR.exists(), reason="the generator of made-up records is not in this repository")
def test_hugo_makes_the_bytes_of_our_pages(tmp_path: Path) -> None:
    own, site, other = tmp_path / "guide", tmp_path / "site", tmp_path / "hugo"
    data.write(own, RECORDS, data.generator())
    assert guide("build", "--root", own, "--out", site, "--today", data.TODAY).returncode == 0
    hugo.write(own, other)
    subprocess.run([hugo.program(), "--quiet"], cwd=other, check=True)
    found = sameness(site, other / "public")
    assert found.made == found.same > 0.98 * found.ours


def test_a_page_that_differs_or_is_not_ours_is_not_the_same(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for folder, pages in ((ours, {"a": "1", "b": "2", "c": "3"}), (theirs, {"a": "1", "b": "22", "d": "4"})):
        folder.mkdir()
        for name, text in pages.items():
            (folder / f"{name}.html").write_text(text, "utf-8")
    assert sameness(ours, theirs) == Sameness(ours=3, made=3, same=1, size=4, own_size=2)
