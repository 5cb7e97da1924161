"""The home page of one person: what is asked of them, and the pages of each of their schools."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.acknowledgements.queries import AskedPerson, Binding, duty_key, outstanding_for
from belisha.base.clock import today
from belisha.dashboard.navigation import NavigationLink, links
from belisha.duties.models import Duty, Feed, FeedAlarm, ReminderFrequency, ReminderSetting
from belisha.duties.permissions import can_say_done, can_undo
from belisha.duties.queries import own_done, own_open
from belisha.people.models import School
from belisha.people.queries import own_memberships, user_for
from belisha.people.roles import is_office, role_label
from belisha.policies.cards.role_page import groups_for
from belisha.policies.documents.public_versions import why_none_in_force
from belisha.policies.models import PolicyVersion
from belisha.policies.queries import policy_in_force
from belisha.ratification.models import Consultation
from belisha.ratification.permissions import can_comment
from belisha.rules.language.clauses import Clause

NEWS = timedelta(days=90)
ROWS = 30


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing to do, as the list shows it: an open duty, or a document that no sweep has asked for yet.

    `office` is the label of the office that is asked, or empty. `duty` is None for the latter.
    """

    title: str
    due_on: date
    school: School
    link: str = ""
    clause: str = ""
    cites: str = ""
    office: str = ""
    duty: Duty | None = None
    missed_before: bool = False
    can_say_done: bool = False


@dataclass(frozen=True, slots=True)
class SchoolSection:
    """What one school tells the person, and the pages there that they may open."""

    school: School
    roles: tuple[tuple[str, str], ...]
    ask_first: list[Clause]
    changed: list[PolicyVersion]
    is_awaited: bool
    """The person joined today, and the sweep has not opened their duties yet."""
    no_policy: str
    """Why no policy is in force; empty if one is."""
    navigation: list[tuple[str, list[NavigationLink]]]
    frequency: int
    """How many days lie at least between two reminders from the school."""
    hears_at_once: bool
    """Whether they are emailed at once when somebody hands them something."""


def home_page(actor: Actor, page_number: str = "") -> dict[str, Any]:
    """Return the context of the home page. It shows each open duty once, soonest first, in pages."""
    on = today()
    memberships = [(row, role_label(row.role)) for row in own_memberships(actor)]
    schools = {row.school_id: row.school for row, _ in memberships if row.school_id in actor.school_ids}
    outstanding = [each for school in schools.values() for each in _outstanding(actor, school, on)]
    page: Page[Duty] = Paginator(own_open(actor), ROWS).get_page(page_number)
    changed = list(_changed(schools))
    settings = ReminderSetting.objects.filter(person=actor.user_id)
    reminders = {row.school_id: row for row in settings}
    awaited = _awaited(actor, {row.school_id for row, _ in memberships if row.from_on == on})
    return {
        "to_do": [*(outstanding if page.number == 1 else ()), *(_to_do(actor, duty) for duty in page)],
        "to_do_count": page.paginator.count + len(outstanding),
        "late": own_open(actor).filter(due_on__lt=on).count() + sum(each.due_on < on for each in outstanding),
        "page": page,
        "done": [(duty, can_undo(actor, duty, on)) for duty in own_done(actor, on)[:ROWS]],
        "consultations": _consultations(actor, schools),
        "sections": [
            _section(
                actor,
                school,
                changed,
                reminders.get(school.pk) or ReminderSetting(),
                is_awaited=school.pk in awaited,
            )
            for school in schools.values()
        ],
        "is_awaited": bool(awaited),
        "past": [pair for pair in memberships if pair[0].school_id not in actor.school_ids],
        "feeds": Feed.objects.visible_to(actor).open().select_related("school"),
        "offices": [
            (each.school_slug, each.school_name, each.role, role_label(each.role))
            for each in actor.memberships
            if is_office(each.role)
        ],
        "alarms": tuple(FeedAlarm.choices),
        "frequencies": tuple(ReminderFrequency.choices),
        "email": user_for(actor).email,
        "today": on,
    }


def _to_do(actor: Actor, duty: Duty) -> ToDo:
    return ToDo(
        title=duty.title,
        due_on=duty.due_on,
        school=duty.school,
        link=duty.link,
        clause=duty.clause,
        cites=duty.cites,
        office=role_label(duty.office) if duty.office else "",
        duty=duty,
        missed_before=duty.missed_before,
        can_say_done=can_say_done(actor, duty),
    )


def _outstanding(actor: Actor, school: School, on: date) -> list[ToDo]:
    """Return what the person has to acknowledge at the school and no sweep has opened yet."""
    person = actor.user_id or 0
    found = outstanding_for(school, person, on)
    if not found:
        return []
    keys = [duty_key(binding, person) for binding, _ in found]
    opened = set(Duty.objects.filter(school=school, key__in=keys).open().values_list("key", flat=True))
    return [
        _to_acknowledge(school, binding, each)
        for binding, each in found
        if duty_key(binding, person) not in opened
    ]


def _to_acknowledge(school: School, binding: Binding, each: AskedPerson) -> ToDo:
    link = reverse("acknowledgements:acknowledge", args=[school.slug, binding.version.pk])
    title = f"Read the {binding.version.document.title} and agree to it"
    return ToDo(title, each.due_on, school, link)


def _awaited(actor: Actor, joined: set[int]) -> set[int]:
    """Return those of the schools joined today whose sweep has not opened the person's duties yet."""
    if not joined:
        return joined
    told = Duty.objects.filter(person=actor.user_id, school__in=joined)
    return joined - set(told.values_list("school_id", flat=True))


def _section(
    actor: Actor,
    school: School,
    changed: list[PolicyVersion],
    reminders: ReminderSetting,
    *,
    is_awaited: bool,
) -> SchoolSection:
    roles = actor.roles_at(school.slug)
    found = policy_in_force(school.slug)
    ask_first: dict[str, Clause] = {}
    for role in roles if found else ():
        for group in groups_for(found.policy, role, today()):  # type: ignore[union-attr]
            if group.anchor == "ask-first":
                ask_first |= {clause.id: clause for clause in group.clauses}
    return SchoolSection(
        school=school,
        roles=tuple((role, role_label(role)) for role in roles),
        ask_first=list(ask_first.values()),
        changed=[version for version in changed if version.school_id == school.pk],
        is_awaited=is_awaited,
        no_policy="" if found else why_none_in_force(school),
        navigation=links(actor, school, today()),
        frequency=reminders.frequency,
        hears_at_once=reminders.hears_at_once,
    )


def _consultations(actor: Actor, schools: dict[int, School]) -> list[Consultation]:
    """Return the open consultations that ask the person."""
    rows = Consultation.objects.filter(school__in=schools, ended_at=None, closes_on__gte=today())
    found = rows.select_related("school", "version__document").defer("version__source")
    return [each for each in found.order_by("closes_on", "pk") if can_comment(actor, each)]


def _changed(schools: dict[int, School]) -> Any:
    since = timezone.now() - NEWS
    versions = PolicyVersion.objects.in_force().filter(school__in=schools, published_at__gt=since)
    return versions.exclude(follows=None).select_related("document").defer("source")
