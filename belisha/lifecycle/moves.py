"""A table of moves: what may happen next, from which state, and the sentence for a refusal."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

# What is recorded of a move: a verb of the record. This package is below the record, so it takes any words.
Recorded_co = TypeVar("Recorded_co", bound=str, covariant=True)


@dataclass(frozen=True, slots=True)
class Move(Generic[Recorded_co]):
    """One allowed move. `verb` is what people call it ("be sent to consultation"), `event` what is recorded.

    `right` is the right that it needs (see `library/rights.toml`); empty: the system does it. `through` are
    the rights of those whose acts together bring it about: the last of them completes it.
    """

    verb: str
    sources: tuple[str, ...]
    target: str
    event: Recorded_co
    right: str = ""
    through: tuple[str, ...] = ()

    @property
    def rights(self) -> tuple[str, ...]:
        """Return the rights of everyone who acts before this move."""
        return (self.right,) if self.right else self.through


@dataclass(frozen=True, slots=True)
class Lifecycle(Generic[Recorded_co]):
    """All moves of one kind of thing. `noun` names the thing in a refusal ("A policy")."""

    noun: str
    moves: tuple[Move[Recorded_co], ...]

    def move(self, verb: str) -> Move[Recorded_co]:
        """Return the move with that verb. Raise KeyError if there is none."""
        for move in self.moves:
            if move.verb == verb:
                return move
        raise KeyError(verb)

    def refusal(self, verb: str, state: str) -> str:
        """Return the sentence why `verb` is not allowed from `state`; empty if it is."""
        move = self.move(verb)
        if state in move.sources:
            return ""
        expected = " or ".join(f"“{source}”" for source in move.sources)
        return f"{self.noun} that stands at “{state}” cannot {verb}: that is done from {expected}."

    def next_from(self, state: str) -> tuple[Move[Recorded_co], ...]:
        """Return the moves allowed from `state`, in the table's order."""
        return tuple(move for move in self.moves if state in move.sources)

    def path(self, start: str) -> tuple[str, ...]:
        """Return the states on the way from `start`, each once, in the table's order.

        A state that can be skipped is included; an end state is not.
        """
        order = tuple(states(self))
        found = [start]
        for state in order[order.index(start) + 1 :]:
            reached = any(state == move.target and set(found) & set(move.sources) for move in self.moves)
            if reached and any(move.target != state for move in self.next_from(state)):
                found.append(state)
        return tuple(found)


def diagram(lifecycle: Lifecycle[Any]) -> str:
    """Return the table as a Mermaid state diagram, for the documentation."""
    named = {state: state.title().replace(" ", "") for state in states(lifecycle)}
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{state}" as {name}' for state, name in named.items() if state != name]
    lines += [
        f"    {named[source]} --> {named[move.target]}: {move.verb}"
        for move in lifecycle.moves
        for source in move.sources
    ]
    return "\n".join(lines)


def states(lifecycle: Lifecycle[Any]) -> Iterable[str]:
    """Return every state in the table: starting states first, then in the order in which moves reach them."""
    return dict.fromkeys(state for move in lifecycle.moves for state in (*move.sources, move.target))
