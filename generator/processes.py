"""A task and what it is for in, its results in their order out, made by several processes of this machine."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, TypeVar

from generator.problems import Stop

Item = TypeVar("Item")
Result = TypeVar("Result")

_given: list[tuple[Callable[[Any], Any], Sequence[Any]]] = []
"""The task of this worker and all the items."""


def forked(task: Callable[[Item], Result], items: Sequence[Item], workers: int) -> Iterator[Result]:
    """What `task` makes of each item; forked, a worker has both without a copy. Only results are sent."""
    import multiprocessing  # these cost time that a small build need not pay
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    with ProcessPoolExecutor(workers, multiprocessing.get_context("fork"), _begin, (task, items)) as pool:
        try:
            yield from pool.map(_result, range(len(items)))
        except BrokenProcessPool as failure:
            raise Stop("worker-killed") from failure


def _begin(task: Callable[[Any], Any], items: Sequence[Any]) -> None:
    _given[:] = [(task, items)]
    threading.Thread(target=end_with_the_build, daemon=True).start()


def _result(number: int) -> Any:
    task, items = _given[0]
    return task(items[number])


def end_with_the_build() -> None:
    """End this worker when the build was killed: it would wait for work for ever, and hold the lock of the target."""
    import multiprocessing

    build = multiprocessing.parent_process()
    if build is not None:
        build.join()
        os._exit(1)


@cache
def processors() -> int:
    """How many processes of ours can run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
