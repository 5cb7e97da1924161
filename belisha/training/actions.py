from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.duties.actions import complete_duty
from belisha.duties.models import Duty
from belisha.people.models import School, User
from belisha.training.models import TrainingRecord
from belisha.training.permissions import check_can_keep_training
from belisha.training.record import TrainingEvent


@dataclass(frozen=True, slots=True)
class CompletedTraining:
    """What was completed: the clause, the day, and the evidence."""

    clause: str
    title: str
    done_on: date
    course: str = ""
    evidence: str = ""
    expires_on: date | None = None


@transaction.atomic
def record_training(*, by: Actor, school: School, people: Iterable[int], done: CompletedTraining) -> int:
    """Record that people have done what a clause asks, and complete their duties. Return how many are new.

    Anyone may record their own; those who keep the record may record others'. Raises PermissionDenied.
    """
    wanted = set(people)
    if wanted != {by.user_id}:
        check_can_keep_training(by, school)
    list(User.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk").values_list("pk"))
    there = TrainingRecord.objects.filter(
        school=school, clause=done.clause, done_on=done.done_on, person__in=wanted
    )
    new = sorted(wanted - set(there.standing().values_list("person", flat=True)))
    TrainingRecord.objects.bulk_create(
        TrainingRecord(school=school, person_id=person, entered_by_id=by.user_id, **asdict(done))
        for person in new
    )
    if new:
        detail = {"people": new, "done_on": done.done_on.isoformat()}
        record(
            school_id=school.pk,
            by=by.user_id,
            verb=TrainingEvent.RECORDED_TRAINING,
            subject=f"clause {done.clause}",
            detail=detail,
        )
    for person in sorted(wanted):
        _end_duties(by, school, person, done.clause, f"Done on {done.done_on.isoformat()}")
    return len(new)


def _end_duties(by: Actor, school: School, person: int, clause: str, how: str) -> None:
    mine = Duty.objects.filter(school=school, person=person, clause=clause, source="training").open()
    for key in list(mine.values_list("key", flat=True)):
        complete_duty(by=by, school_id=school.pk, key=key, how=how)


@transaction.atomic
def withdraw_training(*, by: Actor, entry: TrainingRecord, why: str) -> None:
    """Withdraw a mistaken record, so that the duty opens again. One's own of today, or as keeper of the
    record.

    Raises PermissionDenied.
    """
    is_own = entry.entered_by_id == by.user_id and entry.person_id == by.user_id
    if not (is_own and timezone.localdate(entry.entered_at) == timezone.localdate()):
        check_can_keep_training(by, entry.school)
    changed = TrainingRecord.objects.filter(pk=entry.pk).standing()
    if changed.update(withdrawn_at=timezone.now(), withdrawn_why=why[:200]):
        done = Duty.objects.filter(school=entry.school, person=entry.person_id, clause=entry.clause)
        latest = done.filter(source="training", done_at__gte=entry.entered_at).order_by("-done_at")[:1]
        Duty.objects.filter(pk__in=[duty.pk for duty in latest]).update(done_at=None, done_by=None, how="")
        record(
            school_id=entry.school_id,
            by=by.user_id,
            verb=TrainingEvent.TOOK_BACK_TRAINING_RECORD,
            subject=f"training {entry.pk}",
        )
