"""A page header or footer that has slipped into a sentence."""

import re
from collections.abc import Iterator

from belisha.rules.linting.findings import LintFinding, Severity
from belisha.rules.linting.lint_context import LintContext

NOTICED = re.compile(r"footer", re.IGNORECASE)
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_PAGE = re.compile(r"(?<=[a-z,] )(?:Page|p\.)\s*\d+\s*(?:of|/)\s*\d+(?= [a-z])")


def check(context: LintContext) -> Iterator[LintFinding]:
    """Yield the document's own title with a date, or "Page 3 of 7", between words in lower case."""
    if not context.text.is_document:
        return
    title = re.escape(context.text.title) or r"(?!)"
    dated = re.compile(rf"(?<=[a-z,] ){title},?\s*(?:{_MONTHS}\s+)?\d{{4}}(?= [a-z])")
    for unit in context.text.units[1:]:
        for found in (*dated.finditer(unit.text), *_PAGE.finditer(unit.text)):
            yield LintFinding(
                "footers",
                Severity.ERROR,
                f"The page footer `{found[0]}` has slipped into a sentence.",
                unit.where,
                "Take it out, and see whether words of the sentence were lost.",
                found[0],
                unit.line,
            )
