"""Whose turn it is stands on their list, once, and is struck off when it is done."""

from __future__ import annotations

from datetime import timedelta

import pytest

from belisha.base.clock import today
from belisha.duties.models import Duty
from belisha.duties.sweeping import sweep_school
from belisha.people.models import Membership, School
from belisha.policies.models import PolicyVersion
from belisha.ratification.approval.actions import record_approval
from belisha.ratification.consultation.actions import open_consultation
from belisha.ratification.duty_sources import ratification_duties
from tests.ratification.ratifying import asked, checked, met, new_draft, person, published, rewrite, signed

pytestmark = pytest.mark.usefixtures("demo")


def wanted() -> list[tuple[str, str]]:
    school = School.objects.get(slug="grange")
    names = dict(Membership.objects.filter(school=school).values_list("user", "role"))
    return [
        (each.title.split(" Social")[0], each.office or names[each.person_id or 0])
        for each in ratification_duties(school, today())
    ]


def test_each_step_of_the_way_asks_whoever_is_next() -> None:
    version = new_draft()
    assert wanted() == [("Finish the draft of", "slt")]
    opened = open_consultation(
        by=person("slt@grange"), version=version, audience=["staff"], closes_on=today() + timedelta(3)
    )
    assert wanted() == [("Ask for approval of", "slt")]
    type(opened).objects.update(closes_on=today())
    assert wanted() == [("Ask for approval of", "slt")]
    asked(version, "governor", "headteacher")
    assert [words for words, _ in wanted()] == ["Approve", "Approve"]
    version.refresh_from_db()
    record_approval(
        by=person("governor@grange"), version=version, opinion="approves", checksum=version.checksum
    )
    assert wanted() == [("Check for equality", "governor")]
    checked(version)
    assert wanted() == [("Record the meeting on", "clerk")]
    met(version)
    assert wanted() == [("Sign", "headteacher"), ("Sign", "chair-of-governors")]
    signed(version)
    assert wanted() == [("Publish", "headteacher")]
    published(version)
    assert wanted() == []


def test_what_is_done_is_struck_off_and_a_changed_text_is_asked_for_anew() -> None:
    version, school = new_draft(), School.objects.get(slug="grange")
    asked(version, "governor", "headteacher", needed=2)
    for _ in range(2):
        sweep_school(school, today())
    duties = Duty.objects.filter(source="ratification")
    assert duties.count() == 2
    version.refresh_from_db()
    record_approval(
        by=person("governor@grange"), version=version, opinion="approves", checksum=version.checksum
    )
    assert duties.filter(done_at__isnull=False).count() == 1
    rewrite(version, "Changed.")
    sweep_school(school, today())
    assert duties.open().count() == 2
    assert set(duties.open().values_list("link", flat=True)) == {f"/s/grange/versions/{version.pk}/approval/"}


def test_the_day_stays_however_often_it_is_asked() -> None:
    new_draft()
    PolicyVersion.objects.filter(label="next").update(state="approved")
    school = School.objects.get(slug="grange")
    days = {ratification_duties(school, today() + timedelta(days))[0].due_on for days in (0, 1, 9)}
    assert len(days) == 1
