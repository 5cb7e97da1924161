"""The states of a mention and of a reply, and the moves between them."""

from enum import StrEnum

from belisha.lifecycle.moves import Lifecycle, Move


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
        Move("be decided on", OPEN, _M.DECIDED, "decided on a mention", right="watch-reputation"),
        Move("be set aside", OPEN, _M.NOT_US, "set a mention aside", right="watch-reputation"),
        Move("be ended", (_M.DECIDED,), _M.ENDED, "ended a mention", right="watch-reputation"),
        Move(
            "be opened again",
            (_M.ENDED, _M.NOT_US),
            _M.NEW,
            "opened a mention again",
            right="watch-reputation",
        ),
    ),
)
REPLY_LIFE = Lifecycle(
    "A reply",
    (
        Move("be approved", (_R.DRAFTED,), _R.APPROVED, "approved a reply", right="approve-reply"),
        Move(
            "be changed", (_R.DRAFTED, _R.APPROVED), _R.DRAFTED, "changed a reply", right="watch-reputation"
        ),
        Move("be sent", (_R.APPROVED,), _R.SENT, "sent a reply", right="watch-reputation"),
    ),
)
