"""A policy that nobody has stood behind for years, and that sets no review."""

from collections.abc import Iterator

from belisha.rules.linting.dates import years_between
from belisha.rules.linting.document_facts import last_dated
from belisha.rules.linting.findings import LintFinding, Severity
from belisha.rules.linting.lint_context import LintContext

OLD = 3.0


def check(context: LintContext) -> Iterator[LintFinding]:
    """Yield only where no review date tells the same. A draft is being looked at now."""
    if context.policy is None or context.on is None or context.is_draft:
        return
    if context.policy.control.review_due_on is not None:
        return
    last = last_dated(context.policy.control)
    if last and (age := years_between(last[1], context.on)) > OLD:
        yield LintFinding(
            "stale",
            Severity.WARNING,
            f"It was {last[0]} on or before `{last[1].isoformat()}`, more than {int(age)} years ago.",
            "front matter",
            "Review it before anybody relies on it.",
            last[1].isoformat(),
        )
