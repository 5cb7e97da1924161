"""What connections make due: to mend a webhook that does not answer, to replace a token that stopped."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Max, Min
from django.urls import reverse
from django.utils import timezone

from belisha.connections.models import Webhook, WebhookDelivery
from belisha.connections.states import DeliveryState
from belisha.duties.sources import DutySpec, duty_source
from belisha.people.accounts.access_tokens import can_make_token, maker_of
from belisha.people.models import AccessToken, School
from belisha.people.models.tokens import KEEP
from belisha.people.offices.right_holders import office_with_right

# So many tries of one message have failed before somebody is asked to look: about an hour and a half.
TRIES_BORNE = 5
DAYS = 3


@duty_source("connections", "it answers again, or was ended")
def connections(school: School, on: date) -> Iterator[DutySpec]:
    """Yield each webhook that does not answer, and each token that no longer does what it is for."""
    webhooks = list(Webhook.objects.filter(school=school, ended_at=None))
    tokens = AccessToken.objects.in_use().filter(school=school).exclude(used_at=None)
    stopped = [each for each in tokens.select_related("made_by", "school") if not _holds(each)]
    if not webhooks and not stopped:
        return
    office = office_with_right(school, KEEP, on)
    for webhook in webhooks:
        since = _fails_since(webhook)
        if since is not None:
            yield DutySpec(
                key=f"webhook {webhook.pk} fails",
                title="Mend a webhook that does not answer",
                due_on=since + timedelta(days=DAYS),
                office=office,
                link=reverse("connections:webhook", args=[school.slug, webhook.pk]),
            )
    for token in stopped:
        yield DutySpec(
            key=f"token {token.pk} stopped",
            title="Replace or end a token that another system can no longer use",
            # From its last use, which stands still from then on.
            due_on=timezone.localdate(token.used_at or token.made_at) + timedelta(days=DAYS),
            office=office,
            link=reverse("connections:tokens", args=[school.slug]),
        )


def _holds(token: AccessToken) -> bool:
    """Return whether the maker of a token is still there, with every right that its scopes need."""
    maker = token.made_by
    return (
        maker is not None and maker.is_active and can_make_token(maker_of(token), token.school, token.scopes)
    )


def _fails_since(webhook: Webhook) -> date | None:
    """Return the day of the first message that was not accepted since the last that was; None if it works."""
    rows = WebhookDelivery.objects.filter(webhook=webhook)
    sent = rows.filter(state=DeliveryState.SENT).aggregate(last=Max("sent_at"))["last"]
    failed = rows.filter(state__in=[DeliveryState.WAITING, DeliveryState.GIVEN_UP], tries__gte=TRIES_BORNE)
    if sent is not None:
        failed = failed.filter(tried_at__gt=sent)
    first = failed.aggregate(first=Min("made_at"))["first"]
    return timezone.localdate(first) if first else None
