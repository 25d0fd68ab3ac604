"""Which pages there are, and what each says."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from urllib.parse import quote, unquote, urlsplit

import pytest
from markupsafe import Markup

from generator.model import Address, Guide, Hours, Service, Text
from generator.pages import KINDS, Page, Views, addresses, article_list, marked_path, not_found, render, views
from generator.pages.addresses import BOOKLETS, MY_LIST, organisation_path
from generator.pages.article import article_parts
from generator.pages.contact import address, source_words, web_link
from generator.pages.directory import directory
from generator.pages.lists import CARDS_AT_MOST, help_page
from generator.pages.my_list import entries
from generator.pages.organisation import mistake_link, organisation_page
from generator.pages.places import area_page
from generator.pages.service import service_card
from tests.sample_guide import GUIDE, big_guide

LANGUAGES = ("pl", "he", "en")


def pages_of(guide: Guide, language: str) -> dict[str, Page]:
    """All pages of a language by path."""
    return {page.path: page for page in render(views(guide, language))}


PAGES = {language: pages_of(GUIDE, language) for language in LANGUAGES}


def page(path: str, language: str = "pl") -> str:
    """The content of a page of the sample guide."""
    return PAGES[language][path].content


def below(kinds: dict[str, tuple[str, ...]]) -> list[str]:
    """Paths of everything but the articles."""
    return [path for kind, paths in kinds.items() if kind != "article" for path in paths]


@pytest.mark.parametrize("guide", [GUIDE, big_guide(200)], ids=["small", "big"])
def test_addresses_are_those_that_are_rendered(guide: Guide) -> None:
    """The table of addresses and the pages agree in every language; the build adds booklets and my list."""
    expected = sorted(set(below(addresses(guide))) - {BOOKLETS, MY_LIST})
    for language in LANGUAGES:
        assert sorted(made.path for made in render(views(guide, language))) == expected


def test_kinds_name_the_pattern_of_their_paths() -> None:
    """A page's path fits its kind; redirects have no frame and so no kind of their own."""
    for made in PAGES["pl"].values():
        if made.kind != "redirect":
            assert re.fullmatch(KINDS[made.kind].replace("{}", "[^/]+") + r"\.html", made.path), made.path


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_between_pages_arrive(language: str) -> None:
    """Every relative link leads to a page, and every anchor to an id on it."""
    made = PAGES[language]
    known = set(made) | {f"{article.name}.html" for article in GUIDE.articles}
    for one in made.values():
        for href in re.findall(r'<a [^>]*href="([^":]+)"', one.content):
            path, _, anchor = href.partition("#")
            parts = one.path.split("/")[:-1]
            for step in path.split("/") if path else []:
                parts = parts[:-1] if step == ".." else [*parts, step]
            target = "/".join(parts) if path else one.path
            assert target in known, (one.path, href)
            assert not anchor or f'id="{anchor}"' in made[target].content, (one.path, href)


@pytest.mark.parametrize("language", LANGUAGES)
def test_ids_are_unique_and_headings_in_order(language: str) -> None:
    """One h1 a page, no level is skipped, no id repeats, no placeholder is left."""
    for one in PAGES[language].values():
        ids = Counter(re.findall(r'\bid="([^"]+)"', one.content))
        assert max(ids.values(), default=1) == 1, (one.path, ids.most_common(1))
        levels = [int(level) for level in re.findall(r"<h([1-6])", one.content)]
        assert levels[0] == 1, one.path
        assert levels.count(1) == 1, one.path
        assert all(next_one <= level + 1 for level, next_one in itertools.pairwise(levels)), one.path
        assert "\x02" not in one.content
        assert "style=" not in one.content
        assert "<script" not in one.content


def test_the_number_comes_before_the_facts() -> None:
    """On an organisation's page a service's number stands right behind its name."""
    content = page("organisation/fundacja-przyklad.html")
    assert content.index("<h2") < content.index('class="g-call"') < content.index("<dl")


def test_numbers_dial_the_international_form() -> None:
    """A call button shows the national number, isolated, and dials the international one."""
    assert 'href="tel:+48850000000"' in page("help/night-shelter.html", "he")
    assert '<bdi dir="ltr">85 000 00 00</bdi>' in page("help/night-shelter.html", "he")


def test_closed_and_paused_services_are_in_no_list() -> None:
    """Nobody is sent to a closed service; its organisation's page says so and where to go instead."""
    assert "Dawna jadłodajnia" not in page("help/meals.html") + page("area/bialystok.html") + page("a-z.html")
    content = page("organisation/dom-wzorcowy.html")
    closed = content[content.index('id="dawna-jadlodajnia"') :]
    assert "Ta pomoc już nie działa." in closed
    assert 'href="../organisation/fundacja-przyklad.html#cieple-posilki"' in closed
    assert "tel:" not in closed[: closed.index("</section>")]


def test_a_paused_service_keeps_its_number() -> None:
    """Somebody may answer where the help itself is paused."""
    content = page("organisation/dom-wzorcowy.html")
    paused = content[content.index('id="prysznic"') :]
    assert "Ta pomoc jest na razie wstrzymana." in paused
    assert 'href="tel:+48850000000"' in paused[: paused.index("</section>")]


def test_a_closed_organisation_says_where_to_go() -> None:
    """Its page stays, out of the sitemap, and names its successor; A–Z leaves it out."""
    assert "Ta organizacja już nie działa." in page("organisation/zamkniete.html")
    assert 'href="../organisation/fundacja-przyklad.html"' in page("organisation/zamkniete.html")
    assert not PAGES["pl"]["organisation/zamkniete.html"].indexed
    assert "Zamknięte Stowarzyszenie" not in page("a-z.html")


HOURS_IN_WORDS = {
    "pl": ("Codziennie o 15:30", "Zadzwoń i zapytaj.", "Godzin nie znamy"),
    "he": ("כל יום ב־15:30", "התקשרו ושאלו.", "השעות לא ידועות"),
    "en": ("Every day at 15:30", "Call and ask.", "Hours not known"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_hours_in_words_are_hours_that_are_known(language: str) -> None:
    """Where a note is all that is known of them nothing says that they are not known; to call first stays good."""
    note, advice, unknown = HOURS_IN_WORDS[language]
    words = Text({code: said for code, (said, _, _) in HOURS_IN_WORDS.items()}, "pl")
    whole = GUIDE.organisation["fundacja-przyklad"]
    meals = replace(whole.services[1], hours=Hours(), hours_note=words)

    def shown(service: Service) -> list[str]:
        organisation = replace(whole, services=(service,))
        own = views(replace(GUIDE, organisations=(organisation,)), language)
        content = organisation_page(own, organisation).content
        mine = entries(organisation, content)[f"fundacja-przyklad/{service.id}"]
        section = content[content.index('<section class="g-card g-card--service"') :]
        return [str(service_card(own, organisation, service).status), section[: section.index("</section>")], mine]

    for html in shown(meals):
        assert html.count(note) == html.count(advice) == 1 and unknown not in html
    for html in shown(replace(meals, phones=())):
        assert html.count(note) == 1 and advice not in html and unknown not in html
    for html in shown(replace(meals, hours_note=None)):
        assert unknown in html and advice not in html


def test_a_page_of_help_in_a_place_exists_only_with_a_service() -> None:
    """A place where nobody helps with something has no page for it: no dead end."""
    paths = addresses(GUIDE)["help-area"]
    assert "help/night-shelter/hajnowka.html" in paths
    assert "help/night-shelter/powiat-hajnowski.html" in paths
    assert "help/night-shelter/lomza.html" not in paths


def test_services_of_wider_areas_stand_in_their_own_section() -> None:
    """What serves the voivodeship or the country is shown in every town, after what is there."""
    content = page("area/hajnowka.html")
    assert "Także dla osób z województwa podlaskiego" in content
    assert "Także dla osób z całego kraju" in content
    assert content.index("Kto pomaga") < content.index("Schronisko</span>")
    assert "קו תמיכה" not in content, "a line of another country is not for the people of a Polish town"


def test_a_place_without_services_is_said_in_words() -> None:
    """A count of no places reads as if all beds were taken; what serves wider areas is there."""
    lapy = replace(GUIDE.area["lomza"], id="lapy")
    guide = replace(GUIDE, areas=(*GUIDE.areas, lapy))
    for language, words in (("pl", "Nie znamy tu jeszcze"), ("he", "עדיין לא ידוע לנו כאן"), ("en", "We know of no")):
        content = area_page(views(guide, language), lapy).content
        assert words in content and "0 " not in content.partition('class="g-place"')[2].partition("</p>")[0]
        assert "g-row" in content


def test_what_is_accessible_stands_in_lines_of_its_own() -> None:
    """Joined by "and", no steps would take the toilet away, too."""
    assert "בלי מדרגות<br>שירותים נגישים" in page("organisation/fundacja-przyklad.html", "he")


def test_a_title_begins_with_a_capital() -> None:
    """In a sentence it is „województwo podlaskie”."""
    assert pages_of(GUIDE, "pl")["area/podlaskie.html"].title == "Województwo podlaskie"


def test_long_lists_are_cut_by_place() -> None:
    """More than twenty services: towns with counts instead of cards."""
    made = pages_of(big_guide(60), "pl")
    assert "g-card" not in made["help/legal-aid.html"].content
    assert 'href="../help/legal-aid/bialystok.html"' in made["help/legal-aid.html"].content
    assert "g-card" not in made["for/homeless.html"].content


def test_a_long_list_of_one_town_ends_in_links() -> None:
    """Twenty cards, then a link to each of the others; none is lost, none stands twice."""
    guide = big_guide(200)
    entries = directory(guide).of_help_and_area["legal-aid", "hajnowka"]
    found = pages_of(guide, "pl")["help/legal-aid/hajnowka.html"].content
    links = re.findall(r'href="\.\./\.\./(organisation/[^"]+#[^"]+)"', found)
    assert len(entries) > CARDS_AT_MOST and found.count('<article class="g-card') == CARDS_AT_MOST
    expected = {f"{organisation_path(one.organisation)}#{one.facts.service}" for one in entries}
    assert expected <= set(links) and len(set(links)) == len(links)


def test_no_service_is_lost_from_a_list_that_is_cut() -> None:
    """Above the places all lines and all that serve only a region; from a town a link to what serves its region."""
    many = big_guide(3 * CARDS_AT_MOST)
    line = many.organisation["punkt-0000"].services[0]
    wide = [
        replace(one, services=(replace(line, area="", service_area=(("podlaskie",), ())[number % 2]),))
        for number, one in enumerate(one for one in many.organisations if one.id.startswith("punkt-"))
    ]
    guide = replace(GUIDE, organisations=tuple(sorted((*GUIDE.organisations, *wide), key=lambda one: one.id)))
    made = pages_of(guide, "pl")
    found = set(re.findall(r'href="\.\./(organisation/[^"]+#porady)"', made["help/legal-aid.html"].content))
    assert {f"{organisation_path(one)}#porady" for one in wide} <= found
    town = made["help/legal-aid/hajnowka.html"].content
    assert re.search(r'href="\.\./\.\./help/legal-aid/podlaskie\.html">.{0,120}i jeszcze 1\d<', town, re.DOTALL)


def test_what_is_abroad_says_so_and_stands_behind() -> None:
    """A short number of another country answers nobody here: the country stands above it, on cards and on its page."""
    cards = page("help/crisis-line.html").split('<article class="g-card">')[1:]
    abroad = [card for card in cards if "Izrael</strong>" in card.partition("g-card__call")[0]]
    assert abroad and cards[-len(abroad) :] == abroad and len(abroad) < len(cards)


def test_a_to_z_is_cut_by_letter_when_long() -> None:
    """Above 150 entries each letter has a page, named in ASCII, in every language."""
    paths = addresses(big_guide(200))["a-z-letter"]
    assert "a-z/l-with-stroke.html" in paths
    assert "a-z/alef.html" in paths
    assert addresses(GUIDE)["a-z-letter"] == ()


def test_sensitive_pages_do_not_give_themselves_away() -> None:
    """Title and description are neutral, and a way out stands above the heading."""
    for path, title in (
        ("help/safe.html", "Bezpieczne miejsce"),
        ("for/safety.html", "Bezpieczeństwo"),
        ("organisation/telefon-przyklad.html", "Kontakt i godziny otwarcia"),
    ):
        made = PAGES["pl"][path]
        assert made.title == title
        assert "przemoc" not in (made.title + made.description).lower()
        assert made.content.index("data-leave") < made.content.index("<h1")
    assert "data-leave" not in page("help/meals.html")


@pytest.mark.parametrize(
    ("street", "of_record", "marks"),
    [
        ("ul. Długa 3 (wejście od podwórza)", "pl", ' lang="pl" dir="ltr"'),
        ("ul. Długa 3 (wejście od podwórza)", "he", ' dir="ltr"'),
        ("רחוב יפו 97 (בחצר)", "he", ' dir="rtl"'),
        ("רחוב יפו 97 (בחצר)", "pl", ' dir="rtl"'),
        ("97", "he", ' dir="rtl"'),
    ],
)
def test_an_address_is_read_as_its_letters_are(street: str, of_record: str, marks: str) -> None:
    """On a Hebrew page: a Latin street in a Hebrew record would lose its last bracket to the other side."""
    shown = address(Address(street), replace(GUIDE.organisations[0], original_language=of_record), views(GUIDE, "he"))
    assert shown == f'<bdi class="g-address"{marks}>{street}</bdi>'


def test_a_place_with_nothing_but_coordinates_has_no_address() -> None:
    """There would be nothing to read: a label without words."""
    organisation = GUIDE.organisations[0]
    service = replace(organisation.services[0], address=Address(latitude=53.1, longitude=23.2))
    content = organisation_page(views(GUIDE, "he"), replace(organisation, services=(service,))).content
    assert "<dd></dd>" not in content and "<dd>" in content


def test_a_missing_translation_shows_the_original_and_says_so() -> None:
    """The Polish text stands on the Hebrew page with its language, direction and a sentence about it."""
    content = page("organisation/fundacja-przyklad.html", "he")
    assert '<div lang="pl" dir="ltr"><p>Zupa i chleb.</p>' in content
    assert "הטקסט הזה קיים רק בפולנית." in content
    assert '<h1 class="g-title"><span lang="pl" dir="ltr">Fundacja Przykład</span></h1>' in content


def test_confirmation_is_said_in_words() -> None:
    """Confirmed, confirmed long ago, never: each says so, and "before you go" only where one goes."""
    assert "Potwierdzone 12 maja 2026" in page("organisation/fundacja-przyklad.html")
    assert "Potwierdzone dawno: 12 maja 2024. Zadzwoń, zanim pójdziesz." in page("organisation/lacznosc.html")
    assert "Jeszcze niepotwierdzone.<" in page("organisation/telefon-przyklad.html")
    assert "Nie wiemy na pewno, czy to nadal działa." in page("help/homeless-shelter.html")


def test_sources_have_their_dates() -> None:
    """A day, a month or a year, and a source without an address is words, isolated in whatever script they are."""
    content = page("organisation/fundacja-przyklad.html")
    assert "przyklad.example</bdi></a>, 3 marca 2026." in content
    assert "posilki.example</bdi></a>, luty 2026." in content
    assert "מקור: <bdi>מכתב מהארגון</bdi>, 2026." in page("organisation/agudat-yad.html", "he")


def test_the_list_of_sources_isolates_words() -> None:
    """Those that are no address, as on the pages of their records."""
    parts = article_parts(views(GUIDE, "he"), GUIDE.articles[0], ["sources"])
    assert "<li><bdi>מכתב מהארגון</bdi></li>" in parts["sources"]


def test_a_source_in_words_is_read_out_in_the_language_of_its_record() -> None:
    """By a screen reader on pages of other languages; what is in other letters is in nobody knows which."""
    assert '<bdi lang="he">מכתב מהארגון</bdi>' in page("organisation/agudat-yad.html", "pl")
    polish = article_parts(views(GUIDE, "pl"), GUIDE.articles[0], ["sources"])
    assert '<li><bdi lang="he">מכתב מהארגון</bdi></li>' in polish["sources"]
    assert source_words("Knesset, 2021-05-11", "he", "pl") == "<bdi>Knesset, 2021-05-11</bdi>"


def test_a_mistake_is_reported_with_the_record_and_the_page() -> None:
    """The mail's subject names the record, its body the page's address in full."""
    href = re.search(r'href="(mailto:kontakt[^"]+)"', page("organisation/fundacja-przyklad.html", "en"))
    assert href
    assert "+" not in href[1]
    words = unquote(href[1].replace("&amp;", "&"))
    assert "subject=Mistake in the guide: fundacja-przyklad&body=Page: " in words
    assert "https://pomoc.example/en/organisation/fundacja-przyklad.html" in words


@pytest.mark.parametrize("name", ["dom", "dom.1", "dom z ą", "a/b", "100%"])
def test_the_link_that_reports_a_mistake_is_quoted_whole(name: str) -> None:
    """Whatever a record is called, the link is the one that quoting all of it would make."""
    of_english = views(GUIDE, "en")
    organisation = replace(GUIDE.organisations[0], id=name)
    path = organisation_path(organisation)
    body = f"Page: {of_english.absolute(path)}\r\n\r\nWhat is wrong:\r\n\r\nWhat is right, and how you know:"
    subject = quote(f"Mistake in the guide: {name}", safe="")
    expected = f"mailto:{GUIDE.settings.contact_email}?subject={subject}&body={quote(body, safe='')}"
    assert mistake_link(of_english, organisation, path) == expected


def test_a_summary_is_in_the_language_of_its_page() -> None:
    """Who gets a link to a Hebrew page is not told in Polish what it is about."""
    about = Text({"pl": "Schronisko dla mężczyzn."}, "pl")
    organisation = replace(GUIDE.organisations[0], description=about)
    help_type = replace(GUIDE.help_types[0], sensitive=False, description=about)
    for language, words in (("pl", "Schronisko dla mężczyzn."), ("he", "טלפונים")):
        pages = organisation_page(views(GUIDE, language), organisation), help_page(views(GUIDE, language), help_type)
        assert all(words in page.description for page in pages), language


@pytest.mark.parametrize(
    "about", ["Zupa i chleb.", "długie słowa " * 40, "a \n " * 300, " " * 500 + "chleb " * 60, "x" * 400]
)
def test_a_summary_is_that_of_the_whole_description(about: str) -> None:
    """It does not show that most of a long description is not looked at."""
    words = " ".join(about.split())
    cut = words if len(words) <= 155 else words[:154].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"
    organisation = replace(GUIDE.organisations[0], description=Text({"pl": about}, "pl"))
    assert organisation_page(views(GUIDE, "pl"), organisation).description == cut


HOSTS = (
    "a.example",
    "www.a.example",
    "A.Example",
    "a.example:80",
    "u@a.example",
    "żółw.example",
    "[::1]",
    "a_b.example",
    "-",
)
ENDS = ("", "/", "/a?b#c", "?b", "#c", "\\d", " d", '"', "/<b>")


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("scheme", ["https://", "http://", "HTTPS://"])
def test_a_link_names_its_host(scheme: str, host: str, end: str) -> None:
    """The short way to a host finds what the standard library finds."""
    url = f"{scheme}{host}{end}"
    try:
        found = (urlsplit(url.strip()).hostname or url).removeprefix("www.")
    except ValueError:
        with pytest.raises(ValueError):
            web_link(url)
        return
    expected = Markup('<a href="{}" rel="noreferrer"><bdi dir="ltr">{}</bdi></a>').format(url, found)
    assert web_link(url) == expected


def test_what_services_share_is_made_once_for_each_language() -> None:
    """A function is asked once for each key, by each language for itself."""
    asked = []

    def made(of: Views, one: str, other: int) -> str:
        asked.append((of.language, one, other))
        return f"{of.language} {one} {other}"

    polish, hebrew = views(GUIDE, "pl"), views(GUIDE, "he")
    said = [of.once(made, *key) for of in (polish, hebrew, polish) for key in (("a", 1), ("a", 2))]
    assert said == ["pl a 1", "pl a 2", "he a 1", "he a 2", "pl a 1", "pl a 2"]
    assert asked == [("pl", "a", 1), ("pl", "a", 2), ("he", "a", 1), ("he", "a", 2)]


def test_hours_are_known_by_their_expression() -> None:
    """Services with other hours show other hours, also those whose kind is all that is known."""
    of_polish = views(GUIDE, "pl")
    every = {service.hours for one in GUIDE.organisations for service in one.services}
    assert len({(one.kind, one.spans) for one in every}) == len({one.expression or one.kind for one in every})
    for hours in every:
        assert of_polish.hours(hours).rows == of_polish.strings.hours(hours)


def test_alerts_and_dates_follow_today() -> None:
    """An alert is shown on its days; a service that is over leaves the lists."""
    alert = "noclegownia jest czynna całą dobę"
    assert alert in page("organisation/fundacja-przyklad.html")
    spring = pages_of(replace(GUIDE, today=date(2027, 5, 1)), "pl")
    assert alert not in spring["organisation/fundacja-przyklad.html"].content
    assert "Tylko od 1 października do 30 kwietnia." in spring["help/meals.html"].content


def test_hours_carry_what_the_clock_needs() -> None:
    """Minutes from Monday; an overnight span passes midnight; no claim out of season."""
    content = page("help/night-shelter/hajnowka.html")
    assert 'data-week="900-1980 2340-3420' in content
    assert 'class="g-clock"' in content
    soup = page("area/suwalki.html") + page("for/homeless.html")
    assert 'data-week="2520-' not in soup
    israel = page("organisation/agudat-yad.html")
    assert 'data-zone="Asia/Jerusalem"' in israel
    assert "data-holidays" not in israel[: israel.index("g-clock")]


@pytest.mark.parametrize(
    ("organisation", "found"),
    [
        ("dom-wzorcowy", ["help/night-shelter/bialystok", "help/meals"]),
        ("telefon-przyklad", ["help/crisis-line"]),
        ("osrodek", []),
    ],
)
def test_an_organisation_leads_to_others_that_help_alike(organisation: str, found: list[str]) -> None:
    """Near its place where there are others, else anywhere; not where it is the only one."""
    _, _, behind = page(f"organisation/{organisation}.html").partition("Zobacz też")
    assert re.findall(r'href="\.\./(help/[a-z/-]*)\.html"', behind) == found


def test_redirects_are_whole_documents() -> None:
    """A former address leads on without script, in every language."""
    for language, prefix in (("pl", ""), ("he", "he/"), ("en", "en/")):
        content = page("organisation/dom-dawny.html", language)
        assert content.startswith("<!doctype html>")
        assert '<meta http-equiv="refresh" content="0; url=dom-wzorcowy.html">' in content
        assert f'<link rel="canonical" href="https://pomoc.example/{prefix}organisation/dom-wzorcowy.html">' in content
        assert '<a href="dom-wzorcowy.html">' in content
        assert 'http-equiv="Content-Security-Policy" content="default-src \'none\';' in content


def test_not_found_speaks_every_language() -> None:
    """One page, three languages, addresses in full."""
    made = not_found([views(GUIDE, language) for language in LANGUAGES])
    assert re.findall(r'<section class="g-section" lang="(\w+)" dir="(\w+)">', made.content) == [
        ("pl", "ltr"),
        ("he", "rtl"),
        ("en", "ltr"),
    ]
    links = re.findall(r'<a [^>]*href="([^"]+)"', made.content)
    assert links and all(href.startswith("https://pomoc.example/") for href in links)


def test_marks_in_articles_lead_to_pages() -> None:
    """`[[id]]` resolves to a path, an unknown one to nothing."""
    found = {
        "fundacja-przyklad": "organisation/fundacja-przyklad.html",
        "fundacja-przyklad/noclegownia": "organisation/fundacja-przyklad.html#noclegownia",
        "help:violence": "help/safe.html",
        "area:hajnowka": "area/hajnowka.html",
        "urgent": "urgent.html",
        "a-z": "a-z.html",
        "nobody": None,
        "fundacja-przyklad/nothing": None,
        "help:nothing": None,
    }
    assert {mark: marked_path(GUIDE, mark) for mark in found} == found


def test_articles_list_the_services_that_they_name() -> None:
    """An article's list has the cards of its kinds of help, one heading level lower."""
    content = article_list(views(GUIDE, "pl"), GUIDE.articles[0])
    assert content.count('<article class="g-card">') == 4
    assert "<h3" in content
    assert "<h2" not in content
    assert article_list(views(GUIDE, "pl"), GUIDE.articles[2]) == ""


def test_pages_are_the_same_each_time() -> None:
    """Nothing depends on the order of a set or on what was rendered before."""
    assert pages_of(GUIDE, "he") == PAGES["he"]
