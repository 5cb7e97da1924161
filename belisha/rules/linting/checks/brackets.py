"""A bracket that is opened and never closed, or the other way round."""

import re
from collections.abc import Iterator

from belisha.rules.linting.findings import LintFinding, Severity
from belisha.rules.linting.lint_context import LintContext
from belisha.rules.linting.searchable_text import Unit

NOTICED = re.compile(r"bracket is opened", re.IGNORECASE)
# What is closed without being opened and still no fault: "a)" and "3)" number a list, ":)" smiles.
_NUMBER_OR_SMILE = re.compile(r"(?:^|\s)(?:[a-z]|\d{1,2}|[ivx]{1,4}|[:;]-?)$", re.IGNORECASE)
SHOWN = 40


def check(context: LintContext) -> Iterator[LintFinding]:
    """In each paragraph and list item, unless the one after it closes it (a page may divide them)."""
    units = context.text.units
    for number, unit in enumerate(units):
        opened, closed = _unmatched(unit.text)
        after = _unmatched(units[number + 1].text) if number + 1 < len(units) else ([], [])
        before = _unmatched(units[number - 1].text) if number else ([], [])
        for place in opened[len(after[1]) :]:
            yield _finding("opened here and never closed", unit, place)
        for place in closed[len(before[0]) :]:
            yield _finding("closed here and never opened", unit, place)


def _unmatched(text: str) -> tuple[list[int], list[int]]:
    """Return where brackets are opened without being closed, and closed without being opened."""
    opened: list[int] = []
    closed: list[int] = []
    for place, letter in enumerate(text):
        if letter == "(" and text[max(0, place - 1) : place] not in (":", ";"):
            opened.append(place)
        elif letter == ")":
            if opened:
                opened.pop()
            elif not _NUMBER_OR_SMILE.search(text[max(0, place - 6) : place]):
                closed.append(place)
    return opened, closed


def _finding(how: str, unit: Unit, place: int) -> LintFinding:
    start = place if "opened here" in how else max(0, place - SHOWN)
    value = unit.text[start : start + SHOWN + 1].strip()
    return LintFinding(
        "brackets",
        Severity.NOTICE,
        f"A bracket is {how}: `{value}`.",
        unit.where,
        "Close it where it is meant to end: the meaning depends on it.",
        value,
        unit.line,
        unit.cites,
    )
