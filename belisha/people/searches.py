"""Searches for people: the words stand in the session, and the address has only a code for them.

Addresses are kept by browsers, proxies and logs, and a name in one is personal data there (ASVS 5, 14.2.1).
"""

import secrets
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

SEARCHES = "searches"
MOST_KEPT = 20
LONGEST = 100


def is_search(request: HttpRequest) -> bool:
    """Return whether somebody has posted words to search for."""
    return request.method == "POST" and "q" in request.POST


def search_response(request: HttpRequest, *kept: str) -> HttpResponse:
    """Keep the words posted as `q`, and lead to the same page with their code and the parameters `kept`."""
    words = " ".join(request.POST["q"].split())[:LONGEST]
    asked = {name: value for name in kept if (value := request.POST.get(name) or request.GET.get(name))}
    if words:
        code = secrets.token_urlsafe(6)
        before = list(request.session.get(SEARCHES, {}).items())[-MOST_KEPT + 1 :]
        request.session[SEARCHES] = {**dict(before), code: words}
        asked["search"] = code
    return HttpResponseRedirect(f"{request.path}?{urlencode(asked)}" if asked else request.path)


def searched_words(request: HttpRequest) -> str:
    """Return the words whose code is in the address; empty where this session does not know it."""
    words: str = request.session.get(SEARCHES, {}).get(request.GET.get("search", ""), "")
    return words
