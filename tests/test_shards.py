"""`shards.backends` and `shards.parts`: the same bytes whoever renders the pages, and nothing that is not whole."""

from __future__ import annotations

import importlib
import json
import multiprocessing
import os
import shutil
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator import build, output, shards, site
from generator.__main__ import main
from generator.commands.init import STARTER
from generator.languages import own_words_file
from generator.load import load
from generator.problems import DataProblems, Stop
from generator.shards import Work, backends, buckets, parts
from generator.shards.backends import Backend
from generator.shards.parts import FILE, Merged, Part, part
from tests.built import guide as run_guide
from tests.conftest import wanting

TODAY = date(2026, 11, 22)
OWN_WORDS = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Home"\nmsgstr "Na początek"\n'


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    """The example that `guide init` makes, with a word of its own."""
    folder = tmp_path_factory.mktemp("guide") / "guide"
    shutil.copytree(STARTER, folder)
    words = folder / own_words_file("pl")
    words.parent.mkdir(parents=True)
    words.write_text(OWN_WORDS, "utf-8")
    return folder


@pytest.fixture(scope="module")
def guide(root):
    """The example as a guide."""
    return load(root, TODAY)[0]


@pytest.fixture(scope="module")
def frames(root, guide):
    """Its frames."""
    return site.frames(root, guide)


@pytest.fixture(scope="module")
def plain(root, guide, frames, tmp_path_factory) -> dict[str, bytes]:
    """Its site as one process makes it."""
    return built(root, guide, frames, tmp_path_factory.mktemp("plain") / "site", Backend("serial"))


@pytest.fixture(autouse=True)
def _small_buckets(monkeypatch):
    """One organisation a bucket, so that a small guide has as many as a big one."""
    monkeypatch.setattr(shards, "BUCKET", 1)


def held(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def built(root, guide, frames, target, source) -> dict[str, bytes]:
    """The site whose shards come from `source`."""
    build.publish(guide, frames, root, target, shards=source)
    return held(target)


def test_processes_give_the_same_bytes(root, guide, frames, plain, tmp_path):
    """A pool of processes publishes what one process does."""
    assert built(root, guide, frames, tmp_path / "site", Backend(workers=2)) == plain and len(plain) > 60
    assert "Na początek".encode() in plain["organisation/przykladowy-nocleg.html"]


def test_a_single_worker_has_memory_of_its_own_in_a_big_guide(root, guide, frames, plain, tmp_path, monkeypatch):
    """It and the search are processes apart; what is asked to be one process stays one."""
    if sys.platform == "linux":
        monkeypatch.setattr(backends, "APART_FROM", 1)
        begun = []
        spread = backends.spread
        monkeypatch.setattr(backends, "spread", lambda *given: begun.append(given[2]) or spread(*given))
        assert built(root, guide, frames, tmp_path / "one", Backend(workers=1)) == plain
        assert begun == [1, 1]
        assert built(root, guide, frames, tmp_path / "serial", Backend("serial")) == plain
        assert begun == [1, 1]


@pytest.mark.parametrize("place", ["files", "script"])
def test_workers_end_with_a_build_that_fails(root, guide, frames, tmp_path, monkeypatch, place):
    """Something else goes wrong while they store pages, before or after the first is asked for: nothing is left."""

    def fail(*arguments, **options):
        raise Stop("disk-full", 3, path="", found="")

    monkeypatch.setattr(*((build.search, place) if place == "files" else (build.MyList, "_script")), fail)
    with pytest.raises(Stop):
        built(root, guide, frames, tmp_path / "site", Backend(workers=2))
    assert multiprocessing.active_children() == [] and list(tmp_path.iterdir()) == []


def test_a_cluster_gives_the_same_bytes(root, guide, frames, plain, tmp_path):
    """Two workers of Dask, which have nothing but what they are sent, publish what one process does."""
    distributed = dask()
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=40
    ) as cluster:
        backend = Backend("dask", scheduler=cluster.scheduler_address)
        assert built(root, guide, frames, tmp_path / "site", backend) == plain
        page = next((tmp_path / "site" / "organisation").iterdir())
        page.unlink()
        assert built(root, guide, frames, tmp_path / "site", backend) == plain  # one page alone is to be made
        work = Work(guide, frames, frozenset(), made_by=_older)
        with pytest.raises(Stop) as stop:
            list(Backend("dask", scheduler=cluster.scheduler_address)(work, buckets(guide)))
        assert stop.value.rule == "other-generator"


def _older() -> str:
    """What a generator says of itself that is another one in each process."""
    return str(os.getpid())


def test_a_cluster_that_is_not_there_is_told(guide, frames, monkeypatch):
    """Nobody answers: the address and what to do, not a traceback."""
    dask()
    monkeypatch.setattr(backends, "PATIENCE", 1)
    with pytest.raises(Stop) as stop:
        list(Backend("dask", scheduler="tcp://127.0.0.1:9")(Work(guide, frames, frozenset()), buckets(guide)))
    assert (stop.value.rule, stop.value.values["path"]) == ("no-cluster", "tcp://127.0.0.1:9")


def test_without_dask_the_command_says_how_to_get_it(guide, frames, monkeypatch):
    """The extra is optional: who asks for it without having it is told the line to type."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(Stop) as stop:
        list(Backend("dask")(Work(guide, frames, frozenset()), buckets(guide)))
    assert (stop.value.rule, stop.value.code) == ("no-dask", 3)


def dask():
    """The module, or a skip."""
    try:
        return importlib.import_module("distributed")
    except ImportError:
        wanting("Dask (requirements/cluster.txt)")


@pytest.mark.parametrize("count", [1, 2, 5, 40])
def test_parts_share_all_buckets_out(guide, count):
    """Each bucket is in exactly one part, even when there are more parts than buckets."""
    todo = buckets(guide)
    shared = [bucket for number in range(count) for bucket in Part(number + 1, count).share(todo)]
    assert sorted(shared, key=repr) == sorted(todo, key=repr)


@pytest.mark.parametrize("text", ["", "1", "0/3", "4/3", "1/0", "-1/3", "1/3/3", "a/b", "1 / 3", "١/٣"])
def test_what_is_no_part_is_refused(text):
    """A part is written `2/5`."""
    with pytest.raises(ValueError, match="is not a part"):
        part(text)
    assert part("2/5") == Part(2, 5)


@pytest.fixture(scope="module")
def three(root, guide, frames, tmp_path_factory) -> list[Path]:
    """The three parts of the example."""
    folder = tmp_path_factory.mktemp("parts")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "BUCKET", 1)
        for number in (1, 2, 3):
            build.publish_part(guide, frames, root, folder / str(number), Part(number, 3))
    return [folder / str(number) for number in (1, 2, 3)]


def merged(root, guide, frames, target, *folders: Path) -> dict[str, bytes]:
    """The site that parts make."""
    return built(root, guide, frames, target, Merged(folders))


def test_merged_parts_give_the_same_bytes(root, guide, frames, plain, three, tmp_path):
    """In whatever order they come and whether or not one comes twice; a second time nothing is written."""
    target = tmp_path / "site"
    assert merged(root, guide, frames, target, three[2], three[0], three[1], three[0]) == plain
    assert build.publish(guide, frames, root, target, shards=Merged(tuple(three))).published.written == ()
    assert built(root, guide, frames, target, Backend()) == plain


def refused(root, guide, frames, target, *folders: Path) -> Stop:
    """Why the parts were refused; nothing was published then."""
    with pytest.raises(Stop) as stop:
        merged(root, guide, frames, target, *folders)
    assert not target.exists()
    return stop.value


def test_a_missing_part_is_named(root, guide, frames, three, tmp_path):
    """By its number."""
    stop = refused(root, guide, frames, tmp_path / "site", three[0], three[2])
    assert (stop.rule, stop.values["found"], stop.code) == ("part-missing", "2/3", 1)


def test_parts_of_another_guide_are_refused(root, guide, frames, three, tmp_path):
    """Other data, another day, another division."""
    other = replace(guide, organisations=guide.organisations[:-1])
    day = replace(guide, today=date(2026, 11, 23))
    for number, (one, which) in enumerate([(other, Part(2, 3)), (day, Part(2, 3)), (guide, Part(2, 4))]):
        build.publish_part(one, frames, root, tmp_path / str(number), which)
        stop = refused(root, guide, frames, tmp_path / "site", three[0], tmp_path / str(number), three[2])
        assert (stop.rule, stop.values["path"]) == ("part-of-another", str(tmp_path / str(number)))


def spoilt(three: list[Path], tmp_path: Path, name: str, data: bytes | None, believed: bool = False) -> list[Path]:
    """The parts with a file of the second one changed or taken away; `believed` by its manifest, too."""
    copy = tmp_path / "spoilt"
    shutil.copytree(three[1], copy)
    (copy / name).unlink(missing_ok=True)
    if data is not None:
        (copy / name).parent.mkdir(exist_ok=True)
        (copy / name).write_bytes(data)
    if believed:
        files = {path: bytes_ for path, bytes_ in held(copy).items() if path != output.MANIFEST}
        shutil.rmtree(copy)
        output.publish(files.items(), copy)
    return [three[0], copy, three[2]]


def a_page(folder: Path) -> str:
    """A page of an organisation in a part."""
    return next(path for path in sorted(held(folder)) if "organisation/" in path)


@pytest.mark.parametrize("data", [None, b"<p>x", b""])
def test_a_damaged_page_is_named(root, guide, frames, three, tmp_path, data):
    """A page that was lost on the way, or is not as it was built."""
    page = a_page(three[1])
    stop = refused(root, guide, frames, tmp_path / "site", *spoilt(three, tmp_path, page, data))
    assert (stop.rule, stop.values["found"]) == ("part-damaged", page)


NO_DESCRIPTION = (b"", b"{}", b"[]", b'{"format": "resource-guide part 1", "part": 2, "of": 3}', b"\xff")


@pytest.mark.parametrize("data", NO_DESCRIPTION)
def test_a_damaged_description_is_told(root, guide, frames, three, tmp_path, data):
    """What describes the part is checked by its digest, and by its form."""
    for believed in (False, True):
        stop = refused(root, guide, frames, tmp_path / "site", *spoilt(three, tmp_path, FILE, data, believed))
        assert (stop.rule, stop.values["found"]) == ("part-damaged", FILE)
        shutil.rmtree(tmp_path / "spoilt")


def test_a_page_too_many_is_refused(root, guide, frames, three, tmp_path):
    """A part holds the pages of its buckets and no others."""
    stop = refused(root, guide, frames, tmp_path / "site", *spoilt(three, tmp_path, "x.html", b"x", believed=True))
    assert (stop.rule, stop.values["found"]) == ("part-damaged", "x.html")


def test_parts_that_overlap_are_refused(root, guide, frames, three, tmp_path):
    """Two parts of one number with different bytes, each whole in itself."""
    page = a_page(three[1])
    changed = spoilt(three, tmp_path, page, b"<p>x", believed=True)
    stop = refused(root, guide, frames, tmp_path / "site", *changed, three[1])
    assert (stop.rule, stop.values["found"]) == ("parts-overlap", page)


def test_a_part_of_other_buckets_is_refused(root, guide, frames, three, tmp_path):
    """What says to be part 2 must be what part 2 holds."""
    whole = json.loads((three[0] / FILE).read_bytes())
    copy = tmp_path / "copy"
    shutil.copytree(three[0], copy)
    (copy / FILE).write_text(json.dumps(whole | {"part": 2}))
    files = {path: data for path, data in held(copy).items() if path != output.MANIFEST}
    shutil.rmtree(copy)
    output.publish(files.items(), copy)
    assert refused(root, guide, frames, tmp_path / "site", three[0], copy, three[2]).rule == "part-damaged"


def test_a_site_is_no_part_and_a_part_no_site(root, guide, frames, plain, three, tmp_path):
    """Neither takes the other's place unasked."""
    built(root, guide, frames, tmp_path / "site", Backend())
    with pytest.raises(Stop) as stop:
        build.publish_part(guide, frames, root, tmp_path / "site", Part(1, 3))
    assert stop.value.rule == "not-a-part" and held(tmp_path / "site") == plain
    assert refused(root, guide, frames, tmp_path / "out", three[0], tmp_path / "site").rule == "not-a-part"
    assert refused(root, guide, frames, tmp_path / "out", tmp_path / "nowhere").rule == "not-a-part"


def test_a_dead_link_is_found_where_it_is_rendered(root, guide, frames, tmp_path):
    """A part with something wrong on its pages is not made."""
    kinds = {
        key: replace(one, pieces=(f'<a href="nowhere.html">{one.pieces[0]}', *one.pieces[1:]))
        for key, one in frames.kinds.items()
    }
    with pytest.raises(DataProblems) as found:
        build.publish_part(guide, replace(frames, kinds=kinds), root, tmp_path / "part", Part(1, 3))
    assert {problem.rule for problem in found.value.problems} == {"dead-link"}
    assert not (tmp_path / "part").exists()


def test_a_dead_anchor_between_parts_is_found_when_they_merge(root, guide, frames, three, tmp_path):
    """Whether a page of another part has an id is known only then."""
    whole = json.loads((three[1] / FILE).read_bytes())
    whole["buckets"][0]["anchors"].append([whole["buckets"][0]["files"][0], "index.html", "nowhere"])
    folders = spoilt(three, tmp_path, FILE, json.dumps(whole).encode(), believed=True)
    with pytest.raises(DataProblems) as found:
        merged(root, guide, frames, tmp_path / "site", *folders)
    assert [problem.rule for problem in found.value.problems] == ["dead-anchor"]
    assert not (tmp_path / "site").exists()


def test_the_commands_build_in_parts(root, plain, tmp_path, capsys):
    """As a CI matrix does it: each job has its own copy of the guide, one starts MkDocs anew, the last one merges."""
    on = ("--lang", "en", "--today", str(TODAY))
    for number in ("1", "2"):
        machine = tmp_path / f"machine-{number}"
        shutil.copytree(root, machine, ignore=shutil.ignore_patterns(".build" if number == "1" else "memory"))
        done = run_guide("build", "--root", machine, "--part", f"{number}/2", "--out", tmp_path / number, *on)
        assert done.returncode == 0 and f"Built part {number}/2" in done.stdout, done.stderr
    done = run_guide("merge", "--root", root, "--out", tmp_path / "site", tmp_path / "1", tmp_path / "2", *on)
    assert done.returncode == 0, done.stderr
    assert held(tmp_path / "site") == plain
    assert main(["merge", "--root", str(root), "--out", str(tmp_path / "none"), str(tmp_path / "1"), *on]) == 1
    assert "Parts are missing: 2/2. Build them" in capsys.readouterr().err
    for call in (["--part", "1/2"], ["--scheduler", "tcp://127.0.0.1:9"]):
        assert main(["build", "--root", str(root), *call]) == 2
    with pytest.raises(SystemExit) as exit:
        main(["build", "--root", str(root), "--part", "3/2", "--out", "x"])
    assert exit.value.code == 2


def test_a_part_is_whole_or_not_there(root, guide, frames, tmp_path):
    """Parts are published as a site is; a second build of a part writes nothing."""
    target = tmp_path / "part"
    first = build.publish_part(guide, frames, root, target, Part(1, 2))
    again = build.publish_part(guide, frames, root, target, Part(1, 2))
    assert first.published.written and again.published.written == ()
    assert parts.FILE in output.manifest(target)
