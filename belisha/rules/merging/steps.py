"""What became of one clause on both sides."""

from dataclasses import dataclass, replace
from enum import StrEnum

from belisha.rules.language.clauses import Clause
from belisha.rules.merging.orders import pick


class MergeChange(StrEnum):
    """Who changed a clause since the base: nobody, one side, both alike, or each differently."""

    SAME = "same"
    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both alike"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class MergeStep:
    """One clause in the base, in ours and in theirs; None where it is not there."""

    id: str
    base: Clause | None
    ours: Clause | None
    theirs: Clause | None

    @property
    def change(self) -> MergeChange:
        """Who changed what the clause says. Where it stands does not count: see `is_moved`."""
        base, ours, theirs = map(content, (self.base, self.ours, self.theirs))
        if ours == theirs:
            return MergeChange.SAME if ours == base else MergeChange.BOTH
        if ours == base:
            return MergeChange.THEIRS
        return MergeChange.OURS if theirs == base else MergeChange.CONFLICT

    @property
    def is_conflict(self) -> bool:
        """Whether both sides changed it, differently (taking it away is a change too)."""
        return self.change is MergeChange.CONFLICT

    @property
    def is_moved(self) -> bool:
        """Whether theirs puts it into another section than the base did."""
        return self.base is not None and self.theirs is not None and self.base.section != self.theirs.section

    @property
    def proposed(self) -> Clause | None:
        """What stands while nobody has decided: the only change; in a conflict ours, while it is there.

        None where the clause goes.
        """
        if self.change is MergeChange.THEIRS:
            return self.theirs
        if self.is_conflict:
            return self.ours or self.theirs
        return self.ours

    @property
    def section(self) -> str:
        """Where it stands in the end: where the side that moved it put it, ours if both did."""
        if self.ours and self.theirs:
            base = self.base.section if self.base else self.theirs.section
            return pick(base, self.ours.section, self.theirs.section)
        found = self.ours or self.theirs or self.base
        return found.section if found else ""


def content(clause: Clause | None) -> Clause | None:
    """Return the clause without the section that it stands in."""
    return None if clause is None else replace(clause, section="")
