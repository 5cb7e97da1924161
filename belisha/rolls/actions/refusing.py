from typing import Any

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.rolls.models import Roll
from belisha.rolls.states import ROLL_LIFE


class RollRefusedError(Exception):
    """This may not be done with the import as it stands. The sentence says why and what to do."""


def locked_roll(roll: Roll, verb: str) -> Roll:
    """The import's row, locked until the transaction ends. Raises RollRefusedError where `verb` may not be
    done.
    """
    locked: Roll = Roll.objects.select_for_update(of=("self",)).select_related("school").get(pk=roll.pk)
    refusal = ROLL_LIFE.refusal(verb, locked.state)
    if refusal:
        raise RollRefusedError(refusal)
    return locked


def tell(by: Actor | None, roll: Roll, verb: str, **detail: Any) -> None:
    """Record what was done with the import: numbers and ids, never what the file says."""
    by_id = by.user_id if by else None
    record(school_id=roll.school_id, by=by_id, verb=verb, subject=f"import {roll.pk}", detail=detail)
