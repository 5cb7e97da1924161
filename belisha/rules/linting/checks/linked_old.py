"""A linked policy of the school's own, named in an edition that is years old."""

import re
from collections.abc import Iterator

from belisha.rules.linting.findings import LintFinding, Severity
from belisha.rules.linting.lint_context import LintContext

# Schools review these every year or two, so that a newer one is likely.
YEARS = 2


def check(context: LintContext) -> Iterator[LintFinding]:
    """Guidance by others is left to the check that knows its editions."""
    if context.policy is None or context.on is None:
        return
    guidance = {name.casefold() for each in context.reference_data.guidance for name in each.names}
    for linked in context.policy.control.linked:
        year = re.search(r"\b(20\d{2})\b", linked.edition)
        age = context.on.year - int(year[1]) if year else 0
        if age >= YEARS and linked.name.casefold() not in guidance:
            yield LintFinding(
                "linked-old",
                Severity.NOTICE,
                f"{linked.name} is named in its `{linked.edition}` edition, {age} years old:"
                " a later one is likely.",
                "front matter, `linked`",
                "Look for the edition in force, and link to it without its year.",
                linked.edition,
            )
