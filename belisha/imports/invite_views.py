"""Invitations for people who joined by an import: links to hand out, or mail if the outbox sends it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from belisha.access.sign_in import sign_in_rules
from belisha.imports import invitation_mail
from belisha.imports.actions.invite import IssuedInvitation, invitable_joiners, invite_joiners
from belisha.imports.csv_export import csv_file
from belisha.imports.states import ImportState
from belisha.imports.views import import_for_request, redirect_to_current_step
from belisha.people.accounts.tokens import hash_token
from belisha.people.models import Invitation, School
from belisha.people.shortcuts import qr_svg


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, school: str, roll: int) -> HttpResponse:
    """Show who joined and has no account yet. POST makes their links, which are shown once as slips.

    That page gives the same links as a CSV file: it posts them back, and no new ones are made.
    """
    actor, found = import_for_request(request, school, roll)
    if found.state != ImportState.DONE:
        return redirect_to_current_step(found)
    people = invitable_joiners(actor, found)
    context = {
        "school": found.school,
        "roll": found,
        "people": people,
        "can_mail": invitation_mail.can_mail(),
    }
    context["holds"] = sign_in_rules().invitation_holds
    if request.method != "POST":
        return render(request, "imports/invite.html", context)
    how = request.POST.get("how", "list")
    if how == "csv":
        return _as_csv(found.school, _shown_before(request, found.school))
    invited = invite_joiners(by=actor, roll=found, address=_address(request), by_mail=how == "mail")
    if how == "mail":
        return redirect("imports:done", school, found.pk)
    slips = [(row, row.link.rstrip("/").rpartition("/")[2], qr_svg(row.link)) for row in invited]
    return render(request, "imports/invited.html", {**context, "slips": slips})


def _address(request: HttpRequest) -> str:
    """Return the address of an invitation, with `TOKEN` in place of its token."""
    return request.build_absolute_uri(reverse("people:accept", args=["TOKEN"]))


def _shown_before(request: HttpRequest, school: School) -> list[IssuedInvitation]:
    """Return the invitations whose links the page has: those of this school that are still open."""
    links = {
        hash_token(token): _address(request).replace("TOKEN", token)
        for token in request.POST.getlist("token")
    }
    rows = Invitation.objects.filter(school=school, token_hash__in=links).open().order_by("name", "pk")
    return [IssuedInvitation(row.name, row.email, links[row.token_hash]) for row in rows]


def _as_csv(school: School, invited: list[IssuedInvitation]) -> HttpResponse:
    rows = [(row.name, row.email, row.link) for row in invited]
    return csv_file(f"invitations-{school.slug}.csv", ("Name", "E-mail address", "Link"), rows)
