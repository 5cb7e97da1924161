"""Why something may not be done now, in sentences."""

from collections.abc import Iterable

from belisha.policies.actions import MoveRefusedError


class NotReadyError(MoveRefusedError):
    """Something that the step needs is lacking. `lacking` holds a sentence for each thing."""

    def __init__(self, *lacking: str) -> None:
        super().__init__(" ".join(lacking))
        self.lacking = lacking


def refuse_unless_ready(lacking: Iterable[str]) -> None:
    """Raise NotReadyError with every sentence; nothing where there is none."""
    found = tuple(lacking)
    if found:
        raise NotReadyError(*found)
