"""What keeps a case open, who works on it once it is known, and what a reporter sees at its end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from belisha.cases.actions import cases, outcomes, reports, takedowns
from belisha.cases.actions.access import grant, people_with_access
from belisha.cases.actions.chronology import CaseRefusedError
from belisha.cases.actions.evidence import add_report_file
from belisha.cases.duty_sources import case_duties
from belisha.cases.models import IncidentCase
from belisha.outbox.models import Notice
from tests.cases.filing import PNG, closed
from tests.cases.reporting import begun, heard_by, person, reported


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def worker(case: IncidentCase) -> Any:
    return person(heard_by(case.reports.get())[0], case.school.slug)


def test_an_open_removal_keeps_a_case_open_and_one_that_came_back_is_chased_after_closing(demo: None) -> None:
    case = begun()
    by = worker(case)
    asked = takedowns.ask_takedown(by=by, case=case, asked_of="platform", address="https://social.example/1")
    with pytest.raises(CaseRefusedError, match="say that it is gone"):
        closed(case)
    case.refresh_from_db()
    takedowns.finish_takedown(by=by, takedown=asked)
    outcomes.close_case(by=by, case=case)
    takedowns.look_whether_back(by=by, takedown=asked, is_back=True)
    due = [each.title for each in case_duties(case.school, timezone.localdate())]
    assert "Look whether something was removed" in due


def test_a_reporter_sees_that_a_case_was_closed_and_is_answered_before(demo: None) -> None:
    """Closing ends what the reporter waits for; one without an answer still gets it, and can add to it."""
    case = begun()
    report, by = case.reports.get(), worker(case)
    closed(case)
    report.refresh_from_db()
    assert report.state == "being dealt with"
    due = [each.title for each in case_duties(case.school, timezone.localdate())]
    assert "Answer a reporter" in due
    reports.answer_report(by=by, report=report, words="We have talked to all of them. It has stopped.")
    report.refresh_from_db()
    assert report.state == "closed"
    assert reports.add_to_report(report=report, words="It began again.").state == "being dealt with"
    reports.answer_report(by=by, report=report, words="Thank you. We look again.")
    cases.reopen_case(by=by, case=case, words="It began again.")
    report.refresh_from_db()
    assert report.state == "being dealt with"


def test_whoever_the_policy_names_for_the_confirmed_category_works_on_the_case(demo: None) -> None:
    """A report that was taken for something else reaches the safeguarding lead once it is known for what."""
    report = reported("Somebody was rude about the school play on the website.", about="parent")
    report.access.all().delete()
    grant(report, office="headteacher", why="In the test")
    before = Notice.objects.count()
    case = cases.make_case(by=person("headteacher"), report=report, category="indecent-image")
    dsl = person("dsl")
    assert IncidentCase.objects.visible_to(dsl).filter(pk=case.pk).exists()
    told = Notice.objects.filter(key__contains=case.reference)
    assert (Notice.objects.count() > before, told.filter(to=dsl.user_id).exists()) == (True, True)
    assert not told.filter(to=person("headteacher").user_id).exists()


def test_what_is_due_is_found_with_as_many_queries_for_many_cases_as_for_one(demo: None) -> None:
    """It is looked for while a reporter waits for the receipt."""
    case = begun()
    takedowns.ask_takedown(by=worker(case), case=case, asked_of="person", address="https://social.example/1")
    reported()
    with CaptureQueriesContext(connection) as for_one:
        few = list(case_duties(case.school, timezone.localdate()))
    for _ in range(4):
        other = begun()
        takedowns.ask_takedown(
            by=worker(other), case=other, asked_of="person", address="https://social.example/2"
        )
        reported()
    with CaptureQueriesContext(connection) as for_many:
        many = list(case_duties(case.school, timezone.localdate()))
    assert len(many) >= len(few) + 12
    assert len(for_many) == len(for_one) <= 12, [each["sql"][:100] for each in for_many]


def test_a_file_that_a_reporter_adds_later_is_told_once_a_day_and_opens_what_was_closed(demo: None) -> None:
    case = begun()
    report = case.reports.get()
    told = Notice.objects.filter(key__contains=report.reference)
    before = told.count()
    for number in range(2):
        add_report_file(report=report, pieces=[PNG], name=f"{number}.png", facts={}, by=None)
    assert told.count() == before + len(people_with_access(case)) > before
    closed_one = reported()
    reports.close_report(by=person(heard_by(closed_one)[0]), report=closed_one, reason="A mistake.")
    add_report_file(report=closed_one, pieces=[PNG], name="more.png", facts={}, by=None)
    closed_one.refresh_from_db()
    assert closed_one.state == "received"
