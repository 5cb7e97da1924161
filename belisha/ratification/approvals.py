"""How a round of approval stands: derived from what was decided of the text as it is now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from belisha.policies.models import PolicyVersion
from belisha.ratification.models import ApprovalRound, Decision, Opinion
from belisha.ratification.queries import open_round_on


@dataclass(frozen=True, slots=True)
class Said:
    """What one of those asked has said. `is_void`: of a text that has changed since, on `changed_at`."""

    user_id: int
    name: str
    opinion: str = ""
    words: str = ""
    decided_at: datetime | None = None
    is_void: bool = False
    changed_at: datetime | None = None

    @property
    def counts(self) -> bool:
        """Whether it is an approval of the text as it is now."""
        return self.opinion == Opinion.APPROVES and not self.is_void


@dataclass(frozen=True, slots=True)
class Approval:
    """A round: what everybody said, how many approvals count, how many are needed."""

    said: tuple[Said, ...]
    needed: int
    earlier: tuple[Said, ...] = ()

    @property
    def given(self) -> int:
        """How many approvals count."""
        return sum(each.counts for each in self.said)

    @property
    def is_complete(self) -> bool:
        """Whether enough have approved the text as it is now."""
        return self.given >= self.needed

    @property
    def rule(self) -> str:
        """Who must approve, in words."""
        if self.needed == len(self.said):
            return "all of them must approve" if self.needed > 1 else "they must approve"
        return "any one of them is enough" if self.needed == 1 else f"{self.needed} of them must approve"


def approval_of(asked: ApprovalRound, version: PolicyVersion) -> Approval:
    """How the round stands for the version's present text.

    The newest word of each counts. A word about another text is void: it says when the text changed.
    """
    newest: dict[int, Decision] = {}
    decisions = list(asked.decisions.select_related("user"))
    for decision in sorted(decisions, key=lambda each: (each.checksum == version.checksum, each.pk)):
        newest[decision.user_id] = decision
    approvers = asked.approvers.select_related("user")
    said = tuple(_said(each.user_id, each.user.name, newest.get(each.user_id), version) for each in approvers)
    return Approval(said, asked.needed, tuple(_earlier(decisions, newest.values(), version)))


def changes_asked(version: PolicyVersion) -> list[Said]:
    """What approvers ask to be changed in the text as it is now."""
    asked = open_round_on(version)
    said = approval_of(asked, version).said if asked else ()
    return [each for each in said if each.opinion == Opinion.ASKS_CHANGES and not each.is_void]


def _earlier(
    decisions: Iterable[Decision], newest: Iterable[Decision], version: PolicyVersion
) -> Iterable[Said]:
    shown = {decision.pk for decision in newest}
    return (_said(each.user_id, each.user.name, each, version) for each in decisions if each.pk not in shown)


def _said(user: int, name: str, decision: Decision | None, version: PolicyVersion) -> Said:
    if decision is None:
        return Said(user, name)
    is_void = decision.checksum != version.checksum
    return Said(
        user,
        name,
        decision.opinion,
        decision.words,
        decision.decided_at,
        is_void,
        version.changed_at if is_void else None,
    )
