from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from belisha.drafting import actions
from belisha.drafting.model_adopters import issued_models
from belisha.drafting.permissions import can_write, check_can_issue
from belisha.people.actor import actor_of
from belisha.people.shortcuts import own_school_or_404
from belisha.policies.models import PolicyDocument


@login_required
@require_safe
def models(request: HttpRequest, school: str) -> HttpResponse:
    """Show the models of a trust or HR body, and the schools that adopted them."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    check_can_issue(actor, place)
    shown = issued_models(place)
    context = {"school": place, "models": shown, "can_write": can_write(actor, place)}
    return render(request, "drafting/models.html", context)


@login_required
@require_POST
def issue(request: HttpRequest, school: str, document: int) -> HttpResponse:
    """Offer a document as a model, or withdraw it."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    check_can_issue(actor, place)
    found = get_object_or_404(PolicyDocument.objects.visible_to(actor), pk=document, school=place)
    if "withdraw" in request.POST:
        actions.withdraw_model(by=actor, document=found)
        messages.success(request, f"“{found.title}” is no longer offered. Schools keep what they have.")
    else:
        actions.issue_model(by=actor, document=found)
        messages.success(request, f"“{found.title}” is a model now: schools can adopt its version in force.")
    return redirect("drafting:models", school=place.slug)
