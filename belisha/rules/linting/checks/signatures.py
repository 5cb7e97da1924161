"""A place to sign that is blank, or filled in by typing."""

import re
from collections.abc import Iterator

from belisha.rules.linting.dates import read_date
from belisha.rules.linting.findings import LintFinding, Severity
from belisha.rules.linting.lint_context import LintContext

_SIGNED = re.compile(r"^(?:signed|signature)\W*(?P<who>(?:\w+[\s-]?){0,6})$", re.IGNORECASE)
DO = "Have it signed and dated, or record the sign-off in the minutes."


def check(context: LintContext) -> Iterator[LintFinding]:
    """In a plain document: "Signed" with an office and neither a name nor a date after it."""
    if context.policy is None:
        for unit in context.text.units:
            found = _SIGNED.match(unit.text.strip("* "))
            if found and read_date(unit.text) is None:
                who = found["who"].strip() or "nobody named"
                yield LintFinding(
                    "signatures",
                    Severity.WARNING,
                    f"The place for a signature (`{who}`) is blank.",
                    unit.where,
                    DO,
                    who,
                    unit.line,
                )
        return
    for signature in context.policy.control.signatures:
        state = signature.state.casefold()
        if state in ("", "blank", "unsigned") or "typed" in state:
            how = "is a name that was typed" if "typed" in state else "is blank"
            yield LintFinding(
                "signatures",
                Severity.WARNING,
                f"The signature of `{signature.by}` {how}.",
                "front matter, `signature`",
                DO,
                signature.by,
            )
