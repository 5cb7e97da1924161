"""Links that lead nowhere."""

import re
from collections.abc import Iterator

from belisha.rules.linting.findings import LintFinding, Severity
from belisha.rules.linting.lint_context import LintContext
from belisha.rules.linting.searchable_text import Unit

NOTICED = re.compile(r"links? leads? nowhere|empty link|link in the policy is empty", re.IGNORECASE)
_LINK = re.compile(
    r"\[[^\]]{0,80}\]\(\s{0,9}(?P<markdown>[^()\s]{0,500})\s{0,9}\)"
    r"|<a\b[^<>]{0,200}?href\s*=\s*[\"'](?P<html>[^\"'<>]{0,500})[\"'][^<>]{0,200}>"
)
_NOWHERE = re.compile(r"^(?:#|about:blank|javascript:.*|https?://|file:.*|[A-Za-z]:\\.*)?$", re.IGNORECASE)
_NO_ADDRESS = re.compile(r"\b(?:click|see|available|document|found)\s+(here)\b(?!\s*[\](:<])", re.IGNORECASE)


def check(context: LintContext) -> Iterator[LintFinding]:
    """Yield an address that is empty, `#`, or on somebody's own disk; and "click here" without a link."""
    for unit in context.text.units:
        for found in _LINK.finditer(unit.text):
            if _NOWHERE.match(found["markdown"] or found["html"] or ""):
                yield _finding(f"The link `{found[0]}` leads nowhere.", found[0], unit)
        if context.text.is_document:
            for found in _NO_ADDRESS.finditer(_LINK.sub("", unit.text)):
                yield _finding(f"`{found[0]}` was a link and has no address.", found[0], unit)


def _finding(sentence: str, value: str, unit: Unit) -> LintFinding:
    do = "Put in the address, or the name of the document."
    return LintFinding("links", Severity.ERROR, sentence, unit.where, do, value, unit.line, unit.cites)
