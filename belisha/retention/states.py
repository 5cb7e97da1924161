"""The states of a disposal and of a request about personal data, and the moves between them."""

from enum import StrEnum

from belisha.lifecycle.moves import Lifecycle, Move
from belisha.retention.record import RetentionEvent


class DisposalState(StrEnum):
    """The state of a disposal."""

    PREPARED = "prepared"
    APPROVED = "approved"
    DESTROYED = "destroyed"
    CANCELLED = "cancelled"


class RequestState(StrEnum):
    """The state of a request about personal data."""

    RECEIVED = "received"
    ANSWERED = "answered"
    REFUSED = "refused"


_D, _R = DisposalState, RequestState
UNFINISHED = (_D.PREPARED, _D.APPROVED)
DISPOSAL_LIFE = Lifecycle(
    "A disposal",
    (
        Move(
            "be approved",
            (_D.PREPARED,),
            _D.APPROVED,
            RetentionEvent.APPROVED_DISPOSAL,
            right="approve-disposal",
        ),
        Move(
            "be cancelled",
            UNFINISHED,
            _D.CANCELLED,
            RetentionEvent.CANCELLED_DISPOSAL,
            right="keep-data-protection",
        ),
        Move("be completed", (_D.APPROVED,), _D.DESTROYED, RetentionEvent.DESTROYED_RECORDS),
    ),
)
REQUEST_LIFE = Lifecycle(
    "A request",
    (
        Move(
            "be answered",
            (_R.RECEIVED,),
            _R.ANSWERED,
            RetentionEvent.ANSWERED_DATA_REQUEST,
            right="keep-data-protection",
        ),
        Move(
            "be refused",
            (_R.RECEIVED,),
            _R.REFUSED,
            RetentionEvent.REFUSED_DATA_REQUEST,
            right="keep-data-protection",
        ),
    ),
)
