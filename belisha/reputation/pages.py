"""What the pages of this room share: who looks, and how a page is drawn."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from belisha.access.actor import Actor
from belisha.base.page_parts import PlainPage
from belisha.people.actor import actor_of
from belisha.people.models import School
from belisha.people.shortcuts import own_school_or_404
from belisha.reputation.permissions import can_see_reputation


def watcher(request: HttpRequest, slug: str) -> tuple[Actor, School]:
    """Return who looks and the school. Raise Http404 or PermissionDenied."""
    actor = actor_of(request)
    school = own_school_or_404(actor, slug)
    can_see_reputation.check(actor, school)
    return actor, school


def show(request: HttpRequest, school: School, page: PlainPage) -> HttpResponse:
    """Return the page, with status 400 if something on it is wrong."""
    return render(request, "base/parts_page.html", {"school": school, "page": page}, status=page.status)
