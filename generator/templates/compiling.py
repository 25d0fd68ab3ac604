"""A template's source in, Python that renders it quickly out: compiled once, then given the words of each language.

Everything here is about speed alone: `tests/test_compiling.py` renders every page by Jinja's own means as well, and
holds both against one another.
"""

from __future__ import annotations

import marshal
import re
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from functools import cached_property
from pathlib import Path
from types import CodeType
from typing import Any

import markupsafe
from jinja2 import BaseLoader, Environment, Template, TemplateNotFound, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from markupsafe import Markup, escape

from generator.keeping import keep, kept
from generator.regex import regex

_CONSTANT_WORDS = regex(r'\{\{-? *_\("([^"\\{%]*)"\) *-?\}\}')
_PART = regex(r'\{% include "(parts/[^"]+)" %\}\n?')
_MARK = "\x04"
"""Stands around each constant sentence in compiled code; no template and no word holds it."""
_MARKED = regex(f"{_MARK}([^{_MARK}]*){_MARK}")

_plainly = getattr(markupsafe, "_escape_inner", escape)
"""What `escape` calls to escape text. It has no public name, so that one day it may not be there."""


def escaped(value: Any) -> str:
    """What `markupsafe.escape` gives, but as plain text when it was not safe before."""
    kind = type(value)
    if kind is Markup:
        return value
    if kind is str:
        return _plainly(value)
    return str(value) if kind is int else escape(value)


class Prepared(Extension):
    """Puts parts into a template and marks the sentences of `{{ _("…") }}` in it before it is compiled.

    Jinja makes a new context for each part that it includes, which was a third of a page's cost; to look up each word
    again on every page was another third.
    Sentences with placeholders still go through gettext when the page is rendered.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source of a template with its parts in place."""

        def part(match: re.Match[str]) -> str:
            loader = self.environment.loader
            text = loader.get_source(self.environment, match[1])[0]  # type: ignore[union-attr]  # ours has one
            return _PART.sub(part, text.removesuffix("\n"))

        return _CONSTANT_WORDS.sub(rf"{_MARK}\1{_MARK}", _PART.sub(part, source))


class QuickCode(CodeGenerator):
    """Writes the Python of a template: pieces gather in a list, and attributes are read as Python reads them.

    Both together take a third off a page. `StrictUndefined` and every object that lacks an attribute raise as before.
    """

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """Write `a.b`, where Jinja looks further when an object has no such attribute."""
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def enter_frame(self, frame: Frame) -> None:
        """Open the list that the whole template writes to."""
        super().enter_frame(frame)
        if frame.rootlevel:
            self.buffer(frame)

    def leave_frame(self, frame: Frame, with_python_scope: bool = False) -> None:
        """Give the list away as one text."""
        super().leave_frame(frame, with_python_scope)
        if frame.rootlevel:
            self.writeline(f"yield concat({frame.buffer})")


class SpokenTemplate(Template):
    """A template in the language of its environment, made from code that all languages share."""

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        """The template with its sentences translated."""
        gettext = environment.words.gettext  # type: ignore[attr-defined]  # a `QuickEnvironment` has them
        # Two things save time on each of hundreds of thousands of values: a chain of tables is slow to copy into every
        # context, and `Markup` is slow to make, when text is joined right after.
        made = super().from_code(environment, _spoken(code, gettext), dict(globals), uptodate)
        made.root_render_func.__globals__["escape"] = escaped
        return made


def _spoken(code: CodeType, gettext: Callable[[str], str]) -> CodeType:
    """Compiled code whose marked sentences are in another language: to compile it for each cost three times as much."""

    def spoken(constant: Any) -> Any:
        if isinstance(constant, str):
            return _MARKED.sub(lambda words: _plainly(gettext(words[1])), constant)
        if isinstance(constant, tuple):
            return tuple(map(spoken, constant))
        return _spoken(constant, gettext) if isinstance(constant, CodeType) else constant

    return code.replace(co_consts=spoken(code.co_consts))


class CompiledLoader(BaseLoader):
    """Loads templates as they were compiled before: for another language, or by an earlier process, which left them in
    a folder.

    Sources are given as they were read, all at once: so what is compiled is always what the folder's name stands for,
    also while somebody edits the theme.
    """

    def __init__(self, sources: Mapping[str, str], folder: Path, kept: Path | None) -> None:
        """`kept` must be another folder whenever a source, Jinja, Python or our code is another; it may be missing."""
        self.sources, self.folder, self.kept = sources, folder, kept
        self.codes: dict[str, CodeType] = {}

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:
        """The source of a template and its file."""
        if template not in self.sources:
            raise TemplateNotFound(template)
        return self.sources[template], str(self.folder / template), None

    def load(self, environment: Environment, name: str, globals: MutableMapping[str, Any] | None = None) -> Template:
        """The template in the language of the environment; as in Jinja's `ModuleLoader`, without its source."""
        code = self.codes.get(name) or self._recalled(name)
        if code is None:
            source, filename, _ = self.get_source(environment, name)
            code = environment.compile(source, name, filename)
            self._keep(name, code)
        self.codes[name] = code
        return environment.template_class.from_code(environment, code, globals or {})

    def _file(self, name: str) -> Path | None:
        return self.kept and self.kept / name.replace("/", "-")

    def _recalled(self, name: str) -> CodeType | None:
        file = self._file(name)
        try:
            return marshal.loads(kept(file)) if file else None
        except (OSError, ValueError):  # not there, or not as it was: Python would run whatever comes out
            return None

    def _keep(self, name: str, code: CodeType) -> None:
        file = self._file(name)
        if file:
            keep(file, lambda opened: opened.write(marshal.dumps(code)))


class QuickContext(Context):
    """The values of one rendering; what only macros and inherited blocks ask for is made when they do."""

    def __init__(
        self,
        environment: Environment,
        parent: dict[str, Any],
        name: str | None,
        blocks: dict[str, Callable[[Context], Iterator[str]]],
        globals: MutableMapping[str, Any] | None = None,
    ) -> None:
        self.environment, self.parent, self.name = environment, parent, name
        self.vars, self.exported_vars, self.globals_keys = {}, set(), set(globals or ())
        self.blocks = {key: [block] for key, block in blocks.items()}

    @cached_property
    def eval_ctx(self) -> EvalContext:  # type: ignore[override]  # Jinja's own is a plain attribute
        """How values are escaped."""
        return EvalContext(self.environment, self.name)


class QuickEnvironment(Environment):
    """An environment that has the words of its language in `words`."""

    code_generator_class = QuickCode
    context_class = QuickContext
    template_class = SpokenTemplate
    # Where Jinja works out a constant expression itself: the same as the code above.
    getattr = staticmethod(getattr)
