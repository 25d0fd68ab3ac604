"""Every file of a guide's folder in, a whole `Guide` or every problem out."""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from generator import schema, source
from generator.checks import ArticleDraft, Draft, Site, check
from generator.load import content
from generator.load.records import guide
from generator.load.words import not_translated, not_used, own_words
from generator.model import Guide
from generator.problems import DataProblems, Place, Problem, Stop
from generator.schema import Entry, Reader
from generator.schema.ids import RESERVED_IDS
from generator.schema.lock import LOCK, lock_of
from generator.schema.translated import Remembered, digest, mark_old, read_lock, remembered


def load(root: Path, today: date, locked: bool = True) -> tuple[Guide, tuple[Problem, ...]]:
    """The guide in the folder `root` as it stands on `today`, and its warnings.

    Not `locked`, it may differ from `data/critical.lock`: who compares two states is told so as a change.
    Raises `DataProblems` with every error and every warning when there is an error, and `Stop` where there is no guide.
    """
    if not (root / "data").is_dir():
        raise Stop("no-guide", 2, path=str(root.resolve()))
    collecting = gc.isenabled()
    gc.disable()  # millions of small objects that all stay: collections between them double the time
    try:
        return _load(root, today, locked)
    finally:
        if collecting:
            gc.enable()


def _load(root: Path, today: date, locked: bool) -> tuple[Guide, tuple[Problem, ...]]:
    draft, problems = read(root, today)
    if not locked:
        draft = replace(draft, lock=None)
    if not any(problem.level == "error" for problem in problems):
        problems += check(draft)
    else:
        problems += _checks_that_bear(draft, problems)
    if any(problem.level == "error" for problem in problems):
        raise DataProblems(_first_causes(problems))
    return guide(draft, draft.site.url), DataProblems(problems).problems


def past(root: Path, today: date) -> Guide:
    """A guide as it once stood: rules about whole records are not asked, since they may be younger than it.

    Raises `DataProblems` when a field cannot be read as today's schema has it.
    """
    draft, problems = read(root, today)
    if any(problem.level == "error" for problem in problems):
        raise DataProblems(_first_causes(problems))
    return guide(draft, draft.site.url)


def read(root: Path, today: date, organisations: bool = True) -> tuple[Draft, list[Problem]]:
    """Every file of the guide, read field by field; `organisations` can be left out."""
    document = source.read(root, "data/guide.yaml")
    reader = _reader(document)
    settings = schema.single(document, schema.GUIDE, reader)
    problems = [*document.problems, *reader.problems]
    found = _records(root, reader, organisations, problems)
    articles = _articles(root, reader, problems)
    problems += content.problems(root, reader.languages)
    words, wrong = own_words(root, reader.languages)
    problems += wrong
    if settings and not wrong:
        place = settings.place("languages")
        problems += not_used(words)
        problems += not_translated(words, reader.languages, "editions" in settings.values, place)
    lock = None
    if (root / LOCK).exists():
        document = source.read(root, LOCK)
        problems += document.problems
        lock = lock_of(document)
    translated = remembered(read_lock(root))
    _mark_old(settings, found, translated)
    draft = Draft(
        guide=settings,
        help_groups=found["groups"],
        help_types=found["help_types"],
        categories=found["categories"],
        target_groups=found["target_groups"],
        areas=found["areas"],
        organisations=found["organisations"],
        articles=articles,
        languages=reader.languages,
        today=today,
        icons=icons(),
        site=site_facts(root),
        lock=lock,
        translated=translated,
        pictures=frozenset(content.pictures(root)),
        country=reader.country,
        words=words,
    )
    return draft, problems


def _reader(document: source.Document) -> Reader:
    """What reads `guide.yaml`, with the languages and the country that it states itself."""
    languages, country = _languages(document), "PL"
    stated = document.root.get("country") if isinstance(document.root, source.Mapping) else None
    if isinstance(stated, source.Scalar) and re.fullmatch("[A-Z]{2}", stated.text):
        country = stated.text
    return Reader(document.file, languages, country, languages[0], country)


def _records(root: Path, reader: Reader, organisations: bool, problems: list[Problem]) -> dict[str, list[Entry]]:
    """The records of all data files by the name of their list; `problems` gets what is wrong with them."""
    found: dict[str, list[Entry]] = {"organisations": []}
    for name in schema.FILES:
        for file in files(root, name) if organisations or name != "organisations" else ():
            document = source.read(root, file)
            of_file = reader.of(file, reader.languages[0])
            for kind, entries in schema.entries(document, name, of_file).items():
                found.setdefault(kind, []).extend(entries)
            problems += document.problems
            problems += of_file.problems
        problems += _ignored(root, name)
    known = {"guide.yaml", *(f"{name}.yaml" for name in schema.FILES)}
    for path in sorted((root / "data").iterdir()):
        if path.suffix in RECORDS and path.name not in known:
            values = {"found": path.name}
            problems.append(Problem(Place(f"data/{path.name}"), "file-ignored", values=values, level="warning"))
    return found


def _mark_old(settings: Entry | None, found: dict[str, list[Entry]], translated: Remembered) -> None:
    """Note which translations are old, in all records but organisations, whose digests tell it, too."""
    if not translated:
        return
    for file, lists in schema.FILES.items():
        for name, _ in lists if file != "organisations" else ():
            for entry in found.get(name, ()):
                own = entry.values.get("id", "")
                mark_old(entry.values, (file, own) if name == file else (file, name, own), translated)
    if settings:
        mark_old(settings.values, ("guide",), translated)


def _first_causes(problems: list[Problem]) -> list[Problem]:
    """The problems without those that follow from another at the same place, as an empty value from a YAML alias."""
    broken = {problem.place for problem in problems if problem.level == "error" and not problem.field}
    return [problem for problem in problems if not problem.field or problem.place not in broken]


def _checks_that_bear(draft: Draft, problems: list[Problem]) -> list[Problem]:
    """The problems of the rules, for data that has others already: a rule that cannot bear it is left out.

    What a person sees first must be whole, so the rules run even over broken records; a reference to a record that
    could not be read is not reported as missing, nor is an article or a catalogue.
    """
    broken = {"unknown-help-type", "unknown-target-group", "unknown-area", "unknown-organisation", "unknown-service"}
    broken |= {"unknown-link", "unknown-group", "urgent-without-phone"}
    whole = all((draft.help_types, draft.target_groups, draft.areas, draft.organisations))
    errors = [problem for problem in problems if problem.level == "error"]
    records = {problem.record for problem in errors if not problem.field} - {""}
    files = {problem.place.file for problem in errors}

    def follows(problem: Problem) -> bool:
        found = str(problem.values.get("found", ""))
        if problem.rule == "article-missing":
            return found in files
        if problem.rule == "language-without-words":
            return problem.values["path"] in files
        return problem.rule in broken and (not whole or not records.isdisjoint(re.findall(r"[a-z0-9-]+", found)))

    # A crisis record may be among the broken ones.
    return [problem for problem in check(draft) if problem.rule != "crisis-record" and not follows(problem)]


def _languages(document: source.Document) -> tuple[str, ...]:
    """The languages that `guide.yaml` names, or those of the first guide when it names none."""
    node = document.root.get("languages") if isinstance(document.root, source.Mapping) else None
    if isinstance(node, source.Sequence):
        codes = tuple(item.text for item in node.items if isinstance(item, source.Scalar) and item.text)
        if codes:
            return codes
    return schema.DEFAULT_LANGUAGES


RECORDS = (".yaml", ".yml")
"""Ends of the names of data files."""


def files(root: Path, name: str) -> list[str]:
    """The files of one kind of record: the one that bears its name, and those of the drop-in folder."""
    found = [f"data/{name}.yaml"]
    folder = root / "data" / name
    if folder.is_dir() and not folder.is_symlink():
        found += [f"data/{name}/{path.name}" for path in sorted(folder.iterdir()) if path.suffix in RECORDS]
        if not (root / found[0]).exists() and len(found) > 1:
            del found[0]
    return found


def _ignored(root: Path, name: str) -> Iterator[Problem]:
    """What stands in a drop-in folder and is not read, as `dom.yaml.txt`: its sender waits for it to appear."""
    folder = root / "data" / name
    if folder.is_symlink():
        yield Problem(Place(f"data/{name}"), "symlink")
    elif folder.is_dir():
        others = [path.name for path in folder.iterdir() if path.suffix not in RECORDS]
        for file in sorted(one for one in others if not one.startswith(".")):
            yield Problem(Place(f"data/{name}/{file}"), "file-ignored", values={"found": file}, level="warning")
    elif folder.exists():
        yield Problem(Place(f"data/{name}"), "file-ignored", values={"found": name}, level="warning")


def _articles(root: Path, settings: Reader, problems: list[Problem]) -> list[ArticleDraft]:
    drafts = []
    for language in settings.languages:
        folder = root / "content" / language
        for path in sorted(folder.glob("*.md")) if folder.is_dir() else ():
            file = f"content/{language}/{path.name}"
            name = path.stem
            if source.linked(root, file):
                continue  # said of every link in `content/`
            if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) or name in content.GENERATED_PAGES | RESERVED_IDS:
                problems.append(Problem(Place(file), "article-name", values={"found": path.name}))
                continue
            try:
                size = path.stat().st_size
                data = path.read_bytes() if size <= ARTICLE_LIMIT else b""
            except OSError as trouble:
                problems.append(Problem(Place(file), "file-unreadable", values={"found": trouble.strerror}))
                continue
            if size > ARTICLE_LIMIT:
                problems.append(Problem(Place(file), "too-long", values={"limit": ARTICLE_LIMIT, "length": size}))
                continue
            text, refused = source.decode(data, file)
            problems += refused
            if text is None:
                continue
            document, body, first_line = source.front_matter(text, file)
            problems += document.problems
            reader = settings.of(file, language)
            entry = None
            if document.root is not None or not document.problems:
                entry = schema.single(document, schema.ARTICLE, reader)
            problems += reader.problems
            if entry is not None:
                drafts.append(ArticleDraft(name, language, entry, body, first_line, digest(text)))
    return drafts


ARTICLE_LIMIT = 100_000
"""Bytes of an article, some fifty pages of a book: Markdown takes far longer for a text twice as long."""


@cache
def icons() -> frozenset[str]:
    """The names of Material Design Icons in the installed mkdocs-material."""
    spec = find_spec("material")
    if spec is None or not spec.submodule_search_locations:
        return frozenset()
    folder = Path(spec.submodule_search_locations[0]) / "templates" / ".icons" / "material"
    names = os.listdir(folder)  # noqa: PTH208 - 7,000 paths would cost ten times as much
    return frozenset(name.removesuffix(".svg") for name in names if name.endswith(".svg"))


def site_facts(root: Path) -> Site:
    """The site's address and languages as `mkdocs.yml` states them; read line by line, for it may hold YAML tags."""
    name = "mkdocs.yml"
    try:
        text = (root / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return Site()
    languages = tuple(re.findall(r"^\s*-?\s*locale: *[\"']?([A-Za-z-]+)", text, re.MULTILINE))
    match = re.search(r"^site_url: *[\"']?(https?://[^\s\"'#]+)", text, re.MULTILINE)
    if not match:
        return Site(languages=languages)
    before = text[: match.start(1)]
    place = Place(name, before.count("\n") + 1, match.start(1) - before.rfind("\n"))
    return Site(f"{match[1].removesuffix('/')}/", languages, place)
