"""The differences between two versions of a policy, clause by clause."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import TextChoices

from belisha.base.grouped_list import GroupedList, ListRequest, arrange
from belisha.policies.documents.clause_text import PLACE, SECTION, ClauseRow, clause_kind, clause_rows
from belisha.policies.documents.control_text import NOT_STATED, yes_or_no
from belisha.rules.language.clauses import Clause
from belisha.rules.language.policy import Control, Policy

_WORDS = re.compile(r"\S+\s*")
SAME, GONE, NEW = "same", "gone", "new"
# Fewer unchanged words than these between two changes are shown as part of the change.
FEWEST_ALIKE = 3


@dataclass(frozen=True, slots=True)
class TextPiece:
    """Some words of a text; `is_changed` if the other text does not have them there."""

    words: str
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class RowChange:
    """One field of a clause, before and after. Empty where it was absent."""

    heading: str
    before: tuple[str, ...]
    after: tuple[str, ...]


class ClauseChangeType(TextChoices):
    """What happened to a clause between two texts."""

    ADDED = "added", "Added"
    REMOVED = "removed", "Removed"
    CHANGED = "changed", "Changed"


@dataclass(frozen=True, slots=True)
class ClauseDifference:
    """A clause that differs between two texts.

    `before` and `after` are its texts in pieces, `rows` the fields that differ, `title_before` its old title
    if that changed.
    """

    id: str
    title: str
    section: str
    how: ClauseChangeType
    before: tuple[TextPiece, ...] = ()
    after: tuple[TextPiece, ...] = ()
    rows: tuple[RowChange, ...] = ()
    title_before: str = ""
    cites: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[tuple[str, str], ...]:
        """Both texts as one, in pieces: see `merged_words`."""
        before, after = ("".join(piece.words for piece in pieces) for pieces in (self.before, self.after))
        return merged_words(before, after)


def clause_changes(a: Policy, b: Policy) -> tuple[ClauseDifference, ...]:
    """Return every clause that differs between an earlier and a later text, in the order of the later one.

    Clauses are matched by id; one that only has a new id is listed as changed. Removed clauses come last.
    """
    renamed = _renamed(a, b)
    earlier = dict(a.by_id)
    found = []
    for clause in b.clauses:
        was = earlier.pop(renamed.get(clause.id, clause.id), None)
        change = _added(clause) if was is None else _changed(was, clause, a, b)
        if change is not None:
            found.append(change)
    gone = [
        ClauseDifference(
            each.id,
            each.title,
            each.section,
            ClauseChangeType.REMOVED,
            before=(TextPiece(each.text, True),),
            cites=each.cites,
        )
        for each in earlier.values()
    ]
    return (*found, *gone)


def changes_by_section(
    changes: Iterable[ClauseDifference], asked: ListRequest
) -> GroupedList[ClauseDifference]:
    """Return the changed clauses by section, as the reader asked for them."""
    sections: dict[str, list[ClauseDifference]] = {}
    for change in changes:
        sections.setdefault(change.section, []).append(change)
    groups = ((title, f"section-{place}", found) for place, (title, found) in enumerate(sections.items(), 1))
    return arrange(groups, asked, text=_searchable, key=lambda change: change.id)


def _searchable(change: ClauseDifference) -> str:
    return " ".join((change.title, *(piece.words for piece in (*change.before, *change.after))))


def changes_between(
    before: Clause | None, after: Clause | None, policy: Policy | None = None
) -> tuple[RowChange, ...]:
    """Return the fields in which two versions of a clause differ, its words first. None means absent.

    They are in the words of `policy`.
    """
    return tuple(_row_changes(_told(before, policy), _told(after, policy)))


def control_changes(a: Control, b: Control) -> tuple[RowChange, ...]:
    """Return the fields of document control that differ."""
    pairs = zip(_control(a), _control(b), strict=True)
    return tuple(
        RowChange(heading, (before or NOT_STATED,), (after or NOT_STATED,))
        for (heading, before), (_, after) in pairs
        if before != after
    )


def diff_words(before: str, after: str) -> tuple[tuple[TextPiece, ...], tuple[TextPiece, ...]]:
    """Return both texts in pieces, cut by whole words where they differ."""
    one, other = _WORDS.findall(before), _WORDS.findall(after)
    left: list[TextPiece] = []
    right: list[TextPiece] = []
    for kind, i, j, k, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        left += _piece(one[i:j], kind != "equal")
        right += _piece(other[k:m], kind != "equal")
    return tuple(left), tuple(right)


def merged_words(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Return both texts as one, in pieces: `(("same", "Staff may"), ("gone", "not"), ("new", "always"), …)`.

    One or two unchanged words between changes are repeated on both sides, because that reads better.
    """
    one, other = before.split(), after.split()
    pieces: list[tuple[str, str]] = []
    gone: list[str] = []
    new: list[str] = []
    for tag, i, j, k, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal" and (j - i >= FEWEST_ALIKE or not (gone or new or pieces) or j == len(one)):
            pieces += [(mark, " ".join(words)) for mark, words in ((GONE, gone), (NEW, new)) if words]
            pieces.append((SAME, " ".join(one[i:j])))
            gone, new = [], []
        else:
            gone += one[i:j]
            new += other[k:m]
    pieces += [(mark, " ".join(words)) for mark, words in ((GONE, gone), (NEW, new)) if words]
    return tuple(pieces)


def _piece(words: list[str], is_changed: bool) -> Iterator[TextPiece]:
    if words:
        yield TextPiece("".join(words), is_changed)


def _added(clause: Clause) -> ClauseDifference:
    after = (TextPiece(clause.text, True),)
    return ClauseDifference(
        clause.id, clause.title, clause.section, ClauseChangeType.ADDED, after=after, cites=clause.cites
    )


def _changed(was: Clause, now: Clause, a: Policy, b: Policy) -> ClauseDifference | None:
    rows = tuple(_row_changes(_rows(was, a), _rows(now, b)))
    if was.text == now.text and was.title == now.title and not rows:
        return None
    before, after = diff_words(was.text, now.text)
    old = was.title if was.title != now.title else ""
    return ClauseDifference(
        now.id, now.title, now.section, ClauseChangeType.CHANGED, before, after, rows, old, now.cites
    )


def _rows(clause: Clause, policy: Policy | None) -> tuple[ClauseRow, ...]:
    return (
        ClauseRow("Force", (clause_kind(clause),)),
        *clause_rows(clause, policy),
        ClauseRow(SECTION, (clause.section,)),
    )


def _told(clause: Clause | None, policy: Policy | None) -> tuple[ClauseRow, ...]:
    if clause is None:
        return ()
    cites = (ClauseRow(PLACE, clause.cites),) if clause.cites else ()
    said = (ClauseRow("Title", (clause.title,)), ClauseRow("Words", (clause.text,)))
    return (*said, *_rows(clause, policy), *cites)


def _row_changes(before: Iterable[ClauseRow], after: Iterable[ClauseRow]) -> Iterator[RowChange]:
    old, new = ({row.heading: row.words for row in rows} for rows in (before, after))
    for heading in dict.fromkeys((*old, *new)):
        if old.get(heading, ()) != new.get(heading, ()):
            yield RowChange(heading, old.get(heading, ()), new.get(heading, ()))


def _renamed(a: Policy, b: Policy) -> dict[str, str]:
    """Return new id to old id for clauses with identical words and another id."""
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
