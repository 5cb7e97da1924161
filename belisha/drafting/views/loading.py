"""Load what every drafting page needs: the author's school, and a draft."""

from django.http import Http404, HttpRequest

from belisha.access.actor import Actor
from belisha.drafting.permissions import check_can_write
from belisha.drafting.queries import draft_of
from belisha.people.actor import actor_of
from belisha.people.models import School
from belisha.people.shortcuts import own_school_or_404
from belisha.policies.models import PolicyVersion


def authors_school(request: HttpRequest, slug: str) -> tuple[Actor, School]:
    """Return the actor and their school. Raises Http404 for another's, PermissionDenied for those who do
    not write.
    """
    actor = actor_of(request)
    school = own_school_or_404(actor, slug)
    check_can_write(actor, school)
    return actor, school


def draft_or_404(request: HttpRequest, slug: str, version: int) -> tuple[Actor, School, PolicyVersion]:
    """Return the actor, their school, and its version with this id. Raises Http404."""
    actor, school = authors_school(request, slug)
    found = draft_of(actor, school, version)
    if found is None:
        raise Http404
    return actor, school, found
