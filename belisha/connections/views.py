"""Pages: the tokens of other systems, and the webhooks that tell them what happened."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from belisha.access.actor import Actor
from belisha.base.page_parts import Cell, FormPart, LinksPart, Part, PlainPage, TablePart, TextPart
from belisha.base.templating import day
from belisha.connections import actions
from belisha.connections.forms import AccessTokenForm, WebhookForm
from belisha.connections.models import Webhook, WebhookDelivery
from belisha.connections.permissions import can_keep_connections
from belisha.connections.states import EVENT_LABELS, TRIAL, DeliveryState
from belisha.people.accounts.access_tokens import (
    SCOPES,
    TokenScope,
    can_end_token,
    can_make_token,
    can_see_tokens,
    end_token,
    make_token,
)
from belisha.people.actor import actor_of
from belisha.people.models import AccessToken, School
from belisha.people.shortcuts import own_school_or_404

SHOWN = 100
COLOURS = {
    DeliveryState.WAITING: "blue",
    DeliveryState.SENDING: "blue",
    DeliveryState.SENT: "green",
    DeliveryState.GIVEN_UP: "red",
}


def _place(request: HttpRequest, slug: str) -> tuple[Actor, School]:
    actor = actor_of(request)
    return actor, own_school_or_404(actor, slug)


def _show(request: HttpRequest, place: School, page: PlainPage) -> HttpResponse:
    return render(request, "base/parts_page.html", {"school": place, "page": page}, status=page.status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest, school: str) -> HttpResponse:
    """Show the tokens of the school; make one, whose secret is shown once; end one."""
    actor, place = _place(request, school)
    can_see_tokens.check(actor, place)
    do, secret = request.POST.get("do", ""), ""
    offered = [scope for scope in SCOPES if can_make_token(actor, place, [scope])]
    form = AccessTokenForm(request.POST if do == "make" else None, offered=offered)
    if do == "end":
        rows = AccessToken.objects.visible_to(actor).filter(school=place).select_related("school")
        end_token(by=actor, token=get_object_or_404(rows, pk=_number(request, "token")))
        messages.success(request, "Ended. Nothing can be done with it any more.")
        return redirect("connections:tokens", school)
    if do == "make" and form.is_valid():
        given = form.cleaned_data
        _, secret = make_token(by=actor, school=place, name=given["name"], scopes=given["scopes"])
        form = AccessTokenForm(offered=offered)
    return _show(request, place, _tokens_page(actor, place, form, secret))


def _tokens_page(actor: Actor, place: School, form: AccessTokenForm, secret: str) -> PlainPage:
    parts: list[Part] = []
    if secret:
        words = "Copy it now: it is shown only once. Keep it as you would a password."
        parts.append(TextPart("Your new token", [words, secret], is_inset=True))
    rows = AccessToken.objects.visible_to(actor).filter(school=place).in_use()
    found = list(rows.select_related("made_by", "school"))
    table = [
        [
            f"{each.name} (token {each.pk})",
            ", ".join(SCOPES[TokenScope(scope)].label for scope in each.scopes),
            f"{day(each.made_at)}{f' by {each.made_by.name}' if each.made_by else ''}",
            day(each.used_at) if each.used_at else "Never",
        ]
        for each in found
    ]
    parts.append(TablePart("Tokens in use", ("System", "What it may do", "Made", "Last used"), table))
    parts += [
        FormPart(
            f"End token {each.pk}: {each.name}",
            do="end",
            hidden=[("token", str(each.pk))],
            is_secondary=True,
        )
        for each in found
        if can_end_token(actor, each)
    ]
    parts.append(FormPart("Make a token", form, "Make a token", do="make"))
    more = [
        (
            "The OpenAPI document",
            reverse("connections:openapi", args=[place.slug]),
            "What can be read, asked and sent, for whoever writes the program",
        )
    ]
    if can_keep_connections(actor, place):
        address = reverse("connections:webhooks", args=[place.slug])
        more.append(("Webhooks", address, "Systems that are told when something happens"))
    parts.append(LinksPart("More", more))
    lead = (
        "With a token another system, such as the school’s information system or its intranet, works at "
        "this school. A token never does more than the person who made it might do themselves that day."
    )
    return PlainPage("Other systems", parts, lead, _back(place))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def webhooks(request: HttpRequest, school: str) -> HttpResponse:
    """Show the webhooks of the school; make one, whose secret is shown once."""
    actor, place = _place(request, school)
    can_keep_connections.check(actor, place)
    form, secret, refused = WebhookForm(request.POST or None), "", ""
    if request.method == "POST" and form.is_valid():
        try:
            _, secret = actions.make_webhook(by=actor, school=place, **form.cleaned_data)
            form = WebhookForm()
        except actions.WebhookRefusedError as error:
            form.add_error("address", str(error))
    parts: list[Part] = []
    if secret:
        words = "Copy it now: it is shown only once. The other system checks the signature with it."
        parts.append(TextPart("The secret of the webhook", [words, secret], is_inset=True))
    rows = Webhook.objects.visible_to(actor).filter(school=place, ended_at=None)
    table = [
        [
            Cell(each.name, reverse("connections:webhook", args=[place.slug, each.pk])),
            each.address,
            day(each.made_at),
        ]
        for each in rows
    ]
    parts.append(TablePart("Webhooks in use", ("System", "Address", "Made"), table))
    parts.append(FormPart("Make a webhook", form, "Make a webhook"))
    lead = (
        "A webhook tells another system within a quarter of an hour that something happened. It sends the "
        "event and its number, and nobody’s name."
    )
    back = ("Other systems", reverse("connections:tokens", args=[place.slug]))
    return _show(request, place, PlainPage("Webhooks", parts, lead, back, refused))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def webhook(request: HttpRequest, school: str, webhook: int) -> HttpResponse:
    """Show what was sent to a webhook; send a trial, send something again, end it."""
    actor, place = _place(request, school)
    can_keep_connections.check(actor, place)
    rows = Webhook.objects.visible_to(actor).filter(school=place).select_related("school")
    found = get_object_or_404(rows, pk=webhook)
    refused = ""
    if request.method == "POST":
        try:
            said = _do(request, actor, found)
            messages.success(request, said)
            if found.ended_at or request.POST.get("do") == "end":
                return redirect("connections:webhooks", school)
            return redirect("connections:webhook", school, found.pk)
        except actions.WebhookRefusedError as error:
            refused = str(error)
    return _show(request, place, _webhook_page(actor, place, found, refused))


def _do(request: HttpRequest, actor: Actor, found: Webhook) -> str:
    """Do what a button asks, and return what to say. Raise WebhookRefusedError."""
    do = request.POST.get("do", "")
    if do == "try":
        actions.try_webhook(by=actor, webhook=found)
        return "A trial is on its way. It is sent by the next sweep."
    if do == "again":
        rows = WebhookDelivery.objects.visible_to(actor).filter(webhook=found)
        each = get_object_or_404(rows.select_related("webhook", "school"), pk=_number(request, "delivery"))
        actions.send_again(by=actor, delivery=each)
        return "It is sent again by the next sweep."
    if do == "end":
        actions.end_webhook(by=actor, webhook=found)
        return "Ended. Nothing more is sent to it."
    raise actions.WebhookRefusedError("Choose what to do with this webhook.")


def _webhook_page(actor: Actor, place: School, found: Webhook, refused: str) -> PlainPage:
    rows = list(WebhookDelivery.objects.visible_to(actor).filter(webhook=found)[:SHOWN])
    table: list[list[Any]] = [
        [
            f"{day(each.made_at)}, {each.pk}",
            EVENT_LABELS.get(each.event, "a trial" if each.event == TRIAL else each.event),
            Cell(each.state, tag=COLOURS[DeliveryState(each.state)]),
            f"{each.answer or 'Not tried yet.'} Tried {each.tries} times."
            if each.tries
            else "Not tried yet.",
        ]
        for each in rows
    ]
    told = [EVENT_LABELS[each] for each in found.events if each in EVENT_LABELS]
    parts: list[Part] = [
        TextPart("", [f"It is sent to {found.address} when {', or '.join(told)}."]),
        TablePart(f"The last {SHOWN} messages", ("When", "What", "State", "What came of it"), table),
    ]
    if found.ended_at is None:
        again = [each for each in rows if each.state in (DeliveryState.SENT, DeliveryState.GIVEN_UP)][:10]
        parts += [
            FormPart(
                f"Send message {each.pk} again",
                do="again",
                hidden=[("delivery", str(each.pk))],
                is_secondary=True,
            )
            for each in again
            if each.state == DeliveryState.GIVEN_UP or each == again[0]
        ]
        parts.append(FormPart("Send a trial", do="try", heading="Try it"))
        lead = "What waits is not sent either."
        parts.append(FormPart("End this webhook", do="end", heading="End it", lead=lead, is_warning=True))
    back = ("Webhooks", reverse("connections:webhooks", args=[place.slug]))
    tag = ("Ended", "grey") if found.ended_at else None
    return PlainPage(found.name, parts, back=back, refused=refused, tag=tag)


def _back(place: School) -> tuple[str, str]:
    return (place.name, reverse("dashboard:home"))


def _number(request: HttpRequest, name: str) -> int:
    word = request.POST.get(name, "")
    return int(word) if word.isascii() and word.isdigit() and len(word) < 19 else 0
