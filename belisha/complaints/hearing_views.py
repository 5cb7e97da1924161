"""For those who hear complaints and concerns."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from belisha.complaints import actions
from belisha.complaints.forms import WordsForm
from belisha.complaints.models import Matter
from belisha.complaints.permissions import check_can_hear, check_can_hear_any
from belisha.complaints.reading import for_hearers
from belisha.complaints.sealed import opened
from belisha.complaints.states import MATTER_LIFE, OPEN
from belisha.people.actor import actor_of
from belisha.people.models import School
from belisha.people.sources import own_school_or_404

VERBS: dict[str, Any] = {
    "note": actions.note_in_matter,
    "answer": actions.answer_matter,
    "add": actions.add_to_answer,
}
SAID = {
    "answer": "Your answer is there for whoever brought it.",
    "add": "What you added to the answer is there for whoever brought it.",
    "close": "Closed. It is taken up again if whoever brought it adds something.",
    "note": "The note is kept.",
}


@login_required
@require_safe
def matters(request: HttpRequest, school: str) -> HttpResponse:
    """What was brought and is heard by the person who looks; open ones first."""
    actor = actor_of(request)
    place: School = own_school_or_404(actor, school)
    check_can_hear_any(actor, place)
    rows = list(Matter.objects.visible_to(actor).filter(school=place).order_by("answer_due_on", "pk"))
    context = {
        "school": place,
        "open": [row for row in rows if row.state in OPEN],
        "done": [row for row in rows if row.state not in OPEN][::-1][:100],
    }
    return render(request, "complaints/matters.html", context)


@login_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def matter_page(request: HttpRequest, school: str, matter: int) -> HttpResponse:
    """One matter: read it, note, answer, close. Each look is on the record."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    found = get_object_or_404(Matter.objects.filter(school=place).visible_to(actor), pk=matter)
    check_can_hear(actor, found)
    form, refused = WordsForm(), ""
    if request.method == "POST":
        try:
            form, is_done = _do(request, actor, found)
        except actions.MatterMoveError as error:
            is_done, refused = False, str(error)
        if is_done:
            messages.success(request, SAID[request.POST["do"]])
            return redirect("complaints:matter", school, matter)
    else:
        actions.note_look(by=actor, matter=found)
    context = {
        "school": place,
        "matter": found,
        "said": for_hearers(found),
        "name": opened(found.name),
        "contact": opened(found.contact),
        "form": form,
        "refused": refused,
        "can_answer": not MATTER_LIFE.refusal("be answered", found.state),
        "is_answered": found.state not in OPEN,
        "can_close": not MATTER_LIFE.refusal("be closed", found.state),
    }
    return render(request, "complaints/matter.html", context, status=400 if form.errors or refused else 200)


def _do(request: HttpRequest, actor: Any, matter: Matter) -> tuple[WordsForm, bool]:
    """What the button says. The form, and whether it was done."""
    if request.POST.get("do") == "close":
        actions.close_matter(by=actor, matter=matter)
        return WordsForm(), True
    form = WordsForm(request.POST)
    verb = VERBS.get(request.POST.get("do", ""))
    if verb is None or not form.is_valid():
        return form, False
    verb(by=actor, matter=matter, words=form.cleaned_data["words"])
    return form, True
