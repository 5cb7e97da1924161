"""Clauses that contradict each other."""

from collections.abc import Iterator

from belisha.rules import contradictions
from belisha.rules.linting.findings import LintFinding, Severity
from belisha.rules.linting.lint_context import LintContext
from belisha.rules.wording.grammar import and_list


def check(context: LintContext) -> Iterator[LintFinding]:
    """Such a policy answers nothing, so this comes before all else."""
    if context.policy is None:
        return
    for found in contradictions.contradictions(context.policy, context.vocabulary, on=context.on):
        yield LintFinding(
            "contradictions",
            Severity.ERROR,
            found.sentence,
            f"clauses {and_list(f'`{clause.id}`' for clause in found.clauses)}",
            "Change one of them, or say in one what is excepted from it.",
            line=found.clauses[0].line,
            cites=tuple(dict.fromkeys(cite for clause in found.clauses for cite in clause.cites)),
        )
