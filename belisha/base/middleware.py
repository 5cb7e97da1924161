import re
from collections.abc import Callable, Iterable, Iterator
from contextvars import Context, copy_context
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from belisha.base.row_security import all_schools

GetResponse = Callable[[HttpRequest], HttpResponse]
HEADERS = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # Any page may show a person's question or name, so shared caches must not store it.
    "Cache-Control": "private, no-cache",
}


def response_headers(get_response: GetResponse) -> GetResponse:
    """Set headers for which Django has no setting, unless the view has set them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def refuse_programs_without_https(get_response: GetResponse) -> GetResponse:
    """Refuse requests of programs that come without HTTPS, where the site is reached over it.

    They are not redirected as pages are: the token would have been readable on the way each time, unnoticed
    (ASVS 5, 4.1.2).
    """
    theirs = [re.compile(address) for address in settings.SECURE_REDIRECT_EXEMPT]

    def middleware(request: HttpRequest) -> HttpResponse:
        path = request.path_info.lstrip("/")
        if (
            settings.SECURE_SSL_REDIRECT
            and not request.is_secure()
            and any(each.search(path) for each in theirs)
        ):
            said = "Use https. A token that was sent without it may have been read: end it, and make another."
            return JsonResponse({"error": said}, status=403)
        return get_response(request)

    return middleware


def all_schools_until_the_view(get_response: GetResponse) -> GetResponse:
    """Open all schools' rows to the middleware: sign-in has to find out first where somebody belongs.

    `belisha.people.middleware.OpenSchools` then opens to the view only what it may need, and what it streams
    is read under the same.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        with all_schools():
            response = get_response(request)
            if response.streaming:
                context = getattr(request, "view_context", copy_context())
                response.streaming_content = _within(context, response.streaming_content)  # type: ignore[attr-defined]
            return response

    return middleware


def _within(context: Context, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the pieces, each made in `context`."""
    each = iter(pieces)
    end = object()
    while (piece := context.run(next, each, end)) is not end:
        yield cast("bytes", piece)


LARGEST_ID = 2**63 - 1


class RefuseUnstorableInput:
    """Refuse values that a database cannot store: a NUL in text, an integer of more than 64 bits.

    No form or link of ours sends either, and one of the two databases would raise an error.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the response to the request."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:  # noqa: ARG002
        """Raise BadRequest for a NUL in what is sent, Http404 for one or a huge number in the address."""
        if handlers := getattr(view, "upload_handlers", ()):
            # A view that keeps nothing names handlers of its own; they must be set before the POST is read.
            request.upload_handlers = [handler(request) for handler in handlers]
        given = kwargs.values()
        if any(value > LARGEST_ID if isinstance(value, int) else "\0" in str(value) for value in given):
            raise Http404
        sent = (request.GET, request.POST) if request.method == "POST" else (request.GET,)
        if any("\0" in word for data in sent for _, words in data.lists() for word in words):
            message = "a value contains a NUL character"
            raise BadRequest(message)
