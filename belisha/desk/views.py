"""What each person sees first."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from belisha.base.clock import today
from belisha.desk.newcomers import newcomers_page
from belisha.desk.pages import my_page, school_page
from belisha.desk.permissions import check_can_see_state
from belisha.desk.state import state_page
from belisha.people.actor import actor_of
from belisha.people.sources import own_school_or_404
from belisha.training.permissions import can_keep_training, check_can_keep_training


@login_required
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """What is asked of me, what I may ask, what changed: at every school where I have a role."""
    return render(request, "desk/me.html", my_page(actor_of(request)))


@login_required
@require_safe
def school(request: HttpRequest, school: str) -> HttpResponse:
    """Everything that the person can do at one school."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    return render(request, "desk/school.html", school_page(actor, place))


@login_required
@require_safe
def state(request: HttpRequest, school: str) -> HttpResponse:
    """How the school stands, for those who look after its policy."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    check_can_see_state(actor, place)
    shown = state_page(place, today()) | {"sees_names": can_keep_training(actor, place)}
    return render(request, "desk/state.html", shown)


@login_required
@require_safe
def newcomers(request: HttpRequest, school: str) -> HttpResponse:
    """What each role is asked on joining, and how far those are who joined lately."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    check_can_keep_training(actor, place)
    return render(request, "desk/newcomers.html", newcomers_page(place, request.GET.get("role", ""), today()))
