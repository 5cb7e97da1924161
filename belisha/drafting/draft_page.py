"""A draft by sections: its clauses, how they differ from the model, and removed clauses."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from belisha.base.grouped_list import GroupedList, ListRequest, arrange
from belisha.drafting.models import RemovedClause
from belisha.policies.documents.clause_text import searchable_text
from belisha.policies.versions.clause_diff import RowChange, changes_between
from belisha.rules.edit import ClauseChange, Differing, differences
from belisha.rules.language.clauses import Clause
from belisha.rules.language.policy import Policy

DIFFERENCE_WORDS = {
    ClauseChange.SAME: "As in the model",
    ClauseChange.CHANGED: "Changed by us",
    ClauseChange.ADDED: "Added by us",
    ClauseChange.REMOVED: "Removed by us",
}
COLOURS = {
    ClauseChange.SAME: "grey",
    ClauseChange.CHANGED: "blue",
    ClauseChange.ADDED: "green",
    ClauseChange.REMOVED: "red",
}


@dataclass(frozen=True, slots=True)
class DraftClause:
    """One clause on the page; `differing` is None where there is no model."""

    clause: Clause
    differing: Differing | None

    @property
    def key(self) -> str:
        """The id of the clause on the page."""
        return self.clause.id

    @property
    def words(self) -> str:
        """The text in which a search looks."""
        return searchable_text(self.clause)

    @property
    def how(self) -> ClauseChange | None:
        """How it differs from the model."""
        return self.differing.how if self.differing else None

    @property
    def changes(self) -> tuple[RowChange, ...]:
        """The fields in which draft and model differ."""
        return changes_between(self.differing.model, self.differing.own) if self.differing else ()


@dataclass(frozen=True, slots=True)
class RemovedLine:
    """A clause that is not in the draft and can be restored."""

    id: str
    title: str
    text: str

    @property
    def key(self) -> str:
        """The id of the row on the page."""
        return f"gone-{self.id}"

    @property
    def words(self) -> str:
        """The text in which a search looks."""
        return f"{self.title} {self.text}"


@dataclass(slots=True)
class DraftSection:
    """A section: its title (empty before the first), its clauses, and those removed from it."""

    title: str
    lines: list[DraftClause] = field(default_factory=list)
    gone: list[RemovedLine] = field(default_factory=list)


def sections_of(policy: Policy, model: Policy | None, removed: Iterable[RemovedClause]) -> list[DraftSection]:
    """Return the draft by section. Clauses removed from a removed section are listed in the last one."""
    found = {title: DraftSection(title) for title in ("", *policy.sections)}
    differing = differences(model, policy) if model else {}
    for clause in policy.clauses:
        found[clause.section].lines.append(DraftClause(clause, differing.get(clause.id)))
    gone = {each.clause: (each.section, RemovedLine(each.clause, each.title, "")) for each in removed}
    for each in differing.values():
        if each.how is ClauseChange.REMOVED and each.model:
            gone[each.id] = (each.model.section, RemovedLine(each.id, each.model.title, each.model.text))
    for section, row in gone.values():
        if row.id not in policy.by_id:
            found.get(section, found[next(reversed(found))]).gone.append(row)
    return [each for each in found.values() if each.title or each.lines or each.gone]


def draft_listing(
    sections: Iterable[DraftSection], asked: ListRequest, *, only_changes: bool = False
) -> GroupedList[DraftClause | RemovedLine]:
    """Return the draft by section, as asked. `only_changes` leaves out what is as in the model."""
    groups = []
    for place, section in enumerate(sections, 1):
        lines = [each for each in section.lines if not only_changes or each.how is not ClauseChange.SAME]
        items: list[DraftClause | RemovedLine] = [*lines, *section.gone]
        if items or not only_changes:
            groups.append((section.title or "Before the first section", f"section-{place}", items))
    return arrange(groups, asked, text=lambda item: item.words, key=lambda item: item.key)


def counts(sections: Iterable[DraftSection]) -> dict[ClauseChange, int]:
    """Return the number of clauses by how they differ from the model."""
    found = dict.fromkeys(ClauseChange, 0)
    for section in sections:
        found[ClauseChange.REMOVED] += len(section.gone)
        for line in section.lines:
            if line.how:
                found[line.how] += 1
    return found
