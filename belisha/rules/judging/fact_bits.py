"""Circumstances as bits: what a policy's clauses turn on, and what follows from a known fact.

A state is two integers: the bits of what is known to be true and of what is known to be false. What is
in neither is not known.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from belisha.rules.errors import wrong_value
from belisha.rules.judging.implications import Implications
from belisha.rules.language import grants
from belisha.rules.language.clauses import Comparator, Condition, Grant, GrantKind, PlatformFact
from belisha.rules.nearest import quoted
from belisha.rules.ruling import FactValue
from belisha.rules.vocabulary.words import OTHER, FactKind, Vocabulary

AGE, PLATFORM, UNDER_AGE = "age", "platform", "under-age"

COMPARES: dict[Comparator, Callable[[FactValue, int | str], bool]] = {
    Comparator.BELOW: lambda known, value: int(known) < int(value),
    Comparator.AT_MOST: lambda known, value: int(known) <= int(value),
    Comparator.AT_LEAST: lambda known, value: int(known) >= int(value),
    Comparator.ABOVE: lambda known, value: int(known) > int(value),
    Comparator.EXACTLY: lambda known, value: int(known) == int(value),
    Comparator.BETWEEN: lambda known, value: int(known) >= int(value),
    Comparator.IS: lambda known, value: known == value,
}


def holds(condition: Condition, known: FactValue) -> bool:
    """Return whether a known value is as a comparison says."""
    if condition.comparison is None or condition.value is None:
        return False
    within = condition.upper is None or int(known) <= condition.upper
    return within and COMPARES[condition.comparison](known, condition.value)


@dataclass(frozen=True, slots=True)
class Literal:
    """A circumstance, or its contrary."""

    bit: int
    negated: bool = False


@dataclass(frozen=True, slots=True)
class GrantAlternative:
    """One of several who may give something: the bits that must be true, and the bit of `prior`.

    Leave that was given, nobody knows when, is no prior leave; nor is it known to be none.
    """

    need: int
    prior: int = 0


@dataclass(frozen=True, slots=True)
class GrantCondition:
    """A grant: in every group one choice must hold. `late` is set where only `prior` is missing."""

    bit: int
    late: int
    grant: Grant
    groups: tuple[tuple[GrantAlternative, ...], ...]

    @property
    def keys(self) -> int:
        """The bits of the facts that it turns on."""
        bits = 0
        for group in self.groups:
            for choice in group:
                bits |= choice.need | choice.prior
        return bits


class FactBits:
    """Numbers the circumstances of one policy. All clauses are put in before anything is derived."""

    def __init__(self, vocabulary: Vocabulary, platforms: Iterable[PlatformFact]) -> None:
        self._vocabulary = vocabulary
        self._unusual = tuple(fact.id for fact in vocabulary.facts.values() if fact.unusual)
        self._next = 1
        self.facts: dict[str, int] = {}
        self.measures: dict[str, dict[int, Condition]] = {}
        self.gates: dict[Grant, GrantCondition] = {}
        self.minimum_ages: dict[str, int] = {}
        # For each rule that overrides others: the bit that says that it speaks of the situation.
        self.speaking: dict[str, int] = {}
        self.follows: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {}
        # The choices that bear on the policy: each with its values.
        self.choices: dict[str, tuple[str, ...]] = {}
        self._needed: dict[int, tuple[GrantCondition, ...]] = {}
        for clause in platforms:
            if clause.minimum_age is not None:
                for platform in clause.platforms:
                    known = self.minimum_ages.get(platform, 0)
                    self.minimum_ages[platform] = max(known, clause.minimum_age)

    def condition(self, condition: Condition) -> Literal:
        """Return the literal of a condition."""
        if condition.comparison is None:
            return Literal(self.fact(condition.fact), condition.negated)
        plain = replace(condition, negated=False)
        known = self.measures.setdefault(condition.fact, {})
        bit = next((bit for bit, other in known.items() if other == plain), 0) or self._new()
        known[bit] = plain
        return Literal(bit, condition.negated)

    def grant(self, grant: Grant) -> GrantCondition:
        """Return the gate of a grant."""
        if grant not in self.gates:
            choices = tuple(self._choice(grant, who) for who in grant.of)
            approvals = tuple(
                GrantAlternative(self.fact(grants.permission(who))) for who in grant.approved_by
            )
            groups = (choices, approvals) if approvals else (choices,)
            self.gates[grant] = GrantCondition(self._new(), self._new(), grant, groups)
        return self.gates[grant]

    def _choice(self, grant: Grant, who: str) -> GrantAlternative:
        need = 0
        for form in grants.forms(grant) or ("",):
            need |= self.fact(grants.GrantFact(grant.kind, who, form).key)
        plain = self.fact(grants.GrantFact(grant.kind, who).key)
        prior = self.fact(grants.GrantFact(grant.kind, who, "prior").key) if grant.prior else 0
        return GrantAlternative(need or plain, prior)

    def fact(self, fact: str) -> int:
        """Return the bit of a yes-no fact."""
        if fact not in self.facts:
            self.facts[fact] = self._new()
        return self.facts[fact]

    def unusual(self) -> int:
        """Return the bits, so far, of circumstances that are taken not to hold until somebody says so."""
        bits = 0
        for fact in self._unusual:
            bits |= self.facts.get(fact, 0)
        return bits

    def speaks(self, clause: str) -> int:
        """Return the bit that says that a clause, by its id, speaks of the role, the action and the party."""
        if clause not in self.speaking:
            self.speaking[clause] = self._new()
        return self.speaking[clause]

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
        for choice in self._vocabulary.choices:
            if not self.follows.keys().isdisjoint(choice.values):
                self.choices[choice.id] = choice.values

    def _bits(self, literals: Iterable[tuple[str, bool]]) -> tuple[int, int]:
        true = false = 0
        for fact, truth in literals:
            bit = self.facts.get(fact, 0)
            true |= bit if truth else 0
            false |= 0 if truth else bit
        return true, false

    def kind(self, fact: str) -> FactKind:
        """Return what sort of value a fact takes; the facts of grants are yes-no facts."""
        known = self._vocabulary.facts.get(fact)
        if known:
            return known.kind
        sample = next(iter(self.measures.get(fact, {}).values()), None)
        if sample is None:
            return FactKind.YES_NO
        return FactKind.PLATFORM if sample.comparison is Comparator.IS else FactKind.NUMBER

    def under_age(self, facts: Mapping[str, FactValue]) -> bool | None:
        """Return whether the age is below what this policy says of the platform; None where not known."""
        age, platform = facts.get(AGE), facts.get(PLATFORM)
        if age is None or platform is None:
            return None
        minimum = self.minimum_ages.get(str(platform), self.minimum_ages.get(OTHER))
        return None if minimum is None else int(age) < minimum

    def derive(self, facts: Mapping[str, FactValue], needed: int, held: int = 0) -> tuple[int, int]:
        """Return the state that follows from these facts: the bits known to be true, those known to be false.

        `needed` says which grants matter; `held` are the bits of the offices that the role holds. What
        is told outright goes before what follows; contrary things that follow leave it not known.
        """
        if self.choices and not self.choices.keys().isdisjoint(facts):
            facts = self.chosen(facts)
        if UNDER_AGE in self.facts and UNDER_AGE not in facts:
            derived = self.under_age(facts)
            if derived is not None:
                facts = {**facts, UNDER_AGE: derived}
        true = false = told_true = told_false = 0
        follows, own = self.follows, self.facts
        for fact, value in facts.items():
            follow = follows.get(fact)
            if follow is not None:
                if value:
                    told_true |= own.get(fact, 0)
                else:
                    told_false |= own.get(fact, 0)
                if value is not True and value is not False:
                    self._check_yes_no(fact, value)
                follows_true, follows_false = follow[1 if value else 0]
                true |= follows_true
                false |= follows_false
            elif fact in self.measures:
                more_true, more_false = self._measured(fact, value)
                told_true |= more_true
                told_false |= more_false
        told_true, told_false = told_true | held, told_false & ~held
        true, false = true & ~false & ~told_false | told_true, false & ~true & ~told_true | told_false
        return self._gated(true, false, needed) if self.gates else (true, false)

    def chosen(self, facts: Mapping[str, FactValue]) -> dict[str, FactValue]:
        """Return the facts with every choice as its values: one holds and the others do not.

        What is said of a value itself goes before. Raise SituationError for what is none of the values.
        """
        found: dict[str, FactValue] = {}
        for fact, value in facts.items():
            values = self.choices.get(fact)
            if values is None:
                continue
            if value != OTHER and value not in values:
                raise wrong_value(fact, value, quoted((*values, OTHER)))
            found |= {value: True} if value != OTHER else dict.fromkeys(values, False)
        return {**found, **{fact: value for fact, value in facts.items() if fact not in self.choices}}

    def _check_yes_no(self, fact: str, value: FactValue) -> None:
        if value not in (True, False):
            raise wrong_value(fact, value, "true or false")

    def _measured(self, fact: str, value: FactValue) -> tuple[int, int]:
        true = false = 0
        wanted: type = str if self.kind(fact) is FactKind.PLATFORM else int
        if not isinstance(value, wanted) or isinstance(value, bool):
            raise wrong_value(fact, value, "a platform" if wanted is str else "a number")
        for bit, condition in self.measures[fact].items():
            if holds(condition, value):
                true |= bit
            else:
                false |= bit
        return true, false

    def _gated(self, true: int, false: int, needed: int) -> tuple[int, int]:
        gates = self._needed.get(needed)
        if gates is None:
            gates = self._needed[needed] = tuple(gate for gate in self.gates.values() if gate.bit & needed)
        for gate in gates:
            state, late = _gate_state(gate, true, false)
            true |= (gate.bit if state else 0) | (gate.late if late else 0)
            false |= gate.bit if state is False else 0
        return true, false


def _gate_state(gate: GrantCondition, true: int, false: int) -> tuple[bool | None, bool]:
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
                given = given or true & choice.prior == choice.prior
            if not false & (choice.need | choice.prior):
                failed = False
        if failed and not given:
            return False, late
        if not given:
            holds = None
    return holds, late


def is_askable(grant: Grant) -> bool:
    """Return whether somebody's leave is what is missing: permission, consent, or an approved declaration."""
    given = (GrantKind.PERMISSION, GrantKind.CONSENT, GrantKind.AGREEMENT)
    return grant.kind in given or bool(grant.approved_by)
