"""A regular expression that is compiled when it is first asked answers as one that was compiled before."""

from __future__ import annotations

import importlib
import pkgutil
import re

import generator
from generator.regex import _Regex, regex


def test_it_answers_as_a_compiled_one():
    """Each method, of text and of bytes, the first time and the second."""
    for source, text in ((r"(\w)-?", "a-b, Łódź"), (rb"(\w)-?", b"a-b, c")):
        ours, theirs = regex(source, re.IGNORECASE), re.compile(source, re.IGNORECASE)
        assert ours.pattern == theirs.pattern
        for method in ("search", "match", "fullmatch"):
            fresh = regex(source, re.IGNORECASE)
            for _ in range(2):
                one, other = getattr(fresh, method)(text, 1), getattr(theirs, method)(text, 1)
                assert (one and one.span()) == (other and other.span())
        assert ours.findall(text) == theirs.findall(text) and ours.split(text) == theirs.split(text)
        assert ours.sub(text[:0], text) == theirs.sub(text[:0], text)
        assert [one[0] for one in ours.finditer(text)] == [one[0] for one in theirs.finditer(text)]
        assert ours.groups == theirs.groups  # what nobody asks often


def test_every_expression_compiles():
    """A mistake in one would else be told by the first reader whose words meet it."""
    found = {}
    for module in pkgutil.walk_packages(generator.__path__, "generator."):
        for name, value in vars(importlib.import_module(module.name)).items():
            values = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else [value]
            found |= {(module.name, name, number): one for number, one in enumerate(values) if type(one) is _Regex}
    assert len(found) > 100
    for one in found.values():
        re.compile(one.pattern, one.flags)
