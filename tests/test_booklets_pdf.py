"""The real PDFs, read back by programs that nobody here wrote: what they claim, say, show and lead to."""

from __future__ import annotations

import io
import re
import statistics
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pdfplumber
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageFilter

from generator.booklets import engine, formats
from generator.booklets.booklet import READING, Print, need_path, prepared, source
from generator.booklets.imposition import order, padded
from generator.booklets.selection import selection
from generator.booklets.words import characters
from generator.load import load
from generator.pages import addresses
from generator.pages.addresses import organisation_path
from tests.built import TODAY, copy_of_guide, guide
from tests.conftest import wanting

ROOT = Path(__file__).parents[1]
GUIDE = load(ROOT, date(2026, 11, 22))[0]
LANGUAGES = GUIDE.settings.languages
A5, A4 = (419.53, 595.28), (595.28, 841.89)
EDGE = 14
"""Points at the edge of the paper that printers cannot reach: 5 mm."""


@dataclass
class Printed:
    """A PDF with what is known of it."""

    made: formats.Made
    print_: Print

    @property
    def name(self) -> str:
        return self.made.name

    @property
    def hebrew(self) -> bool:
        return self.made.language == "he"

    @cached_property
    def document(self) -> pikepdf.Pdf:
        return pikepdf.open(io.BytesIO(self.made.pdf))

    @cached_property
    def pages(self) -> list[list[dict]]:
        """The letters of each page: text, x0, x1, top, bottom, size, colour."""
        with pdfplumber.open(io.BytesIO(self.made.pdf)) as pdf:
            return [page.chars for page in pdf.pages]

    @cached_property
    def words(self) -> list[str]:
        """The text of each page, letters in the order in which they are drawn, spaces left out."""
        return ["".join(re.sub(r"\s", "", one["text"]) for one in chars) for chars in self.pages]


@pytest.fixture(scope="module")
def printed(audit: str) -> dict[tuple[str, str, str], Printed]:
    """Every format of one edition; of all editions in an audit."""
    found = {}
    for edition in GUIDE.settings.editions:
        if audit == "no" and edition.id != "powiat-hajnowski":
            continue
        for language in LANGUAGES:
            print_ = prepared(GUIDE, selection(GUIDE, edition), language)
            for made in formats.made(GUIDE, edition, language, formats.FORMATS):
                found[edition.id, language, made.format] = Printed(made, print_)
    return found


def of(printed: dict, *wanted: str) -> Iterator[Printed]:
    """The files of some formats."""
    return (one for (_edition, _language, form), one in printed.items() if form in wanted)


ACCESSIBLE = ("booklet", "large", "sheet")
FOLDED = ("imposed", "fronts", "backs", "card")


def claims(document: pikepdf.Pdf) -> tuple[str | None, str | None, str | None]:
    """PDF/UA part, PDF/A part and level, as the metadata claim them."""
    if "/Metadata" not in document.Root:
        return None, None, None
    text = document.Root.Metadata.read_bytes().decode()
    found = [re.search(rf"<{name}>([^<]+)<", text) for name in ("pdfuaid:part", "pdfaid:part", "pdfaid:conformance")]
    return tuple(match[1] if match else None for match in found)


def test_what_is_read_claims_accessibility(printed) -> None:
    """Booklet, large print and sheet are PDF/UA-1 and PDF/A-2a: the engine proves it while it compiles."""
    for one in of(printed, *ACCESSIBLE):
        assert claims(one.document) == ("1", "2", "A"), one.name
        assert dict(one.document.Root.MarkInfo) == {"/Marked": True}  # poppler calls anything else a syntax error


def test_what_is_folded_claims_nothing_and_names_the_other(printed) -> None:
    """A folded sheet has no reading order; its subject names the file that has."""
    for one in of(printed, *FOLDED):
        assert claims(one.document) == (None, None, None), one.name
        assert "/StructTreeRoot" not in one.document.Root
        said = str(one.document.docinfo["/Subject"])
        form = "sheet" if one.made.format == "card" else "booklet"
        assert formats.file_name(one.made.edition, one.made.language, form) in said


def test_documents_name_title_language_and_direction(printed) -> None:
    """What a screen reader says first, and which way the pages turn; of sheets to fold, too."""
    for one in of(printed, *ACCESSIBLE, "imposed", "fronts", "backs"):
        root = one.document.Root
        assert str(root.Lang) == one.made.language
        assert one.print_.title in str(one.document.docinfo["/Title"])
        assert root.ViewerPreferences.DisplayDocTitle
        assert str(root.ViewerPreferences.get("/Direction", "/L2R")) == ("/R2L" if one.hebrew else "/L2R")


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """Every element of the structure tree."""
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from elements(one)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        yield from elements(node.get("/K", pikepdf.Array()))


def test_every_picture_that_speaks_has_its_words(printed) -> None:
    """QR codes say their address, a mark its meaning; pictograms beside words are decoration."""
    for one in of(printed, *ACCESSIBLE):
        figures = [node for node in elements(one.document.Root.StructTreeRoot.K) if str(node.S) == "/Figure"]
        assert figures, one.name
        assert all(str(node.get("/Alt", "")).strip() for node in figures)
        assert any(GUIDE.settings.site_url in str(node.Alt) for node in figures)


def test_bookmarks_lead_to_chapters_and_entries(printed) -> None:
    """Every chapter and, below it, every entry."""
    for one in of(printed, "booklet", "large"):
        with one.document.open_outline() as outline:
            titles = [str(item.title).replace("\u00a0", " ") for item in outline.root]
            below = sum(
                len(item.children) + sum(len(child.children) for child in item.children) for item in outline.root
            )
        chapters = one.print_.chosen.chapters
        names = [chapter.group.name.in_language(one.made.language).words for chapter in chapters]
        assert [title for title in titles if title in names] == names
        assert below >= sum(len(chapter.items) for chapter in chapters)


def test_all_emergency_numbers_stand_on_the_second_page(printed) -> None:
    """Also at 18 points: whoever sees little does not turn the page to look for the rest."""
    for one in of(printed, "booklet", "large"):
        numbers = [number.text for row in one.print_.urgent_rows() for number in row["numbers"]]
        assert len(numbers) > 5
        assert not [text for text in numbers if re.sub(r"\s", "", text) not in one.words[1]], one.name


def test_the_cover_is_one_page_and_the_emergency_is_the_second(printed) -> None:
    """However long the title."""
    for one in of(printed, "booklet", "large"):
        assert engine.first_bookmarks(one.made.pdf)[0] == 2
        assert GUIDE.settings.emergency.display in one.words[0]
        assert GUIDE.settings.emergency.display in one.words[1]
        assert GUIDE.settings.emergency.display in one.words[-1]


def test_nothing_passes_over_the_edge_or_lies_on_something_else(printed) -> None:
    """Every letter within what a printer reaches, and no two letters in the same place."""
    for one in of(printed, *ACCESSIBLE, "card"):
        width, height = (A4[1], A4[0]) if one.made.format == "card" else A5 if one.made.format == "booklet" else A4
        for number, chars in enumerate(one.pages, 1):
            marks = [char for char in chars if char["text"].strip() and char["x1"] - char["x0"] > 0.5]
            out = [
                char["text"]
                for char in marks
                if char["x0"] < EDGE
                or char["x1"] > width - EDGE
                or char["top"] < EDGE
                or char["bottom"] > height - EDGE
            ]
            assert not out, f"{one.name} page {number}: {''.join(out)}"
            middles = [(round((c["x0"] + c["x1"]) / 4), round((c["top"] + c["bottom"]) / 4)) for c in marks]
            # Letters of one word never share a middle; text set over text does.
            assert len(middles) - len(set(middles)) <= 0.03 * len(middles) + 2, f"{one.name} page {number}"


def test_no_type_is_under_nine_points(printed) -> None:
    """On a sheet or a card, as in a booklet; large print has 18 points, in its pictures' captions 16."""
    for one in of(printed, *ACCESSIBLE, "card"):
        smallest = min(char["size"] for chars in one.pages for char in chars if char["text"].strip())
        assert smallest >= (16 if one.made.format == "large" else 9) - 0.01, f"{one.name}: {smallest}"


def lines_of(chars: list[dict]) -> list[str]:
    """The lines of a page in the order in which they are drawn."""
    lines: list[list[dict]] = []
    for char in chars:
        before = lines[-1][-1] if lines else None
        if before is None or abs(char["bottom"] - before["bottom"]) > 0.5 * max(char["size"], before["size"]):
            lines.append([])
        lines[-1].append(char)
    return ["".join(char["text"] for char in line).replace("\u00a0", " ").strip() for line in lines]


def test_no_polish_line_ends_in_a_word_of_one_letter(printed) -> None:
    """Nor in an abbreviation before its name, in Polish names within the other languages either."""
    found = [
        f"{one.name}: {line}"
        for one in of(printed, "booklet", "large", "sheet")
        for chars in one.pages
        for line in lines_of(chars)
        if re.search(r"(?:^|\s)(?:[iouwzIOUWZ]|(?:ul|św|im)\.|[Nn]r)$", line)
    ]
    assert not found


def test_no_line_ends_within_hours(printed) -> None:
    """From when until when is read in one go."""
    for one in of(printed, "booklet", "large", "sheet"):
        ends = [line for chars in one.pages for line in lines_of(chars) if re.search(r"\b(?:od|do|to|עד|משעה)$", line)]
        assert not [line for line in ends if re.search(r"\d:\d\d", line)], f"{one.name}: {ends}"


def codes(page: pdfplumber.page.Page) -> list[tuple[float, float, float, float]]:
    """Where the QR codes of a page are: left, top, right, bottom of the dots."""
    found: list[list[dict]] = []
    usual = statistics.mode(round(one["height"], 2) for one in page.rects) if len(page.rects) > 100 else 0
    dots = [one for one in page.rects if abs(one["height"] - usual) < 0.05]  # pictograms have rectangles too
    for dot in sorted(dots, key=lambda one: one["top"]):
        if not found or dot["top"] - found[-1][-1]["top"] > 20:
            found.append([])
        found[-1].append(dot)
    return [
        (
            min(dot["x0"] for dot in dots),
            min(dot["top"] for dot in dots),
            max(dot["x1"] for dot in dots),
            max(dot["bottom"] for dot in dots),
        )
        for dots in found
        if len(dots) > 100
    ]


def test_no_word_runs_into_a_code(printed) -> None:
    """A long word in the title of a chapter gets smaller type, in large print too."""
    seen = 0
    for one in of(printed, "booklet", "large"):
        with pdfplumber.open(io.BytesIO(one.made.pdf)) as pdf:
            for number, page in enumerate(pdf.pages, 1):
                for left, top, right, bottom in codes(page):
                    seen += 1
                    around = page.crop((left - 4, top - 4, right + 4, bottom + 4)).chars
                    assert not [char["text"] for char in around if char["text"].strip()], f"{one.name} page {number}"
    assert seen > 10


def holds(page: str, line: str) -> bool:
    """Whether a page's text has the words of a line; Hebrew ones are drawn from their last letter to their first."""
    return all(word in page or word[::-1] in page for word in re.split(r"[\s\u2060]+", line))


def test_contents_lead_to_the_pages_they_name(printed) -> None:
    """The number behind each line is the page on which that heading stands."""
    for one in of(printed, "booklet", "large"):
        with one.document.open_outline() as outline:
            titles = [re.sub(r"\s", "", str(item.title)) for item in outline.root]
        starts = list(zip(titles, engine.first_bookmarks(one.made.pdf), strict=True))
        if one.hebrew:
            starts = [(title[::-1], page) for title, page in starts]
        contents = [page for page in one.words if all(f"{title}{number}" in page for title, number in starts)]
        assert len(starts) > 5 and len(contents) == 1, one.name


def test_every_sheet_of_paper_says_its_edition(printed) -> None:
    """Pages are copied one by one and live for years: each names the edition and its day."""
    for one in of(printed, "booklet", "large", "sheet"):
        for number, page in enumerate(one.words, 1):
            assert holds(page, characters(one.print_.edition_line()).replace(",", "")), f"{one.name} page {number}"


def test_print_says_what_to_do_when_nobody_answers(printed) -> None:
    """In booklets, on sheets and on cards."""
    for one in of(printed, "booklet", "large", "sheet", "card"):
        said = characters(one.print_.no_answer())
        assert any(holds(page, said.rstrip(".")) for page in one.words), one.name


def test_marks_for_folding_and_cutting_can_be_printed(printed) -> None:
    """Not in the edge that office printers leave white."""
    for one in of(printed, "imposed", "card"):
        with pdfplumber.open(io.BytesIO(one.made.pdf)) as pdf:
            page = pdf.pages[0]
            upright = [mark for mark in page.lines if mark["x1"] - mark["x0"] < 1]
            lying = [mark for mark in page.lines if mark["bottom"] - mark["top"] < 1 and mark["x1"] - mark["x0"] < 20]
            middle = [mark for mark in upright if abs(mark["x0"] - page.width / 2) < 1]
            for ends in ([mark["top"] for mark in middle], [page.height - mark["bottom"] for mark in middle]):
                assert middle and EDGE <= min(ends) < 2 * EDGE, one.name
            if one.made.format == "card":
                assert sorted(round(mark["x0"]) for mark in lying) == [EDGE, round(page.width) - 2 * EDGE], one.name


def test_only_our_font_is_embedded(printed) -> None:
    """Neither the system's fonts nor a fallback."""
    for one in printed.values():
        names = {char["fontname"].partition("+")[2] for chars in one.pages for char in chars}
        assert names <= {"Rubik-Regular", "Rubik-Bold"}, one.name


def test_print_is_black_only(printed) -> None:
    """Any printer will do: every pixel is grey between black and white."""
    for one in of(printed, "booklet", "sheet", "card"):
        page = pypdfium2.PdfDocument(one.made.pdf)[0].render(scale=0.5).to_pil().convert("RGB")
        assert all(red == green == blue for _count, (red, green, blue) in page.getcolors(2**24)), one.name


def expected_phones(print_: Print) -> set[str]:
    """The numbers of an edition's services, as the YAML has them."""
    chosen = print_.chosen
    items = [*chosen.urgent, *(item for chapter in chosen.chapters for item in chapter.items)]
    return {phone.display for item in items for phone in item.service.phones}


def test_phones_are_those_of_the_data(printed) -> None:
    """Every number of every service, and as links no other."""
    for one in of(printed, "booklet", "large"):
        text = "".join(one.words)
        for phone in expected_phones(one.print_):
            assert phone.replace(" ", "") in text, f"{one.name}: {phone}"
        links = {
            str(note.A.URI)
            for page in one.document.pages
            for note in page.get("/Annots", [])
            if "/A" in note and str(note.A.get("/URI", "")).startswith("tel:")
        }
        chosen = one.print_.chosen
        items = [*chosen.urgent, *(item for chapter in chosen.chapters for item in chapter.items)]
        uris = {phone.uri for item in items for phone in item.service.phones}
        assert links == uris | {GUIDE.settings.emergency.uri}, one.name


def test_entries_are_those_of_the_data(printed) -> None:
    """The index finds every service by its id."""
    for one in of(printed, "booklet", "large"):
        names = set(pikepdf.NameTree(one.document.Root.Names.Dests).keys())
        wanted = {
            f"entry-{item.organisation.id}-{item.service.id}"
            for chapter in one.print_.chosen.chapters
            for item in chapter.items
        }
        assert {name for name in names if name.startswith("entry-")} == wanted


def test_phones_and_ids_are_those_of_the_site(printed, site) -> None:
    """In each language a number in a booklet stands on the site's page of the same organisation."""
    for one in of(printed, "booklet"):
        prefix = "" if one.made.language == LANGUAGES[0] else f"{one.made.language}/"
        for chapter in one.print_.chosen.chapters:
            for item in chapter.items:
                page = (site.folder / f"{prefix}{organisation_path(item.organisation)}").read_text("utf-8")
                assert f'id="{item.service.id}"' in page
                for phone in item.service.phones:
                    assert f'href="{phone.uri}"' in page, f"{item.key}: {phone.display}"


def test_chapters_lead_to_pages_of_the_site() -> None:
    """The addresses in QR codes are in the site's table of addresses."""
    known = set(addresses(GUIDE)["need"])
    for edition in GUIDE.settings.editions:
        assert {need_path(chapter) for chapter in selection(GUIDE, edition).chapters} <= known


def digits_in_sight(chars: list[dict]) -> list[list[dict]]:
    """Lines of digits as they stand on paper, left to right."""
    lines: dict[tuple[int, float], list[dict]] = {}
    for char in chars:
        if char["text"].isdigit():
            lines.setdefault((round(char["bottom"]), round(char["size"])), []).append(char)
    return [sorted(line, key=lambda char: char["x0"]) for line in lines.values()]


def test_numbers_are_read_from_left_to_right(printed) -> None:
    """On paper, the digits of every phone stand at growing x, in Hebrew too."""
    for one in of(printed, "booklet", "large", "sheet"):
        if not one.hebrew:
            continue
        seen = ["".join(char["text"] for char in line) for chars in one.pages for line in digits_in_sight(chars)]
        for phone in expected_phones(one.print_) if one.made.format != "sheet" else ():
            wanted = re.sub(r"\D", "", phone)
            assert any(wanted in line for line in seen), f"{one.name}: {phone}"
        backwards = {re.sub(r"\D", "", phone)[::-1] for phone in expected_phones(one.print_) if len(phone) > 6}
        assert not any(number in line for number in backwards for line in seen)


def test_times_are_read_from_left_to_right(printed) -> None:
    """`8:00` is not `00:8`: the hour stands left of its minutes."""
    for one in of(printed, "booklet", "sheet"):
        for chars in one.pages:
            for index, char in enumerate(chars[1:-1], 1):
                before, after = chars[index - 1], chars[index + 1]
                if char["text"] == ":" and before["text"].isdigit() and after["text"].isdigit():
                    assert before["x0"] < char["x0"] < after["x0"], one.name


def photocopied(page: pypdfium2.PdfPage) -> Image.Image:
    """A page after a poor copier: 150 dpi, a little askew, blurred, grey, hard contrast."""
    picture = page.render(scale=150 / 72).to_pil().convert("L")
    picture = picture.rotate(1.5, fillcolor=255, resample=Image.Resampling.BICUBIC)
    picture = picture.filter(ImageFilter.GaussianBlur(1.1))
    noise = Image.effect_noise(picture.size, 60).convert("L")
    return Image.blend(picture, noise, 0.12).point(lambda value: 0 if value < 135 else 255)


@pytest.mark.parametrize(
    "kinds", [("booklet", "sheet", "card"), pytest.param(("large",), marks=pytest.mark.audit)], ids="-".join
)
def test_every_code_is_read_after_a_photocopier(printed, kinds: tuple[str, ...]) -> None:
    """The home page's code and one for each chapter, and nothing else."""
    for one in of(printed, *kinds):
        document = pypdfium2.PdfDocument(one.made.pdf)
        read = {code.text for page in document for code in zxingcpp.read_barcodes(photocopied(page))}
        wanted = {one.print_.address()}
        if one.made.format in ("booklet", "large"):
            wanted |= {one.print_.address(need_path(chapter)) for chapter in one.print_.chosen.chapters}
        assert read == wanted, one.name


def test_the_same_bytes_come_twice(printed) -> None:
    """Another process, another day: the same file."""
    for one in of(printed, "booklet", "imposed"):
        again = [
            made.pdf
            for made in formats.made(GUIDE, one.print_.chosen.edition, one.made.language, (one.made.format,))
            if made.format == one.made.format
        ]
        assert again == [one.made.pdf], one.name


def test_half_sheets_hold_the_pages_that_folding_needs(printed) -> None:
    """The text of each half of each side is the text of the page that the fold model puts there."""
    for one in of(printed, "imposed"):
        reading = printed[one.made.edition, one.made.language, "booklet"]
        pages = padded(reading.made.pages)
        for chars, sides in zip(one.pages, order(len(pages), one.hebrew), strict=True):
            for half, page in enumerate(sides):
                middle = A4[1] / 2
                text = [char for char in chars if (char["x0"] > middle) == bool(half)]
                expected = reading.words[pages[page - 1]]
                assert sorted(re.sub(r"\s", "", "".join(char["text"] for char in text))) == sorted(expected), one.name


def test_fronts_and_backs_are_the_sides_in_turn(printed) -> None:
    """For printers that cannot turn the paper."""
    for one in of(printed, "imposed"):
        key = one.made.edition, one.made.language
        fronts, backs = printed[*key, "fronts"], printed[*key, "backs"]
        assert fronts.words == one.words[::2] and backs.words == one.words[1::2]


def test_folding_is_said_to_the_printer(printed) -> None:
    """Two-sided, flipped on the short edge, at full size."""
    for one in of(printed, "imposed"):
        wishes = one.document.Root.ViewerPreferences
        assert str(wishes.Duplex) == "/DuplexFlipShortEdge" and str(wishes.PrintScaling) == "/None"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_test_sheet_is_one_sheet(language: str) -> None:
    """Pages 1 to 4 in their places."""
    made = formats.fold_test(GUIDE, language)
    assert made.pages == 2
    with pdfplumber.open(io.BytesIO(made.pdf)) as pdf:
        sides = [
            [char["text"] for char in sorted(page.chars, key=lambda char: char["x0"]) if char["size"] > 40]
            for page in pdf.pages
        ]
    assert sides == ([["1", "4"], ["3", "2"]] if language == "he" else [["4", "1"], ["2", "3"]])


def test_files_are_small(printed) -> None:
    """A sheet at most 80 KB, whatever the connection."""
    for one in of(printed, "sheet", "card"):
        assert len(one.made.pdf) <= 80 * 1024, one.name


@pytest.mark.parametrize(("language", "words"), [("he", "אין מהדורה"), ("en", "there is no edition"), ("pl", "nie ma")])
def test_what_stops_a_print_is_said_in_the_language_of_the_booklet(language: str, words: str, tmp_path: Path) -> None:
    """Whoever asks for a Hebrew booklet reads Hebrew."""
    root = copy_of_guide(tmp_path)
    answer = guide("print", "--root", root, "--edition", "nie-ma", "--lang", language)
    assert answer.returncode == 2 and answer.stderr.startswith(words), answer.stderr


def test_the_site_links_what_was_printed(tmp_path: Path) -> None:
    """With pages, size, edition and date; and it is built without booklets too."""
    root = copy_of_guide(tmp_path)
    card = "booklets/powiat-hajnowski-pl-card.pdf"
    printing = guide("print", "--root", root, "--edition", "powiat-hajnowski", "--format", "card", "--today", TODAY)
    assert printing.returncode == 0, printing.stderr
    built = guide("build", "--root", root, "--out", root / "site", "--today", TODAY)
    assert built.returncode == 0, built.stderr
    page = (root / "site" / "booklets.html").read_text("utf-8")
    size = -(-(root / "site" / card).stat().st_size // 1024)
    assert f'href="{card}"' in page and "1 strona" in page and f"{size}\u00a0KB" in page
    assert "Wydanie 2026.1, 22 listopada 2026" in page
    assert f'href="../{card.replace("-pl-", "-he-")}"' in (root / "site" / "he" / "booklets.html").read_text("utf-8")
    without = guide("build", "--root", root, "--out", root / "site", "--today", TODAY, "--no-booklets")
    assert without.returncode == 0, without.stderr
    assert not (root / "site" / "booklets").exists()


@pytest.mark.audit
@pytest.mark.parametrize(
    "command",
    [("pdfua", "check"), ("outloud", "--quiet", "--fail-on", "error")],
    ids=["pdfua", "outloud"],
)
def test_outside_judges_find_nothing(printed, command: tuple[str, ...], tmp_path: Path) -> None:
    """Checkers of PDF/UA that nobody here wrote report no error."""
    program = ROOT / ".venv-judges" / "bin" / command[0]
    if not program.exists():
        wanting(f"{command[0]} (.ci/run installs requirements/judges.txt)")
    files = []
    for one in of(printed, *ACCESSIBLE):
        files.append(tmp_path / one.name)
        files[-1].write_bytes(one.made.pdf)
    result = subprocess.run([program, *command[1:], *files], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.audit
def test_sources_are_the_same_in_each_run() -> None:
    """No set, no clock, no memory address in what the engine is given."""
    edition = GUIDE.settings.editions[0]
    for language in LANGUAGES:
        chosen = selection(GUIDE, edition)
        first = source(prepared(GUIDE, chosen, language), READING)
        assert first == source(prepared(load(ROOT, date(2026, 11, 22))[0], chosen, language), READING)
