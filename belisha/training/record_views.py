"""Pages for those who keep the training record."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from belisha.base.clock import today
from belisha.people.actor import Actor, actor_of
from belisha.people.models import Membership, School
from belisha.people.shortcuts import own_school_or_404
from belisha.training import actions
from belisha.training.forms import CourseForm
from belisha.training.models import TrainingRecord
from belisha.training.pages import people_choices, statuses_at, statuses_for, tallies, with_names
from belisha.training.permissions import check_can_keep_training


@login_required
@require_safe
def state(request: HttpRequest, school: str) -> HttpResponse:
    """Show the figures of training, clause by clause and group by group, and who is late."""
    actor, place = _keeper(request, school)
    lines = statuses_at(place, today())
    counted = tallies(place, lines, today())
    clauses = list({line.item.recurring.clause: line.item.recurring for line in lines}.values())
    late = [line for line in lines if line.is_late(today())]
    context = {
        "school": place,
        "clauses": [(each, counted[each.clause]) for each in clauses],
        "late": with_names(late),
        "actor": actor,
    }
    return render(request, "training/state.html", context)


@login_required
@require_safe
def not_yet(request: HttpRequest, school: str, clause: str) -> HttpResponse:
    """List by name who has not done what a clause asks, late ones first."""
    _, place = _keeper(request, school)
    lines = [line for line in statuses_at(place, today()) if line.item.recurring.clause == clause]
    if not lines:
        raise Http404
    waiting = [line for line in lines if not line.done_on]
    context = {
        "school": place,
        "recurring": lines[0].item.recurring,
        "waiting": with_names(waiting),
        "done": len(lines) - len(waiting),
        "today": today(),
    }
    return render(request, "training/not_yet.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, school: str) -> HttpResponse:
    """Record a training of several people."""
    actor, place = _keeper(request, school)
    lines = statuses_at(place, today())
    asked = {line.item.recurring.clause: line.item.recurring for line in lines}
    named = people_choices({line.item.person_id for line in lines})
    form = CourseForm(request.POST or None, people=named, initial={"done_on": today().isoformat()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        recurring = asked.get(given.pop("clause"))
        if recurring is None:
            raise Http404
        people = [int(each) for each in given.pop("people")]
        done = actions.CompletedTraining(recurring.clause, recurring.title, **given)
        count = actions.record_training(by=actor, school=place, people=people, done=done)
        messages.success(request, f"Recorded for {count} {'person' if count == 1 else 'people'}.")
        return redirect("training:state", school)
    choices = (("", tuple((each.clause, each.title) for each in asked.values())),)
    context = {"school": place, "form": form, "asked": choices, "people": named}
    return render(request, "training/enter.html", context, status=400 if form.errors else 200)


@login_required
@require_safe
def person(request: HttpRequest, school: str, person: int) -> HttpResponse:
    """Show one person's training."""
    _, place = _keeper(request, school)
    member = Membership.objects.filter(school=place, user=person).select_related("user").first()
    if member is None:
        raise Http404
    context = {
        "school": place,
        "person": member.user,
        "lines": statuses_for(place, person, today()),
        "records": TrainingRecord.objects.filter(school=place, person=person).standing(),
        "today": today(),
    }
    return render(request, "training/person.html", context)


def _keeper(request: HttpRequest, school: str) -> tuple[Actor, School]:
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    check_can_keep_training(actor, place)
    return actor, place
