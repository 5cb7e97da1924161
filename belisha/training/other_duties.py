"""What the policy asks over time and no other part of the site keeps a record of.

Declarations on joining, what falls due when people leave, checks with a period, the school's own activities:
each is a duty with the clause behind it, and whoever owes it says how it was done.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max
from django.urls import reverse
from django.utils.http import urlencode

from belisha.base.templating import day
from belisha.duties.sources import Wanted
from belisha.people.models import Membership, PersonalCard, School, Term, User
from belisha.people.standing_for import holders_of_right, office_with_right
from belisha.policies.queries import InForce, policy_in_force
from belisha.rules.calendar import Recurring, Trigger, answering_offices, calendar
from belisha.rules.vocabulary import load_vocabulary, wider
from belisha.training.asked import TRAINING, Allowed, asked_since, joined_as, members_of, period_of
from belisha.training.periods import Span, span

NAME = "asked"
"""What the sweep calls these duties."""

# Registers and actions that have a page of their own.
KEPT = frozenset((TRAINING, "lessons", "acknowledgements", "equality-checks"))
KEPT_ACTIONS = frozenset(("follow-policy", "read-policy", "follow-aup", "review-policy"))
# Who left longer ago than this is no news any more.
LEFT_WITHIN = timedelta(days=400)
PEOPLE = "look-after-people"


@dataclass(frozen=True, slots=True)
class Asking:
    """A school, its policy, and the day on which it is asked what is due."""

    school: School
    in_force: InForce
    on: date
    begun: date
    members: dict[int, list[tuple[str, date]]]
    terms: list[Term]
    allowed: Allowed


def others_wanted(school: School, on: date) -> Iterator[Wanted]:
    """A duty for each thing that the policy asks over time and that has no page of its own."""
    in_force = policy_in_force(school.slug)
    asked = calendar(in_force.policy, load_vocabulary(), on) if in_force else ()
    asked = tuple(each for each in asked if not is_kept(each))
    if in_force is None or not asked:
        return
    terms = list(Term.objects.filter(school=school))
    asking = Asking(
        school, in_force, on, asked_since(in_force), members_of(school, on), terms, Allowed(school)
    )
    for each in asked:
        if each.trigger is Trigger.JOINING:
            yield from _joining(each, asking)
        elif each.trigger is Trigger.LEAVING:
            yield from _leaving(each, asking)
        else:
            yield from _in_time(each, asking)


def is_kept(recurring: Recurring) -> bool:
    """Whether another page than the list of duties keeps a record of it."""
    if recurring.register == TRAINING and recurring.by_institution and not recurring.towards:
        return False  # an activity of the school: nobody's own training
    if recurring.register in KEPT:
        return True
    actions = load_vocabulary().actions
    return bool(KEPT_ACTIONS & {recurring.action, *wider(actions, recurring.action)})


def _joining(recurring: Recurring, asking: Asking) -> Iterator[Wanted]:
    """A duty for each joiner; those who cannot sign in are asked by whoever looks after people."""
    joined = {person: joined_as(held, those(recurring)) for person, held in asking.members.items()}
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
    yield from _for_many(recurring, asking, "joined", counted, those(recurring))


def _leaving(recurring: Recurring, asking: Asking) -> Iterator[Wanted]:
    """A duty for each day on which people left, of whoever answers for it: the leavers are gone."""
    roles = _within(recurring.leavers) if recurring.leavers else those(recurring)
    rows = Membership.objects.filter(school=asking.school, role__in=roles)
    first = max(asking.begun, asking.on - LEFT_WITHIN)
    ended = rows.filter(to_on__gte=first, to_on__lt=asking.on)
    ended = ended.exclude(user__in=rows.on(asking.on).values("user"))
    last = ended.order_by().values("user").annotate(left=Max("to_on")).values_list("left", flat=True)
    yield from _for_many(recurring, asking, "left", Counter(last), roles)


def _for_many(
    recurring: Recurring, asking: Asking, what: str, counted: Counter[date], roles: Iterable[str]
) -> Iterator[Wanted]:
    """One duty of an office for all who came or went on the same day; its link shows who they are."""
    if not counted:
        return
    office = _office(recurring, asking, PEOPLE)
    link = ""
    if office in holders_of_right(asking.school, PEOPLE):
        narrow = {"who": "left" if what == "left" else "now", "role": _widest(roles)}
        link = f"{reverse('people:manage', args=[asking.school.slug])}?{urlencode(narrow)}"
    for on, count in sorted(counted.items()):
        yield _wanted(
            recurring,
            f"{what} {on}",
            asking.allowed.until(recurring, max(on, asking.begun)),
            office=office,
            says=f"{count} {what} on {day(on)}",
            link=link,
        )


def _in_time(recurring: Recurring, asking: Asking) -> Iterator[Wanted]:
    """What comes again with each period, or is asked once: of each person bound, or of an office."""
    now = _span(recurring, asking)
    within = asking.allowed.until(recurring, asking.begun)
    offices = _offices_bound(recurring)
    if recurring.by_institution:
        offices = (_office(recurring, asking, "keep-training"),)
    for office in offices:
        yield _wanted(recurring, f"{office} {now.key}", max(now.ends_on, within), office=office)
    for person, held in asking.members.items() if not offices else ():
        joined = joined_as(held, recurring.roles)
        if joined is not None:
            due = asking.allowed.until(recurring, max(joined, asking.begun))
            yield _wanted(recurring, f"{person} {now.key}", max(now.ends_on, due), person_id=person)


def _span(recurring: Recurring, asking: Asking) -> Span:
    if recurring.trigger is Trigger.PERIOD:
        return span(period_of(recurring, asking.school), asking.on, asking.terms)
    return span(asking.school.regularly_means, asking.begun, asking.terms)


def _wanted(
    recurring: Recurring,
    key: str,
    due_on: date,
    *,
    person_id: int | None = None,
    office: str = "",
    says: str = "",
    link: str = "",
) -> Wanted:
    title = f"{recurring.title}: {says}" if says else recurring.title
    return Wanted(
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
    )


def those(recurring: Recurring) -> frozenset[str]:
    """The roles of those whose coming or going it is about: whom it binds, or for whom the school does it."""
    if not recurring.by_institution:
        return recurring.roles
    roles = load_vocabulary().roles
    return _within(recurring.towards) or frozenset(each for each in roles if not roles[each].is_institution)


def _within(words: Iterable[str]) -> frozenset[str]:
    roles, named = load_vocabulary().roles, set(words)
    return frozenset(each for each in roles if named & {each, *wider(roles, each)})


def _widest(roles: Iterable[str]) -> str:
    """The one role that all of them lie within, or nothing."""
    named = set(roles)
    known = load_vocabulary().roles
    return next((each for each in known if each in named and named <= set(_within((each,)))), "")


def _who_sign_in(school: School, people: Iterable[int]) -> set[int]:
    """Those of these people who see their duties: by an account, or by a card on a shared device."""
    listed = list(people)
    with_email = User.objects.filter(pk__in=listed).exclude(email=None).values_list("pk", flat=True)
    cards = PersonalCard.objects.filter(school=school, user__in=listed).standing()
    return {*with_email, *cards.values_list("user_id", flat=True)}


def _offices_bound(recurring: Recurring) -> tuple[str, ...]:
    """The offices that a clause binds, where it binds nobody else."""
    roles = load_vocabulary().roles
    return recurring.who if all(roles[who].is_office for who in recurring.who if who in roles) else ()


def _office(recurring: Recurring, asking: Asking, right: str) -> str:
    """Who answers for it: the office that the policy names and somebody holds, else one with the right."""
    named = answering_offices(asking.in_force.policy, recurring.action, load_vocabulary())
    held = {role for roles in asking.members.values() for role, _ in roles}
    return next((each for each in named if each in held), "") or office_with_right(
        asking.school, right, asking.on
    )
