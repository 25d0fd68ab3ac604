"""Where no line may end."""

from __future__ import annotations

import pytest

from generator.typography import bound


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pilna pomoc i kryzys", "Pilna pomoc i~kryzys"),
        ("i w domu, z psem", "i~w~domu, z~psem"),
        ("W Izraelu (o czym) „W drodze”", "W~Izraelu (o~czym) „W~drodze”"),
        ("ul. Kolejowa 26 a, Białystok", "ul.~Kolejowa 26~a, Białystok"),
        ("Noclegownia św. Brata Alberta", "Noclegownia św.~Brata Alberta"),
        ("Zespół Nr 11 (bezdomność)", "Zespół Nr~11 (bezdomność)"),
        ("„Ku Dobrej Nadziei” – „Zakątek”", "„Ku Dobrej Nadziei”~– „Zakątek”"),
        ("Telefon 116 123", "Telefon 116~123"),
        ("Przyjdź na trzeźwo.", "Przyjdź na trzeźwo."),
        ("radio i", "radio i"),
    ],
)
def test_polish_binds_short_words_to_what_follows(text: str, expected: str) -> None:
    """Words of one letter, abbreviations before names, numbers; `~` is the non-breaking space."""
    assert bound(text, "pl").replace("\u00a0", "~") == expected


@pytest.mark.parametrize("language", ["en", "he", "uk"])
def test_other_languages_keep_their_spaces(language: str) -> None:
    """The rule is that of Polish typesetters; only a dash stays on its line everywhere."""
    assert bound("I am a man, i w domu", language) == "I am a man, i w domu"
    assert bound("A – B", language) == "A\u00a0– B"


def test_only_spaces_change() -> None:
    """What people search and copy stays the same word for word."""
    text = "Dom dla osób w kryzysie – ul. Żółta 5 a, i o tym"
    assert bound(text, "pl").replace("\u00a0", " ") == text
