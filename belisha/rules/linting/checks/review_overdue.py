"""A review date that has gone by."""

from collections.abc import Iterator

from belisha.rules.linting.dates import in_words
from belisha.rules.linting.document_facts import review_of
from belisha.rules.linting.findings import LintFinding, Severity
from belisha.rules.linting.lint_context import LintContext


def check(context: LintContext) -> Iterator[LintFinding]:
    """Overdue as of the day that is given; the last day that a month or a term allows still counts."""
    review = review_of(context.policy, context.text)
    if context.on is None or review is None or review.stated is None:
        return
    days = (context.on - review.stated.last_day).days
    if days > 0:
        late = f"{days} day{'s' if days > 1 else ''}" if days < 62 else f"{round(days / 30.44)} months"
        yield LintFinding(
            "review-overdue",
            Severity.ERROR,
            f"The review was due `{review.words}`: on {in_words(context.on)} it is {late} overdue.",
            review.where,
            "Review it, or let the governors record that they looked at it and changed nothing.",
            review.words,
            review.line,
        )
