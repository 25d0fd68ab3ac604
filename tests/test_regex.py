"""A regular expression that is compiled when it is first asked answers as one that was compiled before."""

from __future__ import annotations

import copy
import importlib
import pkgutil
import re
from collections.abc import Iterator

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
            found |= {(module.name, name, number): one for number, one in enumerate(inside(value))}
    assert len(found) > 130
    for one in found.values():
        re.compile(one.pattern, one.flags)
    assert copy.copy(regex("a")).fullmatch("a")


def inside(value: object) -> Iterator[_Regex]:
    """The expressions in a value of a module, however deep."""
    if type(value) is _Regex:
        yield value
    elif type(value) in (dict, tuple, list):
        for one in value.values() if type(value) is dict else value:
            yield from inside(one)
