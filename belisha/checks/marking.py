"""The words of a draft in pieces, each with the finding that marks it."""

from collections.abc import Iterable
from dataclasses import dataclass

from belisha.checking.draft import CitedClause, Finding, FindingSeverity

MOST_QUOTED = 3
SIGNS = {FindingSeverity.BLOCK: "✖", FindingSeverity.WARN: "!", FindingSeverity.INFO: "i"}
LABELS = {FindingSeverity.BLOCK: "Stop", FindingSeverity.WARN: "Take care", FindingSeverity.INFO: "Note"}
PLAIN_LABELS = {
    FindingSeverity.BLOCK: "Do not post this",
    FindingSeverity.WARN: "Think again",
    FindingSeverity.INFO: "Good to know",
}


@dataclass(frozen=True, slots=True)
class DraftPiece:
    """A piece of the draft; `number` is that of its finding, 0 where nothing is minded."""

    words: str
    number: int = 0
    severity: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings on words that overlap, the gravest first.

    `start` and `end` hold all their words. `clauses` are those that no group before it quotes; `again` are
    the others.
    """

    number: int
    first: Finding
    findings: tuple[Finding, ...]
    start: int
    end: int
    clauses: tuple[CitedClause, ...]
    again: tuple[CitedClause, ...]

    @property
    def label(self) -> str:
        """How grave it is, in words."""
        return LABELS[self.first.severity]

    @property
    def plain_label(self) -> str:
        """How grave it is, in words for a child."""
        return PLAIN_LABELS[self.first.severity]

    @property
    def sign(self) -> str:
        """The sign that stands beside the colour."""
        return SIGNS[self.first.severity]


def grouped(findings: Iterable[Finding]) -> list[FindingGroup]:
    """Return the findings by the words that they are about, in the order of gravity."""
    minded = [each for each in findings if each.clauses or each.question]
    stretches = _stretches(minded)
    groups: dict[tuple[int, int], list[Finding]] = {}
    for each in minded:
        groups.setdefault(stretches[each.start, each.end], []).append(each)
    made, quoted = [], set[str]()
    for number, ((start, end), found) in enumerate(groups.items(), start=1):
        cited = {clause.id: clause for each in found for clause in each.clauses[:MOST_QUOTED]}
        fresh = tuple(clause for clause in cited.values() if clause.id not in quoted)
        again = tuple(clause for clause in cited.values() if clause.id in quoted)
        quoted |= cited.keys()
        kinds = {each.kind: each for each in reversed(found)}  # what is said twice of the same words, once
        told = tuple(each for each in found if kinds[each.kind] is each)
        made.append(FindingGroup(number, found[0], told, start, end, fresh, again))
    return made


def _stretches(findings: Iterable[Finding]) -> dict[tuple[int, int], tuple[int, int]]:
    """Return for the words of each finding the stretch that holds them and all that overlaps them."""
    runs: list[tuple[int, int, list[tuple[int, int]]]] = []
    for start, end in sorted({(each.start, each.end) for each in findings}):
        if runs and start < runs[-1][1]:
            first, last, inside = runs.pop()
            runs.append((first, max(last, end), [*inside, (start, end)]))
        else:
            runs.append((start, end, [(start, end)]))
    return {one: (first, last) for first, last, inside in runs for one in inside}


def pieces(text: str, groups: Iterable[FindingGroup]) -> list[DraftPiece]:
    """Return the text in pieces, those that are minded marked."""
    found: list[DraftPiece] = []
    place = 0
    for group in sorted(groups, key=lambda each: (each.start, -each.end)):
        start, end = group.start, group.end
        if end <= start or start < place:
            continue
        if start > place:
            found.append(DraftPiece(text[place:start]))
        found.append(DraftPiece(text[start:end], group.number, group.first.severity.value, group.sign))
        place = end
    if place < len(text):
        found.append(DraftPiece(text[place:]))
    return found
