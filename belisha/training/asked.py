"""What training, checks and lessons a school's policy asks of whom, and until when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Min
from django.utils import timezone

from belisha.notices.working_days import IsWorkingDay, working_day_after, working_days_of
from belisha.people.models import AsksOnJoining, Membership, School, Term
from belisha.policies.models import PolicyVersion
from belisha.policies.queries import InForce, policy_in_force
from belisha.rules.calendar import Recurring, Trigger, calendar
from belisha.rules.vocabulary import load_vocabulary, wider
from belisha.training.periods import Span, span

TRAINING, LESSONS = "training", "lessons"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing asked of one person: until when, and from which day a record of it counts."""

    recurring: Recurring
    person_id: int
    counts_from: date
    due_on: date
    key: str


def asked_by(in_force: InForce, register: str, on: date) -> list[Recurring]:
    """What the policy asks and keeps in that register, on a day."""
    found = calendar(in_force.policy, load_vocabulary(), on)
    return [each for each in found if each.register == register]


def items_of(school: School, on: date) -> Iterator[Item]:
    """Everything that the school's policy asks of each of its people on a day, done or not."""
    in_force = policy_in_force(school.slug)
    if in_force is None:
        return
    terms = list(Term.objects.filter(school=school))
    members = members_of(school, on)
    begun, allowed = asked_since(in_force), Allowed(school)
    for recurring in asked_by(in_force, TRAINING, on):
        roles = bound_roles(recurring)
        for person, held in members.items():
            joined = joined_as(held, roles)
            if joined is None or recurring.trigger is Trigger.LEAVING:
                continue
            if allowed.reaches(recurring, joined, begun):
                since = max(joined, begun)
                within = allowed.until(recurring, since)
                yield _item(recurring, school, person, joined, since, within, on, terms)


def bound_roles(recurring: Recurring) -> frozenset[str]:
    """The roles of those who must have it: whom the clause binds or, where it binds the school, for whom."""
    if not recurring.by_institution:
        return recurring.roles
    roles = load_vocabulary().roles
    towards = set(recurring.towards)
    return frozenset(role for role in roles if towards & {role, *wider(roles, role)})


def period_of(recurring: Recurring, school: School) -> str:
    """The period that a recurring duty has: the policy's, or what "regularly" means at this school."""
    known = ("week", "month", "half-term", "term", "year", "two-years", "three-years")
    return recurring.period if recurring.period in known else school.regularly_means


def asked_since(in_force: InForce) -> date:
    """The day from which the policy has asked anything here: nobody is late with what was asked before."""
    versions = PolicyVersion.objects.filter(document=in_force.version.document_id)
    first = versions.aggregate(first=Min("published_at"))["first"]
    return timezone.localdate(first) if first else date.min


def members_of(school: School, on: date) -> dict[int, list[tuple[str, date]]]:
    """By person: the roles that they hold at the school on a day, each with the day from which."""
    found: dict[int, list[tuple[str, date]]] = {}
    rows = Membership.objects.filter(school=school).on(on).exclude(user__is_active=False)
    for person, role, from_on in rows.order_by("from_on", "pk").values_list("user_id", "role", "from_on"):
        found.setdefault(person, []).append((role, from_on))
    return found


def joined_as(held: Iterable[tuple[str, date]], roles: frozenset[str]) -> date | None:
    """Since when somebody has been one of these, by the roles that they hold; None where they are not.

    A parent who comes to work at the school joins its staff on that day.
    """
    return min((from_on for role, from_on in held if role in roles), default=None)


class Allowed:
    """The days that are allowed at a school: the policy's own, or else the school's."""

    def __init__(self, school: School) -> None:
        self._school = school

    @cached_property
    def _is_working_day(self) -> IsWorkingDay:
        return working_days_of(self._school)

    def reaches(self, recurring: Recurring, joined: date, begun: date) -> bool:
        """Whether something is asked of somebody who joined on a day, by a policy that began here on a day.

        Whoever joined so long before that their days had passed was not asked by it on joining, unless the
        school asks everybody.
        """
        if recurring.trigger is not Trigger.JOINING:
            return True
        everybody = self._school.asks_on_joining == AsksOnJoining.EVERYBODY
        return everybody or self.until(recurring, joined) >= begun

    def until(self, recurring: Recurring, day: date) -> date:
        """The day by which something is done that was set off on a day."""
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
    terms: Iterable[Term],
) -> Item:
    key = f"training {recurring.clause} {person}"
    if recurring.trigger is Trigger.PERIOD:
        now: Span = span(period_of(recurring, school), on, terms)
        return Item(recurring, person, now.starts_on, max(now.ends_on, within), f"{key} {now.key}")
    if recurring.trigger is Trigger.JOINING:
        return Item(recurring, person, date.min, within, f"{key} {joined}")
    until = max(span(school.regularly_means, since, terms).ends_on, within)
    return Item(recurring, person, date.min, until, key)
