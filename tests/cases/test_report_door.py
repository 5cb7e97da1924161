"""The report door: words in, help first, a receipt, what happens next, and two-way talk."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from belisha.audit.models import Event
from belisha.cases.actions import reports
from belisha.cases.actions.reports import ReportNotKeptError, answer_report, receive_report, take_in_reports
from belisha.cases.intake import SentReport
from belisha.cases.models import ChronologyEntry, Report
from belisha.cases.proposals import proposal
from belisha.complaints.receipts import receipt_hash
from belisha.duties.models import Duty
from belisha.outbox.models import Notice
from belisha.policies.queries import policy_in_force
from tests.cases.reporting import BULLIED, heard_by, person, reported, school, send
from tests.demo_fixtures import ClientFor

DEMO = ("grange", "barley-lane", "hr-cooperative", "coads-green", "calcot")


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def test_words_come_in_and_a_receipt_leads_back(demo: None) -> None:
    status, page, code = send()
    assert (status, bool(code)) == (200, True)
    back = Client().post("/s/grange/report/receipt/", {"code": code.lower().replace("-", " ")})
    assert "calling my son names" in back.content.decode()
    assert "What happens next" in page
    assert Client().post("/s/calcot/report/receipt/", {"code": code}).status_code == 400


def test_nothing_that_was_typed_lies_open(demo: None) -> None:
    report = reported(
        name="Somebody Else", contact="somebody@else.example", about_name="Bob Smith", where="Snap"
    )
    kept = " ".join(str(value) for value in Report.objects.filter(pk=report.pk).values_list()[0])
    assert not any(word in kept for word in ("calling", "Somebody", "else.example", "Bob", "Snap"))
    assert not any("calling" in f"{event.detail} {event.subject}" for event in Event.objects.all())


def test_no_address_of_the_reporter_is_kept(demo: None) -> None:
    address = "203.0.113.77"
    Client().post("/s/grange/report/", {"words": BULLIED}, REMOTE_ADDR=address, HTTP_X_FORWARDED_FOR=address)
    for model in (Report, ChronologyEntry, Event, Notice, Duty):
        assert not any(address in str(row) for row in model.objects.values_list())


def test_an_empty_form_says_what_to_do_and_keeps_the_rest(demo: None) -> None:
    answer = Client().post("/s/grange/report/", {"words": " ", "where": "The class group"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Write what happened, or choose what fits best" in page
    assert "The class group" in page
    assert not Report.objects.exists()


def test_a_choice_without_words_is_enough(demo: None) -> None:
    assert send(words="", choice="cyberbullying", **{"as": "pupil"})[0] == 200
    assert Report.objects.get().category == "cyberbullying"


def test_the_same_form_sent_twice_is_one_report(demo: None) -> None:
    shown = Client().get("/s/grange/report/").content.decode()
    stamp = re.search(r'name="sending" value="([^"]{20,})"', shown)
    assert stamp
    first, second = send(sending=stamp[1])[2], send(sending=stamp[1])[2]
    assert first == second
    assert Report.objects.count() == 1
    assert send(sending=stamp[1], words="Something else happened.")[2] != first


@pytest.mark.clause("B29")
@pytest.mark.parametrize("page", ["", "help/", "policy/", "for/teacher/", "people/", "tell/", "ask/"])
def test_every_page_of_a_school_leads_to_the_report_door(demo: None, page: str) -> None:
    """Whoever is on any page of a school can report from there."""
    shown = Client().get(f"/s/barley-lane/{page}").content.decode()
    assert 'href="/s/barley-lane/report/"' in shown


@pytest.mark.clause("H32", "H32b")
def test_the_reporter_is_told_that_nobody_is_treated_worse_by_the_policys_clause(demo: None) -> None:
    """The door and the page after sending promise that nobody is treated worse, and cite the clause."""
    door = Client().get("/s/hr-cooperative/report/").content.decode()
    _, after, _ = send(
        "hr-cooperative", words="My colleague posts photos of pupils without consent.", role="teacher"
    )
    for page in (door, after):
        assert "Nobody may be treated worse because they raised a concern in good faith" in page
        assert ">H32<" in page


def test_a_school_whose_policy_does_not_promise_it_says_it_without_a_clause(demo: None) -> None:
    page = Client().get("/s/grange/report/").content.decode()
    assert "Nobody may be treated worse" in page
    assert ">H32<" not in page


@pytest.mark.parametrize("slug", DEMO)
def test_danger_meets_help_before_any_field(demo: None, slug: str) -> None:
    page = Client().get(f"/s/{slug}/report/").content.decode()
    assert page.index('href="tel:999"') < page.index("<textarea")
    child = Client().get(f"/s/{slug}/report/?as=pupil").content.decode()
    assert child.index("0800 1111") < child.index("<textarea")


def test_whoever_says_that_somebody_is_in_danger_reads_help_before_the_receipt(demo: None) -> None:
    _, page, code = send(danger="yes")
    assert page.index('href="tel:999"') < page.index(code)
    assert Report.objects.get().is_urgent


def test_a_child_has_short_words_and_no_long_form(demo: None) -> None:
    page = Client().get("/s/grange/report/?as=pupil").content.decode()
    assert "You will not get into trouble for telling" in page
    assert "How to reach you" not in page
    status, after, _ = send(**{"as": "pupil", "words": "A boy is mean to me on Roblox"})
    assert status == 200
    assert "Thank you for telling us" in after
    assert Report.objects.get().role == "pupil"


def test_what_may_be_attached_is_decided_before_a_field_is_shown(demo: None) -> None:
    page = Client().get("/s/grange/report/").content.decode()
    assert 'type="file"' not in page
    _, bullied, _ = send()
    assert "Add pictures or files" in bullied
    _, image, _ = send(words="A boy has a naked picture of a girl in my class", choice="indecent-image")
    assert "Add pictures or files" not in image
    assert "Please send no pictures" in image


def test_the_reporter_reads_the_answer_and_adds_after_closing(demo: None) -> None:
    _, _, code = send()
    report = Report.objects.get()
    hearer = person(heard_by(report)[0])
    answer_report(by=hearer, report=report, words="We spoke to the class today.")
    reports.close_report(by=hearer, report=report, reason="Dealt with in class; no case is needed.")
    back = Client().post("/s/grange/report/receipt/", {"code": code}).content.decode()
    assert "We spoke to the class today." in back
    assert "Dealt with in class" not in back
    more = (
        Client()
        .post("/s/grange/report/receipt/", {"code": code, "more": "yes", "words": "It began again."})
        .content.decode()
    )
    assert "It began again." in more
    report.refresh_from_db()
    assert report.state == "received"


def test_closing_without_a_case_needs_a_reason(demo: None) -> None:
    report = reported()
    with pytest.raises(Exception, match="Say why no case is made of it"):
        reports.close_report(by=person(heard_by(report)[0]), report=report, reason=" ")


def test_what_a_locked_database_keeps_out_is_taken_in_later_under_the_same_receipt(
    demo: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: Any, **__: Any) -> None:
        raise DatabaseError("database is locked")

    with monkeypatch.context() as patch:
        patch.setattr(reports, "submit_report", locked)
        code = receive_report(school=school(), sent=SentReport(BULLIED, "parent"))
    assert not Report.objects.exists()
    assert take_in_reports() == 1
    assert take_in_reports() == 0
    assert Report.objects.get().receipt_hash == receipt_hash(code)


def test_what_waits_to_be_taken_in_promises_no_day_and_names_no_reader(
    demo: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: Any, **__: Any) -> None:
        raise DatabaseError("database is locked")

    with monkeypatch.context() as patch:
        patch.setattr(reports, "submit_report", locked)
        status, page, code = send(words=BULLIED)
    assert (status, len(code) > 8) == (200, True)
    assert "It is passed on within a few minutes" in page
    assert "You will hear by" not in page
    assert "It is read by" not in page


def test_where_neither_disk_nor_database_takes_it_the_words_come_back(
    demo: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    def locked(*_: Any, **__: Any) -> None:
        raise DatabaseError("database is locked")

    monkeypatch.setattr(reports, "write_report_to_spool", full)
    monkeypatch.setattr(reports, "submit_report", locked)
    with pytest.raises(ReportNotKeptError):
        receive_report(school=school(), sent=SentReport(BULLIED, "parent"))
    answer = Client().post("/s/grange/report/", {"words": BULLIED})
    assert answer.status_code == 503
    assert "calling my son names" in answer.content.decode()


def test_a_mail_says_that_something_waits_and_nothing_else(demo: None) -> None:
    report = reported(name="Somebody Else")
    notices = Notice.objects.filter(key__startswith=f"report {report.reference}")
    assert notices
    for notice in notices:
        said = f"{notice.subject} {notice.text}"
        assert not any(
            word in said for word in ("report", "bully", "Somebody Else", "calling", report.reference)
        )


@pytest.mark.clause("C44")
def test_the_time_from_a_breach_to_its_report_is_shown(client_for: ClientFor) -> None:
    """A breach is reported to the headteacher, and the page says how many days after it happened."""
    report = reported("A teacher posted about a pupil on Facebook.", "coads-green", happened_on="2026-01-05")
    assert "headteacher" in heard_by(report)
    page = client_for("headteacher@coads-green").get(f"/s/coads-green/reports/{report.reference}/")
    days = (report.made_at.date() - report.happened_on).days if report.happened_on else 0
    assert f"Reported {days} days after it happened" in page.content.decode()


@pytest.mark.clause("H97")
def test_a_contractors_firm_reports_its_own_employee(demo: None) -> None:
    """A firm without an account reports a breach by its employee, with its name, and hears back."""
    words = "We are the cleaning firm. One of our employees posted a photo of a pupil."
    _, page, code = send(
        "hr-cooperative", words=words, role="contractor", about="contractor", name="Clean & Co"
    )
    assert code
    assert "What happens next" in page
    report = Report.objects.get()
    assert reports.sent_of(report).name == "Clean & Co"
    _, found = proposal(school("hr-cooperative"), reports.sent_of(report), report.made_at.date())
    assert found is not None
    assert "H97" in found.cites


@pytest.mark.clause("H20b", "H91", "G88f")
@pytest.mark.parametrize(("slug", "cite"), [("hr-cooperative", "H91"), ("grange", "G88f")])
def test_a_report_goes_where_the_policy_says(demo: None, slug: str, cite: str) -> None:
    """What staff report goes to the office that the clause names, and the page says by which clause."""
    words = (
        "A parent is posting abusive messages about me, a teacher, on Facebook. I am being bullied online."
    )
    _, page, _ = send(slug, words=words, role="teacher")
    report = Report.objects.get()
    assert "headteacher" in heard_by(report)
    assert policy_in_force(slug) is not None
    assert cite in page or cite in " ".join(report.access.values_list("cites", flat=True))
