"""Coverage: which clauses of a source document a policy carries, and what acts on each today."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from belisha.rules.language.clauses import (
    Clause,
    Deed,
    Definition,
    Note,
    NoteKind,
    Office,
    Plain,
    PlatformFact,
    Procedure,
    Rule,
)
from belisha.rules.language.policy import Policy

# What acts on a kind of clause today: the doors and pages that change when such a clause changes.
PARTS: Mapping[type[Clause], tuple[str, ...]] = {
    Rule: ("ask", "for me", "compare"),
    Definition: ("ask", "for me", "compare"),
    Office: ("ask", "for me", "people", "compare"),
    Procedure: ("ask", "for me"),
    PlatformFact: ("ask", "compare"),
    Note: ("ask", "for me"),
    Plain: ("for me",),
}
PARTS_OF_NOTES: Mapping[NoteKind, tuple[str, ...]] = {
    NoteKind.CONTROL: ("document control", "for me"),
    NoteKind.RIGHT: ("ask", "for me", "help", "compare"),
}
# A rule that sends people to somebody is also what the page "where to get help" is made from.
HELPING_DEEDS = (Deed.REPORT, Deed.ASK, Deed.REFER)


@dataclass(frozen=True, slots=True)
class StatedClause:
    """A row of the table of clauses: something that a source document asks of somebody.

    `needs` are codes of the parts of the product that must carry it in the end.
    """

    id: str
    who: str
    modality: str
    what: str
    when: str
    then: str
    needs: tuple[str, ...]

    @property
    def letter(self) -> str:
        """The letter of the document."""
        return self.id[0]


@dataclass(frozen=True, slots=True)
class Carried:
    """One row with the ids of the clauses that carry it (none: missing) and the parts that act on them."""

    stated: StatedClause
    clauses: tuple[str, ...]
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Coverage:
    """How much of its source document a policy carries.

    `unlisted` are ids that the policy cites and the table does not hold; `uncited` are clauses that cite
    nothing. A school's own policy, made from no listed document, has no rows.
    """

    policy: str
    rows: tuple[Carried, ...]
    unlisted: tuple[str, ...] = ()
    uncited: tuple[str, ...] = ()

    @cached_property
    def carried(self) -> Mapping[str, tuple[str, ...]]:
        """For each id that is carried, the ids of its clauses."""
        return {row.stated.id: row.clauses for row in self.rows if row.clauses}

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The ids that no clause carries."""
        return tuple(row.stated.id for row in self.rows if not row.clauses)


def coverage(policy: Policy) -> Coverage:
    """Return which rows of its document a policy carries. The document is the one that it cites most."""
    citing: dict[str, list[Clause]] = {}
    for clause in policy.clauses:
        for cite in clause.cites:
            citing.setdefault(cite, []).append(clause)
    table = stated_clauses()
    letters = Counter(table[cite].letter for cite in citing if cite in table)
    letter = max(letters, key=lambda each: letters[each], default=None)
    rows = tuple(_row(stated, citing) for stated in table.values() if stated.letter == letter)
    unlisted = tuple(cite for cite in citing if cite not in table)
    uncited = tuple(clause.id for clause in policy.clauses if not clause.cites)
    return Coverage(policy.control.slug, rows, unlisted, uncited)


@cache
def stated_clauses() -> Mapping[str, StatedClause]:
    """Return the table of clauses that ships, by id, in its order."""
    lines = files("belisha").joinpath("library", "clauses.tsv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return {row["id"]: _stated(row) for row in rows}


def parts_of(clause: Clause) -> tuple[str, ...]:
    """Return the parts of the product that act on a clause today."""
    return tuple(dict.fromkeys(_parts_of(clause)))


def _parts_of(clause: Clause) -> Iterator[str]:
    if isinstance(clause, Note):
        yield from PARTS_OF_NOTES.get(clause.kind, PARTS[Note])
        return
    yield from PARTS[type(clause)]
    if isinstance(clause, Rule) and any(effect.deed in HELPING_DEEDS for effect in clause.then):
        yield "help"


def _row(stated: StatedClause, citing: Mapping[str, list[Clause]]) -> Carried:
    clauses = citing.get(stated.id, [])
    parts = tuple(dict.fromkeys(part for clause in clauses for part in parts_of(clause)))
    return Carried(stated, tuple(clause.id for clause in clauses), parts)


def _stated(row: Mapping[str, str | None]) -> StatedClause:
    cells = {name: cell or "" for name, cell in row.items()}
    return StatedClause(
        id=cells["id"],
        who=cells["who"],
        modality=cells["modality"],
        what=cells["what"],
        when=cells["when / unless"],
        then=cells["then"],
        needs=tuple(cells["needs"].split()),
    )
