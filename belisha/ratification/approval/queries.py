"""Progress of an approval round, derived from the decisions on the present text."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from belisha.policies.models import PolicyVersion
from belisha.ratification.models import ApprovalOpinion, ApprovalRound, Decision
from belisha.ratification.queries import open_round_on


@dataclass(frozen=True, slots=True)
class ApproverResponse:
    """One approver's response. `is_void`: the text has changed since, on `changed_at`."""

    user_id: int
    name: str
    opinion: str = ""
    words: str = ""
    decided_at: datetime | None = None
    is_void: bool = False
    changed_at: datetime | None = None

    @property
    def counts(self) -> bool:
        """Return whether this is an approval of the present text."""
        return self.opinion == ApprovalOpinion.APPROVES and not self.is_void


@dataclass(frozen=True, slots=True)
class ApprovalProgress:
    """A round: every response, how many approvals count and how many are needed."""

    said: tuple[ApproverResponse, ...]
    needed: int
    earlier: tuple[ApproverResponse, ...] = ()

    @property
    def given(self) -> int:
        """Return the number of approvals that count."""
        return sum(each.counts for each in self.said)

    @property
    def is_complete(self) -> bool:
        """Return whether enough people have approved the present text."""
        return self.given >= self.needed

    @property
    def rule(self) -> str:
        """Return who must approve, as a clause of a sentence."""
        if self.needed == len(self.said):
            return "all of them must approve" if self.needed > 1 else "they must approve"
        return "any one of them is enough" if self.needed == 1 else f"{self.needed} of them must approve"


def approval_progress(asked: ApprovalRound, version: PolicyVersion) -> ApprovalProgress:
    """Return the progress of a round for the version's present text.

    The newest decision of each approver counts. A decision about another text is void.
    """
    newest: dict[int, Decision] = {}
    decisions = list(asked.decisions.select_related("user"))
    for decision in sorted(decisions, key=lambda each: (each.checksum == version.checksum, each.pk)):
        newest[decision.user_id] = decision
    approvers = asked.approvers.select_related("user")
    said = tuple(_said(each.user_id, each.user.name, newest.get(each.user_id), version) for each in approvers)
    return ApprovalProgress(said, asked.needed, tuple(_earlier(decisions, newest.values(), version)))


def requested_changes(version: PolicyVersion) -> list[ApproverResponse]:
    """Return the changes that approvers ask for in the present text."""
    asked = open_round_on(version)
    said = approval_progress(asked, version).said if asked else ()
    return [each for each in said if each.opinion == ApprovalOpinion.ASKS_CHANGES and not each.is_void]


def _earlier(
    decisions: Iterable[Decision], newest: Iterable[Decision], version: PolicyVersion
) -> Iterable[ApproverResponse]:
    shown = {decision.pk for decision in newest}
    return (_said(each.user_id, each.user.name, each, version) for each in decisions if each.pk not in shown)


def _said(user: int, name: str, decision: Decision | None, version: PolicyVersion) -> ApproverResponse:
    if decision is None:
        return ApproverResponse(user, name)
    is_void = decision.checksum != version.checksum
    return ApproverResponse(
        user,
        name,
        decision.opinion,
        decision.words,
        decision.decided_at,
        is_void,
        version.changed_at if is_void else None,
    )
