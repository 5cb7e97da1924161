"""The home page and the state of a school."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from belisha.access.actor import Actor
from belisha.acknowledgements.permissions import can_see_names
from belisha.acknowledgements.permissions import check_can_see_state as check_can_see_acknowledged
from belisha.base.clock import today
from belisha.base.guards import is_allowed
from belisha.dashboard.home import home_page
from belisha.dashboard.induction_page import newcomers_page
from belisha.dashboard.permissions import check_can_bring_in, check_can_see_state
from belisha.dashboard.state import state_page
from belisha.people.actor import actor_of
from belisha.people.models import School
from belisha.people.shortcuts import own_school_or_404
from belisha.policies.permissions import check_can_see_offices
from belisha.training.permissions import can_keep_training, check_can_keep_training


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what the person is asked to do, and the pages of each school where they have a role."""
    return render(request, "dashboard/home.html", home_page(actor_of(request), request.GET.get("page", "")))


@login_required
@require_safe
def school(request: HttpRequest, school: str) -> HttpResponse:
    """Go to the home page as the person that the account is at this school."""
    own_school_or_404(actor_of(request), school)
    return redirect("dashboard:home")


@login_required
@require_safe
def state(request: HttpRequest, school: str) -> HttpResponse:
    """Show the state of the school to those who look after its policy."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    check_can_see_state(actor, place)
    shown = state_page(place, today(), sees_names=_sees_names(actor, place)) | {
        "sees_trained": can_keep_training(actor, place),
        "sees_acknowledged": is_allowed(check_can_see_acknowledged, actor, place),
        "sees_offices": is_allowed(check_can_see_offices, actor, place),
        "sets_up": is_allowed(check_can_bring_in, actor, place),
    }
    return render(request, "dashboard/state.html", shown)


def _sees_names(actor: Actor, school: School) -> bool:
    """Return whether the actor may see by name who has not done what the figures count."""
    return can_keep_training(actor, school) or can_see_names(actor, school)


@login_required
@require_safe
def newcomers(request: HttpRequest, school: str) -> HttpResponse:
    """Show what each role is asked on joining, and the progress of people who joined recently."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    check_can_keep_training(actor, place)
    return render(
        request, "dashboard/newcomers.html", newcomers_page(place, request.GET.get("role", ""), today())
    )
