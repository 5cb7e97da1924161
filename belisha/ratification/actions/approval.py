from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from belisha.duties.at_once import sweep_at_once
from belisha.notices.actions import queue_notice
from belisha.notices.links import absolute
from belisha.people.actor import Actor
from belisha.policies.actions import MoveRefusedError, move_version
from belisha.policies.models import PolicyVersion
from belisha.ratification.actions.consultation import end_consultation
from belisha.ratification.actions.locking import check_same_text, check_step, done, locked, tell
from belisha.ratification.approvals import approval_of
from belisha.ratification.models import ApprovalRound, Approver, Decision, Opinion
from belisha.ratification.permissions import check_can_approve, check_holds, id_of
from belisha.ratification.queries import open_round_on, possible_approvers
from belisha.ratification.refusals import NotReadyError, refuse_unless_ready


@transaction.atomic
def ask_approval(*, by: Actor, version: PolicyVersion, approvers: list[int], needed: int) -> ApprovalRound:
    """Ask named people to approve a version; `needed` of them must. A consultation ends with it.

    Raises PermissionDenied, MoveRefusedError, NotReadyError where comments wait for an answer, an approver
    wrote at the text or lacks the right, or more are needed than are asked.
    """
    check_holds(by, version.school, "write-policy")
    version = locked(version)
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
    sweep_at_once(version.school)
    return asked


def _is_same(there: ApprovalRound, by: Actor, approvers: list[int], needed: int) -> bool:
    """Whether a double click asks for the round that is open already."""
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
def decide(*, by: Actor, version: PolicyVersion, opinion: str, checksum: str, words: str = "") -> Decision:
    """Approve the text with this checksum, or say what should change. The last approval needed approves it.

    Raises PermissionDenied for whoever was not asked or wrote at the text, MoveRefusedError, NotReadyError
    where the text has changed since, or changes are asked for without words.
    """
    version = locked(version)
    asked = open_round_on(version)
    if asked is None:
        check_step(version, "be approved")
        raise MoveRefusedError("Nobody has been asked to approve this version yet.")
    check_can_approve(by, version, asked)
    check_step(version, "be approved")
    check_same_text(version, checksum)
    if opinion == Opinion.ASKS_CHANGES and not words.strip():
        raise NotReadyError("Say what should change.")
    own = {"round": asked, "user_id": id_of(by), "checksum": checksum}
    decision: Decision | None = Decision.objects.filter(**own).order_by("-pk").first()
    # The last word counts: somebody may take theirs back, and think again. A double click says the same.
    if decision is None or (decision.opinion, decision.words) != (opinion, words.strip()):
        decision = Decision.objects.create(school=version.school, opinion=opinion, words=words.strip(), **own)
        verb = "approved a text" if opinion == Opinion.APPROVES else "asked for changes"
        tell(by, version, verb, round=asked.pk)
        done(by, version, "approve", f"person {by.user_id}")
    if approval_of(asked, version).is_complete:
        move_version(by=by, version=version, verb="be approved")
        ApprovalRound.objects.filter(pk=asked.pk).update(ended_at=timezone.now())
    sweep_at_once(version.school)
    return decision
