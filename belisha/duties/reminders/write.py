"""Send the reminders of a day: load, decide, then save the steps and queue the mails in one transaction."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from belisha.audit.actions import record
from belisha.base.among import Among
from belisha.base.stored_rows import stored_rows
from belisha.duties.models import Duty, ReminderFrequency, ReminderSetting
from belisha.duties.record import DutyEvent
from belisha.duties.reminders.decide import LastMail, StepTaken, decide_reminders
from belisha.duties.reminders.digests import Digest, greeting, subject_of, text_after_name
from belisha.duties.reminders.load import KIND, key_of_day, load_reminder_state
from belisha.outbox.actions import Letter, queue_letters
from belisha.outbox.bulk_insert import insert_new
from belisha.outbox.links import absolute
from belisha.outbox.models import Priority
from belisha.outbox.working_days import may_send_from, working_days_of
from belisha.people.models import School, User


def schools_with_reminders(schools: Collection[int], on: date) -> set[int]:
    """Return those of the schools where a reminder has come up by `on`. Two queries for all of them."""
    up = Duty.objects.filter(Among("school_id", schools), remind_on__lte=on).order_by()
    return {
        school
        for rows in (up.open(), up.missed())
        for school in rows.values_list("school", flat=True).distinct()
    }


def remind(school: School, on: date, now: datetime) -> int:
    """Send the reminders that have come up by `on`, and return how many mails were queued.

    On a day on which the school sends nothing no step is taken: it comes up again on the next. Nobody gets
    more than one mail a day from one school. Steps and mails are saved together or not at all.
    """
    then = datetime.combine(on, timezone.localtime(now).time(), tzinfo=timezone.get_current_timezone())
    moment = may_send_from(school, then, working_days_of(school))
    if timezone.localdate(moment) != on:
        return 0
    due = Duty.objects.filter(school=school, remind_on__lte=on).open().order_by("pk")
    with transaction.atomic():
        # On PostgreSQL two sweeps at once wait for each other here; SQLite lets one write at a time anyway.
        locked = {pk for (pk,) in stored_rows(due.select_for_update().values_list("pk"))}
        if not locked and not Duty.objects.missed().filter(school=school, remind_on__lte=on).exists():
            return 0
        return _remind(school, on, locked, now + (moment - then))


def _remind(school: School, on: date, due: set[int], not_before: datetime) -> int:
    state = load_reminder_state(school, on, due)
    plan = decide_reminders(state)
    letters = _letters(school, plan.digests, on, state.people.names)
    queued = queue_letters(school_id=school.pk, letters=letters, not_before=not_before)
    _save_steps(school, plan.steps)
    _save_last_mails(school, plan.sent)
    if queued:
        detail = {"mails": queued}
        record(school_id=school.pk, by=None, verb=DutyEvent.REMINDED_PEOPLE, subject=f"{on}", detail=detail)
    return queued


def _letters(
    school: School, digests: Mapping[int, Digest], on: date, names: Mapping[int, str]
) -> Iterable[Letter]:
    if others := digests.keys() - names.keys():
        names = {**names, **dict(User.objects.filter(Among("id", others)).values_list("pk", "name"))}
    mine = absolute(reverse("dashboard:home"))
    all_of_them = absolute(reverse("duties:school", args=[school.slug]))
    # Most people of a school are told the same.
    worded: dict[tuple[object, ...], tuple[str, str]] = {}
    for person, digest in digests.items():
        said = digest.said
        if said not in worded:
            text = text_after_name(
                digest, school=school.name, on=on, mine=mine, all_of_them=all_of_them, absolute=absolute
            )
            worded[said] = subject_of(digest, school.name, on), text
        subject, text = worded[said]
        yield Letter(
            to_id=person,
            key=f"{key_of_day(on)} person {person}",
            subject=subject,
            text=greeting(names[person]) + text,
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


def _save_steps(school: School, steps: Mapping[StepTaken, list[int]]) -> None:
    for (reminded, remind_on), ids in steps.items():
        rows = Duty.objects.filter(Among("id", ids), school=school)
        rows.update(reminded=reminded, remind_on=remind_on)
