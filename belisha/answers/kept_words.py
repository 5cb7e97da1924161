"""Keep the words of a question for a few minutes in the asker's own browser, so that they can be changed.

They stand in no address and in no record of the site; the browser alone has them, in a signed cookie.
"""

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from belisha.answers.left_out import without_details
from belisha.base.cookies import SiteCookie

KEPT_FOR = 10 * 60
COOKIE = SiteCookie(
    "belisha_question", "keeps the words of your last question, so that you can change them", KEPT_FOR, True
)
SALT = "belisha_question"


def keep_words(response: HttpResponse, request: HttpRequest, path: str) -> HttpResponse:
    """Keep the words of a posted question; a choice from lists, which has none, lets the last ones go.

    Numbers, addresses and names of people are left out.

    The reply to a follow-up question belongs to the same words.
    """
    if words := without_details(request.POST.get("q", "")):
        COOKIE.keep(response, signing.dumps(words, salt=SALT, compress=True), path)
    elif "about" not in request.POST:
        COOKIE.forget(response, path)
    return response


def kept_words(request: HttpRequest) -> str:
    """Return the words of the last question; empty after ten minutes, or where the cookie was changed."""
    try:
        words = signing.loads(COOKIE.read(request), salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return ""
    return words if isinstance(words, str) else ""


def forget_words(response: HttpResponse, school: str) -> HttpResponse:
    """Let the browser forget the last question."""
    COOKIE.forget(response, reverse("answers:ask", args=[school]))
    return response
