"""What the pages of training show."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from belisha.people.models import Membership, School, User
from belisha.people.roles import group_of
from belisha.policies.queries import InForce
from belisha.rules.calendar import Recurring
from belisha.rules.clauses import Rule
from belisha.rules.comparing.topics import topic_of
from belisha.rules.vocabulary import load_vocabulary
from belisha.training.asked import TRAINING, Item, asked_by, items_of
from belisha.training.queries import done_since


@dataclass(frozen=True, slots=True)
class Line:
    """One thing asked of one person, and when it was last done in time (None: not yet)."""

    item: Item
    done_on: date | None

    def is_late(self, on: date) -> bool:
        """Whether the day has passed without it."""
        return self.done_on is None and self.item.due_on < on


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of a group have done something, have time, and are late."""

    group: str
    done: int
    open: int
    late: int


def lines_of(school: School, on: date) -> list[Line]:
    """Everything asked of everybody at the school, with how it stands."""
    done = done_since(school, on)
    found = []
    for item in items_of(school, on):
        last = done.get((item.recurring.clause, item.person_id))
        found.append(Line(item, last if last is not None and last >= item.counts_from else None))
    return found


def lines_for(school: School, person: int, on: date) -> list[Line]:
    """What is asked of one person."""
    return [line for line in lines_of(school, on) if line.item.person_id == person]


def tallies(school: School, lines: list[Line], on: date) -> dict[str, list[Tally]]:
    """By clause: how each group of people stands. A person counts once, under their first role."""
    group = _groups(school, on)
    counted: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0, 0]))
    for line in lines:
        place = 0 if line.done_on else 2 if line.is_late(on) else 1
        counted[line.item.recurring.clause][group.get(line.item.person_id, "")][place] += 1
    return {
        clause: [Tally(name, *counts) for name, counts in sorted(by_group.items())]
        for clause, by_group in counted.items()
    }


def related(in_force: InForce, recurring: Recurring) -> list[Rule]:
    """The rules about one's own profile and posts that a self-check goes through: by the clause's topic."""
    actions = load_vocabulary().actions
    topic = topic_of(recurring.action, actions)
    return [
        rule
        for rule in in_force.policy.rules
        if rule.id != recurring.clause
        and topic_of(rule.action, actions) == topic
        and recurring.roles & set(rule.who)
    ]


def asked_clause(in_force: InForce, clause: str, on: date) -> Recurring | None:
    """What the clause asks by way of training, if it does."""
    return next((each for each in asked_by(in_force, TRAINING, on) if each.clause == clause), None)


def people_choices(people: set[int]) -> list[tuple[str, str]]:
    """People by name, for a list to tick."""
    rows = User.objects.filter(pk__in=people).order_by("name").values_list("pk", "name")
    return [(str(pk), name) for pk, name in rows]


def with_names(lines: list[Line]) -> list[tuple[str, Line]]:
    """The lines with whose they are, by day and then by name."""
    people = {line.item.person_id for line in lines}
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "name"))
    named = ((names.get(line.item.person_id, ""), line) for line in lines)
    return sorted(named, key=lambda pair: (pair[1].item.due_on, pair[0]))


def _groups(school: School, on: date) -> dict[int, str]:
    roles: dict[int, list[str]] = defaultdict(list)
    rows = Membership.objects.filter(school=school).on(on).order_by("from_on", "pk")
    for person, role in rows.values_list("user_id", "role"):
        roles[person].append(role)
    return {person: group_of(held) for person, held in roles.items()}
