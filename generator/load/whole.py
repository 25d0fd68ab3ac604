"""Every file of a guide's folder in, a whole `Guide` or every problem out."""

from __future__ import annotations

import gc
import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from generator import schema, source
from generator.checks import ArticleDraft, Draft, check, services_of
from generator.load import content
from generator.load.words import not_translated, not_used, own_words
from generator.model import (
    Address,
    Alert,
    Area,
    Article,
    Edition,
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
from generator.problems import DataProblems, Place, Problem, Stop
from generator.schema import Entry, Reader, Words
from generator.schema.hours import OpeningTimes
from generator.schema.kinds import RESERVED_IDS
from generator.schema.lock import LOCK, lock_of
from generator.schema.translated import Remembered, digest, is_old, mark_old, read_lock, remembered


def load(root: Path, today: date) -> tuple[Guide, tuple[Problem, ...]]:
    """The guide in the folder `root` as it stands on `today`, and its warnings.

    Raises `DataProblems` with every error and every warning when there is an error, and `Stop` where there is no guide.
    """
    if not (root / "data").is_dir():
        raise Stop("no-guide", 2, path=str(root.resolve()))
    collecting = gc.isenabled()
    gc.disable()  # millions of small objects that all stay: collections between them double the time
    try:
        return _load(root, today)
    finally:
        if collecting:
            gc.enable()


def _load(root: Path, today: date) -> tuple[Guide, tuple[Problem, ...]]:
    draft, problems = read(root, today)
    if not any(problem.level == "error" for problem in problems):
        problems += check(draft)
    else:
        problems += _checks_that_bear(draft, problems)
    if any(problem.level == "error" for problem in problems):
        raise DataProblems(_first_causes(problems))
    site_url, _ = site_facts(root)
    return guide(draft, site_url), DataProblems(problems).problems


def past(root: Path, today: date) -> Guide:
    """A guide as it once stood: rules about whole records are not asked, since they may be younger than it.

    Raises `DataProblems` when a field cannot be read as today's schema has it.
    """
    draft, problems = read(root, today)
    if any(problem.level == "error" for problem in problems):
        raise DataProblems(_first_causes(problems))
    return guide(draft, site_facts(root)[0])


def read(root: Path, today: date, organisations: bool = True) -> tuple[Draft, list[Problem]]:
    """Every file of the guide, read field by field; `organisations` can be left out."""
    problems: list[Problem] = []
    settings_document = source.read(root, "data/guide.yaml")
    problems += settings_document.problems
    reader = Reader("data/guide.yaml", _languages(settings_document), "PL", "pl", "PL")
    reader.original = reader.languages[0]
    country = settings_document.root.get("country") if isinstance(settings_document.root, source.Mapping) else None
    if isinstance(country, source.Scalar) and re.fullmatch("[A-Z]{2}", country.text):
        reader.country = reader.guide_country = country.text
    settings = schema.single(settings_document, schema.GUIDE, reader)
    problems += reader.problems
    found: dict[str, list[Entry]] = {"organisations": []}
    for name in schema.FILES:
        for file in files(root, name) if organisations or name != "organisations" else ():
            document = source.read(root, file)
            file_reader = Reader(file, reader.languages, reader.country, reader.languages[0], reader.country)
            for kind, entries in schema.entries(document, name, file_reader).items():
                found.setdefault(kind, []).extend(entries)
            problems += document.problems
            problems += file_reader.problems
        problems += _ignored(root, name)
    for path in sorted((root / "data").iterdir()):
        if path.suffix in RECORDS and path.name not in ("guide.yaml", *(f"{name}.yaml" for name in schema.FILES)):
            problems.append(
                Problem(Place(f"data/{path.name}"), "file-ignored", values={"found": path.name}, level="warning")
            )
    articles = _articles(root, reader, problems)
    problems += content.problems(root, reader.languages)
    words, wrong = own_words(root, reader.languages)
    problems += wrong
    if settings and not wrong:
        place = settings.place("languages")
        problems += not_used(words)
        problems += not_translated(words, reader.languages, "editions" in settings.values, place)
    _, site_languages = site_facts(root)
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
        site_languages=site_languages,
        lock=lock,
        translated=translated,
        pictures=frozenset(content.pictures(root)),
        country=reader.country,
        words=words,
    )
    return draft, problems


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
    could not be read is not reported as missing, nor is an article.
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
            reader = Reader(file, settings.languages, settings.country, language, settings.country)
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
    # 7,000 paths would cost ten times as much as their names.
    return frozenset(name.removesuffix(".svg") for name in os.listdir(folder) if name.endswith(".svg"))  # noqa: PTH208


def site_facts(root: Path) -> tuple[str, tuple[str, ...]]:
    """The site's address and languages as `mkdocs.yml` states them; read line by line, for it may hold YAML tags."""
    path = root / "mkdocs.yml"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return "", ()
    match = re.search(r"^site_url: *[\"']?(https?://[^\s\"'#]+)", text, re.MULTILINE)
    url = match[1] if match else ""
    languages = tuple(re.findall(r"^\s*-?\s*locale: *[\"']?([A-Za-z-]+)", text, re.MULTILINE))
    return url if url.endswith("/") or not url else url + "/", languages


def guide(draft: Draft, site_url: str) -> Guide:
    """The guide that a draft without errors describes."""
    values = draft.guide.values
    country = values["country"]
    settings = Settings(
        name=_text(values["name"]),
        region=_text(values["region"]),
        country=country,
        time_zone=values["time_zone"],
        languages=draft.languages,
        edition=values["edition"],
        edition_date=values["edition_date"],
        publisher=Publisher(
            name=_text(values["publisher"]["name"]),
            **{key: values["publisher"][key] for key in ("email", "website", "address") if key in values["publisher"]},
        ),
        contact_email=values["contact"]["email"],
        repository=values["repository"],
        emergency=_phone(values["emergency"]),
        urgent=tuple(
            UrgentEntry(_text(urgent["situation"]), urgent["service"], urgent["icon"])
            for urgent in values.get("urgent", ())
        ),
        overdue_after_months=values.get("ageing", {}).get("overdue_after_months", 12),
        site_url=site_url,
        data_licence=values.get("data_licence", "CC BY 4.0"),
        editions=tuple(
            Edition(**{**edition, "title": _text(edition["title"])}) for edition in values.get("editions", ())
        ),
    )
    return Guide(
        settings=settings,
        organisations=tuple(sorted((organisation(entry, draft) for entry in draft.organisations), key=lambda o: o.id)),
        help_groups=tuple(
            HelpGroup(**_plain(entry, "icon", "slug", name="name", need="need")) for entry in draft.help_groups
        ),
        help_types=tuple(
            HelpType(
                **_plain(
                    entry,
                    *("group", "icon", "slug", "sensitive", "confidential_location", "synonyms", "how_people_say_it"),
                    name="name",
                    description="description",
                    neutral_name="neutral_name",
                )
            )
            for entry in draft.help_types
        ),
        target_group_categories=tuple(TargetGroupCategory(**_plain(entry, name="name")) for entry in draft.categories),
        target_groups=tuple(
            TargetGroup(
                genitive=_words(entry.values.get("genitive")),
                **_plain(
                    entry,
                    "category",
                    "slug",
                    "sensitive",
                    "synonyms",
                    "how_people_say_it",
                    name="name",
                    neutral_name="neutral_name",
                ),
            )
            for entry in draft.target_groups
        ),
        areas=tuple(
            Area(
                locative=_words(entry.values.get("locative")),
                genitive=_words(entry.values.get("genitive")),
                **_plain(entry, "level", "parent", "code", name="name"),
            )
            for entry in draft.areas
        ),
        articles=_article_records(draft),
        today=draft.today,
        words=draft.words,
    )


def _plain(entry: Entry, *fields: str, **texts: str) -> dict[str, Any]:
    """The id, the named fields and the named texts of a record, those that are there."""
    values = entry.values
    result = {"id": values["id"], **{field: values[field] for field in fields if field in values}}
    result.update({name: _text(values[field]) for name, field in texts.items() if field in values})
    return result


def _words(words: Words | None) -> dict[str, str]:
    return dict(words.by_language) if words else {}


def _text(words: Words | None) -> Text | None:
    return Text(*words) if words else None


@lru_cache(maxsize=4096)
def _hours(times: OpeningTimes) -> Hours:
    return Hours(times.kind, times.expression, tuple(Span(*span) for span in times.spans))


def _phone(value: Any) -> Phone:
    number, extra = value
    return Phone(
        *number,
        extension=extra.get("extension", ""),
        label=_text(extra.get("label")),
        hours=_hours(extra["hours"]) if "hours" in extra else None,
        languages=extra.get("languages", ()),
    )


def _address(value: dict[str, Any] | None) -> Address | None:
    if not value:
        return None
    return Address(**{key: _text(item) if key == "directions" else item for key, item in value.items()})


def _alerts(values: Iterable[dict[str, Any]]) -> tuple[Alert, ...]:
    return tuple(
        Alert(_text(alert["text"]), alert.get("from"), alert.get("until")) for alert in values if "text" in alert
    )


def _source(values: dict[str, Any], whole: dict[str, Any]) -> Source:
    if values.get("source"):
        whole = {}  # the organisation's dates are those of its own source
    facts = {**{key: whole[key] for key in EVIDENCE if key in whole}, **values}
    seen, precision = facts.get("source_date", (None, "day"))
    return Source(
        url=facts["source"],
        seen=seen,
        seen_precision=precision,
        verified=facts.get("verified"),
        verified_by=facts.get("verified_by", ""),
    )


def _contact(values: dict[str, Any]) -> dict[str, Any]:
    """The fields that organisations and services share."""
    return {
        **{key: values[key] for key in ("email", "website", "area", "status", "successor") if key in values},
        "description": _text(values.get("description")),
        "notice": _text(values.get("notice")),
        "phones": tuple(_phone(phone) for phone in values.get("phones", ())),
        "address": _address(values.get("address")),
        "alerts": _alerts(values.get("alerts", ())),
    }


EVIDENCE = ("source", "source_date", "verified", "verified_by")
_SAME = tuple(
    "help_types target_groups booking booking_url residents_of holidays valid_from valid_until cost referral "
    "conditions accessibility languages print_priority".split()
)


def _service(values: dict[str, Any], whole: dict[str, Any], contact: dict[str, Any], single: bool) -> Service:
    """`contact` is that of the organisation, which the one service of a `single` record shares."""
    fields = {**contact, "description": None, "alerts": (), "notice": None} if single else _contact(values)
    area = values.get("area") or whole.get("area", "")
    borrowed = not single and not fields["phones"] and not values.get("email")
    if borrowed:
        fields["phones"] = contact["phones"]
        fields["email"] = whole.get("email", "")
    status = whole.get("status", "active")
    if status != "active" and "status" not in values:
        fields["status"] = status
    season, capacity = values.get("season"), values.get("capacity", {})
    return Service(
        id=values["id"],
        name=_text(values["name"]),
        **{**fields, "area": area},
        **{key: values[key] for key in _SAME if key in values},
        contact_of_organisation=borrowed and bool(fields["phones"] or fields["email"]),
        service_area=values.get("service_area", (area,) if area else ()),
        hours=_hours(values["hours"]) if "hours" in values else Hours(),
        season=Season(season["from"], season["until"]) if season else None,
        hours_note=_text(values.get("hours_note")),
        cost_note=_text(values.get("cost_note")),
        referral_note=_text(values.get("referral_note")),
        notes=_text(values.get("notes")),
        places=capacity.get("places"),
        places_at_most=capacity.get("at_most"),
        source=_source(values, whole) if not single and any(values.get(key) for key in EVIDENCE) else None,
    )


def organisation(entry: Entry, draft: Draft) -> Organisation:
    """The organisation that a record without errors describes."""
    values = entry.values
    old = mark_old(values, ("organisations", values["id"]), draft.translated) if draft.translated else []
    single = not values.get("services")
    contact = _contact(values)
    return Organisation(
        id=values["id"],
        name=_text(values["name"]),
        slug=values.get("slug", ""),
        aliases=values.get("aliases", ()),
        original_language=values.get("language", draft.languages[0]),
        country=values.get("country", draft.guide.values["country"]),
        registry=values.get("registry", {}),
        services=tuple(_service(service.values, values, contact, single) for service in services_of(entry)),
        source=_source(values, values),
        digest=hashlib.sha256("\n".join([entry.node.text, *old]).encode()).hexdigest(),
        **contact,
    )


def _article_records(draft: Draft) -> tuple[Article, ...]:
    by_name: dict[str, list[ArticleDraft]] = {}
    for article in draft.articles:
        by_name.setdefault(article.name, []).append(article)
    articles = []
    for name, versions in by_name.items():
        first = versions[0].entry.values
        articles.append(
            Article(
                name=name,
                titles={version.language: version.entry.values["title"] for version in versions},
                descriptions={version.language: version.entry.values["description"] for version in versions},
                sources={version.language: version.entry.file for version in versions},
                help_types=first.get("help_types", ()),
                target_groups=first.get("target_groups", ()),
                areas=first.get("areas", ()),
                in_footer=first.get("footer", False),
                order=first.get("order", 0),
                spoken={one.language: one.spoken for one in versions if one.spoken != one.language},
                old=_old_versions(versions, draft),
            )
        )
    return tuple(sorted(articles, key=lambda article: (article.order, article.name)))


def _old_versions(versions: list[ArticleDraft], draft: Draft) -> tuple[str, ...]:
    """The languages in which an article is older than in the guide's first one."""
    digests = {one.language: one.digest for one in versions if one.spoken == one.language}
    original = digests.get(draft.languages[0], "")
    known = (draft.translated or {}).get(f"content/{versions[0].name}", {}).get((), {})
    return tuple(code for code, own in digests.items() if code in known and is_old(known[code], original, own))
