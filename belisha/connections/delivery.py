"""Tell other systems what happened: find new events in the record, send each, try again later and later.

The record itself is what is sent from, so that nothing that happened is missed: each webhook remembers up to
which event it has been read. A message is claimed by a conditional UPDATE, as a mail is; one whose sender was
killed is sent again, with the same `id`, by which the receiver knows a copy.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from belisha.audit.models import Event
from belisha.connections.actions import PURPOSE, body_of
from belisha.connections.models import Webhook, WebhookDelivery
from belisha.connections.states import RECORDED, DeliveryState
from belisha.people.accounts.encryption import decrypt
from belisha.sandbox.addresses import FetchError
from belisha.sandbox.fetching import send

SIGNATURE = "Belisha-Signature"
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=6)
GIVEN_UP_AFTER = timedelta(days=3)
IN_DOUBT_AFTER = timedelta(minutes=15)
KEPT_FOR = timedelta(days=31)
SECONDS = 10.0
EVENTS_AT_ONCE = 500


@dataclass(slots=True)
class WebhookCounts:
    """What one run did: messages queued, sent, put off, given up."""

    queued: int = 0
    sent: int = 0
    put_off: int = 0
    given_up: int = 0


def signature_of(body: bytes, secret: str, at: int) -> str:
    """Return the value of the header `Belisha-Signature`: `t=SECONDS,v1=HMAC-SHA256` of `SECONDS.BODY`."""
    told = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={told}"


def queue_events() -> int:
    """Queue a message for each new event that a webhook is told of, and return how many."""
    count = 0
    for webhook in Webhook.objects.filter(ended_at=None).order_by("pk"):
        while (found := _queue_some(webhook.pk)) is not None:
            count += found
    return count


@transaction.atomic
def _queue_some(webhook_id: int) -> int | None:
    """Read on in the record for one webhook. Return how many messages this gave, None at its end."""
    webhook = Webhook.objects.select_for_update(of=("self",)).select_related("school").get(pk=webhook_id)
    news = Event.objects.filter(chain=webhook.school_id, number__gt=webhook.read_to).order_by("number")
    rows = list(news[:EVENTS_AT_ONCE])
    if not rows:
        return None
    names = {verb: name for name, verb in RECORDED.items() if name in webhook.events}
    made = [
        WebhookDelivery(
            school=webhook.school,
            webhook=webhook,
            number=event.number,
            event=names[event.verb],
            body=body_of(webhook.school.slug, names[event.verb], event.number, event.at, event.subject),
        )
        for event in rows
        if event.verb in names and not event.refused
    ]
    WebhookDelivery.objects.bulk_create(made, ignore_conflicts=True)
    Webhook.objects.filter(pk=webhook_id).update(read_to=rows[-1].number)
    return len(made)


def deliver_webhooks(should_continue: Callable[[], bool] = lambda: True, limit: int = 500) -> WebhookCounts:
    """Queue what is new, send what is due, delete what is old, and return the counts."""
    done = WebhookCounts(queued=queue_events())
    now = timezone.now()
    _release_stale_claims(now)
    WebhookDelivery.objects.filter(
        made_at__lt=now - KEPT_FOR, state__in=[DeliveryState.SENT, DeliveryState.GIVEN_UP]
    ).delete()
    due = WebhookDelivery.objects.filter(state=DeliveryState.WAITING, not_before__lte=now)
    silent: set[int] = set()
    for each in list(due.select_related("webhook").order_by("not_before", "pk")[:limit]):
        if not should_continue():
            break
        # One that does not answer is asked once in a run, so that it keeps no other waiting.
        if each.webhook_id not in silent and _claim(each) and not _send(each, done):
            silent.add(each.webhook_id)
    return done


def _release_stale_claims(now: datetime) -> None:
    is_old = Q(tried_at__lt=now - IN_DOUBT_AFTER) | Q(tried_at__gt=now + IN_DOUBT_AFTER)
    WebhookDelivery.objects.filter(is_old, state=DeliveryState.SENDING).update(state=DeliveryState.WAITING)


def _claim(each: WebhookDelivery) -> bool:
    waiting = WebhookDelivery.objects.filter(pk=each.pk, state=DeliveryState.WAITING, tries=each.tries)
    claimed = waiting.update(state=DeliveryState.SENDING, tried_at=timezone.now(), tries=F("tries") + 1)
    each.tries += 1
    return bool(claimed)


def _send(each: WebhookDelivery, done: WebhookCounts) -> bool:
    """Send one message and store what came of it. Return whether it was accepted."""
    trouble = _attempt(each)
    now = timezone.now()
    own = WebhookDelivery.objects.filter(pk=each.pk, tries=each.tries)
    if not trouble:
        own.update(state=DeliveryState.SENT, sent_at=now, answer="It was accepted.")
        done.sent += 1
        return True
    if now - each.made_at >= GIVEN_UP_AFTER:
        own.update(state=DeliveryState.GIVEN_UP, answer=trouble[:200])
        done.given_up += 1
        return False
    pause = min(FIRST_PAUSE * 2 ** min(each.tries - 1, 10), LONGEST_PAUSE)
    own.update(state=DeliveryState.WAITING, not_before=now + pause, answer=trouble[:200])
    done.put_off += 1
    return False


def _attempt(each: WebhookDelivery) -> str:
    """Send the message. Return why it was not accepted, empty if it was."""
    try:
        secret = decrypt(each.webhook.secret, PURPOSE)
    except InvalidToken:
        return "The site no longer has the key of this webhook’s secret. End it and make another one."
    body = each.body.encode()
    headers = {
        "Content-Type": "application/json",
        SIGNATURE: signature_of(body, secret, int(timezone.now().timestamp())),
    }
    try:
        answer = send(
            each.webhook.address,
            body=body,
            headers=headers,
            private=settings.BELISHA_FETCH_PRIVATE,
            seconds=SECONDS,
        )
    except FetchError as error:
        return str(error)
    return "" if 200 <= answer.status < 300 else f"It answered with {answer.status}."
