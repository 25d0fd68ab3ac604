"""A CSV or Excel file in; rows of text out, and which column holds which answer.

Excel in Poland writes CSV with semicolons in Windows-1250, in other countries with other signs and in other encodings.
It makes numbers of phones and postcodes, days and times of what looks like them: they are turned back into the words
that a person would have written.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from generator.code_pages import code_page
from generator.edit.columns import columns, folded
from generator.languages import SPOKEN
from generator.problems import Stop
from generator.regex import regex
from generator.strings import catalogue

SIZE_LIMIT = 20 * 1024 * 1024
ROWS_LIMIT = 20_000


@dataclass(frozen=True)
class Table:
    """The rows of a file, as text."""

    heads: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    """Number of the row in the file (the heads are row 1 or later) and its cells."""
    encoding: str = ""
    separator: str = ""
    sheets: tuple[str, ...] = ()
    """Sheets of a workbook that hold something; only the first one is read."""


def table(path: Path, languages: tuple[str, ...]) -> Table:
    """The rows of a CSV or XLSX file that a machine of these languages wrote. Raises `Stop` when it is none."""
    if not path.is_file():
        raise Stop("table-missing", 2, found=str(path))
    if path.stat().st_size > SIZE_LIMIT:
        raise Stop("table-too-large", 2, found=path.name, limit="20 MB")
    data = path.read_bytes()
    if data[:2] == b"PK":
        rows, sheets = _excel_rows(data)
        return replace(_with_heads(rows, "", ""), sheets=sheets)
    if path.suffix.lower() in (".xls", ".ods", ".numbers"):
        raise Stop("no-table", 2, found=path.name)
    text, encoding = _decoded(data, languages)
    separator = _separator(text)
    rows = enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), start=1)
    try:
        return _with_heads([(number, [_unmarked(cell) for cell in row]) for number, row in rows], encoding, separator)
    except csv.Error as trouble:
        raise Stop("no-table", 2, found=f"{path.name}: {trouble}") from None


FORMULA = regex(r"'*[=+\-@\t\r]")
"""What a program for tables would calculate instead of showing it, and may send to a stranger's server: OWASP,
CSV Injection. An apostrophe before it keeps it text."""


def marked(words: str) -> str:
    """A text as the cell of a CSV file that no program takes for a formula."""
    return f"'{words}" if FORMULA.match(words) else words


def _unmarked(cell: str) -> str:
    words = cell.removeprefix("'") if FORMULA.match(cell) else cell
    return words.strip()


def _decoded(data: bytes, languages: tuple[str, ...]) -> tuple[str, str]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace"), "UTF-16"
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        page = code_page(data, languages)
        return data.decode(page, "replace"), page


def _separator(text: str) -> str:
    head = next((line for line in text.splitlines() if line.strip()), "")
    if match := re.fullmatch(r"sep=(.)", head.strip()):
        return match[1]
    return max(";\t,", key=lambda sign: head.count(sign))


def _excel_rows(data: bytes) -> tuple[list[tuple[int, list[str]]], tuple[str, ...]]:
    try:
        import openpyxl
    except ImportError as missing:
        raise Stop("no-openpyxl", 3, found=str(missing)) from None
    from zipfile import BadZipFile

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError, OSError) as trouble:
        raise Stop("no-table", 2, found=str(trouble)) from None
    try:
        limits = {"values_only": True, "max_row": ROWS_LIMIT + 50}
        filled = [sheet for sheet in book.worksheets if any(any(row) for row in sheet.iter_rows(**limits))]
        rows = filled[0].iter_rows(**limits) if filled else ()
        read = [(number, [cell_text(cell) for cell in row]) for number, row in enumerate(rows, start=1)]
        return read, tuple(sheet.title for sheet in filled)
    finally:
        book.close()


def cell_text(cell: Any) -> str:
    """A cell as a person would have written it: `857445027.0` is 857445027, a day 2026-05-31, a time 8:00."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        midnight = cell.time() == time()
        return cell.date().isoformat() if midnight else f"{cell.date().isoformat()} {cell.hour}:{cell.minute:02d}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return f"{cell.hour}:{cell.minute:02d}"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return str(cell).strip()


def _with_heads(rows: Iterable[tuple[int, list[str]]], encoding: str, separator: str) -> Table:
    filled = [(number, row) for number, row in rows if any(row)]
    if filled and len(filled[0][1]) == 1 and filled[0][1][0].startswith("sep="):
        del filled[0]
    # A title above the table stands in one cell; the heads are the first row with two.
    first = next((index for index, (_, row) in enumerate(filled) if sum(map(bool, row)) > 1), None)
    if first is None:
        raise Stop("table-empty", 2)
    if len(filled) - first > ROWS_LIMIT:
        raise Stop("table-too-large", 2, found=len(filled), limit=f"{ROWS_LIMIT}")
    heads = tuple(filled[first][1])
    width = len(heads)
    body = tuple((number, tuple((row + [""] * width)[:width])) for number, row in filled[first + 1 :])
    return Table(heads, body, encoding, separator)


IGNORED = "-"
"""What stands in a mapping for a column that is not taken."""
_SPECIAL = ("address", "hours_days", "hours_from", "hours_until")
_WORDS = {
    "id": "identyfikator",
    "name": "nazwa organizacji; nazwa organizacji instytucji; nazwa placówki; organizacja; instytucja; "
    "placówka; organisation; organization; "
    "organisation name; organization name; ארגון; שם הארגון",
    "service": "usługa; nazwa usługi; nazwa usługi placówki; service; service name; name of the service; שירות; "
    "שם השירות",
    "phones": "telefon; telefony; tel; tel.; nr tel; nr telefonu; numer telefonu; telefon kontaktowy; "
    "kontakt telefoniczny; phone; phone number; "
    "telephone; טלפון; מספר טלפון",
    "email": "mail; e mail; email; adres e mail; adres email; adres mailowy; poczta; דואל; דוא״ל; אימייל",
    "website": "www; strona; strona www; strona internetowa; adres www; url; link; website; web site; web; "
    "אתר; אתר אינטרנט",
    "address": "adres; adres placówki; siedziba; address; כתובת",
    "address.street": "ulica; ulica i numer; ulica nr; ulica numer; street; street address; רחוב",
    "address.postcode": "kod; kod pocztowy; postcode; postal code; zip; zip code; מיקוד",
    "address.city": "miasto; miejscowość; city; town; עיר; יישוב",
    "area": "gmina; powiat; obszar; rejon; area; district; מקום",
    "hours": "godziny; godziny otwarcia; godziny pracy; godziny przyjęć; czynne; otwarte; opening hours; hours; "
    "שעות; שעות פתיחה; שעות פעילות",
    "hours_days": "dni; dni otwarcia; dni tygodnia; days; ימים",
    "hours_from": "od; od godz; godzina od; godziny od; otwarcie; from; opens; משעה",
    "hours_until": "do; do godz; godzina do; godziny do; zamknięcie; until; to; closes; עד שעה",
    "description": "opis; opis działalności; czym się zajmuje; zakres; zakres pomocy; description; about; תיאור",
    "help_types": "rodzaj pomocy; rodzaje pomocy; pomoc; formy pomocy; kategoria; kategorie; kind of help; "
    "help; services; type; סוג עזרה; סוגי עזרה",
    "target_groups": "dla kogo; grupa docelowa; grupy docelowe; grupa osób; grupy osób; odbiorcy; adresaci; "
    "target group; target groups; groups of people; for whom; who it is for; למי; למי זה מיועד; קבוצות; קהל יעד",
    "cost": "koszt; opłata; opłaty; odpłatność; cost; price; fee; עלות; מחיר",
    "languages": "języki; język; languages; language; שפות",
    "notes": "uwagi; uwaga; informacje dodatkowe; dodatkowe informacje; notes; note; remarks; comments; הערות",
    "source": "źródło; źródło danych; source; מקור",
    "source_date": "data źródła; stan na; stan na dzień; source date; as of",
    "verified": "potwierdzono; sprawdzono; data sprawdzenia; data weryfikacji; zweryfikowano; verified; "
    "checked; אומת",
    "conditions": "warunki; wymagania; conditions; requirements; תנאים",
    "service_area": "teren działania; obszar działania; zasięg; service area; אזור שירות",
}  # fmt: skip
_LANGUAGE_OF_HEAD = {
    "pl": "pl polski polsku polish פולנית",
    "he": "he iw hebrajski hebrajsku hebrew עברית",
    "en": "en ang angielski angielsku english אנגלית",
    "uk": "uk ua ukraiński ukraińsku ukrainian",
    "ar": "ar arabski arabsku arabic",
}


def guessed(heads: Iterable[str], languages: tuple[str, ...]) -> dict[str, str]:
    """Column head to the answer that it most likely holds, or to `-`; no answer twice."""
    table = columns(languages)
    known: dict[str, str] = {}
    for name, column in table.items():
        for word in (name, name.replace(".", "_"), name.replace(".", " ")):
            known.setdefault(folded(word), name)
        if not column.language or column.language == languages[0]:
            known.setdefault(folded(column.field.name), name)
            for language in SPOKEN:
                known.setdefault(folded(catalogue(language, "edit").ugettext(f"field-{column.field.name}")), name)
    for name, words in _WORDS.items():
        target = name if name in table or name in _SPECIAL else f"{name}.{languages[0]}"
        known |= {folded(word): target for word in words.split(";")}
    result: dict[str, str] = {}
    for head in heads:
        if not head:
            continue
        name = known.get(folded(head)) or _in_language(head, known, table, languages) or IGNORED
        result[head] = name if name not in result.values() else IGNORED
    return result


def _in_language(head: str, known: Mapping[str, str], table: Mapping, languages: tuple[str, ...]) -> str:
    """`Opis (EN)`, `description_he`: a text in a named language; `Nazwa (wymagane)`: a head with a remark."""
    words = folded(head.replace("_", " ")).split()
    for code, names in _LANGUAGE_OF_HEAD.items():
        if words and words[-1] in map(folded, names.split()):
            base = known.get(" ".join(word for word in words[:-1] if word != "po"), "")
            other = base.removesuffix(f".{languages[0]}") + f".{code}"
            if base and other in table:
                return other
    return known.get(folded(re.sub(r"[(\[*].*", "", head)), "")


def mapping_text(mapping: Mapping[str, str]) -> str:
    """The file in which a mapping is kept: JSON, which is YAML, too."""
    return json.dumps(mapping, ensure_ascii=False, indent=2) + "\n"


def mapping_of(text: str, languages: tuple[str, ...]) -> dict[str, str]:
    """A kept mapping, perhaps changed by hand. Raises `Stop` for an answer that does not exist."""
    known = {*columns(languages), *_SPECIAL, IGNORED}
    try:
        found = json.loads(text)
    except ValueError as trouble:
        raise Stop("mapping-broken", 1, found=str(trouble)) from None
    if not isinstance(found, dict):
        raise Stop("mapping-broken", 1, found=type(found).__name__)
    for head, name in found.items():
        if name not in known:
            raise Stop("mapping-unknown", 1, found=str(name), head=head, known=", ".join(sorted(known)))
    return found


def answers(table: Table, row: tuple[str, ...], mapping: Mapping[str, str]) -> dict[str, str]:
    """The answers of one row; days and times in columns of their own become hours."""
    found = {}
    for head, cell in zip(table.heads, row, strict=True):
        name = mapping.get(head, IGNORED)
        if name != IGNORED and cell:
            found[name] = cell
    parts = {name: found.pop(name, "") for name in _SPECIAL[1:]}
    if parts["hours_from"] and parts["hours_until"] and "hours" not in found:
        found["hours"] = f"{parts['hours_days']} {parts['hours_from']}-{parts['hours_until']}".strip()
    return found
