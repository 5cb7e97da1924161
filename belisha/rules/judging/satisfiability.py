"""Looks for circumstances in which something is so, among all that the vocabulary holds possible."""

from collections.abc import Callable, Iterable, Sequence

from belisha.rules.judging.answers import answers
from belisha.rules.judging.compiled_clause import CompiledClause
from belisha.rules.judging.evaluation import FactState, is_met, way_state
from belisha.rules.judging.fact_bits import AGE, PLATFORM, UNDER_AGE, FactBits
from belisha.rules.ruling import FactValue
from belisha.rules.vocabulary.words import OTHER

Told = dict[str, FactValue]
Goal = Callable[[FactState], bool | None]


class Worlds:
    """The circumstances that some clauses turn on, tried one after another."""

    def __init__(
        self,
        fact_bits: FactBits,
        clauses: Iterable[CompiledClause],
        held: int,
        fits: tuple[int, int] = (0, 0),
    ) -> None:
        self._speaking, self._not_speaking = fits
        self._fact_bits, self._held = fact_bits, held
        self._bits = 0
        for compiled_clause in clauses:
            self._bits |= compiled_clause.bits
        bits = self._bits
        for gate in fact_bits.gates.values():
            bits |= gate.keys if gate.bit & bits else 0
        self._open = [fact for fact, bit in fact_bits.facts.items() if bit & bits & ~held]
        self._open += [fact for fact, known in fact_bits.measures.items() if any(bit & bits for bit in known)]

    def find(self, goal: Goal) -> Told | None:
        """Return facts in which the goal is surely so, as few as that needs; None where there are none.

        The goal says for a state whether it is so; None where that is not known yet.
        """
        return self._search({}, self._open, goal)

    def _search(self, told: Told, pending: Sequence[str], goal: Goal) -> Told | None:
        if not self._is_possible(told):
            return None
        true, false = self._fact_bits.derive(told, self._bits, self._held)
        reached = goal(FactState(true | self._speaking, false | self._not_speaking))
        if reached is not None:
            return told if reached else None
        if not pending:
            return None
        fact, *rest = pending
        for _, value in reversed(list(answers(fact, told, self._fact_bits, ()))):
            found = self._search({**told, fact: value}, rest, goal)
            if found is not None:
                return found
        return None

    def _is_possible(self, told: Told) -> bool:
        true = false = 0
        for fact, value in told.items():
            if fact in self._fact_bits.follows:
                follows = self._fact_bits.follows[fact][bool(value)]
                true, false = true | follows[0], false | follows[1]
        return not (true | self._held) & false and self._is_age_possible(told)

    def _is_age_possible(self, told: Told) -> bool:
        """Return whether `under-age` as given fits the age, on the given platform or on some platform."""
        ages = self._fact_bits.minimum_ages
        if UNDER_AGE not in told or AGE not in told or (PLATFORM not in told and OTHER not in ages):
            return True
        platforms = [told[PLATFORM]] if PLATFORM in told else list(ages)
        found = {self._fact_bits.under_age({PLATFORM: each, AGE: told[AGE]}) for each in platforms}
        return None in found or told[UNDER_AGE] in found


def applies(compiled_clause: CompiledClause, state: FactState) -> bool | None:
    """Return whether a clause applies and no exception lifts it."""
    met = is_met(compiled_clause, state)
    lifted = [way_state(way, state) for way in compiled_clause.ways]
    if met is False or True in lifted:
        return False
    return None if met is None or None in lifted else True


def all_of(states: Iterable[bool | None]) -> bool | None:
    """Return whether all are so; None where that is not known."""
    found = set(states)
    return False if False in found else None if None in found else True


def contrary(state: bool | None) -> bool | None:
    """Return the contrary of what may not be known."""
    return None if state is None else not state
