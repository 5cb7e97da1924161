"""The order of things that two sides have rearranged."""

from collections.abc import Collection, Sequence
from typing import TypeVar

Value = TypeVar("Value")


def pick(base: Value, ours: Value, theirs: Value) -> Value:
    """Return the value of the side that changed it; ours where both did."""
    return theirs if ours == base else ours


def merged_order(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str], kept: Collection[str]
) -> tuple[str, ...]:
    """Return the things in `kept`, in the order of the side that moved them (ours, where both did).

    What only the other side has stands after what it stands after there.
    """
    in_all = set(base) & set(ours) & set(theirs)
    we_moved = [each for each in ours if each in in_all] != [each for each in base if each in in_all]
    first, second = (ours, theirs) if we_moved else (theirs, ours)
    order = [each for each in first if each in kept]
    for place, each in enumerate(second):
        if each in kept and each not in order:
            before = next((other for other in reversed(second[:place]) if other in order), None)
            order.insert(order.index(before) + 1 if before is not None else 0, each)
    return tuple(order)


def merged_members(base: Collection[str], ours: Sequence[str], theirs: Sequence[str]) -> tuple[str, ...]:
    """Return what is there in the end: taken away by one side it is gone, added by one side it is there."""
    stays = [each for each in ours if each in theirs or each not in base]
    return (*stays, *(each for each in theirs if each not in ours and each not in base))
