"""Send the reminders of a day: load, decide, then save the steps and queue the mails in one transaction."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from belisha.audit.actions import record
from belisha.duties.models import Duty, ReminderFrequency, ReminderSetting
from belisha.duties.record import DutyEvent
from belisha.duties.reminders.decide import LastMail, StepTaken, decide_reminders
from belisha.duties.reminders.digests import Digest, subject_of, text_of
from belisha.duties.reminders.load import KIND, key_of_day, load_reminder_state
from belisha.outbox.actions import Letter, queue_letters
from belisha.outbox.bulk_insert import insert_new
from belisha.outbox.links import absolute
from belisha.outbox.models import Priority
from belisha.outbox.working_days import may_send_from, working_days_of
from belisha.people.models import School, User

BATCH = 500


def remind(school: School, on: date, now: datetime) -> int:
    """Send the reminders that have come up by `on`, and return how many mails were queued.

    On a day on which the school sends nothing no step is taken: it comes up again on the next. Nobody gets
    more than one mail a day from one school. Steps and mails are saved together or not at all.
    """
    up = Duty.objects.filter(school=school, remind_on__lte=on)
    due = up.open().order_by("pk")
    if not due.exists() and not up.missed().exists():
        return 0
    then = datetime.combine(on, timezone.localtime(now).time(), tzinfo=timezone.get_current_timezone())
    moment = may_send_from(school, then, working_days_of(school))
    if timezone.localdate(moment) != on:
        return 0
    with transaction.atomic():
        # On PostgreSQL two sweeps at once wait for each other here; SQLite lets one write at a time anyway.
        locked = set(due.select_for_update().values_list("pk", flat=True))
        return _remind(school, on, locked, now + (moment - then))


def _remind(school: School, on: date, due: set[int], not_before: datetime) -> int:
    plan = decide_reminders(load_reminder_state(school, on, due))
    letters = _letters(school, plan.digests, on)
    queued = queue_letters(school_id=school.pk, letters=letters, not_before=not_before)
    _save_steps(plan.steps)
    _save_last_mails(school, plan.sent)
    if queued:
        detail = {"mails": queued}
        record(school_id=school.pk, by=None, verb=DutyEvent.REMINDED_PEOPLE, subject=f"{on}", detail=detail)
    return queued


def _letters(school: School, digests: Mapping[int, Digest], on: date) -> Iterable[Letter]:
    names = dict(User.objects.filter(pk__in=list(digests)).values_list("pk", "name"))
    mine = absolute(reverse("dashboard:home"))
    all_of_them = absolute(reverse("duties:school", args=[school.slug]))
    for person, digest in digests.items():
        yield Letter(
            to_id=person,
            key=f"{key_of_day(on)} person {person}",
            subject=subject_of(digest, school.name, on),
            text=text_of(
                digest,
                name=names[person],
                school=school.name,
                on=on,
                mine=mine,
                all_of_them=all_of_them,
                absolute=absolute,
            ),
            pace=Priority.WORKING_DAYS,
            overtakes=KIND,
        )


def _save_last_mails(school: School, sent: Mapping[int, LastMail]) -> None:
    rows = ((person, mail.sent_on, mail.content, mail.repeats) for person, mail in sent.items())
    told = ("sent_on", "content", "repeats")
    insert_new(
        ReminderSetting,
        ("person", *told),
        rows,
        same={"school": school.pk, "frequency": ReminderFrequency.WEEKLY.value, "hears_at_once": False},
        unique=("school", "person"),
        replaced=told,
    )


def _save_steps(steps: Mapping[StepTaken, list[int]]) -> None:
    for (reminded, remind_on), ids in steps.items():
        for start in range(0, len(ids), BATCH):
            rows = Duty.objects.filter(pk__in=ids[start : start + BATCH])
            rows.update(reminded=reminded, remind_on=remind_on)
