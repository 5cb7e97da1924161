"""What people managers do for somebody who cannot sign in: name, address, second factor, password."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from belisha.people.accounts import actions
from belisha.people.accounts.forms import PersonForm
from belisha.people.accounts.second_factor import schools_without_second_factor
from belisha.people.actor import actor_of
from belisha.people.memberships.membership_views import managed_person
from belisha.people.shortcuts import bound_data

CARDS_AT_ONCE = 200
CONTINUE_TO = "go_on_to"  # session key: where to continue after setting up a second factor


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, school: str, person: int) -> HttpResponse:
    """Change somebody's name, and the address that they sign in with."""
    actor, place, user = managed_person(request, school, person)
    form = PersonForm(bound_data(request), school=place, user=user)
    if request.method == "POST" and form.is_valid():
        actions.rename_person(by=actor, school=place, user=user, **form.cleaned_data)
        messages.success(request, "Changes saved.")
        return redirect("people:person", school=school, person=person)
    context = {"school": place, "person": user, "form": form}
    return render(request, "people/rename.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def reset_second_factor(request: HttpRequest, school: str, person: int) -> HttpResponse:
    """Remove the second factor of somebody who has lost it."""
    actor, place, user = managed_person(request, school, person)
    actions.reset_second_factor(by=actor, school=place, user=user)
    messages.success(
        request, f"{user.name} now signs in with a password, and will be asked to set up a new second factor."
    )
    return redirect("people:person", school=school, person=person)


@never_cache
@login_required
@require_POST
def new_password_link(request: HttpRequest, school: str, person: int) -> HttpResponse:
    """Show, once, a link for choosing a new password."""
    actor, place, user = managed_person(request, school, person)
    uid, _, key = actions.link_to_new_password(by=actor, school=place, user=user).partition("-")
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key})
    context = {"school": place, "person": user, "link": request.build_absolute_uri(path)}
    return render(request, "people/new_password_link.html", context)


@require_GET
def second_factor_needed(request: HttpRequest) -> HttpResponse:
    """Say why a second factor is needed and how to set one up, then continue to `next`."""
    where = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(where, allowed_hosts=None):
        where = reverse("dashboard:home")
    if request.user.is_authenticated and request.session.get(CONTINUE_TO) != where:
        request.session[CONTINUE_TO] = where
    has_one = request.user.is_authenticated and not schools_without_second_factor(request, actor_of(request))
    return render(request, "people/second_factor_needed.html", {"has_one": has_one, "next": where})
