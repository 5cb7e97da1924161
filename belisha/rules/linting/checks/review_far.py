"""A review that was set too far off."""

import re
from collections.abc import Iterator

from belisha.rules.linting.dates import years_between
from belisha.rules.linting.document_facts import counted_from
from belisha.rules.linting.findings import LintFinding, Severity
from belisha.rules.linting.lint_context import LintContext

# Three years is the longest that most model policies give themselves; a policy that states its own period is
# held to that, with a month's grace.
LONGEST = 3.0
GRACE = 1 / 11
_YEARS = re.compile(r"(\d+)\s*years?", re.IGNORECASE)
NOTICED = re.compile(r"years after the approval", re.IGNORECASE)


def check(context: LintContext) -> Iterator[LintFinding]:
    """Yield the time from the last ratification or approval, or for a draft from today, to the review."""
    if context.policy is None or context.policy.control.review_due_on is None:
        return
    control = context.policy.control
    start = counted_from(control, context.on if context.is_draft else None)
    if start is None or control.review_due_on is None:
        return
    period = _YEARS.search(control.review_period)
    allowed = float(period[1]) if period else LONGEST
    gap = years_between(start[1], control.review_due_on)
    if gap > allowed + GRACE:
        against = (
            f"though its review period is `{control.review_period}`"
            if period
            else f"more than {allowed:.0f} years, and it states no review period"
        )
        yield LintFinding(
            "review-far",
            Severity.WARNING,
            f"The review, `{control.review_due}`, is set {gap:.0f} years {start[0]}, {against}.",
            "front matter, `review due`",
            "Review it sooner: what children use changes within a year.",
            control.review_due,
        )
