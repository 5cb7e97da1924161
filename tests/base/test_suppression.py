"""No cell under five can be worked out: not by subtraction, not by whoever knows the rule."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belisha.base.suppression import SMALL, SafeCounts, protect, roll_up

COUNTS = st.lists(st.integers(0, 300), min_size=1, max_size=9)
SMALL_COUNTS = st.lists(st.integers(0, 8), min_size=2, max_size=9)


def named(counts: Sequence[int]) -> dict[str, int]:
    return {f"c{place}": count for place, count in enumerate(counts)}


def key_of(shown: SafeCounts) -> tuple[object, ...]:
    return (*shown.cells.values(), "total", shown.total)


@pytest.mark.parametrize(("cells", "largest"), [(1, 30), (2, 25), (3, 12), (4, 7)])
def test_whoever_knows_the_rule_cannot_work_out_a_small_cell(cells: int, largest: int) -> None:
    """Of all tables: whatever is shown, each small cell could have had another value under this very rule."""
    possible: dict[tuple[object, ...], list[set[int]]] = {}
    tables = list(product(range(largest + 1), repeat=cells))
    for table in tables:
        values = possible.setdefault(key_of(protect(named(table))), [set() for _ in table])
        for seen, count in zip(values, table, strict=True):
            seen.add(count)
    for table in tables:
        for seen, count in zip(possible[key_of(protect(named(table)))], table, strict=True):
            assert not 0 < count < SMALL or len(seen) > 1, table


@given(st.one_of(COUNTS, SMALL_COUNTS), st.one_of(COUNTS, SMALL_COUNTS))
@settings(max_examples=400, deadline=None)
def test_another_division_of_the_same_total_reveals_nothing_more(
    counts: list[int], others: list[int]
) -> None:
    """For each small cell there is another table with the same total that shows the same, beside any
    export.
    """
    shown = protect(named(counts))
    # Another export of the period divides the same total in another way: it shows nothing that depends on
    # `counts`.
    divided = protect(named([*others, max(0, sum(counts) - sum(others))]))
    assert divided.total in (None, max(sum(counts), sum(others)))
    large = [place for place, count in enumerate(counts) if count >= SMALL]
    for place, count in enumerate(counts):
        if not 0 < count < SMALL:
            continue
        assert shown.cells[f"c{place}"] is None
        if shown.total is None:
            assert sum(counts) < SMALL
        elif large:
            partner = min(large, key=lambda each: counts[each])
            swapped = [*counts]
            swapped[place], swapped[partner] = swapped[partner], swapped[place]
            assert protect(named(swapped)) == shown
            assert sum(swapped) == sum(counts)


@given(COUNTS)
def test_what_is_shown_is_true(counts: list[int]) -> None:
    shown = protect(named(counts))
    assert all(each is None or each == named(counts)[name] for name, each in shown.cells.items())
    assert shown.total in (None, sum(counts))


@given(st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=1, max_size=6))
def test_the_roll_up_of_a_trust_adds_up_only_what_each_school_shows(schools: list[list[int]]) -> None:
    shown = [protect(named(each)) for each in schools]
    sums, total = roll_up(shown)
    for name in sums:
        assert sums[name][0] == sum(each.cells[name] or 0 for each in shown)
    assert total[0] == sum(each.total or 0 for each in shown)


@pytest.mark.parametrize(
    ("counts", "expected", "total"),
    [
        ([0, 0], [0, 0], 0),
        ([3, 0], [None, None], None),
        ([12, 7], [12, 7], 19),
        ([12, 7, 2], [12, None, None], 21),
        ([12, 7, 0, 2], [12, None, None, None], 21),
        ([4, 4], [None, None], 8),
        ([5, 5, 1], [None, None, None], 11),
        ([1, 50], [None, None], 51),
    ],
)
def test_examples(counts: list[int], expected: list[int | None], total: int | None) -> None:
    shown = protect(named(counts))
    assert (list(shown.cells.values()), shown.total) == (expected, total)


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        protect({"a": -1})
