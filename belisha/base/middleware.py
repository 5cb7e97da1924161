from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

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
