"""What the school holds about a person is gathered, corrected and erased; breaches run against 72 hours."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from belisha.audit.models import Event
from belisha.base.clock import today
from belisha.base.holdings import holdings
from belisha.people.models import School, User
from belisha.retention import breaches as breach_actions
from belisha.retention.breaches import BreachError, close_breach, find_no_risk, log_breach, tell_commissioner
from belisha.retention.duty_sources import retention_duties
from belisha.retention.gathering import gather
from belisha.retention.requests import (
    RequestError,
    answer_request,
    correct_row,
    due_after,
    erase_row,
    extend_request,
    take_in_request,
)
from belisha.training.models import TrainingRecord
from tests.demo_fixtures import ClientFor
from tests.ratification.ratifying import person


@pytest.fixture
def grange(demo: None) -> School:
    return School.objects.get(slug="grange")


@pytest.fixture
def record(grange: School) -> TrainingRecord:
    teacher = User.objects.get(email="teacher@grange.example")
    other = User.objects.get(email="headteacher@grange.example")
    row: TrainingRecord = TrainingRecord.objects.create(
        school=grange, person=teacher, clause="x", title="Safe online", done_on=today(),
        evidence=f"Seen by {other.name}", entered_by=other,
    )  # fmt: skip
    return row


def head() -> Any:
    return person("headteacher@grange")


def ask(school: School, kind: str = "access") -> Any:
    teacher = User.objects.get(email="teacher@grange.example")
    return take_in_request(by=head(), school=school, kind=kind, received_on=today(), person=teacher.pk)


def test_the_clock_runs_a_month_and_ends_on_a_working_day() -> None:
    assert due_after(date(2026, 1, 30)) == date(2026, 3, 2)  # 28 February is a Saturday
    assert due_after(date(2026, 11, 25)) == date(2026, 12, 29)  # Christmas, weekend, substitute day


def test_a_request_in_the_summer_holidays_is_due_all_the_same(grange: School) -> None:
    made = ask(grange)
    assert made.due_on >= today() + timedelta(days=28)
    assert any(each.key.startswith(f"data request {made.pk}") for each in retention_duties(grange, today()))


def test_every_room_is_asked_and_others_are_left_out(grange: School, record: TrainingRecord) -> None:
    rooms = {each.holding.key: each for each in gather(grange, record.person_id)}
    assert {"memberships", "training"} <= set(rooms)
    told = dict(next(row for row in rooms["training"].rows if row.pk == record.pk).told)
    assert told["Evidence"] == "Seen by [another person]"


def test_a_correction_is_entered_on_the_page_and_days_are_written_out(
    grange: School, record: TrainingRecord, client_for: ClientFor
) -> None:
    made = ask(grange, "correction")
    browser, address = client_for("headteacher@grange"), f"/s/grange/data/requests/{made.pk}/"
    text = browser.get(address).content.decode()
    assert "Put it right" in text
    assert record.done_on.isoformat() not in text
    given = {"do": "correct", "holding": "training", "row": str(record.pk), "field": "course"}
    assert browser.post(address, {**given, "value": " "}).status_code == 400
    assert browser.post(address, {**given, "value": "Staying safe online"}).status_code == 302
    record.refresh_from_db()
    assert record.course == "Staying safe online"


def test_the_file_holds_their_part_and_each_look_is_recorded(
    grange: School, record: TrainingRecord, client_for: ClientFor
) -> None:
    made = ask(grange)
    browser = client_for("headteacher@grange")
    text = browser.get(f"/s/grange/data/requests/{made.pk}/").content.decode()
    assert "Safe online" in text
    held = json.loads(browser.get(f"/s/grange/data/requests/{made.pk}/data.json").content)
    assert "Training records" in {each["records"] for each in held["held"]}
    head_name = User.objects.get(email="headteacher@grange.example").name
    assert head_name not in json.dumps(held)
    verbs = Event.objects.filter(chain=grange.pk, subject=f"data request {made.pk}")
    assert {"looked-at-data-request", "gathered-persons-data"} <= set(verbs.values_list("verb", flat=True))
    looked = browser.get("/s/grange/data/looks/").content.decode()
    assert f"data request {made.pk}" in looked


def test_a_field_is_put_right_and_nothing_else(grange: School, record: TrainingRecord) -> None:
    made, holding = ask(grange, "correction"), holdings()["training"]
    correct_row(by=head(), asked=made, holding=holding, pk=record.pk, field="course", value="Level 2")
    record.refresh_from_db()
    assert record.course == "Level 2"
    with pytest.raises(RequestError, match="cannot be changed"):
        correct_row(by=head(), asked=made, holding=holding, pk=record.pk, field="person", value="7")


def test_what_the_law_keeps_is_not_erased_and_what_it_does_not_is(
    grange: School, record: TrainingRecord
) -> None:
    from belisha.people.models import Absence

    made = ask(grange, "erasure")
    with pytest.raises(RequestError, match="The law asks"):
        erase_row(by=head(), asked=made, holding=holdings()["training"], pk=record.pk)
    away = Absence.objects.create(school=grange, user_id=record.person_id, from_on=today(), to_on=today())
    erase_row(by=head(), asked=made, holding=holdings()["absences"], pk=away.pk)
    assert not Absence.objects.filter(pk=away.pk).exists()


def test_another_persons_row_cannot_be_erased_or_corrected(grange: School) -> None:
    from belisha.people.models import Absence

    other = User.objects.get(email="parent@grange.example")
    away = Absence.objects.create(school=grange, user=other, from_on=today(), to_on=today())
    with pytest.raises(RequestError, match="not about this person"):
        erase_row(by=head(), asked=ask(grange, "erasure"), holding=holdings()["absences"], pk=away.pk)


def test_a_request_is_extended_once_and_answered_once(grange: School) -> None:
    made = ask(grange)
    longer = extend_request(by=head(), asked=made, why="much to read")
    assert longer.due_on > made.due_on
    with pytest.raises(RequestError, match="only once"):
        extend_request(by=head(), asked=made, why="more")
    done = answer_request(by=head(), asked=made, words="Sent by post.")
    assert "Sent" not in done.answer  # encrypted
    with pytest.raises(RequestError, match="answered already"):
        answer_request(by=head(), asked=made, words="Again.")


def test_a_breach_has_72_hours_and_ends_told_or_with_a_reason(grange: School) -> None:
    noticed = timezone.now() - timedelta(hours=5)
    made = log_breach(by=head(), school=grange, what="A list went to all parents.", noticed_at=noticed)
    assert breach_actions.tell_until(made) - noticed == timedelta(hours=72)
    assert "list" not in made.what  # encrypted
    assert any(each.key == f"breach {made.pk} tell" for each in retention_duties(grange, today()))
    with pytest.raises(BreachError, match="First tell"):
        close_breach(by=head(), breach=made, measures="New list", told_people=False)
    tell_commissioner(by=head(), breach=made, at=timezone.now(), reference="IC-1")
    assert close_breach(by=head(), breach=made, measures="New list", told_people=True).closed_at


def test_no_risk_is_a_reason_not_to_report(grange: School) -> None:
    made = log_breach(by=head(), school=grange, what="Lost and found.", noticed_at=timezone.now())
    find_no_risk(by=head(), breach=made, why="It was encrypted.")
    assert close_breach(by=head(), breach=made, measures="None needed", told_people=False).closed_at


def test_a_breach_in_the_future_gets_a_clear_message(grange: School, client_for: ClientFor) -> None:
    browser = client_for("headteacher@grange")
    answer = browser.post("/s/grange/data/breaches/", {"what": "x", "noticed_at": "01/01/2090 10:00"})
    assert answer.status_code == 400
    assert "lies in the future" in answer.content.decode()
    answer = browser.post("/s/grange/data/breaches/", {"what": "kept words", "noticed_at": "soon"})
    assert "Enter a date and time, such as" in answer.content.decode()
    assert "kept words" in answer.content.decode()


def test_the_statements_follow_the_settings(grange: School, client_for: ClientFor, settings: Any) -> None:
    from belisha.base.retention_schedule import RetentionPeriod
    from belisha.retention.actions import set_period
    from belisha.retention.statements import edition

    before, browser = edition(grange), client_for("headteacher@grange")
    notice = browser.get("/s/grange/privacy-notice/").content.decode()
    assert "6 years from the day it ended" in notice
    set_period(
        by=head(),
        school=grange,
        kind="complaint",
        trigger="outcome",
        period=RetentionPeriod(years=7),
        reason="x",
    )
    assert edition(grange) != before
    assert "7 years from the day it ended" in browser.get("/s/grange/privacy-notice/").content.decode()
    settings.HTTPS = False
    assert "NOT encrypted" in browser.get("/s/grange/data/assessment/").content.decode()
    cookies = browser.get("/cookies/").content.decode()
    assert "sessionid" in cookies
    assert "belisha_known" in cookies
