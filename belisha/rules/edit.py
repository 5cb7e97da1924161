"""Editing a policy: the door to `belisha.rules.editing`."""

from belisha.rules.editing.clause_texts import clause_checksum, read_clause_text
from belisha.rules.editing.differences import (
    ClauseChange,
    Differing,
    count_changed,
    differences,
    kind_name,
)
from belisha.rules.editing.draft_issues import OF_ANOTHER, OF_THE_VERSION_BEFORE, DraftIssue, to_mend
from belisha.rules.editing.insertion import (
    EditRefusedError,
    add_clause,
    add_section,
    loose_steps,
    move_clause,
    remove_clause,
    remove_section,
    rename_section,
    replace_clause,
)
from belisha.rules.editing.naming import id_for, place_for
from belisha.rules.editing.new_policy import ADAPTED, ADOPTED, DRAFT, empty_policy, revised, taken_over
from belisha.rules.editing.preview import PreviewedRuling, try_rule
from belisha.rules.editing.wording_strength import sounds_otherwise
from belisha.rules.wording.plain_english import clause_in_words

__all__ = [
    "ADAPTED",
    "ADOPTED",
    "DRAFT",
    "OF_ANOTHER",
    "OF_THE_VERSION_BEFORE",
    "ClauseChange",
    "Differing",
    "DraftIssue",
    "EditRefusedError",
    "PreviewedRuling",
    "add_clause",
    "add_section",
    "clause_checksum",
    "clause_in_words",
    "count_changed",
    "differences",
    "empty_policy",
    "id_for",
    "kind_name",
    "loose_steps",
    "move_clause",
    "place_for",
    "read_clause_text",
    "remove_clause",
    "remove_section",
    "rename_section",
    "replace_clause",
    "revised",
    "sounds_otherwise",
    "taken_over",
    "to_mend",
    "try_rule",
]
