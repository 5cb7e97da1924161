from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

from belisha.audit.actions import record_refusal
from belisha.base.middleware import GetResponse

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


class RefusalAuditMiddleware:
    """Record when a guard refuses something that a signed-in person tried to do.

    Django calls `process_exception` after the view's transaction has been rolled back, so the record stays.
    It holds the page, the ids in its address and the reason, but nothing that was typed.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Record a PermissionDenied on a request that could have changed something, once."""
        user, match = getattr(request, "user", None), request.resolver_match
        if (
            not isinstance(exception, PermissionDenied)
            or getattr(exception, "is_recorded", False)
            or request.method in SAFE
            or match is None
            or user is None
            or not user.is_authenticated
        ):
            return
        record_refusal(
            school_id=_school_of(match),
            by=user.pk,
            verb="tried what they may not do",
            subject=_subject(match),
            reason=str(exception),
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
