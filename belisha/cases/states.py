"""The states of reports, cases, tasks, referrals and takedowns, and the moves between them."""

from enum import StrEnum

from belisha.cases.record import CaseEvent
from belisha.lifecycle.moves import Lifecycle, Move


class ReportState(StrEnum):
    """The state of a report."""

    RECEIVED = "received"
    IN_CASE = "being dealt with"
    CLOSED = "closed"


class CaseState(StrEnum):
    """The state of a case."""

    OPEN = "open"
    DECIDED = "outcome recorded"
    APPEALED = "under appeal"
    CLOSED = "closed"


class TaskState(StrEnum):
    """The state of a task. One that is not needed says why."""

    TO_DO = "to do"
    DONE = "done"
    NOT_NEEDED = "not needed"


class ReferralState(StrEnum):
    """The state of a referral. Sent is not acknowledged."""

    TO_MAKE = "to make"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    NOT_MADE = "not made"


class TakedownState(StrEnum):
    """The state of a request to remove something."""

    ASKED = "asked"
    ESCALATED = "escalated"
    REFUSED = "refused"
    REMOVED = "removed"
    GIVEN_UP = "given up"


_R, _C, _T, _F, _D = ReportState, CaseState, TaskState, ReferralState, TakedownState
REPORT_LIFE = Lifecycle(
    "A report",
    (
        Move("be taken up", (_R.RECEIVED,), _R.IN_CASE, CaseEvent.MADE_CASE_OF_REPORT),
        Move("be closed", (_R.RECEIVED, _R.IN_CASE), _R.CLOSED, CaseEvent.CLOSED_REPORT),
        Move("be opened again", (_R.CLOSED,), _R.IN_CASE, CaseEvent.OPENED_REPORT_AGAIN),
        Move("come back", (_R.CLOSED,), _R.RECEIVED, CaseEvent.ADDED_TO_CLOSED_REPORT),
    ),
)
CASE_LIFE = Lifecycle(
    "A case",
    (
        Move("be decided", (_C.OPEN,), _C.DECIDED, CaseEvent.RECORDED_OUTCOME),
        Move("be appealed", (_C.DECIDED, _C.CLOSED), _C.APPEALED, CaseEvent.RECORDED_APPEAL),
        Move("have its appeal decided", (_C.APPEALED,), _C.DECIDED, CaseEvent.DECIDED_APPEAL),
        Move("be closed", (_C.DECIDED,), _C.CLOSED, CaseEvent.CLOSED_CASE),
        Move("be opened again", (_C.DECIDED, _C.CLOSED), _C.OPEN, CaseEvent.OPENED_CASE_AGAIN),
    ),
)
TASK_LIFE = Lifecycle(
    "A task",
    (
        Move("be done", (_T.TO_DO,), _T.DONE, CaseEvent.DID_TASK),
        Move("be left out", (_T.TO_DO,), _T.NOT_NEEDED, CaseEvent.LEFT_OUT_TASK),
        Move("be taken up again", (_T.DONE, _T.NOT_NEEDED), _T.TO_DO, CaseEvent.TOOK_UP_TASK_AGAIN),
    ),
)
REFERRAL_LIFE = Lifecycle(
    "A referral",
    (
        Move("be sent", (_F.TO_MAKE, _F.NOT_MADE), _F.SENT, CaseEvent.SENT_REFERRAL),
        Move("be acknowledged", (_F.SENT,), _F.ACKNOWLEDGED, CaseEvent.HAD_REFERRAL_ACKNOWLEDGED),
        Move("be answered", (_F.SENT, _F.ACKNOWLEDGED), _F.ANSWERED, CaseEvent.HAD_REFERRAL_ANSWERED),
        Move("not be made", (_F.TO_MAKE,), _F.NOT_MADE, CaseEvent.DECIDED_NOT_TO_REFER),
    ),
)
TAKEDOWN_LIFE = Lifecycle(
    "A request to remove",
    (
        Move("be refused", (_D.ASKED, _D.ESCALATED), _D.REFUSED, CaseEvent.HAD_REMOVAL_REFUSED),
        Move("be escalated", (_D.ASKED, _D.REFUSED), _D.ESCALATED, CaseEvent.TOOK_REMOVAL_FURTHER),
        Move("be done", (_D.ASKED, _D.REFUSED, _D.ESCALATED), _D.REMOVED, CaseEvent.SAW_THAT_IT_WAS_REMOVED),
        Move("be given up", (_D.ASKED, _D.REFUSED, _D.ESCALATED), _D.GIVEN_UP, CaseEvent.GAVE_UP_REMOVAL),
        Move("be asked again", (_D.REMOVED, _D.GIVEN_UP), _D.ASKED, CaseEvent.ASKED_AGAIN_FOR_REMOVAL),
    ),
)
OPEN_TAKEDOWNS = (_D.ASKED, _D.ESCALATED, _D.REFUSED)
