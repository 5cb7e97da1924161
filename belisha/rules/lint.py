"""Lint: the rot of documents. A policy or a plain document in, findings out.

Every check stands in a module of its own in `belisha.rules.linting.checks`.
"""

import re
from collections.abc import Iterable
from datetime import date

from belisha.rules.errors import PolicyError
from belisha.rules.language.policy import Policy
from belisha.rules.language.reading import read_policy
from belisha.rules.linting.citations import citations
from belisha.rules.linting.dates import read_date, read_review_date
from belisha.rules.linting.findings import LintFinding, Severity
from belisha.rules.linting.lint_context import LintContext, every_check
from belisha.rules.linting.reference_data import Edition, Guidance, reference_data
from belisha.rules.linting.searchable_text import text_of_document, text_of_policy
from belisha.rules.vocabulary.loading import default_vocabulary
from belisha.rules.vocabulary.words import Vocabulary

__all__ = [
    "Edition",
    "Guidance",
    "LintContext",
    "LintFinding",
    "Severity",
    "citations",
    "lint",
    "lint_document",
    "lint_file",
    "read_date",
    "read_review_date",
    "reference_data",
    "text_of_policy",
]

ORDER = list(Severity)


def lint(
    policy: Policy, on: date, *, vocabulary: Vocabulary | None = None, is_draft: bool = False
) -> tuple[LintFinding, ...]:
    """Return what is wrong with a policy on a day, gravest first. A draft is as old as that day.

    A `notice` of the front matter is a reader's finding: it is reported where no check found the same.
    """
    context = LintContext(text_of_policy(policy), vocabulary or default_vocabulary(), policy, on, is_draft)
    found, silenced = _run(context)
    notices = (notice for notice in policy.control.notices if not any(c.search(notice) for c in silenced))
    return _in_order([*found, *(_noticed(notice) for notice in notices)])


def lint_document(
    text: str, on: date | None = None, *, vocabulary: Vocabulary | None = None
) -> tuple[LintFinding, ...]:
    """Return what can be seen to be wrong with a plain document, line by line.

    Without a day, nothing is overdue or out of date. An empty document has nothing wrong with it but that.
    """
    if not text.strip():
        do = "Give a document with words in it."
        return (LintFinding("empty", Severity.ERROR, "The document is empty.", "the document", do),)
    found, _ = _run(LintContext(text_of_document(text), vocabulary or default_vocabulary(), on=on))
    return _in_order(found)


def lint_file(
    text: str, on: date, *, name: str = "policy.md", vocabulary: Vocabulary | None = None
) -> tuple[LintFinding, ...]:
    """Return what is wrong with a file: a policy if it begins with front matter, else a plain document.

    A policy that cannot be read has its mistakes reported as findings.
    """
    if not text.lstrip("\ufeff").startswith("---"):
        return lint_document(text, on, vocabulary=vocabulary)
    try:
        return lint(read_policy(text, name=name, vocabulary=vocabulary), on, vocabulary=vocabulary)
    except PolicyError as error:
        do = "Mend it first: what cannot be read cannot be checked further."
        return tuple(
            LintFinding(
                "reading", Severity.ERROR, each.message, f"{name}, line {each.line}", do, line=each.line
            )
            for each in error.mistakes
        )


def _run(context: LintContext) -> tuple[list[LintFinding], list[re.Pattern[str]]]:
    """Return the findings of all checks, and the notices that those which found something make needless."""
    found: list[LintFinding] = []
    silenced: list[re.Pattern[str]] = []
    for check in every_check():
        mine = list(check.run(context))
        found += mine
        if mine and check.noticed:
            silenced.append(check.noticed)
    return found, silenced


def _noticed(notice: str) -> LintFinding:
    do = "Read the place in the document, and mend it at the next review."
    return LintFinding("notice", Severity.NOTICE, notice, "front matter, `notice`", do)


def _in_order(found: Iterable[LintFinding]) -> tuple[LintFinding, ...]:
    return tuple(sorted(dict.fromkeys(found), key=lambda finding: ORDER.index(finding.severity)))
