"""What follows from packed facts, for all rows at once: 1 true, -1 false, 0 not known."""

from collections.abc import Callable, Iterable, Mapping
from functools import reduce

import numpy as np

from belisha.rules.judging.compiled_clause import CompiledExemption, ConditionLine
from belisha.rules.judging.compiled_policy import CompiledPolicy
from belisha.rules.judging.fact_bits import (
    AGE,
    PLATFORM,
    UNDER_AGE,
    GrantAlternative,
    GrantCondition,
    Literal,
)
from belisha.rules.judging.packing import UNKNOWN, Codes, Packed, Trits, names_of
from belisha.rules.judging.sides import tables_of
from belisha.rules.language.clauses import Comparator

Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]

COLUMN_COMPARES: Mapping[Comparator, Callable[[Codes, int], Flags]] = {
    Comparator.BELOW: lambda column, number: column < number,
    Comparator.AT_MOST: lambda column, number: column <= number,
    Comparator.AT_LEAST: lambda column, number: column >= number,
    Comparator.ABOVE: lambda column, number: column > number,
    Comparator.EXACTLY: lambda column, number: column == number,
    Comparator.BETWEEN: lambda column, number: column >= number,
    Comparator.IS: lambda column, number: column == number,
}


class Columns:
    """The value of every circumstance in every row, worked out where it is asked for and kept."""

    def __init__(self, compiled: CompiledPolicy, packed: Packed) -> None:
        self._compiled, self._fact_bits, self._packed = compiled, compiled.fact_bits, packed
        self._names = names_of(compiled)
        self._unknown: Trits = np.zeros(len(packed), np.int8)
        self._never: Codes = np.full(len(packed), UNKNOWN, np.int32)
        self._values: dict[int, Trits] = {}
        self._late: dict[int, Trits] = {}
        self._told: dict[str, Trits] = dict(packed.truths)
        if UNDER_AGE in self._fact_bits.facts:
            told = self._told.get(UNDER_AGE, self._unknown)
            self._told[UNDER_AGE] = np.where(told != 0, told, self._under_age()).astype(np.int8)
        self._fact_of = {bit: fact for fact, bit in self._fact_bits.facts.items()}
        self._gate_of = {gate.bit: gate for gate in self._fact_bits.gates.values()}
        self._gate_of_late = {gate.late: gate for gate in self._fact_bits.gates.values()}
        self._speaking_of = {bit: clause for clause, bit in self._fact_bits.speaking.items()}
        self._measure_of = {bit: fact for fact, known in self._fact_bits.measures.items() for bit in known}

    def value(self, bit: int) -> Trits:
        """Return the value of one circumstance."""
        if bit not in self._values:
            if bit in self._fact_of:
                self._values[bit] = self._fact(self._fact_of[bit], bit)
            elif bit in self._measure_of:
                self._values[bit] = self._measure(self._measure_of[bit], bit)
            elif bit in self._speaking_of:
                self._values[bit] = self._speaks(self._speaking_of[bit])
            else:
                self._gate(self._gate_of.get(bit) or self._gate_of_late[bit])
        return self._values[bit]

    def met(self, lines: Iterable[ConditionLine], rows: slice) -> Trits:
        """Return whether the `when` lines of a clause hold."""
        found = [_any([self._taken(literal, rows) for literal in line.literals]) for line in lines]
        return reduce(np.minimum, found, np.ones(rows.stop - rows.start, np.int8))

    def way(self, way: CompiledExemption, rows: slice) -> Trits:
        """Return whether an `unless` line holds."""
        return reduce(np.minimum, [self._for_exception(literal, rows) for literal in way.literals])

    def leave(self, way: CompiledExemption, rows: slice) -> Trits:
        """Return whether all the leave that a way asks for is given; 1 where it asks for none."""
        found = [self.value(gate.bit)[rows] for gate in way.gates if gate.bit & way.leave]
        return reduce(np.minimum, found, np.ones(rows.stop - rows.start, np.int8))

    def any_true(self, bits: int, rows: slice) -> Flags:
        """Return whether one of these circumstances is known to hold."""
        found = np.zeros(rows.stop - rows.start, np.bool_)
        while bits:
            bit = bits & -bits
            found |= self.value(bit)[rows] == 1
            bits ^= bit
        return found

    def any_taken(self, bits: int, rows: slice) -> Flags:
        """Return whether one of these circumstances is unusual and not known, so taken not to hold."""
        found = np.zeros(rows.stop - rows.start, np.bool_)
        bits &= self._compiled.unusual
        while bits:
            bit = bits & -bits
            found |= self.value(bit)[rows] == 0
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
        for source, (denied, affirmed) in self._fact_bits.follows.items():
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
        condition, column = self._fact_bits.measures[fact][bit], self._packed.measures.get(fact, self._never)
        value = condition.value
        number = self._names.platforms[value] if isinstance(value, str) else int(value or 0)
        holds = COLUMN_COMPARES[condition.comparison or Comparator.IS](column, number)
        if condition.upper is not None:
            holds = holds & (column <= condition.upper)
        return np.where(column == UNKNOWN, 0, np.where(holds, 1, -1)).astype(np.int8)

    def _speaks(self, clause: str) -> Trits:
        """Return whether an overriding clause speaks of each row's role, action and party."""
        tables, found = tables_of(self._compiled), np.full(len(self._packed), -1, np.int8)
        towards = np.where(self._packed.towards < 0, tables.width - 1, self._packed.towards)
        cells = self._packed.roles.astype(np.intp) * tables.width + towards
        for each in self._compiled.compiled_clauses:
            if each.clause.id == clause:
                wider = self._compiled.wider_actions
                within = np.array([each.action in wider(action) for action in self._names.actions])
                state = tables.of(each)[0][cells].astype(np.int8) - 1
                spoken = np.where(within[self._packed.actions], state, -1).astype(np.int8)
                np.maximum(found, spoken, out=found)
        return found

    def _under_age(self) -> Trits:
        ages = self._packed.measures.get(AGE, self._never)
        platforms = self._packed.measures.get(PLATFORM, self._never)
        minimum = self._fact_bits.minimum_ages
        table = [minimum.get(name, minimum.get("other", UNKNOWN)) for name in self._names.platforms]
        limits = np.array([*table, minimum.get("other", UNKNOWN)], np.int32)
        limit = limits[np.where(platforms == UNKNOWN, 0, platforms)]
        is_known = (ages != UNKNOWN) & (platforms != UNKNOWN) & (limit != UNKNOWN)
        return np.where(is_known, np.where(ages < limit, 1, -1), 0).astype(np.int8)

    def _gate(self, gate: GrantCondition) -> None:
        late = np.zeros(len(self._unknown), np.bool_)
        groups = [self._group(group, late) for group in gate.groups]
        self._values[gate.bit] = reduce(np.minimum, groups)
        self._values[gate.late] = late.astype(np.int8)

    def _group(self, choices: Iterable[GrantAlternative], late: Flags) -> Trits:
        """Return the best of several choices; marks in `late` where one failed only for coming too late."""
        found = []
        for choice in choices:
            need = self._all(choice.need)
            if choice.prior:
                prior = self.value(choice.prior)
                late |= (prior == -1) & (need == 1)
                need = np.minimum(need, prior)
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


def _either(one: Flags | None, other: Flags) -> Flags:
    return other if one is None else one | other
