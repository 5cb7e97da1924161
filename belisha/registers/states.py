"""The states of an entry in a register, and the moves between them."""

from enum import StrEnum

from belisha.lifecycle.moves import Lifecycle, Move


class EntryState(StrEnum):
    """The state of an entry."""

    ASKED = "asked"
    ASKED_BACK = "asked back"
    GRANTED = "granted"
    RECORDED = "recorded"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    CLOSED = "closed"


_S = EntryState
# Somebody waits for a decision.
OPEN = (_S.ASKED, _S.ASKED_BACK)
# It counts, while its dates allow.
STANDING = (_S.GRANTED, _S.RECORDED)
ENTRY_LIFE = Lifecycle(
    "An entry",
    (
        Move("be asked back", (_S.ASKED,), _S.ASKED_BACK, "asked back about a request"),
        Move("be answered", (_S.ASKED_BACK,), _S.ASKED, "answered about a request"),
        Move("be granted", OPEN, _S.GRANTED, "granted a request"),
        Move("be declined", OPEN, _S.DECLINED, "declined a request"),
        Move("be withdrawn", (*OPEN, *STANDING), _S.WITHDRAWN, "withdrew an entry"),
        Move("expire", STANDING, _S.EXPIRED, "an entry expired"),
        Move("be superseded", (*OPEN, *STANDING), _S.SUPERSEDED, "an entry was superseded"),
        Move("be closed", (_S.RECORDED, _S.GRANTED), _S.CLOSED, "closed an entry"),
    ),
)
