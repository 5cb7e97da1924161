"""Clauses that no answer can show."""

from collections.abc import Iterator
from datetime import date

from belisha.rules.examining.reports import RedundantClause
from belisha.rules.judging.compiled_policy import CompiledPolicy
from belisha.rules.judging.fact_bits import UNDER_AGE
from belisha.rules.language.clauses import Clause, Definition, Note, PlatformFact, Procedure, is_in_force


def unreachable_clauses(compiled: CompiledPolicy, on: date | None) -> Iterator[RedundantClause]:
    """Yield every such clause, in the file's order, with the reason."""
    for clause in compiled.policy.clauses:
        why = _not_in_force(clause, on) or _why(clause, compiled)
        if why:
            sentence = f"No answer shows “{clause.title}” ({clause.id}): {why}."
            yield RedundantClause(clause.id, clause.title, clause.cites, sentence)


def _not_in_force(clause: Clause, on: date | None) -> str:
    if is_in_force(clause, on):
        return ""
    if clause.since and on and on < clause.since:
        return f"it comes into force on {clause.since.isoformat()}"
    return f"it was in force until {clause.until.isoformat()}" if clause.until else ""


def _why(clause: Clause, compiled: CompiledPolicy) -> str:
    """Return why no answer shows it; empty where one does. Rules and offices answer for themselves."""
    if isinstance(clause, Definition):
        is_role = clause.defines in compiled.vocabulary.roles
        return "" if clause.about or is_role else "it bears on no action and defines no role"
    if isinstance(clause, Note):
        return "" if clause.about else "it bears on no action"
    if isinstance(clause, Procedure):
        return "" if clause.on and clause.steps else "nothing sets it off"
    if isinstance(clause, PlatformFact) and not clause.about:
        turns = any(
            compiled_clause.bits & compiled.fact_bits.facts.get(UNDER_AGE, 0)
            for compiled_clause in compiled.compiled_clauses
        )
        return "" if turns and clause.minimum_age is not None else "no rule turns on it"
    return ""
