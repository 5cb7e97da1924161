"""What a word processor leaves where a reference is broken."""

import re
from collections.abc import Iterator

from belisha.rules.linting.findings import LintFinding, Severity
from belisha.rules.linting.lint_context import LintContext

NOTICED = re.compile(r"bookmark not defined|reference source not found", re.IGNORECASE)
_BROKEN = re.compile(
    r"Error! (?:Bookmark not defined|Reference source not found|Hyperlink reference not valid|[A-Z][\w ]+)\.?"
    r"|#(?:REF|N/A|NAME)[!?]"
    r"|\[(?:insert|add|enter)\b[^\]]{0,60}\]"
    r"|\b(?:TBC|TODO|XXX+)\b"
    r"|<<[^>]{1,40}>>",
    re.IGNORECASE,
)


def check(context: LintContext) -> Iterator[LintFinding]:
    """Return `Error! Bookmark not defined.` and places that were never filled in."""
    for unit in context.text.units:
        for found in _BROKEN.finditer(unit.text):
            yield LintFinding(
                "broken-references",
                Severity.ERROR,
                f"`{found[0]}` stands where a reference or a word should be.",
                unit.where,
                "Put in what is meant, or take it out.",
                found[0],
                unit.line,
                unit.cites,
            )
