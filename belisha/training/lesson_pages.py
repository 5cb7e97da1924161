"""What the page of lessons shows."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from belisha.access.actor import Actor
from belisha.people.models import Membership, School
from belisha.people.roles import with_wider
from belisha.people.standing_for import holders_of_right
from belisha.policies.queries import InForce
from belisha.rules.calendar import Recurring
from belisha.rules.clauses import Force, Rule
from belisha.rules.judging.in_force import is_in_force
from belisha.rules.vocabulary import load_vocabulary
from belisha.training.models import Lesson


def also_said(in_force: InForce, asked: Iterable[Recurring], on: date) -> list[Rule]:
    """What else the policy asks of the school beside the lessons, in the sections that ask for them (K62b).

    Only what is kept nowhere: the rest comes up where it is recorded.
    """
    clauses = {each.clause for each in asked}
    sections = {rule.section for rule in in_force.policy.rules if rule.id in clauses}
    roles = load_vocabulary().roles
    return [
        rule
        for rule in in_force.policy.rules
        if rule.section in sections
        and rule.id not in clauses
        and rule.force in (Force.MUST, Force.SHOULD)
        and not (rule.then or rule.on or rule.towards)
        and all(who in roles and roles[who].is_institution for who in rule.who)
        and is_in_force(rule, on)
    ]


def teachers(school: School, on: date) -> list[tuple[str, str]]:
    """Those at the school who may record lessons, by name: any of them may have taught one."""
    holders = set(holders_of_right(school, "record-lessons"))
    rows = Membership.objects.filter(school=school, user__is_active=True).on(on)
    found = {
        (name, str(person))
        for person, name, role in rows.values_list("user_id", "user__name", "role")
        if holders & set(with_wider(role))
    }
    return [(person, name) for name, person in sorted(found)]


def may_take_back(actor: Actor, lesson: Lesson, *, is_keeper: bool) -> bool:
    """Whether the actor may take a lesson back: what they entered today, or as keeper of the records."""
    is_todays = timezone.localdate(lesson.entered_at) == timezone.localdate()
    return is_keeper or (lesson.entered_by_id == actor.user_id and is_todays)
