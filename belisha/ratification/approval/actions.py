from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from belisha.duties.triggers import request_sweep
from belisha.outbox.actions import queue_notice
from belisha.outbox.links import absolute
from belisha.people.actor import Actor
from belisha.policies.actions import TransitionRefusedError, move_version
from belisha.policies.models import PolicyVersion
from belisha.ratification.approval.queries import approval_progress
from belisha.ratification.consultation.actions import end_consultation
from belisha.ratification.exceptions import NotReadyError, refuse_unless_ready
from belisha.ratification.locks import check_same_text, check_step, complete_step, lock_version, record_event
from belisha.ratification.models import ApprovalOpinion, ApprovalRound, Approver, Decision
from belisha.ratification.permissions import check_can_approve, check_has_right, user_id_of
from belisha.ratification.queries import open_round_on, possible_approvers
from belisha.ratification.record import RatificationEvent


@transaction.atomic
def ask_approval(*, by: Actor, version: PolicyVersion, approvers: list[int], needed: int) -> ApprovalRound:
    """Ask named people to approve a version; `needed` of them must approve it. An open consultation ends.

    Raises PermissionDenied, TransitionRefusedError, or NotReadyError if comments have no answer, an approver
    helped to write the text or lacks the right, or `needed` is more than the number of approvers.
    """
    check_has_right(by, version.school, "write-policy")
    version = lock_version(version)
    there = open_round_on(version)
    if there and _is_same(there, by, approvers, needed):
        return there
    check_step(version, "be put up for approval")
    refuse_unless_ready(_lacking(version, approvers, needed))
    end_consultation(version)
    move_version(by=by, version=version, verb="be put up for approval")
    asked = ApprovalRound.objects.create(
        school=version.school, version=version, needed=needed, asked_by_id=by.user_id
    )
    Approver.objects.bulk_create(
        Approver(school=version.school, round=asked, user_id=user) for user in dict.fromkeys(approvers)
    )
    for user in dict.fromkeys(approvers):
        _ask(asked, version, user)
    request_sweep(version.school, at_once="ratification")
    return asked


def _is_same(there: ApprovalRound, by: Actor, approvers: list[int], needed: int) -> bool:
    """Return whether a repeated request matches the round that is already open."""
    asked = set(there.approvers.values_list("user", flat=True))
    return (there.asked_by_id, there.needed, asked) == (by.user_id, needed, set(approvers))


def _ask(asked: ApprovalRound, version: PolicyVersion, user: int) -> None:
    link = absolute(reverse("ratification:approval", args=[version.school.slug, version.pk]))
    queue_notice(
        school_id=version.school_id,
        to_id=user,
        key=f"approval {asked.pk} person {user}",
        subject=f"Please approve {version.title}",
        text=f"You are asked to approve {version.title}, version {version.label}, of "
        f"{version.school.name}, or to say what should change: {link}",
    )


def _lacking(version: PolicyVersion, approvers: list[int], needed: int) -> list[str]:
    chosen = set(approvers)
    found = []
    if not chosen:
        found.append("Choose at least one person who is to approve it.")
    if chosen - {user.pk for user in possible_approvers(version)}:
        found.append("Choose approvers from the list: nobody approves a text that they helped to write.")
    if chosen and not 1 <= needed <= len(chosen):
        found.append(f"{needed} of {len(chosen)} cannot be: as many as are asked, or fewer.")
    return found


@transaction.atomic
def record_approval(
    *, by: Actor, version: PolicyVersion, opinion: str, checksum: str, words: str = ""
) -> Decision:
    """Record an approval of the text with this checksum, or a request for changes.

    The last approval that is needed moves the version on. Raises PermissionDenied if the actor was not asked
    or helped to write the text, TransitionRefusedError, or NotReadyError if the text has changed since or a
    request for changes has no words.
    """
    version = lock_version(version)
    asked = open_round_on(version)
    if asked is None:
        check_step(version, "be approved")
        raise TransitionRefusedError("Nobody has been asked to approve this version yet.")
    check_can_approve(by, version, asked)
    check_step(version, "be approved")
    check_same_text(version, checksum)
    if opinion == ApprovalOpinion.ASKS_CHANGES and not words.strip():
        raise NotReadyError("Say what should change.")
    own = {"round": asked, "user_id": user_id_of(by), "checksum": checksum}
    decision: Decision | None = Decision.objects.filter(**own).order_by("-pk").first()
    # The last word counts: somebody may take theirs back, and think again. A double click says the same.
    if decision is None or (decision.opinion, decision.words) != (opinion, words.strip()):
        decision = Decision.objects.create(school=version.school, opinion=opinion, words=words.strip(), **own)
        verb = (
            RatificationEvent.APPROVED_TEXT
            if opinion == ApprovalOpinion.APPROVES
            else RatificationEvent.ASKED_FOR_CHANGES
        )
        record_event(by, version, verb, round=asked.pk)
        complete_step(by, version, "approve", f"person {by.user_id}")
    if approval_progress(asked, version).is_complete:
        move_version(by=by, version=version, verb="be approved")
        ApprovalRound.objects.filter(pk=asked.pk).update(ended_at=timezone.now())
    request_sweep(version.school, at_once="ratification")
    return decision
