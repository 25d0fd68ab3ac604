"""The extension of Python-Markdown that keeps what an article's Markdown makes harmless, and resolves `[[…]]`.

A module of its own, so that a build for which MkDocs need not start does not import Python-Markdown either.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from urllib.parse import urlsplit
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from generator.frames import STEM
from generator.languages import language as language_of
from generator.model import Guide
from generator.numbers import TURNED
from generator.problems import DataProblems, Place, Problem
from generator.regex import regex
from generator.site.articles import LIST, MARK, OWN_IDS, link
from generator.strings import strings

_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_SCHEME = regex(r"([^/?#]*?):")
_NOT_IN_URL = regex(r"[\x00-\x20\x7f-\xa0\u2028\u2029]")
_ATTRIBUTES = {
    "a": {"href", "title", "lang", "dir", "id", "class"},
    "bdi": {"dir"},
    "img": {"src", "alt", "title", "id"},
    "ol": {"start", "id"},
    "span": {"lang", "dir"},
    "th": {"align", "style"},
    "td": {"align", "style"},
}
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ELEMENTS = frozenset(
    "a abbr blockquote br code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr img li ol p pre q s strong sub sup"
    " table tbody td th thead tr ul bdi span".split()
)


class Articles(Extension):
    """Makes Python-Markdown give nothing but plain, harmless elements, and resolves `[[…]]`.

    `[[pl:words]]` are words in another language of the guide, marked as such.

    `page` says what is being rendered: the language of the page, that of its words, and the path of its file.
    """

    def __init__(self, guide: Guide, page: Callable[[], tuple[str, str, str]]) -> None:
        super().__init__()
        self.guide, self.page = guide, page

    def extendMarkdown(self, md: Markdown) -> None:
        """Take raw HTML away and put our own steps in; called after all other extensions."""
        for registry, name in ((md.preprocessors, "html_block"), (md.inlinePatterns, "html")):
            if name in registry:
                registry.deregister(name)
        # Below code (190) and backslashes (180), above links (160).
        md.inlinePatterns.register(_Marks(self), "guide_marks", 175)
        # The last of all, when links and emphasis are elements.
        md.inlinePatterns.register(_Numbers(self), "guide_numbers", -10)
        # Before and behind MkDocs' own last step (0), which makes links to files relative.
        md.treeprocessors.register(_Whole(self), "guide_whole", 1)
        md.treeprocessors.register(_Harmless(self), "guide_harmless", -10)
        md.treeprocessors.register(_Headings(self), "guide_headings", -20)


class _Marks(InlineProcessor):
    def __init__(self, articles: Articles) -> None:
        super().__init__(MARK)
        self.articles = articles

    def handleMatch(self, match: re.Match[str], data: str):  # type: ignore[override]  # Markdown says `m`
        _, language, file = self.articles.page()
        spoken, colon, words = match[1].partition(":")
        if colon and spoken in self.articles.guide.settings.languages:
            element = ElementTree.Element("span", {"lang": spoken, "dir": language_of(spoken).direction})
            element.text = words.strip()
            return element, match.start(0), match.end(0)
        found = link(self.articles.guide, match[1].strip(), language)
        if found is None:
            raise DataProblems([Problem(Place(file), "unknown-link", values={"found": match[0], "suggestion": ""})])
        element = ElementTree.Element("a", {"href": "", "data-guide": found.href})
        if match[2]:
            element.text = match[2].strip()
        else:
            element.text = found.words.words
            if found.words.language != language:
                element.set("lang", found.words.language)
                element.set("dir", language_of(found.words.language).direction)
        return element, match.start(0), match.end(0)


class _Numbers(InlineProcessor):
    """Isolates numbers that would be turned round in the language of an article's words."""

    def __init__(self, articles: Articles) -> None:
        super().__init__(TURNED)
        self.articles = articles

    def handleMatch(self, match: re.Match[str], data: str):  # type: ignore[override]  # Markdown says `m`
        _, spoken, _ = self.articles.page()
        if language_of(spoken).direction != "rtl":
            return None, None, None
        element = ElementTree.Element("bdi", {"dir": "ltr"})
        element.text = AtomicString(match[0])
        return element, match.start(0), match.end(0)


class _Step(Treeprocessor):
    """A step that knows which article it looks at."""

    def __init__(self, articles: Articles) -> None:
        super().__init__()
        self.articles = articles

    def refuse(self, found: str) -> None:
        """Stop, and say in which file."""
        _, _, file = self.articles.page()
        raise DataProblems([Problem(Place(file), "unsafe-article", values={"found": found})])


class _Whole(_Step):
    """Refuses addresses that cannot be taken apart, as `http://[x]`: MkDocs would fall over them."""

    def run(self, root: ElementTree.Element) -> None:
        for element in root.iter():
            for name in ("href", "src"):
                address = element.get(name, "")
                try:
                    urlsplit(address)
                except ValueError:
                    self.refuse(address)


class _Harmless(_Step):
    """The last step: only known elements and attributes, and links that may be followed."""

    def run(self, root: ElementTree.Element) -> None:
        for element in root.iter():
            if not isinstance(element.tag, str) or (element.tag == root.tag and element is root):
                continue
            if element.tag not in _ELEMENTS:
                self.refuse(f"<{element.tag}>")
            target = element.attrib.pop("data-guide", None)
            if target is not None:
                element.set("href", target)
            self._check_attributes(element)
        language, spoken, _ = self.articles.page()
        for block in root if spoken != language else ():
            if not (block.text or "").startswith(STEM):  # a generated part speaks the language of the page
                block.set("lang", spoken)
                block.set("dir", language_of(spoken).direction)

    def _check_attributes(self, element: ElementTree.Element) -> None:
        allowed = _ATTRIBUTES.get(element.tag, {"id", "class"})
        style = element.attrib.pop("style", "")
        if style.startswith("text-align: "):  # Python-Markdown's tables; our content policy forbids styles
            element.set("class", f"g-{style[12:].strip(' ;')}")
        for name in list(element.attrib):
            if name not in allowed and name not in ("class", "id"):
                self.refuse(f"{name}=")
        if element.get("id", "").startswith(OWN_IDS):
            self.refuse(f"id={element.get('id')}")
        for name in ("href", "src"):
            if name in element.attrib and not harmless(element.attrib[name], images=name == "src"):
                self.refuse(element.attrib[name])


class _Headings(_Step):
    """Headings that a screen reader can go by: the title alone is of the first level, and none is left out.

    Editors begin a text with `# Title` and choose further levels by their size. The live list has headings of the third
    level, so that one of the second stands above it.
    """

    def run(self, root: ElementTree.Element) -> None:
        language, _, _ = self.articles.page()
        level = 1
        for element in list(root.iter()):
            if element.tag in _HEADINGS:
                level = min(max(int(element.tag[1]), 2), level + 1)
                element.tag = f"h{level}"
            elif element.text == LIST and level == 1:
                heading = ElementTree.Element("h2")
                heading.text = strings(language).gettext("Who helps")
                root.insert(list(root).index(element), heading)
                level = 2


def harmless(url: str, images: bool = False) -> bool:
    """Whether an address may be followed: relative, or of a scheme on the list. Pictures stand on the site itself."""
    # Python-Markdown's own ways to keep an ampersand and an escaped character until the end.
    url = re.sub("\x02([0-9]+)\x03", lambda match: chr(int(match[1])), url.replace("\x02amp\x03", "&"))
    url = _NOT_IN_URL.sub("", html.unescape(url))
    scheme = _SCHEME.match(url)
    if url.replace("\\", "/").startswith("//"):
        return False
    return scheme is None or (scheme[1].lower() in _SCHEMES and not images)
