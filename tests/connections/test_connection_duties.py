"""A webhook that does not answer and a token that stopped are on somebody's list until they are mended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from belisha.base.clock import today
from belisha.connections.duty_sources import DAYS, TRIES_BORNE, connections
from belisha.connections.models import Webhook, WebhookDelivery
from belisha.connections.states import DeliveryState
from belisha.people.accounts.access_tokens import TokenScope, end_token, make_token
from belisha.people.models import AccessToken, Membership, School
from tests.ratification.ratifying import person


@pytest.fixture
def grange(demo: None) -> School:
    return School.objects.get(slug="grange")


def titles(school: School) -> list[str]:
    return [each.title for each in connections(school, today())]


def test_a_webhook_that_does_not_answer_is_to_be_mended_until_it_does(grange: School) -> None:
    hook = Webhook.objects.create(school=grange, name="x", address="https://x.example", secret="")
    row = WebhookDelivery.objects.create(
        school=grange, webhook=hook, event="trial", body="{}", tries=TRIES_BORNE - 1, tried_at=timezone.now()
    )
    assert titles(grange) == []
    WebhookDelivery.objects.filter(pk=row.pk).update(tries=TRIES_BORNE)
    (found,) = connections(grange, today())
    assert (found.title, found.due_on) == (
        "Mend a webhook that does not answer",
        today() + timedelta(days=DAYS),
    )
    assert found.office
    assert found.link == f"/s/grange/connections/webhooks/{hook.pk}/"
    WebhookDelivery.objects.create(
        school=grange, webhook=hook, event="trial", body="{}", state=DeliveryState.SENT,
        sent_at=timezone.now() + timedelta(minutes=1),
    )  # fmt: skip
    assert titles(grange) == []


def test_a_token_in_use_whose_maker_has_lost_the_right_is_to_be_replaced(grange: School) -> None:
    head = person("headteacher@grange")
    token, _ = make_token(by=head, school=grange, name="MIS", scopes=[TokenScope.PUSH_PEOPLE])
    AccessToken.objects.filter(pk=token.pk).update(used_at=timezone.now())
    assert titles(grange) == []
    rows = Membership.objects.filter(user=head.user_id, school=grange)
    kept = list(rows.values_list("pk", "role"))
    rows.update(role="teacher", extra_rights=[])
    assert titles(grange) == ["Replace or end a token that another system can no longer use"]
    later = today() + timedelta(days=30)
    assert [each.due_on for each in connections(grange, later)] == [today() + timedelta(days=DAYS)]
    for pk, role in kept:
        Membership.objects.filter(pk=pk).update(role=role)
    end_token(by=head, token=token)
    assert titles(grange) == []
