from typing import Any

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.audit.verbs import Verb
from belisha.imports.models import Roll
from belisha.imports.states import IMPORT_LIFECYCLE


class ImportRefusedError(Exception):
    """Raised if this may not be done with the import now. The message says why and what to do."""


def locked_import(roll: Roll, verb: str) -> Roll:
    """Return the import's row, locked until the transaction ends. Raise ImportRefusedError if `verb` is
    refused.
    """
    locked: Roll = Roll.objects.select_for_update(of=("self",)).select_related("school").get(pk=roll.pk)
    refusal = IMPORT_LIFECYCLE.refusal(verb, locked.state)
    if refusal:
        raise ImportRefusedError(refusal)
    return locked


def record_import_event(by: Actor | None, roll: Roll, verb: Verb, **detail: Any) -> None:
    """Record what was done with the import: numbers and ids, never what the file says."""
    by_id = by.user_id if by else None
    record(school_id=roll.school_id, by=by_id, verb=verb, subject=f"import {roll.pk}", detail=detail)
