"""The states of a complaint or concern, and the moves between them."""

from enum import StrEnum

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
        Move("be looked at", (_S.RECEIVED,), _S.LOOKED_AT, "began to look at it"),
        Move("be answered", OPEN, _S.ANSWERED, "answered"),
        Move("be closed", (_S.ANSWERED,), _S.CLOSED, "closed"),
        Move("be taken up again", (_S.ANSWERED, _S.CLOSED), _S.LOOKED_AT, "taken up again"),
    ),
)
