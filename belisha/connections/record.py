"""What the record tells of connections to other systems."""

from belisha.audit.verbs import Verb


class ConnectionEvent(Verb):
    """What was done here."""

    ENDED_WEBHOOK = "ended-webhook", "ended a webhook"
    MADE_WEBHOOK = "made-webhook", "made a webhook"
    READ_FIGURES_WITH_TOKEN = "read-figures-with-token", "read the figures with a token"
    SENT_WEBHOOK_MESSAGE_AGAIN = "sent-webhook-message-again", "sent a message to a webhook again"
    TRIED_WEBHOOK = "tried-webhook", "tried a webhook"
    USED_TOKEN_FOR_WHAT_IT_IS_NOT_FOR = (
        "used-token-for-what-it-is-not-for",
        "used a token for what it is not for",
    )
