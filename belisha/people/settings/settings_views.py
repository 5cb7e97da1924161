"""The settings pages of a school: its facts, terms, rights, and the bodies with oversight of it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belisha.access.actor import Actor
from belisha.access.rights import load_rights
from belisha.base.text import capital
from belisha.people.actor import actor_of
from belisha.people.memberships.essential_rights import LastHolderError
from belisha.people.models import AsksOnJoining, Oversight, School, Term
from belisha.people.offices.right_holders import holders_of_right
from belisha.people.permissions import can_set_up
from belisha.people.queries import right_holders_today
from belisha.people.roles import all_role_groups, role_label
from belisha.people.settings import actions
from belisha.people.settings.actions import SETTINGS_FIELDS, TermRefusedError
from belisha.people.settings.forms import (
    PHASES,
    BodyForm,
    RightHoldersForm,
    SchoolForm,
    TermCalendarForm,
    TermForm,
)
from belisha.people.settings.term_calendar import CalendarTerm
from belisha.people.shortcuts import bound_data, own_school_or_404


def _school(request: HttpRequest, slug: str) -> tuple[Actor, School]:
    actor = actor_of(request)
    place = own_school_or_404(actor, slug)
    can_set_up.check(actor, place)
    return actor, place


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def school_settings(request: HttpRequest, school: str) -> HttpResponse:
    """Show and change the facts of the school; link to its terms, rights and bodies."""
    actor, place = _school(request, school)
    initial = {name: getattr(place, name) for name in SETTINGS_FIELDS}
    form = SchoolForm(bound_data(request), initial=initial, school=place)
    if request.method == "POST" and form.is_valid():
        actions.change_settings(by=actor, school=place, **form.cleaned_data)
        messages.success(request, "Settings saved.")
        return redirect("people:settings", school=school)
    context: dict[str, Any] = {
        "school": place,
        "form": form,
        "phases": (("", tuple((phase, phase) for phase in PHASES)),),
        "joining_choices": [(value, label, "") for value, label in AsksOnJoining.choices],
        "terms": Term.objects.visible_to(actor).filter(school=place),
        "bodies": _bodies(actor, place),
    }
    return render(request, "people/settings.html", context, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest, school: str, term: int | None = None) -> HttpResponse:
    """List the school's terms; add one, or change `term`."""
    actor, place = _school(request, school)
    rows = Term.objects.visible_to(actor).filter(school=place)
    own = get_object_or_404(rows, pk=term) if term else None
    initial = {"name": own.name, "starts_on": own.starts_on, "ends_on": own.ends_on} if own else {}
    form = TermForm(bound_data(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_term(by=actor, school=place, term=own, **form.cleaned_data)
        except TermRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{form.cleaned_data['name']} saved.")
            return redirect("people:terms", school=school)
    context = {"school": place, "form": form, "terms": rows, "own": own}
    return render(request, "people/terms.html", context, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def terms_from_calendar(request: HttpRequest, school: str) -> HttpResponse:
    """Read terms from a calendar file and show them; add those that are ticked."""
    actor, place = _school(request, school)
    form = TermCalendarForm(bound_data(request), request.FILES or None)
    if request.method == "POST" and "add" in request.POST:
        added, refused = actions.add_terms(by=actor, school=place, terms=_ticked_terms(request))
        for sentence in refused:
            messages.error(request, sentence)
        if added:
            messages.success(request, f"Added {', '.join(term.name for term in added)}.")
        return redirect("people:terms", school=school)
    context: dict[str, Any] = {"school": place, "form": form, "found": ()}
    if request.method == "POST" and form.is_valid():
        context["found"] = actions.compare_terms(place, form.cleaned_data["calendar"])
    return render(request, "people/terms_from_calendar.html", context, status=400 if form.errors else 200)


def _ticked_terms(request: HttpRequest) -> list[CalendarTerm]:
    """Return the terms that were ticked, each checked as one that is typed."""
    found = []
    for ticked in request.POST.getlist("term"):
        name, starts_on, ends_on = ([*ticked.split("|"), "", ""])[:3]
        form = TermForm({"name": name, "starts_on": starts_on, "ends_on": ends_on})
        if form.is_valid():
            found.append(CalendarTerm(**form.cleaned_data))
    return found


@login_required
@require_POST
def remove_term(request: HttpRequest, school: str, term: int) -> HttpResponse:
    """Delete a term."""
    actor, place = _school(request, school)
    own = get_object_or_404(Term.objects.visible_to(actor), pk=term, school=place)
    actions.remove_term(by=actor, term=own)
    messages.success(request, f"{own.name} removed.")
    return redirect("people:terms", school=school)


@login_required
@require_safe
def rights(request: HttpRequest, school: str) -> HttpResponse:
    """List each right, the roles that have it, and who that is today."""
    _, place = _school(request, school)
    people = right_holders_today(place)
    rows = [
        (right, _labels(place, right.id), right.id in place.rights, people[right.id])
        for right in load_rights().values()
    ]
    context = {"school": place, "rows": rows}
    return render(request, "people/rights.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def right(request: HttpRequest, school: str, right: str) -> HttpResponse:
    """Set which roles have a right."""
    actor, place = _school(request, school)
    found = load_rights().get(right)
    if found is None:
        raise Http404
    roles = [role for group in all_role_groups() for role in group.roles]
    form = RightHoldersForm(bound_data(request), roles=roles)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["holders"]
        own = None if set(chosen) == set(found.holders) or "as-library" in request.POST else chosen
        try:
            actions.set_holders(by=actor, school=place, right=right, holders=own)
        except LastHolderError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{capital(found.label)}: saved.")
            return redirect("people:rights", school=school)
    context = {
        "school": place,
        "form": form,
        "right": found,
        "groups": all_role_groups(),
        "role_label": role_label,
        "chosen": request.POST.getlist("holders") if form.errors else holders_of_right(place, right),
        "is_own": right in place.rights,
    }
    return render(request, "people/right.html", context, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bodies(request: HttpRequest, school: str) -> HttpResponse:
    """List the trust or HR bodies with oversight of the school, and name one."""
    actor, place = _school(request, school)
    form = BodyForm(bound_data(request), school=place)
    if request.method == "POST" and form.is_valid():
        actions.add_body(by=actor, school=place, body=form.cleaned_data["body"])
        messages.success(request, f"{form.cleaned_data['body'].name} added.")
        return redirect("people:bodies", school=school)
    choices = (("", tuple((str(each.pk), each.name) for each in form.fields["body"].queryset)),)  # type: ignore[attr-defined]
    context = {"school": place, "form": form, "bodies": _bodies(actor, place), "choices": choices}
    return render(request, "people/bodies.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def end_body(request: HttpRequest, school: str, oversight: int) -> HttpResponse:
    """End a body's oversight of the school."""
    actor, place = _school(request, school)
    own = get_object_or_404(Oversight.objects.visible_to(actor), pk=oversight, school=place)
    actions.end_body(by=actor, oversight=own)
    messages.success(request, f"{own.body.name} removed.")
    return redirect("people:bodies", school=school)


def _bodies(actor: Actor, place: School) -> Any:
    rows = Oversight.objects.visible_to(actor).filter(school=place, to_on__isnull=True)
    return rows.select_related("body")


def _labels(place: School, right: str) -> str:
    return capital(", ".join(role_label(role) for role in holders_of_right(place, right)))
