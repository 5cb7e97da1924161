"""A person's roles, offices and absences at a school, leaving and coming back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from belisha.access.rights import load_rights
from belisha.base.clock import today
from belisha.people import role_actions
from belisha.people.forms import role_choices
from belisha.people.lasting import LastOneError
from belisha.people.likely import likely_for, likely_managers
from belisha.people.models import Absence, Membership
from belisha.people.people_views import person_of, place_of
from belisha.people.permissions import can_set_up
from belisha.people.posted import posted
from belisha.people.queries import people_at, roles_at
from belisha.people.role_actions import RoleRefusedError
from belisha.people.role_forms import AbsenceForm, FillForm, MembershipForm, NewRoleForm
from belisha.people.roles import is_known_role, is_office, role_groups, role_label
from belisha.people.unfilled_messages import warn_of_unfilled

FOUND = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def give_role(request: HttpRequest, school: str, person: int) -> HttpResponse:
    """Give somebody one more role or office."""
    actor, place, user = person_of(request, school, person)
    form = NewRoleForm(posted(request), school=place, user=user, initial={"from_on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            row = role_actions.give_role(by=actor, school=place, user=user, **form.cleaned_data)
        except RoleRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{user.name} is {role_label(row.role)}.")
            return redirect("people:person", school=school, person=person)
    context = {"school": place, "person": user, "form": form, "row": None, "title": "Give a role or office"}
    return role_page(request, context, may_give_rights=can_set_up(actor, place))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_role(request: HttpRequest, school: str, person: int, membership: int) -> HttpResponse:
    """Change the days and what else belongs to a role; a mistake is mended here."""
    actor, place, user = person_of(request, school, person)
    rows = Membership.objects.visible_to(actor).filter(school=place, user=user)
    row = get_object_or_404(rows.select_related("school", "user", "line_manager"), pk=membership)
    initial = {name: getattr(row, name) for name in role_actions.FIELDS}
    initial["line_manager"] = manager_words(row)
    form = MembershipForm(posted(request), school=place, user=user, initial=initial)
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        if not can_set_up(actor, place):
            del fields["extra_rights"]
        try:
            role_actions.change_role(by=actor, membership=row, **fields)
        except (RoleRefusedError, LastOneError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The role is changed.")
            warn_of_unfilled(request, place, {row.role}, today())
            return redirect("people:person", school=school, person=person)
    title = f"{role_label(row.role)[:1].upper()}{role_label(row.role)[1:]}: {user.name}"
    context = {"school": place, "person": user, "form": form, "row": row, "title": title}
    return role_page(request, context, may_give_rights=can_set_up(actor, place))


@login_required
@require_POST
def remove_role(request: HttpRequest, school: str, person: int, membership: int) -> HttpResponse:
    """Take back a role that was given by mistake."""
    actor, place, user = person_of(request, school, person)
    rows = Membership.objects.visible_to(actor).filter(school=place, user=user)
    row = get_object_or_404(rows.select_related("school"), pk=membership)
    if rows.count() == 1:
        messages.error(request, "This is their only role. If they have left, choose “Has left”.")
        return redirect("people:person", school=school, person=person)
    try:
        role_actions.remove_role(by=actor, membership=row)
    except LastOneError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The role is taken back, as if it had never been given.")
        warn_of_unfilled(request, place, {row.role}, today())
    return redirect("people:person", school=school, person=person)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def absent(request: HttpRequest, school: str, person: int) -> HttpResponse:
    """Write down days on which somebody is away."""
    actor, place, user = person_of(request, school, person)
    form = AbsenceForm(posted(request), initial={"from_on": today()})
    if request.method == "POST" and form.is_valid():
        absence = role_actions.add_absence(by=actor, school=place, user=user, **form.cleaned_data)
        messages.success(request, "The absence is written down.")
        warn_of_unfilled(request, place, roles_at(user.pk, place), absence.from_on, absence.to_on)
        return redirect("people:person", school=school, person=person)
    context = {"school": place, "person": user, "form": form}
    return render(request, "people/absent.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def not_absent(request: HttpRequest, school: str, person: int, absence: int) -> HttpResponse:
    """Take an absence back."""
    actor, place, user = person_of(request, school, person)
    row = get_object_or_404(Absence.objects.visible_to(actor), pk=absence, school=place, user=user)
    role_actions.remove_absence(by=actor, absence=row)
    messages.success(request, "The absence is removed.")
    return redirect("people:person", school=school, person=person)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def fill_office(request: HttpRequest, school: str, office: str) -> HttpResponse:
    """Name somebody of the school for an office."""
    actor, place = place_of(request, school)
    if not (is_known_role(office) and is_office(office)):
        return redirect("people:manage", school=school)
    words = request.GET.get("q", "").strip()[:100]
    if words:
        people = list(people_at(actor, place, words=words)[: FOUND + 1])
    else:
        people = likely_for(place, office, FOUND + 1)
    initial = {"from_on": today(), "stands_in": "deputy" in request.GET}
    form = FillForm(posted(request), school=place, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            role_actions.give_role(by=actor, school=place, role=office, user=given.pop("person"), **given)
        except RoleRefusedError as error:
            form.add_error(None, str(error))
        else:
            what = "A deputy is named" if form.cleaned_data["stands_in"] else "The office is filled"
            messages.success(request, f"{what}: {role_label(office)}.")
            return redirect("policies:offices_held", school=school)
    context: dict[str, Any] = {"school": place, "office": office, "label": role_label(office), "form": form}
    choices = [(str(each.pk), each.name, each.email or "") for each in people[:FOUND]]
    context |= {"people": choices, "is_more": len(people) > FOUND, "words": words}
    return render(request, "people/fill_office.html", context, status=400 if form.errors else 200)


def manager_words(row: Membership) -> str:
    """The line manager as the form of a role takes them: by address, else by name."""
    manager = row.line_manager
    return (manager.email or manager.name) if manager else ""


def role_page(request: HttpRequest, context: dict[str, Any], *, may_give_rights: bool) -> HttpResponse:
    """The form of a role. `context` has the school, the person, its form and title, and `row` to change."""
    form = context["form"]
    context |= {
        "roles": role_choices(role_groups()),
        "rights": [(right.id, right.label) for right in load_rights().values()] if may_give_rights else (),
        "chosen": form["extra_rights"].value() or [],
        "today": today(),
        "managers": likely_managers(context["school"]),
    }
    return render(request, "people/role.html", context, status=400 if form.errors else 200)
