import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from belisha.base.middleware import GetResponse
from belisha.people.queries import school_of
from belisha.rules.contradictions import ContradictionError
from belisha.rules.errors import PolicyError

log = logging.getLogger(__name__)


class UnreadablePolicies:
    """A kind page where a school's policy cannot be read: the fault is the text's, not the reader's."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for a policy with mistakes, or with clauses that contradict each other."""
        if not isinstance(exception, PolicyError | ContradictionError):
            return None
        slug = request.resolver_match.kwargs.get("school", "") if request.resolver_match else ""
        log.error("the policy of %s cannot be read:\n%s", slug or "a school", exception)
        return render(request, "policies/unreadable.html", {"school": school_of(slug)}, status=503)
