from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.base.clock import today
from belisha.duties.actions import complete_duty
from belisha.duties.models import Duty
from belisha.people.models import School
from belisha.training.duty_sources import LESSON_KEY, lesson_duties
from belisha.training.lesson_pages import may_take_back
from belisha.training.models import Lesson
from belisha.training.permissions import can_keep_training
from belisha.training.record import TrainingEvent


@transaction.atomic
def record_lesson(
    *,
    by: Actor,
    school: School,
    taught_on: date,
    groups: Iterable[str],
    topic: str,
    taught_by: int,
    clause: str = "",
) -> int:
    """Record lessons on online safety. Return how many are new.

    When the last class has had one, the duty of the period is complete.
    """
    made = 0
    for group in groups:
        _, is_new = Lesson.objects.get_or_create(
            school=school,
            taught_on=taught_on,
            group=group,
            topic=topic,
            withdrawn_at=None,
            defaults={"taught_by_id": taught_by, "entered_by_id": by.user_id, "clause": clause},
        )
        made += is_new
    if made:
        detail = {"taught_on": taught_on.isoformat(), "classes": made}
        record(
            school_id=school.pk,
            by=by.user_id,
            verb=TrainingEvent.RECORDED_LESSONS,
            subject="lessons",
            detail=detail,
        )
        _end_duties(by, school)
    return made


def _end_duties(by: Actor, school: School) -> None:
    """Complete the duties that every class has now met, rather than dropping them."""
    mine = Duty.objects.filter(school=school, source="training", key__startswith=LESSON_KEY).open()
    keys = set(mine.values_list("key", flat=True))
    still = {each.key for each in lesson_duties(school, today())} if keys else set()
    for key in sorted(keys - still):
        complete_duty(by=by, school_id=school.pk, key=key, how="Every class has had a lesson")


@transaction.atomic
def withdraw_lesson(*, by: Actor, lesson: Lesson) -> None:
    """Withdraw a mistaken lesson, so that the duty opens again where one is missing.

    One's own of today, or as keeper of the record. Raises PermissionDenied.
    """
    if not may_take_back(by, lesson, is_keeper=can_keep_training(by, lesson.school)):
        message = "Only those who keep the training record take back what was entered before today."
        raise PermissionDenied(message)
    changed = Lesson.objects.filter(pk=lesson.pk, withdrawn_at=None).update(withdrawn_at=timezone.now())
    if not changed:
        return
    subject = f"lesson {lesson.pk}"
    record(school_id=lesson.school_id, by=by.user_id, verb=TrainingEvent.TOOK_BACK_LESSON, subject=subject)
    missing = [each.key for each in lesson_duties(lesson.school, today())]
    Duty.objects.filter(school=lesson.school, key__in=missing).exclude(done_at=None).update(
        done_at=None, done_by=None, how=""
    )
