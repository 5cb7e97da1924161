"""Reminds: which steps of the ladder have come up at a school, and one mail to each person they concern."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from belisha.audit.actions import record
from belisha.duties.digests import Digest, Item, subject_of, text_of
from belisha.duties.ladder import ladder_of, people_told, take_step
from belisha.duties.models import Duty
from belisha.duties.recipients import Recipients
from belisha.notices.actions import Letter, queue_letters
from belisha.notices.links import absolute
from belisha.notices.models import Notice, Pace
from belisha.notices.working_days import may_send_from, working_days_of
from belisha.people.models import School, User

BATCH = 500
KIND = "reminders"
NEARNESS = {"person": 0, "line-manager": 1}
# How many steps are taken by now, and when the next comes up.
Taken = tuple[int, date | None]


@dataclass(slots=True)
class OpenDuty:
    """What a reminder needs of an open duty. The fields are those of `Duty`."""

    pk: int
    source: str
    title: str
    cites: str
    link: str
    person_id: int | None
    office: str
    late_to: str
    opened_on: date
    due_on: date
    reminded: int


def remind(school: School, on: date, now: datetime) -> int:
    """Take the steps that have come up by `on`, and put the mails into the outbox. Returns how many mails.

    On a day on which the school sends nothing no step is taken: it comes up again on the next. Nobody gets
    more than one mail a day from one school. Steps and mails are saved together or not at all.
    """
    due = Duty.objects.filter(school=school, remind_on__lte=on).open().order_by("pk")
    if not due.exists():
        return 0
    then = datetime.combine(on, timezone.localtime(now).time(), tzinfo=timezone.get_current_timezone())
    moment = may_send_from(school, then, working_days_of(school))
    if timezone.localdate(moment) != on:
        return 0
    with transaction.atomic():
        # On PostgreSQL two sweeps at once wait for each other here; SQLite lets one write at a time anyway.
        locked = set(due.select_for_update().values_list("pk", flat=True))
        return _remind(school, on, locked, now + (moment - then)) if locked else 0


def _remind(school: School, on: date, due: set[int], not_before: datetime) -> int:
    people = Recipients(school, on)
    duties = _open_duties(school)
    people.look_up({word for duty in duties for word in (duty.office, duty.late_to)})
    told_today = _told_today(school, on)
    readers: set[int] = set()
    taken: dict[Taken, list[int]] = {}
    for duty in duties:
        if duty.pk not in due:
            continue
        step = take_step(ladder_of(duty.source), duty.opened_on, duty.due_on, duty.reminded, on)
        concerned = _reached(people, duty, step.to)
        if not concerned or concerned & told_today:
            # Nobody can be told, or somebody had today's mail before this came up: tomorrow.
            step = replace(step, to=(), reminded=duty.reminded, remind_on=on + timedelta(days=1))
        readers |= concerned if step.to else set()
        taken.setdefault((step.reminded, step.remind_on), []).append(duty.pk)
        duty.reminded = step.reminded
    digests = _digests(people, duties, readers)
    written = queue_letters(school_id=school.pk, letters=_letters(school, digests, on), not_before=not_before)
    _save(taken)
    if written:
        record(
            school_id=school.pk, by=None, verb="reminded people", subject=f"{on}", detail={"mails": written}
        )
    return written


def _open_duties(school: School) -> list[OpenDuty]:
    names = [each.name for each in fields(OpenDuty)]
    rows = Duty.objects.filter(school=school).open().order_by("due_on", "pk")
    return [OpenDuty(*row) for row in rows.values_list(*names)]


def _reached(people: Recipients, duty: OpenDuty, words: Iterable[str]) -> set[int]:
    """Whom a step's mail goes to: those meant, or whoever hands it on to those whom mail does not reach."""
    found: set[int] = set()
    for word in words:
        for person in people.named(word, person=duty.person_id, office=duty.office, late_to=duty.late_to):
            found.update(people.instead_of(person) if person in people.unreached else (person,))
    return found


def _digests(people: Recipients, duties: Iterable[OpenDuty], readers: set[int]) -> dict[int, Digest]:
    """Everything that each reader is to know, of all that is open and was reminded of by now."""
    found = {reader: Digest() for reader in readers}
    for duty in duties:
        item = Item(duty.title, duty.cites, duty.due_on, absolute(duty.link) if duty.link else "")
        for person, word in _told_of(people, duty).items():
            if person in people.unreached:
                for other in people.instead_of(person):
                    if other in found:
                        found[other].hand_on.append(item)
            elif person in found:
                _shelf(found[person], word, duty, person).append(item)
    return found


def _told_of(people: Recipients, duty: OpenDuty) -> dict[int, str]:
    """Everybody who has been told of a duty, each with the nearest reason: first whoever owes it."""
    words = people_told(ladder_of(duty.source), duty.reminded)
    found: dict[int, str] = {}
    for word in sorted(words, key=lambda word: NEARNESS.get(word, len(NEARNESS))):
        for person in people.named(word, person=duty.person_id, office=duty.office, late_to=duty.late_to):
            found.setdefault(person, word)
    return found


def _shelf(digest: Digest, word: str, duty: OpenDuty, reader: int) -> list[Item]:
    if word == "person":
        return digest.own if duty.person_id == reader else digest.office
    return digest.team if word == "line-manager" else digest.school


def _letters(school: School, digests: dict[int, Digest], on: date) -> Iterable[Letter]:
    names = dict(User.objects.filter(pk__in=list(digests)).values_list("pk", "name"))
    mine = absolute(reverse("duties:mine"))
    all_of_them = absolute(reverse("duties:school", args=[school.slug]))
    for person, digest in digests.items():
        yield Letter(
            to_id=person,
            key=_key(on, person),
            subject=subject_of(digest, school.name, on),
            text=text_of(
                digest, name=names[person], school=school.name, on=on, mine=mine, all_of_them=all_of_them
            ),
            pace=Pace.WORKING_DAYS,
            overtakes=KIND,
        )


def _key(on: date, person: int) -> str:
    return f"{KIND} {on} person {person}"


def _told_today(school: School, on: date) -> set[int]:
    notices = Notice.objects.filter(school=school, key__startswith=f"{KIND} {on} ")
    return set(notices.values_list("to", flat=True))


def _save(taken: dict[Taken, list[int]]) -> None:
    for (reminded, remind_on), ids in taken.items():
        for start in range(0, len(ids), BATCH):
            rows = Duty.objects.filter(pk__in=ids[start : start + BATCH])
            rows.update(reminded=reminded, remind_on=remind_on)
