"""`generator.call`: help, and what is wrong with a call, in the language of the guide."""

from __future__ import annotations

import argparse
import inspect
import re
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po

from generator import __main__ as program
from generator import call
from generator.languages import words_file
from tests.built import ROOT
from tests.small import GUIDE, small_guide


def said(capsys: pytest.CaptureFixture, *arguments: object) -> tuple[int, str]:
    """The exit code of a call that cannot be read or asks for help, and what a person is told."""
    with pytest.raises(SystemExit) as end:
        program.main([str(argument) for argument in arguments])
    told = capsys.readouterr()
    return end.value.code, told.out + told.err


@pytest.mark.parametrize(
    ("arguments", "polish", "hebrew", "english"),
    [
        ((), "brakuje: COMMAND", "חסר: COMMAND", "required: COMMAND"),
        (("chek",), "'chek' nie ma na liście", "'chek' אינו ברשימה", "invalid choice: 'chek'"),
        (("import",), "brakuje: FILE", "חסר: FILE", "required: FILE"),
        (("stale", "--limit", "x"), "'x' nie jest liczbą", "'x' אינו מספר", "invalid int value: 'x'"),
        (("check", "--strikt"), "nie zna: --strikt", "אינה מכירה את זה: --strikt", "unrecognized arguments: --strikt"),
        (("verify", "a", "--on", "x"), "'x' nie jest datą", "'x' אינו תאריך", "'x' is not a day"),
        (("build", "--part", "9"), "'9' nie oznacza części", "'9' אינו חלק", "'9' is not a part"),
    ],
)
def test_a_call_that_cannot_be_read_is_told_in_words(tmp_path, monkeypatch, capsys, arguments, polish, hebrew, english):
    """In the first language of the guide in which one stands, or in that which is asked for."""
    for first, words in (("pl", polish), ("he", hebrew), ("en", english)):
        order = ", ".join(dict.fromkeys((first, "pl", "he", "en")))
        folder = small_guide(tmp_path / first, guide=GUIDE.replace("[pl, he, en]", f"[{order}]"))
        monkeypatch.chdir(folder)
        code, told = said(capsys, *arguments)
        assert code == 2 and words in told, told
    if arguments:
        code, told = said(capsys, *arguments, f"--root={tmp_path / 'he'}")
        assert hebrew in told
        code, told = said(capsys, *arguments, "--root", tmp_path / "he", "--lang", "pl")
        assert polish in told


def test_help_speaks_the_language_of_the_guide(capsys):
    """Of the commands, and of the options of each."""
    assert said(capsys, "--help", "--lang", "en")[1].count("Makes a guide to help from YAML records.") == 1
    code, told = said(capsys, "import", "--help", "--root", ROOT)
    assert code == 0 and "zapisuje w data/organisations/ wiersze, które można dodać" in " ".join(told.split())
    assert "usage" not in told and "show this help" not in told
    assert argparse._("options") == "options"  # other programs in this process are not spoken for


@pytest.mark.parametrize("language", ["pl", "he"])
def test_every_sentence_of_a_call_has_its_words(language):
    """Those of all commands and options, and no others; of argparse's own only those that it says."""
    with words_file(language, "call").open("rb") as file:
        words = {message.id: message.string for message in read_po(file) if message.id}
    ours = set(_helps(program._parser(()))) | {
        sentence.replace('\\"', '"')
        for place in ("call.py", "commands/build.py")
        for sentence in re.findall(r'argparse\._\("(.+?)"\)', (ROOT / "generator" / place).read_text("utf-8"))
    }
    of_argparse = inspect.getsource(argparse).replace("\\n", "\n")
    assert all(words.values()) and ours <= words.keys()
    assert {sentence for sentence in words.keys() - ours if sentence not in of_argparse} == set()
    for sentence, translated in words.items():
        signs = r"%(?:\(\w+\))?[rs]|--\w+|`[^`]+`|data/[\w./]+"
        assert set(re.findall(signs, translated)) <= set(re.findall(signs, sentence)), sentence


def _helps(parser: argparse.ArgumentParser) -> Iterator[str]:
    yield from filter(None, [parser.description, *(action.help for action in parser._actions)])
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from (command.help for command in action._choices_actions)
            for command in action.choices.values():
                yield from _helps(command)


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (("--lang", "he"), "he"),
        (("x", "--lang=he", "y"), "he"),
        (("--lang",), ""),
        (("--language", "he"), ""),
        ((), ""),
    ],
)
def test_an_option_is_found_in_a_call_that_holds_mistakes(arguments, found):
    """Before argparse can tell."""
    assert call.given(arguments, "--lang") == found
