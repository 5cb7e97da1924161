"""What the document leaves unclear: marks of doubt, leave of nobody named, rules for nobody named."""

from collections.abc import Iterator

from belisha.rules.language.clauses import UNSTATED, Clause, Grant, Plain, Rule
from belisha.rules.linting.findings import LintFinding, Severity
from belisha.rules.linting.lint_context import LintContext


def check(context: LintContext) -> Iterator[LintFinding]:
    """Yield each clause that somebody must look at again before the next version."""
    for clause in context.policy.clauses if context.policy else ():
        for sentence, do in _unclear(clause):
            yield LintFinding(
                "unclear", Severity.NOTICE, sentence, f"clause `{clause.id}`", do, line=clause.line,
                cites=clause.cites,
            )  # fmt: skip


def _unclear(clause: Clause) -> Iterator[tuple[str, str]]:
    for doubt in clause.doubts:
        yield f"“{clause.title}” is marked as unclear: {doubt}.", "Settle it at the next review."
    if isinstance(clause, Plain):
        yield (
            f"“{clause.title}” is kept in its own words and decides nothing.",
            "Make it a rule when there are words.",
        )
    if isinstance(clause, Rule):
        if clause.is_who_unstated:
            yield f"“{clause.title}” does not say whom it binds.", "Say whom: it is read as binding anyone."
        parts = (part for way in (*clause.unless, *clause.only_with) for part in way.parts)
        if any(isinstance(part, Grant) and UNSTATED in part.of for part in parts):
            yield f"“{clause.title}” does not say who gives leave.", "Say whose permission it is."
