"""The states of reports, cases, tasks, referrals and takedowns, and the moves between them."""

from enum import StrEnum

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
        Move("be taken up", (_R.RECEIVED,), _R.IN_CASE, "made a case of a report"),
        Move("be closed", (_R.RECEIVED, _R.IN_CASE), _R.CLOSED, "closed a report"),
        Move("be opened again", (_R.CLOSED,), _R.IN_CASE, "opened a report again"),
        Move("come back", (_R.CLOSED,), _R.RECEIVED, "added to a closed report"),
    ),
)
CASE_LIFE = Lifecycle(
    "A case",
    (
        Move("be decided", (_C.OPEN,), _C.DECIDED, "recorded the outcome"),
        Move("be appealed", (_C.DECIDED, _C.CLOSED), _C.APPEALED, "recorded an appeal"),
        Move("have its appeal decided", (_C.APPEALED,), _C.DECIDED, "decided an appeal"),
        Move("be closed", (_C.DECIDED,), _C.CLOSED, "closed the case"),
        Move("be opened again", (_C.DECIDED, _C.CLOSED), _C.OPEN, "opened the case again"),
    ),
)
TASK_LIFE = Lifecycle(
    "A task",
    (
        Move("be done", (_T.TO_DO,), _T.DONE, "did a task"),
        Move("be left out", (_T.TO_DO,), _T.NOT_NEEDED, "left out a task"),
        Move("be taken up again", (_T.DONE, _T.NOT_NEEDED), _T.TO_DO, "took up a task again"),
    ),
)
REFERRAL_LIFE = Lifecycle(
    "A referral",
    (
        Move("be sent", (_F.TO_MAKE, _F.NOT_MADE), _F.SENT, "sent a referral"),
        Move("be acknowledged", (_F.SENT,), _F.ACKNOWLEDGED, "had a referral acknowledged"),
        Move("be answered", (_F.SENT, _F.ACKNOWLEDGED), _F.ANSWERED, "had a referral answered"),
        Move("not be made", (_F.TO_MAKE,), _F.NOT_MADE, "decided not to refer"),
    ),
)
TAKEDOWN_LIFE = Lifecycle(
    "A request to remove",
    (
        Move("be refused", (_D.ASKED, _D.ESCALATED), _D.REFUSED, "had a removal refused"),
        Move("be escalated", (_D.ASKED, _D.REFUSED), _D.ESCALATED, "took a removal further"),
        Move("be done", (_D.ASKED, _D.REFUSED, _D.ESCALATED), _D.REMOVED, "saw that it was removed"),
        Move("be given up", (_D.ASKED, _D.REFUSED, _D.ESCALATED), _D.GIVEN_UP, "gave up a removal"),
        Move("be asked again", (_D.REMOVED, _D.GIVEN_UP), _D.ASKED, "asked again for a removal"),
    ),
)
OPEN_TAKEDOWNS = (_D.ASKED, _D.ESCALATED, _D.REFUSED)
