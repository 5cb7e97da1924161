"""Where a version stands on its way, and who does the next: read off the table of moves. Pure."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from belisha.lifecycle.moves import Lifecycle, Move

# What a step is called on a button.
BUTTONS = {
    "be sent to consultation": "Open a consultation",
    "be put up for approval": "Ask for approval",
    "be approved": "Approve, or ask for changes",
    "be ratified": "Record the ratification",
    "be published": "Publish",
    "be withdrawn": "Withdraw it",
    "be reviewed without change": "Record a review without change",
    "go back to draft": "Take it back to draft",
}
DONE, HERE, SKIPPED, LATER = "done", "here", "not done here", "later"


@dataclass(frozen=True, slots=True)
class Step:
    """One state on the way: what it is, how it stands, and who brings the version there."""

    state: str
    standing: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class NextMove:
    """A move that the table allows now: its verb, its button, who does it, whether the actor may."""

    verb: str
    words: str
    who: str
    is_allowed: bool


def steps_of(
    life: Lifecycle, start: str, state: str, passed: Collection[str], who: Callable[[Move], str]
) -> tuple[Step, ...]:
    """The way from `start`, with where the thing stands.

    `passed` are the states in which it has stood; one that was passed over is "not done here". A state off
    the way (superseded) comes last.
    """
    path = life.path(start)
    way = path if state in path else (*path, state)
    at = way.index(state)
    return tuple(
        Step(each, _standing(place, at, each, passed), who(_into(life, each)) if place > at else "")
        for place, each in enumerate(way)
    )


def next_moves(
    life: Lifecycle, state: str, who: Callable[[Move], str], may: Callable[[Move], bool]
) -> tuple[NextMove, ...]:
    """What somebody can do next with their own hands; what the site does by itself is left out."""
    return tuple(
        NextMove(move.verb, BUTTONS[move.verb], who(move), may(move))
        for move in life.next_from(state)
        if move.rights
    )


def _standing(place: int, at: int, state: str, passed: Collection[str]) -> str:
    if place == at:
        return HERE
    if place > at:
        return LATER
    return DONE if place == 0 or state in passed else SKIPPED


def _into(life: Lifecycle, state: str) -> Move:
    return next(move for move in life.moves if move.target == state)
