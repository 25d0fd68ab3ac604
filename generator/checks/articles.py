"""Rules about articles: what they name, and how much of Markdown they may hold."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator

from generator.checks.draft import ArticleDraft, Draft, by_id, known_names, other_rule, rule
from generator.problems import Place, Problem
from generator.regex import regex
from generator.schema.kinds import wrong_script
from generator.schema.phones import phones_in
from generator.source import Guess


@other_rule
def articles_stand_in_every_language(draft: Draft) -> Iterator[Problem]:
    """An article has a file in each language, its lists are the same, and what it names is there."""
    by_name: dict[str, dict[str, ArticleDraft]] = {}
    for article in draft.articles:
        by_name.setdefault(article.name, {})[article.language] = article
    known = {
        "help_types": (by_id(draft.help_types), known_names(draft.help_types), "unknown-help-type"),
        "target_groups": (by_id(draft.target_groups), known_names(draft.target_groups), "unknown-target-group"),
        "areas": (by_id(draft.areas), known_names(draft.areas), "unknown-area"),
    }
    for name, versions in by_name.items():
        some = next(iter(versions.values()))
        for language in draft.languages:
            if language not in versions:
                missing = f"content/{language}/{name}.md"
                yield Problem(
                    Place(some.entry.file), "article-missing", "", "", {"found": missing, "language": language}
                )
        for article in versions.values():
            if article.spoken != article.language and wrong_script(article.body, article.spoken):
                place, values = article.entry.place("language"), {"found": article.spoken}
                yield Problem(place, "article-language", "", "language", values, "warning")
            for field, (ids, names, rule_name) in known.items():
                for index, found in enumerate(article.entry.values.get(field, ())):
                    if found not in ids:
                        place = article.entry.place(field, index)
                        yield Problem(place, rule_name, "", field, {"found": found, "suggestion": Guess(found, names)})
                if set(article.entry.values.get(field, ())) != set(some.entry.values.get(field, ())):
                    values = {"other": some.entry.file}
                    yield Problem(article.entry.place(field), "article-lists-differ", "", field, values)


NESTING_AT_MOST = 10
"""Levels of lists and quotations in one another."""
SIGNS_AT_MOST = {"[": 200, "`": 400, "*": 400, "_": 400}
"""Signs of one kind in a paragraph that may begin something; Markdown looks for the end of each again and again."""
HEADINGS_AT_MOST = 300
_LEVEL = regex(r"[ \t]*(?:>|(?:[-*+]|\d{1,9}\.)(?=[ \t]))")
_RULER = regex(r"[ \t>]*(?:[-*_][ \t]*)*")
_HEADING = regex(r"[ \t]*(?:#|=+[ \t]*$|-+[ \t]*$)")
_SIGN = regex(r"\[|`+|\*+|_+")


@other_rule
def articles_end_soon(draft: Draft) -> Iterator[Problem]:
    """No article nests or repeats signs so often that rendering it would take minutes or never end.

    Python-Markdown's time grows with the square of open brackets and of headings, and deep nesting overflows it. Within
    these limits and that of an article's size, the worst of 90 shapes takes 5 s of CPU.
    """
    for article in draft.articles:
        told: set[str] = set()
        for problem in _excesses(article):
            if problem.rule not in told:
                told.add(problem.rule)
                yield problem


def _excesses(article: ArticleDraft) -> Iterator[Problem]:
    """What there is too much of in an article, every time that it is."""
    headings = 0
    signs: Counter[str] = Counter()
    for number, line in enumerate(article.body.split("\n"), start=article.first_line):
        place = Place(article.entry.file, number)
        if not line.strip(" \t"):
            signs.clear()
            continue
        depth = _depth(line)
        if depth > NESTING_AT_MOST:
            yield Problem(place, "article-nesting", values={"length": depth, "limit": NESTING_AT_MOST})
        headings += _HEADING.match(line) is not None
        if headings > HEADINGS_AT_MOST:
            yield Problem(place, "article-headings", values={"limit": HEADINGS_AT_MOST})
        for match in _SIGN.finditer(line):
            sign = match[0][0]
            signs[sign] += 1
            if signs[sign] > SIGNS_AT_MOST[sign]:
                place = Place(place.file, number, match.start() + 1)
                yield Problem(place, "article-signs", values={"found": sign, "limit": SIGNS_AT_MOST[sign]})
                break


def _depth(line: str) -> int:
    """How many lists and quotations a line of Markdown lies in, by its signs and its indentation."""
    if _RULER.fullmatch(line) and ">" not in line:
        return 0
    depth = (len(line) - len(line.lstrip(" "))) // 4 + line.count("\t", 0, len(line) - len(line.lstrip(" \t")))
    position = 0
    while level := _LEVEL.match(line, position):
        depth, position = depth + 1, level.end()
    return depth


LINK = regex(r"\[\[([^\[\]\n]{1,200})\]\]")
"""A marker in an article: `[[caritas-bialystok]]`, `[[help:night-shelter]]`, `[[list]]`, `[[pl:Polish words]]`."""
PARTS = frozenset(("list", "sources", "counts", "publisher"))
"""Markers that stand for a generated part, on a line of their own."""
PAGES = frozenset(("urgent", "a-z", "areas", "groups", "booklets", "my-list", "index"))


@rule
def links_in_articles_lead_somewhere(draft: Draft) -> Iterator[Problem]:
    """Every marker of an article names a record or a page that is there."""
    organisations = {service.record for service in draft.services} | set(by_id(draft.organisations))
    axes = {
        "help": set(by_id(draft.help_types)),
        "need": set(by_id(draft.help_groups)),
        "for": set(by_id(draft.target_groups)),
        "area": set(by_id(draft.areas)),
    }
    for article in draft.articles:
        for match in LINK.finditer(article.body):
            marker = match[1].partition("|")[0].strip()
            axis, colon, name = marker.partition(":")
            known = axes.get(axis, set()) if colon else organisations | PAGES | PARTS
            if (name if colon else marker) in known or (colon and axis in draft.languages and name.strip()):
                continue
            values = {"found": match[0], "suggestion": Guess(name if colon else marker, known)}
            yield Problem(_place(article, match.start()), "unknown-link", "", "", values)


@other_rule
def lists_in_articles_are_of_something(draft: Draft) -> Iterator[Problem]:
    """An article that asks for its list says at its head of what: else its readers find a heading over nothing."""
    for article in draft.articles:
        if any(article.entry.values.get(field) for field in ("help_types", "target_groups", "areas")):
            continue
        for match in LINK.finditer(article.body):
            if match[1].strip() == "list":
                yield Problem(_place(article, match.start()), "article-list-empty", level="warning")


@other_rule
def phones_stand_in_records(draft: Draft) -> Iterator[Problem]:
    """An article names no number: it would stay there when the record's has changed."""
    for article in draft.articles:
        for start, found in phones_in(article.body, draft.country):
            yield Problem(_place(article, start), "phone-in-article", values={"found": found}, level="warning")


def _place(article: ArticleDraft, position: int) -> Place:
    """Where a sign of an article's body stands in its file."""
    line = article.first_line + article.body.count("\n", 0, position)
    return Place(article.entry.file, line, position - article.body.rfind("\n", 0, position))


_LINK_TO_A_FILE = regex(r"(?<!!)\[[^\[\]\n]*\]\(\s*<?([^()<>\s#?:/]+)(?:[#?][^()\s]*)?>?(?:\s[^()\n]*)?\)")
"""A Markdown link to a file beside the article; its name is the group."""


@other_rule
def links_between_articles_lead_somewhere(draft: Draft) -> Iterator[Problem]:
    """Every link to another article names its file: MkDocs would say so too, but in its own words, in English."""
    known = {f"{name}.md" for name in PAGES} | {f"{article.name}.md" for article in draft.articles}
    for article in draft.articles:
        for match in _LINK_TO_A_FILE.finditer(article.body):
            found = match[1]
            if found in known or ("." in found and not found.endswith((".md", ".html"))):
                continue
            values = {"found": found, "suggestion": Guess(found, known)}
            yield Problem(_place(article, match.start(1)), "unknown-article", "", "", values)


_CODE = regex(r"(?<!`)(`+)[^`].*?(?<!`)\1(?!`)|^(?: {4}|\t).*$", re.DOTALL | re.MULTILINE)
TARGET = regex(r"(?<!\\)(!?)\[[^\[\]\n]*\]\(\s*<?([^()<>\s]+(?: +[^()<>\s\"']+)*)")
"""The address of a Markdown link or picture, which may hold blanks, and the sign of a picture before it."""
_DEFINITION = regex(r"^ {0,3}\[[^\[\]\n]+\]:[ \t]*<?([^<>\s]+)>?[ \t]*(?:$|[\"'(])", re.MULTILINE)
"""The address of a link or picture that the text names by its number or a word: `[1]: start.md`."""
_SCHEME = regex(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SCHEMES = frozenset(("http", "https", "mailto", "tel"))
_AXES = {"help": "help:", "need": "need:", "for": "for:", "area": "area:", "organisation": ""}
"""Folders of the site to what a marker begins with."""


@other_rule
def addresses_in_articles_may_be_followed(draft: Draft) -> Iterator[Problem]:
    """Links and pictures lead where they may and where something is: the build would stop at them, in English."""
    known = {f"{name}.md" for name in PAGES} | {f"{article.name}.md" for article in draft.articles}
    for article in draft.articles:
        shown = _CODE.sub(lambda code: " " * len(code[0]), article.body)
        found = [(match.start(2), match[2], match[1]) for match in TARGET.finditer(shown)]
        found += [(match.start(1), match[1], ":") for match in _DEFINITION.finditer(shown)]
        for start, target, sign in found:
            place, scheme = _place(article, start), _SCHEME.match(target)
            if target.startswith("//") or (scheme and (sign == "!" or scheme[1].lower() not in _SCHEMES)):
                yield Problem(place, "unsafe-article", values={"found": target})
                continue
            path = re.split("[?#]", target)[0]
            if scheme or not path:
                continue
            if path.startswith("/") or (path.endswith(".html") and "/" in path):
                yield Problem(place, "link-to-page", values={"found": target, "example": _marker(path)})
            elif path.endswith(".md") and ("/" in path or sign == ":"):  # the rule above tells the others
                folder, name = posixpath.split(posixpath.normpath(f"{article.language}/{path}"))
                if folder != article.language or name not in known:
                    yield Problem(place, "unknown-article", values={"found": path, "suggestion": Guess(name, known)})
            elif not path.endswith((".md", ".html")) and "." in path:
                files = {
                    posixpath.normpath(f"{language}/{path}") for language in (article.language, draft.languages[0])
                }
                if files.isdisjoint(draft.pictures):
                    yield Problem(place, "picture-missing", values={"found": path, "language": article.language})


def _marker(path: str) -> str:
    """The marker that leads to a page of the site: `[[help:night-shelter]]` for `/help/night-shelter.html`."""
    *folders, page = path.removesuffix(".html").split("/")
    axis = _AXES.get(folders[-1], "") if folders else ""
    return f"[[{axis}{page}]]" if axis or page in PAGES or "organisation" in folders else "[[urgent]]"
