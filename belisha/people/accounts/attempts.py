"""Limit wrong passwords, so that nobody guesses one and nobody locks others out.

A school is one network address: one person there who enters wrong passwords must not keep the others from
signing in. So wrong passwords are counted for each person and network address together, and for each person
from all browsers that they have not used before. A browser in which they have signed in has a count of its
own: nobody else can use it up. Many wrong passwords from one address only make the answers slower.
"""

import logging
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from belisha.base.cookies import SiteCookie
from belisha.people.models import User

log = logging.getLogger(__name__)
SALT = "belisha_known"
COOKIE = SiteCookie(
    "belisha_known",
    "lets you in from a browser in which you signed in before, when others guess passwords",
    180 * 24 * 60 * 60,
    is_for_a_path=True,
)
MOST_KNOWN = 20
APP = "belisha.people"
RATES = {
    "known": "10/300s/key",  # a browser in which this person has signed in
    "pair": "5/300s/key",  # a person, from one network address
    "person": "50/900s/key",  # a person, from everywhere
    "address": "100/60s/ip",  # wrong passwords from one network address, before answers get slower
}
REFUSED_AFTER = 0.5
"""Seconds until a wrong password is refused, so that the time does not tell how many accounts there are."""
SLOWER_AFTER = 1.0


@dataclass(frozen=True, slots=True)
class PasswordAttempt:
    """A password that is being checked. It counts as wrong until it is taken back."""

    usages: tuple[ratelimit.RateLimitUsage, ...]

    def take_back(self) -> None:
        """Do not count it: the password was right."""
        for usage in self.usages:
            usage.rollback()


def begin_attempt(request: HttpRequest, email: str) -> PasswordAttempt | None:
    """Count an attempt before the password is checked. Return None if there were too many wrong ones."""
    email = email.strip().lower()
    if request.headers.get("X-Forwarded-For") and not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        _tell_of_unnamed_proxy()
    if _is_known(request, email):
        browser = COOKIE.read(request)
        return _count(request, {"known": f"{email} {sha256(browser.encode()).hexdigest()}"})
    if not _consume(request, "all", "", {"all": settings.BELISHA_SIGN_IN_RATE}):
        return None
    return _count(request, {"pair": f"{email} {ratelimit.get_ip(request)}", "person": email})


@cache
def _tell_of_unnamed_proxy() -> None:
    """Log, once for each process, that all people seem to come from one address."""
    log.warning(
        "a proxy forwards requests and BELISHA_PROXIES is 0: everybody seems to come from its address, "
        "so that wrong passwords of one count for all. Set BELISHA_PROXIES to the number of proxies"
    )


def is_flooded(request: HttpRequest) -> bool:
    """Count a wrong password from this network address. Return whether there were very many."""
    return _consume(request, "address", "", RATES) is None


def remember_browser(request: HttpRequest, response: HttpResponse, account: User) -> None:
    """Let the browser be known as one in which this account has signed in."""
    known = [pk for pk in _known_accounts(request) if pk != account.pk]
    COOKIE.keep(response, signing.dumps([account.pk, *known][:MOST_KNOWN], salt=SALT), "/account/")


def _is_known(request: HttpRequest, email: str) -> bool:
    known = _known_accounts(request)
    return bool(known) and User.objects.filter(pk__in=known, email=email).exists()


def _known_accounts(request: HttpRequest) -> list[int]:
    try:
        found = signing.loads(COOKIE.read(request), salt=SALT, max_age=COOKIE.seconds)
    except signing.BadSignature:
        return []
    return [int(pk) for pk in found]


def _count(request: HttpRequest, keys: dict[str, str]) -> PasswordAttempt | None:
    usages = []
    for action, key in keys.items():
        usage = _consume(request, action, key, RATES)
        if usage is None:
            return None
        usages.append(usage)
    return PasswordAttempt(tuple(usages))


def _consume(
    request: HttpRequest, action: str, key: str, rates: dict[str, str]
) -> ratelimit.RateLimitUsage | None:
    found: ratelimit.RateLimitUsage | None = ratelimit.consume(
        request, app=APP, action=action, config=rates, key=key
    )
    return found
