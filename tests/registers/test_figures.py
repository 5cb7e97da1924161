"""Figures for governors of the registers and cases: what is counted, by what, and for which clause."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from belisha.base.clock import today
from belisha.base.figures import clause_figures, school_figures
from belisha.cases.models import CaseAccess, CaseOutcome, IncidentCase, Report
from belisha.people.models import School, User
from belisha.registers.models import RegisterEntry


def entries(school: School, register: str, count: int, **more: Any) -> None:
    more.setdefault("state", "recorded")
    RegisterEntry.objects.bulk_create(
        RegisterEntry(school=school, register=register, key=uuid4().hex, **more) for _ in range(count)
    )


def count(key: str, school: School) -> dict[str, int]:
    counts = school_figures()[key].count(school.pk, today() - timedelta(days=5), today())
    return {label: value for label, value in counts.items() if value}


def test_requests_and_exceptions_are_counted_apart_and_by_what_was_decided(demo: None) -> None:
    school = School.objects.get(slug="grange")
    RegisterEntry.objects.filter(school=school).delete()
    entries(school, "permissions", 3, state="asked")
    entries(school, "permissions", 2, state="expired")
    entries(school, "speakers", 1, state="declined")
    entries(school, "exceptions", 6, state="granted", clauses=[{"clause": "friends", "cites": ["G1"]}])
    assert count("requests", school) == {"waiting for a decision": 3, "granted": 2, "declined": 1}
    assert count("exceptions", school) == {"granted": 6}
    assert clause_figures()["overridden"].count(school.pk, today(), today()) == {"friends": 6}


def test_consents_are_those_that_stood_on_the_last_day(demo: None) -> None:
    school = School.objects.get(slug="grange")
    RegisterEntry.objects.filter(school=school).delete()
    now = timezone.now()
    entries(school, "consents", 4, answer="yes")
    entries(school, "consents", 2, answer="no", made_at=now - timedelta(days=3))
    entries(school, "consents", 1, answer="yes", state="superseded", ended_at=now - timedelta(days=2))
    entries(school, "contacts", 2, topic="befriend")
    entries(school, "declarations", 5, topic="nothing")
    assert count("consents", school) == {"yes": 4, "no": 2}
    assert count("contacts", school) == {"a friend request": 2}
    assert count("declarations", school) == {"I have nothing to declare": 5}


def test_reports_never_show_which_roles_made_none(demo: None) -> None:
    school = School.objects.get(slug="grange")
    made = {"answer_due_on": today(), "sealed": ""}
    for number, role in enumerate(("teaching-assistant", "parent", "visitor")):
        Report.objects.create(school=school, role=role, receipt_hash=f"figure {number}", **made)
    figure = school_figures()["reports"]
    counts = figure.count(school.pk, today(), today())
    assert counts == {"pupils": 0, "parents and carers": 1, "staff": 1, "others": 1}
    assert set(figure.count(0, today(), today())) == set(counts)


def test_a_case_about_somebody_who_sees_the_figures_is_in_no_count(demo: None) -> None:
    school = School.objects.get(slug="grange")
    head = User.objects.get(email="headteacher@grange.example")
    case = IncidentCase.objects.create(school=school, category="breach")
    made = {"answer_due_on": today(), "sealed": "", "receipt_hash": "about the head"}
    report = Report.objects.create(school=school, role="parent", case=case, **made)
    CaseOutcome.objects.create(case=case, finding="breach", breached=["friends"], decided_by=head)
    assert (count("cases", school), count("reports", school)) != ({}, {})
    CaseAccess.objects.create(report=report, user=head, is_barred=True, why="it is about them")
    for key in ("cases", "reports", "outcomes"):
        assert count(key, school) == {}, key
    assert clause_figures()["breached"].count(school.pk, today(), today()) == {}


def test_a_breach_found_counts_for_its_clause(demo: None) -> None:
    school = School.objects.get(slug="grange")
    case = IncidentCase.objects.create(school=school, category="breach")
    head = User.objects.get(email="headteacher@grange.example")
    CaseOutcome.objects.create(case=case, finding="breach", breached=["friends"], decided_by=head)
    assert count("cases", school) == {"Policy not kept": 1}
    assert count("outcomes", school) == {"the policy was breached": 1}
    assert clause_figures()["breached"].count(school.pk, today(), today()) == {"friends": 1}
