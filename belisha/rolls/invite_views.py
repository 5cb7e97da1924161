"""Invitations for those who joined by an import: links to hand on, or mail where an upper floor sends it."""

import csv
import io

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from belisha.access.sign_in import sign_in_rules
from belisha.rolls import mailing
from belisha.rolls.actions.inviting import Invited, invite_joiners, may_invite
from belisha.rolls.states import RollState
from belisha.rolls.views import roll_of, where_it_stands


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, school: str, roll: int) -> HttpResponse:
    """Who joined and has no account yet. POST makes their links: they are shown once, as a list or a CSV
    file.
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
    invited = invite_joiners(by=actor, roll=found, address=_address(request), by_mail=how == "mail")
    if how == "mail":
        return redirect("rolls:done", school, found.pk)
    if how == "csv":
        return _as_csv(found.school.slug, invited)
    return render(request, "rolls/invited.html", {**context, "invited": invited})


def _address(request: HttpRequest) -> str:
    """The address of an invitation, with `TOKEN` where its token goes."""
    return request.build_absolute_uri(reverse("people:accept", args=["TOKEN"]))


def _as_csv(slug: str, invited: list[Invited]) -> HttpResponse:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["Name", "E-mail address", "Link"])
    writer.writerows([_plain(row.name), _plain(row.email), row.link] for row in invited)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="invitations-{slug}.csv"'
    return response


def _plain(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text
