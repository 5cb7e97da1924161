"""Clauses of a revision that speak of the document itself, as it was before."""

import re
from collections.abc import Iterator

from belisha.rules.editing.force_words import force_words
from belisha.rules.language.clauses import Note, NoteKind
from belisha.rules.language.policy import Policy
from belisha.rules.linting.dates import read_date

# A sentence is shown up to here: it only has to be known again.
LONGEST = 120
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def still_to_check(policy: Policy, before: Policy | None) -> Iterator[tuple[Note, str]]:
    """Yield each note about the document that is as in `before`, with the words that state something of it.

    That is a day, a version, an approval or a review. Without `before` there is nothing to compare with.
    """
    if before is None:
        return
    for clause in policy.clauses:
        if isinstance(clause, Note) and clause.kind is NoteKind.CONTROL:
            was = before.by_id.get(clause.id)
            words = _stating(clause.text)
            if words and was is not None and was.text == clause.text:
                yield clause, words


def _stating(text: str) -> str:
    """Return the first sentence that states such a thing; empty where none does."""
    for sentence in _SENTENCE.split(" ".join(text.split())):
        if force_words().document.search(sentence.lower()) or read_date(sentence):
            plain = sentence.rstrip(".")
            return plain if len(plain) <= LONGEST else f"{plain[:LONGEST].rsplit(' ', 1)[0]} …"
    return ""
