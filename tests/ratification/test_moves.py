"""Every step, from every state, as everybody: done, or refused with its sentence, as the table says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from belisha.access.rights import load_rights
from belisha.audit.models import Event
from belisha.base.clock import today
from belisha.policies.actions import TransitionRefusedError
from belisha.policies.states import VERSION_LIFE, VersionState
from belisha.ratification.approval.actions import ask_approval, record_approval
from belisha.ratification.consultation.actions import open_consultation
from belisha.ratification.meeting import actions as meeting
from belisha.ratification.publication import actions as publication
from tests.demo_fixtures import ClientFor
from tests.ratification.ratifying import brought_to, person

PEOPLE = ("slt", "governor", "clerk", "headteacher", "chair-of-governors", "teacher")


def attempt(verb: str, version: object, who: str) -> None:
    """The step as that person would take it, with all that it asks for."""
    by = person(f"{who}@grange")
    later = today() + timedelta(365)
    checksum = version.checksum  # type: ignore[attr-defined]
    other = person("governor@grange" if who != "governor" else "headteacher@grange").user_id or 0
    acts = {
        "be sent to consultation": lambda: open_consultation(
            by=by, version=version, audience=["staff"], closes_on=today()
        ),
        "be put up for approval": lambda: ask_approval(by=by, version=version, approvers=[other], needed=1),
        "be approved": lambda: record_approval(by=by, version=version, opinion="approves", checksum=checksum),
        "be ratified": lambda: meeting.record_meeting(
            by=by, version=version, met_on=today(), body="Governors", minute="7"
        ),
        "be published": lambda: publication.publish_version(
            by=by, version=version, change="substantive", reason="Why", review_due_on=later
        ),
        "be withdrawn": lambda: publication.withdraw_version(by=by, version=version, reason="Why"),
        "be reviewed without change": lambda: publication.review_without_change(
            by=by, version=version, met_on=today(), body="Governors", minute="8", due_on=later
        ),
        "go back to draft": lambda: publication.back_to_draft(by=by, version=version),
    }
    acts[verb]()


VERBS = [move.verb for move in VERSION_LIFE.moves if move.rights]
# Who holds every right that a step can take, so that only the state decides.
ABLE = {
    "be sent to consultation": "headteacher",
    "be put up for approval": "headteacher",
    "be approved": "governor",
    "be ratified": "clerk",
    "be published": "clerk",
    "be withdrawn": "clerk",
    "be reviewed without change": "clerk",
    "go back to draft": "headteacher",
}
# What the state allows, and something else forbids: the sentence begins so.
LACKING = {("be ratified", "approved"): "The equality check of this text is not recorded"}


@pytest.mark.parametrize("state", list(VersionState))
def test_each_step_is_done_or_refused_as_the_table_says(demo: None, state: str) -> None:
    from django.db import transaction

    version = brought_to(state)
    for verb in VERBS:
        refusal = VERSION_LIFE.refusal(verb, state)
        with transaction.atomic():
            if refusal or (verb, state) in LACKING:
                with pytest.raises(TransitionRefusedError) as caught:
                    attempt(verb, version, ABLE[verb])
                assert str(caught.value).startswith(refusal or LACKING[(verb, state)])
            else:
                attempt(verb, version, ABLE[verb])
                assert type(version).objects.get(pk=version.pk).state == VERSION_LIFE.move(verb).target
            transaction.set_rollback(True)


@pytest.mark.parametrize("verb", VERBS)
def test_each_step_is_for_those_who_have_its_right(demo: None, verb: str) -> None:
    from django.db import transaction

    move = VERSION_LIFE.move(verb)
    right = {"be approved": "approve-policy", "be ratified": "record-ratification"}.get(verb, move.right)
    version = brought_to(move.sources[0])
    for who in PEOPLE:
        if person(f"{who}@grange").may(right, version.school_id):
            continue
        with transaction.atomic(), pytest.raises(PermissionDenied) as caught:
            attempt(verb, version, who)
        assert f"To {load_rights()[right].label} is for: " in str(caught.value)


@pytest.mark.parametrize(
    ("page", "data", "state", "sentence"),
    [
        (
            "publication",
            {"change": "substantive", "reason": "x", "review_due_on": "2030-01-01"},
            "draft",
            "A policy that stands at “draft” cannot be published: that is done from “ratified”.",
        ),
        (
            "withdrawal",
            {"reason": "x"},
            "approved",
            "A policy that stands at “approved” cannot be withdrawn: that is done from “published”.",
        ),
        ("publication", {}, "superseded", "cannot be published: that is done from “ratified”."),
        ("back", {"sure": "yes"}, "published", "A policy that stands at “published” cannot go back to draft"),
    ],
)
def test_an_illegal_step_is_told_on_its_page_and_goes_on_record(
    client_for: ClientFor, page: str, data: dict[str, str], state: str, sentence: str
) -> None:
    version = brought_to(state)
    response = client_for("headteacher@grange").post(f"/s/grange/versions/{version.pk}/{page}/", data)
    assert response.status_code == 409
    assert sentence in response.content.decode()
    event = Event.objects.filter(chain=version.school_id).exclude(refused="").latest("number")
    assert event.subject == f"version {version.pk}"
    assert sentence in event.refused
    version.refresh_from_db()
    assert version.state == state


def test_only_buttons_that_the_table_and_the_right_allow(client_for: ClientFor) -> None:
    version = brought_to("ratified")
    address = f"/s/grange/versions/{version.pk}/"
    seen = client_for("headteacher@grange").get(address).content.decode()
    assert f'href="{address}publication/"' in seen
    assert f'href="{address}withdrawal/"' not in seen
    seen = client_for("governor@grange").get(address).content.decode()
    assert f'href="{address}publication/"' not in seen
    assert "It waits for the headteacher, head of school or clerk to the governors to publish it." in seen
