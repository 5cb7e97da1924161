from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from belisha.access.actor import Actor
from belisha.duties.models import Duty, DutyQuerySet
from belisha.people.models import Membership, School

JUST_DONE = timedelta(days=30)
MISSED_FOR = timedelta(days=365)
SHOWS = ("open", "late", "missed", "done")


@dataclass(frozen=True, slots=True)
class DutyFilter:
    """What a list of a school's duties is filtered by; empty fields match everything."""

    show: str = "open"
    office: str = ""
    group: str = ""
    person: int | None = None
    without_mail: bool = False


def own(actor: Actor) -> DutyQuerySet:
    """Return the actor's duties, their own and of their offices, at every school."""
    if actor.user_id is None:
        none: DutyQuerySet = Duty.objects.none()
        return none
    owed = Q(person=actor.user_id, school__in=actor.school_ids)
    for school, role in actor.offices:
        owed |= Q(school=school, office=role)
    found: DutyQuerySet = Duty.objects.filter(owed).select_related("school")
    return found


def own_open(actor: Actor) -> QuerySet[Duty]:
    """Return what the actor still has to do, soonest first."""
    found: QuerySet[Duty] = own(actor).open().order_by("due_on", "pk")
    return found


def own_done(actor: Actor, on: date) -> QuerySet[Duty]:
    """Return the actor's duties done in the last 30 days, newest first."""
    return own(actor).filter(done_at__date__gte=on - JUST_DONE).order_by("-done_at", "pk")


def at_school(actor: Actor, school: School, chosen: DutyFilter, on: date) -> QuerySet[Duty]:
    """Return the filtered duties at a school that the actor may see, soonest first."""
    rows = Duty.objects.visible_to(actor).filter(school=school)
    if chosen.show == "done":
        rows = rows.filter(done_at__isnull=False).order_by("-done_at", "pk")
    elif chosen.show == "missed":
        rows = rows.missed().filter(period_to__gte=on - MISSED_FOR).order_by("-due_on", "pk")
    else:
        rows = rows.open().order_by("due_on", "pk")
        rows = rows.filter(due_on__lt=on) if chosen.show == "late" else rows
    if chosen.office:
        rows = rows.filter(office=chosen.office)
    if chosen.person:
        rows = rows.filter(person=chosen.person)
    if chosen.group:
        members = Membership.objects.filter(school=school, group=chosen.group).on(on)
        rows = rows.filter(person__in=members.values("user"))
    if chosen.without_mail:
        rows = rows.filter(person__isnull=False).filter(Q(person__email__isnull=True) | Q(person__email=""))
    found: QuerySet[Duty] = rows.select_related("person")
    return found


def groups_of(school: School, on: date) -> list[str]:
    """Return the names of the classes and teams of the school's people, in order."""
    members = Membership.objects.filter(school=school).exclude(group="").on(on).order_by("group")
    return list(members.values_list("group", flat=True).distinct())


def offices_of(actor: Actor, school: School) -> list[str]:
    """Return the offices with open duties that the actor may see."""
    rows = Duty.objects.visible_to(actor).filter(school=school).open().exclude(office="").order_by("office")
    return list(rows.values_list("office", flat=True).distinct())


def counts(actor: Actor, school: School, on: date) -> tuple[int, int]:
    """Return how many duties that the actor may see are open, and how many of them are late."""
    rows = Duty.objects.visible_to(actor).filter(school=school).open()
    return rows.count(), rows.filter(due_on__lt=on).count()


def manages_somebody(actor: Actor, school: School, on: date) -> bool:
    """Return whether the actor is somebody's line manager at the school."""
    rows = Membership.objects.filter(school=school, line_manager=actor.user_id).on(on)
    return actor.user_id is not None and bool(rows.exists())
