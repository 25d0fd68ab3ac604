"""`generator.processes`: results come in order from other processes, and whatever ends one is said."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from generator.problems import DataProblems, Place, Problem, Stop
from generator.processes import spread

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")


def test_results_come_in_the_order_of_the_items():
    """From other processes than this one, which need not be told the task."""
    secret = object()
    results = list(spread(lambda number: (number, os.getpid(), secret is not None), range(40), 2))
    assert [number for number, _, _ in results] == list(range(40))
    assert os.getpid() not in {process for _, process, _ in results}


def test_an_exception_of_a_worker_is_raised_here():
    """As if the work had been done here."""
    with closing(spread(lambda number: {0: 0}[number], range(9), 2)) as results, pytest.raises(LookupError):
        list(results)


def test_problems_of_a_worker_are_raised_here():
    """With all that they say."""

    def found(number: int) -> None:
        raise DataProblems([Problem(Place("data/guide.yaml", number), "empty")])

    with closing(spread(found, range(1), 1)) as results, pytest.raises(DataProblems) as problems:
        list(results)
    assert problems.value.problems == (Problem(Place("data/guide.yaml", 0), "empty"),)


def test_what_cannot_be_sent_is_said():
    """It is a mistake of ours, which the build reports as one, with the place in the worker."""
    with closing(spread(lambda number: threading.Lock(), range(3), 2)) as results, pytest.raises(TypeError) as failure:
        list(results)
    assert "in _work" in "".join(failure.value.__notes__)


def test_an_interrupted_end_leaves_nobody_at_work(monkeypatch):
    """Who interrupts a build that is ending, as by a second Ctrl-C, ends its workers, which could still write."""
    results = spread(lambda number: signal.pause(), range(4), 2)
    workers = [worker.pid for worker in multiprocessing.active_children()]
    assert len(workers) == 2
    first, *_ = results._workers
    kill = first.kill

    def interrupted() -> None:
        monkeypatch.setattr(first, "kill", kill)
        raise KeyboardInterrupt

    monkeypatch.setattr(first, "kill", interrupted)
    with pytest.raises(KeyboardInterrupt):
        results.close()
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers)


def test_whoever_stops_asking_ends_the_work():
    """Nobody may write any more when the lock of the site is given back."""
    with closing(spread(lambda number: number or signal.pause(), range(-1, 9), 2)) as results:
        assert next(results) == -1
    assert multiprocessing.active_children() == [] and not results._gathering.is_alive()


def test_a_worker_that_is_killed_while_it_sends_stops_the_work():
    """What it has sent of its result is no result, and nobody waits for the rest."""

    def half(connection: Connection, data: memoryview) -> None:
        os.write(connection.fileno(), data[: len(data) // 2])
        os.kill(os.getpid(), signal.SIGKILL)

    def task(number: int) -> bytes:
        if number == 1:
            Connection._send = half
        return b"x" * 100_000

    with pytest.raises(Stop) as stop, closing(spread(task, range(9), 2)) as results:
        list(results)
    assert stop.value.rule == "worker-killed" and multiprocessing.active_children() == []


@pytest.mark.parametrize("items", [9, 20_000])
def test_a_worker_that_is_killed_stops_the_work(items):
    """As when memory runs out: with a word, and not for ever; also while the work is still being handed out."""
    with pytest.raises(Stop) as stop, closing(spread(_die, range(items), 2)) as results:
        list(results)
    assert stop.value.rule == "worker-killed" and multiprocessing.active_children() == []


def _die(number: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)
