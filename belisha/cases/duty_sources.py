"""The duties of those who hear reports and work on cases. They are confidential: nobody else sees them.

They are reconciled with every change of a report or a case, while somebody waits for the page: so the number
of queries is the same however many reports and cases there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from belisha.cases.actions.tasks import is_locked
from belisha.cases.library import reporting
from belisha.cases.models import (
    CaseAccess,
    CaseTask,
    ChronologyEntry,
    ChronologyKind,
    IncidentCase,
    Referral,
    Report,
    Takedown,
)
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
from belisha.people.offices.holders import OfficeHolders, holders_by_office

Due = tuple[str, str, date]
Row = Report | IncidentCase


@dataclass(frozen=True, slots=True)
class _CaseWork:
    """What of the cases of a school can be due, by the case's id, in the order in which it is."""

    opened: Mapping[int, set[str]]
    tasks: Mapping[int, list[CaseTask]]
    referrals: Mapping[int, list[Referral]]
    takedowns: Mapping[int, list[Takedown]]


@duty_source("cases")
def case_duties(school: School, on: date) -> Iterator[DutySpec]:
    """Yield what is due from each person who may see a report or a case, and from nobody who is barred."""
    waiting = Report.objects.filter(school=school).exclude(state=ReportState.CLOSED)
    reports = list(waiting.select_related("case").order_by("pk"))
    chased = Takedown.objects.filter(Q(look_again_on__isnull=False) | Q(state__in=OPEN_TAKEDOWNS))
    running = ~Q(state=CaseState.CLOSED) | Q(pk__in=chased.values("case"))
    cases = list(IncidentCase.objects.filter(running, school=school).order_by("pk"))
    owed = _Owed(school, [*reports, *(each.case for each in reports if each.case), *cases], on)
    last, work = _last_words(reports), _work_of(cases)
    for report in reports:
        due = _report_due(report, last.get(report.pk))
        if due:
            address = reverse("cases:report_page", args=[school.slug, report.reference])
            yield from owed.by_everybody(report.case or report, due, address)
    for case in cases:
        address = reverse("cases:case", args=[school.slug, case.reference])
        for due in _case_due(case, work):
            yield from owed.by_everybody(case, due, address)


def _last_words(reports: Iterable[Report]) -> dict[int, str]:
    """Return the kind of what was said last of each report, by the reporter or the school."""
    kinds = (ChronologyKind.SAID, ChronologyKind.ANSWER)
    rows = ChronologyEntry.objects.filter(report__in=[each.pk for each in reports], kind__in=kinds)
    return dict(rows.order_by("at", "pk").values_list("report_id", "kind"))


def _report_due(report: Report, last: str | None) -> Due | None:
    if report.is_quarantined:
        return (
            f"report {report.reference} held back",
            "Look through reports that are held back",
            report.answer_due_on,
        )
    if report.state == ReportState.RECEIVED:
        due_on = timezone.localdate(report.made_at) if report.is_urgent else report.answer_due_on
        return f"report {report.reference} until {due_on}", "Look at a report", due_on
    if last in (None, ChronologyKind.SAID):
        key = f"report {report.reference} answer {report.answer_due_on}"
        return key, "Answer a reporter", report.answer_due_on
    return None


def _work_of(cases: Iterable[IncidentCase]) -> _CaseWork:
    ids = [each.pk for each in cases]
    found = _CaseWork(defaultdict(set), defaultdict(list), defaultdict(list), defaultdict(list))
    advice = ChronologyEntry.objects.filter(case__in=ids, kind=ChronologyKind.ADVICE).exclude(about="")
    for case, about in advice.values_list("case_id", "about"):
        found.opened[case].add(about)
    tasks = CaseTask.objects.filter(case__in=ids, state=TaskState.TO_DO, paused_at=None, due_at__isnull=False)
    for task in tasks.order_by("due_at", "number"):
        found.tasks[task.case_id].append(task)
    referrals = Referral.objects.filter(case__in=ids, state=ReferralState.TO_MAKE, due_at__isnull=False)
    for referral in referrals.order_by("due_at", "pk"):
        found.referrals[referral.case_id].append(referral)
    for takedown in Takedown.objects.filter(case__in=ids).order_by("pk"):
        found.takedowns[takedown.case_id].append(takedown)
    return found


def _case_due(case: IncidentCase, work: _CaseWork) -> Iterator[Due]:
    """Yield the next thing of each kind: a task, a referral, each removal."""
    opened = work.opened.get(case.pk, set())
    task = next((each for each in work.tasks.get(case.pk, ()) if not is_locked(each, opened)), None)
    if task is not None and task.due_at is not None:
        due_on = timezone.localdate(task.due_at)
        yield f"case {case.reference} task {task.number} {due_on}", "Do what is due in a case", due_on
    referral = next(iter(work.referrals.get(case.pk, ())), None)
    if referral is not None and referral.due_at is not None:
        due_on = timezone.localdate(referral.due_at)
        yield (
            f"case {case.reference} referral {referral.pk}",
            "Make a referral in a case, or say why not",
            due_on,
        )
    for each in work.takedowns.get(case.pk, ()):
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


class _Owed:
    """Who has access to each of these rows on a day, and who is told when something there is late."""

    def __init__(self, school: School, rows: Iterable[Row], on: date) -> None:
        ids: dict[str, set[int]] = {"report": set(), "case": set()}
        for row in rows:
            ids["report" if isinstance(row, Report) else "case"].add(row.pk)
        self.access: dict[tuple[str, int], list[CaseAccess]] = defaultdict(list)
        of_these = Q(report__in=ids["report"]) | Q(case__in=ids["case"])
        for each in CaseAccess.objects.filter(of_these, ended_at=None).order_by("pk"):
            self.access[self._key_of(each)].append(each)
        self.fallback: tuple[str, ...] = tuple(reporting()["fallback"]["offices"])
        offices = {each.office for given in self.access.values() for each in given if each.office}
        wanted = dict.fromkeys(sorted({*offices, *self.fallback}), ())
        self.held: Mapping[str, OfficeHolders] = holders_by_office(school.pk, wanted, on)

    def by_everybody(self, row: Row, due: Due, address: str) -> Iterator[DutySpec]:
        """Yield the duty of each person with access to the row."""
        key, title, due_on = due
        access = self.access["report" if isinstance(row, Report) else "case", row.pk]
        people = self._people(access, is_barred=False) - self._people(access, is_barred=True)
        late_to = self._late_to(access, people)
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

    def _key_of(self, access: CaseAccess) -> tuple[str, int]:
        return ("report", access.report_id) if access.report_id else ("case", access.case_id or 0)

    def _people(self, access: Iterable[CaseAccess], *, is_barred: bool) -> set[int]:
        """Return whom access or bars are of: people, and who fills an office."""
        found: set[int] = set()
        for each in access:
            if each.is_barred == is_barred:
                found.update((each.user_id,) if each.user_id else self.held[each.office].user_ids)
        return found

    def _late_to(self, access: Iterable[CaseAccess], people: set[int]) -> str:
        """Return the office that hears when it is late: the first of which nobody is barred.

        Nor asked already.
        """
        barred = [each for each in access if each.is_barred]
        offices = {each.office for each in barred}
        users = {each.user_id for each in barred if each.user_id}
        for office in self.fallback:
            held = set(self.held[office].user_ids)
            if office not in offices and held and not held & (users | people):
                return office
        return ""
