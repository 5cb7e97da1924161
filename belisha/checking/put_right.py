"""Put right what a machine may: names, numbers and addresses are taken out of a draft."""

from collections.abc import Iterable

from belisha.checking.draft import Finding
from belisha.checking.rulings import kinds


def can_put_right(finding: Finding) -> bool:
    """Return whether there are other words for what a finding minds."""
    return bool(finding.clauses) and bool(kinds()[finding.kind].instead) and finding.end > finding.start


def put_right(text: str, findings: Iterable[Finding]) -> str:
    """Return the text with other words for what the findings mind, wherever a machine may find them."""
    kept = sorted(
        (each for each in findings if can_put_right(each)), key=lambda each: (each.start, -each.end)
    )
    parts, place = [], 0
    for each in kept:
        if each.start < place:
            continue
        parts += [text[place : each.start], _instead(text, each)]
        place = each.end
    return "".join([*parts, text[place:]])


def _instead(text: str, finding: Finding) -> str:
    words = kinds()[finding.kind].instead
    if finding.words.lower().endswith(("'s", "’s")):
        words += "’s"
    before = text[: finding.start].rstrip()
    return words[0].upper() + words[1:] if not before or before[-1] in ".!?" else words
