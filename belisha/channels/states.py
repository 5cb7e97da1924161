"""The states of a post on an official account, and of an enquiry there, and the moves between them."""

from enum import StrEnum

from belisha.channels.record import ChannelEvent
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
        Move("be changed", BEFORE, _S.DRAFT, ChannelEvent.CHANGED_OFFICIAL_POST, "write-posts"),
        Move(
            "be sent for approval",
            (_S.DRAFT,),
            _S.WAITING,
            ChannelEvent.SENT_OFFICIAL_POST_FOR_APPROVAL,
            "write-posts",
        ),
        Move(
            "be sent back",
            (_S.WAITING, _S.READY),
            _S.DRAFT,
            ChannelEvent.SENT_OFFICIAL_POST_BACK,
            "approve-posts",
        ),
        Move(
            "be stopped",
            (_S.WAITING, _S.READY),
            _S.DRAFT,
            ChannelEvent.OFFICIAL_POST_WAS_STOPPED_BY_NEW_CHECK,
        ),
        Move("be approved", (_S.WAITING,), _S.READY, ChannelEvent.APPROVED_OFFICIAL_POST, "approve-posts"),
        Move(
            "be marked as posted",
            (_S.READY,),
            _S.POSTED,
            ChannelEvent.POSTED_OFFICIAL_POST_BY_HAND,
            "write-posts",
        ),
        Move("be published", (_S.READY,), _S.POSTED, ChannelEvent.PUBLISHED_OFFICIAL_POST),
        Move("be held over", (_S.READY,), _S.DRAFT, ChannelEvent.HELD_OFFICIAL_POST_OVER, "approve-posts"),
        Move("be removed by the site", (_S.POSTED,), _S.REMOVED, ChannelEvent.REMOVED_OFFICIAL_POST),
        Move(
            "be marked as removed",
            (_S.POSTED,),
            _S.REMOVED,
            ChannelEvent.TOOK_OFFICIAL_POST_DOWN,
            "write-posts",
        ),
        Move(
            "expire",
            (_S.DRAFT, _S.WAITING),
            _S.EXPIRED,
            ChannelEvent.OFFICIAL_POST_EXPIRED_BEFORE_IT_WAS_APPROVED,
        ),
        Move("be dropped", BEFORE, _S.DROPPED, ChannelEvent.DROPPED_OFFICIAL_POST, "write-posts"),
    ),
)


class PublicationState(StrEnum):
    """The state of the sending of a post to its account by the site."""

    WAITING = "waiting"
    SENDING = "being sent"
    OUT = "out"
    REMOVING = "being removed"
    REMOVED = "removed"
    GIVEN_UP = "given up"


class EnquiryState(StrEnum):
    """The state of an enquiry at an official account."""

    OPEN = "open"
    ANSWERED = "answered"
    LEFT = "not answered there"


_E = EnquiryState
ENQUIRY_LIFE = Lifecycle(
    "An enquiry",
    (
        Move("be handed on", (_E.OPEN,), _E.OPEN, ChannelEvent.HANDED_ENQUIRY_ON, "write-posts"),
        Move("be judged", (_E.OPEN,), _E.OPEN, ChannelEvent.JUDGED_ENQUIRY, "write-posts"),
        Move("be answered", (_E.OPEN,), _E.ANSWERED, ChannelEvent.ANSWERED_ENQUIRY, "write-posts"),
        Move("be left", (_E.OPEN,), _E.LEFT, ChannelEvent.LEFT_ENQUIRY, "write-posts"),
        Move(
            "be opened again",
            (_E.ANSWERED, _E.LEFT),
            _E.OPEN,
            ChannelEvent.OPENED_ENQUIRY_AGAIN,
            "write-posts",
        ),
    ),
)
