"""What becomes of a clause in many rows at once, and the verdicts that clauses make together.

The same as `belisha.rules.judging.weighing`, row by row; a test holds the two to each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from belisha.rules.clauses import Force
from belisha.rules.judging.columns import Columns
from belisha.rules.judging.ranks import ALLOWED, DEPENDS, DISCOURAGED, NEEDS_PERMISSION, SILENT
from belisha.rules.judging.sides import SILENT_ON, SURE, States
from belisha.rules.judging.speakers import Speaker
from belisha.rules.judging.weighing import verdict_rank

Ranks = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]

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


def weigh(speaker: Speaker, columns: Columns, speaks: tuple[States, Ranks], rows: slice) -> WeighedRows:
    """What becomes of one clause in these rows, taken by itself."""
    state, ranks = speaks
    met = columns.met(speaker.lines, rows)
    is_met, sure = met == 1, state == SURE
    possible = (met != -1) & (state != SILENT_ON)
    is_lifted = np.zeros(len(state), np.bool_)
    asks_leave = np.zeros(len(state), np.bool_)
    for way in speaker.ways:
        held = columns.way(way, rows)
        is_lifted |= held == 1
        if way.leave:
            asks_leave |= (held == 0) & (columns.leave(way, rows) != 1)
    if asks_leave.any():
        ranks = np.where(asks_leave & (ranks >= DISCOURAGED), np.uint8(NEEDS_PERMISSION), ranks)
    if speaker.ways:
        ranks = np.where(is_lifted, np.uint8(SILENT if speaker.force is Force.MAY else ALLOWED), ranks)
    applies = is_met & sure
    opened = possible & ~applies
    helped = np.zeros(len(state), np.bool_)
    if speaker.force.forbids and (speaker.ways or speaker.escapes):
        helped = sure & (is_lifted & is_met | columns.any_true(speaker.escapes, rows))
    may_be_held = opened & (ranks > ALLOWED) if speaker.force.forbids else np.zeros(len(state), np.bool_)
    return WeighedRows(
        speaker.number, ranks, applies & ~is_lifted, opened, applies & is_lifted, may_be_held, helped
    )


def settle(group: Sequence[WeighedRows], masks: npt.NDArray[np.uint64]) -> Ranks:
    """The ranks of the verdicts; writes into `masks` which clauses decide."""
    length = len(masks)
    strict = np.zeros(length, np.bool_)
    for each in group:
        strict |= each.has_helped
    best, opened = np.zeros(length, np.uint8), np.zeros(length, np.uint8)
    for each in group:
        sure = each.applies | each.lifted | (each.may_be_held & strict)
        np.maximum(best, np.where(sure, each.ranks, np.uint8(0)), out=best)
        np.maximum(opened, np.where(each.opened & ~sure, each.ranks, np.uint8(0)), out=opened)
    ranks: Ranks = OUTCOMES[strict.astype(np.intp), best, opened]
    conditional = (best == SILENT) & (ranks != SILENT) & (ranks != DEPENDS)
    decided = np.zeros(length, np.bool_)
    for each in group:
        stands = np.where(conditional, each.opened, each.applies | (each.may_be_held & strict))
        decides = stands & (each.ranks == ranks) & (ranks != SILENT)
        decided |= decides
        _mark(masks, each.number, decides)
    only_lifted = (ranks == ALLOWED) & ~decided
    if only_lifted.any():
        for each in group:
            _mark(masks, each.number, each.lifted & only_lifted)
    return ranks


def _mark(masks: npt.NDArray[np.uint64], number: int, rows: Flags) -> None:
    word, bit = divmod(number, 64)
    masks[:, word] |= rows.astype(np.uint64) << np.uint64(bit)
