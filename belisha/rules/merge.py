"""Three-way merge of policies by clause: a model, a school's own text of it, and the model's next version."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from belisha.rules.language.clauses import Clause
from belisha.rules.language.policy import LeadIn, Policy
from belisha.rules.merging.orders import merged_members, merged_order, pick
from belisha.rules.merging.steps import MergeChange, MergeStep

__all__ = ["MergeChange", "MergeStep", "Merged", "merge"]


@dataclass(frozen=True)
class Merged:
    """What became of every clause of the three policies, in the order in which they stand in the end.

    `ours` is the school's text: its document control is kept as it is.
    """

    base: Policy
    ours: Policy
    theirs: Policy
    steps: tuple[MergeStep, ...]

    @property
    def conflicts(self) -> tuple[MergeStep, ...]:
        """The clauses that both sides changed, differently."""
        return tuple(step for step in self.steps if step.is_conflict)

    @property
    def to_decide(self) -> tuple[MergeStep, ...]:
        """The clauses that theirs changed and ours has not changed in the same way."""
        return tuple(step for step in self.steps if step.change in (MergeChange.THEIRS, MergeChange.CONFLICT))

    def result(self, decisions: Mapping[str, Clause | None] = MappingProxyType({})) -> Policy:
        """Return the merged policy. `decisions` are clauses by id (None: removed); the rest as proposed.

        A procedure may be left with a step that went: `belisha.rules.edit.loose_steps` finds it.
        """
        chosen = {step.id: decisions.get(step.id, step.proposed) for step in self.steps}
        sections = self._sections({step.section for step in self.steps if chosen[step.id]})
        places = {name: place for place, name in enumerate(("", *sections))}
        clauses = [
            replace(clause, section=step.section) for step in self.steps if (clause := chosen[step.id])
        ]
        return Policy(
            control=self.ours.control,
            clauses=tuple(sorted(clauses, key=lambda clause: places[clause.section])),
            introduction=pick(self.base.introduction, self.ours.introduction, self.theirs.introduction),
            sections=sections,
            lead_ins=self._lead_ins(sections),
        )

    def _lead_ins(self, sections: tuple[str, ...]) -> tuple[LeadIn, ...]:
        """Return what sections say for all: theirs where ours left it as it was."""
        base, ours, theirs = (
            {each.section: each for each in policy.lead_ins} for policy in (self.base, self.ours, self.theirs)
        )
        found = (pick(base.get(each), ours.get(each), theirs.get(each)) for each in sections)
        return tuple(each for each in found if each)

    def _sections(self, used: set[str]) -> tuple[str, ...]:
        base, ours, theirs = self.base.sections, self.ours.sections, self.theirs.sections
        kept = (set(merged_members(base, ours, theirs)) | used) - {""}
        return merged_order(base, ours, theirs, kept)


def merge(base: Policy, ours: Policy, theirs: Policy) -> Merged:
    """Merge what a school (`ours`) and a publisher (`theirs`) have each made of the policy `base`.

    Clauses are the same clause where they have the same id. Nothing is decided that only a person can.
    """
    every = tuple(dict.fromkeys((*ours.by_id, *theirs.by_id, *base.by_id)))
    order = merged_order(tuple(base.by_id), tuple(ours.by_id), tuple(theirs.by_id), every)
    gone = [each for each in every if each not in order]
    steps = tuple(
        MergeStep(each, base.by_id.get(each), ours.by_id.get(each), theirs.by_id.get(each))
        for each in (*order, *gone)
    )
    return Merged(base, ours, theirs, steps)
