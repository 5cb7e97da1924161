from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.access.rights import essential_rights, rights_of
from belisha.access.sign_in import needs_second_factor, sign_in_rules
from belisha.audit.actions import record
from belisha.audit.verbs import Verb
from belisha.base.clock import today
from belisha.base.row_security import all_schools
from belisha.people.accounts.states import has_account
from belisha.people.accounts.tokens import hash_token, new_token
from belisha.people.models import Invitation, Membership, School, User
from belisha.people.permissions import can_change_sign_in, can_give_role, can_manage_people
from belisha.people.queries import rights_at, roles_at
from belisha.people.record import PeopleEvent
from belisha.people.roles import most_powerful_role, with_ancestors


class InvitationClosedError(Exception):
    """The invitation was accepted or withdrawn, or has expired."""


class SignInFirstError(Exception):
    """The invited person has an account and must sign in to it first."""


class HasAccountError(Exception):
    """The person cannot be invited: they have an account, or no address or role."""


@transaction.atomic
def invite_person(*, by: Actor, school: School, email: str, name: str, role: str) -> tuple[Invitation, str]:
    """Make an invitation. Return it, and the token for its link, which is not stored.

    An earlier open invitation of the same address to the school ends. Raise PermissionDenied.
    """
    can_manage_people.check(by, school)
    can_give_role.check(by, school, role)
    address = email.strip().lower()
    Invitation.objects.filter(school=school, email=address).open().delete()
    token = new_token()
    invitation = Invitation.objects.create(
        school=school,
        email=address,
        name=name.strip(),
        role=role,
        token_hash=hash_token(token),
        invited_by_id=by.user_id,
        expires_at=timezone.now() + sign_in_rules().invitation_holds,
    )
    _record(by.user_id, PeopleEvent.INVITED_SOMEBODY, invitation)
    return invitation, token


@transaction.atomic
def invite_again(*, by: Actor, school: School, user: User) -> tuple[Invitation, str]:
    """Invite somebody of the school who has no account, in the role with the most rights.

    An earlier open invitation ends. Raise PermissionDenied; HasAccountError if they have an account, no
    address or no role.
    """
    can_change_sign_in.check(by, school, user)
    roles = roles_at(user.pk, school)
    if has_account(user) or not user.email or not roles:
        raise HasAccountError
    role = most_powerful_role(roles, school.rights)
    return invite_person(by=by, school=school, email=user.email, name=user.name, role=role)


@transaction.atomic
def withdraw_invitation(*, by: Actor, invitation: Invitation) -> None:
    """Withdraw an open invitation. Raise PermissionDenied, InvitationClosedError."""
    can_manage_people.check(by, invitation.school)
    done, _ = Invitation.objects.filter(pk=invitation.pk).open().delete()
    if not done:
        raise InvitationClosedError
    _record(by.user_id, PeopleEvent.WITHDREW_INVITATION, invitation)


def invitation_by_token(token: str) -> Invitation:
    """Return the open invitation with this token. Raise InvitationClosedError."""
    found: Invitation | None = Invitation.objects.filter(token_hash=hash_token(token)).open().first()
    if found is None:
        raise InvitationClosedError
    return found


def invited_person(invitation: Invitation) -> User | None:
    """Return the person of the school who is invited, or None if the school has nobody with the address.

    Whether other schools know the address makes no difference.
    """
    here = Membership.objects.filter(school=invitation.school).values("user")
    people = User.objects.filter(email=invitation.email, pk__in=here)
    return people.order_by("-is_active", "-last_login", "pk").first()


def account_to_join_with(user: User, invitation: Invitation) -> bool:
    """Return whether somebody signed in as `user` may accept the invitation with that account."""
    person = invited_person(invitation)
    if person is not None and has_account(person):
        return user.pk in (person.pk, person.account_id)
    return user.is_active and user.email == invitation.email and user.account_id is None


@transaction.atomic
def accept_invitation(*, token: str, account: User | None = None, password: str = "") -> User:
    """Give the invited person the role at the school, and a way to sign in if they have none. Return them.

    `account` is the account that somebody with the address is signed in to: it joins the school. Otherwise
    `password` becomes the password of an account for this school. People of the school who have an account
    must be signed in to it: a link alone never opens an account. Raise SignInFirstError, or
    InvitationClosedError, also for the second of two people who accept at once.
    """
    Invitation.objects.select_for_update().filter(token_hash=hash_token(token)).first()  # one at a time
    invitation = invitation_by_token(token)
    if account is not None and account_to_join_with(account, invitation):
        return _accept(invitation, account=account)
    person = invited_person(invitation)
    if person is not None and not may_open_account(person, invitation):
        raise SignInFirstError
    return _accept(invitation, password=password)


def may_open_account(user: User, invitation: Invitation) -> bool:
    """Return whether the link may set the first password of somebody of the school without an account.

    Whoever made the link may have kept it. So it must not open anything at another school, nor an essential
    right beyond those of the invited role, nor a role that needs a second factor unless the invited one does.
    """
    if has_account(user):
        return False
    school = invitation.school
    with all_schools():
        if Membership.objects.filter(user=user).exclude(school=school).exists():
            return False
    covered = rights_of(with_ancestors(invitation.role), school.rights)
    has = rights_at(user.pk, school)
    reaches = needs_second_factor(roles_at(user.pk, school), has)
    is_within = needs_second_factor({invitation.role}, covered) or not reaches
    return is_within and has & essential_rights() <= covered


@transaction.atomic
def accept_for_verified_addresses(addresses: Iterable[str], account: User | None) -> User | None:
    """Accept every open invitation to these addresses, which a provider has verified.

    `account` is what the provider signs in to already. Return it, or the first account that was opened, or
    None if nobody has invited them.
    """
    for invitation in Invitation.objects.filter(email__in=list(addresses)).open().order_by("pk"):
        person = _accept(invitation, account=account)
        account = account or person
    return account


def _accept(invitation: Invitation, *, account: User | None = None, password: str = "") -> User:
    person = invited_person(invitation)
    if person is None:
        person = User.objects.create_user(invitation.email, password or None, name=invitation.name)
    elif password and not person.has_usable_password():
        person.set_password(password)
        person.save(update_fields=["password"])
    if account is not None and account.pk != person.pk and person.account_id is None:
        person.account = account
        person.save(update_fields=["account"])
    claimed = (
        Invitation.objects.filter(pk=invitation.pk)
        .open()
        .update(accepted_at=timezone.now(), accepted_by=person)
    )
    if not claimed:
        raise InvitationClosedError
    held = Membership.objects.filter(school=invitation.school, user=person, role=invitation.role).on(today())
    if not held.exists():
        Membership.objects.create(
            school=invitation.school, user=person, role=invitation.role, from_on=today()
        )
    _record(person.pk, PeopleEvent.JOINED_BY_INVITATION, invitation)
    return person


def _record(by: int | None, verb: Verb, invitation: Invitation) -> None:
    subject = f"invitation {invitation.pk or 'withdrawn'}"
    record(
        school_id=invitation.school_id, by=by, verb=verb, subject=subject, detail={"role": invitation.role}
    )
