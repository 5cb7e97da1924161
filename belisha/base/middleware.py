from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]
HEADERS = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # Every page may hold what one person asked or who is signed in: shared caches keep none of it.
    "Cache-Control": "private, no-cache",
}


def headers(get_response: GetResponse) -> GetResponse:
    """Set the headers that Django has no setting for, where the view has not set them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


LARGEST_ID = 2**63 - 1


class Keepable:
    """Turns away what a database cannot be asked for: a NUL in a word, a number of more than 64 bits.

    No form or link of ours sends either; one of the two databases would break off over it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:  # noqa: ARG002
        """Raise BadRequest for a NUL, Http404 for a number that nothing here has."""
        if any(isinstance(value, int) and value > LARGEST_ID for value in kwargs.values()):
            raise Http404
        sent = (request.GET, request.POST) if request.method == "POST" else (request.GET,)
        if any("\0" in word for data in sent for _, words in data.lists() for word in words):
            message = "a word that was sent holds a NUL"
            raise BadRequest(message)
