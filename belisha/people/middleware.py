"""Before every page: whether the session still holds, and whether the person has signed in with enough."""

import time
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse

from belisha.access.actor import ANYBODY
from belisha.base.middleware import GetResponse
from belisha.people.actor import actor_of
from belisha.people.device_session import device_session
from belisha.people.second_factor import lacks_second_factor
from belisha.people.sessions import has_left
from belisha.people.shared_devices import is_still_open

SEEN = "seen"
SEEN_EVERY = 5 * 60  # a page writes to the session no more often than this
OWN_PAGES = "account/"  # where one signs in, out, and sets up a second factor
SIGN_OUT = "account_logout"


class SigningIn:
    """Ends sessions that no longer hold, and asks for a second factor where an office or a right needs one.

    Until it is set up the person is nobody: what is public stays open to them, what is not leads to setting
    it up. Nothing has to be listed for that.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign out whose session is over, pass the request on, and lead on from a page that was closed."""
        if request.user.is_authenticated:
            ended = _ended(request)
            if ended is not None:
                return ended
        is_shared = device_session(request.session) is not None
        response = self.get_response(request)
        if is_shared:
            # Whoever comes next to the device goes back in the browser and finds nothing of this person.
            response.headers["Cache-Control"] = "private, no-store"
        if getattr(request, "needs_second_factor", False) and _was_closed(response):
            where = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
            return redirect(f"{reverse('second_factor_needed')}?{where}".rstrip("?"))
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:  # noqa: ARG002
        """Keep the pages of an account from a shared device; treat who lacks a second factor as nobody."""
        if not request.user.is_authenticated or request.resolver_match is None:
            return None
        is_own_page = request.resolver_match.route.startswith(OWN_PAGES)
        if device_session(request.session) is not None:
            may_open = not is_own_page or request.resolver_match.view_name == SIGN_OUT
            return None if may_open else render(request, "people/not_on_shared_device.html", status=403)
        if not is_own_page and lacks_second_factor(request, actor_of(request)):
            request.needs_second_factor = True  # type: ignore[attr-defined]
            request.user = AnonymousUser()
            request._actor = ANYBODY  # type: ignore[attr-defined]  # noqa: SLF001
        return None


def _ended(request: HttpRequest) -> HttpResponse | None:
    """Sign out whoever is no longer signed in. A response where they have to be told, else None."""
    kept = device_session(request.session)
    if kept is not None:
        if is_still_open(kept):
            return None
        _sign_out(request)
        return redirect("people:device")
    if _is_idle(request):
        _sign_out(request)
        return None
    if not actor_of(request).places and has_left(request.user.pk or 0):
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
    request._actor = ANYBODY  # type: ignore[attr-defined]  # noqa: SLF001


def _was_closed(response: HttpResponse) -> bool:
    if response.status_code in {403, 404}:
        return True
    where = response.headers.get("Location", "")
    return response.status_code == 302 and where.startswith(resolve_url(settings.LOGIN_URL))
