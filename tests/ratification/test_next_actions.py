"""The page of a version names the true next act for the one who reads it, and their list has it at once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from belisha.base.clock import today
from belisha.base.templating import day
from belisha.duties.models import Duty
from belisha.duties.sweeping import sweep_requested
from belisha.people.models import Membership, School
from belisha.policies.actions import rewrite_draft
from belisha.policies.models import PolicyVersion
from belisha.policies.queries import policy_of
from belisha.ratification.approval.actions import record_approval
from belisha.ratification.consultation.actions import close_comment, comment_on, open_consultation
from belisha.ratification.duty_sources import ratification_duties
from belisha.ratification.meeting.actions import sign_version
from belisha.ratification.publication.actions import back_to_draft, withdraw_version
from belisha.rules.language.clauses import Force, Rule
from belisha.rules.language.writing import write_policy
from tests.demo_fixtures import ClientFor
from tests.ratification.ratifying import (
    CLAUSE,
    approved,
    asked,
    brought_to,
    checked,
    in_force,
    met,
    new_draft,
    person,
    published,
    rewrite,
    signed,
)

Commits = Callable[..., AbstractContextManager[Any]]
BUTTON = 'role="button" draggable="false" data-module="govuk-button" href="{}">{}</a>'


@pytest.fixture
def next_for(client_for: ClientFor) -> Callable[[str, PolicyVersion], str]:
    """What stands under “What comes next” for that person."""

    def seen(who: str, version: PolicyVersion) -> str:
        page = client_for(f"{who}@grange").get(f"/s/grange/versions/{version.pk}/").content.decode()
        part = page.partition("What comes next</h2>")[2].partition("This version</h2>")[0]
        return " ".join(part.split())

    return seen


def has_button(seen: str, address: str, words: str) -> bool:
    return BUTTON.format(address, words) in seen


NextFor = Callable[[str, PolicyVersion], str]


def test_after_the_approval_each_reads_the_act_that_is_lacking_and_whose_it_is(next_for: NextFor) -> None:
    version = new_draft()
    approved(version)
    at = f"/s/grange/versions/{version.pk}/"
    assert has_button(next_for("governor", version), f"{at}equality/", "Check for equality")
    for_teacher = next_for("teacher", version)
    assert " to check it for equality." in for_teacher
    assert "Check for equality" not in for_teacher
    assert "Record the meeting" not in next_for("clerk", version)
    checked(version)
    assert has_button(next_for("clerk", version), f"{at}ratification/", "Record the meeting")
    assert "to record the meeting that ratified it." in next_for("governor", version)
    met(version)
    assert has_button(next_for("headteacher", version), f"{at}ratification/", "Sign for the school")
    for_clerk = next_for("clerk", version)
    assert "to sign for the school." in for_clerk
    assert "It waits for the chair of governors to sign for the governors." in for_clerk
    version.refresh_from_db()
    head = person("headteacher@grange")
    sign_version(by=head, version=version, part="school", checksum=version.checksum)
    for_head = next_for("headteacher", version)
    assert "It waits for the chair of governors to sign for the governors." in for_head
    assert "Sign for the school" not in for_head
    assert "Record the meeting" not in for_head


def test_a_concern_leads_back_to_the_draft(next_for: NextFor) -> None:
    version = new_draft()
    approved(version)
    checked(version, "concern", "It speaks of boys only")
    back = f"/s/grange/versions/{version.pk}/back/"
    seen = next_for("slt", version)
    assert has_button(seen, back, "Take it back to draft")
    assert seen.count("Take it back to draft") == 1
    assert "“It speaks of boys only”" in seen
    assert "boys only" not in next_for("teacher", version)
    assert "to change the text: the equality check found a concern." in next_for("clerk", version)


def test_only_an_approver_is_offered_to_approve(next_for: NextFor) -> None:
    version = new_draft()
    asked(version, "governor", "chair-of-governors", needed=2)
    page = f"/s/grange/versions/{version.pk}/approval/"
    assert has_button(next_for("governor", version), page, "Approve, or ask for changes")
    for_writer = next_for("slt", version)
    assert "Approve, or ask for changes" not in for_writer
    names = f"{person('governor@grange').name} and {person('chair-of-governors@grange').name}"
    assert f"It waits for {names} to approve it." in for_writer
    for_teacher = next_for("teacher", version)
    assert "It waits for those who were asked to approve it." in for_teacher
    assert person("governor@grange").name not in for_teacher


def test_a_writer_can_always_change_the_draft_and_is_told_what_blocks_it(next_for: NextFor) -> None:
    version = new_draft()
    seen = next_for("slt", version)
    link = f'href="/s/grange/drafts/{version.pk}/">Change the draft</a>'
    assert link in seen
    assert "To mend" not in seen
    assert has_button(seen, f"/s/grange/versions/{version.pk}/consultation/", "Open a consultation")
    policy = policy_of(version)
    forbidden = policy.by_id[CLAUSE]
    assert isinstance(forbidden, Rule)
    allowed = replace(forbidden, id=f"{CLAUSE}-too", title="The contrary", force=Force.MAY)
    place = policy.clauses.index(forbidden) + 1
    clauses = (*policy.clauses[:place], allowed, *policy.clauses[place:])
    source = write_policy(replace(policy, clauses=clauses))
    rewrite_draft(by=person("slt@grange"), version=version, source=source, original_checksum=version.checksum)
    seen = next_for("slt", version)
    assert f'href="/s/grange/drafts/{version.pk}/mend/">To mend (' in seen
    assert "To mend" not in next_for("clerk", version)
    PolicyVersion.objects.filter(pk=version.pk).update(state="approved")
    assert "Change the draft" not in next_for("slt", version)


def test_what_an_approver_asks_is_quoted_and_is_the_writers_duty(next_for: NextFor) -> None:
    version, school = new_draft(), School.objects.get(slug="grange")
    asked(version, "governor")
    version.refresh_from_db()
    governor, writer = person("governor@grange"), person("slt@grange")
    record_approval(
        by=governor,
        version=version,
        opinion="asks for changes",
        checksum=version.checksum,
        words="Name the summer fair",
    )
    seen = next_for("slt", version)
    assert "“Name the summer fair”" in seen
    assert has_button(seen, f"/s/grange/drafts/{version.pk}/", "Change the draft")
    assert "to make the changes that were asked for." in next_for("clerk", version)
    assert "Name the summer fair" not in next_for("teacher", version)

    wanted = ratification_duties(school, today())
    assert [(each.person_id, each.link) for each in wanted] == [
        (writer.user_id, f"/s/grange/versions/{version.pk}/")
    ]
    assert wanted[0].title.startswith("Make the changes that were asked for in")
    Membership.objects.filter(school=school, user=writer.user_id).update(to_on=today() - timedelta(1))
    office = ratification_duties(school, today())[0]
    assert (office.person_id, bool(office.office)) == (None, True)
    Membership.objects.filter(school=school, user=writer.user_id).update(to_on=None)

    rewrite(version, "The summer fair too.")
    assert [each.person_id for each in ratification_duties(school, today())] == [governor.user_id]
    back_to_draft(by=writer, version=version)
    (back,) = ratification_duties(school, today())
    assert (back.title.split(" Social")[0], back.person_id) == ("Finish the draft of", writer.user_id)


def test_comments_are_answered_before_approval_is_asked_for(next_for: NextFor) -> None:
    version, writer = new_draft(), person("slt@grange")
    opened = open_consultation(by=writer, version=version, audience=["staff"], closes_on=today())
    said = comment_on(by=person("teacher@grange"), consultation=opened, clause="", text="Too long")
    at = f"/s/grange/versions/{version.pk}/"
    assert has_button(next_for("slt", version), f"{at}comments/", "Answer the comments (1)")
    close_comment(by=writer, comment=said, state="declined", reason="It has cards")
    assert has_button(next_for("slt", version), f"{at}approval/", "Ask for approval")
    type(opened).objects.update(closes_on=today() + timedelta(1))
    assert "Ask for approval" not in next_for("slt", version)


def test_what_is_in_force_can_be_revised_and_names_what_is_on_its_way(next_for: NextFor) -> None:
    before = in_force()
    assert has_button(next_for("slt", before), "/s/grange/drafts/begin/revision/", "Revise it")
    assert "Revise it" not in next_for("teacher", before)
    version = brought_to("in consultation")
    page = (
        f'Version <a class="govuk-link" href="/s/grange/versions/{version.pk}/">next</a> is in consultation.'
    )
    assert page in next_for("slt", before)
    assert page in next_for("teacher", before)
    soon = today() + timedelta(30)
    PolicyVersion.objects.filter(pk=before.pk).update(review_due_on=soon)
    assert f"Its review is due on {day(soon)}." in next_for("teacher", before)


def test_a_review_that_lies_ahead_is_due(client_for: ClientFor) -> None:
    version = in_force()
    page = f"/s/grange/versions/{version.pk}/review/"
    for due, word in ((today() + timedelta(9), "is"), (today() - timedelta(9), "was")):
        PolicyVersion.objects.filter(pk=version.pk).update(review_due_on=due)
        assert f"It {word} due on {day(due)}." in client_for("headteacher@grange").get(page).content.decode()


def open_titles(source: str = "ratification") -> set[str]:
    titles = Duty.objects.open().filter(school__slug="grange", source=source).values_list("title", flat=True)
    return {title.split(" Social")[0] for title in titles}


def test_each_step_reaches_the_list_of_whoever_is_next_at_once(
    demo: None, django_capture_on_commit_callbacks: Commits
) -> None:
    commits = django_capture_on_commit_callbacks
    version, writer = new_draft(), person("slt@grange")
    with commits(execute=True):
        open_consultation(by=writer, version=version, audience=["staff"], closes_on=today())
    assert open_titles() == {"Ask for approval of"}
    with commits(execute=True):
        asked(version)
    assert open_titles() == {"Approve"}
    version.refresh_from_db()
    given: dict[str, Any] = {"by": person("governor@grange"), "version": version}
    with commits(execute=True):
        record_approval(**given, opinion="asks for changes", checksum=version.checksum, words="Shorter")
    assert open_titles() == {"Make the changes that were asked for in"}
    with commits(execute=True):
        rewrite(version, "Shorter.")
    assert open_titles() == {"Approve"}
    version.refresh_from_db()
    with commits(execute=True):
        record_approval(**given, opinion="approves", checksum=version.checksum)
    assert open_titles() == {"Check for equality"}
    with commits(execute=True):
        checked(version)
    assert open_titles() == {"Record the meeting on"}
    with commits(execute=True):
        met(version)
    assert open_titles() == {"Sign"}
    with commits(execute=True):
        signed(version)
    assert open_titles() == {"Publish"}
    with commits(execute=True):
        back_to_draft(by=writer, version=version)
    assert open_titles() == {"Finish the draft of"}


def test_what_a_policy_asked_is_taken_off_the_lists_when_it_is_withdrawn(
    demo: None,
) -> None:
    version = brought_to("ratified")
    published(version)
    sweep_requested(today())
    assert Duty.objects.open().filter(school__slug="grange", source="acknowledgements").exists()
    withdraw_version(by=person("headteacher@grange"), version=version, reason="A wrong text")
    sweep_requested(today())
    assert not Duty.objects.open().filter(school__slug="grange", source="acknowledgements").exists()
