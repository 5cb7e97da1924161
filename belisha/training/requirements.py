"""The training, checks and lessons that a school's policy requires: of whom, and by when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property

from django.db.models import Min
from django.utils import timezone

from belisha.outbox.working_days import (
    IsWorkingDay,
    last_working_day,
    working_day_after,
    working_days,
    working_days_of,
)
from belisha.people.models import AsksOnJoining, Membership, School, Term
from belisha.people.roles import with_ancestors
from belisha.policies.models import PolicyVersion
from belisha.policies.queries import InForce, policy_in_force
from belisha.rules.calendar import Recurring, Trigger, calendar
from belisha.rules.vocabulary.loading import load_vocabulary, wider
from belisha.training.periods import Period, period_around

TRAINING, LESSONS = "training", "lessons"
# Who comes back after a longer break has joined anew.
LONGEST_BREAK = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class TrainingRequirement:
    """One requirement of one person: its due day, from which day a record counts, and any period."""

    recurring: Recurring
    person_id: int
    counts_from: date
    due_on: date
    key: str
    period: tuple[date, date] | None = None


class SchoolDays:
    """A school's terms, and the working days that follow from them."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = list(terms)
        self._is_working_day = working_days((term.starts_on, term.ends_on) for term in self.terms)

    def last_in(self, period: Period) -> date:
        """Return the last working day of the school in a period: what recurs is due on a school day."""
        return last_working_day(period.starts_on, period.ends_on, self._is_working_day)


def recurring_in(in_force: InForce, register: str, on: date) -> list[Recurring]:
    """Return what the policy requires and records in that register, on a day."""
    found = calendar(in_force.policy, load_vocabulary(), on)
    return [each for each in found if each.register == register]


def requirements_at(school: School, on: date) -> Iterator[TrainingRequirement]:
    """Yield every requirement of everyone at the school on a day, met or not."""
    in_force = policy_in_force(school.slug)
    if in_force is None:
        return
    terms = list(Term.objects.filter(school=school))
    days = SchoolDays(terms)
    members = roles_by_person(school, on)
    begun, allowed = policy_began(in_force), AllowedDays(school)
    for recurring in recurring_in(in_force, TRAINING, on):
        roles = bound_roles(recurring)
        for person, held in members.items():
            joined = joined_on(held, roles)
            if joined is None or recurring.trigger is Trigger.LEAVING:
                continue
            if allowed.reaches(recurring, joined, begun):
                since = max(joined, begun)
                within = allowed.until(recurring, since)
                yield _item(recurring, school, person, joined, since, within, on, days)


def bound_roles(recurring: Recurring) -> frozenset[str]:
    """Return the roles that must meet it: those bound or, if the school is bound, those it is done for."""
    if not recurring.by_institution:
        return recurring.roles
    roles = load_vocabulary().roles
    towards = set(recurring.towards)
    return frozenset(role for role in roles if towards & {role, *wider(roles, role)})


def period_of(recurring: Recurring, school: School) -> str:
    """Return the period of a recurring duty: the policy's, or what "regularly" means at this school."""
    known = ("week", "month", "half-term", "term", "year", "two-years", "three-years")
    return recurring.period if recurring.period in known else school.regularly_means


def policy_began(in_force: InForce) -> date:
    """Return the day from which the policy has applied here. Duties due before do not count as overdue."""
    versions = PolicyVersion.objects.filter(document=in_force.version.document_id)
    first = versions.aggregate(first=Min("published_at"))["first"]
    return timezone.localdate(first) if first else date.min


def roles_by_person(school: School, on: date) -> dict[int, list[tuple[str, date]]]:
    """Return each person's roles on a day, each with the day since which they have had its kind.

    Who changes from one role to another of the same kind, or comes back within a year, has not joined anew: a
    promotion repeats no induction, and supply staff declare once.
    """
    rows = Membership.objects.filter(school=school, from_on__lte=on).exclude(user__is_active=False)
    spans: dict[int, list[tuple[str, date, date | None]]] = {}
    for person, *span in rows.order_by("from_on", "pk").values_list("user_id", "role", "from_on", "to_on"):
        spans.setdefault(person, []).append((span[0], span[1], span[2]))
    found: dict[int, list[tuple[str, date]]] = {}
    for person, held in spans.items():
        for role, from_on, to_on in held:
            if to_on is None or to_on >= on:
                found.setdefault(person, []).append((role, _since(role, from_on, held)))
    return found


def _since(role: str, from_on: date, held: Iterable[tuple[str, date, date | None]]) -> date:
    """Return the first day of the unbroken stretch of roles of the same kind that a role belongs to."""
    since, kind = from_on, _kind(role)
    for other, began, ended in sorted(held, key=lambda span: span[1], reverse=True):
        if began < since and kind & _kind(other) and (ended is None or since - ended <= LONGEST_BREAK):
            since = began
    return since


@cache
def _kind(role: str) -> frozenset[str]:
    """Return the role with its ancestors, without those that staff share with parents and everybody else."""
    return with_ancestors(role) - (with_ancestors("staff") - {"staff"})


def joined_on(held: Iterable[tuple[str, date]], roles: frozenset[str]) -> date | None:
    """Return since when someone has had one of the roles, or None.

    A parent who comes to work at the school joins its staff on that day.
    """
    return min((from_on for role, from_on in held if role in roles), default=None)


class AllowedDays:
    """The time allowed at a school: the policy's own, else the school's."""

    def __init__(self, school: School) -> None:
        self._school = school

    @cached_property
    def _is_working_day(self) -> IsWorkingDay:
        return working_days_of(self._school)

    def reaches(self, recurring: Recurring, joined: date, begun: date) -> bool:
        """Return whether a requirement applies to someone who joined on a day, under a policy that began on a
        day.

        It does not if their time had passed before the policy began, unless the school asks everyone.
        """
        if recurring.trigger is not Trigger.JOINING:
            return True
        everybody = self._school.asks_on_joining == AsksOnJoining.EVERYBODY
        return everybody or self.until(recurring, joined) >= begun

    def until(self, recurring: Recurring, day: date) -> date:
        """Return the due day of something set off on a day."""
        if recurring.days is None:
            return day + timedelta(self._school.acknowledge_within)
        if recurring.days_are_working:
            return working_day_after(day, recurring.days, self._is_working_day)
        return day + timedelta(recurring.days)


def _item(
    recurring: Recurring,
    school: School,
    person: int,
    joined: date,
    since: date,
    within: date,
    on: date,
    days: SchoolDays,
) -> TrainingRequirement:
    key = f"training {recurring.clause} {person}"
    if recurring.trigger is Trigger.PERIOD:
        now: Period = period_around(period_of(recurring, school), on, days.terms)
        due = max(days.last_in(now), within)
        period = (now.starts_on, max(now.ends_on, within))
        return TrainingRequirement(recurring, person, now.starts_on, due, f"{key} {now.key}", period)
    if recurring.trigger is Trigger.JOINING:
        return TrainingRequirement(recurring, person, date.min, within, f"{key} {joined}")
    until = max(period_around(school.regularly_means, since, days.terms).ends_on, within)
    return TrainingRequirement(recurring, person, date.min, until, key)
