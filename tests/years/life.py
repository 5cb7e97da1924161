"""A seeded life of schools, day by day: people join, leave, are away and do what they are asked, or do not.

`Life.live` sweeps and delivers each day as the site would, and notes every mail; `broken_rules` says which of
the promises about reminders did not hold.
"""

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import time_machine
from django.db.models import Q
from django.utils import timezone

from belisha.duties.actions import complete_duty
from belisha.duties.models import Duty
from belisha.duties.sweeping import sweep_school
from belisha.outbox.models import Notice, NoticeState
from belisha.outbox.working_days import may_send_from, working_days_of
from belisha.people.models import Absence, Membership, School, Term, User

LONDON = ZoneInfo("Europe/London")
WEEK = timedelta(days=7)
SAME_AGAIN = timedelta(days=28)
ROLES = ("teacher", "teaching-assistant", "governor")


@dataclass(frozen=True, slots=True)
class MailSent:
    """One reminder that reached a reader: what it said, and whether something was due within three days."""

    school: int
    reader: int
    at: datetime
    words: str
    is_urgent: bool


@dataclass
class Life:
    """Schools from a first day on. `diligence` is how likely a person does an open duty on a school day."""

    schools: list[School]
    begins_on: date
    seed: int = 1
    diligence: float = 0.02
    mails: list[MailSent] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._number = 0

    def live(self, days: int) -> None:
        """Live so many days. On a day without school the sweep runs as well, at noon."""
        for number in range(days):
            day = self.begins_on + timedelta(days=number)
            with time_machine.travel(_noon(day), tick=False):
                for school in self.schools:
                    self._day(school, day)

    def _day(self, school: School, day: date) -> None:
        is_working_day = working_days_of(school)
        if is_working_day(day):
            self._what_happens(school, day)
        swept = sweep_school(school, day, is_sure=True)
        self.counts.update(opened=swept.opened, dropped=swept.dropped, missed=swept.missed, mails=swept.mails)
        if swept.failed:
            self.broken.append(f"{day}: a source failed at {school.slug}: {swept.failed}")
        self._deliver(school, day)

    def _what_happens(self, school: School, day: date) -> None:
        chance = self._random.random()
        if chance < 0.03:
            self._join(school, day)
        elif chance < 0.05:
            self._leave(school, day)
        elif chance < 0.08:
            self._fall_ill(school, day)
        elif chance < 0.09:
            self._change_role(school, day)
        for duty in Duty.objects.filter(school=school).open().order_by("pk"):
            if self._random.random() < self.diligence:
                complete_duty(by=None, school_id=school.pk, key=duty.key, how="done")
                self.counts["done"] += 1

    def _join(self, school: School, day: date) -> None:
        self._number += 1
        user = User.objects.create_user(
            f"joiner{self._number}@{school.slug}.example", name=f"J {self._number}"
        )
        Membership.objects.create(school=school, user=user, role=self._random.choice(ROLES), from_on=day)
        self.counts["joined"] += 1

    def _leave(self, school: School, day: date) -> None:
        rows = Membership.objects.filter(school=school, user__email__startswith="joiner").on(day)
        row = rows.order_by("pk").first()
        if row is not None and row.from_on < day:
            row.to_on = day
            row.save(update_fields=["to_on"])
            self.counts["left"] += 1

    def _fall_ill(self, school: School, day: date) -> None:
        rows = list(
            Membership.objects.filter(school=school).on(day).order_by("pk").values_list("user", flat=True)
        )
        length = timedelta(days=self._random.choice((1, 4, 20, 90)))
        user = self._random.choice(rows)
        Absence.objects.create(school=school, user_id=user, from_on=day, to_on=day + length)
        self.counts["absences"] += 1

    def _change_role(self, school: School, day: date) -> None:
        rows = Membership.objects.filter(school=school, role="teaching-assistant").on(day)
        row = rows.filter(from_on__lt=day).order_by("pk").first()
        if row is not None:
            row.to_on = day - timedelta(days=1)
            row.save(update_fields=["to_on"])
            Membership.objects.create(school=school, user=row.user, role="teacher", from_on=day)
            self.counts["promoted"] += 1

    def _deliver(self, school: School, day: date) -> None:
        """Let what waits go out when the school's days and hours let it, and look at each mail."""
        now = timezone.now()
        waiting = Notice.objects.filter(school=school, state=NoticeState.WAITING, not_before__lte=now)
        for notice in waiting.exclude(to=None).order_by("pk"):
            if may_send_from(school, now, working_days_of(school)) > now:
                continue
            if notice.key.startswith("reminders "):
                self._look_at(notice, day)
            Notice.objects.filter(pk=notice.pk).update(state=NoticeState.SENT, sent_at=now, text="")

    def _look_at(self, notice: Notice, day: date) -> None:
        reader = notice.to_id or 0
        here = Membership.objects.filter(school=notice.school_id, user=reader).exclude(to_on__lt=day)
        if not here.exists():
            self.broken.append(f"{day}: a mail to {reader}, who has left")
        away = Absence.objects.filter(school=notice.school_id, user=reader, from_on__lte=day, to_on__gte=day)
        if away.exists() and "You are asked to do this" in notice.text:
            self.broken.append(f"{day}: {reader} was reminded while away")
        soon = Duty.objects.filter(
            school=notice.school_id, due_on__gte=day, due_on__lte=day + timedelta(days=3)
        )
        self.mails.append(MailSent(notice.school_id, reader, timezone.now(), notice.text, soon.exists()))

    def broken_rules(self) -> list[str]:
        """Return a sentence for each promise that did not hold, the first hundred."""
        last = self.begins_on
        by_reader: dict[tuple[int, int], list[MailSent]] = {}
        for mail in self.mails:
            by_reader.setdefault((mail.school, mail.reader), []).append(mail)
        found = list(self.broken)
        for mails in by_reader.values():
            found += _rests(mails)
            found += _repeats(mails)
        found += self._periods()
        found += self._asked_again()
        return found[:100] if last else found

    def _periods(self) -> Iterable[str]:
        """Every period that ended undone is kept as missed, unless its person has left."""
        today = timezone.localdate()
        for duty in Duty.objects.filter(school__in=self.schools, period_to__lt=today - WEEK, done_at=None):
            if duty.dropped_at is None:
                yield f"{duty.key} is open after its period"
            elif not duty.is_missed and duty.person_id is not None:
                held = Membership.objects.filter(school=duty.school_id, user=duty.person_id)
                if held.exclude(to_on__lt=duty.period_to).exists() and duty.dropped_why == "left the school":
                    yield f"{duty.key} says “left the school” of somebody who is there"

    def _asked_again(self) -> Iterable[str]:
        """Nothing is asked twice of one person in one period."""
        rows = Duty.objects.filter(school__in=self.schools, done_at__isnull=False, period_from__isnull=False)
        for done in rows:
            again = Duty.objects.filter(
                school=done.school_id,
                source=done.source,
                clause=done.clause,
                person=done.person_id,
                office=done.office,
                period_from__lt=done.period_to,
                period_to__gt=done.period_from,
                opened_on__gt=timezone.localdate(done.done_at),
            ).exclude(pk=done.pk)
            if done.clause and again.filter(Q(done_at=None)).exists():
                yield f"{done.key} was done and is asked again in its period"

    def forget_terms(self) -> None:
        """Let the schools know only the terms that end within their first year."""
        Term.objects.filter(
            school__in=self.schools, ends_on__gt=self.begins_on + timedelta(days=365)
        ).delete()


def _rests(mails: list[MailSent]) -> Iterable[str]:
    for earlier, later in pairwise(mails):
        between = later.at.date() - earlier.at.date()
        if between == timedelta(0):
            yield f"two mails to {later.reader} on {later.at:%Y-%m-%d}"
        elif between < WEEK and not later.is_urgent:
            yield f"{later.reader} had mails on {earlier.at:%Y-%m-%d} and {later.at:%Y-%m-%d}, nothing urgent"


def _repeats(mails: list[MailSent]) -> Iterable[str]:
    for earlier, later in pairwise(mails):
        if later.words == earlier.words and later.at - earlier.at < SAME_AGAIN:
            yield f"{later.reader} had the same words on {earlier.at:%Y-%m-%d} and {later.at:%Y-%m-%d}"


def mails_per_year(mails: Iterable[MailSent], days: int) -> list[float]:
    """Return how many mails a year each reader of one school had, fewest first."""
    counted = Counter((mail.school, mail.reader) for mail in mails)
    return sorted(count * 365 / days for count in counted.values())


def worst_week(mails: Iterable[MailSent]) -> int:
    """Return the most mails that a reader had from one school within seven days."""
    by_reader: dict[tuple[int, int], list[datetime]] = {}
    for mail in mails:
        by_reader.setdefault((mail.school, mail.reader), []).append(mail.at)
    return max(
        (sum(start <= at < start + WEEK for at in times) for times in by_reader.values() for start in times),
        default=0,
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=LONDON).astimezone(UTC)
