"""The Jinja environment for pages: a language in, templates out whose every value is escaped."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from generator.languages import language as language_of
from generator.model import Phrase
from generator.numbers import TURNED
from generator.regex import regex
from generator.strings import strings, worded
from generator.templates.compiling import CompiledLoader, Prepared, QuickEnvironment, escaped
from generator.versions import made_by

TEMPLATES = Path(__file__).parents[2] / "theme" / "templates"
SCHEMES = ("https:", "http:", "mailto:", "tel:")

NOTHING = Markup("")
_BLANK_LINES = regex(r"\n\s*\n")
_DIGIT = regex(r"\d")
_TURNED = regex(TURNED)
_USED_ICON = regex(r'href="#i-([a-z0-9-]+)"')


_remembered: list[Path] = []


def remember(folder: Path) -> None:
    """Keep compiled templates below `folder`."""
    if _remembered != [folder]:
        _remembered[:] = [folder]
        for made in (_loader, environment, template):
            made.cache_clear()


@cache
def _sources() -> dict[str, str]:
    """Every template by its name, read once."""
    files = {file.relative_to(TEMPLATES).as_posix(): file for file in sorted(TEMPLATES.rglob("*.j2"))}
    return {name: file.read_text(encoding="utf-8") for name, file in files.items()}


@cache
def digest() -> str:
    """A digest of all templates and of what compiles them."""
    return hashlib.sha256(repr((made_by(), _sources())).encode()).hexdigest()


@cache
def _loader() -> CompiledLoader:
    """All languages share what was compiled."""
    kept = _remembered[0] / f"templates-{digest()[:16]}" if _remembered else None
    if kept and not kept.is_dir():
        with suppress(OSError):  # a folder that cannot be written to: then nothing is kept
            kept.mkdir(parents=True)
        for former in kept.parent.glob("templates-*"):
            if former != kept:
                shutil.rmtree(former, ignore_errors=True)
    return CompiledLoader(_sources(), TEMPLATES, kept)


@worded
def environment(language: str) -> Environment:
    """The environment of one language: autoescape, undefined names are errors, gettext and our filters."""
    made = QuickEnvironment(
        loader=_loader(),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        extensions=["jinja2.ext.i18n", Prepared],
    )
    words = strings(language)
    made.extend(words=words)
    say = made.install_gettext_callables  # type: ignore[attr-defined]  # of the extension i18n
    say(words.gettext, words.ngettext, newstyle=True, pgettext=words.pgettext)
    made.filters.update(
        icon=icon,
        isolate=isolate,
        # A part of its own, which twenty templates show: to compile it into each was half of what compiling took.
        rows=lambda rows: safe(render("parts/rows", language, rows=rows)),
    )
    return made


@worded
def template(name: str, language: str) -> Template:
    """A template of `theme/templates` in one language: `parts/card`."""
    return environment(language).get_template(f"{name}.html.j2")


def render(name: str, language: str, /, **values: Any) -> str:
    """The HTML of a template with its values; plain text, so that joining it never escapes twice."""
    made = template(name, language)
    return "".join(made.root_render_func(made.new_context(values)))


def safe(html: str) -> Markup:
    """HTML whose values have been escaped, marked as such; `Markup` asks every value first, in three times the time."""
    return str.__new__(Markup, html)


def filled(sentence: str, **values: Any) -> Markup:
    """A sentence of plain text with values in its places, everything escaped that is not safe."""
    return safe(escaped(sentence) % {name: escaped(value) for name, value in values.items()})


def safe_url(url: str) -> str:
    """The address itself when a link may lead there, else nothing: never `javascript:` or `data:`."""
    url = url.strip()
    return url if url.lower().startswith(SCHEMES) else ""


def isolate(words: str) -> Markup:
    """A number, time, range or address that is read left to right on every page."""
    return Markup('<bdi dir="ltr">%s</bdi>') % words


@cache
def _language_attributes(language: str) -> Markup:
    return Markup(' lang="%s" dir="%s"') % (language, language_of(language).direction)


def attributes(of_language: str, page_language: str) -> Markup:
    """`lang` and `dir` for words that are not in the page's language; nothing for words that are."""
    return NOTHING if of_language == page_language else _language_attributes(of_language)


def written(words: str, language: str) -> Markup:
    """Words in their language, with numbers isolated that would be turned round in it."""
    found = escaped(words)
    if _right_to_left(language) and _DIGIT.search(found):  # most texts hold none, and to look for one takes no time
        found = _TURNED.sub(r'<bdi dir="ltr">\g<0></bdi>', found)
    return safe(found)


@cache
def _right_to_left(language: str) -> bool:
    return language_of(language).direction == "rtl"


def phrase(value: Phrase, page_language: str) -> Markup:
    """Words, marked with their language when it is not the page's."""
    words = written(value.words, value.language)
    if value.language == page_language:
        return words
    return Markup(f"<span{_language_attributes(value.language)}>{words}</span>")


def paragraphs(words: str, language: str) -> Markup:
    """Plain text as HTML: a blank line parts paragraphs, lines that begin with `- ` are a list. Never Markdown."""
    blocks = []
    for block in _BLANK_LINES.split(written(words.strip(), language)):
        prose: list[str] = []
        items: list[str] = []
        for line in block.splitlines():
            line = line.strip()
            if line.startswith("- "):
                items.append(line[2:].strip())
            elif items:
                items[-1] += " " + line
            elif line:
                prose.append(line)
        if prose:
            blocks.append(f"<p>{' '.join(prose)}</p>")
        if items:
            blocks.append(f"<ul><li>{'</li><li>'.join(items)}</li></ul>")
    return safe("".join(blocks))


@cache
def icon(name: str) -> Markup:
    """A pictogram that stands beside its words; the page's sprite holds its shape.

    Its size is for a page whose style sheet did not arrive: without it a pictogram is as wide as the screen.
    """
    return Markup('<svg class="g-icon" width="20" height="20" aria-hidden="true"><use href="#i-%s"/></svg>') % name


@cache
def _icons() -> Path:
    found = find_spec("material")
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError("mkdocs-material is not installed: its icons are missing")
    return Path(found.submodule_search_locations[0]) / "templates" / ".icons" / "material"


@cache
def symbol(name: str) -> str:
    """The shape of one of mkdocs-material's icons (Material Design Icons, Apache 2.0) as a sprite's symbol."""
    drawing = (_icons() / f"{name}.svg").read_text(encoding="utf-8")
    shape = drawing[drawing.index(">") + 1 : drawing.rindex("</svg>")]
    return f'<symbol id="i-{name}" viewBox="0 0 24 24">{shape}</symbol>'


def icons(content: str) -> frozenset[str]:
    """The pictograms that some HTML uses."""
    return _same(frozenset(_USED_ICON.findall(content)))


@cache
def _same(names: frozenset[str]) -> frozenset[str]:
    """The set that was first like this one: to join few sets for a page is quicker than one for each of its cards."""
    return names


@cache
def sprite(names: frozenset[str]) -> str:
    """The shapes of some pictograms, once for a page."""
    shapes = "".join(symbol(name) for name in sorted(names))
    return f'<svg class="g-sprite" width="0" height="0" aria-hidden="true">{shapes}</svg>'


def with_sprite(content: str) -> str:
    """A page's content behind one inline sprite of the icons that it uses, and no others."""
    names = icons(content)
    return sprite(names) + content if names else content


def joined(parts: Iterable[Markup]) -> Markup:
    """Pieces of HTML one after the other."""
    return safe("".join(map(escaped, parts)))
