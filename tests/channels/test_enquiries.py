"""Enquiries at the official page: entered by hand, owned, due, answered gently and by the policy."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from belisha.access.actor import Actor
from belisha.audit.models import Event
from belisha.base.clock import today
from belisha.base.figures import clause_figures, school_figures
from belisha.base.holdings import holdings
from belisha.channels.duty_sources import enquiries
from belisha.channels.enquiries import actions
from belisha.channels.enquiries.actions import EnquiryError
from belisha.channels.enquiries.guidance import first_words, rules_of
from belisha.channels.models import Enquiry, OfficialPost
from belisha.channels.queries import writing_role
from belisha.channels.states import EnquiryState
from belisha.duties.models import Duty
from belisha.people.models import Membership, School, Term
from belisha.policies.queries import policy_in_force
from tests.channels.test_posts import deputy, head
from tests.demo_fixtures import ClientFor
from tests.ratification.ratifying import person

MONDAY = date(2026, 11, 30)
OPENING = "When does the school office open in the holidays?"
OF_CHILD = "Can you tell me why my daughter Ruby Ashdown was kept in today?"


@pytest.fixture(autouse=True)
def on_monday() -> Any:
    with time_machine.travel("2026-11-30T09:00:00Z", tick=False):
        yield


def entered(words: str = OPENING, slug: str = "calcot", arrived_on: date = MONDAY) -> Enquiry:
    school = School.objects.get(slug=slug)
    return actions.enter_enquiry(
        by=head(slug), school=school, channel="The school’s Facebook page", words=words, arrived_on=arrived_on
    )


@pytest.mark.clause("K66a")
def test_a_general_enquiry_has_an_owner_a_day_and_an_answer(demo: None) -> None:
    made = entered()
    assert (made.about_child, made.is_grave, made.due_on) == (False, False, date(2026, 12, 2))
    assert OPENING not in made.words
    assert actions.words_of(made) == OPENING
    (duty,) = enquiries(made.school, MONDAY)
    assert (duty.person_id, duty.due_on) == (head("calcot").user_id, date(2026, 12, 2))
    found = policy_in_force("calcot")
    assert found is not None
    assert ["K66a" in ground.cites for ground in rules_of(found).answering] == [True]
    answered = actions.answer_enquiry(
        by=head("calcot"), enquiry=made, words="Thank you for asking. From nine to noon.", role="headteacher"
    )
    assert answered.state == EnquiryState.ANSWERED
    assert list(enquiries(made.school, MONDAY)) == []
    verbs = (
        Event.objects.filter(subject=f"enquiry {made.pk}").order_by("number").values_list("verb", flat=True)
    )
    assert list(verbs) == ["entered-enquiry", "answered-enquiry"]


@pytest.mark.clause("K66b")
def test_a_parent_who_writes_about_their_child_gets_a_gentle_answer(
    demo: None, client_for: ClientFor
) -> None:
    made = entered(OF_CHILD)
    assert made.about_child
    page = client_for("headteacher@calcot").get(f"/s/calcot/posts/enquiries/{made.pk}/").content.decode()
    assert "Not about a child on official accounts" in page
    assert "keep what concerns your child between you" in page
    assert "contact the school office" in first_words(about_child=True)
    general = actions.judge_enquiry(by=head("calcot"), enquiry=made, about_child=False)
    page = client_for("headteacher@calcot").get(f"/s/calcot/posts/enquiries/{made.pk}/").content.decode()
    assert not general.about_child
    assert "Not about a child on official accounts" not in page


def test_where_a_policy_says_nothing_of_it_nothing_is_said_in_its_name(demo: None) -> None:
    found = policy_in_force("grange")
    assert found is not None
    assert rules_of(found).answering == ()


def test_words_that_tell_of_harm_are_due_today_and_say_so(demo: None, client_for: ClientFor) -> None:
    made = entered("My son says his uncle hits him, what should I do?")
    assert (made.is_grave, made.due_on) == (True, MONDAY)
    page = client_for("headteacher@calcot").get(f"/s/calcot/posts/enquiries/{made.pk}/").content.decode()
    assert "call 999" in page


def test_an_answer_with_a_gap_or_that_the_policy_stops_is_refused(demo: None) -> None:
    made = entered(OF_CHILD)
    with pytest.raises(EnquiryError, match="Fill each gap"):
        _answer(made, first_words(about_child=True))
    pupil = Membership.objects.filter(school=made.school, role="pupil").select_related("user").first()
    assert pupil is not None
    with pytest.raises(EnquiryError, match="does not let this stand"):
        _answer(
            made, "The UPN is A123456789012 and ring him on 07700 900123, year 2 pupil Ruby Ashdown was rude."
        )
    made.refresh_from_db()
    assert made.state == EnquiryState.OPEN


def test_it_is_handed_on_only_to_who_writes_and_falls_to_the_office_when_they_leave(demo: None) -> None:
    made = entered(slug="grange")
    other = deputy("grange", "Ash Rowan")
    teacher = person("teacher@grange")
    with pytest.raises(EnquiryError, match="Choose somebody who writes"):
        actions.hand_on(by=head("grange"), enquiry=made, to=teacher.user_id or 0)
    Membership.objects.filter(user=other.user_id).update(extra_rights=["write-posts"])
    actions.hand_on(by=head("grange"), enquiry=made, to=other.user_id or 0)
    (duty,) = enquiries(made.school, MONDAY)
    assert duty.person_id == other.user_id
    Membership.objects.filter(user=other.user_id).update(to_on=MONDAY - timedelta(days=1))
    (duty,) = enquiries(made.school, MONDAY)
    assert (duty.person_id, bool(duty.office)) == (None, True)


def test_mistakes_are_mended(demo: None) -> None:
    made = entered()
    actions.leave_enquiry(by=head("calcot"), enquiry=made, why="The office rang.")
    with pytest.raises(EnquiryError, match="cannot be answered"):
        _answer(made, "Yes.")
    again = actions.reopen_enquiry(by=head("calcot"), enquiry=made)
    assert (again.state, again.answer, again.ended_at) == (EnquiryState.OPEN, "", None)
    with pytest.raises(EnquiryError, match="after today"):
        entered(arrived_on=MONDAY + timedelta(days=1))
    with pytest.raises(PermissionDenied):
        actions.leave_enquiry(by=person("teacher@calcot"), enquiry=made, why="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Enquiry.objects.filter(pk=made.pk).update(state=EnquiryState.ANSWERED)


def test_the_pages_enter_answer_and_refuse(client_for: ClientFor) -> None:
    client, page = client_for("headteacher@calcot"), "/s/calcot/posts/enquiries/"
    assert client.post(page, {"words": ""}).status_code == 400
    sent = client.post(page, {"channel": "Facebook", "words": OPENING, "arrived_on": "30/11/2026"})
    own = sent.url
    assert client.post(own, {"do": "answer", "words": "Thank you. …"}).status_code == 400
    assert client.post(own, {"do": "nonsense"}).status_code == 400
    assert client.post(own, {"do": "leave", "why": ""}).status_code == 400
    assert client.post(own, {"do": "answer", "words": "From nine to noon."}).status_code == 302
    assert "From nine to noon." in client.get(own).content.decode()
    assert "Answered" in client.get(page).content.decode()
    assert client_for("teacher@calcot").get(page).status_code == 403
    assert client_for("headteacher@grange").get(own).status_code == 404


def test_the_sweep_asks_its_owner(demo: None, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = entered()
    duty = Duty.objects.get(source="enquiries", school=made.school)
    assert (duty.person_id, duty.due_on) == (made.owner_id, made.due_on)


def test_a_year_after_it_was_dealt_with_it_may_go(demo: None) -> None:
    found = holdings()["enquiries"]
    made = entered()
    assert {each.user_id for each in found.subjects(made)} == {head("calcot").user_id}
    assert found.stub(made) == {"state": "open"}


def test_figures_count_enquiries_and_findings_that_were_overridden(demo: None) -> None:
    school = entered().school
    period = (school.pk, today(), today())
    assert school_figures()["enquiries"].count(*period)["open"] == 1
    finding = {"key": "a", "clauses": [{"id": "friends", "cites": []}, {"id": "friends", "cites": []}]}
    OfficialPost.objects.create(
        school=school, channel="x", text="x", author_role="headteacher",
        findings=[finding, {"key": "b", "clauses": []}], overrides={"a": {"reason": "so"}},
    )  # fmt: skip
    before = school_figures()["findings"].count(*period)
    assert before == {"overridden": 1, "heeded": 1}
    assert clause_figures()["overruled"].count(*period) == {"friends": 1}


def _answer(made: Enquiry, words: str) -> Enquiry:
    return actions.answer_enquiry(by=head("calcot"), enquiry=made, words=words, role="headteacher")


def test_words_of_harm_lead_to_whom_to_tell_and_each_look_is_recorded(
    demo: None, client_for: ClientFor
) -> None:
    made = entered("My daughter says a man at the gate touched her and told her to keep it secret")
    assert (made.is_grave, made.due_on) == (True, MONDAY)
    page = client_for("headteacher@calcot").get(f"/s/calcot/posts/enquiries/{made.pk}/").content.decode()
    assert page.index("call 999") < page.index("Whom to tell at this school") < page.index("What is asked")
    looks = Event.objects.filter(verb="looked-at-enquiry", subject=f"enquiry {made.pk}")
    assert looks.count() == 1


def test_working_days_are_those_of_the_school(demo: None) -> None:
    school = School.objects.get(slug="calcot")
    Term.objects.filter(school=school).delete()
    for start, end in ((date(2026, 9, 1), MONDAY), (date(2026, 12, 7), date(2027, 2, 12))):
        Term.objects.create(school=school, name=f"Term of {start}", starts_on=start, ends_on=end)
    assert entered().due_on == date(2026, 12, 8)


def test_somebody_without_a_role_here_is_checked_as_whoever_may_write(demo: None) -> None:
    school = School.objects.get(slug="calcot")
    school.rights = {"write-posts": ["clerk"]}
    school.save()
    assert writing_role(head("calcot"), school) == "headteacher"
    assert writing_role(Actor(), school) == "clerk"
