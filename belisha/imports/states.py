"""States of an import of people: one table, from which pages and tests come."""

from enum import StrEnum

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
            "have its columns named", (_S.COLUMNS, _S.TITLES, _S.CHECKED), _S.TITLES, "named columns", RIGHT
        ),
        Move("be checked", (_S.TITLES, _S.CHECKED), _S.CHECKED, "checked a roll", RIGHT),
        Move("be begun", (_S.CHECKED,), _S.APPLYING, "began an import", RIGHT),
        Move("be finished", (_S.APPLYING,), _S.DONE, "finished an import"),
        Move("be dropped", (_S.COLUMNS, _S.TITLES, _S.CHECKED), _S.DROPPED, "dropped an import", RIGHT),
        Move("be given up", OPEN, _S.DROPPED, "forgot an import that nobody finished"),
        Move("be undone", (_S.APPLYING, _S.DONE), _S.UNDONE, "undid an import", RIGHT),
    ),
)
