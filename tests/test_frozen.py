"""A frozen record is what `dataclass(frozen=True, slots=True)` would make of its class."""

from __future__ import annotations

import copy
import pickle
import random
from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace

import pytest

from generator.frozen import frozen


class Written:
    """What both ways make a record of."""

    name: str
    words: tuple[str, ...] = ()
    known: dict[str, int] = field(default_factory=dict)
    note: str = field(default="none", compare=False)

    def __str__(self) -> str:
        return f"«{self.name}»"


class Alone:
    """A single field."""

    name: str


class Empty:
    """No field at all."""


class Own:
    """Methods that the class has itself stay."""

    name: str

    def __repr__(self) -> str:
        return "its own"

    def __hash__(self) -> int:
        return 5


def both(written: type) -> tuple[type, type]:
    """The class by Python's way and by ours."""

    def copy() -> type:
        members = {name: value for name, value in vars(written).items() if name not in ("__dict__", "__weakref__")}
        return type(written.__name__, (), members)

    return dataclass(frozen=True, slots=True)(copy()), frozen(copy())


def outcome(do: Callable[[], object]) -> object:
    """What comes of it, or the kind of exception."""
    try:
        return do()
    except Exception as failure:
        return type(failure)


@pytest.mark.parametrize("written", [Written, Alone, Empty, Own])
def test_a_record_is_that_of_a_dataclass(written):
    """Made of the same arguments, right or wrong, both are told, compared, counted and replaced alike."""
    theirs, ours = both(written)
    assert [(one.name, one.default, one.compare) for one in fields(ours)] == [
        (one.name, one.default, one.compare) for one in fields(theirs)
    ]
    assert ours.__slots__ == theirs.__slots__ and ours.__match_args__ == theirs.__match_args__
    assert ours.__doc__ == theirs.__doc__ and ours.__qualname__ == theirs.__qualname__
    chance = random.Random(20261128)
    values = ["", "Łaźnia", "חם", "100 %s %", ("a", "b"), (), {}, {"a": 1}, None, 1, True, float("nan")]
    made: list[tuple[object, object]] = []
    for _ in range(400):
        few = [chance.choice(values) for _ in range(chance.randrange(6))]
        named = {
            name: chance.choice(values) for name in ("name", "words", "known", "note", "x") if chance.random() < 0.3
        }
        # B023: each function is called at once, before the loop goes on.
        one, other = outcome(lambda: theirs(*few, **named)), outcome(lambda: ours(*few, **named))  # noqa: B023 - called at once
        if isinstance(one, type):
            assert one is other
            continue
        assert repr(other) == repr(one) and str(other) == str(one)
        assert asdict(other) == asdict(one)
        assert outcome(lambda: hash(other)) == outcome(lambda: hash(one))  # noqa: B023 - called at once
        assert outcome(lambda: repr(replace(other, **named))) == outcome(lambda: repr(replace(one, **named)))  # noqa: B023 - called at once
        made.append((one, other))
    assert made
    for one, other in made:
        for one_more, another in made[:40]:
            assert (other == another) == (one == one_more)
        assert other != one and other != "" and other.__eq__(one) is NotImplemented


def test_a_record_cannot_be_changed():
    """Neither a field nor anything else."""
    _, ours = both(Written)
    record = ours("a")
    for name in ("name", "known", "other"):
        with pytest.raises(FrozenInstanceError):
            setattr(record, name, "b")
        with pytest.raises(FrozenInstanceError):
            delattr(record, name)
    assert record.known == {} and record.known is not ours("a").known
    assert not hasattr(record, "__dict__")


@frozen
class Kept:
    """Stands in a module, so that it can be pickled."""

    name: str
    inside: Kept | None = None


def test_a_record_survives_being_pickled():
    """Every field comes back, records in records too."""
    record = Kept("a", Kept("b"))
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(record, protocol)) == record


def test_what_stands_in_a_class_stays():
    """A class with an `__eq__` of its own has a hash all the same; a record of a class below comes back as one."""

    @frozen
    class Loose:
        name: str

        def __eq__(self, other: object) -> bool:
            return True

    assert hash(Loose("a")) == hash(Loose("a")) and Loose("a") == Loose("b")
    assert type(copy.copy(Below("a"))) is Below


@frozen
class Above:
    """A record."""

    name: str


class Below(Above):
    """A class below it that is no record by itself."""
