"""A gap in the numbers of the sections."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from belisha.rules.linting.findings import LintFinding, Severity
from belisha.rules.linting.lint_context import LintContext
from belisha.rules.linting.searchable_text import Unit

NOTICED = re.compile(r"there is no section \d", re.IGNORECASE)
_HEADING = re.compile(r"^[#*\s]*(\d{1,2})\.?\s+([A-Z][^.!?]{1,60})[*\s]*$")
# "The sections run 1, 2, 3, 5 and 6."
_TOLD = re.compile(r"\bsections?\b[^.]*?\b((?:\d{1,2}(?:,\s*|\s+and\s+)){2,}\d{1,2})", re.IGNORECASE)


def check(context: LintContext) -> Iterator[LintFinding]:
    """In a plain document by its headings; in a policy by what it tells of its sections."""
    if context.text.is_document:
        found = [(int(m[1]), unit) for unit in context.text.units if (m := _HEADING.match(unit.text))]
        yield from _gaps(found)
        return
    for unit in context.text.units:
        if told := _TOLD.search(unit.text):
            yield from _gaps([(int(number), unit) for number in re.findall(r"\d+", told[1])])


def _gaps(sections: Sequence[tuple[int, Unit]]) -> Iterator[LintFinding]:
    """Yield a list inside a section starts again at 1, which is no gap."""
    for (before, _), (after, unit) in pairwise(sections):
        if after > before + 1:
            missing = f"`{before + 1}`" if after == before + 2 else f"`{before + 1}` to `{after - 1}`"
            yield LintFinding(
                "numbering",
                Severity.WARNING,
                f"The sections are numbered {before}, then {after}: there is no section {missing}.",
                unit.where,
                "Find out whether a section was lost, then number them anew.",
                str(before + 1),
                unit.line,
                unit.cites,
            )
