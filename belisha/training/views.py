"""A person's own training and checks."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belisha.base.clock import today
from belisha.people.actor import actor_of
from belisha.people.shortcuts import own_school_or_404
from belisha.policies.queries import policy_in_force
from belisha.training import actions
from belisha.training.forms import CompletedTrainingForm
from belisha.training.models import TrainingRecord
from belisha.training.pages import asked_clause, related, statuses_for


@login_required
@require_safe
def mine(request: HttpRequest, school: str) -> HttpResponse:
    """Show the reader's requirements and records."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    records = TrainingRecord.objects.filter(school=place, person=actor.user_id).standing()
    context = {
        "school": place,
        "lines": statuses_for(place, actor.user_id or 0, today()),
        "records": records,
        "today": today(),
    }
    return render(request, "training/mine.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, school: str, clause: str) -> HttpResponse:
    """Show one requirement: the clause, what to look at, and a form to complete it."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    in_force = policy_in_force(school)
    recurring = asked_clause(in_force, clause, today()) if in_force else None
    if in_force is None or recurring is None:
        raise Http404
    form = CompletedTrainingForm(request.POST or None, initial={"done_on": today().isoformat()})
    if request.method == "POST" and form.is_valid():
        done = actions.CompletedTraining(clause, recurring.title, **form.cleaned_data)
        actions.record_training(by=actor, school=place, people=[actor.user_id or 0], done=done)
        messages.success(request, f"Recorded: {recurring.title}.")
        return redirect("training:mine", school)
    context = {
        "school": place,
        "in_force": in_force,
        "clause": in_force.policy.by_id[clause],
        "related": related(in_force, recurring),
        "form": form,
    }
    return render(request, "training/item.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def withdraw(request: HttpRequest, school: str, entry: int) -> HttpResponse:
    """Withdraw a mistaken record."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    found = get_object_or_404(TrainingRecord.objects.filter(school=place).visible_to(actor), pk=entry)
    actions.withdraw_training(by=actor, entry=found, why=request.POST.get("why", ""))
    messages.success(request, "Taken back. It is asked again.")
    if found.person_id == actor.user_id:
        return redirect("training:mine", school)
    return redirect("training:person", school, found.person_id)
