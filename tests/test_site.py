"""`site` and `hook`: what MkDocs would render is what is published, and MkDocs starts only when it must."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from markdown import Markdown
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from generator import keeping, pages, site, versions
from generator.commands.init import STARTER
from generator.commands.serve import Preview
from generator.frames import escaped
from generator.load import load
from generator.problems import DataProblems, Stop
from generator.report import Words
from generator.site import cache
from generator.site.articles import Sheet, heading_id, markdown_of
from generator.site.extension import Articles, harmless
from tests.built import ROOT, TODAY, copy_of_guide
from tests.built import guide as run_guide

DAY = date.fromisoformat(TODAY)
HOSTILE = "„Dom” & 'Ławka' \"x\" </script><script>alert(1)</script> מרכז <!-- {{ 7*7 }} %} guide"


@pytest.fixture
def root(tmp_path) -> Path:
    """The example that `guide init` makes."""
    folder = tmp_path / "guide"
    shutil.copytree(STARTER, folder)
    return folder


def change(file: Path, old: str, new: str) -> None:
    """Replace words in a file."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def made(root: Path):
    """The guide in a folder, and its frames."""
    guide = load(root, DAY)[0]
    return guide, site.frames(root, guide)


def mkdocs(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run plain `mkdocs`."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONUTF8": "1", "SOURCE_DATE_EPOCH": "1795305600"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def rendered_both_ways(root: Path, guide, frames, sheets: list[pages.Page]) -> tuple[dict, dict]:
    """Pages as MkDocs renders them from stubs, and as their frames do."""
    stubs = [Sheet(one.language, one.path, one.kind, one.title, one.description, one.content) for one in sheets]
    by_mkdocs = site.rendered(root, guide, stubs).pages
    by_frames = {
        (one.language, one.path): frames.kinds[one.language, one.kind].render(
            title=one.title, description=one.description, path=one.path, content=one.content
        )
        for one in sheets
    }
    return by_mkdocs, by_frames


def test_a_frame_gives_what_mkdocs_would(tmp_path):
    """Every page of the repository's guide, as a stub through MkDocs and Material, is its frame's to the byte."""
    root = copy_of_guide(tmp_path / "guide")
    guide, frames = made(root)
    sheets = [
        page
        for language in guide.settings.languages
        for page in pages.render(pages.views(guide, language))
        if page.kind != "redirect"
    ]
    by_mkdocs, by_frames = rendered_both_ways(root, guide, frames, sheets)
    assert len(by_frames) > 700
    assert by_mkdocs.keys() == by_frames.keys()
    assert [key for key, page in by_frames.items() if by_mkdocs[key] != page] == []


def test_hostile_titles_come_out_the_same_and_inert(root):
    """A title and a description full of markup: the same bytes from both ways, and only ever as text."""
    guide, frames = made(root)
    sheets = [
        replace(page, title=HOSTILE, description=HOSTILE[::-1] + HOSTILE)
        for language in guide.settings.languages
        for page in pages.render(pages.views(guide, language))
        if page.kind != "redirect"
    ]
    by_mkdocs, by_frames = rendered_both_ways(root, guide, frames, sheets)
    assert by_mkdocs == by_frames
    for page in by_frames.values():
        assert "<script>alert" not in page and "49" not in page.partition("<body")[0]
    organisation = by_frames["he", "organisation/przykladowy-nocleg.html"]
    assert f"<title>{escaped(HOSTILE)} – " in organisation


def test_mkdocs_starts_only_when_something_that_it_reads_has_changed(root, monkeypatch):
    """A changed record leaves the frames alone; a changed article, name, template or setting does not."""
    made(root)
    starts = []
    render = site.rendered
    monkeypatch.setattr(site, "rendered", lambda *given: starts.append(given) or render(*given))

    def starts_for(edit) -> int:
        before = len(starts)
        edit()
        again = made(root)[1]
        count = len(starts) - before
        shutil.rmtree(root / ".build")
        assert made(root)[1] == again  # what a clean build makes
        del starts[:]
        return count

    data, content = root / "data", root / "content"
    assert starts_for(lambda: change(data / "organisations.yaml", "Mo-Su 18:00-08:00", "pn-pt 8-16")) == 0
    assert starts_for(lambda: change(content / "he" / "about.md", "זה מדריך לדוגמה", "זה מדריך אחר")) == 1
    assert starts_for(lambda: change(data / "guide.yaml", "An example guide", "Another guide")) == 1
    assert starts_for(lambda: change(data / "organisations.yaml", 'pl: "Przykładowy nocleg"', 'pl: "Inny"')) == 1
    assert starts_for(lambda: change(root / "mkdocs.yml", "przewodnik.example/", "przewodnik.example/pomoc/")) == 1
    (root / "theme" / "partials").mkdir(parents=True)
    assert starts_for(lambda: change(root / "mkdocs.yml", "# custom_dir", "custom_dir")) == 1
    footer = root / "theme" / "partials" / "footer.html"
    assert starts_for(lambda: footer.write_text("<footer>Ours</footer>")) == 1
    assert starts_for(lambda: footer.write_text("<footer>Yours</footer>")) == 1
    assert starts_for(lambda: footer.unlink()) == 1
    assert starts_for(lambda: None) == 0


def test_a_first_build_from_the_guides_own_folder_is_no_news_for_the_second(root):
    """Python looks for modules and packages there: it sees the site and what stands beside it, MkDocs does not."""
    cached = root / ".build" / "frames" / "frames.json"
    before = b""
    for name in ("site", "site", "other"):
        done = run_guide("build", "--out", name, "--quiet", cwd=root)
        assert done.returncode == 0, done.stderr
        assert before in (b"", cached.read_bytes())
        before = cached.read_bytes()
    listed = json.loads(keeping.kept(cached))["read"]["."]
    assert cache.digest(root, of_guide=True) == listed
    (root / "yaml.py").write_text("")  # in the way of a package
    assert cache.digest(root, of_guide=True) != listed


def test_versions_and_our_own_code_are_part_of_the_key(tmp_path, monkeypatch):
    """Another version of a package, or of a module of ours, makes the frames anew."""
    before = cache.key("given")
    assert cache.key("given") == before and cache.key("other") != before
    assert "mkdocs_material-" in versions.packages()
    copy = tmp_path / "generator"
    shutil.copytree(ROOT / "generator", copy)
    for name, value in (("packages", lambda: "mkdocs-99.dist-info"), ("_GENERATOR", copy)):
        with monkeypatch.context() as patch:
            patch.setattr(versions, name, value)
            (copy / "frames.py").write_text("other")
            patch.setattr(cache, "made_by", versions.made_by.__wrapped__)
            assert cache.key("given") != before


def test_the_record_names_what_was_read(root):
    """Templates, words, settings and folders, seen from the guide; nothing that can be made again."""
    made(root)
    read = json.loads(keeping.kept(root / ".build" / "frames" / "frames.json"))["read"]
    theme = ROOT / "theme"
    for name in ("main.html", "404.html", "partials/footer.html", "locales/he/LC_MESSAGES/guide.po"):
        assert str(theme / name) in read
    assert {"mkdocs.yml", "content/pl"} <= read.keys()
    assert not [path for path in read if ".build" in path or "site-packages" in path]


HOOK = """\
import helper


def on_post_page(output, page, config):
    return output.replace("</main>", helper.SAID + "</main>")
"""


def home(frames) -> str:
    """The English home page."""
    return frames.kinds["en", "home"].render(title="", description="", path="index.html", content="")


def test_a_hook_and_what_it_imports_are_read_however_python_keeps_them(root, monkeypatch):
    """Python opens the compiled form of a module that has not changed, or nothing when it holds the module already."""
    change(root / "mkdocs.yml", "strict: true", "strict: true\nhooks: [hook.py]")
    (root / "hook.py").write_text(HOOK)
    # The sizes differ: within a second Python itself takes a file of the same size for the same.
    for word in ("a", "bb", "ccc"):
        (root / "helper.py").write_text(f"SAID = '<b>{word}</b>'")
        assert f"<b>{word}</b></main>" in home(made(root)[1])
        change(
            root / "content" / "en" / "about.md", "This is", "Now: This is"
        )  # MkDocs starts, and nothing is compiled
        assert f"<b>{word}</b></main>" in home(made(root)[1])
        (root / "hook.py").write_text(HOOK.replace('"</main>")', f'"<i>{word}</i></main>")'))
        assert f"<b>{word}</b><i>{word}</i></main>" in home(made(root)[1])
        (root / "hook.py").write_text(HOOK)
        assert f"<b>{word}</b></main>" in home(made(root)[1])
    read = json.loads(keeping.kept(root / ".build" / "frames" / "frames.json"))["read"]
    assert {"hook.py", "helper.py"} <= read.keys() and not [path for path in read if path.endswith(".pyc")]
    monkeypatch.setattr(site, "rendered", None)
    made(root)


def test_a_file_that_changes_while_mkdocs_runs_is_seen_by_the_next_build(root, monkeypatch):
    """Before it was read, between two readings or after: whatever the frames were made of, they do not stay."""
    change(root / "mkdocs.yml", "# custom_dir", "custom_dir")
    footer = root / "theme" / "partials" / "footer.html"
    footer.parent.mkdir(parents=True)
    footer.write_text("<footer>old</footer>")
    change(root / "mkdocs.yml", "strict: true", "strict: true\nhooks: [hook.py]")
    words = root.parent / "words"  # there: another process, for what the run itself makes is no edit, is to write them
    edit = f"open({str(footer)!r}, 'w').write(open({str(words)!r}).read())"
    for event in ("on_config", "on_post_page", "on_post_build"):
        (root / "hook.py").write_text(
            f"import os, subprocess, sys\n\n\ndef {event}(*_, **__):\n    if os.path.exists({str(words)!r}):\n"
            f"        subprocess.run([sys.executable, '-c', {edit!r}], check=True)\n"
        )
        words.write_text(f"<footer>{event}</footer>")
        made(root)
        words.unlink()
        frames = made(root)[1]
        assert f"<footer>{event}</footer>" in home(frames)
        shutil.rmtree(root / ".build")
        assert made(root)[1] == frames


@pytest.mark.parametrize("base", ["base.yml", "base.conf"])
def test_what_the_environment_says_is_asked_each_time(root, monkeypatch, base):
    """Also in a configuration that mkdocs.yml inherits."""
    change(root / "mkdocs.yml", "strict: true", f"strict: true\nINHERIT: {base}")
    (root / base).write_text("extra: {said: !ENV [GUIDE_SAID, nothing]}")
    change(root / "mkdocs.yml", "# custom_dir", "custom_dir")
    (root / "theme" / "partials").mkdir(parents=True)
    (root / "theme" / "partials" / "footer.html").write_text("<footer>{{ config.extra.said }}</footer>")
    for said in ("one", "two"):
        monkeypatch.setenv("GUIDE_SAID", said)
        assert f"<footer>{said}</footer>" in home(made(root)[1])


def test_a_broken_cache_is_made_anew(root):
    """Whatever stands in the cache's file, the frames are right."""
    _, frames = made(root)
    file = root / ".build" / "frames" / "frames.json"
    for content in ("", "{", "[]", '{"key": 1}', "null"):
        file.write_text(content)
        assert made(root)[1] == frames
    words = file.read_bytes()
    file.write_bytes(words.replace(b"</title>", b"<!title>"))  # a bit that a disk has turned
    assert file.read_bytes() != words
    assert made(root)[1] == frames


@pytest.mark.audit
def test_a_memory_that_cannot_be_written_is_done_without(root, tmp_path):
    """Files where folders should be, and folders where files should be: the site comes out, and nothing is said."""
    work = root / ".build"
    plain = run_guide("build", "--root", root, "--out", tmp_path / "plain", "--today", TODAY)
    assert plain.returncode == 0, plain.stderr
    made = sorted(path.relative_to(work) for path in work.rglob("*") if path.is_file() and "mkdocs" not in path.parts)
    assert {path.parts[0] for path in made} == {"frames", "memory"} and len(made) > 9
    for obstacles in (["memory", "frames"], ["memory/words"]):
        shutil.rmtree(work)
        for name in obstacles:
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            (work / name).write_text("")
        # Twice: what could not be kept is not there, and what could be is as good as ever.
        for _ in range(2):
            built = run_guide("build", "--root", root, "--out", tmp_path / "out", "--today", TODAY)
            assert (built.returncode, built.stderr) == (0, plain.stderr)
    shutil.rmtree(work)
    for name in made:
        (work / name / "inside").mkdir(parents=True)
    for number in range(2):
        built = run_guide("build", "--root", root, "--out", tmp_path / str(number), "--today", TODAY)
        assert (built.returncode, built.stderr) == (0, plain.stderr)
        manifests = [tmp_path / one / "manifest.json" for one in ("plain", "out", str(number))]
        assert len({file.read_bytes() for file in manifests}) == 1
    assert not list(work.rglob("*.new"))


@pytest.mark.parametrize("name", [".build", ".build/mkdocs", ".build/mkdocs/docs/pl", ".build/.mkdocs.lock", "link"])
def test_a_folder_that_a_build_needs_is_asked_for_in_words(root, name):
    """Where MkDocs cannot work there is no site, unless all that it would make is known already."""
    if name == "link":
        (root / ".build").symlink_to("nowhere")
    elif name == ".build/.mkdocs.lock":
        (root / name).mkdir(parents=True)
    else:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("")
    built = run_guide("build", "--root", root, "--lang", "en", "--today", TODAY)
    if name == ".build/mkdocs/docs/pl":  # in that folder we put in order whatever stands there
        assert built.returncode == 0
        return
    assert built.returncode == 3 and ".build" in built.stderr, built.stderr
    assert "Traceback" not in built.stderr and len(built.stderr.splitlines()) < 4
    assert not (root / "site").exists()
    if name == "link":
        printed = run_guide("print", "--root", root, "--today", TODAY)
        assert printed.returncode == 3 and "Traceback" not in printed.stderr
        preview = Preview(root, DAY, Words("en"))
        preview.build()
        assert ".build" in preview.report


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs the right to mount")
def test_a_guide_that_may_not_be_written_to_says_what_a_build_needs(root):
    """Another folder for the site would not help; MkDocs' own command says the same."""
    if subprocess.run(["mount", "--bind", root, root], capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", root], check=True)
        with pytest.raises(Stop) as stop:
            site.frames(root, load(root, DAY)[0])
        assert stop.value.rule == "no-work-folder"
        with pytest.raises(Stop) as stop:
            site.begin(root, DAY, reloads=False).configure(load_config(str(root / "mkdocs.yml")))
        assert stop.value.rule == "no-work-folder"
    finally:
        subprocess.run(["umount", root], check=True)


@pytest.mark.parametrize("where", ["sheet", "page"])
def test_a_full_disk_is_told_in_words(root, monkeypatch, where):
    """Whether we write there or MkDocs does; also where the system does not say to which file."""
    from mkdocs.structure import pages as of_mkdocs

    guide = load(root, DAY)[0]

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        if where == "sheet":
            patch.setattr(Path, "write_bytes", full)
        else:
            patch.setattr(of_mkdocs.Page, "render", full)
        with pytest.raises(Stop) as stop:
            site.frames(root, guide)
    assert stop.value.rule == "disk-full" and ".build" in stop.value.values["path"]
    known = site.frames(root, guide)
    monkeypatch.setattr(site, "_alone", None)  # what is known needs no folder
    assert site.frames(root, guide) == known


def test_plain_mkdocs_build_gives_the_same_site(root):
    """`mkdocs build` and `guide build`: the same files, to the byte."""
    result = mkdocs("build", "--strict", cwd=root)
    assert result.returncode == 0, result.stderr
    assert "Traceback" not in result.stderr and "skipped" not in result.stderr
    ours = run_guide("build", "--root", root, "--out", root.parent / "out", "--today", "2026-11-22")
    assert ours.returncode == 0, ours.stderr
    assert (root / "site" / "manifest.json").read_bytes() == (root.parent / "out" / "manifest.json").read_bytes()
    theirs = {path.relative_to(root / "site"): path.read_bytes() for path in (root / "site").rglob("*.*")}
    assert theirs == {
        path.relative_to(root.parent / "out"): path.read_bytes() for path in (root.parent / "out").rglob("*.*")
    }


def test_plain_mkdocs_build_keeps_the_promise(root):
    """With bad data, or a link to no heading under strict, it ends with the place of it; the old site stays."""
    assert mkdocs("build", cwd=root).returncode == 0
    before = (root / "site" / "manifest.json").read_bytes()
    change(root / "content" / "en" / "about.md", "This is", "[Gone](where-to-sleep.md#gone). This is")
    result = mkdocs("build", cwd=root)
    assert result.returncode == 1 and "#gone" in result.stderr
    change(root / "content" / "en" / "about.md", "[Gone](where-to-sleep.md#gone). ", "")
    change(root / "data" / "organisations.yaml", "Mo-Su 18:00-08:00", "kiedyś")
    result = mkdocs("build", cwd=root)
    assert result.returncode == 1
    assert "data/organisations.yaml:" in result.stdout and "Traceback" not in result.stderr
    assert (root / "site" / "manifest.json").read_bytes() == before
    assert sorted(path.name for path in root.iterdir() if path.name.startswith(".site")) in ([], [".site.next"])


@pytest.mark.parametrize("clock", ["99999999999999", "²", "2026-11-22"])
def test_a_clock_that_tells_no_day_stops_plain_mkdocs_in_words(root, monkeypatch, clock):
    """As it stops `guide build`."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", clock)
    config = load_config(str(root / "mkdocs.yml"))
    with pytest.raises(Abort, match=f"SOURCE_DATE_EPOCH={clock} "):
        config.plugins["guide"].on_config(config)


def test_guide_build_is_quiet_and_says_where(root, tmp_path):
    """No banners of others; one line on what was built; a link to no heading is told with the writer's file."""
    result = run_guide("build", "--root", root, "--lang", "en", "--today", TODAY)
    assert result.returncode == 0
    assert len(result.stdout.splitlines()) == 1 and "Pages: " in result.stdout
    assert "Material" not in result.stderr and "INFO" not in result.stderr
    change(root / "content" / "he" / "about.md", "זה מדריך", "[x](where-to-sleep.md#nothing) זה מדריך")
    result = run_guide("build", "--root", root, "--lang", "en", "--today", TODAY)
    assert result.returncode == 1
    assert "content/he/about.md:1:1" in result.stderr and "Traceback" not in result.stderr
    assert "#nothing" in result.stderr


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("        - locale: en\n          name: English\n", "", "mkdocs-languages"),
        ("use_directory_urls: false", "use_directory_urls: true", "mkdocs-settings"),
        ("reconfigure_material: false", "reconfigure_material: true", "mkdocs-settings"),
        ("  - guide\n", "", "mkdocs-settings"),
        ("docs_structure: folder", "docs_structure: suffix", "mkdocs-settings"),
        ("site_url: https://przewodnik.example/", "site_author: x", "mkdocs-settings"),
        ("strict: true", "hooks: [nowhere.py]", "mkdocs"),
        ("strict: true", "hooks: [broken.py]", "mkdocs"),
        ("strict: true", "INHERIT: mkdocs.yml", "mkdocs"),
        ("  - tables", "  - toc: {slugify: !!python/name:os.kill }", "mkdocs"),
    ],
)
def test_settings_that_the_guide_needs_are_asked_for(root, old, new, rule):
    """A mkdocs.yml that would give another site stops the build and says which line is missing."""
    change(root / "mkdocs.yml", old, new)
    (root / "broken.py").write_text("raise RuntimeError('fell over')")
    with pytest.raises((Stop, DataProblems)) as stop:
        made(root)
    rules = [stop.value.rule] if isinstance(stop.value, Stop) else [one.rule for one in stop.value.problems]
    assert set(rules) & {rule, "site-languages", "languages-differ"}


def test_neither_articles_nor_a_search_of_mkdocs_trouble_the_build(root):
    """A guide needs no folder `content`; what MkDocs' own plug-in `search` writes does not reach the site."""
    shutil.rmtree(root / "content")
    change(root / "mkdocs.yml", "  - guide\n", "  - guide\n  - search\n")
    guide = load(root, DAY)[0]
    for _ in range(2):
        site.publish(root, root / "site", guide)
    assert (root / "site" / "index.html").is_file() and not (root / "site" / "search").exists()


def test_a_theme_that_hides_a_title_is_refused(root):
    """A template that does something to a title which frames cannot repeat stops the build."""
    change(root / "mkdocs.yml", "# custom_dir", "custom_dir")
    (root / "theme").mkdir()
    (root / "theme" / "main.html").write_text("<title>{{ page.title|upper }}</title>{{ page.content }}")
    with pytest.raises(Stop) as stop:
        made(root)
    assert stop.value.rule == "theme-marker"


def test_the_same_commit_gives_the_same_bytes(root, tmp_path):
    """Another folder, hash seed, time zone, locale and order of files: the same manifest."""
    other = tmp_path / "elsewhere, with a space" / "guide"
    for file in sorted(root.rglob("*"), reverse=True):
        if file.is_file():
            (other / file.relative_to(root)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, other / file.relative_to(root))
    manifests = []
    for folder, environment in (
        (root, {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}),
        (other, {"PYTHONHASHSEED": "2", "TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "LANG": "pl_PL.UTF-8"}),
    ):
        result = run_guide("build", "--root", folder, "--today", TODAY, env=environment)
        assert result.returncode == 0, result.stderr
        manifests.append((folder / "site" / "manifest.json").read_bytes())
    assert manifests[0] == manifests[1]


ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<div onclick='x'>a</div>",
    "a <b onmouseover=x>b</b>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<java\nscript:alert(1)>)",
    r"[x](javascript\:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:x)",
    "[x](//evil.example)",
    "[x](http://[x]/)",
    "[x](//\u2100)",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "[x]\n\n[x]: <javascript:alert(1)> 'title'",
    "<javascript:alert(1)>",
    "![x](https://evil.example/x.png)",
    "![x](data:image/svg+xml,<svg onload=alert(1)>)",
    '![x" onerror="alert(1)](x.png)',
    '[x](https://a.example "t\\" onclick=\\"x")',
    '[x](https://a.example){: onclick="x" style="x" }',
    '# x {: onclick="x" }',
    "`<script>alert(1)</script>`",
    "```\n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<svg/onload=alert(1)>",
    "<!-- x --><script>x</script>",
    "<a href='javascript:x'>x</a>",
    "<style>x</style>",
    "<iframe src=//evil.example></iframe>",
    "[[<b>x]]",
    "[[urgent|<img src=x onerror=x>]]",
    "| a |\n|---|\n| <script>x</script> |",
    "<p markdown='1'><script>x</script></p>",
)


@pytest.mark.parametrize("extensions", [["tables", "fenced_code", "toc"], ["extra", "toc", "admonition", "md_in_html"]])
@pytest.mark.parametrize("attack", ATTACKS)
def test_an_article_cannot_run_anything(guide_of_starter, attack, extensions):
    """Raw HTML, attributes and links with scripts are text or refused, whatever extensions mkdocs.yml names."""
    markdown = Markdown(
        extensions=[*extensions, Articles(guide_of_starter, lambda: ("pl", "pl", "content/pl/about.md"))]
    )
    try:
        page = markdown.convert(attack)
    except DataProblems as found:
        assert found.problems[0].place.file == "content/pl/about.md"
        return
    from generator.shards.inspection import Found, inspect

    found = Found()
    inspect(found, "about.html", page, frozenset({"urgent.html", "x.png"}), "/")
    assert not found.problems, page
    assert (
        "<script" not in page
        and "<img src=x" not in page
        and "javascript:alert" not in page.replace("&lt;javascript:alert(1)&gt;", "")
    )


@pytest.fixture(scope="module")
def guide_of_starter(tmp_path_factory):
    """The example that `guide init` makes, as a guide; one of its names is not translated."""
    root = tmp_path_factory.mktemp("starter") / "guide"
    shutil.copytree(STARTER, root)
    change(root / "data/organisations.yaml", '\n      he: "לינה לדוגמה"\n      en: "An example shelter"', "")
    return load(root, DAY)[0]


def test_marks_lead_to_records(guide_of_starter):
    """A marker becomes a link with the record's name, marked with its language, or with the writer's words."""
    markdown = Markdown(extensions=[Articles(guide_of_starter, lambda: ("he", "he", "x"))])
    assert markdown.convert("[[przykladowy-nocleg]] [[przykladowy-nocleg/nocleg|כאן]] `[[urgent]]`") == (
        '<p><a dir="ltr" href="organisation/przykladowy-nocleg.html" lang="pl">Przykładowy nocleg</a> '
        '<a href="organisation/przykladowy-nocleg.html#nocleg">כאן</a> <code>[[urgent]]</code></p>'
    ) or 'lang="pl"' in markdown.convert("[[przykladowy-nocleg]]")
    with pytest.raises(DataProblems):
        markdown.convert("[[nowhere]]")


def test_numbers_in_hebrew_articles_are_isolated(guide_of_starter):
    """A phone or a range in a Hebrew text would be read backwards; Polish needs nothing, nor do code and links."""
    words = '**85 000 00 05**, 9:00–17:00, 24/7 `85 000 00 06` [x](https://a.example/1-2 "85 000")'
    hebrew, polish = (Markdown(extensions=[Articles(guide_of_starter, lambda c=c: (c, c, "x"))]) for c in ("he", "pl"))
    assert hebrew.convert(words) == (
        '<p><strong><bdi dir="ltr">85 000 00 05</bdi></strong>, <bdi dir="ltr">9:00–17:00</bdi>, 24/7 '
        '<code>85 000 00 06</code> <a href="https://a.example/1-2" title="85 000">x</a></p>'
    )
    assert "bdi" not in polish.convert(words)


@pytest.mark.parametrize(
    ("written", "levels"),
    [
        ("# Tytuł\n\n#### Drobny\n\n## Dalej", "2 3 2"),
        ("## A\n\n- punkt\n\n    ##### w punkcie\n\n### B", "2 3 3"),
        ("Słowa.\n\n[[list]]\n\n# Dalej", "2 2"),
        ("## Kto pomoże\n\n[[list]]", "2"),
    ],
)
def test_headings_leave_no_level_out(guide_of_starter, written, levels):
    """However many hashes were typed, the title alone is of the first level, and the list has a heading above it."""
    markdown = Markdown(extensions=[Articles(guide_of_starter, lambda: ("pl", "pl", "x"))])
    html = markdown.convert(markdown_of(written, guide_of_starter.articles[0]))
    assert " ".join(re.findall(r"<h(\d)", html)) == levels


def test_headings_have_ids_in_every_alphabet():
    """An id says what the heading says, in Polish and in Hebrew, with or without points."""
    assert heading_id("Gdzie spać, gdy zimno?", "-") == "gdzie-spać-gdy-zimno"
    assert heading_id("אֵיפֹה לִישׁוֹן", "-") == "איפה-לישון"
    assert heading_id("…", "-") == "section"


def test_a_first_line_is_never_metadata(guide_of_starter):
    """MkDocs would swallow `Note: …` at the top of a text."""
    article = guide_of_starter.articles[0]
    assert markdown_of("Uwaga: zadzwoń najpierw.\n", article).startswith("\nUwaga")


@pytest.mark.parametrize("url", ["https://a.example", "mailto:a@b.example", "tel:112", "a.html", "#x", "../a:b.html"])
def test_harmless_addresses_pass(url):
    """Relative addresses and the schemes of the list."""
    assert harmless(url)


@contextmanager
def running(*command: str | Path, cwd: Path, address: str):
    """A server that answers at `address`, stopped at the end; hands back what it printed."""
    with (cwd / "log").open("w+", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *map(str, command)],
            cwd=cwd,
            stdout=log,
            stderr=log,
            env={**os.environ, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT)},
        )
        try:
            wait_for(lambda: fetched(address)[0] in (200, 404), process)
            yield process
        finally:
            process.terminate()
            process.wait(10)


def fetched(address: str) -> tuple[int, str]:
    """Status and text of an answer; 0 when there is none."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()
    except OSError:
        return 0, ""


def wait_for(condition, process) -> None:
    """Until something is so, half a minute at most."""
    until = time.monotonic() + 40
    while not condition():
        assert process.poll() is None, "the server ended"
        assert time.monotonic() < until, "it never came to be"
        time.sleep(0.2)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def test_guide_serve_shows_each_edit(root):
    """One edit, one rebuild, and the browser is told; bad data shows the report and keeps the last good site."""
    host = f"http://127.0.0.1:{free_port()}/"
    records = root / "data" / "organisations.yaml"
    port = host.rpartition(":")[2].strip("/")
    with running(
        "generator", "serve", "--root", root, "--port", port, "--lang", "en", cwd=root, address=host
    ) as server:
        wait_for(lambda: "An invented place" in fetched(host + "en/organisation/przykladowy-nocleg.html")[1], server)
        page = fetched(host + "index.html")[1]
        assert "Content-Security-Policy" in page and '<script src="/.guide/reload.js" data-version="1" defer>' in page
        change(records, "An invented place.", "A made-up place.")
        assert fetched(host + ".guide/wait?1")[1] == "guideNews(2, false ? 2 : -1)"
        assert "A made-up place." in fetched(host + "en/organisation/przykladowy-nocleg.html")[1]
        said = (root / "log").read_text("utf-8")
        assert said.count("Built ") == 2 and said.count("example address") == 4  # what was said before is no news
        change(records, "Mo-Su 18:00-08:00", "<b>kiedyś")
        assert fetched(host + ".guide/wait?2")[1].startswith("guideNews(3")
        page = fetched(host + "en/organisation/przykladowy-nocleg.html")[1]
        assert 'role="alert"' in page and "&lt;b&gt;kiedyś" in page and "A made-up place." in page
        change(records, "<b>kiedyś", "Mo-Su 18:00-08:00")
        assert fetched(host + ".guide/wait?3")[1].startswith("guideNews(4")
        assert 'role="alert"' not in fetched(host + "index.html")[1]
        status, page = fetched(host + "nowhere/at/all")
        assert status == 404 and 'href="/assets/guide.css"' in page
        assert fetched(host + "../mkdocs.yml")[0] == 404
    assert not (root / "site").exists()


def test_mkdocs_serve_survives_bad_data(root):
    """It starts with bad data, shows the report, and shows the guide once the data are good."""
    address = f"127.0.0.1:{free_port()}"
    records = root / "data" / "organisations.yaml"
    change(records, "Mo-Su 18:00-08:00", "kiedyś")
    with running("mkdocs", "serve", "-a", address, cwd=root, address=f"http://{address}/") as server:
        wait_for(lambda: "data/organisations.yaml" in fetched(f"http://{address}/")[1], server)
        change(records, "kiedyś", "Mo-Su 18:00-08:00")
        page = f"http://{address}/en/organisation/przykladowy-nocleg.html"
        wait_for(lambda: "An invented place" in fetched(page)[1], server)
        assert "Content-Security-Policy" not in fetched(page)[1]  # MkDocs' own script would not run
        change(records, "Mo-Su 18:00-08:00", "kiedyś")
        wait_for(lambda: "kiedyś" in (root / "log").read_text("utf-8"), server)
        assert "An invented place" in fetched(page)[1]
