"""A Guide in, the scripts out that the search box of one language loads: phrases, places, records."""

from __future__ import annotations

import base64
import hashlib
import pickle
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from generator.model import Guide, HelpType, TargetGroup, Text
from generator.once import OfGuide
from generator.search import client, encode
from generator.search.records import Block, answering, blocks, figures, members, patched, places_in_order
from generator.search.vocabulary import bare, chosen, marked, stems_beside, term, terms, told
from generator.stems import RULES, stop_words, tokens
from generator.strings import strings

FOLDER = "assets/search"
LISTS = "assets/list"
CLIENT = "assets/search.js"
FORMS_FILES = 4
"""As the script counts them, too."""
MARK = 4
"""Letters that tell editions of a part from one another."""


@dataclass(slots=True)
class Kept:
    """What one language's index keeps from build to build."""

    outline: bytes
    """That of the guide's records together; empty where it is not known."""
    members: list[list[int]]
    """Which records stand in which block."""
    blocks: list[tuple[str, bytes]]
    """Digest of its records and a block, pickled."""
    main: dict[str, Any]
    phones: dict[str, str]
    """The parts that say in which block a number stands."""


Known = dict[str, Kept]
"""By language."""


def files(guide: Guide, language: str, paths: Collection[str] = (), known: Known | None = None) -> dict[str, bytes]:
    """Path to content of every script that search in `language` needs; the same bytes for the same guide.

    `paths` are the pages of the site below the language's prefix: which crossings of help and place have one.
    Files that all languages share have the same path and content whichever language asks for them.
    `known` keeps blocks of records from one build to the next.
    """
    parts_of = members(guide)
    former = dict(known[language].blocks) if known and language in known else {}
    with_digests = blocks(guide, language, parts_of, former)
    made = [one for _, one in with_digests]
    shared = _phrase_files(guide)
    main = _main(guide, language, frozenset(paths), made, answering(guide, parts_of, made))
    phones: dict[str, str] = {}
    if len(made) == 1:
        main["b"] = made[0].columns
        parts: dict[str, object] = {f"{language}-o": made[0].other_names}
    else:
        phones = _phones(made)
        parts = {f"{language}-{number}": _block_part(one) for number, one in enumerate(made)}
        parts |= _names(made, language)
        parts |= phones
    scripts = {name: _marked(name, value) for name, value in (shared | parts).items()}
    marks = {name: mark for name, (mark, _) in scripts.items()}
    main["v"] = marks
    result = {name: script for name, (_, script) in scripts.items()}
    result[language] = encode.script(language, main)
    if known is not None:
        stored = [(digest, former.get(digest) or pickle.dumps(one, 5)) for digest, one in with_digests]
        outline = getattr(guide.organisations, "outline", b"")
        known[language] = Kept(outline, parts_of, stored, main, phones)
    named = _named(result)
    named[f"{FOLDER}/filter-{language}.js"] = client.with_words("filter", _filter_words(language))
    named[f"{LISTS}/{language}.js"] = client.with_words("list", _list_words(language))
    return {CLIENT: client.script(big=len(made) > 1), **named}


def patch(guide: Guide, language: str, changed: Collection[int], known: Known) -> dict[str, bytes] | None:
    """The files of `files` that differ when some records, by their number, have changed but for their outlines.

    `None` when that takes a look at all of them. Names, places and kinds of help are in the outlines: so nothing but
    the blocks of these records and the parts with their numbers can differ.
    """
    kept = known.get(language)
    if kept is None or not kept.outline or kept.outline != getattr(guide.organisations, "outline", b""):
        return None
    urgent = {entry.service.partition("/")[0] for entry in guide.settings.urgent}
    if not urgent.isdisjoint(guide.organisations[at].id for at in changed):
        return None
    emergency = figures(guide.settings.emergency)
    result: dict[str, object] = {}
    stored: list[tuple[str, bytes]] = []
    phones = dict(kept.phones)
    for number, (part, (digest, blob)) in enumerate(zip(kept.members, kept.blocks, strict=True)):
        if not changed or set(changed).isdisjoint(part):
            stored.append((digest, blob))
            continue
        before = pickle.loads(blob)
        block = patched(guide, language, before, part, changed)
        rows = zip(before.numbers, block.numbers, strict=True)
        if any(emergency in f"{one} {other}".split() for one, other in rows if one != other):
            return None
        digests = "".join([guide.organisations[at].digest for at in part])
        stored.append((hashlib.sha256(digests.encode()).hexdigest(), pickle.dumps(block, 5)))
        if kept.main["s"]:
            result[f"{language}-{number}"] = _block_part(block)
            _move_numbers(phones, number, before.all_numbers, block.all_numbers, kept.main["p"])
        else:
            kept.main["b"] = block.columns
    if sorted(phones) != sorted(kept.phones):
        return None
    result |= {name: text for name, text in phones.items() if text != kept.phones[name]}
    scripts = {name: _marked(name, value) for name, value in result.items()}
    kept.main["v"] |= {name: mark for name, (mark, _) in scripts.items()}
    kept.blocks, kept.phones = stored, phones
    return _named(
        {name: script for name, (_, script) in scripts.items()} | {language: encode.script(language, kept.main)}
    )


def _named(scripts: Mapping[str, bytes]) -> dict[str, bytes]:
    return {f"{FOLDER}/{name}.js": content for name, content in scripts.items()}


def _block_part(block: Block) -> list[str]:
    return [*block.columns, block.other_names]


def _marked(name: str, value: object) -> tuple[str, bytes]:
    """The mark of a part's edition, which changes with it, and its script, in which it stands.

    A browser may have kept some files of an older edition, and need not load again those that are the same.
    """
    mark = base64.urlsafe_b64encode(hashlib.sha256(encode.script(name, value)).digest()).decode()[:MARK]
    return mark, encode.script(name, {"v": mark, "d": value})


def polish_texts(guide: Guide) -> list[str]:
    """Every Polish text whose words people may bend: what `forms` needs forms for."""
    texts = [phrase for concept in concepts(guide) for phrase in _said(concept, "pl")]
    named = (*guide.help_groups, *guide.areas, *guide.organisations)
    names = [one.name for one in named] + [one.need for one in guide.help_groups]
    names += [service.name for organisation in guide.organisations for service in organisation.services]
    texts += [words for name in names if (words := name.words.get("pl"))]
    texts += [title for article in guide.articles if (title := article.titles.get("pl"))]
    return texts


def concepts(guide: Guide) -> list[HelpType | TargetGroup]:
    """What phrases stand for, in the order in which every file counts them."""
    return [*guide.help_types, *guide.target_groups]


@OfGuide
def _phrase_files(guide: Guide) -> dict[str, object]:
    """What all languages share: phrases of each language, Ukrainian and Russian together, and Polish case forms."""
    hebrew = set(_words_said(guide, "he"))
    sayings = [word for saying in RULES["sayings"]["pl"] for word in tokens(saying)]
    titles = [group.need.words.get("pl", "") for group in guide.help_groups]
    titles += [group.name.words.get("pl", "") for group in guide.help_groups]
    titles += [article.titles.get("pl", "") for article in guide.articles]
    shown = {word for title in titles for word in tokens(title)}
    polish = chosen({*_words_said(guide, "pl"), *sayings} - stop_words("pl"), shown)
    files: dict[str, object] = {}
    for name, languages in (("pl", ("pl",)), ("he", ("he",)), ("en", ("en",)), ("cy", ("uk", "ru"))):
        files[f"w-{name}"] = {"p": _phrases(guide, languages, hebrew, polish), "r": _rules_of(name)}
    # Case forms in a few files, by the first letter: a question needs one or two of them.
    table = _aliases(polish)
    for part in range(FORMS_FILES):
        own = {stem: found for stem, found in table.items() if ord(stem[0]) % FORMS_FILES == part}
        files[f"f-{part}"] = encode.aliases(own)
    return files


def _rules_of(name: str) -> dict[str, object]:
    """The rules that only those need who type words of these languages; the others stand in every language's file."""
    stop = {code: RULES["stop"][code] for code in {"cy": ("uk", "ru"), "pl": ()}.get(name, (name,))}
    if name == "cy":
        return {"stop": stop, "stem": {"cy": RULES["stem"]["cy"]}, "cyrillic": RULES["cyrillic"]}
    return (
        {"stop": stop, "prefixes": sorted(RULES["prefixes"].split(), key=len), "stem": {"he": RULES["stem"]["he"]}}
        if name == "he"
        else {"stop": stop}
    )


def _common_rules() -> dict[str, object]:
    """The rules for names, which are Polish and English in every language, and for letters."""
    kept = {name: rule for name, rule in RULES.items() if name not in ("prefixes", "cyrillic", "sayings")}
    stem = {name: steps for name, steps in RULES["stem"].items() if name in ("pl", "en")}
    return {**kept, "stop": {"pl": RULES["stop"]["pl"]}, "stem": stem}


def _words_said(guide: Guide, language: str) -> Iterator[str]:
    return (word for concept in concepts(guide) for phrase in _said(concept, language) for word in tokens(phrase))


def _phrases(guide: Guide, languages: Iterable[str], hebrew: Collection[str], polish: Mapping[str, str]) -> list[str]:
    """For each concept its phrases as terms, and at the end sayings that sound like danger and mean none.

    `hebrew` are the words that stand somewhere without a prefix; `polish` are the terms of words.
    A saying of danger that is told by common words stands there whole as well, with `_` behind each word.
    """

    def row(said: Callable[[str], Iterable[str]], danger: bool = False) -> str:
        found: dict[str, None] = {}
        for language in languages:
            own = polish if language == "pl" else {}
            for phrase in said(language):
                words = told(phrase, language)
                # Common words, Polish ones everywhere, may make what is said: `nie chcę żyć` is more than `żyć`.
                if danger and len(set(words) - stop_words("pl")) == 1 < len(tokens(phrase)):
                    found["_".join([*tokens(phrase), ""])] = None
                if language == "he":
                    words = [bare(word, hebrew) for word in words]
                found[" ".join(dict.fromkeys(own.get(word) or term(word, language) for word in words))] = None
        return "|".join(one for one in found if one)

    danger = _danger(guide)
    rows = [row(partial(_said, concept), number in danger) for number, concept in enumerate(concepts(guide))]
    return [*rows, row(RULES["sayings"].__getitem__)]


def _said(concept: HelpType | TargetGroup, language: str) -> list[str]:
    """Every way in which a language says a concept: its name first."""
    name = concept.name.words.get(language)
    return [
        *([name] if name else ()),
        *concept.synonyms.get(language, ()),
        *concept.how_people_say_it.get(language, ()),
    ]


def _aliases(words: Mapping[str, str]) -> dict[str, set[str]]:
    """Stem to the terms it leads to beside itself, for Polish words with their terms."""
    table: dict[str, set[str]] = {}
    for word, own in words.items():
        for other in stems_beside(word, own):
            if len(other) > 1:  # the dictionary has abbreviations: `s.` is `syn`
                table.setdefault(other, set()).add(own)
    return table


def _main(
    guide: Guide, language: str, paths: frozenset[str], made: list[Block], answered: frozenset[str]
) -> dict[str, object]:
    """What every search needs: the rules, the names of kinds of help, groups, places and articles."""
    areas = places_in_order(guide)
    number = {area.id: index for index, area in enumerate(areas)}
    ending = _phone_ending(made)
    groups = [one.id for one in guide.help_groups]
    return {
        "r": _common_rules(),
        "h": [[*_titled(one.address_name, one.name, language), groups.index(one.group)] for one in guide.help_types],
        "g": [_titled(one.address_name, one.name, language) for one in guide.target_groups],
        "n": [
            [*_titled(one.address_name, one.name, language), _terms(one.need.words.get(language, ""), language)]
            for one in guide.help_groups
        ],
        "a": [
            [area.id, area.name.in_language(language).words, number.get(area.parent, -1), _area_terms(area)]
            for area in areas
        ],
        "x": _crossings(guide, paths, number),
        "t": [
            [article.name, article.titles.get(language, ""), _terms(article.descriptions.get(language, ""), language)]
            for article in guide.articles
        ],
        "s": [[block.first_area, block.last_area] for block in made] if len(made) > 1 else [],
        "p": ending,
        "f": "".join(sorted({word[0] for block in made for word in block.words})) if len(made) > 1 else "",
        "e": sorted({one[-ending:] for block in made for one in block.all_numbers}) if len(made) > 1 else [],
        "u": _urgent(guide, language, answered),
        "l": _words(language),
        "c": [guide.settings.emergency.display, guide.settings.contact_email, guide.settings.time_zone],
    }  # fmt: skip


def _terms(text: str, language: str) -> str:
    return " ".join(terms(text, language)) if text else ""


def _titled(name: str, title: Text, language: str) -> list[str]:
    return [name, title.in_language(language).words]


def _area_terms(area) -> str:
    """Stems of a place's name in every language and case, as one text; the shown name's own are among them."""
    found: dict[str, None] = {}
    for language, words in area.name.words.items():
        for texts in (words, area.locative.get(language, ""), area.genitive.get(language, "")):
            own = [word for word in tokens(texts) if word not in stop_words(language) and word not in AREA_KINDS]
            found[" ".join(marked(term(word, language), language) for word in own)] = None
            if language == "pl" and len(own) == 1:
                found.update(dict.fromkeys(sorted(stems_beside(own[0], term(own[0], "pl")))))
    return "|".join(one for one in found if one)


AREA_KINDS = frozenset(
    "powiat powiecie powiatu gmina gminie gminy wojewodztwo wojewodztwie wojewodztwa miasto"
    " county municipality voivodeship commune נפת מחוז עיריית".split()
)
"""Words that say which kind of place it is, not which place."""


def _crossings(guide: Guide, paths: frozenset[str], number: Mapping[str, int]) -> list[list[int]]:
    """For each kind of help the places where it has a page of its own."""
    return [
        [number[area.id] for area in guide.areas if f"help/{one.address_name}/{area.id}.html" in paths]
        for one in guide.help_types
    ]


def _danger(guide: Guide) -> list[int]:
    """Kinds of help that are asked for in danger: those of the group in which the emergency numbers stand."""
    urgent = {entry.service for entry in guide.settings.urgent}
    groups: dict[str, int] = {}
    for name in sorted({one.partition("/")[0] for one in urgent}):
        for service in guide.organisation[name].services:
            if f"{name}/{service.id}" in urgent:
                for one in service.help_types:
                    group = guide.help_type[one].group
                    groups[group] = groups.get(group, 0) + 1
    most = max(groups, key=lambda group: groups[group], default="")
    return [index for index, one in enumerate(guide.help_types) if one.group == most]


def _words(language: str) -> dict[str, str]:
    """What the box itself says."""
    _ = strings(language).gettext
    return {
        "results": _("Results"),
        "count": _("Results: {n}"),
        "help": _("Kinds of help"),
        "places": _("Places"),
        "organisations": _("Organisations and services"),
        "articles": _("Good to know"),
        "more": _("See also"),
        "urgent": _("If it cannot wait, call:"),
        "always": _("day and night"),
        "open": _("Open now"),
        "off": _("Not running now"),
        "nothing": _("Nothing found for these words. Perhaps one of these helps:"),
        "tell": _("Tell us what you were looking for"),
        "offline": _("Search could not be loaded. All names stand in A to Z."),
    }


def _filter_words(language: str) -> dict[str, str]:
    """What the filters of a list say."""
    _ = strings(language).gettext
    return {
        "filters": _("Filters"),
        "place": _("Town"),
        "everywhere": strings(language).pgettext("places", "all"),
        "only": _("Show only"),
        "shown": _("Showing {n} of {all}: {filters}"),
        "all": _("Show all"),
    }


def _list_words(language: str) -> dict[str, str]:
    """What my list says on every page; the words of its own page stand there."""
    _ = strings(language).gettext
    return {
        "mine": _("My list ({n})"),
        "on": _("✓ On my list"),
        "off": _("Taken off your list."),
        "stays": _("Your list stays on this device. We do not see it."),
        "carried": _("Your list goes along in the address of the page, and stays in the browser's history."),
        "full": _("Your list is full."),
    }


def _urgent(guide: Guide, language: str, answered: frozenset[str]) -> list[list[object]]:
    """Situation, phone, address of the phone, page, and those of its kinds of help that are asked for in danger.

    The emergency number leads to those that it answers.
    """
    order = {one.id: index for index, one in enumerate(guide.help_types)}
    danger = set(_danger(guide))
    emergency = guide.settings.emergency
    emergencies = danger.intersection(order[kind] for kind in answered)
    words = strings(language).gettext("In an emergency")
    result: list[list[object]] = []
    if emergencies:
        result.append([words, emergency.display, emergency.uri.removeprefix("tel:"), "", sorted(emergencies)])
    for entry in guide.settings.urgent:
        organisation_id, _, service_id = entry.service.partition("/")
        organisation = guide.organisation[organisation_id]
        service = next(one for one in organisation.services if one.id == service_id)
        if service.phones:
            phone = service.phones[0]
            result.append(
                [
                    entry.situation.in_language(language).words,
                    phone.display,
                    phone.uri.removeprefix("tel:"),
                    f"{organisation.address_name}.html#{service.id}",
                    [order[one] for one in service.help_types if order[one] in danger],
                ]
            )
    return result


def _names(made: list[Block], language: str) -> dict[str, object]:
    """Which block holds which words of names, by first letter: for guides whose records stand in many blocks."""
    where: dict[str, list[int]] = {}
    for number, block in enumerate(made):
        for word in sorted(block.words):
            where.setdefault(word, []).append(number)
    by_letter: dict[str, list[str]] = {}
    for word, numbers in sorted(where.items()):
        by_letter.setdefault(word[0], []).append(f"{word} {','.join(map(str, numbers))}")
    return {f"{language}-n{ord(letter):x}": ";".join(rows) for letter, rows in by_letter.items()}


def _phone_ending(made: list[Block]) -> int:
    """How many last figures of a number say in which file it stands: files of a few hundred numbers."""
    return 1 if sum(len(block.all_numbers) for block in made) < 5000 else 2


def _phones(made: list[Block]) -> dict[str, str]:
    """Which block holds which number, by its last figure or two."""
    figures = _phone_ending(made)
    found: dict[str, list[str]] = {}
    for number, block in enumerate(made):
        for digits in block.all_numbers:
            found.setdefault(f"p{digits[-figures:]}", []).append(f"{digits[:-figures]} {number}")
    return {name: ";".join(sorted(found[name])) for name in sorted(found)}


def _move_numbers(phones: dict[str, str], block: int, before: set[str], now: set[str], figures: int) -> None:
    """Take the numbers of a block that it no longer has out of the parts with numbers, and put new ones in."""
    for digits in before ^ now:
        name, row = f"p{digits[-figures:]}", f"{digits[:-figures]} {block}"
        rows = set(phones.get(name, "").split(";")) - {""}
        rows = rows - {row} if digits in before else rows | {row}
        if rows:
            phones[name] = ";".join(sorted(rows))
        else:
            phones.pop(name, None)
