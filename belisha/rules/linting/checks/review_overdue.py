"""A review date that has gone by."""

from collections.abc import Iterator

from belisha.rules.linting.dates import in_words
from belisha.rules.linting.findings import Finding, Severity
from belisha.rules.linting.stated import review_of
from belisha.rules.linting.subjects import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Overdue as of the day that is given; the last day that a month or a term allows still counts."""
    review = review_of(subject.policy, subject.text)
    if subject.on is None or review is None or review.stated is None:
        return
    days = (subject.on - review.stated.last_day).days
    if days > 0:
        late = f"{days} day{'s' if days > 1 else ''}" if days < 62 else f"{round(days / 30.44)} months"
        yield Finding(
            "review-overdue",
            Severity.ERROR,
            f"The review was due `{review.words}`: on {in_words(subject.on)} it is {late} overdue.",
            review.where,
            "Review it, or let the governors record that they looked at it and changed nothing.",
            review.words,
            review.line,
        )
