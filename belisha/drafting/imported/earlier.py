"""Keep what an earlier version of a policy says of clauses that its new document has too."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from belisha.drafting.imported.mapping import MappedClause
from belisha.reading.language.force import folded
from belisha.rules.edit import id_for
from belisha.rules.language.clauses import Clause, Note, NoteKind
from belisha.rules.language.policy import Policy

ALIKE, SHARED = 0.8, 0.6
UNSURE = 0.5


@dataclass(frozen=True, slots=True)
class YearsChanges:
    """Ids of clauses that are new, worded otherwise or as they were, and titles of those that are gone."""

    new: tuple[str, ...] = ()
    reworded: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def with_earlier(
    mapped: Sequence[MappedClause], earlier: Policy
) -> tuple[tuple[MappedClause, ...], YearsChanges]:
    """Return the clauses of a document with the rules of an earlier version that still fit, and what changed.

    A clause with the same words keeps its rule as it was settled then. One that is worded otherwise, with the
    same force, keeps it too, and is unsure, so that somebody looks at it first.
    """
    left = {clause.id: clause for clause in earlier.clauses if not _is_about(clause)}
    pairs = _pairs([each.clause for each in mapped], left)
    taken = {*left, *(each.clause.id for each in mapped)}
    found, new, reworded, same = [], list[str](), list[str](), list[str]()
    for place, each in enumerate(mapped):
        known = pairs.get(place)
        if known is None:
            clause = each.clause
            if clause.id in left:
                clause = replace(clause, id=id_for(clause.title, taken))
                taken.add(clause.id)
            found.append(replace(each, clause=clause))
            new.append(clause.id)
            continue
        is_same = _words(known.text) == _words(each.clause.text)
        kept = replace(known, section=each.clause.section, cites=each.clause.cites, text=each.clause.text)
        found.append(replace(each, clause=kept, confidence=1.0 if is_same else min(UNSURE, each.confidence)))
        (same if is_same else reworded).append(kept.id)
    held = {clause.id for clause in pairs.values()}
    gone = tuple(clause.title for name, clause in left.items() if name not in held)
    return tuple(found), YearsChanges(tuple(new), tuple(reworded), tuple(same), gone)


def _pairs(clauses: Sequence[Clause], left: dict[str, Clause]) -> dict[int, Clause]:
    """Return the earlier clause of each place: those with the same words first, then the likest."""
    pairs: dict[int, Clause] = {}
    free = dict(left)
    by_words: dict[tuple[str, ...], list[str]] = {}
    for name, clause in free.items():
        by_words.setdefault(_words(clause.text), []).append(name)
    for place, clause in enumerate(clauses):
        if names := by_words.get(_words(clause.text)):
            pairs[place] = free.pop(names.pop(0))
    for place, clause in enumerate(clauses):
        if place in pairs:
            continue
        likest = max(free.values(), key=lambda each: _likeness(clause, each), default=None)
        if likest is not None and _likeness(clause, likest) >= ALIKE:
            pairs[place] = free.pop(likest.id)
    return pairs


def _likeness(one: Clause, other: Clause) -> float:
    """Return how alike the words of two clauses of one force are, from 0 to 1."""
    if getattr(one, "force", None) != getattr(other, "force", None):
        return 0.0
    first, second = _words(one.text), _words(other.text)
    shared = (Counter(first) & Counter(second)).total()
    if shared < SHARED * max(len(first), len(second)):
        return 0.0
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _words(text: str) -> tuple[str, ...]:
    return tuple("".join(each if each.isalnum() else " " for each in folded(text)).split())


def _is_about(clause: Clause) -> bool:
    """Return whether a clause is only about the document itself."""
    return isinstance(clause, Note) and clause.kind is NoteKind.CONTROL
