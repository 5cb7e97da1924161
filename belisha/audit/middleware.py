from hashlib import sha256

from django.apps import apps
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

from belisha.audit.actions import record_refusal
from belisha.audit.record import AuditEvent
from belisha.base.middleware import GetResponse

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
# A page that somebody may not see is recorded once in this many seconds, however often they ask for it.
ONCE_IN = 15 * 60
# So many pages that are not there, within so many seconds, look like trying one number after the other.
MANY_MISSING, MISSING_WITHIN = 30, 10 * 60


class RefusalAuditMiddleware:
    """Record when a guard refuses something that a signed-in person tried to do or to see.

    Also when they ask for very many pages that are not there, as somebody does who looks for others' things.
    Django calls `process_exception` after the view's transaction has been rolled back, so the record stays.
    It holds the page, the ids in its address and the reason, but nothing that was typed.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        response = self.get_response(request)
        if response.status_code == 404:
            _count_missing(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Record a PermissionDenied on a request that could have changed something, once."""
        user, match = getattr(request, "user", None), request.resolver_match
        if (
            not isinstance(exception, PermissionDenied)
            or getattr(exception, "is_recorded", False)
            or match is None
            or user is None
            or not user.is_authenticated
        ):
            return
        verb, subject = AuditEvent.TRIED_WHAT_THEY_MAY_NOT_DO, _subject(match)
        if request.method in SAFE:
            verb = AuditEvent.ASKED_FOR_WHAT_THEY_MAY_NOT_SEE
            if not cache.add(f"refused-{user.pk}-{_hash_of(subject)}", value=True, timeout=ONCE_IN):
                return
        record_refusal(
            school_id=_school_of(match), by=user.pk, verb=verb, subject=subject, reason=str(exception)
        )


def _hash_of(subject: str) -> str:
    """Return a short name for a subject, which may hold characters that a cache's key may not."""
    return sha256(subject.encode()).hexdigest()[:16]


def _count_missing(request: HttpRequest) -> None:
    """Count a page that was not there, and record it once that a person has asked for very many of them."""
    user, match = getattr(request, "user", None), request.resolver_match
    if user is None or not user.is_authenticated or match is None:
        return
    key = f"missing-{user.pk}"
    if cache.add(key, 1, timeout=MISSING_WITHIN):
        return
    try:
        count = cache.incr(key)
    except ValueError:  # it has ended in between
        return
    if count == MANY_MISSING:
        record_refusal(
            school_id=_school_of(match),
            by=user.pk,
            verb=AuditEvent.ASKED_FOR_MANY_THINGS_THAT_ARE_NOT_THERE,
            subject=_subject(match),
            reason=f"{MANY_MISSING} pages within {MISSING_WITHIN // 60} minutes",
        )


def _school_of(match: ResolverMatch) -> int | None:
    """Return the id of the school in the address. The model is found by name: people is a floor above."""
    slug = match.kwargs.get("school")
    if not slug:
        return None
    found: int | None = (
        apps.get_model("people", "School").objects.filter(slug=slug).values_list("pk", flat=True).first()
    )
    return found


def _subject(match: ResolverMatch) -> str:
    """Return the page and the ids in its address. Words are left out: they may be a link's token."""
    numbers = [f"{name} {value}" for name, value in match.kwargs.items() if isinstance(value, int)]
    return ", ".join((match.view_name, *numbers))[:250]
