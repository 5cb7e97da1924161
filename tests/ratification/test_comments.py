"""What people read before they comment, what they comment on, and what can be taken back or put right."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from markupsafe import escape

from belisha.audit.models import Event
from belisha.base.clock import today
from belisha.policies.actions import draft_version, rewrite_draft
from belisha.policies.models import PolicyVersion
from belisha.policies.queries import policy_of
from belisha.ratification.consultation.actions import close_comment, comment_on, open_consultation
from belisha.ratification.consultation.signed_links import link_of
from belisha.ratification.models import Comment, Consultation
from belisha.rules.language.writing import write_policy
from tests.demo_fixtures import ClientFor
from tests.ratification.ratifying import CLAUSE, in_force, new_draft, person

OTHER = "friend-pupil"


def at(version: PolicyVersion, page: str = "") -> str:
    return f"/s/grange/versions/{version.pk}/{page}"


def without_a_clause() -> PolicyVersion:
    """A draft that leaves one clause out."""
    before = in_force()
    policy = policy_of(before)
    clauses = tuple(each for each in policy.clauses if each.id != CLAUSE)
    source = write_policy(replace(policy, clauses=clauses))
    return draft_version(
        school=before.school, source=source, label="next", by=person("slt@grange"), follows=before
    )


def opened(version: PolicyVersion) -> Consultation:
    found: Consultation = open_consultation(
        by=person("slt@grange"),
        version=version,
        audience=["staff", "parent"],
        closes_on=today(),
        by_link=True,
    )
    return found


def test_whoever_has_the_link_sees_first_what_changes(demo: None) -> None:
    consultation = opened(new_draft())
    cache.clear()
    shown = Client().get(link_of(consultation)).content.decode()
    change = shown.index("<ins>")
    assert shown.index("What changes</h2>") < change < shown.index("The whole draft</h2>")
    assert f'id="{CLAUSE}"' in shown
    assert f'href="{link_of(consultation)}?clause={CLAUSE}#comment"' in shown
    chosen = Client().get(f"{link_of(consultation)}?clause={CLAUSE}").content.decode()
    assert f'<option value="{CLAUSE}" selected>' in chosen


def test_a_clause_that_is_left_out_can_be_commented_on(client_for: ClientFor) -> None:
    version = without_a_clause()
    consultation = opened(version)
    title = policy_of(in_force()).by_id[CLAUSE].title
    teacher = client_for("teacher@grange")
    page = teacher.get(at(version, "comments/")).content.decode()
    assert "Left out of the draft" in page
    assert f'<option value="{CLAUSE}"' in page
    assert f"?clause={CLAUSE}#comment" in teacher.get(at(version, "changes/")).content.decode()
    assert teacher.post(at(version, "comments/"), {"clause": CLAUSE, "text": "Keep it"}).status_code == 302
    none = teacher.post(at(version, "comments/"), {"clause": "no-such-clause", "text": "Hm"})
    assert none.status_code == 409
    cache.clear()
    assert (
        Client().post(link_of(consultation), {"clause": CLAUSE, "text": "Please keep it"}).status_code == 302
    )
    shown = teacher.get(at(version, "comments/")).content.decode()
    assert f"On {escape(title)} (left out)" in shown

    writer = person("slt@grange")
    said = Comment.objects.get(text="Keep it")
    close_comment(by=writer, comment=said, state="accepted", reason="It comes back")
    assert (
        "The clause still says the same"
        in client_for("slt@grange").get(at(version, "comments/")).content.decode()
    )
    version.refresh_from_db()
    rewrite_draft(by=writer, version=version, source=in_force().source, original_checksum=version.checksum)
    shown = teacher.get(at(version, "comments/")).content.decode()
    assert "What it changed:" in shown
    assert '<del class="belisha-gone">' not in shown


def test_a_comment_is_taken_back_by_who_made_it_until_it_is_answered(client_for: ClientFor) -> None:
    version = new_draft()
    consultation = opened(version)
    teacher = person("teacher@grange")
    said = comment_on(by=teacher, consultation=consultation, clause="", text="Too long")
    kept = comment_on(by=teacher, consultation=consultation, clause=CLAUSE, text="Why?")
    page = at(version, f"comments/{said.pk}/back/")
    client, other = client_for("teacher@grange"), client_for("support-staff@grange")
    assert f'action="{page}"' in client.get(at(version, "comments/")).content.decode()
    assert f'action="{page}"' not in other.get(at(version, "comments/")).content.decode()
    assert other.post(page).status_code == 403
    assert client_for("slt@grange").post(page).status_code == 403
    assert client.post(page).status_code == 302
    assert not Comment.objects.filter(pk=said.pk).exists()
    assert client.post(page).status_code == 404
    assert Event.objects.filter(verb="took-comment-back", by=teacher.user_id).count() == 1
    told = client_for("clerk@grange").get(at(version)).content.decode()
    assert "took it back" not in told, "who commented is told to those who do not answer"

    close_comment(by=person("slt@grange"), comment=kept, state="declined", reason="So it is")
    late = client.post(at(version, f"comments/{kept.pk}/back/"))
    assert late.status_code == 409
    assert "The school has answered this comment" in late.content.decode()


def test_a_comment_stays_once_the_consultation_has_closed(client_for: ClientFor) -> None:
    version = new_draft()
    consultation = opened(version)
    said = comment_on(by=person("teacher@grange"), consultation=consultation, clause="", text="Too long")
    Consultation.objects.update(closes_on=today() - timedelta(1))
    client = client_for("teacher@grange")
    assert "Withdraw your comment" not in client.get(at(version, "comments/")).content.decode()
    assert client.post(at(version, f"comments/{said.pk}/back/")).status_code == 403


def test_an_answer_is_put_right_until_the_consultation_has_ended(client_for: ClientFor) -> None:
    version = new_draft()
    consultation = opened(version)
    said = comment_on(by=person("teacher@grange"), consultation=consultation, clause="", text="Too long")
    writer, page = client_for("slt@grange"), at(version, f"comments/{said.pk}/")
    again = {"state": "declined", "reason": "We need it all", "again": "yes"}
    assert writer.post(page, again).status_code == 409
    first = writer.post(page, {"state": "accepted", "reason": "We shorten it"})
    assert first.status_code == 302
    second = writer.post(page, {"state": "declined", "reason": "We need it all"})
    assert second.status_code == 409
    assert "Somebody has answered this comment already" in second.content.decode()
    shown = writer.get(at(version, "comments/")).content.decode()
    assert f'href="{at(version, "comments/")}?again={said.pk}#comment-{said.pk}">Change the answer' in shown
    form = writer.get(f"{at(version, 'comments/')}?again={said.pk}").content.decode()
    assert ">We shorten it</textarea>" in form
    assert "Choose whether" in writer.post(page, {"again": "yes"}).content.decode()
    assert writer.post(page, again).status_code == 302
    said.refresh_from_db()
    assert (said.state, said.reason) == ("declined", "We need it all")
    event = Event.objects.get(verb="put-answer-right")
    assert (event.detail["was"], event.detail["now"]) == ("accepted", "declined")
    assert client_for("teacher@grange").post(page, again).status_code == 403
    Consultation.objects.update(ended_at=said.made_at)
    late = writer.post(page, {**again, "reason": "Another"})
    assert late.status_code == 409
    assert "The consultation has ended" in late.content.decode()


@pytest.mark.parametrize("days", [0, 3])
def test_after_the_last_answer_the_next_step_is_named(client_for: ClientFor, days: int) -> None:
    version = new_draft()
    consultation = opened(version)
    Consultation.objects.update(closes_on=today() + timedelta(days))
    said = comment_on(by=person("teacher@grange"), consultation=consultation, clause="", text="Too long")
    writer, link = client_for("slt@grange"), f'href="{at(version, "approval/")}">Ask for approval</a>'
    assert "Every comment has its answer" not in writer.get(at(version, "comments/")).content.decode()
    close_comment(by=person("slt@grange"), comment=said, state="accepted", reason="We shorten it")
    shown = writer.get(at(version, "comments/")).content.decode()
    assert "You have answered every comment." in shown
    assert (link in shown) is (days == 0)
    assert "Every comment" not in client_for("teacher@grange").get(at(version, "comments/")).content.decode()
