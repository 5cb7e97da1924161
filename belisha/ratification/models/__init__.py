"""The rows of a policy's way from draft to the website."""

from belisha.ratification.models.approval import ApprovalRound, Approver, Decision, Opinion
from belisha.ratification.models.consultation import Comment, CommentState, Consultation
from belisha.ratification.models.record import (
    EqualityCheck,
    EqualityOutcome,
    MinuteCorrection,
    Part,
    Ratification,
    Review,
    Signature,
)
from belisha.ratification.models.scenarios import MeantChange, Scenario

__all__ = [
    "ApprovalRound",
    "Approver",
    "Comment",
    "CommentState",
    "Consultation",
    "Decision",
    "EqualityCheck",
    "EqualityOutcome",
    "MeantChange",
    "MinuteCorrection",
    "Opinion",
    "Part",
    "Ratification",
    "Review",
    "Scenario",
    "Signature",
]
