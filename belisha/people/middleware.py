"""Before every page: end sessions that are over, and ask for a second factor where one is needed."""

import time
from contextvars import copy_context
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse

from belisha.access.actor import ANONYMOUS
from belisha.base.middleware import GetResponse
from belisha.base.row_security import narrow
from belisha.people.accounts.second_factor import schools_without_second_factor
from belisha.people.accounts.sessions import has_left
from belisha.people.actor import actor_of
from belisha.people.devices.actions import is_still_open
from belisha.people.devices.sessions import device_session

SEEN = "seen"
SEEN_EVERY = 5 * 60  # a page writes to the session no more often than this
OWN_PAGES = "account/"  # where one signs in, out, and sets up a second factor
SIGN_OUT = "account_logout"


class SignInMiddleware:
    """End sessions that are over, and ask for a second factor where an office or a right needs one.

    Until it is set up the person counts as anonymous at the schools that require it: public pages stay open,
    others lead to setting it up. No page has to be listed for that. Other schools are not affected.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """End a session that is over; else answer, or redirect to setting up a second factor."""
        was_signed_in = request.user.is_authenticated
        response = self._answer(request)
        is_out = was_signed_in and not request.user.is_authenticated
        if is_out and settings.HTTPS and not getattr(request, "needs_second_factor", False):
            # What the browser kept of the person's pages goes too. Browsers heed it on HTTPS alone.
            response.headers.setdefault("Clear-Site-Data", '"cache", "storage"')
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            ended = _ended(request)
            if ended is not None:
                return ended
        is_signed_in = request.user.is_authenticated
        response = self.get_response(request)
        if is_signed_in and "no-store" not in response.headers.get("Cache-Control", ""):
            # Each page has the person's name: it must not be there for whoever uses the computer next.
            response.headers["Cache-Control"] = "private, no-store"
        if getattr(request, "needs_second_factor", False) and _was_closed(response):
            where = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
            return redirect(f"{reverse('second_factor_needed')}?{where}".rstrip("?"))
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:  # noqa: ARG002
        """Refuse account pages on a shared device; treat people who lack a second factor as anonymous."""
        if not request.user.is_authenticated or request.resolver_match is None:
            return None
        is_own_page = request.resolver_match.route.startswith(OWN_PAGES)
        if device_session(request.session) is not None:
            may_open = not is_own_page or request.resolver_match.view_name == SIGN_OUT
            return None if may_open else render(request, "people/not_on_shared_device.html", status=403)
        if not is_own_page:
            _leave_out(request, schools_without_second_factor(request, actor_of(request)))
        return None


class OpenSchools:
    """Open to the view the rows of the school in the address, and of those where the person is today.

    Account pages open all: there somebody is found by an address or a link. Other views that have to look at
    every school are marked with `across_schools`.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the response to the request."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:  # noqa: ARG002
        """Open the schools, for PostgreSQL to hold to (see `belisha.base.row_security`)."""
        is_own_page = request.resolver_match and request.resolver_match.route.startswith(OWN_PAGES)
        if not is_own_page and not hasattr(view, "across_schools"):
            narrow(actor_of(request).school_ids, kwargs.get("school", ""))
        request.view_context = copy_context()  # type: ignore[attr-defined]


def _leave_out(request: HttpRequest, schools: frozenset[int]) -> None:
    """Treat the person as if they were not at `schools`, and as anonymous on the pages of these."""
    if not schools or request.resolver_match is None:
        return
    actor = actor_of(request)
    rest = tuple(held for held in actor.memberships if held.school_id not in schools)
    left_out = {held.school_slug for held in actor.memberships if held.school_id in schools}
    if rest and request.resolver_match.kwargs.get("school") not in left_out:
        request._actor = replace(actor, memberships=rest)  # type: ignore[attr-defined]  # noqa: SLF001
        return
    request.needs_second_factor = True  # type: ignore[attr-defined]
    request.user = AnonymousUser()
    request._actor = ANONYMOUS  # type: ignore[attr-defined]  # noqa: SLF001


def _ended(request: HttpRequest) -> HttpResponse | None:
    """Sign out if the session is over. Return a response if the person has to be told, else None."""
    kept = device_session(request.session)
    if kept is not None:
        if is_still_open(kept):
            return None
        _sign_out(request)
        return redirect("people:device")
    if _is_idle(request):
        _sign_out(request)
        return None
    if not actor_of(request).memberships and has_left(request.user.pk or 0):
        _sign_out(request)
        return render(request, "people/role_ended.html", status=403)
    return None


def _is_idle(request: HttpRequest) -> bool:
    now = int(time.time())
    seen = request.session.get(SEEN)
    if seen is not None and now - seen > settings.BELISHA_IDLE_MINUTES * 60:
        return True
    if seen is None or now - seen > SEEN_EVERY:
        request.session[SEEN] = now
    return False


def _sign_out(request: HttpRequest) -> None:
    logout(request)
    request._actor = ANONYMOUS  # type: ignore[attr-defined]  # noqa: SLF001


def _was_closed(response: HttpResponse) -> bool:
    if response.status_code in {403, 404}:
        return True
    where = response.headers.get("Location", "")
    return response.status_code == 302 and where.startswith(resolve_url(settings.LOGIN_URL))
