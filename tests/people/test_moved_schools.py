"""A school that went to another site: visitors are told where, its people read, nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from belisha.audit.models import Event
from belisha.audit.record import AuditEvent
from belisha.base.clock import today
from belisha.cli.commands.close_school import address_of
from belisha.cli.errors import UsageError
from belisha.cli.moving.closing import ClosingError, close_school, open_school
from belisha.duties.models import Duty
from belisha.duties.sweeping import sweep, sweep_requested
from belisha.duties.triggers import request_sweep
from belisha.outbox.actions import queue_to_address
from belisha.outbox.models import Notice, NoticeState
from belisha.people.models import School
from belisha.people.moved_schools import KNOWN
from tests.demo_fixtures import ClientFor

THERE = "https://policy.hazel.example/s/grange/"


@pytest.fixture
def moved(demo: None) -> Iterator[School]:
    school = School.objects.get(slug="grange")
    queue_to_address(school_id=school.pk, address="a@x.example", key="one", subject="One", text="Two")
    close_school(school, THERE)
    KNOWN.forget()
    yield school
    KNOWN.forget()


def test_visitors_are_told_where_it_went(moved: School, client_for: ClientFor) -> None:
    for browser in (Client(), client_for("headteacher@barley-lane")):
        for path in ("", "ask/?q=May+I", "policy/", "duties/"):
            answer = browser.get(f"/s/grange/{path}")
            assert (answer.status_code, THERE in answer.content.decode()) == (410, True), path
        assert browser.post("/s/grange/ask/", {"q": "May I"}).status_code == 410
    assert Client().get("/s/barley-lane/").status_code == 200
    assert Client().get("/").status_code == 200


def test_its_people_read_and_change_nothing(moved: School, client_for: ClientFor) -> None:
    head = client_for("headteacher@grange")
    assert head.get("/s/grange/posts/").status_code == 200
    answer = head.post("/s/grange/posts/new/", {"channel": "x", "text": "y"})
    assert (answer.status_code, "Nothing was changed" in answer.content.decode()) == (410, True)


def test_nobody_is_reminded_and_no_mail_waits(moved: School) -> None:
    notice = Notice.objects.get(school=moved, key="one")
    assert (notice.state, notice.text) == (NoticeState.DROPPED, "")
    Duty.objects.filter(school=moved).delete()
    request_sweep(moved)
    sweep_requested(today(), timezone.now())
    sweep(today(), timezone.now())
    assert not Duty.objects.filter(school=moved).exists()
    assert Duty.objects.exists()


def test_it_is_closed_once_and_opened_again(moved: School, client_for: ClientFor) -> None:
    with pytest.raises(ClosingError, match="closed already"):
        close_school(School.objects.get(pk=moved.pk), THERE)
    open_school(moved)
    KNOWN.forget()
    assert Client().get("/s/grange/").status_code == 200
    with pytest.raises(ClosingError, match="not closed"):
        open_school(moved)
    verbs = Event.objects.filter(chain=moved.pk, at__gte=timezone.now() - timedelta(hours=1))
    assert {AuditEvent.CLOSED_MOVED_SCHOOL, AuditEvent.OPENED_MOVED_SCHOOL} <= set(
        verbs.values_list("verb", flat=True)
    )


@pytest.mark.parametrize("given", ["http://x.example/", "policy.example", "javascript:alert(1)", ""])
def test_only_an_https_address_is_taken(given: str) -> None:
    with pytest.raises(UsageError, match="https"):
        address_of(given)
