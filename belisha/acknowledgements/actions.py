from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.acknowledgements.models import Acknowledgement, Method, SealKey, Understanding
from belisha.acknowledgements.permissions import check_can_acknowledge
from belisha.acknowledgements.presented_text import PresentedText, agreement_wording, paper_wording
from belisha.acknowledgements.queries import (
    Binding,
    binding_of,
    duty_key,
    roles_at_school,
    valid_acknowledgement,
)
from belisha.acknowledgements.record import AcknowledgementEvent
from belisha.audit.actions import record
from belisha.base.certificates import canonical, fingerprint
from belisha.base.clock import today
from belisha.base.seals import Seal, seal
from belisha.duties.actions import complete_duty
from belisha.people.models import School, User
from belisha.policies.models import PolicyVersion
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.rules.wording.grammar import and_list, label_of


class NotInForceError(Exception):
    """Another version is in force by now. The sentence says so."""


@dataclass(frozen=True, slots=True)
class PaperSignature:
    """A signature on paper: the day, the ids and names of the witnesses, and who enters it."""

    signed_on: date
    witnesses: tuple[tuple[int, str], ...]
    entered_by_id: int


@dataclass(frozen=True)
class Signing:
    """An acknowledgement to be written: who, which document, in which roles, and what was shown."""

    person_id: int
    name: str
    roles: tuple[str, ...]
    binding: Binding
    showing: PresentedText
    how: Method
    since: PolicyVersion | None = None
    tries: int = 0
    paper: PaperSignature | None = None
    on: date = field(default_factory=today)


@transaction.atomic
def acknowledge_version(
    *, by: Actor, version: PolicyVersion, showing: PresentedText, since: PolicyVersion | None = None
) -> Acknowledgement:
    """Acknowledge the version for the actor, who was shown `showing`. Idempotent.

    Raises PermissionDenied, NotInForceError if another version is in force by now, or
    belisha.base.seals.SealError if it cannot be sealed; nothing is saved then.
    """
    school: School = version.school
    binding = _still_in_force(school, version)
    roles = binding.audience(today()).bound(roles_at_school(school, by.user_id or 0, today()))
    check_can_acknowledge(by, school, roles)
    person = User.objects.select_for_update(no_key=True).get(pk=by.user_id or 0)
    there = valid_acknowledgement(binding, person.pk)
    if there is not None:
        return there
    check = Understanding.objects.filter(version=version, person=person).first()
    how = Method.DEVICE if by.is_on_shared_device else Method.OWN
    tries = check.tries if check else 0
    made = write_acknowledgement(Signing(person.pk, person.name, roles, binding, showing, how, since, tries))
    complete_signing(by=by, binding=binding, made=made)
    return made


@transaction.atomic
def record_answers(*, by: Actor, version: PolicyVersion, is_passed: bool) -> Understanding:
    """Count one more try at the short check. Once passed, it stays passed."""
    found = Understanding.objects.select_for_update().get_or_create(
        school_id=version.school_id, version=version, person_id=by.user_id
    )
    check: Understanding = found[0]
    if check.passed_at is None:
        check.tries += 1
        check.passed_at = timezone.now() if is_passed else None
        check.save(update_fields=["tries", "passed_at"])
    return check


def write_acknowledgement(signing: Signing) -> Acknowledgement:
    """Write one sealed acknowledgement. The caller has checked everything and opened a transaction."""
    at = timezone.now()
    lines = _agreed(signing)
    statement = certificate_payload(signing, lines, at.isoformat())
    found = seal(statement)
    _remember(found)
    paper = signing.paper
    return Acknowledgement.objects.create(
        school_id=signing.binding.version.school_id,
        version=signing.binding.version,
        checksum=signing.binding.version.checksum,
        person_id=signing.person_id,
        name=signing.name,
        role=signing.roles[0],
        role_name=_role_name(signing.roles),
        wording="\n".join(lines),
        shown=signing.showing.shown,
        clauses=list(signing.showing.clauses),
        shown_hash=signing.showing.hash,
        since=signing.since,
        at=at,
        how=signing.how,
        signed_on=paper.signed_on if paper else None,
        witnesses=[list(each) for each in paper.witnesses] if paper else [],
        entered_by_id=paper.entered_by_id if paper else None,
        tries=signing.tries,
        statement=canonical(statement).decode(),
        sha256=found.sha256,
        signature=found.signature,
        public_key=found.public_key,
        replaces=_set_aside(signing),
    )


def _set_aside(signing: Signing) -> Acknowledgement | None:
    """Return the person's acknowledgement of this version that was set aside and has no successor yet."""
    rows = Acknowledgement.objects.filter(version=signing.binding.version, person=signing.person_id)
    found: Acknowledgement | None = rows.filter(set_aside__isnull=False, replaced_by__isnull=True).first()
    return found


def certificate_payload(signing: Signing, lines: Sequence[str], at: str) -> Mapping[str, Any]:
    """Return what the certificate states, as JSON values."""
    version, paper = signing.binding.version, signing.paper
    control = signing.binding.policy.control
    return {
        "school": {"slug": version.school.slug, "name": version.school.name},
        "document": {"title": control.title, "kind": version.document.kind},
        "version": {"label": version.label, "sha256": version.checksum},
        "person": {"name": signing.name, "roles": list(signing.roles), "role": _role_name(signing.roles)},
        "agreed": list(lines),
        "shown": {
            "what": str(signing.showing.shown),
            "clauses": list(signing.showing.clauses),
            "sha256": signing.showing.hash,
            "since": signing.since.label if signing.since else "",
        },
        "at": at,
        "how": str(signing.how),
        "paper": {
            "signed_on": paper.signed_on.isoformat(),
            "witnesses": [name for _, name in paper.witnesses],
        }
        if paper
        else None,
        "check": {"tries": signing.tries} if signing.tries else None,
    }


def complete_signing(*, by: Actor, binding: Binding, made: Acknowledgement) -> None:
    """Complete the duty and write the audit event: part of every signing."""
    how = f"acknowledged version {made.version.label}"
    complete_duty(by=by, school_id=made.school_id, key=duty_key(binding, made.person_id), how=how)
    record(
        school_id=made.school_id,
        by=by.user_id,
        verb=AcknowledgementEvent.ACKNOWLEDGED_DOCUMENT,
        subject=f"version {made.version_id}",
        detail={
            "person": made.person_id,
            "acknowledgement": made.pk,
            "checksum": made.checksum,
            "how": str(made.how),
            "sha256": made.sha256,
        },
    )


def _still_in_force(school: School, version: PolicyVersion) -> Binding:
    binding = binding_of(school, version)
    if binding is None or binding.version.pk != version.pk:
        message = "Another version is in force by now. Please read that one."
        raise NotInForceError(message)
    return binding


def _agreed(signing: Signing) -> tuple[str, ...]:
    binding = signing.binding
    if signing.paper is not None:
        return paper_wording(binding.policy, binding.version.label)
    return agreement_wording(
        binding.policy, binding.version.label, signing.roles, binding.audience(signing.on)
    )


def _role_name(roles: Sequence[str]) -> str:
    return and_list(label_of(role, load_vocabulary()) for role in roles)[:200]


def _remember(found: Seal) -> None:
    """Store the public key once. The audit record says from when on it was used."""
    if not SealKey.objects.filter(public_key=found.public_key).exists():
        _, is_new = SealKey.objects.get_or_create(public_key=found.public_key)
        if is_new:
            name = fingerprint(found.public_key)
            verb = AcknowledgementEvent.BEGAN_TO_SEAL_WITH_KEY
            record(school_id=None, by=None, verb=verb, subject=f"seal {name}")
