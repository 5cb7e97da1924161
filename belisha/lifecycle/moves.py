"""The table of moves: what may happen next to a thing, from where, and the sentence when it may not."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed step. `verb` is what people call it ("send to consultation"), `event` what is recorded.

    `right` is the right that it takes (see `library/rights.toml`); empty: nobody does it by hand. `through`
    are the rights of those whose acts together bring such a move about: the last of them completes it.
    """

    verb: str
    sources: tuple[str, ...]
    target: str
    event: str
    right: str = ""
    through: tuple[str, ...] = ()

    @property
    def rights(self) -> tuple[str, ...]:
        """The rights of everybody whose turn it is before this step."""
        return (self.right,) if self.right else self.through


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """All moves of one kind of thing. `noun` is what the thing is called in a refusal ("A policy")."""

    noun: str
    moves: tuple[Move, ...]

    def move(self, verb: str) -> Move:
        """The move with that verb. KeyError where the table has none: a mistake of the caller."""
        for move in self.moves:
            if move.verb == verb:
                return move
        raise KeyError(verb)

    def refusal(self, verb: str, state: str) -> str:
        """Why `verb` may not be done from `state`, as a sentence; empty where it may."""
        move = self.move(verb)
        if state in move.sources:
            return ""
        expected = " or ".join(f"“{source}”" for source in move.sources)
        return f"{self.noun} that stands at “{state}” cannot {verb}: that is done from {expected}."

    def next_from(self, state: str) -> tuple[Move, ...]:
        """The moves that the table allows from `state`, in its order."""
        return tuple(move for move in self.moves if state in move.sources)

    def path(self, start: str) -> tuple[str, ...]:
        """The states that a thing passes on its way from `start`, each once, in the table's order.

        A state that can be passed over is on it; one in which nothing can follow but the end is not.
        """
        order = tuple(states(self))
        found = [start]
        for state in order[order.index(start) + 1 :]:
            reached = any(state == move.target and set(found) & set(move.sources) for move in self.moves)
            if reached and any(move.target != state for move in self.next_from(state)):
                found.append(state)
        return tuple(found)


def diagram(lifecycle: Lifecycle) -> str:
    """The table as a Mermaid state diagram, for the documentation. States have short names there."""
    named = {state: state.title().replace(" ", "") for state in states(lifecycle)}
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{state}" as {name}' for state, name in named.items() if state != name]
    lines += [
        f"    {named[source]} --> {named[move.target]}: {move.verb}"
        for move in lifecycle.moves
        for source in move.sources
    ]
    return "\n".join(lines)


def states(lifecycle: Lifecycle) -> Iterable[str]:
    """Every state that the table names, in its order: where things begin first, then as steps reach them."""
    return dict.fromkeys(state for move in lifecycle.moves for state in (*move.sources, move.target))
