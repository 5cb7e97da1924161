"""Two versions of a policy, clause by clause: what came, what went, and what is worded or read
differently."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from belisha.policies.clause_words import Row, clause_rows, kind_words
from belisha.policies.control_words import NOT_STATED, yes_or_no
from belisha.rules.clauses import Clause
from belisha.rules.policy import Control, Policy

_WORDS = re.compile(r"\S+\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text; `is_changed` where the other text does not have them there."""

    words: str
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class RowChange:
    """One line of how a clause is read, before and after. Empty where it was not there."""

    heading: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One clause that is not the same in both. `how` is "Added", "Removed" or "Changed".

    `before` and `after` are its texts in pieces, `rows` what is read differently, `title_before` its old
    title where that has changed.
    """

    id: str
    title: str
    section: str
    how: str
    before: tuple[Piece, ...] = ()
    after: tuple[Piece, ...] = ()
    rows: tuple[RowChange, ...] = ()
    title_before: str = ""


def clause_changes(a: Policy, b: Policy) -> tuple[ClauseChange, ...]:
    """Every clause that differs between an earlier and a later text, in the order of the later one.

    A clause is the same clause where it has the same id; one that was only given another id is told as
    changed.
    Clauses that went stand at the end.
    """
    renamed = _renamed(a, b)
    earlier = dict(a.by_id)
    found = []
    for clause in b.clauses:
        was = earlier.pop(renamed.get(clause.id, clause.id), None)
        change = _added(clause) if was is None else _changed(was, clause)
        if change is not None:
            found.append(change)
    gone = [
        ClauseChange(each.id, each.title, each.section, "Removed", before=(Piece(each.text, True),))
        for each in earlier.values()
    ]
    return (*found, *gone)


def changes_between(before: Clause | None, after: Clause | None) -> tuple[RowChange, ...]:
    """What differs between two readings of a clause, its words first. None: it is not there."""
    return tuple(_row_changes(_told(before), _told(after)))


def control_changes(a: Control, b: Control) -> tuple[RowChange, ...]:
    """What document control states differently."""
    pairs = zip(_control(a), _control(b), strict=True)
    return tuple(
        RowChange(heading, (before or NOT_STATED,), (after or NOT_STATED,))
        for (heading, before), (_, after) in pairs
        if before != after
    )


def pieces(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts, cut where they differ, by whole words."""
    one, other = _WORDS.findall(before), _WORDS.findall(after)
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, i, j, k, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        left += _piece(one[i:j], kind != "equal")
        right += _piece(other[k:m], kind != "equal")
    return tuple(left), tuple(right)


def _piece(words: list[str], is_changed: bool) -> Iterator[Piece]:
    if words:
        yield Piece("".join(words), is_changed)


def _added(clause: Clause) -> ClauseChange:
    return ClauseChange(clause.id, clause.title, clause.section, "Added", after=(Piece(clause.text, True),))


def _changed(was: Clause, now: Clause) -> ClauseChange | None:
    rows = tuple(_row_changes(_rows(was), _rows(now)))
    if was.text == now.text and was.title == now.title and not rows:
        return None
    before, after = pieces(was.text, now.text)
    old = was.title if was.title != now.title else ""
    return ClauseChange(now.id, now.title, now.section, "Changed", before, after, rows, old)


def _rows(clause: Clause) -> tuple[Row, ...]:
    return (Row("Force", (kind_words(clause),)), *clause_rows(clause), Row("Section", (clause.section,)))


def _told(clause: Clause | None) -> tuple[Row, ...]:
    if clause is None:
        return ()
    cites = (Row("Where it stands", clause.cites),) if clause.cites else ()
    return (Row("Title", (clause.title,)), Row("Words", (clause.text,)), *_rows(clause), *cites)


def _row_changes(before: Iterable[Row], after: Iterable[Row]) -> Iterator[RowChange]:
    old, new = ({row.heading: row.words for row in rows} for rows in (before, after))
    for heading in dict.fromkeys((*old, *new)):
        if old.get(heading, ()) != new.get(heading, ()):
            yield RowChange(heading, old.get(heading, ()), new.get(heading, ()))


def _renamed(a: Policy, b: Policy) -> dict[str, str]:
    """New id to old id, where a clause with the very same words has another id."""
    gone = {clause.text: clause.id for clause in a.clauses if clause.id not in b.by_id}
    return {
        clause.id: gone[clause.text]
        for clause in b.clauses
        if clause.id not in a.by_id and clause.text in gone
    }


def _control(control: Control) -> tuple[tuple[str, str], ...]:
    return (
        ("Title", control.title),
        ("Scope", control.scope),
        ("Version in the document", control.version),
        ("Review period", control.review_period),
        ("Responsible committee", control.committee),
        ("Statutory", yes_or_no(control.statutory)),
        ("Required on the website", yes_or_no(control.required_on_website)),
        ("Ratified by", control.ratified_by),
        ("Ratified on", control.ratified),
        ("Next review due", control.review_due),
        (
            "To be read with",
            ", ".join(f"{each.name} {each.edition}".strip() for each in control.linked),
        ),
    )
