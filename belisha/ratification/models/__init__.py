"""The records of a version on its way from draft to publication."""

from belisha.ratification.models.approval import ApprovalOpinion, ApprovalRound, Approver, Decision
from belisha.ratification.models.consultation import Comment, CommentState, Consultation
from belisha.ratification.models.equality import EqualityCheck, EqualityOutcome
from belisha.ratification.models.meeting import MinuteCorrection, Ratification, Signature, SignatureParty
from belisha.ratification.models.publication import Review
from belisha.ratification.models.scenarios import MeantChange, Scenario

__all__ = [
    "ApprovalOpinion",
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
    "Ratification",
    "Review",
    "Scenario",
    "Signature",
    "SignatureParty",
]
