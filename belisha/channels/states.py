"""The states of a post on an official account, and the moves between them."""

from enum import StrEnum

from belisha.lifecycle.moves import Lifecycle, Move


class PostState(StrEnum):
    """The state of an official post."""

    DRAFT = "draft"
    WAITING = "waiting for approval"
    READY = "ready to post"
    POSTED = "posted"
    REMOVED = "removed"
    DROPPED = "dropped"
    EXPIRED = "expired"


_S = PostState
# Not out yet: a change of rules can stop it.
BEFORE = (_S.DRAFT, _S.WAITING, _S.READY)
POST_LIFE = Lifecycle(
    "A post",
    (
        Move("be changed", BEFORE, _S.DRAFT, "changed an official post", "write-posts"),
        Move(
            "be sent for approval",
            (_S.DRAFT,),
            _S.WAITING,
            "sent an official post for approval",
            "write-posts",
        ),
        Move("be sent back", (_S.WAITING, _S.READY), _S.DRAFT, "sent an official post back", "approve-posts"),
        Move("be stopped", (_S.WAITING, _S.READY), _S.DRAFT, "an official post was stopped by a new check"),
        Move("be approved", (_S.WAITING,), _S.READY, "approved an official post", "approve-posts"),
        Move("be marked as posted", (_S.READY,), _S.POSTED, "posted an official post by hand", "write-posts"),
        Move("be marked as removed", (_S.POSTED,), _S.REMOVED, "took an official post down", "write-posts"),
        Move("expire", (_S.DRAFT, _S.WAITING), _S.EXPIRED, "an official post expired before it was approved"),
        Move("be dropped", BEFORE, _S.DROPPED, "dropped an official post", "write-posts"),
    ),
)
