from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from belisha.duties.at_once import sweep_at_once
from belisha.people.actor import Actor
from belisha.ratification.actions.consultation import check_is_an_answer
from belisha.ratification.actions.locking import tell
from belisha.ratification.models import Comment, CommentState
from belisha.ratification.permissions import check_holds, check_is_open
from belisha.ratification.refusals import NotReadyError


@transaction.atomic
def take_back_comment(*, by: Actor, comment: Comment) -> None:
    """Take one's own comment back, while nobody has answered it and the consultation runs. Its words go; that
    it was made and taken back stays on the record.

    Raises PermissionDenied for another's comment or a closed consultation, NotReadyError once it is answered.
    """
    if by.user_id is None or comment.by_id != by.user_id:
        message = "You can take back your own comments, and nobody else’s."
        raise PermissionDenied(message)
    check_is_open(comment.consultation)
    held = _held(comment)
    if held.state != CommentState.OPEN:
        raise NotReadyError("The school has answered this comment, so it stays, with its answer.")
    # Who commented is told to those alone who answer: what begins so is left out of what everybody reads.
    tell(by, comment.consultation.version, "commented, and took it back", comment=held.pk)
    held.delete()
    sweep_at_once(comment.consultation.version.school)


@transaction.atomic
def put_answer_right(*, by: Actor, comment: Comment, state: str, reason: str) -> Comment:
    """Answer a comment otherwise than before, while its consultation has not ended. The last answer counts.

    Raises PermissionDenied, NotReadyError where there is no answer yet or the consultation has ended.
    """
    version = comment.consultation.version
    check_holds(by, version.school, "write-policy")
    held = _held(comment)
    if comment.consultation.ended_at is not None:
        raise NotReadyError("The consultation has ended: its answers stay as they are.")
    if held.state == CommentState.OPEN:
        raise NotReadyError("This comment has no answer yet that could be put right: answer it.")
    check_is_an_answer(state, reason)
    was = held.state
    if (was, held.reason) == (state, reason.strip()):
        return held
    held.state, held.reason = state, reason.strip()
    held.closed_by_id, held.closed_at = by.user_id, timezone.now()
    held.save(update_fields=["state", "reason", "closed_by", "closed_at"])
    tell(by, version, "put an answer right", comment=held.pk, was=was, now=state)
    return held


def _held(comment: Comment) -> Comment:
    """The comment as it stands now, held until the transaction ends."""
    found: Comment | None = Comment.objects.select_for_update(of=("self",)).filter(pk=comment.pk).first()
    if found is None:
        raise NotReadyError("This comment was taken back.")
    return found
