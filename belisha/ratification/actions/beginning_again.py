from django.db import transaction

from belisha.base.templating import day
from belisha.drafting.actions import Begun, begin_draft
from belisha.drafting.queries import model_of, next_label
from belisha.people.actor import Actor
from belisha.policies.actions import MoveRefusedError
from belisha.policies.models import ChangeKind, PolicyVersion
from belisha.policies.queries import policy_of
from belisha.policies.states import VersionState
from belisha.ratification.actions.locking import locked
from belisha.ratification.permissions import check_holds
from belisha.rules.edit import revised
from belisha.rules.writing import write_policy


@transaction.atomic
def begin_again(*, by: Actor, version: PolicyVersion) -> PolicyVersion:
    """A new draft from the text of a version that was withdrawn. A double click finds the draft it has begun.

    Raises PermissionDenied, MoveRefusedError where the version was not withdrawn.
    """
    check_holds(by, version.school, "write-policy")
    version = locked(version)
    if version.state != VersionState.WITHDRAWN:
        message = f"A policy that stands at “{version.state}” is not begun again: only a withdrawn one is."
        raise MoveRefusedError(message)
    begun = PolicyVersion.objects.filter(follows=version, state=VersionState.DRAFT, made_by=by.user_id)
    there: PolicyVersion | None = begun.first()
    return there or begin_draft(by=by, school=version.school, begun=_of(version))


def _of(version: PolicyVersion) -> Begun:
    label, control = next_label(version.document), policy_of(version).control
    policy = revised(
        policy_of(version), version=label, review_due_on=control.review_due_on, review_due=control.review_due
    )
    taken = model_of(version)
    return Begun(
        source=write_policy(policy),
        label=label,
        kind=version.document.kind,
        origin=version.document.origin,
        change=ChangeKind.SUBSTANTIVE,
        reason=f"Version {version.label} was withdrawn on {day(version.ended_at)}.",
        follows=version,
        model=version.model,
        library=taken.library if taken else "",
        library_source=taken.source if taken and taken.library else "",
    )
