"""Sign in with Google, Microsoft or a trust's own provider, for people whom a school knows."""

import secrets
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from belisha.audit.actions import record
from belisha.people.accounts.invitations import accept_for_verified_addresses
from belisha.people.accounts.states import has_account
from belisha.people.models import User
from belisha.people.record import PeopleEvent


class NonceProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """A provider that is sent a nonce, which its token must bring back (OpenID Connect Core 3.1.2.1)."""

    def redirect(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the provider with a nonce that is kept with the state of this attempt."""
        nonce = secrets.token_urlsafe(24)
        given = kwargs.pop("auth_params", None)
        params = {**(self.get_auth_params() if given is None else given), "nonce": nonce}
        answer: HttpResponse = super().redirect(request, *args, auth_params=params, nonce=nonce, **kwargs)
        return answer


class OpenIDAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Let in only people who are known or invited by an address that the provider has verified."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Return the providers of the settings. None is kept in the database, so it is not asked."""
        del request
        kind = OpenIDConnectProvider.id
        stated = settings.SOCIALACCOUNT_PROVIDERS[kind]["APPS"]
        return [
            SocialApp(provider=kind, **each)
            for each in stated
            if provider in (None, kind, each["provider_id"]) and client_id in (None, each["client_id"])
        ]

    def get_provider(self, *args: Any, **kwargs: Any) -> Any:
        """Return the provider as one that is sent a nonce."""
        found = super().get_provider(*args, **kwargs)
        is_plain = type(found) is OpenIDConnectProvider
        return NonceProvider(found.request, app=found.app) if is_plain else found

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the person by a verified address. Others get a page that says what to do."""
        if not _is_answer_to(sociallogin):
            _record_refusal(sociallogin, "the identity token is not the answer to this attempt")
            provider = sociallogin.provider
            raise ImmediateHttpResponse(render_authentication_error(request, provider))
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
        why = "no school knows the address" if is_verified else "the address was not verified"
        _record_refusal(sociallogin, why)
        context = {"is_verified": is_verified, "name": sociallogin.provider.name}
        raise ImmediateHttpResponse(render(request, "people/unknown_address.html", context, status=403))


def _is_answer_to(sociallogin: Any) -> bool:
    """Return whether the identity token holds this attempt's nonce, and both answers are of one person."""
    told = sociallogin.account.extra_data
    token = told.get("id_token") or {}
    nonce = str(sociallogin.state.get("nonce") or "")
    is_one_person = "userinfo" not in told or told["userinfo"].get("sub") == token.get("sub")
    return bool(nonce) and secrets.compare_digest(nonce, str(token.get("nonce") or "")) and is_one_person


def _record_refusal(sociallogin: Any, why: str) -> None:
    record(
        school_id=None,
        by=None,
        verb=PeopleEvent.SIGNED_IN_WITH_PROVIDER,
        subject=sociallogin.account.provider[:40],
        refused=why,
    )


def _account_with(addresses: list[str]) -> User | None:
    """Return the account with one of these addresses: one that is in use already, or else the oldest."""
    found = User.objects.filter(email__in=addresses, is_active=True, account__isnull=True).order_by("pk")
    return min(found, key=lambda user: not has_account(user), default=None)
