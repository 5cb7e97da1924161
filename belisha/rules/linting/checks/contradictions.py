"""Clauses that contradict each other."""

from collections.abc import Iterator

from belisha.rules import contradictions
from belisha.rules.linting.findings import Finding, Severity
from belisha.rules.linting.subjects import Subject
from belisha.rules.phrasing import and_list


def look(subject: Subject) -> Iterator[Finding]:
    """Such a policy answers nothing, so this comes before all else."""
    if subject.policy is None:
        return
    for found in contradictions.contradictions(subject.policy, subject.vocabulary, on=subject.on):
        yield Finding(
            "contradictions",
            Severity.ERROR,
            found.sentence,
            f"clauses {and_list(f'`{clause.id}`' for clause in found.clauses)}",
            "Change one of them, or say in one what is excepted from it.",
            line=found.clauses[0].line,
            cites=tuple(dict.fromkeys(cite for clause in found.clauses for cite in clause.cites)),
        )
