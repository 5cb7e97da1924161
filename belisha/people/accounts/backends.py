"""Sign in by e-mail address and password, where an address may have an account at each of several schools."""

import time

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator

from belisha.people.accounts.second_factor import SECOND_FACTORS
from belisha.people.accounts.sessions import has_left
from belisha.people.models import User


class PasswordBackend(AuthenticationBackend):  # type: ignore[misc]
    """Find the account whose password it is, among all accounts with the address."""

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        rows = User.objects.filter(email=email.strip().lower()).order_by("pk")
        usable = [user for user in rows if user.has_usable_password()]
        matched = [user for user in usable if self._check_password(user, password)]
        if not matched:
            return None
        protected = _with_second_factor(matched)
        chosen = min(
            matched,
            key=lambda user: (has_left(user.pk), user.pk not in protected, _seconds_since_sign_in(user)),
        )
        _link(chosen, [user for user in matched if user.pk not in protected])
        return chosen


def _with_second_factor(users: list[User]) -> frozenset[int]:
    rows = Authenticator.objects.filter(user__in=users, type__in=SECOND_FACTORS)
    return frozenset(rows.values_list("user_id", flat=True))


def _seconds_since_sign_in(user: User) -> float:
    return time.time() - user.last_login.timestamp() if user.last_login else float("inf")


def _link(chosen: User, matched: list[User]) -> None:
    """Let the person reach their other accounts with the same address and password from this one."""
    others = [user.pk for user in matched if user.pk != chosen.pk]
    if others and chosen.account_id is None:
        User.objects.filter(pk__in=others, account__isnull=True, people__isnull=True).update(account=chosen)
