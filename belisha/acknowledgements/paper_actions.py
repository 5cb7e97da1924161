from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from belisha.access.actor import Actor
from belisha.acknowledgements.actions import (
    NotInForceError,
    PaperSignature,
    Signing,
    complete_signing,
    write_acknowledgement,
)
from belisha.acknowledgements.models import Acknowledgement, Method, SetAside
from belisha.acknowledgements.permissions import check_can_enter_paper
from belisha.acknowledgements.presented_text import whole_text
from belisha.acknowledgements.queries import SchoolPerson, asked_people, binding_of, duty_key, people_at
from belisha.acknowledgements.record import AcknowledgementEvent
from belisha.audit.actions import record
from belisha.base.clock import today
from belisha.base.text import join_words
from belisha.duties.models import Duty
from belisha.duties.triggers import request_sweep
from belisha.people.models import School, User
from belisha.people.offices.right_holders import holders_of_right
from belisha.people.roles import role_label, role_matches
from belisha.policies.models import PolicyVersion

WITNESS = "witness-paper"


@dataclass(frozen=True, slots=True)
class Entered:
    """The result of entering a sheet: the new acknowledgements, and how many existed before."""

    made: tuple[Acknowledgement, ...]
    already: int


@transaction.atomic
def enter_paper(
    *, by: Actor, version: PolicyVersion, people: Iterable[int], signed_on: date, witnesses: Iterable[int]
) -> Entered:
    """Enter the signatures of a sheet, all or none. People who have acknowledged already are left unchanged.

    Raises PermissionDenied (also if someone is their own witness, or `by` is the only one), NotInForceError
    if another version is in force by now, SealError if it cannot be sealed.
    """
    school: School = version.school
    check_can_enter_paper(by, school)
    binding = binding_of(school, version)
    if binding is None or binding.version.pk != version.pk:
        message = "Another version is in force by now. Whoever signed this one has not agreed to that one."
        raise NotInForceError(message)
    signers, seen_by = set(people), tuple(dict.fromkeys(witnesses))
    check_witnesses(by, signers, seen_by)
    here = people_at(school, today())
    names = {each.person_id: each.name for each in witnesses_of(school, here)}
    if not names.keys() >= set(seen_by):
        message = f"A witness is one of these at the school: {_who_witness(school)}."
        raise PermissionDenied(message)
    bound = {each.person_id: each for each in asked_people(school, binding, today(), here)}
    if not bound.keys() >= signers:
        message = "Somebody on the sheet is not asked to acknowledge this document."
        raise PermissionDenied(message)
    list(User.objects.select_for_update(no_key=True).filter(pk__in=signers).order_by("pk").values_list("pk"))
    done = set(
        Acknowledgement.objects.standing()
        .filter(version__in=binding.accepted, person__in=signers)
        .values_list("person_id", flat=True)
    )
    paper = PaperSignature(signed_on, tuple((pk, names[pk]) for pk in seen_by), by.user_id or 0)
    showing = whole_text(binding.policy)
    made = []
    for person in sorted(signers - done):
        each = bound[person]
        signing = Signing(person, each.name, each.roles, binding, showing, Method.PAPER, paper=paper)
        made.append(write_acknowledgement(signing))
        complete_signing(by=by, binding=binding, made=made[-1])
    return Entered(tuple(made), len(done))


@transaction.atomic
def set_acknowledgement_aside(*, by: Actor, made: Acknowledgement, reason: str) -> SetAside:
    """Set aside a signature on paper that was entered by mistake: it no longer counts, and is asked for anew.

    The acknowledgement stays as it was made. Done twice, it is there once. Raises PermissionDenied, also for
    what somebody acknowledged themselves: only the person can have made that.
    """
    check_can_enter_paper(by, made.school)
    if made.how != Method.PAPER:
        message = "Only a signature that was entered from paper can be set aside."
        raise PermissionDenied(message)
    held = Acknowledgement.objects.select_for_update(of=("self",)).get(pk=made.pk)
    there: SetAside | None = SetAside.objects.filter(acknowledgement=held).first()
    if there is not None:
        return there
    entry: SetAside = SetAside.objects.create(
        school_id=held.school_id, acknowledgement=held, reason=reason.strip(), by_id=by.user_id or 0
    )
    record(
        school_id=held.school_id,
        by=by.user_id,
        verb=AcknowledgementEvent.SET_ACKNOWLEDGEMENT_ASIDE,
        subject=f"version {held.version_id}",
        detail={"acknowledgement": held.pk, "person": held.person_id},
    )
    _ask_again(held)
    return entry


def _ask_again(made: Acknowledgement) -> None:
    """Open the duty again that the mistaken signature had completed."""
    binding = binding_of(made.school, made.version)
    if binding is not None and made.version_id in binding.accepted:
        key = duty_key(binding, made.person_id)
        Duty.objects.filter(school=made.school_id, key=key).exclude(done_at=None).update(
            done_at=None, done_by=None, how=""
        )
    request_sweep(made.school)


def witnesses_of(school: School, people: Iterable[SchoolPerson]) -> list[SchoolPerson]:
    """Return the people whom the school allows as witnesses."""
    words = holders_of_right(school, WITNESS)
    return [each for each in people if any(role_matches(role, words) for role in each.roles)]


def _who_witness(school: School) -> str:
    return join_words(map(role_label, holders_of_right(school, WITNESS)))


def check_witnesses(by: Actor, signers: Collection[int], witnesses: tuple[int, ...]) -> None:
    """Raise PermissionDenied unless someone other than the signers and `by` saw the signatures."""
    if (by.user_id or 0) in signers:
        message = "Acknowledge it on your own account, not on a sheet that you enter yourself."
        raise PermissionDenied(message)
    if set(witnesses) & set(signers):
        message = "Nobody can be the witness of their own signature."
        raise PermissionDenied(message)
    if not set(witnesses) - {by.user_id}:
        message = "Somebody other than the person who enters the sheet must have seen the signatures."
        raise PermissionDenied(message)
