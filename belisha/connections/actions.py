"""Webhooks: make one, end one, try one, send something again."""

import json
import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.audit.models import Head
from belisha.audit.verbs import Verb
from belisha.connections.models import Webhook, WebhookDelivery
from belisha.connections.permissions import can_keep_connections
from belisha.connections.record import ConnectionEvent
from belisha.connections.states import EVENT_LABELS, TRIAL, DeliveryState
from belisha.people.accounts.encryption import encrypt
from belisha.people.models import School
from belisha.sandbox.addresses import FetchError, resolve_target

PURPOSE = "webhook"
MOST = 20


class WebhookRefusedError(Exception):
    """It cannot be done. The message is a sentence that says why and what to do."""


def make_webhook(
    *, by: Actor, school: School, name: str, address: str, events: Collection[str]
) -> tuple[Webhook, str]:
    """Return a new webhook and its secret, which is shown once. It is told of what happens from now on.

    Raise PermissionDenied, or WebhookRefusedError if the address is not one of the public internet.
    """
    can_keep_connections.check(by, school)
    unknown = sorted(set(events) - set(EVENT_LABELS))
    if unknown or not events:
        raise WebhookRefusedError(f"Choose what to tell it of{f', not `{unknown[0]}`' if unknown else ''}.")
    _check_address(address)
    if Webhook.objects.filter(school=school, ended_at=None).count() >= MOST:
        raise WebhookRefusedError(f"A school has at most {MOST} webhooks. End one that is no longer needed.")
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        head = Head.objects.filter(pk=school.pk).values_list("number", flat=True).first()
        made = Webhook.objects.create(
            school=school,
            name=name,
            address=address,
            events=[each for each in EVENT_LABELS if each in events],
            secret=encrypt(secret, PURPOSE),
            read_to=head or 0,
            made_by_id=by.user_id,
        )
        _tell(by, made, ConnectionEvent.MADE_WEBHOOK)
    return made, secret


@transaction.atomic
def end_webhook(*, by: Actor, webhook: Webhook) -> None:
    """End a webhook: nothing more is sent to it, not even what waits. Raise PermissionDenied."""
    can_keep_connections.check(by, webhook.school)
    if Webhook.objects.filter(pk=webhook.pk, ended_at=None).update(ended_at=timezone.now()):
        waiting = WebhookDelivery.objects.filter(webhook=webhook, state=DeliveryState.WAITING)
        waiting.update(state=DeliveryState.GIVEN_UP, answer="The webhook was ended.")
        _tell(by, webhook, ConnectionEvent.ENDED_WEBHOOK)


@transaction.atomic
def try_webhook(*, by: Actor, webhook: Webhook) -> WebhookDelivery:
    """Queue a trial message, which tells of nothing, and return it. Raise PermissionDenied."""
    can_keep_connections.check(by, webhook.school)
    _check_not_ended(webhook)
    body = body_of(webhook.school.slug, TRIAL, 0, timezone.now(), "")
    made: WebhookDelivery = WebhookDelivery.objects.create(
        school=webhook.school, webhook=webhook, event=TRIAL, body=body
    )
    _tell(by, webhook, ConnectionEvent.TRIED_WEBHOOK)
    return made


@transaction.atomic
def send_again(*, by: Actor, delivery: WebhookDelivery) -> None:
    """Send a message again, the same bytes. Raise PermissionDenied, or WebhookRefusedError while it waits."""
    can_keep_connections.check(by, delivery.school)
    _check_not_ended(delivery.webhook)
    done = WebhookDelivery.objects.filter(
        pk=delivery.pk, state__in=[DeliveryState.SENT, DeliveryState.GIVEN_UP]
    )
    now = timezone.now()
    if not done.update(state=DeliveryState.WAITING, not_before=now, made_at=now, tries=0, sent_at=None):
        raise WebhookRefusedError("It is being sent already.")
    _tell(by, delivery.webhook, ConnectionEvent.SENT_WEBHOOK_MESSAGE_AGAIN)


def body_of(school: str, event: str, number: int, at: datetime, subject: str) -> str:
    """Return the body of a message: which event of which school, when, and the thing by its number."""
    values: dict[str, Any] = {
        "format": "belisha-event/1",
        "id": f"{school}-{number}" if number else f"{school}-{TRIAL}-{at:%Y%m%d%H%M%S%f}",
        "event": event,
        "school": school,
        "at": at.isoformat(timespec="seconds"),
        "subject": subject,
    }
    return json.dumps(values, separators=(",", ":"))


def _check_not_ended(webhook: Webhook) -> None:
    if webhook.ended_at:
        raise WebhookRefusedError("The webhook was ended. Make another one.")


def _check_address(address: str) -> None:
    """Raise WebhookRefusedError unless it is an https address of the public internet."""
    if not settings.BELISHA_FETCH_PRIVATE and not address.startswith("https://"):
        raise WebhookRefusedError("Enter an address that begins with https://.")
    try:
        resolve_target(address, private=settings.BELISHA_FETCH_PRIVATE)
    except FetchError as error:
        raise WebhookRefusedError(str(error)) from None


def _tell(by: Actor, webhook: Webhook, verb: Verb) -> None:
    record(school_id=webhook.school_id, by=by.user_id, verb=verb, subject=f"webhook {webhook.pk}")
