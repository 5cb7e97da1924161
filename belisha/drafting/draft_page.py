"""A draft as its page shows it: sections, clauses, what differs from the model, and what was taken out."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from belisha.drafting.models import RemovedClause
from belisha.policies.clause_changes import RowChange, changes_between
from belisha.rules.clauses import Clause
from belisha.rules.edit import Difference, Differing, differences
from belisha.rules.policy import Policy

DIFFERENCE_WORDS = {
    Difference.SAME: "As in the model",
    Difference.CHANGED: "Changed by us",
    Difference.ADDED: "Added by us",
    Difference.REMOVED: "Taken out by us",
}
COLOURS = {
    Difference.SAME: "grey",
    Difference.CHANGED: "blue",
    Difference.ADDED: "green",
    Difference.REMOVED: "red",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One clause on the page; `differing` is None where there is no model."""

    clause: Clause
    differing: Differing | None

    @property
    def how(self) -> Difference | None:
        """How it stands to the model."""
        return self.differing.how if self.differing else None

    @property
    def changes(self) -> tuple[RowChange, ...]:
        """What the model says and the draft says, where they differ."""
        return changes_between(self.differing.model, self.differing.own) if self.differing else ()


@dataclass(frozen=True, slots=True)
class Gone:
    """A clause that is not in the draft and can be put back."""

    id: str
    title: str
    text: str


@dataclass(slots=True)
class SectionShown:
    """A section: its title (empty: before the first), its clauses, and what was taken out of it."""

    title: str
    lines: list[Line] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)


def sections_of(policy: Policy, model: Policy | None, removed: Iterable[RemovedClause]) -> list[SectionShown]:
    """The draft by section. What was taken out of a section that is gone stands in the first."""
    found = {title: SectionShown(title) for title in ("", *policy.sections)}
    differing = differences(model, policy) if model else {}
    for clause in policy.clauses:
        found[clause.section].lines.append(Line(clause, differing.get(clause.id)))
    gone = {each.clause: (each.section, Gone(each.clause, each.title, "")) for each in removed}
    for each in differing.values():
        if each.how is Difference.REMOVED and each.model:
            gone[each.id] = (each.model.section, Gone(each.id, each.model.title, each.model.text))
    for section, row in gone.values():
        if row.id not in policy.by_id:
            found.get(section, found[next(reversed(found))]).gone.append(row)
    return [each for each in found.values() if each.title or each.lines or each.gone]


def counts(sections: Iterable[SectionShown]) -> dict[Difference, int]:
    """How many clauses stand how to the model."""
    found = dict.fromkeys(Difference, 0)
    for section in sections:
        found[Difference.REMOVED] += len(section.gone)
        for line in section.lines:
            if line.how:
                found[line.how] += 1
    return found
