"""What each role is asked on joining, and the progress of people who joined recently (B33, B58)."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Min

from belisha.acknowledgements.queries import Binding, asked_people, bindings, people_at
from belisha.duties.models import Duty
from belisha.people.models import Membership, School
from belisha.people.roles import is_office, role_label
from belisha.policies.queries import policy_in_force
from belisha.rules.calendar import Recurring, Trigger
from belisha.training.clause_duties import NAME as OTHERS
from belisha.training.induction import asked_on_joining
from belisha.training.pages import statuses_at
from belisha.training.requirements import period_of

LATELY = timedelta(days=90)
ROWS = 100
DONE, OPEN, LATE = "done", "open", "late"


@dataclass(frozen=True, slots=True)
class InductionStep:
    """One thing asked on joining: its words, by when in words, and the clauses that ask for it."""

    words: str
    within: str
    clauses: tuple[tuple[str, str], ...]
    """The id of each clause and how it is cited."""
    is_ours: bool = False
    """The school does it for the person."""


@dataclass(frozen=True, slots=True)
class NewStarter:
    """A person who joined recently, and how many of their duties are done, open and late."""

    person_id: int
    name: str
    role: str
    joined_on: date
    done: int
    open: int
    late: int

    @property
    def role_words(self) -> str:
        """Return the role's label."""
        return role_label(self.role)


def newcomers_page(school: School, role: str, on: date) -> dict[str, Any]:
    """Return what the page shows. An empty `role` means that of the person who joined last."""
    lately = _lately(school, on)
    held = sorted(_held(school, on), key=lambda each: role_label(each).casefold())
    usual = (*(each.role for each in lately), *held)
    chosen = role if role in held else next((each for each in usual if not is_office(each)), "")
    return {
        "school": school,
        "roles": (("", tuple((each, role_label(each)) for each in held)),),
        "role": chosen,
        "role_words": role_label(chosen),
        "steps": list(_steps(school, chosen, on)),
        "newcomers": lately[:ROWS],
        "left_off": len(lately[ROWS:]),
        "days": LATELY.days,
        "today": on,
    }


def _held(school: School, on: date) -> set[str]:
    rows = Membership.objects.filter(school=school, user__is_active=True).on(on)
    return set(rows.order_by().values_list("role", flat=True))


def _steps(school: School, role: str, on: date) -> Iterator[InductionStep]:
    for binding in bindings(school):
        if binding.audience(on).is_bound(role):
            yield _reading(school, binding, role, on)
    in_force = policy_in_force(school.slug)
    for each in asked_on_joining(in_force, role, on) if in_force else ():
        cited = ((each.clause, ", ".join(each.cites) or each.title),)
        words = f"{each.title}, if it applies" if each.when else each.title
        yield InductionStep(words, _within(each, school), cited, is_ours=each.by_institution)


def _reading(school: School, binding: Binding, role: str, on: date) -> InductionStep:
    audience = binding.audience(on)
    allowed = audience.allowed((role,))
    within = (
        _days(allowed.days, are_working=allowed.are_working) if allowed else _days(school.acknowledge_within)
    )
    cited: tuple[tuple[str, str], ...] = ()
    if not binding.is_acceptable_use:  # its clauses have no pages
        found = [binding.policy.by_id[clause] for clause in audience.roles[role]]
        cited = tuple((each.id, ", ".join(each.cites) or each.title) for each in found)
    return InductionStep(f"Read the {binding.version.document.title} and agree to it", within, cited)


def _within(recurring: Recurring, school: School) -> str:
    if recurring.trigger is Trigger.PERIOD:
        return f"every {period_of(recurring, school).replace('-', ' ')}"
    if recurring.days is None:
        return _days(school.acknowledge_within)
    return _days(recurring.days, are_working=recurring.days_are_working)


def _days(count: int, *, are_working: bool = False) -> str:
    if count == 0:
        return "on the first day"
    return f"within {count} {'working ' if are_working else ''}{'day' if count == 1 else 'days'}"


def _lately(school: School, on: date) -> list[NewStarter]:
    """Return people who joined in the last 90 days and are asked something, newest first."""
    here = Membership.objects.filter(school=school, user__is_active=True)
    first = here.order_by().values("user").annotate(joined=Min("from_on"))
    joined = dict(first.filter(joined__gt=on - LATELY, joined__lte=on).values_list("user", "joined"))
    held = here.on(on).filter(user__in=joined).order_by("-from_on", "-pk")
    newest = {person: (name, role) for person, name, role in held.values_list("user", "user__name", "role")}
    counted: dict[int, Counter[str]] = {}
    for person, word in _asked(school, on, newest):
        counted.setdefault(person, Counter())[word] += 1
    found = [
        NewStarter(person, *newest[person], joined[person], words[DONE], words[OPEN], words[LATE])
        for person, words in counted.items()
    ]
    return sorted(found, key=lambda each: (-each.joined_on.toordinal(), each.name))


def _asked(school: School, on: date, people: Collection[int]) -> Iterator[tuple[int, str]]:
    """Yield the person and the status of everything asked of these people, opened by a sweep or not."""
    belong = [each for each in people_at(school, on) if each.person_id in people]
    for binding in bindings(school):
        for each in asked_people(school, binding, on, belong):
            yield each.person_id, _stands(each.is_done, each.due_on, on)
    for line in statuses_at(school, on):
        if line.item.person_id in people:
            yield line.item.person_id, _stands(line.done_on is not None, line.item.due_on, on)
    others = Duty.objects.filter(school=school, person__in=list(people), source=OTHERS, dropped_at=None)
    for person, done_at, due_on in others.values_list("person", "done_at", "due_on"):
        yield person, _stands(done_at is not None, due_on, on)


def _stands(is_done: bool, due_on: date, on: date) -> str:
    return DONE if is_done else LATE if due_on < on else OPEN
