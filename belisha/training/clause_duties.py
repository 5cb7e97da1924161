"""Duties that a policy sets over time and that no other page records.

Declarations on joining, what falls due when people leave, periodic checks, the school's own activities: each
is a duty with its clause, and its owner says how it was done.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max
from django.urls import reverse
from django.utils.http import urlencode

from belisha.base.templating import day
from belisha.duties.sources import DutySpec
from belisha.people.models import Membership, PersonalCard, School, Term, User
from belisha.people.offices.right_holders import holders_of_right, office_with_right
from belisha.policies.queries import InForce, policy_in_force
from belisha.rules.calendar import Recurring, Trigger, answering_offices, calendar
from belisha.rules.vocabulary.loading import load_vocabulary, wider
from belisha.training.periods import Period, period_around
from belisha.training.requirements import (
    TRAINING,
    AllowedDays,
    SchoolDays,
    joined_on,
    period_of,
    policy_began,
    roles_by_person,
)
from belisha.training.titles import duty_title

NAME = "asked"
"""What the sweep calls these duties."""

# Registers and actions that have a page of their own.
KEPT = frozenset((TRAINING, "lessons", "acknowledgements", "equality-checks"))
KEPT_ACTIONS = frozenset(("follow-policy", "read-policy", "follow-aup", "review-policy"))
# Who left longer ago than this is no news any more.
LEFT_WITHIN = timedelta(days=400)
PEOPLE = "look-after-people"


@dataclass(frozen=True, slots=True)
class DutyContext:
    """A school, its policy, and the day for which duties are worked out."""

    school: School
    in_force: InForce
    on: date
    begun: date
    members: dict[int, list[tuple[str, date]]]
    days: SchoolDays
    allowed: AllowedDays


def clause_duties(school: School, on: date) -> Iterator[DutySpec]:
    """Yield a duty for each thing that the policy asks over time and that has no page of its own."""
    in_force = policy_in_force(school.slug)
    asked = calendar(in_force.policy, load_vocabulary(), on) if in_force else ()
    asked = tuple(each for each in asked if not has_own_page(each))
    if in_force is None or not asked:
        return
    days = SchoolDays(Term.objects.filter(school=school))
    asking = DutyContext(
        school, in_force, on, policy_began(in_force), roles_by_person(school, on), days, AllowedDays(school)
    )
    for each in asked:
        if each.trigger is Trigger.JOINING:
            yield from _joining(each, asking)
        elif each.trigger is Trigger.LEAVING:
            yield from _leaving(each, asking)
        else:
            yield from _in_time(each, asking)


def has_own_page(recurring: Recurring) -> bool:
    """Return whether another page than the list of duties records it."""
    if recurring.register == TRAINING and recurring.by_institution and not recurring.towards:
        return False  # an activity of the school: nobody's own training
    if recurring.register in KEPT:
        return True
    actions = load_vocabulary().actions
    return bool(KEPT_ACTIONS & {recurring.action, *wider(actions, recurring.action)})


def _joining(recurring: Recurring, asking: DutyContext) -> Iterator[DutySpec]:
    """Yield a duty for each joiner; for those who cannot sign in, of the office that manages people."""
    joined = {person: joined_on(held, roles_concerned(recurring)) for person, held in asking.members.items()}
    new = {
        person: on
        for person, on in joined.items()
        if on is not None and asking.allowed.reaches(recurring, on, asking.begun)
    }
    own = set() if recurring.by_institution else _who_sign_in(asking.school, new)
    for person, on in new.items():
        if person in own:
            due = asking.allowed.until(recurring, max(on, asking.begun))
            yield _wanted(recurring, f"{person} {on}", due, person_id=person)
    counted = Counter(on for person, on in new.items() if person not in own)
    yield from _for_many(recurring, asking, "joined", counted, roles_concerned(recurring))


def _leaving(recurring: Recurring, asking: DutyContext) -> Iterator[DutySpec]:
    """Yield a duty for each day on which people left, of the office that answers for it."""
    roles = _within(recurring.leavers) if recurring.leavers else roles_concerned(recurring)
    rows = Membership.objects.filter(school=asking.school, role__in=roles)
    first = max(asking.begun, asking.on - LEFT_WITHIN)
    ended = rows.filter(to_on__gte=first, to_on__lt=asking.on)
    ended = ended.exclude(user__in=rows.on(asking.on).values("user"))
    last = ended.order_by().values("user").annotate(left=Max("to_on")).values_list("left", flat=True)
    yield from _for_many(recurring, asking, "left", Counter(last), roles)


def _for_many(
    recurring: Recurring, asking: DutyContext, what: str, counted: Counter[date], roles: Iterable[str]
) -> Iterator[DutySpec]:
    """Yield one duty of an office for everyone who joined or left on the same day, linking to them."""
    if not counted:
        return
    office = _office(recurring, asking, PEOPLE)
    link = ""
    if office in holders_of_right(asking.school, PEOPLE):
        narrow = {"who": "left" if what == "left" else "now", "role": _widest(roles)}
        link = f"{reverse('people:list', args=[asking.school.slug])}?{urlencode(narrow)}"
    for on, count in sorted(counted.items()):
        yield _wanted(
            recurring,
            f"{what} {on}",
            asking.allowed.until(recurring, max(on, asking.begun)),
            office=office,
            says=f"{count} {what} on {day(on)}",
            link=link,
        )


def _in_time(recurring: Recurring, asking: DutyContext) -> Iterator[DutySpec]:
    """Yield duties that recur with each period or are asked once: of each person bound, or of an office."""
    now = _span(recurring, asking)
    within = asking.allowed.until(recurring, asking.begun)
    offices = _offices_bound(recurring)
    if recurring.by_institution:
        offices = (_office(recurring, asking, "keep-training"),)
    last = asking.days.last_in(now)
    recurs = recurring.trigger is Trigger.PERIOD
    for office in offices:
        period = (now.starts_on, max(now.ends_on, within)) if recurs else None
        yield _wanted(recurring, f"{office} {now.key}", max(last, within), office=office, period=period)
    for person, held in asking.members.items() if not offices else ():
        joined = joined_on(held, recurring.roles)
        if joined is not None:
            due = asking.allowed.until(recurring, max(joined, asking.begun))
            period = (now.starts_on, max(now.ends_on, due)) if recurs else None
            yield _wanted(recurring, f"{person} {now.key}", max(last, due), person_id=person, period=period)


def _span(recurring: Recurring, asking: DutyContext) -> Period:
    if recurring.trigger is Trigger.PERIOD:
        return period_around(period_of(recurring, asking.school), asking.on, asking.days.terms)
    return period_around(asking.school.regularly_means, asking.begun, asking.days.terms)


def _wanted(
    recurring: Recurring,
    key: str,
    due_on: date,
    *,
    person_id: int | None = None,
    office: str = "",
    says: str = "",
    link: str = "",
    period: tuple[date, date] | None = None,
) -> DutySpec:
    title = f"{duty_title(recurring)}: {says}" if says else duty_title(recurring)
    return DutySpec(
        key=f"asked {recurring.clause} {key}",
        # A circumstance that only the person knows: to say that it does not hold is an answer too.
        title=f"{title}, if it applies" if recurring.when else title,
        due_on=due_on,
        person_id=person_id,
        office=office,
        clause=recurring.clause,
        cites=", ".join(recurring.cites),
        link=link,
        by_hand=True,
        period=period,
    )


def roles_concerned(recurring: Recurring) -> frozenset[str]:
    """Return the roles whose joining or leaving counts: those bound, or those it is done for."""
    if not recurring.by_institution:
        return recurring.roles
    roles = load_vocabulary().roles
    return _within(recurring.towards) or frozenset(each for each in roles if not roles[each].is_institution)


def _within(words: Iterable[str]) -> frozenset[str]:
    roles, named = load_vocabulary().roles, set(words)
    return frozenset(each for each in roles if named & {each, *wider(roles, each)})


def _widest(roles: Iterable[str]) -> str:
    """Return the one role that includes all of them, or nothing."""
    named = set(roles)
    known = load_vocabulary().roles
    return next((each for each in known if each in named and named <= set(_within((each,)))), "")


def _who_sign_in(school: School, people: Iterable[int]) -> set[int]:
    """Return those who can see their duties: by an account, or by a card on a shared device."""
    listed = list(people)
    with_email = User.objects.filter(pk__in=listed).exclude(email=None).values_list("pk", flat=True)
    cards = PersonalCard.objects.filter(school=school, user__in=listed).active()
    return {*with_email, *cards.values_list("user_id", flat=True)}


def _offices_bound(recurring: Recurring) -> tuple[str, ...]:
    """Return the offices that a clause binds, if it binds no one else."""
    roles = load_vocabulary().roles
    return recurring.who if all(roles[who].is_office for who in recurring.who if who in roles) else ()


def _office(recurring: Recurring, asking: DutyContext, right: str) -> str:
    """Return who answers for it: the office that the policy names, else one with the right."""
    named = answering_offices(asking.in_force.policy, recurring.action, load_vocabulary())
    held = {role for roles in asking.members.values() for role, _ in roles}
    return next((each for each in named if each in held), "") or office_with_right(
        asking.school, right, asking.on
    )
