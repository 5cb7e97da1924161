from django.core.exceptions import PermissionDenied

from belisha.access.rights import load_rights
from belisha.base.clock import today
from belisha.base.guards import is_allowed
from belisha.base.text import join_words
from belisha.people.actor import Actor
from belisha.people.models import School
from belisha.people.offices.right_holders import holders_of_right
from belisha.people.roles import role_label, role_matches
from belisha.policies.models import PolicyVersion
from belisha.ratification.models import ApprovalRound, Consultation, SignatureParty
from belisha.ratification.rights import MAKING_RIGHTS

SIGNS = {SignatureParty.SCHOOL: "sign-for-school", SignatureParty.GOVERNORS: "sign-for-governors"}
FOR_WHOM = {SignatureParty.SCHOOL: "the school", SignatureParty.GOVERNORS: "the governors"}


def holder_words(school: School, right: str) -> str:
    """Return the holders of a right at the school in words: "headteacher or clerk to the governors"."""
    return join_words(role_label(role) for role in holders_of_right(school, right))


def check_has_right(actor: Actor, school: School, right: str) -> None:
    """Raise PermissionDenied, naming who may do this, unless the actor has the right at the school."""
    if not actor.may(right, school.pk):
        label = load_rights()[right].label
        message = f"You cannot do this here. To {label} is for: {holder_words(school, right)}."
        raise PermissionDenied(message)


def user_id_of(actor: Actor) -> int:
    """Return the actor's id. Raise PermissionDenied if nobody is signed in."""
    if actor.user_id is None:
        message = "Sign in first."
        raise PermissionDenied(message)
    return actor.user_id


def has_right(actor: Actor, school: School, right: str) -> bool:
    """Return whether `check_has_right` passes."""
    return actor.may(right, school.pk)


def check_is_maker(actor: Actor, school: School) -> None:
    """Raise PermissionDenied unless the actor helps to make, check or sign the school's policies."""
    if school.pk not in actor.ids_with(*MAKING_RIGHTS):
        message = "This page is for those who write, approve, check, sign or publish the school’s policies."
        raise PermissionDenied(message)


def can_make(actor: Actor, school: School) -> bool:
    """Return whether `check_is_maker` passes."""
    return school.pk in actor.ids_with(*MAKING_RIGHTS)


def check_can_comment(actor: Actor, consultation: Consultation) -> None:
    """Raise PermissionDenied unless the actor may comment, is in the audience, and comments are open."""
    check_has_right(actor, consultation.school, "comment")
    if not is_asked(actor, consultation):
        asked = join_words((role_label(role) for role in consultation.audience), "and")
        message = f"This consultation asks others: {asked}."
        raise PermissionDenied(message)
    check_is_open(consultation)


def check_is_open(consultation: Consultation) -> None:
    """Raise PermissionDenied once comments have closed."""
    if consultation.ended_at is not None or consultation.closes_on < today():
        message = "This consultation has closed: comments can no longer be made."
        raise PermissionDenied(message)


def can_be_added_to(consultation: Consultation) -> bool:
    """Return whether `check_is_open` passes."""
    return is_allowed(check_is_open, consultation)


def can_comment(actor: Actor, consultation: Consultation) -> bool:
    """Return whether `check_can_comment` passes."""
    return is_allowed(check_can_comment, actor, consultation)


def is_asked(actor: Actor, consultation: Consultation) -> bool:
    """Return whether the actor has a role at the school that the audience includes."""
    return any(role_matches(role, consultation.audience) for role in actor.roles_at(consultation.school.slug))


def check_can_approve(actor: Actor, version: PolicyVersion, asked: ApprovalRound) -> None:
    """Raise PermissionDenied unless the actor is a named approver, has the right, and is not an author."""
    check_has_right(actor, version.school, "approve-policy")
    if not asked.approvers.filter(user=actor.user_id).exists():
        message = "You are not one of those who were asked to approve this version."
        raise PermissionDenied(message)
    if is_author(actor.user_id, version):
        message = "You helped to write this text, so you cannot approve it: somebody else must."
        raise PermissionDenied(message)


def can_approve(actor: Actor, version: PolicyVersion, asked: ApprovalRound) -> bool:
    """Return whether `check_can_approve` passes."""
    return is_allowed(check_can_approve, actor, version, asked)


def is_author(user_id: int | None, version: PolicyVersion) -> bool:
    """Return whether the user started the version or changed its text."""
    return user_id is not None and (
        user_id == version.made_by_id or version.authors.filter(pk=user_id).exists()
    )
