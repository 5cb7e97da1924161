"""A checked draft as plain values, for `belisha check --json` and for pages."""

import base64
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from belisha.checking.draft import Checked, Finding

if TYPE_CHECKING:
    from belisha.checking.photos import PhotoReport


def finding_values(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain values."""
    return {
        "action": finding.action,
        "kind": finding.kind,
        "label": finding.label,
        "start": finding.start,
        "end": finding.end,
        "words": finding.words,
        "severity": finding.severity.value,
        "verdict": finding.verdict.value,
        "clauses": [
            {"id": each.id, "cites": list(each.cites), "text": each.text} for each in finding.clauses
        ],
        "fix": finding.fix,
        "way_out": finding.way_out,
        "sure": finding.sure,
    }


def checked_values(
    checked: Checked, photos: "Iterable[PhotoReport]" = (), *, length: int | None = None
) -> dict[str, Any]:
    """Return a checked draft as plain values, with what its photos tell and their clean copies.

    `length` is that of its own words: what is found behind them stands in a picture.
    """
    reports = list(photos)
    return {
        "verdict": checked.verdict.value,
        "severity": checked.severity.value if checked.severity else None,
        "findings": [
            finding_values(each) | ({} if length is None else {"in_picture": each.end > length})
            for each in checked.findings
        ],
        "asks": list(checked.asks),
        "help": checked.help,
        "notes": [*checked.notes, *(remark for each in reports for remark in each.remarks)],
        "metadata": [
            {"photo": number, "kind": note.kind, "value": note.value}
            for number, each in enumerate(reports, start=1)
            for note in each.notes
        ],
        "faces": [
            {"photo": number, "box": list(box)}
            for number, each in enumerate(reports, start=1)
            for box in each.faces
        ],
        "words_in_pictures": [each.words for each in reports],
        "publish_copy": [copy_values(each) for each in reports] or None,
    }


def copy_values(report: "PhotoReport") -> dict[str, Any]:
    """Return the clean copy of a photo as plain values: format and contents in base 64."""
    return {"format": report.copy_format, "base64": base64.b64encode(report.copy).decode("ascii")}
