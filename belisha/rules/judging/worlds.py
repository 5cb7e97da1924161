"""Looks for circumstances in which something is so, among all that the vocabulary holds possible."""

from collections.abc import Callable, Iterable, Sequence

from belisha.rules.judging.answers import answers
from belisha.rules.judging.atoms import AGE, OTHER, PLATFORM, UNDER_AGE, Atoms
from belisha.rules.judging.speakers import Speaker
from belisha.rules.judging.weighing import State, is_met, way_state
from belisha.rules.ruling import FactValue

Told = dict[str, FactValue]
Goal = Callable[[State], bool | None]


class Worlds:
    """The circumstances that some clauses turn on, tried one after another."""

    def __init__(self, atoms: Atoms, clauses: Iterable[Speaker], held: int) -> None:
        self._atoms, self._held = atoms, held
        self._bits = 0
        for speaker in clauses:
            self._bits |= speaker.bits
        bits = self._bits
        for gate in atoms.gates.values():
            bits |= gate.keys if gate.bit & bits else 0
        self._open = [fact for fact, bit in atoms.facts.items() if bit & bits & ~held]
        self._open += [fact for fact, known in atoms.measures.items() if any(bit & bits for bit in known)]

    def find(self, goal: Goal) -> Told | None:
        """Facts in which the goal is surely so, as few as that needs; None where there are none.

        The goal says for a state whether it is so; None where that is not known yet.
        """
        return self._search({}, self._open, goal)

    def _search(self, told: Told, pending: Sequence[str], goal: Goal) -> Told | None:
        if not self._is_possible(told):
            return None
        true, false = self._atoms.derive(told, self._bits, self._held)
        reached = goal(State(true, false))
        if reached is not None:
            return told if reached else None
        if not pending:
            return None
        fact, *rest = pending
        for _, value in reversed(list(answers(fact, told, self._atoms, ()))):
            found = self._search({**told, fact: value}, rest, goal)
            if found is not None:
                return found
        return None

    def _is_possible(self, told: Told) -> bool:
        true = false = 0
        for fact, value in told.items():
            if fact in self._atoms.follows:
                follows = self._atoms.follows[fact][bool(value)]
                true, false = true | follows[0], false | follows[1]
        return not (true | self._held) & false and self._is_age_possible(told)

    def _is_age_possible(self, told: Told) -> bool:
        """Whether what is told of being under age fits the age, on the platform told or on some platform."""
        ages = self._atoms.minimum_ages
        if UNDER_AGE not in told or AGE not in told or (PLATFORM not in told and OTHER not in ages):
            return True
        platforms = [told[PLATFORM]] if PLATFORM in told else list(ages)
        found = {self._atoms.under_age({PLATFORM: each, AGE: told[AGE]}) for each in platforms}
        return None in found or told[UNDER_AGE] in found


def applies(speaker: Speaker, state: State) -> bool | None:
    """Whether a clause applies and no exception lifts it."""
    met = is_met(speaker, state)
    lifted = [way_state(way, state) for way in speaker.ways]
    if met is False or True in lifted:
        return False
    return None if met is None or None in lifted else True


def all_of(states: Iterable[bool | None]) -> bool | None:
    """Whether all are so; None where that is not known."""
    found = set(states)
    return False if False in found else None if None in found else True


def contrary(state: bool | None) -> bool | None:
    """The contrary of what may not be known."""
    return None if state is None else not state
