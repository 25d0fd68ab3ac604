"""A bucket of work in, finished pages out: a pure function, so that it may run anywhere and give the same bytes.

A bucket is a language and either its lists or some of its organisations. What it writes no other bucket writes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from generator.frames import CONTENT, Frames
from generator.frozen import frozen
from generator.model import Guide
from generator.pages import EVERYTHING, Page, Views, render_lists, render_organisations, views
from generator.pages.page import Fragment, way_up, whole
from generator.shards.inspection import Found, Seen, inspect, look
from generator.versions import made_by

BUCKET = 250
"""Organisations in a bucket: enough to keep its overhead small, few enough to bound what a worker holds."""


@frozen
class Bucket:
    """A part of the pages of one language."""

    language: str
    start: int
    stop: int
    """Organisations `start` up to `stop`, as numbered in the guide; none at all means the lists and indexes."""

    @property
    def lists(self) -> bool:
        """Whether it is the bucket of lists and indexes."""
        return self.start == self.stop


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

    files: list[tuple[str, bytes]] = field(default_factory=list)
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

    views: dict[str, Views] = field(default_factory=dict, repr=False)
    skeletons: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict, repr=False)
    """Ids of the frames that were inspected."""
    fragments: dict[str, dict[bytes, Seen]] = field(default_factory=dict, repr=False)
    """A language's prefix to what was seen in the HTML that its pages share."""

    def __getstate__(self) -> dict[str, Any]:
        """What another process is sent: not what was made on the way, which holds things that cannot be sent."""
        return {**vars(self), "views": {}, "skeletons": {}}

    def in_language(self, language: str) -> Views:
        """The guide in one language. Only that language is held: what was made of three would be half of all memory."""
        if language not in self.views:
            self.views.clear()
            self.fragments.clear()
            self.views[language] = views(self.guide, language)
        return self.views[language]

    def prefixed(self, language: str, path: str) -> str:
        """A path of the site: that of the first language has no prefix."""
        return path if language == self.guide.settings.languages[0] else f"{language}/{path}"

    def seen(self, shared: Iterable[Fragment], root: str) -> list[Seen]:
        """What stands in HTML that pages of one language share, looked at once while that language is held."""
        known = self.fragments.setdefault(root, {})
        for one in shared:
            if one.html not in known:
                known[one.html] = look(one.html, self.known, self.base, root)
        return [known[one.html] for one in shared]

    @cached_property
    def key(self) -> str:
        """A digest of everything that decides what stands on the pages."""
        records = [(organisation.id, organisation.digest) for organisation in self.guide.organisations]
        return hashlib.sha256(repr((self.shared, records)).encode()).hexdigest()

    @cached_property
    def base(self) -> str:
        """The path of the site's root on its host."""
        return urlsplit(self.guide.settings.site_url).path or "/"


def buckets(guide: Guide) -> list[Bucket]:
    """All the work of a guide, the same in whatever order or place it is done."""
    work = []
    count = len(guide.organisations)
    for language in guide.settings.languages:
        work.append(Bucket(language, 0, 0))
        work += [Bucket(language, start, min(start + BUCKET, count)) for start in range(0, count, BUCKET)]
    return work


def shard(work: Work, bucket: Bucket) -> Shard:
    """The pages of a bucket that are to be made, put into their frames and inspected."""
    of_language = work.in_language(bucket.language)
    unchanged = work.unchanged.get(bucket.language, frozenset())
    wanted = Others(unchanged) if unchanged else EVERYTHING
    if bucket.lists:
        pages: Iterable[Page] = render_lists(of_language, wanted)
    else:
        organisations = work.guide.organisations[bucket.start : bucket.stop]
        pages = render_organisations(of_language, organisations, wanted)
    return pages_shard(work, pages)


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
    return made


def _put(work: Work, page: Page, made: Shard) -> None:
    path = work.prefixed(page.language, page.path)
    content = whole(page.own, page.shared, way_up(page.path))
    if page.kind == "redirect":
        inspect(made.found, path, page.own, work.known, work.base)
    else:
        frame = work.frames.kinds[page.language, page.kind]
        around = frame.render(title=page.title, description=page.description, path=page.path, content=CONTENT)
        before, behind = around.encode().split(CONTENT.encode())
        content = before + content + behind
        skeleton = _skeleton(work, page, path, made.found)
        root = work.prefixed(page.language, "")
        inspect(made.found, path, page.own, work.known, work.base, skeleton, root, work.seen(page.shared, root))
    made.files.append((path, content))
    made.rows.append(Row(page.path, page.language, page.modified, page.indexed))


def _skeleton(work: Work, page: Page, path: str, found: Found) -> frozenset[str]:
    """The ids of a page's frame, which is inspected at its first page: its links are the same on all of them."""
    key = (page.language, page.kind)
    if key not in work.skeletons:
        empty = work.frames.kinds[key].render(title="", description="", path=page.path, content="")
        own = Found()
        inspect(own, path, empty, work.known, work.base)
        work.skeletons[key] = frozenset(own.ids.get(path, ()))
        own.ids.clear()
        # A link into the page's own content can only be judged with it.
        own.problems = [one for one in own.problems if one[1] != "dead-anchor"]
        found.add(own)
    return work.skeletons[key]
