"""Put a policy in force that the governors ratified before the school used this site."""

from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.base.templating import day
from belisha.dashboard.permissions import check_can_bring_in
from belisha.dashboard.record import DashboardEvent
from belisha.policies.actions import TransitionRefusedError, put_in_force, rewrite_draft, take_as_ratified
from belisha.policies.documents.reading import read_source
from belisha.policies.models import PolicyVersion
from belisha.policies.states import PUBLIC
from belisha.rules.language.policy import Control, StatedSignature
from belisha.rules.language.writing import write_policy


@dataclass(frozen=True, slots=True)
class RatifiedElsewhere:
    """What the minutes and the signed paper say: the meeting, both signatures and the next review."""

    ratified_by: str
    met_on: date
    minute: str
    head_signed_on: date
    chair_signed_on: date
    review_due_on: date


@transaction.atomic
def bring_in_draft(*, by: Actor, version: PolicyVersion, stated: RatifiedElsewhere) -> PolicyVersion:
    """Put the draft in force as ratified on paper, with what was stated in its document control.

    Only a school's first version can be adopted like this: later ones take every step. Raise
    PermissionDenied, TransitionRefused or ContradictionError.
    """
    check_can_bring_in(by, version.school)
    if PolicyVersion.objects.filter(
        school=version.school, document__kind=version.document.kind, state__in=PUBLIC
    ).exists():
        message = "Your school has a policy here, so this one needs consultation, approval and ratification."
        raise TransitionRefusedError(message)
    policy = read_source(version.source)
    source = write_policy(replace(policy, control=_stated(policy.control, stated)))
    changed = rewrite_draft(by=by, version=version, source=source, original_checksum=version.checksum)
    detail = {
        "met_on": stated.met_on.isoformat(),
        "minute": stated.minute,
        "head_signed_on": stated.head_signed_on.isoformat(),
        "chair_signed_on": stated.chair_signed_on.isoformat(),
        "checksum": changed.checksum,
    }
    record(
        school_id=version.school_id,
        by=by.user_id,
        verb=DashboardEvent.STATED_RATIFICATION_ON_PAPER,
        subject=f"version {version.pk}",
        detail=detail,
    )
    ratified = take_as_ratified(by=by, version=changed)
    return put_in_force(by=by, version=ratified, review_due_on=stated.review_due_on)


def _stated(control: Control, stated: RatifiedElsewhere) -> Control:
    return replace(
        control,
        is_model=False,
        standing="ratified",
        ratified_by=stated.ratified_by,
        ratified=f"{day(stated.met_on)}, minute {stated.minute}",
        ratified_on=stated.met_on,
        review_due=day(stated.review_due_on),
        review_due_on=stated.review_due_on,
        signatures=(
            StatedSignature("Headteacher", f"signed on paper on {day(stated.head_signed_on)}"),
            StatedSignature("Chair of Governors", f"signed on paper on {day(stated.chair_signed_on)}"),
        ),
    )
