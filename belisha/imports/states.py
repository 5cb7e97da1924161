"""States of an import of people: one table, from which pages and tests come."""

from enum import StrEnum

from belisha.imports.record import ImportEvent
from belisha.lifecycle.moves import Lifecycle, Move


class ImportState(StrEnum):
    """The state of an import: a code, with its words in `STATE_LABELS`."""

    COLUMNS = "columns"
    TITLES = "titles"
    CHECKED = "checked"
    APPLYING = "applying"
    DONE = "done"
    DROPPED = "cancelled"
    UNDONE = "undone"


_S = ImportState
RIGHT = "look-after-people"
OPEN = (_S.COLUMNS, _S.TITLES, _S.CHECKED, _S.APPLYING)
STATE_LABELS = {
    _S.COLUMNS: "say what the columns mean",
    _S.TITLES: "say what the job titles mean",
    _S.CHECKED: "check what would change",
    _S.APPLYING: "under way",
    _S.DONE: "complete",
    _S.DROPPED: "cancelled",
    _S.UNDONE: "undone",
}

IMPORT_LIFECYCLE = Lifecycle(
    "An import",
    (
        Move(
            "have its columns named",
            (_S.COLUMNS, _S.TITLES, _S.CHECKED),
            _S.TITLES,
            ImportEvent.NAMED_COLUMNS,
            RIGHT,
        ),
        Move("be checked", (_S.TITLES, _S.CHECKED), _S.CHECKED, ImportEvent.CHECKED_ROLL, RIGHT),
        Move("be begun", (_S.CHECKED,), _S.APPLYING, ImportEvent.BEGAN_IMPORT, RIGHT),
        Move("be finished", (_S.APPLYING,), _S.DONE, ImportEvent.FINISHED_IMPORT),
        Move(
            "be dropped", (_S.COLUMNS, _S.TITLES, _S.CHECKED), _S.DROPPED, ImportEvent.DROPPED_IMPORT, RIGHT
        ),
        Move("be given up", OPEN, _S.DROPPED, ImportEvent.FORGOT_IMPORT_THAT_NOBODY_FINISHED),
        Move("be undone", (_S.APPLYING, _S.DONE), _S.UNDONE, ImportEvent.UNDID_IMPORT, RIGHT),
    ),
)
