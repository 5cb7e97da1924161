"""What training, checks and lessons a school's policy asks of whom, and until when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from belisha.people.models import Membership, School, Term
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
    members = _members(school, on)
    for recurring in asked_by(in_force, TRAINING, on):
        roles = bound_roles(recurring)
        for person, (joined, held) in members.items():
            if not roles.isdisjoint(held):
                yield _item(recurring, school, person, joined, on, terms)


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


def _members(school: School, on: date) -> dict[int, tuple[date, set[str]]]:
    """By person: since when they have been here without a break that is known, and what they are."""
    found: dict[int, tuple[date, set[str]]] = {}
    rows = Membership.objects.filter(school=school).on(on).exclude(user__is_active=False)
    for person, role, from_on in rows.order_by("from_on", "pk").values_list("user_id", "role", "from_on"):
        found.setdefault(person, (from_on, set()))[1].add(role)
    return found


def _item(
    recurring: Recurring, school: School, person: int, joined: date, on: date, terms: Iterable[Term]
) -> Item:
    allowed = timedelta(recurring.days if recurring.days is not None else school.acknowledge_within)
    key = f"training {recurring.clause} {person}"
    if recurring.trigger is Trigger.PERIOD:
        now: Span = span(period_of(recurring, school), on, terms)
        due = max(now.ends_on, joined + allowed)
        return Item(recurring, person, now.starts_on, due, f"{key} {now.key}")
    if recurring.trigger is Trigger.JOINING:
        return Item(recurring, person, date.min, joined + allowed, f"{key} {joined}")
    until = max(span(school.regularly_means, joined, terms).ends_on, joined + allowed)
    return Item(recurring, person, date.min, until, key)
