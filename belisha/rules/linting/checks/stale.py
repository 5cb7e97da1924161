"""A policy that nobody has stood behind for years, and that sets no review."""

from collections.abc import Iterator

from belisha.rules.linting.dates import years_between
from belisha.rules.linting.findings import Finding, Severity
from belisha.rules.linting.stated import last_dated
from belisha.rules.linting.subjects import Subject

OLD = 3.0


def look(subject: Subject) -> Iterator[Finding]:
    """Only where no review date tells the same. A draft is being looked at now."""
    if subject.policy is None or subject.on is None or subject.is_draft:
        return
    if subject.policy.control.review_due_on is not None:
        return
    last = last_dated(subject.policy.control)
    if last and (age := years_between(last[1], subject.on)) > OLD:
        yield Finding(
            "stale",
            Severity.WARNING,
            f"It was {last[0]} on or before `{last[1].isoformat()}`, more than {int(age)} years ago.",
            "front matter",
            "Review it before anybody relies on it.",
            last[1].isoformat(),
        )
