"""What people do with an import, one verb to a function."""

from belisha.imports.actions.apply import apply_next
from belisha.imports.actions.check import begin_import, check_import, resolve_possible_matches
from belisha.imports.actions.errors import ImportRefusedError
from belisha.imports.actions.push import import_push
from belisha.imports.actions.retention import forget_old_imports
from belisha.imports.actions.start import cancel_import, map_columns, map_titles, start_import
from belisha.imports.actions.undo import undo_import

__all__ = [
    "ImportRefusedError",
    "apply_next",
    "begin_import",
    "cancel_import",
    "check_import",
    "forget_old_imports",
    "import_push",
    "map_columns",
    "map_titles",
    "resolve_possible_matches",
    "start_import",
    "undo_import",
]
