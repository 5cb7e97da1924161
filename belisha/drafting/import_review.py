"""What the review of an imported document shows: the next clause, its passage, and how far it is."""

from collections.abc import Iterable
from dataclasses import dataclass

from belisha.drafting.models import ImportedClause, ImportedDocument
from belisha.policies.models import PolicyVersion
from belisha.reading.values import UNSURE
from belisha.rules.language.clauses import Clause, Plain, Rule
from belisha.rules.vocabulary.words import Vocabulary

AROUND = 3


@dataclass(frozen=True, slots=True)
class ReviewProgress:
    """How many clauses of a document were checked, of how many."""

    done: int
    total: int

    @property
    def left(self) -> int:
        """How many are left."""
        return self.total - self.done


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage of the document: its number, and its words before, in and after the clause."""

    number: str
    before: str
    marked: str
    after: str
    is_heading: bool


def progress_of(version: PolicyVersion) -> ReviewProgress | None:
    """Return how far the review of a draft's document is, or None if it was read from none."""
    document = ImportedDocument.objects.filter(version=version).defer("blocks").first()
    if document is None:
        return None
    decisions = list(document.clauses.values_list("decision", flat=True))
    return ReviewProgress(sum(bool(each) for each in decisions), len(decisions))


def in_review_order(clauses: Iterable[ImportedClause]) -> list[ImportedClause]:
    """Return the clauses that are not settled: the unsure first, then in the document's order."""
    left = [each for each in clauses if not each.decision]
    return sorted(left, key=lambda each: (each.confidence >= UNSURE, each.position))


def passages_around(document: ImportedDocument, text: str) -> list[ShownPassage]:
    """Return the passage that holds a clause, with its words marked, and those around it."""
    blocks = document.blocks
    place = next((index for index, block in enumerate(blocks) if text in block["text"]), None)
    if place is None:
        return [ShownPassage("", "", text, "", is_heading=False)]
    found = []
    for index in range(max(0, place - AROUND), min(len(blocks), place + AROUND + 1)):
        block = blocks[index]
        before, marked, after = block["text"], "", ""
        if index == place:
            before, marked, after = block["text"].partition(text)
        is_heading = block["kind"] == "heading"
        found.append(ShownPassage(block["number"], before, marked, after, is_heading))
    return found


def actions_offered(
    row: ImportedClause, stated: Clause | None, vocabulary: Vocabulary
) -> list[tuple[str, str]]:
    """Return the actions to choose from, the likeliest first, with their words."""
    now = [stated.action] if isinstance(stated, Rule) else []
    names = dict.fromkeys((*now, *row.proposed["actions"]))
    return [(name, vocabulary.actions[name].label) for name in names if name in vocabulary.actions]


def can_be_rule(stated: Clause | None) -> bool:
    """Return whether force, people and action of a clause can be chosen."""
    return isinstance(stated, Rule | Plain)
