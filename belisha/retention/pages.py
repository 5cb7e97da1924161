"""What the pages of this room share: who looks, and how a page is drawn."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.audit.verbs import Verb
from belisha.base.page_parts import PlainPage
from belisha.people.actor import actor_of
from belisha.people.models import School
from belisha.people.shortcuts import own_school_or_404
from belisha.retention.permissions import can_see_data_protection


def keeper(request: HttpRequest, slug: str) -> tuple[Actor, School]:
    """Return who looks and the school. Raise Http404 or PermissionDenied."""
    actor = actor_of(request)
    school = own_school_or_404(actor, slug)
    can_see_data_protection.check(actor, school)
    return actor, school


def show(request: HttpRequest, school: School, page: PlainPage) -> HttpResponse:
    """Return the page, with status 400 if something on it is wrong."""
    context = {"school": school, "page": page}
    return render(request, "base/parts_page.html", context, status=page.status)


def front_link(school: School) -> tuple[str, str]:
    """Return the way back to the front page of this room."""
    return ("Personal data", reverse("retention:front", args=[school.slug]))


def tell_look(actor: Actor, place: School, subject: str, verb: Verb) -> None:
    """Record that somebody looked at a record of this room."""
    record(school_id=place.pk, by=actor.user_id, verb=verb, subject=subject)
