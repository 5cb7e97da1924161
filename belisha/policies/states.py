"""What may become of a version of a policy."""

from dataclasses import dataclass
from enum import StrEnum


class VersionState(StrEnum):
    """Where a version stands on this site. What governors did is in the policy's own document control."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed step."""

    verb: str
    source: VersionState
    target: VersionState


MOVES: tuple[Move, ...] = (
    Move("publish", VersionState.DRAFT, VersionState.PUBLISHED),
    Move("supersede", VersionState.PUBLISHED, VersionState.SUPERSEDED),
)


def target_of(verb: str, state: str) -> VersionState | None:
    """Where `verb` leads from `state`, or None where it may not be done."""
    return next((move.target for move in MOVES if move.verb == verb and move.source == state), None)
