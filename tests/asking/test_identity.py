"""The cache by identity: one thing for one value, the last of many, the same for all threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from belisha.asking.identity import CACHE_SIZE, cached_by_identity


def test_equal_values_are_told_apart_and_made_once() -> None:
    made: list[list[int]] = []
    make = cached_by_identity(lambda value: made.append(value) or object())
    first, second = [1], [1]
    assert make(first) is make(first)
    assert make(first) is not make(second)
    assert len(made) == 2


def test_the_oldest_of_many_is_forgotten_and_never_mistaken() -> None:
    make = cached_by_identity(list[int].copy)
    values = [[number] for number in range(CACHE_SIZE + 1)]
    made = [make(each) for each in values]
    assert make(values[-1]) is made[-1]
    assert make(values[0]) is not made[0]
    # Values that live no longer than the call get one another's addresses.
    assert all(make([number]) == [number] for number in range(3 * CACHE_SIZE))


def test_threads_that_come_first_together_get_the_same() -> None:
    together = Barrier(4)

    def make(value: list[int]) -> object:
        together.wait(timeout=10)
        return object()

    cached, value = cached_by_identity(make), [1]
    with ThreadPoolExecutor(4) as threads:
        got = list(threads.map(lambda _: cached(value), range(4)))
    assert len(set(map(id, got))) == 1
