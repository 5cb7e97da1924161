"""What a situation sets off."""

from collections.abc import Iterable
from dataclasses import replace

from belisha.rules.judging.compiled_clause import CompiledClause
from belisha.rules.judging.evaluation import Evaluation, FactState, is_met, way_state
from belisha.rules.judging.fact_bits import FactBits
from belisha.rules.judging.plans import ClauseOutcome, Fate
from belisha.rules.judging.ranks import ALLOWED
from belisha.rules.language.clauses import Condition, Deed, Effect, Force
from belisha.rules.ruling import Obligation
from belisha.rules.vocabulary.words import Vocabulary
from belisha.rules.wording.conditions import statement
from belisha.rules.wording.effects import obligation_words

PAPERWORK = (Deed.RECORD, Deed.KEEP, Deed.SHOW)


def duties(
    decision: Evaluation,
    after: Iterable[CompiledClause],
    state: FactState,
    vocabulary: Vocabulary,
    fact_bits: FactBits,
) -> tuple[Obligation, ...]:
    """Return what the clauses that apply set off, and what the action itself sets off, each thing once.

    `after` are the musts, shoulds and bans that the action sets off for the role: they are due where
    their circumstances hold or are not known and no exception lifts them. Where several turn on which of
    some alternatives holds, and nobody has said, each says when it is due.
    """
    found: list[tuple[CompiledClause, Obligation]] = []
    for outcome in decision.outcomes:
        clause = outcome.match.compiled_clause
        if clause.then:
            found += [
                (clause, due)
                for effect, due in zip(clause.then, _obligations(clause, vocabulary), strict=True)
                if _fires(effect, outcome, decision)
            ]
    for clause in after:
        if is_met(clause, state) is not False and not any(way_state(way, state) for way in clause.ways):
            dues = (_itself(clause, vocabulary), *_obligations(clause, vocabulary))
            found += [(clause, due) for due in dues]
    if len(found) < 2:
        return tuple(due for _, due in found)
    when = _alternatives([clause for clause, _ in found], state, fact_bits) if fact_bits.choices else {}
    said = (
        replace(due, do=f"if {statement(Condition(when[clause.number]), vocabulary)}: {due.do}")
        if clause.number in when
        else due
        for clause, due in found
    )
    return tuple(dict.fromkeys(said))


def _alternatives(clauses: Iterable[CompiledClause], state: FactState, fact_bits: FactBits) -> dict[int, str]:
    """Return, by number of the clause, the alternative that it turns on, where others turn on another.

    An alternative is a value of a choice of which nobody has said which one holds.
    """
    of_choice = {value: choice for choice, values in fact_bits.choices.items() for value in values}
    known = state.true | state.false
    turned: dict[str, dict[int, str]] = {}
    for clause in clauses:
        for line in clause.when:
            fact = line[0].fact if len(line) == 1 and not line[0].negated else ""
            if fact in of_choice and not fact_bits.facts.get(fact, 0) & known:
                turned.setdefault(of_choice[fact], {})[clause.number] = fact
    several = [found for found in turned.values() if len(set(found.values())) > 1]
    return {number: fact for found in several for number, fact in found.items()}


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
