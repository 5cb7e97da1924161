"""Webhooks: signed, of what the record tells, each once, tried again later, never to a private address."""

from __future__ import annotations

import hashlib
import hmac
import http.server
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from belisha.audit.actions import record
from belisha.audit.models import Event
from belisha.connections import actions, delivery
from belisha.connections.delivery import deliver_webhooks, queue_events
from belisha.connections.models import Webhook, WebhookDelivery
from belisha.connections.record import ConnectionEvent
from belisha.connections.states import EVENT_LABELS, RECORDED, DeliveryState
from belisha.people.models import School
from tests.demo_fixtures import ClientFor
from tests.ratification.ratifying import person

NOW = "2026-12-01T10:00:00Z"


class Receiver:
    """A real server on loopback that keeps what is sent to it, and answers with `status`."""

    def __init__(self) -> None:
        self.status, self.got = 200, list[tuple[dict[str, str], bytes]]()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.got.append((dict(self.headers), body))
                self.send_response(outer.status)
                self.send_header("Location", "http://127.0.0.1:1/")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}/hook?a=1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.BELISHA_FETCH_PRIVATE = True
    found = Receiver()
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture
def grange(demo: None) -> School:
    return School.objects.get(slug="grange")


def hook(school: School, address: str, *events: str) -> tuple[Webhook, str]:
    return actions.make_webhook(
        by=person("headteacher@grange"), school=school, name="Intranet", address=address,
        events=events or tuple(EVENT_LABELS),
    )  # fmt: skip


def happens(school: School, event: str, **more: Any) -> None:
    record(school_id=school.pk, by=7, verb=RECORDED[event], subject="version 12", **more)


def test_what_happens_is_sent_once_and_signed(grange: School, receiver: Receiver) -> None:
    happens(grange, "policy.published")  # before the webhook was made
    webhook, secret = hook(grange, receiver.address, "policy.published", "post.posted")
    assert secret not in webhook.secret
    happens(grange, "policy.published")
    happens(grange, "policy.withdrawn")
    happens(grange, "post.posted", refused="no")
    happens(School.objects.get(slug="calcot"), "policy.published")
    counts = deliver_webhooks()
    assert (counts.queued, counts.sent) == (1, 1)
    ((headers, body),) = receiver.got
    at, told = (part.split("=")[1] for part in headers["Belisha-Signature"].split(","))
    assert told == hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    sent = json.loads(body)
    number = Event.objects.filter(chain=grange.pk, verb=RECORDED["policy.published"]).latest("number").number
    assert sent["id"] == f"grange-{number}"
    assert (sent["event"], sent["school"], sent["subject"]) == ("policy.published", "grange", "version 12")
    assert set(sent) == {"format", "id", "event", "school", "at", "subject"}
    assert deliver_webhooks().sent == 0
    assert len(receiver.got) == 1


def test_one_that_fails_is_tried_later_and_later_and_given_up(grange: School, receiver: Receiver) -> None:
    receiver.status = 500
    with time_machine.travel(NOW, tick=False) as clock:
        hook(grange, receiver.address)
        happens(grange, "policy.published")
        happens(grange, "policy.withdrawn")
        counts = deliver_webhooks()
        assert (counts.put_off, len(receiver.got)) == (1, 1), "a silent one is asked once in a run"
        first = WebhookDelivery.objects.get(tries=1)
        assert (first.answer, first.not_before - timezone.now()) == (
            "It answered with 500.",
            timedelta(minutes=5),
        )
        waits = []
        for _ in range(30):
            clock.shift(timedelta(hours=6, minutes=1))
            deliver_webhooks()
            first.refresh_from_db()
            waits.append(first.not_before - timezone.now())
            if first.state == DeliveryState.GIVEN_UP:
                break
    assert first.state == DeliveryState.GIVEN_UP
    assert waits[0] < waits[3] <= delivery.LONGEST_PAUSE


def test_a_redirect_is_not_followed(grange: School, receiver: Receiver) -> None:
    receiver.status = 302
    hook(grange, receiver.address)
    happens(grange, "policy.published")
    deliver_webhooks()
    assert WebhookDelivery.objects.get().answer == "It answered with 302."


def test_one_whose_sender_was_killed_is_sent_again_under_the_same_id(
    grange: School, receiver: Receiver
) -> None:
    hook(grange, receiver.address)
    happens(grange, "policy.published")
    queue_events()
    long_ago = timezone.now() - timedelta(minutes=16)
    WebhookDelivery.objects.update(state=DeliveryState.SENDING, tried_at=long_ago, tries=1)
    assert deliver_webhooks().sent == 1


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://intranet.example/", "begins with https"),
        ("https://127.0.0.1/", "not on the public internet"),
        ("https://10.1.2.3/", "not on the public internet"),
        ("https://169.254.169.254/latest/meta-data", "not on the public internet"),
        ("https://[::1]/", "not on the public internet"),
        ("https://user:pw@93.184.215.14/", "a name or a password"),
        ("https://93.184.215.14:8443/", "Only the usual port"),
    ],
)
def test_only_public_addresses_are_taken(grange: School, address: str, said: str) -> None:
    with pytest.raises(actions.WebhookRefusedError, match=said):
        hook(grange, address)
    assert not Webhook.objects.exists()


def test_an_address_that_has_become_private_is_not_sent_to(grange: School, settings: Any) -> None:
    settings.BELISHA_FETCH_PRIVATE = False
    Webhook.objects.create(
        school=grange, name="x", address="https://127.0.0.1/", events=list(EVENT_LABELS),
        secret=actions.encrypt("s", actions.PURPOSE), read_to=_end(grange),
    )  # fmt: skip
    happens(grange, "policy.published")
    assert deliver_webhooks().put_off == 1
    assert "not on the public internet" in WebhookDelivery.objects.get().answer


def test_others_neither_make_nor_see_webhooks(grange: School, client_for: ClientFor) -> None:
    with pytest.raises(PermissionDenied):
        actions.make_webhook(
            by=person("teacher@grange"), school=grange, name="x", address="https://x.example",
            events=["policy.published"],
        )  # fmt: skip
    assert client_for("teacher@grange").get("/s/grange/connections/webhooks/").status_code == 403


def test_the_pages_make_try_send_again_and_end_one(
    grange: School, receiver: Receiver, client_for: ClientFor
) -> None:
    head, page = client_for("headteacher@grange"), "/s/grange/connections/webhooks/"
    wrong = head.post(page, {"name": "", "address": "ftp://x"})
    assert wrong.status_code == 400
    made = head.post(page, {"name": "Intranet", "address": receiver.address, "events": ["post.posted"]})
    assert "shown only once" in made.content.decode()
    own = f"{page}{Webhook.objects.get().pk}/"
    head.post(own, {"do": "try"})
    assert deliver_webhooks().sent == 1
    assert json.loads(receiver.got[0][1])["event"] == "trial"
    sent = WebhookDelivery.objects.get()
    assert "It was accepted." in head.get(own).content.decode()
    head.post(own, {"do": "again", "delivery": str(sent.pk)})
    deliver_webhooks()
    assert receiver.got[0][1] == receiver.got[1][1], "the same bytes"
    assert head.post(own, {"do": "nonsense"}).status_code == 400
    assert head.post(own, {"do": "end"}).url == page
    happens(grange, "post.posted")
    assert deliver_webhooks().queued == 0
    told = set(
        Event.objects.filter(subject=f"webhook {Webhook.objects.get().pk}").values_list("verb", flat=True)
    )
    assert told == {
        ConnectionEvent.MADE_WEBHOOK, ConnectionEvent.TRIED_WEBHOOK,
        ConnectionEvent.SENT_WEBHOOK_MESSAGE_AGAIN, ConnectionEvent.ENDED_WEBHOOK,
    }  # fmt: skip


def _end(school: School) -> int:
    return Event.objects.filter(chain=school.pk).count()
