"""Pages of organisations as they are published in; the scripts of which a browser puts a reader's list together out.

A list holds services of anywhere in the guide. So that it costs a reader little, and a changed record one file a
language, entries stand in many small files: which one follows from the organisation's name alone, as the browser's
script reckons it too. They are scripts and not data to fetch, since pages of a disk may not fetch.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Container, Iterable, Iterator, Mapping, MutableMapping
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any

from generator.brief import briefs
from generator.model import Guide, Organisation
from generator.output import Files, Present
from generator.pages import entries, my_list_page, organisation_path
from generator.search import encode
from generator.search.index import LISTS
from generator.shards import Shard, Work, entry, pages_shard, table

ORGANISATIONS = 16
"""In a file, more or less."""
IN_MEMORY = 8 << 20
"""Bytes of entries that wait in memory until their files are made."""


class Entries:
    """What pages of one language say for my list, until all of them were made: a big guide's in a file."""

    def __init__(self, folder: Path) -> None:
        # A guide on a disk that cannot be written to is built all the same.
        place = folder if os.access(folder, os.W_OK) else None
        self._file = SpooledTemporaryFile(IN_MEMORY, dir=place)  # noqa: SIM115 - see `close`
        self._places: dict[str, tuple[int, int]] = {}

    def add(self, entries: Mapping[str, bytes]) -> None:
        """Keep some by the paths of their pages."""
        self._file.seek(0, os.SEEK_END)
        for path, text in entries.items():
            self._places[path] = self._file.tell(), len(text)
            self._file.write(text)

    def get(self, path: str) -> bytes | None:
        """That of a page, if it was made anew."""
        if path not in self._places:
            return None
        start, length = self._places[path]
        self._file.seek(start)
        return self._file.read(length)

    def close(self) -> None:
        """Give the file back."""
        self._file.close()


def parts(guide: Guide) -> int:
    """How many files a language has: a power of two, so that one more record seldom moves all others."""
    return 1 << (max(0, len(guide.organisations) - 1) // ORGANISATIONS).bit_length()


def part_of(name: str, count: int) -> int:
    """In which of so many files an organisation stands; the twin of `part` in `generator/search/client/list.js`."""
    number = 0
    for letter in name:
        number = (number * 31 + ord(letter)) % 65536
    return number % count


class MyList:
    """The files of one build: those whose pages have not changed stay as the last build left them."""

    def __init__(
        self, work: Work, known: MutableMapping[tuple[str, str], Any], present: Present, unchanged: Container[str]
    ) -> None:
        """`known` tells which organisations each file held: the last build's in, this one's out.

        `unchanged` are the pages that stand as that build left them.
        """
        self.work, self.present, self.parts = work, present, parts(work.guide)
        self.members: list[list[tuple[str, str]]] = [[] for _ in range(self.parts)]
        """Part to its organisations: their ids, and the paths of their pages below a language's prefix."""
        self.aliases: list[dict[str, str]] = [{} for _ in range(self.parts)]
        for one in briefs(work.guide):
            self.members[part_of(one.address_name, self.parts)].append((one.id, organisation_path(one)))
            for alias in one.aliases:
                self.aliases[part_of(alias, self.parts)][alias] = one.address_name
        held = {path: self._held(part) for path, (_, part) in self._all()}
        same = [
            path for path, of in self._all() if known.get(("list", path)) == held[path] and self._stand(*of, unchanged)
        ]
        for key in [key for key in known if key[0] == "list"]:
            del known[key]
        known.update({("list", path): digest for path, digest in held.items()})
        self.standing = present.untouched(same)
        parts_made = {part for path, (_, part) in self._all() if path not in self.standing}
        self.listed = {below: organisation for part in parts_made for organisation, below in self.members[part]}
        """For `Work.listed`: the pages of which some file is to be made that holds them."""
        self._digests = {path: present.files[path] for path in self.standing}

    def _all(self) -> Iterator[tuple[str, tuple[str, int]]]:
        for language in self.work.guide.settings.languages:
            for part in range(self.parts):
                yield _path(language, part), (language, part)

    def _held(self, part: int) -> bytes:
        facts = (self.parts, self.members[part], sorted(self.aliases[part].items()))
        return hashlib.blake2b(repr(facts).encode(), digest_size=12).digest()

    def _stand(self, language: str, part: int, unchanged: Container[str]) -> bool:
        pages = [self.work.prefixed(language, below) in unchanged for _, below in self.members[part]]
        return bool(pages) and all(pages)  # without any, nothing tells whether it is ours or another guide's

    def files(self, language: str, made: Entries) -> Files:
        """Every file of a language; `made` are the entries of its pages that were made anew."""
        for path, (of_language, part) in self._all():
            if of_language != language or path in self.standing:
                continue
            data = self._script(language, part, made)
            self._digests[path] = hashlib.sha256(data).hexdigest()
            yield path, data

    def page(self, language: str) -> Shard:
        """The page of the list, once all files were made."""
        return _page(self.work, language, self.parts, self._digests)

    def _script(self, language: str, part: int, made: Entries) -> bytes:
        pieces = [table(self.aliases[part])]
        for _, below in self.members[part]:
            own = made.get(below)
            if own is None:  # its page stays as it is
                page = self.present.read(self.work.prefixed(language, below))
                own = entry(self.work, below, page.decode())
            pieces.append(own)
        text = b"{" + b",".join(one for one in pieces if one) + b"}"
        return encode.assigned(_name(language, part), text.decode())


def patched(
    work: Work, present: Present, language: str, organisations: Iterable[Organisation], made: Mapping[str, bytes]
) -> dict[str, bytes]:
    """The files of one language with entries of some organisations whose pages were made anew; the page of the list.

    All else about the guide must be as it was when the files in `present` were made.
    """
    count = parts(work.guide)
    found: dict[str, bytes] = {}
    for organisation in organisations:
        part = part_of(organisation.address_name, count)
        path, page = _path(language, part), made.get(work.prefixed(language, organisation_path(organisation)))
        if page is None:
            continue
        _start, _, text = (found.get(path) or present.read(path)).decode().partition("]=")
        own, before = f"{organisation.address_name}/", json.loads(text)
        fresh: dict[str, str] = {}
        for key, value in before.items():
            fresh |= entries(organisation, page.decode()) if key.startswith(own) else {key: value}
        found[path] = encode.assigned(_name(language, part), "{" + table(fresh).decode() + "}")
    digests = present.files | {path: hashlib.sha256(data).hexdigest() for path, data in found.items()}
    return found | dict(_page(work, language, count, digests).files)


def _page(work: Work, language: str, count: int, digests: Mapping[str, str]) -> Shard:
    """It bears a version that changes with any file: a browser may have kept some of an older edition."""
    own = "".join([digests[_path(language, part)] for part in range(count)])
    version = hashlib.sha256(own.encode()).hexdigest()[:8]
    return pages_shard(work, [my_list_page(work.in_language(language), count, version)])


def _path(language: str, part: int) -> str:
    return f"{LISTS}/{language}-{part}.js"


def _name(language: str, part: int) -> str:
    return f"list-{language}-{part}"
