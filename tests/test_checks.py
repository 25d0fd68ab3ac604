"""`generator.checks`: each rule that a single field cannot express, in the smallest data that breaks it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.checks import OTHER_RULES
from generator.edit.files import formatted, style
from generator.load import read
from tests.built import ROOT
from tests.small import AREAS, GUIDE, HELP_TYPES, TARGET_GROUPS, TODAY, problems_of, record, small_guide

OTHER = '  - {id: zza, name: {pl: Inny}, source: x, phones: ["85 744 50 28"], help_types: [night-shelter]}\n'
CASES = {
    "repeated-id": record('phones: ["85 744 50 27"]') + OTHER.replace("zza", "dom"),
    "alias-taken": record('phones: ["85 744 50 27"]\naliases: [zza]') + OTHER,
    "order": record('phones: ["85 744 50 27"]') + OTHER + OTHER.replace("zza", "ala"),
    "order-last": record('phones: ["85 744 50 27"]').replace("dom", "zzz") + OTHER + OTHER.replace("zza", "zzb"),
    "unknown-help-type": record('phones: ["85 744 50 27"]').replace("[night-shelter]", "[night-shelters]"),
    "unknown-target-group": record('phones: ["85 744 50 27"]\ntarget_groups: [homles]'),
    "unknown-area": record('phones: ["85 744 50 27"]').replace("area: bialystok", "area: białystok"),
    "unknown-organisation": record('phones: ["85 744 50 27"]\nstatus: closed\nsuccessor: nikt'),
    "closed-without-successor": record('phones: ["85 744 50 27"]\nstatus: closed'),
    "successor-itself": record('phones: ["85 744 50 27"]\nstatus: closed\nsuccessor: dom'),
    "successor-closed": record('phones: ["85 744 50 27"]\nstatus: closed\nsuccessor: zza')
    + OTHER.replace("source: x", 'source: x, status: closed, notice: {pl: "Koniec.", he: "סוף.", en: "The end."}'),
    "dates-backwards": record('phones: ["85 744 50 27"]\nvalid_from: "2027-02-01"\nvalid_until: "2027-01-01"'),
    "expired": record('phones: ["85 744 50 27"]\nvalid_until: "2026-11-21"'),
    "hours-late": record('phones: ["85 744 50 27"]\nhours: "pn-pt 8-26"'),
    "future": record('phones: ["85 744 50 27"]\nverified: "2026-11-23"'),
    "address-without-area": record('phones: ["85 744 50 27"]\naddress: {street: ul. Lipowa 1, city: Hajnówka}').replace(
        "    area: bialystok\n", ""
    ),
    "no-contact": record('hours: "24/7"'),
    "confidential": record('phones: ["85 744 50 27"]\naddress: {city: Białystok}').replace(
        "[night-shelter]", "[violence]"
    ),
    "personal-email": record("email: anna.kowalska@proba.org"),
    "personal-name": record(
        'phones: [{number: "85 744 50 27", label: {pl: Anna Kowalska, he: "אנה קובלסקה", en: Ms Kowalska}}]\n'
        'description: {pl: "Tel. 85 734 12 99, pytać o panią Annę Kowalską.", he: "תיאור.", en: "Text."}'
    ),
    "field-of-service": record(
        'hours: "24/7"\nphones: ["85 744 50 27"]\nservices:\n'
        '  - {id: a, name: {pl: A, he: "א", en: A}, help_types: [night-shelter]}'
    ),
    "repeated-service": record(
        'phones: ["85 744 50 27"]\nservices:\n  - {id: a, name: A, help_types: [night-shelter]}\n'
        "  - {id: a, name: B, help_types: [night-shelter]}"
    ),
    "sibling-phone": record('phones: ["85 879 79 40", "85 879 79 41", "85 879 79 42", "85 897 79 43"]'),
    "required": record('phones: ["85 744 50 27"]').replace("    help_types: [night-shelter]\n", ""),
    "missing-translation": record('phones: ["85 744 50 27"]\ndescription: {pl: "Opis."}'),
    "wrong-script": record('phones: ["85 744 50 27"]\ndescription: {pl: "Opis.", he: "Opis.", en: "Text."}'),
    "markup": record('phones: ["85 744 50 27"]\ndescription: {pl: "<b>Opis</b>", he: "תיאור", en: "Text"}'),
}


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_sees_what_breaks_it(rule, tmp_path):
    """And points at a line of the data."""
    found = [problem for problem in problems_of(small_guide(tmp_path, CASES[rule])) if problem.rule == rule]
    assert found, [problem.rule for problem in problems_of(tmp_path)]
    assert found[0].place.file == "data/organisations.yaml"
    assert found[0].record.startswith(("dom", "ala", "zz"))


@pytest.mark.parametrize(("right", "wrong"), [("source:", "sourcee:"), ("help_types:", "help_typs:"), ("id:", "Id:")])
def test_a_field_by_a_wrong_name_is_not_missing_besides(right, wrong, tmp_path):
    """One slip is one problem."""
    text = record('phones: ["85 744 50 27"]').replace(right, wrong, 1)
    (problem,) = [one for one in problems_of(small_guide(tmp_path, text)) if one.level == "error"]
    assert (problem.rule, problem.values["suggestion"]) == ("unknown-field", right.removesuffix(":"))


def test_only_the_record_that_must_move_is_told(tmp_path):
    """One that stands too early makes nothing of the others wrong."""
    more = "".join(OTHER.replace("zza", f"ola-{n}") for n in range(5))
    text = record('phones: ["85 744 50 27"]').replace("id: dom", "id: zyta") + more
    found = [problem for problem in problems_of(small_guide(tmp_path, text)) if problem.rule.startswith("order")]
    assert [(problem.rule, problem.record) for problem in found] == [("order-last", "zyta")]


@pytest.mark.parametrize(
    ("lines", "guess"),
    [
        ("address: {city: Białystok}", "bialystok"),
        ("address: {city: bialystok}", "bialystok"),
        ("address: {city: Knyszyn}", ""),
        ("address: {city: Białystok}\nservice_area: [podlaskie]", None),
        ("address: {city: Białystok}\narea: bialystok", None),
        ('address: {city: Białystok}\nstatus: closed\nnotice: {pl: "Nie działa."}', None),
        ('phones: ["85 744 50 27"]', None),
    ],
)
def test_an_address_without_an_area_is_asked_about(lines, guess, tmp_path):
    """Else a soup kitchen stands in the lists of every town; the area that bears the name of its town is proposed."""
    text = record(lines.replace("area: bialystok", "area: BIALYSTOK")).replace("    area: bialystok\n", "")
    text = text.replace("BIALYSTOK", "bialystok")
    found = [one for one in problems_of(small_guide(tmp_path, text)) if one.rule == "address-without-area"]
    assert [one.values["suggestion"] for one in found] == ([] if guess is None else [guess])


def test_a_service_lies_where_its_organisation_does(tmp_path):
    """An area or an address of the organisation counts for services that have none."""
    services = "services:\n  - {id: a, name: A, help_types: [night-shelter]}"
    text = record(f'phones: ["85 744 50 27"]\naddress: {{city: Białystok}}\n{services}')
    text = text.replace("    help_types: [night-shelter]\n", "", 1)
    rules = [one.rule for one in problems_of(small_guide(tmp_path, text))]
    assert "address-without-area" not in rules
    (found,) = [
        one
        for one in problems_of(small_guide(tmp_path, text.replace("    area: bialystok\n", "")))
        if one.rule == "address-without-area"
    ]
    assert (found.record, found.place.line, found.values["suggestion"]) == ("dom/a", 6, "bialystok")


@pytest.mark.parametrize(
    ("language", "label", "named"),
    [
        ("pl", "Anna Kowalska", True),
        ("pl", "Kowalska Anna", True),
        ("pl", "A. Nowak-Zielińska", True),
        ("pl", "Mieczysława Wiśniewska", True),
        ("pl", "p. Nowak", True),
        ("pl", "Punkt, pokój 7A", False),
        ("pl", "Zapisy", False),
        ("pl", "Biuro Główne", False),
        ("pl", "Powiat Białostocki", False),
        ("pl", "Dom Anna", False),
        ("pl", "Nowe Miasto", False),
        ("en", "Night Warden", False),
        ("en", "Mrs Nowak", True),
        ("en", "Main Office", False),
        ("he", "גב׳ לוי", True),
        ("he", "תורן לילה", False),
    ],
)
def test_a_name_beside_a_phone_is_asked_about(language, label, named, tmp_path):
    """Words that look like a first and a last name; not what an office, a room or a duty is called."""
    text = record(f'language: {language}\nphones: [{{number: "85 744 50 27", label: {{{language}: "{label}"}}}}]')
    found = [one.values["found"] for one in problems_of(small_guide(tmp_path, text)) if one.rule == "personal-name"]
    assert found == ([label] if named else [])


@pytest.mark.parametrize(
    ("email", "asked"),
    [
        ("Anna.Kowalska", True),
        ("nowak-anna", True),
        ("j.kowalska", True),
        ("biuro", False),
        ("dom.kobiet", False),
        ("b.pomocy", False),
    ],
)
def test_an_address_of_a_person_is_asked_about(email, asked, tmp_path):
    """With both names in any order, or with an initial and what ends as surnames do."""
    found = problems_of(small_guide(tmp_path, record(f"email: {email}@proba.org")))
    assert ("personal-email" in [one.rule for one in found]) == asked


@pytest.mark.parametrize(
    ("country", "text", "phones"),
    [
        ("PL", "Tel. (85) 744-50-27 lub +48 664762880.", ["(85) 744-50-27", "+48 664762880"]),
        ("PL", "Zadzwoń: 116 123, 0 85 744 50 27 albo 700 123 456.", ["116 123", "0 85 744 50 27", "700 123 456"]),
        ("PL", "15-077 Białystok, 2019-2023, 2026-11-22, 100 000 zł, KRS 0000269579, 24/7, pokoje 5-7, 112.", []),
        ("PL", "https://proba.org/857445027, konto 12 1020 1332 0000 1102 0000 0000.", []),
        ("IL", "02-623-1234, 2026-11-22, 2019 - 2023", ["02-623-1234"]),
    ],
)
def test_a_phone_in_a_text_is_asked_about(country, text, phones, tmp_path):
    """It cannot be called by touch and nothing checks it; dates, prices and numbers of registers are none."""
    lines = f'country: {country}\nemail: biuro@proba.org\nnotes: {{pl: "{text}", en: "{text}"}}'
    found = [one for one in problems_of(small_guide(tmp_path, record(lines))) if one.rule == "phone-in-text"]
    assert [(one.field, one.level, one.values["found"]) for one in found] == [("notes", "warning", p) for p in phones]


def test_a_phone_in_an_article_is_asked_about_on_its_line(tmp_path):
    """It would stay there when that of the record has changed."""
    small_guide(tmp_path)
    for language in ("pl", "he", "en"):
        article(tmp_path, language, "start", body="Tekst.\n\nTel. 85 744 50 27, w 2024 r.\n")
    found = [problem for problem in problems_of(tmp_path) if problem.rule == "phone-in-article"]
    assert [(p.place.line, p.place.column, p.values["found"]) for p in found] == [(7, 6, "85 744 50 27")] * 3


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("pl", "Tel. 85 734 12 99, pytać o panią Annę Kowalską.", "panią Annę Kowalską"),
        ("pl", "Zapisy u p. Nowak codziennie.", "p. Nowak"),
        ("pl", "Rozmowa z panem Janem.", "panem Janem"),
        ("pl", "1 p. Wejście od podwórza. II p. Gabinet.", ""),
        ("pl", "Pytać pani Kierownik albo pani w okienku. Dom Pana Boga.", ""),
        ("pl", "Firma pana. Nasz Panorama Park, św. Jana Pawła.", ""),
        ("he", "לפנות לגב׳ רות לוי.", "לגב׳ רות לוי"),
        ("he", "מר כהן עונה.", "מר כהן עונה"),
        ("he", "חומר הסברה, ומחר בבוקר.", ""),
        ("en", "Ask for Mr. Smith on Mondays.", "Mr. Smith"),
        ("en", "Ms Anna Nowak answers.", "Ms Anna Nowak"),
        ("en", "Miss a meal? Come to us.", ""),
    ],
)
def test_a_name_in_a_text_is_asked_about(language, text, name, tmp_path):
    """Behind a form of address, in texts of services and of organisations."""
    lines = f'language: {language}\nphones: ["85 744 50 27"]\nnotes: {{{language}: "{text}"}}'
    found = [one for one in problems_of(small_guide(tmp_path, record(lines))) if one.rule == "personal-name"]
    assert [(one.field, one.values["found"]) for one in found] == ([("notes", name)] if name else [])


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("address: {city: Białystok}", ["Białystok"]),
        ("address: {street: ul. Lipowa 3, city: Białystok}", ["ul. Lipowa 3"]),
        ("description: {pl: Wejście z ulicy Lipowej.}", ["ulicy L"]),
        ("notes: {pl: Ul Lipowa 3.}", ["Ul L"]),
        ("notice: {pl: al.Piłsudskiego}", ["al.P"]),
        ("hours_note: {pl: Plac Uniwersytecki, en: Main Street 3}", ["Plac U", "Main Street"]),
        ('cost_note: {pl: "Wpłaty: 15-001 Białystok"}', ["15-001"]),
        ("referral_note: {he: רחוב הרצל 5}", ["רחוב ה"]),
        ("alerts: [{text: {pl: Przenosimy się na osiedle Słoneczne.}}]", ["osiedle S"]),
        ('phones: [{number: "85 744 50 27", label: {pl: ul. Lipowa}}]', ["ul. L"]),
        ("notes: {pl: Placówka ma plac zabaw. Strona proba.pl. Zapraszamy po ulgę., en: Street workers.}", []),
        ('notes: {pl: "Tel. 85-744-50-27, ludzie z ulicy też."}', []),
        ('notes: {pl: "Poniedziałek g. 8–16. Streetworkerzy obchodzą ulice Białegostoku."}', []),
    ],
)
def test_a_refuge_says_nowhere_where_it_is(lines, found, tmp_path):
    """In no field that readers see."""
    text = record(lines).replace("[night-shelter]", "[violence]")
    problems = problems_of(small_guide(tmp_path, text))
    assert [one.values["found"] for one in problems if one.rule == "confidential"] == found


def test_a_translation_says_nowhere_where_a_refuge_is(tmp_path):
    """In languages that guides add to ours; neither a house number alone nor life in the street is an address."""
    telling = {
        "uk": "вул. Липова, 3", "ru": "Вход с улицы Ленина.", "cs": "Vchod z ulice Kamenná.", "sk": "Námestie 1. mája",
        "lt": "Ąžuolų g. 5", "de": "Lindenstraße 3", "fr": "3 bis rue des Tilleuls", "ar": "شارع الجامعة",
    }  # fmt: skip
    silent = {
        "uk": "Людям із вулиці, площа 20 м.", "ru": "Людям с улицы.", "cs": "Lidem z ulice a z náměstí.",
        "lt": "Gatvės žmonėms, 5 vietos.", "de": "Für Menschen auf der Straße.", "fr": "Pour sortir de la rue.",
    }  # fmt: skip
    guide = GUIDE.replace("[pl, he, en]", f"[pl, he, en, {', '.join(telling)}]")
    for said, found in ((telling, sorted(telling)), (silent, [])):
        services = "".join(
            f'\n  - {{id: s{code}, name: {{pl: A}}, help_types: [violence], notes: {{pl: A, {code}: "{words}"}}}}'
            for code, words in said.items()
        )
        text = record(f"services:{services}").replace("    help_types: [night-shelter]\n", "", 1)
        problems = problems_of(small_guide(tmp_path / str(len(found)), text, guide=guide))
        assert sorted(one.record.removeprefix("dom/s") for one in problems if one.rule == "confidential") == found


@pytest.mark.parametrize(
    ("services", "found"),
    [
        ('  - {id: a, name: "Hostel, ul. Lipowa 3", help_types: [violence]}', ["Rynek 1", "ulicy L", "ul. L"]),
        (
            "  - {id: a, name: A, help_types: [violence]}\n  - {id: b, name: B, help_types: [night-shelter]}",
            [],
        ),
    ],
)
def test_an_organisation_of_refuges_says_nowhere_where_they_are(services, found, tmp_path):
    """What stands at its top is theirs; where it gives other help, too, it has doors for that."""
    lines = f"address: {{street: Rynek 1}}\nnotice: {{pl: Wejście z ulicy Lipowej.}}\nservices:\n{services}"
    text = record(lines).replace("    help_types: [night-shelter]\n", "", 1)
    problems = problems_of(small_guide(tmp_path, text))
    assert [one.values["found"] for one in problems if one.rule == "confidential"] == found


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        *((f"{field}: {{pl: pytać o panią Annę Nowak}}", field) for field in ("description", "notice", "notes")),
        *((f"{field}: {{pl: pytać o panią Annę Nowak}}", field) for field in ("hours_note", "cost_note")),
        ("referral_note: {pl: pytać o panią Annę Nowak}", "referral_note"),
        ("address: {city: Białystok, directions: {pl: pytać o panią Annę Nowak}}", "address.directions"),
        ("alerts: [{text: {pl: Do piątku.}}, {text: {pl: pytać o panią Annę Nowak}}]", "alerts.text"),
    ],
)
def test_a_name_is_asked_about_wherever_it_stands(lines, field, tmp_path):
    """In every field of words, and at its line."""
    text = record(f'phones: ["85 744 50 27"]\n{lines}')
    found = [one for one in problems_of(small_guide(tmp_path, text)) if one.rule == "personal-name"]
    assert [(one.field, one.values["found"], one.place.line) for one in found] == [(field, "panią Annę Nowak", 8)]


TWO_SERVICES = """\
services:
  - {id: a, name: A, help_types: [night-shelter], status: closed, successor: S}
  - {id: b, name: B, help_types: [night-shelter]}
"""


@pytest.mark.parametrize(
    ("of_whole", "of_service", "rules"),
    [
        ("", "dom/b", []),
        ("", "dom", []),
        ("", "zza", []),
        ("", "dom/a", ["successor-itself"]),
        ("dom", "dom/b", ["successor-itself", "successor-closed"]),
        ("dom/b", "zza", ["successor-itself"]),
        ("zza", "zza", []),
    ],
)
def test_a_successor_is_another_that_has_not_ended(of_whole, of_service, rules, tmp_path):
    """A service may lead to its sibling or its organisation; all services of an organisation that ended have ended."""
    whole = f"status: closed\nsuccessor: {of_whole}\n" if of_whole else ""
    text = record(
        f'phones: ["85 744 50 27"]\n{whole}{TWO_SERVICES}'.replace("successor: S", f"successor: {of_service}")
    )
    text = text.replace("    help_types: [night-shelter]\n", "", 1) + OTHER
    found = [one.rule for one in problems_of(small_guide(tmp_path, text)) if one.rule.startswith("successor")]
    assert found == rules


FILES = {
    "area-circle": {"areas": AREAS.replace('level: voivodeship, code: "20"', "level: voivodeship, parent: bialystok")},
    "sensitive-slug": {"help_types": HELP_TYPES.replace("    slug: home-matters\n", "")},
    "unknown-icon": {"help_types": HELP_TYPES.replace("bed-outline", "bed-outlin")},
    "unknown-group": {"help_types": HELP_TYPES.replace("group: shelter", "group: shelte", 1)},
    "shared-phrase": {
        "help_types": HELP_TYPES.replace("en: Night shelters}}", 'en: Night shelters}, synonyms: {pl: ["Nocleg"]}}')
        + '    synonyms: {pl: ["noclegi"]}\n'
    },
    "unknown-help-type": {
        "organisations": record('phones: ["85 744 50 27"]').replace("[night-shelter]", "[Nocleg, przemoc, noclegi]"),
        "help_types": HELP_TYPES.replace("en: Night shelters}}", 'en: Night shelters}, synonyms: {pl: ["nocleg"]}}')
        + '    how_people_say_it: {pl: ["boję się wracać na nocleg"]}\n    synonyms: {pl: ["noclegi u bliskich"]}\n',
    },
    "unknown-target-group": {
        "organisations": record('phones: ["85 744 50 27"]\ntarget_groups: [דרי רחוב, Osoby bezdomne]')
    },
    "unknown-service": {
        "guide": GUIDE + 'urgent:\n  - {situation: {pl: X, he: "א", en: X}, service: dmo, icon: phone}\n'
    },
    "placeholder": {"guide": GUIDE.replace("kontakt@proba.org", "kontakt@proba.example")},
    "unknown-field": {"target_groups": TARGET_GROUPS.replace("category: home, name", "kategoria: home, name")},
    "country": {"guide": GUIDE.replace("country: PL", "country: Polska")},
    "time-zone": {"guide": GUIDE.replace("Europe/Warsaw", "Warszawa")},
}


@pytest.mark.parametrize("rule", FILES)
def test_a_rule_about_another_file_sees_what_breaks_it(rule, tmp_path):
    """Taxonomy, areas and the guide's own facts have rules too."""
    assert rule in [problem.rule for problem in problems_of(small_guide(tmp_path, **FILES[rule]))]


def test_hours_are_read_and_laid_out_in_the_languages_of_the_guide(tmp_path):
    """From the settings of the guide to the record, and back to the file."""
    text = record('phones: ["85 744 50 27"]\nhours: "Pn 8-12"')
    guide = GUIDE.replace("languages: [pl, he, en]", "languages: [lt, he, en]")
    root = small_guide(tmp_path, text.replace("{pl:", "{lt:"), guide=guide)
    assert not [one for one in problems_of(root) if one.field == "hours"]
    name = "data/organisations.yaml"
    assert 'hours: "Fr 08:00-12:00"' in formatted((root / name).read_text("utf-8"), name, style(root, name))


@pytest.mark.parametrize("street", ["https://goo.gl/maps/abcd", "www.google.com/maps", "ul. Lipowa 3, https://a.pl"])
def test_a_link_to_a_map_is_no_street(street, tmp_path):
    """Nobody can read one off a printed sheet, or ask for it on the way."""
    text = record(f'phones: ["85 744 50 27"]\naddress: {{street: "{street}", city: Białystok}}')
    found = [one for one in problems_of(small_guide(tmp_path, text)) if one.rule == "street-link"]
    assert [(one.field, one.values["found"]) for one in found] == [("address.street", street)]


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ("site_name: A\nsite_url: 'https://proba.example' # x\n", [("site_url", "https://proba.example/", 2, 12)]),
        ("site_url: https://proba.example/pomoc/\n", [("site_url", "https://proba.example/pomoc/", 1, 11)]),
        ("site_url: https://example.org/\n", []),
        ("site_name: A\n", []),
    ],
)
def test_an_example_address_of_the_site_is_named(settings, found, tmp_path):
    """Codes of printed booklets and search engines would take readers to it."""
    root = small_guide(tmp_path)
    (root / "mkdocs.yml").write_text(settings, "utf-8")
    problems = [one for one in problems_of(root) if one.rule == "placeholder"]
    assert [(one.field, one.values["found"], one.place.line, one.place.column) for one in problems] == found


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("synonyms:\n      pl:\n        - przytulisko\n        - noclegownie", [("noclegownie", 18)]),
        ("how_people_say_it:\n      he:\n        - לינת לילה", [("לינת לילה", 17)]),
        ("synonyms:\n      en:\n        - help with violence", []),
    ],
)
def test_a_phrase_is_not_the_name_of_another_kind_of_help(said, found, tmp_path):
    """The message stands at the line of the phrase; a kind's own name is no other's."""
    problems = problems_of(small_guide(tmp_path, help_types=HELP_TYPES + f"    {said}\n"))
    assert [(one.values["found"], one.place.line) for one in problems if one.rule == "shared-phrase"] == found


@pytest.mark.parametrize(
    ("lines", "service", "rules"),
    [
        ('phones: ["85 744 50 27"]', "dom", []),
        ("email: biuro@proba.org", "dom", ["urgent-without-phone"]),
        ('phones: ["85 744 50 27"]\nstatus: paused', "dom", ["urgent-without-phone"]),
        ('phones: ["85 744 50 27"]\nservices:\n  - {S}', "dom/a", []),
        ('phones: ["85 744 50 27"]\nservices:\n  - {S, email: a@proba.org}', "dom/a", ["urgent-without-phone"]),
        ('services:\n  - {S, phones: ["85 744 50 27"]}', "dom/a", []),
        ('telefony: ["85 744 50 27"]', "dom", []),
        ('phones: ["85 744 50 2"]', "dom", []),  # that it cannot be read is said where it stands
        ('services:\n  - {S, phones: ["85 744 50 27"], status: paused}', "dom/a", ["urgent-without-phone"]),
        ('status: paused\nservices:\n  - {S, phones: ["85 744 50 27"]}', "dom/a", ["urgent-without-phone"]),
        ('phones: ["85 744 50 27"]\nservices:\n  - {S}', "dom/b", ["unknown-service"]),
    ],
)
def test_the_page_of_urgent_help_names_who_can_be_called(lines, service, rules, tmp_path):
    """Now, and by the number that readers see: a service with an e-mail of its own borrows no phone."""
    text = record(lines.replace("S", "id: a, name: A, help_types: [night-shelter]"))
    if "services:" in lines:
        text = text.replace("    help_types: [night-shelter]\n", "", 1)
    guide = GUIDE + f'urgent:\n  - {{situation: {{pl: X, he: "א", en: X}}, service: {service}, icon: phone}}\n'
    found = [one.rule for one in problems_of(small_guide(tmp_path, text, guide=guide))]
    assert [one for one in found if one in ("urgent-without-phone", "unknown-service")] == rules


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        (["85 879 79 40", "85 879 79 41", "85 897 79 43"], ["85 897 79 43"]),
        (["85 879 79 40", "85 897 79 43"], []),
        (["85 879 79 40", "85 879 79 41", "85 897 79 43", "85 897 79 44"], []),
        (["85 879 79 40", "85 879 79 41", "85 987 79 43"], []),
    ],
)
def test_a_number_that_fell_out_of_its_row_is_asked_about(numbers, found, tmp_path):
    """Two digits changed places; of two numbers nobody knows which, and two rows are two rows."""
    problems = problems_of(small_guide(tmp_path, record(f"phones: {numbers}")))
    assert [one.values["found"] for one in problems if one.rule == "sibling-phone"] == found


@pytest.mark.parametrize(
    ("dates", "rules"),
    [
        ('valid_until: "2026-11-22"', []),
        ('valid_until: "2026-11-21"', ["expired"]),
        ('valid_from: "2026-12-01"\nvalid_until: "2026-12-01"', []),
        ('valid_from: "2026-12-02"\nvalid_until: "2026-12-01"', ["dates-backwards"]),
        ('verified: "2026-11-22"\nsource_date: "2026-11-22"', []),
        ('verified: "2026-11-23"', ["future"]),
        ('source_date: "2026-11-23"', ["future"]),
        ('alerts: [{text: {pl: A}, from: "2026-12-01", until: "2026-12-01"}]', []),
        ('alerts: [{text: {pl: A}, from: "2026-12-01", until: "2026-11-30"}]', ["dates-backwards"]),
    ],
)
def test_a_day_counts_to_its_end(dates, rules, tmp_path):
    """What runs until today has not ended; what was confirmed today was not confirmed tomorrow."""
    found = [one.rule for one in problems_of(small_guide(tmp_path, record(f'phones: ["85 744 50 27"]\n{dates}')))]
    assert [one for one in found if one in ("expired", "future", "dates-backwards")] == rules


def article(folder, language: str, name: str, head: str = "", body: str = "Tekst.\n") -> None:
    """Write an article."""
    path = folder / "content" / language / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\ntitle: Tytuł\ndescription: Opis.\n{head}---\n{body}", "utf-8")


def test_an_article_is_missed_in_each_language(tmp_path):
    """The message names the file that is not there."""
    small_guide(tmp_path)
    article(tmp_path, "pl", "start")
    missing = [p.values["found"] for p in problems_of(tmp_path) if p.rule == "article-missing"]
    assert missing == ["content/he/start.md", "content/en/start.md"]


def test_a_marker_that_leads_nowhere_is_found_on_its_line(tmp_path):
    """With the id that was probably meant."""
    small_guide(tmp_path)
    for language in ("pl", "he", "en"):
        article(tmp_path, language, "start", body="Tekst.\n\nZobacz [[help:night-shelte]] i [[dom]].\n")
    found = [problem for problem in problems_of(tmp_path) if problem.rule == "unknown-link"]
    assert [(p.place.line, p.place.column, p.values["suggestion"]) for p in found] == [(7, 8, "night-shelter")] * 3


def test_a_list_of_nothing_is_asked_about(tmp_path):
    """An article that asks for a list without saying of what shows a heading over nothing."""
    small_guide(tmp_path)
    for language in ("pl", "he", "en"):
        article(tmp_path, language, "start", body="## Gdzie\n\n[[list]]\n")
        article(tmp_path, language, "sleep", "help_types: [night-shelter]\n", body="## Gdzie\n\n[[list]]\n")
    found = [problem for problem in problems_of(tmp_path) if problem.rule == "article-list-empty"]
    assert [(p.place.file, p.place.line, p.level) for p in found] == [
        (f"content/{language}/start.md", 7, "warning") for language in ("en", "he", "pl")
    ]


def test_what_could_not_be_read_is_not_called_missing(tmp_path):
    """A slip in a record is one message, not one more in each article that links to it, with a wrong id to take."""
    broken = "  - id: zza\n    name: Dom: Inny\n    source: x\n"
    small_guide(tmp_path, record('phones: ["85 744 50 27"]') + broken)
    for language in ("pl", "he", "en"):
        article(tmp_path, language, "start", body="Zobacz [[zza]], [[dom]] i [[dmo]].\n")
    path = tmp_path / "content/he/start.md"
    path.write_text(path.read_text("utf-8").replace("---\n", "", 1), "utf-8")
    found = [(p.rule, p.place.file) for p in problems_of(tmp_path) if p.level == "error"]
    assert [rule for rule, file in found if file.startswith("data/")] == ["colon-in-value"]
    assert [(rule, file) for rule, file in found if file.startswith("content/")] == [
        ("unknown-link", "content/en/start.md"),
        ("front-matter-missing", "content/he/start.md"),
        ("unknown-link", "content/pl/start.md"),
    ]


def test_a_link_to_no_article_is_found_in_every_language(tmp_path):
    """In words of ours: MkDocs would say it in English, and only while the site is built."""
    small_guide(tmp_path)
    for language in ("pl", "he", "en"):
        good = "[a](start.md#x) [b](<start.md>) ![c](c.png) [d](d.pdf) [e](https://proba.org/x.md) [f](urgent.md)\n"
        article(tmp_path, language, "start", body=f"{good}Tekst [g](strat.md), [h](nie-ma.html), [i](start).\n")
    for name in ("c.png", "d.pdf"):
        (tmp_path / "content/pl" / name).write_bytes(b"x")
    found = [problem for problem in problems_of(tmp_path) if problem.level == "error"]
    assert [(p.rule, p.place.line, p.values["found"]) for p in found] == 3 * [
        ("unknown-article", 6, "strat.md"),
        ("unknown-article", 6, "nie-ma.html"),
        ("unknown-article", 6, "start"),
    ]
    assert (str(found[0].values["suggestion"]), found[0].place.column) == ("start.md", 11)


@pytest.mark.parametrize(
    ("link", "rule", "values"),
    [
        ("[x](javascript:alert(1))", "unsafe-article", {"found": "javascript:alert"}),
        ("[x](//proba.org)", "unsafe-article", {"found": "//proba.org"}),
        ("![x](https://proba.org/x.png)", "unsafe-article", {"found": "https://proba.org/x.png"}),
        ("[x](/urgent.html)", "link-to-page", {"found": "/urgent.html", "example": "[[urgent]]"}),
        ("[x](help/a.html#b)", "link-to-page", {"found": "help/a.html#b", "example": "[[help:a]]"}),
        ("[x](../organisation/a.html)", "link-to-page", {"found": "../organisation/a.html", "example": "[[a]]"}),
        ("[x](/assets/x.css)", "link-to-page", {"found": "/assets/x.css", "example": "[[urgent]]"}),
        ("![x](brak.png)", "picture-missing", {"found": "brak.png", "language": "pl"}),
        ("![x](IMG 1.JPG 'a b')", "picture-missing", {"found": "IMG 1.JPG", "language": "pl"}),
        ("[x](../en/start.md)", "unknown-article", {"found": "../en/start.md", "suggestion": "start.md"}),
        ("[x][1]\n\n[1]: javascript:alert(1)", "unsafe-article", {"found": "javascript:alert(1)"}),
        ("![x][1]\n\n[1]: <brak.png>", "picture-missing", {"found": "brak.png", "language": "pl"}),
        (
            "[x][1] [y][2]\n\n[1]: https://a.b/c.html\n[2]: start.md\n[3]: strat.md",
            "unknown-article",
            {"found": "strat.md", "suggestion": "start.md"},
        ),
        ("[Przepisy]: Dz.U. 2004 nr 64\n\n[uwaga]: np. tekst", "", {}),
        ("[x](./brak/start.md)", "unknown-article", {"found": "./brak/start.md", "suggestion": "start.md"}),
        (
            "![x](plan.png) [y](https://a.b/c.html) [z](tel:112) [s](#s) [m](start.md) [n](./start.md) [p](mapy/a.pdf)",
            "",
            {},
        ),
    ],
)
def test_an_address_in_an_article_is_looked_at_before_the_build(link, rule, values, tmp_path):
    """The build would stop at it in the words of MkDocs, in English, after the check has found all in order."""
    small_guide(tmp_path)
    for language in ("pl", "he", "en"):
        article(tmp_path, language, "start", body=f"Tekst.\n\n- {link}\n")
        (tmp_path / "content/pl/mapy").mkdir(exist_ok=True)
        for name in ("plan.png", "mapy/a.pdf"):
            (tmp_path / "content/pl" / name).write_bytes(b"x")
    found = [one for one in problems_of(tmp_path) if one.place.file == "content/pl/start.md"]
    expected = [(rule, 7 + link.count("\n"), values)] if rule else []
    assert [(one.rule, one.place.line, one.values) for one in found] == expected


def test_broken_front_matter_is_not_published_as_text(tmp_path):
    """MkDocs would show it to readers."""
    small_guide(tmp_path)
    path = tmp_path / "content/pl/start.md"
    path.parent.mkdir(parents=True)
    path.write_text("title: Tytuł\n\nTekst\n", "utf-8")
    assert "front-matter-missing" in [problem.rule for problem in problems_of(tmp_path)]


def test_rules_beside_records_look_at_no_record():
    """What they say is the same whatever records there are: a batch of these does not ask them."""
    draft, _ = read(ROOT, TODAY)
    said = [list(each(draft)) for each in OTHER_RULES]
    without = replace(draft, organisations=None)
    assert [list(each(without)) for each in OTHER_RULES] == said and len(said) > 5
