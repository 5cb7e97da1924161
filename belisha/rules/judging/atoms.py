"""Circumstances as bits: what a policy's clauses turn on, and what follows from a known fact.

A state is two integers: the bits of what is known to be true and of what is known to be false. What is
in neither is not known.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from belisha.rules import grants
from belisha.rules.clauses import Comparison, Condition, Grant, GrantKind, PlatformFact
from belisha.rules.judging.faults import wrong_value
from belisha.rules.judging.implications import Implications
from belisha.rules.ruling import FactValue
from belisha.rules.words import FactKind, Vocabulary

AGE, PLATFORM, UNDER_AGE, OTHER = "age", "platform", "under-age", "other"

COMPARES: dict[Comparison, Callable[[FactValue, int | str], bool]] = {
    Comparison.BELOW: lambda known, value: int(known) < int(value),
    Comparison.AT_LEAST: lambda known, value: int(known) >= int(value),
    Comparison.IS: lambda known, value: known == value,
}


@dataclass(frozen=True, slots=True)
class Literal:
    """A circumstance, or its contrary."""

    bit: int
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several who may give something: the bits that must be true, and the bit of `prior`."""

    need: int
    prior: int = 0


@dataclass(frozen=True, slots=True)
class Gate:
    """A grant: in every group one choice must hold. `late` is set where only `prior` is missing."""

    bit: int
    late: int
    grant: Grant
    groups: tuple[tuple[Choice, ...], ...]

    @property
    def keys(self) -> int:
        """The bits of the facts that it turns on."""
        bits = 0
        for group in self.groups:
            for choice in group:
                bits |= choice.need | choice.prior
        return bits


class Atoms:
    """Numbers the circumstances of one policy. All clauses are put in before anything is derived."""

    def __init__(self, vocabulary: Vocabulary, platforms: Iterable[PlatformFact]) -> None:
        self._vocabulary = vocabulary
        self._next = 1
        self.facts: dict[str, int] = {}
        self.measures: dict[str, dict[int, Condition]] = {}
        self.gates: dict[Grant, Gate] = {}
        self.minimum_ages: dict[str, int] = {}
        self.follows: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {}
        for clause in platforms:
            if clause.minimum_age is not None:
                for platform in clause.platforms:
                    known = self.minimum_ages.get(platform, 0)
                    self.minimum_ages[platform] = max(known, clause.minimum_age)

    def condition(self, condition: Condition) -> Literal:
        """The literal of a condition."""
        if condition.comparison is None:
            return Literal(self.fact(condition.fact), condition.negated)
        plain = Condition(condition.fact, False, condition.comparison, condition.value)
        known = self.measures.setdefault(condition.fact, {})
        bit = next((bit for bit, other in known.items() if other == plain), 0) or self._new()
        known[bit] = plain
        return Literal(bit, condition.negated)

    def grant(self, grant: Grant) -> Gate:
        """The gate of a grant."""
        if grant not in self.gates:
            choices = tuple(self._choice(grant, who) for who in grant.of)
            approvals = tuple(Choice(self.fact(grants.permission(who))) for who in grant.approved_by)
            groups = (choices, approvals) if approvals else (choices,)
            self.gates[grant] = Gate(self._new(), self._new(), grant, groups)
        return self.gates[grant]

    def _choice(self, grant: Grant, who: str) -> Choice:
        need = 0
        for form in grants.forms(grant) or ("",):
            need |= self.fact(grants.GrantFact(grant.kind, who, form).key)
        plain = self.fact(grants.GrantFact(grant.kind, who).key)
        prior = self.fact(grants.GrantFact(grant.kind, who, "prior").key) if grant.prior else 0
        return Choice(need or plain, prior)

    def fact(self, fact: str) -> int:
        """The bit of a yes-no fact."""
        if fact not in self.facts:
            self.facts[fact] = self._new()
        return self.facts[fact]

    def _new(self) -> int:
        bit = self._next
        self._next <<= 1
        return bit

    def seal(self) -> None:
        """Work out what follows from each yes-no fact, now that all circumstances are known."""
        known = grants.all_forms(self.facts)
        implications = Implications(self._vocabulary, known)
        for fact in (*known, *self._vocabulary.facts):
            if self.kind(fact) is FactKind.YES_NO:
                denied, affirmed = (self._bits(implications.reach(fact, truth)) for truth in (False, True))
                if any((*denied, *affirmed)):
                    self.follows[fact] = (denied, affirmed)

    def _bits(self, literals: Iterable[tuple[str, bool]]) -> tuple[int, int]:
        true = false = 0
        for fact, truth in literals:
            bit = self.facts.get(fact, 0)
            true |= bit if truth else 0
            false |= 0 if truth else bit
        return true, false

    def kind(self, fact: str) -> FactKind:
        """What sort of value a fact takes; the facts of grants are yes-no facts."""
        known = self._vocabulary.facts.get(fact)
        if known:
            return known.kind
        sample = next(iter(self.measures.get(fact, {}).values()), None)
        if sample is None:
            return FactKind.YES_NO
        return FactKind.PLATFORM if sample.comparison is Comparison.IS else FactKind.NUMBER

    def under_age(self, facts: Mapping[str, FactValue]) -> bool | None:
        """Whether the age is below what this policy says of the platform; None where not known."""
        age, platform = facts.get(AGE), facts.get(PLATFORM)
        if age is None or platform is None:
            return None
        minimum = self.minimum_ages.get(str(platform), self.minimum_ages.get(OTHER))
        return None if minimum is None else int(age) < minimum

    def derive(self, facts: Mapping[str, FactValue], needed: int, held: int = 0) -> tuple[int, int]:
        """The state that follows from these facts: the bits known to be true, those known to be false.

        `needed` says which grants matter; `held` are the bits of the offices that the role holds. What
        is told outright goes before what follows; contrary things that follow leave it not known.
        """
        told = dict(facts)
        if UNDER_AGE in self.facts and UNDER_AGE not in told:
            derived = self.under_age(facts)
            if derived is not None:
                told[UNDER_AGE] = derived
        true = false = told_true = told_false = 0
        for fact, value in told.items():
            if fact in self.follows:
                if value not in (True, False):
                    raise wrong_value(fact, value, "true or false")
                follows_true, follows_false = self.follows[fact][bool(value)]
                true |= follows_true
                false |= follows_false
                own = self.facts.get(fact, 0)
                told_true |= own if value else 0
                told_false |= 0 if value else own
            elif fact in self.measures:
                more_true, more_false = self._measured(fact, value)
                told_true |= more_true
                told_false |= more_false
        told_true, told_false = told_true | held, told_false & ~held
        true, false = true & ~false & ~told_false | told_true, false & ~true & ~told_true | told_false
        return self._gated(true, false, needed)

    def _measured(self, fact: str, value: FactValue) -> tuple[int, int]:
        true = false = 0
        wanted: type = str if self.kind(fact) is FactKind.PLATFORM else int
        if not isinstance(value, wanted) or isinstance(value, bool):
            raise wrong_value(fact, value, "a platform" if wanted is str else "a number")
        for bit, condition in self.measures[fact].items():
            if condition.comparison is None or condition.value is None:
                continue
            if COMPARES[condition.comparison](value, condition.value):
                true |= bit
            else:
                false |= bit
        return true, false

    def _gated(self, true: int, false: int, needed: int) -> tuple[int, int]:
        for gate in self.gates.values():
            if not gate.bit & needed:
                continue
            state, late = _gate_state(gate, true, false)
            true |= (gate.bit if state else 0) | (gate.late if late else 0)
            false |= gate.bit if state is False else 0
        return true, false


def _gate_state(gate: Gate, true: int, false: int) -> tuple[bool | None, bool]:
    holds: bool | None = True
    late = False
    for group in gate.groups:
        given = False
        failed = True
        for choice in group:
            if true & choice.need == choice.need:
                if false & choice.prior:
                    late = True
                    continue
                given = True
            if not false & (choice.need | choice.prior):
                failed = False
        if failed and not given:
            return False, late
        if not given:
            holds = None
    return holds, late


def is_askable(grant: Grant) -> bool:
    """Whether somebody's leave is what is missing: permission, consent, or an approved declaration."""
    return grant.kind in (GrantKind.PERMISSION, GrantKind.CONSENT) or bool(grant.approved_by)
