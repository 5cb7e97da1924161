"""The parts of a ruling, each worked out when somebody reads it."""

from typing import TYPE_CHECKING

from belisha.rules.judging.evaluation import Evaluation, FactState, decide
from belisha.rules.judging.explanations import grounds, note, of_others, stricter, tried
from belisha.rules.judging.fact_bits import PLATFORM, UNDER_AGE
from belisha.rules.judging.follow_up_questions import follow_up_questions
from belisha.rules.judging.obligations import duties
from belisha.rules.judging.plans import ClausePlan
from belisha.rules.judging.ranks import DISCOURAGED, SILENT, VERDICTS
from belisha.rules.judging.remedies import TOWARDS, ask_first, open_condition, remote_case, way_out
from belisha.rules.language.clauses import Clause, PlatformFact
from belisha.rules.ruling import (
    FactValue,
    FollowUpQuestion,
    Ground,
    Obligation,
    OpenCondition,
    TriedException,
    Verdict,
)
from belisha.rules.vocabulary.words import OTHER

if TYPE_CHECKING:
    from belisha.rules.judging.compiled_policy import CompiledPolicy

# The action of the vocabulary that stands for doing what no clause speaks of.
OUTSIDE = "act-outside-policy"


class LazyParts:
    """What a ruling was made from: the facts that count, what follows, and each clause's outcome."""

    __slots__ = ("_compiled", "_evaluation", "_facts", "_plan", "_state", "_towards")

    def __init__(
        self,
        compiled: "CompiledPolicy",
        plan: ClausePlan,
        towards: str | None,
        facts: dict[str, FactValue],
        state: FactState,
        evaluation: Evaluation,
    ) -> None:
        self._compiled, self._plan, self._towards = compiled, plan, towards
        self._facts, self._state, self._evaluation = facts, state, evaluation

    def deciding_ids(self) -> tuple[str, ...]:
        """Return the ids of the clauses that decide."""
        return self._evaluation.deciding

    def grounds(self) -> tuple[Ground, ...]:
        """Return the clauses that speak, the deciding ones first."""
        it = self._compiled
        informing = (*self._plan.informing, *self._ages_used())
        found = grounds(self._evaluation, informing, self._state, it.vocabulary, it.fact_bits)
        said = {ground.clause for ground in found}
        more = self._more_grounds()
        return (*found, *(ground for ground in more if ground.clause not in said))

    def _more_grounds(self) -> tuple[Ground, ...]:
        """Return stricter bans on a part and what is said of others, which no fact changes."""
        rank, kept = self._evaluation.rank, self._plan.more_grounds
        if rank not in kept:
            others = of_others(self._plan, self._compiled) if rank == SILENT else ()
            kept[rank] = (*stricter(self._plan, self._compiled, rank), *others)
        return kept[rank]

    def tried(self) -> tuple[TriedException, ...]:
        """Return the exceptions that were tried."""
        return tried(self._evaluation, self._state, self._compiled.vocabulary, self._compiled.fact_bits)

    def asks(self) -> tuple[FollowUpQuestion, ...]:
        """Return the questions whose answers would change the ruling."""
        it = self._compiled
        facts = dict(self._facts)
        return follow_up_questions(
            self._evaluation, self._state, facts, it.fact_bits, it.vocabulary, self._rejudge
        )

    def duties(self) -> tuple[Obligation, ...]:
        """Return what the situation sets off."""
        plan, evaluation = self._plan, self._evaluation
        found: tuple[Obligation, ...] = ()
        if plan.sets_off:
            after = plan.after(self._towards)
            found = duties(
                evaluation, after, self._state, self._compiled.vocabulary, self._compiled.fact_bits
            )
        return (*found, *self._outside()) if evaluation.rank == SILENT else found

    def way_out(self) -> str:
        """Return how a ban can be lifted."""
        if self._evaluation.rank < DISCOURAGED:
            return ""
        it = self._compiled
        roles = it.wider_roles(self._plan.role)
        return way_out(self._evaluation, self._state, it.vocabulary, it.fact_bits, roles)

    def note(self) -> str:
        """Return how "should" binds, where that decides."""
        return note(self._evaluation, self._compiled.wider_roles(self._plan.role))

    def condition(self) -> OpenCondition | None:
        """Return the condition of an answer that only clauses with open circumstances give."""
        if not self._evaluation.is_conditional:
            return None
        return open_condition(self._evaluation, self._state, self._compiled.vocabulary)

    def ask_first(self) -> tuple[str, ...]:
        """Return whom to ask, and in which form, for each ban that leave can lift."""
        return ask_first(self._evaluation, self._state, self._compiled.vocabulary, self._compiled.fact_bits)

    def remote_case(self) -> str:
        """Return the unusual circumstance in which alone leave can be asked for."""
        it = self._compiled
        return remote_case(self._evaluation, self._state, it.vocabulary, it.fact_bits)

    def _rejudge(self, fact: str, value: FactValue) -> Verdict:
        """Return the verdict with one more fact, or another party."""
        plan = self._plan
        if fact == TOWARDS:
            state = self._compiled.state(plan, self._facts, str(value))
            return VERDICTS[decide(plan.matches(str(value)), state).rank]
        state = self._compiled.state(plan, {**self._facts, fact: value}, self._towards)
        return VERDICTS[decide(plan.matches(self._towards), state).rank]

    def _outside(self) -> tuple[Obligation, ...]:
        """Return what is asked of those who act where the policy is silent (G56b: tell the headteacher)."""
        it = self._compiled
        if self._plan.action == OUTSIDE or OUTSIDE not in it.vocabulary.actions:
            return ()
        outside = it.plan(self._plan.role, OUTSIDE)
        return duties(
            self._evaluation, outside.after(None), it.state(outside, {}), it.vocabulary, it.fact_bits
        )

    def _ages_used(self) -> tuple[Clause, ...]:
        """Return the clauses that say what the platform's minimum age is, where that was looked at."""
        it, facts = self._compiled, self._facts
        under_age = it.fact_bits.facts.get(UNDER_AGE, 0)
        if not under_age or UNDER_AGE in facts or it.fact_bits.under_age(facts) is None:
            return ()
        if not any(each.match.compiled_clause.bits & under_age for each in self._evaluation.outcomes):
            return ()
        named = facts[PLATFORM] if facts[PLATFORM] in it.fact_bits.minimum_ages else OTHER
        platforms = (each for each in it.clauses if isinstance(each, PlatformFact))
        return tuple(each for each in platforms if each.minimum_age is not None and named in each.platforms)
