"""Record how people sign in, and what they change about it, at each school where they have a role today."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set, user_logged_in
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.core.cache import cache
from django.db import transaction

from belisha.audit.actions import record
from belisha.audit.verbs import Verb
from belisha.base.clock import today
from belisha.people.accounts.states import has_account
from belisha.people.models import Membership, User
from belisha.people.record import PeopleEvent

VERBS = (
    (user_logged_in, PeopleEvent.SIGNED_IN),
    (password_set, PeopleEvent.CHOSE_PASSWORD),
    (password_changed, PeopleEvent.CHANGED_THEIR_PASSWORD),
    (password_reset, PeopleEvent.CHOSE_NEW_PASSWORD_BY_LINK),
    (authenticator_added, PeopleEvent.ADDED_WAY_TO_SIGN_IN),
    (authenticator_removed, PeopleEvent.REMOVED_WAY_TO_SIGN_IN),
    (authenticator_reset, PeopleEvent.MADE_NEW_RECOVERY_CODES),
)


def connect() -> None:
    """Connect to allauth's signals, which are sent once a change is made."""
    for signal, verb in VERBS:

        def tell(*, user: Any, verb: Verb = verb, **told: Any) -> None:
            way = told.get("authenticator")
            _record(user.pk, verb, {"way": str(way.type)} if way is not None else {}, by=user.pk)

        signal.connect(tell, weak=False, dispatch_uid=verb)


@transaction.atomic
def record_failed_sign_in(email: str, *, is_flooded: bool) -> None:
    """Record a wrong password at the schools of those who have an account with the address.

    Nothing is recorded of other addresses, but once in a quarter of an hour that there were very many.
    """
    for user in User.objects.filter(email=email.strip().lower(), is_active=True).order_by("pk"):
        if has_account(user):
            _record(user.pk, PeopleEvent.COULD_NOT_SIGN_IN, {}, by=None, refused="wrong password")
    if is_flooded and cache.add("flood-of-passwords", value=True, timeout=15 * 60):
        what = "more than 100 wrong passwords in a minute from one network address"
        record(school_id=None, by=None, verb=PeopleEvent.COULD_NOT_SIGN_IN, subject="sign-in", refused=what)


@transaction.atomic
def _record(user: int, verb: Verb, detail: dict[str, str], *, by: int | None, refused: str = "") -> None:
    schools = Membership.objects.filter(user=user).on(today()).values_list("school", flat=True)
    # In one order, so that two who write at the same schools wait for each other and not in a ring.
    for school in sorted(set(schools)) or [None]:
        record(school_id=school, by=by, verb=verb, subject=f"person {user}", detail=detail, refused=refused)
