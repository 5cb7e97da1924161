"""What people managers change about somebody's name, address and ways to sign in."""

from collections.abc import Sequence

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied
from django.db import transaction

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.audit.verbs import Verb
from belisha.base.clock import today
from belisha.people.accounts.sessions import end_sessions
from belisha.people.accounts.states import has_account
from belisha.people.models import Membership, School, User
from belisha.people.permissions import can_change_sign_in, can_rename
from belisha.people.record import PeopleEvent


@transaction.atomic
def rename_person(*, by: Actor, school: School, user: User, name: str, email: str | None) -> None:
    """Change somebody's name or address. A new address ends their sessions and links to providers.

    Raise PermissionDenied. Changing an address needs the right to change how the person signs in.
    """
    can_rename.check(by, school, user)
    row: User = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    changed = [
        what for what, now, then in (("name", name, row.name), ("email", email, row.email)) if now != then
    ]
    if "email" in changed:
        can_change_sign_in.check(by, school, user)
    if not changed:
        return
    row.name, row.email = name, email
    if "email" in changed:
        row.account = None  # the other account is for the old address
    row.save(update_fields=["name", "email", "account"])
    if "email" in changed:
        EmailAddress.objects.filter(user=row).delete()
        SocialAccount.objects.filter(user=row).delete()
        end_sessions(row.pk)
    _record(by, school, PeopleEvent.CHANGED_PERSON, row, changed=",".join(changed))


@transaction.atomic
def reset_second_factor(*, by: Actor, school: School, user: User) -> None:
    """Remove every second factor and passkey of somebody who has lost theirs, and sign them out.

    They set up a new one when they next sign in. Raise PermissionDenied.
    """
    can_change_sign_in.check(by, school, user)
    _check_has_account(user)
    removed, _ = Authenticator.objects.filter(user=user).delete()
    end_sessions(user.pk)
    _record(by, school, PeopleEvent.RESET_SECOND_FACTOR, user, removed=str(removed))


@transaction.atomic
def reset_second_factor_by_site(*, user: User) -> int:
    """Do the same as whoever runs the site: for the only person who could. Return how many were removed.

    It is on the record of each school where the person has a role, or of the site if there is none.
    """
    removed: int = Authenticator.objects.filter(user=user).delete()[0]
    if not removed:
        return 0
    end_sessions(user.pk)
    schools = Membership.objects.filter(user=user).on(today()).values_list("school", flat=True)
    for school in sorted(set(schools)) or [None]:
        record(
            school_id=school,
            by=None,
            verb=PeopleEvent.RESET_SECOND_FACTOR,
            subject=f"person {user.pk}",
            detail={"removed": str(removed), "by": "the command line of the site"},
        )
    return removed


@transaction.atomic
def end_sessions_by_site(*, users: Sequence[User] | None = None) -> int:
    """Sign people out everywhere, or everybody, as whoever runs the site. Return how many sessions ended.

    It is on the record of each school where one of them has a role, or of the site if there is none.
    """
    sessions = UserSession.objects.all() if users is None else UserSession.objects.filter(user__in=users)
    signed_in = set(sessions.values_list("user", flat=True))
    ended = {user: end_sessions(user) for user in sorted(signed_in)}
    of_school: dict[int | None, int] = {}
    for user, count in ended.items():
        schools = Membership.objects.filter(user=user).on(today()).values_list("school", flat=True)
        for school in sorted(set(schools)) or [None]:
            of_school[school] = of_school.get(school, 0) + count
    for school, count in of_school.items():
        record(
            school_id=school,
            by=None,
            verb=PeopleEvent.ENDED_SESSIONS,
            subject=f"person {users[0].pk}" if users else "everybody",
            detail={"sessions": count, "by": "the command line of the site"},
        )
    return sum(ended.values())


@transaction.atomic
def link_to_new_password(*, by: Actor, school: School, user: User) -> str:
    """Return the key of a link for choosing a new password, for sites that send no mail.

    Raise PermissionDenied.
    """
    can_change_sign_in.check(by, school, user)
    _check_has_account(user)
    _record(by, school, PeopleEvent.MADE_LINK_TO_NEW_PASSWORD, user)
    return f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"


def _check_has_account(user: User) -> None:
    """Raise PermissionDenied if the person has no account: they need an invitation instead."""
    if not has_account(user):
        message = "This person has no account yet. Invite them instead: the link lets them choose a password."
        raise PermissionDenied(message)


def _record(by: Actor, school: School, verb: Verb, user: User, **detail: str) -> None:
    record(school_id=school.pk, by=by.user_id, verb=verb, subject=f"person {user.pk}", detail=detail)
