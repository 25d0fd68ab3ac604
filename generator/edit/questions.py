"""The wizard: asks for an organisation field by field, tells at once what cannot be, and gives the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from generator.edit.columns import ASKED, ASKED_OF_SERVICE, EVIDENCE, Column, Vocabulary, asked, record, value
from generator.edit.layout import node_of
from generator.edit.services import together
from generator.problems import Problem
from generator.schema import Reader
from generator.schema.kinds import Kind, ListOf, Text
from generator.strings import catalogue

Ask = Callable[[str], str]
Say = Callable[[str], None]


class Wizard:
    """One conversation."""

    def __init__(self, known: Vocabulary, country: str, language: str, ask: Ask, say: Say, explain: Callable) -> None:
        self.known, self.country, self.language = known, country, language
        self.ask, self.say, self.explain = ask, say, explain
        self.words = catalogue(language, "edit")

    def word(self, name: str, **values: Any) -> str:
        """A sentence of the catalogue."""
        return self.words.ugettext(name).format_map(values)

    def organisation(self) -> dict[str, Any]:
        """The organisation that the answers tell, with all its services; `EOFError` when the person leaves."""
        self.say(self.word("wizard-start"))
        told = [self.answers(ASKED)]
        while self.agreed("wizard-another"):
            if len(told) == 1:
                self.say(self.word("wizard-first"))
                told[0] |= self.answers(ASKED_OF_SERVICE[:1], required=True)
            evidence = {name: told[0][name] for name in EVIDENCE if name in told[0]}
            told.append(evidence | self.answers(ASKED_OF_SERVICE, required=True))
        return together([record(answers, self.known) for answers in told], self.known)

    def service(self) -> dict[str, Any]:
        """One more service of an organisation that stands in the guide, and where its facts come from."""
        self.say(self.word("wizard-start"))
        evidence = tuple(name for name in ASKED if name in EVIDENCE)
        return record(self.answers(ASKED_OF_SERVICE + evidence, required=True), self.known)

    def agreed(self, question: str, **values: str) -> bool:
        """Whether the person says yes."""
        answer = self.ask(f"{self.word(question, **values)} ").strip().casefold()
        return answer in ("t", "tak", "y", "yes", "כ", "כן")

    def answers(self, names: Iterable[str], required: bool = False) -> dict[str, str]:
        """The answers to the named questions; the first is `required` even if not all records need it."""
        found: dict[str, str] = {}
        for number, column in enumerate(asked(self.known.languages, names)):
            if column.name == "area" and "area" in record(found, self.known):
                continue  # the town said it
            if column.name == "verified_by" and "verified" not in found:
                continue
            answer = self.answer(replace(column, required=True) if required and number == 0 else column)
            if answer:
                found[column.name] = answer
        return found

    def answer(self, column: Column) -> str:
        """The answer to one question, asked until it can be taken; empty when it is passed over."""
        required = self.word("wizard-required") if column.required else self.word("wizard-optional")
        self.say("")
        self.say(f"{column.label(self.language)} – {required}")
        self.say(f"  {self._help(column)}  {self.word('wizard-example', example=column.example)}")
        while True:
            answer = self.ask("> ").strip()
            nothing = value(column, answer, self.known) is None
            if answer == "?":
                self._show_choices(column)
            elif nothing and column.required:
                self.say(f"  {self.word('wizard-needed')}")
            elif nothing:
                return ""
            else:
                troubles = list(self.troubles(column, answer))
                if not troubles:
                    return answer
                for trouble in troubles:
                    self.say(f"  {trouble}")

    def _help(self, column: Column) -> str:
        """What to write; where the help of the field speaks of YAML, in words for who answers here."""
        own = self.words.ugettext(f"ask-{column.field.name}")
        return column.help(self.language) if own == f"ask-{column.field.name}" else own

    def troubles(self, column: Column, answer: str):
        """What is wrong with an answer, in words."""
        found = value(column, answer, self.known)
        reader = Reader("", self.known.languages, self.country, self.known.languages[0], self.country)
        if isinstance(column.kind, Text):
            found = {column.language: found}
        column.kind.read(node_of(found), reader)
        for problem in reader.problems:
            if problem.level == "error":
                yield self.explain(problem)
        item = column.kind.item if isinstance(column.kind, ListOf) else column.kind
        choices = self.known.choices(item)
        for each in found if isinstance(found, list) else [found] if choices else []:
            if choices and each not in choices and not reader.problems:
                yield self.word("wizard-unknown", found=each) + self._near(each, item)

    def _near(self, found: str, kind: Kind) -> str:
        near = self.known.called(kind).near(found)
        return " " + (self.word("wizard-near", near=", ".join(near)) if near else self.word("wizard-question-mark"))

    def _show_choices(self, column: Column) -> None:
        item = column.kind.item if isinstance(column.kind, ListOf) else column.kind
        choices = self.known.choices(item)
        for key in choices:
            title = self.known.title(item, key, self.language)
            self.say(f"  {key} – {title}" if title else f"  {key}")
        if not choices:
            self.say(f"  {self._help(column)}")


def explained(problem: Problem, sentence: Callable[[str, dict], str], tip: Callable[[str, dict], str]) -> str:
    """One line on a problem that has no place yet."""
    return f"{sentence(problem.rule, problem.values)}. {tip(problem.rule, problem.values)}".strip()
