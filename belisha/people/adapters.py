"""How the library of accounts behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from belisha.people.sealing import seal, unseal
from belisha.people.second_factor import is_last_needed
from belisha.people.sessions import has_left

WRONG_PASSWORD = "The e-mail address or the password is not right. Try again, or set a new password."
WRONG_CODE = (
    "The code is not right. Enter the six digits that the app shows now, or a recovery code that you have "
    "not used yet."
)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Invitation only."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG_PASSWORD,
        "enter_current_password": "Enter the password that you use now.",
        "incorrect_password": "The password is not right. Try again.",
        "too_many_login_attempts": "Too many tries. Wait some minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Nobody signs up by themselves: a school invites."""
        return False

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Nobody signs in whose last role has ended: a page says so, and nothing else of them."""
        if has_left(user.pk):
            clear_login(request)
            return render(request, "people/role_ended.html", status=403)
        found: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return found

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The pages say themselves what happened."""


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the secrets of second factors sealed in the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return seal(text)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """The last second factor stays while an office or a right asks for one."""
        return not is_last_needed(authenticator)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret."""
        return unseal(encrypted_text)
