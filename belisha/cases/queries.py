"""What the pages of cases show, for whoever may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.models import Event
from belisha.audit.verbs import verb_label
from belisha.cases.actions.tasks import is_locked, locks_of
from belisha.cases.models import (
    CaseAccess,
    CaseMark,
    CaseOutcome,
    CasePerson,
    CaseTask,
    ChronologyEntry,
    ChronologyKind,
    IncidentCase,
    Report,
)
from belisha.cases.states import CaseState, ReportState, TaskState
from belisha.people.models import School, User
from belisha.people.roles import role_label

LOOKS_SHOWN = 5000
TASK_GROUPS = {"late": "Late", "now": "To do", "waiting": "Locked for now", "done": "Done or not needed"}


@dataclass(frozen=True, slots=True)
class ChronologyLine:
    """An entry of a chronology, opened: kind in words, who (a name or the reporter), when, words."""

    pk: int
    kind: str
    label: str
    who: str
    at: datetime
    words: str
    about: str
    cites: str
    corrects: int | None


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task with what the page says of it."""

    task: CaseTask
    is_locked: bool
    is_late: bool
    result: str


@dataclass(frozen=True, slots=True)
class CasePattern:
    """That something of this case is in other cases of the viewer, too: what, and how often in all."""

    what: str
    count: int
    references: tuple[str, ...]


def new_reports(actor: Actor, school: School) -> list[Report]:
    """Return the reports without a case that came to the actor, those in danger first, then by their day."""
    rows = Report.objects.visible_to(actor).filter(school=school, case=None)
    shown = rows.exclude(state=ReportState.CLOSED).order_by("-is_urgent", "answer_due_on", "pk")
    return list(shown[:200])


def cases_of(actor: Actor, school: School, *, closed: bool) -> QuerySet[IncidentCase]:
    """Return the cases that the actor works on, with how many tasks are open and late, and the next due.

    Open ones by what is due next, then newest first; closed ones newest first.
    """
    to_do = Q(tasks__state=TaskState.TO_DO)
    is_running = to_do & Q(tasks__paused_at=None)
    rows = IncidentCase.objects.visible_to(actor).filter(school=school)
    rows = rows.filter(state=CaseState.CLOSED) if closed else rows.exclude(state=CaseState.CLOSED)
    order = () if closed else (F("next_due").asc(nulls_last=True),)
    found: QuerySet[IncidentCase] = rows.annotate(
        to_do=Count("tasks", filter=to_do),
        late=Count("tasks", filter=is_running & Q(tasks__due_at__lt=timezone.now())),
        next_due=Min("tasks__due_at", filter=is_running),
    ).order_by(*order, "-begun_at", "-pk")
    return found


def late_cases(rows: QuerySet[IncidentCase]) -> QuerySet[IncidentCase]:
    """Return those of the cases in which a task is late."""
    now = timezone.now()
    open_tasks = CaseTask.objects.filter(case=OuterRef("pk"), state=TaskState.TO_DO, paused_at=None)
    return rows.filter(Exists(open_tasks.filter(due_at__lt=now)))


def given_by_name(rows: QuerySet[IncidentCase], actor: Actor) -> QuerySet[IncidentCase]:
    """Return those of the cases that the actor was given by name, and not only by an office."""
    own = CaseAccess.objects.filter(case=OuterRef("pk"), user=actor.user_id, ended_at=None, is_barred=False)
    return rows.filter(Exists(own))


def opened_entries(rows: Iterable[ChronologyEntry]) -> list[ChronologyLine]:
    """Return entries with their words opened.

    The rows bring `by`, and the report or case that they are in.
    """
    return [_opened(each) for each in rows]


def chronology_of(case: IncidentCase) -> list[ChronologyLine]:
    """Return the chronology of a case with its reports, oldest first."""
    rows = ChronologyEntry.objects.filter(Q(case=case) | Q(report__case=case))
    return opened_entries(rows.select_related("by", "case", "report").order_by("at", "pk"))


def _opened(entry: ChronologyEntry) -> ChronologyLine:
    row = entry.case or entry.report
    who = entry.by.name if entry.by else "The reporter" if entry.kind == ChronologyKind.SAID else "The site"
    words = row.opened(entry.words) if row is not None else ""
    return ChronologyLine(
        entry.pk,
        entry.kind,
        entry.get_kind_display(),
        who,
        entry.at,
        words,
        entry.about,
        entry.cites,
        entry.corrects_id,
    )


def tasks_of(case: IncidentCase) -> list[TaskLine]:
    """Return the tasks of a case in their order: locked or not, late or not, and what came of each."""
    opened, now = locks_of(case), timezone.now()
    return [
        TaskLine(
            task,
            is_locked=is_locked(task, opened),
            is_late=task.state == TaskState.TO_DO
            and task.due_at is not None
            and task.paused_at is None
            and task.due_at < now,
            result=case.opened(task.sealed_result),
        )
        for task in case.tasks.all()
    ]


def task_groups(lines: Iterable[TaskLine]) -> list[tuple[str, str, list[TaskLine]]]:
    """Return tasks as a page groups them, without empty groups: name, heading and tasks of each."""
    found: dict[str, list[TaskLine]] = {name: [] for name in TASK_GROUPS}
    for line in lines:
        is_open = line.task.state == TaskState.TO_DO
        name = "done" if not is_open else "waiting" if line.is_locked else "late" if line.is_late else "now"
        found[name].append(line)
    return [(name, TASK_GROUPS[name], rows) for name, rows in found.items() if rows]


def people_of(case: IncidentCase) -> list[tuple[CasePerson, str]]:
    """Return those with a part in a case today, each with who it is in words."""
    rows = case.people.filter(ended_at=None).select_related("user")
    return [(each, _who(case, each)) for each in rows]


def _who(case: IncidentCase, person: CasePerson) -> str:
    about = case.opened(person.sealed)
    name = person.user.name if person.user else ""
    role = role_label(person.role) if person.role else ""
    return ", ".join(each for each in (name, role, about) if each) or "Not named"


def access_of(row: Report | IncidentCase) -> list[tuple[CaseAccess, str]]:
    """Return who may see a report or case now, each with a name. Who is barred is not listed."""
    rows = row.access.filter(ended_at=None, is_barred=False).select_related("user")
    return [(each, each.user.name if each.user else role_label(each.office)) for each in rows]


def days_until_reported(report: Report) -> int | None:
    """Return how many days passed from what happened to the report (C44); None if the day is not known."""
    if report.happened_on is None:
        return None
    return (timezone.localdate(report.made_at) - report.happened_on).days


def patterns_of(actor: Actor, case: IncidentCase) -> list[CasePattern]:
    """Return what repeats in other cases that the actor may see: people, handles, addresses.

    Never a score.
    """
    others = IncidentCase.objects.visible_to(actor).filter(school=case.school_id).exclude(pk=case.pk)
    found = []
    for mark in case.marks.all():
        rows = others.filter(marks__mark=mark.mark).distinct()
        found.append(_pattern(f"{_mark_label(mark)} {case.opened(mark.sealed)}", rows))
    for person in case.people.exclude(mark="").filter(ended_at=None).select_related("user"):
        rows = others.filter(people__mark=person.mark, people__part=person.part).distinct()
        name = person.user.name if person.user else ""
        found.append(_pattern(f"{name} ({person.get_part_display().casefold()})", rows))
    return [each for each in found if each.count > 1]


def _mark_label(mark: CaseMark) -> str:
    return "Account" if mark.kind == "handle" else "Address"


def _pattern(what: str, rows: QuerySet[IncidentCase]) -> CasePattern:
    references = tuple(rows.order_by("begun_at").values_list("reference", flat=True)[:20])
    return CasePattern(what, len(references) + 1, references)


def looks_at(actor: Actor, school: School) -> list[Event]:
    """Return the newest confidential events of a school, without those of reports and cases on the actor."""
    return without_own(actor, school, Event.objects.confidential(school.pk).order_by("-number")[:LOOKS_SHOWN])


def without_own(actor: Actor, school: School, events: Iterable[Event]) -> list[Event]:
    """Return events without those of reports and cases that the actor is barred from, nor their evidence."""
    hidden = _about_actor(actor, school)
    return [
        event for event in events if event.subject not in hidden and event.detail.get("owner") not in hidden
    ]


def _about_actor(actor: Actor, school: School) -> set[str]:
    """Return the names of the reports and cases from which the actor is barred."""
    own = Q(user=actor.user_id)
    for school_id, role in actor.offices:
        if school_id == school.pk:
            own |= Q(office=role)
    barred = CaseAccess.objects.filter(own, is_barred=True, ended_at=None)
    rows = barred.filter(Q(report__school=school) | Q(case__school=school)).select_related("report", "case")
    return {str(each.report or each.case) for each in rows}


def named(events: Iterable[Event]) -> list[tuple[Event, str, str]]:
    """Return events with the words for what was done, and the names of those who did it. One query."""
    listed = list(events)
    ids = {event.by for event in listed if event.by is not None}
    names = dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))
    return [
        (event, verb_label(event.verb), names.get(event.by or 0, "somebody without an account"))
        for event in listed
    ]


def breaches_by_clause(school: School, since: datetime) -> dict[str, int]:
    """Return how often each clause was breached in cases decided since then: ids of clauses, and no names."""
    counts: dict[str, int] = {}
    rows = CaseOutcome.objects.filter(case__school=school, decided_at__gte=since)
    for breached in rows.values_list("breached", flat=True):
        for clause in breached:
            counts[clause] = counts.get(clause, 0) + 1
    return counts
