"""Reports, cases and the work on them."""

from belisha.cases.models.cases import (
    CaseAccess,
    CaseMark,
    CasePart,
    CasePerson,
    ChronologyEntry,
    ChronologyKind,
    IncidentCase,
)
from belisha.cases.models.reports import Report
from belisha.cases.models.work import (
    Appeal,
    AppealResult,
    AskedOf,
    CaseFinding,
    CaseOutcome,
    CaseTask,
    Referral,
    Takedown,
)

__all__ = [
    "Appeal",
    "AppealResult",
    "AskedOf",
    "CaseAccess",
    "CaseFinding",
    "CaseMark",
    "CaseOutcome",
    "CasePart",
    "CasePerson",
    "CaseTask",
    "ChronologyEntry",
    "ChronologyKind",
    "IncidentCase",
    "Referral",
    "Report",
    "Takedown",
]
