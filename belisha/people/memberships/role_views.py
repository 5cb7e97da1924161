"""A person's roles, offices and absences at a school."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from belisha.access.rights import load_rights
from belisha.base.clock import today
from belisha.people.forms import role_choices
from belisha.people.memberships import actions
from belisha.people.memberships.actions import RoleRefusedError
from belisha.people.memberships.candidates import line_manager_candidates, office_candidates
from belisha.people.memberships.essential_rights import LastHolderError
from belisha.people.memberships.forms import AbsenceForm, FillOfficeForm, MembershipForm, NewRoleForm
from belisha.people.memberships.membership_views import managed_person, managed_school
from belisha.people.models import Absence, Membership
from belisha.people.offices.vacancies import warn_of_vacancies
from belisha.people.permissions import can_set_up
from belisha.people.queries import people_at, roles_at
from belisha.people.roles import is_known_role, is_office, role_groups, role_label
from belisha.people.searches import is_search, search_response, searched_words
from belisha.people.shortcuts import bound_data

FOUND = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def give_role(request: HttpRequest, school: str, person: int) -> HttpResponse:
    """Give somebody a further role or office."""
    actor, place, user = managed_person(request, school, person)
    form = NewRoleForm(bound_data(request), school=place, user=user, initial={"from_on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.give_role(by=actor, school=place, user=user, **form.cleaned_data)
        except RoleRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{user.name} is now {role_label(row.role)}.")
            return redirect("people:person", school=school, person=person)
    context = {"school": place, "person": user, "form": form, "row": None, "title": "Give a role or office"}
    return role_page(request, context, may_give_rights=can_set_up(actor, place))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_role(request: HttpRequest, school: str, person: int, membership: int) -> HttpResponse:
    """Change the dates and details of a role."""
    actor, place, user = managed_person(request, school, person)
    rows = Membership.objects.visible_to(actor).filter(school=place, user=user)
    row = get_object_or_404(rows.select_related("school", "user", "line_manager"), pk=membership)
    initial = {name: getattr(row, name) for name in actions.MEMBERSHIP_FIELDS}
    initial["line_manager"] = manager_words(row)
    form = MembershipForm(bound_data(request), school=place, user=user, initial=initial)
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        if not can_set_up(actor, place):
            del fields["extra_rights"]
        try:
            actions.change_role(by=actor, membership=row, **fields)
        except (RoleRefusedError, LastHolderError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Role changed.")
            warn_of_vacancies(request, place, {row.role}, today())
            return redirect("people:person", school=school, person=person)
    title = f"{role_label(row.role)[:1].upper()}{role_label(row.role)[1:]}: {user.name}"
    context = {"school": place, "person": user, "form": form, "row": row, "title": title}
    return role_page(request, context, may_give_rights=can_set_up(actor, place))


@login_required
@require_POST
def remove_role(request: HttpRequest, school: str, person: int, membership: int) -> HttpResponse:
    """Delete a role that was given by mistake."""
    actor, place, user = managed_person(request, school, person)
    rows = Membership.objects.visible_to(actor).filter(school=place, user=user)
    row = get_object_or_404(rows.select_related("school"), pk=membership)
    if rows.count() == 1:
        messages.error(request, "This is their only role. If they have left, choose “Has left” instead.")
        return redirect("people:person", school=school, person=person)
    try:
        actions.remove_role(by=actor, membership=row)
    except LastHolderError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Role removed.")
        warn_of_vacancies(request, place, {row.role}, today())
    return redirect("people:person", school=school, person=person)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def absent(request: HttpRequest, school: str, person: int) -> HttpResponse:
    """Record days on which somebody is away."""
    actor, place, user = managed_person(request, school, person)
    form = AbsenceForm(bound_data(request), initial={"from_on": today()})
    if request.method == "POST" and form.is_valid():
        absence = actions.add_absence(by=actor, school=place, user=user, **form.cleaned_data)
        messages.success(request, "Absence recorded.")
        warn_of_vacancies(request, place, roles_at(user.pk, place), absence.from_on, absence.to_on)
        return redirect("people:person", school=school, person=person)
    context = {"school": place, "person": user, "form": form}
    return render(request, "people/absent.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def not_absent(request: HttpRequest, school: str, person: int, absence: int) -> HttpResponse:
    """Delete an absence."""
    actor, place, user = managed_person(request, school, person)
    row = get_object_or_404(Absence.objects.visible_to(actor), pk=absence, school=place, user=user)
    actions.remove_absence(by=actor, absence=row)
    messages.success(request, "Absence removed.")
    return redirect("people:person", school=school, person=person)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def fill_office(request: HttpRequest, school: str, office: str) -> HttpResponse:
    """Name somebody of the school for an office."""
    actor, place = managed_school(request, school)
    if not (is_known_role(office) and is_office(office)):
        return redirect("people:list", school=school)
    if is_search(request):
        return search_response(request, "deputy")
    words = searched_words(request)
    if words:
        people = list(people_at(actor, place, words=words)[: FOUND + 1])
    else:
        people = office_candidates(place, office, FOUND + 1)
    initial = {"from_on": today(), "is_deputy": "deputy" in request.GET}
    form = FillOfficeForm(bound_data(request), school=place, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            actions.give_role(by=actor, school=place, role=office, user=given.pop("person"), **given)
        except RoleRefusedError as error:
            form.add_error(None, str(error))
        else:
            what = "Deputy named" if form.cleaned_data["is_deputy"] else "Office filled"
            messages.success(request, f"{what}: {role_label(office)}.")
            return redirect("policies:offices_held", school=school)
    context: dict[str, Any] = {"school": place, "office": office, "label": role_label(office), "form": form}
    choices = [(str(each.pk), each.name, each.email or "") for each in people[:FOUND]]
    context |= {"people": choices, "is_more": len(people) > FOUND, "words": words}
    return render(request, "people/fill_office.html", context, status=400 if form.errors else 200)


def manager_words(row: Membership) -> str:
    """Return the line manager as the form shows them: by address, else by name."""
    manager = row.line_manager
    return (manager.email or manager.name) if manager else ""


def role_page(request: HttpRequest, context: dict[str, Any], *, may_give_rights: bool) -> HttpResponse:
    """Render the form of a role. `context`: school, person, form, title, and `row` if one is changed."""
    form = context["form"]
    context |= {
        "roles": role_choices(role_groups()),
        "rights": [(right.id, right.label) for right in load_rights().values()] if may_give_rights else (),
        "chosen": form["extra_rights"].value() or [],
        "today": today(),
        "managers": line_manager_candidates(context["school"]),
    }
    return render(request, "people/role.html", context, status=400 if form.errors else 200)
