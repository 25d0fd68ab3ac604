"""`frames`: what MkDocs wrote around a sentinel becomes the frame of every page of its kind."""

import html
import json

import pytest

from generator.frames import (
    CONTENT,
    DESCRIPTION,
    TITLE,
    Frame,
    UnknownPlace,
    escaped,
    frame,
    json_string,
    part_marker,
    url_part,
)
from generator.frames import sentinel_path as path_of

HOSTILE = "„Dom” & 'Ławka' </script><b onclick=\"x\"> מרכז <!-- x"


def sentinel(body: str = CONTENT, head: str = "", pattern: str = "organisation/{}") -> Frame:
    """The frame of a small page."""
    page = f"<!doctype html><html><head><title>{escaped(TITLE)} – Guide</title>{head}</head><body>{body}</body></html>"
    return frame(page, pattern)


def test_a_title_with_markup_is_text():
    """A title is escaped where it stands between tags."""
    page = sentinel().render(title=HOSTILE, description="", path="organisation/a.html", content="<p>x</p>")
    assert page == (
        f"<!doctype html><html><head><title>{html.escape(HOSTILE)} – Guide</title></head><body><p>x</p></body></html>"
    )


def test_a_description_in_an_attribute_cannot_leave_it():
    """A description is escaped where it stands in quotes."""
    made = sentinel(head=f'<meta name="description" content="{escaped(DESCRIPTION)}">')
    page = made.render(title="x", description='" onload="x', path="organisation/a.html", content="")
    assert 'content="&quot; onload=&quot;x">' in page


def test_a_title_in_json_cannot_leave_its_script():
    """In JSON a title is a string that holds no tag."""
    made = sentinel(head=f'<script type="application/ld+json">{{"name": {json_string(TITLE)}}}</script>')
    page = made.render(title=HOSTILE, description="", path="organisation/a.html", content="")
    script = page.partition('json">')[2].partition("</script>")[0]
    assert json.loads(script) == {"name": HOSTILE} and "<" not in script


def test_a_title_in_an_address_is_percent_encoded():
    """In the subject of a mail a title is a part of an address."""
    made = sentinel(body=f'{CONTENT}<a href="mailto:a@b.example?subject={url_part(TITLE)}">x</a>')
    page = made.render(title="a&body=b ł", description="", path="organisation/a.html", content="")
    assert 'href="mailto:a@b.example?subject=a%26body%3Db%20%C5%82"' in page


def test_every_part_of_the_path_is_put_in():
    """Addresses of the page itself and of its translations follow its path."""
    path = path_of("help/{}/{}")
    made = sentinel(
        head=f'<link rel="canonical" href="https://x.example/he/{path}.html">',
        body=f'{CONTENT}<a href="../../en/{path}.html">en</a><a href={path.rpartition("/")[2]}.html>here</a>',
        pattern="help/{}/{}",
    )
    page = made.render(title="x", description="", path="help/night-shelter/hajnowka.html", content="")
    assert 'href="https://x.example/he/help/night-shelter/hajnowka.html"' in page
    assert 'href="../../en/help/night-shelter/hajnowka.html"' in page
    assert "href=hajnowka.html" in page


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        *[("organisation/{}", f"organisation/{name}") for name in ("a b.html", "%22.html", "a/b.html", ".html", "a")],
        ("organisation/{}", "a.html"),
        ("organisation/{}", "help/a.html"),
        *[("help/{}/{}", path) for path in ("help/a.html", "help//b.html", "area/a/b.html", "help/a/b/c.html")],
        ("index", "other.html"),
    ],
)
def test_a_path_of_another_kind_is_refused(pattern, path):
    """A frame takes only paths of its pattern, made of ASCII words."""
    with pytest.raises(ValueError):
        sentinel(pattern=pattern).render(title="x", description="", path=path, content="")


@pytest.mark.parametrize(
    "page",
    [
        f"<script>var title = {json_string(TITLE)}</script>",
        f'<script type="application/json">{{{json_string(TITLE)[1:-1]}: 1}}</script>',
        f"<style>p {{ content: '{escaped(TITLE)}' }}</style>",
        f"<!-- {escaped(TITLE)} -->",
        f'<p onclick="{escaped(TITLE)}">',
        f'<p style="{escaped(TITLE)}">',
        f'<a href="{escaped(TITLE)}">x</a>',
        f'<a href="{url_part(TITLE)}">x</a>',
        f'<img src="{escaped(TITLE)}">',
        f'<iframe srcdoc="{escaped(TITLE)}"></iframe>',
        f"<p title={escaped(TITLE).partition(' ')[0]}>",
        f"<p {escaped(TITLE)}>",
        f"<p>{html.escape(escaped(TITLE))}</p>",
        f"<p>{TITLE}</p>",
        f"<p>{escaped(TITLE).upper()}</p>",
        f"<p>{escaped(TITLE)[:20]}</p>",
        f'<p title="{CONTENT}">',
        f"<title>{CONTENT}</title>",
        f"<!-- {CONTENT} -->",
        CONTENT + CONTENT,
    ],
)
def test_a_marker_in_an_unknown_place_stops_the_build(page):
    """Script, style, comments, event attributes, names of tags; a text escaped twice, not at all, or cut."""
    with pytest.raises(UnknownPlace):
        frame(page, "organisation/{}")


def test_an_article_is_a_frame_around_its_list():
    """A page with its own words has one slot: where the list stands."""
    made = frame(f"<title>Dom &amp; ty</title><p>a</p>{part_marker('list')}<p>b</p>", "dom")
    assert made.parts == ("list",)
    assert made.render(title="", description="", path="dom.html", content="", parts={"list": "<ul></ul>"}) == (
        "<title>Dom &amp; ty</title><p>a</p><ul></ul><p>b</p>"
    )


def test_values_are_not_searched_for_markers():
    """What is put in is never taken for a marker."""
    page = sentinel().render(title=TITLE, description="", path="organisation/a.html", content=CONTENT)
    assert page.count(CONTENT) == 1 and page.count(escaped(TITLE)) == 1


def test_a_frame_survives_its_cache():
    """Stored as JSON and read again it is the same."""
    made = sentinel()
    assert Frame.from_json(json.loads(json.dumps(made.as_json()))) == made
