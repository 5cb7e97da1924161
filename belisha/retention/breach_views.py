"""Pages: breaches of personal data, and their 72 hours."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from belisha.access.actor import Actor
from belisha.base.page_parts import Cell, FormPart, Part, PlainPage, TablePart, TextPart
from belisha.base.templating import day
from belisha.people.accounts.encryption import decrypt
from belisha.people.models import School
from belisha.people.shortcuts import bound_data
from belisha.retention import breaches as breach_actions
from belisha.retention.forms import BreachForm, CloseForm, ReasonForm, ToldForm
from belisha.retention.models import Breach
from belisha.retention.pages import front_link, keeper, show, tell_look
from belisha.retention.permissions import can_keep_data_protection
from belisha.retention.record import RetentionEvent
from belisha.retention.requests import PURPOSE


@login_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def breaches(request: HttpRequest, school: str) -> HttpResponse:
    """List breaches of personal data, and log one."""
    actor, place = keeper(request, school)
    initial = {
        "link": request.GET.get("link", "")[:300],
        "noticed_at": timezone.localtime().strftime("%d/%m/%Y %H:%M"),
    }
    form, refused = BreachForm(bound_data(request), initial=initial), ""
    if request.method == "POST":
        can_keep_data_protection.check(actor, place)
        if form.is_valid():
            given: dict[str, Any] = dict(form.cleaned_data)
            given["people"] = given["people"] or 0
            try:
                made = breach_actions.log_breach(by=actor, school=place, **given)
                return redirect("retention:breach", school, made.pk)
            except breach_actions.BreachError as error:
                refused = str(error)
    rows = [
        [
            Cell(f"No. {each.pk}", reverse("retention:breach", args=[school, each.pk])),
            day(each.noticed_at),
            _clock(each),
        ]
        for each in Breach.objects.visible_to(actor).filter(school=place)
    ]
    parts: list[Part] = [
        TablePart("", ("Breach", "Noticed", "Status"), rows, "No breach has been logged."),
        FormPart("Log the breach", form, "Log a breach"),
    ]
    lead = "A post with a child’s name, a mail to the wrong people, a lost phone: log it at once."
    return show(
        request, place, PlainPage("Breaches of personal data", parts, lead, front_link(place), refused)
    )


def _clock(breach: Breach) -> Cell:
    if breach.closed_at:
        return Cell("Closed", tag="green")
    if breach.told_commissioner_at:
        return Cell("Commissioner told", tag="blue")
    if breach.not_told_because:
        return Cell("No risk found", tag="blue")
    until = timezone.localtime(breach_actions.tell_until(breach))
    is_late = until < timezone.now()
    return Cell(
        f"{'Was to be told' if is_late else 'Tell'} by {until:%d %B, %H:%M}",
        tag="red" if is_late else "yellow",
    )


@login_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def breach_page(request: HttpRequest, school: str, breach: int) -> HttpResponse:
    """Show one breach: its clock, whether the Commissioner and the people were told, its end."""
    actor, place = keeper(request, school)
    found = get_object_or_404(Breach.objects.visible_to(actor).filter(school=place), pk=breach)
    do, refused = request.POST.get("do", ""), ""
    forms: dict[str, Any] = {
        "told": ToldForm(request.POST if do == "told" else None, prefix="told"),
        "no-risk": ReasonForm(
            request.POST if do == "no-risk" else None, prefix="risk", label="Why a risk is unlikely"
        ),
        "close": CloseForm(request.POST if do == "close" else None, prefix="close"),
    }
    if request.method == "POST":
        can_keep_data_protection.check(actor, place)
        form = forms.get(do)
        try:
            if form is not None and form.is_valid():
                _act_on_breach(do, actor, found, form.cleaned_data)
                messages.success(request, "Saved.")
                return redirect("retention:breach", school, breach)
        except breach_actions.BreachError as error:
            refused = str(error)
    tell_look(actor, place, f"breach {found.pk}", RetentionEvent.LOOKED_AT_BREACH)
    return show(
        request, place, _breach_page(place, found, forms, refused, may=can_keep_data_protection(actor, place))
    )


def _act_on_breach(do: str, actor: Actor, found: Breach, given: dict[str, Any]) -> None:
    if do == "told":
        breach_actions.tell_commissioner(by=actor, breach=found, at=given["at"], reference=given["reference"])
    elif do == "no-risk":
        breach_actions.find_no_risk(by=actor, breach=found, why=given["why"])
    else:
        told = given["told"] == "yes"
        breach_actions.close_breach(by=actor, breach=found, measures=given["measures"], told_people=told)


def _breach_page(
    place: School, found: Breach, forms: dict[str, Any], refused: str, *, may: bool
) -> PlainPage:
    clock = _clock(found)
    said = [decrypt(found.what, PURPOSE), f"Noticed on {day(found.noticed_at)}. About {found.people} people."]
    said += [f"It began at {found.link}"] if found.link else []
    said += [f"Not reported, because: {found.not_told_because}"] if found.not_told_because else []
    said += (
        [
            (
                f"The Commissioner was told on {day(found.told_commissioner_at)}. Reference: "
                f"{found.reference or 'none'}."
            )
        ]
        if found.told_commissioner_at
        else []
    )
    said += [f"What was done: {decrypt(found.measures, PURPOSE)}"] if found.measures else []
    parts: list[Part] = [TextPart("", said)]
    if may and found.closed_at is None:
        if not found.told_commissioner_at:
            parts += [
                FormPart(
                    "Save",
                    forms["told"],
                    "Tell the Information Commissioner",
                    "Within 72 hours, unless a risk to people is unlikely: ico.org.uk, Report a breach.",
                    do="told",
                ),
                FormPart("Save", forms["no-risk"], "No risk", do="no-risk", is_secondary=True),
            ]
        parts.append(FormPart("Close", forms["close"], "Close it", do="close", is_secondary=True))
    back = ("Breaches of personal data", reverse("retention:breaches", args=[place.slug]))
    return PlainPage(f"Breach no. {found.pk}", parts, "", back, refused, (clock.text, clock.tag))
