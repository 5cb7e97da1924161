"""Read everything that decides who is reminded of what at a school on a day: a few queries for all of it."""

from collections.abc import Collection, Iterable
from dataclasses import fields
from datetime import date, timedelta

from belisha.duties.models import Duty, ReminderSetting
from belisha.duties.reminders.decide import LastMail, OpenDuty, ReminderState
from belisha.duties.reminders.escalation import load_escalations
from belisha.duties.reminders.recipients import FALLBACK_RIGHT, RIGHT, Recipients
from belisha.outbox.bounced_addresses import unreached
from belisha.people.models import Absence, Membership, School
from belisha.people.offices.holders import holders_by_office
from belisha.people.offices.right_holders import holders_of_right

# The kind of these mails: the beginning of their keys, and what a newer one replaces.
KIND = "reminders"


def load_reminder_state(school: School, on: date, due: Collection[int]) -> ReminderState:
    """Return the state on which `decide_reminders` decides, for the duties with the ids `due`."""
    names = [each.name for each in fields(OpenDuty)]
    rows = Duty.objects.filter(school=school).open().order_by("due_on", "pk")
    duties = tuple(OpenDuty(*row) for row in rows.values_list(*names))
    missed = Duty.objects.missed().filter(school=school, remind_on__lte=on).order_by("due_on", "pk")
    missed_duties = tuple(OpenDuty(*row) for row in missed.values_list(*names))
    concerned = (*duties, *missed_duties)
    offices = {office for duty in concerned for office in (duty.office, duty.late_to) if office}
    return ReminderState(
        on=on,
        due=frozenset(due),
        duties=duties,
        missed=missed_duties,
        people=load_recipients(school, on, offices),
        last=load_last_mails(school),
    )


def load_recipients(school: School, on: date, offices: Collection[str]) -> Recipients:
    """Return the people of the school on a day, with the holders of these offices and of every right that
    the reminders name."""
    memberships = Membership.objects.filter(school=school, user__is_active=True).on(on)
    people: set[int] = set()
    managers: dict[int, int] = {}
    for person, manager in memberships.order_by("from_on", "pk").values_list("user_id", "line_manager_id"):
        people.add(person)
        if manager is not None:
            managers.setdefault(person, manager)
    roles_of = {right: holders_of_right(school, right) for right in _rights_named()}
    roles = {role for roles in roles_of.values() for role in roles}
    held = holders_by_office(school.pk, dict.fromkeys(roles.union(offices), ()), on)
    absent = Absence.objects.filter(school=school, from_on__lte=on, to_on__gte=on)
    return Recipients(
        people=frozenset(people),
        managers=managers,
        away=dict(absent.order_by("to_on").values_list("user_id", "to_on")),
        unreached=unreached(people),
        offices={office: held[office].user_ids for office in offices},
        rights={
            right: _once(person for role in roles for person in held[role].user_ids)
            for right, roles in roles_of.items()
        },
    )


def load_last_mails(school: School) -> dict[int, LastMail]:
    """Return the last reminder mail to each person of the school who has had one. One query."""
    rows = ReminderSetting.objects.filter(school=school, sent_on__isnull=False)
    names = ("person_id", "sent_on", "frequency", "content", "repeats", "hears_at_once")
    return {
        person: LastMail(sent_on, sent_on + timedelta(days=frequency), content, repeats, at_once)
        for person, sent_on, frequency, content, repeats, at_once in rows.values_list(*names)
    }


def key_of_day(on: date) -> str:
    """Return the beginning of the key of every reminder mail of a day."""
    return f"{KIND} {on}"


def _rights_named() -> set[str]:
    ladders, _ = load_escalations()
    named = {word for ladder in ladders.values() for step in ladder.steps for word in step.to}
    return {word.removeprefix(RIGHT) for word in named if word.startswith(RIGHT)} | {FALLBACK_RIGHT}


def _once(people: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(people))
