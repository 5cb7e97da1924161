"""What may become of an import of people: one table, from which pages and tests come."""

from enum import StrEnum

from belisha.lifecycle.moves import Lifecycle, Move


class RollState(StrEnum):
    """Where an import stands."""

    COLUMNS = "columns to be named"
    TITLES = "job titles to be named"
    CHECKED = "checked"
    APPLYING = "under way"
    DONE = "done"
    DROPPED = "dropped"
    UNDONE = "undone"


_S = RollState
RIGHT = "look-after-people"
OPEN = (_S.COLUMNS, _S.TITLES, _S.CHECKED, _S.APPLYING)

ROLL_LIFE = Lifecycle(
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
