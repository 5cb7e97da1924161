"""Pages for those who handle complaints and concerns."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from belisha.complaints import actions
from belisha.complaints.encryption import decrypted
from belisha.complaints.entries import entries_for_hearers
from belisha.complaints.forms import ProcedureForm, WordsForm
from belisha.complaints.models import ComplaintsProcedure, HeardBy, Matter
from belisha.complaints.permissions import (
    can_set_procedure,
    check_can_hear,
    check_can_hear_any,
    check_can_set_procedure,
)
from belisha.complaints.states import MATTER_LIFE, OPEN
from belisha.people.actor import actor_of
from belisha.people.models import School
from belisha.people.shortcuts import own_school_or_404

VERBS: dict[str, Any] = {
    "note": actions.note_in_matter,
    "answer": actions.answer_matter,
    "add": actions.add_to_answer,
    "hand_on": actions.hand_on_matter,
}
# What a button does without words.
PLAIN_VERBS: dict[str, Any] = {"close": actions.close_matter, "release": actions.release_matter}
SAID = {
    "answer": "Your answer is sent.",
    "add": "Your addition to the answer is sent.",
    "close": "Closed. It opens again if the sender adds something.",
    "note": "The note is saved.",
    "hand_on": "It is handed on, with everything in it.",
    "release": "It is now with the others.",
}


@login_required
@never_cache
@require_safe
def matters(request: HttpRequest, school: str) -> HttpResponse:
    """List the matters that the person handles, open ones first."""
    actor = actor_of(request)
    place: School = own_school_or_404(actor, school)
    check_can_hear_any(actor, place)
    rows = list(Matter.objects.visible_to(actor).filter(school=place).order_by("answer_due_on", "pk"))
    context = {
        "school": place,
        "open": [row for row in rows if row.state in OPEN and not row.is_quarantined],
        "held_back": [row for row in rows if row.is_quarantined],
        "done": [row for row in rows if row.state not in OPEN and not row.is_quarantined][::-1][:100],
        "procedure": ComplaintsProcedure.objects.filter(school=place).first(),
        "may_set_procedure": can_set_procedure(actor, place),
    }
    return render(request, "complaints/matters.html", context)


@login_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def matter_page(request: HttpRequest, school: str, matter: str) -> HttpResponse:
    """Show one matter; add a note, answer or close it. Each view is recorded."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    found = get_object_or_404(Matter.objects.filter(school=place).visible_to(actor), reference=matter)
    check_can_hear(actor, found)
    form, refused = WordsForm(), ""
    if request.method == "POST":
        try:
            form, is_done = _do(request, actor, found)
        except actions.MatterTransitionError as error:
            is_done, refused = False, str(error)
        if is_done:
            messages.success(request, SAID[request.POST["do"]])
            if request.POST["do"] == "hand_on" and not actor.may(found.other_hearers, place.pk):
                return redirect("complaints:matters", school)
            return redirect("complaints:matter", school, matter)
    # Every time that the words are shown is on the record, a form with errors too.
    actions.record_view(by=actor, matter=found)
    context = {
        "school": place,
        "matter": found,
        "said": entries_for_hearers(found),
        "name": decrypted(found.name),
        "contact": decrypted(found.contact),
        "form": form,
        "refused": refused,
        "can_answer": not MATTER_LIFE.refusal("be answered", found.state),
        "is_answered": found.state not in OPEN,
        "can_hand_on": found.heard_by == HeardBy.SCHOOL or not found.is_about_school,
        "other_hearers": HeardBy(found.other_hearers).label,
        "can_close": not MATTER_LIFE.refusal("be closed", found.state),
    }
    return render(request, "complaints/matter.html", context, status=400 if form.errors or refused else 200)


def _do(request: HttpRequest, actor: Any, matter: Matter) -> tuple[WordsForm, bool]:
    """Run the action of the button. Return the form, and whether it was done."""
    plain = PLAIN_VERBS.get(request.POST.get("do", ""))
    if plain is not None:
        plain(by=actor, matter=matter)
        return WordsForm(), True
    form = WordsForm(request.POST)
    verb = VERBS.get(request.POST.get("do", ""))
    if verb is None or not form.is_valid():
        return form, False
    verb(by=actor, matter=matter, words=form.cleaned_data["words"])
    return form, True


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def procedure(request: HttpRequest, school: str) -> HttpResponse:
    """Say where the school's complaints procedure is found (B56, K58b)."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    check_can_set_procedure(actor, place)
    there = ComplaintsProcedure.objects.filter(school=place).first()
    said = {"title": there.title, "address": there.address, "where": there.where} if there else None
    form = ProcedureForm(request.POST or None, initial=said or {"title": "Complaints procedure"})
    if request.method == "POST" and form.is_valid():
        actions.set_procedure(by=actor, school=place, **form.cleaned_data)
        messages.success(request, "Saved. People see it where they complain, and beside each answer.")
        return redirect("complaints:procedure", school)
    context = {"school": place, "form": form}
    return render(request, "complaints/procedure.html", context, status=400 if form.errors else 200)
