"""Inviting: somebody new, or somebody whom the school has without an account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from belisha.access.actor import Actor
from belisha.access.sign_in import sign_in_rules
from belisha.people import actions
from belisha.people.forms import InvitationForm, role_choices
from belisha.people.mail import queue_invitation, send_invitation
from belisha.people.models import School, User
from belisha.people.people_views import person_of, place_of
from belisha.people.posted import posted
from belisha.people.qr import qr_svg
from belisha.people.queries import whose_address
from belisha.people.roles import role_groups


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, school: str) -> HttpResponse:
    """Invite somebody by e-mail. The link is mailed, or shown once."""
    actor, place = place_of(request, school)
    form = InvitationForm(posted(request), initial={"role": request.GET.get("role", "")})
    own: User | None = None
    if request.method == "POST" and form.is_valid():
        own = whose_address(actor, place, form.cleaned_data["email"])
        if own is None:
            return _invited(request, actor, place, form.cleaned_data)
        form.add_error("email", f"This address is {own.name}’s. Give them a role instead?")
    context = {"school": place, "form": form, "roles": role_choices(role_groups()), "own": own}
    context["holds"] = sign_in_rules().invitation_holds
    return render(request, "people/invite.html", context, status=400 if form.errors else 200)


@never_cache
@login_required
@require_POST
def invite_again(request: HttpRequest, school: str, person: int) -> HttpResponse:
    """Invite somebody whom the school has without an account. The link is mailed, or shown once."""
    actor, place, user = person_of(request, school, person)
    try:
        return _invited(request, actor, place, user)
    except actions.AccountOpenedError:
        messages.error(
            request, f"{user.name} has an account, or no role or address: there is nothing to invite to."
        )
        return redirect("people:person", school=school, person=person)


def _invited(request: HttpRequest, actor: Actor, place: School, whom: User | dict[str, str]) -> HttpResponse:
    """Make the invitation and mail it, and show its link where it is not on its way."""
    with transaction.atomic():
        if isinstance(whom, User):
            invitation, token = actions.invite_again(by=actor, school=place, user=whom)
        else:
            invitation, token = actions.invite_person(by=actor, school=place, **whom)
        link = request.build_absolute_uri(reverse("people:accept", args=[token]))
        queue_invitation(invitation, link)
    mail = send_invitation(invitation)
    context = {"school": place, "invitation": invitation, "link": link, "mail": mail, "qr": qr_svg(link)}
    context["holds"] = sign_in_rules().invitation_holds
    return render(request, "people/invited.html", context)
