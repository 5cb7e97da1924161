from typing import Any

from belisha.audit.actions import record
from belisha.audit.verbs import Verb
from belisha.duties.actions import complete_duty
from belisha.people.actor import Actor
from belisha.policies.actions import TransitionRefusedError
from belisha.policies.models import PolicyVersion
from belisha.policies.states import VERSION_LIFE
from belisha.ratification.duty_sources import key_of
from belisha.ratification.exceptions import NotReadyError

CHANGED = "The text has changed since you opened this page. Read it again as it is now; nothing was recorded."


def lock_version(version: PolicyVersion) -> PolicyVersion:
    """Return the version, locked until the transaction ends."""
    rows = PolicyVersion.objects.select_for_update(of=("self",), no_key=True).select_related(
        "school", "document"
    )
    found: PolicyVersion = rows.get(pk=version.pk)
    return found


def check_step(version: PolicyVersion, verb: str) -> None:
    """Raise TransitionRefusedError, with the table's reason, unless the move is allowed now."""
    refusal = VERSION_LIFE.refusal(verb, version.state)
    if refusal:
        raise TransitionRefusedError(refusal)


def check_same_text(version: PolicyVersion, checksum: str) -> None:
    """Raise NotReadyError unless `checksum`, which the person saw, is that of the present text."""
    if version.checksum != checksum:
        raise NotReadyError(CHANGED)


def complete_step(by: Actor, version: PolicyVersion, act: str, whose: str = "") -> None:
    """Complete the duty that the version had set for this act."""
    key = key_of(version, act, whose)
    complete_duty(by=by, school_id=version.school_id, key=key, how="done on the page of the version")


def record_event(by: Actor, version: PolicyVersion, verb: Verb, **detail: Any) -> None:
    """Write an event about a version to the audit record."""
    about = {"label": version.label, "checksum": version.checksum, **detail}
    record(
        school_id=version.school_id, by=by.user_id, verb=verb, subject=f"version {version.pk}", detail=about
    )
