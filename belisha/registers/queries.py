"""Reads across entries, given who looks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from belisha.access.actor import Actor
from belisha.people.models import Membership, School
from belisha.people.roles import with_ancestors
from belisha.registers.deciders import decider_of
from belisha.registers.descriptions import RegisterDescription
from belisha.registers.door import door
from belisha.registers.models import RegisterEntry, RegisterSettings
from belisha.registers.states import OPEN, STANDING, EntryState
from belisha.rules.vocabulary.loading import load_vocabulary, narrower

PAGE = 50
# Attempts whose names are compared: they are encrypted, so each is opened.
MOST_COMPARED = 200


def entries_of(actor: Actor, school: School, register: RegisterDescription) -> QuerySet[RegisterEntry]:
    """Return the entries of a register that the actor may see, with whom they name."""
    rows = RegisterEntry.objects.visible_to(actor).filter(school=school, register=register.name)
    return rows.select_related("made_by", "person", "other", "school")


def without_second_sides(
    rows: QuerySet[RegisterEntry], school: School, register: RegisterDescription
) -> QuerySet[RegisterEntry]:
    """Return the entries without those that the other side of a link entered later: a link is seen once."""
    if not register.other or register.yearly is None:
        return rows
    first = RegisterEntry.objects.filter(
        school=school,
        register=register.name,
        year=OuterRef("year"),
        made_by=OuterRef("other"),
        other=OuterRef("made_by"),
        pk__lt=OuterRef("pk"),
        state__in=[*OPEN, *STANDING],
    )
    return rows.exclude(Exists(first))


def other_side_of(actor: Actor, entry: RegisterEntry) -> RegisterEntry | None:
    """Return what the other side of a declared link declared of it, if the actor may see that; else None."""
    if entry.other_id is None or entry.description.yearly is None:
        return None
    rows = RegisterEntry.objects.visible_to(actor).filter(
        school=entry.school_id, register=entry.register, made_by=entry.other_id, other=entry.made_by_id
    )
    return rows.filter(state__in=[*OPEN, *STANDING]).order_by("-year", "pk").first()


def entry_of(actor: Actor, school: School, register: str, number: int) -> RegisterEntry | None:
    """Return one entry that the actor may see, or None."""
    rows = RegisterEntry.objects.visible_to(actor).filter(school=school, register=register, pk=number)
    return rows.select_related("made_by", "person", "other", "school", "version", "decided_by").first()


def to_decide(actor: Actor, school: School, on: date) -> list[RegisterEntry]:
    """Return the open requests that the actor decides today, the oldest first."""
    rows = RegisterEntry.objects.visible_to(actor).filter(school=school, state=EntryState.ASKED)
    rows = rows.exclude(made_by=actor.user_id).exclude(office="")
    held = {role for place, role in actor.offices if place == school.pk}
    if not held:
        return []
    found = rows.select_related("made_by", "school", "person", "other").order_by("decide_by", "pk")
    return [entry for entry in found[:200] if _decides(actor, entry, on)]


def waiting_for(actor: Actor, school: School, on: date) -> tuple[int, int]:
    """Return how many requests wait at the actor's offices, and how many of them are late. One query."""
    words = {word for place, role in actor.offices if place == school.pk for word in with_ancestors(role)}
    rows = RegisterEntry.objects.filter(school=school, state=EntryState.ASKED)
    rows = rows.filter(Q(office__in=words) | Q(also_office__in=words)).exclude(made_by=actor.user_id)
    rows = rows.exclude(person=actor.user_id).exclude(other=actor.user_id) if actor.user_id else rows.none()
    found = rows.aggregate(count=Count("pk"), late=Count("pk", filter=Q(decide_by__lt=on)))
    return found["count"], found["late"]


def _decides(actor: Actor, entry: RegisterEntry, on: date) -> bool:
    if actor.user_id in (entry.person_id, entry.other_id):
        return False
    found = decider_of(entry, on)
    is_late = entry.decide_by is not None and on > entry.decide_by
    offices = {role for place, role in actor.offices if place == entry.school_id}
    return actor.user_id in {each.user_id for each in found.people} or (is_late and found.above in offices)


def own_requests(actor: Actor, school: School) -> list[RegisterEntry]:
    """Return the actor's own requests, open ones first, then the latest."""
    rows = RegisterEntry.objects.filter(school=school, made_by=actor.user_id)
    rows = rows.filter(Q(decided_at__isnull=False) | Q(state__in=[*OPEN, EntryState.WITHDRAWN]))
    found = list(rows.select_related("school").order_by("-made_at")[:PAGE])
    return sorted(found, key=lambda entry: entry.state not in OPEN)


@dataclass(frozen=True, slots=True)
class LikeCase:
    """A request like this one that was decided: what came of it, without a name."""

    on: date
    state: str
    until: date | None
    role: str
    conditions: str


def like_cases(actor: Actor, entry: RegisterEntry, most: int = 5) -> list[LikeCase]:
    """Return what was decided before in like cases, by those who may read them; no names."""
    action = entry.situation.get("action", "")
    rows = RegisterEntry.objects.visible_to(actor).filter(
        school=entry.school_id, register=entry.register, decided_at__isnull=False
    )
    rows = rows.filter(situation__action=action) if action else rows.filter(topic=entry.topic)
    return [
        LikeCase(
            on=row.decided_at.date(),
            state=row.state,
            until=row.to_on,
            role=str(row.situation.get("role", "")),
            conditions=str(row.values.get("conditions", "")),
        )
        for row in rows.exclude(pk=entry.pk).order_by("-decided_at")[:most]
    ]


def own_classes(actor: Actor, school: School, on: date) -> tuple[str, ...]:
    """Return the classes that the actor has at the school today."""
    rows = Membership.objects.filter(school=school, user=actor.user_id).exclude(group="").on(on)
    return tuple(dict.fromkeys(rows.values_list("group", flat=True)))


def pupils_of(school: School, on: date, classes: Iterable[str] | None = None) -> list[tuple[str, str]]:
    """Return the pupils to choose from as (id, name and class): of some classes, or of the whole school."""
    roles = narrower(load_vocabulary().roles, "pupil")
    rows = Membership.objects.filter(school=school, role__in=roles, user__is_active=True).on(on)
    if classes is not None:
        rows = rows.filter(group__in=list(classes))
    found = rows.select_related("user").order_by("group", "user__name")
    return [(str(row.user_id), f"{row.user.name}{f', {row.group}' if row.group else ''}") for row in found]


def staff_of(school: School, on: date) -> list[tuple[str, str]]:
    """Return the staff to choose from as (id, name)."""
    roles = narrower(load_vocabulary().roles, "staff")
    rows = Membership.objects.filter(school=school, role__in=roles, user__is_active=True).on(on)
    found = {row.user_id: row.user.name for row in rows.select_related("user").order_by("user__name")}
    return [(str(user), name) for user, name in sorted(found.items(), key=lambda pair: pair[1])]


def attempts_of(actor: Actor, entry: RegisterEntry) -> int:
    """Return how many attempts of one person or account the actor may see within the days of a pattern."""
    since = entry.made_at - timedelta(days=door().pattern_days)
    rows = RegisterEntry.objects.visible_to(actor).filter(
        school=entry.school_id, register=entry.register, made_at__gte=since
    )
    if entry.person_id is not None:
        return rows.filter(person=entry.person_id).count()
    account = _account(entry)
    found = rows.filter(person=None, channel=entry.channel).order_by("-made_at")[:MOST_COMPARED]
    return sum(_account(each) == account for each in found) if account else 1


def _account(entry: RegisterEntry) -> str:
    return " ".join(str(entry.values.get("name", "")).casefold().removeprefix("@").split())


def home_time_of(school: School) -> time:
    """Return when pupils of the school go home."""
    rows = RegisterSettings.objects.filter(school=school).values_list("home_time", flat=True)
    return rows.first() or time.fromisoformat(door().home_time)


def is_late(entry: RegisterEntry, now: datetime, home: time) -> bool:
    """Return whether something is still there after the day, or the time of going home, by which it was due.

    `now` is local time.
    """
    if entry.due_on is None or entry.state not in STANDING:
        return False
    at_home_time = entry.description.red_at_home_time and now.time() >= home
    return entry.due_on < now.date() or (entry.due_on == now.date() and at_home_time)


def alike(school: School, register: RegisterDescription, value: str) -> str | None:
    """Return what standing entries that agree with `value` have where they must all agree; None: no such."""
    same = register.same
    if same is None:
        return None
    wanted = " ".join(value.casefold().split())
    rows = RegisterEntry.objects.filter(school=school, register=register.name, state__in=STANDING)
    for entry in rows.order_by("made_at", "pk"):
        values = entry.values
        if " ".join(str(values.get(same.by, "")).casefold().split()) == wanted:
            return str(values.get(same.field, ""))
    return None
