"""`generator.source`: text stays text, everything has a place, and YAML's surprises are refused with advice."""

from __future__ import annotations

import random
import re
import sys

import pytest

from generator import source
from generator.source import Mapping, Scalar, reading
from generator.source.text import _RESERVED_START


def rules(text: str) -> list[tuple[str, int]]:
    """Rule and line of each problem of a text."""
    return [(problem.rule, problem.place.line) for problem in source.read_bytes(text.encode(), "f.yaml").problems]


@pytest.mark.parametrize(
    "written",
    ["8:00", "08:00", "18:30", "0000123456", "0000189999", "+48857445027", "no", "on", "off", "yes", "NO", "10:30"]
    + ["2026-13-01", "1e3", "0x10", "0o17", "1_000", ".5", "12e03", "=", "190:20:30"],
)
def test_plain_values_stay_what_the_person_wrote(written):
    """YAML 1.1 would make numbers, booleans and dates of these."""
    document = source.read_text(f"a: {written}\n", "f.yaml")
    assert document.problems == ()
    assert document.root.get("a").text == written


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        ("a: *3464\n", "alias", 1),
        ("a: &kotwica x\n", "anchor", 1),
        ("a: !pilne x\n", "tag", 1),
        ("a: {<<: {b: c}}\n", "merge-key", 1),
        ("a: 1\n---\nb: 2\n", "second-document", 2),
        ("%YAML 1.1\n---\na: 1\n", "directive", 1),
        ("a: 1\nb: 2\na: 3\n", "repeated-key", 3),
        ("a: pokój #12\n", "cut-at-hash", 1),
        ("a: {pl: Osoby, które chcą pomagać}\n", "flow-comma", 1),
        ("a: 1\nname:Dom\nb: 2\n", "space-after-colon", 2),
        ("name: Dom: Nadzieja\n", "colon-in-value", 1),
        ('name: "Dom "Nadzieja""\n', "inner-quotes", 1),
        ('a: 1\nname: "Dom\nb: 2\n', "open-quote", 2),
        ("a:\n\t- x\n", "tab", 2),
        ("a: @x\n", "sign-at-start", 1),
        ("a: [1, 2\nb: 1\n", "open-bracket", 1),
        ("a:\n  b: 1\n c: 2\n", "indentation", 3),
        ('a: "x\\q"\n', "backslash", 1),
        ("? [a]\n: b\n", "key-not-a-word", 1),
        ("a:\u00a0Dom\n", "hard-space", 1),
        ("a: x\u2028b: y\n", "refused-character", 1),
        ("a: x\u2029b: y\n", "refused-character", 1),
        ("a: x\u0085b: y\n", "refused-character", 1),
        ("a: x\u202ey\n", "refused-character", 1),
        ('a: "x\\u202ey"\n', "refused-character", 1),
        ('a: "x\\u0000y"\n', "refused-character", 1),
        ("a: x\ue000y\n", "refused-character", 1),
        ("a: " + "[" * 20 + "]" * 20 + "\n", "too-deep", 1),
        ("a: " + "x" * 20_001 + "\n", "too-long", 1),
    ],
)
def test_a_surprise_of_yaml_is_refused_at_its_place(text, rule, line):
    """Each has a rule of its own, and the line that the person must look at."""
    assert (rule, line) in rules(text)


BLOCK = """\
organisations:
  - id: dom
    name:
      pl: "Dom"
    source: https://proba.org
    services:
      - id: nocleg
        name:
          pl: "Nocleg"
          he: "לינה"
          en: "Bed"
        help_types:
          - night-shelter
        phones:
          - "85 734 12 66"
        address:
          street: "ul. Kolejowa 26 a"
          city: "Białystok"
        area: bialystok
        hours: "pn-pt 8-16"
"""


def slip(right: str, wrong: str) -> str:
    """The good record with one slip of the keyboard."""
    assert BLOCK.count(right) == 1
    return BLOCK.replace(right, wrong)


SLIPS = {
    "a field one space to the right": (slip("        hours:", "         hours:"), ("indentation", 20, 10)),
    "a field one space to the left": (slip("        hours:", "       hours:"), ("indentation", 20, 8)),
    "a field in braces one space to the right": (
        slip("        area: bialystok", "         season: {from: 10-01, to: 03-31}"),
        ("indentation", 19, 10),
    ),
    "a field without value one space to the right": (slip("    services:", "     services:"), ("indentation", 6, 6)),
    "an item one space to the left": (slip("      - id:", "     - id:"), ("indentation", 7, 6)),
    "an item one space to the right": (slip("      - id:", "       - id:"), ("indentation", 7, 8)),
    "a record one space to the left": (slip("  - id: dom", " - id: dom"), ("indentation", 2, 2)),
    "a list to the left of its field": (
        slip("          - night-shelter", "      - night-shelter\n      - meals"),
        ("indentation", 13, 7),
    ),
    "two colons": (slip('"Bed"', "Bed: warm"), ("colon-in-value", 11, 18)),
    "a colon in the second line of a text": (
        slip('"Bed"', "Bed for one\n            night: warm"),
        ("indentation", 12, 13),
    ),
    "a colon in the second line of a longer text": (
        slip('"Bed"', "Bed for\n            one night: warm"),
        ("colon-in-text", 12, 22),
    ),
    "an open quote that ends at the next one": (slip('12 66"', "12 66"), ("open-quote", 15, 13)),
    "an open quote in the line above another": (slip('26 a"', "26 a"), ("open-quote", 17, 19)),
    "an open quote that ends in another list": (slip('pl: "Dom"', 'pl: "Dom'), ("open-quote", 4, 11)),
    "an open quote in brackets": (
        slip('          - "85 734 12 66"', '          ["85 734 12 66]'),
        ("open-quote", 15, 12),
    ),
    "an open quote in braces": (
        slip(
            '\n          street: "ul. Kolejowa 26 a"\n          city: "Białystok"',
            ' {street: "ul. A 1, city: "Białystok"}',
        ),
        ("open-quote", 16, 27),
    ),
    "an open quote of the record before": (
        slip('"pn-pt 8-16"', '"pn-pt 8-16\n  - id: inny\n    name: "Inny"'),
        ("open-quote", 20, 16),
    ),
    "an open quote and a colon behind the next one": (
        slip('"85 734 12 66"', '"85 734 12 66').replace("ul. Kolejowa", "Rynek: Kolejowa"),
        ("open-quote", 15, 13),
    ),
    "quotes in a text over two lines": (
        slip('"Bed"', '"Bed\n            for "one" night"'),
        ("inner-quotes", 12, 18),
    ),
    "a list in a quoted text above a field that is out of line": (
        slip('"Bed"\n        help_types', '"Bed\n            - one\n            note: two"\n       help_types'),
        ("indentation", 14, 8),
    ),
    "no space behind a hyphen": (
        slip("          - night-shelter", "          - night-shelter\n          -meals"),
        ("space-after-hyphen", 14, 11),
    ),
    "no space behind two hyphens": (
        slip("          - night-shelter", "          - night-shelter\n          -meals\n          -washing"),
        ("space-after-hyphen", 14, 11),
    ),
    "no colon": (slip("area: bialystok", "area bialystok"), ("colon-missing", 19, 9)),
    "no colon before a value in quotes": (slip("street:", "street"), ("colon-missing", 17, 11)),
    "no colon behind the id": (slip("- id: nocleg", "- id nocleg"), ("colon-missing", 7, 7)),
    "no colon before an address": (
        slip("source: https", "source https"),
        ("colon-missing", 5, 5),
    ),
    "no colon before a list": (slip("help_types:", "help_types"), ("colon-missing", 12, 9)),
    "no colon before fields": (slip("services:", "services"), ("colon-missing", 6, 5)),
    "an item beside its field": (
        slip("help_types:\n          - night-shelter", "help_types: - night-shelter"),
        ("item-beside-key", 12, 21),
    ),
    "no comma in brackets": (
        slip('          - "85 734 12 66"', '          ["85 734 12 66" "85 734 12 67"]'),
        ("comma-missing", 15, 27),
    ),
    "no comma in braces": (
        slip('\n          he: "לינה"\n          en: "Bed"', "").replace(
            '\n          pl: "Nocleg"', ' {pl: "Nocleg" he: "לינה"}'
        ),
        ("comma-missing", 8, 29),
    ),
    "marks of a merge": (
        slip(
            '        hours: "pn-pt 8-16"\n',
            '<<<<<<< HEAD\n        hours: "pn-pt 8-16"\n=======\n        hours: "pn-pt 9-17"\n>>>>>>> nowe-godziny\n',
        ),
        ("conflict", 20, 1),
    ),
    "the last mark of a merge that was left": (
        slip("        area:", ">>>>>>> nowe-godziny\n        area:"),
        ("conflict", 19, 1),
    ),
    "a record without its hyphen": (
        BLOCK + BLOCK.split("organisations:\n")[1].replace("  - id: dom", "    id: inny"),
        ("record-hyphen", 21, 5),
    ),
    "a curly quote at the end": (slip('"85 734 12 66"', '"85 734 12 66”'), ("curly-close", 15, 13)),
    "a curly quote at the end of the file": (slip('"pn-pt 8-16"', '"pn-pt 8-16”  '), ("curly-close", 20, 16)),
    "a link of Markdown": (
        slip("https://proba.org", "[proba.org](https://proba.org/a)"),
        ("url-markdown", 5, 13),
    ),
    "a list with stars": (slip("          - night-shelter", "          * night-shelter"), ("list-dash", 13, 11)),
    "a mark of direction before a field": (slip("        area:", "        \u200farea:"), ("refused-character", 19, 9)),
    "a mark of direction around a value": (slip("bialystok", '"\u200ebialystok\u200e"'), ("refused-character", 19, 15)),
    "a mark of a merge that was left": (slip("        area:", "=======\n        area:"), ("conflict", 19, 1)),
}
"""Name of a slip to the file that holds it, and rule, line and column of the one problem that is told."""


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_told_once_where_it_is(name):
    """Not at the line at which the parser noticed it."""
    text, told = SLIPS[name]
    problems = source.read_bytes(text.encode(), "f.yaml").problems
    assert [(p.rule, p.place.line, p.place.column) for p in problems] == [told]
    assert problems[0].record == "dom"


def test_a_merge_that_was_not_ended_is_read_in_its_first_version():
    """Both versions would be one record with every field twice."""
    ours, theirs = (BLOCK.split("organisations:\n")[1].replace("dom", name) for name in ("dom", "inny"))
    text = f"organisations:\n<<<<<<< HEAD\n{ours}||||||| base\n{ours}=======\n{theirs}>>>>>>> x\n"
    document = source.read_bytes(text.encode(), "f.yaml")
    (problem,) = document.problems
    assert problem.values == {"found": "<<<<<<<, |||||||, =======, >>>>>>>", "lines": "2, 22, 42, 62"}
    assert [item.get("id").text for item in document.root.get("organisations").items] == ["dom"]


def test_a_merge_is_found_in_an_article_and_a_ruler_is_none():
    """A line of equals signs makes a heading of the one above it."""
    text, problems = source.decode("Tytuł\n=======\n".encode(), "content/pl/a.md")
    assert (text, problems) == ("Tytuł\n=======\n", [])
    text, problems = source.decode(b"a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\nd\n", "content/pl/a.md")
    assert (text, [p.rule for p in problems]) == ("a\n\nb\n\n\n\nd\n", ["conflict"])


def test_a_comment_with_a_space_is_a_comment():
    """`# text` after a value is not taken for a lost part of it."""
    assert rules('phone: "664 762 880"  # dyżurka\n') == []


def test_hebrew_marks_and_emoji_joiners_pass():
    """RLM, LRM and ZWJ are part of what people write."""
    assert rules("a: שלום\u200f x\u200e 👩\u200d👧\n") == []


def test_notepad_files_are_read():
    """A byte order mark and CRLF are no reason to refuse."""
    document = source.read_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", "f.yaml")
    assert document.problems == ()
    assert isinstance(document.root, Mapping) and document.root.get("b") == Scalar("2", 2, 4, True)


@pytest.mark.parametrize(
    ("encoding", "text", "guess"),
    [
        ("cp1250", "a: 1\nb: Łaźnia śródmieście źle\n", "Windows-1250"),
        ("iso-8859-2", "a: 1\nb: Łaźnia śródmieście źle\n", "ISO-8859-2"),
        ("cp1255", "a: 1\nb: עזרה דחופה ומצבי משבר\n", "Windows-1255"),
        ("cp1250", "a: 1\nb: Žďár nad Sázavou příště\n", "Windows-1250"),
        ("cp1251", "a: 1\nb: Допомога всім людям\n", "Windows-1251"),
        ("utf-16", "a: 1\nb: x\n", "UTF-16"),
    ],
)
def test_another_encoding_is_guessed_by_name(encoding, text, guess):
    """The message names the line and the encoding that it looks like."""
    (problem,) = source.read_bytes(text.encode(encoding), "f.yaml").problems
    assert problem.rule == "encoding"
    assert problem.values["encoding"] == guess
    assert (problem.place.line, problem.place.column) == ((1, 1) if encoding == "utf-16" else (2, 4))


def test_a_broken_record_does_not_hide_the_others():
    """Syntax errors in two records are both reported, and the third is read."""
    text = 'organisations:\n  - id: a\n    name:Dom\n    x: 1\n  - id: b\n    name: "Dom\n  - id: c\n    name: Dom\n'
    document = source.read_text(text, "f.yaml")
    assert [(p.rule, p.place.line, p.record) for p in document.problems] == [
        ("space-after-colon", 3, "a"),
        ("open-quote", 6, "b"),
    ]


@pytest.mark.parametrize("written", ["pořadna-žď", '"Pořadna_Žď"'])
def test_a_broken_record_is_called_as_it_is_written(written):
    """By its whole id, whatever is wrong with that."""
    (problem,) = source.read_text(f"organisations:\n  - id: {written}\n    name:Dom\n", "f.yaml").problems
    assert (problem.rule, problem.record) == ("space-after-colon", written.strip('"'))


def test_a_record_that_slipped_to_the_left_does_not_hide_those_after_it():
    """Nor its services: only that record is left out, so that nobody is told that the others are missing."""
    one = BLOCK.split("organisations:\n")[1]
    left = "".join(line[2:] for line in one.replace("dom", "inny").splitlines(keepends=True))
    document = source.read_bytes(f"{BLOCK}{left}{one.replace('dom', 'trzeci')}".encode(), "f.yaml")
    assert [(p.rule, p.place.line, p.record) for p in document.problems] == [("indentation", 21, "inny")]
    assert [item.get("id").text for item in document.root.get("organisations").items] == ["dom", "trzeci"]


def test_columns_count_characters():
    """A Hebrew or Polish letter is one column, whatever its bytes."""
    document = source.read_text("ąę: {x: *b}\n", "f.yaml")
    assert document.problems[0].place.column == 9


NAMES = {
    "night-shelter": ("Noclegownie", "לינת לילה", "Night shelters", "nocleg", "nie mam gdzie spać"),
    "meals": ("Posiłki i jadłodajnie", "ארוחות", "Meals", "jedzenie"),
    "food-parcels": ("Paczki żywnościowe", "חבילות מזון", "Food parcels", "jedzenie", "pomoc żywnościowa"),
    "legal-aid": ("Pomoc prawna", "סיוע משפטי", "Legal aid"),
}


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        ("meals", ["meals"]),
        ("mealls", ["meals"]),
        ("Legal Aid", ["legal-aid"]),
        ("legal_aid", ["legal-aid"]),
        ("NOCLEG", ["night-shelter"]),
        ("noclegi", ["night-shelter"]),
        ("posiłek", ["meals"]),
        ("posilki", ["meals"]),
        ("ארוחות", ["meals"]),
        ("jedzenie", ["meals", "food-parcels"]),
        ("pomoc prawnika", ["legal-aid", "food-parcels"]),
        ("gdzie spać", ["night-shelter"]),
        ("xyzzy", []),
        ("!", []),
        ("", []),
    ],
)
def test_an_id_is_found_by_what_people_call_it(found, meant):
    """A slip of the keyboard, a name in another language, a word of a name, however it is bent."""
    names = source.Names(lambda: NAMES)
    assert names.near(found) == meant
    assert str(source.Guess(found, names)) == ", ".join(meant)


def test_names_are_asked_for_only_when_there_is_a_mistake():
    """A guess costs nothing until it is shown, and then all guesses share what was folded."""
    asked = []
    names = source.Names(lambda: asked.append(1) or NAMES)
    guesses = [source.Guess(word, names) for word in ("noclegi", "jedzenie")]
    assert asked == []
    assert [str(guess) for guess in guesses] == ["night-shelter", "meals, food-parcels"]
    assert asked == [1]


def test_symbolic_links_are_not_followed(tmp_path):
    """A link in a contributed folder could lead out of it."""
    (tmp_path / "secret").write_text("a: 1")
    (tmp_path / "f.yaml").symlink_to(tmp_path / "secret")
    assert source.read(tmp_path, "f.yaml").problems[0].rule == "symlink"
    (tmp_path / "real").mkdir()
    (tmp_path / "real/f.yaml").write_text("a: 1")
    (tmp_path / "data").symlink_to(tmp_path / "real")
    assert source.read(tmp_path, "data/f.yaml").problems[0].rule == "symlink"
    assert source.read(tmp_path / "data", "f.yaml").problems == ()  # the way to a guide is its owner's


def test_a_file_that_is_too_large_is_not_read(tmp_path, monkeypatch):
    """It is said before its bytes fill the memory; one that is missing, too."""
    monkeypatch.setattr(reading, "SIZE_LIMIT", 4)
    (tmp_path / "f.yaml").write_text("a: 1")
    assert source.read(tmp_path, "f.yaml").problems == ()
    (tmp_path / "f.yaml").write_text("a: 12")
    assert [one.rule for one in source.read(tmp_path, "f.yaml").problems] == ["file-too-large"]
    assert [one.rule for one in source.read(tmp_path, "g.yaml").problems] == ["file-missing"]


def test_only_ascii_letters_fold_to_the_reserved_word():
    """So it is looked for in the bytes, by its first five letters, before the text is folded."""
    start = _RESERVED_START.decode()
    assert source.RESERVED.startswith(start)
    for letter in map(chr, range(128, sys.maxunicode + 1)):
        folded = letter.casefold()
        assert folded not in start, letter
        assert not any(folded.endswith(start[:cut]) or folded.startswith(start[cut:]) for cut in range(1, 5)), letter


def test_a_value_without_escapes_needs_no_inspection(monkeypatch):
    """Of what people may write, every problem is found as when each value is inspected."""
    generate, texts = random.Random(11), []
    pieces = (
        *(
            "x",
            "ż",
            "א",
            " ",
            "\n",
            "\n  ",
            ": ",
            "- ",
            " #",
            "#",
            "'",
            '"',
            "\\n",
            "\\",
            "\\u202e",
            "\\x67uideslot",
            "guide",
        ),
        *("slot", "GuideSlot", "&a ", "!t ", "*a ", "{", "}", "[", "]", ",", "\u202e", "\u00a0", "\u2028", "~", "|\n"),
    )
    for _ in range(6000):
        value = "".join(generate.choices(pieces, k=generate.randint(1, 6)))
        sort = generate.choice(("{}", '"{}"', "'{}'", "[a, {}]", '{{a: "{}"}}')).format(value)
        texts.append(
            f"list:\n  - id: a\n    name: {sort}\n    plain: b # c\n"[: generate.choice((-3, -1, 99))].encode()
        )
    texts.append(b"list:\n  - id: a\n    name: " + b"x" * (source.SCALAR_LIMIT + 1))
    usual = [source.read_bytes(text, "f.yaml") for text in texts]
    assert sum(not document.problems for document in usual) > 500
    monkeypatch.setattr(reading, "_ESCAPE", re.compile(""))
    made = reading._Builder.__init__

    def inspecting(self, text, file, problems):
        made(self, text, file, problems)
        self.lines = text.split("\n")

    monkeypatch.setattr(reading._Builder, "__init__", inspecting)
    assert [source.read_bytes(text, "f.yaml") for text in texts] == usual
