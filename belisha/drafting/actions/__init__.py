"""Everything that changes a draft, a merge or a model: one function for each action."""

from belisha.drafting.actions.clauses import (
    ChangedMeanwhileError,
    move_clause_in_draft,
    remove_clause_from_draft,
    restore_clause,
    save_clause,
    save_control,
    save_section,
)
from belisha.drafting.actions.drafts import DraftStart, LabelTakenError, start_draft
from belisha.drafting.actions.import_pieces import join_clauses, split_clause
from belisha.drafting.actions.imported import (
    SettledMeanwhileError,
    forget_document,
    settle_clause,
    undo_decision,
)
from belisha.drafting.actions.merging import (
    UndecidedError,
    drop_merging,
    finish_merging,
    record_decisions,
    start_merging,
)
from belisha.drafting.actions.models import issue_model, withdraw_model

__all__ = [
    "ChangedMeanwhileError",
    "DraftStart",
    "LabelTakenError",
    "SettledMeanwhileError",
    "UndecidedError",
    "drop_merging",
    "finish_merging",
    "forget_document",
    "issue_model",
    "join_clauses",
    "move_clause_in_draft",
    "record_decisions",
    "remove_clause_from_draft",
    "restore_clause",
    "save_clause",
    "save_control",
    "save_section",
    "settle_clause",
    "split_clause",
    "start_draft",
    "start_merging",
    "undo_decision",
    "withdraw_model",
]
