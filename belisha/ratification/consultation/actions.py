import hashlib
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from belisha.base.clock import today
from belisha.base.templating import day
from belisha.duties.triggers import request_sweep
from belisha.outbox.actions import queue_notice
from belisha.outbox.links import absolute
from belisha.people.actor import Actor
from belisha.policies.actions import move_version
from belisha.policies.models import PolicyVersion
from belisha.policies.queries import policy_of
from belisha.ratification.consultation.removed_clauses import removed_clauses
from belisha.ratification.exceptions import NotReadyError, refuse_unless_ready
from belisha.ratification.locks import check_step, lock_version, record_event
from belisha.ratification.models import Comment, CommentState, Consultation
from belisha.ratification.permissions import check_can_comment, check_has_right, check_is_open
from belisha.ratification.queries import open_consultation_on, people_in_audience
from belisha.ratification.record import CommentEvent, RatificationEvent
from belisha.rules.language.policy import Policy
from belisha.rules.language.writing import write_clause

ANSWERED = "accepted", "declined"
# Whoever has the link can write: a school answers each comment, and a machine must not bury it in them.
MOST_BY_LINK = 500

ANSWERED_COMMENT = {
    CommentState.ACCEPTED: RatificationEvent.ACCEPTED_COMMENT,
    CommentState.DECLINED: RatificationEvent.DECLINED_COMMENT,
}


@transaction.atomic
def open_consultation(
    *,
    by: Actor,
    version: PolicyVersion,
    audience: list[str],
    closes_on: date,
    asks: str = "",
    by_link: bool = False,
) -> Consultation:
    """Open a draft for comments until a day and email everyone in the audience. A double click opens it once.

    Raises PermissionDenied, TransitionRefusedError, or NotReadyError if the day is past or nobody is asked.
    """
    check_has_right(by, version.school, "write-policy")
    version = lock_version(version)
    there = open_consultation_on(version)
    if there and (there.opened_by_id, there.audience, there.closes_on) == (by.user_id, audience, closes_on):
        return there
    check_step(version, "be sent to consultation")
    refuse_unless_ready(_lacking(audience, closes_on))
    move_version(by=by, version=version, verb="be sent to consultation")
    consultation = Consultation.objects.create(
        school=version.school,
        version=version,
        audience=audience,
        asks=asks.strip(),
        by_link=by_link,
        opened_by_id=by.user_id,
        closes_on=closes_on,
    )
    link = absolute(reverse("ratification:comments", args=[version.school.slug, version.pk]))
    for person in people_in_audience(version.school, audience):
        queue_notice(
            school_id=version.school_id,
            to_id=person,
            key=f"consultation {consultation.pk} person {person}",
            subject=f"What do you think of {version.title}?",
            text=f"{version.school.name} asks what you think of a draft of {version.title}. "
            f"You can comment until {day(closes_on)}, here: {link}",
        )
    request_sweep(version.school, at_once="ratification")
    return consultation


def _lacking(audience: list[str], closes_on: date) -> list[str]:
    found = []
    if closes_on < today():
        found.append("A consultation closes today or later: the day that you gave is past.")
    if not audience:
        found.append("Choose who is asked: a consultation that nobody sees is none.")
    return found


@transaction.atomic
def comment_on(*, by: Actor, consultation: Consultation, clause: str, text: str) -> Comment:
    """Add a comment on a clause, or on the whole policy (`clause` empty). The same words twice are one
    comment.

    Raises PermissionDenied if the person is not asked or the consultation has closed, NotReadyError if the
    text has no such clause.
    """
    check_can_comment(by, consultation)
    own = {"consultation": consultation, "clause": clause, "by_id": by.user_id, "text_hash": _hash(text)}
    comment, is_new = Comment.objects.get_or_create(
        **own, defaults=_written(consultation, clause, text, policy_of(consultation.version))
    )
    if is_new:
        record_event(by, consultation.version, CommentEvent.COMMENTED, comment=comment.pk, clause=clause)
    return comment


@transaction.atomic
def comment_by_link(*, by: Actor, consultation: Consultation, clause: str, text: str) -> Comment:
    """Add a comment from someone with the link and no account. No name is kept; the same words count once."""
    check_is_open(consultation)
    if not consultation.by_link:
        raise NotReadyError("This consultation cannot be answered by a link.")
    rows = Comment.objects.filter(consultation=consultation, by=None, clause=clause, text_hash=_hash(text))
    comment = rows.first()
    if comment is None:
        if Comment.objects.filter(consultation=consultation, by=None).count() >= MOST_BY_LINK:
            raise NotReadyError("So many have commented by this link that it takes no more. Tell the school.")
        written = _written(consultation, clause, text, policy_of(consultation.version))
        comment = Comment.objects.create(
            consultation=consultation, clause=clause, text_hash=_hash(text), **written
        )
        record_event(
            by, consultation.version, CommentEvent.COMMENTED_BY_LINK, comment=comment.pk, clause=clause
        )
    return comment


@transaction.atomic
def close_comment(*, by: Actor, comment: Comment, state: str, reason: str) -> Comment:
    """Accept or decline a comment, with a reason.

    Raises PermissionDenied, or NotReadyError if it was answered already or no reason is given.
    """
    version = comment.consultation.version
    check_has_right(by, version.school, "write-policy")
    held: Comment = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if (held.state, held.reason) == (state, reason.strip()):
        return held
    if held.state != CommentState.OPEN:
        raise NotReadyError("Somebody has answered this comment already. Read their answer first.")
    check_answer(state, reason)
    held.state, held.reason = state, reason.strip()
    held.closed_by_id, held.closed_at = by.user_id, timezone.now()
    held.save(update_fields=["state", "reason", "closed_by", "closed_at"])
    record_event(by, version, ANSWERED_COMMENT[CommentState(state)], comment=held.pk)
    request_sweep(version.school, at_once="ratification")
    return held


def check_answer(state: str, reason: str) -> None:
    """Raise NotReadyError unless a comment is accepted or declined, with a reason."""
    if state not in ANSWERED or not reason.strip():
        raise NotReadyError("Say whether it is accepted or declined, and why.")


def end_consultation(version: PolicyVersion) -> None:
    """End the open consultation on a version, in the transaction of the next step.

    Raises NotReadyError while comments have no answer, or before the closing day.
    """
    consultation = open_consultation_on(version)
    if consultation is None:
        return
    refuse_unless_ready(consultation_blockers(consultation))
    Consultation.objects.filter(pk=consultation.pk).update(ended_at=timezone.now())


def consultation_blockers(consultation: Consultation) -> list[str]:
    """Return the sentences that say why a consultation cannot end yet; none if it can."""
    found = []
    if consultation.closes_on > today():
        found.append(f"The consultation runs until {day(consultation.closes_on)}: people were told that day.")
    waiting = consultation.comments.filter(state=CommentState.OPEN).count()
    if waiting:
        what = "1 comment has" if waiting == 1 else f"{waiting} comments have"
        found.append(f"{what} no answer yet: accept or decline each, with a reason.")
    return found


def _written(consultation: Consultation, clause: str, text: str, policy: Policy) -> dict[str, object]:
    stands = policy.by_id.get(clause)
    if (
        clause
        and stands is None
        and clause not in {each.id for each in removed_clauses(consultation.version)}
    ):
        raise NotReadyError("The draft has no such clause any more. Choose one from the list.")
    was = write_clause(stands) if stands else ""
    return {"school": consultation.school, "clause_was": was, "text": text.strip()}


def _hash(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()
