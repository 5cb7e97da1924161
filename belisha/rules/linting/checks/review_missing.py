"""No date on which the policy is to be reviewed."""

import re
from collections.abc import Iterator

from belisha.rules.linting.document_facts import review_by_cycle, review_lines
from belisha.rules.linting.findings import LintFinding, Severity
from belisha.rules.linting.lint_context import LintContext

NOTICED = re.compile(r"no (?:date for the next review|review date)", re.IGNORECASE)


def check(context: LintContext) -> Iterator[LintFinding]:
    """Yield a policy without `review due`, or a document that never says when it is next reviewed."""
    do = "Let the governors set the day of the next review, and put it in `review due`."
    if context.policy is None:
        if review_lines(context.text):
            return
        if by_cycle := review_by_cycle(context.text):
            sentence = f"The document states no date for its next review, only how often: `{by_cycle.words}`."
            yield _finding(Severity.WARNING, sentence, by_cycle.where, do)
        else:
            yield _finding(
                Severity.ERROR, "The document states no date for its next review.", "the document", do
            )
        return
    control = context.policy.control
    if control.review_due or control.review_due_on:
        return
    if control.is_model:
        sentence = (
            "It is a model, and states no review date; a school that adopts it has none until it sets one."
        )
        yield _finding(Severity.WARNING, sentence, "front matter", "Set a review date on adopting it.")
    else:
        yield _finding(Severity.ERROR, "No date for the next review is stated.", "front matter", do)


def _finding(severity: Severity, sentence: str, where: str, do: str) -> LintFinding:
    return LintFinding("review-missing", severity, sentence, where, do)
