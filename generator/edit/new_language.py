"""A guide and the code of a language in; the files that make it speak that language out, ready to be translated."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from generator.edit import files
from generator.edit.layout import quoted
from generator.edit.translations import spoken
from generator.languages import words_file
from generator.problems import Stop
from generator.source import Scalar, Sequence

DOMAINS = ("guide", "booklet")
"""Catalogues of what readers see; the tools speak Polish, Hebrew and English."""


def settings_with(root: Path, code: str) -> str:
    """`data/guide.yaml` with the language behind the others."""
    whole = files.read(root, "data/guide.yaml")
    node = whole.root.get("languages") if whole else None
    if not isinstance(node, Sequence):
        raise Stop("no-guide", 2, path=str(root))
    if any(isinstance(item, Scalar) and item.text == code for item in node.items):
        raise Stop("language-there", 2, found=code)
    pairs = whole.root.pairs
    new = node._replace(items=(*node.items, Scalar(code, 0, 0, True)))
    whole = replace(whole, root=whole.root._replace(pairs=pairs | {"languages": (pairs["languages"][0], new)}))
    return files.laid_out(whole, files.style(root, "data/guide.yaml"))


def site_with(text: str, code: str, name: str) -> str:
    """`mkdocs.yml` with the language behind the others; the rest of the file stays as it is."""
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if re.match(r"\s*- locale:", line)]
    if not starts:
        raise Stop("no-locales", 1)
    indent = lines[starts[-1]][: lines[starts[-1]].index("-")]
    end = starts[-1] + 1
    while end < len(lines) and re.match(rf"{indent}  +\S", lines[end]):
        end += 1
    shown = name if re.fullmatch(r"[^\W\d_][\w ]*", name) else quoted(name)
    return "\n".join([*lines[:end], f"{indent}- locale: {code}", f"{indent}  name: {shown}", *lines[end:]])


def catalogues(code: str) -> dict[Path, str]:
    """The words of the site to be translated, one file a domain; those that are there already are left alone."""
    found = {}
    for domain in DOMAINS:
        path, source = words_file(code, domain), words_file("en", domain)
        if source.is_file() and not path.exists():
            found[path] = catalogue(source.read_bytes(), code)
    return found


def catalogue(english: bytes, code: str) -> str:
    """The English catalogue with nothing translated yet: what is not translated is shown in English."""
    source = read_po(io.BytesIO(english), locale="en")
    target = Catalog(locale=code.replace("-", "_"), fuzzy=False, header_comment=_COMMENT)
    for message in source:
        if not message.id:
            continue
        plural = isinstance(message.id, tuple | list)
        # Where the msgid is no English but a name, its English words stand in until they are translated.
        words = "" if plural or message.string in ("", message.id) else message.string
        target.add(
            message.id,
            ("",) * target.num_plurals if plural else words,
            flags=message.flags,
            auto_comments=message.auto_comments,
            user_comments=message.user_comments,
            context=message.context,
        )
    stream = io.BytesIO()
    write_po(stream, target, width=0)
    head, body = stream.getvalue().decode().split("\n\n", 1)
    kept = [line for line in head.split("\n") if not line.startswith('"') or line.startswith(_HEADERS)]
    return "\n".join(kept) + "\n\n" + body


_COMMENT = "# The words of the site. Write behind msgstr."
_HEADERS = ('"Language: ', '"Plural-Forms:', '"MIME', '"Content-')


def articles(root: Path, code: str, source: str) -> dict[str, str]:
    """The articles to be translated: copies of those in another language that say so until they are translated."""
    folder = root / "content" / source
    return {
        f"content/{code}/{path.name}": _said_to_be(path.read_text(encoding="utf-8"), path.name, source)
        for path in (sorted(folder.glob("*.md")) if folder.is_dir() else ())
        if not (root / "content" / code / path.name).exists()
    }


def _said_to_be(text: str, name: str, code: str) -> str:
    """An article with a line in its head that names the language of its words."""
    lines = text.split("\n")
    end = next((number for number, line in enumerate(lines[1:], start=1) if line.strip() == "---"), 0)
    if not end or spoken(text, name):
        return text
    return "\n".join([*lines[:end], f"language: {code}", *lines[end:]])
