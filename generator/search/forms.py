"""Polish words in, all their case forms out: a committed file, made anew with Morfeusz 2 when words are added."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from generator.search.encode import shared_start
from generator.stems import fold, stop_words, tokens

CACHE = Path(__file__).parent / "forms-pl.txt"
HEAD = """\
# Case forms of the Polish words of the guide, folded: what `guide forms` writes with Morfeusz 2 (data of SGJP, BSD).
# A line is a word's basic form, what its forms share and their endings; `?` marks words that the dictionary lacks.
"""


@cache
def read(path: Path = CACHE) -> dict[str, tuple[str, ...]]:
    """Basic form to all folded forms; an unknown word has none."""
    lemmas: dict[str, tuple[str, ...]] = {}
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        if line.startswith("#"):
            continue
        if line.startswith("?"):
            lemmas[line[1:].strip()] = ()
            continue
        lemma, start, endings = line.split("\t")
        lemmas[lemma] = tuple(start + ending for ending in endings.split(","))
    return lemmas


@cache
def lemmas_of(path: Path = CACHE) -> dict[str, tuple[str, ...]]:
    """Folded form to the basic forms that it may belong to."""
    found: dict[str, list[str]] = {}
    for lemma, forms in read(path).items():
        for form in forms:
            found.setdefault(form, []).append(lemma)
    return {form: tuple(lemmas) for form, lemmas in found.items()}


def searched_words(texts: Iterable[str]) -> dict[str, str]:
    """Folded word to the word as it is spelt, of all words in texts that can have forms."""
    return {
        folded: word
        for text in texts
        for word in _spelt(text)
        if len(folded := fold(word)) > 2 and not folded.isdigit() and folded not in stop_words("pl")
    }


def missing(texts: Iterable[str]) -> list[str]:
    """Words of which the file says nothing, not even that the dictionary lacks them."""
    known, noted = lemmas_of(), read()
    return sorted(word for word in searched_words(texts) if word not in known and noted.get(word) != ())


def without_forms(texts: Iterable[str]) -> list[str]:
    """Words that only the table of endings bends."""
    known = lemmas_of()
    return sorted(word for word in searched_words(texts) if word not in known)


def refreshed(texts: Iterable[str]) -> str:
    """The file with the words of `texts` added; needs the package morfeusz2."""
    import morfeusz2  # the optional group `forms`: only who refreshes the file needs it

    dictionary = morfeusz2.Morfeusz(expand_tags=True)
    families = {basic: set(forms) for basic, forms in read().items() if forms}
    unknown = {basic for basic, forms in read().items() if not forms}
    for folded, word in sorted(searched_words(texts).items()):
        found = _families(dictionary, word) or _families(dictionary, word.capitalize())
        if not found:
            unknown.add(folded)
        for basic, forms in found.items():
            families.setdefault(basic, set()).update(forms, [folded])
    lines = []
    for lemma, forms in sorted(families.items()):
        start = shared_start(sorted(forms))
        lines.append(f"{lemma}\t{start}\t" + ",".join(form.removeprefix(start) for form in sorted(forms)))
    known = {form for forms in families.values() for form in forms}
    lines += [f"?{word}" for word in sorted(unknown - known)]
    return HEAD + "\n".join(lines) + "\n"


def _spelt(text: str) -> list[str]:
    """Words with their Polish letters, which the dictionary needs."""
    words = (part.strip(".,;:!?()„”\"'’–-/").lower() for part in text.split())
    return [word for word in words if word and tokens(word) == [fold(word)]]


NOT_SEARCHED = frozenset(("pcon", "pant", "imps", "impt", "depr", "bedzie", "aglt"))
"""Forms of verbs that nobody types when looking for help: adverbial participles, impersonal and bidding forms."""
NOUN_LIKE = frozenset(("ger", "pact", "ppas"))
"""Forms of verbs that are words of their own to a reader: `wykluczenie`, `doznający`, `skazany`."""


def _families(dictionary, word: str) -> dict[str, set[str]]:
    """The basic forms that a word may belong to, each with all its forms."""
    found: dict[str, set[str]] = {}
    for _start, _end, (_form, lemma, tag, *_labels) in dictionary.analyse(word):
        kind = tag.split(":")[0]
        if kind not in NOT_SEARCHED and kind not in ("ign", "interp", "brev"):
            basic, forms = _forms(dictionary, lemma, kind if kind in NOUN_LIKE else "")
            if kind == "ger":  # who is after `jedzenie` says `nie mam co jeść`
                forms |= _forms(dictionary, lemma, "")[1]
            if basic:
                found.setdefault(basic, set()).update(forms)
    return found


@cache
def _forms(dictionary, lemma: str, kind: str) -> tuple[str, frozenset[str]]:
    """The basic form and all forms of a word; with a kind of `NOUN_LIKE` only those of that kind."""
    basic, forms = "" if kind else fold(lemma.split(":")[0]), set()
    for form, _lemma, tag, *_labels in dictionary.generate(lemma):
        this = tag.split(":")[0]
        unwanted = this != kind if kind else this in NOUN_LIKE | NOT_SEARCHED
        if unwanted or tag.endswith((":neg", ":sup")) or " " in form:
            continue
        folded = fold(form)
        forms.add(folded)
        if kind and not basic and ":sg:nom" in tag:
            basic = folded
        if tag.startswith("praet:sg:m"):
            forms.add(folded + "em")
        elif tag.startswith("praet:sg:f"):
            forms.add(folded + "m")
    return basic, frozenset(form for form in forms if tokens(form) == [form])
