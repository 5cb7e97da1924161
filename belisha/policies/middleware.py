import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from belisha.base.middleware import GetResponse
from belisha.people.queries import school_by_slug
from belisha.rules.contradictions import ContradictionError
from belisha.rules.errors import PolicyError

log = logging.getLogger(__name__)


class UnreadablePolicies:
    """Show an explanation if a school's policy cannot be read: the fault lies in the text, not with the
    reader.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page for a policy with errors or with clauses that contradict each other."""
        if not isinstance(exception, PolicyError | ContradictionError):
            return None
        slug = request.resolver_match.kwargs.get("school", "") if request.resolver_match else ""
        log.error("the policy of %s cannot be read:\n%s", slug or "a school", exception)
        return render(request, "policies/unreadable.html", {"school": school_by_slug(slug)}, status=503)
