"""What a situation sets off."""

from collections.abc import Iterable

from belisha.rules.judging.compiled_clause import CompiledClause
from belisha.rules.judging.evaluation import Evaluation, FactState, is_met, way_state
from belisha.rules.judging.plans import ClauseOutcome, Fate
from belisha.rules.judging.ranks import ALLOWED
from belisha.rules.language.clauses import Deed, Effect, Force
from belisha.rules.ruling import Obligation
from belisha.rules.vocabulary.words import Vocabulary
from belisha.rules.wording.effects import obligation_words

PAPERWORK = (Deed.RECORD, Deed.KEEP, Deed.SHOW)


def duties(
    decision: Evaluation, after: Iterable[CompiledClause], state: FactState, vocabulary: Vocabulary
) -> tuple[Obligation, ...]:
    """Return what the clauses that apply set off, and what the action itself sets off, each thing once.

    `after` are the musts, shoulds and bans that the action sets off for the role: they are due where
    their circumstances hold or are not known and no exception lifts them.
    """
    found: list[Obligation] = []
    for outcome in decision.outcomes:
        clause = outcome.match.compiled_clause
        if clause.then:
            found += [
                due
                for effect, due in zip(clause.then, _obligations(clause, vocabulary), strict=True)
                if _fires(effect, outcome, decision)
            ]
    for clause in after:
        if is_met(clause, state) is not False and not any(way_state(way, state) for way in clause.ways):
            found += (_itself(clause, vocabulary), *_obligations(clause, vocabulary))
    return tuple(dict.fromkeys(found)) if len(found) > 1 else tuple(found)


def _obligations(clause: CompiledClause, vocabulary: Vocabulary) -> list[Obligation]:
    """Return what a clause sets off, one for each effect; worked out once."""
    kept = clause.obligations
    if len(kept) < len(clause.then):
        kept[:] = [due(effect, clause, vocabulary) for effect in clause.then]
    return kept


def _itself(compiled_clause: CompiledClause, vocabulary: Vocabulary) -> Obligation:
    """Return the clause itself as what is set off: "do not delete it"."""
    clause = compiled_clause.clause
    action = vocabulary.actions.get(compiled_clause.action)
    label = action.label if action else compiled_clause.action.replace("-", " ")
    label = f"do not {label}" if compiled_clause.forbids else label
    return Obligation(label, (), compiled_clause.by, clause.cites, clause.id, compiled_clause.force.value)


def _fires(effect: Effect, outcome: ClauseOutcome, decision: Evaluation) -> bool:
    """Return whether a clause sets this off.

    What goes with a thing done rightly (recording it, keeping it, showing it) goes with the exception
    that lifted the ban; reporting and telling go with the ban itself. A ban without any exception can
    only be broken, so all of it goes with that. A permission that is outweighed sets nothing off.
    """
    compiled_clause, fate = outcome.match.compiled_clause, outcome.fate
    if fate is Fate.NOT_MET or (fate is Fate.OPEN and not decision.rests_on(outcome)):
        return False
    if fate is Fate.LIFTED:
        return compiled_clause.forbids and effect.deed in PAPERWORK
    if compiled_clause.forbids:
        return effect.deed not in PAPERWORK or not compiled_clause.ways
    return compiled_clause.force is not Force.MAY or decision.rank == ALLOWED


def due(effect: Effect, compiled_clause: CompiledClause, vocabulary: Vocabulary) -> Obligation:
    """Return one effect as a duty: "report to the headteacher"."""
    force = Force.MUST if compiled_clause.force in (Force.MAY, Force.MUST_NOT) else compiled_clause.force
    force = Force.SHOULD if force is Force.SHOULD_NOT else force
    clause = compiled_clause.clause
    by = effect.by or ("" if compiled_clause.forbids else compiled_clause.by)
    return Obligation(
        obligation_words(effect, vocabulary), effect.to, by, clause.cites, clause.id, force.value
    )
