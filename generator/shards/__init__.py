"""A bucket of work in, finished pages out: a pure function, so that it may run anywhere and give the same bytes.

A bucket is a language and either some organisations of an area or the lists. What it writes no other bucket writes.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

from generator.brief import briefs
from generator.frames import Frames
from generator.frozen import frozen
from generator.model import Guide
from generator.once import OfGuide
from generator.output import Stored
from generator.pages import (
    EVERYTHING,
    Page,
    Views,
    entries,
    help_area_pages,
    marked,
    render_lists,
    render_organisations,
    views,
)
from generator.pages.page import ROOT, Fragment, way_up, whole
from generator.shards.inspection import Found, Inspector, Seen
from generator.strings import speak
from generator.versions import made_by

BUCKET = 250
"""Organisations in a bucket: enough to keep its overhead small, few enough to bound what a worker holds."""
FRAGMENTS_AT_MOST = 15_000
"""Cards and rows, 1 KB each, that buckets leave to the next; to make again those that all areas show takes 50 ms."""

NATIONWIDE = "nationwide"
"""Stands for an area where organisations have none; no area may bear this name."""


@frozen
class Bucket:
    """A part of the pages of one language."""

    language: str
    area: str = ""
    """Where its organisations are: what help there is in an area is rendered beside them, from the same views. Without
    an area it is the bucket of all other lists and indexes."""
    number: int = 0
    """Among those of its area, which has as many as its organisations need."""


@frozen
class Row:
    """What the reduce step needs to know of a page."""

    path: str
    language: str
    modified: date | None
    indexed: bool


@dataclass(slots=True)
class Shard:
    """What came of a bucket."""

    files: list[tuple[str, bytes] | Stored] = field(default_factory=list)
    """Finished pages; or, where a worker has stored them itself, what the store said."""
    entries: dict[str, bytes] = field(default_factory=dict)
    """What my list shows of pages that `Work.listed` names, by the same paths: each as JSON without its braces."""
    rows: list[Row] = field(default_factory=list)
    found: Found = field(default_factory=Found)


@dataclass
class Work:
    """What every bucket of a build is made from."""

    guide: Guide
    frames: Frames
    known: frozenset[str]
    """Every path of the site, for links to be checked."""
    unchanged: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Language to the paths of pages that stand already as they would come out, below the language's prefix."""
    made_by: Callable[[], str] = made_by
    """Tells by which code and templates a machine makes pages: two that share work must say the same."""
    shared: str = ""
    """A digest of everything but the records that decides what stands on the pages."""
    listed: Mapping[str, str] = field(default_factory=dict)
    """Path below a language's prefix to organisation, for the pages of which my list may want to know what they say."""

    views: dict[str, Views] = field(default_factory=dict, repr=False)
    skeletons: dict[tuple[str, str], Seen] = field(default_factory=dict, repr=False)
    """What was seen in the frames that were inspected."""
    fragments: dict[str, dict[bytes, Seen]] = field(default_factory=dict, repr=False)
    """Language to what was seen in the HTML that its pages share."""
    inspectors: dict[tuple[str, str | None], Inspector] = field(default_factory=dict, repr=False)
    """Language and folder to its inspector; without a folder, that of what pages share."""

    def __getstate__(self) -> dict[str, Any]:
        """What another process is sent: not what was made on the way, which holds things that cannot be sent."""
        return {**vars(self), "views": {}, "skeletons": {}, "fragments": {}, "inspectors": {}}

    def in_language(self, language: str) -> Views:
        """The guide in one language. Only that language is held: what was made of three would be half of all memory.

        It begins anew when it has gathered much, since few areas have cards in common.
        """
        held = self.views.get(language)
        if held is None or len(held.fragments) > FRAGMENTS_AT_MOST:
            for one in self.views.values():
                one.forget()
            self.views.clear()
            self.fragments.clear()
            self.inspectors.clear()
            self.views[language] = views(self.guide, language)
        return self.views[language]

    def prefixed(self, language: str, path: str) -> str:
        """A path of the site: that of the first language has no prefix."""
        return path if language == self.guide.settings.languages[0] else f"{language}/{path}"

    def inspector(self, language: str, folder: str | None) -> Inspector:
        """That of a folder of the site, or of what pages of a language share, made once while that language is held."""
        if (language, folder) not in self.inspectors:
            inspector = Inspector(self.known, self.base, self.prefixed(language, ""), folder)
            self.inspectors[language, folder] = inspector
        return self.inspectors[language, folder]

    def seen(self, shared: Iterable[Fragment], language: str) -> list[Seen]:
        """What stands in HTML that pages of one language share, looked at once while that language is held."""
        known, look = self.fragments.setdefault(language, {}), self.inspector(language, None).look
        for one in shared:
            if one.html not in known:
                known[one.html] = look(one.html)
        return [known[one.html] for one in shared]

    @cached_property
    def key(self) -> str:
        """A digest of everything that decides what stands on the pages."""
        records = [(organisation.id, organisation.digest) for organisation in briefs(self.guide)]
        return hashlib.sha256(repr((self.shared, records)).encode()).hexdigest()

    @cached_property
    def base(self) -> str:
        """The path of the site's root on its host."""
        return urlsplit(self.guide.settings.site_url).path or "/"


@OfGuide
def homes(guide: Guide) -> dict[str, list[int]]:
    """Area to the organisations that are there, as numbered in the guide."""
    found: dict[str, list[int]] = {}
    for number, one in enumerate(briefs(guide)):
        found.setdefault(one.home or NATIONWIDE, []).append(number)
    return found


def buckets(guide: Guide) -> list[Bucket]:
    """All the work of a guide, the same in whatever order or place it is done."""
    work = []
    for language in guide.settings.languages:
        work.append(Bucket(language))
        for area, numbers in sorted(homes(guide).items()):
            work += [Bucket(language, area, number) for number in range(-(-len(numbers) // BUCKET))]
    return work


def shard(work: Work, bucket: Bucket) -> Shard:
    """The pages of a bucket that are to be made, put into their frames and inspected."""
    speak(work.guide.words)  # another process may have spoken for another guide, or for none
    guide, of_language = work.guide, work.in_language(bucket.language)
    unchanged = work.unchanged.get(bucket.language, frozenset())
    wanted = Others(unchanged) if unchanged else EVERYTHING
    if not bucket.area:
        return pages_shard(work, render_lists(of_language, wanted, homes(guide)))
    numbers = homes(guide)[bucket.area][bucket.number * BUCKET :][:BUCKET]
    lists = help_area_pages(of_language, () if bucket.number else [bucket.area], wanted)
    return pages_shard(
        work, chain(lists, render_organisations(of_language, [guide.organisations[one] for one in numbers], wanted))
    )


class Others:
    """Holds every path but some."""

    def __init__(self, some: frozenset[str]) -> None:
        self.some = some

    def __contains__(self, path: object) -> bool:
        return path not in self.some


def pages_shard(work: Work, pages: Iterable[Page]) -> Shard:
    """Some pages, put into their frames and inspected."""
    made = Shard()
    for page in pages:
        _put(work, page, made)
    made.found.settle()
    return made


def _put(work: Work, page: Page, made: Shard) -> None:
    path = work.prefixed(page.language, page.path)
    seen = [work.inspector(page.language, posixpath.dirname(path)).look(page.own)]
    content, skeleton = whole(page.own, page.shared, way_up(page.path)), Seen()
    if page.kind != "redirect":
        frame = work.frames.kinds[page.language, page.kind]
        content = frame.around(content, title=page.title, description=page.description, path=page.path)
        skeleton = _skeleton(work, page, path, made.found)
        seen += work.seen(page.shared, page.language)
    made.found.page(path, seen, skeleton)
    made.files.append((path, marked(content, page.language)))
    if page.path in work.listed:
        made.entries[page.path] = entry(work, page.path, page.own.replace(ROOT, way_up(page.path)))
    made.rows.append(Row(page.path, page.language, page.modified, page.indexed))


def entry(work: Work, below: str, page: str) -> bytes:
    """What my list shows of an organisation's page that `work.listed` names, with its frame or without."""
    return table(entries(work.guide.organisation[work.listed[below]], page))


_text = json.JSONEncoder(ensure_ascii=False).encode


def table(entries: Mapping[str, str]) -> bytes:
    """A table as JSON without its braces, so that several make one."""
    return ",".join([f"{_text(name)}:{_text(entry)}" for name, entry in entries.items()]).encode()


def _skeleton(work: Work, page: Page, path: str, found: Found) -> Seen:
    """What stands in a page's frame, which is inspected at its first page: its links are the same on all of them."""
    key = (page.language, page.kind)
    if key not in work.skeletons:
        empty = work.frames.kinds[key].render(title="", description="", path=page.path, content="")
        seen = work.skeletons[key] = work.inspector(page.language, posixpath.dirname(path)).look(empty)
        own = Found()
        own.page(path, [seen])
        own.ids.clear()
        # A link into the page's own content can only be judged with it.
        own.problems = [one for one in own.problems if one[1] != "dead-anchor"]
        found.add(own)
    return work.skeletons[key]
