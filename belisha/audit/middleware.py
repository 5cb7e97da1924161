from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

from belisha.audit.actions import record_refusal
from belisha.base.middleware import GetResponse

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


class RefusalsRecorded:
    """Records that somebody who is signed in tried to do something and a guard refused it.

    Django asks a middleware about an exception after the view's transaction has been rolled back, so that
    the record of the refusal stays. What was typed is not in it: the page, its numbers and the sentence are.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Record a PermissionDenied on a request that would have changed something, once."""
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
    """The id of the school in the address; the model by its name, because people stand above the record."""
    slug = match.kwargs.get("school")
    if not slug:
        return None
    found: int | None = (
        apps.get_model("people", "School").objects.filter(slug=slug).values_list("pk", flat=True).first()
    )
    return found


def _subject(match: ResolverMatch) -> str:
    """The page and the numbers in its address. Words in it are left out: a link's token is one."""
    numbers = [f"{name} {value}" for name, value in match.kwargs.items() if isinstance(value, int)]
    return ", ".join((match.view_name, *numbers))[:250]
