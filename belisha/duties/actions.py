import hashlib

from django.db import transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.base.clock import today
from belisha.duties.models import Duty
from belisha.duties.permissions import check_can_say_done, check_can_undo


@transaction.atomic
def complete_duty(*, by: Actor | None, school_id: int, key: str, how: str) -> bool:
    """Mark the duty with this key as done; whoever calls has checked that `by` may. False if none is open."""
    done = Duty.objects.filter(school=school_id, key=key).open()
    changed = done.update(done_at=timezone.now(), done_by_id=by.user_id if by else None, how=how[:300])
    if changed:
        actor = by.user_id if by else None
        # The words are people's own: the record keeps what proves them and not themselves.
        detail = {"evidence": hashlib.sha256(how[:300].encode()).hexdigest()}
        record(school_id=school_id, by=actor, verb="did a duty", subject=key[:120], detail=detail)
    return bool(changed)


def say_done(*, by: Actor, duty: Duty, how: str) -> bool:
    """Mark one's own duty as done, with the evidence. False if it is not open. Raises PermissionDenied."""
    check_can_say_done(by, duty)
    return complete_duty(by=by, school_id=duty.school_id, key=duty.key, how=how)


@transaction.atomic
def undo_done(*, by: Actor, duty: Duty) -> bool:
    """Take back on the same day that a duty is done. False if somebody was quicker. PermissionDenied."""
    check_can_undo(by, duty, today())
    done = Duty.objects.filter(pk=duty.pk, done_at=duty.done_at, done_by=by.user_id)
    changed = done.update(done_at=None, done_by=None, how="")
    if changed:
        record(school_id=duty.school_id, by=by.user_id, verb="took back a duty", subject=duty.key[:120])
    return bool(changed)
