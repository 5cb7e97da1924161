"""What the record tells of mail."""

from belisha.audit.verbs import Verb


class OutboxEvent(Verb):
    """What was done here."""

    SENT_MAIL_AGAIN = "sent-mail-again", "sent a mail again"
