from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from belisha.duties.triggers import request_sweep
from belisha.people.actor import Actor
from belisha.ratification.consultation.actions import check_answer
from belisha.ratification.exceptions import NotReadyError
from belisha.ratification.locks import record_event
from belisha.ratification.models import Comment, CommentState
from belisha.ratification.permissions import check_has_right, check_is_open
from belisha.ratification.record import CommentEvent, RatificationEvent


@transaction.atomic
def withdraw_comment(*, by: Actor, comment: Comment) -> None:
    """Withdraw one's own comment while it has no answer and the consultation runs.

    Its words are deleted; the record keeps that it was made and withdrawn. Raises PermissionDenied for
    someone else's comment or a closed consultation, NotReadyError once it is answered.
    """
    if by.user_id is None or comment.by_id != by.user_id:
        message = "You can take back your own comments, and nobody else’s."
        raise PermissionDenied(message)
    check_is_open(comment.consultation)
    held = _held(comment)
    if held.state != CommentState.OPEN:
        raise NotReadyError("The school has answered this comment, so it stays, with its answer.")
    record_event(by, comment.consultation.version, CommentEvent.TOOK_COMMENT_BACK, comment=held.pk)
    held.delete()
    request_sweep(comment.consultation.version.school, at_once="ratification")


@transaction.atomic
def revise_answer(*, by: Actor, comment: Comment, state: str, reason: str) -> Comment:
    """Change the answer to a comment while its consultation has not ended. The last answer counts.

    Raises PermissionDenied, or NotReadyError if there is no answer yet or the consultation has ended.
    """
    version = comment.consultation.version
    check_has_right(by, version.school, "write-policy")
    held = _held(comment)
    if comment.consultation.ended_at is not None:
        raise NotReadyError("The consultation has ended: its answers stay as they are.")
    if held.state == CommentState.OPEN:
        raise NotReadyError("This comment has no answer yet that could be put right: answer it.")
    check_answer(state, reason)
    was = held.state
    if (was, held.reason) == (state, reason.strip()):
        return held
    held.state, held.reason = state, reason.strip()
    held.closed_by_id, held.closed_at = by.user_id, timezone.now()
    held.save(update_fields=["state", "reason", "closed_by", "closed_at"])
    record_event(by, version, RatificationEvent.PUT_ANSWER_RIGHT, comment=held.pk, was=was, now=state)
    return held


def _held(comment: Comment) -> Comment:
    """Return the comment, locked until the transaction ends."""
    found: Comment | None = Comment.objects.select_for_update(of=("self",)).filter(pk=comment.pk).first()
    if found is None:
        raise NotReadyError("This comment was taken back.")
    return found
