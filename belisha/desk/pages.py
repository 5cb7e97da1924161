"""What the pages of the desk show, read for one person."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from belisha.access.actor import Actor
from belisha.acknowledgements.queries import Asked, Binding, duty_key, waiting_for
from belisha.base.clock import today
from belisha.desk.places import doors
from belisha.duties.models import Duty
from belisha.people.models import School
from belisha.people.queries import own_memberships, user_of
from belisha.people.roles import role_label
from belisha.policies.for_role import groups_for
from belisha.policies.models import PolicyVersion
from belisha.policies.published import why_none_in_force
from belisha.policies.queries import policy_in_force
from belisha.ratification.models import Consultation
from belisha.ratification.permissions import can_comment
from belisha.rules.clauses import Clause

NEWS = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class AtSchool:
    """What one school asks of somebody and tells them."""

    school: School
    roles: tuple[tuple[str, str], ...]
    duties: list[Duty]
    waiting: list[tuple[Binding, Asked]]
    ask_first: list[Clause]
    changed: list[PolicyVersion]
    consultations: list[Consultation]
    is_awaited: bool
    """I joined today, and the sweep has yet to say what is due of me."""
    no_policy: str
    """Why none is in force; empty where one is."""


def my_page(actor: Actor) -> dict[str, Any]:
    """My page: one part for each school where I have a role today, and my account."""
    memberships = [(row, role_label(row.role)) for row in own_memberships(actor)]
    schools = {row.school_id: row.school for row, _ in memberships if row.school_id in actor.school_ids}
    duties = list(_my_duties(actor))
    changed = list(_changed(schools))
    awaited = _awaited(actor, {row.school_id for row, _ in memberships if row.from_on == today()})
    asking = _asking(actor, schools)
    return {
        "at": [
            _at(actor, school, duties, changed, asking, school.pk in awaited) for school in schools.values()
        ],
        "past": [pair for pair in memberships if pair[0].school_id not in actor.school_ids],
        "email": user_of(actor).email,
        "today": today(),
    }


def school_page(actor: Actor, school: School) -> dict[str, Any]:
    """The desk at one school: what is asked of me there, and the doors that I may open."""
    duties = [duty for duty in _my_duties(actor) if duty.school_id == school.pk]
    return {
        "school": school,
        "duties": duties,
        "waiting": _waiting(actor, school, duties),
        "consultations": _asking(actor, {school.pk: school}),
        "doors": doors(actor, school),
        "today": today(),
    }


def _my_duties(actor: Actor) -> Any:
    mine = Duty.objects.filter(person=actor.user_id)
    for school, role in actor.offices:
        mine |= Duty.objects.filter(school=school, office=role)
    return mine.open().order_by("due_on", "pk")


def _awaited(actor: Actor, joined: set[int]) -> set[int]:
    """Of the schools that I joined today, those whose sweep has yet to say what is due of me."""
    if not joined:
        return joined
    told = Duty.objects.filter(person=actor.user_id, school__in=joined)
    return joined - set(told.values_list("school_id", flat=True))


def _waiting(actor: Actor, school: School, duties: list[Duty]) -> list[tuple[Binding, Asked]]:
    """What I am to acknowledge and no sweep has opened yet: I may have joined a minute ago."""
    opened, person = {duty.key for duty in duties}, actor.user_id or 0
    found = waiting_for(school, person, today())
    return [(binding, each) for binding, each in found if duty_key(binding, person) not in opened]


def _at(
    actor: Actor,
    school: School,
    duties: list[Duty],
    changed: list[PolicyVersion],
    asking: list[Consultation],
    is_awaited: bool,
) -> AtSchool:
    roles = actor.roles_at(school.slug)
    here = [duty for duty in duties if duty.school_id == school.pk]
    found = policy_in_force(school.slug)
    ask_first: dict[str, Clause] = {}
    for role in roles if found else ():
        for group in groups_for(found.policy, role, today()):  # type: ignore[union-attr]
            if group.anchor == "ask-first":
                ask_first |= {clause.id: clause for clause in group.clauses}
    return AtSchool(
        school=school,
        roles=tuple((role, role_label(role)) for role in roles),
        duties=here,
        waiting=_waiting(actor, school, here),
        ask_first=list(ask_first.values()),
        changed=[version for version in changed if version.school_id == school.pk],
        consultations=[each for each in asking if each.school_id == school.pk],
        is_awaited=is_awaited,
        no_policy="" if found else why_none_in_force(school),
    )


def _asking(actor: Actor, schools: dict[int, School]) -> list[Consultation]:
    """The consultations that ask me, and still go on."""
    rows = Consultation.objects.filter(school__in=schools, ended_at=None, closes_on__gte=today())
    found = rows.select_related("school", "version__document").defer("version__source")
    return [each for each in found.order_by("closes_on", "pk") if can_comment(actor, each)]


def _changed(schools: dict[int, School]) -> Any:
    since = timezone.now() - NEWS
    versions = PolicyVersion.objects.in_force().filter(school__in=schools, published_at__gt=since)
    return versions.exclude(follows=None).select_related("document").defer("source")
