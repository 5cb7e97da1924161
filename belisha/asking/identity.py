"""A cache for what is made once from a large immutable value."""

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

Value = TypeVar("Value")
Made = TypeVar("Made")
_KEPT = 16


def cached_by_identity(make: Callable[[Value], Made]) -> Callable[[Value], Made]:
    """Keep what `make` makes of its one argument, for the last 16 arguments, by identity.

    A vocabulary or a policy is immutable and large: hashing one costs more than making the thing. The value
    is kept beside what was made of it, so that its identity cannot pass to another.
    """
    kept: OrderedDict[int, tuple[Value, Made]] = OrderedDict()

    @wraps(make)
    def made(value: Value) -> Made:
        found = kept.get(id(value))
        if found is None or found[0] is not value:
            found = (value, make(value))
            kept[id(value)] = found
            while len(kept) > _KEPT:
                kept.popitem(last=False)
        return found[1]

    return made
