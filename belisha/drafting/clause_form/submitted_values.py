"""The values submitted with the clause form, without validation."""

import re
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

TEXTS = (
    *("kind", "title", "id", "text", "section", "cites", "since", "until", "force", "action", "every", "by"),
    *("defines", "scope", "office", "minimum_age", "blocked", "note", "meant", "acting", "duty"),
    *("ladder", "plain_who", "phrases", "doubts"),
)
LISTS = (
    *(
        "who",
        "who_except",
        "towards",
        "towards_except",
        "roles",
        "in_absence",
        "jointly_with",
        "decided_by",
        "platforms",
    ),
    "packs",
)
# Where a rule names other rules: one row each.
REFERENCES = ("exception_to", "despite", "same_as")
ROWS = ("on", "when", "unless", "only_with", "then", "about", "steps", "options", *REFERENCES)
# A row with none of these fields filled in counts as empty.
FILLED_BY = ("action", "fact", "of", "deed", "clause", "to", "register", "words")
MOST_ROWS = 40
_ROW = re.compile(rf"({'|'.join(ROWS)})-(\d{{1,2}})-(\w+)")


def submitted_values(data: QueryDict) -> dict[str, Any]:
    """Return the submitted values by field, rows in order, empty ones included."""
    values: dict[str, Any] = {name: _text(data.get(name, "")) for name in TEXTS}
    values |= {name: data.getlist(name) for name in LISTS}
    rows: dict[str, dict[int, dict[str, str]]] = {name: {} for name in ROWS}
    for key in data:
        if found := _ROW.fullmatch(key):
            rows[found[1]].setdefault(int(found[2]), {})[found[3]] = _text(data.get(key, ""))
    for name, by_place in rows.items():
        values[name] = [by_place[place] for place in sorted(by_place)[:MOST_ROWS]]
    return values


def with_choice(values: dict[str, Any], chosen: str) -> None:
    """Put a suggested word into its field: `chosen` is `action:share pictures of children`."""
    name, _, value = chosen.partition(":")
    if row := _ROW.fullmatch(name):
        place = int(row[2])
        if place < len(values[row[1]]):
            values[row[1]][place][row[3]] = _text(value)
    elif name in TEXTS:
        values[name] = _text(value)


def without_empty_rows(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values without rows in which nothing was chosen."""
    full = {name: [row for row in values[name] if any(row.get(box) for box in FILLED_BY)] for name in ROWS}
    return {**values, **full}


def _text(value: object) -> str:
    """Return the text with uniform line ends and without surrounding blanks."""
    value = value if isinstance(value, str) else ""
    return "\n".join(
        line.rstrip() for line in value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ).strip()
