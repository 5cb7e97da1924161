"""The states of a mention and of a reply, and the moves between them."""

from enum import StrEnum

from belisha.lifecycle.moves import Lifecycle, Move
from belisha.reputation.record import ReputationEvent


class MentionState(StrEnum):
    """The state of a mention."""

    NEW = "new"
    DECIDED = "decided"
    ENDED = "ended"
    NOT_US = "not about us"


class ReplyState(StrEnum):
    """The state of a reply."""

    DRAFTED = "drafted"
    APPROVED = "approved"
    SENT = "sent"


_M, _R = MentionState, ReplyState
OPEN = (_M.NEW, _M.DECIDED)
MENTION_LIFE = Lifecycle(
    "A mention",
    (
        Move("be decided on", OPEN, _M.DECIDED, ReputationEvent.DECIDED_ON_MENTION, right="watch-reputation"),
        Move("be set aside", OPEN, _M.NOT_US, ReputationEvent.SET_MENTION_ASIDE, right="watch-reputation"),
        Move("be ended", (_M.DECIDED,), _M.ENDED, ReputationEvent.ENDED_MENTION, right="watch-reputation"),
        Move(
            "be opened again",
            (_M.ENDED, _M.NOT_US),
            _M.NEW,
            ReputationEvent.OPENED_MENTION_AGAIN,
            right="watch-reputation",
        ),
    ),
)
REPLY_LIFE = Lifecycle(
    "A reply",
    (
        Move(
            "be approved", (_R.DRAFTED,), _R.APPROVED, ReputationEvent.APPROVED_REPLY, right="approve-reply"
        ),
        Move(
            "be changed",
            (_R.DRAFTED, _R.APPROVED),
            _R.DRAFTED,
            ReputationEvent.CHANGED_REPLY,
            right="watch-reputation",
        ),
        Move("be sent", (_R.APPROVED,), _R.SENT, ReputationEvent.SENT_REPLY, right="watch-reputation"),
    ),
)
