"""A build's work in, the shard of every bucket out, in the order of the buckets: here, by processes, or by a cluster.

Which of them does the work decides how long it takes and nothing else: `shard` is a pure function.
"""

from __future__ import annotations

import gc
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from typing import Any, TypeVar

from generator.frozen import frozen
from generator.output import Store
from generator.problems import Stop
from generator.processes import collect_seldom, processors, spread
from generator.shards import Bucket, Shard, Work, shard

NAMES = ("processes", "serial", "dask")
"""The first is the default."""
POOL_FROM = 1500
"""Pages from which a pool of processes pays for its start."""
APART_FROM = 20_000
"""Pages of a site from which even a single worker is a process of its own, and so is the search: one that did
everything would hold all that they need at the same time."""
PATIENCE = 30
"""Seconds for a cluster to answer, and to have at least one worker."""

Item = TypeVar("Item")
Result = TypeVar("Result")
Storing = Callable[[], Store]
"""Makes ready for other processes to put files where they belong."""
Source = Callable[[Work, Sequence[Bucket], Storing | None], Iterator[Shard]]
"""Where the shards of some buckets come from, in the order of these. Nothing is done any more once the iterator is
closed; with a way to store files, their bytes need not come back."""


@frozen
class Backend:
    """Who makes the shards of a build."""

    name: str = NAMES[0]
    workers: int = 0
    """How many make shards at most, and one more makes the search index; 0 for as many as pay."""
    scheduler: str = ""
    """Address of a Dask scheduler; without one, Dask works on this machine."""

    def __call__(self, work: Work, todo: Sequence[Bucket], storing: Storing | None = None) -> Iterator[Shard]:
        """The shards of some buckets."""
        if self.name == "dask":
            return _on_cluster(work, todo, self.workers, self.scheduler)
        workers = self._processes(work, len(todo))
        if workers == 1 and not self._apart(work):
            return _in_turn(work, todo)
        return spread(partial(_stored, work, storing and storing()), todo, workers)

    def beside(self, work: Work, task: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """What a task makes of some items while the shards are made, one after the other, with memory of its own."""
        if self._processes(work, len(items)) == 1 and not self._apart(work):
            return (task(item) for item in items)
        return spread(task, items, 1)

    def _processes(self, work: Work, most: int) -> int:
        """How many there will be; one where a pool would not pay."""
        if self.name == "serial" or self.workers:
            return 1 if self.name == "serial" else self.workers
        pages = len(work.known) - sum(map(len, work.unchanged.values()))
        return min(most, processors()) if pages >= POOL_FROM and sys.platform == "linux" else 1

    def _apart(self, work: Work) -> bool:
        """Whether a single worker gets memory of its own; forked, it needs no copy of the guide."""
        return self.name != "serial" and len(work.known) >= APART_FROM and sys.platform == "linux"


def _in_turn(work: Work, todo: Sequence[Bucket]) -> Iterator[Shard]:
    """In this process."""
    thresholds = gc.get_threshold()
    collect_seldom()
    try:
        for bucket in todo:
            yield shard(work, bucket)
    finally:
        gc.unfreeze()
        gc.set_threshold(*thresholds)


def _stored(work: Work, store: Store | None, bucket: Bucket) -> Shard:
    """A bucket's shard, whose pages have been put where they belong."""
    made = shard(work, bucket)
    if store:
        made.files = [store(*file) for file in made.files]
    return made


def _in_order(
    todo: Sequence[Bucket], workers: int, begin: Callable[[Bucket], Any], wait: Callable[[Any], Shard]
) -> Iterator[Shard]:
    """Shards as they come; only so many are begun that finished ones do not pile up."""
    waiting: deque[Any] = deque()
    for bucket in todo:
        waiting.append(begin(bucket))
        if len(waiting) > 2 * workers:
            yield wait(waiting.popleft())
    while waiting:
        yield wait(waiting.popleft())


def _on_cluster(work: Work, todo: Sequence[Bucket], workers: int, scheduler: str) -> Iterator[Shard]:
    """By the workers of a Dask cluster, or by some that are started here and end with the build."""
    try:
        from concurrent.futures import CancelledError

        from distributed import Client, KilledWorker, LocalCluster
    except ImportError:
        raise Stop("no-dask", 3) from None
    with ExitStack() as stack:
        try:
            if not scheduler:
                number = workers or min(len(todo), processors())
                cluster = LocalCluster(
                    n_workers=number, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=40
                )
                scheduler = stack.enter_context(cluster)
            client = stack.enter_context(Client(scheduler, timeout=PATIENCE, set_as_default=False))
            client.wait_for_workers(1, timeout=PATIENCE)
        except (OSError, ValueError, TimeoutError) as failure:
            raise Stop("no-cluster", path=str(scheduler), found=str(failure)) from failure
        try:
            # Once to each worker, which keeps it and the views that it makes of it.
            given = client.scatter(work, broadcast=True, hash=False)

            def wait(future: Any) -> Shard:
                while True:
                    try:
                        return future.result(timeout=PATIENCE)
                    except TimeoutError:
                        if not client.ncores():  # Dask would wait for a worker for ever
                            raise

            def begin(bucket: Bucket) -> Any:
                return client.submit(_elsewhere, given, bucket, work.made_by(), pure=False)

            yield from _in_order(todo, workers or sum(client.ncores().values()), begin, wait)
        except (OSError, TimeoutError, CancelledError, KilledWorker) as failure:
            raise Stop("cluster-lost", path=str(scheduler), found=f"{type(failure).__name__}: {failure}") from failure


_alone = threading.Lock()
"""A worker may have several threads; what modules keep for the next page is made for one."""


def _elsewhere(work: Work, bucket: Bucket, ours: str) -> Shard:
    """A bucket's shard on a worker of a cluster, which must have the very generator that began the build."""
    if work.made_by() != ours:
        import platform

        raise Stop("other-generator", found=platform.node())
    with _alone:
        return shard(work, bucket)
