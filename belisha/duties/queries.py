from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from belisha.access.actor import Actor
from belisha.duties.models import Duty, DutyQuerySet
from belisha.people.models import Membership, School

JUST_DONE = timedelta(days=30)
SHOWS = ("open", "late", "done")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the list of a school's duties is narrowed to; empty: everything."""

    show: str = "open"
    office: str = ""
    group: str = ""
    person: int | None = None
    without_mail: bool = False


def own(actor: Actor) -> DutyQuerySet:
    """What the actor owes, themselves and by their offices, at every school."""
    if actor.user_id is None:
        none: DutyQuerySet = Duty.objects.none()
        return none
    owed = Q(person=actor.user_id, school__in=actor.school_ids)
    for school, role in actor.offices:
        owed |= Q(school=school, office=role)
    found: DutyQuerySet = Duty.objects.filter(owed).select_related("school")
    return found


def own_open(actor: Actor) -> QuerySet[Duty]:
    """What the actor still has to do, what is due first at the top."""
    found: QuerySet[Duty] = own(actor).open().order_by("due_on", "pk")
    return found


def own_done(actor: Actor, on: date) -> QuerySet[Duty]:
    """What the actor's duties of the last 30 days were done, newest first."""
    return own(actor).filter(done_at__date__gte=on - JUST_DONE).order_by("-done_at", "pk")


def at_school(actor: Actor, school: School, chosen: Chosen, on: date) -> QuerySet[Duty]:
    """The duties at a school that the actor may see, narrowed; what is due first at the top."""
    rows = Duty.objects.visible_to(actor).filter(school=school)
    if chosen.show == "done":
        rows = rows.filter(done_at__isnull=False).order_by("-done_at", "pk")
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
    """The classes and teams of the school's people today, by name."""
    members = Membership.objects.filter(school=school).exclude(group="").on(on).order_by("group")
    return list(members.values_list("group", flat=True).distinct())


def offices_of(actor: Actor, school: School) -> list[str]:
    """The offices that have open duties which the actor may see."""
    rows = Duty.objects.visible_to(actor).filter(school=school).open().exclude(office="").order_by("office")
    return list(rows.values_list("office", flat=True).distinct())


def counts(actor: Actor, school: School, on: date) -> tuple[int, int]:
    """How many duties that the actor may see are open, and how many of them are late."""
    rows = Duty.objects.visible_to(actor).filter(school=school).open()
    return rows.count(), rows.filter(due_on__lt=on).count()


def manages_somebody(actor: Actor, school: School, on: date) -> bool:
    """Whether the actor is somebody's line manager at the school."""
    rows = Membership.objects.filter(school=school, line_manager=actor.user_id).on(on)
    return actor.user_id is not None and bool(rows.exists())
