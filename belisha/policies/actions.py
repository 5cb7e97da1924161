import hashlib

from django.db import transaction
from django.utils import timezone

from belisha.people.models import School
from belisha.policies.models import PolicyDocument, PolicyVersion
from belisha.policies.reading import read_source
from belisha.policies.states import VersionState, target_of
from belisha.rules.judge import compile_policy
from belisha.rules.vocabulary import load_vocabulary


class MoveRefusedError(Exception):
    """The version is not in a state from which this may be done."""


@transaction.atomic
def draft_version(*, school: School, source: str, label: str) -> PolicyVersion:
    """A new draft of the policy in `source`, which names its document by its slug.

    Raises belisha.rules.errors.PolicyError with every mistake of the text.
    """
    control = read_source(source).control
    document, _ = PolicyDocument.objects.update_or_create(
        school=school, slug=control.slug, defaults={"title": control.title}
    )
    checksum = hashlib.sha256(source.encode()).hexdigest()
    return PolicyVersion.objects.create(
        school=school, document=document, label=label, source=source, checksum=checksum
    )


@transaction.atomic
def publish_version(*, version: PolicyVersion) -> PolicyVersion:
    """Let a draft answer from now on; the version before it steps back.

    Raises MoveRefusedError, or belisha.rules.contradictions.ContradictionError where its clauses contradict
    each other: such a policy has no answer to give.
    """
    locked: PolicyVersion = PolicyVersion.objects.select_for_update().get(pk=version.pk)
    target = target_of("publish", locked.state)
    if target is None:
        message = f"A version that is {locked.state} cannot be published."
        raise MoveRefusedError(message)
    compile_policy(read_source(locked.source), load_vocabulary(), on=None)
    in_force = PolicyVersion.objects.select_for_update().filter(document=locked.document_id).in_force()
    in_force.update(state=VersionState.SUPERSEDED)
    locked.state, locked.published_at = target, timezone.now()
    locked.save(update_fields=["state", "published_at"])
    return locked
