"""What changes between two texts of a policy, clause by clause, as words beside words. Pure."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from belisha.policies.clause_words import clause_rows, kind_words
from belisha.rules.clauses import Clause
from belisha.rules.policy import Policy

ADDED, REMOVED, CHANGED = "new", "left out", "changed"
SAME, GONE, NEW = "same", "gone", "new"
FEWEST_ALIKE = 3


@dataclass(frozen=True, slots=True)
class RowChange:
    """One line of how a clause is read: its heading, what it said and what it says."""

    heading: str
    was: tuple[str, ...]
    now: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One clause that differs. `words` are pieces of both texts in order, each marked same, gone or new."""

    id: str
    title: str
    section: str
    kind: str
    words: tuple[tuple[str, str], ...]
    rows: tuple[RowChange, ...]
    cites: tuple[str, ...] = ()


def clause_changes(before: Policy, after: Policy) -> tuple[ClauseChange, ...]:
    """The clauses that are new, left out or changed, in the order of the later text; what is gone comes last.

    A clause that merely stands elsewhere in the file is not changed.
    """
    found = [
        _change(before.by_id.get(clause.id), clause)
        for clause in after.clauses
        if not _same(before.by_id.get(clause.id), clause)
    ]
    gone = [_removed(clause) for clause in before.clauses if clause.id not in after.by_id]
    return (*found, *gone)


def word_pieces(was: str, now: str) -> tuple[tuple[str, str], ...]:
    """Both texts as pieces in order: `(("same", "Staff may "), ("gone", "not "), ("new", "always "), …)`."""
    a, b = was.split(), now.split()
    pieces: list[tuple[str, str]] = []
    gone: list[str] = []
    new: list[str] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        # A word or two that happen to stay are told with what changes around them: it reads better whole.
        if tag == "equal" and (j - i >= FEWEST_ALIKE or not (gone or new or pieces) or j == len(a)):
            pieces += [(mark, " ".join(words)) for mark, words in ((GONE, gone), (NEW, new)) if words]
            pieces.append((SAME, " ".join(a[i:j])))
            gone, new = [], []
        else:
            gone += a[i:j]
            new += b[k:m]
    pieces += [(mark, " ".join(words)) for mark, words in ((GONE, gone), (NEW, new)) if words]
    return tuple(pieces)


def _same(before: Clause | None, after: Clause) -> bool:
    return before is not None and replace(before, line=0, section=after.section) == replace(after, line=0)


def _change(before: Clause | None, after: Clause) -> ClauseChange:
    if before is None:
        new = ((NEW, after.text),)
        return ClauseChange(after.id, after.title, after.section, ADDED, new, (), after.cites)
    words = word_pieces(before.text, after.text)
    rows = tuple(_rows(before, after))
    return ClauseChange(after.id, after.title, after.section, CHANGED, words, rows, after.cites)


def _removed(clause: Clause) -> ClauseChange:
    words = ((GONE, clause.text),)
    return ClauseChange(clause.id, clause.title, clause.section, REMOVED, words, (), clause.cites)


def _rows(before: Clause, after: Clause) -> Iterator[RowChange]:
    told = [
        {"Title": (each.title,), "Force": (kind_words(each),)}
        | {row.heading: row.words for row in clause_rows(each)}
        for each in (before, after)
    ]
    for heading in dict.fromkeys((*told[0], *told[1])):
        was, now = (each.get(heading, ()) for each in told)
        if was != now:
            yield RowChange(heading, was, now)
