"""The arguments of a call in; what a person is told of them out, in the language of the guide.

argparse asks gettext for its sentences under a name of its own, which no setting changes. Words are read only when
there is something to say: the first try at a call is without them, and ends where help or an error would be written.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import NoReturn

from generator.problems import Stop

_telling: list[bool] = []
"""Whether it is known in which language to speak."""


class _Unsaid(Exception):
    """Help or an error that waits for the language."""


class Parser(argparse.ArgumentParser):
    """Keeps help and errors back until somebody is to read them."""

    def error(self, message: str) -> NoReturn:
        if not _telling:
            raise _Unsaid
        super().error(message)

    def print_help(self, file=None) -> None:
        if not _telling:
            raise _Unsaid
        super().print_help(file)


def parsed(make: Callable[[], Parser], arguments: Sequence[str], language: Callable[[], str]) -> argparse.Namespace:
    """The arguments as the parser that `make` makes reads them; `SystemExit` when it has said what is wrong."""
    try:
        return make().parse_args(arguments)
    except _Unsaid:
        with _in_language(language()) as word:
            parser = make()
            _translate(parser, word)
            return parser.parse_args(arguments)


def day(text: str) -> date:
    """A day as people write it, `31.05.2026` too."""
    from generator.schema.days import iso_day  # as the words below: most calls need neither

    found = iso_day(text)
    if not found:
        words = argparse._("%r is not a day; write it as year-month-day, for example 2026-05-31")
        raise argparse.ArgumentTypeError(words % text)
    return date.fromisoformat(found)


def day_of(epoch: str) -> date | None:
    """The day that SOURCE_DATE_EPOCH names (reproducible-builds.org); `None` where it is not set."""
    if not epoch:
        return None
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError):  # each system has its own word for it
        raise Stop("epoch", 2, found=epoch) from None


def given(arguments: Sequence[str], option: str) -> str:
    """What stands behind an option of a call that may hold mistakes."""
    for place, one in enumerate(arguments):
        if one.startswith(f"{option}="):
            return one.partition("=")[2]
        if one == option:
            return "".join(arguments[place + 1 : place + 2])
    return ""


@contextmanager
def _in_language(language: str) -> Iterator[Callable[[str], str]]:
    from generator.strings import catalogue

    own = argparse._
    if language != "en":
        argparse._ = catalogue(language, "call").gettext
    _telling.append(True)
    try:
        yield argparse._
    finally:
        argparse._ = own
        _telling.clear()


def _translate(parser: argparse.ArgumentParser, word: Callable[[str], str]) -> None:
    """Put the help of a parser, of its options and of its commands into words of another language."""
    parser.description = parser.description and word(parser.description)
    for action in parser._actions:
        action.help = action.help and word(action.help)
        if isinstance(action, argparse._SubParsersAction):
            for command in action._choices_actions:
                command.help = word(command.help)
            for each in action.choices.values():
                _translate(each, word)
