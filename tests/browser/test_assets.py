"""Styles and scripts as they are sent: shorter than they are written, and the same."""

from __future__ import annotations

from collections.abc import Callable

from generator import squeeze
from generator.build.assets import as_published
from tests.built import ROOT, Site

RULES = r"""texts => texts.map(text => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return Array.from(sheet.cssRules, rule => rule.cssText.replace(/([,:])\s+/g, "$1"));
})"""


def test_styles_mean_the_same(site: Site, open_page: Callable) -> None:
    """The browser reads the same rules out of the sheet that is sent and out of the one that people write."""
    written = (ROOT / "theme" / "assets" / "guide.css").read_text("utf-8")
    sent = (site.folder / "assets" / "guide.css").read_text("utf-8")
    page = open_page(site.page("index.html"))
    read = page.evaluate(RULES, [written, sent])
    assert len(sent) < 0.8 * len(written)
    assert len(read[0]) > 150
    assert read[0] == read[1]


def test_scripts_of_another_theme_stay_as_they_are(tmp_path) -> None:
    """A copy of our script is sent as ours is; what a guide puts in its place, byte for byte."""
    ours, own = ROOT / "theme" / "assets" / "guide.js", tmp_path / "guide.js"
    own.write_bytes(ours.read_bytes())
    assert as_published("assets/guide.js", own) == squeeze.script(ours.read_text("utf-8")).encode()
    own.write_text("let x = 1 // no sign at the end\nx++\n", "utf-8")
    assert as_published("assets/guide.js", own) == own.read_bytes()
