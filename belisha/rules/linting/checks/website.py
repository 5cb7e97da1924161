"""What document control says of the website, against the website history."""

import re
from collections.abc import Iterator

from belisha.rules.linting.findings import LintFinding, Severity
from belisha.rules.linting.lint_context import LintContext

NOTICED = re.compile(r"on the website though", re.IGNORECASE)


def check(context: LintContext) -> Iterator[LintFinding]:
    """Required and never put there; or put there though it is said not to be required."""
    if context.policy is None:
        return
    control = context.policy.control
    if control.required_on_website is True and not control.website:
        yield _finding(
            Severity.ERROR,
            "It is `required on website`, and no website history says that it was put there.",
            "Put it on the website, and write the version and the day into the history.",
            "yes",
        )
    elif control.required_on_website is False and control.website:
        yield _finding(
            Severity.NOTICE,
            "It is on the website, though `required on website` says no.",
            "Leave it there: parents are bound by it. Say so in document control.",
            "no",
        )


def _finding(severity: Severity, sentence: str, do: str, value: str) -> LintFinding:
    return LintFinding("website", severity, sentence, "front matter, `required on website`", do, value)
