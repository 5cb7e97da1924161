"""Refusals of a step, with a sentence for each reason."""

from collections.abc import Iterable

from belisha.policies.actions import TransitionRefusedError


class NotReadyError(TransitionRefusedError):
    """The step needs something that is missing. `lacking` holds a sentence for each thing."""

    def __init__(self, *lacking: str) -> None:
        super().__init__(" ".join(lacking))
        self.lacking = lacking


def refuse_unless_ready(lacking: Iterable[str]) -> None:
    """Raise NotReadyError with every sentence, if there is any."""
    found = tuple(lacking)
    if found:
        raise NotReadyError(*found)
