"""Counts that cannot be taken apart: what may be shown of a breakdown, so that no small cell can be worked
out.

A breakdown is one total divided into cells. The rule:

1. Where no cell is 1 to 4, everything is shown.
2. Where a total is 1 to 4, nothing of it is shown, not even which cells are empty.
3. Otherwise every cell under five is withheld, the empty ones too, and with them always the smallest of the
   others (all of them, if several are equal: a choice by name would tell them apart). Which of those that are
   withheld is the larger one cannot be told: not even whoever knows the total and this rule works it out.

Each figure is divided in one way only, and no total is a cell of another figure. Counts of parts of a figure,
such as by clause, may overlap: one is shown only where neither it nor what it leaves of the figure, or of one
of its cells, is small, and where all that are shown leave nothing small either. Pure: no database, no clock.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

SMALL = 5
WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class SafeCounts:
    """What may be shown of a breakdown: a count for each cell, None where it is withheld, and the total."""

    cells: Mapping[str, int | None]
    total: int | None

    @property
    def is_whole(self) -> bool:
        """Return whether nothing is withheld."""
        return self.total is not None and None not in self.cells.values()


def protect(cells: Mapping[str, int]) -> SafeCounts:
    """Return what may be shown of a breakdown. Raise ValueError for a negative count."""
    if min(cells.values(), default=0) < 0:
        raise ValueError(f"a count is negative: {dict(cells)}")
    total = sum(cells.values())
    if not any(_is_small(count) for count in cells.values()):
        return SafeCounts(dict(cells), total)
    if total < SMALL:
        return SafeCounts(dict.fromkeys(cells), None)
    partner = min((count for count in cells.values() if count >= SMALL), default=0)
    shown = {name: None if count < SMALL or count == partner else count for name, count in cells.items()}
    return SafeCounts(shown, total)


def protect_parts(whole: SafeCounts, parts: Mapping[str, int]) -> Mapping[str, int]:
    """Return the parts of a figure that may be shown beside it; those left out look as if there were none.

    A part is shown if it is five or more, and if no small number is left when it is taken from a number of
    the figure: whoever subtracts would count those few. The same holds for all shown parts together. Where
    the figure itself withholds something, no part of it is shown.
    """
    if not whole.is_whole:
        return {}
    numbers = {count for count in (*whole.cells.values(), whole.total) if count is not None}
    shown = {
        name: count for name, count in parts.items() if count >= SMALL and not _leaves_few(numbers, count)
    }
    while shown and _leaves_few(numbers, sum(shown.values())):
        smallest = min(shown.values())
        shown = {name: count for name, count in shown.items() if count > smallest}
    return shown


def roll_up(schools: Iterable[SafeCounts]) -> tuple[Mapping[str, tuple[int, int]], tuple[int, int]]:
    """Return the sum of what each school may show, with how many schools show it: by cell, and of the total.

    Only what is shown anyway is added up, so that the sum and the schools' own reports together reveal no
    more.
    """
    sums: dict[str, tuple[int, int]] = {}
    total = (0, 0)
    for each in schools:
        for name, count in each.cells.items():
            so_far, shown = sums.get(name, (0, 0))
            sums[name] = (so_far + (count or 0), shown + (count is not None))
        total = (total[0] + (each.total or 0), total[1] + (each.total is not None))
    return sums, total


def words_of(count: int | None) -> str:
    """Return a count as it is shown."""
    return WITHHELD if count is None else str(count)


def _is_small(count: int) -> bool:
    return 0 < count < SMALL


def _leaves_few(numbers: Collection[int], taken: int) -> bool:
    return any(_is_small(number - taken) for number in numbers)
