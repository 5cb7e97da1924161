"""Cache what is computed once from a large immutable value."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

Value = TypeVar("Value")
Made = TypeVar("Made")
CACHE_SIZE = 64


def cached_by_identity(make: Callable[[Value], Made]) -> Callable[[Value], Made]:
    """Cache the result of `make` for its last 64 arguments, by identity.

    A vocabulary or a policy is immutable and large: hashing one costs more than making the thing. The value
    is kept beside what was made of it, so that its identity cannot pass to another. Threads that ask for
    the same thing first may each make it, and all of them get the one that is kept.
    """
    kept: dict[int, tuple[Value, Made]] = {}

    @wraps(make)
    def made(value: Value) -> Made:
        found = kept.get(id(value))
        if found is None:
            found = kept.setdefault(id(value), (value, make(value)))
            while len(kept) > CACHE_SIZE:
                kept.pop(tuple(kept)[0], None)  # noqa: RUF015 (one step, whatever other threads do)
        return found[1]

    return made
