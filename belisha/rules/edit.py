"""Editing a policy: the door to `belisha.rules.editing`."""

from belisha.rules.editing.beginning import ADAPTED, ADOPTED, DRAFT, empty_policy, revised, taken_over
from belisha.rules.editing.clause_texts import clause_checksum, read_clause_text
from belisha.rules.editing.differences import (
    Difference,
    Differing,
    count_changed,
    differences,
    kind_name,
)
from belisha.rules.editing.mending import OF_THE_VERSION_BEFORE, Mend, to_mend
from belisha.rules.editing.naming import id_for, place_for
from belisha.rules.editing.placing import (
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
from belisha.rules.editing.saying import say_clause
from belisha.rules.editing.sounding import sounds_otherwise
from belisha.rules.editing.trying import Tried, try_rule

__all__ = [
    "ADAPTED",
    "ADOPTED",
    "DRAFT",
    "OF_THE_VERSION_BEFORE",
    "Difference",
    "Differing",
    "EditRefusedError",
    "Mend",
    "Tried",
    "add_clause",
    "add_section",
    "clause_checksum",
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
    "say_clause",
    "sounds_otherwise",
    "taken_over",
    "to_mend",
    "try_rule",
]
