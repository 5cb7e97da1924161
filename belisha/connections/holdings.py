"""What this room keeps about people: nothing."""

from belisha.base.holdings import exempt
from belisha.connections.models import Webhook, WebhookDelivery

exempt(Webhook, "the address of another system, and the secret with which it is told of events")
exempt(WebhookDelivery, "it names nobody, and is deleted after a month")
