"""Every field of every file, described once: name, kind, help in three languages, example.

Validation, the JSON Schemas in `data/schema/`, the comment at the head of `data/organisations.yaml` and the table of
fields for contributors are all made from these tables.
"""

from __future__ import annotations

from generator.schema.kinds import (
    Choice,
    Country,
    Day,
    Email,
    Field,
    Id,
    Kind,
    LanguageCode,
    Line,
    ListOf,
    MonthDay,
    Number,
    OpeningHours,
    Phrases,
    Record,
    Reference,
    Register,
    Telephone,
    Text,
    TimeZone,
    Url,
    UrlOrWords,
    YesNo,
)

CONDITIONS = (
    "sober",
    "self-care",
    "identity-document",
    "referral-decision",
    "residents-only",
    "men",
    "women",
    "women-with-children",
    "families",
    "adults",
    "under-18",
    "pets-welcome",
    "no-pets",
    "registration",
)
ACCESSIBILITY = ("step-free", "accessible-toilet", "sign-language", "home-visits")
STATUSES = ("active", "paused", "closed", "unverified")
LEVELS = ("country", "voivodeship", "county", "municipality", "town")
_BY_PHONE = "telefon, telefonicznie, przez telefon, rozmowa, טלפון, בטלפון, by phone, call"
_BY_EMAIL = "mail, mailem, e-mailem, mailowo, אימייל, בדוא״ל, by e-mail"
_NOT_KNOWN = "nie wiadomo, nieznane, לא ידוע, not known"
_CALLED = {
    "status": {
        "active": "działa, czynne, otwarte, פעיל, פתוח, open",
        "paused": "przerwa, zawieszone, nieczynne, w remoncie, בהפסקה, on hold",
        "closed": "nie działa, zamknięte, zlikwidowane, nieczynne, סגור, לא פעיל, shut down",
        "unverified": "niesprawdzone, niepotwierdzone, לא נבדק, not checked",
    },
    "holidays": {
        "open": "czynne, otwarte, działa, tak, פתוח, כן, yes",
        "closed": "nieczynne, zamknięte, nie działa, nie, סגור, לא, no",
        "unknown": _NOT_KNOWN,
    },
    "cost": {
        "free": "bezpłatnie, bezpłatne, bezpłatna, za darmo, darmowe, nieodpłatnie, gratis, חינם, בחינם, ללא תשלום, "
        "free of charge",
        "paid": "płatne, płatna, odpłatnie, odpłatne, בתשלום",
        "partly": "częściowo, częściowo płatne, częściowo odpłatne, חלקית, בתשלום חלקי, partly paid",
        "unknown": _NOT_KNOWN,
    },
    "referral": {
        "none": "niepotrzebne, bez skierowania, brak, nie, לא נדרשת, לא, not needed, no",
        "required": "potrzebne, wymagane, konieczne, tak, נדרשת, כן, needed, yes",
        "unknown": _NOT_KNOWN,
    },
    "booking": {
        "phone": _BY_PHONE,
        "email": _BY_EMAIL,
        "online": "internet, przez internet, internetowo, באינטרנט, מקוון",
        "in-person": "osobiście, na miejscu, בהגעה למקום, אישית",
    },
    "verified_by": {
        "phone": _BY_PHONE,
        "visit": "wizyta, osobiście, na miejscu, ביקור, בביקור, in person",
        "email": _BY_EMAIL,
        "owner": "organizacja, potwierdziła organizacja, הארגון, organisation, by the organisation",
    },
    "conditions": {
        "sober": "trzeźwość, trzeźwi, trzeźwe, פיכחון, sobriety",
        "self-care": "samodzielność, samodzielni, עצמאות, independent",
        "identity-document": "dowód, dowód osobisty, dokument tożsamości, תעודת זהות, identity card, passport",
        "referral-decision": "skierowanie, decyzja, הפניה, referral",
        "residents-only": "mieszkańcy, tylko mieszkańcy, תושבים, residents",
        "men": "mężczyźni, dla mężczyzn, tylko mężczyźni, גברים",
        "women": "kobiety, dla kobiet, tylko kobiety, נשים",
        "women-with-children": "kobiety z dziećmi, matki z dziećmi, נשים עם ילדים, mothers with children",
        "families": "rodziny, dla rodzin, משפחות",
        "adults": "dorośli, pełnoletni, מבוגרים, over 18",
        "under-18": "dzieci, nieletni, niepełnoletni, קטינים, minors, children",
        "pets-welcome": "ze zwierzętami, można ze zwierzęciem, חיות מותרות, pets allowed",
        "no-pets": "bez zwierząt, ללא חיות, without pets",
        "registration": "zapisy, rejestracja, הרשמה",
    },
    "accessibility": {
        "step-free": "bez schodów, bez progów, podjazd, winda, ללא מדרגות, no steps, ramp",
        "accessible-toilet": "dostępna toaleta, toaleta dla niepełnosprawnych, שירותים נגישים",
        "sign-language": "język migowy, migowy, שפת הסימנים",
        "home-visits": "wizyty domowe, dojazd do domu, ביקורי בית",
    },
    "level": {
        "country": "kraj, państwo, מדינה",
        "voivodeship": "województwo, מחוז",
        "county": "powiat, נפה",
        "municipality": "gmina, commune",
        "town": "miasto, miejscowość, wieś, עיר, city, village",
    },
}
"""What people write for a value of a field: offered to them, and taken from tables where only one has that word."""


def _one_of(field: str, choices: tuple[str, ...]) -> Choice:
    return Choice(choices, tuple((one, tuple(_CALLED[field][one].split(", "))) for one in choices))


def _field(name: str, kind: Kind, example: str, pl: str, he: str, en: str, required: bool = False) -> Field:
    return Field(name, kind, {"pl": pl, "he": he, "en": en}, example, required)


ID = _field("id", Id(), "caritas-bialystok", "Stała nazwa wpisu: małe litery bez ogonków, cyfry, łączniki.",
            "מזהה קבוע: אותיות לטיניות קטנות, ספרות ומקפים.",
            "Lasting name of the record: small Latin letters, digits, hyphens.", True)
NAME = _field("name", Text(limit=300), '{pl: "Ogrzewalnia", he: "…", en: "Warming room"}', "Nazwa, po polsku i w tłumaczeniach.",
              "השם, בפולנית ובתרגומים.", "The name, in Polish and in translations.", True)
OFFICIAL_NAME = _field("name", Text(limit=300, translate=False), '{pl: "Caritas Archidiecezji Białostockiej"}',
                       "Oficjalna nazwa; tłumaczenie tylko wtedy, gdy organizacja sama go używa.",
                       "השם הרשמי; תרגום רק אם הארגון עצמו משתמש בו.",
                       "The official name; a translation only if the organisation uses it itself.", True)
DESCRIPTION = _field("description", Text(), '{pl: "…", he: "…", en: "…"}',
                     "Opis zwykłym tekstem; pusty wiersz dzieli akapity, `- ` zaczyna punkt.",
                     "תיאור בטקסט פשוט; שורה ריקה מפרידה פסקאות, `- ` פותח סעיף.",
                     "Description in plain text; a blank line parts paragraphs, `- ` starts a list item.")
SLUG = _field("slug", Id(), "caritas", "Adres strony, jeśli ma być inny niż id.", "כתובת הדף, אם היא שונה מהמזהה.",
              "Address of the page, when it should differ from the id.")
STATUS = _field("status", _one_of("status", STATUSES), "active", "active – działa; paused – przerwa; closed – nie działa; unverified – nie wiadomo, czy działa.",
                "active – פעיל; paused – בהפסקה; closed – סגור; unverified – לא ידוע אם פועל.",
                "active, paused, closed or unverified.")
SUCCESSOR = _field("successor", Reference("service"), "mopr-bialystok/noclegownia", "Gdzie iść zamiast tego: id organizacji albo organizacja/usługa.",
                   "לאן לפנות במקום: מזהה ארגון או ארגון/שירות.",
                   "Where to go instead: id of an organisation, or organisation/service.")
NOTICE = _field("notice", Text(limit=600), '{pl: "Remont do wiosny."}', "Dlaczego przerwa lub zamknięcie.", "מדוע בהפסקה או סגור.",
                "Why it is paused or closed.")
WEBSITE = _field("website", Url(), "https://bialystok.caritas.pl", "Strona internetowa, z https:// na początku.",
                 "אתר, עם https:// בהתחלה.", "Website, with https:// at the start.")
EMAIL = _field("email", Email(), "kontakt@organizacja.pl", "Adres e-mail instytucji, nie osoby.", "דוא״ל של המוסד, לא של אדם.",
               "E-mail of the institution, not of a person.")
COUNTRY = _field("country", Country(), "PL", "Kraj (dwie litery), jeśli inny niż kraj przewodnika.",
                 "מדינה (שתי אותיות), אם היא שונה ממדינת המדריך.", "Country (two letters), when it is not the guide's.")
LABEL = _field("label", Text(limit=120), '{pl: "Dyżurka", he: "…", en: "Front desk"}', "Do czego jest ten numer.", "למה משמש המספר.",
               "What this number is for.")
HOURS = _field("hours", OpeningHours(), '"pn-pt 8-16"', "Godziny: „pn-pt 8-16”, „24/7”, „by appointment” (po umówieniu), „unknown” (nieznane).",
               "שעות: ״א׳-ה׳ 9-17״, ״24/7״, ״by appointment״ (בתיאום), ״unknown״ (לא ידוע).",
               "Hours: `Mo-Fr 08:00-16:00`, `24/7`, `by appointment`, `unknown`, or everyday words.")
LANGUAGES = _field("languages", ListOf(LanguageCode()), "[pl, uk]", "Języki, w których można rozmawiać (kody).",
                   "שפות שבהן אפשר לדבר (קודים).", "Languages spoken (codes).")

PHONE = Record("phone", (
    _field("number", Line(limit=40), '"801 199 990"', "Numer.", "המספר.", "The number.", True),
    LABEL,
    _field("extension", Line(r"\d{1,6}", "extension", '"12"'), '"12"', "Numer wewnętrzny.", "שלוחה.", "Extension."),
    COUNTRY,
    HOURS,
    LANGUAGES,
))
PHONES = _field("phones", ListOf(Telephone(), 12), '["664 762 880"]', "Numery telefonów, każdy osobno i w cudzysłowie.",
                "מספרי טלפון, כל אחד לחוד ובמירכאות.", "Phone numbers, each on its own and in quotes.")
ADDRESS = _field("address", Record("address", (
    _field("street", Line(r"(?!.*(?:://|www\.)).*", "street-link", '"ul. Kolejowa 26 a"'), '"ul. Kolejowa 26 a"', "Ulica i numer.", "רחוב ומספר.", "Street and number."),
    _field("postcode", Line(r"[0-9A-Z][0-9A-Z -]{2,9}", "postcode", '"15-077"'), '"15-077"', "Kod pocztowy.", "מיקוד.", "Postcode."),
    _field("city", Line(limit=120), "Białystok", "Miejscowość.", "יישוב.", "Town or village."),
    _field("directions", Text(limit=400), '{pl: "wejście od podwórza"}', "Jak trafić do drzwi.", "איך מוצאים את הדלת.", "How to find the door."),
    _field("latitude", Number(-90, 90, False), "53.1325", "Szerokość geograficzna.", "קו רוחב.", "Latitude."),
    _field("longitude", Number(-180, 180, False), "23.1688", "Długość geograficzna.", "קו אורך.", "Longitude."),
)), '{street: "ul. Kolejowa 26 a", city: Białystok}', "Dokąd przyjść.", "לאן מגיעים.", "Where to go.")
AREA = _field("area", Reference("area"), "bialystok", "Miejsce z pliku areas.yaml, w którym to jest.",
              "המקום, מתוך areas.yaml.", "The place, from areas.yaml, where it is.")
ALERTS = _field("alerts", ListOf(Record("alert", (
    _field("text", Text(limit=600), '{pl: "W święta czynne krócej."}', "Treść.", "הנוסח.", "The words.", True),
    _field("from", Day(), '"2026-12-01"', "Pierwszy dzień.", "היום הראשון.", "First day."),
    _field("until", Day(), '"2027-03-31"', "Ostatni dzień.", "היום האחרון.", "Last day."),
)), 10), '[{text: {pl: "…"}, until: "2027-03-31"}]', "Ogłoszenia na pewien czas.", "הודעות לזמן מוגבל.", "Notices for some days.")
VERIFIED = _field("verified", Day(), '"2026-05-31"', "Dzień, w którym ktoś potwierdził dane; null – jeszcze nie.",
                  "היום שבו אדם אימת את הפרטים; null – עדיין לא.", "Day on which a person confirmed the facts; null: not yet.")
EVIDENCE = (
    _field("source_date", Day(partial=True), '"2024-02"', "Data źródła: rok, rok-miesiąc albo dzień.", "תאריך המקור: שנה, חודש או יום.",
           "Date of the source: year, year-month or day."),
    VERIFIED,
    _field("verified_by", _one_of("verified_by", ("phone", "visit", "email", "owner")), "phone", "Jak potwierdzono.", "איך אומת.", "How it was confirmed."),
)
SOURCE = _field("source", UrlOrWords(), "https://bialystok.caritas.pl/…", "Skąd są dane: adres strony albo słowa.",
                "מאיפה הפרטים: כתובת דף או מילים.", "Where the facts come from: a page's address, or words.")

_SERVICE_ONLY = (
    _field("help_types", ListOf(Reference("help-type"), 20), "[night-shelter, washing]", "Rodzaje pomocy z pliku help_types.yaml.",
           "סוגי עזרה מתוך help_types.yaml.", "Kinds of help, from help_types.yaml."),
    _field("target_groups", ListOf(Reference("target-group"), 26), "[homeless]", "Dla kogo, z pliku target_groups.yaml.",
           "למי, מתוך target_groups.yaml.", "For whom, from target_groups.yaml."),
    _field("service_area", ListOf(Reference("area")), "[podlaskie]", "Dla jakiego terenu; puste – miejsce z area, a bez area cały kraj.",
           "איזה אזור מקבל שירות; ריק – המקום שב־area, ובלי area – כל המדינה.",
           "The area it serves; empty is the place in area, and without that the whole country."),
    _field("residents_of", ListOf(Reference("area")), "[bialystok]", "Tylko dla mieszkańców tych miejsc.", "רק לתושבי המקומות האלה.",
           "Only for residents of these places."),
    HOURS,
    _field("hours_note", Text(limit=400), '{pl: "tylko jesienią i zimą"}', "Uwaga do godzin.", "הערה לשעות.", "A note on the hours."),
    _field("holidays", _one_of("holidays", ("open", "closed", "unknown")), "closed", "Święta: open – czynne, closed – nieczynne, unknown – nie wiadomo.",
           "חגים: open – פתוח, closed – סגור, unknown – לא ידוע.", "Public holidays: open, closed or unknown."),
    _field("season", Record("season", (
        _field("from", MonthDay(), '"10-01"', "Pierwszy dzień (miesiąc-dzień).", "היום הראשון (חודש-יום).", "First day (month-day).", True),
        _field("until", MonthDay(), '"04-30"', "Ostatni dzień (miesiąc-dzień).", "היום האחרון (חודש-יום).", "Last day (month-day).", True),
    )), '{from: "10-01", until: "04-30"}', "Część roku, w której działa.", "עונה שבה השירות פועל.", "Part of the year in which it runs."),
    _field("valid_from", Day(), '"2026-12-01"', "Działa od dnia.", "פועל מיום.", "Runs from this day."),
    _field("valid_until", Day(), '"2027-12-31"', "Działa do dnia (włącznie).", "פועל עד יום (כולל).", "Runs until this day (included)."),
    _field("cost", _one_of("cost", ("free", "paid", "partly", "unknown")), "free", "free – bezpłatnie, paid – płatne, partly – częściowo.",
           "free – חינם, paid – בתשלום, partly – חלקית.", "free, paid, partly or unknown."),
    _field("cost_note", Text(limit=300), '{pl: "opłata po 30 dniach"}', "Uwaga do kosztu.", "הערה לעלות.", "A note on the cost."),
    _field("referral", _one_of("referral", ("none", "required", "unknown")), "none", "Skierowanie: none – niepotrzebne, required – potrzebne.",
           "הפניה: none – לא נדרשת, required – נדרשת.", "Referral: none, required or unknown."),
    _field("referral_note", Text(limit=300), '{pl: "decyzja MOPR"}', "Kto kieruje.", "מי מפנה.", "Who refers."),
    _field("booking", ListOf(_one_of("booking", ("phone", "email", "online", "in-person")), 4), "[phone, online]", "Jak się umówić.", "איך קובעים תור.",
           "How to book."),
    _field("booking_url", Url(), "https://np.ms.gov.pl/zapisy", "Strona zapisów.", "דף להרשמה.", "Page to book on."),
    _field("conditions", ListOf(_one_of("conditions", CONDITIONS), 14), "[sober, self-care]", "Warunki z listy.", "תנאים מתוך הרשימה.", "Conditions from the list."),
    _field("accessibility", ListOf(_one_of("accessibility", ACCESSIBILITY), 4), "[step-free]", "Dostępność z listy.", "נגישות מתוך הרשימה.", "Accessibility from the list."),
    LANGUAGES,
    _field("capacity", Record("capacity", (
        _field("places", Number(1, 100_000), "30", "Liczba miejsc.", "מספר המקומות.", "Number of places.", True),
        _field("at_most", Number(1, 100_000), "50", "Najwięcej, w razie potrzeby.", "לכל היותר, בשעת הצורך.", "At most, when need be."),
    )), "{places: 30, at_most: 50}", "Ile jest miejsc.", "כמה מקומות יש.", "How many places there are."),
    _field("notes", Text(limit=2000), '{pl: "Kobiety w ciąży poza kolejką."}', "Co jeszcze trzeba wiedzieć.", "מה עוד צריך לדעת.", "What else to know."),
    _field("print_priority", Number(1, 3), "2", "1 – zawsze w druku, 3 – pierwsze do pominięcia.", "1 – תמיד בדפוס, 3 – ראשון להשמטה.",
           "1 always in print, 3 first to be left out."),
)  # fmt: skip
_CONTACT = (WEBSITE, PHONES, EMAIL, ADDRESS, AREA)

SERVICE = Record("service", (
    ID, NAME, DESCRIPTION, *_SERVICE_ONLY[:2], STATUS, SUCCESSOR, NOTICE, *_CONTACT, ALERTS, *_SERVICE_ONLY[2:], SOURCE, *EVIDENCE,
), named=True)  # fmt: skip
SERVICE_FIELDS = tuple(field.name for field in _SERVICE_ONLY)
"""Fields of a service that an organisation with a single one may bear at its own top."""

ORGANISATION = Record("organisation", (
    ID,
    SLUG,
    _field("aliases", ListOf(Id(), 20), "[stare-id]", "Dawne id; ich adresy prowadzą tutaj.", "מזהים קודמים; הכתובות שלהם מובילות לכאן.",
           "Former ids; their addresses lead here."),
    OFFICIAL_NAME,
    _field("language", LanguageCode(), "pl", "Język oryginału, jeśli inny niż polski.", "שפת המקור, אם אינה פולנית.",
           "Original language, when it is not Polish."),
    COUNTRY,
    DESCRIPTION, STATUS, SUCCESSOR, NOTICE, *_CONTACT,
    _field("registry", Register(), '{krs: "0000269579"}', "Numery w rejestrach: krs, nip, regon, amuta.", "מספרים במרשמים: krs, nip, regon, amuta.",
           "Numbers in public registers: krs, nip, regon, amuta."),
    ALERTS,
    *_SERVICE_ONLY,
    _field("services", ListOf(SERVICE, 200), "- id: ogrzewalnia", "Usługi: każda ma własne godziny i telefon.", "שירותים: לכל אחד שעות וטלפון משלו.",
           "Services: each has its own hours and phone."),
    Field(SOURCE.name, SOURCE.kind, SOURCE.help, SOURCE.example, True),
    *EVIDENCE,
), named=True)  # fmt: skip

_SYNONYMS = _field("synonyms", Phrases(), '{pl: ["nocleg"], he: ["…"], en: ["bed"]}', "Inne nazwy, także urzędowe, do wyszukiwania.",
                   "שמות אחרים, גם רשמיים, לחיפוש.", "Other names, official ones too, for searching.")
_SAYINGS = _field("how_people_say_it", Phrases(), '{pl: ["nie mam gdzie spać"]}', "Jak mówią o tym ludzie w potrzebie.", "איך אומרים את זה אנשים במצוקה.",
                  "How people in need say it.")
_SENSITIVE = _field("sensitive", YesNo(), "true", "true – strona nie może się zdradzić w historii przeglądarki.", "true – אסור שהדף יתגלה בהיסטוריית הדפדפן.",
                    "true: the page must not give itself away in a browser's history.")
_NEUTRAL = _field("neutral_name", Text(limit=120), '{pl: "Sprawy domowe", he: "…", en: "Home matters"}', "Co widać w karcie i historii zamiast nazwy.",
                  "מה רואים בלשונית ובהיסטוריה במקום השם.", "What the tab and the history show instead of the name.")
_ICON = _field("icon", Line(r"[a-z0-9-]+", "icon", "bed-outline", 60), "bed-outline", "Ikona z zestawu Material Design Icons.", "סמל מתוך Material Design Icons.",
               "Icon of Material Design Icons.")

HELP_GROUP = Record("group", (
    ID, NAME,
    _field("need", Text(limit=60), '{pl: "schronienia, mieszkania"}', "Kilka słów po „Potrzebuję…”.", "מילים ספורות לאריח.",
           'Few words after "I need…".', True),
    Field(_ICON.name, _ICON.kind, _ICON.help, _ICON.example, True),
    SLUG,
), named=True)  # fmt: skip
HELP_TYPE = Record("help type", (
    ID,
    _field("group", Reference("help-group"), "shelter", "Grupa z początku pliku.", "קבוצה מראש הקובץ.", "Group from the head of the file.", True),
    NAME, DESCRIPTION, _SYNONYMS, _SAYINGS, _ICON, SLUG, _SENSITIVE, _NEUTRAL,
    _field("confidential_location", YesNo(), "true", "true – usługi tego rodzaju nie mogą mieć adresu.", "true – אסור שלשירותים כאלה תהיה כתובת.",
           "true: services of this kind may bear no address."),
), named=True)  # fmt: skip
CATEGORY = Record("category", (ID, NAME), named=True)
TARGET_GROUP = Record("target group", (
    ID,
    _field("category", Reference("category"), "home", "Kategoria z początku pliku.", "קטגוריה מראש הקובץ.", "Category from the head of the file.", True),
    NAME,
    _field("genitive", Text(limit=200, translate=False), '{pl: "osób bezrobotnych"}', "Odmiana po „dla”.", "הטיה אחרי ״ל״.", 'Form after "for".'),
    _SYNONYMS, _SAYINGS, SLUG, _SENSITIVE, _NEUTRAL,
), named=True)  # fmt: skip
AREA_RECORD = Record("area", (
    ID,
    _field("level", _one_of("level", LEVELS), "town", "country – kraj, voivodeship – województwo, county – powiat, municipality – gmina, town – miejscowość.",
           "country – מדינה, voivodeship – מחוז, county – נפה, municipality – גמינה, town – יישוב.",
           "country, voivodeship, county, municipality or town.", True),
    NAME,
    _field("parent", Reference("area"), "powiat-hajnowski", "W czym leży.", "בתוך מה הוא נמצא.", "What it lies in."),
    _field("code", Line(r"[A-Z]{2}|\d{2,7}", "code", '"2005"', 7), '"2005"', "Kod TERYT; kraju: dwie litery.", "קוד TERYT; למדינה: שתי אותיות.",
           "TERYT code; of a country: two letters."),
    _field("locative", Text(limit=120, translate=False), '{pl: "w Hajnówce"}', "Miejscownik z przyimkiem.", "עם מילת היחס: ״בהיינובקה״.", "With its preposition: `in Hajnówka`."),
    _field("genitive", Text(limit=120, translate=False), '{pl: "Hajnówki"}', "Dopełniacz.", "יחסת שייכות בפולנית.", "Polish genitive."),
), named=True)  # fmt: skip
URGENT = Record("urgent", (
    _field("situation", Text(limit=80), '{pl: "Przemoc w domu"}', "Co się dzieje, w kilku słowach.", "מה קורה, במילים ספורות.", "What is happening, in few words.", True),
    _field("service", Reference("service"), "niebieska-linia/telefon", "Usługa, której numer pokazać.", "השירות שאת מספרו מציגים.",
           "The service whose number to show.", True),
    Field(_ICON.name, _ICON.kind, _ICON.help, _ICON.example, True),
))  # fmt: skip
EDITION = Record("edition", (
    ID,
    _field("title", Text(limit=60), '{pl: "Powiat hajnowski"}', "Tytuł na okładce broszury.", "הכותרת בכריכת החוברת.", "Title on the booklet's cover.", True),
    _field("areas", ListOf(Reference("area")), "[powiat-hajnowski]", "Dla jakich miejsc; puste – wszystkie.", "לאילו מקומות; ריק – לכולם.",
           "For which places; empty is all."),
    *_SERVICE_ONLY[:2],
    _field("chapters", ListOf(Reference("help-group"), 30), "[shelter, basics]", "Kolejność rozdziałów: grupy z help_types.yaml.",
           "סדר הפרקים: קבוצות מתוך help_types.yaml.", "Order of the chapters: groups from help_types.yaml."),
    _field("pages", Number(4, 400), "32", "Ile stron A5 najwyżej.", "כמה עמודי A5 לכל היותר.", "How many A5 pages at most."),
), named=True)  # fmt: skip
PUBLISHER = Record("publisher", (
    Field(NAME.name, Text(limit=200, translate=False), NAME.help, '{pl: "Stowarzyszenie …"}', True),
    Field(EMAIL.name, EMAIL.kind, EMAIL.help, EMAIL.example, True),
    WEBSITE,
    _field("address", Line(), '"ul. … 1, 15-000 Białystok"', "Adres wydawcy.", "כתובת המוציא לאור.", "The publisher's address."),
))
GUIDE = Record("guide", (
    Field(NAME.name, NAME.kind, NAME.help, '{pl: "Gdzie znajdę pomoc?"}', True),
    _field("region", Text(limit=120), '{pl: "Województwo podlaskie"}', "Czego dotyczy przewodnik.", "במה עוסק המדריך.", "What the guide covers.", True),
    _field("country", Country(), "PL", "Kraj przewodnika (dwie litery).", "מדינת המדריך (שתי אותיות).", "The guide's country (two letters).", True),
    _field("time_zone", TimeZone(), "Europe/Warsaw", "Strefa czasowa.", "אזור זמן.", "Time zone.", True),
    _field("languages", ListOf(LanguageCode()), "[pl, he, en]", "Języki przewodnika; pierwszy jest główny.", "שפות המדריך; הראשונה ראשית.",
           "Languages of the guide; the first is the main one.", True),
    _field("edition", Line(limit=20), '"2026.1"', "Numer wydania.", "מספר המהדורה.", "Number of the edition.", True),
    _field("edition_date", Day(), '"2026-11-22"', "Data wydania.", "תאריך המהדורה.", "Date of the edition.", True),
    _field("publisher", PUBLISHER, "{name: …, email: …}", "Kto odpowiada za przewodnik.", "מי אחראי למדריך.", "Who answers for the guide.", True),
    _field("contact", Record("contact", (Field(EMAIL.name, EMAIL.kind, EMAIL.help, EMAIL.example, True),)), "{email: …}",
           "Dokąd zgłaszać błędy.", "לאן מדווחים על טעויות.", "Where corrections go.", True),
    _field("repository", Url(), "https://…", "Adres repozytorium.", "כתובת המאגר.", "Address of the repository.", True),
    _field("emergency", Telephone(), '"112"', "Numer alarmowy na górze każdej strony.", "מספר החירום בראש כל דף.",
           "The emergency number at the top of every page.", True),
    _field("urgent", ListOf(URGENT, 20), "- {situation: …, service: …, icon: …}", "Numery na stronie pilnej pomocy.", "המספרים בדף העזרה הדחופה.",
           "The numbers on the page of urgent help."),
    _field("ageing", Record("ageing", (
        _field("overdue_after_months", Number(1, 120), "12", "Po ilu miesiącach dane trzeba sprawdzić znowu.", "אחרי כמה חודשים בודקים שוב.",
               "After how many months facts must be checked again.", True),
    )), "{overdue_after_months: 12}", "Starzenie się danych.", "התיישנות המידע.", "Ageing of facts."),
    _field("editions", ListOf(EDITION, 100), "- {id: hajnowka, title: …, areas: […]}", "Broszury do druku.", "חוברות להדפסה.", "Booklets to print."),
    _field("data_licence", Line(limit=60), "CC BY 4.0", "Licencja danych.", "רישיון המידע.", "Licence of the data."),
))  # fmt: skip
ARTICLE = Record("article", (
    _field("title", Line(limit=120), "Po wyjściu z więzienia", "Tytuł.", "כותרת.", "Title.", True),
    _field("description", Line(limit=200), "…", "Jedno zdanie dla wyszukiwarek.", "משפט אחד למנועי חיפוש.", "One sentence for search engines.", True),
    *_SERVICE_ONLY[:2],
    _field("areas", ListOf(Reference("area")), "[bialystok]", "Miejsca listy.", "מקומות ברשימה.", "Places of the list."),
    _field("order", Number(0, 1000), "30", "Kolejność na stronie głównej.", "הסדר בדף הבית.", "Order on the home page."),
    _field("footer", YesNo(), "true", "true – strona o samym przewodniku.", "true – דף על המדריך עצמו.", "true: a page about the guide itself."),
    _field("language", LanguageCode(), "en", "Język tekstu, którego jeszcze nie przetłumaczono; po przetłumaczeniu usuń ten wiersz.",
           "השפה של טקסט שעוד לא תורגם; אחרי התרגום מוחקים את השורה הזאת.",
           "The language of a text that has not been translated yet; take this line out when it is."),
))  # fmt: skip

FILES: dict[str, tuple[tuple[str, Record], ...]] = {
    "organisations": (("organisations", ORGANISATION),),
    "help_types": (("groups", HELP_GROUP), ("help_types", HELP_TYPE)),
    "target_groups": (("categories", CATEGORY), ("target_groups", TARGET_GROUP)),
    "areas": (("areas", AREA_RECORD),),
}
"""Name of a data file to its lists and what stands in each; `guide.yaml` is a single `GUIDE`."""
