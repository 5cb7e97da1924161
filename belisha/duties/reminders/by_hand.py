"""Reminders that somebody sends by hand, with the mail shown before it goes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.duties.models import Duty, ReminderSetting
from belisha.duties.permissions import check_can_see_some
from belisha.duties.record import DutyEvent
from belisha.duties.reminders.digests import Digest, DigestItem, subject_of, text_of
from belisha.duties.reminders.load import KIND, load_recipients
from belisha.outbox.actions import Letter, queue_letters
from belisha.outbox.links import absolute
from belisha.people.models import School, User

MOST = 500


@dataclass(frozen=True, slots=True)
class HandReminders:
    """The mails that a reminder by hand comes to, and who gets none because they are away or have no email.

    `letters` are in the order of the readers' names; `names` are the readers.
    """

    letters: tuple[Letter, ...]
    names: tuple[str, ...]
    away: tuple[str, ...] = ()
    unreached: tuple[str, ...] = ()


def reminders_by_hand(school: School, duties: Iterable[Duty], on: date) -> HandReminders:
    """Return the mails about these open duties of people, one to each: 500 duties at most.

    A person who had one by hand today gets no second, because the mails of a day share a key.
    """
    by_person: dict[int, list[DigestItem]] = {}
    for duty in list(duties)[:MOST]:
        if duty.person_id is not None:
            item = DigestItem(duty.title, duty.cites, duty.due_on, duty.link, duty.missed_before)
            by_person.setdefault(duty.person_id, []).append(item)
    people = load_recipients(school, on, ())
    users = User.objects.filter(pk__in=by_person).order_by("name", "pk")
    names = dict(users.values_list("pk", "name"))
    told = [pk for pk in names if pk not in people.away and pk not in people.unreached]
    return HandReminders(
        letters=tuple(_letter(school, pk, names[pk], by_person[pk], on) for pk in told),
        names=tuple(names[pk] for pk in told),
        away=tuple(name for pk, name in names.items() if pk in people.away),
        unreached=tuple(
            name for pk, name in names.items() if pk in people.unreached and pk not in people.away
        ),
    )


@transaction.atomic
def remind_by_hand(*, by: Actor, school: School, duties: Iterable[Duty], on: date) -> int:
    """Queue the mails, and return how many are new. Raise PermissionDenied.

    They keep the school's working days and hours: their readers have not asked for them. Automatic reminders
    rest from then on as after their own.
    """
    check_can_see_some(by, school)
    letters = reminders_by_hand(school, duties, on).letters
    queued = queue_letters(school_id=school.pk, letters=letters, not_before=timezone.now())
    ReminderSetting.objects.bulk_create(
        [ReminderSetting(school=school, person_id=letter.to_id, sent_on=on) for letter in letters],
        update_conflicts=True,
        unique_fields=["school", "person"],
        update_fields=["sent_on"],
    )
    if queued:
        detail = {"mails": queued}
        record(
            school_id=school.pk,
            by=by.user_id,
            verb=DutyEvent.REMINDED_BY_HAND,
            subject=f"{on}",
            detail=detail,
        )
    return queued


def _letter(school: School, person: int, name: str, items: list[DigestItem], on: date) -> Letter:
    digest = Digest(own=items)
    return Letter(
        to_id=person,
        key=f"{KIND} by hand {on} person {person}",
        subject=subject_of(digest, school.name, on),
        text=text_of(
            digest,
            name=name,
            school=school.name,
            on=on,
            mine=absolute(reverse("dashboard:home")),
            all_of_them="",
            absolute=absolute,
        ),
    )
