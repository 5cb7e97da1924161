"""What becomes of a clause in many rows at once, and the verdicts that clauses make together.

The same as `belisha.rules.judging.evaluation`, row by row; a test holds the two to each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt

from belisha.rules.judging.columns import Columns
from belisha.rules.judging.compiled_clause import CompiledClause
from belisha.rules.judging.evaluation import verdict_rank
from belisha.rules.judging.ranks import ALLOWED, DEPENDS, NEEDS_PERMISSION, SILENT
from belisha.rules.judging.sides import SILENT_ON, SURE, States
from belisha.rules.language.clauses import Force

Ranks = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Masks = npt.NDArray[np.uint64]

# The verdict, by [is_strict, strongest that is sure, strongest that is open].
OUTCOMES = np.array(
    [
        [
            [verdict_rank(best, opened, is_strict=strict) for opened in range(DEPENDS)]
            for best in range(DEPENDS)
        ]
        for strict in (False, True)
    ],
    np.uint8,
)


@dataclass(frozen=True, slots=True)
class WeighedRows:
    """A clause in some rows: the rank it gives (or would), and where it applies, is open or is lifted.

    `may_be_held` marks the open bans that are held to stand where there is no more benefit of the doubt;
    `has_helped` where there is none because of this clause.
    """

    number: int
    ranks: Ranks
    applies: Flags
    opened: Flags
    lifted: Flags
    may_be_held: Flags
    has_helped: Flags


def evaluate(
    compiled_clause: CompiledClause, columns: Columns, speaks: tuple[States, Ranks], rows: slice
) -> WeighedRows:
    """Return what becomes of one clause in these rows, taken by itself."""
    state, ranks = speaks
    nowhere = np.zeros(len(state), np.bool_)
    applies, possible = state == SURE, state != SILENT_ON
    sure = applies
    if compiled_clause.lines:
        met = columns.met(compiled_clause.lines, rows)
        applies, possible = applies & (met == 1), possible & (met != -1)
    is_lifted = nowhere
    if compiled_clause.ways:
        is_lifted, ranks = _excepted(compiled_clause, columns, ranks, rows)
    opened = possible & ~applies
    lifted = applies & is_lifted if compiled_clause.ways else nowhere
    helped = may_be_held = nowhere
    if compiled_clause.force.forbids:
        may_be_held = opened & (ranks > ALLOWED)
        helped = (
            lifted | (sure & columns.any_true(compiled_clause.escapes, rows))
            if compiled_clause.escapes
            else lifted
        )
    return WeighedRows(
        compiled_clause.number, ranks, applies & ~is_lifted, opened, lifted, may_be_held, helped
    )


def _excepted(
    compiled_clause: CompiledClause, columns: Columns, ranks: Ranks, rows: slice
) -> tuple[Flags, Ranks]:
    """Return where an exception holds, and the ranks after exceptions."""
    is_lifted = np.zeros(len(ranks), np.bool_)
    asks_leave = np.zeros(len(ranks), np.bool_)
    for way in compiled_clause.ways:
        held = columns.way(way, rows)
        is_lifted |= held == 1
        if way.leave and compiled_clause.force.forbids:
            wants_leave = (held == 0) & (columns.leave(way, rows) != 1)
            asks_leave |= wants_leave & ~columns.any_taken(way.yes, rows) if way.by else wants_leave
    if asks_leave.any():
        ranks = np.where(asks_leave, np.uint8(NEEDS_PERMISSION), ranks)
    return is_lifted, np.where(
        is_lifted, np.uint8(SILENT if compiled_clause.force is Force.MAY else ALLOWED), ranks
    )


def settle(group: Sequence[WeighedRows], words: int) -> tuple[Ranks, Masks]:
    """Return the ranks of the verdicts, and which clauses decide, in so many words of 64 bits a row."""
    length = len(group[0].ranks)
    strict = reduce(np.logical_or, [each.has_helped for each in group])
    best, opened = np.zeros(length, np.uint8), np.zeros(length, np.uint8)
    stands = [each.applies | (each.may_be_held & strict) for each in group]
    for each, stand in zip(group, stands, strict=True):
        np.maximum(best, each.ranks * (stand | each.lifted), out=best)
        np.maximum(opened, each.ranks * each.opened, out=opened)
    ranks: Ranks = OUTCOMES.ravel()[(strict * DEPENDS + best.astype(np.intp)) * DEPENDS + opened]
    conditional = (best == SILENT) & (ranks != DEPENDS)
    masks = np.zeros((words, length), np.uint64)
    for each, stand in zip(group, stands, strict=True):
        decides = (stand | (each.opened & conditional)) & (each.ranks == ranks)
        _mark(masks, each.number, decides)
    only_lifted = (ranks == ALLOWED) & ~masks.any(axis=0)
    if only_lifted.any():
        for each in group:
            _mark(masks, each.number, each.lifted & only_lifted)
    masks[:, ranks == SILENT] = 0
    return ranks, masks.T


def _mark(masks: Masks, number: int, rows: Flags) -> None:
    word, bit = divmod(number, 64)
    masks[word] |= rows * np.uint64(1 << bit)
