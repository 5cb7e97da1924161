"""A place to sign that is blank, or filled in by typing."""

import re
from collections.abc import Iterator

from belisha.rules.linting.dates import read_date
from belisha.rules.linting.findings import Finding, Severity
from belisha.rules.linting.subjects import Subject

_SIGNED = re.compile(r"^(?:signed|signature)\W*(?P<who>(?:\w+[\s-]?){0,6})$", re.IGNORECASE)
DO = "Have it signed and dated, or record the sign-off in the minutes."


def look(subject: Subject) -> Iterator[Finding]:
    """In a plain document: "Signed" with an office and neither a name nor a date after it."""
    if subject.policy is None:
        for unit in subject.text.units:
            found = _SIGNED.match(unit.text.strip("* "))
            if found and read_date(unit.text) is None:
                who = found["who"].strip() or "nobody named"
                yield Finding(
                    "signatures",
                    Severity.WARNING,
                    f"The place for a signature (`{who}`) is blank.",
                    unit.where,
                    DO,
                    who,
                    unit.line,
                )
        return
    for signature in subject.policy.control.signatures:
        state = signature.state.casefold()
        if state in ("", "blank", "unsigned") or "typed" in state:
            how = "is a name that was typed" if "typed" in state else "is blank"
            yield Finding(
                "signatures",
                Severity.WARNING,
                f"The signature of `{signature.by}` {how}.",
                "front matter, `signature`",
                DO,
                signature.by,
            )
