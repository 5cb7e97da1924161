"""Read everything that decides who is reminded of what at a school on a day: a few queries for all of it."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from functools import cache

from belisha.base.stored_rows import stored_rows
from belisha.duties.models import Duty, ReminderSetting
from belisha.duties.reminders.decide import LastMail, OpenDuty, ReminderState
from belisha.duties.reminders.escalation import load_escalations
from belisha.duties.reminders.recipients import FALLBACK_RIGHT, RIGHT, Recipients
from belisha.outbox.bounced_addresses import refused_addresses
from belisha.people.models import Absence, Membership, School
from belisha.people.offices.holders import OfficeHolder, fill_offices, roles_of_offices
from belisha.people.offices.right_holders import holders_of_right

# The kind of these mails: the beginning of their keys, and what a newer one replaces.
KIND = "reminders"


def load_reminder_state(school: School, on: date, due: Collection[int]) -> ReminderState:
    """Return the state on which `decide_reminders` decides, for the duties with the ids `due`."""
    duties = _open(school)
    missed = Duty.objects.missed().filter(school=school, remind_on__lte=on).order_by("due_on", "pk")
    missed_duties = tuple(OpenDuty(*row) for row in missed.values_list(*OpenDuty._fields))
    offices = {duty.office for duty in duties} | {duty.late_to for duty in duties}
    offices.update(office for duty in missed_duties for office in (duty.office, duty.late_to))
    return ReminderState(
        on=on,
        due=frozenset(due),
        duties=duties,
        missed=missed_duties,
        people=load_recipients(school, on, offices - {""}),
        last=load_last_mails(school),
    )


def _open(school: School) -> tuple[OpenDuty, ...]:
    """Return the open duties of a school, soonest first. One query."""
    rows = Duty.objects.filter(school=school).open().order_by("due_on", "pk")
    return tuple(map(OpenDuty._make, stored_rows(rows.values_list(*OpenDuty._fields))))


def load_recipients(school: School, on: date, offices: Collection[str]) -> Recipients:
    """Return the people of the school on a day, with the holders of these offices and of every right that
    the reminders name."""
    roles_of = {right: holders_of_right(school, right) for right in _rights_named()}
    asked = {role for roles in roles_of.values() for role in roles}.union(offices)
    filling = roles_of_offices(asked)
    addresses: dict[int, str] = {}
    called: dict[int, str] = {}
    managers: dict[int, int] = {}
    holders: list[OfficeHolder] = []
    names = (
        "user_id",
        "user__name",
        "role",
        "is_deputy",
        "from_on",
        "to_on",
        "user__email",
        "line_manager_id",
    )
    rows = Membership.objects.filter(school=school, user__is_active=True).on(on).order_by("from_on", "pk")
    for *row, address, manager in rows.values_list(*names):
        addresses[row[0]], called[row[0]] = address or "", row[1]
        if manager is not None:
            managers.setdefault(row[0], manager)
        if row[2] in filling:
            holders.append(OfficeHolder(*row))
    absent = Absence.objects.filter(school=school, from_on__lte=on, to_on__gte=on)
    away = dict(absent.order_by("to_on").values_list("user_id", "to_on"))
    held = fill_offices(school.pk, dict.fromkeys(asked, ()), on, holders, away.keys())
    refused = refused_addresses(addresses)
    return Recipients(
        people=frozenset(addresses),
        managers=managers,
        away=away,
        unreached=frozenset(
            person for person, address in addresses.items() if not address or person in refused
        ),
        offices={office: held[office].user_ids for office in offices},
        rights={
            right: _once(person for role in roles for person in held[role].user_ids)
            for right, roles in roles_of.items()
        },
        names=called,
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


@cache
def _rights_named() -> frozenset[str]:
    ladders, _ = load_escalations()
    named = {word for ladder in ladders.values() for step in ladder.steps for word in step.to}
    return frozenset(word.removeprefix(RIGHT) for word in named if word.startswith(RIGHT)) | {FALLBACK_RIGHT}


def _once(people: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(people))
