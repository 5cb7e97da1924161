"""Leave what contradicts something surer in plain words, so that what was read answers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

from belisha.drafting.imported.mapping import MappedClause, plain_clause
from belisha.rules.contradictions import contradictions
from belisha.rules.language.clauses import Clause, Rule
from belisha.rules.language.policy import Control, Policy
from belisha.rules.vocabulary.words import Vocabulary

PAIR = 2


def consistent(
    control: Control, mapped: Sequence[MappedClause], vocabulary: Vocabulary
) -> tuple[MappedClause, ...]:
    """Return clauses with the less sure of two that contradict each other left in plain words.

    Rules that read alike contradict the same: one stands for all of them, since a handbook says much twice.
    """
    found = list(mapped)
    readings = {each.clause.id: _reading(each.clause) for each in found}
    sureness = {each.clause.id: each.confidence for each in found}
    looked_at: set[str] | None = None
    while True:
        groups: dict[str, list[Clause]] = {}
        for each in found:
            if looked_at is None or each.clause.id in looked_at:
                groups.setdefault(readings[each.clause.id], []).append(each.clause)
        policy = Policy(control, tuple(alike[0] for alike in groups.values()), "", ())
        names = {alike[0].id: [each.id for each in alike] for alike in groups.values()}
        opposed = [
            [names[clause.id] for clause in each.clauses] for each in contradictions(policy, vocabulary)
        ]
        if not opposed and looked_at is None:
            return tuple(found)
        weakest = {
            min(together, key=lambda name: (sureness.get(name, 1.0), name))
            for each in opposed
            for together in _sets(each)
        }
        found = [plain_clause(each) if each.clause.id in weakest else each for each in found]
        readings.update((name, name) for name in weakest)
        # To take a rule away opposes no others: only those that were opposed can still be, until all agree.
        looked_at = {name for each in opposed for alike in each for name in alike} or None


def _reading(clause: Clause) -> str:
    """Return what a rule says without its words and its place; another clause stands for itself."""
    if not isinstance(clause, Rule):
        return clause.id
    return repr(replace(clause, id="", title="", text="", section="", cites=()))


def _sets(groups: list[list[str]]) -> Iterator[Sequence[str]]:
    """Yield the sets of clauses that contradict each other: each pair, else each of the first with all."""
    if len(groups) == PAIR:
        yield from product(*groups)
        return
    for name in groups[0]:
        yield (name, *(each for others in groups[1:] for each in others))
