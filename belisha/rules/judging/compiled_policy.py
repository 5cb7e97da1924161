"""A policy made ready to judge by."""

from functools import lru_cache

from belisha.rules.errors import unknown_word
from belisha.rules.judging.compiled_clause import CompiledClause, compiled_clauses
from belisha.rules.judging.evaluation import Evaluation, FactState, decide
from belisha.rules.judging.fact_bits import FactBits
from belisha.rules.judging.hierarchies import Hierarchies
from belisha.rules.judging.lazy_parts import LazyParts
from belisha.rules.judging.plans import Book, ClausePlan, about
from belisha.rules.judging.ranks import SILENT, VERDICTS
from belisha.rules.language.clauses import Clause, Definition, Note, Office, PlatformFact, Procedure
from belisha.rules.language.policy import Policy
from belisha.rules.ruling import FactValue, Ruling, Situation, Verdict
from belisha.rules.vocabulary.packs import with_packs
from belisha.rules.vocabulary.words import Vocabulary

REMEMBERED = 8192
Values = tuple[FactValue | None, ...]


class CompiledPolicy:
    """One policy, with the clauses that are in force, ready to judge by. Nothing in it changes."""

    def __init__(self, policy: Policy, vocabulary: Vocabulary, clauses: tuple[Clause, ...]) -> None:
        vocabulary = with_packs(vocabulary, policy)
        self.policy, self.vocabulary, self.clauses = policy, vocabulary, clauses
        self.hierarchies = Hierarchies(vocabulary, (each for each in clauses if isinstance(each, Definition)))
        self.fact_bits = FactBits(vocabulary, (each for each in clauses if isinstance(each, PlatformFact)))
        self.compiled_clauses = compiled_clauses(clauses, self.fact_bits, vocabulary)
        self.fact_bits.seal()
        self.book = Book(
            self.hierarchies, self.fact_bits, self.compiled_clauses, clauses, policy.control.should_binds
        )
        self.unusual = 0
        for fact in vocabulary.facts.values():
            self.unusual |= self.fact_bits.facts.get(fact.id, 0) if fact.unusual else 0
        self._plans: dict[tuple[str, str], ClausePlan] = {}
        self._ruling = lru_cache(maxsize=REMEMBERED)(self._make)

    def judge(self, situation: Situation) -> Ruling:
        """Return the ruling on a situation. Raise SituationError for an unknown word."""
        plan = self._plans.get((situation.role, situation.action))
        if plan is None:
            plan = self.plan(situation.role, situation.action)
        return self._ruling(plan, situation.towards, tuple(map(situation.facts.get, plan.inputs)))

    def decide(self, situation: Situation) -> Evaluation:
        """Return only the verdict and the clauses that decide it, without words, and not kept."""
        plan = self.plan(situation.role, situation.action)
        facts = {fact: value for fact, value in situation.facts.items() if fact in plan.inputs}
        return decide(plan.matches(situation.towards), self.state(plan, facts, situation.towards))

    def plan(self, role: str, action: str) -> ClausePlan:
        """Return the clauses that speak to a role and an action."""
        known = self._plans.get((role, action))
        if known is None:
            if role not in self.vocabulary.roles:
                raise unknown_word("role", role, self.vocabulary.roles)
            if action not in self.vocabulary.actions:
                raise unknown_word("action", action, self.vocabulary.actions)
            known = self._plans[role, action] = ClausePlan(role, action, self.book)
            known.matches(None)
        return known

    def state(self, plan: ClausePlan, facts: dict[str, FactValue], towards: str | None = None) -> FactState:
        """Return what follows from these facts, for the clauses of a plan and the other party."""
        true, false = self.fact_bits.derive(facts, plan.bits, plan.held)
        if plan.is_overridden:
            speaking, not_speaking = plan.fits(towards)
            true, false = true | speaking, false | not_speaking
        return FactState(true, false, self.unusual & ~(true | false))

    def _make(self, plan: ClausePlan, towards: str | None, values: Values) -> Ruling:
        if towards is not None and not self._is_somebody(towards):
            raise unknown_word("role or party", towards, (*self.vocabulary.roles, *self.vocabulary.parties))
        facts = {fact: value for fact, value in zip(plan.inputs, values, strict=True) if value is not None}
        state = self.state(plan, facts, towards)
        evaluation = decide(plan.matches(towards), state)
        parts = LazyParts(self, plan, towards, facts, state, evaluation)
        if evaluation.rank == SILENT:
            return Ruling(Verdict.SILENT, parts, ask_whom=self.policy.control.ask_whom)
        return Ruling(VERDICTS[evaluation.rank], parts)

    def _is_somebody(self, word: str) -> bool:
        return word in self.vocabulary.roles or word in self.vocabulary.parties

    def wider_roles(self, role: str) -> frozenset[str]:
        """Return the role and all that it lies within, as this policy defines them."""
        return self.hierarchies.wider_roles(role)

    def wider_actions(self, action: str) -> frozenset[str]:
        """Return the action and all that it lies within."""
        return self.hierarchies.wider_actions(action)

    def speaks(self, role: str) -> tuple[Clause, ...]:
        """Return the clauses that concern a role, in the file's order: "the policy for me".

        Rules that bind it, also from the other side of a mutual action; its offices, also those that it
        stands in for; notes for it; and procedures with a step that it takes or in which it decides.
        """
        roles = self.wider_roles(role)
        binding = {
            each.clause.id for each in self.compiled_clauses if each.binds(roles) or _turned(each, roles)
        }
        return tuple(
            clause for clause in self.clauses if clause.id in binding or _concerns(clause, roles, binding)
        )

    def actions_of(self, role: str) -> tuple[str, ...]:
        """Return the actions that clauses rule on for a role, in the file's order."""
        roles = self.wider_roles(role)
        return tuple(
            dict.fromkeys(
                each.action for each in self.compiled_clauses if each.binds(roles) or _turned(each, roles)
            )
        )

    def parties_of(self, role: str, action: str) -> tuple[str, ...]:
        """Return those towards whom the clauses on an action tell a role apart, in the file's order."""
        roles, wider = self.wider_roles(role), self.wider_actions(action)
        named = (
            party
            for each in self.compiled_clauses
            if each.action in wider or each.on & wider
            for party in sorted(
                each.towards | each.passed_by | (each.who if each.mutual else frozenset()) - roles
            )
        )
        return tuple(dict.fromkeys(named))

    def clauses_about(self, action: str) -> tuple[Clause, ...]:
        """Return every clause that rules on an action, is set off by it or bears on it, in file order."""
        wider = self.wider_actions(action)
        ruling = {each.clause.id for each in self.compiled_clauses if each.action in wider or each.on & wider}
        return tuple(
            clause
            for clause in self.clauses
            if clause.id in ruling or self.hierarchies.bears_on(about(clause), action)
        )


def _turned(compiled_clause: CompiledClause, roles: frozenset[str]) -> bool:
    return compiled_clause.mutual and bool(compiled_clause.towards) and compiled_clause.is_towards(roles)


def _concerns(clause: Clause, roles: frozenset[str], binding: set[str]) -> bool:
    if isinstance(clause, Note):
        return bool(roles & set(clause.audience))
    if isinstance(clause, Office):
        return bool(roles & {*clause.in_absence, *clause.jointly_with})
    if isinstance(clause, Procedure):
        return bool(binding & set(clause.steps) or roles & set(clause.decided_by))
    return False
