"""The duties of those who hear reports and work on cases. They are confidential: nobody else sees them."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from belisha.cases.actions.access import people_with_access
from belisha.cases.actions.tasks import is_locked, locks_of
from belisha.cases.library import reporting
from belisha.cases.models import ChronologyKind, IncidentCase, Report
from belisha.cases.states import (
    OPEN_TAKEDOWNS,
    CaseState,
    ReferralState,
    ReportState,
    TakedownState,
    TaskState,
)
from belisha.duties.sources import DutySpec, duty_source
from belisha.people.models import School
from belisha.people.offices.holders import holders_by_office

Due = tuple[str, str, date]


@duty_source("cases")
def case_duties(school: School, on: date) -> Iterator[DutySpec]:
    """Yield what is due from each person who may see a report or a case, and from nobody who is barred."""
    waiting = Report.objects.filter(school=school).exclude(state=ReportState.CLOSED)
    for report in waiting.select_related("school", "case").order_by("pk"):
        due = _report_due(report)
        if due:
            address = reverse("cases:report_page", args=[school.slug, report.reference])
            yield from _for_everybody(report.case or report, due, address, on)
    work = IncidentCase.objects.filter(school=school).filter(
        ~Q(state=CaseState.CLOSED)
        | Q(takedowns__look_again_on__isnull=False)
        | Q(takedowns__state__in=OPEN_TAKEDOWNS)
    )
    for case in work.select_related("school").distinct().order_by("pk"):
        address = reverse("cases:case", args=[school.slug, case.reference])
        for due in _case_due(case):
            yield from _for_everybody(case, due, address, on)


def _report_due(report: Report) -> Due | None:
    if report.is_quarantined:
        return (
            f"report {report.reference} held back",
            "Look through reports that are held back",
            report.answer_due_on,
        )
    if report.state == ReportState.RECEIVED:
        due_on = timezone.localdate(report.made_at) if report.is_urgent else report.answer_due_on
        return f"report {report.reference} until {due_on}", "Look at a report", due_on
    entries = report.entries.filter(kind__in=(ChronologyKind.SAID, ChronologyKind.ANSWER)).order_by(
        "-at", "-pk"
    )
    last = entries.first()
    if last is None or last.kind == ChronologyKind.SAID:
        return (
            f"report {report.reference} answer {report.answer_due_on}",
            "Answer a reporter",
            report.answer_due_on,
        )
    return None


def _case_due(case: IncidentCase) -> Iterator[Due]:
    """Yield the next thing of each kind: a task, a referral, each removal.

    And the outcome once all is done.
    """
    opened = locks_of(case)
    tasks = case.tasks.filter(state=TaskState.TO_DO, paused_at=None, due_at__isnull=False).order_by("due_at")
    task = next((each for each in tasks if not is_locked(each, opened)), None)
    if task is not None and task.due_at is not None:
        due_on = timezone.localdate(task.due_at)
        yield f"case {case.reference} task {task.number} {due_on}", "Do what is due in a case", due_on
    referral = (
        case.referrals.filter(state=ReferralState.TO_MAKE, due_at__isnull=False).order_by("due_at").first()
    )
    if referral is not None and referral.due_at is not None:
        due_on = timezone.localdate(referral.due_at)
        yield (
            f"case {case.reference} referral {referral.pk}",
            "Make a referral in a case, or say why not",
            due_on,
        )
    for each in case.takedowns.all():
        if each.state in OPEN_TAKEDOWNS:
            due_on = timezone.localdate(each.due_at)
            yield (
                f"case {case.reference} removal {each.pk} {due_on}",
                "Look whether something was removed",
                due_on,
            )
        elif each.state == TakedownState.REMOVED and each.look_again_on:
            key = f"case {case.reference} back {each.pk} {each.look_again_on}"
            yield key, "Look whether something that was removed has come back", each.look_again_on


def _for_everybody(row: Report | IncidentCase, due: Due, address: str, on: date) -> Iterator[DutySpec]:
    key, title, due_on = due
    people = people_with_access(row)
    late_to = _late_to(row, people, on)
    for person in sorted(people):
        yield DutySpec(
            key=f"{key} person {person}",
            title=title,
            due_on=due_on,
            person_id=person,
            link=address,
            late_to=late_to,
            is_confidential=True,
        )


def _late_to(row: Report | IncidentCase, people: set[int], on: date) -> str:
    """Return the office that hears when it is late: the first of which nobody is barred.

    Nor asked already.
    """
    rows = row.access.filter(is_barred=True, ended_at=None)
    offices = {each.office for each in rows if each.office}
    barred = {each.user_id for each in rows if each.user_id}
    for office in reporting()["fallback"]["offices"]:
        held = set(holders_by_office(row.school_id, {office: ()}, on)[office].user_ids)
        if office not in offices and held and not held & (barred | people):
            return str(office)
    return ""
