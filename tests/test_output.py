"""`output`: a folder holds the old site or the new one, whole, whatever happens on the way."""

import errno
import hashlib
import json
import multiprocessing
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.output import FORMAT, MANIFEST, discard, lock, manifest, publish, swap
from generator.output.tree import manifest_text
from generator.problems import Stop

SITE = {"index.html": b"<p>Dom", "he/index.html": "<p>בית".encode(), "assets/site.css": b"p {}"}


def held(folder):
    """What a folder holds, the manifest aside."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


@pytest.fixture(params=["exchange", "two renames"])
def system(request, monkeypatch):
    """A system that can exchange two folders in one step, and one that cannot."""
    if request.param == "two renames":
        monkeypatch.setattr(swap, "exchange_at_once", lambda one, other: False)
    return request.param


def test_a_folder_comes_to_be(tmp_path, system):
    """Where there was nothing there is the site."""
    published = publish(SITE.items(), tmp_path / "deep" / "site")
    assert held(tmp_path / "deep" / "site") == SITE
    assert published.exchanged and published.written == tuple(sorted(SITE)) and published.files == 3


def test_the_manifest_names_every_other_file(tmp_path):
    """The manifest tells each file's SHA-256, sorted, and not its own."""
    publish(SITE.items(), tmp_path / "site")
    content = json.loads((tmp_path / "site" / MANIFEST).read_text())
    assert content["files"] == {path: hashlib.sha256(data).hexdigest() for path, data in SITE.items()}
    assert list(content["files"]) == sorted(SITE)


@pytest.mark.parametrize("files", [{}, {"a b": "1", "a/b": "2"}, {'ż"x\\': "1", "a": "2", "b\x7f": "3"}])
def test_the_manifest_is_plain_json(files):
    """What is written by hand, since it is faster, is what `json` would write."""
    whole = {"format": FORMAT, "files": dict(sorted(files.items()))}
    assert manifest_text(files).decode() == json.dumps(whole, indent=0) + "\n"


def test_a_slot_of_links_is_looked_at_by_its_folders(tmp_path):
    """A file that somebody took out of the slot, or put there in place of ours, does not come back as ours."""
    target, slot = tmp_path / "site", tmp_path / ".site.next"
    publish(SITE.items(), target)
    publish((SITE | {"index.html": b"2"}).items(), target)
    publish((SITE | {"index.html": b"3"}).items(), target)
    assert (slot / "he/index.html").samefile(target / "he/index.html")
    time.sleep(0.02)
    (slot / "he/index.html").unlink()
    os.link(target / "he/index.html", tmp_path / "a backup of the site")
    os.utime(slot / "assets/site.css", ns=(1, 1))
    (slot / "assets/site.css").unlink()
    (slot / "assets/site.css").write_bytes(b"other")
    publish((SITE | {"index.html": b"4"}).items(), target)
    assert held(target) == SITE | {"index.html": b"4"}


def test_the_next_site_takes_its_place(tmp_path, system):
    """Changed files are new, stale ones and their empty folders are gone, over several builds."""
    target = tmp_path / "site"
    sites = [
        SITE,
        SITE | {"index.html": b"<p>Nowy dom"},
        {"index.html": b"<p>Nowy dom", "en/a.html": b"a"},
        SITE,
        {"index.html": b"x", "en": b"a file where the one before last had a folder"},
        SITE,
        {"index.html": b"x", "en/b/c.html": b"a folder where it had a file"},
        SITE,
        {},
        SITE,
    ]
    for site in sites:
        publish(site.items(), target)
        assert held(target) == site
        assert set(manifest(target)) == set(site)
        assert sorted(path.name for path in target.rglob("*") if path.is_dir()) == sorted(
            {folder for path in site for folder in path.split("/")[:-1]}
        )


def test_what_did_not_change_is_not_written(tmp_path, system):
    """An unchanged file stays the same file, with its date; only changed ones are named as written."""
    target = tmp_path / "site"
    publish(SITE.items(), target)
    before = (target / "assets/site.css").stat()
    for number in range(3):
        time.sleep(0.01)
        published = publish((SITE | {"index.html": b"%d" % number}).items(), target)
        assert published.written == ("index.html",)
        after = (target / "assets/site.css").stat()
        assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
        assert (target / "index.html").read_bytes() == b"%d" % number


def test_nothing_changed_nothing_moves(tmp_path):
    """When every file is the same the folder itself stays."""
    target = tmp_path / "site"
    publish(SITE.items(), target)
    before = target.stat().st_ino
    assert publish(SITE.items(), target).exchanged is False
    assert target.stat().st_ino == before


def test_a_file_that_someone_changed_is_written_again(tmp_path):
    """A hand in the published folder does not survive the next build."""
    target = tmp_path / "site"
    publish(SITE.items(), target)
    (target / "index.html").write_bytes(b"<p>Dym")
    later = time.time() + 5
    os.utime(target / "index.html", (later, later))
    (target / "he/index.html").unlink()
    published = publish(SITE.items(), target)
    assert published.written == ("he/index.html", "index.html")
    assert held(target) == SITE


def test_the_slot_is_not_trusted_either(tmp_path):
    """Files missing from the slot, or changed there, are made anew."""
    target = tmp_path / "site"
    publish(SITE.items(), target)
    publish((SITE | {"index.html": b"2"}).items(), target)
    (tmp_path / ".site.next/assets/site.css").unlink()
    (tmp_path / ".site.next/he/index.html").unlink()
    publish((SITE | {"index.html": b"3"}).items(), target)
    assert held(target) == SITE | {"index.html": b"3"}


def test_a_slot_without_its_manifest_is_thrown_away(tmp_path):
    """What a killed build left beside is never published."""
    target = tmp_path / "site"
    publish(SITE.items(), target)
    slot = tmp_path / ".site.next"
    slot.mkdir(exist_ok=True)
    (slot / "index.html").write_bytes(b"half")
    (slot / "left-over.html").write_bytes(b"half")
    publish((SITE | {"index.html": b"2"}).items(), target)
    assert held(target) == SITE | {"index.html": b"2"}


def test_a_failure_leaves_the_old_site(tmp_path, system):
    """When the files' source stops half-way, or at its very end, the old site stays and nothing is left over."""
    target = tmp_path / "site"
    publish(SITE.items(), target)

    def files():
        yield "index.html", b"new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(files(), target)
    assert held(target) == SITE
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]


@pytest.mark.parametrize(
    ("number", "rule"),
    [
        (errno.ENOSPC, "disk-full"),
        (errno.EDQUOT, "disk-full"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "read-only"),
        (errno.EIO, "output-failed"),
    ],
)
def test_what_the_machine_refuses_is_told(tmp_path, monkeypatch, number, rule):
    """A full disk and its kin end with a rule that names what to do, and the old site stays."""
    target = tmp_path / "site"
    publish(SITE.items(), target)

    def write(descriptor, data):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "write", write)
    with pytest.raises(Stop) as stop:
        publish((SITE | {"index.html": b"new"}).items(), target)
    assert stop.value.rule == rule and stop.value.code == 3
    assert held(target) == SITE


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() == 0, reason="needs a user whom rights can be refused")
def test_a_folder_without_rights_is_told(tmp_path):
    """A parent folder that may not be written to stops the build."""
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(Stop) as stop:
            publish(SITE.items(), tmp_path / "site")
    finally:
        tmp_path.chmod(0o755)
    assert stop.value.rule == "read-only"


def test_two_renames_interrupted_are_put_right(tmp_path, monkeypatch):
    """A build killed between its two renames leaves the former site beside; the next build puts it back first."""
    target = tmp_path / "site"
    publish(SITE.items(), target)
    target.rename(tmp_path / ".site.old")

    def files():
        yield "index.html", b"new"
        raise ValueError("and this build fails too")

    with pytest.raises(ValueError, match="fails too"):
        publish(files(), target)
    assert held(target) == SITE
    assert not (tmp_path / ".site.old").exists()


def test_a_folder_that_is_not_ours_is_left_alone(tmp_path):
    """A folder with a person's files is never replaced; nor is one of ours that holds something else."""
    target = tmp_path / "site"
    target.mkdir()
    publish(SITE.items(), target)  # empty: nothing to lose
    (target / ".git").mkdir()
    with pytest.raises(Stop) as stop:
        publish(SITE.items(), target)
    assert (stop.value.rule, stop.value.values["found"]) == ("not-our-folder", ".git")
    home = tmp_path / "home"
    home.mkdir()
    (home / "letter.txt").write_text("x")
    (home / MANIFEST).write_text('{"name": "some other tool"}')
    with pytest.raises(Stop):
        publish(SITE.items(), home)
    assert (home / "letter.txt").read_text() == "x"
    (tmp_path / "file").write_text("x")
    with pytest.raises(Stop) as stop:
        publish(SITE.items(), tmp_path / "file")
    assert stop.value.rule == "not-a-folder"


def change_twice(target):
    """Two sites one after the other: what stands in the slot comes forward, and back."""
    for number in range(2):
        publish((SITE | {"index.html": b"%d" % number}).items(), target)
    time.sleep(0.02)  # some systems tell time in steps of 10 ms: nobody else comes sooner


def test_the_root_of_a_disk_is_left_alone():
    """`--out /` is a slip: said in words, and nothing is written."""
    with pytest.raises(Stop) as stop:
        publish(SITE.items(), Path(Path.cwd().anchor))
    assert stop.value.rule == "not-our-folder"


def test_strangers_in_a_folder_of_the_site_are_left_alone(tmp_path):
    """Published by one build and not by the next, a forgotten note would come and go."""
    target = tmp_path / "site"
    change_twice(target)
    (target / "he/note.txt").write_text("x")
    with pytest.raises(Stop) as stop:
        change_twice(target)
    assert (stop.value.rule, stop.value.values["found"]) == ("not-our-folder", "he/note.txt")
    assert (target / "he/note.txt").read_text() == "x"


@pytest.mark.parametrize("name", [".DS_Store", "he/.DS_Store", "assets/Thumbs.db"])
def test_what_a_look_leaves_behind_does_not_matter(tmp_path, name):
    """Whoever opens a folder on macOS or Windows leaves such files; no site has them."""
    target = tmp_path / "site"
    change_twice(target)
    (target / name).write_text("x")
    change_twice(target)
    assert held(target) == SITE | {"index.html": b"1"}


@pytest.mark.parametrize("name", ["note.txt", "he/note.txt"])
def test_strangers_in_the_slot_are_not_published(tmp_path, name):
    """It is ours alone."""
    target = tmp_path / "site"
    change_twice(target)
    (tmp_path / ".site.next" / name).write_text("x")
    change_twice(target)
    assert held(target) == SITE | {"index.html": b"1"}


def test_a_copy_that_somebody_keeps_is_left_alone(tmp_path):
    """Under the name that a former site has for a moment, too; the former site itself goes."""
    target, former = tmp_path / "site", tmp_path / ".site.old"
    change_twice(target)
    shutil.copytree(target, former)
    publish(SITE.items(), target)
    assert not former.exists() and held(target) == SITE
    former.mkdir()
    (former / "letter.txt").write_text("x")
    with pytest.raises(Stop) as stop:
        publish(SITE.items(), target)
    assert stop.value.values == {"path": str(former), "found": "letter.txt"}
    assert (former / "letter.txt").read_text() == "x"


@pytest.mark.parametrize("path", ["../letter.txt", "he/../../letter.txt", "/letter.txt", "..", "a\\b"])
def test_a_manifest_that_leads_out_is_not_ours(tmp_path, path):
    """As of a site that was damaged or made by somebody else: nothing outside is touched."""
    target = tmp_path / "site"
    change_twice(target)
    (tmp_path / "letter.txt").write_text("x")
    named = json.loads((target / MANIFEST).read_text())
    named["files"][path] = "0" * 64
    (target / MANIFEST).write_text(json.dumps(named))
    with pytest.raises(Stop):
        change_twice(target)
    assert (tmp_path / "letter.txt").read_text() == "x"


def test_a_manifest_that_is_too_deep_is_not_ours(tmp_path):
    """It is read by a machine that has little room for brackets."""
    target = tmp_path / "site"
    change_twice(target)
    (target / MANIFEST).write_text("[" * 100_000)
    with pytest.raises(Stop):
        change_twice(target)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_are_not_followed(tmp_path):
    """A link for the target, for the slot, for a folder in it or for a file leads nobody out of the tree."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "index.html").write_bytes(b"outside")
    (tmp_path / "link").symlink_to(outside)
    with pytest.raises(Stop) as stop:
        publish(SITE.items(), tmp_path / "link")
    assert stop.value.rule == "not-a-folder"
    target = tmp_path / "site"
    (tmp_path / ".site.next").symlink_to(outside)
    publish(SITE.items(), target)
    assert held(target) == SITE and not target.is_symlink()
    (target / "index.html").unlink()
    (target / "index.html").symlink_to(outside / "index.html")
    publish(SITE.items(), target)
    assert held(target) == SITE and not (target / "index.html").is_symlink()
    (target / "he/index.html").unlink()
    (target / "he").rmdir()
    (target / "he").symlink_to(outside)
    with pytest.raises(Stop):
        publish(SITE.items(), target)
    assert held(outside) == {"index.html": b"outside"}


@pytest.mark.parametrize(
    "path",
    [
        "../a",
        "/a",
        "a/../b",
        "a//b",
        "",
        "a/",
        "./a",
        "a\\b",
        "a:b",
        "con.html",
        "a/NUL",
        "a.",
        "a\x00",
        "a\udce9",
        MANIFEST,
    ],
)
def test_a_path_that_could_leave_is_refused(tmp_path, path):
    """Paths that climb, start at the root, or that some system cannot store are a bug of ours."""
    with pytest.raises(ValueError, match=r"path|manifest"):
        publish([("index.html", b""), (path, b"x")], tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_two_files_of_one_name_are_refused(tmp_path):
    """Windows and macOS would keep one of them."""
    with pytest.raises(ValueError, match="two files"):
        publish([("a.html", b""), ("A.html", b"x")], tmp_path / "site")


def test_a_second_build_is_told_who_holds_the_lock(tmp_path):
    """Two builds of one folder: the second stops and names the first."""
    with lock(tmp_path / "site"), pytest.raises(Stop) as stop:
        publish(SITE.items(), tmp_path / "site")
    assert stop.value.rule == "build-running"
    assert str(os.getpid()) in stop.value.values["holder"]
    publish(SITE.items(), tmp_path / "site")
    assert not (tmp_path / ".site.lock").exists()


def test_files_may_be_read_by_a_web_server(tmp_path):
    """Modes do not depend on the person's habit."""
    before = os.umask(0o077)
    try:
        publish(SITE.items(), tmp_path / "site")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "site/he/index.html").stat().st_mode) & 0o777 == 0o644 or os.name == "nt"
    assert stat.S_IMODE((tmp_path / "site/he").stat().st_mode) & 0o777 == 0o755 or os.name == "nt"


def test_a_disk_without_links_gets_copies(tmp_path, monkeypatch):
    """Where files cannot be linked they are copied with their dates."""
    target = tmp_path / "site"
    publish(SITE.items(), target)
    before = (target / "assets/site.css").stat().st_mtime_ns

    def refuse(*arguments, **options):
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    for number in range(3):
        publish((SITE | {"index.html": b"%d" % number}).items(), target)
        assert held(target) == SITE | {"index.html": b"%d" % number}
        assert (target / "assets/site.css").stat().st_mtime_ns == before


def test_a_discarded_target_leaves_nothing_beside(tmp_path):
    """A server's temporary site goes without a trace."""
    target = tmp_path / "site"
    publish(SITE.items(), target)
    publish({"index.html": b"2"}.items(), target)
    discard(target)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def _build_for_ever(target):
    number = 0
    while True:
        number += 1
        publish(((f"page-{page}.html", b"%d" % number * 100) for page in range(60)), target)


OPERATIONS = ("open", "write", "close", "link", "unlink", "rename", "mkdir", "makedirs", "rmdir", "replace")
OLD = {f"{folder}/page-{page}.html": b"old" * page for page in range(30) for folder in ("a", "b")}
NEW = {path: data if len(data) % 4 else b"new" + data for path, data in OLD.items() if not path.endswith("7.html")}
NEW |= {f"c/page-{page}.html": b"new" for page in range(9)}


def _killed_at(target, operation):
    """Publish the new site in this process, which dies before the operation of that number; 0: count them."""
    count = 0

    def counted(call):
        def counting(*arguments, **options):
            nonlocal count
            count += 1
            if count == operation:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*arguments, **options)

        return counting

    for name in OPERATIONS:
        setattr(os, name, counted(getattr(os, name)))
    swap.exchange_at_once = counted(swap.exchange_at_once)
    publish(NEW.items(), target)
    return count


def _count(target, queue):
    queue.put(_killed_at(target, 0))


@pytest.mark.skipif(sys.platform != "linux", reason="the whole promise holds where folders can be exchanged")
def test_killed_at_any_of_its_last_operations_the_site_is_whole(tmp_path, audit):
    """Killed before each of the last twenty operations on files (each of all in an audit): old or new, and it mends."""
    fork = multiprocessing.get_context("fork")
    queue = fork.Queue()
    publish(OLD.items(), tmp_path / "count")
    counter = fork.Process(target=_count, args=(tmp_path / "count", queue))
    counter.start()
    total = queue.get(timeout=60)
    counter.join()
    assert total > 20
    first = 1 if audit == "full" else total - 19
    seen = set()
    for operation in range(first, total + 1):
        target = tmp_path / f"site-{operation}"
        publish(OLD.items(), target)
        process = fork.Process(target=_killed_at, args=(target, operation))
        process.start()
        process.join()
        assert process.exitcode == -signal.SIGKILL
        now = held(target)
        assert now in (OLD, NEW), f"operation {operation} of {total}"
        seen.add(now == NEW)
        publish(NEW.items(), target)
        assert held(target) == NEW
    assert seen == {False, True}


@pytest.mark.skipif(sys.platform != "linux", reason="the whole promise holds where folders can be exchanged")
def test_killed_at_random_moments_the_site_is_whole(tmp_path, audit):
    """Killed a hundred times in an audit, ten times else: every file is of one build."""
    target = tmp_path / "site"
    fork = multiprocessing.get_context("fork")
    chance = random.Random(20261122)
    publish(((f"page-{page}.html", b"0" * 100) for page in range(60)), target)
    for _ in range(100 if audit == "full" else 10):
        process = fork.Process(target=_build_for_ever, args=(target,))
        process.start()
        time.sleep(0.01 + chance.random() * 0.06)
        process.kill()
        process.join()
        files = held(target)
        assert len(files) == 60 and len(set(files.values())) == 1
        assert {path: hashlib.sha256(data).hexdigest() for path, data in files.items()} == manifest(target)
    publish(SITE.items(), target)
    assert held(target) == SITE


def test_a_disk_that_fills_up_leaves_the_old_site(tmp_path, monkeypatch, audit):
    """Full after any of twenty sizes: the old site, and a message; with room again the new one."""
    target = tmp_path / "site"
    publish(OLD.items(), target)
    write = os.write
    whole = sum(len(data) for path, data in NEW.items() if OLD.get(path) != data)
    for share in range(20):
        room = whole * share // 20

        def short(descriptor, data):
            nonlocal room
            if len(data) > room:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            room -= len(data)
            return write(descriptor, data)

        monkeypatch.setattr(os, "write", short)
        with pytest.raises(Stop) as stop:
            publish(NEW.items(), target)
        monkeypatch.setattr(os, "write", write)
        assert stop.value.rule == "disk-full" and held(target) == OLD
        assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]
    publish(NEW.items(), target)
    assert held(target) == NEW


@pytest.mark.audit
@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs the right to mount a small disk")
def test_a_small_disk_leaves_the_old_site(tmp_path):
    """A real disk of twenty sizes, from too small for anything to just too small."""
    disk = tmp_path / "disk"
    disk.mkdir()
    big = {f"page-{page}.html": bytes([page]) * 9000 for page in range(40)}
    sizes = [300 + 20 * step for step in range(20)]
    outcomes = set()
    for size in sizes:
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", disk], capture_output=True)
        if mounted.returncode:
            pytest.skip("this machine lets nobody mount")
        try:
            publish(OLD.items(), disk / "site")
            try:
                publish(big.items(), disk / "site")
                outcomes.add("new")
                assert held(disk / "site") == big
            except Stop as stop:
                outcomes.add(stop.rule)
                assert stop.rule == "disk-full" and held(disk / "site") == OLD
        finally:
            subprocess.run(["umount", disk], check=True)
    assert "disk-full" in outcomes


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs the right to mount")
@pytest.mark.parametrize("kind", ["disk", "folder of the same disk"])
def test_a_mount_is_told_from_a_folder(tmp_path, kind):
    """The volume of a container, say: no folder can take its place, and to try again would not help."""
    target, other = tmp_path / "site", tmp_path / "other"
    target.mkdir()
    other.mkdir()
    how = ["-t", "tmpfs", "tmpfs"] if kind == "disk" else ["--bind", other]
    if subprocess.run(["mount", *how, target], capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        with pytest.raises(Stop) as stop:
            publish(SITE.items(), target)
        assert (stop.value.rule, stop.value.values["path"]) == ("mount-point", str(target))
        assert not any(target.iterdir()) and sorted(one.name for one in tmp_path.iterdir()) == ["other", "site"]
        publish(SITE.items(), target / "site")
        assert held(target / "site") == SITE
    finally:
        subprocess.run(["umount", target], check=True)


def _publish_quietly(target, site, queue):
    try:
        publish(site.items(), target)
        queue.put("done")
    except Stop as stop:
        queue.put(stop.rule)


@pytest.mark.skipif(sys.platform != "linux", reason="needs fork")
def test_two_builds_at_once_leave_one_of_their_sites(tmp_path):
    """Both begin together: one publishes, the other one publishes after it or is told to wait."""
    fork = multiprocessing.get_context("fork")
    for number in range(6):
        target, queue = tmp_path / f"site-{number}", fork.Queue()
        publish(SITE.items(), target)
        both = [fork.Process(target=_publish_quietly, args=(target, site, queue)) for site in (OLD, NEW)]
        for process in both:
            process.start()
        said = {queue.get(timeout=60) for _ in both}
        for process in both:
            process.join()
        assert said <= {"done", "build-running"} and "done" in said
        assert held(target) in (OLD, NEW)


def test_a_small_change_does_not_look_at_the_files_of_the_slot(tmp_path, monkeypatch):
    """One of many files of a folder is new: the others' places in the slot are known from the folder."""
    many = {f"he/{number}.html": b"%d" % number for number in range(50)}
    target = tmp_path / "site"
    for number in range(3):
        publish((SITE | many | {"he/0.html": b"new %d" % number}).items(), target)
    look, seen = os.lstat, set()

    def looked(path, **options):
        seen.add(str(path))
        return look(path, **options)

    monkeypatch.setattr(os, "lstat", looked)
    publish((SITE | many | {"he/0.html": b"newer"}).items(), target)
    monkeypatch.undo()
    assert {path for path in seen if "/.site.next/" in path and path.endswith(".html")} <= {
        f"{tmp_path}/.site.next/he/0.html"
    }
    assert held(target) == SITE | many | {"he/0.html": b"newer"}
