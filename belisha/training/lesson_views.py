"""Lessons on online safety: topic, class and teacher."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.people.actor import actor_of
from belisha.people.models import School, Term
from belisha.people.shortcuts import own_school_or_404
from belisha.policies.queries import policy_in_force
from belisha.training import lesson_actions
from belisha.training.forms import LessonForm
from belisha.training.lesson_forms import AnyonesLessonForm
from belisha.training.lesson_pages import also_said, may_take_back, teachers
from belisha.training.models import Lesson
from belisha.training.periods import period_around
from belisha.training.permissions import can_keep_training, check_can_record_lessons
from belisha.training.queries import classes_without_lesson
from belisha.training.requirements import LESSONS, period_of, recurring_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lessons(request: HttpRequest, school: str) -> HttpResponse:
    """Show this period's lessons and the classes without one; record or withdraw a lesson."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    check_can_record_lessons(actor, place)
    if request.method == "POST" and "take-back" in request.POST:
        return _take_back(request, actor, place)
    in_force = policy_in_force(school)
    asked = recurring_in(in_force, LESSONS, today()) if in_force else []
    is_keeper = can_keep_training(actor, place)
    form = _form(request, actor, place, is_keeper=is_keeper)
    if request.method == "POST" and form.is_valid():
        given = {"taught_by": actor.user_id or 0, **form.cleaned_data}
        clause = asked[0].clause if asked else ""
        count = lesson_actions.record_lesson(by=actor, school=place, clause=clause, **given)
        messages.success(request, "Recorded." if count else "This lesson was recorded already.")
        return redirect("training:lessons", school)
    period = period_of(asked[0], place) if asked else place.regularly_means
    now = period_around(period, today(), Term.objects.filter(school=place))
    rows = Lesson.objects.filter(school=place, withdrawn_at=None).select_related("taught_by")[:200]
    context: dict[str, Any] = {
        "school": place,
        "asked": asked,
        "in_force": in_force,
        "also": also_said(in_force, asked, today()) if in_force else [],
        "now": now,
        "missing": [each for each in classes_without_lesson(place, now, today()) if each],
        "lessons": [(row, may_take_back(actor, row, is_keeper=is_keeper)) for row in rows],
        "form": form,
        "teachers": (("", tuple(teachers(place, today()))),) if is_keeper else (),
    }
    return render(request, "training/lessons.html", context, status=400 if form.errors else 200)


def _form(request: HttpRequest, actor: Actor, place: School, *, is_keeper: bool) -> LessonForm:
    initial = {"taught_on": today().isoformat(), "taught_by": str(actor.user_id)}
    if is_keeper:
        return AnyonesLessonForm(request.POST or None, people=teachers(place, today()), initial=initial)
    return LessonForm(request.POST or None, initial=initial)


def _take_back(request: HttpRequest, actor: Actor, place: School) -> HttpResponse:
    wanted = request.POST["take-back"]
    pk = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 18 else 0
    found = get_object_or_404(Lesson.objects.visible_to(actor), pk=pk, school=place)
    lesson_actions.withdraw_lesson(by=actor, lesson=found)
    messages.success(request, "Taken back.")
    return redirect("training:lessons", place.slug)
