"""Shortcuts for views: load the school of a page, bind a form, draw a QR code."""

import segno
from django.http import Http404, HttpRequest, QueryDict
from django.shortcuts import get_object_or_404

from belisha.access.actor import Actor
from belisha.people.models import School


def own_school_or_404(actor: Actor, slug: str) -> School:
    """Return the school with this slug if the actor belongs to it today.

    Raise Http404 otherwise: nobody else learns whether the school is here.
    """
    school = get_object_or_404(School, slug=slug)
    if school.pk not in actor.school_ids:
        raise Http404
    return school


def bound_data(request: HttpRequest) -> QueryDict | None:
    """Return the data to bind a form to: the POST, even an empty one, or None on other requests."""
    return request.POST if request.method == "POST" else None


def qr_svg(text: str) -> str:
    """Return `text` as the SVG of a QR code, without a size of its own (the style sheet sets it)."""
    return segno.make(text, error="m", micro=False).svg_inline(border=2, omitsize=True)
