"""The pages in the footer: privacy, accessibility and contact, each made from the settings in use."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from belisha.people.queries import school_by_slug
from belisha.people.roles import role_label
from belisha.policies.queries import policy_in_force
from belisha.policies.statements.privacy import data_practice
from belisha.rules.errors import PolicyError


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what the site stores about people and for how long, as it is set up."""
    return render(request, "policies/privacy.html", {"practice": data_practice()})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show how far the site is accessible, and what to do about a problem."""
    return render(request, "policies/accessibility.html", {"address": settings.SITE_ADDRESS})


@require_safe
def contact(request: HttpRequest, school: str) -> HttpResponse:
    """Show how to reach a school: its website, the people to ask, and the private form."""
    place = school_by_slug(school)
    if place is None:
        raise Http404
    try:
        found = policy_in_force(school)
    except PolicyError:
        found = None  # the way to the school stays open while its policy cannot be read
    context = {
        "school": place,
        "ask_whom": [role_label(role) for role in found.policy.control.ask_whom] if found else [],
        "has_policy": found is not None,
    }
    return render(request, "policies/school_contact.html", context)
