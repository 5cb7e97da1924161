"""Progress of a version through the table of moves. Pure."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from belisha.audit.verbs import Verb
from belisha.lifecycle.moves import Lifecycle, Move

# What a step beside the way to the website is called on a button.
BUTTONS = {
    "be reviewed without change": "Record a review without change",
    "be withdrawn": "Withdraw it",
    "go back to draft": "Take it back to draft",
}
DONE, HERE, SKIPPED, LATER = "done", "here", "not done here", "later"


@dataclass(frozen=True, slots=True)
class ProgressStep:
    """One state on the way: its name, its status, and who brings the version there."""

    state: str
    standing: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class SideMove:
    """A move beside the main path that the actor may make now: its verb and its button."""

    verb: str
    words: str


def progress_of(
    life: Lifecycle[Verb], start: str, state: str, passed: Collection[str], who: Callable[[Move[Verb]], str]
) -> tuple[ProgressStep, ...]:
    """Return the states from `start` with their status.

    `passed` are the states that it has been in; one that was skipped is "not done here". A state off the path
    (superseded) comes last.
    """
    path = life.path(start)
    way = path if state in path else (*path, state)
    at = way.index(state)
    return tuple(
        ProgressStep(each, _standing(place, at, each, passed), who(_into(life, each)) if place > at else "")
        for place, each in enumerate(way)
    )


def side_moves(life: Lifecycle[Verb], state: str, may: Callable[[Move[Verb]], bool]) -> tuple[SideMove, ...]:
    """Return the moves beside the main path that the actor may make now: back, review, withdraw."""
    return tuple(
        SideMove(move.verb, BUTTONS[move.verb])
        for move in life.next_from(state)
        if move.verb in BUTTONS and may(move)
    )


def _standing(place: int, at: int, state: str, passed: Collection[str]) -> str:
    if place == at:
        return HERE
    if place > at:
        return LATER
    return DONE if place == 0 or state in passed else SKIPPED


def _into(life: Lifecycle[Verb], state: str) -> Move[Verb]:
    return next(move for move in life.moves if move.target == state)
