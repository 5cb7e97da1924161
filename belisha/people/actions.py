from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from belisha.base.clock import today
from belisha.people.actor import Actor
from belisha.people.models import Invitation, Membership, School, User
from belisha.people.permissions import check_can_manage_people
from belisha.people.tokens import hash_of, new_token

INVITATION_HOLDS = timedelta(days=14)


class InvitationClosedError(Exception):
    """The invitation was followed already, withdrawn, or is too old."""


class SignInFirstError(Exception):
    """The invited person has an account and is not signed in to it."""


@transaction.atomic
def invite_person(*, by: Actor, school: School, email: str, name: str, role: str) -> tuple[Invitation, str]:
    """Make an invitation. Returns it and the token for its link, which is not kept.

    An earlier open invitation of the same person to the same school ends. Raises PermissionDenied.
    """
    check_can_manage_people(by, school)
    address = email.strip().lower()
    Invitation.objects.filter(school=school, email=address).open().delete()
    token = new_token()
    invitation = Invitation.objects.create(
        school=school,
        email=address,
        name=name.strip(),
        role=role,
        token_hash=hash_of(token),
        invited_by_id=by.user_id,
        expires_at=timezone.now() + INVITATION_HOLDS,
    )
    return invitation, token


@transaction.atomic
def withdraw_invitation(*, by: Actor, invitation: Invitation) -> None:
    """End an invitation that nobody has followed. Raises PermissionDenied, InvitationClosedError."""
    check_can_manage_people(by, invitation.school)
    done, _ = Invitation.objects.filter(pk=invitation.pk).open().delete()
    if not done:
        raise InvitationClosedError


def open_invitation(token: str) -> Invitation:
    """The invitation that the token opens. Raises InvitationClosedError."""
    found: Invitation | None = Invitation.objects.filter(token_hash=hash_of(token)).open().first()
    if found is None:
        raise InvitationClosedError
    return found


@transaction.atomic
def accept_invitation(*, token: str, by: Actor, password: str = "") -> User:
    """Give the invited person the role at the school, and an account if they have none.

    Whoever has an account must be signed in to it (`by`): a link alone never opens somebody's account.
    Raises InvitationClosedError, also for the second of two who follow one link at once, SignInFirstError.
    """
    invitation = open_invitation(token)
    user = User.objects.filter(email=invitation.email).first()
    if user is not None and user.pk != by.user_id:
        raise SignInFirstError
    if user is None:
        user = User.objects.create_user(invitation.email, password, name=invitation.name)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    claimed = (
        Invitation.objects.filter(pk=invitation.pk)
        .open()
        .update(accepted_at=timezone.now(), accepted_by=user)
    )
    if not claimed:
        raise InvitationClosedError
    Membership.objects.get_or_create(
        school=invitation.school, user=user, role=invitation.role, from_on=today()
    )
    return user
