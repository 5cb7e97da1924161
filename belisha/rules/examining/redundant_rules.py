"""Rules that never decide an answer: in every situation they do not apply, or something stronger does."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from belisha.rules.examining.reports import RedundantClause
from belisha.rules.judging.compiled_clause import CompiledClause
from belisha.rules.judging.compiled_policy import CompiledPolicy
from belisha.rules.judging.evaluation import FactState
from belisha.rules.judging.overlaps import Overlap, overlaps
from belisha.rules.judging.plans import Match
from belisha.rules.judging.satisfiability import Worlds, all_of, applies, contrary
from belisha.rules.language.clauses import Office, Rule
from belisha.rules.wording.grammar import and_list


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """What becomes of a rule for one sort of people: can it apply, can it decide, and what is stronger."""

    applies: bool
    decides: bool
    stronger: tuple[CompiledClause, ...] = ()


def redundant_rules(compiled: CompiledPolicy) -> Iterator[RedundantClause]:
    """Yield every rule and office that decides in no situation, in the file's order."""
    for compiled_clause in compiled.compiled_clauses:
        if not isinstance(compiled_clause.clause, Rule | Office):
            continue
        outcomes = []
        for meeting in overlaps(compiled, (compiled_clause,), _near(compiled, compiled_clause)):
            outcomes.append(_outcome(compiled, compiled_clause, meeting))
            if outcomes[-1].decides:
                break
        else:
            yield _idle(compiled_clause, outcomes)


def _near(compiled: CompiledPolicy, compiled_clause: CompiledClause) -> list[CompiledClause]:
    """Return the other clauses about the same action or a wider one: what may outweigh this one."""
    wider = compiled.wider_actions(compiled_clause.action)
    return [
        each for each in compiled.compiled_clauses if each is not compiled_clause and each.action in wider
    ]


def _outcome(compiled: CompiledPolicy, compiled_clause: CompiledClause, meeting: Overlap) -> RuleOutcome:
    matches = compiled.plan(meeting.role, compiled_clause.action).matches(meeting.towards)
    own = next((each for each in matches if each.compiled_clause is compiled_clause), None)
    if own is None or not own.sure:
        return RuleOutcome(applies=False, decides=False)
    stronger = tuple(each.compiled_clause for each in matches if each.sure and _outranks(each, own))
    fits = compiled.book.fits(meeting.role, compiled_clause.action, meeting.towards)
    worlds = Worlds(compiled.fact_bits, (compiled_clause, *stronger), meeting.held, fits)
    if worlds.find(partial(_alone, compiled_clause, stronger)) is not None:
        return RuleOutcome(applies=True, decides=True)
    can = worlds.find(partial(_alone, compiled_clause, ())) is not None
    return RuleOutcome(can, decides=False, stronger=stronger if can else ())


def _outranks(other: Match, own: Match) -> bool:
    return other.rank > own.rank


def _alone(
    compiled_clause: CompiledClause, others: tuple[CompiledClause, ...], state: FactState
) -> bool | None:
    """Return whether the rule applies and none of the others does."""
    return all_of((applies(compiled_clause, state), *(contrary(applies(each, state)) for each in others)))


def _idle(compiled_clause: CompiledClause, outcomes: list[RuleOutcome]) -> RedundantClause:
    clause = compiled_clause.clause
    stronger = {each.number: each for outcome in outcomes for each in outcome.stronger}
    because = tuple(stronger[number].clause for number in sorted(stronger))
    if not outcomes:
        why = "there is nobody it speaks of"
    elif because:
        titles = and_list(f"“{each.title}” ({each.id})" for each in because)
        why = f"{titles} always {'outweigh' if len(because) > 1 else 'outweighs'} it"
    else:
        why = "its circumstances can never hold together"
    sentence = f"“{clause.title}” ({clause.id}) never decides an answer: {why}."
    return RedundantClause(
        clause.id, clause.title, clause.cites, sentence, tuple(each.id for each in because)
    )
