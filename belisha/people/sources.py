"""What views load of the people floor."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from belisha.access.actor import Actor
from belisha.people.models import School


def own_school_or_404(actor: Actor, slug: str) -> School:
    """The school with that slug, where the actor belongs to it today; nobody else learns that it is there."""
    school = get_object_or_404(School, slug=slug)
    if school.pk not in actor.school_ids:
        raise Http404
    return school
