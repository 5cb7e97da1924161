"""The states of an entry in a register, and the moves between them."""

from enum import StrEnum

from belisha.lifecycle.moves import Lifecycle, Move
from belisha.registers.record import RegisterEvent


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
        Move("be asked back", (_S.ASKED,), _S.ASKED_BACK, RegisterEvent.ASKED_BACK_ABOUT_REQUEST),
        Move("be answered", (_S.ASKED_BACK,), _S.ASKED, RegisterEvent.ANSWERED_ABOUT_REQUEST),
        Move("be granted", OPEN, _S.GRANTED, RegisterEvent.GRANTED_REQUEST),
        Move("be declined", OPEN, _S.DECLINED, RegisterEvent.DECLINED_REQUEST),
        Move("be withdrawn", (*OPEN, *STANDING), _S.WITHDRAWN, RegisterEvent.WITHDREW_ENTRY),
        Move("expire", STANDING, _S.EXPIRED, RegisterEvent.ENTRY_EXPIRED),
        Move("be superseded", (*OPEN, *STANDING), _S.SUPERSEDED, RegisterEvent.ENTRY_WAS_SUPERSEDED),
        Move("be closed", (_S.RECORDED, _S.GRANTED), _S.CLOSED, RegisterEvent.CLOSED_ENTRY),
    ),
)
