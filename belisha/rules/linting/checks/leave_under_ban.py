"""Leave for a part of what another clause forbids, without saying that it is an exception."""

from collections.abc import Iterator

from belisha.rules import contradictions
from belisha.rules.linting.findings import LintFinding, Severity
from belisha.rules.linting.lint_context import LintContext


def check(context: LintContext) -> Iterator[LintFinding]:
    """Yield each `may` that loses to a ban in some case: the stronger clause wins, whatever was meant."""
    if context.policy is None:
        return
    for leave, ban in contradictions.outweighed_leave(context.policy, context.vocabulary, on=context.on):
        yield LintFinding(
            "leave-under-ban",
            Severity.WARNING,
            f"“{leave.title}” allows what “{ban.title}” forbids in some cases: there the ban wins.",
            f"clause `{leave.id}`",
            f"If it is an exception, add `exception to: {ban.id}`; otherwise say when each holds.",
            line=leave.line,
            cites=tuple(dict.fromkeys((*leave.cites, *ban.cites))),
        )
