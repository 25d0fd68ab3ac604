"""Changes in; sentences for a reviewer out, in Polish, Hebrew or English, as text or as Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from generator.changes.change import DANGERS, Change
from generator.languages import SPOKEN, apart
from generator.model import Guide, Hours, Season, Text
from generator.schema.phones import PhoneNumber
from generator.strings import Values, catalogue, strings

_IDS = {
    "help_types": "help_type",
    "target_groups": "target_group",
    "service_area": "area",
    "residents_of": "area",
    "area": "area",
}
_CHOICES = frozenset(
    ("status", "holidays", "cost", "referral", "booking", "conditions", "accessibility", "verified_by")
)
_CODE = frozenset(
    ("phone-changed", "phone-removed", "phone-added", "domain-changed", "domain-new", "number-in-article")
)
"""Sentences whose values Markdown shows as code: never a link, never a mention."""


class Wording:
    """The sentences of one language about changes between two guides."""

    def __init__(self, language: str, guides: Iterable[Guide] = (), markdown: bool = False) -> None:
        self.language = language if language in SPOKEN else "en"
        self.guides, self.markdown = tuple(guides), markdown
        self._catalogue = catalogue(self.language, "edit")
        self._strings = strings(self.language)

    def word(self, name: str, **values: Any) -> str:
        """A sentence of the catalogue, filled in."""
        return self._catalogue.ugettext(name).format_map({key: str(value) for key, value in values.items()})

    def label(self, field: str) -> str:
        """What a field is called."""
        label = self.word(f"field-{field}")
        return field if label == f"field-{field}" else label

    def sentence(self, change: Change) -> str:
        """What changed, for whom and how."""
        values = {key: self._value(change, key, value) for key, value in change.values.items()}
        name = " · ".join(text.in_language(self.language).words for text in change.name) or change.record
        label = self.label("number" if change.field == "phones" else change.field)
        sentence = self._catalogue.ugettext(change.rule).format_map(
            Values({**values, "name": self.word("guide") if name == "guide" else self.marked(name), "field": label})
        )
        if change.values.get("alike"):
            sentence += f" – {self.word('look-alike', alike=self._code(change.values['alike']))}"
        shown = change.values.get("shown")
        if shown and shown not in (change.values.get("host"), change.values.get("after")):
            sentence += f" – {self.word('punycode', shown=self._code(shown))}"
        return sentence

    def report(self, changes: tuple[Change, ...]) -> str:
        """All changes, the most dangerous first, under a heading for each danger."""
        if not changes:
            return self.word("no-changes")
        lines = [self._heading(2, self.word("diff-title", count=len(changes)))]
        owners = sum(change.owner for change in changes)
        if owners:
            lines += [self._strong(self.word("owner-needed", count=owners)), ""]
        for danger in DANGERS:
            of_danger = [change for change in changes if change.danger == danger]
            if not of_danger:
                continue
            lines.append(self._heading(3, f"{self.word(f'danger-{danger}')} ({len(of_danger)})"))
            for change in of_danger:
                mark = f" – {self._strong(self.word('owner-mark'))}" if change.owner else ""
                lines.append(f"- {self.sentence(change)}{mark}")
            lines.append("")
        return "\n".join(lines).rstrip("\n")

    def marked(self, text: object, limit: int = 240) -> str:
        """A value fit for one line of the output: nothing in it is obeyed by a terminal or by Markdown."""
        words = " ".join(str(text).split())
        words = "".join(c if c.isprintable() or c in "\u00a0\u200e\u200f" else f"\\u{ord(c):04x}" for c in words)
        words = words if len(words) <= limit else words[: limit - 1] + "…"
        if self.markdown:
            words = "".join(f"\\{c}" if c in "\\`*_[]()#|~!" else c for c in words.replace("&", "&amp;"))
            for sign, entity in (
                ("<", "&lt;"),
                (">", "&gt;"),
                ("@", "&#64;"),
                ("://", ":&#47;/"),
                ("www.", "www&#46;"),
            ):
                words = words.replace(sign, entity)
        return apart(words, self.language)

    def _code(self, text: object) -> str:
        """A phone, an address or a host: as code in Markdown, so that it is neither linked nor read as a mention."""
        if not self.markdown:
            return self.marked(text)
        words = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in " ".join(str(text).split()))
        code = f"`{words[:240].replace('`', chr(39))}`"
        # In a line from right to left the groups of a number would trade places.
        return f"\u2066{code}\u2069" if self.language == "he" else code

    def _value(self, change: Change, key: str, value: Any) -> str:
        if value is None or value == "" or value == () or value == [] or value == {}:
            return self.word("nothing")
        if isinstance(value, bool):
            return self.word("yes" if value else "no")
        if isinstance(value, Hours):
            return self.hours(value)
        if isinstance(value, Season):
            return self.marked(self._strings.season(value))
        if isinstance(value, Text):
            return self.marked(value.in_language(self.language).words)
        if isinstance(value, date):
            return self._strings.date(value)
        if isinstance(value, PhoneNumber):
            return self._code(value.display)
        if isinstance(value, dict):
            return self.marked(", ".join(f"{each}" for each in value.values()))
        if isinstance(value, list | tuple):
            return ", ".join(self._value(change, key, each) for each in value)
        if key == "by":
            return self.word(f"by-{value}")
        if change.field in _CHOICES and f"value-{value}" in self._catalogue._catalog:
            return self.word(f"value-{value}")
        if key == "language":
            return self._strings.language_name(value)
        if change.rule in _CODE or change.field in ("email", "website", "booking_url", "source"):
            return self._code(value)
        return self.marked(self._name(change.field, value))

    def hours(self, hours: Hours) -> str:
        """Opening hours in one line."""
        rows = self._strings.hours(hours)
        return "; ".join(f"{row.days} {', '.join(map(self.marked, row.times))}".strip() for row in rows)

    def _name(self, field: str, value: Any) -> str:
        """The name of what an id stands for, newest guide first."""
        if field == "languages" and isinstance(value, str):
            return self._strings.language_name(value)
        for guide in reversed(self.guides) if field in _IDS else ():
            found = getattr(guide, _IDS[field]).get(value)
            if found is not None:
                return found.name.in_language(self.language).words
        return str(value)

    def _heading(self, level: int, words: str) -> str:
        return f"{'#' * level} {words}\n" if self.markdown else words

    def _strong(self, words: str) -> str:
        return f"**{words}**" if self.markdown else words
