from typing import Any

from belisha.audit.actions import record
from belisha.duties.actions import complete_duty
from belisha.people.actor import Actor
from belisha.policies.actions import MoveRefusedError
from belisha.policies.models import PolicyVersion
from belisha.policies.states import VERSION_LIFE
from belisha.ratification.due import key_of
from belisha.ratification.refusals import NotReadyError

CHANGED = "The text has changed since you opened this page. Read it again as it is now; nothing was recorded."


def locked(version: PolicyVersion) -> PolicyVersion:
    """The version as it stands now, held until the transaction ends."""
    rows = PolicyVersion.objects.select_for_update(of=("self",)).select_related("school", "document")
    found: PolicyVersion = rows.get(pk=version.pk)
    return found


def check_step(version: PolicyVersion, verb: str) -> None:
    """Raise MoveRefusedError, with the table's reason, where the step is not there to be taken."""
    refusal = VERSION_LIFE.refusal(verb, version.state)
    if refusal:
        raise MoveRefusedError(refusal)


def check_same_text(version: PolicyVersion, checksum: str) -> None:
    """Raise NotReadyError unless `checksum`, which the person saw, is that of the text as it is now."""
    if version.checksum != checksum:
        raise NotReadyError(CHANGED)


def done(by: Actor, version: PolicyVersion, act: str, whose: str = "") -> None:
    """Strike what the version asked off the list of whoever owed it."""
    key = key_of(version, act, whose)
    complete_duty(by=by, school_id=version.school_id, key=key, how="done on the page of the version")


def tell(by: Actor, version: PolicyVersion, verb: str, **detail: Any) -> None:
    """Write what was done with a version onto the record."""
    about = {"label": version.label, "checksum": version.checksum, **detail}
    record(
        school_id=version.school_id, by=by.user_id, verb=verb, subject=f"version {version.pk}", detail=about
    )
