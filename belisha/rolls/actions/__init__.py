"""What people do with a roll, one verb to a function."""

from belisha.rolls.actions.applying import apply_next
from belisha.rolls.actions.beginning import begin_roll, drop_roll, name_columns, name_titles
from belisha.rolls.actions.checking import answer_likely, begin_import, check_roll
from belisha.rolls.actions.forgetting import forget_old_imports
from belisha.rolls.actions.refusing import RollRefusedError
from belisha.rolls.actions.undoing import undo_import

__all__ = [
    "RollRefusedError",
    "answer_likely",
    "apply_next",
    "begin_import",
    "begin_roll",
    "check_roll",
    "drop_roll",
    "forget_old_imports",
    "name_columns",
    "name_titles",
    "undo_import",
]
