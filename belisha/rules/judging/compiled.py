"""A policy made ready to judge by."""

from functools import lru_cache

from belisha.rules.clauses import Clause, Definition, Note, Office, PlatformFact, Procedure
from belisha.rules.judging import faults
from belisha.rules.judging.asks import TOWARDS, asks
from belisha.rules.judging.atoms import OTHER, PLATFORM, UNDER_AGE, Atoms
from belisha.rules.judging.closures import Closures
from belisha.rules.judging.duties import duties
from belisha.rules.judging.grounds import grounds, note, tried
from belisha.rules.judging.plans import Book, Plan, about
from belisha.rules.judging.ranks import SILENT, VERDICTS
from belisha.rules.judging.speakers import speakers
from belisha.rules.judging.way_out import way_out
from belisha.rules.judging.weighing import Decision, State, decide
from belisha.rules.policy import Policy
from belisha.rules.ruling import Due, FactValue, Ruling, Situation, Verdict
from belisha.rules.words import Vocabulary

REMEMBERED = 8192
# The action of the vocabulary that stands for doing what no clause speaks of.
OUTSIDE = "act-outside-policy"

Values = tuple[FactValue | None, ...]


class CompiledPolicy:
    """One policy, with the clauses that are in force, ready to judge by. Nothing in it changes."""

    def __init__(self, policy: Policy, vocabulary: Vocabulary, clauses: tuple[Clause, ...]) -> None:
        self.policy, self.vocabulary, self.clauses = policy, vocabulary, clauses
        self.closures = Closures(vocabulary, (each for each in clauses if isinstance(each, Definition)))
        self.atoms = Atoms(vocabulary, (each for each in clauses if isinstance(each, PlatformFact)))
        self.speakers = speakers(clauses, self.atoms, vocabulary)
        self.atoms.seal()
        self.book = Book(self.closures, self.atoms, self.speakers, clauses, policy.control.should_binds)
        self.unusual = 0
        for fact in vocabulary.facts.values():
            self.unusual |= self.atoms.facts.get(fact.id, 0) if fact.unusual else 0
        self._plans: dict[tuple[str, str], Plan] = {}
        self._ruling = lru_cache(maxsize=REMEMBERED)(self._make)

    def judge(self, situation: Situation) -> Ruling:
        """The ruling on a situation. Raises SituationError for a word that the vocabulary does not hold."""
        plan = self._plans.get((situation.role, situation.action))
        if plan is None:
            plan = self.plan(situation.role, situation.action)
        return self._ruling(plan, situation.towards, tuple(map(situation.facts.get, plan.inputs)))

    def decide(self, situation: Situation) -> Decision:
        """Only the verdict and the clauses that decide it, without words, and not kept."""
        plan = self.plan(situation.role, situation.action)
        facts = {fact: value for fact, value in situation.facts.items() if fact in plan.inputs}
        return decide(plan.matches(situation.towards), self.state(plan, facts))

    def plan(self, role: str, action: str) -> Plan:
        """The clauses that speak to a role and an action."""
        known = self._plans.get((role, action))
        if known is None:
            if role not in self.vocabulary.roles:
                raise faults.unknown("role", role, self.vocabulary.roles)
            if action not in self.vocabulary.actions:
                raise faults.unknown("action", action, self.vocabulary.actions)
            known = self._plans[role, action] = Plan(role, action, self.book)
        return known

    def state(self, plan: Plan, facts: dict[str, FactValue]) -> State:
        """What follows from these facts, for the clauses of a plan."""
        true, false = self.atoms.derive(facts, plan.bits, plan.held)
        return State(true, false, self.unusual & ~(true | false))

    def _make(self, plan: Plan, towards: str | None, values: Values) -> Ruling:
        if towards is not None and not self._is_somebody(towards):
            raise faults.unknown("role or party", towards, (*self.vocabulary.roles, *self.vocabulary.parties))
        facts = {fact: value for fact, value in zip(plan.inputs, values, strict=True) if value is not None}
        state = self.state(plan, facts)
        decision = decide(plan.matches(towards), state)

        def rejudge(fact: str, value: FactValue) -> Verdict:
            if fact == TOWARDS:
                return VERDICTS[decide(plan.matches(str(value)), state).rank]
            return VERDICTS[decide(plan.matches(towards), self.state(plan, {**facts, fact: value})).rank]

        words, atoms, control = self.vocabulary, self.atoms, self.policy.control
        informing = (*plan.informing, *self._ages_used(decision, facts))
        return Ruling(
            verdict=VERDICTS[decision.rank],
            grounds=grounds(decision, informing, state, words, atoms),
            tried=tried(decision, state, words, atoms),
            asks=asks(decision, state, facts, atoms, words, rejudge),
            duties=(*duties(decision, plan.after(towards), state, words), *self._outside(plan, decision)),
            way_out=way_out(decision, state, words, atoms),
            note=note(decision, self.closures.wider_roles(plan.role)),
            ask_whom=control.ask_whom if decision.rank == SILENT else (),
        )

    def _outside(self, plan: Plan, decision: Decision) -> tuple[Due, ...]:
        """What the policy asks of whoever acts where it says nothing (G56b: tell the headteacher why)."""
        if decision.rank != SILENT or plan.action == OUTSIDE or OUTSIDE not in self.vocabulary.actions:
            return ()
        outside = self.plan(plan.role, OUTSIDE)
        return duties(decision, outside.after(None), self.state(outside, {}), self.vocabulary)

    def _is_somebody(self, word: str) -> bool:
        return word in self.vocabulary.roles or word in self.vocabulary.parties

    def _ages_used(self, decision: Decision, facts: dict[str, FactValue]) -> tuple[Clause, ...]:
        """The clauses that say what the platform's minimum age is, where that was looked at."""
        under_age = self.atoms.facts.get(UNDER_AGE, 0)
        if not under_age or UNDER_AGE in facts or self.atoms.under_age(facts) is None:
            return ()
        if not any(each.match.speaker.bits & under_age for each in decision.weighed):
            return ()
        named = facts[PLATFORM] if facts[PLATFORM] in self.atoms.minimum_ages else OTHER
        platforms = (each for each in self.clauses if isinstance(each, PlatformFact))
        return tuple(each for each in platforms if each.minimum_age is not None and named in each.platforms)

    def wider_roles(self, role: str) -> frozenset[str]:
        """The role and all that it lies within, as this policy defines them."""
        return self.closures.wider_roles(role)

    def wider_actions(self, action: str) -> frozenset[str]:
        """The action and all that it lies within."""
        return self.closures.wider_actions(action)

    def speaks(self, role: str) -> tuple[Clause, ...]:
        """The clauses that concern a role, in the file's order: "the policy for me".

        Rules that bind it, also from the other side of a mutual action; its offices, also those that it
        stands in for; notes for it; and procedures with a step that it takes.
        """
        roles = self.wider_roles(role)
        binding = {
            each.clause.id
            for each in self.speakers
            if each.who & roles or _turned(each.mutual, each.towards, roles)
        }
        return tuple(
            clause for clause in self.clauses if clause.id in binding or _concerns(clause, roles, binding)
        )

    def actions_of(self, role: str) -> tuple[str, ...]:
        """The actions that clauses rule on for a role, in the file's order."""
        roles = self.wider_roles(role)
        return tuple(
            dict.fromkeys(
                each.action
                for each in self.speakers
                if each.who & roles or _turned(each.mutual, each.towards, roles)
            )
        )

    def clauses_about(self, action: str) -> tuple[Clause, ...]:
        """Every clause that rules on an action, is set off by it, or bears on it, in the file's order."""
        wider = self.wider_actions(action)
        ruling = {each.clause.id for each in self.speakers if each.action in wider or each.on & wider}
        return tuple(
            clause
            for clause in self.clauses
            if clause.id in ruling or self.closures.bears_on(about(clause), action)
        )


def _turned(is_mutual: bool, towards: frozenset[str], roles: frozenset[str]) -> bool:
    return is_mutual and bool(towards & roles)


def _concerns(clause: Clause, roles: frozenset[str], binding: set[str]) -> bool:
    if isinstance(clause, Note):
        return bool(roles & set(clause.audience))
    if isinstance(clause, Office):
        return bool(roles & set(clause.in_absence))
    return isinstance(clause, Procedure) and bool(binding & set(clause.steps))
