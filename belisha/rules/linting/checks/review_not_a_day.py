"""A review date that is a month, a term or a year."""

import re
from collections.abc import Iterator

from belisha.rules.linting.findings import Finding, Severity
from belisha.rules.linting.stated import review_of
from belisha.rules.linting.subjects import Subject

NOTICED = re.compile(r"review date is a (?:term|month|year)", re.IGNORECASE)


def look(subject: Subject) -> Iterator[Finding]:
    """Nobody can be reminded of a term; a day can be put into a calendar."""
    review = review_of(subject.policy, subject.text)
    if review is None or (review.stated and review.stated.exactness == "day"):
        return
    if review.stated is None or review.stated.exactness == "unreadable":
        sentence = f"The review date `{review.words}` cannot be read as a date."
        severity = Severity.ERROR
    else:
        sentence = f"The review date `{review.words}` is a {review.stated.exactness}, not a day."
        severity = Severity.WARNING
    yield Finding(
        "review-not-a-day",
        severity,
        sentence,
        review.where,
        "State the day by which the review is done.",
        review.words,
        review.line,
    )
