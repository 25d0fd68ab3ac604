"""A Guide in, its site out: what MkDocs, Material and static-i18n make of it, and how it is published.

With `hook` the only step that knows MkDocs, which is started only when something that it would read has changed.
"""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import date
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import TYPE_CHECKING

from generator import build, output, pages, source
from generator.build import HERE, Progress, Summary
from generator.build.assets import THEME
from generator.frames import CONTENT, DESCRIPTION, STEM, TITLE, Frames, UnknownPlace, frame, sentinel_path
from generator.load import content, load
from generator.model import Guide
from generator.pages.article import article_note
from generator.problems import DataProblems, Place, Problem, Stop
from generator.regex import regex
from generator.shards.backends import Source
from generator.shards.parts import Part
from generator.site import cache
from generator.site.articles import Sheet, link, links_in, markdown_of
from generator.strings import speak

if TYPE_CHECKING:  # what knows MkDocs is imported where MkDocs is about to start
    from generator.site.run import Run

CONFIG = "mkdocs.yml"
WORK = ".build"
"""Folder of the guide that holds what can be made again."""


def publish(
    root: Path,
    target: Path,
    guide: Guide,
    progress: Progress | None = None,
    shards: Source = HERE,
    booklets: bool = True,
) -> Summary:
    """Build the guide in `root` and let its site take the place of `target`."""
    return build.publish(guide, frames(root, guide), root, target, progress, shards, booklets)


def publish_part(root: Path, target: Path, guide: Guide, part: Part, shards: Source = HERE) -> Summary:
    """Build a part of the guide's pages into `target`, for `shards.parts.Merged` to take them from there."""
    return build.publish_part(guide, frames(root, guide), root, target, part, shards)


def begin(root: Path, today: date, reloads: bool) -> Run:
    """A run for MkDocs' own command, which publishes at its end."""
    guide, _ = load(root, today)
    speak(guide.words)
    run = begun(root, guide)
    run.publishes, run.reloads = True, reloads
    return run


def excuse(root: Path, report: str, publishes: bool) -> Run:
    """A run for `mkdocs serve` with a guide that cannot be built: it shows the report, or leaves the site as it is."""
    page = (
        '<!doctype html><html lang="pl"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>!</title><pre>{html.escape(report)}</pre></html>"
    )
    from generator.site.run import Excuse

    return Excuse(None, root, (root / WORK / "excuse").absolute(), {}, publishes=publishes, report=page)


def publish_run(run: Run) -> None:
    """Build and publish from a run that MkDocs itself began: plain `mkdocs build` and `mkdocs serve`."""
    from generator.site.run import Excuse

    if isinstance(run, Excuse):
        output.publish([("index.html", run.report.encode())], Path(run.site_dir))
    else:
        build.publish(run.guide, frames_of(run), run.root, Path(run.site_dir))


def frames(root: Path, guide: Guide) -> Frames:
    """The frames and articles of a guide: from the cache, or from MkDocs when they would come out otherwise."""
    speak(guide.words)
    sheets = sheets_of(root, guide)
    given = _given(guide, sheets, root)
    file = root / WORK / "frames" / "frames.json"
    known = cache.read(file, root, given)
    if known is not None:
        return known
    with _alone(root / WORK / "mkdocs"), cache.recording(root) as record:
        for path in THEME.glob("locales/*/*/guide.po"):  # what is known of them is not read again
            record.add(path)
        run = rendered(root, guide, sheets)
        made = frames_of(run)
    if not record.asks_environment():  # which leaves no trace in a cache
        cache.write(file, given, record, made)
    return made


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder in which MkDocs works, which takes one run at a time."""
    with ExitStack() as held:
        with output.in_words(folder, no_right="no-work-folder"):
            folder.mkdir(parents=True, exist_ok=True)
            held.enter_context(output.lock(folder, wait=120))
        yield


def sheets_of(root: Path, guide: Guide) -> list[Sheet]:
    """A sentinel for each kind of page and a sheet for each article, in every language."""
    sheets = []
    for language in guide.settings.languages:
        for kind, pattern in pages.KINDS.items():
            path = f"{sentinel_path(pattern)}.html"
            sheets.append(Sheet(language, path, kind, TITLE, DESCRIPTION, CONTENT))
        for article in guide.articles:
            if language not in article.sources:
                continue
            file = article.sources[language]
            text, problems = source.decode((root / file).read_bytes(), file)
            _, body, _ = source.front_matter(text, file)
            if STEM in text:
                problems = (*problems, Problem(Place(file), "reserved-word", values={"found": STEM}))
            if problems:
                raise DataProblems(problems)
            title, description = article.titles[language], article.descriptions[language]
            words = markdown_of(body, article)
            path, spoken = f"{article.name}.html", article.spoken.get(language, "")
            note = article_note(guide, article, language)
            sheets.append(Sheet(language, path, "article", title, description, None, words, file, spoken, note))
    return sheets


def _given(guide: Guide, sheets: Iterable[Sheet], root: Path) -> str:
    """Everything of the guide that a run is given, as one text: the part of the cache's key that data decide."""
    settings = guide.settings
    missing = pages.not_found([pages.views(guide, language) for language in settings.languages])
    links = [
        (sheet.language, mark, repr(link(guide, mark, sheet.spoken or sheet.language)))
        for sheet in sheets
        for mark in links_in(sheet.markdown)
    ]
    facts = [getattr(settings, name) for name in settings.__slots__ if name != "urgent"]
    footer = [(article.name, dict(article.titles)) for article in guide.articles if article.in_footer]
    static = sorted(content.pictures(root))
    return repr((facts, footer, list(sheets), links, missing, static, guide.words))


def _config(root: Path) -> Path:
    path = root / CONFIG
    if not path.is_file():
        raise Stop("no-mkdocs-yml", 2, path=str(path))
    return path


def rendered(root: Path, guide: Guide, sheets: Iterable[Sheet]) -> Run:
    """Let MkDocs render some sheets in all languages, strictly; nothing is published."""
    from mkdocs import utils
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import config_options, load_config
    from mkdocs.exceptions import MkDocsException

    from generator.site.run import Log

    run = begun(root, guide, sheets)
    clean_directory = utils.clean_directory
    with suppress(AttributeError):  # it holds hooks for good: a server of ours would show the pages of the first ones
        config_options.Hooks._load_hook.cache_clear()
    log = Log()
    log.start()
    try:
        with output.in_words(run.folder):
            (run.folder / "docs").mkdir(parents=True, exist_ok=True)  # a guide without articles has no `content`
        config = load_config(str(_config(root)), strict=True, docs_dir=str(run.folder / "docs"))
        if "guide" not in config.plugins:
            raise Stop("mkdocs-settings", 1, wanted="plugins: guide")
        config.plugins["guide"].run = run
        mkdocs_build(config)
    except MkDocsException as failure:
        raise DataProblems(_problems(run, log.messages or [str(failure)])) from failure
    except (DataProblems, Stop, MemoryError):
        raise
    except Exception as failure:  # a hook, an extension or a template of the guide's own, unless it is ours
        if _is_ours(failure):
            raise
        if isinstance(failure, OSError) and _is_in(failure, run.folder):
            with output.in_words(run.folder):
                raise
        said = f"{type(failure).__name__}: {failure}"
        raise DataProblems(_problems(run, [*log.messages, said])) from failure
    finally:
        log.stop()
        run.stop_listening()
        utils.clean_directory = clean_directory  # static-i18n leaves its own there when a build fails
    return run


def _is_ours(failure: Exception) -> bool:
    """Whether it happened in our own code or theme."""
    import traceback

    last = traceback.extract_tb(failure.__traceback__)[-1].filename
    return any(Path(last).is_relative_to(folder) for folder in (THEME, THEME.with_name("generator")))


def _is_in(failure: OSError, folder: Path) -> bool:
    """Whether it happened in a folder, or on a disk that is full and does not say where."""
    name = failure.filename
    if not isinstance(name, str | bytes):
        return failure.errno in (ENOSPC, EDQUOT)
    return Path(os.fsdecode(name)).absolute().is_relative_to(folder)


def begun(root: Path, guide: Guide, sheets: Iterable[Sheet] | None = None) -> Run:
    """A run that MkDocs has not begun yet."""
    from generator.site.run import Run

    sheets = sheets_of(root, guide) if sheets is None else sheets
    static = content.pictures(root)
    return Run(guide, root, (root / WORK / "mkdocs").absolute(), {sheet.source: sheet for sheet in sheets}, static)


def frames_of(run: Run) -> Frames:
    """The frames in what a run has rendered."""
    kinds, articles = {}, {}
    for sheet in run.sheets.values():
        page = run.pages.get((sheet.language, sheet.path))
        if page is None:
            raise Stop("mkdocs-page-missing", 70, found=sheet.source)
        try:
            if sheet.kind == "article":
                name = sheet.path.removesuffix(".html")
                articles[sheet.language, name] = frame(page, name)
            else:
                kinds[sheet.language, sheet.kind] = frame(page, pages.KINDS[sheet.kind])
                if "content" not in kinds[sheet.language, sheet.kind].slots:
                    raise UnknownPlace("the page's content is not on it")
        except UnknownPlace as unknown:
            if sheet.file:  # a generated part that does not stand on a line of its own
                problem = Problem(Place(sheet.file), "part-not-alone", values={"found": str(unknown)})
                raise DataProblems([problem]) from unknown
            raise Stop("theme-marker", 1, kind=sheet.kind, found=str(unknown)) from unknown
    return Frames(kinds, articles, run.not_found, run.own_theme)


def _problems(run: Run, messages: Iterable[str]) -> list[Problem]:
    """What MkDocs warned of, with the file that a person wrote instead of the one that we made of it."""
    problems = []
    for message in dict.fromkeys(messages):
        named = re.search(r"'([^' ]+\.md)'", message)
        sheet = run.sheets.get(named[1]) if named else None
        place = Place(sheet.file if sheet and sheet.file else CONFIG)
        if anchor := _ANCHOR.search(message):
            problems.append(Problem(place, "unknown-heading", values={"found": anchor[1]}))
        else:
            problems.append(Problem(place, "mkdocs", values={"found": message}))
    return problems


_ANCHOR = regex(r"contains? (?:a|an) link '([^']*)', but .* anchor")
"""What MkDocs says of the one mistake of articles that only it can see."""
