"""Read what happened: a story or answers in, category, route, steps and what must not be done out. Pure."""

from belisha.triage.playbooks import Attachments, Playbook, load_playbooks
from belisha.triage.proposal import LONGEST, triage
from belisha.triage.serialization import triage_values
from belisha.triage.values import (
    CaseQuestion,
    Clock,
    Forbidden,
    InvolvedPerson,
    PersonPart,
    PlaybookStep,
    ReportAnswers,
    RouteStep,
    StepOrigin,
    Triage,
    TriageGround,
)

__all__ = [
    "LONGEST",
    "Attachments",
    "CaseQuestion",
    "Clock",
    "Forbidden",
    "InvolvedPerson",
    "PersonPart",
    "Playbook",
    "PlaybookStep",
    "ReportAnswers",
    "RouteStep",
    "StepOrigin",
    "Triage",
    "TriageGround",
    "load_playbooks",
    "triage",
    "triage_values",
]
