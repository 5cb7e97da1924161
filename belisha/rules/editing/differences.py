"""What a school changed in the model that it took: clause by clause, with the fields that differ."""

from dataclasses import dataclass
from enum import StrEnum

from belisha.rules.editing.new_policy import with_own_name
from belisha.rules.language.clauses import Clause
from belisha.rules.language.fields import KIND_OF
from belisha.rules.language.policy import Policy
from belisha.rules.merging.steps import content


class ClauseChange(StrEnum):
    """How a clause stands to the model's."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Differing:
    """One clause, the model's and the school's (None where it is not there)."""

    id: str
    model: Clause | None
    own: Clause | None

    @property
    def how(self) -> ClauseChange:
        """Added, changed, removed or the same. Where it stands does not count."""
        if self.model is None:
            return ClauseChange.ADDED
        if self.own is None:
            return ClauseChange.REMOVED
        return ClauseChange.SAME if content(self.model) == content(self.own) else ClauseChange.CHANGED


def differences(model: Policy, own: Policy) -> dict[str, Differing]:
    """Return every clause of either policy by its id: the school's in their order, then what it took out.

    That a text says whose it is now, where the model said so of itself, is no difference.
    """
    model = with_own_name(model, own.control)
    every = dict.fromkeys((*own.by_id, *model.by_id))
    return {each: Differing(each, model.by_id.get(each), own.by_id.get(each)) for each in every}


def count_changed(model: Policy, own: Policy) -> int:
    """Return how many clauses were added, changed or taken out."""
    return sum(each.how is not ClauseChange.SAME for each in differences(model, own).values())


def kind_name(clause: Clause) -> str:
    """Return the kind of a clause: `rule`, `note`, ..."""
    return KIND_OF[type(clause)].name
