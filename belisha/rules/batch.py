"""Many situations judged at once: the same verdicts and deciding clauses as one by one, as arrays.

For replay, comparing and examining. What takes words (reasons, questions, duties) is left to
`CompiledPolicy.judge` for the rows that somebody wants to read.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from belisha.rules.judging.batch_evaluation import evaluate, settle
from belisha.rules.judging.columns import Columns
from belisha.rules.judging.compiled_policy import CompiledPolicy
from belisha.rules.judging.packing import Packed, names_of, pack
from belisha.rules.judging.ranks import VERDICTS
from belisha.rules.judging.sides import Sides
from belisha.rules.ruling import Situation, Verdict

__all__ = ["Packed", "Verdicts", "judge_many", "judge_packed", "pack"]


@dataclass(frozen=True)
class Verdicts:
    """The verdicts on many situations, in their order.

    `ranks` are places in `belisha.rules.judging.ranks.VERDICTS`. In `masks`, one row of 64-bit words for
    each situation, bit n of word w is set where clause 64 * w + n of `clauses` decides.
    """

    clauses: tuple[str, ...]
    ranks: npt.NDArray[np.uint8]
    masks: npt.NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.ranks)

    def verdict(self, row: int) -> Verdict:
        """Return the verdict on one situation."""
        return VERDICTS[self.ranks[row]]

    def deciding(self, row: int) -> tuple[str, ...]:
        """Return the ids of the clauses that decided one situation, in the file's order."""
        bits = int.from_bytes(self.masks[row].astype("<u8").tobytes(), "little")
        return tuple(clause for place, clause in enumerate(self.clauses) if bits >> place & 1)

    def counts(self) -> dict[Verdict, int]:
        """Return how many situations have each verdict."""
        found = np.bincount(self.ranks, minlength=len(VERDICTS))
        return {verdict: int(found[rank]) for rank, verdict in enumerate(VERDICTS) if found[rank]}


def judge_many(compiled: CompiledPolicy, situations: Sequence[Situation]) -> Verdicts:
    """Return the verdicts on many situations. Raise SituationError as judging one by one does."""
    return judge_packed(compiled, pack(compiled, situations))


def judge_packed(compiled: CompiledPolicy, packed: Packed) -> Verdicts:
    """Return the verdicts on situations that are columns already."""
    order = np.argsort(packed.actions.astype(np.uint16), kind="stable")
    ordered = packed.taken(order)
    ranks = np.zeros(len(packed), np.uint8)
    masks = np.zeros((len(packed), -(-len(compiled.clauses) // 64)), np.uint64)
    columns, sides = Columns(compiled, ordered), Sides(compiled, ordered)
    names = list(names_of(compiled).actions)
    groups = np.unique(ordered.actions, return_index=True, return_counts=True)
    for place, begin, length in zip(*groups, strict=True):
        rows = slice(int(begin), int(begin + length))
        compiled_clauses = compiled.book.about(names[place])
        if compiled_clauses:
            group = [evaluate(each, columns, sides.speaks(each, rows), rows) for each in compiled_clauses]
            found, decides = settle(group, masks.shape[1])
            ranks[order[rows]], masks[order[rows]] = found, decides
    return Verdicts(tuple(clause.id for clause in compiled.clauses), ranks, masks)
