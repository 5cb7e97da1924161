"""What follows from packed facts, for all rows at once: 1 true, -1 false, 0 not known."""

from collections.abc import Iterable
from functools import reduce

import numpy as np

from belisha.rules.clauses import Comparison
from belisha.rules.judging.atoms import AGE, PLATFORM, UNDER_AGE, Choice, Gate, Literal
from belisha.rules.judging.compiled import CompiledPolicy
from belisha.rules.judging.packing import UNKNOWN, Codes, Packed, Trits, names_of
from belisha.rules.judging.speakers import Line, Way


class Columns:
    """The value of every circumstance in every row, worked out where it is asked for and kept."""

    def __init__(self, compiled: CompiledPolicy, packed: Packed) -> None:
        self._compiled, self._atoms, self._packed = compiled, compiled.atoms, packed
        self._names = names_of(compiled)
        self._unknown: Trits = np.zeros(len(packed), np.int8)
        self._never: Codes = np.full(len(packed), UNKNOWN, np.int32)
        self._values: dict[int, Trits] = {}
        self._late: dict[int, Trits] = {}
        self._told: dict[str, Trits] = dict(packed.truths)
        if UNDER_AGE in self._atoms.facts:
            told = self._told.get(UNDER_AGE, self._unknown)
            self._told[UNDER_AGE] = np.where(told != 0, told, self._under_age()).astype(np.int8)
        self._fact_of = {bit: fact for fact, bit in self._atoms.facts.items()}
        self._gate_of = {gate.bit: gate for gate in self._atoms.gates.values()}
        self._gate_of_late = {gate.late: gate for gate in self._atoms.gates.values()}
        self._measure_of = {bit: fact for fact, known in self._atoms.measures.items() for bit in known}

    def value(self, bit: int) -> Trits:
        """The value of one circumstance."""
        if bit not in self._values:
            if bit in self._fact_of:
                self._values[bit] = self._fact(self._fact_of[bit], bit)
            elif bit in self._measure_of:
                self._values[bit] = self._measure(self._measure_of[bit], bit)
            else:
                self._gate(self._gate_of.get(bit) or self._gate_of_late[bit])
        return self._values[bit]

    def met(self, lines: Iterable[Line], rows: slice) -> Trits:
        """Whether the `when` lines of a clause hold."""
        found = [_any([self._taken(literal, rows) for literal in line.literals]) for line in lines]
        return reduce(np.minimum, found, np.ones(rows.stop - rows.start, np.int8))

    def way(self, way: Way, rows: slice) -> Trits:
        """Whether an `unless` line holds."""
        return reduce(np.minimum, [self._for_exception(literal, rows) for literal in way.literals])

    def leave(self, way: Way, rows: slice) -> Trits:
        """Whether all the leave that a way asks for is given; 1 where it asks for none."""
        found = [self.value(gate.bit)[rows] for gate in way.gates if gate.bit & way.leave]
        return reduce(np.minimum, found, np.ones(rows.stop - rows.start, np.int8))

    def any_true(self, bits: int, rows: slice) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Whether one of these circumstances is known to hold."""
        found = np.zeros(rows.stop - rows.start, np.bool_)
        while bits:
            bit = bits & -bits
            found |= self.value(bit)[rows] == 1
            bits ^= bit
        return found

    def _taken(self, literal: Literal, rows: slice) -> Trits:
        """With what is unusual taken not to hold."""
        value = self.value(literal.bit)[rows]
        if literal.bit & self._compiled.unusual:
            value = np.where(value == 0, np.int8(-1), value)
        return -value if literal.negated else value

    def _for_exception(self, literal: Literal, rows: slice) -> Trits:
        return self._taken(literal, rows) if literal.negated else self.value(literal.bit)[rows]

    def _fact(self, fact: str, bit: int) -> Trits:
        told = self._told.get(fact, self._unknown)
        true = false = None
        for source, (denied, affirmed) in self._atoms.follows.items():
            if source == fact or source not in self._told:
                continue
            for sign, (makes_true, makes_false) in ((-1, denied), (1, affirmed)):
                if bit & makes_true:
                    true = _either(true, self._told[source] == sign)
                if bit & makes_false:
                    false = _either(false, self._told[source] == sign)
        if true is not None or false is not None:
            implied = np.zeros(len(told), np.int8)
            implied += 0 if true is None else true
            implied -= 0 if false is None else false
            told = np.where(told != 0, told, implied)
        return self._with_office(fact, told)

    def _with_office(self, fact: str, told: Trits) -> Trits:
        if not fact.startswith("holds-"):
            return told
        office = fact.removeprefix("holds-")
        holders = np.array([office in self._compiled.wider_roles(role) for role in self._names.roles])
        return np.where(holders[self._packed.roles], np.int8(1), told)

    def _measure(self, fact: str, bit: int) -> Trits:
        condition, column = self._atoms.measures[fact][bit], self._packed.measures.get(fact, self._never)
        value = condition.value
        number = self._names.platforms[value] if isinstance(value, str) else int(value or 0)
        if condition.comparison is Comparison.BELOW:
            holds = column < number
        elif condition.comparison is Comparison.AT_LEAST:
            holds = column >= number
        else:
            holds = column == number
        return np.where(column == UNKNOWN, 0, np.where(holds, 1, -1)).astype(np.int8)

    def _under_age(self) -> Trits:
        ages = self._packed.measures.get(AGE, self._never)
        platforms = self._packed.measures.get(PLATFORM, self._never)
        minimum = self._atoms.minimum_ages
        table = [minimum.get(name, minimum.get("other", UNKNOWN)) for name in self._names.platforms]
        limits = np.array([*table, minimum.get("other", UNKNOWN)], np.int32)
        limit = limits[np.where(platforms == UNKNOWN, 0, platforms)]
        is_known = (ages != UNKNOWN) & (platforms != UNKNOWN) & (limit != UNKNOWN)
        return np.where(is_known, np.where(ages < limit, 1, -1), 0).astype(np.int8)

    def _gate(self, gate: Gate) -> None:
        late = np.zeros(len(self._unknown), np.bool_)
        groups = [self._group(group, late) for group in gate.groups]
        self._values[gate.bit] = reduce(np.minimum, groups)
        self._values[gate.late] = late.astype(np.int8)

    def _group(self, choices: Iterable[Choice], late: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Trits:
        """The best of several choices; marks in `late` where one failed only for coming too late."""
        found = []
        for choice in choices:
            need = self._all(choice.need)
            if choice.prior:
                failed = self.value(choice.prior) == -1
                late |= failed & (need == 1)
                need = np.where(failed, np.int8(-1), need)
            found.append(need)
        return _any(found)

    def _all(self, bits: int) -> Trits:
        found = []
        while bits:
            bit = bits & -bits
            found.append(self.value(bit))
            bits ^= bit
        return reduce(np.minimum, found)


def _any(values: list[Trits]) -> Trits:
    return reduce(np.maximum, values)


def _either(
    one: np.ndarray[tuple[int], np.dtype[np.bool_]] | None, other: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return other if one is None else one | other
