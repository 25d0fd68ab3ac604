"""Data files as text in; the same records in canonical form out, or with one record added or changed.

Only the lines of a record that changes are written anew, so that a change shows nothing but itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator import source
from generator.edit.layout import Style, context, item_lines, node_of, pair_lines
from generator.edit.remarks import Remark, Remarks, remarks
from generator.problems import DataProblems
from generator.schema import DEFAULT_LANGUAGES, FILES, GUIDE, Field, Record
from generator.schema.kinds import ListOf
from generator.source import Mapping, Node, Scalar, Sequence

ORGANISATIONS = "data/organisations.yaml"
DROP_IN = "data/organisations"


@dataclass(frozen=True)
class Parsed:
    """A data file, read without an error, with its comments."""

    file: str
    text: str
    root: Mapping
    remarks: Remarks


def style(root: Path, file: str = ORGANISATIONS) -> Style:
    """The layout of a file of this guide: its languages and country stand in `data/guide.yaml`."""
    languages, country = DEFAULT_LANGUAGES, "PL"
    settings = source.read(root, "data/guide.yaml").root
    if isinstance(settings, Mapping):
        node = settings.get("languages")
        codes = (
            tuple(item.text for item in node.items if isinstance(item, Scalar)) if isinstance(node, Sequence) else ()
        )
        own = settings.get("country")
        languages, country = codes or languages, own.text if isinstance(own, Scalar) else country
    return Style(languages, country, texts_in_one_line=name_of(file) == "areas")


def name_of(file: str) -> str:
    """What a data file holds: `data/organisations/dom.yaml` holds `organisations`."""
    parts = file.split("/")
    return parts[1].removesuffix(".yaml").removesuffix(".yml") if len(parts) > 1 else file


def data_files(root: Path) -> list[str]:
    """The data files of a guide that people write."""
    files = ["data/guide.yaml", *(f"data/{name}.yaml" for name in FILES)]
    for name in FILES:
        folder = root / "data" / name
        if folder.is_dir():
            files += [
                f"data/{name}/{path.name}" for path in sorted(folder.iterdir()) if path.suffix in (".yaml", ".yml")
            ]
    return [file for file in files if (root / file).is_file()]


def kind_of(file: str) -> Record:
    """The schema of a whole file."""
    name = name_of(file)
    if name == "guide":
        return GUIDE
    return Record(name, tuple(Field(key, ListOf(record), {}, "") for key, record in FILES[name]))


def parsed(text: str, file: str) -> Parsed | None:
    """The file as nodes and comments; `None` when it holds nothing. Raises `DataProblems` when it cannot be read."""
    document = source.read_text(text, file)
    errors = [problem for problem in document.problems if problem.level == "error"]
    if errors:
        raise DataProblems(errors)
    if not isinstance(document.root, Mapping):
        return None
    return Parsed(file, text, document.root, remarks(text, document.root))


def read(root: Path, file: str) -> Parsed | None:
    """A file of the guide, parsed."""
    return parsed(text_of(root, file), file)


def text_of(root: Path, file: str) -> str:
    """The decoded text of a file. Raises `DataProblems` when it is not clean UTF-8."""
    document = source.read(root, file)
    unreadable = [
        problem for problem in document.problems if problem.rule in ("symlink", "file-missing", "file-unreadable")
    ]
    if unreadable:
        raise DataProblems(unreadable)
    text, problems = source.decode((root / file).read_bytes(), file)
    if text is None or problems:
        raise DataProblems(problems)
    return text


def formatted(text: str, file: str, style: Style) -> str:
    """The file in canonical form. Raises `DataProblems` when it cannot be read without loss."""
    whole = parsed(text, file)
    return text if whole is None else laid_out(whole, style)


def laid_out(whole: Parsed, style: Style) -> str:
    """The canonical text of a parsed file, whose records may have been changed since."""
    file = whole.file
    root, notes = _in_order(whole)
    around = context(style, notes)
    kinds = {field.name: field.kind for field in kind_of(file).fields}
    names = [name for name in kinds if name in root.pairs] + [name for name in root.pairs if name not in kinds]
    lines: list[str] = []
    for name in names:
        lines += pair_lines(name, root.pairs[name][1], kinds.get(name), (name,), 0, around)
    lines += [words for _, words in notes.get((), Remark()).below]
    while lines and not lines[0]:
        del lines[0]
    return "\n".join(lines) + "\n"


def _in_order(whole: Parsed) -> tuple[Mapping, Remarks]:
    """The organisations sorted by id, with their comments; no blank line before the first record of a list."""
    root, notes = whole.root, dict(whole.remarks)
    listed = root.get("organisations")
    if isinstance(listed, Sequence):
        order = sorted(range(len(listed.items)), key=lambda index: (record_id(listed.items[index]) or "~", index))
        place = {old: new for new, old in enumerate(order)}
        root = root._replace(
            pairs=root.pairs
            | {
                "organisations": (
                    root.pairs["organisations"][0],
                    listed._replace(items=tuple(listed.items[index] for index in order)),
                )
            },
        )
        notes = {
            (path[0], place[path[1]], *path[2:]) if path[:1] == ("organisations",) and len(path) > 1 else path: remark
            for path, remark in notes.items()
        }
    for name in root.pairs:
        remark = notes.get((name, 0))
        if remark:
            above = list(remark.above)
            while above and not above[0][1]:
                del above[0]
            notes[(name, 0)] = Remark(above, remark.beside, remark.below)
    return root, notes


def record_id(node: Node) -> str:
    """The id of a record; nothing when it has none."""
    own = node.get("id") if isinstance(node, Mapping) else None
    return own.text if isinstance(own, Scalar) else ""


def record_text(values: object, style: Style) -> str:
    """The text of a drop-in file that holds one organisation."""
    around = context(style, {})
    listed = Sequence((node_of(values),), 0, 0, False)
    lines = pair_lines("organisations", listed, kind_of(ORGANISATIONS).fields[0].kind, ("organisations",), 0, around)
    return "\n".join(lines) + "\n"


def find(root: Path, organisation: str) -> tuple[str, int, Mapping] | None:
    """The file, the place in its list and the node of an organisation."""
    for file in data_files(root):
        if name_of(file) != "organisations":
            continue
        whole = read(root, file)
        listed = whole.root.get("organisations") if whole else None
        for index, node in enumerate(listed.items if isinstance(listed, Sequence) else ()):
            if isinstance(node, Mapping) and record_id(node) == organisation:
                return file, index, node
    return None


def with_record(text: str, file: str, index: int, node: Mapping, style: Style, moved: Collection[str] = ()) -> str:
    """The file with one organisation changed: no line of another one is touched.

    Comments of fields that `moved` into the first service of a new list go with them.
    """
    whole = parsed(text, file)
    begins = _beginnings(whole)
    begin, end = begins[index], begins[index + 1]
    kind = kind_of(ORGANISATIONS).fields[0].kind.item
    here = ("organisations", index)
    notes = {
        (*here, "services", 0, *path[2:]) if path[:2] == here and path[2:3] and path[2] in moved else path: remark
        for path, remark in whole.remarks.items()
    }
    new = item_lines(node, kind, here, 2, context(style, notes))
    lines = text.split("\n")
    return "\n".join([*lines[: begin - 1], *new, *lines[end - 1 :]])


def _beginnings(whole: Parsed) -> list[int]:
    """The line on which each organisation begins, its comments included, and the line behind the last one."""
    items = whole.root.get("organisations").items
    begins = []
    for index, item in enumerate(items):
        above = whole.remarks.get(("organisations", index), Remark()).above
        begins.append(min([item.line, *(line for line, _ in above)]))
    lines = whole.text.split("\n")
    end = len(lines) + 1
    while end > 1 and not lines[end - 2].strip():
        end -= 1
    below = [line for path in ((), ("organisations",)) for line, _ in whole.remarks.get(path, Remark()).below]
    after = list(whole.root.pairs)[list(whole.root.pairs).index("organisations") + 1 :]
    for name in after[:1]:
        above = whole.remarks.get((name,), Remark()).above
        below += [whole.root.pairs[name][0].line, *(line for line, _ in above)]
    return [*begins, min([end, *below])]


def folded(root: Path, style: Style) -> tuple[str, list[str]]:
    """The one file with the records of the drop-in folder, and the files that it makes needless.

    Comments of the drop-in files come along. Raises `DataProblems` when an id stands twice.
    """
    text = text_of(root, ORGANISATIONS) if (root / ORGANISATIONS).is_file() else "organisations:\n"
    done = []
    for file in data_files(root):
        if not file.startswith(DROP_IN + "/"):
            continue
        for node, lines in _records_as_text(root, file, style):
            text = _with_lines(text, node, lines, style)
        done.append(file)
    return formatted(text, ORGANISATIONS, style), done


def unfolded(root: Path, style: Style) -> dict[str, str]:
    """A file of its own for each organisation of the one file, and what stays in that: its head.

    The other way round than `folded`: for guides whose editors work in a browser, which is slow on one long file.
    """
    whole = read(root, ORGANISATIONS) if (root / ORGANISATIONS).is_file() else None
    listed = whole.root.get("organisations") if whole else None
    if not isinstance(listed, Sequence) or not listed.items:
        return {}
    lines, begins = whole.text.split("\n"), _beginnings(whole)
    found = {}
    for node, begin, end in zip(listed.items, begins[:-1], begins[1:], strict=True):
        name = f"{DROP_IN}/{record_id(node)}.yaml"
        found[name] = formatted("\n".join(["organisations:", *lines[begin - 1 : end - 1]]) + "\n", name, style)
    rest = [*lines[: begins[0] - 1], *lines[begins[-1] - 1 :]]
    rest[whole.root.pairs["organisations"][0].line - 1] = _EMPTY
    return {**found, ORGANISATIONS: formatted("\n".join(rest), ORGANISATIONS, style)}


_EMPTY = "organisations: []"


def _records_as_text(root: Path, file: str, style: Style) -> Iterator[tuple[Mapping, list[str]]]:
    """The records of a file, each with its canonical lines; comments at the file's head and end go with the nearest."""
    whole = read(root, file)
    listed = whole.root.get("organisations") if whole else None
    if not isinstance(listed, Sequence):
        return
    kind = kind_of(ORGANISATIONS).fields[0].kind.item
    around = context(style, whole.remarks)
    top, end = whole.remarks.get(("organisations",), Remark()), whole.remarks.get((), Remark())
    for index, node in enumerate(listed.items):
        lines = item_lines(node, kind, ("organisations", index), 2, around)
        if index == 0:
            head = [words for _, words in top.above if words and not words.startswith("# yaml-language-server")]
            lines = [f"  {words}" for words in [*head, *([top.beside] if top.beside else [])]] + lines
        if index == len(listed.items) - 1:
            lines += [f"      {words}" for _, words in [*top.below, *end.below]]
        yield node, [line for line in lines if line.strip()]


def _with_lines(text: str, node: Node, new: list[str], style: Style) -> str:
    whole = parsed(text, ORGANISATIONS)
    if whole is None or not isinstance(whole.root.get("organisations"), Sequence):
        return text.rstrip("\n") + "\n" + "\n".join(new) + "\n"
    items = whole.root.get("organisations").items
    if not items:
        return text.replace(_EMPTY, "\n".join(["organisations:", *new]), 1)
    index = next((number for number, item in enumerate(items) if record_id(item) > record_id(node)), len(items))
    begin = _beginnings(whole)[index]
    lines = text.split("\n")
    return "\n".join([*lines[: begin - 1], *new, *lines[begin - 1 :]])
