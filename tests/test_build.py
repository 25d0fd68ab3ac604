"""`build` and `shards`: every file of a site, the same bytes however work is shared out, inspected before it shows."""

from __future__ import annotations

import pickle
import posixpath
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from generator import build, site
from generator.build import MEMORY
from generator.build.assets import theme_files
from generator.commands.init import STARTER
from generator.frames import CONTENT, Frames, frame
from generator.load import load, remembered
from generator.pages import Page
from generator.problems import DataProblems, Stop
from generator.shards import BUCKET, NATIONWIDE, Work, buckets, homes, pages_shard, shard
from generator.shards.backends import Backend
from generator.shards.inspection import Found, Inspector, Seen, ids_of, inspect
from generator.shards.my_list import part_of
from generator.shards.parts import Part
from tests.built import Document
from tests.sample_guide import GUIDE
from tests.small import GOOD, small_guide

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    """The example that `guide init` makes, with an alias and a picture."""
    folder = tmp_path_factory.mktemp("guide") / "guide"
    shutil.copytree(STARTER, folder)
    records = folder / "data" / "organisations.yaml"
    records.write_text(
        records.read_text("utf-8").replace(
            "  - id: przykladowy-nocleg\n", "  - id: przykladowy-nocleg\n    aliases: [stary-nocleg]\n"
        ),
        "utf-8",
    )
    (folder / "content" / "pl" / "plan.png").write_bytes(b"\x89PNG")
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
def files(root, guide, frames, tmp_path_factory) -> dict[str, bytes]:
    """Its site, as path to bytes."""
    target = tmp_path_factory.mktemp("out") / "site"
    build.publish(guide, frames, root, target)
    return {path.relative_to(target).as_posix(): path.read_bytes() for path in target.rglob("*") if path.is_file()}


def test_every_address_has_a_page_in_every_language(guide, files):
    """Addresses are a contract: the same in each language, and all of them are there."""
    from generator.pages import addresses

    for paths in addresses(guide).values():
        for path in paths:
            assert {path, f"he/{path}", f"en/{path}"} <= files.keys()


def test_there_is_one_404(files):
    """The page for missing addresses stands at the root and holds all languages, with addresses from the root."""
    assert [path for path in files if path.endswith("404.html")] == ["404.html"]
    page = files["404.html"].decode()
    assert 'lang="pl"' in page and 'lang="he"' in page and 'lang="en"' in page
    assert 'href="/assets/guide.css"' in page


def test_an_alias_leads_on(files):
    """A printed address of a renamed record still works in every language, by itself and by a plain link."""
    for prefix in ("", "he/", "en/"):
        page = Document(files[f"{prefix}organisation/stary-nocleg.html"].decode())
        lead = page.one("meta", http_equiv="refresh")["content"].partition("url=")[2]
        assert posixpath.join(f"{prefix}organisation", lead) in files and "przykladowy-nocleg" in lead
        assert page.one("a")["href"] == lead
    assert b"organisation/stary-nocleg" not in files["sitemap.xml"]


def test_the_sitemap_names_translations(guide, files):
    """Every page stands in it with all its languages and the default; no page has an invented date."""
    spaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    tree = ElementTree.fromstring(files["sitemap.xml"])
    urls = {
        url.findtext("s:loc", namespaces=spaces): [link.get("hreflang") for link in url.iterfind("x:link", spaces)]
        for url in tree.iterfind("s:url", spaces)
    }
    assert urls["https://przewodnik.example/"] == ["pl", "he", "en", "x-default"]
    assert urls["https://przewodnik.example/he/"] == ["pl", "he", "en", "x-default"]
    assert "https://przewodnik.example/en/organisation/przykladowy-nocleg.html" in urls
    assert not list(tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}lastmod"))


def test_pictures_of_the_first_language_stand_at_the_root(files):
    """What stands beside an article is published beside its page."""
    assert files["plan.png"] == b"\x89PNG"


def test_buckets_share_all_work_out(guide):
    """Each language has a bucket of lists, and each organisation of an area is in one of the area's buckets."""
    first = guide.organisations[0]
    homeless = replace(first, area="", services=(replace(first.services[0], area=""),))
    many = replace(guide, organisations=(*guide.organisations, *[homeless] * (BUCKET + 1)))
    areas = {one.services[0].area or NATIONWIDE for one in guide.organisations}
    expected = {("", 0), *[(area, 0) for area in areas], (NATIONWIDE, 0), (NATIONWIDE, 1)}
    assert [(one.language, one.area, one.number) for one in buckets(many)] == [
        (language, *rest) for language in ("pl", "he", "en") for rest in sorted(expected)
    ]
    assert sorted(number for numbers in homes(many).values() for number in numbers) == list(
        range(len(many.organisations))
    )


def test_a_bucket_can_be_sent_elsewhere(guide, frames):
    """What a bucket is made from can be pickled, for a machine that has not read the guide."""
    bucket, here = buckets(guide)[1], Work(guide, frames, frozenset())
    files = shard(here, bucket).files
    elsewhere = pickle.loads(pickle.dumps(here))  # when it has been used, as one worker sends it to another
    assert shard(elsewhere, bucket).files == files


def test_progress_reaches_its_end(root, guide, frames, tmp_path):
    """The bar ends where it said that it would."""
    steps = []
    summary = build.publish(guide, frames, root, tmp_path / "site", lambda done, of: steps.append((done, of)))
    assert steps[-1] == (summary.pages, summary.pages)
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)


KNOWN = frozenset({"index.html", "he/index.html", "help/food.html", "assets/site.css"})


POLICY = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"script-src 'sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE='\">"
)
"""It lets a script run whose text is `x`."""


def inspected(
    content: str, path: str = "help/food.html", around: Seen | None = None, prose=False
) -> list[tuple[str, str]]:
    """The problems of a page, its dead anchors included."""
    found = Found()
    inspect(found, path, content, KNOWN, "/base/", around)
    return [(rule, what) for _, rule, what in [*found.problems, *found.dead_anchors()]]


@pytest.mark.parametrize(
    "content",
    [
        '<a href="../index.html">a</a><a href="food.html#x">b</a><p id="x">',
        '<a href="#x">a</a><p id="x">',
        '<a href="tel:112">a</a><a href="https://x.example/">b</a><a href="mailto:a@b.example?subject=%22">c</a>',
        '<a href="http://x.example/">a</a><a href=http://x.example/>b</a><a href="?day=22:00">c</a>',
        '<a href="/base/he/">a</a><a href="../he/?q=1">b</a><link rel="stylesheet" href="../assets/site.css">',
        '<script src="../assets/site.css"></script>',
        '<script type="application/ld+json">{"onclick=": "<b style="}</script>',
        "<p>style=x onclick=y href=x src=y id=a id=a &lt;script&gt; &lt;img src=x&gt;</p>",
        "<!-- <script>x</script> -->",
        POLICY + "<script>x</script>",
        '<meta http-equiv="refresh" content="0; url=../index.html">',
        '<meta name="description" content="Codziennie: 8–16"><form action="../index.html"><img src="#a" alt="b: c">'
        '<details open id="a"><a hidden href="#a">b</a>',
    ],
)
def test_a_good_page_passes(content):
    """Links that lead somewhere, ids used once, scripts from files."""
    assert inspected(content) == []


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ('<a href="drink.html">', "dead-link"),
        ('<a href="../he/food.html">', "dead-link"),
        ("<a href='drink.html'>", "dead-link"),
        ("<a href=drink.html>", "dead-link"),
        ('<a href= drink.html title="x">', "dead-link"),
        ('<a href= class="x">', "dead-link"),
        ('<img src="../x.png">', "dead-link"),
        ('<form action="drink.html">', "dead-link"),
        ('<video poster="drink.html">', "dead-link"),
        ('<a href="#nowhere">', "dead-anchor"),
        ('<a href="../index.html#nowhere">', "dead-anchor"),
        ('<a href="../../../etc/passwd">', "unsafe-link"),
        ('<a href="javascript:x">', "unsafe-link"),
        ('<a href="java&#115;cript:x">', "unsafe-link"),
        ('<a href="//x.example">', "unsafe-link"),
        ('<a href="/elsewhere">', "unsafe-link"),
        ('<p id="a"><p id="a">', "duplicate-id"),
        ("<script>x</script>", "inline-script"),
        (POLICY + "<script>y</script>", "inline-script"),
        (POLICY.replace("<meta", "<p") + "<script>x</script>", "inline-script"),
        ('<script src="../x.js"></script x><iframe></script>', "forbidden-element"),
        ("<!--><iframe>-->", "forbidden-element"),
        ("<!-- a --!><iframe>-->", "forbidden-element"),
        ('<p onclick="x">', "event-attribute"),
        ('<p class="a" onclick="x" id="b">', "event-attribute"),
        ('<p title="a>b">', "forbidden-element"),
        ("<p/onclick=x>", "event-attribute"),
        ('<p style="x">', "inline-style"),
        ("<style>x</style>", "inline-style"),
        ('<script src="https://x.example/x.js"></script>', "off-site"),
        ('<img src="//x.example/x.png">', "off-site"),
        ('<link rel="stylesheet" href="https://x.example/x.css">', "off-site"),
        ('<iframe src="../index.html">', "forbidden-element"),
        ('<meta http-equiv="refresh" content="0; url=https://x.example/">', "forbidden-element"),
    ],
)
def test_what_must_not_stand_on_a_page_is_found(content, rule):
    """Dead links, ids used twice, and whatever could run or load something that is not ours."""
    assert rule in [one for one, _ in inspected(content)]


@pytest.mark.parametrize(
    ("html", "rule"),
    [
        ("<p>a</p>", None),
        ('<a href="\x02../help/food.html">a</a>', None),
        ('<a href="tel:112">a</a><a href="\x02index.html#x">b</a>', None),
        ('<a href="\x02help/food.html">a</a>', "dead-link"),
        ('<a href="index.html">a</a>', "unsafe-link"),
        ('<a href="\x02../../etc/passwd">a</a>', "unsafe-link"),
        ('<a href="\x02javascript:x">a</a>', "unsafe-link"),
        ("<p>a</p><p", "forbidden-element"),
        ('<a title="', "forbidden-element"),
        ("<!-- <p>a</p>", "forbidden-element"),
    ],
)
def test_shared_html_is_inspected_by_itself(html, rule):
    """It is whole, and each of its links begins at the root of its language."""
    found = [one for one, _ in Inspector(KNOWN, "/", "he/").look(html).problems]
    assert found == ([rule] if rule else [])


def test_shared_html_counts_on_its_page():
    """Its ids are the page's, and what it links to must stand there."""
    found = Found()
    shared, own = Inspector(KNOWN, "/"), Inspector(KNOWN, "/", folder="help")
    pieces = [shared.look('<p id="a"><a href="#b">'), shared.look('<a href="\x02index.html#x">')]
    found.page("help/food.html", [own.look('<p id="a">\x03</p>\x03'), *pieces])
    assert found.problems == [
        ("help/food.html", "dead-anchor", "#b"),
        ("help/food.html", "duplicate-id", "a"),
    ]
    assert found.anchors == {("index.html", "x"): "help/food.html"}


def test_pictograms_are_for_their_own_page():
    """A symbol's id is there once, and leads nowhere from other pages; a link to it from its own page is good."""
    page = '<symbol id="i-a"><use href="#i-a"/><p id="b">'
    assert inspected(page) == []
    assert inspected(f'{page}<p id="i-a">') == [("duplicate-id", "i-a")]
    assert inspected(f'{page}<symbol id="i-a">') == [("duplicate-id", "i-a")]
    assert inspected(page, around=Seen(pictures=("i-a",))) == [("duplicate-id", "i-a")]
    found = Found()
    inspect(found, "index.html", page, KNOWN, "/")
    assert found.ids == {"index.html": ("b",)}
    assert ids_of(page.encode()) == {"b"}
    assert ids_of(b'<a href="https://e.org/?id=">\n<h2\nid="c">') == {"c"}


@pytest.mark.parametrize(
    ("page", "seen"),
    [
        ('<a href="food.html">a</a>\n<a href="#x">b</a>', Seen(needed=frozenset({"x"}))),
        ('<p id="a">\n<p id="a">\n<p>', Seen(ids=("a", "a"))),
        ('<symbol id="i-a">\n<use href="#i-a"/>', Seen(pictures=("i-a",), needed=frozenset({"i-a"}))),
        ('<a href="../index.html#x">b</a>\n<p>', Seen(anchors=frozenset({("index.html", "x")}))),
        ('<p>\n<a href="drink.html">c</a>', Seen(problems=(("dead-link", "drink.html"),))),
        ('<p\nonclick="x"\n>\n<p>', Seen(problems=(("event-attribute", '<p\nonclick="x"\n>'),))),
        ('<video src="#x" poster="#y">', Seen(needed=frozenset({"x", "y"}))),
        ('<a\nhref="drink.html"\n>', Seen(problems=(("dead-link", "drink.html"),))),
    ],
)
def test_what_is_known_again_is_looked_at_where_it_counts(page, seen):
    """An inspector knows harmless lines and tags again; what matters counts on every page that has it."""
    inspector = Inspector(KNOWN, "/", folder="help")
    inspector.look('onclick="x"\n>\n<p>')
    assert [inspector.look(page) for _ in range(4)] == [seen] * 4
    assert Inspector(KNOWN, "/").look('<a href="food.html">').problems == (("unsafe-link", "food.html"),)


@pytest.mark.parametrize("own", ['<p title="\x03">', '<p title="\n\x03\n">', "<p\n\x03>"])
def test_shared_html_stands_between_tags(own):
    """Inside a tag it would be read in another way than it was inspected."""
    assert "forbidden-element" in [one for one, _ in inspected(own)]


def test_tags_may_go_over_lines():
    """A tag that is cut at a line's end is taken as one."""
    assert inspected('<p\nonclick="x"\n>') == [("event-attribute", '<p\nonclick="x"\n>')]
    assert inspected('<p\nid="x">\n<a\nhref="#x">') == []


def test_pictograms_of_the_frame_count():
    """Content may use what the frame's sprite holds, and must not hold it again."""

    def problems(own: str) -> list[tuple[str, str, str]]:
        around = frame(f'<symbol id="i-a"></symbol><main id="main">{CONTENT}</main>', "help/{}")
        work = Work(GUIDE, Frames({("pl", "help"): around}), frozenset({"help/food.html"}))
        return pages_shard(work, [Page("help/food.html", "help", "pl", "", "", own)]).found.problems

    assert problems('<use href="#i-a"/>') == []
    assert problems('<use href="#i-b"/>') == [("help/food.html", "dead-anchor", "#i-b")]
    assert problems('<symbol id="i-a">') == [("help/food.html", "duplicate-id", "i-a")]
    assert problems('<p id="main">') == [("help/food.html", "duplicate-id", "main")]


def test_ids_of_the_frame_count():
    """An id of the content that the skeleton has too is there twice; a link to one of the skeleton is good."""
    assert inspected('<p id="main">', around=Seen(ids=("main",))) == [("duplicate-id", "main")]
    assert inspected('<a href="#main">', around=Seen(ids=("main",))) == []


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("a:b.css", "picture-name"),
        ("logo.", "picture-name"),
        ("aux.svg", "picture-name"),
        ("caf\udce9.svg", "picture-name"),
        ("Guide.css", "picture-clash"),
        ("guide.css/a.txt", "picture-clash"),
        ("Search.js", "picture-reserved"),
        ("search", "picture-reserved"),
        ("search/pl.js", "picture-reserved"),
        ("list/pl-0.js", "picture-reserved"),
        ("search.js/a.txt", "picture-reserved"),
    ],
)
def test_files_of_an_own_theme_that_cannot_stand_on_the_site_are_named(tmp_path, name, rule):
    """By their place, all at once; others stand there, and before ours of the same name."""
    for good in ("guide.css", "fonts/a-1.2.woff2"):
        file = tmp_path / "look/assets" / good
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x", "utf-8")
    assert theme_files(tmp_path, "look")["assets/fonts/a-1.2.woff2"] == tmp_path / "look/assets/fonts/a-1.2.woff2"
    assert theme_files(tmp_path, "look")["assets/guide.css"] == tmp_path / "look/assets/guide.css"
    if name.startswith("guide.css/"):
        (tmp_path / "look/assets/guide.css").unlink()
    file = tmp_path / "look/assets" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("x", "utf-8")
    with pytest.raises(DataProblems) as found:
        theme_files(tmp_path, "look")
    (problem,) = found.value.problems
    assert problem.rule == rule and problem.place.file.startswith("look/assets/")


@pytest.mark.parametrize("name", ["data/site", "content", "content/pl/site", "locales/site", "theme/site"])
def test_a_site_does_not_come_among_its_sources(root, guide, frames, name):
    """The next build would read it: pages as pictures of articles, or records from its folders."""
    frames = replace(frames, custom_dir="theme")
    before = {path for path in root.rglob("*") if ".build" not in path.parts}
    for publish in (
        lambda: build.publish(guide, frames, root, root / name),
        lambda: build.publish_part(guide, frames, root, root / name, Part(1, 2)),
        lambda: build.publish(guide, frames, root, root / "content" / ".." / name),
    ):
        with pytest.raises(Stop) as stop:
            publish()
        assert (stop.value.rule, stop.value.values["found"]) == ("out-in-sources", name.split("/")[0])
    assert {path for path in root.rglob("*") if ".build" not in path.parts} == before


def test_two_guides_in_turn_in_one_folder_are_each_whole(tmp_path):
    """Also where a file of my list holds nobody, of which the pages of the one tell nothing in the other."""
    names = [f"o-{number:03}" for number in range(200)]
    even, odd = ([one for one in names if part_of(one, 2) == part] for part in (0, 1))
    sites = {}
    for name, own in (("a", even[:17]), ("b", even[:16] + odd[:1])):
        records = "".join(GOOD.partition("\n")[2].replace("id: dom\n", f"id: {one}\n") for one in sorted(own))
        folder = small_guide(tmp_path / name, f"organisations:\n{records}")
        shutil.copy(STARTER / "mkdocs.yml", folder / "mkdocs.yml")
        sites[name] = folder

    def built(name: str, out: Path) -> str:
        guide, _ = remembered(sites[name], TODAY, sites[name] / MEMORY)
        site.publish(sites[name], out, guide, shards=Backend("serial"))
        return (out / "manifest.json").read_text("utf-8")

    clean = built("a", tmp_path / "clean")
    assert "assets/list/pl-1.js" in clean
    assert [built(name, tmp_path / "site") == clean for name in "aba"] == [True, False, True]
