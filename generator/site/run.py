"""One run of MkDocs over all languages: sheets in, the HTML that MkDocs, Material and static-i18n make of them out.

MkDocs wants real files, and static-i18n runs the whole build again for each language, inside its own `on_post_build`;
so the sheets are written to a folder of their own, each event may come several times, and only the last counts.
What is known of MkDocs' and static-i18n's insides stands here and in `hook`, nowhere else.
"""

from __future__ import annotations

import logging
import posixpath
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from markupsafe import Markup

from generator.build.assets import THEME
from generator.frames import escaped, json_string, part_marker, url_part
from generator.languages import Language
from generator.languages import language as language_of
from generator.model import Guide, Phone
from generator.output import in_words
from generator.pages import Page, not_found, views
from generator.problems import Stop
from generator.regex import regex
from generator.site.articles import Sheet, heading_id, with_markers
from generator.site.extension import Articles
from generator.strings import strings
from generator.templates import attributes, phrase

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page as MkDocsPage

_POLICY = regex(r'<meta http-equiv="?Content-Security-Policy"?[^>]*>\n?(?:<script>.*?</script>\n?)?', re.IGNORECASE)
"""With the script behind it, which it names."""
_LOGS = ("mkdocs", "properdocs")
"""Names under which MkDocs and its fork speak."""
_QUIET_LOGS = tuple(
    f"{name}.{part}" for name in _LOGS for part in ("plugins.mkdocs_static_i18n.plugin", "commands.build")
)
_NOT_SAID = ("Could not find a homepage for locale", "Generated empty output", "generated empty output")
"""What is no news: there is no navigation to find a homepage in, and MkDocs is given nothing to write."""


class Facts:
    """What the theme is told on every page, as `guide`. All words are escaped already."""

    def __init__(self, guide: Guide, language: str, path: str, kind: str, title: str, description: str) -> None:
        settings = guide.settings
        self.language: Language = language_of(language)
        self.languages: list[Language] = [language_of(code) for code in settings.languages]
        self.name = _escaped(settings.name.in_language(language).words)
        self.region = _escaped(settings.region.in_language(language).words)
        self.brand = phrase(settings.name.in_language(language), language)
        """The name, marked where it is not in the page's language."""
        self.brand_region = phrase(settings.region.in_language(language), language)
        self.emergency: Phone = settings.emergency
        self.site_url = _escaped(settings.site_url)
        self.contact_email = _escaped(settings.contact_email)
        self.repository = _escaped(settings.repository)
        self.edition = _escaped(settings.edition)
        self.footer = [
            (f"{article.name}.html", phrase(article.title(language), language))
            for article in guide.articles
            if article.in_footer and language in article.titles
        ]
        self.path, self.kind = path, kind
        self.title_json, self.description_json = Markup(json_string(title)), Markup(json_string(description))
        self.title_url = Markup(url_part(title))

    def _prefixed(self, path: str, language: str | None) -> str:
        code = language or self.language.code
        return path if code == self.languages[0].code else f"{code}/{path}"

    def url(self, path: str, language: str | None = None) -> str:
        """The way from this page to another one, in the same language or in the one named."""
        target = self._prefixed(path, language)
        if self.kind == "404":  # shown for any address, so from the root of the host
            return urlsplit(str(self.site_url)).path + target
        here = posixpath.dirname(self._prefixed(self.path, None))
        return posixpath.relpath(target, here) if here else target

    def absolute(self, path: str, language: str | None = None) -> str:
        """The whole address of a page; that of a home page ends with its folder."""
        target = self._prefixed(path, language)
        if target == "index.html" or target.endswith("/index.html"):
            target = target.removesuffix("index.html")
        return f"{self.site_url}{target}"


def _from_the_root_on_404(url_filter: Callable[[Any, str], str]) -> Callable[[Any, str], str]:
    """MkDocs' filter `url`, which takes a page for granted to be where its address says; 404.html is anywhere."""

    @wraps(url_filter)  # with the attribute by which Jinja knows that it wants the context
    def url(context: Any, value: str) -> str:
        if context["guide"].kind == "404":
            return posixpath.join(context["base_url"], value)
        return url_filter(context, value)

    return url


def _listing(get_env: Callable[[], Any], folders: list[str]) -> Callable[[], Any]:
    """MkDocs' way to a theme's templates, that lists the files of some folders alone.

    Of Material, whose files are not published, it would list 12,000 in each language, a third of all its time.
    """

    @wraps(get_env)
    def env() -> Any:
        made = get_env()
        made.loader.list_templates = type(made.loader)(folders).list_templates
        return made

    return env


def _escaped(words: str) -> Markup:
    """Escaped, and marked as such: a theme that escapes once more does no harm."""
    return Markup(escaped(words))


@dataclass
class Run:
    """The state of one run, over all its languages."""

    guide: Guide | None
    root: Path
    """The guide's folder."""
    folder: Path
    """`.build/mkdocs` of the guide: what MkDocs reads and would write."""
    sheets: dict[str, Sheet]
    """By file in MkDocs' folder."""
    static: dict[str, Path] = field(default_factory=dict)
    """Pictures of articles: path in MkDocs' folder to file."""
    pages: dict[tuple[str, str], str] = field(default_factory=dict)
    """Language and path to the HTML that came out."""
    not_found: str = ""
    warnings: list[str] = field(default_factory=list)
    custom_dir: str = ""
    publishes: bool = False
    """True when MkDocs' own command is to publish the site."""
    reloads: bool = False
    """True for `mkdocs serve`, which puts a script of its own into the pages: they get no content policy."""
    site_dir: str = ""
    """Where MkDocs was told to write before we told it otherwise."""
    report: str = ""
    """HTML to show instead of a guide."""
    done: set[str] = field(default_factory=set)
    current: Sheet | None = None

    def __post_init__(self) -> None:
        self.config: Any = None
        self._listener = _Listener(self.warnings)

    # What `hook` hands on, in the order in which MkDocs calls it.

    def configure(self, config: MkDocsConfig) -> None:
        """Point MkDocs at our folders and our theme; harmless when it comes again."""
        if self.config is config:
            return
        self.config = config
        self._check_languages(config)
        self.site_dir = config.site_dir
        self.custom_dir = config.theme.custom_dir or ""
        write_sheets(self.folder / "docs", self.sheets, self.static)
        config.docs_dir = str(self.folder / "docs")
        config.site_dir = str(self.folder / "site")
        dirs = config.theme.dirs
        if str(THEME) not in (str(Path(folder).resolve()) for folder in dirs):
            dirs.insert(1 if self.custom_dir else 0, str(THEME))
        config.theme.static_templates.clear()
        config.theme.static_templates.add("404.html")
        config.theme.get_env = _listing(config.theme.get_env, [one for one in (self.custom_dir, str(THEME)) if one])
        config.markdown_extensions.append(Articles(self.guide, self._place))  # type: ignore[arg-type]  # not only names
        toc = config.mdx_configs.setdefault("toc", {})
        toc.setdefault("slugify", heading_id)
        self._listener.start()

    def _check_languages(self, config: MkDocsConfig) -> None:
        plugin = config.plugins.get("i18n")
        wanted = self.guide.settings.languages
        found = tuple(plugin.build_languages) if plugin is not None else ()
        if plugin is None or set(found) != set(wanted) or plugin.default_language != wanted[0]:
            raise Stop("mkdocs-languages", 1, found=", ".join(found) or "–", wanted=", ".join(wanted))
        settings = {
            "theme: name: material": config.theme.name == "material",
            "site_url: https://przewodnik.example/": bool(self.guide.settings.site_url),
            "use_directory_urls: false": not config.use_directory_urls,
            "docs_structure: folder": plugin.config.docs_structure == "folder",
            "fallback_to_default: true": plugin.config.fallback_to_default,
            "reconfigure_material: false": not plugin.config.reconfigure_material,
            "reconfigure_search: false": not plugin.config.reconfigure_search,
        }
        for wanted_line, there in settings.items():
            if not there:
                raise Stop("mkdocs-settings", 1, wanted=wanted_line)

    def _place(self) -> tuple[str, str, str]:
        assert self.current is not None
        return self.current.language, self.current.spoken or self.current.language, self.current.file

    @property
    def language(self) -> str:
        """The language that is being built."""
        return self.config.plugins["i18n"].current_language

    def choose_files(self, files: Files) -> Files:
        """Keep what is ours: Material's assets are not published, and sentinels stand in no navigation."""
        from mkdocs.structure.files import InclusionLevel

        docs = Path(self.config.docs_dir)
        for file in list(files):
            if not Path(file.abs_src_path or "").is_relative_to(docs):
                files.remove(file)
            elif file.src_uri in self.sheets and self.sheets[file.src_uri].content is not None:
                file.inclusion = InclusionLevel.NOT_IN_NAV
        return files

    def prepare_templates(self, env: Any) -> None:
        """Give the theme the words of the language that is being built, and leave no blank lines for its tags."""
        env.trim_blocks = env.lstrip_blocks = True
        words = strings(self.language)
        if "jinja2.ext.InternationalizationExtension" not in env.extensions:
            env.add_extension("jinja2.ext.i18n")
        env.install_gettext_callables(words.gettext, words.ngettext, newstyle=False, pgettext=words.pgettext)
        env.globals["_"] = env.globals["gettext"]
        env.filters["url"] = _from_the_root_on_404(env.filters["url"])

    def begin_page(self, page: MkDocsPage) -> None:
        """Remember which page is being rendered."""
        self.current = self.sheets[page.file.src_uri]

    def content(self, rendered: str, page: MkDocsPage) -> str:
        """Title, description and content of a page, escaped before MkDocs and its theme see them."""
        sheet = self.sheets[page.file.src_uri]
        page.title = _escaped(sheet.title)
        page.meta = {"title": page.title, "description": _escaped(sheet.description)}
        return sheet.content if sheet.content is not None else self.article(sheet, with_markers(rendered))

    def article(self, sheet: Sheet, rendered: str) -> str:
        """The inside of an article's `<main>`."""
        mark = attributes(sheet.spoken or sheet.language, sheet.language)
        title = f'<h1 class="g-title"{mark}>{_escaped(sheet.title)}</h1>'
        return f"{part_marker('head')}{title}\n{sheet.note}{rendered}"

    def page_context(self, context: Any, page: MkDocsPage) -> None:
        """What the theme may use on a page, besides what MkDocs gives."""
        sheet = self.sheets[page.file.src_uri]
        context["guide"] = Facts(self.guide, sheet.language, sheet.path, sheet.kind, sheet.title, sheet.description)

    def template_context(self, context: Any) -> None:
        """The same for 404.html, which is no page to MkDocs."""
        language = self.guide.settings.languages[0]
        sheet: Page = not_found([views(self.guide, code) for code in self.guide.settings.languages])
        facts = Facts(self.guide, language, sheet.path, "404", sheet.title, sheet.description)
        title, description = _escaped(sheet.title), _escaped(sheet.description)
        context["guide"] = facts
        context["page"] = SimpleNamespace(
            title=title,
            meta={"title": title, "description": description},
            content=sheet.content,
            url=sheet.path,
            canonical_url=None,
            is_homepage=False,
            toc=(),
            edit_url=None,
        )

    def keep_page(self, output: str, page: MkDocsPage) -> None:
        """Keep the HTML of a page."""
        sheet = self.sheets[page.file.src_uri]
        self.pages[sheet.language, sheet.path] = _POLICY.sub("", output) if self.reloads else output

    def keep_template(self, output: str) -> None:
        """Keep 404.html of the first language: one page for all of them."""
        if self.language == self.guide.settings.languages[0]:
            self.not_found = output

    def finish_language(self) -> bool:
        """Whether that was the last language; MkDocs then gets its folders back."""
        self.done.add(self.language)
        if self.done != set(self.guide.settings.languages):
            return False
        if self.publishes:  # else what other plug-ins write at the end, as `search` does, is not for the site
            self.config.site_dir = self.site_dir
        self.stop_listening()
        return True

    @property
    def own_theme(self) -> str:
        """The guide's own theme folder, as seen from the guide's; empty when it has none but ours."""
        folder, root = Path(self.custom_dir).resolve(), self.root.resolve()
        if not self.custom_dir or folder == THEME or not folder.is_relative_to(root):
            return ""
        return folder.relative_to(root).as_posix()

    def stop_listening(self) -> None:
        """Let go of MkDocs' log."""
        self._listener.stop()


class Log(logging.Handler):
    """Collects what MkDocs says from warnings upwards, and keeps it from the terminal."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a message."""
        self.messages.append(record.getMessage())

    def start(self) -> None:
        """Listen."""
        logging.getLogger("mkdocs").addHandler(self)

    def stop(self) -> None:
        """Listen no more."""
        logging.getLogger("mkdocs").removeHandler(self)


class _Listener(logging.Handler):
    """Collects warnings: in a strict build they count before anything is published, not after."""

    def __init__(self, warnings: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.warnings = warnings
        self.quiet = _Quiet()

    def emit(self, record: logging.LogRecord) -> None:
        self.warnings.append(record.getMessage())

    def start(self) -> None:
        for name in _LOGS:
            logging.getLogger(name).addHandler(self)
        for name in _QUIET_LOGS:
            logging.getLogger(name).addFilter(self.quiet)

    def stop(self) -> None:
        for name in _LOGS:
            logging.getLogger(name).removeHandler(self)
        for name in _QUIET_LOGS:
            logging.getLogger(name).removeFilter(self.quiet)


class _Quiet(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        return not any(words in record.getMessage() for words in _NOT_SAID)


def write_sheets(folder: Path, sheets: dict[str, Sheet], static: dict[str, Path]) -> None:
    """Make `folder` hold the sheets as Markdown files and the pictures beside them; only what changed is written."""
    wanted: dict[Path, bytes] = {}
    for name, sheet in sheets.items():
        wanted[folder / name] = (sheet.markdown if sheet.content is None else "\n").encode()
    for name, file in static.items():
        wanted[folder / name] = file.read_bytes()
    with in_words(folder, no_right="no-work-folder"):
        _write(folder, wanted)


def _write(folder: Path, wanted: dict[Path, bytes]) -> None:
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    for path in sorted(folder.rglob("*"), reverse=True) if folder.is_dir() else ():
        if path.is_symlink() or (path.is_file() and path not in wanted):
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    for path, data in wanted.items():
        if path.is_dir():
            shutil.rmtree(path)
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


class Excuse(Run):
    """A run that has no guide to show, only what is wrong with it: for a server that starts with bad data."""

    def configure(self, config: MkDocsConfig) -> None:
        """Give MkDocs an empty page and a template that holds nothing but the report."""
        if self.config is config:
            return
        self.config, self.site_dir = config, config.site_dir
        plugin = config.plugins.get("i18n")
        self.languages = tuple(plugin.build_languages) if plugin is not None else ()
        first = plugin.default_language if plugin is not None else ""
        sheet = Sheet(first, "index.html", "home", "", "", "")
        write_sheets(self.folder / "docs", {sheet.source if first else "index.md": sheet}, {})
        with in_words(self.folder):
            (self.folder / "theme").mkdir(exist_ok=True)
            (self.folder / "theme" / "main.html").write_text("{{ page.content }}", encoding="utf-8")
        config.docs_dir, config.site_dir = str(self.folder / "docs"), str(self.folder / "site")
        config.theme.dirs.insert(0, str(self.folder / "theme"))
        config.theme.static_templates.clear()
        config.strict = False

    def choose_files(self, files: Files) -> Files:
        """Keep the one page."""
        for file in list(files):
            if not Path(file.abs_src_path or "").is_relative_to(self.folder):
                files.remove(file)
        return files

    def prepare_templates(self, env: Any) -> None:
        """There is nothing to translate."""

    def begin_page(self, page: MkDocsPage) -> None:
        """There is one page."""

    def content(self, rendered: str, page: MkDocsPage) -> str:
        """The report as a page of its own."""
        return self.report

    def page_context(self, context: Any, page: MkDocsPage) -> None:
        """The page says all."""

    def keep_page(self, output: str, page: MkDocsPage) -> None:
        """It is known already."""

    def finish_language(self) -> bool:
        """Whether that was the last language."""
        if self.languages:
            self.done.add(self.language)
        if self.done != set(self.languages):
            return False
        self.config.site_dir = self.site_dir
        return True
