from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.access.rights import kept_rights, rights_of
from belisha.access.sign_in import needs_second_factor, sign_in_rules
from belisha.audit.actions import record
from belisha.base.clock import today
from belisha.people.account_state import has_account
from belisha.people.models import Invitation, Membership, School, User
from belisha.people.permissions import check_can_change_sign_in, check_can_give_role, check_can_manage_people
from belisha.people.queries import rights_at, roles_at
from belisha.people.roles import furthest_role, with_wider
from belisha.people.tokens import hash_of, new_token


class InvitationClosedError(Exception):
    """The invitation was followed already, withdrawn, or is too old."""


class SignInFirstError(Exception):
    """The invited person has an account and is not signed in to it."""


class AccountOpenedError(Exception):
    """There is nobody to invite: they have an account, or neither an address nor a role."""


@transaction.atomic
def invite_person(*, by: Actor, school: School, email: str, name: str, role: str) -> tuple[Invitation, str]:
    """Make an invitation. Returns it and the token for its link, which is not kept.

    An earlier open invitation of the same person to the same school ends. Raises PermissionDenied.
    """
    check_can_manage_people(by, school)
    check_can_give_role(by, school, role)
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
        expires_at=timezone.now() + sign_in_rules().invitation_holds,
    )
    _tell(by.user_id, "invited somebody", invitation)
    return invitation, token


@transaction.atomic
def invite_again(*, by: Actor, school: School, user: User) -> tuple[Invitation, str]:
    """Invite somebody whom the school has without an account, as the furthest of what they are there.

    An earlier open invitation ends. Raises PermissionDenied; AccountOpenedError where they have an account,
    no address or no role.
    """
    check_can_change_sign_in(by, school, user)
    roles = roles_at(user.pk, school)
    if has_account(user) or not user.email or not roles:
        raise AccountOpenedError
    role = furthest_role(roles, school.rights)
    return invite_person(by=by, school=school, email=user.email, name=user.name, role=role)


@transaction.atomic
def withdraw_invitation(*, by: Actor, invitation: Invitation) -> None:
    """End an invitation that nobody has followed. Raises PermissionDenied, InvitationClosedError."""
    check_can_manage_people(by, invitation.school)
    done, _ = Invitation.objects.filter(pk=invitation.pk).open().delete()
    if not done:
        raise InvitationClosedError
    _tell(by.user_id, "withdrew an invitation", invitation)


def open_invitation(token: str) -> Invitation:
    """The invitation that the token opens. Raises InvitationClosedError."""
    found: Invitation | None = Invitation.objects.filter(token_hash=hash_of(token)).open().first()
    if found is None:
        raise InvitationClosedError
    return found


@transaction.atomic
def accept_invitation(*, token: str, by: Actor, password: str = "") -> User:
    """Give the invited person the role at the school, and an account if they have none.

    Whoever has an account must be signed in to it (`by`): a link alone never opens somebody's account. For
    somebody whom a roll brought in, and who never signed in, it is the way to their first password.
    Raises InvitationClosedError, also for the second of two who follow one link at once, SignInFirstError.
    """
    Invitation.objects.select_for_update().filter(token_hash=hash_of(token)).first()  # one after the other
    invitation = open_invitation(token)
    user = User.objects.filter(email=invitation.email).first()
    if user is not None and user.pk != by.user_id and not may_begin_account(user, invitation):
        raise SignInFirstError
    return _accept(invitation, user, password)


def may_begin_account(user: User, invitation: Invitation) -> bool:
    """Whether the link may give its first password to somebody whom the school has without an account.

    Whoever made the link may have seen it. So it opens nothing at another school, no right over the school
    beyond those of the role that they could give, and where one signs in with more than a password only as
    such a role.
    """
    if has_account(user):
        return False
    school = invitation.school
    if Membership.objects.filter(user=user).exclude(school=school).exists():
        return False
    covered = rights_of(with_wider(invitation.role), school.rights)
    has = rights_at(user.pk, school)
    reaches = needs_second_factor(roles_at(user.pk, school), has)
    is_within = needs_second_factor({invitation.role}, covered) or not reaches
    return is_within and has & kept_rights() <= covered


@transaction.atomic
def accept_proved(addresses: Iterable[str]) -> User | None:
    """Take up every open invitation to these addresses, which a provider says are the person's own.

    The person, now a user who signs in with that provider; None where nobody has invited them.
    """
    found = None
    for invitation in Invitation.objects.filter(email__in=list(addresses)).open():
        found = _accept(invitation, User.objects.filter(email=invitation.email).first(), None)
    return found


def _accept(invitation: Invitation, user: User | None, password: str | None) -> User:
    if user is None:
        user = User.objects.create_user(invitation.email, password, name=invitation.name)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    elif password and not user.has_usable_password():
        user.set_password(password)
        user.save(update_fields=["password"])
        EmailAddress.objects.get_or_create(
            user=user, email=user.email, defaults={"verified": True, "primary": True}
        )
    claimed = (
        Invitation.objects.filter(pk=invitation.pk)
        .open()
        .update(accepted_at=timezone.now(), accepted_by=user)
    )
    if not claimed:
        raise InvitationClosedError
    held = Membership.objects.filter(school=invitation.school, user=user, role=invitation.role).on(today())
    if not held.exists():
        Membership.objects.create(school=invitation.school, user=user, role=invitation.role, from_on=today())
    _tell(user.pk, "joined by invitation", invitation)
    return user


def _tell(by: int | None, verb: str, invitation: Invitation) -> None:
    subject = f"invitation {invitation.pk or 'withdrawn'}"
    record(
        school_id=invitation.school_id, by=by, verb=verb, subject=subject, detail={"role": invitation.role}
    )
