"""The catalogue of `guide check` in; a table that explains each of its messages once, in three languages, out."""

from __future__ import annotations

import re

from babel.messages.pofile import read_po

from generator.contribute.issue_forms import MADE_BY
from generator.languages import SPOKEN, words_file
from generator.strings import catalogue

FOLDER = "docs/messages"


def message_tables() -> dict[str, str]:
    """Path to text of the table in each language."""
    return {f"{FOLDER}/{language}.md": message_table(language) for language in SPOKEN}


def message_table(language: str) -> str:
    """Markdown: what the checker says, and what to do about it; in the order of the rules' names."""
    words = catalogue(language, "contribute")
    with words_file(language, "check").open("rb") as file:
        messages = {(message.context or "", message.id): message.string for message in read_po(file) if message.id}
    rows = [
        f'| <a id="{rule}"></a>{_cell(said)} | {_cell(messages["tip", rule])} |'
        for (context, rule), said in sorted(messages.items())
        if not context and messages.get(("tip", rule))
    ]
    lines = [
        f"<!-- {MADE_BY} -->",
        f"# {words.ugettext('messages-title')}",
        "",
        words.ugettext("messages-about"),
        "",
        *(['<div dir="rtl">', ""] if language == "he" else []),
        f"| {words.ugettext('messages-said')} | {words.ugettext('messages-tip')} |",
        "|---|---|",
        *rows,
        *(["", "</div>"] if language == "he" else []),
    ]
    return "\n".join(lines) + "\n"


def _cell(words: str) -> str:
    """A sentence for a table; what is found stands as `…`."""
    words = words.replace("{{", "\0").replace("}}", "\1")
    words = re.sub(r"[„“״\"'`]?\{\w+\}[”״\"'`]?", "…", words).replace("\0", "{").replace("\1", "}")
    words = " ".join(words.split()).replace("….", "…").replace("…?", "…")
    return words.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|").replace("[[", "\\[\\[")
