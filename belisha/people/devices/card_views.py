"""Make, print and revoke the cards of people without an e-mail address."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from belisha.access.sign_in import sign_in_rules
from belisha.people.devices import actions
from belisha.people.memberships.membership_views import managed_person, managed_school
from belisha.people.models import PersonalCard, School, User
from belisha.people.permissions import unmanageable_memberships
from belisha.people.queries import people_at
from belisha.people.shortcuts import qr_svg

CARDS_AT_ONCE = 200


@never_cache
@login_required
@require_POST
def make_card(request: HttpRequest, school: str, person: int) -> HttpResponse:
    """Make a card for one person and show it once, to print."""
    actor, place, user = managed_person(request, school, person)
    _, code = actions.make_card(by=actor, school=place, user=user)
    return _sheet(request, place, [(user, code, _qr(request, code))])


@login_required
@require_POST
def revoke_card(request: HttpRequest, school: str, person: int) -> HttpResponse:
    """Revoke somebody's card."""
    actor, place, user = managed_person(request, school, person)
    card = PersonalCard.objects.visible_to(actor).filter(school=place, user=user).active().first()
    if card is not None and actions.revoke_card(by=actor, card=card):
        messages.success(request, "Card cancelled.")
    return redirect("people:person", school=school, person=person)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cards(request: HttpRequest, school: str) -> HttpResponse:
    """Make cards for everybody without an e-mail address or a card, on sheets to print and cut."""
    actor, place = managed_school(request, school)
    held = PersonalCard.objects.visible_to(actor).filter(school=place).active()
    people = people_at(actor, place).filter(email__isnull=True).exclude(pk__in=held.values("user"))
    people = people.exclude(pk__in=unmanageable_memberships(actor, place).values("user"))
    if request.method == "POST":
        made = []
        for user in people[:CARDS_AT_ONCE]:
            _, code = actions.make_card(by=actor, school=place, user=user)
            made.append((user, code, _qr(request, code)))
        return _sheet(request, place, made)
    context = {"school": place, "people": people[:CARDS_AT_ONCE], "count": people.count()}
    return render(request, "people/cards.html", context)


def _sheet(request: HttpRequest, school: School, cards: list[tuple[User, str, str]]) -> HttpResponse:
    context = {"school": school, "cards": cards, "holds": sign_in_rules().card_holds}
    return render(request, "people/card_sheet.html", context)


def _qr(request: HttpRequest, code: str) -> str:
    address = request.build_absolute_uri(reverse("people:card", args=[code]))
    return qr_svg(address)
