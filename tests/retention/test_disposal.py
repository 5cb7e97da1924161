"""What has been kept long enough is destroyed: by two people, whole, with a certificate, and counted
afterwards.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from belisha.answers.models import AnswerLog
from belisha.audit.models import Event
from belisha.base.clock import today
from belisha.base.holdings import holdings
from belisha.base.retention_schedule import RetentionPeriod
from belisha.complaints.actions import answer_matter, close_matter, submit_matter
from belisha.complaints.models import Entry, Matter
from belisha.complaints.receipts import new_receipt
from belisha.complaints.spool import SentMatter, SpooledMatter
from belisha.duties.sweeping import sweep
from belisha.people.models import Membership, School, User
from belisha.policies.models import PolicyVersion
from belisha.retention import disposal as disposing
from belisha.retention.actions import RetentionError, lift_hold, place_hold, set_period
from belisha.retention.disposal import (
    DisposalError,
    approve_disposal,
    cancel_disposal,
    carry_on,
    destroy,
    prepare_disposal,
)
from belisha.retention.models import Disposal, DisposalStub
from belisha.retention.periods import due_at
from belisha.training.models import TrainingRecord
from tests.demo_fixtures import ClientFor
from tests.ratification.ratifying import person


@pytest.fixture
def grange(demo: None) -> School:
    return School.objects.get(slug="grange")


def old_answers(school: School, count: int, years: int = 4) -> None:
    version = PolicyVersion.objects.filter(school=school).first()
    at = timezone.now() - timedelta(days=365 * years + 10)
    AnswerLog.objects.filter(school=school).delete()
    AnswerLog.objects.bulk_create(
        AnswerLog(
            school=school, version=version, asked_at=at, role="teacher", action="befriend", verdict="silent",
            clauses=["friend-pupil"], is_sure=True,
        )
        for _ in range(count)
    )  # fmt: skip


def head() -> Any:
    return person("headteacher@grange")


def chair() -> Any:
    return person("chair-of-governors@grange")


def test_what_is_due_is_prepared_by_one_approved_by_another_and_gone(grange: School) -> None:
    old_answers(grange, 7)
    made = prepare_disposal(by=head(), school=grange, key="answers")
    assert made.total == 7
    assert AnswerLog.objects.filter(school=grange).count() == 7
    with pytest.raises(PermissionDenied, match="somebody else has to approve"):
        approve_disposal(by=head(), disposal=made)
    done = approve_disposal(by=chair(), disposal=made)
    assert (done.state, done.destroyed, done.spared) == ("destroyed", 7, 0)
    assert not AnswerLog.objects.filter(school=grange).exists()
    stub = DisposalStub.objects.get(school=grange, holding="answers")
    assert (stub.count, stub.facets) == (7, {"clauses": "friend-pupil", "verdict": "silent"})
    verbs = Event.objects.filter(chain=grange.pk, subject=f"disposal {made.pk}").values_list(
        "verb", flat=True
    )
    assert set(verbs) == {"prepared-disposal", "approved-disposal", "destroyed-records"}


def test_the_database_refuses_an_approval_by_whoever_prepared_it(grange: School) -> None:
    old_answers(grange, 1)
    made = prepare_disposal(by=head(), school=grange, key="answers")
    with pytest.raises(IntegrityError), transaction.atomic():
        Disposal.objects.filter(pk=made.pk).update(state="approved", decided_by=made.prepared_by_id)


def test_what_is_not_due_is_not_prepared(grange: School) -> None:
    old_answers(grange, 3, years=2)
    with pytest.raises(DisposalError, match="kept long enough"):
        prepare_disposal(by=head(), school=grange, key="answers")


def test_the_certificate_states_what_was_done_under_the_sites_seal(grange: School) -> None:
    from belisha.base.certificates import digest

    old_answers(grange, 3)
    done = approve_disposal(by=chair(), disposal=prepare_disposal(by=head(), school=grange, key="answers"))
    held = json.loads(done.certificate)
    assert held["statement"]["destroyed"] == 3
    assert held["statement"]["approved"]["by"] == chair().user_id
    assert held["sha256"] == digest(held["statement"])


def test_a_legal_hold_wins_also_after_the_approval(grange: School, monkeypatch: Any) -> None:
    old_answers(grange, 6)
    monkeypatch.setattr(disposing, "AT_ONCE", 0)
    made = prepare_disposal(by=head(), school=grange, key="answers")
    approved = approve_disposal(by=chair(), disposal=made)
    row = AnswerLog.objects.filter(school=grange).order_by("pk")[0].pk
    hold = place_hold(by=head(), school=grange, reason="letter before claim", holding="answers", row=row)
    done = destroy(approved)
    assert (done.destroyed, done.spared) == (5, 1)
    assert AnswerLog.objects.filter(pk=row).exists()
    lift_hold(by=head(), hold=hold)
    assert prepare_disposal(by=head(), school=grange, key="answers").total == 1


def test_a_hold_on_a_person_keeps_what_they_have_a_part_in(grange: School) -> None:
    teacher = User.objects.get(email="teacher@grange.example")
    _left(teacher, grange, years=8)
    TrainingRecord.objects.filter(school=grange).delete()
    TrainingRecord.objects.create(
        school=grange, person=teacher, clause="training", title="Training", done_on=today()
    )
    assert "training" in {due.holding.key for due in due_at(grange, today())}
    place_hold(by=head(), school=grange, reason="claim", person=teacher.pk)
    assert "training" not in {due.holding.key for due in due_at(grange, today())}


def test_a_hold_on_nothing_is_refused(grange: School) -> None:
    with pytest.raises(RetentionError, match="Choose the records or the person"):
        place_hold(by=head(), school=grange, reason="why")


def test_it_is_taken_up_again_where_it_was_killed(grange: School, monkeypatch: Any) -> None:
    old_answers(grange, 25)
    monkeypatch.setattr(disposing, "AT_ONCE", 0)
    monkeypatch.setattr(disposing, "BATCH", 10)
    made = approve_disposal(by=chair(), disposal=prepare_disposal(by=head(), school=grange, key="answers"))
    calls: list[int] = []

    def dies(rows: Any) -> None:
        calls.append(len(rows))
        AnswerLog.objects.filter(pk__in=[row.pk for row in rows]).delete()
        if len(calls) == 2:
            raise KeyboardInterrupt

    holding = holdings()["answers"]
    before = holding.dispose
    object.__setattr__(holding, "dispose", dies)
    try:
        with pytest.raises(KeyboardInterrupt):
            destroy(made)
    finally:
        object.__setattr__(holding, "dispose", before)
    made.refresh_from_db()
    assert made.destroyed == 10
    assert AnswerLog.objects.filter(school=grange).count() == 15  # the second batch came back whole
    assert carry_on() == 1
    made.refresh_from_db()
    assert (made.state, made.destroyed) == ("destroyed", 25)
    assert DisposalStub.objects.get(school=grange, holding="answers").count == 25


def test_the_sweep_carries_out_what_was_approved(grange: School, monkeypatch: Any) -> None:
    old_answers(grange, 4)
    monkeypatch.setattr(disposing, "AT_ONCE", 0)
    made = approve_disposal(by=chair(), disposal=prepare_disposal(by=head(), school=grange, key="answers"))
    assert made.state == "approved"
    sweep(today(), is_sure=True)
    made.refresh_from_db()
    assert made.state == "destroyed"


def test_a_matter_goes_with_its_words_six_years_after_it_was_closed(grange: School) -> None:
    matter = _closed_matter(grange)
    assert "matters" not in {due.holding.key for due in due_at(grange, today())}
    set_period(
        by=head(), school=grange, kind="complaint", trigger="outcome", period=RetentionPeriod(months=1),
        reason="a test",
    )  # fmt: skip
    later = today() + timedelta(days=40)
    assert [due.count for due in due_at(grange, later) if due.holding.key == "matters"] == [1]
    holdings()["matters"].dispose([matter])
    assert not Matter.objects.filter(pk=matter.pk).exists()
    assert not Entry.objects.filter(matter_id=matter.pk).exists()


def test_whoever_left_long_ago_is_forgotten_by_name(grange: School) -> None:
    parent = User.objects.get(email="parent@grange.example")
    _left(parent, grange, years=7)
    rows = list(Membership.objects.filter(user=parent))
    holdings()["memberships"].dispose(rows)
    parent.refresh_from_db()
    assert (parent.name, parent.email, parent.is_active) == ("Somebody who has left", None, False)


def test_a_period_of_no_time_is_refused(grange: School) -> None:
    with pytest.raises(RetentionError, match="destroy everything at once"):
        set_period(
            by=head(),
            school=grange,
            kind="complaint",
            trigger="outcome",
            period=RetentionPeriod(),
            reason="x",
        )


def test_a_teacher_prepares_nothing(grange: School) -> None:
    old_answers(grange, 1)
    with pytest.raises(PermissionDenied):
        prepare_disposal(by=person("teacher@grange"), school=grange, key="answers")


def test_a_cancelled_disposal_destroys_nothing(grange: School) -> None:
    old_answers(grange, 2)
    made = cancel_disposal(by=head(), disposal=prepare_disposal(by=head(), school=grange, key="answers"))
    with pytest.raises(DisposalError, match="cannot be approved"):
        approve_disposal(by=chair(), disposal=made)
    assert AnswerLog.objects.filter(school=grange).count() == 2


def test_a_year_overdue_is_said_in_red(grange: School, client_for: ClientFor) -> None:
    old_answers(grange, 2, years=5)
    text = client_for("headteacher@grange").get("/s/grange/data/disposals/").content.decode()
    assert "more than a year overdue" in text
    assert "Prepare its disposal" in text


def test_the_pages_lead_from_preview_to_certificate(grange: School, client_for: ClientFor) -> None:
    old_answers(grange, 2)
    keeper, approver = client_for("headteacher@grange"), client_for("chair-of-governors@grange")
    made = keeper.post("/s/grange/data/disposals/", {"holding": "answers"})
    page = made["Location"]
    text = keeper.get(page).content.decode()
    assert "What would be destroyed" in text
    assert "Approve and destroy them" not in text
    assert "Approve and destroy them" in approver.get(page).content.decode()
    approver.post(page, {"do": "approve"})
    assert "Certificate of destruction" in keeper.get(page).content.decode()
    assert json.loads(keeper.get(f"{page}certificate.json").content)["statement"]["destroyed"] == 2


def _left(user: User, school: School, years: int) -> None:
    Membership.objects.filter(user=user, school=school).update(
        from_on=today() - timedelta(days=365 * (years + 2)), to_on=today() - timedelta(days=366 * years)
    )


def _closed_matter(school: School) -> Matter:
    sent = SentMatter("complaint", "handle-complaints", "The sign is wrong.")
    matter, _ = submit_matter(SpooledMatter(school.pk, sent, new_receipt()))
    answer_matter(by=chair(), matter=matter, words="It is put right.")
    return close_matter(by=chair(), matter=matter)
