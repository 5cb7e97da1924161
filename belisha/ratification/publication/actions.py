from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone

from belisha.base.clock import today
from belisha.drafting.draft_issues import still_of_another
from belisha.drafting.queries import source_model
from belisha.duties.actions import complete_duty
from belisha.duties.triggers import request_sweep
from belisha.people.actor import Actor
from belisha.policies.actions import TransitionRefusedError, move_version, put_in_force
from belisha.policies.documents.review_duties import review_key
from belisha.policies.models import ChangeKind, PolicyVersion
from belisha.policies.states import VersionState
from belisha.ratification.consultation.actions import end_consultation
from belisha.ratification.exceptions import NotReadyError, refuse_unless_ready
from belisha.ratification.locks import check_step, complete_step, lock_version, record_event
from belisha.ratification.models import ApprovalRound, Ratification, Review
from belisha.ratification.permissions import check_has_right, user_id_of
from belisha.ratification.publication.publication_checks import publication_checks
from belisha.ratification.record import RatificationEvent
from belisha.ratification.scenarios.actions import copy_intended_changes


@transaction.atomic
def publish_version(
    *,
    by: Actor,
    version: PolicyVersion,
    change: str,
    reason: str,
    review_due_on: date | None,
    affirmed: Collection[str] = (),
) -> PolicyVersion:
    """Publish a ratified version: it answers from now on, and the one before is superseded.

    `affirmed` are the sentences on what the text still says of another school or document, each with a yes.
    Raises PermissionDenied, TransitionRefusedError, or NotReadyError with every reason: no review date, a
    saved answer that would change unconfirmed, clauses that contradict each other, no reason for the change,
    an editorial change that changes an answer, or such a sentence without a yes.
    """
    check_has_right(by, version.school, "publish-policy")
    version = lock_version(version)
    said = (change, reason.strip(), review_due_on)
    if version.state == VersionState.PUBLISHED and said == _published_as(version):
        return version
    check_step(version, "be published")
    ready = publication_checks(version, today())
    faults = _faults(change, reason, review_due_on, ready.kinds, ready.meaning)
    refuse_unless_ready([*ready.blocks, *_without_yes(version, affirmed), *faults])
    published = put_in_force(
        by=by, version=version, review_due_on=review_due_on, change=change, reason=reason.strip()
    )
    copy_intended_changes(by=by, version=published)
    complete_step(by, published, "publish")
    request_sweep(published.school, at_once="ratification")
    return published


def _without_yes(version: PolicyVersion, affirmed: Collection[str]) -> list[str]:
    found = still_of_another(version, source_model(version), today())
    return [
        f"{each.sentence} Tick it if you mean it so, or change it."
        for each in found
        if each.sentence not in affirmed
    ]


def _published_as(version: PolicyVersion) -> tuple[str, str, date | None]:
    return version.change, version.reason, version.review_due_on


def _faults(
    change: str, reason: str, due: date | None, kinds: tuple[str, ...], differences: int
) -> list[str]:
    found = []
    if change not in kinds:
        found.append("Say whether the change is editorial or substantive.")
    if change != ChangeKind.FIRST and not reason.strip():
        found.append("Say what changed and why: it stands in the change history.")
    if change == ChangeKind.EDITORIAL and differences:
        what = "1 answer" if differences == 1 else f"{differences} answers"
        found.append(f"The change is not editorial: it changes {what}. Call it substantive.")
    return [*found, *_date_faults(due)]


def _date_faults(due: date | None) -> list[str]:
    if due is None:
        return ["Give the day by which it will be reviewed: no policy is published without one."]
    return [] if due > today() else ["The review date must lie in the future."]


@transaction.atomic
def withdraw_version(*, by: Actor, version: PolicyVersion, reason: str) -> PolicyVersion:
    """Withdraw a published version, with a reason. No version answers then.

    Raises PermissionDenied, TransitionRefusedError, or NotReadyError if no reason is given.
    """
    check_has_right(by, version.school, "publish-policy")
    version = lock_version(version)
    if version.state == VersionState.WITHDRAWN and version.ended_why == reason.strip()[:300]:
        return version
    check_step(version, "be withdrawn")
    if not reason.strip():
        raise NotReadyError("Say why it is withdrawn.")
    stated = {"ended_at": timezone.now(), "ended_why": reason.strip()[:300]}
    request_sweep(version.school, at_once="ratification")
    return move_version(by=by, version=version, verb="be withdrawn", **stated)


@transaction.atomic
def review_without_change(
    *, by: Actor, version: PolicyVersion, met_on: date, body: str, minute: str, due_on: date
) -> Review:
    """Record a review that changed nothing: only the review date moves.

    The same review sent twice is one. Raises PermissionDenied, TransitionRefusedError, NotReadyError.
    """
    check_has_right(by, version.school, "publish-policy")
    version = lock_version(version)
    check_step(version, "be reviewed without change")
    there: Review | None = Review.objects.filter(version=version, met_on=met_on).first()
    if there is not None:
        if (there.body, there.minute, there.due_on) == (body.strip(), minute.strip(), due_on):
            return there
        raise TransitionRefusedError("A review on that day is recorded already.")
    faults = [*_review_faults(version, met_on, body, minute), *_date_faults(due_on)]
    refuse_unless_ready(faults)
    review = Review.objects.create(
        school=version.school,
        version=version,
        met_on=met_on,
        body=body.strip(),
        minute=minute.strip(),
        was_due_on=version.review_due_on,
        due_on=due_on,
        by_id=user_id_of(by),
    )
    move_version(by=by, version=version, verb="be reviewed without change", review_due_on=due_on)
    if review.was_due_on:
        key = review_key(version.document_id, review.was_due_on)
        complete_duty(by=by, school_id=version.school_id, key=key, how=f"Reviewed, minute {minute.strip()}")
    request_sweep(version.school, at_once="ratification")
    return review


def _review_faults(version: PolicyVersion, met_on: date, body: str, minute: str) -> list[str]:
    found = []
    if met_on > today():
        found.append("The review cannot lie in the future: record it when it has been held.")
    if version.published_at and met_on < min(timezone.localdate(version.published_at), today()):
        found.append("The review cannot lie before the day on which this version was published.")
    if not body.strip():
        found.append("Say who reviewed it.")
    if not minute.strip():
        found.append("Give the reference of the minute.")
    return found


@transaction.atomic
def back_to_draft(*, by: Actor, version: PolicyVersion) -> PolicyVersion:
    """Return a version to draft, so that its text can change. Approval and ratification are left behind.

    Raises PermissionDenied, TransitionRefusedError, or NotReadyError while a consultation cannot end.
    """
    check_has_right(by, version.school, "write-policy")
    version = lock_version(version)
    check_step(version, "go back to draft")
    if version.state == VersionState.CONSULTATION:
        end_consultation(version)
    now = timezone.now()
    ApprovalRound.objects.filter(version=version, ended_at=None).update(ended_at=now)
    if Ratification.objects.filter(version=version, set_aside_at=None).update(set_aside_at=now):
        record_event(by, version, RatificationEvent.SET_RATIFICATION_ASIDE)
    request_sweep(version.school, at_once="ratification")
    return move_version(by=by, version=version, verb="go back to draft")
