"""`code_pages`: which encoding a file is in that is no UTF-8."""

from __future__ import annotations

import pytest

from generator.code_pages import code_page


@pytest.mark.parametrize(
    ("languages", "text", "encoding"),
    [
        (("pl", "he", "en"), "Łaźnia miejska;ul. Świętojańska 3", "Windows-1250"),
        (("pl", "he", "en"), "Łaźnia śródmieście źle", "ISO-8859-2"),
        (("pl", "he", "en"), "Łaźnia;ul. Święta" + 20 * "\xa0", "Windows-1250"),
        (("pl", "he", "en"), "שם הארגון;טלפון\nבית חם של חסד;03-1234567", "Windows-1255"),
        (("cs", "en", "uk", "ar"), "Název;Město\nAzylový dům Žďár;Brno, po domluvě", "Windows-1250"),
        (("cs", "en", "uk", "ar"), "Назва;Місто\nПритулок для всіх;Брно", "Windows-1251"),
        (("cs", "ar"), "الاسم;الهاتف\nملجأ للجميع;112", "Windows-1256"),
        (("lt", "uk"), "Įstaiga;Miestas\nNakvynės namai Šiauliuose;Šiauliai, ąžuolų g.", "Windows-1257"),
        (("fr", "pl"), "Organisme;Téléphone\nAccueil de nuit à Besançon;très près de la mère", "Windows-1252"),
        (("en", "tr"), "Şehir;Açıklama\nİstanbul;çocuğu", "Windows-1254"),
        (("en",), "Café;Zürich", "Windows-1252"),
        (("en",), "Приют для всех", "Windows-1251"),
    ],
)
def test_the_languages_tell_which_letters_are_meant(languages: tuple[str, ...], text: str, encoding: str) -> None:
    """One byte is a letter in each of these encodings: a Czech table must not be read as Hebrew."""
    assert code_page(text.encode(encoding), languages) == encoding
