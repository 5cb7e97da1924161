"""What a version's way takes: who approves, what voids it, without what nothing is ratified or published."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from belisha.access.rights import load_rights
from belisha.audit.models import Event
from belisha.base.clock import today
from belisha.drafting.actions import save_control
from belisha.people.models import Membership, School
from belisha.policies.actions import TransitionRefusedError
from belisha.policies.models import PolicyVersion
from belisha.policies.queries import policy_of
from belisha.ratification.approval.actions import ask_approval, record_approval
from belisha.ratification.approval.queries import approval_progress
from belisha.ratification.consultation.actions import open_consultation
from belisha.ratification.exceptions import NotReadyError
from belisha.ratification.meeting.actions import record_meeting, sign_version
from belisha.ratification.meeting.corrections import correct_minute
from belisha.ratification.models import Ratification, Review, Signature, SignatureParty
from belisha.ratification.publication import actions as publication_actions
from belisha.ratification.publication.actions import (
    back_to_draft,
    publish_version,
    review_without_change,
    withdraw_version,
)
from belisha.ratification.queries import minute_of, open_round_on, ratification_of
from belisha.rules.edit import DraftIssue
from belisha.rules.linting.findings import Severity
from tests.ratification.ratifying import (
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

pytestmark = pytest.mark.usefixtures("demo")
DUE = today() + timedelta(365)


def says(version: PolicyVersion, who: str, opinion: str = "approves", words: str = "") -> None:
    version.refresh_from_db()
    by = person(f"{who}@grange")
    record_approval(by=by, version=version, opinion=opinion, checksum=version.checksum, words=words)


def state_of(version: PolicyVersion) -> str:
    version.refresh_from_db()
    return version.state


def test_nobody_who_wrote_at_a_text_approves_it() -> None:
    version = new_draft(by="slt")
    rewrite(version, "Mended.", by="headteacher")
    for author in ("slt", "headteacher"):
        with pytest.raises(NotReadyError, match="nobody approves a text that they helped to write"):
            asked(version, author, "governor")
    asked(version, "governor", "head-of-school")
    rewrite(version, "Once more.", by="head-of-school")
    with pytest.raises(PermissionDenied, match="You helped to write this text"):
        says(version, "head-of-school")


def test_only_those_who_were_asked_approve_and_only_with_the_right() -> None:
    version = new_draft()
    with pytest.raises(NotReadyError, match="Choose approvers from the list"):
        asked(version, "teacher")
    asked(version, "governor")
    with pytest.raises(PermissionDenied, match="not one of those who were asked"):
        says(version, "headteacher")
    Membership.objects.filter(user__email="governor@grange.example").update(to_on=today() - timedelta(1))
    with pytest.raises(PermissionDenied, match="is for: senior leadership team or governor"):
        says(version, "governor")


@pytest.mark.parametrize(
    ("needed", "rule", "enough"), [(1, "any one of them", 1), (2, "2 of them", 2), (3, "all of them", 3)]
)
def test_any_some_or_all_of_them(needed: int, rule: str, enough: int) -> None:
    version = new_draft()
    approvers = ("governor", "headteacher", "chair-of-governors")
    asked(version, *approvers, needed=needed)
    version.refresh_from_db()
    asked_round = open_round_on(version)
    assert asked_round is not None
    assert approval_progress(asked_round, version).rule.startswith(rule)
    for number, who in enumerate(approvers[:enough], start=1):
        assert state_of(version) == "for approval", number
        says(version, who)
    assert state_of(version) == "approved"


@pytest.mark.parametrize("needed", [0, 3])
def test_no_more_can_be_needed_than_are_asked(needed: int) -> None:
    with pytest.raises(NotReadyError, match="as many as are asked, or fewer"):
        asked(new_draft(), "governor", "headteacher", needed=needed)


def test_an_approval_is_void_once_the_text_changes() -> None:
    version = new_draft()
    asked(version, "governor", "headteacher", needed=2)
    says(version, "governor")
    old = version.checksum
    rewrite(version, "Changed.")
    version.refresh_from_db()
    asked_round = open_round_on(version)
    assert asked_round is not None
    governor = approval_progress(asked_round, version).said[0]
    assert (governor.is_void, governor.counts, governor.changed_at) == (True, False, version.changed_at)
    says(version, "headteacher")
    assert state_of(version) == "for approval"
    with pytest.raises(NotReadyError, match="The text has changed since you opened this page"):
        record_approval(by=person("governor@grange"), version=version, opinion="approves", checksum=old)
    says(version, "governor")
    assert state_of(version) == "approved"


def test_somebody_asks_for_changes_in_words_and_may_think_again() -> None:
    version = new_draft()
    asked(version, "governor")
    with pytest.raises(NotReadyError, match="Say what should change"):
        says(version, "governor", "asks for changes")
    says(version, "governor", "asks for changes", "Too strict")
    assert state_of(version) == "for approval"
    says(version, "governor")
    assert state_of(version) == "approved"


def test_a_consultation_ends_when_its_day_has_come() -> None:
    version = new_draft()
    later = today() + timedelta(14)
    open_consultation(by=person("slt@grange"), version=version, audience=["staff"], closes_on=later)
    with pytest.raises(NotReadyError, match="The consultation runs until"):
        asked(version)
    assert state_of(version) == "in consultation"


@pytest.mark.clause("B55")
def test_ratification_takes_an_equality_check_of_this_text() -> None:
    """A text is ratified only after its equality check is on record, and a concern has to be met first."""
    version = new_draft()
    checked(version)
    approved(version)
    met(version)
    back_to_draft(by=person("slt@grange"), version=version)
    rewrite(version, "Other words.")
    approved(version)
    with pytest.raises(NotReadyError, match="The equality check of this text is not recorded"):
        met(version)
    checked(version, "concern", "It speaks of boys only")
    with pytest.raises(NotReadyError, match="found a concern"):
        met(version)
    back_to_draft(by=person("slt@grange"), version=version)
    rewrite(version, "Words for all.")
    approved(version)
    checked(version)
    met(version)
    assert Ratification.objects.filter(set_aside_at=None).count() == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"minute": " "}, "Give the reference of the minute"),
        ({"body": ""}, "Say which body ratified it"),
        ({"met_on": today() + timedelta(1)}, "cannot lie in the future"),
        ({"met_on": today() - timedelta(400)}, "a meeting before it did not see it"),
    ],
)
def test_a_meeting_without_its_parts_is_no_record(given: dict[str, object], sentence: str) -> None:
    version = new_draft()
    checked(version)
    approved(version)
    meeting = {"met_on": today(), "body": "Governors", "minute": "7"} | given
    with pytest.raises(NotReadyError, match=sentence):
        record_meeting(by=person("clerk@grange"), version=version, **meeting)  # type: ignore[arg-type]
    assert not Ratification.objects.exists()


def test_two_people_sign_and_each_for_their_own() -> None:
    version = new_draft()
    checked(version)
    approved(version)
    version.refresh_from_db()
    head = Membership.objects.get(user__email="headteacher@grange.example")
    sign = {"version": version, "checksum": version.checksum}
    with pytest.raises(NotReadyError, match="The meeting that ratified it is not recorded yet"):
        sign_version(by=person("headteacher@grange"), part="school", **sign)  # type: ignore[arg-type]
    met(version)
    with pytest.raises(PermissionDenied, match="is for: chair of governors"):
        sign_version(by=person("headteacher@grange"), part="governors", **sign)  # type: ignore[arg-type]
    sign_version(by=person("headteacher@grange"), part="school", **sign)  # type: ignore[arg-type]
    Membership.objects.filter(pk=head.pk).update(extra_rights=["sign-for-governors"])
    with pytest.raises(PermissionDenied, match="those of two people"):
        sign_version(by=person("headteacher@grange"), part="governors", **sign)  # type: ignore[arg-type]
    assert state_of(version) == "approved"
    sign_version(by=person("chair-of-governors@grange"), part="governors", **sign)  # type: ignore[arg-type]
    assert state_of(version) == "ratified"
    assert version.checksum in Signature.objects.first().wording  # type: ignore[union-attr]


def test_the_database_holds_one_record_and_two_signers() -> None:
    version = brought_to("ratified")
    there = ratification_of(version)
    assert there is not None
    same = {"school_id": there.school_id, "version": version, "checksum": "0", "met_on": today()}
    with transaction.atomic(), pytest.raises(IntegrityError):
        Ratification.objects.create(**same, body="x", minute="9", recorded_by_id=there.recorded_by_id)
    first = there.signatures.all()[0]
    for part in SignatureParty:
        row = {"ratification": there, "part": part, "by_id": first.by_id, "role": "x", "checksum": "0"}
        with transaction.atomic(), pytest.raises(IntegrityError):
            Signature.objects.create(school_id=there.school_id, **row)


def test_a_minute_is_put_right_by_a_further_entry() -> None:
    version = brought_to("ratified")
    clerk = person("clerk@grange")
    for _ in range(2):
        correct_minute(by=clerk, version=version, minute="2026/12 item 1", reason="Misread")
    there = ratification_of(version)
    assert there is not None
    assert (there.minute, minute_of(there), there.corrections.count()) == (
        "2026/11 item 7",
        "2026/12 item 1",
        1,
    )
    with pytest.raises(TransitionRefusedError, match="cannot be ratified"):
        met(version, minute="another")


def publish(version: PolicyVersion, **fields: object) -> None:
    given = {"change": "substantive", "reason": "Why", "review_due_on": DUE} | fields
    publish_version(by=person("clerk@grange"), version=version, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"review_due_on": None}, "no policy is published without one"),
        ({"review_due_on": today()}, "must lie in the future"),
        ({"reason": ""}, "Say what changed and why"),
        ({"change": "first"}, "Say whether the change is editorial or substantive"),
        ({"change": "editorial"}, "The change is not editorial: it changes"),
    ],
)
def test_publication_takes_a_day_a_kind_and_a_reason(fields: dict[str, object], sentence: str) -> None:
    version = brought_to("ratified")
    with pytest.raises(NotReadyError, match=sentence):
        publish(version, **fields)
    assert state_of(version) == "ratified"


def test_publishing_twice_is_publishing_once_and_the_one_before_steps_back() -> None:
    version, before = brought_to("ratified"), in_force()
    for _ in range(2):
        publish(version)
    assert state_of(version) == "published"
    assert state_of(before) == "superseded"
    done = Event.objects.filter(subject=f"version {version.pk}", verb="published")
    assert done.count() == 1


def test_killed_between_nothing_is_half_done(monkeypatch: pytest.MonkeyPatch) -> None:
    version, before = brought_to("ratified"), in_force()

    def killed(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("belisha.ratification.publication.actions.copy_intended_changes", killed)
    with pytest.raises(KeyboardInterrupt):
        publish(version)
    assert (state_of(version), state_of(before)) == ("ratified", "published")
    assert not Event.objects.filter(subject=f"version {version.pk}", verb="published").exists()


def test_what_the_school_changed_here_is_not_published_without_a_record_of_ratification() -> None:
    version = new_draft()
    PolicyVersion.objects.filter(pk=version.pk).update(state="ratified")
    with pytest.raises(NotReadyError, match="No meeting that ratified this text is on record"):
        publish(version)


def test_a_review_without_change_moves_the_day_and_keeps_the_version() -> None:
    version = in_force()
    was = version.checksum, version.label
    review = {"met_on": today(), "body": "Curriculum Committee", "minute": "4", "due_on": DUE}
    PolicyVersion.objects.filter(pk=version.pk).update(published_at=version.published_at - timedelta(30))
    for _ in range(2):
        review_without_change(by=person("clerk@grange"), version=version, **review)  # type: ignore[arg-type]
    version.refresh_from_db()
    assert (version.checksum, version.label) == was
    assert (version.state, version.review_due_on) == ("published", DUE)
    assert Review.objects.count() == 1
    from belisha.policies.documents.version_view import view_version

    block = view_version(version, today()).block
    assert block.changes[-1].what == "Reviewed, no changes"
    assert ("Next review due", (f"{DUE.day} {DUE:%B %Y}",)) in [
        (row.heading, row.words) for row in block.rows
    ]
    with pytest.raises(PermissionDenied):
        review_without_change(by=person("teacher@grange"), version=version, **review)  # type: ignore[arg-type]


def test_reviews_and_versions_stand_in_the_history_by_day() -> None:
    before = in_force()
    long_ago = today() - timedelta(40)
    PolicyVersion.objects.filter(pk=before.pk).update(published_at=before.published_at - timedelta(60))
    review = {"body": "Curriculum Committee", "minute": "4", "due_on": DUE}
    clerk = person("clerk@grange")
    review_without_change(by=clerk, version=before, met_on=long_ago, **review)  # type: ignore[arg-type]
    version = brought_to("published")
    review_without_change(by=clerk, version=version, met_on=today(), **review)  # type: ignore[arg-type]
    from belisha.policies.documents.version_view import view_version

    version.refresh_from_db()
    changes = view_version(version, today()).block.changes[-3:]
    assert [change.what.split(":")[0] for change in changes] == [
        "Reviewed, no changes",
        "Substantive",
        "Reviewed, no changes",
    ]
    assert [change.version for change in changes] == [before.label, "next", "next"]


def test_withdrawing_takes_a_reason() -> None:
    version = in_force()
    with pytest.raises(NotReadyError, match="Say why it is withdrawn"):
        withdraw_version(by=person("clerk@grange"), version=version, reason=" ")
    withdraw_version(by=person("clerk@grange"), version=version, reason="A wrong text")
    assert (state_of(version), version.ended_why) == ("withdrawn", "A wrong text")


def test_somebody_of_another_school_does_nothing_here() -> None:
    version = new_draft()
    stranger = person("headteacher@calcot")
    Membership.objects.filter(user=stranger.user_id).update(extra_rights=list(load_rights()))
    stranger = person("headteacher@calcot")
    with pytest.raises(PermissionDenied):
        ask_approval(by=stranger, version=version, approvers=[stranger.user_id or 0], needed=1)
    with pytest.raises(NotReadyError, match="Choose approvers from the list"):
        ask_approval(by=person("slt@grange"), version=version, approvers=[stranger.user_id or 0], needed=1)


def test_a_school_says_itself_who_holds_a_right() -> None:
    version = new_draft()
    checked(version)
    approved(version)
    School.objects.filter(slug="grange").update(rights={"record-ratification": ["chair-of-governors"]})
    version.refresh_from_db()
    with pytest.raises(PermissionDenied, match="is for: chair of governors"):
        met(version)


def test_a_whole_way_leaves_its_trace() -> None:
    version = new_draft()
    checked(version)
    approved(version)
    met(version)
    signed(version)
    published(version)
    told = list(
        Event.objects.filter(chain=version.school_id, subject=f"version {version.pk}")
        .order_by("number")
        .values_list("verb", flat=True)
    )
    assert told == [
        "began-draft",
        "checked-for-equality",
        "approval-asked",
        "approved-text",
        "approved",
        "recorded-meeting",
        "signed-for-school",
        "signed-for-governors",
        "ratified",
        "published",
    ]


@pytest.mark.parametrize("last", ["approves", "asks for changes"])
def test_the_last_word_of_an_approver_counts_however_often_they_think_again(last: str) -> None:
    version = new_draft()
    asked(version, "governor", "chair-of-governors", needed=2)
    version.refresh_from_db()
    governor = person("governor@grange")
    first = "asks for changes" if last == "approves" else "approves"
    for opinion in (last, first, last, last):
        record_approval(
            by=governor, version=version, opinion=opinion, checksum=version.checksum, words="Say more"
        )
    now = open_round_on(version)
    assert now is not None
    approval = approval_progress(now, version)
    said = next(each for each in approval.said if each.user_id == governor.user_id)
    assert said.opinion == last
    assert approval.given == (last == "approves")
    assert [each.opinion for each in approval.earlier] == [last, first]
    verbs = Event.objects.filter(subject=f"version {version.pk}", by=governor.user_id)
    assert verbs.count() == 3


def test_a_draft_gives_what_is_in_force_no_other_name() -> None:
    version = new_draft()
    before = in_force()
    control = replace(policy_of(version).control, title="Another Name")
    save_control(by=person("slt@grange"), version=version, control=control, introduction="")
    before.document.refresh_from_db()
    assert before.document.title == policy_of(before).control.title != "Another Name"
    version.refresh_from_db()
    checked(version)
    approved(version)
    met(version)
    signed(version)
    published(version)
    before.document.refresh_from_db()
    assert before.document.title == "Another Name"


def test_what_the_text_says_of_another_school_wants_a_yes(monkeypatch: pytest.MonkeyPatch) -> None:
    """An adopted text that still speaks of the school it comes from is not published unawares."""
    said = DraftIssue(
        "names-another-school", Severity.WARNING, "“Phones” still speaks of Hill School.", "Change it."
    )
    monkeypatch.setattr(publication_actions, "still_of_another", lambda *_: (said,))
    version = brought_to("ratified")
    with pytest.raises(NotReadyError, match="still speaks of Hill School"):
        publish(version)
    assert state_of(version) == "ratified"
    publish(version, affirmed=[said.sentence])
    assert state_of(version) == "published"
