"""Sign in with Google, Microsoft or a trust's own provider, for people whom a school knows."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.shortcuts import render

from belisha.audit.actions import record
from belisha.people.accounts.invitations import accept_for_verified_addresses
from belisha.people.accounts.states import has_account
from belisha.people.models import User
from belisha.people.record import PeopleEvent


class OpenIDAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Let in only people who are known or invited by an address that the provider has verified."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the person by a verified address. Others get a page that says what to do."""
        verified = [each.email.lower() for each in sociallogin.email_addresses if each.verified]
        if not sociallogin.is_existing:
            found = accept_for_verified_addresses(verified, _account_with(verified))
            if found is None:
                self._refuse(request, sociallogin, is_verified=bool(verified))
            sociallogin.connect(request, found)
        else:
            accept_for_verified_addresses(verified, sociallogin.user)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002
        """Return False: people join by invitation only."""
        return False

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing: mail goes through the outbox only."""

    def _refuse(self, request: HttpRequest, sociallogin: Any, *, is_verified: bool) -> None:
        provider = sociallogin.account.provider
        why = "no school knows the address" if is_verified else "the address was not verified"
        record(
            school_id=None,
            by=None,
            verb=PeopleEvent.SIGNED_IN_WITH_PROVIDER,
            subject=provider[:40],
            refused=why,
        )
        context = {"is_verified": is_verified, "name": sociallogin.provider.name}
        raise ImmediateHttpResponse(render(request, "people/unknown_address.html", context, status=403))


def _account_with(addresses: list[str]) -> User | None:
    """Return the account with one of these addresses: one that is in use already, or else the oldest."""
    found = User.objects.filter(email__in=addresses, is_active=True, account__isnull=True).order_by("pk")
    return min(found, key=lambda user: not has_account(user), default=None)
