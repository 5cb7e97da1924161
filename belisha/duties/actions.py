import hashlib

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.base.clock import today
from belisha.duties.models import Duty, ReminderSetting
from belisha.duties.permissions import check_can_say_done, check_can_undo
from belisha.duties.record import DutyEvent
from belisha.people.models import School


@transaction.atomic
def complete_duty(*, by: Actor | None, school_id: int, key: str, how: str) -> bool:
    """Mark the duty with this key as done, and return False if none is open. The caller checks permission."""
    done = Duty.objects.filter(school=school_id, key=key).open()
    now = timezone.now()
    changed = done.update(
        done_at=now,
        done_by_id=by.user_id if by else None,
        how=how[:300],
        changed_at=now,
        sequence=F("sequence") + 1,
    )
    if changed:
        actor = by.user_id if by else None
        # The words may be personal: the record keeps only a hash that proves them.
        detail = {"evidence": hashlib.sha256(how[:300].encode()).hexdigest()}
        record(school_id=school_id, by=actor, verb=DutyEvent.DID_DUTY, subject=key[:120], detail=detail)
    return bool(changed)


def say_done(*, by: Actor, duty: Duty, how: str) -> bool:
    """Mark the actor's own duty as done, and return False if it is not open. Raise PermissionDenied."""
    check_can_say_done(by, duty)
    return complete_duty(by=by, school_id=duty.school_id, key=duty.key, how=how)


@transaction.atomic
def undo_done(*, by: Actor, duty: Duty) -> bool:
    """Take back on the same day that a duty is done. Return False if it has changed since. Raise
    PermissionDenied."""
    check_can_undo(by, duty, today())
    done = Duty.objects.filter(pk=duty.pk, done_at=duty.done_at, done_by=by.user_id)
    changed = done.update(
        done_at=None, done_by=None, how="", changed_at=timezone.now(), sequence=F("sequence") + 1
    )
    if changed:
        record(school_id=duty.school_id, by=by.user_id, verb=DutyEvent.TOOK_BACK_DUTY, subject=duty.key[:120])
    return bool(changed)


def choose_frequency(*, by: Actor, school: School, frequency: int, hears_at_once: bool = False) -> None:
    """Save how many days lie at least between two reminder mails from a school to the actor.

    `hears_at_once`: whether they are told on the next school day of what somebody hands to them.
    """
    ReminderSetting.objects.update_or_create(
        school=school,
        person_id=by.user_id,
        defaults={"frequency": frequency, "hears_at_once": hears_at_once},
    )
