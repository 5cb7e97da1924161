import hashlib
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from belisha.access.actor import ANYBODY, Actor
from belisha.audit.actions import record
from belisha.duties.at_once import sweep_at_once
from belisha.people.models import School
from belisha.policies.models import Origin, PolicyDocument, PolicyVersion
from belisha.policies.reading import read_source
from belisha.policies.states import EDITABLE, PUBLIC, VERSION_LIFE, VersionState
from belisha.rules.edit import DRAFT
from belisha.rules.judge import compile_policy
from belisha.rules.policy import Control
from belisha.rules.vocabulary import load_vocabulary


class MoveRefusedError(Exception):
    """The version is not in a state from which this may be done. The sentence says what is."""


def checksum_of(source: str) -> str:
    """The SHA-256 of a policy file, in hex."""
    return hashlib.sha256(source.encode()).hexdigest()


@transaction.atomic
def draft_version(
    *, school: School, source: str, label: str, by: Actor = ANYBODY, **fields: Any
) -> PolicyVersion:
    """A new draft of the policy in `source`, which names its document by its slug.

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
    _tell(by, version, "began a draft")
    return version


@transaction.atomic
def rewrite_draft(*, by: Actor, version: PolicyVersion, source: str, was: str) -> PolicyVersion:
    """Put another text in place of a draft's. `was` is the checksum of the text that the change was made to.

    Whoever calls has checked that `by` may write. What was approved of the text before it counts no more:
    approvals are bound to its checksum. Raises MoveRefusedError where the version is no draft any more or
    somebody else has changed it since, belisha.rules.errors.PolicyError with every mistake of the text.
    """
    read_source(source)
    locked: PolicyVersion = PolicyVersion.objects.select_for_update().get(pk=version.pk)
    if locked.state not in EDITABLE:
        message = f"A policy that stands at “{locked.state}” is not edited: take it back to draft first."
        raise MoveRefusedError(message)
    if locked.checksum != was:
        message = "Somebody else has changed this draft since you opened it. Your change is not saved yet."
        raise MoveRefusedError(message)
    locked.source, locked.checksum, locked.changed_at = source, checksum_of(source), timezone.now()
    locked.save(update_fields=["source", "checksum", "changed_at"])
    _call(locked.document, read_source(source).control.title)
    _add_author(locked, by)
    _tell(by, locked, "changed a draft", was=was)
    if locked.state == VersionState.APPROVAL:
        # What was approved of the text before it is void: whoever is asked anew finds it on their list.
        sweep_at_once(locked.school)
    return locked


@transaction.atomic
def move_version(*, by: Actor, version: PolicyVersion, verb: str, **fields: Any) -> PolicyVersion:
    """Take the version one step along the table of moves, with `fields` that the step sets.

    Whoever calls has checked that `by` may. Raises MoveRefusedError, with the reason, where the table has
    no such step from where the version stands now (which may be further than the caller saw).
    """
    locked: PolicyVersion = (
        PolicyVersion.objects.select_for_update(of=("self",)).select_related("school").get(pk=version.pk)
    )
    refusal = VERSION_LIFE.refusal(verb, locked.state)
    if refusal:
        raise MoveRefusedError(refusal)
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
    """Let a ratified version answer from now on; the version before it steps back.

    `fields` are further fields that publication sets (what sort of change it is, and why). Raises
    MoveRefusedError, or belisha.rules.contradictions.ContradictionError where its clauses contradict each
    other: such a policy has no answer to give.
    """
    compile_policy(read_source(version.source), load_vocabulary(), on=None)
    now = timezone.now()
    before = PolicyVersion.objects.select_for_update().filter(document=version.document_id).in_force()
    for earlier in before:
        move_version(by=by, version=earlier, verb="be superseded", ended_at=now)
    _set_origin(version)
    stated = {"published_at": now, "review_due_on": review_due_on, **fields}
    return move_version(by=by, version=version, verb="be published", **stated)


@transaction.atomic
def bring_in_version(*, by: Actor, school: School, source: str, label: str, **fields: Any) -> PolicyVersion:
    """Put in force a policy that the school already had when it came to the site, as its document states it.

    What governors did with it is in its document control; here only its coming is recorded. Raises
    belisha.rules.errors.PolicyError, belisha.rules.contradictions.ContradictionError.
    """
    control: Control = read_source(source).control
    version = draft_version(school=school, source=source, label=label, by=by, **fields)
    ratified = take_as_ratified(by=by, version=version)
    return put_in_force(by=by, version=ratified, review_due_on=control.review_due_on)


@transaction.atomic
def take_as_ratified(*, by: Actor, version: PolicyVersion) -> PolicyVersion:
    """Take a draft as ratified on paper, before the school came to the site: what the paper says is stated
    elsewhere. Whoever calls has checked that `by` may. Raises MoveRefusedError where it is no draft.
    """
    taken = PolicyVersion.objects.filter(pk=version.pk, state=VersionState.DRAFT)
    if not taken.update(state=VersionState.RATIFIED):
        message = "Only a draft is taken as ratified on paper."
        raise MoveRefusedError(message)
    version.refresh_from_db()
    _tell(by, version, "took as ratified on paper")
    return version


def is_public(version: PolicyVersion) -> bool:
    """Whether anybody may read the version."""
    return version.state in PUBLIC


def _call(document: PolicyDocument, title: str) -> None:
    """Give a document the title of its draft, until a version was published: from then on that one's counts.

    Whoever reads, agrees to or is reminded of what is in force is not told another name by a draft.
    """
    if document.title != title and not document.versions.filter(state__in=PUBLIC).exists():
        document.title = title
        document.save(update_fields=["title"])


def _set_origin(version: PolicyVersion) -> None:
    """Say of the document what its version in force says of itself: title, and adopted, adapted, own (K9).

    A policy that came from outside, with the standing that its governors gave it, leaves it as it is.
    """
    control = read_source(version.source).control
    PolicyDocument.objects.filter(pk=version.document_id).update(title=control.title)
    standing = control.standing
    origin = Origin.OWN if standing == DRAFT else standing
    if origin in Origin.values:
        follows = version.model.document if version.model else None
        PolicyDocument.objects.filter(pk=version.document_id).update(origin=origin, follows=follows)


def _add_author(version: PolicyVersion, by: Actor) -> None:
    """Whoever wrote at a text does not approve it."""
    if by.user_id is not None:
        version.authors.add(by.user_id)


def _tell(by: Actor, version: PolicyVersion, verb: str, **more: Any) -> None:
    detail = {"label": version.label, "checksum": version.checksum, "state": version.state, **more}
    record(
        school_id=version.school_id, by=by.user_id, verb=verb, subject=f"version {version.pk}", detail=detail
    )
