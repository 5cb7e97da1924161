"""The states of a complaint or concern, and the moves between them."""

from enum import StrEnum

from belisha.complaints.record import ComplaintEvent
from belisha.lifecycle.moves import Lifecycle, Move


class MatterState(StrEnum):
    """The state of a matter."""

    RECEIVED = "received"
    LOOKED_AT = "being looked at"
    ANSWERED = "answered"
    CLOSED = "closed"


_S = MatterState
# The sender waits for an answer.
OPEN = (_S.RECEIVED, _S.LOOKED_AT)
MATTER_LIFE = Lifecycle(
    "A matter",
    (
        Move("be looked at", (_S.RECEIVED,), _S.LOOKED_AT, ComplaintEvent.BEGAN_TO_LOOK_AT_IT),
        Move("be answered", OPEN, _S.ANSWERED, ComplaintEvent.ANSWERED),
        Move("be closed", (_S.ANSWERED,), _S.CLOSED, ComplaintEvent.CLOSED),
        Move("be taken up again", (_S.ANSWERED, _S.CLOSED), _S.LOOKED_AT, ComplaintEvent.TAKEN_UP_AGAIN),
    ),
)
