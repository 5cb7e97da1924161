"""A review date that is a month, a term or a year."""

import re
from collections.abc import Iterator

from belisha.rules.language.times import read_recurrence
from belisha.rules.linting.document_facts import review_of
from belisha.rules.linting.findings import LintFinding, Severity
from belisha.rules.linting.lint_context import LintContext

NOTICED = re.compile(r"review date is a (?:term|month|year)", re.IGNORECASE)


def check(context: LintContext) -> Iterator[LintFinding]:
    """Nobody can be reminded of a term; a day can be put into a calendar."""
    review = review_of(context.policy, context.text)
    if review is None or (review.stated and review.stated.exactness == "day"):
        return
    if review.stated is None or review.stated.exactness == "unreadable":
        sentence = f"The review date `{review.words}` cannot be read as a date."
        if read_recurrence(review.words.rstrip(".")):
            sentence = f"The review date `{review.words}` says how often, not when."
        severity = Severity.ERROR
    else:
        sentence = f"The review date `{review.words}` is a {review.stated.exactness}, not a day."
        severity = Severity.WARNING
    yield LintFinding(
        "review-not-a-day",
        severity,
        sentence,
        review.where,
        "State the day by which the review is done.",
        review.words,
        review.line,
    )
