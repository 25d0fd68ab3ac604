"""The words of one language in, their terms out: the stem of the basic form, and other stems that lead to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import cache

from generator.search import forms
from generator.stems import RULES, rules_for, stem, stop_words, tokens


@cache
def term(word: str, language: str) -> str:
    """The term for a folded word: in Polish the stem of its basic form, where the dictionary knows only one."""
    own = stem(word, language)
    if language != "pl" or rules_for(word, language) != "pl":
        # A Hebrew word stays whole: the script compares stems itself, and knows `מזונות` from `מזון`.
        return word if rules_for(word, language) == "he" else own
    stems = {stem(lemma, "pl") for lemma in forms.lemmas_of().get(word, ())}
    return own if own in stems or len(stems) != 1 else stems.pop()


def chosen(words: Iterable[str], titles: Iterable[str] = ()) -> dict[str, str]:
    """Polish word to its term, where the words around decide what an ambiguous one belongs to.

    `anonimowi` may be of `anonim` or of `anonimowy`: it is of the one that more words of the guide belong to.
    The script stems what is typed and looks no further where that is a term, so no word is filed where it would not
    look. It makes terms of the words of `titles` by itself.
    """
    words = sorted(set(words))
    stems = {word: sorted({stem(lemma, "pl") for lemma in forms.lemmas_of().get(word, ())}) for word in words}
    weight = Counter(one for found in stems.values() for one in found)
    result = {}
    for word in words:
        own = stem(word, "pl")
        basic = word in forms.read()  # `spać` itself, which could also be a form of `spanie`
        result[word] = max(
            stems[word], key=lambda one: (basic and one == own, weight[one], one == own, one), default=own
        )
    return _joined(_as_read(result), {stem(word, "pl") for word in titles})


def _as_read(chosen: Mapping[str, str]) -> dict[str, str]:
    """The same with a word's own stem, where a word of the same basic form has it for its term: `szukam`, `szukać`."""
    lemmas = forms.lemmas_of()
    basics: dict[str, set[str]] = {}
    for word, own in chosen.items():
        basics.setdefault(own, set()).update(lemmas.get(word, ()))
    return {
        word: own if basics.get(stem(word, "pl"), set()).isdisjoint(lemmas.get(word, ())) else stem(word, "pl")
        for word, own in chosen.items()
    }


def _joined(chosen: Mapping[str, str], shown: Collection[str]) -> dict[str, str]:
    """The same with one term for two, where the stem of a word of the one is the other: `dzieci` and `dziecięcy`.

    It is the one that is `shown` anyway, or that most of their words have as their stem: the script finds these
    without the file of forms.
    """
    families = {own: {own} for own in chosen.values()}
    for word, own in chosen.items():
        for one in (other := families.get(stem(word, "pl"), families[own])) | families[own]:
            families[one] = other | families[own]
    weight = Counter(stem(word, "pl") for word in chosen)
    return {word: max(families[own], key=lambda one: (one in shown, weight[one], one)) for word, own in chosen.items()}


def stems_beside(word: str, own: str) -> frozenset[str]:
    """Stems of all forms of a Polish word that are not its term: `wiezni` for `wiezien`."""
    lemmas = forms.lemmas_of().get(word, ())
    stems = {stem(form, "pl") for lemma in lemmas for form in forms.read()[lemma]}
    return frozenset(stems | {stem(word, "pl")}) - {own}


_PREFIXES = sorted(RULES["prefixes"].split(), key=len)


def bare(word: str, attested: Collection[str]) -> str:
    """A Hebrew word without the letters put before it, when what is left is a word that stands elsewhere by itself."""
    for prefix in _PREFIXES:
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) > 2 and rest in attested:
            return bare(rest, attested)
    return word


def told(text: str, language: str) -> list[str]:
    """The words of a text that say something; common words only when there are no others."""
    words, stop = tokens(text), stop_words(language)
    return [word for word in words if word not in stop] or words


def terms(text: str, language: str) -> tuple[str, ...]:
    """The terms of a text in order, each once."""
    return tuple(dict.fromkeys([term(word, language) for word in told(text, language)]))


def marked(found: str, language: str) -> str:
    """A term where languages stand together: an English one bears a mark, since `rent` is another word in Polish."""
    return found if language == "pl" or not found.isascii() else found + "~"


@cache
def name_terms(name: str, language: str) -> tuple[str, ...]:
    """The terms of a name, for places where languages stand together: asked for in every language of the guide."""
    return tuple([marked(word, language) for word in terms(name, language)])
