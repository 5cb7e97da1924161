"""What people change in how they sign in, on the record of each school where they have a role."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.db import transaction

from belisha.audit.actions import record
from belisha.base.clock import today
from belisha.people.models import Membership

VERBS = (
    (password_set, "chose a password"),
    (password_changed, "changed their password"),
    (password_reset, "chose a new password by a link"),
    (authenticator_added, "added a way to sign in"),
    (authenticator_removed, "removed a way to sign in"),
    (authenticator_reset, "made new recovery codes"),
)


def keep_record() -> None:
    """Let the library of accounts tell of each change. It is written once the change is made."""
    for signal, verb in VERBS:

        def tell(*, user: Any, verb: str = verb, **told: Any) -> None:
            way = told.get("authenticator")
            _record(user.pk, verb, {"way": str(way.type)} if way is not None else {})

        signal.connect(tell, weak=False, dispatch_uid=verb)


@transaction.atomic
def _record(user: int, verb: str, detail: dict[str, str]) -> None:
    schools = Membership.objects.filter(user=user).on(today()).values_list("school", flat=True)
    # In one order, so that two who write at the same schools wait for each other and not in a ring.
    for school in sorted(set(schools)) or [None]:
        record(school_id=school, by=user, verb=verb, subject=f"person {user}", detail=detail)
