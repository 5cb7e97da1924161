"""What was done can be put right or given up, each in its own way, and the record keeps that it was."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from belisha.audit.models import Event
from belisha.base.clock import today
from belisha.base.templating import day
from belisha.drafting.models import Merging, RemovedClause
from belisha.people.models import Membership
from belisha.policies.models import PolicyDocument, PolicyVersion
from belisha.policies.queries import policy_of
from belisha.ratification.equality.actions import record_equality_check
from belisha.ratification.exceptions import NotReadyError
from belisha.ratification.meeting.actions import sign_version
from belisha.ratification.meeting.corrections import correct_meeting
from belisha.ratification.models import EqualityCheck, Ratification
from belisha.ratification.publication.actions import back_to_draft
from belisha.ratification.queries import equality_of, ratification_of
from tests.demo_fixtures import ClientFor
from tests.pages import day_in
from tests.ratification.ratifying import (
    approved,
    asked,
    brought_to,
    checked,
    in_force,
    met,
    new_draft,
    person,
)


def at(version: PolicyVersion, page: str = "") -> str:
    return f"/s/grange/versions/{version.pk}/{page}"


def verbs(version: PolicyVersion) -> list[str]:
    rows = Event.objects.filter(subject=f"version {version.pk}", refused="").order_by("number")
    return list(rows.values_list("verb", flat=True))


def found_fair(version: PolicyVersion, who: str, mistaken: str = "") -> None:
    version.refresh_from_db()
    given: dict[str, Any] = {"checksum": version.checksum, "grounds": ["sex"], "outcome": "none found"}
    record_equality_check(by=person(f"{who}@grange"), version=version, mistaken=mistaken, **given)


def test_a_concern_holds_for_its_text(demo: None) -> None:
    version = new_draft()
    checked(version, "concern", "It speaks of boys only")
    Membership.objects.filter(user__email="headteacher@grange.example").update(
        extra_rights=["check-equality"]
    )
    with pytest.raises(NotReadyError, match="the text must change before it can be found"):
        found_fair(version, "headteacher", "I see none")
    with pytest.raises(NotReadyError, match="If you recorded it by mistake, say how"):
        found_fair(version, "governor")
    found_fair(version, "governor", "I had read the draft of another year.")
    found_fair(version, "governor")
    last = equality_of(version)
    assert last is not None
    assert last.notes == "The concern was recorded by mistake: I had read the draft of another year."
    assert EqualityCheck.objects.filter(version=version).count() == 2
    assert verbs(version)[-2:] == ["checked-for-equality", "took-back-equality-concern"]


def test_a_concern_is_taken_back_on_its_own_day_alone(client_for: ClientFor) -> None:
    version = new_draft()
    asked(version)
    checked(version, "concern", "It speaks of boys only")
    governor = client_for("governor@grange")
    page = governor.get(at(version, "equality/")).content.decode()
    assert "How was the concern recorded by mistake?" in page
    assert f'href="{at(version, "changes/")}#text"' in page
    EqualityCheck.objects.update(checked_at=EqualityCheck.objects.get().checked_at - timedelta(1))
    page = governor.get(at(version, "equality/")).content.decode()
    assert "How was the concern recorded by mistake?" not in page
    data = {"grounds": ["age"], "outcome": "none found", "mistaken": "It was", "checksum": version.checksum}
    refused = governor.post(at(version, "equality/"), data)
    assert refused.status_code == 409
    assert "the text must change" in refused.content.decode()


def test_an_approver_who_chose_nothing_is_told_so(client_for: ClientFor) -> None:
    version = new_draft()
    asked(version)
    version.refresh_from_db()
    page, nothing = at(version, "approval/"), {"checksum": version.checksum, "words": ""}
    answer = client_for("governor@grange").post(page, nothing)
    assert answer.status_code == 400
    assert "Choose whether you approve it" in answer.content.decode()
    assert client_for("clerk@grange").post(page, nothing).status_code == 403
    approves = {**nothing, "opinion": "approves"}
    for _ in range(2):
        assert client_for("governor@grange").post(page, approves).status_code == 302
    assert verbs(version).count("approved-text") == 1
    late = client_for("governor@grange").post(page, {**nothing, "opinion": "asks for changes", "words": "x"})
    assert late.status_code == 409


MEETING = {"met_on": today(), "body": "Curriculum Committee", "minute": "2026/11 item 8"}


def test_a_meeting_is_put_right_until_somebody_has_signed(client_for: ClientFor) -> None:
    version = new_draft()
    approved(version)
    checked(version)
    met(version)
    clerk = client_for("clerk@grange")
    page = clerk.get(at(version, "ratification/")).content.decode()
    assert page.count(f'href="{at(version, "ratification/minute/")}"') == 3
    form = clerk.get(at(version, "ratification/minute/")).content.decode()
    assert 'value="Full Governing Body"' in form
    assert day_in(form, "met_on") == today()
    sent = {**MEETING, "met_on": today().isoformat()}
    silent = clerk.post(at(version, "ratification/minute/"), sent)
    assert silent.status_code == 400
    assert "Say what was wrong in the record" in silent.content.decode()
    for _ in range(2):
        put = clerk.post(at(version, "ratification/minute/"), {**sent, "reason": "Another committee met"})
        assert put.status_code == 302
    there = ratification_of(version)
    assert there is not None
    assert (there.body, there.minute) == ("Curriculum Committee", "2026/11 item 8")
    assert Ratification.objects.filter(version=version).count() == 2
    shown = clerk.get(at(version, "ratification/")).content.decode()
    assert "when the record was corrected: Another committee met" in shown
    assert "put-record-of-meeting-right" in verbs(version)

    version.refresh_from_db()
    sign_version(by=person("headteacher@grange"), version=version, part="school", checksum=version.checksum)
    with pytest.raises(NotReadyError, match="only the reference of its minute"):
        correct_meeting(
            by=person("clerk@grange"), version=version, **{**MEETING, "body": "Other"}, reason="Why"
        )
    shown = clerk.get(at(version, "ratification/")).content.decode()
    assert shown.count(f'href="{at(version, "ratification/minute/")}"') == 1
    back_to_draft(by=person("slt@grange"), version=version)
    assert "when the version went back to draft" in clerk.get(at(version, "ratification/")).content.decode()


def test_a_meeting_is_put_right_by_who_records_it_and_not_into_the_future(demo: None) -> None:
    version = new_draft()
    approved(version)
    checked(version)
    given: dict[str, Any] = {"version": version, **MEETING, "reason": "Why"}
    with pytest.raises(NotReadyError, match="nothing to correct"):
        correct_meeting(by=person("clerk@grange"), **given)
    met(version)
    with pytest.raises(PermissionDenied):
        correct_meeting(by=person("slt@grange"), **given)
    with pytest.raises(NotReadyError, match="cannot lie in the future"):
        correct_meeting(by=person("clerk@grange"), **{**given, "met_on": today() + timedelta(1)})


def test_a_draft_is_discarded_with_all_that_was_noted_in_it(client_for: ClientFor) -> None:
    version, writer = new_draft(), client_for("slt@grange")
    before = in_force()
    RemovedClause.objects.create(school=version.school, version=version, clause="x", title="X", text="x")
    merging = Merging.objects.create(
        school=version.school,
        document=version.document,
        ours=before,
        library="grange",
        base="",
        theirs="",
        ended_at=version.made_at,
        draft=version,
    )
    page = at(version, "discard/")
    assert f'href="{page}">Discard the draft</a>' in writer.get(at(version)).content.decode()
    assert "goes for good" in writer.get(page).content.decode()
    assert client_for("clerk@grange").post(page, {"sure": "yes"}).status_code == 403
    gone = writer.post(page, {"sure": "yes"})
    assert (gone.status_code, gone.headers["Location"]) == (302, "/s/grange/versions/")
    assert not PolicyVersion.objects.filter(pk=version.pk).exists()
    assert not RemovedClause.objects.filter(version=version.pk).exists()
    merging.refresh_from_db()
    assert merging.draft is None
    assert verbs(version) == ["began-draft", "discarded-draft"]
    assert PolicyDocument.objects.filter(pk=before.document_id).exists()
    assert writer.post(page, {"sure": "yes"}).status_code == 404


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("in consultation", "cannot be discarded: only a draft can"),
        ("published", "cannot be discarded: only a draft can"),
    ],
)
def test_only_a_draft_is_discarded(client_for: ClientFor, state: str, sentence: str) -> None:
    version, head = brought_to(state), client_for("headteacher@grange")
    assert "Discard the draft" not in head.get(at(version)).content.decode()
    refused = head.post(at(version, "discard/"), {"sure": "yes"})
    assert refused.status_code == 409
    assert sentence in refused.content.decode()
    assert PolicyVersion.objects.filter(pk=version.pk).exists()


def test_what_people_were_asked_about_is_not_discarded(client_for: ClientFor) -> None:
    writer = client_for("slt@grange")
    for state, sentence in (
        ("in consultation", "People were asked"),
        ("for approval", "put up for approval"),
    ):
        version = brought_to(state)
        back_to_draft(by=person("slt@grange"), version=version)
        refused = writer.post(at(version, "discard/"), {"sure": "yes"})
        assert refused.status_code == 409
        assert sentence in refused.content.decode()
        PolicyVersion.objects.filter(pk=version.pk).update(label=f"was {state}")


def test_withdrawing_asks_twice_and_says_what_follows(client_for: ClientFor) -> None:
    version, head = in_force(), client_for("headteacher@grange")
    page = at(version, "withdrawal/")
    once = head.post(page, {"reason": "A wrong text"})
    assert once.status_code == 200
    asked_again = once.content.decode()
    assert "Are you sure?" in asked_again
    assert "A wrong text" in asked_again
    assert "nobody gets an answer from it any more" in asked_again
    version.refresh_from_db()
    assert version.state == "published"
    assert head.post(page, {"sure": "yes"}).status_code == 400
    assert head.post(page, {"reason": "x" * 301, "sure": "yes"}).status_code == 400
    for _ in range(2):
        assert head.post(page, {"reason": "A wrong text", "sure": "yes"}).status_code == 302
    version.refresh_from_db()
    assert (version.state, version.ended_why) == ("withdrawn", "A wrong text")


@pytest.mark.parametrize("page", ["", "policy/", "embed/"])
def test_everybody_reads_that_the_policy_was_withdrawn(client_for: ClientFor, page: str) -> None:
    never = Client().get("/s/grange/").status_code
    version = brought_to("withdrawn")
    answer = Client().get(f"/s/grange/{page}")
    assert (never, answer.status_code) == (200, 404)
    said = answer.content.decode()
    assert f"was withdrawn on {day(version.ended_at)}" in said
    assert "Wrong text" not in said
    assert "here yet" not in said
    if page == "embed/":
        assert "X-Frame-Options" not in answer.headers


def test_the_block_of_a_school_without_a_policy_can_be_shown_in_its_website(demo: None) -> None:
    from belisha.people.models import School

    School.objects.create(slug="empty", name="Empty School", website="https://empty.example/")
    answer = Client().get("/s/empty/embed/")
    assert answer.status_code == 404
    assert "Empty School has no policy in force here yet." in answer.content.decode()
    assert "https://empty.example" in answer.headers["Content-Security-Policy"]
    assert Client().get("/s/nowhere/embed/").status_code == 404


def test_a_withdrawn_text_is_begun_again(client_for: ClientFor) -> None:
    version, writer = brought_to("withdrawn"), client_for("slt@grange")
    page = at(version, "again/")
    shown = writer.get(at(version)).content.decode()
    assert f'action="{page}"' in shown
    assert f'action="{page}"' not in client_for("clerk@grange").get(at(version)).content.decode()
    begun = [writer.post(page).headers["Location"] for _ in range(2)]
    draft = PolicyVersion.objects.get(follows=version)
    assert begun == [f"/s/grange/drafts/{draft.pk}/"] * 2
    assert (draft.state, draft.document_id) == ("draft", version.document_id)
    assert policy_of(draft).clauses == policy_of(version).clauses
    assert f"Version next was withdrawn on {day(today())}." == draft.reason
    assert writer.get(begun[0]).status_code == 200
    refused = writer.post(at(draft, "again/"))
    assert refused.status_code == 409
    assert "only a withdrawn one" in refused.content.decode()


def test_what_was_said_at_the_beginning_is_not_asked_again(client_for: ClientFor) -> None:
    version = brought_to("ratified")
    PolicyVersion.objects.filter(pk=version.pk).update(change="substantive", reason="The fair asked")
    page = client_for("headteacher@grange").get(at(version, "publication/")).content.decode()
    assert 'value="substantive" checked' in page
    assert ">The fair asked</textarea>" in page
    data = {"change": "substantive", "reason": "", "review_due_on": (today() + timedelta(9)).isoformat()}
    emptied = client_for("headteacher@grange").post(at(version, "publication/"), data)
    assert emptied.status_code == 409
    sent = client_for("headteacher@grange").post(
        at(version, "publication/"), {**data, "reason": "Why"}, follow=True
    )
    said = sent.content.decode()
    assert "Published here: it holds from now on. Now put it on the school’s website." in said
