"""Rules about the guide as a whole: its settings, languages, booklets and the words of its lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checks.draft import Draft, by_id, entry_problem, known_names, other_rule
from generator.languages import own_words_file, words_file
from generator.problems import Place, Problem
from generator.schema import Entry
from generator.source import Guess
from generator.stems import fold, stem, tokens

Path = tuple[str | int, ...]
"""Steps to a value of an entry."""


@other_rule
def phrases_lead_one_way(draft: Draft) -> Iterator[Problem]:
    """No name, word or phrase, bent or not, stands for two kinds of help without their saying so."""
    for entries in (draft.help_types, draft.target_groups):
        # Phrases that begin their words alike may be one to the search, which compares stems: few, so it costs little.
        alike: dict[tuple[str, str], list[tuple[Entry, Path, str]]] = {}
        for entry in entries:
            for language, path, phrase in _said(entry):
                start = " ".join([word[:2] for word in fold(phrase).split()])
                alike.setdefault((language, start), []).append((entry, path, phrase))
        for (language, _), found in alike.items():
            seen: dict[tuple[str, ...], str] = {}
            for entry, path, phrase in found if len(found) > 1 else ():
                key = tuple(stem(word, language) for word in tokens(phrase))
                record = entry.values.get("id", "?")
                if (other := seen.setdefault(key, record)) != record:
                    values = {"found": phrase, "other": other}
                    yield Problem(entry.place(*path), "shared-phrase", record, str(path[0]), values, "warning")


def _said(entry: Entry) -> Iterator[tuple[str, Path, str]]:
    """Language, path in the entry and words of all that leads to it in the search."""
    if name := entry.values.get("name"):
        for language, words in name.by_language.items():
            yield language, ("name", language), words
    for field in ("synonyms", "how_people_say_it"):
        for language, phrases in entry.values.get(field, {}).items():
            for index, phrase in enumerate(phrases):
                yield language, (field, language, index), phrase


@other_rule
def placeholders_are_filled_in(draft: Draft) -> Iterator[Problem]:
    """Addresses under `.example` stand for what the publisher must still say."""
    if draft.guide is None:
        return
    values = draft.guide.values
    place = draft.guide.place
    found = {
        "publisher": (values.get("publisher", {}).get("email", ""), place("publisher")),
        "contact": (values.get("contact", {}).get("email", ""), place("contact")),
        "repository": (values.get("repository", ""), place("repository")),
        # Search engines and the codes of printed booklets take readers there.
        "site_url": (draft.site.url, draft.site.place),
    }
    for field, (text, where) in found.items():
        if re.search(r"\.example(/|$)", text):
            yield Problem(where, "placeholder", "", field, {"found": text}, "warning")


@other_rule
def editions_name_what_there_is(draft: Draft) -> Iterator[Problem]:
    """A booklet's areas, kinds of help, groups of people and chapters exist, and its id is its own."""
    known = {
        "areas": (by_id(draft.areas), known_names(draft.areas), "unknown-area"),
        "help_types": (by_id(draft.help_types), known_names(draft.help_types), "unknown-help-type"),
        "target_groups": (by_id(draft.target_groups), known_names(draft.target_groups), "unknown-target-group"),
        "chapters": (by_id(draft.help_groups), known_names(draft.help_groups), "unknown-group"),
    }
    seen: dict[str, Place] = {}
    for index, edition in enumerate(draft.guide.values.get("editions", ()) if draft.guide else ()):
        record = edition.get("id", "")
        place = draft.guide.place("editions", index, "id")
        if record in seen:
            values = {"found": record, "file": place.file, "line": seen[record].line}
            yield Problem(place, "repeated-id", record, "id", values)
        seen.setdefault(record, place)
        for field, (ids, names, unknown) in known.items():
            for position, name in enumerate(edition.get(field, ())):
                if name not in ids:
                    values = {"found": name, "suggestion": Guess(name, names)}
                    place = draft.guide.place("editions", index, field, position)
                    yield Problem(place, unknown, record, field, values)


@other_rule
def icons_exist(draft: Draft) -> Iterator[Problem]:
    """Every icon that is named is in the set."""
    if not draft.icons:
        return
    for entry in (*draft.help_groups, *draft.help_types):
        icon = entry.values.get("icon")
        if icon and icon not in draft.icons:
            yield entry_problem(entry, "icon", "unknown-icon", found=icon, suggestion=Guess(icon, draft.icons))
    for index, urgent in enumerate(draft.guide.values.get("urgent", ()) if draft.guide else ()):
        icon = urgent.get("icon")
        if icon and icon not in draft.icons:
            values = {"found": icon, "suggestion": Guess(icon, draft.icons)}
            yield Problem(draft.guide.place("urgent", index, "icon"), "unknown-icon", "", "urgent.icon", values)


@other_rule
def languages_agree(draft: Draft) -> Iterator[Problem]:
    """`data/guide.yaml` and `mkdocs.yml` name the same languages in the same order."""
    if draft.guide and draft.site.languages and draft.languages != draft.site.languages:
        values = {"found": ", ".join(draft.languages), "other": ", ".join(draft.site.languages)}
        yield Problem(draft.guide.place("languages"), "languages-differ", "", "languages", values)


@other_rule
def languages_have_words(draft: Draft) -> Iterator[Problem]:
    """The guide or the generator has words of the site in each language, if only some that are to be translated."""
    own = {language for language, domain, _ in draft.words if domain == "guide"}
    for language in draft.languages if draft.guide else ():
        if language not in own and not words_file(language).is_file():
            values = {"found": language, "path": own_words_file(language)}
            yield Problem(draft.guide.place("languages"), "language-without-words", "", "languages", values)
