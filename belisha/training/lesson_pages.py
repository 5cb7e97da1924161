"""What the page of lessons shows."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from belisha.access.actor import Actor
from belisha.people.models import Membership, School
from belisha.people.offices.right_holders import holders_of_right
from belisha.people.roles import with_ancestors
from belisha.policies.queries import InForce
from belisha.rules.calendar import Recurring
from belisha.rules.language.clauses import Force, Rule, is_in_force
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.training.models import Lesson


def also_said(in_force: InForce, asked: Iterable[Recurring], on: date) -> list[Rule]:
    """Return what else the policy asks in the same sections (K62b), if it is recorded nowhere."""
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
    """Return those at the school who may record lessons, by name."""
    holders = set(holders_of_right(school, "record-lessons"))
    rows = Membership.objects.filter(school=school, user__is_active=True).on(on)
    found = {
        (name, str(person))
        for person, name, role in rows.values_list("user_id", "user__name", "role")
        if holders & set(with_ancestors(role))
    }
    return [(person, name) for name, person in sorted(found)]


def may_take_back(actor: Actor, lesson: Lesson, *, is_keeper: bool) -> bool:
    """Return whether the actor may withdraw a lesson: entered by them today, or as keeper of the record."""
    is_todays = timezone.localdate(lesson.entered_at) == timezone.localdate()
    return is_keeper or (lesson.entered_by_id == actor.user_id and is_todays)
