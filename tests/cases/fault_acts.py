"""The acts that meet faults: each is begun, and gives what is then done in a child."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from belisha.cases.actions import evidence
from belisha.cases.actions.cases import make_case
from belisha.cases.actions.erasing import erase_cases
from belisha.cases.actions.reports import receive_report
from belisha.cases.export import export_case, police_item
from belisha.cases.intake import SentReport
from belisha.cases.models import IncidentCase, Report
from belisha.cases.states import CaseState
from belisha.evidence.actions import release_to_police
from belisha.evidence.models import EvidenceItem
from belisha.evidence.page_capture import CapturedPage, Exchange
from belisha.evidence.stamping import stamp_waiting
from belisha.retention.disposal import approve_disposal, prepare_disposal
from tests.cases.filing import FACTS, PNG, added, worker
from tests.cases.reporting import begun, person, reported, school

Do = Callable[[], object]
WORDS = "Somebody took my phone and wrote to everybody."


def _quiet() -> None:
    """Let the hour that paces reports be over."""
    Report.objects.update(made_at=timezone.now() - timedelta(days=1))


def report() -> Do:
    _quiet()
    sent = SentReport(WORDS, "parent")
    return lambda: receive_report(school=school(), sent=sent)


def reporters_file() -> Do:
    _quiet()
    row = reported(WORDS)
    return lambda: evidence.add_report_file(report=row, pieces=[PNG], name="a.png", facts={}, by=None)


def case() -> Do:
    _quiet()
    row = reported()
    office = row.access.filter(is_barred=False)[0].office
    return lambda: make_case(by=person(office), report=row, category="cyberbullying")


def _case() -> IncidentCase:
    _quiet()
    return begun()


def file() -> Do:
    row = _case()
    return lambda: added(row)


def note_without_file() -> Do:
    row = _case()
    return lambda: evidence.add_capture(by=worker(row), case=row, facts=FACTS)


def page() -> Do:
    row, shown = _case(), CapturedPage("https://example.org/", url="https://example.org/", title="A post")
    headers = (("Content-Type", "text/html"),)
    shown.exchanges = [Exchange(shown.url, shown.at, 200, "OK", headers, b"<p>words</p>" * 99)]
    shown.picture = PNG
    return lambda: evidence.keep_page(by=worker(row), case=row, facts=FACTS, page=shown)


def timestamp() -> Do:
    added(_case())
    return stamp_waiting


def redacted_copy() -> Do:
    row = _case()
    item, by = added(row), person("headteacher")
    row.access.create(user_id=by.user_id, why="In the test")
    return lambda: evidence.add_redacted_copy(by=by, case=row, item=item, pieces=[PNG[:90]], name="b.png")


def mistake() -> Do:
    row = _case()
    item = added(row)
    return lambda: evidence.declare_mistake(by=worker(row), case=row, item=item)


def _locked_away() -> tuple[IncidentCase, EvidenceItem]:
    row = _case()
    item = added(row)
    return row, evidence.declare_mistake(by=worker(row), case=row, item=item)


def agreement() -> Do:
    row, item = _locked_away()
    return lambda: evidence.agree_to_release(by=worker(row), case=row, item=item)


def locked_item_to_police() -> Do:
    row, item = _locked_away()
    for office in ("headteacher", "chair-of-governors"):
        release_to_police(item=item, by=person(office))
    return lambda: list(police_item(by=worker(row), owner=row, item=item))


def _exported(kind: str) -> Do:
    row = _case()
    added(row)
    added(row)
    return lambda: list(export_case(by=worker(row), case=row, kind=kind))


def police_bundle() -> Do:
    return _exported("police")


def export() -> Do:
    return _exported("case")


def _closed() -> IncidentCase:
    row = _case()
    added(row)
    # Not by the actions, each of which looks over all duties: what is tried is what comes after.
    IncidentCase.objects.filter(pk=row.pk).update(state=CaseState.CLOSED, closed_at=timezone.now())
    row.refresh_from_db()
    return row


def destruction() -> Do:
    row, by = _closed(), person("headteacher")
    row.access.create(user_id=by.user_id, why="In the test")
    item = evidence.evidence_of(row)[-1][1]
    return lambda: evidence.destroy_evidence(by=by, case=row, item=item, reason="Kept long enough.")


def erasing() -> Do:
    row = _closed()
    return lambda: erase_cases([row])


def disposal() -> Do:
    row = _closed()
    IncidentCase.objects.filter(pk=row.pk).update(closed_at=timezone.now() - timedelta(days=365 * 60))
    made = prepare_disposal(by=person("headteacher"), school=row.school, key="cases")
    return lambda: approve_disposal(by=person("chair-of-governors"), disposal=made)


ACTS: dict[str, Callable[[], Do]] = {
    each.__name__.replace("_", " "): each
    for each in (
        timestamp,  # first, while little waits for one
        report,
        reporters_file,
        case,
        file,
        note_without_file,
        page,
        redacted_copy,
        mistake,
        agreement,
        locked_item_to_police,
        police_bundle,
        export,
        destruction,
        erasing,
        disposal,
    )
}
