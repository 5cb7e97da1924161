from django.core.exceptions import PermissionDenied

from belisha.access.rights import load_rights
from belisha.base.clock import today
from belisha.base.guards import passes
from belisha.base.words import join_words
from belisha.people.actor import Actor
from belisha.people.models import School
from belisha.people.roles import role_label, stands_for
from belisha.people.standing_for import holders_of_right
from belisha.policies.models import PolicyVersion
from belisha.ratification.makers import MAKERS
from belisha.ratification.models import ApprovalRound, Consultation, Part

SIGNS = {Part.SCHOOL: "sign-for-school", Part.GOVERNORS: "sign-for-governors"}
FOR_WHOM = {Part.SCHOOL: "the school", Part.GOVERNORS: "the governors"}


def holder_words(school: School, right: str) -> str:
    """The holders of a right at the school in words: "headteacher or clerk to the governors"."""
    return join_words(role_label(role) for role in holders_of_right(school, right))


def check_holds(actor: Actor, school: School, right: str) -> None:
    """PermissionDenied, with whose it is to do this, unless the actor holds the right at the school."""
    if not actor.may(right, school.pk):
        label = load_rights()[right].label
        message = f"You cannot do this here. To {label} is for: {holder_words(school, right)}."
        raise PermissionDenied(message)


def id_of(actor: Actor) -> int:
    """The actor's id. PermissionDenied where nobody is signed in: what is signed or decided is somebody's."""
    if actor.user_id is None:
        message = "Sign in first."
        raise PermissionDenied(message)
    return actor.user_id


def can_hold(actor: Actor, school: School, right: str) -> bool:
    """Whether `check_holds` passes."""
    return actor.may(right, school.pk)


def check_is_maker(actor: Actor, school: School) -> None:
    """PermissionDenied unless the actor has a part in making, checking or signing the school's policies."""
    if school.pk not in actor.ids_with(*MAKERS):
        message = "This page is for those who write, approve, check, sign or publish the school’s policies."
        raise PermissionDenied(message)


def can_make(actor: Actor, school: School) -> bool:
    """Whether `check_is_maker` passes."""
    return school.pk in actor.ids_with(*MAKERS)


def check_can_comment(actor: Actor, consultation: Consultation) -> None:
    """PermissionDenied unless the actor may comment, is one of those asked, and the consultation is open."""
    check_holds(actor, consultation.school, "comment")
    if not is_asked(actor, consultation):
        asked = join_words((role_label(role) for role in consultation.audience), "and")
        message = f"This consultation asks others: {asked}."
        raise PermissionDenied(message)
    check_is_open(consultation)


def check_is_open(consultation: Consultation) -> None:
    """PermissionDenied once nobody can comment any more."""
    if consultation.ended_at is not None or consultation.closes_on < today():
        message = "This consultation has closed: comments can no longer be made."
        raise PermissionDenied(message)


def can_be_added_to(consultation: Consultation) -> bool:
    """Whether `check_is_open` passes."""
    return passes(check_is_open, consultation)


def can_comment(actor: Actor, consultation: Consultation) -> bool:
    """Whether `check_can_comment` passes."""
    return passes(check_can_comment, actor, consultation)


def is_asked(actor: Actor, consultation: Consultation) -> bool:
    """Whether a role that the actor has at the school is in the audience, or within one that is."""
    return any(stands_for(role, consultation.audience) for role in actor.roles_at(consultation.school.slug))


def check_can_approve(actor: Actor, version: PolicyVersion, asked: ApprovalRound) -> None:
    """PermissionDenied unless the actor is one of the named approvers, holds the right, and is no author."""
    check_holds(actor, version.school, "approve-policy")
    if not asked.approvers.filter(user=actor.user_id).exists():
        message = "You are not one of those who were asked to approve this version."
        raise PermissionDenied(message)
    if is_author(actor.user_id, version):
        message = "You helped to write this text, so you cannot approve it: somebody else must."
        raise PermissionDenied(message)


def can_approve(actor: Actor, version: PolicyVersion, asked: ApprovalRound) -> bool:
    """Whether `check_can_approve` passes."""
    return passes(check_can_approve, actor, version, asked)


def is_author(user_id: int | None, version: PolicyVersion) -> bool:
    """Whether the user began the version or changed its text."""
    return user_id is not None and (
        user_id == version.made_by_id or version.authors.filter(pk=user_id).exists()
    )
