"""Where every page stands: the one table of addresses, which are a contract."""

from __future__ import annotations

import unicodedata

from generator.brief import Brief, briefs
from generator.model import Area, Guide, HelpGroup, HelpType, Organisation, TargetGroup
from generator.once import OfGuide
from generator.pages.directory import Directory, directory
from generator.strings import strings

HOME = "index.html"
URGENT = "urgent.html"
A_Z = "a-z.html"
AREAS = "areas.html"
GROUPS = "groups.html"
BOOKLETS = "booklets.html"
MY_LIST = "my-list.html"


class _Everything:
    """Holds every path: nothing is left out."""

    def __contains__(self, path: object) -> bool:
        return True


EVERYTHING = _Everything()

A_Z_AT_MOST = 150
"""Entries that one page of A–Z holds; a bigger guide has a page a letter."""


def need_path(group: HelpGroup) -> str:
    """The page of a group of kinds of help."""
    return f"need/{group.address_name}.html"


def help_path(help_type: HelpType) -> str:
    """The page of a kind of help."""
    return f"help/{help_type.address_name}.html"


def help_area_path(help_type: HelpType, area: Area) -> str:
    """The page of a kind of help in one place."""
    return f"help/{help_type.address_name}/{area.id}.html"


def for_path(group: TargetGroup) -> str:
    """The page of a group of people."""
    return f"for/{group.address_name}.html"


def area_path(area: Area) -> str:
    """The page of a place."""
    return f"area/{area.id}.html"


def organisation_path(organisation: Organisation | Brief) -> str:
    """The page of an organisation; its services are anchors."""
    return f"organisation/{organisation.address_name}.html"


def article_path(name: str) -> str:
    """The page of an article."""
    return f"{name}.html"


def letter_path(letter: str) -> str:
    """The page of a letter of A–Z, in ASCII: `a-z/l-with-stroke.html`."""
    if not letter.isalpha():
        return "a-z/0-9.html"
    name = unicodedata.name(letter).lower()
    return (
        "a-z/"
        + name.removeprefix("latin ")
        .removeprefix("hebrew ")
        .removeprefix("capital ")
        .removeprefix("letter ")
        .replace(" ", "-")
        + ".html"
    )


@OfGuide
def letters(guide: Guide) -> tuple[str, ...]:
    """Letters that have a page of their own: those of all languages, since addresses are the same in each.

    Empty when A–Z fits on one page.
    """
    index = directory(guide)
    if index.count_of_entries <= A_Z_AT_MOST:
        return ()
    found: dict[str, str] = {}
    for language in guide.settings.languages:
        words = strings(language)
        for name in index.names(language):
            letter = words.initial(name)
            found.setdefault(letter, words.sort_key(letter))
    return tuple(sorted(found, key=lambda letter: (letter.isalpha(), found[letter], letter)))


def addresses(guide: Guide) -> dict[str, tuple[str, ...]]:
    """Every path that will exist, by kind; the same in every language."""
    index: Directory = directory(guide)
    return {
        "home": (HOME,),
        "urgent": (URGENT,),
        "a-z": (A_Z,),
        "a-z-letter": tuple(letter_path(letter) for letter in letters(guide)),
        "areas": (AREAS,),
        "groups": (GROUPS,),
        "booklets": (BOOKLETS,),
        "my-list": (MY_LIST,),
        "need": tuple(need_path(group) for group in guide.help_groups),
        "help": tuple(help_path(help_type) for help_type in guide.help_types),
        "help-area": tuple(
            help_area_path(guide.help_type[help_type], guide.area[area]) for help_type, area in index.of_help_and_area
        ),
        "for": tuple(for_path(group) for group in guide.target_groups),
        "area": tuple(area_path(area) for area in guide.areas),
        "organisation": tuple([organisation_path(one) for one in briefs(guide)]),
        "redirect": tuple([f"organisation/{alias}.html" for one in briefs(guide) for alias in one.aliases]),
        "article": tuple(article_path(article.name) for article in guide.articles),
    }


def marked_path(guide: Guide, mark: str) -> str | None:
    """Where `[[mark]]` in an article leads, with its anchor; `None` when there is no such record."""
    fixed = {
        "urgent": URGENT,
        "a-z": A_Z,
        "areas": AREAS,
        "groups": GROUPS,
        "booklets": BOOKLETS,
        "my-list": MY_LIST,
        "home": HOME,
    }
    if mark in fixed:
        return fixed[mark]
    axis, colon, name = mark.partition(":")
    if colon:
        tables = {
            "help": (guide.help_type, help_path),
            "need": (guide.help_group, need_path),
            "for": (guide.target_group, for_path),
            "area": (guide.area, area_path),
        }
        if axis not in tables:
            return None
        table, path = tables[axis]
        return path(table[name]) if name in table else None
    organisation_id, slash, service_id = mark.partition("/")
    organisation = guide.organisation.get(organisation_id)
    if organisation is None or (slash and service_id not in {service.id for service in organisation.services}):
        return None
    return organisation_path(organisation) + (f"#{service_id}" if slash else "")
