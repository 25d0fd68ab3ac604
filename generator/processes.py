"""A task and what it is for in, its results in their order out, made by several processes of this machine.

Each worker has a pipe of its own. Those of Python's pools share one, and its locks: a worker that is killed while it
sends or waits there, as when memory runs out, leaves the others and the build waiting for ever.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from generator.problems import Stop

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Item = TypeVar("Item")
Result = TypeVar("Result")


def spread(task: Callable[[Item], Result], items: Sequence[Item], workers: int) -> Results[Result]:
    """What `task` makes of each item. All of it begins at once; close what comes back if you do not read to its end.

    Forked, a worker has the task and the items without a copy; elsewhere it is handed them once.
    """
    return Results(task, items, min(workers, len(items)))


class Results(Iterator[Result]):
    """The results in the order of the items. A generator that nobody has asked for anything could not be closed."""

    def __init__(self, task: Callable[[Any], Result], items: Sequence[Any], workers: int) -> None:
        self._count = len(items)
        self._next = 0
        """The item whose result is asked for next."""
        self._made: dict[int, tuple[bool, Any]] = {}
        """Number of an item to whether all went well, and its result or what was raised."""
        self._ended = False
        """Whether no more results come in."""
        self._news = threading.Condition()
        self._workers: list[BaseProcess] = []
        self._pipes: list[Connection] = []
        self._gathering = threading.Thread(target=self._gather, daemon=True)
        try:
            for _ in range(workers):
                self._begin(task, items)
            self._gathering.start()
        except BaseException:
            self._kill()
            raise

    def _begin(self, task: Callable[[Any], Result], items: Sequence[Any]) -> None:
        import multiprocessing  # costs time that a small build need not pay

        forks = sys.platform == "linux"
        context = multiprocessing.get_context("fork" if forks else "spawn")
        ours, theirs = context.Pipe()
        self._pipes.append(ours)
        with theirs:  # none but the worker may hold this end: its death must close it
            inherited = list(self._pipes) if forks else []
            worker = context.Process(target=_work, args=(theirs, inherited, task, items), daemon=True)
            self._workers.append(worker)
            worker.start()

    def __next__(self) -> Result:
        if self._next == self._count:
            self.close()
            raise StopIteration
        with self._news:
            self._news.wait_for(lambda: self._next in self._made or self._ended)
            if self._next not in self._made:
                raise Stop("worker-killed")
            well, found = self._made.pop(self._next)
        self._next += 1
        if not well:
            raise found
        return found

    def _gather(self) -> None:
        """Hand out the items and take in the results: in a thread, so that no worker waits for who reads them."""
        from multiprocessing.connection import wait

        todo = iter(range(self._count))
        try:
            for pipe in self._pipes:
                pipe.send(next(todo))
            for _ in range(self._count):
                pipe = wait(self._pipes)[0]
                number, well, found = pipe.recv()
                with self._news:
                    self._made[number] = well, found
                    self._news.notify()
                for another in todo:
                    pipe.send(another)
                    break
        except (EOFError, OSError):  # a worker was killed
            pass
        finally:
            with self._news:
                self._ended = True
                self._news.notify()

    def close(self) -> None:
        """End the workers: when this returns or raises, nothing is done any more."""
        try:
            self._kill()
        except BaseException:  # interrupted once more
            self._kill()
            raise
        self._gathering.join()
        for pipe in self._pipes:
            pipe.close()

    def _kill(self) -> None:
        """What they have made was taken in, and what they are at nobody asks for."""
        begun = [worker for worker in self._workers if worker.pid]
        for worker in begun:
            worker.kill()
        for worker in begun:
            worker.join()


def _work(pipe: Connection, inherited: Sequence[Connection], task: Callable[[Any], Any], items: Sequence[Any]) -> None:
    """What a worker does until it is killed."""
    from multiprocessing.reduction import ForkingPickler

    for one in inherited:
        one.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the build as well, which then ends its workers
    collect_seldom()
    threading.Thread(target=_end_with_the_build, daemon=True).start()
    with suppress(EOFError, OSError):  # the build has ended
        while True:
            number = pipe.recv()
            try:
                made = ForkingPickler.dumps((number, True, task(items[number])))
            except Exception as failure:
                failure.add_note(traceback.format_exc())
                made = ForkingPickler.dumps((number, False, failure))
            pipe.send_bytes(made)


def collect_seldom() -> None:
    """Let the garbage collector leave alone what there is, which stays: to look through it took a tenth of all time."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


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
