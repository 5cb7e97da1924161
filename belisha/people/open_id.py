"""Signing in with Google, Microsoft or a trust's own provider: for people whom a school knows already."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.shortcuts import render

from belisha.audit.actions import record
from belisha.people.actions import accept_proved
from belisha.people.models import User


class OpenIDAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Lets in only who was invited, or is known, by an address that the provider says was proved."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the person by a proved address; a stranger gets a page that says what to do."""
        proved = [each.email.lower() for each in sociallogin.email_addresses if each.verified]
        if not sociallogin.is_existing:
            found = accept_proved(proved) or User.objects.filter(email__in=proved, is_active=True).first()
            if found is None:
                self._refuse(request, sociallogin, has_proved=bool(proved))
            sociallogin.connect(request, found)
        else:
            accept_proved(proved)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002
        """Nobody signs up by themselves: a school invites."""
        return False

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """The site writes only what its outbox holds."""

    def _refuse(self, request: HttpRequest, sociallogin: Any, *, has_proved: bool) -> None:
        provider = sociallogin.account.provider
        why = "no school knows the address" if has_proved else "the address was not proved"
        record(school_id=None, by=None, verb="signed in with a provider", subject=provider[:40], refused=why)
        context = {"has_proved": has_proved, "name": sociallogin.provider.name}
        raise ImmediateHttpResponse(render(request, "people/stranger.html", context, status=403))
