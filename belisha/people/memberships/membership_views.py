"""The people of a school: the list, a person's page, and adding somebody."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.people import queries
from belisha.people.accounts.states import account_state_at
from belisha.people.actor import actor_of
from belisha.people.forms import role_choices
from belisha.people.memberships import actions
from belisha.people.memberships.candidates import line_manager_candidates
from belisha.people.memberships.forms import NewPersonForm
from belisha.people.models import Absence, Membership, PersonalCard, School, User
from belisha.people.permissions import can_change_sign_in, can_make_card, can_manage_people, can_set_up
from belisha.people.roles import is_known_role, role_groups, role_label
from belisha.people.searches import is_search, search_response, searched_words
from belisha.people.shortcuts import bound_data, own_school_or_404

PER_PAGE = 50
WHO = {"now": "Here now", "left": "Left", "all": "Everyone"}


def managed_school(request: HttpRequest, slug: str) -> tuple[Actor, School]:
    """Return the actor and the school whose people they manage. Raise Http404, PermissionDenied."""
    actor = actor_of(request)
    place = own_school_or_404(actor, slug)
    can_manage_people.check(actor, place)
    return actor, place


def managed_person(request: HttpRequest, slug: str, person: int) -> tuple[Actor, School, User]:
    """Return the actor, the school and somebody who is or was there. Raise Http404, PermissionDenied."""
    actor, place = managed_school(request, slug)
    found = queries.person_at(actor, place, person)
    if found is None:
        raise Http404
    return actor, place, found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def people_list(request: HttpRequest, school: str) -> HttpResponse:
    """List the people of a school; search by name, address and role."""
    actor, place = managed_school(request, school)
    if is_search(request):
        return search_response(request, "role", "who")
    words, role = searched_words(request), request.GET.get("role", "")
    who = request.GET.get("who", "now")
    role, who = role if is_known_role(role) else "", who if who in WHO else "now"
    people = queries.people_at(actor, place, words=words, role=role, who=who)
    page = Paginator(people, PER_PAGE).get_page(request.GET.get("page"))
    roles = queries.memberships_by_person(place, page.object_list)
    context = {
        "school": place,
        "page": page,
        "rows": [(user, [row for row in roles[user.pk] if _is_shown(row, who)]) for user in page.object_list],
        "role_label": role_label,
        "roles": role_choices(role_groups()),
        "whos": (("", tuple(WHO.items())),),
        "words": words,
        "asked": {"search": request.GET.get("search", "") if words else "", "role": role, "who": who},
        "invitations": [(row, role_label(row.role)) for row in queries.open_invitations(actor, place)],
        "can_set_up": can_set_up(actor, place),
        "today": today(),
    }
    return render(request, "people/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, school: str) -> HttpResponse:
    """Add somebody who has no e-mail address."""
    actor, place = managed_school(request, school)
    initial = {"from_on": today(), "role": request.GET.get("role", "")}
    form = NewPersonForm(bound_data(request), initial=initial, school=place)
    if request.method == "POST" and form.is_valid():
        user = actions.add_person(by=actor, school=place, **form.cleaned_data)
        messages.success(request, f"{user.name} has been added. Now make their card.")
        return redirect("people:person", school=school, person=user.pk)
    context = {"school": place, "form": form, "roles": role_choices(role_groups())}
    context["managers"] = line_manager_candidates(place)
    return render(request, "people/add.html", context, status=400 if form.errors else 200)


@login_required
@require_safe
def person(request: HttpRequest, school: str, person: int) -> HttpResponse:
    """Show one person at the school: roles, offices, absences, card, and how they sign in."""
    actor, place, user = managed_person(request, school, person)
    return render(request, "people/person.html", person_context(actor, place, user))


def person_context(actor: Actor, place: School, user: User) -> dict[str, Any]:
    """Return what a person's page shows."""
    rows = queries.memberships_by_person(place, [user])[user.pk]
    day = today()
    card = PersonalCard.objects.visible_to(actor).filter(school=place, user=user).active().first()
    return {
        "school": place,
        "person": user,
        "current": [row for row in rows if row.to_on is None or row.to_on >= day],
        "past": [row for row in rows if row.to_on is not None and row.to_on < day],
        "absences": Absence.objects.visible_to(actor)
        .filter(school=place, user=user, to_on__gte=day)
        .order_by("from_on"),
        "card": card,
        "account": account_state_at(place, user, card),
        "role_label": role_label,
        "today": day,
        "can_change_sign_in": can_change_sign_in(actor, place, user),
        "can_make_card": can_make_card(actor, place, user),
    }


def _is_shown(row: Membership, who: str) -> bool:
    return who != "now" or row.to_on is None or row.to_on >= today()
