"""Invitations for those who joined by an import: links to hand on, or mail where an upper floor sends it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from belisha.access.sign_in import sign_in_rules
from belisha.people.models import Invitation, School
from belisha.people.qr import qr_svg
from belisha.people.tokens import hash_of
from belisha.rolls import mailing
from belisha.rolls.actions.inviting import Invited, invite_joiners, may_invite
from belisha.rolls.csv_files import csv_file
from belisha.rolls.states import RollState
from belisha.rolls.views import roll_of, where_it_stands


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, school: str, roll: int) -> HttpResponse:
    """Who joined and has no account yet. POST makes their links, which are shown once as slips to hand on.

    That page gives the same links as a CSV file: it posts them back, and none is made anew.
    """
    actor, found = roll_of(request, school, roll)
    if found.state != RollState.DONE:
        return where_it_stands(found)
    people = may_invite(actor, found)
    context = {"school": found.school, "roll": found, "people": people, "can_mail": mailing.can_mail()}
    context["holds"] = sign_in_rules().invitation_holds
    if request.method != "POST":
        return render(request, "rolls/invite.html", context)
    how = request.POST.get("how", "list")
    if how == "csv":
        return _as_csv(found.school, _shown_before(request, found.school))
    invited = invite_joiners(by=actor, roll=found, address=_address(request), by_mail=how == "mail")
    if how == "mail":
        return redirect("rolls:done", school, found.pk)
    slips = [(row, row.link.rstrip("/").rpartition("/")[2], qr_svg(row.link)) for row in invited]
    return render(request, "rolls/invited.html", {**context, "slips": slips})


def _address(request: HttpRequest) -> str:
    """The address of an invitation, with `TOKEN` where its token goes."""
    return request.build_absolute_uri(reverse("people:accept", args=["TOKEN"]))


def _shown_before(request: HttpRequest, school: School) -> list[Invited]:
    """The invitations whose links the page has: only those of this school that can still be followed."""
    links = {
        hash_of(token): _address(request).replace("TOKEN", token) for token in request.POST.getlist("token")
    }
    rows = Invitation.objects.filter(school=school, token_hash__in=links).open().order_by("name", "pk")
    return [Invited(row.name, row.email, links[row.token_hash]) for row in rows]


def _as_csv(school: School, invited: list[Invited]) -> HttpResponse:
    rows = [(row.name, row.email, row.link) for row in invited]
    return csv_file(f"invitations-{school.slug}.csv", ("Name", "E-mail address", "Link"), rows)
