"""What the training pages show."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from belisha.people.models import Membership, School, User
from belisha.people.roles import role_group
from belisha.policies.queries import InForce
from belisha.rules.calendar import Recurring
from belisha.rules.compare import topic_of
from belisha.rules.language.clauses import Rule
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.training.queries import done_since
from belisha.training.requirements import TRAINING, TrainingRequirement, recurring_in, requirements_at


@dataclass(frozen=True, slots=True)
class RequirementStatus:
    """One requirement of one person, and when it was last met in time (None: not yet)."""

    item: TrainingRequirement
    done_on: date | None

    def is_late(self, on: date) -> bool:
        """Return whether the due day has passed without it."""
        return self.done_on is None and self.item.due_on < on


@dataclass(frozen=True, slots=True)
class GroupTally:
    """How many people of a group are done, have time, and are late."""

    group: str
    done: int
    open: int
    late: int


def statuses_at(school: School, on: date) -> list[RequirementStatus]:
    """Return every requirement of everyone at the school, with its status."""
    done = done_since(school, on)
    found = []
    for item in requirements_at(school, on):
        last = done.get((item.recurring.clause, item.person_id))
        found.append(RequirementStatus(item, last if last is not None and last >= item.counts_from else None))
    return found


def statuses_for(school: School, person: int, on: date) -> list[RequirementStatus]:
    """Return the requirements of one person, with their status."""
    return [line for line in statuses_at(school, on) if line.item.person_id == person]


def tallies(school: School, lines: list[RequirementStatus], on: date) -> dict[str, list[GroupTally]]:
    """Return the counts of each group, by clause. A person counts once, in their first role's group."""
    group = _groups(school, on)
    counted: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0, 0]))
    for line in lines:
        place = 0 if line.done_on else 2 if line.is_late(on) else 1
        counted[line.item.recurring.clause][group.get(line.item.person_id, "")][place] += 1
    return {
        clause: [GroupTally(name, *counts) for name, counts in sorted(by_group.items())]
        for clause, by_group in counted.items()
    }


def related(in_force: InForce, recurring: Recurring) -> list[Rule]:
    """Return the rules about one's own profile and posts that a self-check covers, by the clause's topic."""
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
    """Return the training that the clause asks for, or None."""
    return next((each for each in recurring_in(in_force, TRAINING, on) if each.clause == clause), None)


def people_choices(people: set[int]) -> list[tuple[str, str]]:
    """Return people by name, as choices."""
    rows = User.objects.filter(pk__in=people).order_by("name").values_list("pk", "name")
    return [(str(pk), name) for pk, name in rows]


def with_names(lines: list[RequirementStatus]) -> list[tuple[str, RequirementStatus]]:
    """Return the statuses with people's names, by due day and name."""
    people = {line.item.person_id for line in lines}
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "name"))
    named = ((names.get(line.item.person_id, ""), line) for line in lines)
    return sorted(named, key=lambda pair: (pair[1].item.due_on, pair[0]))


def _groups(school: School, on: date) -> dict[int, str]:
    roles: dict[int, list[str]] = defaultdict(list)
    rows = Membership.objects.filter(school=school).on(on).order_by("from_on", "pk")
    for person, role in rows.values_list("user_id", "role"):
        roles[person].append(role)
    return {person: role_group(held) for person, held in roles.items()}
