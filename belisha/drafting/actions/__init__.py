"""The verbs of drafting."""

from belisha.drafting.actions.begin import Begun, LabelTakenError, begin_draft
from belisha.drafting.actions.clauses import (
    ChangedMeanwhileError,
    move,
    put_back,
    save_clause,
    save_control,
    save_section,
    take_out,
)
from belisha.drafting.actions.merging import (
    UndecidedError,
    begin_merging,
    decide,
    drop_merging,
    finish_merging,
)
from belisha.drafting.actions.models import issue_model, withdraw_model

__all__ = [
    "Begun",
    "ChangedMeanwhileError",
    "LabelTakenError",
    "UndecidedError",
    "begin_draft",
    "begin_merging",
    "decide",
    "drop_merging",
    "finish_merging",
    "issue_model",
    "move",
    "put_back",
    "save_clause",
    "save_control",
    "save_section",
    "take_out",
    "withdraw_model",
]
