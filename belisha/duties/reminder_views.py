"""Reminders by hand, and how often a person wants reminders."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.duties import queries
from belisha.duties.actions import choose_frequency
from belisha.duties.forms import FilterForm, FrequencyForm
from belisha.duties.models import Duty
from belisha.duties.permissions import check_can_see_some
from belisha.duties.reminders.by_hand import remind_by_hand, reminders_by_hand
from belisha.people.actor import actor_of
from belisha.people.models import School
from belisha.people.shortcuts import own_school_or_404


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: HttpRequest, school: str) -> HttpResponse:
    """Show the mail that a reminder by hand sends, and who gets it; send it when it is confirmed.

    It goes to the people of the filtered duties, or of the one duty that `duty` names.
    """
    actor, on = actor_of(request), today()
    place = own_school_or_404(actor, school)
    check_can_see_some(actor, place)
    duties = _duties(request, actor, place)
    if request.method == "POST":
        count = remind_by_hand(by=actor, school=place, duties=duties, on=on)
        what = "1 email" if count == 1 else f"{count} emails"
        told = f"{what} will be sent on the next school day, in school hours."
        messages.success(request, told if count else "Nobody new was reminded: they had an email today.")
        return redirect("duties:school", school=place.slug)
    found = reminders_by_hand(place, duties, on)
    context = {"school": place, "found": found, "first": next(iter(found.letters), None)}
    return render(request, "duties/remind.html", context)


@login_required
@require_POST
def frequency(request: HttpRequest, school: str) -> HttpResponse:
    """Save how often the person wants reminders from a school."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    form = FrequencyForm(request.POST)
    if form.is_valid():
        choose_frequency(by=actor, school=place, **form.cleaned_data)
        messages.success(request, "We saved how often you want reminders.")
    return redirect("dashboard:home")


def _duties(request: HttpRequest, actor: Actor, school: School) -> QuerySet[Duty]:
    rows = queries.at_school(actor, school, FilterForm(request.GET).chosen(), today())
    one = request.GET.get("duty", "")
    if one.isascii() and one.isdigit() and len(one) < 19:
        rows = rows.filter(pk=int(one))
    return rows.filter(done_at=None, dropped_at=None, person__isnull=False)
