"""A small guide made of invented records, for tests of pages: every number is 85 000 00 00 or a known short one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from generator.model import (
    Address,
    Alert,
    Area,
    Article,
    Guide,
    HelpGroup,
    HelpType,
    Hours,
    Organisation,
    Phone,
    Publisher,
    Season,
    Service,
    Settings,
    Source,
    Span,
    TargetGroup,
    TargetGroupCategory,
    Text,
    UrgentEntry,
)
from generator.schema.hours import expression

TODAY = date(2026, 11, 22)


def text(pl: str = "", he: str = "", en: str = "") -> Text:
    """Words in the languages that are given; the first of them is the original."""
    words = {code: value for code, value in (("pl", pl), ("he", he), ("en", en)) if value}
    return Text(words, next(iter(words)))


def weekly(days: range | tuple[int, ...], start: int, end: int) -> Hours:
    """The same hours on some days; times in whole hours, above 24 on the next day."""
    return spans(*((day, start * 60, end * 60) for day in days))


def spans(*times: tuple[int, int, int]) -> Hours:
    """Hours of days, each with the minutes after midnight from which and until when."""
    return Hours("weekly", expression(times), tuple(Span(*one) for one in times))


PHONE = Phone("85 000 00 00", "tel:+48850000000", "ordinary", "PL")
ALWAYS = Hours("always", "24/7")
SOURCE = Source("https://www.przyklad.example/o-nas", date(2026, 3, 3), "day")
CHECKED = replace(SOURCE, verified=date(2026, 5, 12), verified_by="phone")

AREAS = (
    Area(
        "poland",
        text("Polska", "פולין", "Poland"),
        "country",
        "",
        "PL",
        {"pl": "w Polsce", "he": "בפולין", "en": "in Poland"},
        {"pl": "Polski"},
    ),
    Area(
        "podlaskie",
        text("województwo podlaskie", "מחוז פודלסיה", "Podlaskie voivodeship"),
        "voivodeship",
        "poland",
        "20",
        {"pl": "w województwie podlaskim", "he": "במחוז פודלסיה", "en": "in Podlaskie"},
        {"pl": "województwa podlaskiego"},
    ),
    Area(
        "bialystok",
        text("Białystok", "ביאליסטוק", "Białystok"),
        "town",
        "podlaskie",
        "2061",
        {"pl": "w Białymstoku", "he": "בביאליסטוק", "en": "in Białystok"},
        {"pl": "Białegostoku"},
    ),
    Area(
        "powiat-hajnowski",
        text("powiat hajnowski", "נפת היינובקה", "Hajnówka county"),
        "county",
        "podlaskie",
        "2005",
        {"pl": "w powiecie hajnowskim", "he": "בנפת היינובקה", "en": "in Hajnówka county"},
        {"pl": "powiatu hajnowskiego"},
    ),
    Area(
        "hajnowka",
        text("Hajnówka", "היינובקה", "Hajnówka"),
        "town",
        "powiat-hajnowski",
        "200501",
        {"pl": "w Hajnówce", "he": "בהיינובקה", "en": "in Hajnówka"},
        {"pl": "Hajnówki"},
    ),
    Area(
        "lomza",
        text("Łomża", "לומז׳ה", "Łomża"),
        "town",
        "podlaskie",
        "2062",
        {"pl": "w Łomży", "he": "בלומז׳ה", "en": "in Łomża"},
        {"pl": "Łomży"},
    ),
    Area(
        "suwalki",
        text("Suwałki", "סובאלקי", "Suwałki"),
        "town",
        "podlaskie",
        "2063",
        {"pl": "w Suwałkach", "he": "בסובאלקי", "en": "in Suwałki"},
        {"pl": "Suwałk"},
    ),
)

HELP_GROUPS = (
    HelpGroup(
        "start",
        text("Od czego zacząć", "מאיפה מתחילים", "Where to start"),
        text("Wskazówki, od czego zacząć", "לדעת איפה מתחילים", "To know where to start"),
        "sign-direction",
    ),
    HelpGroup(
        "urgent",
        text("Pilna pomoc", "עזרה דחופה", "Urgent help"),
        text("Pilnej pomocy", "עזרה דחופה", "Urgent help"),
        "alarm-light-outline",
    ),
    HelpGroup(
        "shelter",
        text("Nocleg i mieszkanie", "קורת גג ודיור", "Shelter and housing"),
        text("Noclegu, mieszkania", "קורת גג ודיור", "Shelter, housing"),
        "bed-outline",
    ),
    HelpGroup(
        "basics",
        text("Jedzenie, ubranie, mycie", "אוכל, ביגוד, מקלחת", "Food, clothes, a wash"),
        text("Jedzenia, ubrania, mycia", "אוכל, ביגוד, מקלחת", "Food, clothes, a wash"),
        "pot-steam-outline",
    ),
    HelpGroup(
        "mind",
        text("Wsparcie psychologiczne", "סיוע נפשי", "Psychological support"),
        text("Rozmowy, psychologa", "שיחה, תמיכה נפשית", "Someone to talk to"),
        "head-heart-outline",
    ),
    HelpGroup(
        "legal",
        text("Prawo i sprawy urzędowe", "סיוע משפטי", "Legal help"),
        text("Pomocy prawnej", "סיוע משפטי, זכויות", "Legal help, papers"),
        "scale-balance",
    ),
    HelpGroup(
        "addiction",
        text("Uzależnienia", "התמכרויות", "Addictions"),
        text("Wyjścia z nałogu", "גמילה מהתמכרות", "Help with addiction"),
        "liquor",
    ),
)

HELP_TYPES = (
    HelpType("social-worker", text("Pracownik socjalny", "עובדים סוציאליים", "A social worker"), "start"),
    HelpType(
        "crisis-line",
        text("Telefon zaufania", "קו חם", "Helpline"),
        "urgent",
        text(
            "Rozmowa z kimś, kto wysłucha. Nie musisz podawać nazwiska.",
            "שיחה עם מישהו שמקשיב.",
            "A talk with someone who listens.",
        ),
        icon="phone-in-talk-outline",
    ),
    HelpType(
        "violence",
        text("Pomoc po przemocy", "סיוע לנפגעות ונפגעי אלימות", "Help after violence"),
        "urgent",
        icon="shield-home-outline",
        slug="safe",
        sensitive=True,
        neutral_name=text("Bezpieczne miejsce", "מקום בטוח", "A safe place"),
        confidential_location=True,
    ),
    HelpType(
        "night-shelter",
        text("Noclegownie i ogrzewalnie", "לינת לילה ולינת חירום", "Night shelters and warming rooms"),
        "shelter",
        text(
            "Miejsce, w którym można przenocować lub się ogrzać.",
            "מקום לישון או להתחמם בו.",
            "A place to sleep or to warm up.",
        ),
    ),
    HelpType("homeless-shelter", text("Schroniska", "מסגרות דיור לדרי רחוב", "Homeless shelters"), "shelter"),
    HelpType("meals", text("Ciepłe posiłki", "ארוחות חמות", "Hot meals"), "basics"),
    HelpType("washing", text("Prysznic i pranie", "מקלחת וכביסה", "Showers and laundry"), "basics"),
    HelpType("counselling", text("Poradnictwo psychologiczne", "ייעוץ פסיכולוגי", "Psychological counselling"), "mind"),
    HelpType("legal-aid", text("Nieodpłatna pomoc prawna", "סיוע משפטי ללא תשלום", "Free legal aid"), "legal"),
    HelpType("detox", text("Detoks", "גמילה", "Detox"), "addiction"),
)

CATEGORIES = (
    TargetGroupCategory("home", text("Sytuacja mieszkaniowa", "מצב דיור", "Housing situation")),
    TargetGroupCategory("people", text("Sytuacja życiowa", "מצב אישי", "Life situation")),
)
TARGET_GROUPS = (
    TargetGroup(
        "homeless",
        text("Osoby w kryzysie bezdomności", "דרי רחוב ומחוסרי בית", "People who are homeless"),
        "home",
        {"pl": "osób w kryzysie bezdomności"},
    ),
    TargetGroup(
        "ex-prisoners", text("Osoby po wyjściu z więzienia", "אסירים משוחררים", "People released from prison"), "people"
    ),
    TargetGroup(
        "abused",
        text("Osoby doznające przemocy", "נפגעות ונפגעי אלימות", "People experiencing violence"),
        "people",
        slug="safety",
        sensitive=True,
        neutral_name=text("Bezpieczeństwo", "ביטחון", "Safety"),
    ),
)


def place(street: str, city: str = "Białystok", postcode: str = "15-000") -> Address:
    """An invented address."""
    return Address(street, postcode, city)


ORGANISATIONS = (
    Organisation(
        "dom-wzorcowy",
        text("Dom Wzorcowy"),
        (
            Service(
                "miejsce-na-kilka-nocy",
                text("Miejsce na kilka nocy", "מקום לכמה לילות", "A bed for a few nights"),
                ("night-shelter",),
                ("homeless",),
                phones=(PHONE,),
                address=place("ul. Wzorcowa 18"),
                area="bialystok",
                hours=Hours("by-appointment"),
                cost="free",
                referral="none",
            ),
            Service(
                "dawna-jadlodajnia",
                text("Dawna jadłodajnia", "בית התמחוי הישן", "The former soup kitchen"),
                ("meals",),
                status="closed",
                successor="fundacja-przyklad/cieple-posilki",
                notice=text("Lokal zamknięto w sierpniu.", "", "The rooms were closed in August."),
                phones=(PHONE,),
            ),
            Service(
                "prysznic",
                text("Prysznic", "מקלחת", "Showers"),
                ("washing",),
                ("homeless",),
                status="paused",
                notice=text("Remont do wiosny."),
                phones=(PHONE,),
                area="bialystok",
            ),
        ),
        CHECKED,
        aliases=("dom-dawny",),
        area="bialystok",
        website="https://dom.example/",
    ),
    Organisation(
        "fundacja-przyklad",
        text("Fundacja Przykład"),
        (
            Service(
                "noclegownia",
                text("Noclegownia dla mężczyzn", "לינת לילה לגברים", "Night shelter for men"),
                ("night-shelter", "washing"),
                ("homeless", "ex-prisoners"),
                phones=(
                    PHONE,
                    replace(
                        PHONE, label=text("Dyżurny w nocy", "תורן לילה", "Night warden"), hours=weekly(range(7), 18, 32)
                    ),
                ),
                email="noclegownia@przyklad.example",
                address=Address(
                    "ul. Przykładowa 12",
                    "15-001",
                    "Białystok",
                    text("Wejście od podwórza, domofon 3.", "", "Entrance from the yard, bell 3."),
                ),
                area="bialystok",
                hours=weekly(range(7), 18, 32),
                alerts=(
                    Alert(
                        text(
                            "Od 1 grudnia do 31 marca noclegownia jest czynna całą dobę.",
                            "מ־1 בדצמבר עד 31 במרץ לינת הלילה פתוחה כל היממה.",
                            "From 1 December to 31 March the night shelter is open day and night.",
                        ),
                        date(2026, 11, 1),
                        date(2027, 3, 31),
                    ),
                ),
                cost="free",
                referral="none",
                conditions=("men", "sober", "identity-document"),
                accessibility=("step-free", "accessible-toilet"),
                languages=("pl", "ru"),
                places=30,
                places_at_most=50,
                residents_of=("bialystok",),
            ),
            Service(
                "cieple-posilki",
                text("Ciepłe posiłki", "ארוחות חמות", "Hot meals"),
                ("meals",),
                ("homeless",),
                description=text("Zupa i chleb.\n\n- na miejscu\n- na wynos", "", "Soup and bread."),
                phones=(PHONE,),
                address=place("ul. Wzorcowa 3"),
                area="bialystok",
                hours=weekly(range(5), 12, 14),
                hours_note=text("Ostatni posiłek o 13:45.", "", "Last meal at 13:45."),
                holidays="closed",
                season=Season((10, 1), (4, 30)),
                cost="free",
                referral="none",
                source=replace(SOURCE, url="https://posilki.example/", seen=date(2026, 2, 1), seen_precision="month"),
            ),
        ),
        CHECKED,
        description=text(
            "Miejsce do spania i ciepły posiłek dla osób w kryzysie bezdomności.",
            "מקום לישון וארוחה חמה לדרי רחוב ולמחוסרי בית.",
            "A place to sleep and a hot meal for people who are homeless.",
        ),
        address=place("ul. Przykładowa 12"),
        area="bialystok",
        website="https://www.przyklad.example/",
        registry={"krs": "0000000000"},
    ),
    Organisation(
        "agudat-yad",
        text("", "אגודת יד מושטת"),
        (
            Service(
                "kav",
                text("", "קו תמיכה בעברית"),
                ("crisis-line",),
                phones=(Phone("1201", "tel:1201", "short", "IL"),),
                hours=weekly((6, 0, 1, 2, 3), 9, 17),
                holidays="unknown",
                cost="free",
                languages=("he",),
            ),
        ),
        Source("מכתב מהארגון", date(2026, 1, 1), "year"),
        original_language="he",
        country="IL",
    ),
    Organisation(
        "lacznosc",
        text(
            "Łączność – Podlaskie Stowarzyszenie Pomocy Osobom w Kryzysie Bezdomności, Wykluczeniu Społecznym "
            "i Długotrwałym Bezrobociu im. św. Brata Alberta w Białymstoku"
        ),
        (
            Service(
                "ogrzewalnia",
                text("Ogrzewalnia", "מקום חם לשהייה וללינה", "Warming room"),
                ("night-shelter",),
                ("homeless",),
                phones=(PHONE,),
                address=place("ul. Wzorcowa 3"),
                area="bialystok",
                hours=ALWAYS,
                cost="free",
                referral="none",
                conditions=("self-care", "pets-welcome"),
            ),
            Service(
                "noclegownia-kobiet",
                text(
                    "Noclegownia dla kobiet z dziećmi",
                    "לינת לילה לנשים ולילדים",
                    "Night shelter for women and children",
                ),
                ("night-shelter",),
                ("homeless",),
                phones=(PHONE,),
                address=place("ul. Przykładowa 40", "Hajnówka", "17-200"),
                area="hajnowka",
                hours=weekly(range(7), 15, 33),
                cost="free",
                referral="required",
                conditions=("women-with-children",),
            ),
            Service(
                "schronisko",
                text("Schronisko", "מסגרת דיור", "Homeless shelter"),
                ("homeless-shelter",),
                ("homeless",),
                phones=(PHONE,),
                address=place("ul. Leśna 1", "Łomża", "18-400"),
                area="lomza",
                service_area=("podlaskie",),
                hours=Hours(),
                status="unverified",
            ),
            Service(
                "zima",
                text("Wóz z zupą", "עגלת מרק", "Soup van"),
                ("meals",),
                ("homeless",),
                phones=(PHONE,),
                area="suwalki",
                hours=weekly((1, 3), 18, 20),
                season=Season((12, 1), (3, 31)),
            ),
        ),
        replace(SOURCE, verified=date(2024, 5, 12)),
    ),
    Organisation(
        "telefon-przyklad",
        text("Telefon Przykład", "", "Example Helpline"),
        (
            Service(
                "linia",
                text("Telefon zaufania dla dorosłych", "קו תמיכה למבוגרים", "Helpline for adults"),
                ("crisis-line", "counselling"),
                phones=(Phone("116 123", "tel:116123", "short", "PL"),),
                hours=ALWAYS,
                holidays="open",
                cost="free",
                referral="none",
            ),
            Service(
                "niebieska",
                text("Przemoc w domu", "אלימות בבית", "Violence at home"),
                ("violence",),
                ("abused",),
                phones=(PHONE,),
                hours=ALWAYS,
                cost="free",
            ),
        ),
        SOURCE,
        phones=(PHONE,),
    ),
    Organisation(
        "osrodek",
        text("Ośrodek Pomocy", "", "Welfare Centre"),
        (
            Service(
                "pracownik",
                text("Pracownik socjalny", "עובדים סוציאליים", "A social worker"),
                ("social-worker", "legal-aid", "detox"),
                phones=(PHONE,),
                email="osrodek@przyklad.example",
                booking=("phone", "in-person"),
                address=place("ul. Długa 2", "Hajnówka", "17-200"),
                area="hajnowka",
                service_area=("powiat-hajnowski",),
                hours=spans((0, 480, 1020), *((day, 450, 930) for day in range(1, 5))),
                cost="free",
            ),
        ),
        SOURCE,
    ),
    Organisation(
        "zamkniete",
        text("Zamknięte Stowarzyszenie"),
        (
            Service(
                "porady",
                text("Porady prawne", "ייעוץ משפטי", "Legal advice"),
                ("legal-aid",),
                phones=(PHONE,),
                area="lomza",
            ),
        ),
        SOURCE,
        status="closed",
        successor="fundacja-przyklad",
        area="lomza",
    ),
)

SETTINGS = Settings(
    name=text("Gdzie znajdę pomoc?", "איפה אפשר לקבל עזרה?", "Where can I get help?"),
    region=text("Województwo podlaskie", "מחוז פודלסיה, פולין", "Podlaskie, Poland"),
    country="PL",
    time_zone="Europe/Warsaw",
    languages=("pl", "he", "en"),
    edition="2026.1",
    edition_date=TODAY,
    publisher=Publisher(text("Fundacja Przykład"), "kontakt@przewodnik.example"),
    contact_email="kontakt@przewodnik.example",
    repository="https://git.example/przewodnik",
    emergency=Phone("112", "tel:112", "emergency", "PL"),
    urgent=(
        UrgentEntry(
            text("Kryzys psychiczny, dorośli", "משבר נפשי, מבוגרים", "Mental health crisis, adults"),
            "telefon-przyklad/linia",
            "head-heart-outline",
        ),
        UrgentEntry(
            text("Przemoc w domu", "אלימות בבית", "Violence at home"),
            "telefon-przyklad/niebieska",
            "shield-home-outline",
        ),
        UrgentEntry(
            text("Ktoś marznie na dworze", "מישהו קופא בחוץ", "Someone freezing outside"),
            "lacznosc/ogrzewalnia",
            "snowflake",
        ),
    ),
    overdue_after_months=12,
    site_url="https://pomoc.example/",
)

ARTICLES = tuple(
    Article(name, {"pl": pl, "he": he, "en": en}, {}, {}, help_types=help_types, order=order, in_footer=in_footer)
    for name, pl, he, en, help_types, order, in_footer in (
        (
            "where-to-look",
            "Gdzie szukać pomocy",
            "איפה מחפשים עזרה",
            "Where to look for help",
            ("night-shelter",),
            10,
            False,
        ),
        ("after-prison", "Po wyjściu z więzienia", "אחרי שחרור מהכלא", "After prison", ("detox",), 20, False),
        ("about-the-data", "O danych", "על המידע", "About the data", (), 90, True),
    )
)

GUIDE = Guide(
    settings=SETTINGS,
    organisations=tuple(sorted(ORGANISATIONS, key=lambda one: one.id)),
    help_groups=HELP_GROUPS,
    help_types=HELP_TYPES,
    target_group_categories=CATEGORIES,
    target_groups=TARGET_GROUPS,
    areas=AREAS,
    articles=ARTICLES,
    today=TODAY,
)


def big_guide(count: int) -> Guide:
    """Many organisations in two towns, for pages that have to be cut."""
    many = tuple(
        Organisation(
            f"punkt-{number:04d}",
            text(f"{'ŁÓŚ'[number % 3]}ódka {number}", "", f"Point {number}"),
            (
                Service(
                    "porady",
                    text("Porady prawne", "ייעוץ משפטי", "Legal advice"),
                    ("legal-aid",),
                    ("homeless",),
                    phones=(PHONE,),
                    area=("bialystok", "hajnowka")[number % 2],
                    hours=weekly(range(5), 8, 16),
                ),
            ),
            SOURCE,
        )
        for number in range(count)
    )
    return replace(GUIDE, organisations=tuple(sorted((*GUIDE.organisations, *many), key=lambda one: one.id)))
