"""An article's source in, Markdown that MkDocs may render out; `extension` keeps what becomes of it harmless.

Articles come from contributors. What they write is Markdown and nothing else: no raw HTML, no attribute, no script in
a link. `guide check` says so with file and line; what is here holds whatever was checked.
"""

from __future__ import annotations

import re
import unicodedata

from generator.frames import PARTS, STEM, part_marker
from generator.frozen import frozen
from generator.model import Article, Guide, Phrase
from generator.pages import marked_path
from generator.regex import regex
from generator.strings import strings

_PART_LINE = regex(rf"^ {{0,3}}\[\[({'|'.join(PARTS)})\]\][ \t]*$", re.MULTILINE)
MARK = r"\[\[([^\[\]|\n]{1,200})(?:\|([^\[\]\n]{1,300}))?\]\]"


@frozen
class Sheet:
    """A page that MkDocs is to render."""

    language: str
    path: str
    """Below the language's prefix: `organisation/caritas-bialystok.html`."""
    kind: str
    title: str
    description: str
    content: str | None = None
    """HTML of the page; `None` for an article, whose content is `markdown`."""
    markdown: str = ""
    file: str = ""
    """The article's source, for messages."""
    spoken: str = ""
    """The language of an article's words, when that is another one."""
    note: str = ""
    """HTML below an article's title."""

    @property
    def source(self) -> str:
        """Its file in MkDocs' folder."""
        return f"{self.language}/{self.path.removesuffix('.html')}.md"


OWN_IDS = ("g-", "i-")
"""Begin the ids of the page's own parts."""


@frozen
class Link:
    """Where a marker such as `[[caritas-bialystok]]` leads, seen from an article."""

    href: str
    words: Phrase


def markdown_of(body: str, article: Article) -> str:
    """The text that MkDocs renders: generated parts as paragraphs of their own, a live list at the end if nowhere else.

    It begins with an empty line, or MkDocs would take a first line such as `Note: …` for metadata.
    """
    text = _PART_LINE.sub(lambda match: f"\n{_part_words(match[1])}\n", body)
    has_list = bool(article.help_types or article.target_groups or article.areas)
    if has_list and LIST not in text:
        text = f"{text.rstrip()}\n\n{LIST}\n"
    return f"\n{text.strip()}\n"


def with_markers(rendered: str) -> str:
    """Rendered Markdown whose generated parts are markers that a frame knows."""
    for name in PARTS:
        rendered = rendered.replace(f"<p>{_part_words(name)}</p>", part_marker(name))
    return rendered


def _part_words(name: str) -> str:
    return f"{STEM}-part-{name}"


LIST = _part_words("list")
"""The paragraph in whose place the live list comes."""


def link(guide: Guide, mark: str, language: str) -> Link | None:
    """What a marker stands for on an article's page; `None` when there is no such record."""
    href = marked_path(guide, "home" if mark == "index" else mark)
    if href is None:
        return None
    return Link(href, _name(guide, mark, language))


def links_in(markdown: str) -> list[str]:
    """The markers in an article's text."""
    return [match[1].strip() for match in re.finditer(MARK, markdown)]


def _name(guide: Guide, mark: str, language: str) -> Phrase:
    gettext = strings(language).gettext
    fixed = {
        "urgent": gettext("Urgent help"),
        "a-z": gettext("A to Z"),
        "areas": gettext("Places"),
        "groups": gettext("Groups of people"),
        "booklets": gettext("Booklets to print"),
        "my-list": gettext("My list"),
    }
    if mark in fixed:
        return Phrase(fixed[mark], language)
    if mark in ("index", "home"):
        return guide.settings.name.in_language(language)
    axis, colon, name = mark.partition(":")
    if colon:
        tables = {"help": guide.help_type, "need": guide.help_group, "for": guide.target_group, "area": guide.area}
        return tables[axis][name].name.in_language(language)
    organisation_id, _, service_id = mark.partition("/")
    organisation = guide.organisation[organisation_id]
    for service in organisation.services:
        if service.id == service_id:
            return service.name.in_language(language)
    return organisation.name.in_language(language)


def heading_id(words: str, separator: str) -> str:
    """The id of a heading in any alphabet: `gdzie-spać-dziś`, `איפה-לישון`."""
    words = unicodedata.normalize("NFKC", words).casefold()
    words = "".join(letter for letter in words if unicodedata.category(letter) != "Mn")  # Hebrew points
    name = re.sub(r"[^\w]+", separator, words).strip(separator + "_") or "section"
    return f"section-{name}" if name.startswith(OWN_IDS) else name
