"""`generator.edit` and `guide fmt`: one canonical layout, comments kept, nothing read differently afterwards."""

from __future__ import annotations

import difflib
import io
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from generator.edit import files
from generator.edit.layout import Style
from generator.load import load
from generator.problems import DataProblems
from generator.schema import Reader, entries, single
from generator.schema.fields import GUIDE
from generator.source import read_text
from tests.built import ROOT, first_now, guide
from tests.small import GOOD, TODAY, loaded, small_guide

STYLE = Style(("pl", "he", "en"), "PL")
GOLDEN = ROOT / "tests" / "golden" / "fmt"
DATA = [file for file in files.data_files(ROOT) if not file.startswith(files.DROP_IN + "/")]


def formatted(text: str, file: str = files.ORGANISATIONS) -> str:
    """The text in canonical form, as in the small guide."""
    return files.formatted(text, file, replace(STYLE, texts_in_one_line=files.name_of(file) == "areas"))


def values(text: str, file: str = files.ORGANISATIONS) -> dict:
    """What the schema reads from a file, by list and id, with the problems' rules."""
    name = files.name_of(file)
    reader = Reader(file, STYLE.languages, "PL", "pl", "PL")
    document = read_text(text, file)
    if name == "guide":
        found = {"guide": single(document, GUIDE, reader).values}
    else:
        found = {
            key: [entry.values for entry in sorted(records, key=lambda entry: str(entry.values.get("id")))]
            for key, records in entries(document, name, reader).items()
        }
    return found | {"rules": sorted(problem.rule for problem in (*document.problems, *reader.problems))}


@pytest.mark.parametrize("file", DATA)
def test_the_real_data_is_formatted(file):
    """What stands in the repository is what `guide fmt` writes."""
    text = (ROOT / file).read_text("utf-8")
    assert files.formatted(text, file, files.style(ROOT, file)) == text


CASES = {
    "comments": """\
# head of the file

# on the organisations
organisations: # all of them
  # about zamek
  - id: zamek # an id
    source: https://a.pl/#top # a source
    # why this phone
    phones: ["85 744 50 27", # main
      '664 762 880']
    name: Zamek
    # at the end of zamek

  # about dom
  # - and more on dom
  - name: {he: "בית", pl: Dom "Ćma" w 'X' # not a comment
      }
    help_types:
    - night-shelter
    # nothing after the last kind
    notes: |
      Pierwszy # not a comment

      - punkt
    # after the notes
    id: dom
    source: "x # y" # z
# end of the file
""",
    "everyday": """\
organisations:
- {id: dom, name: "Dom", hours: pn-pt 8-16, phones: [857445027, {number: "+48 85 744 50 28", hours: całodobowo},
   {number: "85 744 50 29", hours: pn-pt 8-26}, {number: "85 744 50 30", hours: Fr 20:00-26:00}],
   verified: null, source: rozmowa, season: {until: 04-30, from: 10-01}, capacity: {at_most: 50, places: 30},
   cost: free
   }
""",
    "traps": """\
organisations:
  - id: 'no'
    name: "on"
    source: yes
    postcode: 1
    address: {postcode: 01234, city: null, street: ~}
    phones: ['*3464']
    description: "kot\\tpies\\\\ \\u200fשלום"
    registry: {krs: 0000123456}
    languages: [no, pl]
    mystery: {b: 1, a: [x, {y: z}]}
    email: x@y.pl
    website: https://a.pl/?a=1&b=[2]
    services: []
    country: IL
""",
    "israel": """\
organisations:
  - id: eran
    language: he
    name: ער״ן
    country: IL
    phones: [1201, "02-6421313", {number: "85 744 50 27", country: PL}]
    hours: א׳-ה׳ 9-17
    source: x
""",
    "text in lines": """\
organisations:
  - id: dom
    name: Dom
    description: "Raz.\\n\\n- dwa\\n- trzy\\n"
    notes: {pl: "  a\\n b ", he: "\\u200fא\\nב"}
    source: x
""",
}


@pytest.mark.parametrize("name", CASES)
def test_golden(name, golden):
    """Every trap of layout, as a reviewer would see it."""
    golden(GOLDEN / f"{name.replace(' ', '-')}.yaml", formatted(CASES[name]))


@pytest.mark.parametrize("name", CASES)
def test_formatting_twice_is_formatting_once(name):
    """The canonical form is its own canonical form."""
    once = formatted(CASES[name])
    assert formatted(once) == once


@pytest.mark.parametrize("name", CASES)
def test_formatting_changes_no_value(name):
    """The same records are read, with the same problems."""
    assert values(formatted(CASES[name])) == values(CASES[name])


def test_no_comment_is_lost():
    """Every comment of the source stands in the result, once."""
    text = CASES["comments"]
    comments = [line for line in re.findall(r"(?:^|(?<=\s))# ?[a-z][\w -]*", text, re.M) if "not a comment" not in line]
    assert len(comments) > 12
    result = formatted(text)
    for comment in comments:
        assert result.count(comment) == 1 or comment in ("# y", "# z"), comment


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")), max_size=30
)
WORDS = st.one_of(
    st.sampled_from(
        [
            *("no", "8:00", "pn-pt 8-16", "0048857445027", "85 744 50 27", "https://a.pl/#x", "# x", "a: b", "null"),
            *("2026-05-31", "free", "dom", "12", "24/7", "*3464", '"', "'", "\\", "a\nb", "a\n\n- b\n", " x ", "{a}"),
            *("- a", "1e5", "~", "[", "a #b", "ż"),
        ]
    ),
    TEXTS,
)
FIELDS = {
    "name": st.one_of(WORDS, st.dictionaries(st.sampled_from(["pl", "he", "en", "uk"]), WORDS, max_size=3)),
    "description": st.one_of(WORDS, st.dictionaries(st.sampled_from(["pl", "he", "en"]), WORDS, max_size=3)),
    "phones": st.lists(st.one_of(WORDS, st.fixed_dictionaries({"number": WORDS, "hours": WORDS})), max_size=3),
    "hours": WORDS,
    "address": st.dictionaries(st.sampled_from(["city", "street", "postcode", "latitude", "x"]), WORDS, max_size=3),
    "verified": WORDS,
    "email": WORDS,
    "website": WORDS,
    "cost": WORDS,
    "source": WORDS,
    "languages": st.lists(WORDS, max_size=2),
    "print_priority": WORDS,
    "country": st.sampled_from(["PL", "IL", "x"]),
    "other": st.one_of(WORDS, st.lists(st.one_of(WORDS, st.lists(WORDS, max_size=2)), max_size=2)),
}
RECORD = st.fixed_dictionaries({"id": st.sampled_from(["dom", "a", "116123", "zamek", "no"])}, optional=FIELDS)
RECORDS = st.lists(
    st.tuples(RECORD, st.lists(RECORD, max_size=2)).map(
        lambda pair: pair[0] | ({"services": pair[1]} if pair[1] else {})
    ),
    max_size=3,
)


def written_by_ruamel(records: list, flow: bool = False) -> str:
    """The records as ruamel.yaml writes them."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.default_flow_style = flow
    stream = io.StringIO()
    yaml.dump({"organisations": records}, stream)
    return stream.getvalue()


@given(RECORDS, st.booleans())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_records_are_formatted_without_change(records, flow):
    """Whatever stands in the fields, it is read as before, and the form is stable."""
    text = written_by_ruamel(records, flow)
    before = values(text)
    try:
        once = formatted(text)
    except DataProblems:
        return  # ruamel.yaml wrote what our reader refuses: nothing is formatted
    after = values(once)
    if "cut-at-hash" not in before["rules"]:
        assert after == before
    assert formatted(once) == once


@given(
    st.lists(
        st.tuples(st.integers(0, 200), st.sampled_from(["  # x", "# y", " # z", "        # deep", ""])), max_size=8
    )
)
def test_comments_anywhere_survive(places):
    """A comment on a line of its own may stand between any two lines, at any depth: it stays."""
    lines = formatted(CASES["comments"].replace("|\n", '"x"\n').split("      Pierwszy")[0] + "    id: dom\n").split(
        "\n"
    )
    for number, (place, comment) in enumerate(places):
        lines.insert(place % len(lines), f"{comment}{number}" if comment else "")
    text = "\n".join(lines)
    once = formatted(text)
    assert formatted(once) == once
    assert sorted(re.findall(r"# [xyz]\d|# deep\d", once)) == sorted(re.findall(r"# [xyz]\d|# deep\d", text))
    assert values(once) == values(text)


@pytest.mark.parametrize("field", ["phone", "hours", "word", "date"])
def test_a_change_of_one_field_is_a_change_of_one_line(field):
    """A reviewer sees the fact that changed and nothing else."""
    text = (ROOT / files.ORGANISATIONS).read_text("utf-8")
    old, new = {
        "phone": ('"664 762 880"', "664762881"),
        "hours": ('"Tu,Th 10:00-13:00"', "wt i czw 10-14"),
        "word": ('"Kąpiel w noclegowni św. Brata Alberta"', "Kąpiel"),
        "date": ("verified: null", "verified: 2026-05-31"),
    }[field]
    changed = files.formatted(text.replace(old, new, 1), files.ORGANISATIONS, files.style(ROOT))
    difference = list(difflib.unified_diff(text.splitlines(), changed.splitlines(), lineterm="", n=0))[2:]
    assert [line[0] for line in difference] == ["@", "-", "+"]


NPM_YAML = ROOT / "tests" / "judges" / "node_modules" / "yaml"
NODE = """
const fs = require('fs'); const YAML = require(process.argv[1]);
const text = fs.readFileSync(0, 'utf8');
if (process.argv[2] === 'decap') process.stdout.write(YAML.stringify(YAML.parse(text), {lineWidth: 0}));
else process.stdout.write(YAML.parseDocument(text).toString());
"""
"""Decap CMS writes with npm `yaml`, from plain values, without comments; an editor with it keeps the document."""


@pytest.mark.parametrize("how", first_now("decap", "document"))
@pytest.mark.parametrize("file", DATA)
def test_what_npm_yaml_writes_is_read_the_same(file, how):
    """A file saved by a web editor loads to equal records and is formatted back to the very same text."""
    if not NPM_YAML.exists() or not shutil.which("node"):
        pytest.skip("npm yaml is missing (npm ci in tests/judges)")
    text = (ROOT / file).read_text("utf-8")
    run = ["node", "-e", NODE, str(NPM_YAML), how]
    saved = subprocess.run(run, input=text.encode(), capture_output=True, check=True, timeout=60).stdout.decode()
    assert values(saved, file) == values(text, file)
    again = files.formatted(saved, file, files.style(ROOT, file))
    assert _without_head(again) == (_without_comments(text) if how == "decap" else _without_head(text))


@pytest.mark.parametrize("file", first_now(*sorted(DATA, key="data/organisations.yaml".__ne__)))
def test_what_ruamel_writes_is_read_the_same(file):
    """A file that passed through ruamel.yaml loads to equal records and is formatted back to the very same text."""
    from ruamel.yaml import YAML

    text = (ROOT / file).read_text("utf-8")
    for kind, same in (("rt", _without_head), ("safe", _without_comments)):
        yaml, stream = YAML(typ=kind, pure=True), io.StringIO()
        yaml.allow_unicode = True
        yaml.sort_base_mapping_type_on_output = False
        yaml.dump(yaml.load(text), stream)
        assert values(stream.getvalue(), file) == values(text, file)
        again = files.formatted(stream.getvalue(), file, files.style(ROOT, file))
        assert _without_head(again) == same(text)


def _without_comments(text: str) -> str:
    return "".join(
        line for line in text.splitlines(keepends=True) if line.strip() and not line.lstrip().startswith("#")
    )


def _without_head(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if line.strip())


def drop_in(name: str) -> str:
    """A drop-in file with one organisation."""
    return GOOD.replace("id: dom", f"id: {name}").replace("organisations:", f"# from {name}\norganisations:")


def test_unfold_and_fold_give_the_same_file(tmp_path):
    """A file for each organisation and back, with the head, the comments and every byte of the repository's data."""
    root = small_guide(tmp_path / "guide")
    for name in files.data_files(ROOT):
        shutil.copy(ROOT / name, root / name)
    one_file = root / files.ORGANISATIONS
    text = one_file.read_text("utf-8").replace("    area: bialystok\n", "    # uwaga\n    area: bialystok\n", 1)
    one_file.write_text(text, "utf-8")
    before = loaded(root)
    assert guide("fmt", "--unfold", "--root", root).returncode == 0
    assert len(list((root / files.DROP_IN).iterdir())) == len(before.organisations)
    assert one_file.read_text("utf-8") == text[: text.index("\norganisations:")] + "\norganisations: []\n"
    assert loaded(root).organisations == before.organisations
    assert guide("fmt", "--check", "--root", root).returncode == 0
    assert guide("fmt", "--fold", "--root", root).returncode == 0
    assert one_file.read_text("utf-8") == text
    assert not list((root / files.DROP_IN).iterdir())


def test_fold_moves_the_drop_ins_into_the_one_file(tmp_path):
    """Afterwards the folder is empty, the file is sorted, the comments are there and the guide is the same."""
    root = small_guide(tmp_path)
    (root / "data/organisations").mkdir()
    for name in ("zamek", "azyl"):
        (root / f"data/organisations/{name}.yaml").write_text(drop_in(name), "utf-8")
    before = loaded(root)
    result = guide("fmt", "--fold", "--root", root)
    assert result.returncode == 0, result.stderr
    assert not list((root / "data/organisations").iterdir())
    text = (root / files.ORGANISATIONS).read_text("utf-8")
    assert re.findall(r"- id: (\w+)", text) == ["azyl", "dom", "zamek"]
    assert "  # from azyl\n  - id: azyl" in text
    after = loaded(root)
    assert [replace(one, digest="") for one in after.organisations] == [
        replace(one, digest="") for one in before.organisations
    ]


def test_check_shows_the_difference_and_fails(tmp_path):
    """`--check` writes nothing."""
    root = small_guide(tmp_path)
    before = (root / files.ORGANISATIONS).read_bytes()
    result = guide("fmt", "--check", "--root", root, "data/organisations.yaml")
    assert result.returncode == 1
    assert '-    phones: ["85 744 50 27"]\n' in result.stdout and '+      - "85 744 50 27"\n' in result.stdout
    assert "guide fmt" in result.stderr
    assert (root / files.ORGANISATIONS).read_bytes() == before
    assert guide("fmt", "--root", root).returncode == 0
    assert guide("fmt", "--check", "--root", root).returncode == 0


def test_a_file_that_cannot_be_read_whole_is_left_alone(tmp_path):
    """A repeated key would be lost: it is reported with its place, and nothing is written."""
    root = small_guide(tmp_path, GOOD + "    area: hajnowka\n")
    result = guide("fmt", "--root", root, "data/organisations.yaml")
    assert result.returncode == 1
    assert "data/organisations.yaml:10:5: dom: " in result.stderr
    assert (root / files.ORGANISATIONS).read_text("utf-8").endswith("    area: hajnowka\n")


def git(root: Path, *arguments: str) -> str:
    """What git says."""
    run = ["git", "-c", "user.name=Test", "-c", "user.email=test@proba.org", *arguments]
    result = subprocess.run(run, cwd=root, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_twenty_parallel_additions_merge_without_a_conflict(tmp_path):
    """Twenty people add one organisation each from the same state; git merges them all, and they load."""
    root = small_guide(tmp_path)
    git(root, "init", "-q", "-b", "main")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "Start")
    (root / "data/organisations").mkdir()
    for number in range(20):
        git(root, "switch", "-q", "-c", f"add-{number}", "main")
        (root / "data/organisations").mkdir(exist_ok=True)
        (root / f"data/organisations/dom-{number}.yaml").write_text(drop_in(f"dom-{number}"), "utf-8")
        git(root, "add", ".")
        git(root, "commit", "-q", "-m", f"Add {number}")
    git(root, "switch", "-q", "main")
    for number in range(20):
        git(root, "merge", "-q", "--no-edit", f"add-{number}")
    found, _ = load(root, TODAY)
    assert len(found.organisations) == 21
    assert guide("fmt", "--fold", "--root", root).returncode == 0
    assert len(load(root, TODAY)[0].organisations) == 21
