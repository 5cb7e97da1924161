"""How allauth, the library of accounts, behaves here."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ResetPasswordForm
from allauth.account.internal.stagekit import clear_login
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from belisha.people.accounts.attempts import (
    REFUSED_AFTER,
    SLOWER_AFTER,
    PasswordAttempt,
    begin_attempt,
    is_flooded,
    remember_browser,
)
from belisha.people.accounts.encryption import decrypt, encrypt
from belisha.people.accounts.mail import queue_password_reset
from belisha.people.accounts.second_factor import is_last_required
from belisha.people.accounts.sessions import has_left
from belisha.people.accounts.sign_in_audit import record_failed_sign_in
from belisha.people.accounts.states import has_account
from belisha.people.models import User

WRONG_PASSWORD = "The e-mail address or the password is not right. Try again, or set a new password."
WRONG_CODE = (
    "The code is not right. Enter the six digits that the app shows now, or a recovery code that you have "
    "not used yet."
)


def _wait(began: float, seconds: float) -> None:
    """Wait until `seconds` have passed since `began`."""
    time.sleep(max(0.0, began + seconds - time.monotonic()))


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by invitation only."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG_PASSWORD,
        "enter_current_password": "Enter the password that you use now.",
        "incorrect_password": "The password is not right. Try again.",
        "too_many_login_attempts": "Too many attempts. Wait a few minutes, then try again.",
    }

    _attempt: PasswordAttempt | None = None
    _is_flooded = False

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Return False: people join by invitation only."""
        return False

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Refuse people whose last role has ended, with a page that says only that."""
        if has_left(user.pk):
            clear_login(request)
            return render(request, "people/role_ended.html", status=403)
        found: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return found

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt. Raise ValidationError if there were too many wrong passwords."""
        self._attempt = begin_attempt(request, str(credentials.get("email") or ""))
        if self._attempt is None:
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Return the account to sign in to. Refuse a wrong password after the same time for every address."""
        began = time.monotonic()
        found: User | None = super().authenticate(request, **credentials)
        if found is None:
            _wait(began, SLOWER_AFTER if self._is_flooded else REFUSED_AFTER)
        return found

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record the wrong password at the schools of those who have an account with the address."""
        self._is_flooded = is_flooded(request)
        record_failed_sign_in(str(credentials.get("email") or ""), is_flooded=self._is_flooded)

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Return whether it is the password of this very account."""
        request = context.request
        self.pre_authenticate(request, email=user.email or "")
        is_right: bool = user.check_password(password)
        if is_right:
            self._rollback_login_failed_rl_usage()
        else:
            self.authentication_failed(request, email=user.email or "")
        return is_right

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Remember the browser: wrong passwords that others enter elsewhere do not keep its user out."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        remember_browser(request, response, user)
        return response

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:  # noqa: ARG002
        """Put the link to a new password into the outbox."""
        queue_password_reset(user, context["password_reset_url"])

    def _rollback_login_failed_rl_usage(self) -> None:
        if self._attempt is not None:
            self._attempt.take_back()

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Add no message: our pages say what happened."""


class PasswordResetForm(ResetPasswordForm):  # type: ignore[misc]
    """Ask for a link to a new password. The answer takes the same time for every address."""

    def clean_email(self) -> str:
        """Find the accounts with the address: one at each of several schools, perhaps."""
        email: str = self.cleaned_data["email"].strip().lower()
        rows = User.objects.filter(email=email, is_active=True, account__isnull=True)
        self.users = [user for user in rows if has_account(user)]
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Queue a mail for each account. Return the address."""
        began = time.monotonic()
        with transaction.atomic():
            email: str = super().save(request, **kwargs)
        _wait(began, REFUSED_AFTER)
        return email


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Encrypt the secrets of second factors in the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
    }

    def encrypt(self, text: str) -> str:
        """Return the secret encrypted."""
        return encrypt(text)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Return False for the last second factor of somebody who must have one."""
        return not is_last_required(authenticator)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret decrypted."""
        return decrypt(encrypted_text)
