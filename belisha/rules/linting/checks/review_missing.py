"""No date on which the policy is to be reviewed."""

import re
from collections.abc import Iterator

from belisha.rules.linting.findings import Finding, Severity
from belisha.rules.linting.stated import review_lines
from belisha.rules.linting.subjects import Subject

NOTICED = re.compile(r"no (?:date for the next review|review date)", re.IGNORECASE)


def look(subject: Subject) -> Iterator[Finding]:
    """A policy without `review due`, or a document that never says when it is next reviewed."""
    do = "Let the governors set the day of the next review, and put it in `review due`."
    if subject.policy is None:
        if not review_lines(subject.text):
            yield _finding(
                Severity.ERROR, "The document states no date for its next review.", "the document", do
            )
        return
    control = subject.policy.control
    if control.review_due or control.review_due_on:
        return
    if control.is_model:
        sentence = (
            "It is a model, and states no review date; a school that adopts it has none until it sets one."
        )
        yield _finding(Severity.WARNING, sentence, "front matter", "Set a review date on adopting it.")
    else:
        yield _finding(Severity.ERROR, "No date for the next review is stated.", "front matter", do)


def _finding(severity: Severity, sentence: str, where: str, do: str) -> Finding:
    return Finding("review-missing", severity, sentence, where, do)
