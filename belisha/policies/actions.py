import hashlib
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from belisha.access.actor import ANONYMOUS, Actor
from belisha.audit.actions import record
from belisha.audit.verbs import Verb
from belisha.duties.triggers import request_sweep
from belisha.people.models import School
from belisha.policies.documents.reading import read_source
from belisha.policies.models import Origin, PolicyDocument, PolicyVersion
from belisha.policies.record import PolicyEvent
from belisha.policies.states import EDITABLE, PUBLIC, VERSION_LIFE, VersionState
from belisha.rules.edit import DRAFT
from belisha.rules.judge import compile_policy
from belisha.rules.language.policy import Control
from belisha.rules.vocabulary.loading import load_vocabulary


class TransitionRefusedError(Exception):
    """The version is not in a state that allows this transition. The message names the state it is in."""


def checksum_of(source: str) -> str:
    """Return the SHA-256 of a policy file as hexadecimal text."""
    return hashlib.sha256(source.encode()).hexdigest()


@transaction.atomic
def draft_version(
    *, school: School, source: str, label: str, by: Actor = ANONYMOUS, **fields: Any
) -> PolicyVersion:
    """Create a draft from the policy file in `source`, which names its document by its slug.

    `fields` are further fields of the version. Raises belisha.rules.errors.PolicyError with every mistake.
    """
    control = read_source(source).control
    document, _ = PolicyDocument.objects.get_or_create(
        school=school, slug=control.slug, defaults={"title": control.title}
    )
    _call(document, control.title)
    version = PolicyVersion.objects.create(
        school=school,
        document=document,
        label=label,
        source=source,
        checksum=checksum_of(source),
        made_by_id=by.user_id,
        **fields,
    )
    _add_author(version, by)
    _tell(by, version, PolicyEvent.BEGAN_DRAFT)
    return version


@transaction.atomic
def rewrite_draft(*, by: Actor, version: PolicyVersion, source: str, original_checksum: str) -> PolicyVersion:
    """Replace the text of a draft. `was` is the checksum of the text that the change was made to.

    The caller has checked that `by` may write. Approvals given to the earlier text no longer count,
    because an approval is bound to a checksum. Raises TransitionRefusedError if the version is no longer a
    draft or someone else has changed it since, and belisha.rules.errors.PolicyError with every mistake in
    the text.
    """
    read_source(source)
    locked: PolicyVersion = PolicyVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
    if locked.state not in EDITABLE:
        message = f"You cannot edit a policy while it is “{locked.state}”. Send it back to draft first."
        raise TransitionRefusedError(message)
    if locked.checksum != original_checksum:
        message = "Someone else has changed this draft since you opened it. Your change is not saved yet."
        raise TransitionRefusedError(message)
    locked.source, locked.checksum, locked.changed_at = source, checksum_of(source), timezone.now()
    locked.save(update_fields=["source", "checksum", "changed_at"])
    _call(locked.document, read_source(source).control.title)
    _add_author(locked, by)
    _tell(by, locked, PolicyEvent.CHANGED_DRAFT, was=original_checksum)
    if locked.state == VersionState.APPROVAL:
        # Earlier approvals are void: the approvers find the version on their list again.
        request_sweep(locked.school, at_once="ratification")
    return locked


@transaction.atomic
def move_version(*, by: Actor, version: PolicyVersion, verb: str, **fields: Any) -> PolicyVersion:
    """Apply one transition of the table of moves, setting `fields` with it.

    The caller has checked that `by` may do this. Raises TransitionRefusedError, with the reason, if the
    table has no such transition from the current state (which may have moved on since the caller read it).
    """
    locked: PolicyVersion = (
        PolicyVersion.objects.select_for_update(of=("self",), no_key=True)
        .select_related("school")
        .get(pk=version.pk)
    )
    refusal = VERSION_LIFE.refusal(verb, locked.state)
    if refusal:
        raise TransitionRefusedError(refusal)
    move = VERSION_LIFE.move(verb)
    locked.state = move.target
    for name, value in fields.items():
        setattr(locked, name, value)
    locked.save(update_fields=["state", *fields])
    _tell(by, locked, move.event)
    return locked


@transaction.atomic
def put_in_force(
    *, by: Actor, version: PolicyVersion, review_due_on: date | None, **fields: Any
) -> PolicyVersion:
    """Put a ratified version in force and supersede the version before it.

    `fields` are further fields that publication sets (the kind of change, and the reason). Raises
    TransitionRefusedError, or belisha.rules.contradictions.ContradictionError if clauses contradict each
    other, since such a policy has no answer to give.
    """
    compile_policy(read_source(version.source), load_vocabulary(), on=None)
    now = timezone.now()
    before = (
        PolicyVersion.objects.select_for_update(no_key=True).filter(document=version.document_id).in_force()
    )
    for earlier in before:
        move_version(by=by, version=earlier, verb="be superseded", ended_at=now)
    _set_origin(version)
    stated = {"published_at": now, "review_due_on": review_due_on, **fields}
    return move_version(by=by, version=version, verb="be published", **stated)


@transaction.atomic
def bring_in_version(*, by: Actor, school: School, source: str, label: str, **fields: Any) -> PolicyVersion:
    """Put in force a policy that the school had before it joined the site, as its document states it.

    What the governors did is stated in its document control; only its arrival is recorded here. Raises
    belisha.rules.errors.PolicyError, belisha.rules.contradictions.ContradictionError.
    """
    control: Control = read_source(source).control
    version = draft_version(school=school, source=source, label=label, by=by, **fields)
    ratified = take_as_ratified(by=by, version=version)
    return put_in_force(by=by, version=ratified, review_due_on=control.review_due_on)


@transaction.atomic
def take_as_ratified(*, by: Actor, version: PolicyVersion) -> PolicyVersion:
    """Mark a draft as ratified on paper before the school joined the site.

    The caller has checked that `by` may do this. Raises TransitionRefusedError if it is not a draft.
    """
    taken = PolicyVersion.objects.filter(pk=version.pk, state=VersionState.DRAFT)
    if not taken.update(state=VersionState.RATIFIED):
        message = "Only a draft is taken as ratified on paper."
        raise TransitionRefusedError(message)
    version.refresh_from_db()
    _tell(by, version, PolicyEvent.TOOK_AS_RATIFIED_ON_PAPER)
    return version


def is_public(version: PolicyVersion) -> bool:
    """Return whether anyone may read the version."""
    return version.state in PUBLIC


def _call(document: PolicyDocument, title: str) -> None:
    """Give a document the title of its draft, until a version has been published.

    After that the published title counts, so that nobody who reads or acknowledges the policy in force is
    shown the name of a draft.
    """
    if document.title != title and not document.versions.filter(state__in=PUBLIC).exists():
        document.title = title
        document.save(update_fields=["title"])


def _set_origin(version: PolicyVersion) -> None:
    """Copy title and origin (adopted, adapted, own) from the version in force to its document (K9).

    Leave the origin as it is for a policy that came from outside with a standing of its own.
    """
    control = read_source(version.source).control
    PolicyDocument.objects.filter(pk=version.document_id).update(title=control.title)
    standing = control.standing
    origin = Origin.OWN if standing == DRAFT else standing
    if origin in Origin.values:
        follows = version.model.document if version.model else None
        PolicyDocument.objects.filter(pk=version.document_id).update(origin=origin, follows=follows)


def _add_author(version: PolicyVersion, by: Actor) -> None:
    """Record the author: an author of a text cannot approve it."""
    if by.user_id is not None:
        version.authors.add(by.user_id)


def _tell(by: Actor, version: PolicyVersion, verb: Verb, **more: Any) -> None:
    detail = {"label": version.label, "checksum": version.checksum, "state": version.state, **more}
    record(
        school_id=version.school_id, by=by.user_id, verb=verb, subject=f"version {version.pk}", detail=detail
    )
