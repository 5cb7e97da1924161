"""Reminders that someone sends by hand to people who have not acknowledged a document yet."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.acknowledgements.permissions import check_can_see_names
from belisha.acknowledgements.queries import AskedPerson, Binding, asked_people, people_at
from belisha.acknowledgements.record import AcknowledgementEvent
from belisha.audit.actions import record
from belisha.base.clock import today
from belisha.base.templating import day
from belisha.outbox.actions import Letter, queue_letters
from belisha.outbox.bounced_addresses import unreached
from belisha.outbox.links import absolute
from belisha.outbox.models import Notice, Priority
from belisha.people.models import School


@dataclass(frozen=True, slots=True)
class ReminderMail:
    """A reminder as it is sent to one person."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class ReminderRound:
    """Whom a reminder goes to, who has no address that accepts mail, and who was reminded today already."""

    to: tuple[AskedPerson, ...]
    unreached: tuple[AskedPerson, ...]
    reminded_today: tuple[AskedPerson, ...]


def outstanding_at(school: School, binding: Binding, on: date) -> list[AskedPerson]:
    """Return everyone who has not acknowledged the document, the longest overdue first."""
    asked = asked_people(school, binding, on, people_at(school, on))
    return sorted((each for each in asked if not each.is_done), key=lambda each: (each.due_on, each.name))


def reminder_round(binding: Binding, people: Collection[AskedPerson], on: date) -> ReminderRound:
    """Sort people by whether a reminder can go to them today."""
    school = binding.version.school_id
    without_mail = unreached([each.person_id for each in people])
    keys = {_key(binding, each.person_id, on): each.person_id for each in people}
    rows = Notice.objects.filter(school=school, key__in=list(keys)).values_list("key", flat=True)
    reminded = {keys[key] for key in rows}
    return ReminderRound(
        to=tuple(each for each in people if each.person_id not in without_mail | reminded),
        unreached=tuple(each for each in people if each.person_id in without_mail),
        reminded_today=tuple(each for each in people if each.person_id in reminded - without_mail),
    )


def reminder_mail(binding: Binding, person: AskedPerson, on: date) -> ReminderMail:
    """Return the mail to one person. It names nobody but the reader."""
    version = binding.version
    title, school = version.document.title, version.school.name
    link = absolute(reverse("acknowledgements:acknowledge", args=[version.school.slug, version.pk]))
    when = f"This was due by {day(person.due_on)}." if person.is_late(on) else f"Due by {day(person.due_on)}."
    return ReminderMail(
        subject=f"Reminder: please read and agree to the {title}",
        text=f"Dear {person.name},\n\n{school} asks you to read the {title} and to agree to it. You see only "
        f"what concerns your role. {when}\n\nRead it and agree here:\n{link}\n\nIf you have questions, ask "
        f"the school.\n",
    )


@transaction.atomic
def send_reminders(*, by: Actor, binding: Binding, people: Collection[int]) -> int:
    """Remind those of `people` (user ids) who have not acknowledged the document. Return how many are sent.

    Each person gets one a day at most; the mail waits for the school's working days and hours. Raises
    PermissionDenied.
    """
    school: School = binding.version.school
    check_can_see_names(by, school)
    chosen = [each for each in outstanding_at(school, binding, today()) if each.person_id in people]
    to = reminder_round(binding, chosen, today()).to
    letters = []
    for each in to:
        mail = reminder_mail(binding, each, today())
        key = _key(binding, each.person_id, today())
        letters.append(Letter(each.person_id, key, mail.subject, mail.text, Priority.WORKING_DAYS))
    sent = queue_letters(school_id=school.pk, letters=letters, not_before=timezone.now())
    if sent:
        record(
            school_id=school.pk,
            by=by.user_id,
            verb=AcknowledgementEvent.REMINDED_PEOPLE_TO_ACKNOWLEDGE,
            subject=f"version {binding.version.pk}",
            detail={"people": [each.person_id for each in to]},
        )
    return sent


def _key(binding: Binding, person: int, on: date) -> str:
    return f"acknowledgement reminder {binding.version.pk} person {person} {on}"
