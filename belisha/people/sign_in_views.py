"""What those who look after people do for somebody who cannot sign in: name, address, factor, link, card."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from belisha.access.sign_in import sign_in_rules
from belisha.people import account_actions, shared_devices
from belisha.people.actor import actor_of
from belisha.people.models import PersonalCard, School, User
from belisha.people.people_views import person_of, place_of
from belisha.people.permissions import beyond_reach
from belisha.people.posted import posted
from belisha.people.qr import qr_svg
from belisha.people.queries import people_at
from belisha.people.role_forms import NameForm
from belisha.people.second_factor import lacks_second_factor

CARDS_AT_ONCE = 200
GO_ON_TO = "go_on_to"  # in the session: where somebody was going before they set up a second factor


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, school: str, person: int) -> HttpResponse:
    """Change what somebody is called, and the address that they sign in with."""
    actor, place, user = person_of(request, school, person)
    form = NameForm(posted(request), user=user)
    if request.method == "POST" and form.is_valid():
        account_actions.rename_person(by=actor, school=place, user=user, **form.cleaned_data)
        messages.success(request, "The person is changed.")
        return redirect("people:person", school=school, person=person)
    context = {"school": place, "person": user, "form": form}
    return render(request, "people/rename.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def reset_second_factor(request: HttpRequest, school: str, person: int) -> HttpResponse:
    """Take off the second factor of somebody who has lost it."""
    actor, place, user = person_of(request, school, person)
    account_actions.reset_second_factor(by=actor, school=place, user=user)
    messages.success(request, f"{user.name} signs in with the password alone, and is asked for a new factor.")
    return redirect("people:person", school=school, person=person)


@never_cache
@login_required
@require_POST
def new_password_link(request: HttpRequest, school: str, person: int) -> HttpResponse:
    """Show a link once with which somebody chooses a new password."""
    actor, place, user = person_of(request, school, person)
    uid, _, key = account_actions.link_to_new_password(by=actor, school=place, user=user).partition("-")
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key})
    context = {"school": place, "person": user, "link": request.build_absolute_uri(path)}
    return render(request, "people/new_password_link.html", context)


@never_cache
@login_required
@require_POST
def make_card(request: HttpRequest, school: str, person: int) -> HttpResponse:
    """A new card for one person, to print. It is shown once."""
    actor, place, user = person_of(request, school, person)
    _, code = shared_devices.make_card(by=actor, school=place, user=user)
    return _sheet(request, place, [(user, code, _qr(request, code))])


@login_required
@require_POST
def revoke_card(request: HttpRequest, school: str, person: int) -> HttpResponse:
    """Take somebody's card away."""
    actor, place, user = person_of(request, school, person)
    card = PersonalCard.objects.visible_to(actor).filter(school=place, user=user).standing().first()
    if card is not None and shared_devices.revoke_card(by=actor, card=card):
        messages.success(request, "The card opens nothing any more.")
    return redirect("people:person", school=school, person=person)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cards(request: HttpRequest, school: str) -> HttpResponse:
    """Cards for everybody without an e-mail address who has none yet, on sheets to print and cut."""
    actor, place = place_of(request, school)
    held = PersonalCard.objects.visible_to(actor).filter(school=place).standing()
    people = people_at(actor, place).filter(email__isnull=True).exclude(pk__in=held.values("user"))
    people = people.exclude(pk__in=beyond_reach(actor, place).values("user"))
    if request.method == "POST":
        made = []
        for user in people[:CARDS_AT_ONCE]:
            _, code = shared_devices.make_card(by=actor, school=place, user=user)
            made.append((user, code, _qr(request, code)))
        return _sheet(request, place, made)
    context = {"school": place, "people": people[:CARDS_AT_ONCE], "count": people.count()}
    return render(request, "people/cards.html", context)


@require_GET
def second_factor_needed(request: HttpRequest) -> HttpResponse:
    """Why a second factor is asked for, and the two ways to set one up. Afterwards one goes on to `next`."""
    where = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(where, allowed_hosts=None):
        where = reverse("desk:me")
    if request.user.is_authenticated and request.session.get(GO_ON_TO) != where:
        request.session[GO_ON_TO] = where
    has_one = request.user.is_authenticated and not lacks_second_factor(request, actor_of(request))
    return render(request, "people/second_factor_needed.html", {"has_one": has_one, "next": where})


def _sheet(request: HttpRequest, school: School, cards: list[tuple[User, str, str]]) -> HttpResponse:
    context = {"school": school, "cards": cards, "holds": sign_in_rules().card_holds}
    return render(request, "people/card_sheet.html", context)


def _qr(request: HttpRequest, code: str) -> str:
    address = request.build_absolute_uri(reverse("people:card", args=[code]))
    return qr_svg(address)
