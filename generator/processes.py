"""A task and what it is for in, its results in their order out, made by several processes of this machine."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from generator.problems import Stop

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.process import BaseProcess

Item = TypeVar("Item")
Result = TypeVar("Result")

WATCH = 0.1
"""Seconds after which it is looked again whether a worker has been killed."""
_given: list[tuple[Callable[[Any], Any], Sequence[Any]]] = []
"""The task of this worker and all the items."""


def spread(task: Callable[[Item], Result], items: Sequence[Item], workers: int) -> Results[Result]:
    """What `task` makes of each item. All of it begins at once; close what comes back if you do not read to its end.

    Forked, a worker has the task and the items without a copy; elsewhere it is handed them once.
    """
    import multiprocessing  # these cost time that a small build need not pay
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    results: Results[Result] = Results(ProcessPoolExecutor(workers, context, _begin, (task, items)))
    results.begin(len(items))
    return results


class Results(Iterator[Result]):
    """The results in the order of the items. A generator that nobody has asked for anything could not be closed."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool
        self._begun: deque[Future[Result]] = deque()
        self._workers: list[BaseProcess] = []

    def begin(self, count: int) -> None:
        """Let the work on so many items begin."""
        from multiprocessing import active_children

        others = active_children()
        try:
            try:
                with _in_words():
                    for number in range(count):
                        self._begun.append(self._pool.submit(_result, number))
            finally:
                self._workers = [one for one in active_children() if one not in others]
        except BaseException:
            self.close()
            raise

    def __next__(self) -> Result:
        if not self._begun:
            self.close()
            raise StopIteration
        with _in_words():
            return self._begun.popleft().result()

    def close(self) -> None:
        """Let the workers end, and wait for them: nothing is done any more when this returns or raises."""
        self._begun.clear()
        try:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._await_workers()
            self._pool.shutdown()
        except BaseException:  # interrupted once more: yet nobody may write when the lock has been given back
            import multiprocessing

            _kill(multiprocessing.active_children())
            raise

    def _await_workers(self) -> None:
        """One that was killed may have held what the others need to hear that they are to end: these are killed too."""
        while running := [worker for worker in self._workers if worker.is_alive()]:
            if any(worker.exitcode for worker in self._workers):
                _kill(running)
            running[0].join(WATCH)


def _kill(workers: Collection[BaseProcess]) -> None:
    for worker in workers:
        worker.kill()
    for worker in workers:
        worker.join()


@contextmanager
def _in_words() -> Iterator[None]:
    """A worker may be killed at any moment, also while the others are still being given work."""
    from concurrent.futures.process import BrokenProcessPool

    try:
        yield
    except BrokenProcessPool as failure:
        raise Stop("worker-killed") from failure


def collect_seldom() -> None:
    """Let the garbage collector leave alone what there is, which stays: to look through it took a tenth of all time."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _begin(task: Callable[[Any], Any], items: Sequence[Any]) -> None:
    _given[:] = [(task, items)]
    collect_seldom()
    threading.Thread(target=_end_with_the_build, daemon=True).start()


def _result(number: int) -> Any:
    task, items = _given[0]
    return task(items[number])


def _end_with_the_build() -> None:
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
