"""The set-up pages of a school: its facts, terms, rights, and the bodies over it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belisha.access.actor import Actor
from belisha.access.rights import load_rights
from belisha.base.words import capital
from belisha.people import set_up_actions
from belisha.people.actor import actor_of
from belisha.people.lasting import LastOneError
from belisha.people.models import AsksOnJoining, Oversight, School, Term
from belisha.people.permissions import check_can_set_up
from belisha.people.posted import posted
from belisha.people.queries import holders_today
from belisha.people.roles import role_label, word_groups
from belisha.people.set_up_actions import FACTS, TermRefusedError
from belisha.people.set_up_forms import PHASES, BodyForm, HoldersForm, SchoolForm, TermForm
from belisha.people.sources import own_school_or_404
from belisha.people.standing_for import holders_of_right


def _place(request: HttpRequest, slug: str) -> tuple[Actor, School]:
    actor = actor_of(request)
    place = own_school_or_404(actor, slug)
    check_can_set_up(actor, place)
    return actor, place


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest, school: str) -> HttpResponse:
    """The facts of the school, and the way to its terms, rights and bodies."""
    actor, place = _place(request, school)
    initial = {name: getattr(place, name) for name in FACTS}
    form = SchoolForm(posted(request), initial=initial, school=place)
    if request.method == "POST" and form.is_valid():
        set_up_actions.set_up_school(by=actor, school=place, **form.cleaned_data)
        messages.success(request, "The school’s settings are saved.")
        return redirect("people:set_up", school=school)
    context: dict[str, Any] = {
        "school": place,
        "form": form,
        "phases": (("", tuple((phase, phase) for phase in PHASES)),),
        "joining_choices": [(value, label, "") for value, label in AsksOnJoining.choices],
        "terms": Term.objects.visible_to(actor).filter(school=place),
        "bodies": _bodies(actor, place),
    }
    return render(request, "people/set_up.html", context, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest, school: str, term: int | None = None) -> HttpResponse:
    """The school's terms, and a form to add one or to change `term`."""
    actor, place = _place(request, school)
    rows = Term.objects.visible_to(actor).filter(school=place)
    own = get_object_or_404(rows, pk=term) if term else None
    initial = {"name": own.name, "starts_on": own.starts_on, "ends_on": own.ends_on} if own else {}
    form = TermForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            set_up_actions.set_term(by=actor, school=place, term=own, **form.cleaned_data)
        except TermRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{form.cleaned_data['name']} is saved.")
            return redirect("people:terms", school=school)
    context = {"school": place, "form": form, "terms": rows, "own": own}
    return render(request, "people/terms.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def remove_term(request: HttpRequest, school: str, term: int) -> HttpResponse:
    """Take a term out."""
    actor, place = _place(request, school)
    own = get_object_or_404(Term.objects.visible_to(actor), pk=term, school=place)
    set_up_actions.remove_term(by=actor, term=own)
    messages.success(request, f"{own.name} is removed.")
    return redirect("people:terms", school=school)


@login_required
@require_safe
def rights(request: HttpRequest, school: str) -> HttpResponse:
    """Who may do what, on one screen: each right, the roles that hold it, and who that is today."""
    _, place = _place(request, school)
    people = holders_today(place)
    rows = [
        (right, _labels(place, right.id), right.id in place.rights, people[right.id])
        for right in load_rights().values()
    ]
    context = {"school": place, "rows": rows}
    return render(request, "people/rights.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def right(request: HttpRequest, school: str, right: str) -> HttpResponse:
    """Which roles hold one right."""
    actor, place = _place(request, school)
    found = load_rights().get(right)
    if found is None:
        raise Http404
    roles = [role for group in word_groups() for role in group.roles]
    form = HoldersForm(posted(request), roles=roles)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["holders"]
        own = None if set(chosen) == set(found.holders) or "as-library" in request.POST else chosen
        try:
            set_up_actions.set_holders(by=actor, school=place, right=right, holders=own)
        except LastOneError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{capital(found.label)}: saved.")
            return redirect("people:rights", school=school)
    context = {
        "school": place,
        "form": form,
        "right": found,
        "groups": word_groups(),
        "role_label": role_label,
        "chosen": request.POST.getlist("holders") if form.errors else holders_of_right(place, right),
        "is_own": right in place.rights,
    }
    return render(request, "people/right.html", context, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bodies(request: HttpRequest, school: str) -> HttpResponse:
    """The trust or HR body over the school."""
    actor, place = _place(request, school)
    form = BodyForm(posted(request), school=place)
    if request.method == "POST" and form.is_valid():
        set_up_actions.add_body(by=actor, school=place, body=form.cleaned_data["body"])
        messages.success(request, f"{form.cleaned_data['body'].name} is named.")
        return redirect("people:bodies", school=school)
    choices = (("", tuple((str(each.pk), each.name) for each in form.fields["body"].queryset)),)  # type: ignore[attr-defined]
    context = {"school": place, "form": form, "bodies": _bodies(actor, place), "choices": choices}
    return render(request, "people/bodies.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def end_body(request: HttpRequest, school: str, oversight: int) -> HttpResponse:
    """Say that a body no longer stands over the school."""
    actor, place = _place(request, school)
    own = get_object_or_404(Oversight.objects.visible_to(actor), pk=oversight, school=place)
    set_up_actions.end_body(by=actor, oversight=own)
    messages.success(request, f"{own.body.name} no longer stands over the school here.")
    return redirect("people:bodies", school=school)


def _bodies(actor: Actor, place: School) -> Any:
    rows = Oversight.objects.visible_to(actor).filter(school=place, to_on__isnull=True)
    return rows.select_related("body")


def _labels(place: School, right: str) -> str:
    return capital(", ".join(role_label(role) for role in holders_of_right(place, right)))
