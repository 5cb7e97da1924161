"""What those who look after people do with somebody's name, address and ways to sign in."""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import PermissionDenied
from django.db import transaction

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.people.account_state import has_account
from belisha.people.models import School, User
from belisha.people.permissions import check_can_change_sign_in, check_can_manage_people
from belisha.people.sessions import end_sessions


@transaction.atomic
def rename_person(*, by: Actor, school: School, user: User, name: str, email: str | None) -> None:
    """Give somebody another name or address. A new address ends their sessions and ties to providers.

    Raises PermissionDenied: an address is changed only by who may change how the person signs in.
    """
    check_can_manage_people(by, school)
    row: User = User.objects.select_for_update().get(pk=user.pk)
    changed = [
        what for what, now, then in (("name", name, row.name), ("email", email, row.email)) if now != then
    ]
    if "email" in changed:
        check_can_change_sign_in(by, school, user)
    if not changed:
        return
    row.name, row.email = name, email
    row.save(update_fields=["name", "email"])
    if "email" in changed:
        EmailAddress.objects.filter(user=row).delete()
        SocialAccount.objects.filter(user=row).delete()
        if email:
            EmailAddress.objects.create(user=row, email=email, verified=True, primary=True)
        end_sessions(row.pk)
    _tell(by, school, "changed a person", row, changed=",".join(changed))


@transaction.atomic
def reset_second_factor(*, by: Actor, school: School, user: User) -> None:
    """Take off every second factor and passkey of somebody who has lost theirs, and sign them out.

    They set up a new one when they next sign in. Raises PermissionDenied.
    """
    check_can_change_sign_in(by, school, user)
    _check_opened(user)
    removed, _ = Authenticator.objects.filter(user=user).delete()
    end_sessions(user.pk)
    _tell(by, school, "reset a second factor", user, removed=str(removed))


@transaction.atomic
def link_to_new_password(*, by: Actor, school: School, user: User) -> str:
    """The key of a link with which somebody chooses a new password, for a site that sends no mail.

    Raises PermissionDenied.
    """
    check_can_change_sign_in(by, school, user)
    _check_opened(user)
    _tell(by, school, "made a link to a new password", user)
    return f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"


def _check_opened(user: User) -> None:
    """PermissionDenied, with a sentence, for somebody without an account: an invitation is their way in."""
    if not has_account(user):
        message = "This person has no account yet. Invite them instead: the link lets them choose a password."
        raise PermissionDenied(message)


def _tell(by: Actor, school: School, verb: str, user: User, **detail: str) -> None:
    record(school_id=school.pk, by=by.user_id, verb=verb, subject=f"person {user.pk}", detail=detail)
