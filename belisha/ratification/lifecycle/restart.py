from django.db import transaction

from belisha.base.templating import day
from belisha.drafting.actions import DraftStart, start_draft
from belisha.drafting.queries import next_label, source_model
from belisha.people.actor import Actor
from belisha.policies.actions import TransitionRefusedError
from belisha.policies.models import ChangeKind, PolicyVersion
from belisha.policies.queries import policy_of
from belisha.policies.states import VersionState
from belisha.ratification.locks import lock_version
from belisha.ratification.permissions import check_has_right
from belisha.rules.edit import revised
from belisha.rules.language.writing import write_policy


@transaction.atomic
def restart_from(*, by: Actor, version: PolicyVersion) -> PolicyVersion:
    """Start a new draft from the text of a withdrawn version. A double click returns the draft already
    started.

    Raises PermissionDenied, or TransitionRefusedError if the version was not withdrawn.
    """
    check_has_right(by, version.school, "write-policy")
    version = lock_version(version)
    if version.state != VersionState.WITHDRAWN:
        message = f"A policy that stands at “{version.state}” is not begun again: only a withdrawn one is."
        raise TransitionRefusedError(message)
    begun = PolicyVersion.objects.filter(follows=version, state=VersionState.DRAFT, made_by=by.user_id)
    there: PolicyVersion | None = begun.first()
    return there or start_draft(by=by, school=version.school, begun=_of(version))


def _of(version: PolicyVersion) -> DraftStart:
    label, control = next_label(version.document), policy_of(version).control
    policy = revised(
        policy_of(version), version=label, review_due_on=control.review_due_on, review_due=control.review_due
    )
    taken = source_model(version)
    return DraftStart(
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
