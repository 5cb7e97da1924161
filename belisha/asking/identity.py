"""Caches for what is made once: safe where several threads ask for it first."""

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import RLock
from typing import TypeVar

Value = TypeVar("Value")
Made = TypeVar("Made")
KEPT = 32


def cached_by_identity(make: Callable[[Value], Made]) -> Callable[[Value], Made]:
    """Keep what `make` makes of its one argument, for the last 32 arguments in use, by identity.

    A vocabulary or a policy is immutable and large: hashing one costs more than making the thing. The value
    is kept beside what was made of it, so that its identity cannot pass to another. Threads that ask for
    the same thing at once wait for one of them to make it.
    """
    kept: OrderedDict[int, tuple[Value, Made]] = OrderedDict()
    making = RLock()

    @wraps(make)
    def made(value: Value) -> Made:
        with making:
            found = kept.get(id(value))
            if found is None:
                found = kept[id(value)] = (value, make(value))
                while len(kept) > KEPT:
                    kept.popitem(last=False)
            else:
                kept.move_to_end(id(value))
            return found[1]

    return made


def made_once(make: Callable[[], Made]) -> Callable[[], Made]:
    """Make something at its first use in a process and keep it; an error is not kept."""
    kept: list[Made] = []
    making = RLock()

    @wraps(make)
    def made() -> Made:
        if not kept:
            with making:
                if not kept:
                    kept.append(make())
        return kept[0]

    return made
