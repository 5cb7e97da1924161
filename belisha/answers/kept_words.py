"""Keep the words of a question for a few minutes in the asker's own browser, so that they can be changed.

They stand in no address and in no record of the site; the browser alone has them, in a signed cookie.
"""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

COOKIE = "belisha_question"
KEPT_FOR = 10 * 60


def keep_words(response: HttpResponse, request: HttpRequest, path: str) -> HttpResponse:
    """Keep the words of a posted question; a choice from lists, which has none, lets the last ones go.

    The reply to a follow-up question belongs to the same words.
    """
    if words := request.POST.get("q", ""):
        response.set_cookie(
            COOKIE,
            signing.dumps(words, salt=COOKIE, compress=True),
            max_age=KEPT_FOR,
            path=path,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    elif "about" not in request.POST:
        response.delete_cookie(COOKIE, path=path)
    return response


def kept_words(request: HttpRequest) -> str:
    """Return the words of the last question; empty after ten minutes, or where the cookie was changed."""
    try:
        words = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=KEPT_FOR)
    except signing.BadSignature:
        return ""
    return words if isinstance(words, str) else ""


def forget_words(response: HttpResponse, school: str) -> HttpResponse:
    """Let the browser forget the last question."""
    response.delete_cookie(COOKIE, path=reverse("answers:ask", args=[school]))
    return response
