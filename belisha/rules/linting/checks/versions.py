"""One version number for two dates."""

import re
from collections.abc import Iterable, Iterator

from belisha.rules.linting.findings import LintFinding, Severity
from belisha.rules.linting.lint_context import LintContext
from belisha.rules.linting.searchable_text import SearchableText
from belisha.rules.wording.grammar import and_list

NOTICED = re.compile(r"version .* two dates", re.IGNORECASE)
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
# A row of a change history: a number, then in the next column a date.
_ROW = re.compile(rf"^\W*(\d+(?:\.\d+)*)(?:\t|\s*\||\s{{2,}})\s*((?:\d{{1,2}}\s+)?{_MONTHS}\s+\d{{4}})")
_HEADING = re.compile(r"(change|version|amendment|revision|document)\s+history", re.IGNORECASE)


def check(context: LintContext) -> Iterator[LintFinding]:
    """In the change history: two rows with the same number and different dates."""
    rows: Iterable[tuple[str, str]]
    if context.policy is None:
        rows, where = _rows(context.text), "the change history"
    else:
        rows = ((change.version, change.on) for change in context.policy.control.changes)
        where = "front matter, `change`"
    dates: dict[str, list[str]] = {}
    for version, on in rows:
        if on not in dates.setdefault(version, []):
            dates[version].append(on)
    for version, found in dates.items():
        if version and len(found) > 1:
            yield LintFinding(
                "versions",
                Severity.ERROR,
                f"Version `{version}` stands for {len(found)} dates: {and_list(found)}.",
                where,
                "Give every edition a number of its own, also where nothing was changed.",
                version,
            )


def _rows(text: SearchableText) -> Iterator[tuple[str, str]]:
    """Yield the rows under the heading of a change history, up to the history of something else."""
    inside = False
    for line in text.lines:
        if "history" in line.casefold() and len(line) < 40:
            inside = bool(_HEADING.search(line))
        elif inside and (row := _ROW.match(line)):
            yield row[1], row[2]
