"""Leaving, coming back, and changing role."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from belisha.base.clock import today
from belisha.people.memberships import actions
from belisha.people.memberships.actions import RoleRefusedError
from belisha.people.memberships.essential_rights import LastHolderError
from belisha.people.memberships.forms import LeaveForm, NewRoleForm
from belisha.people.memberships.membership_views import managed_person
from belisha.people.memberships.role_transitions import leave_on
from belisha.people.memberships.role_transitions import move_to_role as move_membership
from belisha.people.memberships.role_views import manager_words, role_page
from belisha.people.models import Membership
from belisha.people.offices.vacancies import warn_of_vacancies
from belisha.people.permissions import can_set_up
from belisha.people.queries import roles_at
from belisha.people.roles import role_label
from belisha.people.shortcuts import bound_data


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, school: str, person: int) -> HttpResponse:
    """End everything that somebody has at the school, now or on a later day."""
    actor, place, user = managed_person(request, school, person)
    form = LeaveForm(bound_data(request), initial={"last_on": today()})
    if request.method == "POST" and form.is_valid():
        last_on: date = form.cleaned_data["last_on"]
        roles = roles_at(user.pk, place)
        is_later = last_on > today()
        try:
            if is_later:
                ended = leave_on(by=actor, school=place, user=user, last_on=last_on)
            else:
                ended = actions.leave(by=actor, school=place, user=user)
        except LastHolderError as error:
            form.add_error(None, str(error))
        else:
            if is_later:
                what = "Their role ends" if ended == 1 else f"Their {ended} roles end"
                said = (
                    f"{what} on that day, and their access with it."
                    if ended
                    else "Their roles end before it."
                )
                messages.success(request, f"{user.name} leaves on {last_on:%-d %B %Y}. {said}")
            elif ended:
                messages.success(request, f"{user.name} has left. Their access ended at once.")
            warn_of_vacancies(request, place, roles, today())
            if is_later:
                return redirect("people:person", school=school, person=person)
            if user.pk == actor.user_id:
                return redirect("dashboard:home")
            return redirect("people:list", school=school)
    context = {"school": place, "person": user, "form": form}
    return render(request, "people/leave.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def come_back(request: HttpRequest, school: str, person: int) -> HttpResponse:
    """Give somebody who left their roles again."""
    actor, place, user = managed_person(request, school, person)
    if actions.come_back(by=actor, school=place, user=user):
        messages.success(request, f"{user.name} is back.")
    return redirect("people:person", school=school, person=person)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move_to_role(request: HttpRequest, school: str, person: int, membership: int) -> HttpResponse:
    """Change from one role to another on a day."""
    actor, place, user = managed_person(request, school, person)
    rows = Membership.objects.visible_to(actor).filter(school=place, user=user)
    row = get_object_or_404(rows.select_related("school", "user", "line_manager"), pk=membership)
    initial = {"from_on": today(), "group": row.group, "line_manager": manager_words(row)}
    form = NewRoleForm(bound_data(request), school=place, user=user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            new = move_membership(by=actor, membership=row, **form.cleaned_data)
        except (RoleRefusedError, LastHolderError) as error:
            form.add_error(None, str(error))
        else:
            words = f"{role_label(row.role)} until the day before, then {role_label(new.role)}"
            messages.success(request, f"{user.name} is {words}, from {new.from_on:%-d %B %Y}.")
            warn_of_vacancies(request, place, {row.role}, today())
            return redirect("people:person", school=school, person=person)
    title = f"Change role: {user.name}"
    context = {"school": place, "person": user, "form": form, "row": None, "title": title}
    context["before"] = role_label(row.role)
    return role_page(request, context, may_give_rights=can_set_up(actor, place))
