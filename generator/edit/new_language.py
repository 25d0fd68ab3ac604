"""A guide and the code of a language in; the files that make it speak that language out, ready to be translated."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from generator.edit import files
from generator.edit.layout import quoted
from generator.edit.translations import po_text, spoken
from generator.languages import DOMAINS, SPOKEN, own_words_file, words_file
from generator.problems import Stop
from generator.source import Mapping as MappingNode
from generator.source import Node, Scalar, Sequence


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
    return "\n".join([*lines[:end], f"{indent}- locale: {code}", f"{indent}  name: {_shown(name)}", *lines[end:]])


def site_in(text: str, languages: Mapping[str, str], name: str) -> str:
    """The example's `mkdocs.yml` with these languages, by code and name, and with that name of the site."""
    listed = "".join(f"        - locale: {code}\n          name: {_shown(own)}\n" for code, own in languages.items())
    listed = re.sub(r"(name: .*\n)", r"\1          default: true\n", listed, count=1)
    text = re.sub(r"(?: {8}- locale: .*\n(?: {10}.*\n)*)+", lambda _: listed, text)
    return re.sub(r"^site_name: .*", lambda _: f"site_name: {_shown(name)}", text, flags=re.MULTILINE)


def _shown(name: str) -> str:
    return name if re.fullmatch(r"[^\W\d_][\w ]*", name) else quoted(name)


def data_in(root: Path, codes: tuple[str, ...]) -> dict[str, str]:
    """The data files of the example with the texts of these languages alone, which it is to have in this order."""
    found = {}
    for file in files.data_files(root):
        whole = files.read(root, file)
        if whole is None:
            continue
        pairs = _only(whole.root, codes).pairs
        if file == "data/guide.yaml":
            listed = pairs["languages"][1]._replace(items=tuple(Scalar(code, 0, 0, True) for code in codes))
            pairs = pairs | {"languages": (pairs["languages"][0], listed)}
        style = replace(files.style(root, file), languages=codes)
        found[file] = files.laid_out(replace(whole, root=whole.root._replace(pairs=pairs)), style)
    return found


def _only(node: Node, codes: tuple[str, ...]) -> Node | None:
    """A value without texts in other languages; nothing where it has no others."""
    if isinstance(node, MappingNode):
        texts = set(node.pairs) <= set(SPOKEN)
        kept = {
            key: (name, value)
            for key, (name, old) in node.pairs.items()
            if (not texts or key in codes) and (value := _only(old, codes)) is not None
        }
        return node._replace(pairs=kept) if kept else None
    if isinstance(node, Sequence):
        return node._replace(items=tuple(item for old in node.items if (item := _only(old, codes)) is not None))
    return node


def catalogues(root: Path, code: str) -> dict[str, str]:
    """The words of the site to be translated, one file a domain, for the guide's own folder.

    What we say in that language is left out; what a file of the guide has keeps its translation.
    """
    found = {}
    for domain in DOMAINS if code not in SPOKEN else ():
        file = own_words_file(code, domain)
        own, ours = _messages(root / file, code), _messages(words_file(code, domain), code)
        wanted = [one for one in _messages(words_file("en", domain), "en") if one.id and not _has(ours, one)]
        if any(own is None or not _has(own, one) for one in wanted):
            found[file] = catalogue(wanted, own, code)
    return found


def _messages(file: Path, code: str) -> Catalog | None:
    if not file.is_file():
        return None
    return read_po(io.BytesIO(file.read_bytes()), locale=code.replace("-", "_"))


def _has(messages: Catalog | None, message: Message) -> bool:
    return messages is not None and messages.get(message.id, message.context) is not None


def catalogue(english: Iterable[Message], own: Catalog | None, code: str) -> str:
    """A catalogue to be translated; what is not translated is shown in English, which stands above where it differs."""
    template = Catalog(locale=code.replace("-", "_"), fuzzy=False, header_comment=_COMMENT)
    for message in english:
        plural = isinstance(message.id, tuple)
        meant = [] if plural or message.string == message.id else [message.string]
        template.add(
            message.id,
            ("",) * template.num_plurals if plural else "",
            flags=message.flags,
            auto_comments=[*message.auto_comments, *meant],
            user_comments=message.user_comments,
            context=message.context,
        )
    if own is not None:
        own.update(template, no_fuzzy_matching=True, update_header_comment=False, keep_user_comments=True)
        stream = io.BytesIO()
        write_po(stream, own, width=0, sort_output=False)
        return stream.getvalue().decode()
    return po_text(template)


_COMMENT = "# The words of the site. Write behind msgstr; #. says what is meant where msgid does not."


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
