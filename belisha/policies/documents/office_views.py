from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from belisha.base.clock import today
from belisha.people.actor import actor_of
from belisha.people.offices.holders import OfficeStatus
from belisha.people.roles import role_label
from belisha.people.shortcuts import own_school_or_404
from belisha.policies.documents.offices import office_coverage
from belisha.policies.permissions import check_can_see_offices
from belisha.policies.queries import policy_in_force


@login_required
@require_safe
def offices_held(request: HttpRequest, school: str) -> HttpResponse:
    """Show each office that the policy relies on: who holds it, who deputises, which clauses rely on it."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    check_can_see_offices(actor, place)
    found = policy_in_force(school)
    rows = office_coverage(place, found.policy, today()) if found else ()
    context = {
        "school": place,
        "rows": sorted(rows, key=lambda each: not each.is_gap),
        "gaps": sum(each.is_gap for each in rows),
        "has_policy": found is not None,
        "may_fill": actor.may("look-after-people", place.pk),
        "Held": OfficeStatus,
        "role_label": role_label,
    }
    return render(request, "policies/office_holders.html", context)
