"""Erase cases and reports for good: their keys go, and with them every word and file.

The rows stay and count.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from belisha.cases.actions.chronology import tell
from belisha.cases.models import IncidentCase, Report
from belisha.cases.record import CaseEvent
from belisha.cases.states import CaseState, ReportState
from belisha.evidence.actions import destroy_item
from belisha.evidence.queries import items_of


@transaction.atomic
def erase_cases(cases: Iterable[IncidentCase]) -> None:
    """Erase closed cases that are not on legal hold, with their reports and evidence.

    Others are left as they are.

    The chronology's rows stay, because the database refuses to remove them, but nobody can read them any
    more.
    """
    for case in cases:
        if case.state != CaseState.CLOSED or case.is_held:
            continue
        for report in case.reports.all():
            _erase_report(report)
        for item in items_of(case):
            destroy_item(item=item, by=None, is_owner_open=False, is_held=False)
        case.wrapped_key, case.erased_at, case.facts = "", timezone.now(), {}
        case.save(update_fields=["wrapped_key", "erased_at", "facts"])
        case.marks.all().delete()
        case.people.update(sealed="", mark="", user=None)
        tell(None, case, CaseEvent.ERASED_CASE)


@transaction.atomic
def erase_reports(reports: Iterable[Report]) -> None:
    """Erase closed reports that belong to no case, with their evidence."""
    for report in reports:
        if report.state == ReportState.CLOSED and report.case_id is None:
            _erase_report(report)


def _erase_report(report: Report) -> None:
    for item in items_of(report):
        destroy_item(item=item, by=None, is_owner_open=False, is_held=False)
    report.wrapped_key, report.sealed, report.about = "", "", []
    report.save(update_fields=["wrapped_key", "sealed", "about"])
    tell(None, report, CaseEvent.ERASED_REPORT)
